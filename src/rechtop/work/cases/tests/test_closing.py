import datetime
from dataclasses import replace
from typing import Any

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.overview.home import queries as home
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import closing, closing_forms, operations, presenting, queries
from rechtop.work.cases.closing import Closing, Told
from rechtop.work.cases.models import Case, CaseType, Measure
from rechtop.work.cases.states import State

pytestmark = pytest.mark.django_db

CLOSING = Closing(
    is_admissible=None,
    is_investigated=True,
    types=["financial"],
    conclusion="founded",
    measures=[("reprimand", True), ("order-withdrawn", False)],
    commissioner="director",
    findings="De reis is betaald.",
    consequence="De opdracht gaat niet door.",
)
TYPED = {
    "regime": "zakelijk",
    "is_admissible": "yes",
    "is_investigated": "no",
    "types": ["financial"],
    "conclusion": "founded",
    "findings": "De reis is betaald.",
    "measures": ["reprimand"],
    "message": "Dit is de uitkomst.",
}
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _on_a_day():  # type: ignore[no-untyped-def]
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        yield


def letter(received_on: datetime.date = datetime.date(2026, 11, 20)) -> Case:
    return operations.enter(
        channel="letter",
        received_on=received_on,
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )


def close(case: Case, **more: Any) -> Case:
    message = "Dit is de uitkomst." if case.has_mailbox else ""
    told = {"closing": CLOSING, "message": message, "regime": "zakelijk", **more}
    closing.close(case, **told, by=acting("bram"))
    case.refresh_from_db()
    return case


def term(case: Case, code: str) -> Deadline:
    return deadlines.of(case.ref).get(rule__code=code)


def form(case: Case, **changed: Any) -> closing_forms.Close:
    return closing_forms.Close({**TYPED, **changed}, case=case)


def test_a_closed_case_shows_its_whole_registration_with_the_consequence() -> None:
    case = close(report())
    told = dict(presenting.outcome(operations.open_case(case, by=acting("bram"))))
    assert told["Gevolg"] == "De opdracht gaat niet door."
    assert told["Maatregelen tegen een persoon"] == "Berisping"
    assert told["Maatregelen, niet tegen een persoon"] == "Opdracht ingetrokken"
    assert told["Valt onder de regeling"] == "niet van toepassing"
    assert told["Soort schending"] == "Financieel"


def test_the_closing_message_is_the_feedback_and_the_acknowledgement_that_was_not_sent() -> None:
    case = close(report())
    assert (case.acknowledged_on, case.feedback_on) == (TODAY, TODAY)
    assert term(case, "acknowledgement").met_on == term(case, "feedback").met_on == TODAY


def test_without_a_mailbox_closing_asks_when_the_reporter_heard_or_why_not() -> None:
    with pytest.raises(Invalid) as refused:
        close(letter())
    assert set(refused.value.message_dict) == {"acknowledged_on", "feedback_on"}


def test_the_days_on_which_the_reporter_heard_meet_the_terms() -> None:
    told = Told(datetime.date(2026, 11, 21), datetime.date(2026, 11, 23))
    case = close(letter(), told=told)
    assert (case.acknowledged_on, case.feedback_on) == (told.acknowledged_on, told.feedback_on)
    assert term(case, "acknowledgement").met_on == told.acknowledged_on
    assert term(case, "feedback").met_on == told.feedback_on


def test_a_term_is_let_go_for_a_reason_that_stays_on_the_file() -> None:
    case = close(letter(), told=Told(why_not="De brief was anoniem."))
    for code in ("acknowledgement", "feedback"):
        assert (term(case, code).met_on, term(case, code).dropped_on) == (None, TODAY)
    opened = operations.open_case(case, by=acting("bram"))
    assert ("Waarom de melder niets hoorde", "De brief was anoniem.") in presenting.outcome(opened)


