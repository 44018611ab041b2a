import datetime

import pytest
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault.models import SealedFile, SealedKey, Sphere
from rechtop.overview.home import queries as home
from rechtop.people.organisation import operations as people
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.cases import closing, operations, presenting, publishing, queries, telling
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case, CaseType, Measure, Row
from rechtop.work.cases.states import RowState, State

pytestmark = pytest.mark.django_db

CLOSING = Closing(
    is_admissible=False,
    is_investigated=True,
    types=["financial", "conflict-of-interest"],
    conclusion="unfounded",
    measures=[("talk", True), ("procedure-changed", False)],
    commissioner="director",
    findings="De feiten staven de melding niet.",
    consequence="",
)
TEXTS = {"report": "Een melding", "subject": "", "findings": "Niets gebleken", "consequence": ""}


def close(case: Case) -> None:
    bram = acting("bram")
    operations.register(
        case, regime="misstand", is_wrongdoing=True, is_union_law_breach=None, by=bram
    )
    closing.close(case, closing=CLOSING, message="Dit is de uitkomst.", by=bram)
    case.refresh_from_db()


def due(case: Case) -> dict[str, datetime.date | None]:
    return {d.rule.code: d.due_on for d in deadlines.of(case.ref)}


def _texts(opened: operations.OpenCase) -> list[str]:
    return [entry["text"] for entry in telling.timeline(opened, presenting.names_in(opened))]


def test_a_report_is_a_case_with_its_terms_running() -> None:
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        case = report()
    assert case.state == State.RECEIVED
    assert due(case) == {
        "acknowledgement": datetime.date(2026, 12, 1),
        "feedback": datetime.date(2027, 3, 1),
    }


def test_acknowledging_meets_its_term_and_counts_feedback_from_that_day() -> None:
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        case = report()
    with clock.standing_at(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC)):
        operations.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    acknowledgement = deadlines.of(case.ref).get(rule__code="acknowledgement")
    assert acknowledgement.met_on == datetime.date(2026, 11, 26)
    assert due(case)["feedback"] == datetime.date(2027, 2, 26)


def test_an_acknowledgement_sent_late_gives_no_longer_time_for_feedback() -> None:
    with clock.standing_at(datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)):
        case = report()
    with clock.standing_at(datetime.datetime(2026, 12, 20, 12, tzinfo=datetime.UTC)):
        operations.acknowledge(case, on=clock.today(), message="Sorry", by=acting("bram"))
    assert due(case)["feedback"] == datetime.date(2027, 3, 1)


def test_a_case_from_before_the_law_has_no_invented_term() -> None:
    case = operations.enter(
        channel="manager",
        received_on=datetime.date(2021, 5, 4),
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )
    assert due(case) == {}


def test_only_the_integrity_team_enters_a_case() -> None:
    with pytest.raises(Refused, match="integriteitsteam"):
        operations.enter(
            channel="manager",
            received_on=clock.today(),
            report={"what": "Iets"},
            identity={},
            about=[],
            by=acting("gijs"),
        )


def test_a_case_of_tomorrow_is_refused_at_its_field() -> None:
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        operations.enter(
            channel="letter",
            received_on=tomorrow,
            report={"what": "Iets"},
            identity={},
            about=[],
            by=acting("bram"),
        )
    assert "received_on" in refused.value.message_dict


def test_whom_the_report_is_about_gets_no_key_and_the_alternates_do() -> None:
    case = report(about=("bram",))
    assert not queries.visible_to(acting("bram")).filter(pk=case.pk).exists()
    for name in ("fenna", "gijs", "ivo"):
        assert queries.visible_to(acting(name)).filter(pk=case.pk).exists()
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, acting("bram").keyring)


def test_a_report_about_the_whole_team_goes_to_the_alternates_alone() -> None:
    case = report(about=("bram", "fenna"))
    seen = {n for n in ("bram", "fenna", "gijs", "ivo") if _sees(n, case)}
    assert seen == {"gijs", "ivo"}


def _sees(name: str, case: Case) -> bool:
    return queries.visible_to(acting(name)).filter(pk=case.pk).exists()


