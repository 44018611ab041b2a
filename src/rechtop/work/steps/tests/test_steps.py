import datetime

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import with_open_vault
from tests.people import acting, report

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault.files import NoKey
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import operations as procedures
from rechtop.tools.procedures import queries as versions
from rechtop.tools.procedures.layout import Act, Choice, Procedure, Step
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs import operations as runs
from rechtop.tools.runs import queries
from rechtop.tools.runs.models import Passage, Way
from rechtop.tools.runs.queries import Course
from rechtop.work.cases import account, closing, presenting, telling
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case
from rechtop.work.steps import operations

pytestmark = pytest.mark.django_db

CLOSING = Closing(
    is_admissible=False,
    is_investigated=True,
    types=["conflict-of-interest"],
    conclusion="unfounded",
    measures=[("none", False)],
    commissioner="director",
    findings="De feiten staven de melding niet.",
    consequence="De procedure wordt bekeken.",
)


@rule("")
def anyone(actor: Actor, subject: object) -> bool:
    return True


@operation("test.investigated", allowed=anyone)
def investigated(case: Case, *, done: Act, by: Actor) -> None:
    runs.act(case.ref, done, on=clock.today())


def begun(regime: str = "misstand") -> Case:
    case = report()
    register(case, regime)
    return case


def register(case: Case, regime: str, steps: str = "", reason: str = "") -> None:
    cases.register(
        case,
        regime=regime,
        is_wrongdoing=None,
        is_union_law_breach=None,
        steps=steps,
        reason=reason,
        by=acting("bram"),
    )


def course(case: Case) -> Course:
    found = queries.course(case.ref)
    assert found is not None
    return found


def at(case: Case) -> str:
    return course(case).run.at


def take(case: Case, leads_to: str = "", note: str = "") -> None:
    shown = runs.place(course(case).run)
    operations.take(case, shown=shown, leads_to=leads_to, note=note, by=acting("bram"))


def elsewhere(case: Case, to: str, reason: str = "Er is haast bij.") -> None:
    shown = runs.place(course(case).run)
    operations.go_elsewhere(case, shown=shown, to=to, reason=reason, by=acting("bram"))


def move(case: Case, version: Version, to: str) -> None:
    told = {"shown": runs.place(course(case).run), "version": version, "to": to}
    operations.move(case, **told, reason="Die past beter.", by=acting("bram"))


def in_force(code: str) -> Version:
    version = versions.in_force(code, clock.today())
    assert version is not None
    return version


def numbered(code: str, told: Text = NO_TEXT) -> Version:
    """Adopt a procedure as one is written at the desk; its second step within six days of the
    first."""
    term = layout.Term(6, counted_from="s1", source="Eigen afspraak")
    steps = {
        "s1": Step(Text("Vragen"), "handler", choices=(Choice(Text("Verder"), "s2"),)),
        "s2": Step(Text("Uitzoeken"), "handler", term=term, told=told),
    }
    kept = Procedure(Text(code.title()), sources="Eigen", first="s1", steps=steps).kept()
    facts = {"code": code, "valid_from": clock.today(), "decision": "Besluit 12"}
    procedures.take_in(listed=[{**kept, **facts}], by=COMMAND)
    return in_force(code)


def next_version(code: str) -> Version:
    """Adopt a next version that says the same."""
    written = procedures.begin(code=code, by=COMMAND)
    told = {
        "valid_from": clock.today(),
        "decision": "Besluit 13",
        "shown": procedures.fingerprint(layout.read(written.content)),
    }
    procedures.adopt(written, **told, by=COMMAND)
    return in_force(code)


def mailbox(seven: tuple[str, ...]) -> str:
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna.get("/inzien/postvak/").content.decode()


def counted_since(case: Case, title: str = "Uitzoeken") -> list[datetime.date]:
    found = [one for one in deadlines.of(case.ref) if str(one.rule) == title]
    return [one.starts_on for one in found]


def ways(case: Case) -> list[tuple[str, str]]:
    run = course(case).run
    return [(one.step, one.way) for one in Passage.objects.filter(run=run).order_by("pk")]


def titles(case: Case) -> list[str]:
    opened = cases.open_case(case, by=acting("bram"))
    return [one["title"] for one in telling.timeline(opened, presenting.names_in(opened))]


def test_a_case_begins_at_the_first_step_and_what_was_done_already_counts() -> None:
    case = report()
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    register(case, "zakelijk")
    assert ways(case) == [("report", Way.DONE)]
    take(case, "register")
    assert at(case) == "look-into"


