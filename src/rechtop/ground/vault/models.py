"""Key holders and their keys, who vouches for them, and the sealed files they open."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from rechtop.ground.crypto import digests

Stored = bytes | memoryview
"""What a binary field gives: bytes when made here, a view when read from the database."""


class Sphere(models.TextChoices):
    """The spheres of sealed files; a key of one opens nothing of another."""

    CASES = "cases"
    IDENTITIES = "identities"
    CONFIDANTS = "confidants"
    BIBOB = "bibob"


SPHERES_WITH_RECOVERY = (Sphere.CASES, Sphere.IDENTITIES, Sphere.BIBOB)
"""The confidants' sphere has none: their notes open for the confidant alone."""


class KeyHolder(models.Model):
    """Someone with keys. The master key is wrapped by a key the server never stores.

    A holder is a person with a duty, or the recovery key, which exists in shares on paper alone.
    `bearer` is the number of that person; who bore keys before and bears new ones now is the same
    bearer.
    """

    bearer = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=[("person", "person"), ("recovery", "recovery")])
    salt = models.BinaryField(null=True)
    passes = models.IntegerField(default=0)
    memory = models.IntegerField(default=0)
    wrapped_master = models.BinaryField(null=True)
    signing_public = models.BinaryField()
    wrapped_signing = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["bearer"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_holder_for_each_bearer",
            ),
            models.CheckConstraint(
                condition=Q(kind="recovery", bearer__isnull=True)
                | Q(kind="person", bearer__isnull=False),
                name="a_person_bears_keys_and_the_recovery_key_has_no_bearer",
            ),
        )

    class Privacy:
        personal = ("bearer",)
        sealed = ("wrapped_master", "wrapped_signing")
        open = [
            "id",
            "kind",
            "salt",
            "passes",
            "memory",
            "signing_public",
            "made_at",
            "withdrawn_at",
        ]
        keep_for = "zolang de persoon een taak met sleutels heeft"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class KeyPair(models.Model):
    """A public key and its wrapped private half.

    Of a holder: one per sphere, until the duty that needed it ends. Of a reporter: found by
    `locator`, which the words give; its private half is stored nowhere.
    """

    holder = models.ForeignKey(
        KeyHolder, models.CASCADE, null=True, related_name="+", db_index=False
    )
    sphere = models.CharField(max_length=12, choices=Sphere, blank=True)
    public = models.BinaryField()
    wrapped_private = models.BinaryField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    locator = models.BinaryField(null=True, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["holder", "sphere"],
                condition=Q(holder__isnull=False, withdrawn_at__isnull=True),
                name="one_key_pair_for_each_sphere",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False, locator__isnull=True)
                | Q(holder__isnull=True, locator__isnull=False),
                name="a_key_pair_is_of_a_holder_or_of_a_reporter",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ("wrapped_private",)
        open = ["id", "holder", "sphere", "public", "withdrawn_at", "locator"]
        keep_for = "zolang de houder of de melding bestaat"

    def __str__(self) -> str:
        return f"{self.sphere or 'reporter'} {self.pk}"


class Certificate(models.Model):
    """A signature under a holder's key card: these keys are really theirs.

    `signer` is empty where the anchor signed, the key whose private half only sheets of the
    recovery key give together and whose public half stands outside the database.
    """

    holder = models.ForeignKey(KeyHolder, models.CASCADE, related_name="+")
    signer = models.ForeignKey(KeyHolder, models.PROTECT, null=True, related_name="+")
    card = models.BinaryField()
    signature = models.BinaryField()
    at = models.DateTimeField()

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "holder", "signer", "card", "signature", "at"]
        keep_for = "zolang de houder bestaat"

    def __str__(self) -> str:
        return f"{self.holder_id} by {self.signer_id or 'anchor'}"


