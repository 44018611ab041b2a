"""Find policies, the version of each that is in force, and what is due for revision."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVector,
)
from django.db.models import (
    Count,
    DateField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Least

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Placement
from rechtop.people.organisation.queries import Tree
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import Employment
from rechtop.people.personnel.queries import works_on
from rechtop.tools.policies import layout
from rechtop.tools.policies.models import Campaign, Confirmation, Policy, PolicyVersion

NOTICE = datetime.timedelta(days=60)
"""How long before its day a revision is announced."""

MOST_FOUND = 20

_DUTCH = "dutch"
_BEGIN, _END = "\x02", "\x03"  # no keyboard types these; what is between them was searched for


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
    found = in_force_on(clock.today())
    return found.filter(policy__is_public=True) if public else found


def in_force_on(day: datetime.date) -> QuerySet[PolicyVersion]:
    """Give of each policy the version that was in force on a day."""
    begun = PolicyVersion.objects.filter(in_force_from__lte=day)
    newest = begun.order_by("policy", "-number").distinct("policy").values("pk")
    return PolicyVersion.objects.filter(pk__in=newest).select_related("policy")


def adopted_in(year: int) -> QuerySet[PolicyVersion]:
    """Give the versions that were adopted in a year."""
    return PolicyVersion.objects.filter(adopted_on__year=year).select_related("policy")


def begun_in(year: int) -> QuerySet[Campaign]:
    """Give the campaigns that began in a year."""
    found = Campaign.objects.filter(begun_on__year=year)
    return found.select_related("version__policy", "unit")


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


@dataclass(frozen=True)
class Found:
    """A policy in which words were found, and the words around them: each with whether it was
    searched for."""

    policy: Policy
    around: Sequence[tuple[bool, str]]


def search(words: str, *, public: bool) -> list[Found]:
    """Find Dutch words, in any form they take, in what is in force; the best first."""
    asked = SearchQuery(words, config=_DUTCH, search_type="websearch")
    names = SearchVector("policy__title", "policy__title_en", weight="A", config=_DUTCH)
    text = names + SearchVector("body", weight="B", config=_DUTCH)
    headline = SearchHeadline(
        "body",
        asked,
        config=_DUTCH,
        start_sel=_BEGIN,
        stop_sel=_END,
        min_words=15,
        max_words=35,
    )
    versions = all_in_force(public=public).annotate(found=text, rank=SearchRank(text, asked))
    best = versions.filter(found=asked).order_by("-rank", "policy").annotate(headline=headline)
    return [Found(one.policy, _around(one.headline)) for one in best[:MOST_FOUND]]


def _around(headline: str) -> list[tuple[bool, str]]:
    parts = re.split(f"[{_BEGIN}{_END}]", headline)
    return [(place % 2 == 1, part) for place, part in enumerate(parts) if part]


@dataclass(frozen=True)
class Mention:
    """Where a text names an article: from which letter to which, and where that article stands."""

    start: int
    end: int
    slug: str
    anchor: str


def may_mention(text: str) -> bool:
    """Say whether it is worth looking for articles in a text."""
    return "art" in text.casefold()


def named_in_force(*, public: bool) -> list[PolicyVersion]:
    """Give the versions in force of the policies other texts can name."""
    return list(all_in_force(public=public).exclude(policy__short_name=""))


def mentions(text: str, among: Sequence[PolicyVersion]) -> list[Mention]:
    """Find where a text names an article that there is: art. 6 gedragscode.

    Also written out: artikel 6 van de gedragscode; and with a part, of which it finds the article:
    artikel 6, tweede lid, van de gedragscode.
    """
    known = {one.policy.short_name: one for one in among}
    if not known:
        return []
    longest_first = sorted(known, key=len, reverse=True)
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    found = []
    for hit in re.finditer(rf"{_ARTICLE}({names})\b", text, re.I):
        # A pattern that ignores case takes ı for i, and a name does not: it is none then.
        version = known.get(" ".join(hit[2].casefold().split()))
        if version is None:
            continue
        anchor = layout.articles(version.body).get(hit[1].casefold())
        if anchor:
            found.append(Mention(hit.start(), hit.end(), version.policy.slug, anchor))
    return found


_ORDINAL = r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|\d{1,2}e)"
_PART = (
    rf"(?:(?:lid|leden)\s+\d{{1,2}}(?:\s+en\s+\d{{1,2}})?|{_ORDINAL}(?:\s+en\s+{_ORDINAL})?\s+lid"
    r"|(?:(?:aanhef\s+en\s+)?(?:onder|onderdeel|sub))\s+(?:[a-z]|\d{1,2}))"
)
_ARTICLE = (
    rf"\b(?:art\.|artikel)\s*(\d{{1,3}}[a-z]?)(?:(?:,?\s+{_PART}){{1,2}},?)?\s+"
    r"(?:van\s+)?(?:(?:de|het|onze)\s+)?"
)


def running() -> QuerySet[Campaign]:
    """Give the campaigns that run: not ended, and no newer version is in force by now."""
    newer = PolicyVersion.objects.filter(
        policy=OuterRef("version__policy"),
        number__gt=OuterRef("version__number"),
        in_force_from__lte=clock.today(),
    )
    found = Campaign.objects.filter(~Exists(newer), ended_on=None)
    return found.select_related("version__policy", "unit").order_by("due_on", "pk")


def campaigns(policy: Policy) -> QuerySet[Campaign]:
    """Give all campaigns on the versions of a policy, the newest first."""
    found = Campaign.objects.filter(version__policy=policy).select_related("version", "unit")
    return found.order_by("-pk")


def asked(
    campaign: Campaign, tree: Tree | None = None, until: datetime.date | None = None
) -> QuerySet[Person]:
    """Give whom a campaign asks: who works here on its last day so far, and where it asks a unit,
    works in it then."""
    day = _last_day(campaign, until)
    everybody = Person.objects.filter(_works_here_on(day))
    if campaign.unit_id is None:
        return everybody
    below = organisation.with_those_below(campaign.unit_id, tree)
    placed = Placement.objects.filter(organisation.on(day), unit__in=below)
    return everybody.filter(pk__in=placed.values("person"))


def _last_day(campaign: Campaign, until: datetime.date | None) -> Expression:
    """Give the last day a campaign asks: today or `until`, or earlier the day it was stopped, or
    the one before a newer version came into force."""
    version = campaign.version
    newer = PolicyVersion.objects.filter(
        policy=version.policy_id, number__gt=version.number, in_force_from__isnull=False
    )
    first = Subquery(newer.order_by("in_force_from").values("in_force_from")[:1])
    before = ExpressionWrapper(first - Value(1), output_field=DateField())
    days = [clock.today(), campaign.ended_on, until]
    return Least(Value(min(day for day in days if day), DateField()), before)


def _works_here_on(day: Expression) -> Q:
    """Say who works here on a day that is not to come, also where they left since.

    Of who does not stand in the personnel system counts whether they can sign in now, and were
    placed by then where they are placed at all.
    """
    theirs = Employment.objects.filter(person=OuterRef("pk"))
    left_since = Q(end_date__lte=clock.today()) | Q(person__is_active=True)
    placed = Placement.objects.filter(person=OuterRef("pk"))
    had_come = Q(Exists(placed.filter(from_date__lte=day))) | ~Q(Exists(placed))
    employed = Q(Exists(theirs.filter(works_on(day), left_since)))
    return employed | ~Q(Exists(theirs)) & Q(is_active=True) & had_come


def unconfirmed(campaign: Campaign) -> QuerySet[Person]:
    """Give whom a campaign asks and who did not confirm yet."""
    done = Confirmation.objects.filter(version=campaign.version_id)
    return asked(campaign).exclude(pk__in=done.values("person"))


def is_asked(person: int | None, version: PolicyVersion) -> bool:
    """Say whether a campaign that runs asks this person to read this version."""
    return any(
        asked(one).filter(pk=person or 0).exists() for one in running().filter(version=version)
    )


def confirmed_on(person: int | None, version: PolicyVersion) -> datetime.date | None:
    """Give the day on which someone said to have read a version."""
    found = Confirmation.objects.filter(person=person or 0, version=version)
    return found.values_list("confirmed_on", flat=True).first()


def to_read_by(actor: Actor) -> list[Campaign]:
    """Give what someone is asked to read and did not confirm yet, first what is due first; each
    version once."""
    done = Confirmation.objects.filter(person=actor.number or 0).values("version")
    found: dict[int, Campaign] = {}
    for one in running().exclude(version__in=done):
        if one.version_id not in found and asked(one).filter(pk=actor.number or 0).exists():
            found[one.version_id] = one
    return list(found.values())


ADOPTER = Duty.SECRETARY
KEEPER = Duty.COORDINATOR


def to_adopt_by(actor: Actor) -> list[PolicyVersion]:
    """Give the versions that wait for who adopts, and whom they do not wait for as their writer."""
    if not actor.has_duty(ADOPTER):
        return []
    offered = PolicyVersion.objects.filter(adopted_on=None, offered_on__isnull=False)
    found = offered.exclude(author=actor.number or 0).select_related("policy", "author")
    return list(found.defer("body").order_by("offered_on", "pk"))


def revision_after(policy: Policy, day: datetime.date) -> datetime.date | None:
    """Propose when a version in force from a day is revised in its turn: as long after it as the
    one before was to be; for the first version what was chosen already."""
    chosen, last = policy.next_revision, adopted(policy).first()
    if chosen is None or last is None or last.in_force_from is None:
        return chosen if chosen and chosen > day else None
    span = chosen - last.in_force_from
    return day + span if span.days > 0 else None


def can_revise() -> QuerySet[Person]:
    """Give who can revise a policy they look after: who works here and does not adopt policies, or
    keeps them all."""
    keepers = organisation.with_duty(KEEPER).order_by()
    adopters = organisation.with_duty(ADOPTER).order_by().exclude(pk__in=keepers.values("pk"))
    return Person.objects.filter(is_active=True).exclude(pk__in=adopters.values("pk"))


def revisers(policy: Policy) -> QuerySet[Person]:
    """Give who is to revise a policy: its owner, or where they cannot or left, the coordinators."""
    owner = can_revise().filter(pk=policy.owner_id)
    return owner if owner.exists() else organisation.with_duty(KEEPER)


def _due() -> QuerySet[Policy]:
    found = Policy.objects.filter(next_revision__lte=clock.today() + NOTICE)
    return found.order_by("next_revision", "pk")


def to_revise_by(actor: Actor) -> list[Policy]:
    """Give the policies someone is to revise, as in `revisers`, soon or by now: first due first."""
    theirs, able = Q(owner=actor.number or 0), Q(owner__in=can_revise())
    for_actor = theirs & able | ~able if actor.has_duty(KEEPER) else theirs & able
    return list(_due().filter(for_actor))


def to_let_revise_by(actor: Actor) -> list[Policy]:
    """Give the policies someone owns that are due for revision, and that others are to revise."""
    return list(_due().filter(owner=actor.number or 0).exclude(owner__in=can_revise()))


def revision_to_remind() -> QuerySet[Policy]:
    """Give the policies of whose revision those are to be reminded who do it: once two months
    before its day, and once after it."""
    today = clock.today()
    soon = Q(next_revision__lte=today + NOTICE, reminded_on=None)
    late = Q(next_revision__lt=today, reminded_on__lte=F("next_revision"))
    return Policy.objects.filter(soon | late).order_by("pk")


def whose_owner_left() -> QuerySet[Policy]:
    """Give the policies that nobody looks after any more."""
    return Policy.objects.filter(owner__is_active=False)


def confirmed_by(actor: Actor) -> QuerySet[Confirmation]:
    """Give what someone said to have read, the latest first."""
    found = Confirmation.objects.filter(person=actor.number or 0)
    return found.select_related("version__policy").order_by("-confirmed_on", "-pk")


KEPT = datetime.timedelta(days=365)
"""How long after someone left is known what they said to have read."""


def past_keeping() -> list[int]:
    """Give of whom need not be known any more what they read, by number of person."""
    gone = personnel.gone_since(clock.today() - KEPT)
    found = Confirmation.objects.filter(person__in=gone).order_by()
    return list(found.values_list("person", flat=True).distinct())


@dataclass(frozen=True)
class Covered:
    """How many a campaign asks of a unit, and how many of these confirmed; who works in no unit
    counts under 0."""

    number: int
    unit: str
    asked: int
    confirmed: int

    @property
    def percentage(self) -> int:
        """Give which part confirmed, rounded down, so that only all are a hundred."""
        return self.confirmed * 100 // self.asked if self.asked else 0


def coverage(
    campaigns: Sequence[Campaign], until: datetime.date | None = None
) -> dict[int, list[Covered]]:
    """Count by unit for each campaign whom it asks and who confirmed: in one question.

    Someone counts where they worked on the last day of the campaign, which is never after `until`.
    """
    tree = organisation.units() if any(one.unit_id for one in campaigns) else ()
    told: dict[int, list[Covered]] = {one.pk: [] for one in campaigns}
    parts = [_counted(one, tree, until) for one in campaigns]
    for number, unit, name, *counts in parts[0].union(*parts[1:], all=True) if parts else ():
        told[number].append(Covered(unit or 0, name or "", *counts))
    for listed in told.values():
        listed.sort(key=lambda one: (not one.unit, sort_key(one.unit)))
    return told


def _counted(campaign: Campaign, tree: Tree, until: datetime.date | None) -> QuerySet[Any]:
    day, theirs = _last_day(campaign, until), Q(person=OuterRef("pk"))
    placed = Placement.objects.filter(organisation.on(day), theirs)
    done = Confirmation.objects.filter(theirs, version=campaign.version_id, confirmed_on__lte=day)
    last = placed.order_by("-from_date", "-pk")
    counted: QuerySet[Any] = (
        asked(campaign, tree, until)
        .order_by()
        .annotate(
            at=Subquery(last.values("unit")[:1]),
            called=Subquery(last.values("unit__name")[:1]),
            has_confirmed=Exists(done),
        )
        .values("at", "called")
        .annotate(
            asked=Count("pk"),
            confirmed=Count("pk", filter=Q(has_confirmed=True)),
            of=Value(campaign.pk, IntegerField()),
        )
        .values_list("of", "at", "called", "asked", "confirmed")
    )
    return counted


REMIND_BEFORE = datetime.timedelta(days=7)
"""How long before the last day those who did not confirm are reminded; and once after it."""


def to_remind() -> list[Campaign]:
    """Give the campaigns of which a reminder is due: a week before the last day, and after it."""
    today = clock.today()
    soon = Q(due_on__lte=today + REMIND_BEFORE, reminded_on=None)
    late = Q(due_on__lt=today) & Q(reminded_on__lte=F("due_on"))
    return list(running().filter(soon | late))
