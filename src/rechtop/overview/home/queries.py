"""Gather what waits for someone, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import tables
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import Sphere
from rechtop.overview.handover import queries as handover
from rechtop.overview.keeping import queries as keeping
from rechtop.overview.keeping.models import Destruction
from rechtop.overview.team import queries as team
from rechtop.overview.team.models import Nudge
from rechtop.people.identity import queries as identity
from rechtop.people.invitations import queries as invitations
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.queries import Ending
from rechtop.people.reviews import queries as reviews
from rechtop.people.reviews.models import Review
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.policies import queries as policies
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case, HandedOver, Row
from rechtop.work.good_conversations import queries as good_conversations
from rechtop.work.identities import queries as identities
from rechtop.work.identities.models import Disclosure, Opening
from rechtop.work.investigations import queries as investigations
from rechtop.work.investigations.models import Investigation
from rechtop.work.protection import queries as protection
from rechtop.work.protection.models import CheckIn
from rechtop.work.risks import queries as risks
from rechtop.work.spoken import queries as spoken
from rechtop.work.spoken.models import Minutes

SHOWN = 15

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Due:
    """A deadline with the case it belongs to."""

    deadline: Deadline
    case: Case


class First(list[T]):
    """The first of what waits; knows whether there is more."""

    def __init__(self, found: Sequence[T]) -> None:
        super().__init__(found[:SHOWN])
        self.has_more = len(found) > SHOWN


@dataclass(frozen=True)
class Tray:
    """The second tray: how many new reports of which nobody typed the words back, and the term of
    the oldest that still waits."""

    count: str
    first_due: Deadline | None


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person."""

    due: First[Due]
    late_with_others: First[Due]
    standing_still: First[Due]
    without_term: First[Case]
    unassigned: First[Case]
    reporters: First[Case]
    rows: First[Row]
    sent_back: First[Row]
    key_work: int
    second_tray: Tray | None
    names_asked: First[Opening]
    names_demanded: First[Disclosure]
    names_to_open: First[Opening]
    names_untold: First[Opening]
    minutes: First[Minutes]
    destructions: First[Destruction]
    to_destroy: str
    keeps: bool
    names_to_tell: First[Disclosure]
    names_declined: First[Disclosure]
    handed_over: First[HandedOver]
    names_given: First[HandedOver]
    nudges: First[Nudge]
    investigations: First[Investigation]
    stuck: First[Investigation]
    check_ins: First[CheckIn]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing waits."""
        terms = (self.due, self.late_with_others, self.standing_still)
        lists = (*terms, self.without_term, self.unassigned)
        others = (self.rows, self.sent_back, self.key_work, self.second_tray)
        names = (self.names_asked, self.names_demanded, self.names_to_open, self.names_to_tell)
        given = (self.handed_over, self.names_given, self.names_untold, self.names_declined)
        kept = (self.minutes, self.destructions, self.to_destroy)
        asked = (self.reporters, self.investigations, self.nudges, self.check_ins)
        return not any((*lists, *asked, self.stuck, *others, *names, *given, *kept))


def waiting_for(actor: Actor) -> Waiting:
    """Gather what waits for this person, each list short and first things first."""
    return Waiting(
        due=_due(actor, cases.open_work_of(actor).filter(paused_on=None)),
        late_with_others=_due(actor, cases.late_with_others(actor)),
        standing_still=_due(actor, cases.open_work_of(actor).exclude(paused_on=None)),
        without_term=_first(cases.without_term(actor)),
        unassigned=_first(cases.unassigned(actor)),
        reporters=_first(cases.with_waiting_reporter(actor)),
        rows=_first(cases.rows_for(actor)),
        sent_back=_first(cases.rows_sent_back_to(actor)),
        key_work=vault.key_work_for(actor)[:1000].count(),
        second_tray=_second_tray(actor),
        names_asked=_first(identities.waiting_for(actor)),
        names_demanded=_first(identities.demands_waiting_for(actor)),
        names_to_open=_first(identities.may_be_opened_by(actor)),
        names_untold=_first(identities.opened_to_tell_by(actor)),
        minutes=_first(spoken.waiting_for(actor)),
        destructions=_first(keeping.waiting_for(actor)),
        to_destroy=_to_destroy(actor),
        keeps=actor.has_duty(*keeping.PROPOSERS),
        names_to_tell=_first(identities.to_tell_by(actor)),
        names_declined=_first(identities.declines_to_tell_by(actor)),
        handed_over=_first(handover.handed_over_to(actor)),
        names_given=_first(handover.names_given_to(actor)),
        nudges=_first(team.nudges_for(actor)),
        investigations=_first(investigations.waiting_for(actor)),
        stuck=_first(investigations.stuck_with(actor)),
        check_ins=_first(protection.waiting_for(actor)),
    )


class LeftBehind(NamedTuple):
    """What people who left still own, of one kind: what it is called, where, and how many."""

    label: str
    url: str
    many: int


def left_behind(actor: Actor) -> list[LeftBehind]:
    """Give the coordinator what needs another owner because its own one left."""
    if not actor.has_duty(Duty.COORDINATOR):
        return []
    gone = "?owner=gone"
    found = [
        LeftBehind(
            _("Actiepunten"),
            reverse("action_points:overview") + gone,
            action_points.whose_owner_left().count(),
        ),
        LeftBehind(
            _("Risico's"), reverse("risks:overview") + gone, risks.whose_owner_left().count()
        ),
        LeftBehind(_("Beleid"), reverse("policies:overview"), policies.whose_owner_left().count()),
    ]
    if actor.is_unlocked:
        left = cases.whose_handler_left(actor).count()
        found.insert(0, LeftBehind(_("Open zaken"), reverse("handover:earlier"), left))
    return [one for one in found if one.many]


@dataclass(frozen=True)
class Notices:
    """What someone should know of duties, keys, rights and mail, whether the vault is open or not.

    `own` and `endings` say whose keys go within a month: one's own, and to who arranges duties
    those of others. Files are counted for who holds them, and for the administrator alone.
    """

    own: list[Ending]
    endings: list[Ending]
    counts: bool
    review_due: datetime.date | None
    review: Review | None
    to_carry_out: int
    lacks_key: bool
    waits_for_confirming: list[str]
    left_behind: list[LeftBehind]
    led_by_nobody: int
    undelivered: int

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to know."""
        leaving, rights = (self.own, self.endings), (self.review, self.review_due)
        keys = (self.lacks_key, self.waits_for_confirming)
        left = (self.left_behind, self.led_by_nobody)
        return not any((*leaving, *rights, *keys, *left, self.undelivered))


