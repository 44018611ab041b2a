"""Other days than today, for what is counted in days."""

from __future__ import annotations

import datetime
from contextlib import AbstractContextManager

from rechtop.ground.kernel import clock


def days_on(days: int) -> AbstractContextManager[None]:
    """Let the clock stand at noon so many days from now.

    So many times 24 hours from an hour late at night can be one day more or less, where the clocks
    change in between.
    """
    day = clock.today() + datetime.timedelta(days=days)
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), clock.HERE))
