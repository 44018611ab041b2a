"""A term stands still or is longer only where its rule says so, with a reason on the file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.urls import reverse
from tests import terms as given
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.overview.home import queries as home
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import closing, operations, presenting, queries, telling, terms
from rechtop.work.cases.models import Case
from rechtop.work.cases.tests.test_cases import close
from rechtop.work.intake import presenting as intake

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)
SEVEN = words.draw()
WHY = "De accountant zoekt nog stukken uit bij Bakker."


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def at(day: datetime.date):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), datetime.UTC))


@pytest.fixture
def case() -> Case:
    made = report(seven=SEVEN)
    given.give(made.ref, starts_on=MONDAY)
    return made


def term(case: Case) -> Deadline:
    return deadlines.of(case.ref).get(rule__code="test")


def paused(case: Case, told: str = "") -> None:
    terms.pause(case, term=term(case).pk, on=MONDAY, reason=WHY, told=told, by=acting("bram"))


def test_the_reason_stands_in_the_file_and_the_reporter_reads_that_it_stands_still(
    case: Case,
) -> None:
    paused(case, told="Wij wachten op stukken.")
    opened = operations.open_case(case, by=acting("fenna"))
    told = telling.timeline(opened, presenting.names_in(opened))
    entry = next(one for one in told if one["title"] == "Termijn stilgezet")
    assert entry["kind"] == "inner"
    assert WHY in entry["text"]
    read = intake.mailbox(case, reporter(SEVEN))["changes_of_terms"]
    assert [one["title"] for one in read] == [
        "‘Reacties verwerken’ staat stil vanaf 23 november 2026."
    ]
    assert read[0]["text"] == "Wij wachten op stukken."
    assert "Bakker" not in str(read)
    assert Entry.objects.filter(action="case.term_paused", result="done").count() == 1


def test_a_term_that_stands_still_runs_again_and_is_made_longer(case: Case) -> None:
    paused(case)
    with at(MONDAY + datetime.timedelta(days=60)):
        assert not deadlines.late_ones("case").filter(rule__code="test").exists()
        waiting = home.waiting_for(acting("bram"))
        assert "test" not in {due.deadline.rule.code for due in waiting.due}
        assert [due.case.pk for due in waiting.standing_still] == [case.pk]
        terms.resume(case, term=term(case).pk, on=clock.today(), reason="Terug", by=acting("bram"))
    assert term(case).due_on == datetime.date(2027, 3, 5)
    with at(MONDAY + datetime.timedelta(days=61)):
        until = datetime.date(2027, 4, 1)
        terms.extend(case, term=term(case).pk, until=until, reason="Meer", by=acting("bram"))
    assert term(case).due_on == datetime.date(2027, 4, 1)
    told = [one["title"] for one in intake.mailbox(case, reporter(SEVEN))["changes_of_terms"]]
    assert told[0] == "‘Reacties verwerken’ is verlengd. De laatste dag is 1 april 2027."
    assert len(told) == 3


def test_a_term_of_the_law_never_stands_still(case: Case) -> None:
    legal = deadlines.of(case.ref).get(rule__code="feedback")
    with pytest.raises(Refused, match="Wet bescherming klokkenluiders"):
        terms.pause(case, term=legal.pk, on=MONDAY, reason=WHY, by=acting("bram"))
    page = with_open_vault("bram").get(reverse("cases:case", args=[case.number]))
    assert reverse("cases:pause", args=[case.number, legal.pk]) not in page.content.decode()


def test_of_two_who_press_at_once_one_changes_it(case: Case) -> None:
    paused(case)
    with pytest.raises(Refused, match="staat al stil"):
        paused(case)
    opened = operations.open_case(case, by=acting("bram"))
    assert [i.kind for i in opened.items].count("term_paused") == 1


def test_in_a_closed_case_or_without_a_key_no_term_changes(case: Case) -> None:
    operations.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    with pytest.raises(Refused, match="kunt haar niet openen"):
        terms.pause(case, term=term(case).pk, on=MONDAY, reason=WHY, by=acting("fenna"))
    operations.acknowledge(case, on=MONDAY, message="Dank", by=acting("bram"))
    case.refresh_from_db()
    close(case)
    with pytest.raises(Refused, match="afgesloten"):
        paused(case)
    assert term(case).paused_on is None


def test_a_case_that_closes_lets_its_other_terms_go_and_opened_again_they_wait(case: Case) -> None:
    paused(case)
    with at(MONDAY + datetime.timedelta(days=3)):
        operations.acknowledge(case, on=clock.today(), message="Dank", by=acting("bram"))
        case.refresh_from_db()
        close(case)
    assert term(case).dropped_on == MONDAY + datetime.timedelta(days=3)
    assert not deadlines.open_ones("case").filter(subject_number=case.pk).exists()
    closing.reopen(case, reason="Toch nog iets", by=acting("bram"))
    again = term(case)
    assert again.is_open
    assert again.due_on == datetime.date(2027, 1, 7)


def test_the_term_of_another_case_is_not_reached_through_this_one(case: Case) -> None:
    other = report()
    theirs = given.give(other.ref, starts_on=MONDAY)
    with pytest.raises(Refused, match="niet meer"):
        terms.pause(case, term=theirs.pk, on=MONDAY, reason=WHY, by=acting("bram"))
    bram = with_open_vault("bram")
    assert bram.get(reverse("cases:pause", args=[case.number, theirs.pk])).status_code == 404


def test_an_impossible_day_is_told_at_the_field_and_what_was_typed_stays(case: Case) -> None:
    bram, page = with_open_vault("bram"), reverse("cases:pause", args=[case.number, term(case).pk])
    sent = {"on_day": "31", "on_month": "2", "on_year": "2026", "reason": WHY}
    answer = bram.post(page, sent).content.decode()
    assert "Deze datum bestaat niet" in answer
    assert WHY in answer
    answer = bram.post(page, {**sent, "on_day": "24", "on_month": "11"}).content.decode()
    assert "Kies een dag van 23 november 2026 tot en met 23 november 2026." in answer
    assert WHY in answer
    assert term(case).paused_on is None
    bram.post(page, {**sent, "on_day": "23", "on_month": "11"})
    shown = bram.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "staat stil sinds 23 november 2026" in shown


def test_a_term_stands_still_again_only_from_where_it_ran_again(case: Case) -> None:
    paused(case)
    with at(MONDAY + datetime.timedelta(days=3)):
        terms.resume(case, term=term(case).pk, on=clock.today(), reason="Terug", by=acting("bram"))
        page = reverse("cases:pause", args=[case.number, term(case).pk])
        sent = {"on_day": "24", "on_month": "11", "on_year": "2026", "reason": WHY}
        answer = with_open_vault("bram").post(page, sent)
    assert answer.context["form"].errors["on"] == [
        "Deze termijn stond al eerder stil en loopt weer sinds 26 november 2026. "
        "Kies een dag van 26 november 2026 tot en met 26 november 2026."
    ]
    assert WHY in answer.content.decode()
    assert term(case).paused_on is None


def test_an_extension_that_goes_back_is_told_at_the_field(case: Case) -> None:
    with pytest.raises(Invalid) as refused:
        terms.extend(case, term=term(case).pk, until=MONDAY, reason=WHY, by=acting("bram"))
    assert "until" in refused.value.message_dict
    assert queries.visible_to(acting("bram")).filter(pk=case.pk).exists()