@pytest.mark.parametrize("day", [datetime.date(2026, 11, 19), datetime.date(2026, 11, 25)])
def test_the_reporter_heard_between_the_receipt_and_today(day: datetime.date) -> None:
    with pytest.raises(Invalid) as refused:
        close(letter(), told=Told(TODAY, day))
    assert set(refused.value.message_dict) == {"feedback_on"}


def test_feedback_that_was_given_before_is_not_asked_again() -> None:
    case = letter()
    operations.acknowledge(case, on=TODAY, message="", by=acting("bram"))
    operations.note_feedback(case, on=TODAY, by=acting("bram"))
    case.refresh_from_db()
    assert close(case).state == State.CLOSED


def test_feedback_given_after_all_meets_a_term_that_was_let_go() -> None:
    case = close(letter(), told=Told(why_not="Geen adres."))
    operations.note_feedback(case, on=TODAY, by=acting("bram"))
    assert (term(case, "feedback").met_on, term(case, "feedback").dropped_on) == (TODAY, None)


def test_a_reopened_case_stands_where_it_stood_with_its_terms_and_on_the_home_of_its_handler() -> (
    None
):
    case = close(letter(), told=Told(why_not="Geen adres."))
    closing.reopen(case, reason="Nieuwe feiten", by=acting("bram"))
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert term(case, "feedback").is_open
    assert term(case, "acknowledgement").is_open
    assert case.pk in [due.case.pk for due in home.waiting_for(acting("bram")).due]


def test_a_reopened_case_whose_terms_are_met_waits_on_the_home_too() -> None:
    case = report()
    operations.assign(case, to=person("bram"), by=acting("bram"))
    close(case)
    assert case not in home.waiting_for(acting("bram")).without_term
    closing.reopen(case, reason="Nieuwe feiten", by=acting("bram"))
    case.refresh_from_db()
    assert case.state == State.ACKNOWLEDGED
    assert case in home.waiting_for(acting("bram")).without_term


def test_a_reopened_case_has_no_outcome_and_closing_starts_from_the_earlier_one() -> None:
    case, bram = close(report()), acting("bram")
    closing.reopen(case, reason="Nieuwe feiten", by=bram)
    case.refresh_from_db()
    assert (case.conclusion, case.is_investigated, case.commissioner) == ("", None, "")
    assert not CaseType.objects.filter(case=case).exists()
    assert not Measure.objects.filter(case=case).exists()
    earlier = closing_forms.closing_again(queries.last_closing(case, bram))
    assert earlier["measures"] == ["reprimand", "order-withdrawn"]
    assert (earlier["conclusion"], earlier["is_admissible"]) == ("founded", "open")


def test_a_procedure_is_asked_in_the_closing_where_none_is_set() -> None:
    case = report()
    assert "regime" in form(case, regime="").errors
    assert close(case).regime_taken_in == "zakelijk"
    assert "regime" not in closing_forms.Close(case=case).fields


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("types", []),
        ("types", ["none", "financial"]),
        ("measures", []),
        ("measures", ["none", "talk"]),
    ],
)
def test_at_least_one_is_chosen_and_none_stands_alone(field: str, codes: list[str]) -> None:
    assert list(form(report(), **{field: codes}).errors) == [field]
    wrong = [(code, False) for code in codes] if field == "measures" else codes
    with pytest.raises(Invalid) as refused:
        close(report(), closing=replace(CLOSING, **{field: wrong}))
    assert list(refused.value.message_dict) == [field]


def test_each_measure_is_against_a_person_or_not() -> None:
    typed = form(report(), measures=["other-measure", "other-measure-not-person"])
    assert typed.is_valid(), typed.errors
    assert typed.closing().measures == [
        ("other-measure", True),
        ("other-measure-not-person", False),
    ]
    page = str(form(report()))
    assert page.index("Tegen een persoon") < page.index("Niet tegen een persoon")


