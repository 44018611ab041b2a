"""Page through any list at the same cost whatever its length: by keyset, never by offset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
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


def page(request: HttpRequest, queryset: QuerySet[Any], *, handle: str) -> Page:
    """Give the page a request asks for, newest record first.

    `na` and `voor` in the address name the row to go on from by its `handle`, a unique field that
    tells nothing, so that no address shows how many records there are. What is not known there
    gives the first page.
    """
    after = _start(request, queryset, "na", handle)
    before = None if after is not None else _start(request, queryset, "voor", handle)
    if before is not None:
        found = list(queryset.filter(pk__gt=before).order_by("pk")[: SIZE + 1])
        rows = found[:SIZE][::-1]
        return Page(rows, *_addresses(request, rows, handle, True, len(found) > SIZE))
    rest = queryset if after is None else queryset.filter(pk__lt=after)
    found = list(rest.order_by("-pk")[: SIZE + 1])
    rows = found[:SIZE]
    return Page(rows, *_addresses(request, rows, handle, len(found) > SIZE, after is not None))


def bounded_count(queryset: QuerySet[Any]) -> str:
    """Count, but no further than a thousand: exact totals cost more than they tell."""
    found = queryset.order_by()[: MANY + 1].count()
    return _("meer dan %(many)s") % {"many": number(MANY)} if found > MANY else number(found)


def _start(request: HttpRequest, queryset: QuerySet[Any], name: str, handle: str) -> Any:
    named = request.GET.get(name, "")
    if not named or "\0" in named:
        return None
    return queryset.order_by().filter(**{handle: named}).values_list("pk", flat=True).first()


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
