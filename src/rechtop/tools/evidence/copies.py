"""Make a copy of a file without what it tells of its maker."""

from rechtop.tools.evidence.kinds import Kind


def clean(content: bytes, kind: Kind) -> bytes | None:
    """Give a copy without metadata; None where none can be made."""
    return None
