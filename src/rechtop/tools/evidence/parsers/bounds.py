"""Say what is too much, and what cannot be done."""

from __future__ import annotations

MOST_BYTES = 50 * 1024 * 1024
"""The largest file of which a copy or picture is made: that happens in memory."""

MOST_PIXELS = 60_000_000
"""Of all pictures in an image together, unpacked; a camera makes up to 50 million."""

MOST_UNPACKED = 200 * 1024 * 1024
"""Of all parts of an office file together, and of each stream of a PDF."""

MOST_PARTS = 5_000


class Cannot(Exception):
    """No copy or picture can be made of this."""
