"""Hide how long a text is (Padmé: at most 12 % more, and few distinct lengths)."""

_SMALLEST = 512
_END = b"\x80"


def pad(content: bytes) -> bytes:
    """Lengthen content to one of few lengths, at least 512 bytes."""
    return pad_to(content, padded_length(len(content) + 1))


def pad_to(content: bytes, length: int) -> bytes:
    """Lengthen content to a length, which must be more than its own."""
    return content + _END + bytes(length - len(content) - 1)


def unpad(padded: bytes) -> bytes:
    """Give the content of what `pad` made. Raises ValueError for anything else."""
    content = padded.rstrip(b"\x00")
    if not content.endswith(_END):
        raise ValueError("not padded")
    return content[:-1]


def padded_length(length: int) -> int:
    """Give the smallest allowed length that holds `length` bytes.

    After Padmé (Nikitin and others, 2019): keep as many bits of the length as its magnitude's
    magnitude has, so that what leaks grows with log log of the length.
    """
    if length <= _SMALLEST:
        return _SMALLEST
    magnitude = length.bit_length() - 1
    dropped = magnitude - (magnitude.bit_length())
    mask = (1 << dropped) - 1
    return (length + mask) & ~mask
