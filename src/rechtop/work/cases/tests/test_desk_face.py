import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files
from rechtop.overview.home import queries as home
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.work.cases import forms, operations, presenting, publishing, queries, telling
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

ENTERED = {
    "channel": "letter",
    "received_on_day": "1",
    "received_on_month": "11",
    "received_on_year": "2026",
    "what": "Iets",
}
TEXTS = {"report": "Een melding", "subject": "", "findings": "Niets gebleken", "consequence": ""}


def of_bram(received_on: datetime.date) -> Case:
    return operations.enter(
        channel="letter",
        received_on=received_on,
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )


def test_home_shows_ones_own_terms_and_those_of_nobody() -> None:
    own, nobodys = of_bram(clock.today()), report()
    on_brams, on_fennas = home.waiting_for(acting("bram")), home.waiting_for(acting("fenna"))
    assert {own.pk, nobodys.pk} <= {due.case.pk for due in on_brams.due}
    assert nobodys.pk in {due.case.pk for due in on_fennas.due}
    assert own.pk not in {due.case.pk for due in on_fennas.due}


def test_a_colleague_sees_a_term_that_was_let_pass() -> None:
    late = of_bram(clock.today() - datetime.timedelta(days=30))
    assert late.pk in {due.case.pk for due in home.waiting_for(acting("fenna")).late_with_others}
    assert not home.waiting_for(acting("bram")).late_with_others


def test_a_reporter_who_waits_stands_with_the_handler() -> None:
    case = report()
    operations.assign(case, to=person("bram"), by=acting("bram"))
    case.refresh_from_db()
    case.reporter_waits_since = clock.now()
    case.save()
    assert case in home.waiting_for(acting("bram")).reporters
    assert case not in home.waiting_for(acting("fenna")).reporters


def test_what_waits_for_who_handles_no_more_waits_for_each_colleague_with_the_key() -> None:
    seven = words.draw()
    case, late = report(seven=seven), of_bram(clock.today() - datetime.timedelta(days=30))
    operations.assign(case, to=person("bram"), by=acting("fenna"))
    (duty,) = people.running_duties_of(person("bram"))
    organisation.end_duty(duty, by=acting("hanna"))
    case.refresh_from_db()
    assert case.handler == person("bram")
    operations.write_as_reporter(case, text="Nog iets", by=reporter(seven))
    on_fennas = home.waiting_for(acting("fenna"))
    assert case in on_fennas.reporters
    assert {case, late} <= {*on_fennas.unassigned}
    assert {case.pk, late.pk} <= {due.case.pk for due in on_fennas.due}
    assert not on_fennas.late_with_others


def test_a_short_list_says_that_there_is_more() -> None:
    assert not home.waiting_for(acting("bram")).unassigned.has_more
    for _one in range(home.SHOWN + 1):
        report()
    waiting = home.waiting_for(acting("bram")).unassigned
    assert (len(waiting), waiting.has_more) == (home.SHOWN, True)


def test_how_a_reporter_is_reached_is_kept_without_a_name() -> None:
    form = forms.Enter({**ENTERED, "reach": "06 12345678"}, readers=[])
    assert form.is_valid(), form.errors
    case = operations.enter(**form.details(), by=acting("bram"))
    assert case.is_named is False
    (kept,) = files.open_file(case.identity_file or 0, acting("kees").keyring).items()
    assert (kept.content["name"], kept.content["reach"]) == ("", "06 12345678")


@pytest.mark.parametrize("field", ["what", "when", "where", "who", "asks"])
def test_a_name_anywhere_in_what_is_entered_raises_a_question_once(field: str) -> None:
    asking = forms.Enter({**ENTERED, field: "Zie Groen"}, readers=[("7", "Gijs Groen")])
    assert "lijkt op Gijs Groen" in str(asking.errors)
    assert forms.Enter(asking.data, readers=[("7", "Gijs Groen")]).is_valid()


def test_nobody_enters_a_case_as_the_reporting_point_itself() -> None:
    form = forms.Enter({**ENTERED, "channel": "meeting-point"}, readers=[])
    assert "channel" in form.errors
    with pytest.raises(Invalid, match="Meldpunt"):
        operations.enter(
            channel="meeting-point",
            received_on=clock.today(),
            report={"what": "Iets"},
            identity={},
            about=[],
            by=acting("bram"),
        )