def hands_over(actor: Actor) -> str:
    """Name the page on which this person hands over what they hold, if they can hold something."""
    pages = {Sphere.CASES: "handover:cases", Sphere.IDENTITIES: "handover:names"}
    return next((page for sphere, page in pages.items() if sphere in actor.spheres), "")


def notices_for(actor: Actor) -> Notices:
    """Gather what this person should know besides what waits in the vault."""
    arranges = actor.has_duty(Duty.ADMINISTRATOR, Duty.COORDINATOR)
    others = organisation.ending_soon() if arranges else []
    running = reviews.running() if actor.has_duty(*reviews.CONCERNED) else None
    return Notices(
        own=organisation.ending_soon(actor.number) if actor.spheres else [],
        endings=[one for one in others if one.person.pk != actor.number],
        counts=actor.has_duty(Duty.ADMINISTRATOR),
        review_due=reviews.due_on() if arranges and reviews.is_due() else None,
        review=running,
        to_carry_out=reviews.left_to_carry_out(running) if running and arranges else 0,
        lacks_key=bool(vault.lacking(actor)),
        waits_for_confirming=identity.in_words(vault.unconfirmed(actor)) if actor.holder else [],
        left_behind=left_behind(actor),
        led_by_nobody=_led_by_nobody(actor),
        undelivered=invitations.undelivered() if actor.has_duty(Duty.ADMINISTRATOR) else 0,
    )


def _led_by_nobody(actor: Actor) -> int:
    """Count for the coordinator of whom nobody is reminded: their manager works here no more."""
    if not actor.has_duty(Duty.COORDINATOR):
        return 0
    return good_conversations.whose_manager_left().count()


def _to_destroy(actor: Actor) -> str:
    """Count the files this actor can propose to destroy, now or soon; nothing where there are
    none."""
    due = keeping.due_soon(actor)
    return tables.bounded_count(due) if due.exists() else ""


def _second_tray(actor: Actor) -> Tray | None:
    """Tell of the second tray, however full a flood has made it, without walking through it."""
    oldest = list(cases.second_tray(actor)[:SHOWN])
    if not oldest:
        return None
    waiting = deadlines.first_open("case", [case.pk for case in oldest])
    by_day = sorted(waiting.values(), key=lambda deadline: deadline.due_on or datetime.date.max)
    first_due = by_day[0] if by_day else None
    return Tray(tables.bounded_count(cases.second_tray(actor)), first_due)


def _first(found: QuerySet[M]) -> First[M]:
    return First(list(found[: SHOWN + 1]))


def _due(actor: Actor, waiting: QuerySet[Deadline]) -> First[Due]:
    """Join deadlines with their cases."""
    due = list(waiting[: SHOWN + 1])
    found = {
        c.pk: c
        for c in cases.visible_to(actor)
        .filter(pk__in=[d.subject_number for d in due])
        .select_related("handler")
    }
    return First([Due(d, found[d.subject_number]) for d in due if d.subject_number in found])
