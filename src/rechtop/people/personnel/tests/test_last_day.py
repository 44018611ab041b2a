"""A last day can be taken back: before it came duties go on, after it the administrator decides."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import CutShort, Duty, Kind
from rechtop.people.personnel import operations, queries
from rechtop.people.personnel.tests.test_import import bring, in_days, line

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def tell(end: datetime.date | str = "") -> None:
    """Bring a file that tells of Bram, with or without a last day."""
    bram = person("bram")
    bring(line(5, naam=bram.name, email=bram.email, eind=end))


def duty() -> Duty:
    return Duty.objects.get(person=person("bram"), kind=Kind.HANDLER)


def test_a_last_day_taken_back_before_it_came_leaves_duties_as_they_were() -> None:
    tell(in_days(9))
    assert duty().until_date == in_days(9)
    tell()
    assert duty().until_date is None
    assert not CutShort.objects.exists()


def test_a_last_day_that_moves_moves_the_end_of_duties_to_at_most_their_own() -> None:
    organisation.set_end(duty(), until_date=in_days(20), by=acting("hanna"))
    for told, until in ((9, 9), (4, 4), (15, 15), (40, 20)):
        tell(in_days(told))
        assert duty().until_date == in_days(until)
    tell()
    assert duty().until_date == in_days(20)


def test_an_end_the_administrator_chose_meanwhile_stays() -> None:
    tell(in_days(9))
    organisation.set_end(duty(), until_date=in_days(5), by=acting("hanna"))
    tell()
    assert duty().until_date == in_days(5)


def test_a_duty_stays_cut_short_where_another_came_in_its_place() -> None:
    tell(in_days(9))
    organisation.give_duty(
        person("bram"), kind=Kind.CONFIDANT, from_date=in_days(9), by=acting("hanna")
    )
    tell()
    assert duty().until_date == in_days(9)


def test_who_comes_back_after_the_last_day_gets_duties_again_only_by_the_administrator() -> None:
    tell(in_days(9))
    with clock.standing_at(clock.now() + datetime.timedelta(days=10)):
        operations.let_leave_today()
        assert not queries.came_back().exists()
        tell()
        assert duty().until_date == in_days(9)
        hanna = at_desk("hanna")
        page = hanna.get(reverse("personnel:returned")).content.decode()
        assert "Bram Bakker" in page
        assert "Behandelaar" in page
        give = reverse("personnel:give_again", args=[duty().pk])
        for _click in range(2):
            hanna.post(give)
        assert Duty.objects.filter(person=person("bram")).count() == 2
        again = Duty.objects.filter(person=person("bram")).latest("pk")
        assert [again.from_date, again.until_date] == [in_days(10), None]
        assert not queries.came_back().exists()


def given_again(end: datetime.date | str, had: datetime.date | None = None) -> Duty:
    """Let Bram leave and come back with a last day, and give his duty again; it had an end."""
    if had:
        organisation.set_end(duty(), until_date=had, by=acting("hanna"))
    tell(TODAY)
    tell(end)
    hanna = at_desk("hanna")
    if end:
        page = hanna.get(reverse("personnel:returned")).content.decode()
        assert "De nieuwe laatste dag is" in page
    hanna.post(reverse("personnel:give_again", args=[duty().pk]))
    return Duty.objects.filter(person=person("bram")).latest("pk")


@pytest.mark.parametrize(("had", "until"), [(None, 9), (20, 9), (4, 4)])
def test_a_duty_given_again_ends_on_the_new_last_day_at_the_latest(
    had: int | None, until: int
) -> None:
    again = given_again(in_days(9), had=in_days(had) if had else None)
    assert [again.from_date, again.until_date] == [TODAY, in_days(until)]
    tell(in_days(6))  # the last day moves, and then goes
    again.refresh_from_db()
    assert again.until_date == in_days(min(until, 6))
    tell()
    again.refresh_from_db()
    assert again.until_date == (in_days(had) if had else None)


def test_the_administrator_may_leave_it_and_nobody_else_sees_it() -> None:
    tell(TODAY)
    tell()
    assert queries.came_back().count() == 1
    assert at_desk("bram").get(reverse("personnel:returned")).status_code == 404
    hanna = at_desk("hanna")
    for _click in range(2):
        hanna.post(reverse("personnel:leave_ended", args=[duty().pk]))
    assert not queries.came_back().exists()
    assert Duty.objects.filter(person=person("bram")).count() == 1


def test_which_end_a_duty_had_is_forgotten_after_a_year() -> None:
    tell(TODAY)
    assert organisation.forget_cut_short() == 0
    with clock.standing_at(clock.now() + datetime.timedelta(days=367)):
        assert organisation.forget_cut_short() == 1
