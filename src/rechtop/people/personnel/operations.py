"""Take people over from the personnel system as one whole, and let them leave on their day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel import rows as records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.vault import server_boxes
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as organised
from rechtop.people.organisation.models import Duty, Placement
from rechtop.people.organisation.models import Kind as DutyKind
from rechtop.people.personnel import queries, rules
from rechtop.people.personnel.models import (
    OF_ADMINISTRATOR,
    About,
    Column,
    Correction,
    Employment,
    Import,
    PeopleFile,
)
from rechtop.people.personnel.queries import Plan, Row, Stay, Told

LOCK = 7_202_106
_FIRST_FAULTS = 3
_AT_ONCE = 5_000
_MOST_WAITING = 5


def give_again(duty: Duty, *, by: Actor) -> None:
    """Give someone who came back a duty again, until their new last day at the latest.

    The employment is held meanwhile: a file that tells another last day comes before or after.
    """
    with trail.one_transaction():
        works = Employment.objects.select_for_update().filter(person=duty.person_id)
        last_day = works.values_list("end_date", flat=True).first()
        organisation.give_again(duty, last_day=last_day, by=by)


Tell = Callable[[str, int, int], None]
"""Told on the way: what goes on now, and how many of how many are done; of 0 where none counts."""


def _say_nothing(what: str, done: int, of: int) -> None:
    """Stand for telling where nobody listens."""


@operation("people.imported", allowed=rules.may_import)
def import_people(
    *,
    rows: Sequence[Row],
    absent: Collection[str] = (),
    shown: str | None = None,
    waited: PeopleFile | None = None,
    by: Actor,
    tell: Tell = _say_nothing,
) -> Import:
    """Write what a file changes, and give how much that was; what waited for a yes is gone then.

    All is one transaction: what `tell` is told on the way is written, and not yet kept.

    Raises Invalid while another import runs, for what cannot be by now, and where other things
    would change than the mark `shown` says.
    """
    _only_one()
    tell(_("Vergelijken"), 0, 0)
    plan = queries.plan(rows, absent)
    if plan.faults:
        raise Invalid(file=" ".join(str(fault) for fault in plan.faults[:_FIRST_FAULTS]))
    if shown is not None and shown != plan.mark:
        raise Invalid(file=_("Er is intussen iets veranderd. Kijk opnieuw."))
    if waited is not None and not PeopleFile.objects.filter(pk=waited.pk).delete()[0]:
        raise Invalid(file=_("Dit bestand is hier al weg."))
    _write_whole(plan, tell)
    tell(_("Nakijken en bewaren"), 0, 0)
    return Import.objects.create(at=clock.now(), by=by.number, **plan.counts())


@operation("people.file_brought", allowed=rules.may_import)
def bring(*, name: str, content: bytes, by: Actor) -> PeopleFile:
    """Let a file wait for a yes; what waited before of this person is thrown away."""
    PeopleFile.objects.filter(brought_by=by.number).delete()
    return PeopleFile.objects.create(
        name=name[-100:],
        content=queries.closed(content),
        brought_by=by.number,
        brought_at=clock.now(),
    )


@operation("people.file_thrown_away", allowed=rules.may_import)
def throw_away(file: PeopleFile, *, by: Actor) -> None:
    """Throw away a file that waited."""
    file.delete()


@operation("people.columns_named", allowed=rules.may_import)
def name_columns(*, names: Mapping[str, str], by: Actor) -> None:
    """Remember for next time what columns stand for, by their heading."""
    for heading, name in names.items():
        Column.objects.update_or_create(heading=heading.casefold(), defaults={"name": name})


def forget_old() -> int:
    """Throw away files nobody said yes to for a day; give how many."""
    old = PeopleFile.objects.filter(brought_at__lt=clock.now() - rules.WAITS)
    return old.delete()[0]


def _only_one() -> None:
    """Hold the one lock of imports until the transaction ends. Raises Invalid where it is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Invalid(file=_("Er loopt al een import. Probeer het zo weer."))
        # Each row is checked against four other tables at the end. Elsewhere each statement is
        # planned afresh; here that would be most of the work. No plan of before stays in use.
        cursor.execute("DISCARD PLANS")
        cursor.execute("SET LOCAL plan_cache_mode = auto")


def _write_whole(plan: Plan, tell: Tell = _say_nothing) -> None:
    try:
        with transaction.atomic():
            _write(plan, tell)
    except IntegrityError as error:  # someone was added by hand at this same moment
        text = _("Er is intussen iets veranderd. Probeer het opnieuw.")
        raise Invalid(file=text) from error


