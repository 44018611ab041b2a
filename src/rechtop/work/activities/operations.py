"""Plan gatherings and series of them, let people sign up, and write down who was reached.

Nothing changes in a year whose figures were adopted, and nothing comes into one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.ui import dutch
from rechtop.people.identity.models import Person
from rechtop.tools.addresses import operations as addresses
from rechtop.tools.addresses.operations import Made
from rechtop.tools.figures import queries as figures
from rechtop.tools.lists import queries as lists
from rechtop.work.activities import queries, rules
from rechtop.work.activities.models import (
    NETWORK,
    SIGN_UP,
    WHAT,
    WHEN,
    Attendee,
    Feed,
    Gathering,
    Series,
    SignUp,
)
from rechtop.work.activities.states import GATHERING, Form, State, days


@operation("activity.planned", allowed=rules.may_plan)
def plan(
    *,
    kind: str,
    title: str,
    day: datetime.date,
    by: Actor,
    form: str = Form.PHYSICAL,
    **more: Any,
) -> Gathering:
    """Plan a gathering; one that was already held can be written down afterwards.

    `more` are other fields of a gathering that say what it is, when and where. Raises Invalid for
    days and times that cannot be, for values no list has, and for an adopted year.
    """
    gathering = Gathering(kind=kind, title=title, day=day, form=form, **more)
    _check(gathering)
    gathering.save()
    return gathering


@operation("activity.series_planned", allowed=rules.may_plan)
def plan_series(
    *,
    kind: str,
    title: str,
    day: datetime.date,
    rhythm: str,
    until: datetime.date,
    by: Actor,
    form: str = Form.PHYSICAL,
    **more: Any,
) -> Series:
    """Plan a gathering for each day of a series, all or none. Raises Invalid as planning one does,
    and where there would be one or too many."""
    series = Series(rhythm=rhythm, first_day=day, until_day=until)
    planned = [
        Gathering(kind=kind, title=title, day=one, form=form, series=series, **more)
        for one in _days_of(series)
    ]
    for one in planned:
        _check(one)
    series.save()
    Gathering.objects.bulk_create(planned)
    return series


def _days_of(series: Series) -> Sequence[datetime.date]:
    if series.until_day < series.first_day:
        raise Invalid(until=_("Deze dag ligt vóór de eerste keer."))
    if series.until_day.year not in queries.years_offered():
        raise Invalid(until=_too_far())
    most = queries.MOST_IN_SERIES
    found = list(islice(days(series.first_day, series.rhythm, series.until_day), most + 1))
    if len(found) > most:
        told = _("Dit worden meer dan %(most)s bijeenkomsten. Kies een eerdere dag.")
        raise Invalid(until=told % {"most": most})
    if len(found) == 1:
        raise Invalid(until=_("Tot deze dag is er maar één keer. Kies een latere dag."))
    return found


@operation("activity.changed", allowed=rules.may_change)
def change(
    gathering: Gathering,
    *,
    kind: str,
    network: str,
    title: str,
    goal: str,
    form: str,
    place: str,
    materials: str,
    shown: str = "",
    by: Actor,
) -> None:
    """Change what a gathering is and where; who signed up is told that there is something where it
    will be elsewhere or in another form. Raises Invalid for a value no list has, and where a
    colleague changed it since the mark `shown` was made of it."""
    told = {"kind": kind, "network": network, "title": title, "goal": goal}
    told |= {"form": form, "place": place, "materials": materials}
    if records.holds(gathering, **told):
        return
    records.see_that_it_is(gathering, shown, *WHAT)
    is_elsewhere = not records.holds(gathering, form=form, place=place)
    for name, value in told.items():
        setattr(gathering, name, value)
    _check(gathering)
    gathering.save()
    if is_elsewhere and gathering.state == State.PLANNED:
        _let_know(gathering)


@operation("activity.moved", allowed=rules.may_move)
def move(
    gathering: Gathering,
    *,
    day: datetime.date,
    until_day: datetime.date | None,
    starts_at: datetime.time | None,
    ends_at: datetime.time | None,
    shown: str = "",
    by: Actor,
) -> None:
    """Put a gathering on another day or hour, and let who signed up know that there is something.

    Raises Invalid for days and times that cannot be, for an adopted year, and where a colleague
    moved it since the mark `shown` was made of it.
    """
    told = {"day": day, "until_day": until_day, "starts_at": starts_at, "ends_at": ends_at}
    if records.holds(gathering, **told):
        return
    records.see_that_it_is(gathering, shown, *WHEN)
    for name, value in told.items():
        setattr(gathering, name, value)
    _check(gathering)
    gathering.save()
    _let_know(gathering)


@operation("activity.cancelled", allowed=rules.may_cancel)
def cancel(gathering: Gathering, *, reason: str, by: Actor) -> None:
    """Cancel a gathering, with the reason, and let who signed up know that there is something."""
    if not reason.strip():
        raise Invalid(reason=_("Schrijf waarom het niet doorgaat."))
    gathering.state, gathering.reason = _after(gathering, "cancel"), reason
    records.check(gathering)
    gathering.save()
    _let_know(gathering)


@operation("activity.reopened", allowed=rules.may_reopen)
def reopen(gathering: Gathering, *, by: Actor) -> None:
    """Plan again what was cancelled, or written down as held, by mistake: it counts no more.

    Who signed up for what was cancelled is told that there is something.
    """
    was_off = gathering.state == State.CANCELLED
    gathering.state, gathering.reason = _after(gathering, "reopen"), ""
    gathering.reached = None
    Attendee.objects.filter(gathering=gathering).delete()
    gathering.save()
    if was_off:
        _let_know(gathering)


@operation("activity.sign_up_set", allowed=rules.may_set_sign_up)
def set_sign_up(
    gathering: Gathering,
    *,
    takes_sign_ups: bool,
    places: int | None,
    shown: str = "",
    by: Actor,
) -> None:
    """Say whether people can sign up, and for how many there is a place.

    Raises Invalid for fewer places than people who signed up, and where a colleague set it since
    the mark `shown` was made of it. Who signed up stays so.
    """
    if records.holds(gathering, takes_sign_ups=takes_sign_ups, places=places):
        return
    records.see_that_it_is(gathering, shown, *SIGN_UP)
    taken = SignUp.objects.filter(gathering=gathering).count()
    if places is not None and places < max(1, taken):
        told = _("Er zijn al %(taken)s mensen aangemeld.") % {"taken": taken}
        raise Invalid(places=told if taken else _("Vul minstens 1 in, of laat het leeg."))
    gathering.takes_sign_ups, gathering.places = takes_sign_ups, places
    records.check(gathering)
    gathering.save(update_fields=SIGN_UP)


@operation("activity.signed_up", allowed=rules.may_sign_up)
def sign_up(gathering: Gathering, *, by: Actor) -> None:
    """Sign up oneself. The gathering is held meanwhile, so that the last place is given once."""
    SignUp.objects.create(gathering=gathering, person_id=by.number or 0, at=clock.now())


@operation("activity.signed_off", allowed=rules.may_sign_off)
def sign_off(gathering: Gathering, *, by: Actor) -> None:
    """Sign off oneself: the place is free again."""
    SignUp.objects.filter(gathering=gathering, person=by.number).delete()


@operation("activity.signed_off_leavers", allowed=rules.may_forget)
def sign_off_leavers(*, by: Actor) -> int:
    """Give the places free of who left before what they signed up for; give how many those are."""
    return queries.of_who_left().delete()[0]


def give_places_free() -> int:
    """Give the places of who left to others; give how many."""
    return sign_off_leavers(by=JOB) if queries.of_who_left().exists() else 0


@operation("activity.held", allowed=rules.may_hold)
def hold(
    gathering: Gathering,
    *,
    reached: int | None,
    people: Sequence[Person],
    outcome: str,
    edition: int | None = None,
    by: Actor,
) -> None:
    """Write down that a gathering was held, how many it reached, and what came of it.

    Without a number those who are named count. Where they worked that day is kept with them.
    Written down again it takes the place of what stood there. Raises Invalid for a number that
    cannot be, and where a colleague changed it since `edition`.
    """
    _go_on_from(gathering, edition)
    there = {one.pk for one in people}
    _check_reached(gathering, reached, len(there))
    gathering.state = _after(gathering, "hold")
    gathering.reached = len(there) if reached is None else reached
    gathering.outcome = outcome
    records.check(gathering)
    gathering.save()
    Attendee.objects.filter(gathering=gathering).delete()
    units = queries.units_on(there, gathering.day)
    Attendee.objects.bulk_create(
        Attendee(gathering=gathering, person_id=one, unit_id=units.get(one)) for one in there
    )


@operation("activity.attendance_taken_back", allowed=rules.may_take_attendance_back)
def take_attendance_back(gathering: Gathering, *, person: Person, by: Actor) -> None:
    """Write down that someone was not there after all. Where all who came were named, one fewer
    came; a number that was counted apart stays. Raises Invalid where they do not stand there."""
    there = Attendee.objects.filter(gathering=gathering)
    if not there.filter(person=person).exists():
        raise Invalid(person=_("Deze persoon staat al niet meer bij wie er waren."))
    if gathering.reached == there.count():
        gathering.reached -= 1
    gathering.edition += 1
    gathering.save(update_fields=["reached", "edition"])
    there.filter(person=person).delete()


def _go_on_from(gathering: Gathering, edition: int | None) -> None:
    if edition is not None and edition != gathering.edition:
        raise Invalid(
            people=_(
                "Een collega schreef net ook op wie er waren. Verstuurt u dit nog eens, dan geldt "
                "wat u hier schreef."
            )
        )
    gathering.edition += 1


def _check_reached(gathering: Gathering, reached: int | None, named: int) -> None:
    if named > queries.MOST_NAMED:
        told = _("Noem hoogstens %(most)s mensen. Vul voor meer mensen het aantal in.")
        raise Invalid(people=told % {"most": dutch.number(queries.MOST_NAMED)})
    if reached is None and not named:
        raise Invalid(reached=_("Vul in hoeveel mensen er waren, of noem ze hieronder."))
    came = named if reached is None else reached
    if came < named:
        raise Invalid(
            reached=_("U noemt %(named)s mensen: meer dan dit aantal.") % {"named": named}
        )
    if not 0 <= came <= queries.MOST_REACHED:
        told = _("Vul een aantal in van 0 tot en met %(most)s.")
        raise Invalid(reached=told % {"most": dutch.number(queries.MOST_REACHED)})


@operation("activity.feed_made", allowed=rules.may_make_feed)
def make_feed(*, language: str, by: Actor) -> Made:
    """Make the address of one's own calendar; the one before it finds nothing any more."""
    return addresses.make(Feed, mark=queries.TAKEN_BACK, language=language, by=by)


