"""The pieces of an investigation as they stand in the opened file of its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

from rechtop.ground.vault.files import OpenItem

PREFIX = "investigation_"
"""What the kinds of the pieces of an investigation in the file of a case begin with."""


@dataclass(frozen=True)
class Pieces:
    """What was written, oldest first. What was taken back is not among it, but for `whole`."""

    items: Sequence[OpenItem] = field(repr=False)

    @cached_property
    def gone(self) -> dict[str, str]:
        """Give of what was taken back why, by the number of the piece."""
        back = [item.content for item in self.items if item.kind == PREFIX + "taken_back"]
        each = [(told, (*told.get("conclusions", ()), *told.get("pieces", ()))) for told in back]
        return {number: told["text"] for told, numbers in each for number in numbers}

    @cached_property
    def whole(self) -> Self:
        """Give it as if nothing had been taken back."""
        kept = [item for item in self.items if item.kind != PREFIX + "taken_back"]
        return replace(self, items=kept)

    def all(self, kind: str) -> list[OpenItem]:
        """Give the pieces of a kind, without what was taken back."""
        found = [item for item in self.items if item.kind == PREFIX + kind]
        return [item for item in found if str(item.id) not in self.gone]

    def places(self, kind: str) -> dict[str, int]:
        """Give the place of each piece of a kind among all there ever were: what a text says of
        number 2 is never about another piece."""
        return {str(item.id): at for at, item in enumerate(self.whole.all(kind), start=1)}

    def newest(self, kind: str) -> Mapping[str, Any]:
        """Give the content of the newest piece of a kind; nothing where there is none."""
        found = self.all(kind)
        return found[-1].content if found else {}

    def find(self, kind: str, number: str) -> OpenItem | None:
        """Give a piece of a kind by its number."""
        return next((item for item in self.all(kind) if str(item.id) == number), None)

    def numbers(self, kind: str) -> set[str]:
        """Give the numbers of the pieces of a kind."""
        return {str(item.id) for item in self.all(kind)}
