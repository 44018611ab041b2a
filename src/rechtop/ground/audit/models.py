"""The trail: what was done or refused, by whom, when; chained and signed; never any content."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Func

from rechtop.ground.crypto import digests

_KEPT = "in maanddelen, zolang de bewaartermijn van het logboek duurt"


class TransactionNumber(models.Field):  # type: ignore[type-arg]  # not a generic when it runs
    """PostgreSQL's number of a transaction (xid8); it never comes round again within a server."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class Entry(models.Model):
    """One line of the trail. Written in the transaction of what it tells of, or of its refusal."""

    append_only = True

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
        indexes = (models.Index(fields=["transaction", "id"], name="entry_transaction"),)

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
        facts = [
            self.pk,
            self.at.isoformat(),
            str(self.correlation),
            self.action,
            self.result,
            self.object_kind,
            self.object_number,
            self.actor_kind,
            self.actor_number,
            self.origin,
            str(self.transaction),
        ]
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()

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
        return f"rechtop trail 1|{self.position}|{digest}|{self.at.isoformat()}".encode()

    def told(self) -> str:
        """Write the head as it stands on paper: position, colon, digest."""
        return f"{self.position}:{bytes(self.digest).hex()}"
