"""Choose between the languages in which a datum is kept."""

from django.utils.translation import get_language


def either(dutch: str, english: str) -> str:
    """Give the English text where English is read and there is one, the Dutch otherwise."""
    return english if english and (get_language() or "").startswith("en") else dutch