def test_acknowledging_takes_the_step_of_registering_by_itself() -> None:
    case = begun()
    assert course(case).run.is_done_at
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    assert at(case) == "assess"
    assert ways(case) == [("report", Way.DONE), ("register", Way.DONE)]


def test_feedback_does_not_choose_the_way() -> None:
    case = begun()
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    cases.write_to_reporter(case, text="Wij kijken ernaar.", is_feedback=True, by=acting("bram"))
    assert at(case) == "assess"
    take(case, "decide")
    assert at(case) == "decide"


def test_what_an_investigation_does_completes_its_steps_and_a_second_draft_changes_nothing() -> (
    None
):
    case = begun("zakelijk")
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    take(case, "decide")
    investigated(case, done=Act.ORDERED, by=acting("bram"))
    assert at(case) == "feedback"
    cases.write_to_reporter(case, text="Wij onderzoeken het.", is_feedback=True, by=acting("bram"))
    assert at(case) == "investigate"
    investigated(case, done=Act.DRAFT, by=acting("bram"))
    assert at(case) == "react"
    investigated(case, done=Act.DRAFT, by=acting("bram"))
    take(case, "work-in")
    take(case, "draft", "Er is veel veranderd.")
    assert not course(case).run.is_done_at
    investigated(case, done=Act.DRAFT, by=acting("bram"))
    assert at(case) == "react"


def test_the_case_of_2021_runs_exactly_as_it_did() -> None:
    """Not admissible, told so, investigated nonetheless for its gravity; the draft to all, their
    reactions worked in; unfounded, and the final report to all."""
    case = begun()
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    take(case, "not-covered")
    cases.write_to_reporter(
        case,
        text="De regeling geldt niet. Wij onderzoeken het toch.",
        is_feedback=True,
        by=acting("bram"),
    )
    assert course(case).run.is_done_at
    take(case, "order", "De melding is ernstig.")
    for to in ("feedback", "investigate", "draft", "react", "work-in", "conclude", "final"):
        take(case, to)
    take(case)
    assert course(case).is_through
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=acting("bram"))
    case.refresh_from_db()
    assert (case.is_admissible, case.is_investigated, case.conclusion) == (False, True, "unfounded")
    assert not queries.departures("case", clock.today().year).exists()
    assert [str(one.title) for one in course(case).told][:2] == [
        "Registreren en ontvangst bevestigen",
        "De melder hoort: niet onder de regeling",
    ]


def test_a_step_can_be_skipped_repeated_and_added_with_a_reason_that_stays_on_the_file() -> None:
    case = begun()
    elsewhere(case, "decide", "De wet geldt zeker, de secretaris wacht.")
    elsewhere(case, "register", "De bevestiging ging naar een oud adres.")
    elsewhere(case, "assess", "Nu wel.")
    operations.add(
        case, title="Gesprek met de ondernemingsraad", reason="Die vroeg het.", by=acting("bram")
    )
    assert ways(case)[1:] == [
        ("report", Way.SKIPPED),
        ("decide", Way.SKIPPED),
        ("register", Way.SKIPPED),
        ("", Way.ADDED),
    ]
    assert titles(case)[0] == "Extra stap: Gesprek met de ondernemingsraad"


def test_a_step_done_before_is_repeated() -> None:
    case = begun()
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    elsewhere(case, "register", "Nog eens, met de goede naam.")
    assert ways(case)[-1] == ("register", Way.REPEATED)
    assert at(case) == "register"
    assert titles(case)[0].startswith("Terug naar een eerdere stap")


def test_departures_are_counted_and_each_stands_behind_the_figure() -> None:
    case = begun()
    elsewhere(case, "register")
    elsewhere(case, "decide")
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=acting("bram"))
    year = clock.today().year
    found = {one.name: one for one in account.figures(year)}
    for name in ("overgeslagen", "eerder-gesloten"):
        figure = found[f"meldingen.afwijking.{name}"]
        behind = figure.follow(acting("fenna"))
        assert behind is not None
        told = [behind.tell(one) for one in behind.found]
        assert figure.value == len(told) > 0
        assert {one.title for one in told} == {f"Melding {case.number}"}
        assert all(text for one in told for _label, text in one.facts)
    assert (found["meldingen.afwijking.overgeslagen"].value or 0) > 1


