import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.ground.ui import one_cookie
from rechtop.ground.ui.one_cookie import OneCookie
from rechtop.ground.vault import files, proofs, reporters
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty
from rechtop.tools.deadlines.rules import months_later
from rechtop.tools.proofs import queries as proof_queries
from rechtop.work.cases import closing, presenting, telling
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case
from rechtop.work.cases.tests.test_positions import set_for, with_key
from rechtop.work.protection import account, operations, queries
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import State
from rechtop.work.triage import queries as triage

pytestmark = pytest.mark.django_db

CLOSING = Closing(False, False, ["financial"], "solved", [("none", False)], "", "Ja", "")
CLOSED_ON = datetime.date(2026, 1, 31)


def on(day: datetime.date):  # type: ignore[no-untyped-def]
    return clock.standing_at(
        datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    )


def after(months: int, days: int = 0) -> datetime.date:
    return months_later(CLOSED_ON, months) + datetime.timedelta(days=days)


def close(case: Case) -> None:
    cases.assign(case, to=person("bram"), by=acting("bram"))
    closing.close(case, closing=CLOSING, message="Klaar.", regime="zakelijk", by=acting("bram"))
    case.refresh_from_db()


@pytest.fixture
def seven() -> tuple[str, ...]:
    return tuple(words.draw())


@pytest.fixture
def case(seven: tuple[str, ...]) -> Case:
    with on(CLOSED_ON):
        made = report(seven=seven)
        close(made)
    return made


def asked(case: Case, months: int = 1) -> CheckIn:
    with on(after(months)):
        operations.go_on()
        found = queries.current(case)
    assert found is not None
    return found


def states(case: Case) -> list[str]:
    return [one.state for one in queries.of(case)]


def waits_for(name: str) -> list[Case]:
    return [one.case for one in queries.waiting_for(acting(name))]


def test_a_reporter_is_asked_after_one_three_six_and_twelve_months(case: Case) -> None:
    days = [day for day, _rule in queries.due(CLOSED_ON, queries.rules_on(CLOSED_ON))]
    assert days == [after(1), after(3), after(6), after(12)]
    assert days[0] == datetime.date(2026, 2, 28)
    with on(after(1, -1)):
        assert operations.go_on() == 0
    for months in (1, 3, 6, 12):
        with on(after(months)):
            assert (operations.go_on(), operations.go_on()) == (1, 0)
    assert states(case) == [State.UNANSWERED, State.UNANSWERED, State.UNANSWERED, State.ASKED]


def test_what_came_due_while_nobody_kept_the_clock_is_asked_once(case: Case) -> None:
    with on(after(3, 5)):
        assert operations.go_on() == 1
        assert [one.rule.code for one in queries.of(case)] == ["check-in-2"]
    with on(after(12, 100)):
        assert operations.go_on() == 0


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dates(datetime.date(2024, 1, 1), datetime.date(2031, 12, 31)),
    st.lists(st.integers(0, 420), max_size=15),
)
def test_whenever_the_clock_goes_nobody_is_asked_early_or_twice(
    closed_on: datetime.date, passed: list[int]
) -> None:
    made = report()
    made.received_on, made.received_year = closed_on, closed_on.year
    made.closed_on, made.closed_year = closed_on, closed_on.year
    made.state, made.conclusion = "closed", "solved"
    made.save()
    for days in sorted(passed):
        with on(closed_on + datetime.timedelta(days=days)):
            operations.go_on()
            assert queries.of(made).filter(state=State.ASKED).count() <= 1
    put = list(queries.of(made))
    assert all(one.due_on <= one.asked_on < one.due_on + queries.LATEST for one in put)
    assert len({one.rule_id for one in put}) == len(put)
    made.delete()


def test_a_case_whose_file_is_gone_is_not_asked(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        has_file=False,
        handler=None,
        entered_by=None,
        file_destroyed_on=after(1),
        declaration="7F3K-92QD",
    )
    with on(after(1)):
        assert operations.go_on() == 0


