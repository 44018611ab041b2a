"""Hold the ceremony, try and renew the sheets, vouch with them, and give files with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import note, operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.post import operations as post
from rechtop.ground.vault import ceremonies
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault import recovery as keys
from rechtop.ground.vault.ceremonies import Given
from rechtop.ground.vault.files import OpenFile, Piece
from rechtop.ground.vault.models import KeyHolder, Part
from rechtop.ground.vault.recovery import Recovery as Key
from rechtop.ground.vault.trust import Recipient
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Authority
from rechtop.people.recovery import queries, rules
from rechtop.people.recovery.models import (
    Cause,
    Division,
    Notice,
    Purpose,
    Recovery,
    Sheet,
    Use,
)


@dataclass(frozen=True)
class Drawn:
    """A division with the words of its sheets, shown once and kept nowhere."""

    division: Division
    sheets: list[Sheet]
    words: list[tuple[str, ...]] = field(repr=False)


@operation("recovery_key.drawn", allowed=rules.may_hold_ceremony)
def hold_ceremony(*, officers: Sequence[str], needed: int, instead: int = 0, by: Actor) -> Drawn:
    """Make the recovery key and divide it over these officers; give the words of the sheets, once.

    `instead` is the division that was seen and shall go, where its sheets were never used. Raises
    Invalid where there is another, so that a form sent twice makes no second key.
    """
    _check(officers, needed)
    _one_at_a_time()
    newest = queries.newest()
    if (newest.pk if newest else 0) != instead:
        raise Invalid(officers=_("Deze ceremonie is al gehouden. De bladen zijn één keer getoond."))
    if not queries.can_begin_anew():
        raise Invalid(officers=_("Er is al een herstelsleutel."))
    Division.objects.all().delete()
    key = keys.draw()
    ceremonies.hold_ceremony(key=key, by=by)
    return _divide(key, officers, needed)


@operation("recovery_key.proven", allowed=rules.may_try_sheets)
def try_sheets(*, key: Key, by: Actor) -> Use:
    """Note that these sheets give the recovery key. Raises Invalid for replaced sheets."""
    return _accept(key, Purpose.TRIAL)


@operation("recovery_key.divided", allowed=rules.may_hold_ceremony)
def divide_anew(
    *, key: Key, officers: Sequence[str], needed: int, instead: int, by: Actor
) -> Drawn:
    """Divide the same recovery key anew; give the words of the new sheets, once.

    The old sheets count until the new ones were tried. After that they still open the key outside
    this system, all together, until they are destroyed. `instead` is the division that was seen.
    """
    _check(officers, needed)
    _accept(key, Purpose.DIVIDED)
    newest = queries.newest()
    if (newest.pk if newest else 0) != instead:
        raise Invalid(officers=_("Er zijn intussen al nieuwe bladen gemaakt."))
    return _divide(key, officers, needed)


@operation("recovery_key.confirmed", allowed=rules.may_confirm)
def confirm(*, key: Key, shown: Sequence[tuple[int, str]], by: Actor) -> None:
    """Vouch for holders with the sheets: each with the fingerprint that was read aloud."""
    _accept(key, Purpose.CONFIRMED)
    for number, print_ in shown:
        holder = KeyHolder.objects.get(pk=number)
        ceremonies.certify(holder, key=key, shown=print_, by=by)


@operation("person.keys_lost", allowed=rules.may_withdraw_lost)
def withdraw_lost(person: Person, *, by: Actor) -> None:
    """Withdraw the keys of someone who lost the passphrase, so that fresh ones can be made.

    What only they could open waits for the recovery key, so this is not refused. Raises Invalid
    without keys, and without a recovery key.
    """
    holder = vault_queries.holder_of(person.pk)
    if holder is None:
        raise Invalid(password=_("Er zijn geen sleutels om in te trekken."))
    if not queries.is_trusted():
        raise Invalid(password=_("Er is nog geen herstelsleutel. Dan gaat er iets verloren."))
    vault.withdraw(holder)


def _given(  # the three causes are three actions on the trail
    receiver: Person,
    *,
    key: Key,
    cause: Cause,
    sphere: str,
    former: Person | None,
    reason: str,
    shown: str = "",
    after: int = 0,
    by: Actor,
) -> Given:
    """Give someone files with the recovery key: those of former keys, or those nobody can open.

    `shown` is the fingerprint that was read aloud, where nobody vouches for the receiver yet. Files
    go by portions, whole or not at all, beginning behind `after`. Raises Invalid for who has no
    keys or no duty in the sphere today.
    """
    if (former is None) != (cause == Cause.NOBODY_LEFT):
        raise Invalid(former=_("Kies van wie de sleutels waren."))
    use = _accept(key, Purpose.RECOVERED)
    recipient = _recipient(receiver, key, sphere, shown, by)
    made = Recovery.objects.create(
        use=use, cause=cause, sphere=sphere, receiver=receiver, former=former
    )
    given = ceremonies.give(
        key,
        recipient,
        sphere=sphere,
        wanted=_held_by(former, sphere) if former else _opens_for_nobody(),
        told=_told(made, reason, by),
        after=after,
    )
    made.walked = given.walked
    made.save(update_fields=["walked"])
    note("recovery.files_walked", Ref("filecount", given.walked))
    if given.walked:
        people = queries.concerned(made) - queries.waits_to_hear(made)
        Notice.objects.bulk_create(Notice(recovery=made, person_id=person) for person in people)
    return given


recover: dict[Cause, Callable[..., Given]] = {
    cause: operation(f"recovery.{cause.name.casefold()}", allowed=rules.may_recover)(_given)
    for cause in Cause
}
"""Give files with the recovery key, by why."""


@operation("recovery.notice_acknowledged", allowed=rules.may_acknowledge)
def acknowledge(notice: Notice, *, by: Actor) -> None:
    """Take a notice away for who read it."""
    notice.delete()


def _check(officers: Sequence[str], needed: int) -> None:
    if len({name.casefold() for name in officers}) < len(officers):
        raise Invalid(officers=_("Eén naam staat er twee keer. Ieder bewaart één blad."))
    if not keys.FEWEST <= len(officers) <= keys.MOST:
        raise Invalid(officers=_("Geef twee tot zestien namen."))
    if needed < keys.FEWEST:
        raise Invalid(needed=_("Eén blad mag nooit genoeg zijn. Kies ten minste 2."))
    if needed > len(officers):
        raise Invalid(needed=_("Er zijn minder mensen dan bladen die nodig zijn."))


def _one_at_a_time() -> None:
    """Let who makes, tries or uses sheets wait for each other."""
    list(Authority.objects.select_for_update())


def _accept(key: Key, purpose: Purpose) -> Use:
    """Note what sheets were used for. Raises Invalid for sheets that were replaced by others."""
    _one_at_a_time()
    division = Division.objects.filter(mark=key.division).first()
    if division is not None and queries.is_replaced(division):
        text = _("Deze bladen zijn vervangen. Neem de nieuwe, en lever deze in.")
        raise Invalid(**{keys.field_of(1): text})
    keys.keep_anchor()
    use = Use.objects.create(
        division=division,
        on=clock.today(),
        purpose=purpose,
        numbers=" ".join(str(number) for number in key.numbers),
    )
    for sheet in Sheet.objects.filter(division=division, number__in=key.numbers).order_by("number"):
        note("recovery.sheet_used", Ref("sheet", sheet.pk))
    return use


def _divide(key: Key, officers: Sequence[str], needed: int) -> Drawn:
    mark, words = keys.divide(key, needed=needed, count=len(officers))
    while Division.objects.filter(mark=mark).exists():  # drawn before: one in 32,768
        mark, words = keys.divide(key, needed=needed, count=len(officers))
    division = Division.objects.create(
        mark=mark, made_on=clock.today(), needed=needed, count=len(officers)
    )
    made = Sheet.objects.bulk_create(
        Sheet(division=division, number=number, officer=name)
        for number, name in enumerate(officers, start=1)
    )
    return Drawn(division, made, words)


def _recipient(receiver: Person, key: Key, sphere: str, shown: str, by: Actor) -> Recipient:
    holder = vault_queries.holder_of(receiver.pk)
    if holder is None:
        raise Invalid(receiver=_("Deze persoon heeft nog geen sleutels gemaakt."))
    if shown:
        ceremonies.certify(holder, key=key, shown=shown, by=by)
    found = organisation.receivers().known.recipients([holder.pk], sphere)
    if not found:
        text = _("Deze persoon heeft hiervoor vandaag geen taak met een bevestigde sleutel.")
        raise Invalid(receiver=text)
    return found[0]


def _held_by(former: Person, sphere: str) -> Callable[[OpenFile], bool]:
    """Say of a file whether someone's keys held it, and it was not closed for them."""
    pairs = queries.pairs_of(former, sphere)

    def wanted(opened: OpenFile) -> bool:
        header = opened.header()
        held = not pairs.isdisjoint({*header.holders, *header.former})
        return held and former.pk not in header.excluded

    return wanted


def _opens_for_nobody() -> Callable[[OpenFile], bool]:
    """Say of a file whether nobody with a duty today can open it."""
    known = organisation.receivers().known
    return lambda opened: not opened.people(known)


def _told(made: Recovery, reason: str, by: Actor) -> Callable[[OpenFile], Iterable[Piece]]:
    """Tell in a file who got its key and why; the reporter reads it without a name."""
    inner = Piece(
        Part.INNER,
        "recovered",
        {"receiver": made.receiver_id, "cause": made.cause, "text": reason, "author": by.number},
    )
    shared = Piece(Part.SHARED, "recovery_told", {"cause": made.cause, "sphere": made.sphere})

    def told(opened: OpenFile) -> list[Piece]:
        if not opened.header().reporter:
            return [inner]
        post.let_reporter_know(opened.items())
        return [inner, shared]

    return told