def test_who_cannot_open_a_case_finds_no_departure_of_it_behind_a_figure() -> None:
    case = report(about=("fenna",))
    register(case, "misstand")
    elsewhere(case, "decide")
    figure = next(
        one
        for one in account.figures(clock.today().year)
        if one.name == "meldingen.afwijking.overgeslagen"
    )
    held, shut = figure.follow(acting("bram")), figure.follow(acting("fenna"))
    assert held is not None
    assert shut is not None
    assert held.found.exists()
    assert not shut.found.exists()


def test_a_case_opened_again_goes_on_where_it_was() -> None:
    case = begun()
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=acting("bram"))
    case.refresh_from_db()
    closing.reopen(case, reason="Er is nieuws.", by=acting("bram"))
    assert at(case) == "assess"
    assert course(case).run.ended_on is None


def test_a_running_case_keeps_its_version_and_can_be_moved_with_a_reason() -> None:
    case, before = begun(), versions.in_force("misstand", clock.today())
    assert before is not None
    written = procedures.begin(code="misstand", by=COMMAND)
    told = {
        "valid_from": clock.today() + datetime.timedelta(days=1),
        "decision": "Besluit 12",
        "shown": procedures.fingerprint(layout.read(written.content)),
    }
    procedures.adopt(written, **told, by=COMMAND)
    with clock.standing_at(clock.now() + datetime.timedelta(days=2)):
        assert course(case).run.version == before
        operations.move(
            case,
            shown=runs.place(course(case).run),
            version=written,
            to="assess",
            reason="De nieuwe versie is duidelijker.",
            by=acting("bram"),
        )
        assert course(case).run.version == written
        assert at(case) == "assess"
        assert titles(case)[0].startswith("Verder in Vermoeden van een misstand, bij:")


def test_another_procedure_can_be_followed_than_that_of_the_regime() -> None:
    case = report()
    register(case, "misstand", steps="bestuur")
    assert course(case).run.version.code == "bestuur"


def test_what_is_registered_again_leaves_the_case_at_its_step() -> None:
    case = begun()
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    for steps in ("", "misstand"):
        register(case, "zakelijk", steps=steps)
        case.refresh_from_db()
        assert (case.regime, course(case).run.version.code) == ("zakelijk", "misstand")
        assert at(case) == "assess"
    assert not queries.departures("case", clock.today().year).exists()


def test_a_case_that_goes_to_other_steps_asks_a_reason_that_is_seen_and_counted() -> None:
    case = begun()
    with pytest.raises(Invalid, match="waarom"):
        register(case, "misstand", steps="bestuur")
    assert course(case).run.version.code == "misstand"
    register(case, "misstand", steps="bestuur", reason="Het gaat over de secretaris.")
    assert course(case).run.version.code == "bestuur"
    assert ways(case)[1] == ("report", Way.MOVED)
    opened = cases.open_case(case, by=acting("bram"))
    newest = telling.timeline(opened, presenting.names_in(opened))[0]
    assert newest["title"].startswith("Verder in ")
    assert newest["text"] == "Het gaat over de secretaris."
    year = clock.today().year
    assert queries.count_departures("case", year) == {Way.MOVED: 1}
    figures = {one.name: one for one in account.figures(year)}
    assert figures["meldingen.afwijking.andere-procedure"].value == 1


def test_the_page_keeps_the_steps_as_they_are_and_asks_why_they_become_others() -> None:
    case, bram = begun(), with_open_vault("bram")
    address = f"/desk/zaken/{case.number}/procedure/"
    page = bram.get(address).content.decode()
    assert '<option value="misstand" selected>Laat zoals het is: ' in page
    sent = {"regime": "misstand", "is_wrongdoing": "", "is_union_law_breach": ""}
    case.refresh_from_db()
    sent["shown"] = cases.as_registered(case)
    answer = bram.post(address, {**sent, "steps": "bestuur"})
    assert "Schrijf waarom deze zaak andere stappen gaat volgen." in answer.content.decode()
    assert course(case).run.version.code == "misstand"
    bram.post(address, {**sent, "steps": "misstand", "is_wrongdoing": "yes"})
    case.refresh_from_db()
    assert (case.is_wrongdoing, ways(case)) == (True, [("report", Way.DONE)])
    sent["shown"] = cases.as_registered(case)
    bram.post(address, {**sent, "steps": "bestuur", "reason": "Het gaat over de secretaris."})
    assert course(case).run.version.code == "bestuur"


