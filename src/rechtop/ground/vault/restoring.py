"""Note backups on the trail; after a restore, take away again what was taken away since."""

from __future__ import annotations

from django.db import connection

from rechtop.ground.audit import ends, verifying
from rechtop.ground.audit import queries as trail
from rechtop.ground.audit.operations import note, operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.vault import blobs, destruction, files, gone, keyrings, operations, rules, seen
from rechtop.ground.vault.models import (
    Blob,
    KeyHolder,
    KeyPair,
    KeyWork,
    SealedFile,
    SealedKey,
)
from rechtop.ground.vault.seen import Seen


@operation("backup.key_made", allowed=rules.may_back_up)
def note_backup_key(*, by: Actor) -> None:
    """Tell on the trail that backups open with a new key from now on."""


@operation("backup.made", allowed=rules.may_back_up)
def note_backup(*, by: Actor) -> None:
    """Tell on the trail that a backup was made."""


@operation("backup.restored", allowed=rules.may_restore)
def take_away_again(*, with_journal: bool, by: Actor) -> Ref:
    """Take away again, after a restore, what this server remembers was taken away.

    Destroyed files open for nobody; withdrawn keys are withdrawn, a file that was closed for
    someone is closed; a recording destroyed apart is gone, and no passphrase opens that was changed
    since. Numbers go on behind those remembered: a new key must not bear the number of one
    withdrawn. The line on the trail is about the link until which the trail was known to go,
    where lines of it are lost.
    """
    taken = seen.read(seen.stored())
    destruction.take_keys(taken.files)
    _withdraw_again(taken)
    _close_again(taken)
    _let_go_again()
    _wrap_again()
    _destroy_attachments_again()
    _go_on_behind(taken)
    if not with_journal:
        note("backup.restored_without_journal", Ref("link", 0))
    if verifying.has(ends.remembered()):
        return Ref("link", 0)
    return Ref("link", ends.go_on_from(trail.last_head()).until)


@operation("backup.remains_taken", allowed=rules.may_restore)
def take_remains_away(*, by: Actor) -> None:
    """Take away what is left of files that were destroyed, after `take_away_again`.

    What two people agreed on before the backup was made is carried out in between, by the room
    that declares it: it counts what it destroys.
    """
    destruction.take_rows(seen.destroyed())


def _withdraw_again(taken: Seen) -> None:
    standing = KeyPair.objects.filter(withdrawn_at=None, holder__withdrawn_at=None)
    for holder in KeyHolder.objects.filter(withdrawn_at=None).order_by("pk"):
        own = standing.filter(holder=holder)
        left = [] if holder.pk in taken.holders else own.exclude(pk__in=taken.pairs)
        kept = {pair.sphere for pair in left}
        if holder.pk in taken.holders or len(kept) < own.count():
            note("keys.withdrawn_again", Ref("keyholder", holder.pk))
            operations.withdraw(holder, keep=kept)


def _close_again(taken: Seen) -> None:
    """Take keys from whom their files were closed for, and ask for these to be rolled."""
    if not taken.closed:
        return
    keys = SealedKey.objects.filter(recipient__holder__kind="person")
    for key in keys.select_related("recipient__holder").iterator(2000):
        bearer = key.recipient.holder.bearer if key.recipient.holder else None
        if bearer and seen.closing(key.file_id, [bearer]) <= taken.closed:
            note("file.closed_again", Ref("sealedfile", key.file_id))
            _take(key)


def _let_go_again() -> None:
    """Take the keys again that their bearers had let go of when they handed over."""
    if not gone.known().marks:
        return
    for key in SealedKey.objects.filter(recipient__holder__kind="person").iterator(2000):
        if files.was_let_go(key):
            _take(key)


def _take(key: SealedKey) -> None:
    SealedKey.objects.filter(file=key.file_id, recipient=key.recipient_id).delete()
    KeyWork.objects.get_or_create(
        kind=KeyWork.Kind.ROLL,
        file_id=key.file_id,
        recipient=None,
        defaults={"asked_at": clock.now()},
    )


def _wrap_again() -> None:
    """Put back the newer wrap of keys whose passphrase was changed since.

    Where the newer one is not known, the keys are withdrawn: the old passphrase never opens them.
    """
    known = gone.known()
    for holder in KeyHolder.objects.filter(kind="person", withdrawn_at=None).order_by("pk"):
        salt = bytes(holder.salt or b"").hex()
        if gone.mark(keyrings.WRAP, holder.pk, salt) not in known.marks:
            continue
        if wrap := known.wraps.get(holder.pk):
            keyrings.put_wrap(holder, wrap.sealed)
            holder.save()
            note("keys.passphrase_changed_again", Ref("keyholder", holder.pk))
        else:
            note("keys.withdrawn_again", Ref("keyholder", holder.pk))
            operations.withdraw(holder)


def _destroy_attachments_again() -> None:
    """Destroy the attachments that were destroyed apart from their file, as a recording is."""
    known = gone.known().marks
    numbers = Blob.objects.values_list("pk", flat=True).iterator(2000)
    found = [one for one in numbers if gone.mark(blobs.BLOB, one.hex) in known]
    blobs.wipe(Blob.objects.filter(pk__in=found))


def _go_on_behind(taken: Seen) -> None:
    for model, numbers in (
        (KeyHolder, taken.holders),
        (KeyPair, taken.pairs),
        (SealedFile, taken.files),
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(name, greatest(nextval(name), %s)) "
                "FROM pg_get_serial_sequence(%s, 'id') AS name",
                [max(numbers, default=1), model._meta.db_table],
            )
