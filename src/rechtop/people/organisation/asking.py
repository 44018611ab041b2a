"""Ask whom a report is about, so that nobody reads about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import AsksOnce
from rechtop.people.organisation import queries

_SAME_NAME = _(
    "U noemt een naam die lijkt op %(name)s. Is het deze persoon? Kies die dan hier. Is het een "
    "ander? Verstuur dit dan nog een keer."
)


class AsksWho(AsksOnce):
    """A form that asks of a typed name whether it is that of someone to choose at another field."""

    def ask_who(self, field: str, told: str, known: Iterable[tuple[str, str]]) -> None:
        """Ask it of each of these people, by number and name, whose name is told."""
        for number, name in queries.mentioned(told, known):
            self.ask(field, number, str(_SAME_NAME) % {"name": name})


class AsksAbout(AsksWho):
    """A form on which is ticked, at `about`, which of the readers it is about; and at `positions`
    whether it is about a position."""

    def offer(self, readers: Sequence[tuple[str, str]]) -> None:
        """Offer these readers, by number and name, and every position."""
        named: Any = self.fields
        named["about"].choices = readers
        named["positions"].choices = [(one.code, str(one)) for one in queries.positions()]
        self.readers = readers

    def ask_about(self, typed: Mapping[str, Any], *told: str) -> None:
        """Ask of a name in what was told at these fields whether it is that of a reader; not of
        who was ticked."""
        others = [one for one in self.readers if one[0] not in typed.get("about", [])]
        self.ask_who("about", " ".join(typed.get(name, "") for name in told), others)
