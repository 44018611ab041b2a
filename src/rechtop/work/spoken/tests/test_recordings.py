"""What becomes of a recording: who chooses, what holds it back, and what its reporter reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, person, reporter

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault.models import Blob
from rechtop.work.cases import holding
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case, Guest
from rechtop.work.spoken import operations, queries, rules
from rechtop.work.spoken.states import Consent, MinutesState
from rechtop.work.spoken.tests.test_spoken import minutes_of, record, recording_of, spoken

pytestmark = pytest.mark.django_db

REASON = "Er loopt een rechtszaak."
STAYS = "De opname blijft bewaard, ook als u akkoord bent met het verslag"
GOES = "De opname wordt vernietigd zodra u akkoord bent met het verslag"
GONE = "De opname is vernietigd"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sealed files stand in a folder of this test."""
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")


def recorded(*, destroys: bool, consent: str = "recording") -> tuple[Case, tuple[str, ...]]:
    case, seven = spoken(consent=consent, destroys=destroys)
    record(case)
    return case, seven


def hold(case: Case) -> None:
    case.refresh_from_db()
    holding.hold(case, reason=REASON, by=acting("bram"))


def lift(case: Case) -> None:
    case.refresh_from_db()
    holding.lift(case, reason="De rechter deed uitspraak.", by=acting("bram"))


def agree(case: Case, seven: tuple[str, ...], *, destroys: bool) -> None:
    operations.approve(minutes_of(case), version=1, destroys=destroys, by=reporter(seven))


def is_there(case: Case) -> bool:
    return bool(queries.opened(minutes_of(case), acting("bram")).recordings)


def in_mailbox(seven: tuple[str, ...]) -> Client:
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def as_shown(client: Client) -> dict[str, Any]:
    """Give what the button of the page sends, as it stands there now."""
    context: Any = client.get("/inzien/verslag/").context
    return {name: str(context["form"][name].value()) for name in context["form"].fields}


@pytest.mark.parametrize("is_approved", [False, True])
def test_while_a_file_is_held_nobody_chooses_and_nothing_is_destroyed(is_approved: bool) -> None:
    case, seven = recorded(destroys=False)
    if is_approved:
        agree(case, seven, destroys=False)
    hold(case)
    for destroys in (True, False):
        with pytest.raises(Refused, match="blijft al bewaard"):
            operations.decide_on_recording(
                minutes_of(case), destroys=destroys, is_sure=True, by=acting("bram")
            )
    assert is_there(case)
    told = page(with_open_vault("bram"), f"/desk/zaken/{case.number}/verslag/")
    assert 'name="recording"' not in told


@pytest.mark.parametrize("consent", [Consent.RECORDING, Consent.TRANSCRIPT])
def test_who_agrees_while_the_file_is_held_reads_that_it_stays_and_it_goes_when_that_ends(
    consent: str, django_capture_on_commit_callbacks: Any
) -> None:
    case, seven = recorded(destroys=True, consent=consent)
    hold(case)
    anna = in_mailbox(seven)
    assert "Wij mogen haar nu nog niet vernietigen" in page(anna, "/inzien/verslag/")
    assert anna.post("/inzien/verslag/", as_shown(anna)).status_code == 302
    assert minutes_of(case).state == MinutesState.APPROVED
    assert is_there(case)
    assert "Wij mogen haar nu nog niet vernietigen" in page(anna, "/inzien/verslag/")
    assert "niemand het dossier vasthoudt" in recording_of(case)
    with django_capture_on_commit_callbacks(execute=True):
        lift(case)
    assert not is_there(case)
    assert not Blob.objects.filter(file=case.pk).exists()
    assert GONE in page(anna, "/inzien/postvak/")
    assert Entry.objects.filter(action="spoken.recording_destroyed").count() == 1


