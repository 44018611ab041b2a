"""Open action points, work on them, close them, and carry over what was not finished.

What someone changes by hand belongs to no delivery any more (see `tools/deliveries/queries.py`).
Nothing an adopted report tells changes: the title of a point stands in the report of its year,
its standing and outcome in that of the year after. How it goes, who does it and by when stand in
neither, and may be noted as long as it is unfinished.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.post import operations as post
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.action_points import queries, rules
from rechtop.tools.action_points.models import ActionPoint, Note
from rechtop.tools.action_points.states import ACTION_POINT, WORDS, Origin, State, told_by
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes, Record
from rechtop.tools.figures import queries as figures

SAID = ("title", "origin_kind")
OWNED = ("owner_id", "owner_name", "due_on")
STANDING = ("standing",)
"""The fields that are changed together, each of them on a page of its own."""

_TRIES = 20
_THERE_ALREADY = gettext_lazy("Dit actiepunt staat er al.")
_EMPTY = gettext_lazy("Schrijf hier iets.")


@operation("action_point.opened", allowed=rules.may_keep)
def open_point(
    *,
    report_year: int,
    title: str,
    by: Actor,
    origin: Ref | None = None,
    origin_kind: str = Origin.REPORT,
    owner: Person | None = None,
    owner_name: str = "",
    due_on: datetime.date | None = None,
) -> ActionPoint:
    """Open a point of a year's report, with the next number of that year.

    Of an origin that is no record of ours its kind alone is known; a report is known by its year.
    Raises Invalid where the year has one of this title, Refused where its years were adopted.
    """
    point = ActionPoint(
        report_year=report_year,
        title=title,
        standing=WORDS[State.OPEN],
        owner=owner,
        owner_name=owner_name,
        due_on=due_on,
    )
    _set_origin(point, origin, origin_kind)
    _check_owner(point, by_hand=True)
    _add(point, by)
    identity.let_owner_know(owner, was=None, by=by)
    return point


@operation("action_point.changed", allowed=rules.may_change)
def change(point: ActionPoint, *, title: str, origin_kind: str, shown: str = "", by: Actor) -> None:
    """Change what a point says and where it comes from. Raises Invalid as opening one does, and
    where a colleague changed it since the mark `shown` was made of it."""
    if records.holds(point, title=title, origin_kind=origin_kind):
        return
    records.see_that_it_is(point, shown, *SAID)
    has_other_title = point.title != title
    if has_other_title:
        point.title, point.delivery = title, None
    if point.origin_kind != origin_kind:
        _set_origin(point, None, origin_kind)
    records.check(point)
    if has_other_title:
        _check_is_new(point)
    point.save()


@operation("action_point.assigned", allowed=rules.may_assign)
def assign(
    point: ActionPoint,
    *,
    owner: Person | None,
    owner_name: str,
    due_on: datetime.date | None,
    shown: str = "",
    by: Actor,
) -> None:
    """Say who does a point, and by when. Raises Invalid for two owners, or a day long ago, and
    where a colleague said so since the mark `shown` was made of it."""
    if records.holds(point, owner=owner, owner_name=owner_name, due_on=due_on):
        return
    records.see_that_it_is(point, shown, *OWNED)
    is_other_day, was = point.due_on != due_on, point.owner_id
    point.owner, point.owner_name, point.due_on = owner, owner_name, due_on
    point.reminded_on = None
    _check_owner(point, by_hand=is_other_day)
    records.check(point)
    point.save(update_fields=["owner", "owner_name", "due_on", "reminded_on"])
    identity.let_owner_know(owner, was=was, by=by)


@operation("action_point.reminded", allowed=rules.may_remind)
def remind(point: ActionPoint, *, by: Actor) -> None:
    """Remind by mail who does a point, or the coordinators where no person does who works here;
    the mail never says of what."""
    point.reminded_on = clock.today()
    point.save(update_fields=["reminded_on"])
    post.let_all_know(one.email for one in organisation.who_looks_after(point.owner))


def remind_owners() -> int:
    """Send the reminders that are due; give of how many points."""
    due = list(queries.to_remind())
    for point in due:
        remind(point, by=JOB)
    return len(due)


@operation("action_point.noted", allowed=rules.may_note)
def note(point: ActionPoint, *, text: str, by: Actor) -> None:
    """Note how it goes. A point that was open is under way from then on."""
    _require(text=text)
    was = point.standing
    if was == WORDS[State.OPEN] and rules.is_standing_open(by, point):
        _tell(point, WORDS[State.UNDER_WAY])
    _move(point, "note", by, text=text, was=was)


@operation("action_point.finished", allowed=rules.may_finish)
def finish(point: ActionPoint, *, outcome: str, by: Actor) -> None:
    """Close a point with what came of it, for the report of the year after."""
    _close(point, "finish", outcome, by)


@operation("action_point.dropped", allowed=rules.may_drop)
def drop(point: ActionPoint, *, outcome: str, by: Actor) -> None:
    """Drop a point, with the reason, which the report tells as its outcome."""
    _close(point, "drop", outcome, by)


@operation("action_point.reopened", allowed=rules.may_reopen)
def reopen(point: ActionPoint, *, by: Actor) -> None:
    """Open a point that was closed by mistake; what was written about it stays in its history."""
    was, point.outcome = point.standing, ""
    _tell(point, WORDS[State.UNDER_WAY])
    _move(point, "reopen", by, was=was)


@operation("action_point.carried_over", allowed=rules.may_carry_over)
def carry_over(
    point: ActionPoint, *, outcome: str, due_on: datetime.date | None, by: Actor
) -> ActionPoint:
    """Let an unfinished point go on as one of the next report, with what was done so far.

    It keeps its title, origin and owner. Where the account of the point was adopted already, that
    stays as it is and what was done stands in the history alone. Raises Invalid where no later
    year can still change, or where that has one of this title.
    """
    _require(outcome=outcome)
    year = queries.next_year(point)
    if year is None:
        raise Invalid(outcome=_("Er is nog geen volgend jaar dat open is. Doe dit later."))
    new = ActionPoint(
        report_year=year,
        title=point.title,
        standing=WORDS[State.OPEN],
        origin_kind=point.origin_kind,
        origin_number=point.origin_number,
        owner=point.owner,
        owner_name=point.owner_name,
        due_on=due_on,
        carried_from=point,
    )
    _check_owner(new, by_hand=True)
    was = point.standing
    if rules.is_standing_open(by, point):
        point.outcome = outcome
        _tell(point, f"loopt door in {year + 1}")
    _move(point, "carry_over", by, text=outcome, was=was)
    _add(new, by)
    return new


@operation("action_point.standing_noted", allowed=rules.may_note_standing)
def note_standing(point: ActionPoint, *, standing: str, shown: str = "", by: Actor) -> None:
    """Put how a point stands in other words, for the report of the year after. Raises Invalid
    where a colleague did since the mark `shown` was made of it."""
    if records.holds(point, standing=standing):
        return
    records.see_that_it_is(point, shown, *STANDING)
    _tell(point, standing)
    records.check(point)
    point.save(update_fields=["standing", "delivery"])


@operation("action_point.taken_away", allowed=rules.may_take_away)
def take_away(point: ActionPoint, *, by: Actor) -> None:
    """Take away a point that was kept by mistake; what it went on from goes on itself again."""
    former = point.carried_from
    ActionPoint.objects.filter(pk=point.pk).delete()  # the trail still tells its number
    if former is None:
        return
    former = ActionPoint.objects.select_for_update().get(pk=former.pk)
    was, former.outcome = former.standing, ""
    _tell(former, WORDS[State.UNDER_WAY])
    _move(former, "take_back", by, was=was)


@operation("action_point.taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes. Raises Invalid for an adopted year.

    Where it tells in other words how a point stands, the state follows these.
    """
    if adopted := figures.adopted_among(rules.years_touched(changes)):
        raise Invalid(
            year=_("De cijfers van %(years)s zijn vastgesteld en veranderen niet meer.")
            % {"years": ", ".join(str(year) for year in sorted(adopted))}
        )
    deliveries.write(ActionPoint, _with_states(changes), delivery=delivery)


