"""Remind people of terms, once a day."""

from __future__ import annotations

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.post import operations as post
from rechtop.overview.calendar import operations, queries

_FROM_HOUR = 6


def remind() -> None:
    """Send today's reminders, in the morning or as soon after it as the clock beats again.

    Where no mail can be sent none counts as sent either.
    """
    is_morning = clock.now().astimezone(clock.HERE).hour >= _FROM_HOUR
    if post.can_send() and is_morning and not queries.went_today():
        operations.remind(by=JOB)


DUTIES = [("remind-of-terms", 600, remind)]
