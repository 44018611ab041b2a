"""Find values of lists."""

from __future__ import annotations

import datetime

from rechtop.ground.kernel import clock, remembered
from rechtop.tools.deliveries.queries import Held
from rechtop.tools.lists.models import Choice


def choices(list_name: str, on: datetime.date | None = None) -> list[Choice]:
    """Give the values of a list that are in force on a day, in their order."""
    day = on or clock.today()
    return [
        choice
        for choice in every_value()
        if choice.list == list_name
        and choice.valid_from <= day
        and (choice.valid_until is None or choice.valid_until > day)
    ]


def in_year(list_name: str, year: int) -> list[Choice]:
    """Give the values of a list that were in force at some day of a year, the latest of a code."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    found = {
        choice.code: choice
        for choice in sorted(every_value(), key=lambda choice: choice.valid_from)
        if choice.list == list_name
        and choice.valid_from <= last
        and (choice.valid_until is None or choice.valid_until > first)
    }
    return sorted(found.values(), key=lambda choice: (choice.position, choice.pk))


def labels() -> dict[tuple[str, str], str]:
    """Give the labels of values by list and code; the latest where a label changed."""
    by_day = sorted(every_value(), key=lambda choice: choice.valid_from)
    return {(choice.list, choice.code): str(choice) for choice in by_day}


def words(list_name: str) -> dict[str, str]:
    """Give the codes of a list by every way to write its values, small."""
    return {
        word: choice.code
        for choice in every_value()
        if choice.list == list_name
        for word in choice.words()
    }


VALUE = ("list", "code", "label", "label_en", "also", "against_person", "is_reported")


def taken_over() -> list[Held]:
    """Give the newest form of every value, as a delivery brings it."""
    newest = {
        (choice.list, choice.code): choice
        for choice in sorted(every_value(), key=lambda choice: choice.valid_from)
    }
    return [
        Held(choice.pk, {name: getattr(choice, name) for name in VALUE}, delivery=None)
        for choice in newest.values()
    ]


@remembered.for_a_while
def every_value() -> tuple[Choice, ...]:
    """Give every value of every list, in order; read again every few seconds."""
    return tuple(Choice.objects.order_by("position", "pk"))


def forget() -> None:
    """Read the lists again at the next question, after they changed."""
    every_value.forget()
