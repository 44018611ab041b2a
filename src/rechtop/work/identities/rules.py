"""Who may ask for a name, who decides on it, and who opens it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.ground.vault.rules import is_on_duty, is_unlocked
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job
from rechtop.work.cases import rules as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import queries
from rechtop.work.identities.models import Disclosure, Opening
from rechtop.work.identities.states import DISCLOSURE, OPENING, DisclosureState

ASKERS = (Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER, Duty.SECRETARY, Duty.INVESTIGATOR)
"""The duties in which one works on a case, as they are told to the reporter."""


@rule(_("Van deze melder is geen naam bekend."))
def has_identity(actor: Actor, case: Case) -> bool:
    """It is known who reported this case."""
    return case.identity_file is not None


@rule(_("Wij hebben uw naam al."))
def has_no_name(actor: Actor, case: Case) -> bool:
    """The reporter of this case gave no name; a way to reach them may be known."""
    return not queries.has_name(case)


@rule(_("Dit doet de bewaarder van namen."))
def is_custodian(actor: Actor, subject: object) -> bool:
    """The actor keeps the names of reporters."""
    return actor.has_duty(Duty.CUSTODIAN)


@rule(_("Dit verzoek is niet voor u, of het bestaat niet."))
def holds_question(actor: Actor, asked: Opening | Disclosure) -> bool:
    """The actor's unlocked keys open what was asked."""
    key = actor.keyring.key(Sphere.IDENTITIES) if actor.keyring else None
    return (
        key is not None and SealedKey.objects.filter(file=asked.file, recipient=key.pair).exists()
    )


@rule(_("Over uw eigen verzoek beslist een ander."))
def is_of_another(actor: Actor, asked: Opening | Disclosure) -> bool:
    """Someone else asked."""
    asker = asked.asked_by_id if isinstance(asked, Opening) else asked.announced_by_id
    return actor.number != asker


@rule(_("Dit verzoek is niet van u."))
def is_own(actor: Actor, asked: Opening) -> bool:
    """The actor asked this."""
    return actor.number is not None and actor.number == asked.asked_by_id


@rule(_("Hoe de melder dit hoorde, is al vastgelegd."))
def is_untold(actor: Actor, asked: Opening) -> bool:
    """A name was opened, and nobody wrote down yet how its reporter heard."""
    return asked.untold_since is not None


@rule(_("De tijd om deze naam te openen is voorbij. Vraag het opnieuw."))
def is_in_time(actor: Actor, asked: Opening) -> bool:
    """The last day to open the name has not passed."""
    return clock.today() < asked.lapses_on


@rule(_("Een vordering van buiten legt de coördinator vast."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("De melder heeft nog tijd om te reageren."))
def is_announced_long_enough(actor: Actor, asked: Disclosure) -> bool:
    """The day has come from which the name may be given."""
    return asked.from_date <= clock.today()


def _in_state(verb: str) -> Rule:
    def judge(actor: Actor, asked: Opening | Disclosure) -> Verdict:
        table = OPENING if isinstance(asked, Opening) else DISCLOSURE
        return table.may(asked.state, verb, reason=_("Hierover is al beslist."))

    return Rule(f"asked_can_{verb}", judge)


@rule(_("Hierover weet de melder al, of er is niets te vertellen."))
def is_to_tell(actor: Actor, asked: Disclosure) -> bool:
    """The name was given in silence, and the reporter does not know yet."""
    return asked.is_to_tell


@rule(_("Deze naam toont alleen wie hem vandaag afgaf."))
def gave_it_today(actor: Actor, asked: Disclosure) -> bool:
    """The actor gave the name today."""
    is_given = asked.state == DisclosureState.DISCLOSED and asked.decided_on == clock.today()
    return is_given and actor.number is not None and actor.number == asked.decided_by_id


@rule(_("Wat de melder hiervan hoorde, is al vastgelegd, of er is niets te vertellen."))
def is_decline_to_tell(actor: Actor, asked: Disclosure) -> bool:
    """The name was not given, and a reporter without a mailbox was not told yet."""
    return asked.is_decline_to_tell


@rule(_("Deze namen kunt u niet openen, of ze bestaan niet."))
def holds_names(actor: Actor, case: Case) -> bool:
    """The actor's unlocked keys open what is known of who reported this case."""
    return queries.names_held(actor).filter(pk=case.pk).exists()


works_on_its_case = Rule(
    "works_on_its_case", lambda actor, asked: cases.may_open(actor, asked.case)
)
_keeps = is_custodian & is_unlocked & is_on_duty(Sphere.IDENTITIES)
_decides = _keeps & holds_question & is_of_another

may_keep = is_custodian.named("may_keep")
may_hand_over = (_keeps & holds_names).named("may_hand_over_names")
may_read_question = (_keeps & holds_question).named("may_read_question")
may_see_reporter = (cases.may_open & cases.is_shown).named("may_see_reporter")
may_ask = (cases.may_open & has_identity).named("may_ask")
may_approve = (_decides & _in_state("approve")).named("may_approve")
may_refuse = (_decides & _in_state("refuse")).named("may_refuse")
may_open_name = (is_own & works_on_its_case & _in_state("open") & is_in_time).named("may_open_name")
may_tell_opened = (works_on_its_case & is_untold).named("may_tell_opened")
may_lapse = is_job.named("may_lapse")
may_make_known = (cases.is_reporter & cases.holds_key & has_no_name).named("may_make_known")
may_announce = (is_coordinator & cases.may_open & has_identity).named("may_announce")
may_disclose = (_decides & _in_state("disclose") & is_announced_long_enough).named("may_disclose")
may_see_given = (_keeps & holds_question & gave_it_today).named("may_see_given_name")
may_decline = (_decides & _in_state("decline")).named("may_decline")
may_tell_later = (_keeps & holds_question & is_to_tell).named("may_tell_later")
may_tell_declined = (_keeps & holds_question & is_decline_to_tell).named("may_tell_declined")
may_wait_longer = may_tell_later.named("may_wait_longer")
