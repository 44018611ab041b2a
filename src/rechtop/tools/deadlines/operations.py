"""Set deadlines running, meet them, drop them.

These run inside the operation of the subject they belong to and leave no entry of their own: the
subject's entry tells what happened.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import clock, records, rows
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.kernel.rules import Verdict, rule
from rechtop.ground.ui import dutch
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.deadlines import queries, rules
from rechtop.tools.deadlines.models import Deadline, Holiday, TermRule

_THERE_ALREADY = gettext_lazy("Deze dag staat er al.")

LONGEST_EXTENSION = datetime.timedelta(days=366)
"""How much later a term may be made at once: further off, a year was mistyped."""


@rule(gettext_lazy("Regels worden bij het inrichten vastgelegd."))
def may_adopt_rules(actor: Actor, subject: object) -> bool:
    """Rules are adopted at the command line until they have a page of their own."""
    return actor.kind == Kind.COMMAND


@operation("terms.adopted", allowed=may_adopt_rules)
def adopt_rules(*, listed: Iterable[Mapping[str, Any]], by: Actor) -> None:
    """Take in term rules; one that is there already stays as it is."""
    for facts in listed:
        TermRule.objects.get_or_create(
            code=facts["code"], valid_from=facts["valid_from"], defaults=dict(facts)
        )
    queries.forget()


@rule(gettext_lazy("Dit stelt de coördinator in."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(gettext_lazy("Deze dag is geweest: er is al mee gerekend."))
def is_to_come(actor: Actor, holiday: Holiday) -> bool:
    """The day has not begun."""
    return holiday.day > clock.today()


may_keep_holidays = is_coordinator.named("may_keep_holidays")
may_take_holiday_away = (is_coordinator & is_to_come).named("may_take_holiday_away")


@operation("terms.holiday_entered", allowed=may_keep_holidays)
def enter_holiday(
    *, day: datetime.date, label: str, origin: str, source: str, by: Actor
) -> Holiday:
    """Enter a day that counts as a holiday from now on; terms that run keep their last day.

    Raises Invalid for a day that is free already or too far away, and without its source.
    """
    first, last = clock.today(), clock.today() + records.FARTHEST
    if not first <= day <= last:
        told = {"first": dutch.day(first), "last": dutch.day(last)}
        raise Invalid(day=_("Kies een dag van %(first)s tot en met %(last)s.") % told)
    if rules.is_free_always(day):
        raise Invalid(day=_("Deze dag is al een zaterdag, een zondag of een feestdag."))
    holiday = Holiday(day=day, label=label.strip(), origin=origin, source=source.strip())
    if Holiday.objects.filter(day=day).exists():
        raise Invalid(day=_THERE_ALREADY)
    records.check(holiday)
    try:
        with transaction.atomic():
            holiday.save()
    except IntegrityError as error:  # a colleague entered it at this same moment
        raise Invalid(day=_THERE_ALREADY) from error
    queries.forget()
    return holiday


@operation("terms.holiday_taken_away", allowed=may_take_holiday_away)
def take_holiday_away(holiday: Holiday, *, by: Actor) -> None:
    """Let a day to come be a working day again; terms that run keep their last day, though it was
    reckoned with this one.
    """
    holiday.delete()
    queries.forget()


def adopt_rule(*, code: str, valid_from: datetime.date, facts: Mapping[str, Any]) -> TermRule:
    """Say what a rule is from a day on, inside an operation; what was said of that day before is
    replaced. Terms that run under it keep their last day.

    `facts` names the other fields of a rule. For what has a rule of its own by its own decision,
    such as the step of a procedure.
    """
    require_operation()
    adopted, _made = TermRule.objects.update_or_create(
        code=code, valid_from=valid_from, defaults=dict(facts)
    )
    queries.forget()
    return adopted


def start(
    subject: Ref,
    rule: TermRule,
    *,
    starts_on: datetime.date,
    due_on: datetime.date | None = None,
    part: int = 0,
) -> Deadline:
    """Set one term running under a rule, inside an operation; one under the same rule that ran for
    this subject, or this part of it, before runs anew.

    `due_on` is the last day where that was set for this time, instead of reckoned.
    """
    require_operation()
    started, _made = Deadline.objects.update_or_create(
        subject_kind=subject.kind,
        subject_number=subject.number,
        rule=rule,
        part=part,
        defaults={
            "starts_on": starts_on,
            "due_on": due_on or rules.due_date(rule, starts_on),
            "met_on": None,
            "dropped_on": None,
            "paused_on": None,
            "resumed_on": None,
            "moved_days": 0,
        },
    )
    return started


def start_chain(subject: Ref, codes: Sequence[str], *, starts_on: datetime.date) -> None:
    """Set terms running under the rules of a day: the first from that day, each next one from the
    last day of the one before.

    A code without a rule in force gives no deadline: an undeclared term is never invented.
    """
    require_operation()
    known = queries.rules_on(codes, starts_on)
    deadlines, day = [], starts_on
    for term in (known[code] for code in codes if code in known):
        due = rules.due_date(term, day)
        deadlines.append(_deadline(subject, term, day, due))
        day = due or day
    rows.insert(deadlines)


def _deadline(
    subject: Ref, rule: TermRule, starts_on: datetime.date, due_on: datetime.date | None
) -> Deadline:
    return Deadline(
        subject_kind=subject.kind,
        subject_number=subject.number,
        rule=rule,
        starts_on=starts_on,
        due_on=due_on,
    )


def count_anew(subject: Ref, code: str, *, starts_on: datetime.date) -> None:
    """Count an open term from another day than was thought at first."""
    require_operation()
    for deadline in _open(subject, code, 0):
        due = rules.due_date(deadline.rule, starts_on)
        moved = datetime.timedelta(days=deadline.moved_days)
        deadline.starts_on, deadline.due_on = starts_on, due and due + moved
        deadline.save(update_fields=["starts_on", "due_on"])


def pause(deadline: Deadline, *, on: datetime.date) -> None:
    """Let a term stand still from a day on, inside an operation of its subject, which keeps why.

    Raises Refused where the rule does not allow it, and Invalid where the day cannot be.
    That is also one before the term ran again the last time: its days would count twice.
    """
    require_operation()
    _require(rules.may_pause(deadline))
    last = min(clock.today(), deadline.due_on or clock.today())
    first = max(deadline.starts_on, deadline.resumed_on or deadline.starts_on)
    if not first <= on <= last:
        told = {"first": dutch.day(first), "last": dutch.day(last)}
        text = _("Kies een dag van %(first)s tot en met %(last)s.")
        if deadline.starts_on <= on < first:
            text = _(
                "Deze termijn stond al eerder stil en loopt weer sinds %(first)s. "
                "Kies een dag van %(first)s tot en met %(last)s."
            )
        raise Invalid(on=text % told)
    deadline.paused_on = on
    deadline.save(update_fields=["paused_on"])


def resume(deadline: Deadline, *, on: datetime.date) -> None:
    """Let a term run again from a day on, inside an operation: its last day moves by the days it
    stood still. Raises Refused and Invalid as `pause` does.
    """
    require_operation()
    _require(rules.may_resume(deadline))
    first = deadline.paused_on or on
    if not first <= on <= clock.today():
        told = {"first": dutch.day(first), "last": dutch.day(clock.today())}
        raise Invalid(on=_("Kies een dag van %(first)s tot en met %(last)s.") % told)
    _let_run(deadline, on)


def extend(deadline: Deadline, *, until: datetime.date) -> None:
    """Make a term longer, up to and including a day, inside an operation of its subject, which
    keeps why. Raises Refused and Invalid as `pause` does.
    """
    require_operation()
    _require(rules.may_extend(deadline))
    due = deadline.due_on or until
    if not due < until <= due + LONGEST_EXTENSION:
        told = {"first": dutch.day(due), "last": dutch.day(due + LONGEST_EXTENSION)}
        raise Invalid(until=_("Kies een dag na %(first)s en uiterlijk %(last)s.") % told)
    _move(deadline, rules.settled(deadline.rule, until))


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise Refused(verdict)


def _let_run(deadline: Deadline, on: datetime.date) -> None:
    """Let what stands still run again from a day on; from its first one, it never stood still."""
    due_on = rules.due_after(deadline, resumed_on=on)
    if on != deadline.paused_on:
        deadline.resumed_on = on
    deadline.paused_on = None
    _move(deadline, due_on)


def _move(deadline: Deadline, due_on: datetime.date) -> None:
    """Give a term that runs another last day."""
    if deadline.due_on is not None:
        deadline.moved_days += (due_on - deadline.due_on).days
    deadline.due_on = due_on
    deadline.save(update_fields=["due_on", "paused_on", "resumed_on", "moved_days"])


def meet(subject: Ref, code: str, *, on: datetime.date, part: int = 0) -> None:
    """Note that what a term asks for was done on a day, even after it was let go; an earlier
    meeting stays. What stood still did so until that day.
    """
    require_operation()
    _run_on(subject, code, part, on)
    unmet = queries.of(subject).filter(rule__code=code, part=part, met_on=None)
    unmet.update(met_on=on, dropped_on=None)


def depart_from(subject: Ref, code: str, *, on: datetime.date, part: int = 0) -> None:
    """Let a term go that is not met. Whoever calls this keeps the reason with the subject."""
    require_operation()
    _run_on(subject, code, part, on)
    _open(subject, code, part).update(dropped_on=on)


def take_back(subject: Ref, code: str, *, part: int = 0) -> None:
    """Take an open term away, inside an operation, since what it is for will not be asked.

    One whose last day has passed stays as let go of: that it was late is not undone by it.
    """
    require_operation()
    today = clock.today()
    _open(subject, code, part).filter(due_on__lt=today, paused_on=None).update(dropped_on=today)
    _open(subject, code, part).delete()


def depart_from_all(subject: Ref, *, on: datetime.date) -> None:
    """Let every term go that still waits, because its subject ends; the subject tells how."""
    for deadline in queries.of(subject).filter(met_on=None, dropped_on=None):
        depart_from(subject, deadline.rule.code, on=on, part=deadline.part)


def _run_on(subject: Ref, code: str, part: int, on: datetime.date) -> None:
    """Let what stands still run again on the day on which it ends otherwise."""
    for deadline in _open(subject, code, part).exclude(paused_on=None):
        _let_run(deadline, max(on, deadline.paused_on or on))


def take_up_again(subject: Ref, *, since: datetime.date | None, but: Collection[int] = ()) -> None:
    """Let every term wait again that was let go since the day the subject ended, counted from the
    same day as before; without a day, every one. What was settled earlier stays settled, and so
    does `but`: terms by their number.
    """
    require_operation()
    let_go = queries.of(subject).exclude(dropped_on=None).exclude(pk__in=but)
    let_go = let_go.filter(dropped_on__gte=since) if since else let_go
    let_go.update(dropped_on=None)


def _open(subject: Ref, code: str, part: int) -> QuerySet[Deadline]:
    return queries.of(subject).filter(rule__code=code, part=part, met_on=None, dropped_on=None)
