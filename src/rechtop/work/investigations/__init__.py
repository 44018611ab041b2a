"""The decision on an investigation, and the room in which it is done."""
