"""The trail: what was done or refused, by whom, when; chained and signed; never any content."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Func, Q

from rechtop.ground.crypto import digests
from rechtop.ground.kernel.actors import Origin

_KEPT = "in maanddelen, zolang de bewaartermijn van het logboek duurt"


class TransactionNumber(models.Field):  # type: ignore[type-arg]  # not a generic when it runs
    """PostgreSQL's number of a transaction (xid8); it never comes round again within a server."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


def _utc(moment: datetime.datetime) -> str:
    """Write a moment as it comes back from the database."""
    return moment.astimezone(datetime.UTC).isoformat()


def stated(facts: Sequence[Any]) -> bytes:
    """Write the facts of an entry as bytes, in the order of `Entry.FACTS`."""
    number, at, correlation, *rest, transaction = facts
    told = [number, at.isoformat(), str(correlation), *rest, str(transaction)]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


class Entry(models.Model):
    """One line of the trail. Written in the transaction of what it tells of, or of its refusal."""

    append_only = True
    FACTS = (
        "pk",
        "at",
        "correlation",
        "action",
        "result",
        "object_kind",
        "object_number",
        "actor_kind",
        "actor_number",
        "origin",
        "transaction",
    )

    at = models.DateTimeField()
    correlation = models.UUIDField()
    action = models.CharField(max_length=80)
    result = models.CharField(max_length=10, choices=[("done", "done"), ("refused", "refused")])
    object_kind = models.CharField(max_length=40, blank=True)
    object_number = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_number = models.BigIntegerField(null=True)
    origin = models.CharField(max_length=10)
    transaction = TransactionNumber(db_default=Func(function="pg_current_xact_id"), editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(origin__in=[origin.value for origin in Origin]),
                name="a_line_says_where_it_came_from",
            ),
        )
        # One for each thing the officer looks for, in the order in which the lines are shown.
        indexes = (
            models.Index(fields=["transaction", "id"], name="entry_transaction"),
            models.Index(fields=["at", "id"], name="entry_at"),
            models.Index(fields=["action", "at", "id"], name="entry_action"),
            models.Index(fields=["actor_kind", "at", "id"], name="entry_actor_kind"),
            models.Index(
                fields=["actor_number", "at", "id"],
                name="entry_actor",
                condition=Q(actor_number__isnull=False),
            ),
            models.Index(fields=["origin", "at", "id"], name="entry_origin"),
            models.Index(fields=["object_kind", "at", "id"], name="entry_object_kind"),
            models.Index(
                fields=["object_number", "at", "id"],
                name="entry_object",
                condition=Q(object_number__isnull=False),
            ),
            models.Index(fields=["at", "id"], name="entry_refused", condition=Q(result="refused")),
        )

    class Privacy:
        personal = ("actor_number",)
        sealed = ()
        open = [
            "id",
            "at",
            "correlation",
            "action",
            "result",
            "object_kind",
            "object_number",
            "actor_kind",
            "origin",
            "transaction",
        ]
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.result}"

    def statement(self) -> bytes:
        """Write the entry as bytes, always in the same way."""
        return stated([getattr(self, name) for name in self.FACTS])

    def digest_after(self, previous: bytes) -> bytes:
        """Give the digest of this entry where it follows on the previous digest."""
        return digests.digest(previous + self.statement())


class Link(models.Model):
    """The place of an entry in the chain: each digest holds the one before it."""

    append_only = True
    START = bytes(32)

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="+")
    digest = models.BinaryField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ("position", "entry", "digest")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.position}"


class Head(models.Model):
    """A signed end of the chain. `below` is the transaction under which all is chained."""

    append_only = True

    position = models.BigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    below = TransactionNumber()
    signature = models.BinaryField()

    class Meta:
        indexes = (
            models.Index(fields=["position", "id"], name="head_position"),
            models.Index(fields=["at"], name="head_at"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "position", "digest", "at", "below", "signature")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.position} {bytes(self.digest).hex()[:16]}"

    def statement(self) -> bytes:
        """Write what the signature states."""
        digest = bytes(self.digest).hex()
        return f"rechtop trail 1|{self.position}|{digest}|{_utc(self.at)}".encode()

    def told(self) -> str:
        """Write the head as it stands on paper: position, colon, digest."""
        return f"{self.position}:{bytes(self.digest).hex()}"


class Week(models.Model):
    """The signed end of the chain when a week was over, for on paper; it outlives its lines."""

    append_only = True

    monday = models.DateField(unique=True)
    position = models.BigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "monday", "position", "digest", "at", "signature")
        keep_for = "zolang deze installatie bestaat: hiermee is een afgedrukt blad na te gaan"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Give the week as ISO 8601 names it: 2026-W48."""
        return week_name(self.monday)

    def statement(self) -> bytes:
        """Write what the signature states."""
        digest = bytes(self.digest).hex()
        told = f"rechtop trail week 1|{self.name}|{self.position}|{digest}|{_utc(self.at)}"
        return told.encode()

    def told(self) -> str:
        """Write the head as it stands on paper: position, colon, digest."""
        return f"{self.position}:{bytes(self.digest).hex()}"


def week_name(day: datetime.date) -> str:
    """Name the week of a day as ISO 8601 does."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


class Segment(models.Model):
    """The declaration of a month of the trail that was destroyed; the chain goes on from it.

    Only the owner of the tables adds one, and without one no line can be taken away.
    """

    append_only = True
    only_owner_adds = True

    month = models.DateField(unique=True)
    first_position = models.BigIntegerField(unique=True)
    last_position = models.BigIntegerField(unique=True)
    before = models.BinaryField()
    first_digest = models.BinaryField()
    last_digest = models.BinaryField()
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    approved_by = models.BigIntegerField()
    approved_at = models.DateTimeField()
    destroyed_at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last_position__gte=F("first_position")),
                name="a_segment_has_lines",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("approved_by")),
                name="two_people_destroy_a_segment",
            ),
        )

    class Privacy:
        personal = ("proposed_by", "approved_by")
        sealed = ()
        open = [
            "id",
            "month",
            "first_position",
            "last_position",
            "before",
            "first_digest",
            "last_digest",
            "proposed_at",
            "approved_at",
            "destroyed_at",
            "signature",
        ]
        keep_for = "zolang deze installatie bestaat: de verklaring blijft, de regels niet"

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.first_position}-{self.last_position}"

    @property
    def lines(self) -> int:
        """Say how many lines there were."""
        return self.last_position - self.first_position + 1

    def statement(self) -> bytes:
        """Write what the signature states."""
        digests_told = [bytes(d).hex() for d in (self.before, self.first_digest, self.last_digest)]
        who = [self.proposed_by, _utc(self.proposed_at), self.approved_by, _utc(self.approved_at)]
        who.append(_utc(self.destroyed_at))
        where = [self.month.isoformat(), self.first_position, self.last_position]
        told = ["rechtop trail segment 1", *where, *digests_told, *who]
        return "|".join(str(one) for one in told).encode()