def _with_states(changes: Changes) -> Changes:
    """Add to what an import brings the state that its words stand for.

    A point that goes on in a later year does so whatever an import says.
    """
    held = ActionPoint.objects.in_bulk([held.pk for held, _told in changes.changed])

    def told(point: ActionPoint, record: Record) -> Mapping[str, Any]:
        state, outcome = State(point.state), point.outcome
        if record["standing"] != point.standing and state != State.CARRIED_OVER:
            state = told_by(str(record["standing"]))
            outcome = outcome if state == point.state else ""
        return {**record, "state": state, "outcome": outcome}

    return Changes(
        added=[_new(one) for one in changes.added],
        changed=[(one, told(held[one.pk], record)) for one, record in changes.changed],
        removed=changes.removed,
        same=changes.same,
    )


def _new(told: Record) -> Mapping[str, Any]:
    state, year = told_by(str(told["standing"])), told["report_year"]
    return {**told, "state": state, "origin_kind": Origin.REPORT, "origin_number": year}


def _close(point: ActionPoint, verb: str, outcome: str, by: Actor) -> None:
    _require(outcome=outcome)
    was, point.outcome = point.standing, outcome
    _tell(point, WORDS[State(ACTION_POINT.after(point.state, verb))])
    _move(point, verb, by, text=outcome, was=was)


