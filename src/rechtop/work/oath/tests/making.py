"""Let people of the cast work here, for the tests of the oath."""

from __future__ import annotations

import datetime
from typing import Any

from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import operations, queries
from rechtop.work.oath.models import OathTerm, Registration
from rechtop.work.oath.states import Form

TODAY = clock.today()
BEGAN = datetime.date(2020, 1, 1)


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def rules_since(day: datetime.date = BEGAN, months: int = 2) -> None:
    """Let our rules hold from a day on, so that tests do not hang on the day of the year."""
    OathTerm.objects.all().delete()
    OathTerm.objects.create(months=months, from_date=day)


def works(name: str = "eva", start: datetime.date | None = None, **facts: Any) -> Employment:
    """Let someone of the cast work here: an employee who began ten days ago, under Daan."""
    given = {
        "personnel_number": name,
        "kind": "staff",
        "function": "adviseur",
        "manager": person("daan") if name != "daan" else None,
        **facts,
    }
    return Employment.objects.create(person=person(name), start_date=start or in_days(-10), **given)


def took(
    employment: Employment, form: str = Form.PROMISE, on: datetime.date = TODAY, **more: Any
) -> Registration:
    """Register that someone took it."""
    return operations.register(employment, form=form, taken_on=on, by=by_name("bram"), **more)


def standing(employment: Employment, day: datetime.date | None = None) -> Any:
    """Give how it stands with someone."""
    return queries.owing(day).get(pk=employment.pk)
