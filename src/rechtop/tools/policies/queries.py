"""Find policies, the version of each that is in force, and what is due for revision."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import sort_key
from rechtop.tools.policies.models import Policy, PolicyVersion

NOTICE = datetime.timedelta(days=60)
"""How long before its day a revision is announced."""


@dataclass(frozen=True)
class Listed:
    """A policy with its versions that matter today: in force, adopted for later, in writing."""

    policy: Policy
    in_force: PolicyVersion | None = None
    coming: PolicyVersion | None = None
    in_writing: PolicyVersion | None = None

    @property
    def is_due(self) -> bool:
        """Say whether this policy is to be revised soon, or should have been."""
        due = self.policy.next_revision
        return due is not None and due <= clock.today() + NOTICE


def adopted(policy: Policy) -> QuerySet[PolicyVersion]:
    """Give the adopted versions of a policy with who adopted them, the newest first."""
    found = PolicyVersion.objects.filter(policy=policy, adopted_on__isnull=False)
    return found.select_related("adopter").order_by("-number")


def in_writing(policy: Policy) -> PolicyVersion | None:
    """Give the version of a policy someone is writing at."""
    found = PolicyVersion.objects.filter(policy=policy, adopted_on=None)
    return found.select_related("author", "policy").first()


def in_force(policy: Policy) -> PolicyVersion | None:
    """Give the version of a policy that is in force today."""
    return adopted(policy).filter(in_force_from__lte=clock.today()).first()


def coming(policy: Policy) -> PolicyVersion | None:
    """Give the first version of a policy that was adopted and is not in force yet."""
    return adopted(policy).filter(in_force_from__gt=clock.today()).order_by("number").first()


def before(version: PolicyVersion) -> PolicyVersion | None:
    """Give the version a version is compared with: the one adopted before it."""
    return adopted(version.policy).filter(number__lt=version.number).first()


def all_in_force(*, public: bool) -> QuerySet[PolicyVersion]:
    """Give of each policy the version in force, with its policy; of the public ones or of all."""
    running = PolicyVersion.objects.filter(in_force_from__lte=clock.today())
    newest = running.order_by("policy", "-number").distinct("policy").values("pk")
    found = PolicyVersion.objects.filter(pk__in=newest).select_related("policy")
    return found.filter(policy__is_public=True) if public else found


def overview() -> list[Listed]:
    """Give every policy by title, each with the versions that matter today."""
    now = {one.policy_id: one for one in all_in_force(public=False).defer("body")}
    rest = PolicyVersion.objects.exclude(in_force_from__lte=clock.today()).defer("body")
    later: dict[int, PolicyVersion] = {}
    writing: dict[int, PolicyVersion] = {}
    for one in rest.order_by("number"):
        (later if one.adopted_on else writing).setdefault(one.policy_id, one)
    listed = [
        Listed(one, now.get(one.pk), later.get(one.pk), writing.get(one.pk))
        for one in Policy.objects.select_related("owner")
    ]
    return sorted(listed, key=lambda one: (sort_key(str(one.policy)), one.policy.pk))


def due_for_revision(listed: Sequence[Listed]) -> list[Listed]:
    """Give what is to be revised, first what is longest due."""
    found = [one for one in listed if one.is_due]
    return sorted(found, key=lambda one: one.policy.next_revision or datetime.date.max)
