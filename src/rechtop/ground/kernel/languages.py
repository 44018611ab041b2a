"""Keep a text in both languages, and choose the one that is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


def either(dutch: str, english: str) -> str:
    """Give the English text where English is read and there is one, the Dutch otherwise."""
    return english if english and (get_language() or "").startswith("en") else dutch


@dataclass(frozen=True)
class Text:
    """A text in Dutch, and in English where someone wrote it."""

    dutch: str = ""
    english: str = ""

    def __str__(self) -> str:
        return either(self.dutch, self.english)

    def __bool__(self) -> bool:
        return bool(self.dutch)


NO_TEXT = Text()
