"""Find who works here, and what a file of the personnel system would change."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel.models import Employment

MOST_FAULTS = 200


class Told(NamedTuple):
    """What the personnel system tells of someone; a manager by their number, a unit by its path."""

    number: str
    name: str
    email: str
    kind: str
    unit: tuple[str, ...]
    function: str
    scale: str
    manager: str
    start: datetime.date
    end: datetime.date | None


class Row(NamedTuple):
    """A row of a file: where it stands, and what it tells."""

    at: int
    told: Told


class Fault(NamedTuple):
    """What is wrong, and where; a row or column there may not be."""

    row: int | None
    column: str
    text: str

    def __str__(self) -> str:
        where = []
        if self.row is not None:
            where.append(_("rij %(row)s") % {"row": self.row})
        if self.column:
            where.append(_("kolom %(column)s") % {"column": self.column})
        return f"{', '.join(where)}: {self.text}" if where else self.text


@dataclass(frozen=True)
class Held:
    """What is held about someone who works here."""

    employment: Employment
    placement: Placement | None
    told: Told


@dataclass(frozen=True)
class New:
    """Someone the file tells of for the first time; they may have signed in here before."""

    row: Row
    person: Person | None
    placement: Placement | None


@dataclass(frozen=True)
class Changed:
    """Someone of whom the file tells other things than are held."""

    row: Row
    held: Held

    def fields(self) -> list[str]:
        """Give what changes, by the names of `Told`."""
        both = zip(Told._fields, self.held.told, self.row.told, strict=True)
        return [name for name, before, after in both if before != after]


@dataclass
class Plan:
    """What a file would change. Whoever does not stand in it, stays as they are."""

    new: list[New] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    absent: int = 0
    faults: list[Fault] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def leaving(self) -> list[Row]:
        """Give of whom the file tells for the first time that they leave, or another day."""
        changed = [one.row for one in self.changed if "end" in one.fields()]
        return [row for row in [*(one.row for one in self.new), *changed] if row.told.end]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing would change."""
        return not self.new and not self.changed

    def counts(self) -> dict[str, int]:
        """Give how many there are of each."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "leaving": len(self.leaving),
            "unchanged": self.unchanged,
        }

    def fault(self, row: int | None, column: str, text: str) -> None:
        """Note a fault; after many, the rest would help nobody."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row, column, text))


def plan(rows: Sequence[Row], absent: Collection[str] = ()) -> Plan:
    """Compare a file with what is held, as a whole.

    Of what stands in a column that is absent nothing is told, and nothing changes; so with a unit
    that is left empty.
    """
    held, found = everybody(), Plan()
    top = _one_top()
    by_address = {person.email: person for person in Person.objects.all()}
    latest = _latest_placements()
    bearing = {one.employment.person_id: number for number, one in held.items()}
    for at, told in rows:
        was, addressed = held.get(told.number), by_address.get(told.email)
        row = Row(at, told._replace(unit=_from_top(told.unit, top)))
        if was is not None:
            row = Row(at, _with_what_stays(row.told, was.told, absent))
            if row.told.end is not None and row.told.end < row.told.start:
                found.fault(at, "start", _("Deze dag ligt na het einde."))
            if was.told == row.told:
                found.unchanged += 1
            else:
                found.changed.append(Changed(row, was))
        elif addressed is None or addressed.pk in bearing:
            found.new.append(New(row, None, None))
        else:
            found.new.append(New(row, addressed, latest.get(addressed.pk)))
    found.absent = len(held) - found.unchanged - len(found.changed)
    found.numbers = {number: one.employment.person_id for number, one in held.items()}
    _find_addresses_in_use(found, by_address)
    _find_wrong_managers(found, held)
    return found


def _with_what_stays(told: Told, held: Told, absent: Collection[str]) -> Told:
    stays = {*absent} if told.unit else {*absent, "unit"}
    return told._replace(**{name: getattr(held, name) for name in stays}) if stays else told


