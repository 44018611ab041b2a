"""Make the recovery key, vouch with it, and give files with it to who has none of the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files, recovery, rules, trust
from rechtop.ground.vault.files import OpenFile, Piece
from rechtop.ground.vault.models import (
    SPHERES_WITH_RECOVERY,
    Certificate,
    KeyHolder,
    KeyPair,
    SealedKey,
)
from rechtop.ground.vault.recovery import Recovery
from rechtop.ground.vault.trust import Recipient

AT_ONCE = 200
"""How many files are given in one go: about two seconds."""


@operation("keys.ceremony_held", allowed=rules.may_hold_ceremony)
def hold_ceremony(*, key: Recovery, by: Actor) -> KeyHolder:
    """Store the public halves of a new recovery key, and its anchor outside the database.

    One that nobody ever used goes; its sheets open nothing any more. Raises Invalid where the one
    there is has been used.
    """
    standing = KeyHolder.objects.filter(kind="recovery")
    if standing.exists() and is_used():
        raise Invalid(officers=_("Er is al een herstelsleutel."))
    standing.delete()
    recovery.set_anchor(key)  # first: who sees the new rows must see the new anchor
    made = KeyHolder.objects.create(
        kind="recovery", signing_public=key.signing_public(), made_at=clock.now()
    )
    KeyPair.objects.bulk_create(
        KeyPair(holder=made, sphere=sphere, public=key.private(sphere).public)
        for sphere in SPHERES_WITH_RECOVERY
    )
    _certify(made, key)
    return made


def is_used() -> bool:
    """Say whether the recovery key has vouched for someone, was tried, or receives files."""
    people = Certificate.objects.filter(signer=None, holder__kind="person")
    sealed = SealedKey.objects.filter(recipient__holder__kind="recovery")
    return recovery.is_in_use() or people.exists() or sealed.exists()


@operation("keys.certified_at_ceremony", allowed=rules.may_hold_ceremony)
def certify(holder: KeyHolder, *, key: Recovery, shown: str, by: Actor) -> None:
    """Vouch for a holder with the recovery key.

    `shown` is the fingerprint that was read aloud. Raises Invalid where the keys are others by now.
    """
    if trust.card_print(holder) != shown:
        raise Invalid(
            holders=_("Deze sleutel is intussen veranderd. Vergelijk de vingerafdruk opnieuw.")
        )
    recovery.keep_anchor()
    _certify(holder, key)


def _certify(holder: KeyHolder, key: Recovery) -> None:
    card = trust.present_card(holder)
    Certificate.objects.create(holder=holder, card=card, signature=key.sign(card), at=clock.now())


def card_print() -> str:
    """Give the fingerprint of the recovery key, as it stands on its sheets; nothing without one."""
    found = KeyHolder.objects.filter(kind="recovery", withdrawn_at=None).first()
    return trust.card_print(found) if found else ""


@dataclass(frozen=True)
class Given:
    """How giving went: how many files were walked, and how many did not open; where to go on."""

    walked: int
    broken: int
    go_on_after: int | None


def give(
    key: Recovery,
    recipient: Recipient,
    *,
    sphere: str,
    wanted: Callable[[OpenFile], bool],
    told: Callable[[OpenFile], Iterable[Piece]],
    after: int = 0,
    at_once: int = AT_ONCE,
) -> Given:
    """Give someone the files that are wanted of a sphere, with the recovery key, in an operation.

    The file itself decides: whom it is closed for gets no key, and that is not told here. Files go
    in the order of their numbers, beginning behind `after`; where more are left, it says so.
    """
    require_operation()
    own = key.key(sphere)
    walked = broken = 0
    for number in _reached(own.pair if own else 0, recipient.pair, after):
        if walked == at_once:
            return Given(walked, broken, after)
        try:
            walked += _give(number, key, recipient, wanted, told)
        except files.NoKey:
            broken += 1
        after = number
    return Given(walked, broken, None)


def _give(
    number: int,
    key: Recovery,
    recipient: Recipient,
    wanted: Callable[[OpenFile], bool],
    told: Callable[[OpenFile], Iterable[Piece]],
) -> bool:
    with transaction.atomic():  # what breaks halfway is taken back, and the rest goes on
        opened = files.open_file(number, key)
        if not wanted(opened):
            return False
        with suppress(files.Excluded):
            opened.share(recipient)
            for piece in told(opened):
                opened.write(piece)
    return True


def _reached(own: int, recipient: int, after: int) -> list[int]:
    """Give the files the recovery key holds and the recipient does not, by number."""
    held = SealedKey.objects.filter(recipient=recipient).values("file_id")
    found = SealedKey.objects.filter(recipient=own, file__lapses_on=None, file_id__gt=after)
    return list(found.exclude(file__in=held).order_by("file").values_list("file_id", flat=True))
