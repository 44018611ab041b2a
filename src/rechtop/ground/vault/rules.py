"""Who may do what with keys."""

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault import queries
from rechtop.ground.vault.models import Kept, KeyHolder, Sphere


@rule(_("Open eerst de kluis met uw wachtzin."))
def is_unlocked(actor: Actor, subject: object) -> bool:
    """The actor's keys are open."""
    return actor.is_unlocked


@rule(_("Dit kan alleen wie zelf een bevestigde sleutel heeft."))
def is_vouched_for(actor: Actor, subject: object) -> bool:
    """The actor's own keys are vouched for."""
    return actor.holder in queries.receivers().known.holders


def is_on_duty(sphere: str) -> Rule:
    """Make the rule that the actor has a duty today that needs keys in a sphere."""

    def judge(actor: Actor, subject: object) -> Verdict:
        return Verdict(sphere in actor.spheres, _("Hiervoor hebt u vandaag geen taak."))

    return Rule(f"is_on_duty_for_{sphere}", judge)


@rule(_("Niemand bevestigt de eigen sleutel."))
def is_not_oneself(actor: Actor, subject: KeyHolder) -> bool:
    """The subject is another holder."""
    return actor.holder != subject.pk


@rule(_("Dossiers voor uzelf vraagt een ander."))
def is_not_asking_for_oneself(actor: Actor, subject: KeyHolder) -> bool:
    """The subject, who would receive, is another holder."""
    return actor.holder != subject.pk


@rule(_("Dit is niet van u."))
def is_ones_own(actor: Actor, subject: KeyHolder | Kept) -> bool:
    """The subject is the actor's own holder, or kept for it."""
    holder = subject.holder_id if isinstance(subject, Kept) else subject.pk
    return actor.holder is not None and actor.holder == holder


@rule(_("Dit gaat alleen op de opdrachtregel van de server."))
def is_at_server(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


@rule(_("U bent niet aangemeld."))
def is_person(actor: Actor, subject: object) -> bool:
    """A person is signed in."""
    return actor.kind in (Kind.PERSON, Kind.COMMAND)


_decides = is_unlocked & is_vouched_for & is_on_duty(Sphere.CASES)

may_certify = (_decides & is_not_oneself).named("may_certify")
may_sign_roster = _decides.named("may_sign_roster")
may_ask_to_share = (_decides & is_not_asking_for_oneself).named("may_ask_to_share")
may_propose_roster = _decides.named("may_propose_roster")
may_do_key_work = (is_unlocked & is_vouched_for).named("may_do_key_work")
may_hold_ceremony = is_person.named("may_hold_ceremony")
may_make_keys = is_person.named("may_make_keys")
may_change_passphrase = (is_ones_own & is_unlocked).named("may_change_passphrase")
may_make_further_keys = (is_ones_own & is_unlocked).named("may_make_further_keys")
may_throw_away = is_ones_own.named("may_throw_away")
may_back_up = is_at_server.named("may_back_up")
may_restore = is_at_server.named("may_restore")
