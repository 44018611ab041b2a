"""Keep files with a sealed file, and open them."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import blobs, files
from rechtop.ground.vault.files import OpenFile, Piece
from rechtop.ground.vault.models import Blob, Part, SealedFile
from rechtop.tools.evidence import copies, queries, rules, scanning
from rechtop.tools.evidence.queries import CHECK, COPY, DESTROYED, FILE, Attachment
from rechtop.tools.evidence.scanning import Result, State

_one_at_a_time = threading.Lock()


def from_reporter(told: Mapping[str, Any]) -> Piece:
    """Make an item of what is told of a file the reporter sent."""
    return Piece(Part.SHARED, FILE, {**told, "from": "reporter"})


def from_person(told: Mapping[str, Any], part: str, by: Actor) -> Piece:
    """Make an item of what is told of a file a person added."""
    return Piece(part, FILE, {**told, "from": "authority", "author": by.number})


def keep(opened: OpenFile, pieces: Sequence[Piece]) -> None:
    """Keep files that have arrived with a sealed file, inside an operation."""
    require_operation()
    blobs.Store(file=opened.file.pk).keep([uuid.UUID(one.content["blob"]) for one in pieces])
    for piece in pieces:
        opened.write(piece)


def take_over(attachments: Sequence[Mapping[str, Any]], *, draft: bytes, file: SealedFile) -> None:
    """Let the files of a draft be those of the sealed file that was made of it."""
    require_operation()
    if attachments:
        numbers = [uuid.UUID(told["blob"]) for told in attachments]
        blobs.give(draft=draft, file=file, blobs=numbers)


def destroy(opened: OpenFile, found: Sequence[Attachment]) -> None:
    """Destroy files for good, inside an operation; the file tells that they were there."""
    require_operation()
    stored = [one.stored.blob for one in found] + [
        one.copy.stored.blob for one in found if one.copy
    ]
    blobs.destroy(Blob.objects.filter(file=opened.file, pk__in=stored))
    for one in found:
        opened.write(Piece(one.part, DESTROYED, {"of": one.id}))


@operation("evidence.original_opened", allowed=rules.may_open_original)
def open_original(file: SealedFile, *, number: str, by: Actor) -> Attachment:
    """Open a file as it came, with what it tells of its maker; that stands on the trail.

    Raises Invalid where it is not there.
    """
    items = files.open_file(file.pk, by.keyring).items()
    found = next((one for one in queries.attachments(items) if one.id == number), None)
    if found is None or not blobs.is_there(found.stored.blob):
        raise Invalid(number=_("Dit bestand is er niet meer."))
    return found


@dataclass(frozen=True)
class Made:
    """A copy that stands on disk and is not yet of any record, and what a scanner said."""

    told: Mapping[str, Any] | None
    check: Result


def with_copy(file: SealedFile, attachment: Attachment, *, by: Actor) -> Attachment:
    """Give a file with its copy without metadata, made at the first opening where it can be.

    One is made at a time in a process: it stands in memory. Raises Gone, NoRoom and Refused.
    """
    if _is_done(attachment) or attachment.stored.size > copies.LARGEST:
        return attachment
    with _one_at_a_time:
        made = _made(attachment)
    if made.told is None and made.check == attachment.check:
        return attachment  # it was asked again in vain: nothing to keep
    try:
        return keep_copy(file, number=attachment.id, made=made, by=by)
    except BaseException:
        _forget(made)
        raise


def _is_done(attachment: Attachment) -> bool:
    """Say whether all was tried. A scanner that was away is asked again, after a while."""
    check = attachment.check
    return check is not None and (check.state != State.UNKNOWN or not scanning.is_to_ask())


def _made(attachment: Attachment) -> Made:
    content = attachment.stored.whole()
    check = scanning.check(content)
    copy = copies.clean(content, attachment.kind) if attachment.check is None else None
    if copy is None:
        return Made(None, check)
    blob, key = blobs.write(copy)
    told = {
        "of": attachment.id,
        "blob": blob.hex,
        "key": key.hex(),
        "size": len(copy),
        "name": queries.fitting_name(attachment),
    }
    return Made(told, check)


def _forget(made: Made) -> None:
    if made.told is not None:
        blobs.remove([uuid.UUID(made.told["blob"])])


@operation("evidence.copy_kept", allowed=rules.may_keep_copy)
def keep_copy(file: SealedFile, *, number: str, made: Made, by: Actor) -> Attachment:
    """Keep a copy without metadata, and what a scanner said, unless someone else just did."""
    opened = files.open_file(file.pk, by.keyring)
    found = next(one for one in queries.attachments(opened.items()) if one.id == number)
    known = found.check
    if known is not None and (known.state != State.UNKNOWN or made.check.state == State.UNKNOWN):
        _forget(made)
        return found
    if found.copy is not None:
        _forget(made)  # who was here at the same time kept theirs
    elif made.told is not None:
        keep(opened, [Piece(Part.INNER, COPY, made.told)])
        found = replace(found, copy=queries.copy_of(made.told))
    told = {"of": number, "state": made.check.state, "name": made.check.name}
    opened.write(Piece(Part.INNER, CHECK, told))
    return replace(found, check=made.check)
