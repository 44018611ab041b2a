"""What the register of risks keeps, whom it reminds, and what it tells other rooms."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from tests.desk import at_desk, by_name
from tests.people import person
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.personnel.models import Employment
from rechtop.work.risks import account, operations, presenting, queries
from rechtop.work.risks.models import MarkedFunction, Revision, Risk
from rechtop.work.risks.operations import Facts
from rechtop.work.risks.states import Asked, Size, scores_of, size_of

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def in_days(days: int) -> datetime.date:
    return clock.today() + days * DAY


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {
        "name": "Vergunningen verlenen",
        "kind": "process",
        "stakes": ["power", "crime"],
        "likelihood": 3,
        "effect": 4,
        "owner_name": "Afdelingshoofd",
        "review_date": in_days(100),
    }
    return Facts(**given | more)


def risk(**more: Any) -> Risk:
    return operations.register(facts=facts(**more), by=by_name("fenna"))


def revise(one: Risk, *, is_review: bool = False, text: str = "", **more: Any) -> Risk:
    now = Risk.objects.get(pk=one.pk)
    operations.revise(
        now,
        facts=facts(**more),
        edition=now.edition,
        is_review=is_review,
        text=text,
        by=by_name("bram"),
    )
    return Risk.objects.get(pk=one.pk)


def works_as(name: str, function: str, **more: Any) -> None:
    given = {"start_date": datetime.date(2020, 1, 1), "kind": "staff", "personnel_number": name}
    Employment.objects.create(person=person(name), function=function, **given | more)


def test_every_score_has_one_size() -> None:
    sizes = [size_of(score) for score in range(1, 26)]
    assert sizes == sorted(sizes, key=list(Size).index)
    for size in Size:
        lowest, highest = scores_of(size)
        assert [one + 1 for one, told in enumerate(sizes) if told == size] == list(
            range(lowest, highest + 1)
        )


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"likelihood": 6}, "likelihood", "1 tot en met 5"),
        ({"effect": 0}, "effect", "1 tot en met 5"),
        ({"stakes": []}, "stakes", "op het spel"),
        ({"stakes": ["onzin"]}, "stakes", "op het spel"),
        ({"owner_name": " "}, "owner", "eigenaar"),
        ({"review_date": datetime.date(2020, 1, 1)}, "review_date", "na vandaag"),
        ({"review_date": datetime.date(2099, 1, 1)}, "review_date", "drie jaar"),
        ({"functions": ["Inkoper"]}, "asks", "Kies wat"),
        ({"asks": ["vog"]}, "functions", "Noem de functies"),
        ({"functions": ["x" * 121], "asks": ["vog"]}, "functions", "120 letters"),
        ({"functions": ["F"] * 51, "asks": ["vog"]}, "functions", "hoogstens 50"),
        ({"functions": ["F"], "asks": ["onzin"]}, "asks", "lijst"),
        ({"name": "a\0b"}, "name", "teken"),
        ({"kind": "onzin"}, "kind", ""),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_kept(
    wrong: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Invalid) as told:
        risk(**wrong)
    assert list(told.value.message_dict) == [field]
    assert says in told.value.message_dict[field][0]
    assert not Risk.objects.filter(name__startswith="Vergunningen verlenen").exists()


def test_a_risk_has_one_owner() -> None:
    with pytest.raises(Invalid) as told:
        risk(owner=person("daan"))
    assert list(told.value.message_dict) == ["owner_name"]


@pytest.mark.parametrize("wrong", [{"likelihood": 6}, {"owner_name": ""}, {"state": "closed"}])
def test_the_database_refuses_it_too(wrong: dict[str, Any]) -> None:
    one = risk()
    with pytest.raises(IntegrityError), transaction.atomic():
        Risk.objects.filter(pk=one.pk).update(**wrong)


@pytest.mark.parametrize("name", ["gijs", "lotte", "mees", "eva", "jet", "hanna", "carla"])
def test_only_the_coordinator_and_handlers_keep_the_register(name: str) -> None:
    one, other = risk(), by_name(name)
    with pytest.raises(Refused):
        operations.register(facts=facts(), by=other)
    with pytest.raises(Refused):
        operations.close(one, reason="Klaar", by=other)
    with pytest.raises(Refused):
        operations.revise(one, facts=facts(), edition=1, is_review=True, by=other)


def test_a_revision_tells_who_changed_what_and_when() -> None:
    one = risk(functions=["Inkoper"], asks=["vog"])
    revise(one, text="Besproken in het team.", likelihood=5, stakes=["money"])
    newest, first = queries.history(one)
    assert (first.verb, first.author) == ("registered", person("fenna").pk)
    assert (newest.verb, newest.author) == ("changed", person("bram").pk)
    assert newest.text == "Besproken in het team."
    assert {name: (was, became) for name, was, became in newest.changes} == {
        "likelihood": (3, 5),
        "stakes": (["power", "crime"], ["money"]),
        "functions": (["Inkoper"], []),
        "asks": (["vog"], []),
    }
    assert (newest.likelihood, newest.effect) == (5, 4)


def test_what_changes_nothing_is_no_revision_but_a_review_is() -> None:
    one = risk()
    revise(one)
    assert queries.history(one).count() == 1
    again = revise(one, is_review=True)
    assert [said.verb for said in queries.history(one)] == ["reviewed", "registered"]
    assert again.edition == 2


def test_a_late_risk_can_be_corrected_but_a_review_asks_a_new_day() -> None:
    one = risk()
    gone = in_days(-1)
    Risk.objects.filter(pk=one.pk).update(review_date=gone)
    assert revise(one, review_date=gone, name="Anders").name == "Anders"
    with pytest.raises(Invalid) as told:
        revise(one, review_date=gone, is_review=True)
    assert list(told.value.message_dict) == ["review_date"]


def test_two_who_revise_at_once_do_not_write_over_each_other() -> None:
    one = risk()
    revise(one, effect=5)
    with pytest.raises(Invalid) as told:
        operations.revise(
            one, facts=facts(effect=1), edition=1, is_review=False, by=by_name("fenna")
        )
    assert list(told.value.message_dict) == ["edition"]
    assert Risk.objects.get(pk=one.pk).effect == 5


def test_a_closed_risk_has_its_reason_and_changes_no_more_until_reopened() -> None:
    one = risk(functions=["Sluiswachter"], asks=["vog"])
    with pytest.raises(Invalid):
        operations.close(one, reason=" ", by=by_name("fenna"))
    operations.close(one, reason="Het proces is gestopt.", by=by_name("fenna"))
    one.refresh_from_db()
    assert (one.state, one.closed_date) == ("closed", clock.today())
    assert queries.sensitive_functions(clock.today()) == _others()
    with pytest.raises(Refused):
        revise(one)
    with pytest.raises(Refused):
        operations.close(one, reason="Nog eens", by=by_name("fenna"))
    operations.reopen(one, review_date=in_days(9), by=by_name("bram"))
    one.refresh_from_db()
    assert (one.state, one.closed_because, one.review_date) == ("open", "", in_days(9))
    with pytest.raises(Refused):
        operations.reopen(one, review_date=in_days(9), by=by_name("bram"))
    assert [said.verb for said in queries.history(one)] == ["reopened", "closed", "registered"]


def _others() -> list[queries.Sensitive]:
    return [one for one in queries.sensitive_functions(clock.today()) if one.key != "sluiswachter"]


def test_the_trail_names_a_risk_by_number_alone() -> None:
    one = risk(name="Geheim proces")
    lines = Entry.objects.filter(action="risk.registered").order_by("-pk")
    assert "Geheim" not in str(list(lines.values()))
    assert str(one.pk) in str(lines.values()[0])


# Sensitive functions


def found(name: str, on: datetime.date | None = None) -> queries.Sensitive | None:
    listed = queries.sensitive_functions(on or clock.today())
    return next((one for one in listed if one.key == queries.fold(name)), None)


def test_a_function_asks_what_all_its_risks_together_ask_and_of_how_many_people() -> None:
    works_as("daan", "Senior  INKOPER X")
    works_as("eva", "senior inkoper x")
    works_as("otto", "Senior inkoper x", end_date=clock.today())
    works_as("petra", "Senior inkoper x", start_date=in_days(1))
    one = risk(functions=["Senior inkoper X", "senior inkoper x"], asks=["vog"])
    other = risk(name="Tweede", functions=["SENIOR inkoper X"], asks=["oath", "interests"])
    told = found("senior inkoper x")
    assert told is not None
    assert told.asks == {Asked.VOG, Asked.OATH, Asked.INTERESTS}
    assert [risk.pk for risk in told.risks] == [one.pk, other.pk]
    assert told.people == 2
    assert MarkedFunction.objects.filter(risk=one).count() == 1


def test_a_function_is_sensitive_from_the_day_it_is_marked_until_it_is_not() -> None:
    with clock.standing_at(clock.now() - 10 * DAY):
        one = risk(functions=["Kassier X"], asks=["vog"])
    assert found("Kassier X", in_days(-11)) is None
    assert found("Kassier X", in_days(-10)) is not None
    revise(one, review_date=one.review_date, functions=["Kassier X"], asks=["vog", "oath"])
    yesterday, today = found("Kassier X", in_days(-1)), found("Kassier X")
    assert yesterday is not None
    assert yesterday.asks == {Asked.VOG}
    assert today is not None
    assert today.asks == {Asked.VOG, Asked.OATH}
    revise(one, review_date=one.review_date)
    assert found("Kassier X") is None
    assert found("Kassier X", in_days(-1)) is not None


def test_sensitive_functions_take_as_many_questions_for_many_as_for_one() -> None:
    risk(functions=["F0"], asks=["vog"])
    with CaptureQueriesContext(connection) as few:
        queries.sensitive_functions(clock.today())
    risk(functions=[f"F{n}" for n in range(40)], asks=["vog"])
    with CaptureQueriesContext(connection) as many:
        queries.sensitive_functions(clock.today())
    assert len(many) == len(few)


# Reminders


def reminded(monkeypatch: pytest.MonkeyPatch) -> list[Outgoing]:
    monkeypatch.setattr("django.conf.settings.EMAIL_HOST", "post.example")
    before = set(Outgoing.objects.values_list("pk", flat=True))
    operations.go_on()
    return list(Outgoing.objects.exclude(pk__in=before))


def test_an_owner_is_reminded_two_weeks_before_and_once_when_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = risk(owner=person("daan"), owner_name="", review_date=in_days(20))
    reminded(monkeypatch)  # what the example has due
    one.refresh_from_db()
    assert one.reminded_on is None
    with clock.standing_at(clock.now() + 7 * DAY):
        assert reminded(monkeypatch)
        assert not reminded(monkeypatch)
    with clock.standing_at(clock.now() + 21 * DAY):
        reminded(monkeypatch)
        one.refresh_from_db()
        assert one.reminded_on == in_days(0)
        reminded(monkeypatch)
        assert queries.waiting_for(by_name("daan")) == [one]
    revise(one, is_review=True, owner=person("daan"), owner_name="", review_date=in_days(300))
    one.refresh_from_db()
    assert one.reminded_on is None
    assert queries.waiting_for(by_name("daan")) == []


def test_of_a_role_or_someone_who_left_the_coordinator_is_reminded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reminded(monkeypatch)
    risk(review_date=in_days(5))
    gone = person("daan")
    risk(name="Tweede", owner=gone, owner_name="", review_date=in_days(5))
    gone.is_active = False
    gone.save()
    assert len(reminded(monkeypatch)) == 2


def test_beside_an_owner_who_may_not_read_the_register_the_coordinator_is_reminded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reminded(monkeypatch)
    for name, addressed in (("daan", {"daan", "fenna"}), ("gijs", {"gijs"}), ("bram", {"bram"})):
        risk(name=f"Van {name}", owner=person(name), owner_name="", review_date=in_days(5))
        assert addresses(reminded(monkeypatch)) == {person(one).email for one in addressed}


def test_what_a_coordinator_is_reminded_of_stands_at_their_home_with_whose_it_is() -> None:
    before = queries.waiting_for(by_name("fenna"))
    names = ("daan", "eva", "gijs", "bram")
    of = {one: risk(owner=person(one), owner_name="", review_date=in_days(5)) for one in names}
    of["role"], of["fenna"] = (
        risk(review_date=in_days(5)),
        risk(owner=person("fenna"), owner_name="", review_date=in_days(5)),
    )
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    waiting = queries.waiting_for(by_name("fenna"))
    assert [one for one in waiting if one not in before] == [
        of[one] for one in ("daan", "eva", "role", "fenna")
    ]
    assert queries.waiting_for(by_name("bram")) == [of["bram"]]
    home = at_desk("fenna").get("/desk/").content.decode().split("u opnieuw beoordeelt")[1]
    told = [strip_tags(row) for row in home.split("</ul>")[0].split("<li>") if "Vergunning" in row]
    for row, whose in zip(told, ("Daan Dekker", "Eva", "Afdelingshoofd"), strict=False):
        assert f"Wie: {whose}" in row
    assert "Eigenaar is vertrokken" in told[0]
    assert "Wie:" not in told[3]


def test_who_becomes_owner_is_mailed_once_and_the_mail_says_nothing(settings: Any) -> None:
    settings.EMAIL_HOST = "post.example"
    one = risk(owner=person("daan"), owner_name="")
    assert addresses(Outgoing.objects.all()) == {person("daan").email}
    assert one.name not in str(list(Outgoing.objects.values()))
    Outgoing.objects.all().delete()
    revise(one, effect=2, owner=person("daan"), owner_name="")
    revise(one, effect=2, owner=person("bram"), owner_name="")  # it is Bram who revises
    assert not Outgoing.objects.exists()
    revise(one, effect=2, owner=person("eva"), owner_name="")
    assert addresses(Outgoing.objects.all()) == {person("eva").email}


def addresses(mail: Iterable[Outgoing]) -> set[str]:
    return {post.opened(one.address) for one in mail}


# The figures


def counted(year: int) -> dict[str, int | None]:
    return {one.name.removeprefix("risico."): one.value for one in account.figures(year)}


def at(year: int, month: int = 6) -> Any:
    return clock.standing_at(datetime.datetime(year, month, 1, 12, tzinfo=clock.HERE))


def of_then(**more: Any) -> Facts:
    return facts(review_date=clock.today() + 300 * DAY, **more)


def test_the_figures_tell_how_risks_stood_when_the_year_ended_and_what_was_assessed() -> None:
    bram = by_name("bram")
    with at(2011):
        one = operations.register(facts=of_then(likelihood=5, effect=5), by=bram)
        two = operations.register(facts=of_then(name="Twee", likelihood=1, effect=1), by=bram)
    with at(2012):
        new = of_then(likelihood=2, effect=3)
        operations.revise(one, facts=new, edition=1, is_review=True, by=bram)
        with at(2012, 7):
            operations.close(two, reason="Weg", by=bram)
    assert account.figures(2010) == []
    assert counted(2011) == {"low": 1, "medium": 0, "high": 0, "top": 1, "beoordeeld": 2}
    assert counted(2012) == {"low": 0, "medium": 1, "high": 0, "top": 0, "beoordeeld": 1}
    assert counted(2013)["beoordeeld"] == 0


def test_each_figure_leads_to_its_risks_by_number_and_never_by_name() -> None:
    bram = by_name("bram")
    with at(2011):
        one = operations.register(facts=of_then(name="Geheim"), by=bram)
    for figure in account.figures(2011):
        behind = figure.follow(by_name("jet"))
        records = [behind.tell(row) for row in behind.found] if behind else []
        assert len(records) == figure.value
        assert all(record.title == f"Risico {one.pk}" for record in records)
        assert "Geheim" not in str(records)


def test_the_years_of_before_the_register_have_no_figures() -> None:
    risk()
    assert account.figures(2021) == []
    assert account.figures(2022) == []
    assert Revision.objects.filter(at__year__lt=2023).count() == 0


@pytest.mark.parametrize(("days", "can_be"), [(0, False), (1, True), (1098, True), (1099, False)])
def test_a_review_is_after_today_and_within_three_years(days: int, can_be: bool) -> None:
    if can_be:
        assert risk(review_date=in_days(days)).review_date == in_days(days)
    else:
        with pytest.raises(Invalid, match="Kies een dag"):
            risk(review_date=in_days(days))


@pytest.mark.parametrize(("days", "is_due"), [(14, True), (15, False)])
def test_an_owner_hears_of_a_review_from_two_weeks_before(days: int, is_due: bool) -> None:
    one = risk(owner=person("daan"), owner_name="", review_date=in_days(days))
    assert (one in queries.to_remind()) is is_due
    assert queries.waiting_for(by_name("daan")) == ([one] if is_due else [])


def test_a_review_is_late_from_the_day_after_it_and_another_day_is_reminded_of_anew() -> None:
    one = risk(review_date=in_days(3))
    Risk.objects.filter(pk=one.pk).update(reminded_on=clock.today())
    with clock.standing_at(clock.now() + 3 * DAY):
        assert one not in queries.to_remind()
        assert one not in presenting.listed({"review": "late"}, by_name("bram"))[0]
    with clock.standing_at(clock.now() + 4 * DAY):
        assert one in queries.to_remind()
        assert one in presenting.listed({"review": "late"}, by_name("bram"))[0]
    assert revise(one, review_date=in_days(200)).reminded_on is None


def test_what_came_on_the_last_day_of_a_year_is_of_that_year() -> None:
    bram = by_name("bram")
    with clock.standing_at(datetime.datetime(2011, 12, 31, 23, 30, tzinfo=clock.HERE)):
        operations.register(facts=of_then(likelihood=5, effect=5), by=bram)
    assert counted(2011) == {"low": 0, "medium": 0, "high": 0, "top": 1, "beoordeeld": 1}
    assert counted(2012)["beoordeeld"] == 0


def test_two_who_revise_at_once_in_earnest_do_not_write_over_each_other() -> None:
    def revises(one: Risk, effect: int, who: str) -> Any:
        told = {"edition": 1, "is_review": False, "by": by_name(who)}
        return lambda: operations.revise(one, facts=facts(effect=effect), **told)

    with together() as two:
        one = two.before(risk)
        _done, told = two.at_once(revises(one, 5, "bram"), revises(one, 1, "fenna"))
        assert isinstance(told, Invalid)
        assert list(told.message_dict) == ["edition"]
        assert Risk.objects.get(pk=one.pk).effect == 5
        assert Revision.objects.filter(risk=one).count() == 2
