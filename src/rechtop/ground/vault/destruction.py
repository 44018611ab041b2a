"""Destroy sealed files: first everything that opens them, then what is left of them.

Two steps, each whole and each in a transaction of its own. After the first nothing opens a file any
more, also not from a database that was put back: their numbers are remembered outside it. The
second takes the rows away, and what was attached from the disk once that is certain. Either step
done twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from rechtop.ground.audit.operations import note, require_operation
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.vault import blobs, seen
from rechtop.ground.vault.models import Blob, Item, KeyPair, KeyWork, SealedFile, SealedKey
from rechtop.ground.vault.seen import Seen


def take_keys(numbers: Collection[int]) -> dict[int, int]:
    """Take every key to these files away for good, inside an operation; give the files there were,
    each with how many pieces stood in it.

    It is remembered first, outside the database. What breaks off after that leaves files that open
    for nobody, and is done again.
    """
    require_operation()
    seen.remember(Seen(files=frozenset(numbers)))
    files, items = SealedFile.objects.filter(pk__in=numbers), Item.objects.filter(file__in=numbers)
    taken = dict.fromkeys(files.order_by("pk").values_list("pk", flat=True), 0)
    taken |= dict(items.order_by().values_list("file").annotate(Count("pk")))
    for number in taken:
        note("file.destroyed", Ref("sealedfile", number))
    keys = SealedKey.objects.filter(file__in=numbers)
    reporters = list(keys.filter(recipient__holder=None).values_list("recipient", flat=True))
    KeyWork.objects.filter(file__in=numbers).delete()
    keys.delete()
    items.update(wrapped_key=b"")
    files.update(header=b"")
    still_open = SealedKey.objects.filter(recipient__in=reporters).values("recipient")
    KeyPair.objects.filter(pk__in=reporters).exclude(pk__in=still_open).delete()
    return taken


def take_rows(numbers: Collection[int]) -> None:
    """Take away what is left of files whose keys are gone, inside an operation.

    Raises ValueError where a key to one of them still stands.
    """
    require_operation()
    if SealedKey.objects.filter(file__in=numbers).exists():
        raise ValueError("take the keys first")
    blobs.wipe(Blob.objects.filter(file__in=numbers))
    Item.objects.filter(file__in=numbers).delete()
    SealedFile.objects.filter(pk__in=numbers).delete()
