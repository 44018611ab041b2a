"""Keep policies, write their versions, and adopt these."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.tools.policies import layout, queries, rules
from rechtop.tools.policies.models import Campaign, Confirmation, Policy, PolicyVersion

RESERVED = ("nieuw", "lezen")
"""Names in the address no policy can have: these are addresses already."""

_WRITTEN_MEANWHILE = gettext_lazy("Een ander schreef intussen ook aan deze tekst.")


@operation("policy.added", allowed=rules.may_keep)
def add(*, slug: str, by: Actor, **facts: Any) -> Policy:
    """Add a policy, which has no text yet. Raises Invalid where its name is taken."""
    if slug in RESERVED or Policy.objects.filter(slug=slug).exists():
        raise Invalid(slug=_("Deze naam in het adres is al in gebruik. Kies een andere."))
    policy = Policy(slug=slug, owner_id=by.number or 0, **facts)
    _save(policy)
    return policy


@operation("policy.described", allowed=rules.may_keep)
def describe(policy: Policy, *, edition: int, by: Actor, **facts: Any) -> None:
    """Change what is said of a policy: its name, kind, who reads it and when it is revised.

    Raises Invalid where a colleague changed it since `edition`, or where a name is taken.
    """
    if records.holds(policy, **facts):
        return
    if edition != policy.edition:
        raise Invalid(edition=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))
    if facts.get("next_revision", policy.next_revision) != policy.next_revision:
        policy.reminded_on = None
    for name, value in facts.items():
        setattr(policy, name, value)
    policy.edition += 1
    _save(policy)


@operation("policy.given", allowed=rules.may_keep)
def give(policy: Policy, *, owner: Person, by: Actor) -> None:
    """Let another look after a policy, who is told by mail that something waits, and reminded anew.

    Raises Invalid for who left, for who looks after it already, and for who adopts policies and
    so may not write this one.
    """
    if not owner.is_active:
        raise Invalid(owner=_("Deze persoon werkt hier niet meer."))
    if not queries.can_revise().filter(pk=owner.pk).exists():
        raise Invalid(owner=_("Deze persoon stelt beleid vast, en mag het dus niet herzien."))
    if owner.pk == policy.owner_id:
        raise Invalid(owner=_("Deze persoon houdt dit beleid al bij."))
    was = policy.owner_id
    policy.owner, policy.reminded_on = owner, None
    policy.edition += 1
    policy.save(update_fields=["owner", "reminded_on", "edition"])
    identity.let_owner_know(owner, was=was, by=by)


@operation("policy.revision_reminded", allowed=rules.may_remind_of_revision)
def remind_of_revision(policy: Policy, *, by: Actor) -> None:
    """Remind by mail who is to revise a policy that it is time; the mail never says of what."""
    policy.reminded_on = clock.today()
    policy.save(update_fields=["reminded_on"])
    post.let_all_know(one.email for one in queries.revisers(policy))


def remind_revisers() -> int:
    """Send the reminders of revisions that are due; give of how many policies."""
    due = [one for one in queries.revision_to_remind() if queries.revisers(one).exists()]
    for policy in due:
        remind_of_revision(policy, by=JOB)
    return len(due)


def _save(policy: Policy) -> None:
    policy.short_name = policy.short_name.strip().casefold()
    records.check(policy)
    same = Policy.objects.filter(short_name=policy.short_name).exclude(pk=policy.pk)
    if policy.short_name and same.exists():
        raise Invalid(short_name=_("Zo heet ander beleid al. Kies een ander woord."))
    try:
        with transaction.atomic():
            policy.save()
    except IntegrityError as error:  # a colleague took a name at this same moment
        raise Invalid(slug=_("Een collega gebruikte net dezelfde naam.")) from error


@operation("policy_version.begun", allowed=rules.may_begin)
def begin(policy: Policy, *, by: Actor) -> PolicyVersion:
    """Begin to write the next version of a policy, as the last one; give the one in writing."""
    if held := queries.in_writing(policy):
        return held
    last = queries.adopted(policy).first()
    return PolicyVersion.objects.create(
        policy=policy,
        number=last.number + 1 if last else 1,
        body=last.body if last else "",
        author_id=by.number or 0,
    )


@operation("policy_version.written", allowed=rules.may_write)
def write(version: PolicyVersion, *, body: str, edition: int, by: Actor) -> None:
    """Write the text of a version that was not adopted.

    `edition` is the one the writer began from. Raises Invalid where another wrote meanwhile.
    """
    if version.body == body:
        return
    if edition != version.edition:
        raise Invalid(body=_WRITTEN_MEANWHILE)
    version.body, version.author_id, version.edition = body, by.number or 0, version.edition + 1
    version.offered_on = None
    records.check(version)
    version.save(update_fields=["body", "author", "edition", "offered_on"])


@operation("policy_version.offered", allowed=rules.may_offer)
def offer(version: PolicyVersion, *, edition: int, by: Actor) -> None:
    """Say that a version is ready; who may adopt it is told by mail that something waits.

    Raises Invalid where another wrote meanwhile, and where the text is not whole.
    """
    if edition != version.edition:
        raise Invalid(edition=_WRITTEN_MEANWHILE)
    if faults := layout.faults(version.body):
        raise Invalid(edition=faults[0])
    version.offered_on = clock.today()
    version.save(update_fields=["offered_on"])
    adopters = organisation.with_duty(queries.ADOPTER).exclude(pk=version.author_id)
    post.let_all_know(one.email for one in adopters)


@operation("policy_version.thrown_away", allowed=rules.may_write)
def throw_away(version: PolicyVersion, *, edition: int, by: Actor) -> None:
    """Throw the version in writing away; the one in force stays."""
    if edition != version.edition:
        raise Invalid(body=_WRITTEN_MEANWHILE)
    PolicyVersion.objects.filter(pk=version.pk).delete()


@operation("policy_version.adopted", allowed=rules.may_adopt)
def adopt(
    version: PolicyVersion,
    *,
    in_force_from: datetime.date,
    edition: int,
    next_revision: datetime.date | None = None,
    by: Actor,
) -> None:
    """Adopt the version another wrote, in force from a day on. From now on it never changes.

    With it the policy was revised: it is again on `next_revision`, or nobody chose when. Raises
    Invalid where this is not the edition one read, where the text is not whole, or for a day that
    has gone, is not after that of the last version, or is too far off.
    """
    if edition != version.edition:
        raise Invalid(edition=_("De tekst is intussen veranderd. Lees hem nog een keer."))
    if faults := layout.faults(version.body):
        raise Invalid(edition=faults[0])
    if in_force_from < clock.today():
        raise Invalid(in_force_from=_("Kies vandaag of een latere dag."))
    last = queries.adopted(version.policy).first()
    if last and last.in_force_from and in_force_from <= last.in_force_from:
        raise Invalid(in_force_from=_("Kies een dag na die waarop de vorige versie inging."))
    records.see_that_it_is_near(in_force_from=in_force_from)
    if next_revision and next_revision <= in_force_from:
        raise Invalid(next_revision=_("Kies een dag nadat deze versie ingaat, of laat dit leeg."))
    version.adopter_id, version.adopted_on = by.number, clock.today()
    version.in_force_from = in_force_from
    version.save(update_fields=["adopter", "adopted_on", "in_force_from"])
    policy = Policy.objects.select_for_update().get(pk=version.policy_id)
    policy.next_revision, policy.reminded_on = next_revision, None
    policy.edition += 1
    policy.save(update_fields=["next_revision", "reminded_on", "edition"])


LONGEST = datetime.timedelta(days=366)
"""How long people may be asked to read something."""

_ASKED_ALREADY = gettext_lazy("Deze mensen zijn al gevraagd om dit te lezen.")


@operation("policy_version.asked_to_read", allowed=rules.may_ask)
def ask(version: PolicyVersion, *, unit: Unit | None, due_on: datetime.date, by: Actor) -> Campaign:
    """Ask everybody, or those of a unit and all below it, to read a version before a day is over.

    Raises Invalid for a day that cannot be, and where the same people are asked already.
    """
    if not clock.today() < due_on <= clock.today() + LONGEST:
        raise Invalid(due_on=_("Kies een dag na vandaag, binnen een jaar."))
    campaign = Campaign(
        version=version,
        unit=unit,
        begun_on=clock.today(),
        begun_by_id=by.number or 0,
        due_on=due_on,
    )
    if Campaign.objects.filter(version=version, unit=unit, ended_on=None).exists():
        raise Invalid(unit=_ASKED_ALREADY)
    campaign.save()  # nobody else can begin one meanwhile: the version is held
    post.let_all_know(one.email for one in queries.unconfirmed(campaign))
    return campaign


@operation("policy_campaign.stopped", allowed=rules.may_stop)
def stop(campaign: Campaign, *, by: Actor) -> None:
    """Ask no more; who confirmed, has confirmed."""
    campaign.ended_on = clock.today()
    campaign.save(update_fields=["ended_on"])


@operation("policy_campaign.reminded", allowed=rules.may_remind)
def remind(campaign: Campaign, *, by: Actor) -> None:
    """Remind by mail those who did not confirm yet; the mail never says of what."""
    campaign.reminded_on = clock.today()
    campaign.save(update_fields=["reminded_on"])
    post.let_all_know(one.email for one in queries.unconfirmed(campaign))


@operation("policy_version.confirmed", allowed=rules.may_confirm)
def confirm(version: PolicyVersion, *, by: Actor) -> None:
    """Say to have read a version: once, on a day."""
    Confirmation.objects.create(
        version=version, person_id=by.number or 0, confirmed_on=clock.today()
    )


@operation("policy_confirmation.taken_back", allowed=rules.may_take_back)
def take_back(confirmation: Confirmation, *, by: Actor) -> None:
    """Take back that someone said to have read a version: they are asked again, if anyone is."""
    Confirmation.objects.filter(pk=confirmation.pk).delete()


def go_on() -> int:
    """Send the reminders that are due; give for how many campaigns."""
    due = queries.to_remind()
    for campaign in due:
        remind(campaign, by=JOB)
    return len(due)


@operation("policy_confirmations.forgotten", allowed=rules.may_forget)
def forget(*, people: Collection[int], by: Actor) -> None:
    """Forget what these people said to have read."""
    Confirmation.objects.filter(person__in=people).delete()


def forget_gone() -> int:
    """Forget what people read who left a year ago; give how many that were."""
    gone = queries.past_keeping()
    if gone:
        forget(people=gone, by=JOB)
    return len(gone)
