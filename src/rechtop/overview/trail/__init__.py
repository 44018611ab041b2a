"""The log as the independent officer reads it: lines, whether it is whole, how long it is kept."""