def test_a_recording_that_was_to_stay_stays_when_nobody_holds_the_file_any_more() -> None:
    case, seven = recorded(destroys=False)
    agree(case, seven, destroys=False)
    hold(case)
    lift(case)
    other, _others = recorded(destroys=True)  # not agreed with yet
    hold(other)
    lift(other)
    assert is_there(case)
    assert is_there(other)


@pytest.mark.parametrize("destroys", [True, False])
def test_who_agrees_with_something_else_than_what_now_becomes_of_it_is_told_first(
    destroys: bool,
) -> None:
    case, seven = recorded(destroys=destroys)
    anna = in_mailbox(seven)
    shown = as_shown(anna)
    operations.decide_on_recording(minutes_of(case), destroys=not destroys, by=acting("bram"))
    answer = anna.post("/inzien/verslag/", shown).content.decode()
    assert "Wat er met de opname gebeurt, is intussen veranderd" in answer
    assert ("Wij bewaren haar in het dossier" in answer) is destroys
    assert minutes_of(case).state == MinutesState.PROPOSED
    assert is_there(case)
    assert anna.post("/inzien/verslag/", as_shown(anna)).status_code == 302
    assert is_there(case) is destroys


@pytest.mark.parametrize("change", ["added", "held"])
def test_a_recording_that_came_or_was_held_meanwhile_is_told_first_too(change: str) -> None:
    case, seven = spoken(consent="recording", destroys=True)
    if change == "held":
        record(case)
    anna = in_mailbox(seven)
    shown = as_shown(anna)
    record(case) if change == "added" else hold(case)
    assert "intussen veranderd" in anna.post("/inzien/verslag/", shown).content.decode()
    assert is_there(case)


@pytest.mark.parametrize(("destroys", "told"), [(True, GOES), (False, STAYS)])
def test_a_reporter_reads_that_another_choice_was_made(destroys: bool, told: str) -> None:
    case, seven = recorded(destroys=not destroys)
    anna = in_mailbox(seven)
    operations.decide_on_recording(minutes_of(case), destroys=not destroys, by=acting("bram"))
    for text in (GOES, STAYS):  # the same choice again is no news
        assert text not in page(anna, "/inzien/postvak/")
    operations.decide_on_recording(minutes_of(case), destroys=destroys, by=acting("bram"))
    assert told in page(anna, "/inzien/postvak/")


def test_a_kept_recording_goes_after_one_question_and_the_reporter_reads_it() -> None:
    case, seven = recorded(destroys=False)
    bram, way = with_open_vault("bram"), f"/desk/zaken/{case.number}/verslag/"
    assert "Weet u het zeker?" not in page(bram, way)
    agree(case, seven, destroys=False)
    # Chosen on a page from before she agreed: it would go at once.
    answer = bram.post(way, {"recording": "destroy"}, follow=True).content.decode()
    assert "De melder is akkoord. Wilt u de opname nu meteen vernietigen?" in answer
    assert "Weet u het zeker?" in answer
    assert is_there(case)
    bram.post(way, {"recording": "destroy", "sure": "1"})
    assert not is_there(case)
    assert GONE in page(in_mailbox(seven), "/inzien/postvak/")


def test_who_investigates_does_not_choose_what_becomes_of_a_recording() -> None:
    case, _seven = recorded(destroys=False)
    assert rules.may_decide_on_recording(acting("bram"), minutes_of(case))
    Guest.objects.create(case=case, person=person("bram"))
    assert case_queries.case_to_open(case.number, acting("bram"))
    with pytest.raises(Refused, match="wie de zaak behandelt"):
        operations.decide_on_recording(minutes_of(case), destroys=True, by=acting("bram"))


def test_a_hold_that_comes_in_between_destroys_nothing() -> None:
    case, seven = recorded(destroys=False)
    agree(case, seven, destroys=False)
    stale = minutes_of(case)
    assert stale.case.hold_since is None
    hold(case)
    with pytest.raises((Refused, Invalid), match="blijft al bewaard"):
        operations.decide_on_recording(stale, destroys=True, is_sure=True, by=acting("bram"))
    assert is_there(case)
