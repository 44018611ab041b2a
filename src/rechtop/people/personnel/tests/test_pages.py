from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.desk import at_desk
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.people.identity.models import Person
from rechtop.people.personnel import imports, names, operations, queries
from rechtop.people.personnel.models import Column, Employment, PeopleFile
from rechtop.people.personnel.tests.test_import import invented, line, text

pytestmark = pytest.mark.django_db


def brought(hanna: Client, content: bytes, name: str = "mensen.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return hanna.post(reverse("personnel:bring"), {"file": file}, follow=True)


def shown(page: Any) -> str:
    mark: str = page.context["plan"].mark
    return mark


def come(answer: Any) -> list[str]:
    """Give what a page sends, in its pieces; the end of the page goes with the last part."""
    *pieces, last, end = [piece.decode() for piece in answer.streaming_content]
    return [*pieces, last + end]


def test_the_administrator_sees_what_changes_says_yes_and_the_file_is_gone() -> None:
    hanna = at_desk("hanna")
    page = brought(hanna, invented(60))
    told = page.content.decode()
    assert "Nieuw" in told
    assert "en nog 40" in told
    assert not Employment.objects.exists()
    file = PeopleFile.objects.get()
    assert "personeel.example" not in file.content
    yes = reverse("personnel:confirm", args=[file.pk])
    *steps, end = come(hanna.post(yes, {"shown": shown(page)}))
    assert "Gelezen: 60 rijen" in steps[2]
    assert "zijn overgenomen" in end
    again = hanna.post(yes, {"shown": shown(page)}, follow=True)
    assert "hier al weg" in again.content.decode()
    assert Employment.objects.count() == 60
    assert not PeopleFile.objects.exists()
    assert "er al zo" in brought(hanna, invented(60)).content.decode()


def test_who_waits_reads_how_many_of_all_rows_are_written_as_they_are() -> None:
    hanna = at_desk("hanna")
    page = brought(hanna, invented(5_010))
    yes = reverse("personnel:confirm", args=[PeopleFile.objects.get().pk])
    *steps, end = come(hanna.post(yes, {"shown": shown(page)}))
    told = [re.sub("<[^>]+>", "", one) for one in steps[1:]]
    assert told == [
        "Lezen …",
        "Gelezen: 5.010 rijen …",
        "Vergelijken …",
        "Namen en adressen: 5.000 van 5.010 …",
        "Namen en adressen: 5.010 van 5.010 …",
        "Waar en wanneer zij werken: 5.000 van 5.010 …",
        "Waar en wanneer zij werken: 5.010 van 5.010 …",
        "Wie weggaat …",
        "Nakijken en bewaren …",
    ]
    assert "zijn overgenomen" in end
    other = [one.replace("@personeel", "@ander") for one in invented(10).decode().splitlines()]
    page = brought(hanna, "\n".join(other).encode())
    yes = reverse("personnel:confirm", args=[PeopleFile.objects.get().pk])
    assert any(
        "Namen en adressen: 10 van 10" in one
        for one in come(hanna.post(yes, {"shown": shown(page)}))
    )


@pytest.mark.parametrize(
    "breaks_at", ["Namen en adressen", "Waar en wanneer zij werken", "Nakijken"]
)
def test_what_breaks_after_it_told_how_far_it_was_leaves_nothing(breaks_at: str) -> None:
    file = operations.bring(name="x.csv", content=invented(9), by=acting("hanna"))
    rows, people = imports.read(file.name, invented(9)).rows, Person.objects.count()

    def stop(what: str, done: int, of: int) -> None:
        if what.startswith(breaks_at):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        operations.import_people(rows=rows, waited=file, tell=stop, by=acting("hanna"))
    assert (Person.objects.count(), Employment.objects.count()) == (people, 0)
    assert PeopleFile.objects.count() == 1


def test_other_names_of_columns_are_asked_once_and_remembered() -> None:
    hanna = at_desk("hanna")
    other = invented(3).decode("utf-8-sig").replace("naam;", "Volledige naam;", 1)
    other = other.replace("schaal", "Fte", 1).encode()
    page = brought(hanna, other)
    assert "Wat staat er in de kolommen" in page.content.decode()
    sent = {f"column{n}": name for n, name in enumerate(names.HEADINGS)}
    where = page.redirect_chain[-1][0]
    wrong = hanna.post(where, sent | {"column6": "name"}).content.decode()
    assert "ook al bij een andere kolom" in wrong
    lacking = hanna.post(where, sent | {"column1": ""}).content.decode()
    assert "Zeg ook in welke kolom dit staat: naam" in lacking
    page = hanna.post(where, sent | {"column6": ""}, follow=True)
    assert page.context["plan"].counts()["new"] == 3
    assert Column.objects.get(heading="volledige naam").name == "name"
    assert brought(hanna, other).context["plan"].counts()["new"] == 3


def test_faults_stand_there_by_row_and_column_and_nothing_can_be_confirmed() -> None:
    hanna = at_desk("hanna")
    page = brought(hanna, text(line(1), line(2, begin="31-2-2024")))
    told = page.content.decode()
    assert "Deze datum bestaat niet" in told
    assert "begindatum" in told
    assert "Ja, neem dit over" not in told
    come(hanna.post(reverse("personnel:confirm", args=[PeopleFile.objects.get().pk])))
    assert not Employment.objects.exists()


@pytest.mark.parametrize("content", [b"\x00\x01" * 500, b"\xff\xfe\xfa", b"PK\x03\x04x"])
def test_nonsense_is_refused_at_the_field_and_nothing_waits(content: bytes) -> None:
    assert 'aria-invalid="true"' in brought(at_desk("hanna"), content).content.decode()
    assert not PeopleFile.objects.exists()


def test_fifty_megabytes_of_nonsense_are_refused_unread_and_nothing_waits() -> None:
    page = brought(at_desk("hanna"), b"\x00\xff;\n" * (50 * 1024 * 1024 // 4))
    (told,) = page.context["form"].errors["file"]
    assert "te groot" in told
    assert 'aria-invalid="true"' in page.content.decode()
    assert not PeopleFile.objects.exists()


def test_what_changed_since_it_was_shown_is_shown_again() -> None:
    hanna = at_desk("hanna")
    page = brought(hanna, text(line(1), line(2)))
    operations.import_people(rows=imports.read("x.csv", text(line(1))).rows, by=acting("hanna"))
    yes = reverse("personnel:confirm", args=[PeopleFile.objects.get().pk])
    assert "Kijk opnieuw" in "".join(come(hanna.post(yes, {"shown": shown(page)})))
    assert Employment.objects.count() == 1


def test_a_yes_said_twice_is_done_once() -> None:
    file = operations.bring(name="x.csv", content=text(line(1)), by=acting("hanna"))
    rows = imports.read("x.csv", text(line(1))).rows
    operations.import_people(rows=rows, waited=file, by=acting("hanna"))
    with pytest.raises(Invalid, match="al weg"):
        operations.import_people(rows=rows, waited=file, by=acting("hanna"))


def test_others_find_no_such_pages_nor_the_file_of_another() -> None:
    file = operations.bring(name="x.csv", content=text(line(1)), by=acting("hanna"))
    bram = at_desk("bram")
    assert bram.get(reverse("personnel:bring")).status_code == 404
    assert bram.get(reverse("personnel:check", args=[file.pk])).status_code == 404
    PeopleFile.objects.update(brought_by=person("bram").pk)
    assert at_desk("hanna").get(reverse("personnel:check", args=[file.pk])).status_code == 404


def test_a_file_nobody_says_yes_to_is_thrown_away() -> None:
    file = operations.bring(name="x.csv", content=text(line(1)), by=acting("hanna"))
    assert queries.content_of(file) == text(line(1))
    assert operations.forget_old() == 0
    PeopleFile.objects.update(brought_at=clock.now() - datetime.timedelta(days=2))
    assert operations.forget_old() == 1
    hanna = at_desk("hanna")
    brought(hanna, text(line(1)))
    hanna.post(reverse("personnel:throw_away", args=[PeopleFile.objects.get().pk]))
    assert not PeopleFile.objects.exists()


def test_the_list_of_people_is_shown_in_parts() -> None:
    rows = imports.read("x.csv", invented(120)).rows
    operations.import_people(rows=rows, by=acting("hanna"))
    page = at_desk("hanna").get(reverse("organisation:people"))
    assert "Volgende" in page.content.decode()
    assert len(page.context["page"].rows) < 120


def test_an_empty_workbook_has_the_columns() -> None:
    assert at_desk("hanna").get(reverse("personnel:example")).status_code == 200
