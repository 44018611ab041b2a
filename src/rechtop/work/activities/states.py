"""How it goes with a gathering, in what form it is held, and on which days a series falls."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from itertools import count

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """How it goes with a gathering."""

    PLANNED = "planned", _("Gepland")
    HELD = "held", _("Gehouden")
    CANCELLED = "cancelled", _("Afgezegd")


GATHERING = Transitions(
    {
        State.PLANNED: {"hold": State.HELD, "cancel": State.CANCELLED},
        State.HELD: {"hold": State.HELD, "reopen": State.PLANNED},
        State.CANCELLED: {"reopen": State.PLANNED},
    }
)


class Form(models.TextChoices):
    """Where people meet."""

    PHYSICAL = "physical", _("Op een plek")
    DIGITAL = "digital", _("Digitaal")
    MIXED = "mixed", _("Op een plek en digitaal")


class Rhythm(models.TextChoices):
    """How often the gatherings of a series are."""

    WEEK = "week", _("Elke week")
    TWO_WEEKS = "two_weeks", _("Elke twee weken")
    MONTH = "month", _("Elke maand")
    TWO_MONTHS = "two_months", _("Elke twee maanden")
    QUARTER = "quarter", _("Elk kwartaal")
    HALF_YEAR = "half_year", _("Elk half jaar")
    YEAR = "year", _("Elk jaar")


_WEEKS = {Rhythm.WEEK: 1, Rhythm.TWO_WEEKS: 2}
_MONTHS = {
    Rhythm.MONTH: 1,
    Rhythm.TWO_MONTHS: 2,
    Rhythm.QUARTER: 3,
    Rhythm.HALF_YEAR: 6,
    Rhythm.YEAR: 12,
}


def days(first: datetime.date, rhythm: str, until: datetime.date) -> Iterator[datetime.date]:
    """Give the days of a series, to the last day it may fall on. Month ends clamp: 31 January
    is followed by 28 February and that by 31 March."""
    for step in count():
        day = _further(first, Rhythm(rhythm), step)
        if day > until:
            return
        yield day


def _further(first: datetime.date, rhythm: Rhythm, step: int) -> datetime.date:
    if rhythm in _WEEKS:
        return first + datetime.timedelta(weeks=_WEEKS[rhythm] * step)
    months = first.month - 1 + _MONTHS[rhythm] * step
    year, month = first.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(first.day, calendar.monthrange(year, month)[1]))
