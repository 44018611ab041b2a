"""Page through any list at the same cost whatever its length: by keyset, never by offset."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rechtop.ground.ui.dutch import number

SIZE = 25
MANY = 1000


@dataclass(frozen=True)
class Page:
    """One page of a list, with the addresses of the next and the one before it."""

    rows: list[Any]
    next_url: str
    previous_url: str


def page(
    request: HttpRequest,
    *querysets: QuerySet[Any],
    handle: str,
    oldest_first: bool = False,
    by: str = "pk",
) -> Page:
    """Give the page a request asks for, newest record first, of one list or several together.

    Several are read apart and put together, so that each can use its own index. Where records are
    not in the order of their numbers, `by` names the field that goes before the number.

    `na` and `voor` in the address name the row to go on from by its `handle`, a unique field that
    tells nothing, so that no address shows how many records there are. What is not known there
    gives the first page.
    """
    after = _start(request, querysets, "na", handle, by)
    before = None if after is not None else _start(request, querysets, "voor", handle, by)
    if before is not None:
        found = _beyond(querysets, before, by, upwards=not oldest_first)
        rows = found[:SIZE][::-1]
        return Page(rows, *_addresses(request, rows, handle, True, len(found) > SIZE))
    found = _beyond(querysets, after, by, upwards=oldest_first)
    rows = found[:SIZE]
    return Page(rows, *_addresses(request, rows, handle, len(found) > SIZE, after is not None))


def whole(
    found: QuerySet[Any], *, at_most: int, oldest_first: bool = False, by: str = "pk"
) -> list[Any] | None:
    """Give all of a list, in the order of its pages; None where it holds more than `at_most`."""
    order = ("pk",) if by == "pk" else (by, "pk")
    rows = found.order_by(*(name if oldest_first else f"-{name}" for name in order))
    listed = list(rows[: at_most + 1])
    return listed if len(listed) <= at_most else None


def _beyond(querysets: Sequence[QuerySet[Any]], start: Any, by: str, *, upwards: bool) -> list[Any]:
    """Give what comes next after a record in one direction, and one more to know there is."""
    order = ("pk",) if by == "pk" else (by, "pk")
    found: list[Any] = []
    for queryset in querysets:
        rest = queryset if start is None else queryset.filter(_further(start, by, upwards))
        found += rest.order_by(*(name if upwards else f"-{name}" for name in order))[: SIZE + 1]
    found.sort(key=lambda row: tuple(getattr(row, n) for n in order), reverse=not upwards)
    return found[: SIZE + 1]


def _further(start: tuple[Any, Any], by: str, upwards: bool) -> Q:
    side = "gt" if upwards else "lt"
    value, number = start
    if by == "pk":
        return Q(**{f"pk__{side}": number})
    beyond = Q(**{f"{by}__{side}": value}) | Q(**{by: value, f"pk__{side}": number})
    return Q(**{f"{by}__{side}e": value}) & beyond  # the first half is what an index finds


def bounded_count(*querysets: QuerySet[Any]) -> str:
    """Count, but no further than a thousand: exact totals cost more than they tell."""
    found = sum(queryset.order_by()[: MANY + 1].count() for queryset in querysets)
    return _("meer dan %(many)s") % {"many": number(MANY)} if found > MANY else number(found)


def _start(
    request: HttpRequest, querysets: Sequence[QuerySet[Any]], name: str, handle: str, by: str
) -> Any:
    named = request.GET.get(name, "")
    if not named or "\0" in named:
        return None
    for queryset in querysets:
        with suppress(ValueError):  # a number was meant and something else stands in the address
            known = queryset.order_by().filter(**{handle: named})
            if (found := known.values_list(by, "pk").first()) is not None:
                return found
    return None


def _addresses(
    request: HttpRequest, rows: list[Any], handle: str, has_next: bool, has_previous: bool
) -> tuple[str, str]:
    def address(name: str, row: Any) -> str:
        query = request.GET.copy()
        for other in ("na", "voor"):
            query.pop(other, None)
        query[name] = str(getattr(row, handle))
        return f"?{query.urlencode()}"

    return (
        address("na", rows[-1]) if rows and has_next else "",
        address("voor", rows[0]) if rows and has_previous else "",
    )
