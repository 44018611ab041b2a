"""What is known of someone by name goes when they have been away long enough."""

from __future__ import annotations

import datetime

import pytest
from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.personnel import queries
from rechtop.people.personnel.models import Employment

pytestmark = pytest.mark.django_db

YEAR = datetime.timedelta(days=365)


def left(name: str, days_ago: int) -> int:
    gone, today = person(name), clock.today()
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    Employment.objects.create(
        person=gone,
        personnel_number=name,
        kind="staff",
        start_date=today - 10 * YEAR,
        end_date=today - datetime.timedelta(days=days_ago),
    )
    return int(gone.pk)


def test_only_who_left_long_enough_ago_and_did_not_come_back_is_gone() -> None:
    long_ago, back = left("eva", 366), left("daan", 366)
    left("bram", 300)
    Person.objects.filter(pk=back).update(is_active=True)
    assert list(queries.gone_since(clock.today() - YEAR)) == [long_ago]
    assert by_name("daan").number == back