def test_a_person_concerned_is_not_offered_as_reader_or_handler() -> None:
    case, bram = report(), acting("bram")
    operations.name_person_concerned(
        case, name="Fenna", description="Tekende.", person=person("fenna"), by=bram
    )
    closed_for = queries.closed_for(case, bram)
    readers = forms.Row(author=person("bram").pk, closed_for=closed_for).fields["reader"].queryset  # type: ignore[attr-defined]
    handlers = forms.Assign(closed_for=closed_for).fields["to"].queryset  # type: ignore[attr-defined]
    assert person("gijs") in readers
    assert person("bram") in handlers
    assert person("fenna") not in [*readers, *handlers]
    opened = operations.open_case(case, by=bram)
    (entry, _report) = telling.timeline(opened, presenting.names_in(opened))
    assert entry["text"] == "Fenna\nTekende."


def test_the_text_of_an_approved_row_can_be_read_on_the_case() -> None:
    case, bram = report(), acting("bram")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    assert presenting.published(row) == []
    publishing.approve_row(row, shown=row.number, by=acting("fenna"))
    assert ("Bevindingen", "Niets gebleken") in presenting.published(queries.row_of(case))


def test_a_report_whose_words_nobody_typed_back_lies_in_the_second_tray_and_stays() -> None:
    fenna = acting("fenna")
    real, unproven = report(), report(is_proven=False)
    waiting = home.waiting_for(fenna)
    assert real in waiting.unassigned
    assert unproven not in waiting.unassigned
    assert unproven.pk not in {due.case.pk for due in waiting.due}
    assert waiting.second_tray
    assert waiting.second_tray.count == "1"
    assert waiting.second_tray.first_due, "its terms run all the same"
    assert list(queries.seen_by(fenna, {"tray": "second"})[0]) == [unproven]


def test_a_report_leaves_the_second_tray_when_its_words_are_typed_back_or_someone_takes_it() -> (
    None
):
    seven = words.draw()
    proven, taken = report(seven=seven, is_proven=False), report(is_proven=False)
    operations.prove_words(proven, by=reporter(seven))
    operations.assign(taken, to=person("bram"), by=acting("fenna"))
    assert home.waiting_for(acting("fenna")).second_tray is None
    assert proven in home.waiting_for(acting("fenna")).unassigned


def test_the_day_of_the_first_proof_alone_is_kept_and_the_trail_tells_no_hour() -> None:
    seven = words.draw()
    case = report(seven=seven, is_proven=False)
    operations.prove_words(case, by=reporter(seven))
    entry = Entry.objects.get(action="case.words_proven", object_number=case.pk)
    assert entry.at == clock.start_of_today()


def test_however_many_lie_in_the_second_tray_the_home_asks_as_much() -> None:
    fenna = acting("fenna")
    report(is_proven=False)
    home.waiting_for(fenna)
    with CaptureQueriesContext(connection) as few:
        home.waiting_for(fenna)
    for _unused in range(20):
        report(is_proven=False)
    with CaptureQueriesContext(connection) as many:
        home.waiting_for(fenna)
    assert len(many) <= len(few)


def test_a_handler_who_types_the_name_of_a_colleague_is_asked_whether_it_is_them() -> None:
    first = forms.PersonConcerned({"name": "mevrouw Evers", "description": ""})
    assert not first.is_valid()
    assert "Eva Evers" in str(first.errors["person"])
    again = forms.PersonConcerned({"name": "mevrouw Evers", "asked": first.data["asked"]})
    assert again.is_valid()
    assert again.cleaned_data["person"] is None


def test_who_reads_a_case_sees_for_whom_it_is_closed_once_each() -> None:
    case, plain = report(about=("kees", "fenna")), report()
    operations.name_person_concerned(
        case, name="Kees Koning", description="", person=person("kees"), by=acting("bram")
    )
    bram = with_open_vault("bram")
    page = bram.get(f"/desk/zaken/{case.number}/").content.decode()
    _before, told = page.split("Gesloten voor")
    listed = told[: told.index("</section>")]
    assert "Fenna de Vries" in listed
    assert "Kees Koning" not in listed  # who was recorded stands there already
    assert "Gesloten voor" not in bram.get(f"/desk/zaken/{plain.number}/").content.decode()
