import pytest
from django.test import RequestFactory
from tests.people import acting, person, report, reporter

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, REPORTER
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedFile
from rechtop.people.organisation import operations as people
from rechtop.tools.deadlines import queries as deadlines
from rechtop.work.cases import operations, publishing, queries
from rechtop.work.cases.models import Case, Row
from rechtop.work.cases.views import desk

pytestmark = pytest.mark.django_db

TEXTS = dict.fromkeys(Row.TEXTS, "tekst")


def name(case: Case, whom: str, *, by: str = "bram") -> None:
    operations.name_person_concerned(
        case, name=whom, description="", person=person(whom), by=acting(by)
    )


def people_with(file: int | None) -> set[int]:
    return vault.people_with_key(file or 0)


def numbers(*names: str) -> set[int]:
    return {person(one).pk for one in names}


def enter(by: str, *about: str) -> Case:
    return operations.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={},
        about=[person(one).pk for one in about],
        by=acting(by),
    )


def test_who_is_named_loses_also_the_row_of_an_earlier_proposal() -> None:
    case, bram, gijs = report(), acting("bram"), acting("gijs")
    first = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram)
    publishing.send_back_row(first, shown=first.number or "", remark="Anders", by=gijs)
    publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram)
    name(case, "gijs")
    assert len(queries.files_of(case)) == 3
    for file in queries.files_of(case):
        with pytest.raises(files.NoKey):
            files.open_file(file, gijs.keyring)


def test_a_new_file_is_closed_for_whom_the_case_is_closed() -> None:
    case, bram = report(), acting("bram")
    name(case, "gijs")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=bram)
    name(case, "fenna")
    assert people_with(row.file) == people_with(case.pk) == numbers("bram", "ivo")
    opened = files.open_file(row.file or 0, bram.keyring)
    assert opened.excluded() == numbers("gijs", "fenna")


def test_who_replaces_gets_every_file_of_the_case_but_not_the_name() -> None:
    case, fenna = report(name="Anna"), acting("fenna")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=fenna)
    name(case, "bram", by="fenna")
    case.refresh_from_db()
    for file in (case.pk, row.file):
        assert people_with(file) >= numbers("fenna", "gijs", "ivo")
    assert people_with(case.identity_file) == numbers("kees")


def test_a_case_is_never_closed_for_the_last_who_can_open_it() -> None:
    case = report()
    for one in ("gijs", "ivo", "bram"):
        name(case, one, by="fenna")
    with pytest.raises(Invalid, match="niemand deze zaak meer openen"):
        name(case, "fenna", by="fenna")
    assert people_with(case.pk) == numbers("fenna")
    assert SealedFile.objects.get(pk=case.pk).version == 4


def test_a_report_nobody_would_be_left_to_open_is_refused_and_not_lost() -> None:
    with pytest.raises(Refused, match="niemand die deze melding"):
        operations.receive(
            report={"what": "Iets"},
            identity={},
            about=[person(one).pk for one in ("bram", "fenna", "gijs", "ivo")],
            reporter=reporters.key_of(words.draw()),
            by=REPORTER,
        )


def test_whoever_enters_a_case_can_open_it_also_when_on_no_roster() -> None:
    people.give_duty(person("gijs"), kind="lawyer", from_date=clock.today(), by=COMMAND)
    case = enter("gijs")
    assert case.handler_id == person("gijs").pk
    assert people_with(case.pk) == numbers("bram", "fenna", "gijs")


def test_whoever_enters_a_case_about_themselves_does_not_handle_it() -> None:
    case = enter("bram", "bram")
    assert case.handler_id is None
    assert person("bram").pk not in people_with(case.pk)


def test_a_case_goes_to_a_handler_and_a_row_to_a_second_reader_by_duty() -> None:
    case, bram = report(), acting("bram")
    with pytest.raises(Invalid):
        operations.assign(case, to=person("ivo"), by=bram)
    with pytest.raises(Invalid):
        publishing.propose_row(case, texts=TEXTS, reader=person("ivo"), by=bram)


def test_approval_covers_the_text_that_was_read() -> None:
    case, bram, gijs = report(), acting("bram"), acting("gijs")
    read = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram).number or ""
    row = publishing.propose_row(
        case, texts={**TEXTS, "report": "ongelezen"}, reader=person("gijs"), by=bram
    )
    for answer in (
        lambda: publishing.approve_row(row, shown=read, by=gijs),
        lambda: publishing.send_back_row(row, shown=read, remark="x", by=gijs),
    ):
        with pytest.raises(Invalid, match="intussen veranderd"):
            answer()
    assert queries.row_to_read(read, gijs) is None
    publishing.approve_row(row, shown=row.number or "", by=gijs)


def test_an_author_who_was_named_sees_the_case_nowhere_when_the_row_comes_back() -> None:
    case, bram = report(), acting("bram")
    row = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram)
    name(case, "bram", by="fenna")
    publishing.send_back_row(row, shown=row.number or "", remark="x", by=acting("gijs"))
    assert not queries.rows_sent_back_to(bram).exists()
    assert queries.rows_sent_back_to(acting("bram")).count() == 0


def test_feedback_is_noted_only_where_no_message_can_be_sent() -> None:
    case = report()
    with pytest.raises(Refused, match="als bericht"):
        operations.note_feedback(case, on=clock.today(), by=acting("bram"))
    assert deadlines.of(case.ref).get(rule__code="feedback").met_on is None
    entered = enter("bram")
    operations.note_feedback(entered, on=clock.today(), by=acting("bram"))
    entered.refresh_from_db()
    assert entered.feedback_on == clock.today()


def test_the_procedure_of_a_closed_case_stays() -> None:
    case, bram = report(), acting("bram")
    Case.objects.filter(pk=case.pk).update(
        state="closed", closed_on=clock.today(), closed_year=clock.today().year, conclusion="x"
    )
    with pytest.raises(Refused, match="afgesloten"):
        operations.register(
            case, regime="sociaal", is_wrongdoing=None, is_union_law_breach=None, by=bram
        )


def test_a_file_is_read_whole_while_another_rolls_it() -> None:
    seven = words.draw()
    case = report(seven=seven)
    held = files.open_file(case.pk, reporter(seven).keyring)
    name(case, "daan")
    with pytest.raises(files.NoKey):
        held.items()
    assert [item.kind for item in files.read(case.pk, reporter(seven).keyring)] == ["report"]


@pytest.mark.parametrize("number", ["\0", "0000-0000", "x" * 400, "é"])
def test_a_number_that_cannot_be_is_not_there(number: str) -> None:
    bram = acting("bram")
    assert queries.case_to_open(number, bram) is None
    assert queries.row_to_read(number, bram) is None


def test_a_case_closed_for_someone_while_they_look_is_not_there(rf: RequestFactory) -> None:
    case, fenna = report(), acting("fenna")
    request = rf.get("/")
    request.actor = fenna  # type: ignore[attr-defined]
    found = queries.case_to_open(case.number, fenna)
    name(case, "fenna")
    with pytest.raises(Refused):
        operations.open_case(found, by=fenna)
    with pytest.raises(desk.Http404):
        desk.case(request, case.number)


def test_a_damaged_part_is_told_at_the_form_and_nothing_is_lost() -> None:
    case, bram = report(), acting("bram")
    publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=bram)
    row = Row.objects.get(case=case)
    SealedFile.objects.filter(pk=row.file).update(version=7)
    with pytest.raises(Invalid, match="niet elk deel"):
        name(case, "daan")
    assert SealedFile.objects.get(pk=case.pk).version == 1
