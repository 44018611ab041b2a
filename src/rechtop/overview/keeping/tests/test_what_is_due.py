"""What is past its term, and what is never destroyed whatever its term."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import at_desk, with_open_vault
from tests.people import acting, person, reporter

from rechtop.ground.kernel import words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault.models import SealedKey
from rechtop.overview.home import queries as home
from rechtop.overview.keeping import operations, queries
from rechtop.overview.keeping.tests.making import (
    CLOSED_ON,
    KEPT_UNTIL,
    LATER,
    adopt,
    closed,
    on,
)
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Kind, Outcome, Term
from rechtop.work.cases import closing, holding, publishing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities
from rechtop.work.protection import queries as protection
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import State as Answer
from rechtop.work.spoken.models import Minutes

pytestmark = pytest.mark.django_db


def due(kind: str = Kind.CASE, day: datetime.date = LATER) -> list[Case]:
    with on(day):
        return list(queries.due(kind))


def test_a_file_is_due_the_day_after_its_last_day_and_not_before() -> None:
    case = closed()
    adopt(2027)
    assert due(day=KEPT_UNTIL) == []
    assert due(day=LATER) == [case]


def test_the_term_hangs_on_the_outcome() -> None:
    founded, no_issue = closed(conclusion="founded"), closed(conclusion="no-integrity-issue")
    adopt(2027)
    assert due(day=datetime.date(2029, 3, 11)) == [no_issue]
    assert set(due(day=datetime.date(2037, 3, 11))) == {founded, no_issue}


def test_an_open_case_is_never_due() -> None:
    case = closed()
    adopt(2027)
    with on(LATER):
        closing.reopen(case, reason="Er is iets nieuws.", by=acting("bram"))
    assert due(day=datetime.date(2060, 1, 1)) == []


def test_a_case_in_which_the_reporter_wrote_is_never_due() -> None:
    seven = words.draw()
    case = closed(seven=seven)
    adopt(2027)
    with on(LATER):
        cases.write_as_reporter(case, text="Nog iets.", by=reporter(seven))
    assert due() == []


def test_a_file_on_hold_is_due_only_once_it_is_let_go_of() -> None:
    case = closed()
    adopt(2027)
    with on(KEPT_UNTIL):
        holding.hold(case, reason="De rechtszaak van Jan loopt nog.", by=acting("bram"))
    assert due() == []
    case.refresh_from_db()
    assert (case.hold_since, case.hold_by_id) == (KEPT_UNTIL, person("bram").pk)
    with on(LATER):
        holding.lift(case, reason="De rechter deed uitspraak.", by=acting("fenna"))
    assert due() == [case]


def test_why_a_file_is_held_stands_inside_it_alone() -> None:
    case = closed()
    holding.hold(case, reason="De rechtszaak van Jan loopt nog.", by=acting("bram"))
    opened = cases.open_case(case, by=acting("fenna"))
    assert "De rechtszaak van Jan loopt nog." in [i.content.get("text") for i in opened.items]
    row = Case.objects.filter(pk=case.pk).values().get()
    assert not any("rechtszaak" in str(value) for value in row.values())


def test_what_the_account_still_needs_stays_until_the_year_is_adopted_or_the_row_approved() -> None:
    case, other = closed(), closed()
    assert due() == []
    with on(LATER):
        row = publishing.propose_row(
            case,
            texts=dict.fromkeys(("report", "subject", "findings", "consequence"), "Iets."),
            reader=person("fenna"),
            by=acting("bram"),
        )
        publishing.approve_row(row, shown=row.number or "", by=acting("fenna"))
    assert due() == [case]
    adopt(2027)
    assert set(due()) == {case, other}


def test_a_name_that_someone_asks_for_keeps_the_file() -> None:
    case = closed(name="Anna de Jong")
    adopt(2027)
    with on(LATER):
        identities.ask(case, reason="Ik moet haar bellen.", told="Om te bellen.", by=acting("bram"))
    assert due() == []
    assert due(Kind.IDENTITY) == []


def test_a_name_goes_sooner_than_its_file_and_only_where_there_is_one() -> None:
    named, _anonymous = closed(name="Anna de Jong"), closed()
    adopt(2027)
    two_years = datetime.date(2029, 3, 11)
    assert due(Kind.IDENTITY, two_years - datetime.timedelta(days=1)) == []
    assert due(Kind.IDENTITY, two_years) == [named]
    assert due(Kind.IDENTITY, LATER) == []  # then all of it goes


def test_what_goes_to_the_archive_is_never_destroyed() -> None:
    closed()
    adopt(2027)
    Term.objects.filter(kind=Kind.CASE).update(outcome=Outcome.ARCHIVE)
    assert due(day=datetime.date(2060, 1, 1)) == []
    with on(LATER):
        assert queries.kept_longer(acting("mees"))["archive"] == 1


def test_without_a_term_nothing_is_ever_due() -> None:
    closed()
    adopt(2027)
    Term.objects.all().delete()
    assert due(day=datetime.date(2090, 1, 1)) == []


def test_the_page_tells_what_holds_files_past_their_term() -> None:
    held, waits = closed(), closed(seven=(seven := words.draw()))
    with on(LATER):
        holding.hold(held, reason="Er loopt iets.", by=acting("bram"))
        cases.write_as_reporter(waits, text="Nog iets.", by=reporter(seven))
        told = queries.kept_longer(acting("mees"))
    assert told == {"hold": 1, "reporter": 1, "name": 0, "account": 2, "archive": 0}


def test_a_reporter_whose_correction_or_detriment_nobody_read_holds_the_file() -> None:
    corrected, harmed = closed(), closed()
    adopt(2027)
    assert set(due()) == {corrected, harmed}
    rows = [
        Minutes.objects.create(case=corrected, changed_on=LATER),
        CheckIn.objects.create(
            case=harmed,
            rule=protection.rules_on(CLOSED_ON)[0],
            closed_on=harmed.closed_on,
            due_on=LATER,
            asked_on=LATER,
            state=Answer.DETRIMENT,
            answered_on=LATER,
            waits_since=LATER,
        ),
    ]
    assert due() == []
    with on(LATER):
        assert queries.kept_longer(acting("mees"))["reporter"] == 2
    for row in rows:
        row.delete()
    assert set(due()) == {corrected, harmed}


def test_what_is_closed_to_the_coordinator_is_proposed_by_who_can_open_it() -> None:
    case = closed(about=("fenna",))
    adopt(2027)
    with on(LATER):
        assert due() == [case]
        assert list(queries.to_propose(Kind.CASE, acting("fenna"))) == []
        assert list(queries.to_propose(Kind.CASE, acting("gijs"))) == [case]


def test_what_is_due_soon_is_told_to_who_can_propose_it() -> None:
    closed()
    adopt(2027)
    with on(KEPT_UNTIL):
        assert home.waiting_for(acting("fenna")).to_destroy == "1"
        assert home.waiting_for(acting("bram")).to_destroy == ""
    with on(CLOSED_ON + datetime.timedelta(days=300)):
        assert home.waiting_for(acting("fenna")).to_destroy == ""


CODES = st.sampled_from(["", "zakelijk", "sociaal"])
OUTCOMES = st.sampled_from(["", "founded", "unfounded"])
TERMS = st.lists(
    st.fixed_dictionaries(
        {
            "regime": CODES,
            "conclusion": OUTCOMES,
            "length": st.integers(1, 90),
            "unit": st.sampled_from(["months", "years"]),
            "outcome": st.sampled_from(["destroy", "archive"]),
        }
    ),
    max_size=6,
    unique_by=lambda told: (told["regime"], told["conclusion"]),
)


@given(TERMS, st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 12, 31)))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_one_question_says_of_every_case_what_its_own_term_says(
    told: list[dict[str, Any]], today: datetime.date
) -> None:
    """Ask the database, and ask each registration apart."""
    Term.objects.all().delete()
    Term.objects.bulk_create(
        Term(kind="case", basis="own", source="x", valid_from=datetime.date(2019, 1, 1), **one)
        for one in told
    )
    Case.objects.all().delete()
    days = [datetime.date(2020, 2, 29), datetime.date(2024, 1, 31), datetime.date(2030, 12, 31)]
    registrations = [
        Case(
            pk=1_000_000 + at,
            number=f"{at:04}-TEST",
            state="closed",
            received_on=day,
            received_year=day.year,
            closed_on=day,
            closed_year=day.year,
            has_mailbox=True,
            regime_taken_in=regime or "misstand",
            regime=regime or "misstand",
            conclusion=conclusion,
        )
        for at, (day, regime, conclusion) in enumerate(
            (day, regime, conclusion)
            for day in days
            for regime in ("", "zakelijk", "sociaal")
            for conclusion in ("founded", "unfounded", "solved")
        )
    ]
    Case.objects.bulk_create(registrations)
    with on(today):
        terms = retention.in_force()
        found = set(Case.objects.filter(retention.past_term("case")).values_list("pk", flat=True))
        expected = set()
        for one in registrations:
            term = retention.term_of("case", one.regime, one.conclusion, terms)
            assert one.closed_on is not None
            if term and term.outcome == "destroy" and term.kept_until(one.closed_on) < today:
                expected.add(one.pk)
    assert found == expected


def test_what_is_due_is_one_question_whatever_there_is() -> None:
    closed()
    adopt(2027)
    with (
        on(LATER),
        CaptureQueriesContext(
            connection,
        ) as few,
    ):
        list(queries.due(Kind.CASE))
    for _unused in range(3):
        closed()
    with on(LATER), CaptureQueriesContext(connection) as more:
        list(queries.due(Kind.CASE))
    the_schedule_the_years_and_the_cases = 3
    assert len(few) == len(more) == the_schedule_the_years_and_the_cases


def only_for(case: Case, *names: str) -> None:
    """Let these people alone hold a key to a case."""
    holders = [acting(name).holder for name in names]
    others = SealedKey.objects.filter(file=case.pk, recipient__holder__kind="person")
    others.exclude(recipient__holder__in=holders).delete()


def test_a_file_no_coordinator_and_no_secretary_opens_is_proposed_by_who_holds_its_key() -> None:
    orphan, other = closed(), closed()
    adopt(2027)
    only_for(orphan, "bram")
    with on(LATER):
        assert list(queries.to_propose(Kind.CASE, acting("bram"))) == [orphan]
        assert orphan not in queries.to_propose(Kind.CASE, acting("fenna"))
        assert other in queries.to_propose(Kind.CASE, acting("fenna"))
        assert home.waiting_for(acting("bram")).to_destroy == "1"
        proposed = operations.propose(by=acting("bram"))
        assert [line.case for line in queries.lines(proposed)] == [orphan]
        with pytest.raises(Refused):
            operations.approve(proposed, shown=1, by=acting("bram"))
        operations.approve(proposed, shown=1, by=acting("mees"))


def test_who_holds_a_key_is_not_asked_for_what_the_coordinator_opens() -> None:
    closed()
    adopt(2027)
    with on(LATER):
        assert not queries.to_propose(Kind.CASE, acting("bram")).exists()
        assert home.waiting_for(acting("bram")).to_destroy == ""
        with pytest.raises(Invalid):
            operations.propose(by=acting("bram"))
        for name in ("kees", "carla", "lotte"):
            with pytest.raises(Refused):
                operations.propose(by=acting(name))


def test_what_opens_for_nobody_is_counted_and_the_page_says_what_to_do() -> None:
    case = closed()
    adopt(2027)
    with on(LATER):
        assert not queries.beyond_reach(acting("mees")).exists()
        only_for(case)
        assert list(queries.beyond_reach(acting("mees"))) == [case]
        page = at_desk("mees").get("/desk/bewaren/").content.decode()
        assert "gaat open voor niemand die nu een taak heeft" in page


def test_no_count_tells_a_coordinator_of_a_file_that_is_closed_to_them() -> None:
    held, free = closed(), closed()
    adopt(2027)
    with on(LATER):
        holding.hold(held, reason="Er loopt iets.", by=acting("bram"))
        fenna, mees = acting("fenna"), acting("mees")
        assert queries.kept_longer(fenna)["hold"] == 1
        for case in (held, free):
            only_for(case, "bram")
        assert not any(queries.kept_longer(fenna).values())
        assert not queries.due_in_all(fenna).exists()
        assert not queries.beyond_reach(fenna).exists()
        assert queries.kept_longer(mees)["hold"] == 1
        assert list(queries.due_in_all(mees)) == [free]
        page = with_open_vault("fenna").get("/desk/bewaren/").content.decode()
        assert "Iemand houdt het dossier vast" not in page
        assert "van iedereen samen" not in page
        page = at_desk("mees").get("/desk/bewaren/").content.decode()
        assert "Iemand houdt het dossier vast" in page
        assert "van iedereen samen: 1" in page


def test_who_is_asked_for_want_of_others_finds_the_page_from_home() -> None:
    orphan = closed()
    adopt(2027)
    only_for(orphan, "bram")
    with on(LATER):
        bram = with_open_vault("bram")
        assert "/desk/bewaren/voorstel/" in bram.get("/desk/").content.decode()
        page = bram.get("/desk/bewaren/voorstel/").content.decode()
        assert orphan.number in page
        assert "gaan niet open voor de coördinator of de secretaris" in page
        assert 'href="/desk/bewaren/"' not in page
        answer = bram.post("/desk/bewaren/voorstel/", follow=True)
        assert answer.status_code == 200
        assert bram.get("/desk/bewaren/").status_code == 404