def test_whether_it_falls_under_the_rules_is_answered_or_said_not_to_apply() -> None:
    assert "is_admissible" in form(report(), is_admissible="").errors
    typed = form(report(), is_admissible="open")
    assert typed.is_valid(), typed.errors
    assert typed.closing().is_admissible is None


def test_a_letter_asks_for_days_and_a_reason_where_a_mailbox_asks_for_a_message() -> None:
    days = {"acknowledged_on", "feedback_on", "why_not"}
    assert days <= set(closing_forms.Close(case=letter()).fields)
    assert not days & set(closing_forms.Close(case=report()).fields)
    assert "message" not in closing_forms.Close(case=letter()).fields
    assert {"acknowledged_on", "feedback_on"} <= set(form(letter()).errors)
    assert form(letter(), why_not="De brief was anoniem.").is_valid()


def test_a_measure_that_was_taken_more_than_once_is_registered_as_often() -> None:
    case = report()
    typed = {**TYPED, "measures": ["reprimand", "order-withdrawn"], "measures-times-reprimand": "3"}
    form = closing_forms.Close(typed, case=case)
    assert form.is_valid(), form.errors
    close(case, closing=form.closing())
    kept = Measure.objects.filter(case=case).order_by("pk").values_list("code", flat=True)
    assert list(kept) == ["reprimand", "reprimand", "reprimand", "order-withdrawn"]
    shown = dict(presenting.concluded(case, {}))
    assert shown["Maatregelen tegen een persoon"] == "Berisping (3)"
    assert shown["Maatregelen, niet tegen een persoon"] == "Opdracht ingetrokken"
    again = closing_forms.closing_again(queries.last_closing(case, acting("bram")))
    closing.reopen(case, reason="Er is nieuws.", by=acting("bram"))
    page = str(closing_forms.Close(case=case, initial=again)["measures"])
    assert 'name="measures-times-reprimand" value="3"' in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize("times", ["0", "-1", "100", "veel", "1.5", "9" * 50, "²"])
def test_how_often_that_is_no_number_is_told_at_its_field_and_stays(times: str) -> None:
    form = closing_forms.Close({**TYPED, "measures-times-reprimand": times}, case=report())
    assert list(form.errors) == ["measures"]
    assert form.errors["measures"] == ["Vul in hoe vaak: een heel getal van 1 tot en met 99."]
    page = str(form["measures"])
    assert f'name="measures-times-reprimand" value="{times}"' in page
    assert page.count(" checked") == 1


def test_no_measure_cannot_be_taken_more_than_once() -> None:
    case = report()
    assert "measures-times-none" not in str(closing_forms.Close(case=case)["measures"])
    form = closing_forms.Close({**TYPED, "measures": ["none"]}, case=case)
    assert form.is_valid()
    assert form.closing().measures == [("none", False)]


def test_of_what_was_investigated_it_is_said_that_nobody_noted_who_asked_for_it() -> None:
    def shown(**changed: str) -> str:
        case = report()
        typed = form(case, **changed)
        assert typed.is_valid(), typed.errors
        close(case, closing=typed.closing())
        return dict(presenting.concluded(case, {}))["Opdrachtgever"]

    assert shown(is_investigated="yes", commissioner="") == "niet vastgelegd"
    assert "ecretaris" in shown(is_investigated="yes", commissioner="secretary")
    assert shown(is_investigated="no", commissioner="") == ""


def test_a_case_that_is_closed_by_a_double_click_is_closed_once_and_it_says_so() -> None:
    for case, told in ((report(), {}), (letter(), {"message": "", "why_not": "Geen adres."})):
        address, bram = f"/desk/zaken/{case.number}/afsluiten/", with_open_vault("bram")
        assert 'name="once"' in bram.get(address).content.decode()
        sent = {**TYPED, **told, "once": "een"}
        first, second = (bram.post(address, sent, follow=True) for _time in range(2))
        assert "De zaak is afgesloten." in first.content.decode()
        assert "Dit is al verstuurd." in second.content.decode()
        assert first.redirect_chain == second.redirect_chain