@operation("activity.feed_taken_back", allowed=rules.may_take_feed_back)
def take_feed_back(feed: Feed, *, by: Actor) -> None:
    """Take an address back, for good: no restore lets anyone read by it again."""
    addresses.take_back(feed, mark=queries.TAKEN_BACK)


def _after(gathering: Gathering, verb: str) -> State:
    return State(GATHERING.after(gathering.state, verb))


def _let_know(gathering: Gathering) -> None:
    """Mail who signed up, without content: the page tells what it is."""
    post.let_all_know(one.person.email for one in queries.sign_ups(gathering))


def _check(gathering: Gathering) -> None:
    """Raise Invalid where something of a gathering cannot be, at the field it is about."""
    if gathering.until_day == gathering.day:
        gathering.until_day = None
    _check_days(gathering)
    _check_listed(gathering)
    records.check(gathering)
    if figures.adopted_among({gathering.day.year}):
        told = _("De cijfers van %(year)s zijn vastgesteld en veranderen niet meer.")
        raise Invalid(day=told % {"year": gathering.day.year})


def _check_listed(gathering: Gathering) -> None:
    stood = Gathering.objects.filter(pk=gathering.pk).first() if gathering.pk else None
    known = {one.code for one in queries.kinds(gathering.day)} | ({stood.kind} if stood else set())
    if gathering.kind not in known:
        raise Invalid(kind=_("Deze soort is er op deze dag niet."))
    if gathering.kind != NETWORK:
        gathering.network = ""
        return
    networks = {one.code for one in lists.choices("network", gathering.day)}
    if gathering.network not in networks | ({stood.network} if stood else set()) - {""}:
        raise Invalid(network=_("Kies welk netwerk bij elkaar komt."))


