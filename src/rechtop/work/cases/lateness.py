"""Who is by now in a position a case is about, of one case or of many at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rechtop.people.organisation import queries as organisation

Told = Collection[Collection[str]]
"""The codes of the positions a case is about, together as they were told."""


def people_in(told: Told) -> set[int]:
    """Give the people who are today in a position of these."""
    return _people_in([told])[0]


def late_among(told: Mapping[int, Told]) -> dict[int, set[int]]:
    """Give by case, from the positions each is about, who holds it and is by now in one of these;
    nobody where they are the only ones left: a file never ends without who opens it.

    However many cases there are, it is asked once who can open them, and once about the same
    positions.
    """
    inside = dict(zip(told, _people_in(told.values()), strict=True))
    concerned = [case for case, people in inside.items() if people]
    holding = organisation.openers_of(concerned) if concerned else {}
    return {case: _late(people, holding.get(case, set())) for case, people in inside.items()}


def _late(inside: set[int], holding: set[int | None]) -> set[int]:
    return inside & holding if holding - inside else set()


def _people_in(all_told: Collection[Told]) -> list[set[int]]:
    """Give the people for each of these; codes told together are asked together, and once."""
    distinct = {frozenset(codes) for told in all_told for codes in told}
    people = {codes: organisation.people_about(codes) for codes in distinct}
    return [{one for codes in told for one in people[frozenset(codes)]} for told in all_told]
