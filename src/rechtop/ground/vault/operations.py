"""Make keys, vouch for them, decide who receives, and take keys away."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rechtop import env
from rechtop.ground.audit.operations import operation
from rechtop.ground.crypto import digests, seals, signatures
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files, keyrings, queries, rules, trust
from rechtop.ground.vault.models import (
    SPHERES_WITH_RECOVERY,
    Certificate,
    Kept,
    KeyHolder,
    KeyPair,
    KeyWork,
    Roster,
    RosterSignature,
    SealedFile,
    SealedKey,
)

RECOVERY_WORDS = 22
"""22 words of 4,096: 264 bits."""

SHORTEST_PASSPHRASE = 16


@operation("keys.made", allowed=rules.may_make_keys)
def make_holder(*, bearer: int, passphrase: str, spheres: Iterable[str], by: Actor) -> KeyHolder:
    """Make a person's keys under a passphrase. Raises Invalid when it is too short."""
    check_passphrase(passphrase)
    holder = KeyHolder.objects.create(
        kind="person", bearer=bearer, signing_public=b"", made_at=clock.now()
    )
    pairs = keyrings.new_holder(holder, passphrase, list(spheres))
    holder.save()
    KeyPair.objects.bulk_create(pairs)
    return holder


def check_passphrase(passphrase: str) -> None:
    """Raise Invalid for a passphrase that is too easily guessed."""
    if len(" ".join(passphrase.split())) < SHORTEST_PASSPHRASE:
        raise Invalid(passphrase=_("Kies een wachtzin van ten minste 16 tekens."))


@operation("keys.passphrase_changed", allowed=rules.may_change_passphrase)
def change_passphrase(holder: KeyHolder, *, old: str, new: str, by: Actor) -> None:
    """Wrap the same keys under another passphrase. Raises Invalid for a wrong or weak one."""
    check_passphrase(new)
    try:
        keyring = keyrings.unlock(holder, old)
    except keyrings.WrongPassphrase as error:
        raise Invalid(old=_("Deze wachtzin klopt niet.")) from error
    keyrings.rewrap(holder, keyring, new)
    holder.save()


@operation("keys.ceremony_held", allowed=rules.may_hold_ceremony)
def hold_ceremony(*, by: Actor) -> tuple[str, ...]:
    """Make the recovery key and the anchor, and give the words that open both, once.

    The anchor's public half goes to the secrets folder, outside the database. Raises Invalid
    where there already is a recovery key.
    """
    if KeyHolder.objects.filter(kind="recovery").exists():
        raise Invalid(words=_("Er is al een herstelsleutel."))
    drawn = tuple(w for _unused in range(4) for w in words.draw())[:RECOVERY_WORDS]
    env.write_secret("anchor", signatures.public_of(_anchor_seed(drawn)))
    recovery = KeyHolder.objects.create(
        kind="recovery",
        signing_public=signatures.public_of(_anchor_seed(drawn)),
        made_at=clock.now(),
    )
    KeyPair.objects.bulk_create(_recovery_pair(recovery, drawn, s) for s in SPHERES_WITH_RECOVERY)
    _certify_by_anchor(recovery, drawn)
    return drawn


@operation("keys.certified_at_ceremony", allowed=rules.may_hold_ceremony)
def certify_at_ceremony(holder: KeyHolder, *, recovery_words: tuple[str, ...], by: Actor) -> None:
    """Vouch for a holder with the recovery words. Raises Invalid when these are not the words."""
    public = signatures.public_of(_anchor_seed(recovery_words))
    if not digests.same(public, env.secret("anchor")):
        raise Invalid(words=_("Dit zijn niet de herstelwoorden."))
    _certify_by_anchor(holder, recovery_words)


@operation("keys.certified", allowed=rules.may_certify)
def certify(holder: KeyHolder, *, by: Actor) -> None:
    """Vouch for another holder's keys with one's own."""
    card = _card(holder)
    Certificate.objects.create(
        holder=holder,
        signer_id=by.holder,
        card=card,
        signature=by.keyring.sign(card),
        at=clock.now(),
    )


@operation("roster.proposed", allowed=rules.may_propose_roster)
def propose_roster(*, name: str, members: list[int], by: Actor) -> Roster:
    """Propose who receives, and sign it. In force once a second holder signs."""
    known = trust.vouched()
    if not members or any(number not in known.holders for number in members):
        raise Invalid(members=_("Kies mensen met een bevestigde sleutel."))
    newest = Roster.objects.filter(name=name).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    roster = Roster.objects.create(
        name=name,
        version=version,
        statement=trust.roster_statement(name, version, members),
        made_at=clock.now(),
    )
    roster.members.set(members)
    _sign(roster, by)
    return roster


