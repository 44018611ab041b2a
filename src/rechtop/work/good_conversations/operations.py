"""Tick that integrity was discussed, contest that, and remind who has conversations to go."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import note, operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.post import operations as post
from rechtop.ground.ui import dutch
from rechtop.people.personnel.models import Employment
from rechtop.work.good_conversations import queries, rules
from rechtop.work.good_conversations.models import (
    GoodConversation,
    ReminderPlan,
    ReminderSent,
    TalkingPoints,
    TeamMeeting,
)
from rechtop.work.good_conversations.states import TICK

_NOBODY = gettext_lazy("Kies met wie u het gesprek had.")
_NOT_YOURS = gettext_lazy(
    "Iemand die u koos, hoort niet (meer) bij uw mensen. Kies opnieuw uit de lijst."
)
_MET_ALREADY = gettext_lazy("Dit werkoverleg staat er al.")


@operation("good_conversation.ticked", allowed=rules.may_tick)
def tick(*, people: Collection[int], year: int, held_on: datetime.date, by: Actor) -> int:
    """Tick of some of one's people that integrity was discussed on a day; give how many.

    All or none. Raises Invalid for a day that cannot be, and for who is not among them, did not
    work here on that day, or has a tick of that year already.
    """
    _check_day(held_on, year)
    listed = _locked(people, year, by)
    there = queries.of_people(listed, year)
    wrong = [text for one in listed if (text := _why_not(one, held_on, one.person_id in there))]
    if wrong:
        raise Invalid(people=" ".join(wrong))
    units = dict(queries.with_unit(_among(listed), held_on).values_list("person", "unit"))
    for one in listed:
        made = GoodConversation.objects.create(
            number=random_number(),
            person_id=one.person_id,
            year=year,
            held_on=held_on,
            unit_id=units[one.person_id],
            ticked_by_id=by.number or 0,
            ticked_on=clock.today(),
        )
        note("good_conversation.ticked", Ref("goodconversation", made.pk))
    return len(listed)


def _check_day(held_on: datetime.date, year: int) -> None:
    if held_on > clock.today():
        raise Invalid(held_on=_("Deze dag komt nog. Vink alleen af wat al besproken is."))
    if year not in queries.open_years():
        raise Invalid(held_on=_("In dit jaar verandert niets meer."))
    if held_on.year != year:
        text = _("Deze dag valt niet in %(year)s. Kies een dag in dat jaar.")
        raise Invalid(held_on=text % {"year": year})


def _locked(people: Collection[int], year: int, by: Actor) -> list[Employment]:
    """Give these people of a manager, under lock: two who tick at once go one after the other."""
    wanted = set(people)
    if not wanted:
        raise Invalid(people=_NOBODY)
    rows = Employment.objects.select_for_update().filter(person__in=wanted).order_by("pk")
    list(rows.values_list("pk", flat=True))
    listed = list(queries.people_of(by.number, year).filter(person__in=wanted))
    if len(listed) != len(wanted):
        raise Invalid(people=_NOT_YOURS)
    return listed


def _among(listed: Iterable[Employment]) -> QuerySet[Employment]:
    return Employment.objects.filter(pk__in=[one.pk for one in listed])


def _why_not(one: Employment, held_on: datetime.date, is_there: bool) -> str:
    told = {"name": one.person.name, "start": dutch.day(one.start_date)}
    told["end"] = dutch.day(one.end_date) if one.end_date else ""
    if is_there:
        return _("Van %(name)s staat het er dit jaar al.") % told
    if held_on < one.start_date:
        return _("%(name)s werkt hier pas sinds %(start)s. Kies een latere dag.") % told
    if one.end_date is not None and held_on >= one.end_date:
        return _("%(name)s werkte hier tot %(end)s. Kies een eerdere dag.") % told
    return ""


@operation("good_conversation.taken_back", allowed=rules.may_take_back)
def take_back(tick: GoodConversation, *, by: Actor) -> None:
    """Take back a tick that was wrong. It is gone; the trail tells that it was there."""
    was_contested = tick.is_contested
    tick.delete()
    if was_contested:
        post.let_all_know([tick.person.email])


@operation("good_conversation.contested", allowed=rules.may_contest)
def contest(tick: GoodConversation, *, by: Actor) -> None:
    """Let someone say that what was ticked about them is not so. It counts no more."""
    tick.state = TICK.after(tick.state, "contest")
    tick.contested_on = clock.today()
    tick.save(update_fields=["state", "contested_on"])
    led = Employment.objects.filter(person=tick.person_id, manager__is_active=True)
    post.let_all_know(one.manager.email for one in led.select_related("manager") if one.manager)


@operation("good_conversation.confirmed", allowed=rules.may_confirm)
def confirm(tick: GoodConversation, *, by: Actor) -> None:
    """Let a manager say that a contested tick is right. It counts again, and shows that it was."""
    tick.state = TICK.after(tick.state, "confirm")
    tick.confirmed_on = clock.today()
    tick.save(update_fields=["state", "confirmed_on"])
    post.let_all_know([tick.person.email])


@operation("team_meeting.noted", allowed=rules.may_note_meeting)
def note_meeting(*, unit: int, held_on: datetime.date, by: Actor) -> TeamMeeting:
    """Note that a team discussed integrity in its meeting on a day.

    Raises Invalid for a unit one does not lead, a day that cannot be, and one noted already.
    """
    if held_on > clock.today():
        raise Invalid(held_on=_("Deze dag komt nog. Noteer alleen wat al besproken is."))
    if held_on.year not in queries.open_years():
        raise Invalid(held_on=_("In dat jaar verandert niets meer. Kies een latere dag."))
    if unit not in {one.pk for one in queries.units_of(by)}:
        raise Invalid(unit=_("U geeft geen leiding (meer) aan dit onderdeel."))
    meeting = TeamMeeting(
        number=random_number(),
        unit_id=unit,
        held_on=held_on,
        noted_by_id=by.number or 0,
        noted_on=clock.today(),
    )
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError as error:
        raise Invalid(held_on=_MET_ALREADY) from error
    return meeting


@operation("team_meeting.taken_away", allowed=rules.may_take_meeting_away)
def take_meeting_away(meeting: TeamMeeting, *, by: Actor) -> None:
    """Take away a meeting that was noted by mistake."""
    meeting.delete()


@operation("talking_points.taken_in", allowed=rules.may_take_in)
def take_in_points(*, listed: Mapping[str, str], by: Actor) -> None:
    """Take in the points an installation begins with; where there are some, these stay."""
    if not TalkingPoints.objects.exists():
        TalkingPoints.objects.create(**listed)


@operation("talking_points.written", allowed=rules.may_keep)
def write_points(*, text: str, text_en: str, valid_from: datetime.date, by: Actor) -> TalkingPoints:
    """Write what is raised from a day on. Points of the same day are written over.

    Raises Invalid for a day that has gone.
    """
    if valid_from < clock.today():
        raise Invalid(valid_from=_("Kies vandaag of een latere dag."))
    held = TalkingPoints.objects.filter(valid_from=valid_from).first()
    points = held or TalkingPoints(valid_from=valid_from)
    points.text, points.text_en = text.strip(), text_en.strip()
    records.check(points)
    try:
        with transaction.atomic():
            points.save()
    except IntegrityError as error:
        raise Invalid(valid_from=_("Een collega schreef net iets voor deze dag.")) from error
    return points


@operation("good_conversations.reminders_set", allowed=rules.may_keep)
def set_plan(*, first_before: int, last_before: int, by: Actor) -> ReminderPlan:
    """Choose how many days before the end of the year managers are reminded."""
    held = ReminderPlan(pk=1, first_before=first_before, last_before=last_before)
    records.check(held)
    if not 1 <= last_before < first_before:
        raise Invalid(last_before=_("De laatste herinnering komt na de eerste: kies minder dagen."))
    if first_before > _EARLIEST:
        raise Invalid(first_before=_("Kies hoogstens 300 dagen."))
    held.save()
    return held


_EARLIEST = 300


@operation("good_conversations.reminded", allowed=rules.may_remind)
def remind(*, year: int, kind: str, by: Actor) -> ReminderSent:
    """Remind by mail, without telling of what, the managers who have conversations to go."""
    waiting = queries.to_remind(year)
    sent = ReminderSent.objects.create(
        year=year, kind=kind, sent_on=clock.today(), count=len(waiting)
    )
    post.let_all_know(one.email for one in waiting)
    return sent


@operation("good_conversations.forgotten", allowed=rules.may_forget)
def forget(*, year: int, by: Actor) -> None:
    """Forget with whom it was discussed in a year whose figures are adopted."""
    GoodConversation.objects.filter(year=year).delete()
    TeamMeeting.objects.filter(held_on__year=year).delete()


def remind_when_due() -> int:
    """Remind where it is time; give how many managers that were."""
    due = queries.reminder_due()
    return remind(year=clock.today().year, kind=due, by=JOB).count if due else 0


def forget_old() -> int:
    """Forget years that need not be kept any more; give how many that were."""
    old = queries.past_keeping()
    for year in old:
        forget(year=year, by=JOB)
    return len(old)
