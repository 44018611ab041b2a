"""Take a file out of a PDF that a stranger brings: `pdf_inside.py NAME MOST_BYTES <pdf`.

A process of its own, that ends when the document wants more memory or time than an honest one
does; nothing of ours is loaded here, and nothing is written to disk.
"""

from __future__ import annotations

import io
import os
import resource
import sys

import pikepdf

_MEMORY_BYTES = 512 * 1024 * 1024
_SECONDS = 2
_LAST_IN_LINE = 19  # reporters go first, however many documents are brought


def main(name: str, most: int) -> None:
    """Write the file with this name; ends with an error where there is none, or it is larger."""
    os.nice(_LAST_IN_LINE)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with pikepdf.open(io.BytesIO(sys.stdin.buffer.read()), attempt_recovery=False) as document:
        found = document.attachments[name].get_file().read_bytes()
    if len(found) > most:
        sys.exit(1)
    sys.stdout.buffer.write(found)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
