"""Reckon when a term ends.

Calendar days; the day of the event is not counted; month ends clamp; no weekend extension is
relied on. Source: Directive (EU) 2019/1937 art. 9, Wet bescherming klokkenluiders art. 2; Awb
reckoning and the Algemene termijnenwet are not relied on (domain.md, speaking up, 4).
"""

from __future__ import annotations

import calendar
import datetime

from rechtop.tools.deadlines.models import TermRule, Unit


def due_date(rule: TermRule, starts_on: datetime.date) -> datetime.date | None:
    """Give the last day of a term that an event on `starts_on` set running.

    None where the rule sets no length ("without delay"): a date is never invented.
    """
    if rule.unit == Unit.AT_ONCE or rule.length is None:
        return None
    if rule.unit == Unit.DAYS:
        return starts_on + datetime.timedelta(days=rule.length)
    return months_later(starts_on, rule.length)


def months_later(date: datetime.date, months: int) -> datetime.date:
    """Give the same day some months on, or the last day of that month where it has no such day."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(date.day, last))