def test_of_two_who_register_the_procedure_at_once_the_second_is_told_and_can_go_on() -> None:
    case, bram = begun(), with_open_vault("bram")
    address = f"/desk/zaken/{case.number}/procedure/"
    page = bram.get(address).content.decode()
    case.refresh_from_db()
    shown = cases.as_registered(case)
    assert f'name="shown" value="{shown}"' in page
    sent = {"regime": "misstand", "is_wrongdoing": "no", "is_union_law_breach": ""}
    sent |= {"steps": "misstand", "shown": shown, "once": "a"}
    flags = {"is_wrongdoing": True, "is_union_law_breach": None}
    cases.register(case, regime="misstand", **flags, by=acting("bram"))  # type: ignore[arg-type]
    answer = bram.post(address, sent).content.decode()
    assert "Een collega legde dit net vast. Kijk wat er nu staat." in answer
    assert "<dt>Is het een vermoeden van een misstand?</dt><dd>Ja</dd>" in answer
    case.refresh_from_db()
    assert case.is_wrongdoing is True
    now = cases.as_registered(case)
    assert f'name="shown" value="{now}"' in answer
    assert bram.post(address, {**sent, "shown": now, "once": "b"}).status_code == 302
    case.refresh_from_db()
    assert case.is_wrongdoing is False
    shown = cases.as_registered(case)
    take(case, "register")  # the steps went on: that counts too
    answer = bram.post(address, {**sent, "shown": shown, "once": "c"})
    assert "Een collega legde dit net vast." in answer.content.decode()


def test_what_a_colleague_did_is_told_also_where_something_else_lacks_first() -> None:
    case, bram = begun(), with_open_vault("bram")
    address = f"/desk/zaken/{case.number}/stappen/afwijken/"
    sent = {"shown": runs.place(course(case).run), "to": "decide", "reason": ""}
    elsewhere(case, "assess")
    bram.post(address, sent)
    answer = bram.post(address, {**sent, "reason": "Er is haast bij."})
    assert "intussen bij een andere stap" in answer.content.decode()
    assert at(case) == "assess"
    seen = {"shown": runs.place(course(case).run), "reason": "Er is haast bij."}
    assert seen["shown"] in answer.content.decode()
    bram.post(address, {**sent, **seen})
    assert at(case) == "decide"


def test_who_saw_an_earlier_step_is_told_and_nothing_changes() -> None:
    case = begun()
    shown = runs.place(course(case).run)
    take(case, "register")
    with pytest.raises(Invalid, match="intussen"):
        operations.take(case, shown=shown, leads_to="register", note="", by=acting("bram"))
    assert at(case) == "register"


def test_a_way_that_is_not_there_and_a_step_that_does_not_exist_are_refused() -> None:
    case = begun()
    with pytest.raises(Invalid):
        take(case, "final")
    with pytest.raises(Invalid):
        elsewhere(case, "nergens")


def test_a_closed_case_and_a_stranger_take_no_steps() -> None:
    case = begun()
    shown = runs.place(course(case).run)
    with pytest.raises((Refused, NoKey)):
        operations.take(case, shown=shown, leads_to="register", note="", by=acting("eva"))
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=acting("bram"))
    with pytest.raises(Refused):
        operations.take(case, shown=shown, leads_to="register", note="", by=acting("bram"))


def test_who_takes_a_step_in_a_case_a_colleague_closed_is_told_and_keeps_what_was_typed() -> None:
    case, bram = begun(), with_open_vault("bram")
    sent = {"shown": runs.place(course(case).run), "leads_to": "register", "once": "a"}
    sent["note"] = "Dit schreef ik erbij."
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=acting("fenna"))
    page = bram.post(f"/desk/zaken/{case.number}/stappen/", sent).content.decode()
    assert "Deze zaak is afgesloten." in page
    assert "Dit schreef ik erbij." in page


def test_who_takes_a_step_a_colleague_took_is_told_where_the_case_is_and_keeps_what_was_typed() -> (
    None
):
    case, bram = begun("zakelijk"), with_open_vault("bram")
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    address = f"/desk/zaken/{case.number}/stappen/"
    sent = {"shown": runs.place(course(case).run), "leads_to": "decide"}
    assert (
        "Kies hoe het verder gaat." in bram.post(address, {**sent, "leads_to": ""}).content.decode()
    )
    sent |= {"note": "Dit schreef ik erbij.", "once": "a"}
    take(case, "decide")
    assert len(course(case).ways) > 1
    page = bram.post(address, sent).content.decode()
    assert "Deze zaak is intussen bij een andere stap." in page
    assert "Dit schreef ik erbij." in page


