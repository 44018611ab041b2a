"""The walk over every record again: for who is shut out of the case, and for who is no reporter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern

from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import REPORTER
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import reporters
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from tests.desk import with_open_vault
from tests.house.arguments import addresses, arguments, filled_with
from tests.house.records import Made, make
from tests.house.test_who_opens_which_record import (
    _OF_COMING_IN,
    _OF_REFUSALS,
    closed,
    noting,
    taken_back,
)
from tests.house.who_opens import who_opens
from tests.people import REPORT, acting, person

pytestmark = pytest.mark.django_db

OF_THE_CASE = {
    "case",
    "demand",
    "draft",
    "file",
    "heard",
    "investigation",
    "letter",
    "question",
    "term",
}
"""The records that belong to the case about Fenna."""

WITHIN_THE_CASE = 60
"""At least so many addresses take one of these: a walk over few would show nothing."""


@pytest.fixture
def made() -> Made:
    return make()


def of_the_case() -> list[tuple[str, URLPattern]]:
    return [
        (path, pattern)
        for path, pattern in closed()
        if OF_THE_CASE & {*(arguments(path, pattern) or ())}
    ]


def test_nothing_of_a_case_about_her_opens_for_who_had_it_and_is_on_duty(made: Made) -> None:
    fenna, bram = with_open_vault("fenna"), with_open_vault("bram")
    walked = of_the_case()
    assert len(walked) >= WITHIN_THE_CASE
    had = [p for p, a in walked if _status(fenna, filled_with(made, p, a)) == 200]
    his = {p: _status(bram, filled_with(made, p, a)) for p, a in walked}
    assert len(had) >= WITHIN_THE_CASE // 3, "before it was about her, she had the case"
    cases.name_person_concerned(
        made["case_itself"],
        name="Fenna",
        description="",
        person=person("fenna"),
        by=acting("bram"),
    )
    for file in case_queries.every_file_of(made["case_itself"]):
        assert person("fenna").pk not in vault.people_with_key(file)
    wrong = []
    for path, pattern in walked:
        address = filled_with(made, path, pattern)
        if "fenna" in who_opens(path, made):
            wrong.append(f"{path}: the table still gives it to her")
        if (status := _status(fenna, address)) not in (404, 405):
            wrong.append(f"{path}: she asked for it and got {status}")
        written: set[str] = set()
        with taken_back(), noting(written):
            status = fenna.post(address).status_code
        if status not in (404, 405):
            wrong.append(f"{path}: she sent to it and got {status}")
        if more := written - _OF_COMING_IN - _OF_REFUSALS:
            wrong.append(f"{path}: she sent to it and it wrote to {sorted(more)}")
        if (status := _status(bram, address)) != his[path]:
            wrong.append(f"{path}: Bram got {his[path]} before, and now {status}")
    assert not wrong, "\n".join(wrong)


def _status(client: Client, address: str) -> int:
    with taken_back():
        return client.get(address).status_code


# What a reporter, and who was heard, opens without signing in.

FOR_EVERYBODY = {
    "activiteiten/<str:token>.ics": "whoever has the address reads it, as the threat model says",
    "agenda/<str:token>.ics": "whoever has the address reads it, as the threat model says",
    "beleid/<slug:slug>/": "published",
    "beleid/<slug:slug>/pdf/": "published",
    "procedures/<slug:code>/": "published",
    "procedures/<slug:code>/bpmn/": "published",
    "vertrouwenspersonen/<int:card>/foto/": "published",
    "wegwijzer/<str:steps>/": "published",
}
"""Addresses outside the desk that take a record and are for everybody, and why."""

ENTRANCES = {"inzien/", "inzien/postvak/", "brief/", "brief/lezen/"}
"""Ask for words where nobody is let in."""


LEAVING = {"inzien/sluiten/", "brief/sluiten/"}
"""Would end the walk for who sends to it."""


def of_reporters() -> Iterator[tuple[str, URLPattern]]:
    """Give every address that shows or takes what is one reporter's, or one reader's."""
    for path, pattern in addresses():
        if path.startswith(("inzien/", "brief/")) and path not in LEAVING:
            yield path, pattern


def test_an_address_outside_the_desk_that_takes_a_record_is_walked_or_for_everybody() -> None:
    outside = {
        path
        for path, pattern in addresses()
        if pattern.pattern.converters and not path.startswith("desk/")
    }
    assert outside - {path for path, _pattern in of_reporters()} == set(FOR_EVERYBODY)


def with_words(door: str, seven: tuple[str, ...]) -> Client:
    client = Client()
    assert client.post(door, {"words": " ".join(seven)}).status_code == 302
    return client


def bea() -> tuple[Client, tuple[str, ...]]:
    """Let Bea report something else, and come back with her words."""
    seven = words.draw()
    cases.receive(
        report={**REPORT, "what": "Iets heel anders."},
        identity={"name": "Bea", "reach": ""},
        about=[],
        reporter=reporters.key_of(seven),
        by=REPORTER,
    )
    return with_words("/inzien/", seven), seven


def told(answer: HttpResponseBase) -> bytes:
    """Give everything an answer holds."""
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type,attr-defined]


def test_no_other_reporter_nor_who_is_none_opens_what_is_a_reporters_or_a_readers(
    made: Made,
) -> None:
    anna = with_words("/inzien/", made["words"])
    reader = with_words("/brief/", made["letter_words"])
    others = {"another reporter": bea()[0], "nobody": Client(), "the other of the two": Client()}
    wrong, opened, read = [], set(), set()
    for path, pattern in of_reporters():
        address = filled_with(made, path, pattern)
        owner, others["the other of the two"] = (
            (anna, reader) if path.startswith("inzien/") else (reader, anna)
        )
        own = b""
        with taken_back():
            answer = owner.get(address)
            if answer.status_code == 200 and path not in ("inzien/", "brief/"):
                own = told(answer)
                opened.add(path)
                read |= {word for word in canaries(made) if word in own}
        for who, client in others.items():
            with taken_back():
                asked = client.get(address)
                body = told(asked)
            shows = [word for word in canaries(made) if word in body]
            if shows or (own and body == own):
                wrong.append(f"{path}: {who} reads what is another's")
            lets_in = asked.status_code == 200 and path not in ENTRANCES
            if lets_in and who != "another reporter":  # who has a mailbox of her own
                wrong.append(f"{path}: opens for {who}")
            if lets_in and "<uuid" in path:
                wrong.append(f"{path}: opens for {who}")
            written: set[str] = set()
            with taken_back(), noting(written):
                sent = client.post(address)
                body = told(sent)
            if any(word in body for word in canaries(made)):
                wrong.append(f"{path}: {who} sends and reads what is another's")
            if who == "nobody" and written:
                wrong.append(f"{path}: {who} sends and it wrote to {sorted(written)}")
    assert not wrong, "\n".join(wrong)
    assert opened >= {
        "inzien/postvak/",
        "inzien/bestanden/<uuid:number>/",
        "inzien/bewijs/<int:place>/gegevens/",
        "inzien/bewijs/<int:place>/kopie/",
        "brief/lezen/",
    }
    assert {b"Er is een reis betaald.", b"foto.jpg", b"X betaalde een reis."} <= read


def canaries(made: Made) -> list[bytes]:
    """Give what stands in the case of Anna and in what was sent to who was heard."""
    texts = ("Er is een reis betaald.", "Anna de Vries", "foto.jpg", "X betaalde een reis.")
    return [text.encode() for text in (*texts, made["case"], made["case_itself"].pseudonym)]


def test_the_words_of_one_door_open_no_other(made: Made) -> None:
    for door, seven in (("/brief/", made["words"]), ("/inzien/", made["letter_words"])):
        assert Client().post(door, {"words": " ".join(seven)}).status_code == 200
