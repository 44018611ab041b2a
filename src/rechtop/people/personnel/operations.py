"""Take people over from the personnel system as one whole, and let them leave on their day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel import rows as records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel import queries, rules
from rechtop.people.personnel.models import Employment, Import
from rechtop.people.personnel.queries import Plan, Row, Told

LOCK = 7_202_106
_FIRST_FAULTS = 3


def _say_nothing(what: str) -> None:
    """Stand for telling where nobody listens."""


@operation("people.imported", allowed=rules.may_import)
def import_people(
    *,
    rows: Sequence[Row],
    absent: Collection[str] = (),
    by: Actor,
    at_part: Callable[[str], None] = _say_nothing,
) -> Import:
    """Write what a file changes, and give how much that was.

    Raises Invalid while another import runs, and for what cannot be by now.
    """
    _only_one()
    at_part(_("Vergelijken"))
    plan = queries.plan(rows, absent)
    if plan.faults:
        raise Invalid(file=" ".join(str(fault) for fault in plan.faults[:_FIRST_FAULTS]))
    try:
        with transaction.atomic():
            _write(plan, at_part)
    except IntegrityError as error:  # someone was added by hand at this same moment
        text = _("Er is intussen iets veranderd. Probeer het opnieuw.")
        raise Invalid(file=text) from error
    return Import.objects.create(at=clock.now(), by=by.number, **plan.counts())


def _only_one() -> None:
    """Hold the one lock of imports until the transaction ends. Raises Invalid where it is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Invalid(file=_("Er loopt al een import. Probeer het zo weer."))


def _write(plan: Plan, at_part: Callable[[str], None]) -> None:
    at_part(_("Onderdelen en mensen schrijven"))
    rows = [one.row for one in plan.new] + [one.row for one in plan.changed]
    units = organisation.make_units({row.told.unit for row in rows if row.told.unit})
    people = _write_people(plan)
    numbers = plan.numbers | {
        one.row.told.number: person.pk for one, person in zip(plan.new, people, strict=True)
    }
    at_part(_("Dienstverbanden schrijven"))
    _write_employments(plan, numbers)
    _write_placements(plan, numbers, units)
    at_part(_("Wie weggaat"))
    _let_leave({numbers[row.told.number]: row.told.end for row in plan.leaving if row.told.end})
    today = clock.today()
    identity.let_in_again(
        [
            one.held.employment.person_id
            for one in plan.changed
            if "end" in one.fields() and (one.row.told.end is None or one.row.told.end > today)
        ]
    )


def _write_people(plan: Plan) -> list[Person]:
    """Make who is new, call the others as the file does, and give who is new, in its order."""
    strangers = [one.row.told for one in plan.new if one.person is None]
    renamed = []
    for one in plan.changed:
        if {"name", "email"} & set(one.fields()):
            renamed.append(_called(one.held.employment.person, one.row.told))
    renamed += [_called(one.person, one.row.told) for one in plan.new if one.person]
    identity.call_people(renamed)  # first: who is new may get an address that is given up
    made = iter(identity.make_people([(told.name, told.email) for told in strangers]))
    return [one.person or next(made) for one in plan.new]


def _called(person: Person, told: Told) -> Person:
    person.name, person.email = told.name, told.email
    return person


def _write_employments(plan: Plan, numbers: dict[str, int]) -> None:
    new = [Employment(person_id=numbers[one.row.told.number]) for one in plan.new]
    changed = [one.held.employment for one in plan.changed]
    told = [one.row.told for one in plan.new] + [one.row.told for one in plan.changed]
    for employment, row in zip([*new, *changed], told, strict=True):
        employment.personnel_number = row.number
        employment.kind, employment.function, employment.scale = row.kind, row.function, row.scale
        employment.manager_id = numbers[row.manager] if row.manager else None
        employment.start_date, employment.end_date = row.start, row.end
    records.insert(new)
    records.rewrite(changed, "kind", "function", "scale", "manager", "start_date", "end_date")


def _write_placements(
    plan: Plan, numbers: dict[str, int], units: dict[tuple[str, ...], int]
) -> None:
    new: list[Placement] = []
    changed: list[Placement] = []
    latest: list[tuple[Told, Placement | None, Told | None]]
    latest = [(one.row.told, one.placement, None) for one in plan.new]
    latest += [(one.row.told, one.held.placement, one.held.told) for one in plan.changed]
    for told, placement, before in latest:
        unit = units.get(told.unit)
        if placement is None and unit is not None:
            placement = Placement(person_id=numbers[told.number], unit_id=unit)
            placement.from_date, placement.until_date = told.start, told.end
            new.append(placement)
        elif placement is not None:
            further = _move(placement, unit, told, before)
            changed.append(placement)
            new += [further] if further else []
    organisation.place_people(new=new, changed=changed)


def _move(
    placement: Placement, unit: int | None, told: Told, before: Told | None
) -> Placement | None:
    """Bring a latest placement up to date; give the one after it, where someone moved."""
    today = max(clock.today(), told.start)
    is_here = told.end is None or told.end > today
    if unit is not None and unit != placement.unit_id and is_here and placement.from_date < today:
        placement.until_date = today
        return Placement(
            person_id=placement.person_id, unit_id=unit, from_date=today, until_date=told.end
        )
    if unit is not None:
        placement.unit_id = unit
    if before is not None and placement.from_date == before.start:
        placement.from_date = told.start
    placement.until_date = max(told.end, placement.from_date) if told.end else None
    return None


def _let_leave(leaving: dict[int, datetime.date]) -> None:
    organisation.end_duties(leaving)
    today = clock.today()
    identity.shut_out([person for person, day in leaving.items() if day <= today])


@operation("people.left", allowed=rules.may_let_leave)
def let_leave(*, employments: Iterable[Employment], by: Actor) -> None:
    """Take sign-in and duties from people whose last day is past."""
    _let_leave({one.person_id: one.end_date for one in employments if one.end_date})


def let_leave_today() -> int:
    """Let everybody go whose day it is; give how many."""
    ended = list(queries.ended())
    if ended:
        let_leave(employments=ended, by=JOB)
    return len(ended)
