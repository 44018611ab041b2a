"""Who writes policies, who adopts them, and who reads which."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.policies.models import PolicyVersion


@rule(_("Het beleid houdt de coördinator bij."))
def is_keeper(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Beleid stelt de secretaris vast."))
def is_adopter(actor: Actor, subject: object) -> bool:
    """The actor is the secretary."""
    return actor.has_duty(Duty.SECRETARY)


@rule(_("Deze versie is al vastgesteld. Begin een nieuwe."))
def is_in_writing(actor: Actor, version: PolicyVersion) -> bool:
    """The version waits for its second reader."""
    return version.adopted_on is None


@rule(_("Wie de tekst schreef, stelt hem niet vast."))
def is_not_author(actor: Actor, version: PolicyVersion) -> bool:
    """The actor did not write the version."""
    return actor.number != version.author_id


@rule(_("Dit lezen mensen die hier werken."))
def works_here(actor: Actor, subject: object) -> bool:
    """The actor is someone who signed in."""
    return actor.kind == Kind.PERSON


may_read = works_here.named("may_read_policies")
may_read_drafts = (is_keeper | is_adopter).named("may_read_drafts_of_policies")
may_keep = is_keeper.named("may_keep_policies")
may_write = (is_keeper & is_in_writing).named("may_write_policy")
may_adopt = (is_adopter & is_in_writing & is_not_author).named("may_adopt_policy")
