"""The Goede Gesprek: that integrity was discussed, with whom and when; never what was said."""
