"""Make keys, vouch for them, decide who receives, and take keys away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files, gone, keyrings, queries, rules, seen, trust
from rechtop.ground.vault.keyrings import Writer
from rechtop.ground.vault.models import (
    Certificate,
    Kept,
    KeyHolder,
    KeyPair,
    KeyWork,
    Roster,
    RosterSignature,
    SealedFile,
    SealedKey,
    Sphere,
    fingerprint,
)
from rechtop.ground.vault.seen import Seen
from rechtop.ground.vault.trust import Recipient

SHORTEST_PASSPHRASE = 16


@operation("keys.made", allowed=rules.may_make_keys)
def make_holder(*, bearer: int, passphrase: str, spheres: Iterable[str], by: Actor) -> KeyHolder:
    """Make a person's keys under a passphrase.

    Raises Invalid when it is too short, or where no duty of this person needs keys.
    """
    check_passphrase(passphrase)
    wanted = list(spheres)
    if not wanted:
        raise Invalid(passphrase=_("Uw taken vragen geen sleutels."))
    holder = KeyHolder.objects.create(
        kind="person", bearer=bearer, signing_public=b"", made_at=clock.now()
    )
    pairs = keyrings.new_holder(holder, passphrase, wanted)
    holder.save()
    KeyPair.objects.bulk_create(pairs)
    return holder


@operation("keys.further_made", allowed=rules.may_make_further_keys)
def make_further_keys(holder: KeyHolder, *, spheres: Iterable[str], by: Actor) -> None:
    """Make one's own keys in further spheres, under the master key that is open.

    They receive nothing until a colleague vouches for them; the others stay vouched for. Raises
    Invalid where no duty of today asks for a key that is not there.
    """
    standing = KeyPair.objects.filter(holder=holder, withdrawn_at=None)
    held = set(standing.values_list("sphere", flat=True))
    wanted = [sphere for sphere in spheres if sphere in by.spheres and sphere not in held]
    if not wanted:
        raise Invalid(spheres=_("U hebt al alle sleutels die uw taken vragen."))
    KeyPair.objects.bulk_create(keyrings.further_pair(by.keyring, sphere) for sphere in wanted)


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
    before = gone.mark(keyrings.WRAP, holder.pk, bytes(holder.salt or b"").hex())
    keyrings.rewrap(holder, keyring, new)
    holder.save()
    wrap = gone.wrapped_since_now(keyrings.wrap_for_later(holder))
    gone.remember([before], wraps={holder.pk: wrap})


@operation("keys.certified", allowed=rules.may_certify)
def certify(holder: KeyHolder, *, shown: str, by: Actor) -> None:
    """Vouch for another holder's keys with one's own.

    `shown` is the fingerprint the signer saw. Raises Invalid where the keys are others by now.
    """
    card = trust.present_card(holder)
    if fingerprint(card) != shown:
        raise Invalid(
            holder=_("Deze sleutel is intussen veranderd. Vergelijk de vingerafdruk opnieuw.")
        )
    Certificate.objects.create(
        holder=holder,
        signer_id=by.holder,
        card=card,
        signature=by.keyring.sign(card),
        at=clock.now(),
    )


@operation("roster.proposed", allowed=rules.may_propose_roster)
def propose_roster(*, name: str, members: list[int], by: Actor) -> Roster:
    """Propose who receives, and sign it. In force once a second holder signs.

    Raises Invalid for whom nobody vouches, or who lacks a key a report needs, and where fewer than
    two would receive.
    """
    sphere = queries.sphere_of(name)
    if len(queries.receivers().with_key(members, sphere)) < max(len(members), 1):
        told = {
            Sphere.CASES: _("Kies mensen met een bevestigde sleutel voor zaken."),
            Sphere.IDENTITIES: _("Kies mensen met een bevestigde sleutel voor namen."),
        }
        raise Invalid(members=told[sphere])
    if name == trust.INTAKE and len(set(members)) < queries.FEWEST_RECIPIENTS:
        raise Invalid(members=_("Kies ten minste twee mensen."))
    version = queries.next_version(name)
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
def sign_roster(roster: Roster, *, shown: str, by: Actor) -> None:
    """Sign a roster another holder proposed.

    `shown` is the fingerprint of the roster the signer saw. Raises Invalid where it is another by
    now.
    """
    if RosterSignature.objects.filter(roster=roster, signer=by.holder).exists():
        raise Invalid(roster=_("U hebt dit rooster al getekend. Een ander moet het ook doen."))
    if trust.roster_print(roster) != shown:
        raise Invalid(roster=_("Dit rooster is intussen veranderd. Lees het opnieuw."))
    _sign(roster, by)


def withdraw(holder: KeyHolder, *, keep: Collection[str] = ()) -> None:
    """Take the keys of a holder away, but for the spheres to keep, inside an operation.

    Access ends at once. Rolling each file waits as key work for the next holder who unlocks; what
    was made for a while is taken away with everything in it.
    """
    require_operation()
    standing = KeyPair.objects.filter(holder=holder, withdrawn_at=None)
    pairs = list(standing.exclude(sphere__in=keep).values_list("pk", flat=True))
    own = SealedKey.objects.filter(recipient__in=pairs)
    passing = list(own.exclude(file__lapses_on=None).values_list("file_id", flat=True))
    KeyWork.objects.filter(recipient__in=pairs).delete()
    KeyWork.objects.bulk_create(
        (
            KeyWork(kind=KeyWork.Kind.ROLL, file_id=number, asked_at=clock.now())
            for number in own.exclude(file__in=passing).values_list("file_id", flat=True)
        ),
        ignore_conflicts=True,
    )
    own.delete()
    SealedFile.objects.filter(pk__in=passing).delete()
    KeyPair.objects.filter(pk__in=pairs).update(withdrawn_at=clock.now())
    is_last = not standing.exists()
    if is_last:
        holder.withdrawn_at = clock.now()
        holder.save(update_fields=["withdrawn_at"])
    news = Seen(pairs=frozenset(pairs), holders=frozenset([holder.pk] if is_last else []))
    transaction.on_commit(partial(seen.remember, news), robust=True)


def hold_files(pairs: Collection[int]) -> None:
    """Hold the files these key pairs open until the transaction ends, inside an operation.

    So two who each take keys away never both count on the key the other takes.
    """
    require_operation()
    own = SealedKey.objects.filter(recipient__in=pairs, file__lapses_on=None)
    held = SealedFile.objects.select_for_update(no_key=True).filter(pk__in=own.values("file_id"))
    list(held.order_by("pk").values_list("pk", flat=True))


def close_unopened(number: int, people: Collection[int]) -> None:
    """Close a file one cannot open oneself for these people, inside an operation.

    Their keys to it go at once. That the file itself says so, and gets a new key, waits as key
    work for the next holder who unlocks.
    """
    require_operation()
    sphere = SealedFile.objects.values_list("sphere", flat=True).get(pk=number)
    pairs = KeyPair.objects.filter(
        holder__bearer__in=people, sphere=sphere, withdrawn_at=None
    ).values_list("pk", flat=True)
    close, now = KeyWork.Kind.CLOSE, clock.now()
    KeyWork.objects.bulk_create(
        (KeyWork(kind=close, file_id=number, recipient_id=pair, asked_at=now) for pair in pairs),
        ignore_conflicts=True,
    )
    theirs = {"recipient__holder__bearer__in": people}
    KeyWork.objects.filter(kind=KeyWork.Kind.SHARE, file=number, **theirs).delete()
    SealedKey.objects.filter(file=number, **theirs).delete()
    # Also for a key they make later: what the file itself says comes only with a holder's key.
    marks = seen.closing(number, people)
    transaction.on_commit(partial(seen.remember, Seen(closed=marks)), robust=True)


def take_away(numbers: Collection[int]) -> None:
    """Take passing files away, inside an operation; of others it takes none."""
    require_operation()
    SealedFile.objects.filter(pk__in=numbers).exclude(lapses_on=None).delete()


@operation("keys.work_asked", allowed=rules.may_ask_to_share)
def ask_to_share(
    holder: KeyHolder, *, sphere: str, among: Collection[int] | None = None, by: Actor
) -> int:
    """Ask that a holder gets the key of every file in a sphere, or of those `among` these, by
    whoever unlocks next.

    Raises Invalid for whom is not on the roster two signed: who receives is decided there alone;
    and for conversations, which a confidant hands over by hand.
    """
    if sphere not in queries.RECEIVED_IN:
        raise Invalid(sphere=_("Gesprekken draagt een vertrouwenspersoon zelf over."))
    receivers = queries.receivers()
    recipient = next(iter(receivers.known.recipients([holder.pk], sphere)), None)
    if recipient is None or holder.pk not in receivers.roster_of(sphere):
        raise Invalid(holder=_("Zet deze persoon eerst op het rooster."))
    held = SealedKey.objects.filter(recipient=recipient.pair).values("file_id")
    wanted = SealedFile.objects.filter(sphere=sphere, lapses_on=None).exclude(pk__in=held)
    if among is not None:
        wanted = wanted.filter(pk__in=among)
    KeyWork.objects.bulk_create(
        (
            KeyWork(
                kind=KeyWork.Kind.SHARE,
                file=file,
                recipient_id=recipient.pair,
                asked_at=clock.now(),
            )
            for file in wanted
        ),
        ignore_conflicts=True,
    )
    return len(wanted)


Share = Callable[[files.OpenFile, Recipient], None]
"""How a file is given to someone on the roster: who knows what is in it may be stricter."""


@operation("keys.work_done", allowed=rules.may_do_key_work)
def do_key_work(*, by: Actor, at_once: int = 25, share: Share = files.OpenFile.share) -> int:
    """Do some of the key work this actor's keys make possible; give how much was done.

    What cannot be done now waits: a file that does not open, or that nobody would be left to open.
    """
    waiting = queries.key_work_for(by).select_for_update(skip_locked=True, of=("self",))
    done = 0
    for work in waiting.order_by("file", "pk"):
        if done == at_once:
            break
        try:
            with transaction.atomic():  # what breaks halfway is taken back, and the rest goes on
                _do(work, by, share)
        except (files.NoKey, files.NobodyLeft):
            continue
        work.delete()
        done += 1
    return done


def _do(work: KeyWork, by: Actor, share: Share) -> None:
    opened = files.open_file(work.file_id, by.keyring)
    if work.kind == KeyWork.Kind.ROLL:
        opened.roll()
        return
    receivers, sphere = queries.receivers(), opened.file.sphere
    if work.kind == KeyWork.Kind.CLOSE:
        bearer = work.recipient.holder.bearer if work.recipient and work.recipient.holder else None
        opened.exclude({bearer} if bearer else set())
        return
    on_roster = receivers.known.recipients(receivers.roster_of(sphere), sphere)
    for recipient in on_roster:
        if recipient.pair == work.recipient_id:
            with suppress(files.Excluded):  # they get no key, and nobody is told here
                share(opened, recipient)


def keep(writer: Writer, fields: list[tuple[str, str]], path: str) -> Kept | None:
    """Keep what someone typed after the lock, sealed to the key they had open in this browser.

    None where that key stands there no more: nothing is sealed to another in its place. No
    operation: it changes no state anyone else can see, and the writer may not be known yet.
    """
    pair = KeyPair.objects.filter(pk=writer.pair, holder=writer.holder).first()
    if pair is None or fingerprint(pair.public) != writer.print:
        return None
    sealed = keyrings.sealed_to(bytes(pair.public), writer.holder, fields, path)
    return Kept.objects.create(holder_id=writer.holder, sealed=sealed, at=clock.now())


@operation("kept.thrown_away", allowed=rules.may_throw_away, by_day=True)
def throw_away(kept: Kept, *, by: Actor) -> None:
    """Throw away what was kept."""
    kept.delete()


def _sign(roster: Roster, by: Actor) -> None:
    RosterSignature.objects.create(
        roster=roster,
        signer_id=by.holder or 0,
        signature=by.keyring.sign(trust.statement_of(roster)),
        at=clock.now(),
    )
