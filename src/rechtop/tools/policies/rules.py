"""Who writes policies, who adopts them, and who reads which."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.rules import is_job
from rechtop.tools.policies import queries
from rechtop.tools.policies.models import Campaign, Confirmation, Policy, PolicyVersion


@rule(_("Het beleid houdt de coördinator bij."))
def is_keeper(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(queries.KEEPER)


@rule(_("Beleid stelt de secretaris vast."))
def is_adopter(actor: Actor, subject: object) -> bool:
    """The actor is the secretary."""
    return actor.has_duty(queries.ADOPTER)


@rule(_("Dit doet wie dit beleid bijhoudt, of de coördinator."))
def is_owner(actor: Actor, subject: Policy | PolicyVersion | None) -> bool:
    """The actor looks after the policy, or the policy the version is of."""
    policy = subject.policy if isinstance(subject, PolicyVersion) else subject
    return policy is not None and actor.kind == Kind.PERSON and actor.number == policy.owner_id


@rule(_("Wie beleid vaststelt, schrijft het niet."))
def is_no_adopter(actor: Actor, subject: object) -> bool:
    """The actor is not the secretary, so that no text waits for its own writer."""
    return not actor.has_duty(queries.ADOPTER)


@rule(_("Deze versie is al vastgesteld. Begin een nieuwe."))
def is_in_writing(actor: Actor, version: PolicyVersion) -> bool:
    """The version waits for its second reader."""
    return version.adopted_on is None


@rule(_("Deze versie is al voorgelegd."))
def is_not_offered(actor: Actor, version: PolicyVersion) -> bool:
    """Nobody said yet that the version is ready."""
    return version.offered_on is None


@rule(_("Wie de tekst schreef, stelt hem niet vast."))
def is_not_author(actor: Actor, version: PolicyVersion) -> bool:
    """The actor did not write the version."""
    return actor.number != version.author_id


@rule(_("Dit lezen mensen die hier werken."))
def works_here(actor: Actor, subject: object) -> bool:
    """The actor is someone who signed in."""
    return actor.kind == Kind.PERSON


may_read = works_here.named("may_read_policies")
may_read_drafts = (is_keeper | is_adopter | is_owner).named("may_read_drafts_of_policies")
may_keep = is_keeper.named("may_keep_policies")
may_begin = (is_keeper | is_owner & is_no_adopter).named("may_begin_policy_version")
may_write = (may_begin & is_in_writing).named("may_write_policy")
may_offer = (may_begin & is_in_writing & is_not_offered).named("may_offer_policy_version")
may_adopt = (is_adopter & is_in_writing & is_not_author).named("may_adopt_policy")


@rule(_("Vraag mensen alleen te lezen wat nu geldt, of wat al is vastgesteld voor later."))
def is_current(actor: Actor, version: PolicyVersion) -> bool:
    """The version was adopted, and no newer one is in force."""
    now = queries.in_force(version.policy)
    return version.adopted_on is not None and (now is None or version.number >= now.number)


@rule(_("Deze ronde is al gestopt."))
def is_running(actor: Actor, campaign: Campaign) -> bool:
    """The campaign was not ended."""
    return campaign.ended_on is None


@rule(_("U hebt al bevestigd dat u dit las."))
def did_not_confirm(actor: Actor, version: PolicyVersion) -> bool:
    """The actor did not say yet to have read the version."""
    return queries.confirmed_on(actor.number, version) is None


@rule(_("Niemand vraagt u nu om deze versie te bevestigen."))
def is_asked(actor: Actor, version: PolicyVersion) -> bool:
    """A campaign that runs asks the actor to read the version."""
    return queries.is_asked(actor.number, version)


@rule(_("Uw eigen bevestiging trekt een ander in."))
def is_of_another(actor: Actor, confirmation: Confirmation) -> bool:
    """The confirmation is not the actor's own."""
    return actor.number != confirmation.person_id


may_take_back = (is_keeper & is_of_another).named("may_take_confirmation_back")
may_ask = (is_keeper & is_current).named("may_ask_to_read_policy")
may_stop = (is_keeper & is_running).named("may_stop_asking_to_read_policy")
may_forget = is_job.named("may_forget_who_read_policy")
may_remind = (is_job & is_running).named("may_remind_to_read_policy")
may_remind_of_revision = is_job.named("may_remind_of_revision_of_policy")
may_confirm = (works_here & did_not_confirm & is_asked).named("may_confirm_policy")