def test_who_takes_the_last_step_after_a_colleague_did_is_told_and_keeps_what_was_typed() -> None:
    case, bram = begun("zakelijk"), with_open_vault("bram")
    elsewhere(case, "solved")
    sent = {"shown": runs.place(course(case).run), "note": "Dit schreef ik erbij.", "once": "a"}
    take(case)
    assert course(case).is_through
    address = f"/desk/zaken/{case.number}/stappen/"
    page = bram.post(address, sent).content.decode()
    assert "Deze stap is al gedaan." in page
    assert "Dit schreef ik erbij." in page
    assert "Wilt u er iets bij schrijven?" not in bram.get(address).content.decode()


def test_the_law_s_own_deadline_is_not_set_twice_and_a_stricter_one_is() -> None:
    case = begun()
    codes = [one.rule.code for one in deadlines.of(case.ref)]
    assert sorted(one for one in codes if not one.startswith("step:")) == [
        "acknowledgement",
        "feedback",
    ]
    shown = [str(one.rule) for one in deadlines.of(case.ref) if one.rule.code.startswith("step:")]
    assert shown == ["Doorgeven aan de secretaris"]
    take(case, "register")
    assert not [one for one in deadlines.of(case.ref) if one.rule.code.startswith("step:")]


def strict(days: int) -> layout.Procedure:
    version = versions.in_force("zakelijk", clock.today())
    assert version is not None
    kept = version.content
    for step in kept["steps"]:
        if step["code"] == "register":
            step["term"] = {**step["term"], "length": days}
        if step["code"] == "investigate":
            step["term"] = {
                "length": 6,
                "unit": "days",
                "counted_from": "order",
                "is_legal": False,
                "source": "Eigen afspraak",
            }
    version.content = kept
    version.save()
    return layout.read(kept)


def test_a_term_counts_from_its_step_and_goes_with_a_step_that_can_not_come_any_more() -> None:
    strict(3)
    case = begun("zakelijk")
    due = {str(one.rule): one for one in deadlines.of(case.ref)}
    assert due["Registreren en ontvangst bevestigen"].due_on == clock.today() + datetime.timedelta(
        3
    )
    cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    assert all(one.met_on for one in deadlines.of(case.ref) if "Registreren" in str(one.rule))
    take(case, "decide")
    take(case, "order")
    take(case, "feedback")
    step = [one for one in deadlines.of(case.ref) if str(one.rule) == "Onderzoeken"]
    assert [one.due_on for one in step] == [clock.today() + datetime.timedelta(6)]
    elsewhere(case, "solved", "Het loste zich op.")
    assert not [one for one in deadlines.of(case.ref) if str(one.rule) == "Onderzoeken"]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(0, 30), max_size=8), st.sampled_from(["misstand", "sociaal", "bestuur"])
)
def test_whatever_is_done_in_whatever_order_the_case_is_at_a_step_and_can_go_on(
    drawn: list[int], regime: str
) -> None:
    case = begun("misstand" if regime == "bestuur" else regime)
    if regime == "bestuur":
        register(case, "misstand", steps=regime, reason="Het gaat over het bestuur.")
    for number in drawn:
        here = course(case)
        if number % 3 == 0 and not here.is_through:
            on = [code for code, _text, _title in here.ways]
            take(case, on[number % len(on)] if on else "")
        elif number % 3 == 1:
            codes = sorted(here.procedure.steps)
            to = codes[number % len(codes)]
            if to != here.run.at or here.run.is_done_at:
                elsewhere(case, to)
        elif number % 2:
            cases.write_to_reporter(case, text="Nieuws", is_feedback=True, by=acting("bram"))
        after = course(case)
        assert after.run.at in after.procedure.steps
        assert after.ways or after.step.is_end
    waiting = [one for one in deadlines.of(case.ref) if one.is_open]
    assert all(one.due_on is None or one.due_on >= one.starts_on for one in waiting)


def test_the_page_to_move_to_another_procedure_tells_of_each_step_of_which_it_is() -> None:
    case, client = begun(), with_open_vault("bram")
    page = client.get(f"/desk/zaken/{case.number}/stappen/procedure/").content.decode()
    groups = page.split("<optgroup label=")[1:]
    assert len(groups) > 1
    assert all("versie" in one.split(">")[0] and "<option" in one for one in groups)


