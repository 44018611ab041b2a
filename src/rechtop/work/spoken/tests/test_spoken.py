"""A report that was spoken: who enters it, who reads it, and how its reporter checks it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.arrivals import Gone
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui.receiving import Arrived
from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.models import Blob, SealedKey
from rechtop.overview.home import queries as home
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import operations as cases
from rechtop.work.cases import presenting as cases_presenting
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases import telling
from rechtop.work.cases.models import Case
from rechtop.work.cases.tests.test_positions import becomes_secretary, set_for
from rechtop.work.identities import queries as identities
from rechtop.work.spoken import forms, operations, presenting, queries
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.states import MinutesState

pytestmark = pytest.mark.django_db

TOLD = "De aannemer betaalde een reis naar Rome."
BETTER = "De aannemer betaalde een reis naar Parijs."
REPORT = {
    "what": TOLD,
    "when": "",
    "where": "",
    "who": "",
    "asks": "",
    "spoke_with": "Bram Bakker",
    "agreed_to": "Een verslag in het kort",
}


def spoken(
    by: str = "bram",
    *,
    seven: tuple[str, ...] = (),
    about: tuple[str, ...] = (),
    positions: tuple[str, ...] = (),
    channel: str = "telephone",
    on: datetime.date | None = None,
    name: str = "",
    reach: str = "",
    consent: str = "minutes",
    destroys: bool = False,
) -> tuple[Case, tuple[str, ...]]:
    """Let someone enter what Anna told; gives the case and her words."""
    seven = seven or words.draw()
    case = operations.enter(
        channel=channel,
        received_on=on or clock.today(),
        report=REPORT,
        identity={"name": name, "reach": reach} if name or reach else {},
        about=[person(one).pk for one in about],
        positions=positions,
        words=seven,
        consent=consent,
        destroys_recording=destroys,
        by=acting(by),
    )
    return case, seven


def minutes_of(case: Case) -> Minutes:
    found = queries.of(case)
    assert found is not None
    return found


def test_a_handler_who_enters_it_handles_it_and_its_terms_run_from_the_day_it_was_told() -> None:
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        case, _seven = spoken(on=datetime.date(2026, 11, 20))
    assert case.handler_id == case.entered_by_id == person("bram").pk
    assert case.channel == "telephone"
    assert case.has_mailbox
    due = {one.rule.code: one.due_on for one in deadlines.of(case.ref)}
    assert due["acknowledgement"] == datetime.date(2026, 11, 27)
    facts = dict(cases_presenting.report(cases.open_case(case, by=acting("bram"))))
    assert facts["Sprak met de melder"] == "Bram Bakker"
    assert facts["De melder stemde in met"] == "Een verslag in het kort"


def test_the_reporter_checks_all_that_was_written_down_of_what_they_told() -> None:
    seven = words.draw()
    case = operations.enter(
        channel="telephone",
        received_on=clock.today(),
        report={**REPORT, "where": "In Rome", "who": "De aannemer", "asks": "Dat het stopt"},
        identity={},
        about=[],
        words=seven,
        consent="minutes",
        by=acting("bram"),
    )
    text = queries.opened(minutes_of(case), reporter(seven)).newest.text
    assert text.startswith(TOLD)
    for told in ("In Rome", "De aannemer", "Dat het stopt"):
        assert told in text
    assert "Wanneer" not in text  # nothing was said of it


def test_a_confidant_passes_it_on_and_has_no_key_to_it() -> None:
    case, seven = spoken("carla", channel="meeting")
    assert case.handler_id is None
    assert case.entered_by_id is None
    with pytest.raises(Refused):
        cases.open_case(case, by=acting("carla"))
    with pytest.raises(files.NoKey):
        queries.opened(minutes_of(case), acting("carla"))
    holders = SealedKey.objects.filter(file=case.pk)
    assert person("carla").pk not in holders.values_list("recipient__holder__bearer", flat=True)
    assert not case_queries.visible_to(acting("carla")).filter(pk=case.pk).exists()
    assert cases.open_case(case, by=acting("bram")).items
    assert queries.opened(minutes_of(case), reporter(seven)).newest.text == TOLD


def test_what_a_confidant_passes_on_lies_with_the_unassigned_and_in_no_second_tray() -> None:
    case, _seven = spoken("carla")
    bram = acting("bram")
    assert case in case_queries.unassigned(bram)
    assert case not in case_queries.second_tray(bram)
    assert case in case_queries.waiting_for(bram)


@pytest.mark.parametrize("name", ["eva", "daan", "hanna", "jet"])
def test_others_enter_nothing(name: str) -> None:
    with pytest.raises(Refused):
        spoken(name)
    assert not Minutes.objects.exists()


def test_nobody_takes_down_what_is_about_themselves_for_they_would_know_the_words() -> None:
    for writer in ("bram", "carla"):
        with pytest.raises(Invalid, match="gaat ook over u") as told:
            spoken(writer, about=(writer,))
        assert list(told.value.message_dict) == ["about"]
    with pytest.raises(Invalid, match="Wij bewaarden niets") as told:
        spoken(positions=("integrity-team",))
    assert list(told.value.message_dict) == ["positions"]
    assert not Minutes.objects.exists()


def test_who_takes_down_what_is_about_themselves_is_told_at_the_list_and_sees_no_words() -> None:
    bram = with_open_vault("bram")
    typed = {**typed_report(), "about": [str(person("bram").pk)]}
    page = bram.post("/desk/gesproken/", typed).content.decode()
    assert "Laat een collega of een vertrouwenspersoon dit opschrijven" in page
    assert "Zeven woorden voor de melder" not in page
    assert TOLD in page
    assert not Minutes.objects.exists()


def typed_report(consent: str = "minutes") -> dict[str, Any]:
    """Give what is typed on the page of a report that was spoken."""
    today = clock.today()
    return {
        "channel": "meeting",
        "received_on_day": str(today.day),
        "received_on_month": str(today.month),
        "received_on_year": str(today.year),
        "spoke_with": "Bram",
        "consent": consent,
        "what": TOLD,
    }


def test_a_name_goes_to_the_custodian_alone() -> None:
    case, _seven = spoken(name="Anna Jansen")
    assert case.is_named
    items = cases.open_case(case, by=acting("bram")).items
    assert "Anna Jansen" not in str([item.content for item in items])


def test_who_says_only_how_to_reach_them_is_anonymous_and_can_still_give_a_name() -> None:
    case, seven = spoken(reach="06 12345678")
    assert not case.is_named
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    page = anna.get("/inzien/postvak/").content.decode()
    assert "U gaf geen naam" in page
    assert "Uw naam ligt apart" not in page
    assert anna.post("/inzien/gegevens/", {"name": "Anna Jansen"}).status_code == 302
    case.refresh_from_db()
    assert case.is_named
    assert "Uw naam ligt apart" in anna.get("/inzien/postvak/").content.decode()
    kept = files.read(case.identity_file or 0, acting("kees").keyring)
    known = identities.newest(kept, "identity")
    assert (known["name"], known["reach"]) == ("Anna Jansen", "06 12345678")
    assert anna.get("/inzien/gegevens/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"on": datetime.date(2090, 1, 1)}, "received_on"), ({"channel": "letter"}, "channel")],
)
def test_what_cannot_be_is_told(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as told:
        spoken(**wrong)  # type: ignore[arg-type]
    assert field in told.value.message_dict


def test_the_reporter_corrects_and_approves_and_both_versions_stay() -> None:
    case, seven = spoken()
    anna = reporter(seven)
    operations.correct(minutes_of(case), text=BETTER, by=anna)
    assert minutes_of(case).state == MinutesState.CORRECTED
    operations.approve(minutes_of(case), version=2, destroys=False, by=anna)
    found = minutes_of(case)
    assert found.state == MinutesState.APPROVED
    assert found.approved_on == clock.today()
    told = queries.opened(found, acting("bram"))
    assert [version.text for version in told.versions] == [TOLD, BETTER]
    assert [version.is_from_reporter for version in told.versions] == [False, True]
    assert [version.text for version in told.earlier] == [TOLD]


def test_what_was_approved_stays_as_it_is() -> None:
    case, seven = spoken()
    operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    with pytest.raises(Refused, match="al akkoord"):
        operations.correct(minutes_of(case), text=BETTER, by=reporter(seven))
    with pytest.raises(Refused, match="al akkoord"):
        operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))


def test_nobody_approves_what_was_not_shown() -> None:
    case, seven = spoken()
    operations.correct(minutes_of(case), text=BETTER, by=reporter(seven))
    with pytest.raises(Invalid, match="intussen veranderd"):
        operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    assert minutes_of(case).state == MinutesState.CORRECTED


def test_a_correction_that_changes_nothing_is_asked_back() -> None:
    case, seven = spoken()
    with pytest.raises(Invalid, match="veranderde niets"):
        operations.correct(minutes_of(case), text=f" {TOLD}\r\n", by=reporter(seven))


def test_only_its_own_reporter_corrects_and_approves() -> None:
    case, _seven = spoken()
    _other, others = spoken()
    for actor in (acting("bram"), reporter(others)):
        with pytest.raises(Refused):
            operations.correct(minutes_of(case), text=BETTER, by=actor)
        with pytest.raises(Refused):
            operations.approve(minutes_of(case), version=1, destroys=False, by=actor)


def test_the_handler_is_told_on_the_desk_until_it_was_seen() -> None:
    case, seven = spoken()
    bram, gijs = acting("bram"), acting("gijs")
    assert not home.waiting_for(bram).minutes
    operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    assert [one.case_id for one in home.waiting_for(bram).minutes] == [case.pk]
    assert not home.waiting_for(gijs).minutes
    operations.note(minutes_of(case), by=bram)
    assert not home.waiting_for(bram).minutes
    entries = [entry["title"] for entry in telling.timeline(cases.open_case(case, by=bram), {})]
    assert any("akkoord met het verslag" in title for title in entries)


def test_the_trail_tells_of_the_reporter_the_day_alone_and_nothing_that_was_said() -> None:
    case, seven = spoken()
    operations.correct(minutes_of(case), text=BETTER, by=reporter(seven))
    operations.approve(minutes_of(case), version=2, destroys=False, by=reporter(seven))
    entries = Entry.objects.filter(action__in=["spoken.corrected", "spoken.approved"])
    assert {entry.at for entry in entries} == {clock.start_of_today()}
    assert Entry.objects.filter(action="spoken.entered", object_number=case.pk).count() == 1


def test_the_words_travel_in_the_page_and_what_is_no_seven_words_is_drawn_anew() -> None:
    form = forms.Enter(readers=[])
    drawn = words.split(form["words"].value())
    assert len(drawn) == words.COUNT
    typed = {
        "channel": "meeting",
        "received_on_day": "1",
        "received_on_month": "11",
        "received_on_year": "2026",
        "spoke_with": "Bram",
        "consent": "minutes",
        "what": TOLD,
    }
    for sent, is_kept in ((" ".join(drawn), True), ("geen woorden", False), ("", False)):
        filled = forms.Enter({**typed, "words": sent}, readers=[])
        assert filled.is_valid(), filled.errors
        assert len(filled.cleaned_data["words"]) == words.COUNT
        assert (filled.cleaned_data["words"] == drawn) is is_kept
    named = forms.Enter({**typed, "what": "Groen deed dat"}, readers=[("7", "Gijs Groen")])
    assert "lijkt op Gijs Groen" in str(named.errors)


def test_who_came_to_be_in_its_position_is_not_asked_for_the_recording_of_a_case() -> None:
    set_for("secretary", "bram", "ivo")
    case, _seven = spoken(positions=("secretary",), consent="recording")
    cases.assign(case, to=person("fenna"), by=acting("bram"))
    fenna, way = with_open_vault("fenna"), f"/desk/zaken/{case.number}/verslag/opname/"
    assert fenna.get(way).status_code == 200
    becomes_secretary("fenna")
    assert fenna.get(way).status_code == 404


def test_a_report_that_was_written_has_no_minutes_to_check() -> None:
    seven = words.draw()
    report(seven=seven)
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    assert "Klopt dit?" not in anna.get("/inzien/postvak/").content.decode()
    assert anna.get("/inzien/verslag/").status_code == 404
    assert anna.get("/inzien/verslag/verbeteren/").status_code == 404


def test_a_reporter_checks_in_the_mailbox_step_by_step() -> None:
    case, seven = spoken()
    anna = Client()
    anna.post("/inzien/", {"words": " ".join(seven)})
    assert "Klopt dit?" in anna.get("/inzien/postvak/").content.decode()
    assert TOLD in anna.get("/inzien/verslag/").content.decode()
    answer = anna.post("/inzien/verslag/verbeteren/", {"text": TOLD})
    assert "veranderde niets" in answer.content.decode()
    anna.post("/inzien/verslag/verbeteren/", {"text": BETTER})
    answer = anna.post("/inzien/verslag/", {"version": "1"})
    assert "intussen veranderd" in answer.content.decode()
    answer = anna.post("/inzien/verslag/", {"version": "2"})
    assert answer["Location"] == "/inzien/postvak/"
    assert minutes_of(case).state == MinutesState.APPROVED
    assert "U was akkoord op" in anna.get("/inzien/postvak/").content.decode()
    assert anna.get("/inzien/verslag/verbeteren/")["Location"] == "/inzien/verslag/"
    late = anna.post("/inzien/verslag/verbeteren/", {"text": "Naar Wenen."}).content.decode()
    for told in ("U was al akkoord", "Naar Wenen.", "Neem hem over in een bericht"):
        assert told in late
    assert "Ja, dit klopt" not in anna.get("/inzien/verslag/").content.decode()


def test_without_the_words_nobody_reads_the_minutes() -> None:
    spoken()
    assert Client().get("/inzien/verslag/")["Location"] == "/inzien/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let sealed files stand in a folder of this test."""
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")
    return tmp_path / "blobs"


