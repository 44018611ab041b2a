"""What follows from who leads whom."""

from __future__ import annotations

from collections.abc import Mapping


def circles(leads: Mapping[str, str]) -> list[list[str]]:
    """Give the circles of people who lead each other, each once, from the least number on."""
    seen: dict[str, int] = {}
    found = []
    for begin, start in enumerate(leads):
        walked, number = [], start
        while number and number in leads and number not in seen:
            seen[number] = begin
            walked.append(number)
            number = leads[number]
        if seen.get(number) == begin and number in walked:
            circle = walked[walked.index(number) :]
            least = circle.index(min(circle))
            found.append([*circle[least:], *circle[:least]])
    return found