def _write(plan: Plan, tell: Tell) -> None:
    rows = [one.row for one in plan.new] + [one.row for one in plan.changed]
    units = organisation.make_units({row.told.unit for row in rows if row.told.unit})
    people = _write_people(plan, tell)
    numbers = plan.numbers | {
        one.row.told.number: person for one, person in zip(plan.new, people, strict=True)
    }
    done = 0
    for part in _parts(plan):
        _write_employments(part, numbers)
        _write_placements(part, numbers, units)
        done += len(part.new) + len(part.changed)
        tell(_("Waar en wanneer zij werken"), done, len(rows))
    tell(_("Wie weggaat"), 0, 0)
    organisation.give_time_back([one.held.person for one in plan.changed if "end" in one.fields()])
    _let_leave({numbers[row.told.number]: row.told.end for row in plan.leaving if row.told.end})
    today = clock.today()
    identity.let_in_again(
        [
            one.held.person
            for one in plan.changed
            if "end" in one.fields() and (one.row.told.end is None or one.row.told.end > today)
        ]
    )


def _parts(plan: Plan) -> Iterator[Plan]:
    """Give what a plan writes by some thousands, so that how far it is can be told."""
    for start in range(0, len(plan.new), _AT_ONCE):
        yield Plan(new=plan.new[start : start + _AT_ONCE])
    for start in range(0, len(plan.changed), _AT_ONCE):
        yield Plan(changed=plan.changed[start : start + _AT_ONCE])


def _write_people(plan: Plan, tell: Tell) -> list[int]:
    """Make who is new, call the others as the file does, and give who is new, in its order."""
    strangers = [one.row.told for one in plan.new if one.person is None]
    renamed = [
        _called(one.held.person, one.row.told)
        for one in plan.changed
        if one.row.told[_CALLED] != one.held.told[_CALLED]
    ]
    renamed += [_called(one.person, one.row.told) for one in plan.new if one.person]
    called, of, made = _("Namen en adressen"), len(renamed) + len(strangers), list[int]()
    # First: who is new may get an address that is given up.
    identity.call_people(renamed, tell=lambda done: tell(called, done, of))
    for start in range(0, len(strangers), _AT_ONCE):
        part = strangers[start : start + _AT_ONCE]
        made += identity.make_people([(told.name, told.email) for told in part])
        tell(called, len(renamed) + len(made), of)
    numbers = iter(made)
    return [one.person or next(numbers) for one in plan.new]


_CALLED = slice(Told._fields.index("name"), Told._fields.index("email") + 1)


def _called(person: int, told: Told) -> Person:
    return Person(pk=person, name=told.name, email=told.email)


def _write_employments(plan: Plan, numbers: dict[str, int]) -> None:
    records.copy(
        Employment,
        ("person_id", "personnel_number", *_WRITTEN),
        [
            (numbers[told.number], told.number, *_written(told, numbers))
            for told in (one.row.told for one in plan.new)
        ],
    )
    changed = []
    for one in plan.changed:
        written = zip(_WRITTEN, _written(one.row.told, numbers), strict=True)
        changed.append(Employment(pk=one.held.employment, **dict(written)))
    names = [name.removesuffix("_id") for name in _WRITTEN]
    records.rewrite(changed, *names)


_WRITTEN = ("kind", "function", "scale", "manager_id", "start_date", "end_date")


def _written(told: Told, numbers: dict[str, int]) -> tuple[Any, ...]:
    lead = numbers[told.manager] if told.manager else None
    return told.kind, told.function, told.scale, lead, told.start, told.end


def _write_placements(
    plan: Plan, numbers: dict[str, int], units: dict[tuple[str, ...], int]
) -> None:
    latest: list[tuple[Told, Stay | None, Told | None]]
    latest = [(one.row.told, one.stay, None) for one in plan.new]
    latest += [(one.row.told, one.held.stay, one.held.told) for one in plan.changed]
    new = []
    changed: list[Placement] = []
    for told, stay, before in latest:
        person, unit = numbers[told.number], units.get(told.unit)
        if stay is not None:
            changed.append(_brought_up_to_date(stay, unit, told, before))
        if unit is not None and (stay is None or _moves(stay, unit, told)):
            start = told.start if stay is None else max(clock.today(), told.start)
            new.append((person, unit, start, told.end))
    organisation.place_people(new=new, changed=changed)


def _moves(stay: Stay, unit: int | None, told: Told) -> bool:
    """Say whether someone works elsewhere from today on, or from when they start."""
    day = max(clock.today(), told.start)
    is_here = told.end is None or told.end > day
    return unit is not None and unit != stay.unit and is_here and stay.from_date < day


