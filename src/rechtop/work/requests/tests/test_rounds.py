"""A round asks every manager once, counts who answered, and tells nobody what they said."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Unit
from rechtop.people.personnel import queries as personnel
from rechtop.work.cases import queries as cases
from rechtop.work.requests import account, operations, queries
from rechtop.work.requests.models import Question, Request, Round, Tally
from rechtop.work.requests.states import Answer, Lapse, Quarter, quarter_of

pytestmark = pytest.mark.django_db

REPORT = {
    "what": "Iemand nam gereedschap mee naar huis.",
    "when": "Vorige maand",
    "did": "Ik heb er met hem over gesproken.",
    "outcome": "Hij bracht het terug.",
    "who": "Een medewerker",
    "brought_by": "Daan Dekker, Bureau Vergunningen",
}
THREE_WEEKS = datetime.timedelta(days=21)


def opened() -> Round:
    """Let Fenna open the round of this quarter."""
    return operations.open_round(
        over=quarter_of(), due_on=clock.today() + THREE_WEEKS, by=acting("fenna")
    )


def asked(name: str) -> Request:
    return Request.objects.get(person=person(name))


def answered(name: str, answer: str = Answer.NOTHING) -> None:
    operations.answer(asked(name), answer=answer, shown="", by=acting(name))


def handed_in(name: str, *about: str) -> Any:
    return operations.hand_in(
        asked(name),
        report=REPORT,
        types=["improper-use"],
        about=[person(one).pk for one in about],
        by=acting(name),
    )


def later(found: Round, days: int = 0) -> Any:
    """Stand so many days after the last day of a round, at noon."""
    day = found.due_on + datetime.timedelta(days=days)
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), clock.HERE))


def covered(found: Round) -> queries.Coverage:
    return queries.coverage([found.pk])[found.pk]


def tallied() -> dict[str, tuple[int, int, int]]:
    return {
        one.department.name if one.department else "": (one.asked, one.answered, one.lapsed)
        for one in Tally.objects.select_related("department")
    }


def test_a_round_asks_every_manager_under_the_department_they_lead_in() -> None:
    found = opened()
    names = (
        Request.objects.filter(round=found).order_by("pk").values_list("person__name", "unit__name")
    )
    assert list(names) == [
        ("Daan Dekker", "Bureau Vergunningen"),
        ("Nadia Noor", "Afdeling P&O"),
        ("Otto Oosterhuis", "Directie Leefomgeving"),
        ("Petra Post", "Eenheid Audit en Advies"),
    ]
    assert tallied() == {"Directie Leefomgeving": (2, 0, 0), "Directie Concernzaken": (2, 0, 0)}


def test_a_manager_without_a_unit_is_asked_for_where_they_work() -> None:
    Duty.objects.filter(kind="manager").update(unit=None)
    assert [one.unit for one in personnel.led_by(personnel.managers())] == [
        Unit.objects.get(name=name).pk
        for name in (
            "Bureau Vergunningen",
            "Afdeling P&O",
            "Directie Leefomgeving",
            "Eenheid Audit en Advies",
        )
    ]


def test_only_the_coordinator_opens_and_closes() -> None:
    for name in ("bram", "daan", "eva", "gijs", "hanna"):
        with pytest.raises(Refused):
            operations.open_round(
                over=quarter_of(), due_on=clock.today() + THREE_WEEKS, by=acting(name)
            )
    found = opened()
    for name in ("bram", "daan", "eva"):
        for verb in (operations.close, operations.remind, operations.ask_newcomers):
            with pytest.raises(Refused):
                verb(found, by=acting(name))


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_a_last_day_that_cannot_be_is_told_at_its_field(days: int) -> None:
    day = clock.today() + datetime.timedelta(days=days)
    with pytest.raises(Invalid) as error:
        operations.open_round(over=quarter_of(), due_on=day, by=acting("fenna"))
    assert "due_on" in error.value.message_dict
    assert not Round.objects.exists()


def test_a_quarter_has_one_round_and_one_runs_at_a_time() -> None:
    found = opened()
    for over in (quarter_of(), quarter_of().before):
        with pytest.raises(Invalid):
            operations.open_round(over=over, due_on=clock.today() + THREE_WEEKS, by=acting("fenna"))
    operations.close(found, by=acting("fenna"))
    with pytest.raises(Invalid):
        opened()
    with pytest.raises(Invalid):
        operations.open_round(
            over=quarter_of().after, due_on=clock.today() + THREE_WEEKS, by=acting("fenna")
        )


def test_the_database_asks_a_manager_once_in_a_round() -> None:
    found = opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(number="0000-0001", round=found, person=person("daan"))


def test_a_manager_answers_once_and_may_change_it_until_the_round_closes() -> None:
    found = opened()
    answered("daan")
    answered("daan")  # a double click
    assert covered(found) == queries.Coverage(4, 1)
    operations.answer(
        asked("daan"), answer=Answer.REPORTING, shown=Answer.NOTHING, by=acting("daan")
    )
    assert asked("daan").answer == Answer.REPORTING
    assert covered(found) == queries.Coverage(4, 1)
    operations.close(found, by=acting("fenna"))
    with pytest.raises(Refused, match="gesloten"):
        operations.answer(
            asked("daan"), answer=Answer.NOTHING, shown=Answer.REPORTING, by=acting("daan")
        )
    with pytest.raises(Refused, match="gesloten"):
        handed_in("nadia")


def test_an_answer_given_elsewhere_meanwhile_is_not_written_over() -> None:
    opened()
    answered("daan", Answer.REPORTING)
    with pytest.raises(Invalid, match="intussen"):
        answered("daan", Answer.NOTHING)
    assert asked("daan").answer == Answer.REPORTING


def test_nobody_answers_for_another_or_after_their_duty() -> None:
    opened()
    for name in ("nadia", "eva", "fenna"):
        with pytest.raises(Refused):
            operations.answer(asked("daan"), answer=Answer.NOTHING, shown="", by=acting(name))
    duty = Duty.objects.get(person=person("daan"), kind="manager")
    organisation.end_duty(duty, by=COMMAND)
    with pytest.raises(Refused):
        answered("daan")


def test_handled_is_no_answer_without_a_registration() -> None:
    opened()
    with pytest.raises(Invalid):
        answered("daan", Answer.HANDLED)
    assert asked("daan").answer == ""


def test_what_a_manager_hands_in_lies_sealed_with_the_integrity_team() -> None:
    found = opened()
    case = handed_in("daan")
    assert case.channel == "request-round"
    assert (case.entered_by_id, case.handler_id, case.has_mailbox) == (None, None, False)
    assert cases.types_of(case) == ["improper-use"]
    for name in ("bram", "fenna"):
        assert cases.visible_to(acting(name)).filter(pk=case.pk).exists()
    for name in ("gijs", "ivo"):
        assert not cases.visible_to(acting(name)).filter(pk=case.pk).exists()
    assert asked("daan").answer == Answer.HANDLED
    assert covered(found) == queries.Coverage(4, 1)


def test_whom_it_is_about_gets_no_key_and_learns_of_no_registration() -> None:
    found = opened()
    case = handed_in("daan", "fenna")
    assert not cases.visible_to(acting("fenna")).filter(pk=case.pk).exists()
    assert cases.visible_to(acting("bram")).filter(pk=case.pk).exists()
    # What Fenna reads of the round is the same as after a no.
    told = (covered(found), tallied())
    Request.objects.update(answer="", answered_on=None, state="asked")
    Tally.objects.update(answered=0)
    answered("daan")
    assert (covered(found), tallied()) == told


def test_a_registration_that_cannot_be_sealed_leaves_no_answer() -> None:
    found = opened()
    with pytest.raises(Refused):
        handed_in("daan", "bram", "fenna", "gijs", "ivo")
    assert asked("daan").answer == ""
    assert covered(found) == queries.Coverage(4, 0)


def test_the_trail_names_what_was_done_and_not_what_was_answered() -> None:
    opened()
    answered("daan")
    answered("nadia", Answer.REPORTING)
    lines = Entry.objects.filter(action__startswith="request").values_list("action", "object_kind")
    assert set(lines) >= {("requests.opened", "round"), ("request.answered", "request")}
    assert len({action for action, _kind in lines if action.startswith("request.")}) == 1


def test_who_left_lapses_with_a_reason_and_counts_no_more() -> None:
    found = opened()
    with pytest.raises(Invalid):
        operations.let_lapse(asked("otto"), lapse="zomaar", by=acting("fenna"))
    operations.let_lapse(asked("otto"), lapse=Lapse.ABSENT, by=acting("fenna"))
    assert covered(found) == queries.Coverage(3, 0)
    with pytest.raises(Refused):
        answered("otto")
    with pytest.raises(Refused):
        operations.let_lapse(asked("otto"), lapse=Lapse.LEFT, by=acting("fenna"))
    operations.ask_again(asked("otto"), by=acting("fenna"))
    answered("otto")
    assert covered(found) == queries.Coverage(4, 1)
    with pytest.raises(Refused):
        operations.let_lapse(asked("otto"), lapse=Lapse.LEFT, by=acting("fenna"))


def test_who_became_a_manager_since_can_be_asked_too() -> None:
    found = opened()
    organisation.give_duty(person("eva"), kind="manager", from_date=clock.today(), by=COMMAND)
    assert [one.name for one in queries.not_yet_asked(found)] == ["Eva Evers"]
    assert operations.ask_newcomers(found, by=acting("fenna")) == 1
    assert operations.ask_newcomers(found, by=acting("fenna")) == 0
    assert tallied()["Directie Leefomgeving"] == (3, 0, 0)


def test_mail_goes_to_who_is_asked_and_again_to_who_did_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example")
    found = opened()
    assert Outgoing.objects.count() == 4
    assert not any("voorbeeld" in one.address for one in Outgoing.objects.all())
    answered("daan")
    assert operations.remind(found, by=acting("fenna")) == 3
    assert Outgoing.objects.count() == 7
    with pytest.raises(Invalid):
        operations.remind(found, by=acting("fenna"))
    assert Outgoing.objects.count() == 7
    organisation.end_duty(Duty.objects.get(person=person("otto"), kind="manager"), by=COMMAND)
    with later(found, -2):
        assert operations.remind(found, by=acting("fenna")) == 2


def test_each_reminder_goes_once_by_itself_and_then_the_round_closes() -> None:
    found = opened()
    for days, kinds in ((-8, []), (-7, ["first"]), (-6, ["first"]), (0, ["first", "last"])):
        with later(found, days):
            for _again in range(2):
                operations.go_on()
            assert [one.kind for one in queries.reminders(found)] == kinds
    with later(found, 1):
        assert operations.go_on()["closed"] == 1
        found.refresh_from_db()
        assert (found.state, found.closed_on, found.closed_by) == ("closed", clock.today(), None)
        with pytest.raises(Refused):
            operations.remind(found, by=JOB)
        with pytest.raises(Refused):
            operations.move_last_day(found, due_on=clock.today() + THREE_WEEKS, by=acting("fenna"))


def test_another_last_day_keeps_the_round_open() -> None:
    found = opened()
    operations.move_last_day(
        found, due_on=found.due_on + datetime.timedelta(days=7), by=acting("fenna")
    )
    with later(found, 1):
        assert operations.go_on()["closed"] == 0
    with pytest.raises(Invalid):
        operations.move_last_day(found, due_on=clock.today(), by=acting("fenna"))


def test_who_answered_is_forgotten_after_two_years_and_the_figures_stay() -> None:
    found = opened()
    answered("daan")
    before = [(one.name, one.value) for one in account.figures(found.year)]
    with later(found, 1):
        operations.go_on()
        assert Request.objects.exists()
    with later(found, 733):
        assert operations.go_on()["forgotten"] == 1
    assert not Request.objects.exists()
    assert [(one.name, one.value) for one in account.figures(found.year)] == before


def test_the_figures_of_a_year_are_counted_and_unknown_without_a_round() -> None:
    year = quarter_of().year
    assert {one.value for one in account.figures(year)} == {None}
    opened()
    answered("daan")
    handed_in("nadia")
    operations.let_lapse(asked("otto"), lapse=Lapse.LEFT, by=acting("fenna"))
    found = {one.name: one for one in account.figures(year)}
    assert {name: one.value for name, one in found.items()} == {
        "uitvraag.rondes": 1,
        "uitvraag.gevraagd": 3,
        "uitvraag.beantwoord": 2,
        "uitvraag.dekking": 66,
        "uitvraag.registraties": 1,
    }
    for one in found.values():
        behind = one.follow(acting("jet"))
        assert behind is not None
        told = [behind.tell(record) for record in behind.found]
        assert len(told) == one.value or one.name == "uitvraag.dekking"
        assert "Dekker" not in str(told)


def test_a_question_is_dated_and_a_round_keeps_the_one_it_began_with() -> None:
    found = opened()
    tomorrow = clock.today() + datetime.timedelta(days=1)
    told = {"text": "Weet u iets?", "text_en": "Anything?", "help": "", "help_en": ""}
    operations.write_question(valid_from=tomorrow, **told, by=acting("fenna"))
    operations.write_question(
        valid_from=tomorrow, **{**told, "text": "Weet u nog iets?"}, by=acting("fenna")
    )
    assert Question.objects.count() == 2
    found.refresh_from_db()
    assert found.question.text != "Weet u nog iets?"
    for day in (clock.today() - datetime.timedelta(days=1), found.question.valid_from):
        with pytest.raises(Invalid):
            operations.write_question(valid_from=day, **told, by=acting("fenna"))
    with pytest.raises(Refused):
        operations.write_question(valid_from=tomorrow, **told, by=acting("bram"))


def test_the_calendar_proposes_the_quarter_that_has_begun() -> None:
    for day, over in (
        (datetime.date(2027, 1, 1), Quarter(2027, 1)),
        (datetime.date(2027, 3, 31), Quarter(2027, 1)),
        (datetime.date(2027, 4, 1), Quarter(2027, 2)),
        (datetime.date(2027, 12, 31), Quarter(2027, 4)),
    ):
        with clock.standing_at(datetime.datetime.combine(day, datetime.time(), clock.HERE)):
            assert queries.proposed() == [over]
            assert queries.waiting_for(acting("fenna")).proposed == [over]
            assert not queries.waiting_for(acting("bram"))
    found = opened()
    assert queries.proposed() == []
    assert queries.waiting_for(acting("fenna")).running == found
    assert queries.waiting_for(acting("daan")).asked == asked("daan")
    answered("daan")
    assert not queries.waiting_for(acting("daan"))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["daan", "nadia", "otto", "petra"]),
        st.sampled_from(["answer", "report", "lapse", "again"]),
    ),
    max_size=12,
)


@of_hypothesis(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_the_tally_is_always_what_the_requests_add_up_to(steps: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        found = opened()
        for name, verb in steps:
            one = asked(name)
            try:
                if verb == "lapse":
                    operations.let_lapse(one, lapse=Lapse.LEFT, by=acting("fenna"))
                elif verb == "again":
                    operations.ask_again(one, by=acting("fenna"))
                else:
                    given_now = Answer.NOTHING if verb == "answer" else Answer.REPORTING
                    operations.answer(one, answer=given_now, shown=one.answer, by=acting(name))
            except Refused:
                continue
        for tally in Tally.objects.filter(round=found):
            own = Request.objects.filter(round=found, department=tally.department)
            counted = [own.filter(state=state).count() for state in ("answered", "lapsed")]
            assert [tally.answered, tally.lapsed] == counted
            assert tally.asked == own.count()
        transaction.set_rollback(True)