def test_a_person_concerned_loses_the_case_everywhere_even_as_its_handler() -> None:
    case = report(name="Anna")
    bram, fenna = acting("bram"), acting("fenna")
    operations.assign(case, to=person("fenna"), by=bram)
    publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    operations.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=bram
    )
    case.refresh_from_db()
    assert case.handler is None
    assert not _sees("fenna", case)
    assert case.pk not in [c.pk for c in home.waiting_for(fenna).unassigned]
    assert case.pk not in [d.case.pk for d in home.waiting_for(fenna).due]
    assert not home.waiting_for(fenna).rows
    row = Row.objects.get(case=case)
    for file in (case.pk, row.file):
        with pytest.raises(files.NoKey):
            files.open_file(file, fenna.keyring)
        assert SealedFile.objects.get(pk=file).version == 2
    with pytest.raises(Refused):
        operations.open_case(case, by=fenna)


def test_whoever_names_themselves_loses_the_case_and_the_file_keeps_enough_holders() -> None:
    case, bram = report(), acting("bram")
    operations.name_person_concerned(
        case, name="Bram", description="", person=person("bram"), by=bram
    )
    assert {n for n in ("bram", "fenna", "gijs", "ivo") if _sees(n, case)} == {
        "fenna",
        "gijs",
        "ivo",
    }


def test_a_person_concerned_is_never_given_the_case_again() -> None:
    case, bram = report(), acting("bram")
    operations.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=bram
    )
    for give in (
        lambda: operations.assign(case, to=person("fenna"), by=bram),
        lambda: publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram),
    ):
        with pytest.raises(Invalid):
            give()
    assert not _sees("fenna", case)


def test_someone_named_before_they_have_keys_gets_none_of_this_case_later() -> None:
    case, bram = report(), acting("bram")
    operations.name_person_concerned(
        case, name="Eva", description="", person=person("eva"), by=bram
    )
    assert person("eva").pk in files.open_file(case.pk, bram.keyring).excluded()