def _brought_up_to_date(stay: Stay, unit: int | None, told: Told, before: Told | None) -> Placement:
    """Bring a latest placement up to date: it ends where someone moves."""
    start, moves = stay.from_date, _moves(stay, unit, told)
    if before is not None and start == before.start and not moves:
        start = told.start
    end = max(clock.today(), told.start) if moves else told.end
    return Placement(
        pk=stay.number,
        unit_id=stay.unit if moves or unit is None else unit,
        from_date=start,
        until_date=max(end, start) if end else None,
    )


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


@operation("people.correction_proposed", allowed=rules.may_propose)
def propose_correction(
    person: Person, *, text: str, about: str = About.PERSONNEL, number: int | None = None, by: Actor
) -> Correction:
    """Say that something is not right in what is held of oneself: in a record of another room, or
    with no number that one is missing. Whether that record is one's own is for who calls.

    Raises Invalid where several wait for an answer already, or one about the same record.
    """
    waiting = Correction.objects.filter(person=person, answered_on=None)
    if waiting.count() >= _MOST_WAITING:
        raise Invalid(text=_("Er wachten al meer voorstellen van u. Wacht eerst het antwoord af."))
    if number is not None and waiting.filter(about_kind=about, about_number=number).exists():
        raise Invalid(text=_("U zei hier al iets over. Wacht eerst het antwoord af."))
    duty = DutyKind.ADMINISTRATOR if about in OF_ADMINISTRATOR else DutyKind.COORDINATOR
    keepers = organised.with_duty(duty).exclude(pk=person.pk)
    post.let_all_know(one.email for one in keepers)
    return Correction.objects.create(
        person=person,
        about_kind=about,
        about_number=number,
        text=server_boxes.close(text, use=queries.CORRECTION),
        asked_on=clock.today(),
    )


@operation("people.correction_accepted", allowed=rules.may_answer)
def accept_correction(
    correction: Correction,
    *,
    told: Mapping[str, Any],
    seen: str = "",
    reason: str = "",
    by: Actor,
) -> None:
    """Change what is held of someone, as they proposed; `told` holds what is so, as in `Told`.

    Raises Invalid, by the names in `told`, for what cannot be, and where something else is held
    by now than the mark `seen` says: an old page would put that back.
    """
    _only_one()
    held = queries.told_of(correction.person_id)
    if held is not None and seen and seen != queries.mark_of(held):
        raise Invalid(name=_("Er is intussen iets veranderd. Open deze bladzijde opnieuw."))
    if held is None:
        _rename(correction.person, str(told["name"]), str(told["email"]))
    else:
        plan = queries.plan([Row(0, held._replace(**told))])
        if plan.faults:
            raise Invalid(**{fault.column: fault.text for fault in plan.faults})
        _write_whole(plan)
    _answer(correction, True, reason, by)


def _rename(person: Person, name: str, email: str) -> None:
    if Person.objects.filter(email=email.casefold()).exclude(pk=person.pk).exists():
        raise Invalid(email=_("Dit e-mailadres is hier al van iemand anders."))
    identity.call_people([Person(pk=person.pk, name=name, email=email)])


@operation("people.correction_settled", allowed=rules.may_settle)
def settle_correction(correction: Correction, *, reason: str = "", by: Actor) -> None:
    """Say that it was put right where it is kept, with what one wants to say about it."""
    _answer(correction, True, reason.strip(), by)


@operation("people.correction_declined", allowed=rules.may_decline)
def decline_correction(correction: Correction, *, reason: str, by: Actor) -> None:
    """Leave what is held as it is, and say why. Raises Invalid without a reason."""
    if not reason.strip():
        raise Invalid(reason=_("Schrijf op waarom niet."))
    _answer(correction, False, reason, by)


def _answer(correction: Correction, is_accepted: bool, reason: str, by: Actor) -> None:
    correction.is_accepted, correction.answered_on = is_accepted, clock.today()
    correction.reason = server_boxes.close(reason, use=queries.CORRECTION) if reason else ""
    correction.answered_by = by.number
    correction.save()
    post.let_all_know([correction.person.email] if correction.person.is_active else [])


def forget_answered() -> int:
    """Forget corrections answered a year ago, and of who left a year ago; give how many."""
    past = clock.today() - rules.KEPT
    left = Q(person__in=queries.gone_since(past))
    return Correction.objects.filter(Q(answered_on__lt=past) | left).delete()[0]