SOUND = b"ID3\4" + bytes(200) + b"stem van Anna"


def record(case: Case, content: bytes = SOUND, *, by: str = "bram") -> None:
    """Add a recording, as it arrives on the page."""
    arriving = blobs.Store(file=case.pk).begin()
    arriving.write(content)
    arriving.finish()
    arrived = Arrived(arriving.id, arriving.key, "gesprek.mp3", len(content), "")
    told = [evidence.told_of(arrived)]
    operations.add_recording(minutes_of(case), attachments=told, by=acting(by))


@pytest.mark.parametrize(
    ("consent", "destroys", "stays"),
    [("recording", False, True), ("recording", True, False), ("transcript", False, False)],
)
def test_a_recording_is_destroyed_at_approval_where_that_was_chosen(
    consent: str,
    destroys: bool,
    stays: bool,
    folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    case, seven = spoken(consent=consent, destroys=destroys)
    record(case)
    anna = reporter(seven)
    heard = queries.opened(minutes_of(case), anna).recordings
    assert [one.stored.whole() for one in heard] == [SOUND]
    with django_capture_on_commit_callbacks(execute=True):
        operations.approve(minutes_of(case), version=1, destroys=not stays, by=anna)
    told = queries.opened(minutes_of(case), acting("bram"))
    assert bool(told.recordings) is stays
    assert told.is_recording_destroyed is not stays
    assert Blob.objects.filter(file=case.pk).exists() is stays
    assert bool(list(folder.iterdir())) is stays
    if not stays:
        with pytest.raises(Gone):
            heard[0].stored.whole()


def test_without_consent_there_is_no_recording(folder: Path) -> None:
    for consent in ("minutes", "none"):
        case, _seven = spoken(consent=consent, destroys=True)
        assert not minutes_of(case).destroys_recording
        with pytest.raises(Refused, match="niet opgenomen"):
            record(case)


def test_no_recording_comes_after_approval_nor_anything_that_is_no_sound(folder: Path) -> None:
    case, seven = spoken(consent="recording")
    with pytest.raises(Invalid, match="geen geluid"):
        record(case, b"%PDF-1.7 brief")
    with pytest.raises(Refused):
        record(case, by="carla")
    operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    with pytest.raises(Refused, match="al akkoord"):
        record(case)


def recording_of(case: Case) -> str:
    """Give what the page tells who works on it of the recording."""
    told = queries.opened(minutes_of(case), acting("bram"))
    return str(dict(presenting.facts(told))["Opname"])


def test_the_page_says_a_recording_is_kept_only_where_there_is_one(folder: Path) -> None:
    case, seven = spoken(consent="recording")
    assert recording_of(case) == "nog niet toegevoegd"
    other, others = spoken(consent="recording")
    operations.approve(minutes_of(other), version=1, destroys=False, by=reporter(others))
    assert recording_of(other) == "niet toegevoegd"
    record(case)
    operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    assert recording_of(case) == "blijft bewaard in het dossier"


@pytest.mark.parametrize(("consent", "is_told"), [("recording", True), ("minutes", False)])
def test_a_confidant_reads_how_the_recording_reaches_the_reporting_point(
    consent: str, is_told: bool
) -> None:
    told = "Geef de opname dan zelf aan een behandelaar"
    page = with_open_vault("carla").post("/desk/gesproken/", typed_report(consent))
    assert (told in page.content.decode()) is is_told
    page = with_open_vault("bram").post("/desk/gesproken/", typed_report(consent))
    assert told not in page.content.decode()  # who handles it adds it on its own page
    assert ("Voeg de opname toe" in page.content.decode()) is is_told


@pytest.mark.parametrize("destroys", [True, False])
def test_whether_a_recording_goes_can_still_be_chosen_before_approval(
    destroys: bool, folder: Path
) -> None:
    case, seven = spoken(consent="recording", destroys=not destroys)
    record(case)
    choice = {"recording": "destroy" if destroys else "keep"}
    with_open_vault("bram").post(f"/desk/zaken/{case.number}/verslag/", choice)
    operations.approve(minutes_of(case), version=1, destroys=destroys, by=reporter(seven))
    told = queries.opened(minutes_of(case), acting("bram"))
    assert told.is_recording_destroyed is destroys
    assert bool(told.recordings) is not destroys


def test_a_recording_that_was_kept_can_be_destroyed_later_once_and_never_comes_back(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case, seven = spoken(consent="recording")
    record(case)
    operations.approve(minutes_of(case), version=1, destroys=False, by=reporter(seven))
    with pytest.raises(Refused):
        operations.decide_on_recording(minutes_of(case), destroys=True, by=acting("carla"))
    with django_capture_on_commit_callbacks(execute=True):
        operations.decide_on_recording(
            minutes_of(case), destroys=True, is_sure=True, by=acting("bram")
        )
    assert recording_of(case) == "vernietigd na het akkoord van de melder"
    assert not Blob.objects.filter(file=case.pk).exists()
    assert not list(folder.iterdir())
    assert Entry.objects.filter(action="spoken.recording_destroyed").exists()
    for destroys in (True, False):
        with pytest.raises(Invalid, match="geen opname"):
            operations.decide_on_recording(minutes_of(case), destroys=destroys, by=acting("bram"))


def test_a_recording_for_a_transcript_alone_is_never_chosen_to_stay(folder: Path) -> None:
    case, _seven = spoken(consent="transcript")
    with pytest.raises(Refused, match="vernietigen wij de opname altijd"):
        operations.decide_on_recording(minutes_of(case), destroys=False, by=acting("bram"))
    assert minutes_of(case).destroys_recording
