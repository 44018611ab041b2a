"""What an investigation does completes the steps of its case: once it is done for everybody."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter
from tests.together import together

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.runs import operations as runs
from rechtop.tools.runs import queries as run_queries
from rechtop.tools.runs.models import Way
from rechtop.tools.runs.queries import Course
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State
from rechtop.work.investigations import hearing, operations, queries, reporting
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.states import Standing
from rechtop.work.investigations.tests.test_deciding import ORDER, again, handled, running
from rechtop.work.investigations.tests.test_drafts import reader, sent, typed
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import conclude, final
from rechtop.work.steps import operations as steps

pytestmark = pytest.mark.django_db

FOR_YOU = [Part("Voor u", "Ongegrond.")]
UNFOUNDED = Closing(
    is_admissible=False,
    is_investigated=True,
    types=["conflict-of-interest"],
    conclusion="unfounded",
    measures=[("none", False)],
    commissioner="secretary",
    findings="De feiten staven de melding niet.",
    consequence="De procedure wordt bekeken.",
)


def course(case: Case) -> Course:
    found = run_queries.course(case.ref)
    assert found is not None
    return found


def at(case: Case) -> str:
    return course(case).run.at


def take(case: Case, leads_to: str = "", by: str = "bram", note: str = "") -> None:
    place = runs.place(course(case).run)
    steps.take(case, shown=place, leads_to=leads_to, note=note, by=acting(by))


def under(case: Case, regime: str = "misstand") -> Case:
    flags = {"is_wrongdoing": None, "is_union_law_breach": None}
    cases.register(case, regime=regime, **flags, by=acting("bram"))  # type: ignore[arg-type]
    cases.acknowledge(case, on=clock.today(), message="Dank u.", by=acting("bram"))
    case.refresh_from_db()
    return case


def investigated() -> tuple[Case, Investigation]:
    """Give a case under a procedure, whose investigation is ordered and runs."""
    case = under(handled())
    take(case, "decide")
    investigation = running(case)
    cases.write_to_reporter(case, text="Wij onderzoeken.", is_feedback=True, by=acting("bram"))
    assert at(case) == "investigate"
    return case, investigation


def test_the_draft_is_sent_once_everybody_concerned_has_one() -> None:
    case, investigation = investigated()
    piet, sanne = heard(investigation), heard(investigation, "Sanne Smit")
    sent(investigation, words.draw(), piet)
    assert at(case) == "investigate"
    sent(investigation, words.draw(), heard(investigation, "Wim Wit", "witness"))
    sent(investigation, words.draw(), piet)  # Piet lost his words, and Sanne still has nothing
    assert at(case) == "investigate"
    sent(investigation, words.draw(), sanne)
    assert at(case) == "react"


def test_once_two_names_are_of_one_person_who_has_it_the_draft_is_sent() -> None:
    case, investigation = investigated()
    short, piet = heard(investigation, "P. Post"), heard(investigation)
    sent(investigation, words.draw(), piet)
    stood = at(case)
    hearing.list_concerned(investigation, named=short, of=piet, by=acting("ivo"))
    assert (stood, at(case)) == ("investigate", "react")


def test_whom_the_case_names_and_nobody_heard_lacks_the_draft_too() -> None:
    case, investigation = investigated()
    cases.name_person_concerned(
        case, name="Piet Post", description="", person=None, by=acting("bram")
    )
    sent(investigation, words.draw(), heard(investigation, "Wim Wit", "witness"))
    assert at(case) == "investigate"


def test_a_draft_to_a_witness_alone_is_not_the_draft_to_all_concerned() -> None:
    case, investigation = investigated()
    sent(investigation, words.draw(), heard(investigation, "Wim Wit", "witness"))
    assert at(case) == "investigate"
    sent(investigation, words.draw(), heard(investigation))
    assert at(case) == "react"


def test_whom_the_case_names_beside_who_was_heard_still_lacks_draft_and_outcome() -> None:
    case, investigation = investigated()
    for name in ("Piet Post", "Sanne Smit"):
        cases.name_person_concerned(case, name=name, description="", person=None, by=acting("bram"))
    piet = heard(investigation, "piet  post")
    draft = sent(investigation, words.draw(), piet)
    assert at(case) == "investigate"
    conclude(investigation, piet)
    for leads_to in ("draft", "react", "work-in", "conclude"):
        take(case, leads_to, by="ivo", note="Sanne Smit is ziek.")
    take(case, "final", by="gijs")
    final(investigation, "Sanne Smit is ziek.")
    draft.refresh_from_db()
    reporting.share_final(draft, parts=FOR_YOU, by=acting("ivo"))
    assert not course(case).is_through
    told = queries.opened(investigation, acting("ivo"))
    (sanne,) = told.not_heard()
    hearing.list_concerned(again(investigation), named=str(sanne.id), by=acting("ivo"))
    told = queries.opened(investigation, acting("ivo"))
    assert not told.not_heard()
    assert not course(case).is_through
    who = str(told.all("person")[-1].id)
    reporting.send_outcome(
        again(investigation), person=who, parts=FOR_YOU, words=words.draw(), by=acting("ivo")
    )
    assert course(case).is_through


def test_hearing_that_an_investigation_stopped_is_no_final_report_sent() -> None:
    case, investigation = investigated()
    piet = heard(investigation)
    for leads_to in ("draft", "react", "work-in", "conclude"):
        take(case, leads_to, by="ivo")
    take(case, "final", by="gijs")
    operations.finish(again(investigation), reason="Piet Post ging weg.", by=acting("gijs"))
    reporting.send_outcome(
        again(investigation), person=piet, parts=FOR_YOU, words=words.draw(), by=acting("bram")
    )
    assert (at(case), course(case).run.is_done_at) == ("final", False)


def test_the_report_is_final_once_everybody_heard_and_judging_stays_with_the_secretary() -> None:
    case, investigation = investigated()
    piet, sanne = heard(investigation), heard(investigation, "Sanne Smit")
    draft = sent(investigation, words.draw(), piet)
    for who in (piet, sanne):
        conclude(investigation, who)
    take(case, "draft", by="ivo")
    take(case, "react", by="ivo", note="Sanne wil geen concept.")
    take(case, "work-in", by="ivo")
    take(case, "conclude", by="ivo")
    final(investigation, "Sanne wil geen concept.")
    draft.refresh_from_db()
    reporting.share_final(draft, parts=FOR_YOU, by=acting("ivo"))
    take(case, "final", by="gijs")
    assert (at(case), course(case).run.is_done_at) == ("final", False)
    told = {"parts": FOR_YOU, "words": words.draw(), "by": acting("ivo")}
    reporting.send_outcome(again(investigation), person=sanne, **told)  # type: ignore[arg-type]
    assert course(case).is_through


def test_the_outcome_takes_no_step_of_the_secretary() -> None:
    case, investigation = investigated()
    piet = heard(investigation)
    draft = sent(investigation, words.draw(), piet)
    conclude(investigation, piet)
    take(case, "work-in", by="ivo")
    take(case, "conclude", by="ivo")
    final(investigation, "Er is haast.")
    draft.refresh_from_db()
    reporting.share_final(draft, parts=FOR_YOU, by=acting("ivo"))
    assert (at(case), course(case).run.is_done_at) == ("conclude", False)
    take(case, "final", by="gijs")
    assert course(case).is_through


def test_where_nobody_has_to_hear_it_the_report_is_final_when_it_is_made() -> None:
    case, investigation = investigated()
    conclude(investigation, "")
    for leads_to in ("draft", "react", "work-in", "conclude"):
        take(case, leads_to, by="ivo")
    take(case, "final", by="gijs")
    assert not course(case).is_through
    final(investigation)
    assert course(case).is_through


def test_of_two_who_send_the_last_outcomes_at_once_the_second_is_told() -> None:
    with together() as two:  # in the case of the example
        told = {"case": Case.objects.earliest("pk"), "asked_on": clock.today()}
        investigation = two.before(
            lambda: Investigation.objects.create(**told, decider=person("gijs"), number="9999-9999")
        )
        gijs = acting("gijs")

        def sends() -> None:
            with transaction.atomic():
                operations.note_outcome(investigation, gijs)

        lock = Investigation.objects.select_for_update().filter(pk=investigation.pk)
        held, refused = two.at_once(lock.get, sends)
        assert held == investigation
        assert isinstance(refused, Invalid)
        assert "Iemand werkt net aan het onderzoek." in str(refused)


def test_the_case_of_2021_runs_in_the_rooms_as_it_did() -> None:
    """Not admissible, and the reporter told so; investigated nonetheless for its gravity; a draft
    to everybody concerned and their reactions worked in; unfounded, and the outcome to all; lesson:
    the procedure is to be examined."""
    seven, piets, sannes = words.draw(), words.draw(), words.draw()
    case = report(seven=seven)
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    under(case)
    take(case, "not-covered")
    told = "Uw melding valt niet onder de regeling. Wij kijken er wel naar."
    cases.write_to_reporter(case, text=told, is_feedback=True, by=acting("bram"))

    investigation = operations.ask(
        case, decider=person("gijs"), text="De melding is ernstig.", by=acting("bram")
    )
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    assert at(case) == "feedback"
    told = "Uw melding is ernstig. Daarom onderzoeken wij haar toch."
    cases.write_to_reporter(case, text=told, is_feedback=True, by=acting("bram"))
    text = queries.secrecy_text()
    assert text is not None
    operations.sign_secrecy(again(investigation), shown=text.pk, by=acting("ivo"))
    operations.give_key(again(investigation), by=acting("gijs"))

    piet, sanne = heard(again(investigation)), heard(again(investigation), "Sanne Smit")
    drafts = [
        sent(again(investigation), piets, piet),
        sent(again(investigation), sannes, sanne),
    ]
    assert at(case) == "react"
    for draft, own in zip(drafts, (piets, sannes), strict=True):
        reporting.react(draft, text="Zo ging het niet.", by=reader(own))
        draft.refresh_from_db()
        reporting.work_in(draft, text="Aangepast.", shown=1, by=acting("ivo"))
    for leads_to in ("work-in", "conclude"):
        take(case, leads_to, by="ivo")
    for who in (piet, sanne):
        conclude(again(investigation), who)
    final(investigation)
    take(case, "final", by="gijs")
    for draft in drafts:
        assert not course(case).is_through
        draft.refresh_from_db()
        reporting.share_final(draft, parts=FOR_YOU, by=acting("ivo"))
    assert course(case).is_through
    for own in (piets, sannes):
        assert "Ongegrond." in typed(own).get("/brief/lezen/").content.decode()
    reporting.take_note(again(investigation), text="Gelezen.", by=acting("gijs"))
    operations.finish(again(investigation), reason="", by=acting("gijs"))
    assert again(investigation).state == Standing.FINISHED

    case.refresh_from_db()
    message = "Het onderzoek is klaar: uw melding is ongegrond."
    closing.close(case, closing=UNFOUNDED, message=message, by=acting("bram"))
    case.refresh_from_db()
    assert (case.state, case.is_admissible, case.is_investigated, case.conclusion) == (
        State.CLOSED,
        False,
        True,
        "unfounded",
    )
    letters = [str(one.content.get("text")) for one in files.read(case.pk, reporter(seven).keyring)]
    for heard_of in ("valt niet onder de regeling", "onderzoeken wij haar toch", "is ongegrond"):
        assert [one for one in letters if heard_of in one]
    assert not run_queries.departures("case", clock.today().year).exists()
    done = {one.step for one in run_queries.passages(course(case).run) if one.way == Way.DONE}
    assert {"not-covered", "order", "draft", "react", "work-in", "conclude", "final"} <= done

    bram = with_open_vault("bram")
    opens = f"{reverse('action_points:open', args=[clock.today().year])}?uit=case&nummer={case.pk}"
    assert opens.replace("&", "&amp;") in bram.get(f"/desk/zaken/{case.number}/").content.decode()
    form = bram.get(opens).context["form"]
    point = {name: form[name].value() or "" for name in form.fields if name != "due_on"}
    bram.post(opens, {**point, "title": "De procedure bekijken", "owner_name": "Juridische zaken"})
    assert [one.title for one in action_points.from_origin(case.ref)] == ["De procedure bekijken"]
