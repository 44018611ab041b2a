"""Daan leads Eva, Carla, someone who came in July, and someone who left; nobody leads Otto."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.personnel import operations as personnel
from rechtop.people.personnel.queries import Row, Told

YEAR = 2026
MIDSUMMER = datetime.date(YEAR, 7, 1)
TODAY = datetime.datetime(YEAR, 10, 10, 10, tzinfo=clock.HERE)


def told(number: int, name: str, **more: Any) -> Told:
    first = name.split()[0].casefold()
    ordinary = {
        "number": f"{number}",
        "name": name,
        "email": f"{first}@voorbeeld.example",
        "kind": "staff",
        "unit": (),
        "function": "adviseur",
        "scale": "11",
        "manager": "1",
        "start": datetime.date(2021, 1, 1),
        "end": None,
    }
    return Told(**(ordinary | more))


PEOPLE = (
    told(1, "Daan Dekker", manager="2"),
    told(2, "Gijs Groen", manager="", kind="director"),
    told(3, "Eva Evers"),
    told(4, "Carla Chen"),
    told(5, "Julia Juli", unit=("Directie Nieuw", "Bureau Nieuw"), start=MIDSUMMER),
    told(6, "Wim Weg", unit=("Directie Nieuw", "Bureau Nieuw"), end=MIDSUMMER),
    told(7, "Xandra Extern", unit=("Directie Nieuw",), kind="external"),
    told(8, "Kees Koning", manager="2"),
    told(9, "Otto Oosterhuis", manager=""),
)


@pytest.fixture
def october():  # type: ignore[no-untyped-def]
    """Stand in October, when some conversations are to go and no reminder went."""
    with clock.standing_at(TODAY):
        yield


@pytest.fixture
def people(db: None, october: None) -> None:
    """Let people come from the personnel system."""
    rows = [Row(place, one) for place, one in enumerate(PEOPLE, start=2)]
    personnel.import_people(rows=rows, by=COMMAND)