def by_letter(positions: Sequence[str] = ()) -> Case:
    """Give a case that came by letter, and was closed."""
    made = cases.enter(
        channel="letter",
        received_on=CLOSED_ON,
        report={"what": "Iets"},
        identity={},
        about=[],
        positions=positions,
        by=acting("bram"),
    )
    cases.assign(made, to=person("bram"), by=acting("bram"))
    made.refresh_from_db()
    not_told = closing.Told(why_not="Anoniem")
    closing.close(
        made, closing=CLOSING, message="", told=not_told, regime="zakelijk", by=acting("bram")
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def letter() -> Case:
    with on(CLOSED_ON):
        return by_letter()


def test_without_a_mailbox_the_handler_asks_and_records_the_answer(letter: Case) -> None:
    check_in, bram = asked(letter), acting("bram")
    day = after(1, 2)
    with on(day):
        assert letter in waits_for("bram")
        with pytest.raises(Refused):
            operations.note(check_in, by=bram)  # seen is not asked
        told = {"on": day, "text": "Aan de telefoon: het gaat goed."}
        for field, wrong in (
            ("on", {**told, "on": after(1, 3)}),
            ("on", {**told, "on": CLOSED_ON}),
            ("text", {**told, "text": " "}),
        ):
            with pytest.raises(Invalid) as error:
                operations.record(check_in, outcome=State.WELL, **wrong, by=bram)  # type: ignore[arg-type]
            assert list(error.value.message_dict) == [field]
        for who in (acting("eva"), JOB):
            with pytest.raises(Refused):
                operations.record(check_in, outcome=State.WELL, **told, by=who)  # type: ignore[arg-type]
        operations.record(check_in, outcome=State.WELL, **told, by=bram)  # type: ignore[arg-type]
        for again in (State.WELL, State.UNREACHED):
            with pytest.raises(Invalid, match="al vastgelegd"):
                operations.record(check_in, outcome=again, **told, by=bram)  # type: ignore[arg-type]
        assert letter not in waits_for("bram")
        opened = cases.open_case(letter, by=bram)
        newest = telling.timeline(opened, presenting.names_in(opened))[0]
    assert newest["title"] == f"{letter.pseudonym} gevraagd naar nadeel"
    assert "Geen nadeel." in newest["text"]
    assert "Aan de telefoon" in newest["text"]
    assert newest["kind"] == "inner"
    check_in.refresh_from_db()
    assert (check_in.state, check_in.answered_on) == (State.WELL, day)


def test_that_nobody_can_be_reached_is_recorded_and_asked_again_later(letter: Case) -> None:
    check_in, bram = asked(letter), acting("bram")
    with on(after(1, 2)):
        told = {"on": after(1, 2), "text": "Er stond geen afzender op."}
        operations.record(check_in, outcome=State.UNREACHED, **told, by=bram)  # type: ignore[arg-type]
        assert letter not in waits_for("bram")
        with pytest.raises(Invalid):
            operations.record(check_in, outcome=State.UNREACHED, **told, by=bram)  # type: ignore[arg-type]
        check_in.refresh_from_db()
        assert (check_in.state, check_in.answered_on) == (State.UNREACHED, None)
        told = {"on": after(1, 2), "text": "Belde zelf terug: minder uren."}
        operations.record(check_in, outcome=State.DETRIMENT, **told, by=bram)  # type: ignore[arg-type]
    for months in (3, 6, 12):
        asked(letter, months)
    assert states(letter) == ["detriment", "unanswered", "unanswered", "asked"]


@pytest.fixture
def detriment(letter: Case) -> Case:
    """Give the case that was made of the detriment which the writer of the letter told of."""
    check_in = asked(letter)
    with on(after(1, 2)):
        made = operations.record(
            check_in,
            outcome=State.DETRIMENT,
            on=after(1, 1),
            text="Mijn uren zijn gehalveerd.",
            about=[person("fenna").pk],
            by=acting("bram"),
        )
    assert made is not None
    return made


def test_detriment_without_a_mailbox_opens_a_case_of_its_own_with_the_proof_of_the_first(
    letter: Case, detriment: Case
) -> None:
    bram = acting("bram")
    assert [one.case for one in triage.others(detriment, bram)] == [letter]
    facts = (detriment.received_on, detriment.channel, detriment.handler_id, detriment.state)
    assert facts == (after(1, 1), "letter", person("bram").pk, "received")
    items = files.read(detriment.pk, bram.keyring)
    [told] = [one.content["what"] for one in items if one.kind == "report"]
    assert told == "Mijn uren zijn gehalveerd."
    receipt, first = queries.first_proof(detriment, bram), queries.first_report(letter, bram)
    assert receipt is not None
    assert first is not None
    assert receipt.told() == first.receipt
    assert proof_queries.check(receipt, None, keys=proofs.own_keys()).is_ours
    figures = {one.name: one.value for one in account.figures(2026)}
    assert (figures["bescherming.nadeel"], figures["bescherming.meldingen"]) == (1, 1)


def test_whom_the_detriment_is_about_reads_it_in_neither_case(
    letter: Case, detriment: Case
) -> None:
    """Fenna holds the first case."""
    held = str([one.content for one in files.read(letter.pk, acting("fenna").keyring)])
    assert "Nadeel gemeld" in held
    assert "gehalveerd" not in held
    assert triage.others(letter, acting("fenna")) == []
    with pytest.raises(files.NoKey):
        files.read(detriment.pk, acting("fenna").keyring)


def test_whom_the_first_case_is_closed_for_does_not_open_the_second(letter: Case) -> None:
    cases.name_person_concerned(
        letter, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    check_in = asked(letter)
    with on(after(1, 2)):
        told = {"outcome": State.DETRIMENT, "on": after(1, 1), "text": "Minder uren."}
        made = operations.record(check_in, **told, by=acting("bram"))  # type: ignore[arg-type]
    assert made is not None
    with pytest.raises(files.NoKey):
        files.read(made.pk, acting("fenna").keyring)


def test_detriment_by_the_secretary_or_the_team_goes_to_those_set_for_them(letter: Case) -> None:
    set_for("integrity-team", "gijs", "ivo")
    check_in = asked(letter)
    with on(after(1, 2)):
        told = {"outcome": State.DETRIMENT, "on": after(1, 1), "text": "Minder uren."}
        positions = ["integrity-team"]
        bram = acting("bram")
        made = operations.record(check_in, **told, positions=positions, by=bram)  # type: ignore[arg-type]
        assert made is not None
        assert with_key(made) == {"gijs", "ivo"}
        assert made.handler is None
        opened = cases.open_case(made, by=acting("gijs"))
    assert case_queries.positions_in(opened.items) == [["integrity-team"]]
    assert case_queries.positions_told(opened.items)["positions"]


def test_what_the_first_case_is_about_holds_for_its_detriment_too() -> None:
    set_for("secretary", "bram", "ivo")
    set_for("integrity-team", "gijs", "ivo")
    with on(CLOSED_ON):
        first = by_letter(positions=["secretary"])
    check_in = asked(first)
    with on(after(1, 2)):
        told = {"outcome": State.DETRIMENT, "on": after(1, 1), "text": "Minder uren."}
        positions = ["integrity-team"]
        bram = acting("bram")
        made = operations.record(check_in, **told, positions=positions, by=bram)  # type: ignore[arg-type]
        assert made is not None
        opened = cases.open_case(made, by=acting("ivo"))
    assert case_queries.positions_in(opened.items) == [["integrity-team", "secretary"]]


def test_a_letter_from_before_there_were_proofs_gives_a_case_without_one(
    letter: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_in = asked(letter)
    monkeypatch.setattr(queries.proofs, "kept", lambda content: None)
    with on(after(1, 2)):
        told = {"outcome": State.DETRIMENT, "on": after(1, 1), "text": "Minder uren."}
        made = operations.record(check_in, **told, by=acting("bram"))  # type: ignore[arg-type]
    assert made is not None
    assert queries.first_proof(made, acting("bram")) is None
    assert triage.others(made, acting("bram"))


def mailed() -> list[str]:
    found = [post.opened(one.address).partition("@")[0] for one in Outgoing.objects.all()]
    Outgoing.objects.all().delete()
    return sorted(found)


def test_who_handles_the_case_gets_a_mail_without_content_when_a_reporter_says_yes(
    case: Case, seven: tuple[str, ...], settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    check_in = asked(case)
    mailed()
    with on(after(1, 2)):
        operations.say_detriment(check_in, by=reporter(seven))
    assert not Outgoing.objects.exclude(link="").exists()
    assert mailed() == ["bram"]


def test_where_nobody_handles_it_any_more_who_holds_a_key_gets_that_mail_and_no_guest(
    case: Case, seven: tuple[str, ...], settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    check_in = asked(case)
    duty = Duty.objects.get(person=person("bram"))
    with on(after(1, 1)):
        organisation.end_duty(duty, by=acting("hanna"))
        mailed()
        operations.say_detriment(check_in, by=reporter(seven))
        told = mailed()
    assert "fenna" in told
    assert "bram" not in told
    assert all(case in waits_for(name) for name in told)


def test_no_detriment_is_mailed_to_nobody(
    case: Case, seven: tuple[str, ...], settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    check_in = asked(case)
    mailed()
    with on(after(1, 2)):
        operations.say_well(check_in, by=reporter(seven))
    assert mailed() == []


def test_who_has_a_mailbox_answers_there_and_nobody_records_it_for_them(case: Case) -> None:
    check_in = asked(case)
    with on(after(1, 1)), pytest.raises(Refused):
        operations.record(check_in, outcome=State.WELL, on=after(1, 1), text="x", by=acting("bram"))


def test_the_page_without_a_mailbox_takes_the_answer_and_keeps_what_was_typed(
    letter: Case,
) -> None:
    asked(letter)
    with on(after(1, 1)):
        bram, address = with_open_vault("bram"), f"/desk/zaken/{letter.number}/nadeel/"
        assert "Vraag het de melder" in bram.get("/desk/").content.decode()
        page = bram.get(address).content.decode()
        assert "Vraag het zoals de melding binnenkwam" in page
        assert "Ik heb dit gezien" not in page
        day = {"on_day": "31", "on_month": "2", "on_year": "2026"}
        typed = {"outcome": "unreached", "text": "Brief kwam terug.", "once": "a"}
        wrong = bram.post(address, {**typed, **day}).content.decode()
        assert "Brief kwam terug." in wrong
        today = after(1, 1)
        day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        assert bram.post(address, {**typed, **day}).status_code == 302
        assert "Niemand te bereiken" in bram.get(address).content.decode()
        name = person("fenna").name
        yes = {**day, "outcome": "detriment", "text": f"Door {name}.", "once": "b"}
        assert f"lijkt op {name}" in bram.post(address, yes).content.decode()
        about = {**yes, "about": [str(person("fenna").pk)], "positions": ["secretary"]}
        assert bram.post(address, about).status_code == 302
        items = cases.open_case(Case.objects.latest("pk"), by=acting("bram")).items
        assert case_queries.positions_in(items) == [["secretary"]]
        assert with_open_vault("eva").get(address).status_code == 404


def test_no_is_sealed_in_the_file_and_leaves_the_desk(case: Case, seven: tuple[str, ...]) -> None:
    check_in = asked(case)
    with on(after(1, 2)):
        assert case in waits_for("bram")
        operations.say_well(check_in, by=reporter(seven))
        assert case not in waits_for("bram")
        told = cases.open_case(case, by=acting("bram"))
        newest = telling.timeline(told, presenting.names_in(told))[0]
        with pytest.raises(Refused):
            operations.say_well(check_in, by=reporter(seven))
    assert newest["title"] == f"{case.pseudonym} over nadeel na de melding"
    assert newest["text"] == "Merkt geen nadeel."


def test_yes_waits_on_the_desk_until_someone_saw_it(case: Case, seven: tuple[str, ...]) -> None:
    check_in = asked(case)
    with on(after(1, 2)):
        operations.note(check_in, by=acting("bram"))
        assert case not in waits_for("bram")
        operations.say_detriment(check_in, by=reporter(seven))
        assert case in waits_for("bram")
        assert case not in waits_for("fenna")
        operations.write(check_in, text="Wij bellen u.", by=acting("bram"))
        assert case not in waits_for("bram")
        letters = [one.content.get("text") for one in files.read(case.pk, reporter(seven).keyring)]
    assert "Wij bellen u." in letters


def test_where_the_handler_is_gone_it_waits_for_who_holds_a_key(case: Case) -> None:
    asked(case)
    duty = Duty.objects.get(person=person("bram"))
    with on(after(1, 1)):
        assert case not in waits_for("fenna")
        organisation.end_duty(duty, by=acting("hanna"))
        assert case in waits_for("fenna")


def test_a_stranger_a_handler_and_another_reporter_cannot_answer(case: Case) -> None:
    check_in = asked(case)
    other = tuple(words.draw())
    report(seven=other)
    with on(after(1, 1)):
        for who in (acting("bram"), acting("eva"), reporter(other), JOB):
            with pytest.raises(Refused):
                operations.say_well(check_in, by=who)


def test_opening_the_case_again_stops_the_asking_and_a_new_closing_begins_anew(
    case: Case, seven: tuple[str, ...]
) -> None:
    check_in = asked(case)
    with on(after(2)):
        closing.reopen(case, reason="Er is nieuws.", by=acting("bram"))
        case.refresh_from_db()
        assert queries.current(case) is None
        with pytest.raises((Invalid, Refused)):
            operations.say_well(check_in, by=reporter(seven))
        assert case not in waits_for("bram")
        operations.go_on()
        assert states(case) == [State.STOPPED]
    with on(after(3)):
        assert operations.go_on() == 0
        closing.close(case, closing=CLOSING, message="Klaar.", by=acting("bram"))
    with on(after(4, 1)):
        assert operations.go_on() == 1
    assert states(case) == [State.STOPPED, State.ASKED]


def window(seven: tuple[str, ...]) -> Client:
    """Give a reporter's browser with the mailbox open."""
    client = Client(headers={"host": "localhost"})
    root = one_cookie.new().root
    found = reporters.find(seven)
    assert found is not None
    client.cookies[one_cookie.NAME] = one_cookie.written(OneCookie(root, found.closed(root)))
    return client


def send(client: Client, answers: dict[str, Any]) -> Case:
    before = set(Case.objects.values_list("pk", flat=True))
    client.post("/formulier/1/", {"what": answers["what"]})
    client.post("/formulier/2/", {"who": "", "about": answers.get("about", [])})
    client.post("/formulier/3/", {"who_i_am": "anonymous"})
    client.post("/formulier/4/")
    return Case.objects.exclude(pk__in=before).get()


def test_yes_opens_a_report_of_its_own_with_the_proof_of_the_first(
    case: Case, seven: tuple[str, ...]
) -> None:
    asked(case)
    with on(after(1, 3)):
        client = window(seven)
        planted = client.cookies[one_cookie.NAME].value
        assert "Merkt u nadeel" in client.get("/inzien/postvak/").content.decode()
        went = client.post("/inzien/vraag/", {"answer": "yes"})
        assert went.headers["Location"] == "/formulier/1/"
        assert (
            "Het bewijs van die melding gaat mee." in client.get("/formulier/1/").content.decode()
        )
        assert client.cookies[one_cookie.NAME].value[:40] != planted[:40]
        second = send(client, {"what": "Ik moest naar een ander team."})
        client.get("/formulier/5/")
        assert "nadeel merkt" in client.get("/inzien/postvak/").content.decode()
        receipt = queries.first_proof(second, acting("bram"))
        assert receipt is not None
        assert proof_queries.check(receipt, None, keys=proofs.own_keys()).is_ours
        first = queries.first_report(case, reporter(seven))
        assert first is not None
        assert receipt.told() == first.receipt
        assert [one.case for one in triage.others(second, acting("bram"))] == [case]
        figures = {one.name: one.value for one in account.figures(2026)}
        page = with_open_vault("bram").get(f"/desk/zaken/{second.number}/nadeel/bewijs/")
    assert figures == {
        "bescherming.gevraagd": 1,
        "bescherming.beantwoord": 1,
        "bescherming.nadeel": 1,
        "bescherming.meldingen": 1,
    }
    assert page.headers["Content-Type"] == "application/pdf"


def test_what_was_reported_first_is_not_in_the_file_of_the_second(
    case: Case, seven: tuple[str, ...]
) -> None:
    asked(case)
    with on(after(1, 3)):
        client = window(seven)
        client.post("/inzien/vraag/", {"answer": "yes"})
        second = send(client, {"what": "Pesten.", "about": [str(person("bram").pk)]})
        held = str([one.content for one in files.read(second.pk, acting("fenna").keyring)])
        assert "Er is een reis betaald." not in held
        assert triage.others(case, acting("bram")) == []
        page = with_open_vault("bram").get(f"/desk/zaken/{case.number}/triage/")
    assert second.number not in page.content.decode()


def test_a_report_that_is_being_written_is_not_made_one_of_detriment(
    case: Case, seven: tuple[str, ...]
) -> None:
    asked(case)
    with on(after(1, 3)):
        client = window(seven)
        client.post("/formulier/1/", {"what": "Iets heel anders."})
        told = client.post("/inzien/vraag/", {"answer": "yes"}).content.decode()
        assert "U schrijft al aan een melding" in told
        found = queries.current(case)
        assert found is not None
        assert found.state == State.DETRIMENT
        second = send(client, {"what": "Iets heel anders."})
        assert queries.first_proof(second, acting("bram")) is None


def test_a_report_of_detriment_is_sent_though_the_first_file_is_gone_meanwhile(
    case: Case, seven: tuple[str, ...]
) -> None:
    asked(case)
    with on(after(1, 3)):
        client = window(seven)
        client.post("/inzien/vraag/", {"answer": "yes"})
        client.post("/formulier/1/", {"what": "Pesten"})
        Case.objects.filter(pk=case.pk).update(
            has_file=False,
            handler=None,
            entered_by=None,
            file_destroyed_on=after(1),
            declaration="7F3K-92QD",
        )
        assert send(client, {"what": "Pesten"}).pk != case.pk


def test_without_an_open_mailbox_nobody_answers(case: Case) -> None:
    asked(case)
    answered = Client().post("/inzien/vraag/", {"answer": "no"})
    assert answered.headers["Location"] == "/inzien/"
    assert states(case) == [State.ASKED]


def test_a_stranger_finds_none_of_these_pages() -> None:
    case, client = report(about=("fenna",)), with_open_vault("fenna")
    for page in ("nadeel", "nadeel/bewijs"):
        assert client.get(f"/desk/zaken/{case.number}/{page}/").status_code == 404


def test_who_handles_the_case_is_mailed_when_a_question_falls_due_and_once(
    case: Case, settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    mailed()
    asked(case)
    assert mailed() == ["bram"]
    with on(after(1, 1)):
        operations.go_on()
    assert mailed() == []
    asked(case, 3)
    assert mailed() == ["bram"]


def test_who_must_ask_a_reporter_without_a_mailbox_is_mailed_too(
    letter: Case, settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    mailed()
    asked(letter)
    assert mailed() == ["bram"]


def test_a_reporter_who_left_an_address_hears_of_the_question_once_someone_with_a_key_saw_it(
    case: Case, seven: tuple[str, ...], settings: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    with on(CLOSED_ON):
        cases.ask_notice(case, address="anna@elders.example", language="nl", by=reporter(seven))
    check_in = asked(case)
    assert mailed() == ["bram"]
    with on(after(1, 1)):
        client = with_open_vault("bram")
        page = client.get(f"/desk/zaken/{case.number}/nadeel/").content.decode()
        assert "krijgt dat zodra u zegt dat u dit zag" in page
        for _click in range(2):
            assert client.post(f"/desk/zaken/{case.number}/nadeel/gezien/").status_code == 302
        assert mailed() == ["anna"]
        operations.say_detriment(check_in, by=reporter(seven))
        mailed()
        operations.note(queries.of(case)[0], by=acting("bram"))
    assert mailed() == []  # that someone saw the answer is no news for who gave it


def test_a_reporter_who_left_no_address_gets_no_mail(case: Case, settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"
    check_in = asked(case)
    mailed()
    with on(after(1, 1)):
        operations.note(check_in, by=acting("bram"))
    assert mailed() == []