def test_a_term_counts_from_the_step_of_its_own_procedure_not_from_one_numbered_the_same() -> None:
    advice, objection = numbered("advies"), numbered("bezwaar")
    case, first = report(), clock.today()
    register(case, "misstand", steps="advies")
    take(case, "s2")
    assert counted_since(case) == [first]
    with clock.standing_at(clock.now() + datetime.timedelta(days=3)):
        move(case, objection, "s1")
        assert counted_since(case) == []
        take(case, "s2")
        assert counted_since(case) == [first + datetime.timedelta(days=3)]
        move(case, advice, "s2")
        assert counted_since(case) == [first]
        move(case, next_version("advies"), "s2")
        assert counted_since(case) == [first]


def test_who_departs_to_a_step_that_is_not_there_since_a_colleague_moved_the_case_is_told() -> None:
    case, bram, to = begun(), with_open_vault("bram"), numbered("advies")
    sent = {"shown": runs.place(course(case).run), "to": "decide", "reason": "Er is haast bij."}
    move(case, to, "s2")
    page = bram.post(f"/desk/zaken/{case.number}/stappen/afwijken/", sent).content.decode()
    assert "Deze stap staat niet meer in de lijst." in page
    assert "Er is haast bij." in page
    assert (course(case).run.version, at(case)) == (to, "s2")


def test_the_reporter_sees_a_term_of_which_they_hear_by_the_version_that_set_it() -> None:
    numbered("advies")
    telling = numbered("bezwaar", told=Text("Wij zoeken het uit."))
    hears, seven = report(seven=(heard := words.draw())), words.draw()
    case = report(seven=seven)
    for one, code in ((hears, "bezwaar"), (case, "advies")):
        register(one, "misstand", steps=code)
        take(one, "s2")
    assert "Uitzoeken" in mailbox(heard)
    assert "Uitzoeken" not in mailbox(seven)
    take(case)
    move(case, telling, "s1")
    assert "Uitzoeken" not in mailbox(seven)


def test_what_two_procedures_know_as_the_same_step_stays_done_in_the_other() -> None:
    strict(3)
    case, first = begun(), clock.today()
    cases.acknowledge(case, on=first, message="Dank u", by=acting("bram"))
    take(case, "decide")
    take(case, "order")
    take(case, "feedback")
    with clock.standing_at(clock.now() + datetime.timedelta(days=3)):
        move(case, in_force("zakelijk"), "investigate")
        assert counted_since(case, "Onderzoeken") == [first]


def test_who_moves_a_case_where_a_colleague_moved_it_meanwhile_is_told_and_keeps_the_reason() -> (
    None
):
    case, bram, to = begun(), with_open_vault("bram"), in_force("zakelijk")
    address = f"/desk/zaken/{case.number}/stappen/procedure/"
    sent = {"shown": runs.place(course(case).run), "place": f"{to.pk} decide", "once": "a"}
    sent["reason"] = "Het is een zakelijke kwestie."
    move(case, to, "look-into")
    page = bram.post(address, sent).content.decode()
    assert "Deze zaak volgt die versie al: een collega koos haar intussen." in page
    assert "Het is een zakelijke kwestie." in page
    assert "geldige keuze" not in page
    assert (course(case).run.version, at(case)) == (to, "look-into")
    now = runs.place(course(case).run)
    assert f'name="shown" value="{now}"' in page
    sent |= {"shown": now, "place": f"{in_force('bestuur').pk} decide", "once": "b"}
    for _clicked_twice in range(2):
        assert bram.post(address, sent).status_code == 302
    assert course(case).run.version.code == "bestuur"
    assert [way for _step, way in ways(case)].count(Way.MOVED) == 2


def test_who_moves_a_case_to_a_version_that_is_replaced_is_told_and_keeps_the_reason() -> None:
    case, bram, before = begun(), with_open_vault("bram"), in_force("zakelijk")
    sent = {"shown": runs.place(course(case).run), "place": f"{before.pk} decide"}
    sent["reason"] = "Het is een zakelijke kwestie."
    next_version("zakelijk")
    address = f"/desk/zaken/{case.number}/stappen/procedure/"
    page = bram.post(address, sent).content.decode()
    assert "Deze stap staat niet meer in de lijst." in page
    assert "Het is een zakelijke kwestie." in page
    assert "geldige keuze" not in page
    assert course(case).run.version.code == "misstand"
