"""What a figure is. Rooms offer them in their `account.py`; the annual report reads no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.figures import queries
from rechtop.tools.figures.models import Entered


@dataclass(frozen=True)
class Link:
    """What a registration leads to."""

    label: str
    url: str


@dataclass(frozen=True)
class Record:
    """A registration behind a figure: what it is, and what about it counts.

    Of a file that was destroyed it leads to the declaration.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    link: Link | None = None


@dataclass(frozen=True)
class Behind:
    """The registrations behind a figure: which they are, and how to tell one.

    `handle` names a unique field that pages of the list go on from. `besides` tells the few that
    are of another kind, and come first.
    """

    found: QuerySet[Any]
    tell: Callable[[Any], Record]
    handle: str = "pk"
    besides: Sequence[Record] = ()


Follow = Callable[[Actor], Behind | None]


def to_nothing(actor: Actor) -> None:
    """Lead nowhere: no registrations stand behind it here."""
    return None


@dataclass(frozen=True)
class Figure:
    """A figure of one year.

    `value` is None where the year did not publish or register it: unknown is never 0. `source`
    says where an entered figure stands; of a counted one `follow` leads to what was counted.
    `remarks` say what does not add up. `group` is the heading it stands under; what is not
    `published` stands only on its pages, beside the figures of the report. A group of figures that
    are all `charted` measures one thing, by month or by unit: bars stand beside its numbers.
    """

    name: str
    label: str
    definition: str
    group: str
    value: int | None = None
    source: str = ""
    remarks: Sequence[str] = ()
    published: bool = True
    charted: bool = False
    follow: Follow = field(default=to_nothing, repr=False, compare=False)

    @property
    def is_entered(self) -> bool:
        """Say whether this was entered with a source, rather than counted."""
        return bool(self.source)

    def remarked(self, text: str) -> Figure:
        """Give the same figure with one more remark."""
        return replace(self, remarks=(*self.remarks, text))


class Account(Protocol):
    """What a room offers to the annual report."""

    def figures(self, year: int) -> list[Figure]:
        """Give the figures of a year."""
        ...


def with_entered(figures: Sequence[Figure], year: int) -> list[Figure]:
    """Let what was entered with a source for a year stand in the figures it names.

    An entered figure stands as it was published. Where records say otherwise both are shown, and
    neither is corrected.
    """
    entered = queries.of_year(year)
    return [_entered(figure, entered) for figure in figures]


def _entered(figure: Figure, entered: Mapping[str, Entered]) -> Figure:
    known = entered.get(figure.name)
    if known is None:
        return figure
    stands = replace(figure, value=known.value, source=known.source)
    if figure.value is None or figure.value == known.value:
        return stands
    return stands.remarked(
        _("Ingevoerd is %(entered)s; de registraties tellen op tot %(counted)s.")
        % {"entered": known.value, "counted": figure.value}
    )


def total(figure: Figure, parts: Sequence[Figure]) -> Figure:
    """Give a total beside its parts: their sum where none was entered; a difference is flagged."""
    known = [part.value for part in parts if part.value is not None]
    if not known:
        return figure
    if figure.value is None:
        return replace(figure, value=sum(known))
    if figure.value == sum(known):
        return figure
    return figure.remarked(
        _("De kolom telt niet op: het totaal is %(total)s, de delen samen %(sum)s.")
        % {"total": figure.value, "sum": sum(known)}
    )
