import pytest
from django.test import Client
from tests.people import acting, person, report

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.overview.search import operations, queries
from rechtop.overview.search.queries import Hit
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case

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
