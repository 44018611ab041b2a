"""Count what was held here into the figures of a year, beside what was counted elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.work.activities import queries as gatherings
from rechtop.work.activities.models import NETWORK, Gathering
from rechtop.work.activities.queries import Coverage
from rechtop.work.programme.models import Activity

KINDS, NETWORKS = "activiteiten.soort.", "netwerken."
REACHED = "activiteiten.bereikt"
_GAME = "dilemmaspel"

Held = tuple[Sequence[Gathering], Callable[[Gathering], int]]


def with_held(figures: Sequence[Figure], year: int) -> list[Figure]:
    """Add to the figures that count gatherings what was held here in the year.

    Such a figure is what was counted elsewhere and what was held here, together; its definition
    says so, and both stand behind it. Where nothing was held here it stays as it was.
    """
    held = list(gatherings.held(year))
    return [_with(figure, held) for figure in figures]


def _with(figure: Figure, held: Sequence[Gathering]) -> Figure:
    counted = _counted(figure.name, held)
    if counted is None:
        return figure
    found, count = counted
    told = _("Samen: wat de administratie telt, en wat bij Activiteiten als gehouden staat.")
    defined = replace(figure, definition=f"{figure.definition} {told}")
    if not found:
        return defined
    value = (figure.value or 0) + sum(count(one) for one in found)
    return replace(defined, value=value, follow=_also(figure.follow, found))


def _counted(name: str, held: Sequence[Gathering]) -> Held | None:
    """Give what of a figure was held here and how it counts; None for any other figure."""
    if name.startswith(NETWORKS):
        code = name.removeprefix(NETWORKS)
        return [one for one in held if (one.kind, one.network) == (NETWORK, code)], _once
    if name.startswith(KINDS):
        return [one for one in held if one.kind == name.removeprefix(KINDS)], _once
    if name in (f"{_GAME}.sessies", f"{_GAME}.bereikt"):
        found = [one for one in held if one.kind == _GAME]
        return found, _once if name.endswith("sessies") else _reached
    return (held, _reached) if name == REACHED else None


def _once(_one: Gathering) -> int:
    return 1


def _reached(one: Gathering) -> int:
    return one.reached or 0


def _also(follow: Follow, found: Sequence[Gathering]) -> Follow:
    def both(actor: Actor) -> Behind:
        counted = follow(actor)
        told = [counted.tell(one) for one in counted.found] if counted else []
        kept = Gathering.objects.filter(pk__in=[one.pk for one in found])
        return Behind(kept.order_by("pk"), record, besides=told)

    return both


def record(one: Gathering) -> Record:
    """Tell a gathering in the same facts as a count."""
    facts = [
        (_("Bijeenkomsten"), dutch.number(1)),
        (_("Deelnemers"), dutch.number(one.reached or 0)),
        (_("Opmerking"), _("Gehouden op %(day)s.") % {"day": dutch.day(one.day)}),
    ]
    return Record(one.title, facts)


def to_unit(covered: Coverage, reached: Mapping[int, int]) -> Follow:
    """Lead to the gatherings that reached people of a unit or of one below it, each with how many
    of them; first how many work there, how many of these were reached, which is what the figure
    tells, and how many different people were reached who worked there then."""
    whole = Record(
        covered.name,
        [
            (_("Mensen die er werken"), dutch.number(covered.works)),
            (_("Van wie er nu werken, bereikt"), dutch.number(covered.of_these)),
            (_("Mensen bereikt die er toen werkten"), dutch.number(covered.reached)),
        ],
    )

    def tell(one: Gathering) -> Record:
        facts = [
            (_("Bereikt van dit onderdeel"), dutch.number(reached[one.pk])),
            (_("Deelnemers"), dutch.number(one.reached or 0)),
            (_("Gehouden op"), dutch.day(one.day)),
        ]
        return Record(one.title, facts)

    def follow(actor: Actor) -> Behind:
        found = Gathering.objects.filter(pk__in=reached).order_by("pk")
        return Behind(found, tell, besides=[whole])

    return follow


def by_name(year: int) -> list[Activity]:
    """Give what was held here as activities that are not stored: one for each kind and name."""
    found: dict[tuple[str, str], Activity] = {}
    for one in gatherings.held(year):
        named = (one.kind, one.title)
        known = found.setdefault(
            named, Activity(year=year, kind=one.kind, name=one.title, meetings=0, participants=0)
        )
        known.meetings = (known.meetings or 0) + 1
        known.participants = (known.participants or 0) + _reached(one)
    return list(found.values())