class Roster(models.Model):
    """Who receives new files of a kind. In force once two certified holders have signed it."""

    name = models.CharField(max_length=20)
    version = models.IntegerField()
    members = models.ManyToManyField(KeyHolder, related_name="+")
    statement = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "version"], name="one_roster_for_each_version"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "name", "version", "statement", "made_at"]
        keep_for = "onbeperkt: wie wanneer ontving is deel van de verantwoording"

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class RosterSignature(models.Model):
    """One holder's signature under a roster."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="+")
    signer = models.ForeignKey(KeyHolder, models.PROTECT, related_name="+")
    signature = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["roster", "signer"], name="sign_a_roster_once"),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "roster", "signer", "signature", "at"]
        keep_for = "zolang het rooster"

    def __str__(self) -> str:
        return f"{self.roster_id} {self.signer_id}"


class SealedFile(models.Model):
    """A sealed file. Its number is also the number of the record it belongs to.

    The header says, sealed, who holds its key, who reported, and whom it is closed for. A passing
    file was made for a while: from `lapses_on` it goes by itself, with everything in it.
    """

    sphere = models.CharField(max_length=12, choices=Sphere)
    version = models.IntegerField(default=1)
    header = models.BinaryField()
    lapses_on = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["lapses_on"], condition=Q(lapses_on__isnull=False), name="file_lapses"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ("header",)
        open = ["id", "sphere", "version", "lapses_on"]
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.sphere} {self.pk}"


class Scope(models.TextChoices):
    """What a sealed key opens: the whole file, or the part shared with the reporter."""

    WHOLE = "whole"
    SHARED = "shared"


class SealedKey(models.Model):
    """The key of a file, sealed to one recipient. Without such a row there is no way in."""

    # The key of the table is also the index along which lists of what one may see are walked.
    pk = models.CompositePrimaryKey("recipient_id", "file_id")
    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(KeyPair, models.CASCADE, related_name="+", db_index=False)
    version = models.IntegerField()
    scope = models.CharField(max_length=6, choices=Scope)
    sealed = models.BinaryField()

    class Privacy:
        personal = ()
        sealed = ("sealed",)
        open = ["file", "recipient", "version", "scope"]
        keep_for = "zolang het dossier en het recht om het te openen"

    def __str__(self) -> str:
        return f"{self.file_id} for {self.recipient_id}"


class Part(models.TextChoices):
    """The parts of a file: what the reporter may read too, and what only the holders read."""

    SHARED = "shared"
    INNER = "inner"


class Item(models.Model):
    """A sealed piece of a file under a key of its own. What kind of piece it is, is sealed too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="+")
    part = models.CharField(max_length=6, choices=Part)
    at = models.DateTimeField()
    version = models.IntegerField()
    wrapped_key = models.BinaryField()
    content = models.BinaryField()

    class Privacy:
        personal = ()
        sealed = ("wrapped_key", "content")
        open = ["id", "file", "part", "at", "version"]
        keep_for = "zolang het dossier"

    def __str__(self) -> str:
        return f"{self.file_id} {self.part} {self.pk}"


class Blob(models.Model):
    """An attachment: a sealed file on disk that bears this number as its name.

    What it is called, how large it is and the key to it stand in an item of its sealed file, or in
    the sealed draft of who is still writing. While it arrives in parts its key stands here, sealed
    for the one browser it comes from. The disk shows how large the sealed file is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file = models.ForeignKey(SealedFile, models.CASCADE, null=True, related_name="+")
    draft = models.BinaryField(null=True)
    half = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(file__isnull=True) ^ Q(draft__isnull=True),
                name="a_blob_is_of_a_file_or_of_a_draft",
            ),
        )
        indexes = (
            models.Index(fields=["draft"], condition=Q(draft__isnull=False), name="blob_of_draft"),
            models.Index(fields=["at"], condition=Q(half__isnull=False), name="blob_half"),
        )

    class Privacy:
        personal = ()
        sealed = ("half",)
        open = ["id", "file", "draft", "at"]
        keep_for = "zolang het dossier; van een melding die niet is verstuurd hoogstens 24 uur"

    def __str__(self) -> str:
        return str(self.pk)


class KeyWork(models.Model):
    """Work that needs a key, waiting for the next holder of that file who unlocks.

    Roll a file, share it with a recipient, or close it for the person who bears that key pair.
    """

    class Kind(models.TextChoices):
        ROLL = "roll"
        SHARE = "share"
        CLOSE = "close"

    kind = models.CharField(max_length=5, choices=Kind)
    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(KeyPair, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "file", "recipient"],
                name="key_work_is_asked_once",
                nulls_distinct=False,
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ["id", "kind", "file", "recipient", "asked_at"]
        keep_for = "tot het gedaan is"

    def __str__(self) -> str:
        return f"{self.kind} {self.file_id}"


class Kept(models.Model):
    """What someone typed when the vault was already locked, sealed to their own key."""

    holder = models.ForeignKey(KeyHolder, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Privacy:
        personal = ()
        sealed = ("sealed",)
        open = ["id", "holder", "at"]
        keep_for = "tot het verstuurd of weggegooid is, en hoogstens een week"

    def __str__(self) -> str:
        return f"{self.holder_id} {self.at:%Y-%m-%d}"


def fingerprint(public: Stored) -> str:
    """Give a key's fingerprint as people compare it: 32 hexadecimal digits in groups of four."""
    digits = digests.digest(bytes(public)).hex()[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))
