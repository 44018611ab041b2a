"""Nobody is left behind unseen: who must hear the outcome, and what ran in a case that closed."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person
from tests.together import together

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault.models import SealedFile
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing, Told
from rechtop.work.cases.models import ApartFile, Case
from rechtop.work.identities import operations as identities
from rechtop.work.investigations import counting, operations, queries, reporting
from rechtop.work.investigations.closing import follow_case
from rechtop.work.investigations.models import REACTION_TERM, Investigation, PersonalDraft
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.states import Standing
from rechtop.work.investigations.tests.test_deciding import (
    again,
    asked,
    handled,
    ordered,
    running,
    signed,
)
from rechtop.work.investigations.tests.test_drafts import sent, typed
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import PARTS, conclude, final
from rechtop.work.investigations.tests.test_telling import mailed

pytestmark = pytest.mark.django_db

LACKS = "Deze mensen kregen de uitkomst nog niet"
CLOSED = "De zaak is afgesloten. Wie beslist, beëindigt het onderzoek."


def way_to(investigation: Investigation) -> str:
    return f"/desk/onderzoeken/{investigation.number}/"


def closed(case: Case, by: Actor | None = None) -> None:
    told = Closing(
        True, True, ["improper-use"], "unfounded", [("none", False)], "secretary", "Niets.", "Geen."
    )
    case.refresh_from_db()
    not_told = Told(why_not="Er is geen postvak.")
    closing.close(
        case,
        closing=told,
        message="Klaar.",
        told=not_told,
        regime="zakelijk",
        by=by or acting("bram"),
    )
    case.refresh_from_db()


def reported() -> tuple[Investigation, str]:
    """Let Ivo report on Piet, who never had a draft; Sanne had one, and Wim was heard alone."""
    investigation = running()
    who = heard(investigation)
    heard(investigation, "Wim Wit", "witness")
    sent(investigation, words.draw(), heard(investigation, "Sanne Smit", "informant"))
    conclude(investigation, who)
    final(investigation, "Haast.")
    return again(investigation), who


def test_who_ends_it_sees_who_lacks_the_outcome_and_says_why() -> None:
    investigation, _who = reported()
    gijs, way = with_open_vault("gijs"), way_to(investigation)
    page = gijs.get(f"{way}einde/").content.decode()
    assert LACKS in page
    assert "<li>Piet Post</li><li>Sanne Smit</li>" in page  # and not Wim, whom it is not about
    refused = gijs.post(f"{way}einde/", {"reason": "", "once": "a"}).content.decode()
    assert "Nog niet iedereen kreeg de uitkomst." in refused
    assert LACKS in refused
    assert again(investigation).state == Standing.REPORTED
    reason = "Piet Post is niet te vinden."
    assert gijs.post(f"{way}einde/", {"reason": reason, "once": "b"}).status_code == 302
    told = queries.opened(investigation, acting("bram"))
    assert told.newest("finished")["text"] == reason
    assert reason not in str(Investigation.objects.filter(pk=investigation.pk).values())
    shown = gijs.get(way).content.decode()
    assert LACKS in shown
    assert "Stuur Piet Post de uitkomst" in shown
    assert "Laat Sanne Smit de uitkomst lezen" in shown


def test_who_was_left_without_the_outcome_gets_it_afterwards_and_is_listed_no_more() -> None:
    investigation, who = reported()
    with pytest.raises(Refused, match="onderzoeker van deze zaak"):
        reporting.send_outcome(
            investigation, person=who, parts=PARTS, words=words.draw(), by=acting("bram")
        )
    operations.finish(investigation, reason="Hij was ziek.", by=acting("gijs"))
    closed(investigation.case)
    bram, way, seven = with_open_vault("bram"), way_to(investigation), words.draw()
    chosen = {"show_conclusions": "on", "text_conclusions": "Ongegrond, voor u."}
    letter = bram.post(
        f"{way}brief-uitkomst/{who}/", {**chosen, "words": " ".join(seven), "once": "a"}
    )
    assert "De uitkomst staat klaar." in letter.content.decode()
    assert "Ongegrond, voor u." in typed(seven).get("/brief/lezen/").content.decode()
    number = queries.opened(investigation, acting("bram")).all("draft")[0].id
    shared = bram.post(f"{way}uitkomst/{number}/", {**chosen, "once": "b"})
    assert shared.status_code == 302
    assert LACKS not in bram.get(way).content.decode()
    with pytest.raises(Refused):
        reporting.send_outcome(
            again(investigation), person=who, parts=PARTS, words=words.draw(), by=acting("ivo")
        )


def test_it_ends_without_a_reason_once_everybody_who_must_has_the_outcome() -> None:
    investigation, who = reported()
    parts = [Part("Voor u", "Ongegrond.")]
    reporting.send_outcome(
        investigation, person=who, parts=parts, words=words.draw(), by=acting("ivo")
    )
    with pytest.raises(Invalid, match="Nog niet iedereen"):
        operations.finish(investigation, reason="", by=acting("gijs"))
    draft = PersonalDraft.objects.get(react_by__isnull=False)
    reporting.share_final(draft, parts=parts, by=acting("ivo"))
    draft.refresh_from_db()
    assert draft.outcome_on == clock.today()
    operations.finish(investigation, reason="", by=acting("gijs"))
    assert again(investigation).state == Standing.FINISHED


def test_whom_an_investigation_that_stops_is_about_can_hear_that_it_stopped() -> None:
    investigation, seven = running(), words.draw()
    who = heard(investigation)
    operations.finish(investigation, reason="Piet Post ging weg.", by=acting("gijs"))
    gijs, way = with_open_vault("gijs"), way_to(investigation)
    assert LACKS in gijs.get(way).content.decode()
    address = f"{way}brief-uitkomst/{who}/"
    form = gijs.get(address).content.decode()
    assert "Het onderzoek is gestopt. Er komt geen eindrapport." in form
    assert "ging weg" not in form
    chosen = {"show_stopped": "on", "text_stopped": "Het is gestopt.", "words": " ".join(seven)}
    assert "De uitkomst staat klaar." in gijs.post(address, chosen).content.decode()
    assert "Het is gestopt." in typed(seven).get("/brief/lezen/").content.decode()
    assert LACKS not in gijs.get(way).content.decode()


def test_who_had_a_draft_reads_that_it_stopped_and_is_asked_nothing_any_more() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    assert "Zeg het hieronder" in typed(seven).get("/brief/lezen/").content.decode()
    operations.finish(again(investigation), reason="Het werd anders.", by=acting("gijs"))
    page = typed(seven).get("/brief/lezen/").content.decode()
    assert "Het onderzoek is gestopt. Dit was een concept" in page
    for wrong in ("Zeg het hieronder", "Het onderzoek is klaar", "<textarea"):
        assert wrong not in page
    draft.refresh_from_db()
    reporting.share_final(draft, parts=[Part("Voor u", "Gestopt.")], by=acting("bram"))
    page = typed(seven).get("/brief/lezen/").content.decode()
    assert "Het onderzoek is gestopt, en u leest hier hoe het afliep." in page
    assert "Het onderzoek is klaar" not in page


def test_who_investigated_keeps_no_copy_of_the_name_when_it_ends() -> None:
    investigation = running(handled(name="Anna"))
    asked_for = identities.ask(investigation.case, reason="Bellen.", told="", by=acting("ivo"))
    identities.approve(asked_for, by=acting("kees"))
    asked_for.refresh_from_db()
    assert SealedFile.objects.filter(pk=asked_for.answer_file).exists()
    operations.finish(investigation, reason="Het werd anders.", by=acting("gijs"))
    assert not SealedFile.objects.filter(pk=asked_for.answer_file).exists()
    assert not ApartFile.objects.filter(person=person("ivo")).exists()


def test_who_is_named_in_the_case_after_it_ended_is_no_one_it_left_behind() -> None:
    investigation = running()
    who = heard(investigation)
    conclude(investigation, who)
    final(investigation, "Haast.")
    reporting.send_outcome(
        again(investigation), person=who, parts=PARTS, words=words.draw(), by=acting("ivo")
    )
    cases.name_person_concerned(
        investigation.case, name="Voor Hetend", description="", person=None, by=acting("bram")
    )
    operations.finish(again(investigation), reason="Klaar zo.", by=acting("gijs"))
    cases.name_person_concerned(
        investigation.case, name="Na Heteind", description="", person=None, by=acting("bram")
    )
    page = with_open_vault("bram").get(way_to(investigation)).content.decode()
    left = page.split(LACKS)[1].split("</ul>")[0]
    assert "Voor Hetend" in left
    assert "Na Heteind" not in left
    assert "Na Heteind" in page  # and can be put on the list all the same


def named_and_stopped() -> tuple[Investigation, str]:
    """Stop an investigation in which Piet was heard and the case names Sanne too."""
    investigation = running()
    for name, who in (("P. Post", None), ("Sanne Smit", None)):
        cases.name_person_concerned(
            investigation.case, name=name, description="", person=who, by=acting("bram")
        )
    piet = heard(investigation)
    operations.finish(investigation, reason="Er was niets meer.", by=acting("gijs"))
    return again(investigation), piet


def test_whom_the_case_names_and_nobody_heard_is_put_on_the_list_and_sent_the_outcome() -> None:
    investigation, piet = named_and_stopped()
    bram, way, seven = with_open_vault("bram"), way_to(investigation), words.draw()
    page = bram.get(way).content.decode()
    assert "Zet Sanne Smit eerst op de lijst" in page
    told = queries.opened(investigation, acting("bram"))
    post, sanne = (str(one.id) for one in told.not_heard())
    assert f"{way}betrokkene/?wie={sanne}" in page
    listed = {"named": sanne, "of": "", "once": "a"}
    assert bram.post(f"{way}betrokkene/", listed).status_code == 302
    assert bram.post(f"{way}betrokkene/", {**listed, "once": "b"}).status_code == 200
    same = {"named": post, "of": piet, "once": "c"}
    assert bram.post(f"{way}betrokkene/", same).status_code == 302
    told = queries.opened(investigation, acting("bram"))
    assert not told.not_heard()
    assert [one.content["name"] for one in told.all("person")] == ["Piet Post", "Sanne Smit"]
    number = str(told.all("person")[-1].id)
    chosen = {"show_stopped": "on", "text_stopped": "Het is gestopt.", "words": " ".join(seven)}
    letter = bram.post(f"{way}brief-uitkomst/{number}/", chosen).content.decode()
    assert "De uitkomst staat klaar." in letter
    assert "Het is gestopt." in typed(seven).get("/brief/lezen/").content.decode()


def test_nobody_stops_it_without_a_reason_while_the_case_names_someone_nobody_heard() -> None:
    investigation, _who = reported()
    told = {"parts": PARTS, "by": acting("ivo")}
    for who in queries.opened(investigation, acting("ivo")).numbers("person"):
        reporting.send_outcome(investigation, person=who, words=words.draw(), **told)  # type: ignore[arg-type]
    cases.name_person_concerned(
        investigation.case, name="Nel Nooit", description="", person=None, by=acting("bram")
    )
    page = with_open_vault("gijs").get(f"{way_to(investigation)}einde/").content.decode()
    assert "<li>Nel Nooit</li>" in page
    with pytest.raises(Invalid, match="Nog niet iedereen"):
        operations.finish(again(investigation), reason="", by=acting("gijs"))


def test_what_was_never_investigated_owes_nobody_an_outcome() -> None:
    investigation = ordered()
    cases.name_person_concerned(
        investigation.case, name="Nel Nooit", description="", person=None, by=acting("bram")
    )
    operations.finish(investigation, reason="Toch niet nodig.", by=acting("gijs"))
    assert LACKS not in with_open_vault("gijs").get(way_to(investigation)).content.decode()


def test_what_ended_while_the_case_closed_says_so_and_is_no_fault() -> None:
    investigation = running()
    operations.finish(investigation, reason="Klaar.", by=acting("gijs"))
    closed(investigation.case)
    with pytest.raises(Invalid, match="Iemand beëindigde net het onderzoek"):
        follow_case(investigation.case, by=acting("bram"))


@pytest.fixture
def _can_send(settings: Any) -> None:
    settings.EMAIL_HOST = "localhost"


@pytest.mark.usefixtures("_can_send")
def test_nobody_decides_about_a_case_that_closed_and_it_can_be_asked_anew() -> None:
    investigation = asked()
    mailed()
    closed(investigation.case)
    assert mailed() == ["gijs"]
    assert again(investigation).state == Standing.FINISHED
    assert not queries.waiting_for(acting("gijs")).exists()
    assert "Onderzoek in zaak" not in with_open_vault("gijs").get("/desk/").content.decode()
    shown = with_open_vault("gijs").get(way_to(investigation)).content.decode()
    assert "er is geen besluit meer nodig" in shown
    assert not counting.declined_in(clock.today().year).exists()
    closing.reopen(investigation.case, reason="Toch nog iets.", by=acting("bram"))
    assert asked(Case.objects.get(pk=investigation.case_id)).state == Standing.ASKED


@pytest.mark.usefixtures("_can_send")
def test_who_decides_and_who_investigates_hear_that_the_case_closed_and_it_is_ended() -> None:
    investigation = running()
    mailed()
    closed(investigation.case)
    assert mailed() == ["gijs", "ivo"]
    for name in ("bram", "gijs", "ivo"):
        assert CLOSED in with_open_vault(name).get("/desk/").content.decode(), name
        shown = with_open_vault(name).get(way_to(investigation)).content.decode()
        assert "Hier kan niets meer bij." in shown, name
    operations.finish(again(investigation), reason="De zaak is af.", by=acting("gijs"))
    for name in ("bram", "gijs", "ivo"):
        assert not queries.waiting_for(acting(name)).exists(), name


@pytest.mark.usefixtures("_can_send")
@pytest.mark.parametrize("begun", [ordered, signed], ids=["ordered", "sworn"])
def test_who_has_no_key_yet_hears_that_the_case_closed_and_signs_nothing(begun: Any) -> None:
    investigation = begun()
    mailed()
    closed(investigation.case)
    assert mailed() == ["gijs", "ivo"]
    ivo = with_open_vault("ivo")
    assert CLOSED in ivo.get("/desk/").content.decode()
    shown = ivo.get(way_to(investigation)).content.decode()
    assert "U hoeft niets meer te doen." in shown
    assert ivo.get(f"{way_to(investigation)}verklaring/").status_code == 404


def waiting_terms(case: Case) -> int:
    found = deadlines.of(case.ref).filter(rule__code=REACTION_TERM)
    return found.filter(met_on=None, dropped_on=None).count()


def test_a_case_that_opens_again_waits_for_a_reaction_only_where_one_can_still_be_given() -> None:
    investigation = running()
    sent(investigation, words.draw())
    case = investigation.case
    closed(case)
    assert waiting_terms(case) == 0
    closing.reopen(case, reason="Toch nog iets.", by=acting("bram"))
    assert waiting_terms(case) == 1
    case.refresh_from_db()
    closed(case)
    operations.finish(again(investigation), reason="De zaak is af.", by=acting("gijs"))
    closing.reopen(case, reason="Nog iets.", by=acting("bram"))
    assert waiting_terms(case) == 0


def test_who_is_about_to_close_a_case_reads_what_that_does_to_what_runs_in_it() -> None:
    bram, waiting, begun, other = with_open_vault("bram"), asked(), running(), handled()
    told = {
        waiting.case: "Iemand moet nog over een onderzoek beslissen.",
        begun.case: "Er loopt een onderzoek.",
    }
    pages = {
        case: bram.get(f"/desk/zaken/{case.number}/afsluiten/").content.decode()
        for case in (*told, other)
    }
    for case, page in pages.items():
        assert [text for text in told.values() if text in page] == [*filter(None, [told.get(case)])]


def test_who_merges_a_case_reads_beforehand_what_that_does_to_what_runs_in_it() -> None:
    bram, waiting, begun, other = with_open_vault("bram"), asked(), running(), handled()
    told = {
        waiting.case: "Iemand moet nog over een onderzoek beslissen.",
        begun.case: "Er loopt een onderzoek.",
    }
    at_field = "wat in deze zaak loopt, gaat niet mee naar de andere"
    for case in (*told, other):
        page = bram.get(f"/desk/zaken/{case.number}/samenvoegen/").content.decode()
        assert [text for text in told.values() if text in page] == [*filter(None, [told.get(case)])]
        assert (at_field in page) == (case in told)
    way = f"/desk/zaken/{begun.case.number}/samenvoegen/"
    typed_in = {"types": ["improper-use"], "regime": "zakelijk", "message": "Klaar.", "once": "een"}
    wrong = bram.post(way, {**typed_in, "number": "0000-0000"}).content.decode()
    assert "Deze zaak kunt u niet openen" in wrong
    assert told[begun.case] in wrong
    right = bram.post(way, {**typed_in, "number": other.number, "why_not": "Er is geen postvak."})
    assert right.status_code == 302
    assert CLOSED in with_open_vault("gijs").get("/desk/").content.decode()


@pytest.mark.usefixtures("_can_send")
def test_who_closes_the_case_is_not_mailed_about_it() -> None:
    investigation = running()
    mailed()
    closed(investigation.case, by=acting("gijs"))
    assert mailed() == ["bram", "ivo"]
    assert not Outgoing.objects.exists()


def test_who_closes_a_case_while_someone_decides_in_it_is_told() -> None:
    with together() as two:  # in the case of the example
        case, gijs, bram = Case.objects.earliest("pk"), person("gijs"), acting("bram")
        told = {"case": case, "decider": gijs, "asked_on": clock.today(), "number": "9999-9999"}
        investigation = two.before(lambda: Investigation.objects.create(**told))
        lock = Investigation.objects.select_for_update().filter(pk=investigation.pk)
        held, refused = two.at_once(lock.get, lambda: closed(case, by=bram))
        assert held == investigation
        assert isinstance(refused, Invalid)
        assert "Iemand werkt net aan het onderzoek." in str(refused)
        assert again(investigation).state == Standing.ASKED
    case.refresh_from_db()
    assert case.closed_on is None
