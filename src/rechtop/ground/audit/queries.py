"""Say where the trail stands: its end, its key, what is not sealed yet, its weeks and months."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min, QuerySet

from rechtop import env
from rechtop.ground.audit.models import Entry, Head, Link, Segment, Week
from rechtop.ground.crypto import signatures
from rechtop.ground.kernel import clock

OPEN_WINDOW = datetime.timedelta(minutes=1)
"""How long an entry may stand unchained: until then whoever rules the database could alter it."""

RESTORED = "backup.restored"
"""The line that tells of a restore; its object is the link to where the trail once went."""

_NO_LINK = "NOT EXISTS (SELECT 1 FROM audit_link WHERE audit_link.entry_id = audit_entry.id)"

# A line that tells the day alone bears its midnight: it was not written then.
_TELLS_ITS_MOMENT = """
(audit_entry.at AT TIME ZONE 'Europe/Amsterdam')::time <> '00:00'
OR audit_entry.transaction < (SELECT below FROM audit_head ORDER BY position DESC, id DESC LIMIT 1)
"""


@dataclass(frozen=True)
class OpenWindow:
    """What was not sealed yet of the last days: how many lines, and since when."""

    lines: int
    since: datetime.datetime | None


def last_head() -> Head | None:
    """Give the last signed end of the chain, once there is one."""
    return Head.objects.order_by("-position", "-id").first()


def last(action: str) -> Entry | None:
    """Give the line of when something was last done."""
    return Entry.objects.filter(action=action, result="done").order_by("-at", "-id").first()


def last_entry() -> Entry | None:
    """Give the line with the latest moment."""
    return Entry.objects.order_by("-at", "-id").first()


def tells_of_restore(until: int) -> bool:
    """Say whether the trail itself tells of a restore that lost it up to this link."""
    told = Entry.objects.filter(action=RESTORED, result="done", object_kind="link")
    return told.filter(object_number=until).exists()


def public_key() -> bytes:
    """Give the public half of the key that signs the trail, 32 bytes."""
    return signatures.public_of(env.secret("trail"))


def links_without_signature() -> bool:
    """Say whether the chain goes on beyond its last signature; links and heads come together."""
    signed = Head.objects.order_by("-position").values("position")[:1]
    if Head.objects.exists():
        return Link.objects.filter(position__gt=signed).exists()
    return Link.objects.exists()


def unsealed_too_long() -> Entry | None:
    """Give the first line that should have been sealed, wherever in the trail it was put."""
    old = Entry.objects.filter(at__lt=clock.now() - OPEN_WINDOW)
    return old.extra(where=[_NO_LINK, _TELLS_ITS_MOMENT]).order_by("at", "id").first()


def open_window() -> OpenWindow:
    """Say what is not sealed yet; what is older than a day is for who walks the chain."""
    recent = Entry.objects.filter(at__gte=clock.start_of_today() - datetime.timedelta(days=1))
    waiting = recent.extra(where=[_NO_LINK]).aggregate(lines=Count("id"), since=Min("at"))
    return OpenWindow(waiting["lines"], waiting["since"])


def weeks() -> QuerySet[Week]:
    """Give the signed ends of weeks."""
    return Week.objects.all()


def week(name: str) -> Week | None:
    """Give the signed end of a week by its name: 2026-W48."""
    try:
        monday = datetime.datetime.strptime(f"{name}-1", "%G-W%V-%u").date()
    except ValueError:
        return None
    return Week.objects.filter(monday=monday).first()


def last_head_before(moment: datetime.datetime) -> Head | None:
    """Give the end of the chain as it stood at a moment."""
    return Head.objects.filter(at__lt=moment).order_by("-at", "-position").first()


def first_head() -> Head | None:
    """Give the first head that was not destroyed."""
    return Head.objects.order_by("position", "id").first()


def segments() -> QuerySet[Segment]:
    """Give the declarations of what was destroyed, first month first."""
    return Segment.objects.order_by("first_position")


@dataclass(frozen=True)
class Month:
    """The links that were sealed within one month, and not destroyed yet."""

    first: datetime.date
    first_position: int
    last_position: int

    @property
    def lines(self) -> int:
        """Say how many lines there are."""
        return self.last_position - self.first_position + 1


def months(before: datetime.date) -> list[Month]:
    """Give the whole months of the trail that lie before a day, first month first.

    A line belongs to the month in which it was sealed, so that a month is one stretch of the chain.
    """
    found: list[Month] = []
    head = first_head()
    declared = Segment.objects.order_by("-last_position").first()
    position = declared.last_position if declared else 0
    month = clock.day_of(head.at).replace(day=1) if head else before
    while (after := next_month(month)) <= before:
        last = last_head_before(start_of(after))
        if last and last.position > position:
            found.append(Month(month, position + 1, last.position))
            position = last.position
        month = after
    return found


def next_month(day: datetime.date) -> datetime.date:
    """Give the first day of the month after."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def start_of(day: datetime.date) -> datetime.datetime:
    """Give the moment at which a Dutch day begins."""
    return datetime.datetime.combine(day, datetime.time(), clock.HERE)


def may_take_away() -> bool:
    """Say whether we work as the owner of the tables: no other role takes lines away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'audit_entry', 'DELETE')")
        return bool(cursor.fetchone()[0])
