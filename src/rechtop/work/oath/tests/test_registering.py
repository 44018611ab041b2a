"""What a registration holds, who makes it, and what cannot be registered."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.desk import by_name
from tests.people import person

from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.figures import operations as figures
from rechtop.work.oath import operations, proposing, queries
from rechtop.work.oath.models import Preference, Registration
from rechtop.work.oath.states import Form
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, took, works

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules_since()


def test_a_registration_holds_what_was_so_on_its_day() -> None:
    one = works()
    made = took(one, Form.OATH)
    assert made.witness == person("daan")
    assert made.official == "de provinciesecretaris"
    assert made.wording == queries.in_force(Form.OATH, TODAY)
    assert made.unit is not None
    assert made.unit.name == "Bureau Vergunningen"
    assert made.is_on_time


@pytest.mark.parametrize(
    ("function", "kind", "day", "told"),
    [
        ("adviseur", "staff", datetime.date(2023, 1, 1), "de provinciesecretaris"),
        ("Provinciesecretaris", "staff", datetime.date(2023, 11, 18), "de commissaris"),
        ("", "director", datetime.date(2023, 11, 18), "de commissaris"),
        ("", "director", datetime.date(2023, 11, 19), "de provinciesecretaris"),
        ("directiesecretaresse", "staff", datetime.date(2023, 1, 1), "de provinciesecretaris"),
    ],
)
def test_before_whom_follows_from_function_and_day(
    function: str, kind: str, day: datetime.date, told: str
) -> None:
    found = proposing.official_for(works(function=function, kind=kind), day)
    assert found is not None
    assert found.label.startswith(told)


def test_words_of_a_function_that_belong_together_are_looked_for_together() -> None:
    words, day = "algemeen  Directeur, griffier", TODAY
    one = operations.set_official(label="x", words=words, from_date=day, by=by_name("fenna"))
    who = works()
    for function, fits in (
        ("Algemeen directeur", True),
        ("Griffier", True),
        ("Algemeen medewerker", False),
        ("Griffiers", False),
    ):
        who.function = function
        assert (proposing.official_for(who, day) == one) == fits, function


def test_another_official_and_a_witness_who_is_no_colleague_can_be_named() -> None:
    made = took(works(), official="de wethouder", witness="Iemand Anders")
    assert (made.official, made.witness, made.witness_name) == (
        "de wethouder",
        None,
        "Iemand Anders",
    )
    made = took(works("ivo"), witness="CARLA@voorbeeld.example")
    assert made.witness == person("carla")


CANNOT: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({}, {"on": in_days(1)}, "taken_on", "moet nog komen"),
    ({}, {"on": in_days(-11)}, "taken_on", "eerste werkdag"),
    ({"end_date": in_days(-2)}, {"on": in_days(-2)}, "taken_on", "niet meer"),
    ({}, {"form": Form.STATEMENT}, "form", "eed of de belofte"),
    ({"kind": "external"}, {"form": Form.OATH}, "form", "verklaring"),
    ({}, {"witness": "eva@voorbeeld.example"}, "witness", "een ander"),
    ({}, {"witness": "x" * 121}, "witness_name", "120"),
]


@pytest.mark.parametrize(("facts", "typed", "field", "words"), CANNOT)
def test_what_cannot_be_is_told_and_nothing_is_registered(
    facts: dict[str, Any], typed: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words) as error:
        took(works(**facts), **typed)
    assert list(error.value.message_dict) == [field]
    assert not Registration.objects.exists()


def test_it_is_registered_once_and_the_second_is_told() -> None:
    one = works()
    took(one)
    with pytest.raises(Invalid, match="staat er al"):
        took(one, Form.OATH)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            person=one.person,
            start_date=one.start_date,
            form=Form.OATH,
            is_statement=False,
            taken_on=TODAY,
            due_on=TODAY,
            official="iemand",
            wording=Registration.objects.get().wording,
            registered_by=1,
        )


def test_a_day_without_words_in_force_is_told() -> None:
    queries.wordings(Form.PROMISE).update(from_date=in_days(1))
    with pytest.raises(Invalid, match="geen vastgestelde tekst"):
        took(works())


def test_nothing_of_an_adopted_year_is_added_or_withdrawn() -> None:
    one = works(start=datetime.date(2021, 3, 1))
    made = took(one, on=datetime.date(2021, 4, 1))
    figures.adopt(year=2021, told=[], by=by_name("gijs"))
    with pytest.raises(Refused, match="vastgesteld"):
        operations.withdraw(made, by=by_name("bram"))
    with pytest.raises(Invalid, match="vastgesteld"):
        took(works("ivo", datetime.date(2021, 3, 1)), on=datetime.date(2021, 4, 1))


def test_a_wrong_registration_is_withdrawn_and_made_again() -> None:
    one = works()
    operations.withdraw(took(one, Form.OATH), by=by_name("bram"))
    assert took(one, Form.PROMISE).form == Form.PROMISE


@pytest.mark.parametrize("name", ["eva", "daan", "hanna", "gijs", "jet"])
def test_only_the_team_registers(name: str) -> None:
    with pytest.raises(Refused):
        operations.register(works(), form=Form.OATH, taken_on=TODAY, by=by_name(name))


# What is one's own


def test_someone_from_elsewhere_signs_before_the_start_what_they_read() -> None:
    one = works("eva", in_days(20), kind="external")
    words = queries.in_force(Form.STATEMENT, TODAY)
    assert words is not None
    with pytest.raises(Invalid, match="net veranderd"):
        operations.sign(one, wording=words.pk + 1, by=by_name("eva"))
    with pytest.raises(Refused):
        operations.sign(one, wording=words.pk, by=by_name("bram"))
    made = operations.sign(one, wording=words.pk, by=by_name("eva"))
    assert (made.taken_on, made.wording, made.is_on_time) == (TODAY, words, True)
    with pytest.raises(Refused, match="al gedaan"):
        operations.sign(one, wording=words.pk, by=by_name("eva"))


def test_an_employee_signs_no_statement_and_who_is_external_chooses_no_oath() -> None:
    words = queries.in_force(Form.STATEMENT, TODAY)
    assert words is not None
    with pytest.raises(Invalid, match="eed of de belofte"):
        operations.sign(works(), wording=words.pk, by=by_name("eva"))
    with pytest.raises(Invalid, match="verklaring"):
        operations.choose(works("ivo", kind="external"), form=Form.OATH, by=by_name("ivo"))


def test_a_choice_beforehand_is_free_can_change_and_goes_when_it_was_taken() -> None:
    one = works()
    operations.choose(one, form=Form.OATH, by=by_name("eva"))
    operations.choose(one, form=Form.PROMISE, by=by_name("eva"))
    with pytest.raises(Refused):
        operations.choose(one, form=Form.OATH, by=by_name("bram"))
    assert queries.preference_of(one.person_id).form == Form.PROMISE  # type: ignore[union-attr]
    took(one)
    assert not Preference.objects.exists()
    with pytest.raises(Refused, match="al gedaan"):
        operations.choose(one, form=Form.OATH, by=by_name("eva"))


# The words and the rules


def written(by: str = "fenna", day: datetime.date = TODAY, edition: int = 0) -> Any:
    told = {"form": Form.OATH, "body": "Ik zweer.\r\nEcht.", "decree": "Besluit 7"}
    return operations.write_words(**told, from_date=day, edition=edition, by=by_name(by))


def test_another_adopts_the_words_and_they_hold_from_their_day() -> None:
    words = written(day=in_days(5))
    assert words.body == "Ik zweer.\nEcht."
    with pytest.raises(Refused, match="schreef"):
        operations.adopt_words(words, edition=1, by=by_name("fenna"))
    with pytest.raises(Refused):
        operations.adopt_words(words, edition=1, by=by_name("bram"))
    with pytest.raises(Invalid, match="intussen veranderd"):
        operations.adopt_words(words, edition=2, by=by_name("gijs"))
    operations.adopt_words(words, edition=1, by=by_name("hanna"))
    assert queries.in_force(Form.OATH, in_days(4)) != words
    assert queries.in_force(Form.OATH, in_days(5)) == words
    with pytest.raises(Refused, match="al vastgesteld"):
        operations.throw_words_away(words, by=by_name("fenna"))
    with clock.standing_at(clock.now() + datetime.timedelta(days=5)):
        assert took(works(), Form.OATH, clock.today()).wording == words


def test_two_who_write_at_once_do_not_write_over_each_other() -> None:
    written()
    with pytest.raises(Invalid, match="Een ander schreef"):
        written("hanna")
    assert written("hanna", edition=1).edition == 2
    with pytest.raises(Invalid, match="Een ander schreef"):
        written(edition=1)


def test_words_never_hold_from_a_day_that_has_gone() -> None:
    with pytest.raises(Invalid, match="latere dag"):
        written(day=in_days(-1))


def test_words_with_a_year_typed_wrong_are_refused() -> None:
    with pytest.raises(Invalid, match="Kijk of het jaar klopt") as refused:
        written(day=in_days(records.FARTHEST.days + 1))
    assert list(refused.value.message_dict) == ["from_date"]
    assert queries.in_writing(Form.OATH) is None


def test_terms_and_officials_are_dated() -> None:
    fenna = by_name("fenna")
    operations.set_term(months=3, from_date=in_days(1), by=fenna)
    with pytest.raises(Invalid, match="al een termijn"):
        operations.set_term(months=4, from_date=in_days(1), by=fenna)
    with pytest.raises(Invalid, match="voor het begin"):
        operations.set_official(
            label="x", from_date=TODAY, until_date=in_days(-1), words="", label_en="", by=fenna
        )
    one = operations.set_official(label="de voorzitter", from_date=TODAY, by=fenna)
    assert proposing.official_for(works(), TODAY) == one
    operations.end_official(one, until_date=TODAY, by=fenna)
    assert proposing.official_for(works("ivo"), TODAY) != one
    with pytest.raises(Refused):
        operations.set_term(months=3, from_date=in_days(2), by=by_name("bram"))


def test_an_installation_that_has_rules_keeps_them() -> None:
    before = (queries.terms().count(), queries.officials().count())
    listed = {
        "term": [{"months": 9}],
        "official": [{"label": "x", "from_date": "2020-01-01"}],
        "wording": [{"form": "oath", "body": "x", "decree": "x", "from_date": "2020-01-01"}],
    }
    operations.take_in(listed=listed, by=COMMAND)
    assert (queries.terms().count(), queries.officials().count()) == before
    assert queries.wordings(Form.OATH).count() == 1
