"""Put conversations and totals into the words and order in which a confidant reads them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.dutch import day
from rechtop.tools.lists import queries as lists
from rechtop.work.confidants import queries
from rechtop.work.confidants.models import TOPIC, Release, Total
from rechtop.work.confidants.queries import Conversation, OpenNotebook

Period = tuple[datetime.date, datetime.date]

SIZE = 25
SMALL = 3
"""A total of one up to and including this is proposed to be withheld."""


@dataclass(frozen=True)
class Row:
    """A conversation on a list."""

    conversation: Conversation = field(repr=False)
    topic: str
    is_released: bool


@dataclass(frozen=True)
class Page:
    """One page of a list that is in memory, with the numbers of its neighbours, 0 for none."""

    rows: Sequence[Row]
    previous: int
    next: int


@dataclass(frozen=True)
class TopicTotal:
    """How many conversations there were about a topic, and whether that is withheld."""

    code: str
    topic: str
    count: int
    is_withheld: bool


def page(conversations: Sequence[Conversation], number: int, periods: Collection[Period]) -> Page:
    """Give a page of conversations; a number beyond the last gives the last."""
    last = max(1, -(-len(conversations) // SIZE))
    at = min(number, last)
    found = conversations[(at - 1) * SIZE : at * SIZE]
    return Page(rows(found, periods), at - 1, at + 1 if at < last else 0)


def rows(conversations: Iterable[Conversation], periods: Collection[Period]) -> list[Row]:
    """Give conversations with their topics, and whether their period was released."""
    return [
        Row(one, topic(one.topic), any(first <= one.on <= last for first, last in periods))
        for one in conversations
    ]


def still_count(conversations: Iterable[Conversation], periods: Collection[Period]) -> bool:
    """Say whether one of these would be missed in totals that are still to be released."""
    listed = rows([one for one in conversations if not one.received], periods)
    return any(not row.is_released for row in listed)


def topic(code: str) -> str:
    """Give a topic in words, also one that left the list."""
    return lists.labels().get((TOPIC, code), code)


def totals(
    opened: OpenNotebook,
    first: datetime.date,
    last: datetime.date,
    withheld: Collection[str] | None = None,
) -> list[TopicTotal]:
    """Give the totals of a period; where nothing was chosen yet, small ones are withheld."""
    counted = queries.counts(opened.within(first, last))
    listed = [choice.code for choice in lists.in_year(TOPIC, last.year)]
    gone = sorted(code for code in counted if code not in listed)
    if withheld is None:
        withheld = [code for code, count in counted.items() if 0 < count <= SMALL]
    return [
        TopicTotal(code, topic(code), counted[code], code in withheld) for code in [*listed, *gone]
    ]


def proposals(released: Collection[Period]) -> list[tuple[str, str]]:
    """Propose the last quarter, half year and year that are over and not released in part."""
    found = [_last_over(clock.today(), months) for months in (3, 6, 12)]
    free = [
        (first, last)
        for first, last in found
        if not any(begin <= last and end >= first for begin, end in released)
    ]
    return [(f"{first}/{last}", period(first, last)) for first, last in free]


def _last_over(today: datetime.date, months: int) -> Period:
    """Give the last part of a year, of so many months, that is over."""
    begun = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    last = begun - datetime.timedelta(days=1)
    return last.replace(month=last.month - months + 1, day=1), last


def period(first: datetime.date, last: datetime.date) -> str:
    """Write a period of one year: 1 januari tot en met 31 maart 2025."""
    told = {"first": day(first).rsplit(" ", 1)[0], "last": day(last)}
    return _("%(first)s tot en met %(last)s") % told


def periods_to_destroy(opened: OpenNotebook, periods: Collection[Period]) -> list[tuple[str, str]]:
    """Give the released periods of which there still are conversations, to choose from."""
    found = []
    for first, last in sorted(periods, reverse=True):
        if count := len(opened.within(first, last)):
            told = {"period": period(first, last), "count": count}
            label = _("%(period)s (gesprekken: %(count)s)") % told
            found.append((f"{first}/{last}", label))
    return found


def released(
    releases: Iterable[tuple[Release, Sequence[Total]]],
) -> list[dict[str, object]]:
    """Give what was released, each with its totals in words."""
    return [
        {
            "period": period(release.from_date, release.last_date),
            "on": release.released_on,
            "rows": [(topic(one.topic), one.count) for one in _in_order(totals, release)],
            "sum": sum(total.count or 0 for total in totals),
            "is_partial": any(total.count is None for total in totals),
        }
        for release, totals in releases
    ]


def _in_order(totals: Sequence[Total], release: Release) -> list[Total]:
    """Put totals in the order of the list, and what left it last."""
    listed = [choice.code for choice in lists.in_year(TOPIC, release.last_date.year)]
    places = {code: place for place, code in enumerate(listed)}
    return sorted(totals, key=lambda total: places.get(total.topic, len(places)))
