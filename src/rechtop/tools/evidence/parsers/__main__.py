"""Do one piece of work on one file, with nothing at hand but that file.

What is typed: `python -m rechtop.tools.evidence.parsers copy|preview KIND PAGE`. The file comes by
standard input; the answer goes by standard output, or the process ends with an error and says
nothing. Before the file is read, this process gives up all it could do harm with.
"""

from __future__ import annotations

import codecs
import resource
import sys
from collections.abc import Callable

from rechtop.tools.evidence.parsers import images, offices, open_documents, pdfs
from rechtop.tools.evidence.parsers.bounds import MOST_BYTES

_MEMORY = 1536 * 1024 * 1024
_SECONDS = 60


def shut_in() -> None:
    """Give up, for good: memory and time without end, opening anything, starting anything.

    Without numbers for open files there is no file, socket or program this process can reach
    but the two pipes it has: not the keys, not the database, not the network.
    """
    for code in ("cp437", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le"):
        codecs.lookup(code)  # later they could not be loaded any more
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _image(content: bytes, kind: str) -> bytes:
    return images.clean(content, kind)


def _pdf(content: bytes, _kind: str) -> bytes:
    return pdfs.clean(content)


_COPIES: dict[str, Callable[[bytes, str], bytes]] = {
    **dict.fromkeys(images.FORMATS, _image),
    **dict.fromkeys(("docx", "xlsx", "pptx"), offices.clean),
    **dict.fromkeys(("odt", "ods", "odp"), open_documents.clean),
    "pdf": _pdf,
}


def answer(work: str, kind: str, page: int, content: bytes) -> bytes:
    """Do the work. Raises Cannot, KeyError for a kind we do not know, and what parsers raise."""
    if work == "copy":
        return _COPIES[kind](content, kind)
    if kind == "pdf":
        picture, pages = pdfs.drawn(content, page)
    else:
        picture, pages = images.small(content, kind), 1
    return pages.to_bytes(4, "big") + picture


def main() -> int:
    """Read, work, answer. Says nothing of what went wrong: that could tell of the file."""
    work, kind, page = sys.argv[1:]
    shut_in()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return 1
    try:
        made = answer(work, kind, int(page), content)
    except Exception:  # whatever a stranger's file does to a parser: there is no copy
        return 1
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
