"""What someone took, read and visited is forgotten when they have been away long enough."""

from __future__ import annotations

import datetime

import pytest
from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Refused
from rechtop.people.identity.models import Person
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import holding
from rechtop.work.oath.models import Exemption, Preference

pytestmark = pytest.mark.django_db


def gone(name: str, years: int) -> None:
    today = clock.today()
    Person.objects.filter(pk=person(name).pk).update(is_active=False)
    Employment.objects.create(
        person=person(name),
        personnel_number=name,
        kind="staff",
        start_date=today - datetime.timedelta(days=4000),
        end_date=today - datetime.timedelta(days=366 * years),
    )
    Preference.objects.create(person=person(name), form="oath", chosen_on=today)
    Exemption.objects.create(
        person=person(name), why="special", reason="", decided_on=today, decided_by=1
    )


def test_after_seven_years_nothing_is_known_and_a_choice_goes_with_who_made_it() -> None:
    gone("eva", 7)
    gone("daan", 6)
    assert holding.forget_gone() == 2
    assert not Preference.objects.exists()
    assert list(Exemption.objects.values_list("person", flat=True)) == [person("daan").pk]
    assert holding.forget_gone() == 0


def test_nobody_forgets_by_hand() -> None:
    with pytest.raises(Refused):
        holding.forget(people=[person("eva").pk], by=by_name("fenna"))
