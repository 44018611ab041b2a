"""Who may do what with keys."""

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault import trust
from rechtop.ground.vault.models import Kept, KeyHolder


@rule(_("Open eerst de kluis met uw wachtzin."))
def is_unlocked(actor: Actor, subject: object) -> bool:
    """The actor's keys are open."""
    return actor.is_unlocked


@rule(_("Dit kan alleen wie zelf een bevestigde sleutel heeft."))
def is_vouched_for(actor: Actor, subject: object) -> bool:
    """The actor's own keys are vouched for."""
    return actor.holder in trust.vouched().holders


@rule(_("Niemand bevestigt de eigen sleutel."))
def is_not_oneself(actor: Actor, subject: KeyHolder) -> bool:
    """The subject is another holder."""
    return actor.holder != subject.pk


@rule(_("Dit is niet van u."))
def is_ones_own(actor: Actor, subject: KeyHolder | Kept) -> bool:
    """The subject is the actor's own holder, or kept for it."""
    holder = subject.holder_id if isinstance(subject, Kept) else subject.pk
    return actor.holder is not None and actor.holder == holder


@rule(_("Dit gaat alleen op de opdrachtregel, met de herstelwoorden."))
def is_command(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


@rule(_("U bent niet aangemeld."))
def is_person(actor: Actor, subject: object) -> bool:
    """A person is signed in."""
    return actor.kind in (Kind.PERSON, Kind.COMMAND)


may_certify = (is_unlocked & is_vouched_for & is_not_oneself).named("may_certify")
may_sign_roster = (is_unlocked & is_vouched_for).named("may_sign_roster")
may_propose_roster = may_sign_roster.named("may_propose_roster")
may_do_key_work = is_unlocked.named("may_do_key_work")
may_hold_ceremony = is_command.named("may_hold_ceremony")
may_make_keys = is_person.named("may_make_keys")
may_change_passphrase = (is_ones_own & is_unlocked).named("may_change_passphrase")
may_throw_away = is_ones_own.named("may_throw_away")
