"""Reckon when a term ends.

The day of the event is not counted; month ends clamp. Calendar days unless the rule counts working
days, and no weekend or holiday makes a term longer unless the rule says so. Source: Directive (EU)
2019/1937 art. 9, Wet bescherming klokkenluiders art. 2: for the two terms of these the Algemene
termijnenwet is not relied on (domain.md, speaking up, 4).

Where a rule does say so, its end moves as the Algemene termijnenwet has it, art. 1 to 3. That law
leaves out terms of more than 90 days, twelve weeks or three months (art. 4): a rule for one of
these does not say so. Days that are made like a holiday by decree (art. 3, third paragraph) are not
known here: a term then ends a day early, never late.
"""

from __future__ import annotations

import calendar
import datetime
from functools import lru_cache

import holidays

from rechtop.tools.deadlines.models import TermRule, Unit

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
    """Say whether a day is no Saturday, no Sunday and no holiday."""
    return date.weekday() < _SATURDAY and date not in holidays_of(date.year)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[datetime.date]:
    """Give the holidays of a year: New Year, Good Friday, Easter Monday, Ascension Day, Whit
    Monday, both days of Christmas, the King's day and 5 May (Algemene termijnenwet art. 3).

    The library tells of 5 May as a day that is free in some years: for that law it is one always.
    """
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))