def test_the_trail_tells_nothing_of_who_was_named() -> None:
    case = report()
    operations.name_person_concerned(
        case, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    entry = Entry.objects.order_by("-id")[0]
    assert entry.action == "case.person_concerned_named"
    assert entry.actor_number == person("bram").pk
    assert person("fenna").pk not in (entry.object_number, entry.actor_number)


def test_a_colleague_without_a_key_cannot_touch_the_case() -> None:
    case, ivo = report(), acting("ivo")
    for act in (
        lambda: operations.open_case(case, by=ivo),
        lambda: operations.write_note(case, text="x", by=ivo),
        lambda: operations.write_to_reporter(case, text="x", is_feedback=False, by=ivo),
        lambda: operations.assign(case, to=person("ivo"), by=ivo),
        lambda: closing.close(case, closing=CLOSING, message="x", by=ivo),
    ):
        with pytest.raises(Refused, match="bestaat niet, of"):
            act()


def test_assigning_gives_the_new_handler_the_key() -> None:
    case = report(name="Anna")
    _make_lawyer("gijs")
    operations.assign(case, to=person("gijs"), by=acting("bram"))
    assert operations.open_case(case, by=acting("gijs")).items


def _make_lawyer(name: str) -> None:
    people.give_duty(person(name), kind="lawyer", from_date=clock.today(), by=COMMAND)


def test_who_has_no_vouched_key_cannot_handle_a_case() -> None:
    with pytest.raises(Invalid):
        operations.assign(report(), to=person("eva"), by=acting("bram"))


def test_opening_a_case_stands_on_the_trail() -> None:
    case = report(name="Anna")
    operations.open_case(case, by=acting("bram"))
    assert Entry.objects.order_by("-id")[0].action == "case.opened"


def test_messages_go_both_ways_and_who_waits_is_known() -> None:
    seven = words.draw()
    case, bram = report(seven=seven), acting("bram")
    operations.write_as_reporter(case, text="Nog iets", by=reporter(seven))
    assert case.pk in [c.pk for c in queries.with_waiting_reporter(bram)]
    operations.write_to_reporter(case, text="Dank u", is_feedback=True, by=bram)
    assert case.pk not in [c.pk for c in queries.with_waiting_reporter(bram)]
    texts = _texts(operations.open_case(case, by=bram))
    assert texts[:2] == ["Dank u", "Nog iets"]
    assert deadlines.of(case.ref).get(rule__code="feedback").met_on == clock.today()


def test_a_reporter_cannot_act_as_a_handler_nor_in_anothers_case() -> None:
    seven = words.draw()
    case, other = report(seven=seven), report()
    with pytest.raises(Refused):
        operations.write_note(case, text="x", by=reporter(seven))
    with pytest.raises(Refused):
        operations.write_as_reporter(other, text="x", by=reporter(seven))
    with pytest.raises(Refused):
        operations.write_as_reporter(case, text="x", by=acting("bram"))


def test_closing_registers_several_types_and_measures() -> None:
    case = report()
    close(case)
    assert (case.state, case.conclusion, case.commissioner) == ("closed", "unfounded", "director")
    assert case.is_admissible is False
    assert case.is_investigated is True
    assert set(CaseType.objects.filter(case=case).values_list("code", flat=True)) == {
        "financial",
        "conflict-of-interest",
    }
    assert set(Measure.objects.filter(case=case).values_list("code", "against_person")) == {
        ("talk", True),
        ("procedure-changed", False),
    }
    assert not deadlines.open_ones("case").filter(subject_number=case.pk).exists()


def test_a_case_without_a_procedure_is_not_closed() -> None:
    with pytest.raises(Invalid, match="procedure"):
        closing.close(report(), closing=CLOSING, message="x", by=acting("bram"))


def test_the_reporter_is_told_the_outcome() -> None:
    case = report()
    bram = acting("bram")
    operations.register(
        case, regime="zakelijk", is_wrongdoing=None, is_union_law_breach=None, by=bram
    )
    with pytest.raises(Invalid, match="uitkomst"):
        closing.close(case, closing=CLOSING, message="", by=bram)


def test_a_closed_case_is_opened_again_with_a_reason_that_stays() -> None:
    case = report()
    close(case)
    closing.reopen(case, reason="Nieuwe feiten", by=acting("bram"))
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("acknowledged", None)
    opened = operations.open_case(case, by=acting("bram"))
    assert "Nieuwe feiten" in _texts(opened)


def test_the_procedure_it_was_taken_in_under_stays_when_triage_says_otherwise() -> None:
    case, bram = report(), acting("bram")
    for regime in ("misstand", "zakelijk"):
        operations.register(
            case, regime=regime, is_wrongdoing=None, is_union_law_breach=None, by=bram
        )
    case.refresh_from_db()
    assert (case.regime_taken_in, case.regime) == ("misstand", "zakelijk")


def test_a_row_stands_sealed_until_a_second_reader_approves_it() -> None:
    case, bram = report(), acting("bram")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    assert row.findings == ""
    assert row in queries.rows_for(acting("fenna"))
    publishing.approve_row(row, shown=row.number, by=acting("fenna"))
    row.refresh_from_db()
    assert (row.state, row.findings) == (RowState.APPROVED, "Niets gebleken")


def test_the_author_is_never_the_second_reader() -> None:
    case, bram = report(), acting("bram")
    with pytest.raises(Invalid, match="een ander"):
        publishing.propose_row(case, texts=TEXTS, reader=person("bram"), by=bram)
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    with pytest.raises(Refused):
        publishing.approve_row(row, shown=row.number, by=bram)


def test_a_second_reader_from_elsewhere_reads_the_row_and_not_the_case() -> None:
    case, bram, gijs = report(), acting("bram"), acting("gijs")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram)
    assert queries.row_texts(row, gijs)["findings"] == "Niets gebleken"
    with pytest.raises(Refused):
        operations.open_case(case, by=gijs)
    publishing.approve_row(row, shown=row.number, by=gijs)


def test_a_row_sent_back_returns_to_its_author_with_the_remark() -> None:
    case, bram = report(), acting("bram")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    publishing.send_back_row(row, shown=row.number, remark="Te herkennen", by=acting("fenna"))
    assert row in queries.rows_sent_back_to(bram)
    assert queries.row_remarks(row, bram)[0].content["text"] == "Te herkennen"
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    assert row.state == RowState.PROPOSED


def test_a_rewritten_row_is_unpublished_until_it_is_approved_again() -> None:
    case, bram = report(), acting("bram")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    publishing.approve_row(row, shown=row.number, by=acting("fenna"))
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    row.refresh_from_db()
    assert (row.state, row.report, row.approved_on) == (RowState.PROPOSED, "", None)


def test_a_list_shows_nobody_a_case_they_cannot_open() -> None:
    report()
    assert queries.visible_to(acting("bram")).exists()
    for name in ("eva", "hanna", "daan", "jet", "carla", "gijs", "ivo"):
        assert not queries.visible_to(acting(name)).exists()


def test_the_registration_holds_no_words_of_the_report() -> None:
    case = report(name="Anna")
    values = " ".join(str(v) for v in Case.objects.filter(pk=case.pk).values()[0].values())
    assert "reis" not in values
    assert "Anna" not in values
    assert SealedKey.objects.filter(file=case.pk, file__sphere=Sphere.CASES).exists()