def everybody() -> dict[str, Held]:
    """Give what is held of everybody, by personnel number."""
    paths = {unit: path for path, unit in organisation.unit_paths().items()}
    employments = list(Employment.objects.select_related("person"))
    numbers = {one.person_id: one.personnel_number for one in employments}
    placements = _latest_placements()
    found = {}
    for one in employments:
        placement = placements.get(one.person_id)
        told = Told(
            number=one.personnel_number,
            name=one.person.name,
            email=one.person.email,
            kind=one.kind,
            unit=paths.get(placement.unit_id, ()) if placement else (),
            function=one.function,
            scale=one.scale,
            manager=numbers.get(one.manager_id or 0, ""),
            start=one.start_date,
            end=one.end_date,
        )
        found[told.number] = Held(one, placement, told)
    return found


def _latest_placements() -> dict[int, Placement]:
    ordered = Placement.objects.order_by("from_date", "pk")
    return {placement.person_id: placement for placement in ordered}


def _one_top() -> str | None:
    """Give the name of the unit above all others, where there is one such."""
    tops = [path[0] for path in organisation.unit_paths() if len(path) == 1]
    return tops[0] if len(tops) == 1 else None


def _from_top(path: tuple[str, ...], top: str | None) -> tuple[str, ...]:
    """Give a path from the top: a personnel system often leaves the authority itself out."""
    return (top, *path) if path and top is not None and path[0] != top else path


def _find_addresses_in_use(found: Plan, by_address: Mapping[str, Person]) -> None:
    """Tell which address belongs to someone whom this file does not give another."""
    moving = {one.held.employment.person_id for one in found.changed if "email" in one.fields()}
    coming = [(one.row, one.person.pk if one.person else None) for one in found.new]
    coming += [
        (one.row, one.held.employment.person_id)
        for one in found.changed
        if one.held.employment.person_id in moving
    ]
    for row, own in coming:
        holder = by_address.get(row.told.email)
        if holder is not None and holder.pk != own and holder.pk not in moving:
            text = _("Dit e-mailadres is hier al van iemand anders.")
            found.fault(row.at, "email", text)


def _find_wrong_managers(found: Plan, held: Mapping[str, Held]) -> None:
    leads = {number: one.told.manager for number, one in held.items()}
    names = {number: one.told.name for number, one in held.items()}
    rows = [one.row for one in found.new] + [one.row for one in found.changed]
    for row in rows:
        leads[row.told.number], names[row.told.number] = row.told.manager, row.told.name
    at = {row.told.number: row.at for row in rows}
    for row in rows:
        if row.told.manager and row.told.manager not in leads:
            text = _("Niemand heeft dit personeelsnummer, ook niet in dit bestand.")
            found.fault(row.at, "manager", text)
    for circle in circles(leads):
        row_of_first = next((at[number] for number in circle if number in at), None)
        if circle == [circle[0]]:
            text = _("%(name)s kan niet de eigen leidinggevende zijn.") % {"name": names[circle[0]]}
        else:
            told = " → ".join(names[number] for number in [*circle, circle[0]])
            text = _("Deze mensen geven in een kring leiding aan elkaar: %(names)s.")
            text %= {"names": told}
        found.fault(row_of_first, "manager", text)


def circles(leads: Mapping[str, str]) -> list[list[str]]:
    """Give the circles of people who lead each other, by number; each once."""
    seen: dict[str, int] = {}
    found = []
    for begin, start in enumerate(leads):
        walked, number = [], start
        while number and number in leads and number not in seen:
            seen[number] = begin
            walked.append(number)
            number = leads[number]
        if seen.get(number) == begin and number in walked:
            found.append(walked[walked.index(number) :])
    return found


def ended(today: datetime.date | None = None) -> QuerySet[Employment]:
    """Give the employments that ended, of people who may still sign in or still have a duty."""
    day = today or clock.today()
    over = Employment.objects.filter(end_date__lte=day)
    still = organisation.duties().filter(organisation.runs_beyond(day))
    return over.filter(Q(person__is_active=True) | Q(person__in=still.values("person_id")))
