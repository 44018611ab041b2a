import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import acting, person, report

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.vault.models import SealedKey
from rechtop.overview.search import operations, presenting, queries
from rechtop.overview.search.queries import Hit
from rechtop.work.cases import closing, publishing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import BesideFile, Case, Row
from rechtop.work.cases.tests.test_positions import becomes_secretary, report_about, set_for
from rechtop.work.investigations import reporting
from rechtop.work.investigations.models import PersonalDraft
from rechtop.work.investigations.tests.test_deciding import running
from rechtop.work.investigations.tests.test_drafts import reader, sent

pytestmark = pytest.mark.django_db

CLOSING = Closing(None, False, ["none"], "unfounded", [("none", False)], "", "Niets.", "")


def noted(text: str) -> Case:
    case = report()
    cases.write_note(case, text=text, by=acting("bram"))
    return case


def found(by: Actor, words: str, *, also_closed: bool = False) -> list[Hit]:
    portions = queries.search(by, words, also_closed=also_closed)
    return [hit for portion in portions for hit in portion.hits]


def test_words_are_found_in_any_part_of_a_file_capitals_and_accents_apart() -> None:
    case = noted("De offerte van Café Zeezicht lag open op tafel.")
    noted("Iets heel anders.")
    hits = found(acting("bram"), "zeezicht CAFE")
    assert [hit.case for hit in hits] == [case]
    assert hits[0].word == "Zeezicht"
    assert hits[0].before.endswith("Café ")


def test_all_words_must_stand_in_the_file() -> None:
    noted("De offerte lag open.")
    assert not found(acting("bram"), "offerte fiets")


def test_a_file_closed_for_someone_is_not_found_by_them() -> None:
    case = noted("De sleutelbos van Bram.")
    assert found(acting("bram"), "sleutelbos")
    cases.name_person_concerned(
        case, name="Bram", description="", person=person("bram"), by=acting("fenna")
    )
    assert not found(acting("bram"), "sleutelbos")
    assert found(acting("fenna"), "sleutelbos")


def test_closed_cases_are_searched_when_asked() -> None:
    case = noted("De sleutelbos.")
    cases.register(
        case, regime="sociaal", is_wrongdoing=None, is_union_law_breach=None, by=acting("bram")
    )
    closing.close(case, closing=CLOSING, message="Klaar.", by=acting("bram"))
    assert not found(acting("bram"), "sleutelbos")
    assert found(acting("bram"), "sleutelbos", also_closed=True)


def test_more_files_than_one_portion_are_searched_with_progress(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "_AT_ONCE", 2)
    for _number in range(5):
        noted("De sleutelbos.")
    portions = list(queries.search(acting("bram"), "sleutelbos", also_closed=False))
    assert sum(len(portion.hits) for portion in portions) == 5
    assert [portion.searched for portion in portions][:2] == [2, 4]


def test_the_trail_tells_that_someone_searched_and_not_for_what() -> None:
    operations.begin(by=acting("bram"))
    entry = Entry.objects.get(action="cases.searched")
    assert entry.actor_number == person("bram").pk


def test_who_has_no_files_does_not_search() -> None:
    with pytest.raises(Refused):
        operations.begin(by=acting("hanna"))


def test_the_page_is_closed_to_who_does_not_sign_in(client: Client) -> None:
    assert client.get("/desk/zaken/zoeken/").status_code == 302


def reacted(text: str) -> PersonalDraft:
    """Let someone answer the draft they got, which says that X paid for a journey."""
    seven = tuple(words.draw())
    draft = sent(running(), seven)
    reporting.react(draft, text=text, by=reader(seven))
    return draft


def test_what_lies_beside_a_file_is_searched_too_and_the_hit_says_where() -> None:
    draft = reacted("Die kwitantie was vals.")
    case = draft.investigation.case
    for words_there, place in (
        ("kwitantie", "In een reactie op een concept"),
        ("betaalde reis", "In een concept dat iemand leest"),
    ):
        hits = found(acting("bram"), words_there)
        assert [hit.case for hit in hits] == [case]
        assert [row.where for row in presenting.rows(hits)] == [place]