@operation("roster.signed", allowed=rules.may_sign_roster)
def sign_roster(roster: Roster, *, by: Actor) -> None:
    """Sign a roster another holder proposed."""
    if RosterSignature.objects.filter(roster=roster, signer=by.holder).exists():
        raise Invalid(roster=_("U hebt dit rooster al getekend. Een ander moet het ook doen."))
    _sign(roster, by)


def withdraw(holder: KeyHolder) -> None:
    """Take all keys of a holder away, inside the operation that ends their duty.

    Access ends at once. Rolling each file waits as key work for the next holder who unlocks.
    """
    own = SealedKey.objects.filter(recipient__holder=holder)
    KeyWork.objects.bulk_create(
        (
            KeyWork(kind=KeyWork.Kind.ROLL, file_id=number, asked_at=clock.now())
            for number in own.values_list("file_id", flat=True)
        ),
        ignore_conflicts=True,
    )
    own.delete()
    holder.withdrawn_at = clock.now()
    holder.save(update_fields=["withdrawn_at"])


@operation("keys.work_asked", allowed=rules.may_sign_roster)
def ask_to_share(holder: KeyHolder, *, sphere: str, by: Actor) -> int:
    """Ask that a holder gets the key of every file in a sphere, by whoever unlocks next."""
    pair = KeyPair.objects.get(holder=holder, sphere=sphere)
    held = SealedKey.objects.filter(recipient=pair).values("file_id")
    wanted = SealedFile.objects.filter(sphere=sphere).exclude(pk__in=held)
    KeyWork.objects.bulk_create(
        (
            KeyWork(kind=KeyWork.Kind.SHARE, file=file, recipient=pair, asked_at=clock.now())
            for file in wanted
        ),
        ignore_conflicts=True,
    )
    return len(wanted)


@operation("keys.work_done", allowed=rules.may_do_key_work)
def do_key_work(*, by: Actor, at_once: int = 25) -> int:
    """Do some of the key work this actor's keys make possible; give how much was done."""
    waiting = queries.key_work_for(by).select_for_update(skip_locked=True, of=("self",))
    done = 0
    for work in waiting.order_by("pk")[:at_once]:
        _do(work, by)
        work.delete()
        done += 1
    return done


def _do(work: KeyWork, by: Actor) -> None:
    opened = files.open_file(work.file_id, by.keyring)
    if work.kind == KeyWork.Kind.ROLL:
        opened.roll()
        return
    try:
        opened.share(KeyPair.objects.get(pk=work.recipient_id or 0))
    except files.Excluded:
        return  # whom the file is closed for gets no key, and nobody is told here


def keep(pair: KeyPair, fields: list[tuple[str, str]], path: str) -> Kept:
    """Keep what someone typed after the lock, sealed to their own key.

    No operation: it changes no state anyone else can see, and the writer may not be known yet.
    """
    sealed = keyrings.sealed_to(bytes(pair.public), pair.holder_id or 0, fields, path)
    return Kept.objects.create(holder_id=pair.holder_id or 0, sealed=sealed, at=clock.now())


@operation("kept.thrown_away", allowed=rules.may_throw_away, by_day=True)
def throw_away(kept: Kept, *, by: Actor) -> None:
    """Throw away what was kept."""
    kept.delete()


def _anchor_seed(recovery_words: tuple[str, ...]) -> bytes:
    return _from_words(recovery_words, "anchor", signatures.SEED_BYTES)


def _recovery_pair(holder: KeyHolder, recovery_words: tuple[str, ...], sphere: str) -> KeyPair:
    seed = _from_words(recovery_words, f"recovery {sphere}", seals.SEED_BYTES)
    return KeyPair(holder=holder, sphere=sphere, public=seals.PrivateKey(seed).public)


def _from_words(recovery_words: tuple[str, ...], label: str, length: int) -> bytes:
    return digests.derive(" ".join(recovery_words).encode(), label=label, length=length)


def _certify_by_anchor(holder: KeyHolder, recovery_words: tuple[str, ...]) -> None:
    card = _card(holder)
    signature = signatures.sign(_anchor_seed(recovery_words), card)
    Certificate.objects.create(holder=holder, card=card, signature=signature, at=clock.now())


def _card(holder: KeyHolder) -> bytes:
    return trust.card(holder, KeyPair.objects.filter(holder=holder))


def _sign(roster: Roster, by: Actor) -> None:
    members = list(roster.members.order_by("pk").values_list("pk", flat=True))
    statement = trust.roster_statement(roster.name, roster.version, members)
    RosterSignature.objects.create(
        roster=roster,
        signer_id=by.holder or 0,
        signature=by.keyring.sign(statement),
        at=clock.now(),
    )