def _move(point: ActionPoint, verb: str, by: Actor, *, text: str = "", was: str) -> None:
    """Follow a verb to the next state, save the point, and note it."""
    point.state = State(ACTION_POINT.after(point.state, verb))
    said = Note(
        point=point,
        at=clock.now(),
        author=by.number or 0,
        state=point.state,
        text=text,
        was="" if was == point.standing or was in WORDS.values() else was,
    )
    records.check(point)
    records.check(said)
    point.save()
    said.save()


def _tell(point: ActionPoint, standing: str) -> None:
    """Put in words how a point stands: from now on it belongs to no delivery."""
    point.standing, point.delivery = standing, None


def _set_origin(point: ActionPoint, origin: Ref | None, kind: str) -> None:
    if origin is None and kind == Origin.REPORT:
        origin = Ref(kind, point.report_year)
    point.origin_kind = origin.kind if origin else kind
    point.origin_number = origin.number if origin else None


def _add(point: ActionPoint, by: Actor) -> None:
    """Save a new point with the next number of its year.

    Who adds one at the same moment may take the number first; then the next one is tried.
    """
    if not (verdict := rules.is_open(by, point)):
        raise Refused(verdict)
    if not queries.can_have_points(point.report_year):
        raise Invalid(year=_("Kies een jaar dat al begonnen is."))
    _once_more(lambda: _add_with_next_number(point))


def _add_with_next_number(point: ActionPoint) -> None:
    last = queries.of_report(point.report_year).last()
    point.number = last.number + 1 if last else 1
    records.check(point)
    _check_is_new(point)
    with transaction.atomic():
        point.save()


def _once_more(add: Callable[[], None]) -> None:
    for _again in range(_TRIES):
        try:
            return add()
        except IntegrityError:
            continue
    raise Invalid(title=_("Te veel mensen voegen nu iets toe. Probeer het zo weer."))


def _check_is_new(point: ActionPoint) -> None:
    same = ActionPoint.objects.filter(report_year=point.report_year, title__iexact=point.title)
    if (same.exclude(pk=point.pk) if point.pk else same).exists():
        raise Invalid(title=_THERE_ALREADY)


def _check_owner(point: ActionPoint, *, by_hand: bool) -> None:
    if point.owner and point.owner_name:
        raise Invalid(owner_name=_("Kies één persoon: hierboven of hier."))
    if by_hand and point.due_on and point.due_on.year < point.report_year:
        raise Invalid(due_on=_("Deze dag ligt vóór het jaar van de rapportage."))


def _require(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise Invalid(**{name: _EMPTY})
