"""Reckon when a term ends.

The day of the event is not counted; month ends clamp. Calendar days unless the rule counts working
days, and no weekend or holiday makes a term longer unless the rule says so. Source: Directive (EU)
2019/1937 art. 9, Wet bescherming klokkenluiders art. 2: for the two terms of these the Algemene
termijnenwet is not relied on (domain.md, speaking up, 4).

Where a rule does say so, its end moves as the Algemene termijnenwet has it, art. 1 to 3. That law
leaves out terms of more than 90 days, twelve weeks or three months (art. 4): a rule for one of
these does not say so. Days that are made like a holiday by decree (art. 3, third paragraph) are
entered by the coordinator. What was reckoned before keeps its last day: that may be a day early,
never late, and was told to people.
"""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.rules import ALLOWED, Verdict
from rechtop.tools.deadlines import queries
from rechtop.tools.deadlines.models import Deadline, TermRule, Unit

_DAY = datetime.timedelta(days=1)
_SATURDAY = 5
_SHORTEST_HELPED = 3
_WORKING_DAYS_IN_IT = 2


def due_date(rule: TermRule, starts_on: datetime.date) -> datetime.date | None:
    """Give the last day of a term that an event on `starts_on` set running.

    None where the rule sets no length ("without delay"): a date is never invented.
    """
    if rule.unit == Unit.AT_ONCE or rule.length is None:
        return None
    if rule.unit == Unit.WORKING_DAYS:
        return working_days_later(starts_on, rule.length)
    if rule.unit == Unit.MONTHS:
        end = months_later(starts_on, rule.length)
    else:
        end = starts_on + rule.length * _DAY
    return _moved(rule, starts_on, end) if rule.moves_to_working_day else end


def _moved(rule: TermRule, starts_on: datetime.date, end: datetime.date) -> datetime.date:
    """Move an end to a working day (art. 1), so far that a term of three days or more has two of
    these in it (art. 2)."""
    end = next_working_day(end)
    is_helped = rule.unit == Unit.MONTHS or (rule.length or 0) >= _SHORTEST_HELPED
    if is_helped:
        end = max(end, working_days_later(starts_on, _WORKING_DAYS_IN_IT))
    return end


def months_later(date: datetime.date, months: int) -> datetime.date:
    """Give the same day some months on, or the last day of that month where it has no such day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last))


def working_days_later(date: datetime.date, days: int) -> datetime.date:
    """Give the working day that is so many working days after a day, which is not counted."""
    for _unused in range(days):
        date = next_working_day(date + _DAY)
    return date


def working_days_between(after: datetime.date, until: datetime.date) -> int:
    """Count the working days after a day, up to and including another."""
    days = range(after.toordinal() + 1, until.toordinal() + 1)
    return sum(is_working_day(datetime.date.fromordinal(day)) for day in days)


def next_working_day(date: datetime.date) -> datetime.date:
    """Give this day, or where it is none the first working day after it."""
    while not is_working_day(date):
        date += _DAY
    return date


def is_working_day(date: datetime.date) -> bool:
    """Say whether a day is no Saturday, no Sunday and no holiday, of every year or entered."""
    if is_free_always(date):
        return False
    return date not in queries.own_holidays()


def is_free_always(date: datetime.date) -> bool:
    """Say whether a day is a Saturday, a Sunday, or a holiday of every year."""
    return date.weekday() >= _SATURDAY or date in holidays_of(date.year)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[datetime.date]:
    """Give the holidays of a year: New Year, Good Friday, Easter Monday, Ascension Day, Whit
    Monday, both days of Christmas, the King's day and 5 May (Algemene termijnenwet art. 3).

    The library tells of 5 May as a day that is free in some years: for that law it is one always.
    """
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))


def due_after(deadline: Deadline, *, resumed_on: datetime.date) -> datetime.date:
    """Give the last day of a term that runs again: later by the days it stood still, counted in
    what its rule counts in.
    """
    due, paused_on = _dated(deadline)
    if deadline.rule.unit == Unit.WORKING_DAYS:
        return working_days_later(due, working_days_between(paused_on, resumed_on))
    return settled(deadline.rule, due + (resumed_on - paused_on))


def settled(rule: TermRule, end: datetime.date) -> datetime.date:
    """Move a day that was reckoned otherwise to where the rule lets a term end."""
    ends_at_work = rule.unit == Unit.WORKING_DAYS or rule.moves_to_working_day
    return next_working_day(end) if ends_at_work else end


def _dated(deadline: Deadline) -> tuple[datetime.date, datetime.date]:
    if deadline.due_on is None or deadline.paused_on is None:
        raise ValueError("only what stands still runs again")
    return deadline.due_on, deadline.paused_on


def may_pause(deadline: Deadline) -> Verdict:
    """Say whether a term may be made to stand still today, and if not why."""
    if deadline.paused_on is not None:
        return Verdict(False, _("Deze termijn staat al stil."))
    return may_extend(deadline)


def may_resume(deadline: Deadline) -> Verdict:
    """Say whether a term may run again, and if not why."""
    if deadline.paused_on is None:
        return Verdict(False, _("Deze termijn staat niet stil."))
    return ALLOWED


def may_extend(deadline: Deadline) -> Verdict:
    """Say whether a term may be made longer today, and if not why."""
    told = {"term": deadline.rule, "source": deadline.rule.source}
    if not deadline.is_open:
        return Verdict(False, _("Deze termijn loopt niet meer."))
    if not deadline.rule.may_pause:
        text = _(
            "‘%(term)s’ kan niet stilstaan en niet langer worden: de bron staat dat niet toe "
            "(%(source)s)."
        )
        return Verdict(False, text % told)
    if deadline.due_on is None:
        return Verdict(False, _("‘%(term)s’ heeft geen laatste dag om te verschuiven.") % told)
    if deadline.paused_on is None and deadline.due_on < clock.today():
        text = _("‘%(term)s’ is al voorbij. Wat voorbij is, kan niet later worden.")
        return Verdict(False, text % told)
    return ALLOWED
