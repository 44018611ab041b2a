"""Make random numbers that people can read aloud and that tell nothing."""

import re
import secrets

# Crockford's alphabet: no I, L, O or U, so that nothing is misread and no words appear.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_number() -> str:
    """Give eight random characters in two groups, such as `7F3K-92QD` (40 bits)."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def is_random_number(text: str) -> bool:
    """Say whether a text, from an address perhaps, is written as such a number."""
    return bool(re.fullmatch(rf"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}", text))