def test_all_words_may_stand_in_the_file_and_beside_it_together() -> None:
    draft = reacted("Die kwitantie was vals.")
    cases.write_note(draft.investigation.case, text="De sleutelbos.", by=acting("bram"))
    [hit] = found(acting("bram"), "sleutelbos kwitantie")
    assert (hit.word, presenting.rows([hit])[0].where) == ("sleutelbos", "")


def test_a_file_beside_a_case_to_which_one_has_no_key_is_not_searched() -> None:
    draft = reacted("Die kwitantie was vals.")
    bram = acting("bram")
    assert BesideFile.objects.filter(file=draft.file).exists()
    SealedKey.objects.filter(
        file=draft.file,
        recipient=bram.keyring.key("cases").pair,  # type: ignore[union-attr]
    ).delete()
    assert not found(bram, "kwitantie")
    assert found(acting("fenna"), "kwitantie")


def test_the_texts_of_a_row_and_what_its_reader_remarked_are_found() -> None:
    case = noted("Iets.")
    cases.register(
        case, regime="sociaal", is_wrongdoing=None, is_union_law_breach=None, by=acting("bram")
    )
    closing.close(case, closing=CLOSING, message="Klaar.", by=acting("bram"))
    texts = {**dict.fromkeys(Row.TEXTS, ""), "report": "Een kwitantie."}
    row = publishing.propose_row(case, texts=texts, reader=person("fenna"), by=acting("bram"))
    publishing.send_back_row(
        row, shown=row.number or "", remark="Te herkenbaar.", by=acting("fenna")
    )
    for word, place in (
        ("kwitantie", "In een rij voor het jaarverslag"),
        ("herkenbaar", "In een opmerking van een tweede lezer"),
    ):
        hits = found(acting("bram"), word, also_closed=True)
        assert [row.where for row in presenting.rows(hits)] == [place]


def test_texts_in_lists_are_read_and_codes_are_not() -> None:
    content = {
        "parts": [{"title": "Geld", "text": "Een reis."}, ["Nog iets"]],
        "types": ["financial"],
        "from": "reporter",
        "author": 3,
    }
    assert list(queries.texts_of(content)) == ["Geld", "Een reis.", "Nog iets"]


def questions_of_a_search() -> int:
    with CaptureQueriesContext(connection) as captured:
        found(acting("bram"), "sleutelbos")
    return len(captured)


def test_files_beside_cost_as_many_questions_however_many_cases_are_searched() -> None:
    noted("De sleutelbos.")
    one = questions_of_a_search()
    for _number in range(4):
        noted("De sleutelbos.")
    assert questions_of_a_search() == one


def test_cases_about_positions_cost_as_many_questions_however_many_are_searched() -> None:
    set_for("secretary", "bram", "ivo")
    report_about("secretary")
    one = questions_of_a_search()
    more = [report_about("secretary") for _number in range(4)]
    assert {*more} <= {*queries.files_of(acting("bram"), also_closed=False)}
    assert questions_of_a_search() == one


def test_of_cases_searched_together_those_about_a_position_one_is_in_by_now_are_left_out() -> None:
    set_for("secretary", "bram", "ivo")
    about, other = report_about("secretary"), noted("De sleutelbos.")
    cases.write_note(about, text="De sleutelbos.", by=acting("bram"))
    cases.assign(about, to=person("fenna"), by=acting("bram"))
    assert [hit.case for hit in found(acting("fenna"), "sleutelbos")] == [other, about]
    becomes_secretary("fenna")
    assert [hit.case for hit in found(acting("fenna"), "sleutelbos")] == [other]
    assert [hit.case for hit in found(acting("bram"), "sleutelbos")] == [other, about]
