"""Who opens, works on and closes an action point, and what a report goes on saying of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.desk import by_name
from tests.people import person
from tests.together import elsewhere, meanwhile

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty as Given
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.action_points import account, operations, queries
from rechtop.tools.action_points.models import ActionPoint, Note
from rechtop.tools.action_points.states import State, told_by
from rechtop.tools.deliveries import queries as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import operations as figures

pytestmark = pytest.mark.django_db

YEAR = 2021
ROW = {"report_year": YEAR, "number": 1, "title": "Nota", "standing": "open"}


def point(title: str = "Nota vernieuwen", report_year: int = YEAR, **more: Any) -> ActionPoint:
    return operations.open_point(report_year=report_year, title=title, by=by_name("bram"), **more)


def owned() -> ActionPoint:
    """A point of someone without any duty in integrity work."""
    return point(owner=person("daan"))


def adopt(year: int) -> None:
    figures.adopt(year=year, told=[], by=by_name("gijs"))


def bring(*records: dict[str, Any], delivery: int = YEAR) -> Changes:
    changes = deliveries.compare(
        queries.taken_over(), list(records), key=("report_year", "number"), delivery=delivery
    )
    operations.take_over(changes=changes, delivery=delivery, by=COMMAND)
    return changes


def again(one: ActionPoint) -> ActionPoint:
    return ActionPoint.objects.get(pk=one.pk)


def test_points_are_numbered_in_their_year_and_come_from_its_report() -> None:
    first, second = point("Een"), point("Twee")
    assert (first.number, second.number) == (1, 2)
    assert point("Een", YEAR + 1).number == 1
    assert first.origin == Ref("report", YEAR)
    with pytest.raises(Invalid, match="staat er al") as refused:
        point("een")
    assert list(refused.value.message_dict) == ["title"]


def test_a_point_is_found_from_what_it_comes_from() -> None:
    one = point(origin=Ref("investigation", 7))
    point("Iets anders", origin=Ref("investigation", 8))
    assert list(queries.from_origin(Ref("investigation", 7))) == [one]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"due_on": datetime.date(YEAR - 1, 12, 31)}, "due_on"),
        ({"report_year": 1989}, "year"),
        ({"report_year": clock.today().year + 1}, "year"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        point(**given)
    assert list(refused.value.message_dict) == [field]
    assert not ActionPoint.objects.exists()


def test_a_point_has_one_owner() -> None:
    with pytest.raises(Invalid) as refused:
        point(owner=person("daan"), owner_name="Afdeling Inkoop")
    assert list(refused.value.message_dict) == ["owner_name"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPoint.objects.create(**ROW, owner=person("daan"), owner_name="Afdeling Inkoop")


def test_the_owner_notes_and_closes_and_every_word_stays() -> None:
    one = owned()
    operations.note(one, text="De eerste versie ligt er.", by=by_name("daan"))
    assert (again(one).state, again(one).standing) == (State.UNDER_WAY, "loopt")
    operations.note(one, text="Nog één ronde.", by=by_name("fenna"))
    operations.finish(one, outcome="De nota is vernieuwd.", by=by_name("daan"))
    closed = again(one)
    assert (closed.state, closed.standing) == (State.DONE, "uitgevoerd")
    assert closed.outcome == "De nota is vernieuwd."
    assert [(said.text, said.author) for said in queries.notes(one)] == [
        ("De nota is vernieuwd.", person("daan").pk),
        ("Nog één ronde.", person("fenna").pk),
        ("De eerste versie ligt er.", person("daan").pk),
    ]
    with pytest.raises(Refused, match="al afgesloten"):
        operations.note(one, text="Nog iets.", by=by_name("daan"))
    told = Entry.objects.filter(object_kind="actionpoint", object_number=one.pk)
    assert [entry.action for entry in told.order_by("pk")][-1] == "action_point.noted"


@pytest.mark.parametrize("name", ["eva", "gijs", "jet", "hanna", "ivo"])
def test_nobody_else_works_on_a_point(name: str) -> None:
    one, somebody = owned(), by_name(name)
    for operate in (
        lambda: operations.note(one, text="Ik ook.", by=somebody),
        lambda: operations.finish(one, outcome="Klaar.", by=somebody),
        lambda: operations.change(one, title="Anders", origin_kind="other", by=somebody),
        lambda: operations.assign(one, owner=None, owner_name="", due_on=None, by=somebody),
        lambda: operations.take_away(one, by=somebody),
    ):
        with pytest.raises(Refused, match="integriteitsteam"):
            operate()


@pytest.mark.parametrize("name", ["daan", "bram"])
def test_only_the_coordinator_drops_carries_over_and_reopens(name: str) -> None:
    one, somebody = owned(), by_name(name)
    with pytest.raises(Refused, match="coördinator"):
        operations.drop(one, outcome="Geen geld.", by=somebody)
    with pytest.raises(Refused, match="coördinator"):
        operations.carry_over(one, outcome="De helft.", due_on=None, by=somebody)
    operations.finish(one, outcome="Klaar.", by=by_name("daan"))
    with pytest.raises(Refused, match="coördinator"):
        operations.reopen(one, by=somebody)


def test_who_has_no_number_owns_nothing() -> None:
    with pytest.raises(Refused):
        operations.note(point(), text="Van de opdrachtregel.", by=COMMAND)


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_nothing_is_closed_without_saying_why(words: str) -> None:
    one, fenna = point(), by_name("fenna")
    for operate in (operations.finish, operations.drop):
        with pytest.raises(Invalid) as refused:
            operate(one, outcome=words, by=fenna)
        assert list(refused.value.message_dict) == ["outcome"]
    with pytest.raises(Invalid):
        operations.carry_over(one, outcome=words, due_on=None, by=fenna)
    assert not Note.objects.exists()
    assert again(one).state == State.OPEN


def test_what_was_closed_by_mistake_goes_on_and_its_history_stays() -> None:
    one, fenna = point(), by_name("fenna")
    operations.drop(one, outcome="Geen geld.", by=fenna)
    assert (again(one).state, again(one).standing) == (State.DROPPED, "vervallen")
    operations.reopen(one, by=fenna)
    assert (again(one).state, again(one).standing, again(one).outcome) == ("under_way", "loopt", "")
    assert [said.text for said in queries.notes(one)] == ["", "Geen geld."]


# Carried over


def carried(one: ActionPoint, **more: Any) -> ActionPoint:
    details = {"outcome": "De helft is klaar.", "due_on": None, **more}
    return operations.carry_over(one, by=by_name("fenna"), **details)


def test_what_is_not_finished_goes_on_next_year_with_its_origin_and_owner() -> None:
    one = point(owner=person("daan"), origin=Ref("investigation", 7))
    new = carried(one, due_on=datetime.date(YEAR + 2, 3, 1))
    assert (new.report_year, new.number, new.state) == (YEAR + 1, 1, State.OPEN)
    assert (new.title, new.origin, new.owner) == (one.title, Ref("investigation", 7), one.owner)
    former = again(one)
    assert (former.state, former.standing) == (State.CARRIED_OVER, f"loopt door in {YEAR + 2}")
    assert former.outcome == "De helft is klaar."
    with pytest.raises(Refused, match="al afgesloten"):
        carried(one)


def test_a_report_counts_what_goes_on_apart_from_what_is_new() -> None:
    carried(point())
    point("Iets nieuws", YEAR + 1)
    told = {one.name: one.value for one in account.figures(YEAR + 1, is_kept=True)}
    assert told == {
        "actiepunten.vorig-jaar": 1,
        "actiepunten.komend-jaar": 1,
        "actiepunten.overgenomen": 1,
    }
    assert "actiepunten.overgenomen" not in {o.name for o in account.figures(YEAR, is_kept=True)}


def test_of_an_adopted_account_the_words_stay_while_the_point_goes_on() -> None:
    one = point()
    operations.note_standing(one, standing="half af", by=by_name("bram"))
    adopt(YEAR + 1)
    new = carried(one)
    assert new.report_year == YEAR + 2
    assert (again(one).standing, again(one).outcome) == ("half af", "")
    assert queries.notes(one)[0].text == "De helft is klaar."


def test_nothing_goes_on_into_a_year_that_has_not_begun() -> None:
    one = point(report_year=clock.today().year)
    with pytest.raises(Invalid, match="volgend jaar"):
        carried(one)
    assert again(one).state == State.OPEN


def test_what_stands_in_the_next_year_already_is_not_carried_over_by_half() -> None:
    one = point()
    point(report_year=YEAR + 1)
    with pytest.raises(Invalid, match="staat er al"):
        carried(one)
    assert (again(one).state, again(one).standing) == (State.OPEN, "open")
    assert not Note.objects.exists()


def test_taking_away_what_was_carried_over_by_mistake_lets_the_first_go_on() -> None:
    one = point()
    new = carried(one)
    with pytest.raises(Refused, match="ging door"):
        operations.take_away(one, by=by_name("bram"))
    operations.take_away(new, by=by_name("bram"))
    assert (again(one).state, again(one).standing, again(one).outcome) == ("under_way", "loopt", "")
    assert carried(one).report_year == YEAR + 1


def test_notes_are_not_lost_with_their_point() -> None:
    one = point()
    operations.note(one, text="Begonnen.", by=by_name("bram"))
    with pytest.raises(Refused, match="vervallen"):
        operations.take_away(one, by=by_name("bram"))


# Adopted years


def test_nothing_an_adopted_report_tells_of_a_point_changes() -> None:
    one, bram = point(), by_name("bram")
    adopt(YEAR)
    with pytest.raises(Refused, match="vastgesteld"):
        operations.change(one, title="Iets anders", origin_kind="report", by=bram)
    with pytest.raises(Refused, match="vastgesteld"):
        operations.take_away(one, by=bram)
    with pytest.raises(Refused, match="vastgesteld"):
        point("Nog iets")
    operations.assign(one, owner=person("daan"), owner_name="", due_on=None, by=bram)
    operations.note_standing(one, standing="uitgevoerd", by=bram)
    assert (again(one).title, again(one).standing) == ("Nota vernieuwen", "uitgevoerd")


def test_how_a_point_stands_stays_as_it_is_once_the_next_year_is_adopted() -> None:
    one = point()
    adopt(YEAR + 1)
    for operate in (
        lambda: operations.note_standing(one, standing="af", by=by_name("bram")),
        lambda: operations.finish(one, outcome="Klaar.", by=by_name("bram")),
        lambda: operations.drop(one, outcome="Geen geld.", by=by_name("fenna")),
    ):
        with pytest.raises(Refused, match="stand verandert niet meer"):
            operate()
    operations.note(one, text="Begonnen.", by=by_name("bram"))
    assert (again(one).standing, again(one).state) == ("open", State.UNDER_WAY)


def test_a_standing_that_does_not_fit_is_told() -> None:
    with pytest.raises(Invalid, match="120"):
        operations.note_standing(point(), standing="x" * 121, by=by_name("bram"))


# Imports


def test_what_came_by_import_keeps_its_words_and_loses_none_of_them() -> None:
    bring({**ROW, "standing": "loopt door in 2022"})
    one = ActionPoint.objects.get()
    assert (one.standing, one.state) == ("loopt door in 2022", State.UNDER_WAY)
    operations.note(one, text="Verder.", by=by_name("bram"))
    assert again(one).standing == "loopt door in 2022"
    operations.finish(one, outcome="Klaar.", by=by_name("bram"))
    assert (again(one).standing, again(one).delivery) == ("uitgevoerd", None)
    assert queries.notes(one)[0].was == "loopt door in 2022"


@pytest.mark.parametrize(
    ("words", "state"),
    [("Afgerond.", "done"), ("uitgevoerd", "done"), ("opgenomen in RI&E 2022", "open")],
)
def test_words_that_are_understood_give_a_state(words: str, state: str) -> None:
    assert told_by(words) == state


def test_an_import_never_takes_away_what_was_worked_on() -> None:
    bring(ROW, {**ROW, "number": 2, "title": "Spel"})
    operations.note(ActionPoint.objects.get(number=1), text="Begonnen.", by=by_name("bram"))
    bring(ROW)
    bring()
    assert [one.number for one in queries.of_report(YEAR)] == [1]
    assert Note.objects.count() == 1


def test_an_import_does_not_bring_back_what_goes_on_in_a_later_year() -> None:
    bring(ROW)
    new = carried(ActionPoint.objects.get())
    bring({**ROW, "standing": "uitgevoerd"})
    former = ActionPoint.objects.get(number=1, report_year=YEAR)
    assert (former.standing, former.state) == ("uitgevoerd", State.CARRIED_OVER)
    assert again(new).carried_from == former


@pytest.mark.parametrize(("adopted", "changed"), [(YEAR, "title"), (YEAR + 1, "standing")])
def test_an_import_changes_no_point_of_an_adopted_year(adopted: int, changed: str) -> None:
    bring(ROW)
    adopt(adopted)
    with pytest.raises(Invalid, match=str(adopted)):
        bring({**ROW, changed: "anders"})
    bring(ROW)


def test_an_import_of_the_next_year_may_tell_how_an_adopted_point_stands() -> None:
    bring(ROW)
    adopt(YEAR)
    bring({**ROW, "standing": "uitgevoerd"}, delivery=YEAR + 1)
    one = ActionPoint.objects.get()
    assert (one.standing, one.state) == ("uitgevoerd", State.DONE)


# Two at the same moment


@pytest.fixture
def _nothing_is_left_of_another():  # type: ignore[no-untyped-def]
    """Throw away what another committed, outside the transaction of the test."""
    yield
    elsewhere(ActionPoint.objects.all().delete)


@pytest.mark.usefixtures("_nothing_is_left_of_another")
def test_two_points_at_once_get_two_numbers() -> None:
    other = {**ROW, "title": "Een ander"}
    assert meanwhile(lambda: ActionPoint.objects.create(**other), point).number == 2


@pytest.mark.usefixtures("_nothing_is_left_of_another")
def test_one_point_sent_twice_at_once_is_kept_once() -> None:
    same = {**ROW, "title": "Nota vernieuwen"}
    with pytest.raises(Invalid, match="staat er al"):
        meanwhile(lambda: ActionPoint.objects.create(**same), point)


def test_an_owner_is_reminded_a_week_before_and_once_after_and_the_mail_says_nothing(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    today = clock.today()
    soon = point("Binnenkort", owner=person("daan"), due_on=today + datetime.timedelta(days=6))
    point("Later", owner=person("daan"), due_on=today + datetime.timedelta(days=30))
    point("Van niemand, en zonder dag")
    Outgoing.objects.all().delete()  # that they became owner
    assert operations.remind_owners() == 1
    assert operations.remind_owners() == 0
    for days, reminded in ((6, 0), (7, 1), (8, 0)):
        with clock.standing_at(clock.now() + datetime.timedelta(days=days)):
            assert operations.remind_owners() == reminded
    assert Outgoing.objects.count() == 2
    assert "Binnenkort" not in str(list(Outgoing.objects.values()))
    ActionPoint.objects.update(reminded_on=None)
    operations.finish(again(soon), outcome="Klaar", by=by_name("daan"))
    with clock.standing_at(clock.now() + datetime.timedelta(days=9)):
        assert operations.remind_owners() == 0


@pytest.mark.parametrize("whose", ["a role", "nobody", "someone who left"])
def test_of_a_point_that_no_person_here_does_the_coordinators_are_reminded_at_the_same_moments(
    whose: str, settings: Any
) -> None:
    settings.EMAIL_HOST = "post.example"
    one = point("Van een rol", due_on=clock.today() + datetime.timedelta(days=8))
    if whose == "a role":
        ActionPoint.objects.filter(pk=one.pk).update(owner_name="Het netwerk")
    if whose == "someone who left":
        ActionPoint.objects.filter(pk=one.pk).update(owner=person("daan"))
        Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    for days, reminded in ((0, 0), (1, 1), (8, 0), (9, 1), (30, 0)):
        with clock.standing_at(clock.now() + datetime.timedelta(days=days)):
            assert operations.remind_owners() == reminded, days
    mailed = [post.opened(sent.address) for sent in Outgoing.objects.order_by("pk")]
    coordinators = list(organisation.with_duty(Duty.COORDINATOR).values_list("email", flat=True))
    assert coordinators
    assert sorted(mailed) == sorted(coordinators * 2)
    assert "Van een rol" not in str(list(Outgoing.objects.values()))


def test_what_no_person_here_does_is_with_the_coordinators_when_it_is_due_soon() -> None:
    soon, later = (clock.today() + datetime.timedelta(days=days) for days in (7, 8))
    unowned = point("Van een rol", owner_name="Het netwerk", due_on=soon)
    left = point("Van wie vertrok", owner=person("daan"), due_on=soon)
    point("Later", due_on=later)
    point("Zonder dag")
    point("Van Eva", owner=person("eva"), due_on=soon)
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    assert queries.waiting_for(by_name("fenna")) == [unowned, left]
    assert queries.waiting_for(by_name("gijs")) == []
    operations.finish(unowned, outcome="Klaar", by=by_name("fenna"))
    assert queries.waiting_for(by_name("fenna")) == [left]


def test_a_point_of_which_nobody_can_be_reminded_waits_until_somebody_can() -> None:
    one = point("Van een rol", due_on=clock.today())
    coordinators = Given.objects.filter(kind=Duty.COORDINATOR)
    days = dict(coordinators.values_list("pk", "from_date"))
    coordinators.update(from_date=clock.today() + datetime.timedelta(days=1))
    assert operations.remind_owners() == 0
    assert again(one).reminded_on is None
    for number, day in days.items():
        Given.objects.filter(pk=number).update(from_date=day)
    assert operations.remind_owners() == 1


def test_who_becomes_owner_of_a_point_is_mailed_once_and_the_mail_says_nothing(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "post.example"
    one = point("Van mijzelf", owner=person("bram"))
    assert not Outgoing.objects.exists()
    point("Van Daan", owner=person("daan"))
    assign = {"owner_name": "", "due_on": None, "by": by_name("fenna")}
    operations.assign(one, owner=person("eva"), **assign)
    operations.assign(again(one), owner=person("eva"), **{**assign, "due_on": clock.today()})
    operations.assign(again(one), owner=None, **{**assign, "owner_name": "Het netwerk"})
    mailed = [post.opened(sent.address) for sent in Outgoing.objects.order_by("pk")]
    assert mailed == [person("daan").email, person("eva").email]
    assert "Van Daan" not in str(list(Outgoing.objects.values()))
