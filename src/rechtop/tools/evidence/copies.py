"""Make a copy of a file without what it tells of its maker."""

from __future__ import annotations

from rechtop.tools.evidence import apart, kinds
from rechtop.tools.evidence.kinds import Kind

LARGEST = apart.MOST_BYTES


def clean(content: bytes, kind: Kind) -> bytes | None:
    """Give a copy without metadata, made in memory; None where none can be made.

    None says nothing against the file: it stays as it came, and opens as such. What comes back is
    looked at once more, since the process that made it may have been led astray by the file.
    """
    if not kind.has_copy or len(content) > LARGEST or kinds.kind_of(content) != kind:
        return None
    if kind.code == "text":
        return content
    made = apart.work("copy", kind.code, content)
    return made if made is not None and kinds.kind_of(made) == kind else None