def _check_days(gathering: Gathering) -> None:
    day, last = gathering.day, gathering.until_day
    if day.year not in queries.years_offered():
        raise Invalid(day=_too_far())
    if last is not None and last < day:
        raise Invalid(until_day=_("Het einde ligt vóór het begin."))
    if last is not None and last.year != day.year:
        raise Invalid(until_day=_("Begin en einde vallen in hetzelfde jaar. Plan er anders twee."))
    if gathering.ends_at is None:
        return
    if gathering.starts_at is None:
        raise Invalid(starts_at=_("Zeg ook hoe laat het begint."))
    if last is None and gathering.ends_at <= gathering.starts_at:
        raise Invalid(ends_at=_("Het einde ligt vóór het begin."))


def _too_far() -> str:
    offered = queries.years_offered()
    told = _("Kies een dag in de jaren %(first)s tot en met %(last)s.")
    return told % {"first": offered[0], "last": offered[-1]}


@operation("gatherings.forgotten", allowed=rules.may_forget)
def forget(*, people: Collection[int], by: Actor) -> None:
    """Forget where these people were and signed up; how many came stays."""
    for held in (Attendee, SignUp, Feed):
        held.objects.filter(person__in=people).delete()


def forget_gone() -> int:
    """Forget where people were who left a year ago; give how many that were."""
    gone_away = queries.past_keeping()
    if gone_away:
        forget(people=gone_away, by=JOB)
    return len(gone_away)
