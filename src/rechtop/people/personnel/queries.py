"""Find who works here, and what a file of the personnel system would change."""

from __future__ import annotations

import base64
import datetime
import hashlib
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, Expression, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.actors import Kind as ActorKind
from rechtop.ground.vault import server_boxes
from rechtop.ground.vault.models import KeyHolder
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import CutShort, Duty, Placement, Unit
from rechtop.people.organisation.models import Kind as DutyKind
from rechtop.people.personnel.facts import circles
from rechtop.people.personnel.models import (
    OF_ADMINISTRATOR,
    Column,
    Correction,
    Employment,
    Import,
    PeopleFile,
)

MOST_FAULTS = 200
USE = "file of people"


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


class Stay(NamedTuple):
    """Where someone works, or worked last."""

    number: int
    unit: int
    from_date: datetime.date
    until_date: datetime.date | None


class Held(NamedTuple):
    """What is held about someone who works here, with the numbers under which it stands."""

    employment: int
    person: int
    stay: Stay | None
    told: Told


class New(NamedTuple):
    """Someone the file tells of for the first time; they may have signed in here before."""

    row: Row
    person: int | None
    stay: Stay | None


class Changed(NamedTuple):
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

    @property
    def mark(self) -> str:
        """Give all that changes as one word, to tell whether it still is what was shown."""
        seen = hashlib.sha256()
        for new in self.new:
            seen.update(repr((new.person, new.row.told)).encode())
        for one in self.changed:
            seen.update(repr((one.held.told, one.row.told)).encode())
        return "-".join(map(str, [*self.counts().values(), self.absent, seen.hexdigest()[:32]]))

    def fault(self, row: int | None, column: str, text: str) -> None:
        """Note a fault; after many, the rest would help nobody."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row, column, text))


def plan(rows: Sequence[Row], absent: Collection[str] = ()) -> Plan:
    """Compare a file with what is held, as a whole.

    Of what stands in a column that is absent nothing is told, and nothing changes; so with a unit
    that is left empty.
    """
    stays = _latest_stays(Placement.objects.all())
    held, found = _held(Employment.objects.all(), stays), Plan()
    top = _one_top()
    by_address = dict(Person.objects.values_list("email", "pk"))
    known = {one.person for one in held.values()}
    for at, told in rows:
        was, own = held.get(told.number), by_address.get(told.email)
        row = Row(at, told._replace(unit=_from_top(told.unit, top)))
        if was is not None:
            row = Row(at, _with_what_stays(row.told, was.told, absent))
            if row.told.end is not None and row.told.end < row.told.start:
                found.fault(at, "start", _("Deze dag ligt na het einde."))
            if was.told == row.told:
                found.unchanged += 1
            else:
                found.changed.append(Changed(row, was))
        elif own is None or own in known:
            found.new.append(New(row, None, None))
        else:
            found.new.append(New(row, own, stays.get(own)))
    found.absent = len(held) - found.unchanged - len(found.changed)
    found.numbers = {number: one.person for number, one in held.items()}
    _find_addresses_in_use(found, by_address)
    _find_wrong_managers(found, held)
    return found


def _with_what_stays(told: Told, held: Told, absent: Collection[str]) -> Told:
    stays = {*absent} if told.unit else {*absent, "unit"}
    return told._replace(**{name: getattr(held, name) for name in stays}) if stays else told


def _held(employments: QuerySet[Employment], stays: Mapping[int, Stay]) -> dict[str, Held]:
    """Give what is held of people who work here, by personnel number."""
    paths = {unit: path for path, unit in organisation.unit_paths().items()}
    leads = Employment.objects.filter(person=OuterRef("manager"))
    listed = employments.values_list(
        "pk",
        "person",
        "personnel_number",
        "person__name",
        "person__email",
        "kind",
        "function",
        "scale",
        Subquery(leads.values("personnel_number")),
        "start_date",
        "end_date",
    )
    held = {}
    for pk, person, number, name, email, kind, function, scale, lead, start, end in listed:
        stay, lead = stays.get(person), lead or ""
        unit = paths[stay.unit] if stay else ()
        told = Told(number, name, email, kind, unit, function, scale, lead, start, end)
        held[number] = Held(pk, person, stay, told)
    return held


def _latest_stays(placements: QuerySet[Placement]) -> dict[int, Stay]:
    ordered = placements.order_by("from_date", "pk")
    listed = ordered.values_list("person", "pk", "unit", "from_date", "until_date")
    return {
        person: Stay(number, unit, start, until) for person, number, unit, start, until in listed
    }


def _one_top() -> str | None:
    """Give the name of the unit above all others, where there is one such."""
    tops = [path[0] for path in organisation.unit_paths() if len(path) == 1]
    return tops[0] if len(tops) == 1 else None


def _from_top(path: tuple[str, ...], top: str | None) -> tuple[str, ...]:
    """Give a path from the top: a personnel system often leaves the authority itself out."""
    return (top, *path) if path and top is not None and path[0] != top else path


def _find_addresses_in_use(found: Plan, by_address: Mapping[str, int]) -> None:
    """Tell which address belongs to someone to whom this file gives no other."""
    moving = [one for one in found.changed if one.row.told.email != one.held.told.email]
    giving_up = {one.held.person for one in moving}
    coming = [(one.row, one.person) for one in found.new]
    coming += [(one.row, one.held.person) for one in moving]
    for row, own in coming:
        holder = by_address.get(row.told.email)
        if holder is not None and holder != own and holder not in giving_up:
            found.fault(row.at, "email", _("Dit e-mailadres is hier al van iemand anders."))


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


def columns() -> dict[str, str]:
    """Give what each known column stands for, by its heading in small letters."""
    return dict(Column.objects.values_list("heading", "name"))


def waiting(number: int) -> PeopleFile | None:
    """Give a file that waits for a yes, by its number."""
    return PeopleFile.objects.filter(pk=number).first()


@dataclass(frozen=True)
class Mine:
    """What is held of someone: who they are, what the personnel system tells, and their duties."""

    person: Person
    employment: Employment | None
    placements: list[Placement]
    duties: list[Duty]


def known_of(person: Person) -> Mine:
    """Give what is held of someone."""
    employment = Employment.objects.select_related("manager").filter(person=person).first()
    placements = Placement.objects.select_related("unit").filter(person=person)
    duties = organisation.duties().filter(person=person)
    return Mine(person, employment, list(placements.order_by("-from_date")), list(duties))


def told_of(person: int) -> Told | None:
    """Give what the personnel system told of someone."""
    stays = _latest_stays(Placement.objects.filter(person=person))
    held = _held(Employment.objects.filter(person=person), stays)
    return next((one.told for one in held.values()), None)


def works_on(day: datetime.date | Expression) -> Q:
    """Say who works here on a day."""
    return Q(start_date__lte=day) & (Q(end_date=None) | Q(end_date__gt=day))


def manager_works_on(day: datetime.date) -> Q:
    """Say of whom the manager works here on a day: the personnel system keeps telling who left.

    Of a manager who does not stand in it themselves counts whether they can sign in.
    """
    theirs = Employment.objects.filter(person=OuterRef("manager"))
    not_shut_out = Q(end_date__isnull=False) | Q(person__is_active=True)
    is_here = Q(Exists(theirs.filter(works_on(day), not_shut_out)))
    return is_here | ~Q(Exists(theirs)) & Q(manager__is_active=True)


def leads_people(person: int | None) -> bool:
    """Say whether someone leads people today, as the personnel system tells."""
    if person is None:
        return False
    return Employment.objects.filter(works_on(clock.today()), manager=person).exists()


def managers() -> QuerySet[Person]:
    """Give the managers of today by name: who has that duty, or leads people as the personnel
    system tells. Everybody is there once; `rules.is_manager` asks the same of who acts.
    """
    today, own = clock.today(), OuterRef("pk")
    duties = Duty.objects.filter(organisation.on(today), kind=DutyKind.MANAGER, person=own)
    led = Employment.objects.filter(works_on(today), manager=own)
    return organisation.people().filter(Exists(duties) | Exists(led), is_active=True)


def led_by(managers: QuerySet[Person]) -> list[Managed]:
    """Give these people in their order, once each, with the unit they lead and its department.

    That is the unit of their duty as a manager, and where none is named the one where they work
    themselves: a personnel system places who leads a unit in it, and their people may work in
    many. A department is a unit right under the top; what stands above all departments is its own.
    """
    parents = dict(Unit.objects.values_list("pk", "parent"))
    whose = managers.order_by().values("pk")
    duties = Duty.objects.filter(
        organisation.on(clock.today()), kind=DutyKind.MANAGER, person__in=whose, unit__isnull=False
    )
    leads = dict(duties.order_by("from_date", "pk").values_list("person", "unit"))
    placed = Placement.objects.filter(organisation.on(clock.today()), person__in=whose)
    works_in = dict(placed.order_by("from_date", "pk").values_list("person", "unit"))
    units = ((one, leads.get(one.pk) or works_in.get(one.pk)) for one in managers)
    return [Managed(one, unit, _department(unit, parents)) for one, unit in units]


class Managed(NamedTuple):
    """A manager, with the number of the unit they lead and of the department it belongs to."""

    person: Person
    unit: int | None
    department: int | None


def _department(unit: int | None, parents: dict[int, int | None]) -> int | None:
    above = parents.get(unit) if unit is not None else None
    while unit is not None and above is not None and parents.get(above) is not None:
        unit, above = above, parents[above]
    return unit


def gone_since(day: datetime.date) -> QuerySet[Employment, int]:
    """Give who left on or before a day and did not come back, by number of person."""
    left = Employment.objects.filter(end_date__lte=day, person__is_active=False)
    return left.order_by().values_list("person", flat=True)


def mark_of(told: Told) -> str:
    """Give what is held as one word, to tell whether it still is what someone saw."""
    return hashlib.sha256(repr(told).encode()).hexdigest()


CORRECTION = "correction of a person"

INTEGRITY_TEAM = (DutyKind.COORDINATOR, DutyKind.HANDLER, DutyKind.LAWYER)


def corrections() -> QuerySet[Correction]:
    """Give the corrections people proposed, with the person, first the oldest without an answer."""
    ordered = Correction.objects.select_related("person")
    return ordered.order_by(F("answered_on").desc(nulls_first=True), "pk")


def waiting_corrections(actor: Actor) -> QuerySet[Correction]:
    """Give the corrections without an answer that are for someone to answer, the oldest first."""
    for_actor = Q(pk__in=())
    if actor.kind == ActorKind.COMMAND or actor.has_duty(DutyKind.ADMINISTRATOR):
        for_actor |= Q(about_kind__in=OF_ADMINISTRATOR)
    if actor.has_duty(*INTEGRITY_TEAM):
        for_actor |= ~Q(about_kind__in=OF_ADMINISTRATOR)
    found = corrections().filter(for_actor, answered_on=None)
    return found.exclude(person=actor.number or 0).order_by("pk")


def corrections_of(person: Person) -> QuerySet[Correction]:
    """Give what someone proposed, first what waits for an answer."""
    return corrections().filter(person=person)


def in_clear(correction: Correction) -> tuple[str, str]:
    """Give what someone proposed and the reason of the answer."""
    said = (correction.text, correction.reason)
    text, reason = (server_boxes.open_box(one, use=CORRECTION) if one else "" for one in said)
    return text, reason


def content_of(file: PeopleFile) -> bytes:
    """Give what stands in a file that waits."""
    return zlib.decompress(base64.b64decode(server_boxes.open_box(file.content, use=USE)))


def closed(content: bytes) -> str:
    """Close what stands in a file, to wait."""
    return server_boxes.close(base64.b64encode(zlib.compress(content, 1)).decode(), use=USE)


def last_imports() -> QuerySet[Import]:
    """Give what was taken over, latest first."""
    return Import.objects.order_by("-pk")


def ended(today: datetime.date | None = None) -> QuerySet[Employment]:
    """Give the employments that ended, of people who may still sign in or still have a duty."""
    day = today or clock.today()
    over = Employment.objects.filter(end_date__lte=day)
    still = organisation.duties().filter(organisation.runs_beyond(day))
    still = still.exclude(until_date=F("from_date"))  # never began
    return over.filter(Q(person__is_active=True) | Q(person__in=still.values("person_id")))


def came_back() -> QuerySet[CutShort]:
    """Give the duties that ended with someone's last day, of people who work here again.

    Not those that would have ended by now anyhow, or were given again. On each stands their new
    `last_day`, where there is one.
    """
    today = clock.today()
    here = Employment.objects.filter(works_on(today))
    own = here.filter(person=OuterRef("duty__person"))
    again = Duty.objects.filter(
        organisation.runs_beyond(today),
        person=OuterRef("duty__person"),
        kind=OuterRef("duty__kind"),
    )
    found = CutShort.objects.select_related("duty__person", "duty__unit").filter(
        Q(until_date=None) | Q(until_date__gt=today),
        ~Exists(again),
        duty__until_date__lte=today,
        duty__person__in=here.values("person"),
    )
    found = found.annotate(last_day=Subquery(own.values("end_date")[:1]))
    return found.order_by("duty__person__sort_name", "duty__person", "pk")


def without_sign_in(*, by_mail: bool = True) -> QuerySet[Employment]:
    """Give the employments of people who work here or will, and cannot sign in as yet.

    By mail a first password goes to nobody who has, or will have, another duty than leading people,
    nor to who has keys: whoever reads a mailbox must not get what opens files or gives duties.
    """
    found = Employment.objects.filter(
        Q(end_date=None) | Q(end_date__gt=clock.today()),
        person__is_active=True,
        person__password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    duties = Duty.objects.filter(organisation.runs_beyond(clock.today())).exclude(
        kind=DutyKind.MANAGER
    )
    keys = KeyHolder.objects.filter(bearer__isnull=False, withdrawn_at=None)
    in_person = Q(person__in=duties.values("person")) | Q(person__in=keys.values("bearer"))
    return found.exclude(in_person) if by_mail else found.filter(in_person)
