"""Find what is past its term, what holds it back, and what was destroyed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable

from django.db.models import Count, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.overview.keeping.models import Destruction, Line
from rechtop.overview.keeping.states import LineState, State
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import SPHERES
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.figures import queries as figures
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Kind, Outcome
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import queries as identities
from rechtop.work.protection import queries as protection
from rechtop.work.spoken import queries as spoken

PROPOSERS = (Duty.COORDINATOR, Duty.SECRETARY)
"""Each proposes what they can open. What is closed to both, another who holds its key proposes."""

SOON = datetime.timedelta(days=90)
_OPEN = (LineState.WAITING, LineState.KEYLESS)

FILES: dict[str, Callable[[Case], list[int]]] = {
    Kind.CASE: cases.every_file_of,
    Kind.IDENTITY: cases.name_files_of,
    Kind.ROW: cases.row_files_of,
}
"""Which sealed files of a case go with what."""


def due(kind: str, on: datetime.date | None = None) -> QuerySet[Case]:
    """Give the cases of which this is past its term, with nothing that holds it back.

    One question, whatever there is: the schedule is a handful of conditions on the registration.
    """
    at_rest = cases.at_rest().filter(~_name_is_asked() & ~_is_unread())
    found = at_rest.filter(retention.past_term(kind, on))
    if kind == Kind.CASE:
        return found.filter(_is_accounted_for())
    found = found.exclude(Q(retention.past_term(Kind.CASE, on)) & _is_accounted_for())
    if kind == Kind.IDENTITY:
        return found.filter(identity_file__isnull=False)
    approved = cases.with_approved_row().values("case_id")
    return found.filter(_is_of_adopted_year(), pk__in=approved)


def _name_is_asked() -> Q:
    openings, demands = identities.cases_that_wait()
    return Q(pk__in=openings.values("case_id")) | Q(pk__in=demands.values("case_id"))


def _is_unread() -> Q:
    """A reporter changed the minutes, or told of detriment, and nobody has looked at it yet."""
    read = Q(pk__in=spoken.unread().values("case_id"))
    return read | Q(pk__in=protection.unread().values("case_id"))


def _is_accounted_for() -> Q:
    """The row that tells of it is approved, or the account of the year it closed in is adopted."""
    return _is_of_adopted_year() | Q(pk__in=cases.with_approved_row().values("case_id"))


def _is_of_adopted_year() -> Q:
    return Q(closed_year__in=sorted(figures.adopted_years()))


def to_propose(kind: str, actor: Actor, on: datetime.date | None = None) -> QuerySet[Case]:
    """Give what this actor can propose now: what is due, not proposed yet, and open to them.

    Who holds a key in another duty proposes what opens for no coordinator and no secretary: these
    learn nothing of a file that is closed to them, and it is not kept for that.
    """
    running = Line.objects.filter(kind=kind, state__in=_OPEN).values("case_id")
    own = cases.visible_to(actor).values("pk")
    found = due(kind, on).exclude(pk__in=running).filter(pk__in=own)
    return found if actor.has_duty(*PROPOSERS) else found.exclude(pk__in=_open_to(PROPOSERS))


def _counted_for(actor: Actor) -> QuerySet[Case]:
    """Give the cases this actor is told the number of: the privacy officer all, who decides on
    each of them; others what they can open, so that no count tells of a file closed to them."""
    is_officer = actor.has_duty(Duty.PRIVACY_OFFICER)
    return Case.objects.all() if is_officer else cases.visible_to(actor)


def due_in_all(actor: Actor) -> QuerySet[Case]:
    """Give the files that are due, proposed or not, of those counted for this actor."""
    return due(Kind.CASE).filter(pk__in=_counted_for(actor).values("pk"))


def beyond_reach(actor: Actor) -> QuerySet[Case]:
    """Give the files that are due and open for nobody who has a duty for cases today, of those
    counted for this actor."""
    holders = [kind for kind, spheres in SPHERES.items() if Sphere.CASES in spheres]
    return due_in_all(actor).exclude(pk__in=_open_to(holders))


def _open_to(duties: Collection[str]) -> QuerySet[SealedKey, int]:
    """Give the numbers of the cases of which someone with one of these duties holds a key."""
    people = set(organisation.with_duty(*duties).values_list("pk", flat=True))
    return vault.held_by(people, Sphere.CASES).values_list("file_id", flat=True)


def due_soon(actor: Actor) -> QuerySet[Case]:
    """Give the files this actor can propose now or within the next months."""
    if not (actor.is_unlocked and Sphere.CASES in actor.spheres):
        return Case.objects.none()
    return to_propose(Kind.CASE, actor, clock.today() + SOON)


def still_due(lines: Iterable[Line]) -> set[int]:
    """Give which of these lines may still be destroyed, by their number."""
    by_kind: dict[str, dict[int, int]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, {})[line.case_id] = line.pk
    return {
        known[case]
        for kind, known in by_kind.items()
        for case in due(kind).filter(pk__in=known).values_list("pk", flat=True)
    }


def kept_longer(actor: Actor) -> dict[str, int]:
    """Count the files past their term that stay, by what holds them back, of those counted for
    this actor."""
    kept = _counted_for(actor).filter(has_file=True, closed_on__isnull=False)
    past = kept.filter(retention.past_term(Kind.CASE))
    openings, demands = identities.cases_that_wait()
    names = {
        *openings.values_list("case_id", flat=True),
        *demands.values_list("case_id", flat=True),
    }
    told = past.aggregate(
        hold=Count("pk", filter=Q(hold_since__isnull=False)),
        reporter=Count("pk", filter=Q(reporter_waits_since__isnull=False) | _is_unread()),
        name=Count("pk", filter=Q(pk__in=names)),
        account=Count("pk", filter=~_is_accounted_for()),
    )
    archive = kept.filter(retention.past_term(Kind.CASE, outcome=Outcome.ARCHIVE))
    return {**told, "archive": archive.count()}


def waiting_for(officer: Actor) -> QuerySet[Destruction]:
    """Give the proposals that wait for this privacy officer, oldest first."""
    if not officer.has_duty(Duty.PRIVACY_OFFICER):
        return Destruction.objects.none()
    waiting = Destruction.objects.filter(state=State.PROPOSED).exclude(proposed_by=officer.number)
    return waiting.select_related("proposed_by").order_by("pk")


def running(actor: Actor) -> QuerySet[Destruction]:
    """Give the destructions that are not done yet, of this proposer or for the officer."""
    found = Destruction.objects.filter(state__in=(State.PROPOSED, State.APPROVED))
    if not actor.has_duty(Duty.PRIVACY_OFFICER):
        found = found.filter(proposed_by=actor.number)
    return found.select_related("proposed_by").order_by("-pk")


def declared() -> QuerySet[Destruction]:
    """Give the declarations, newest first."""
    return Destruction.objects.filter(state=State.DONE).order_by("-pk")


def agreed() -> QuerySet[Destruction]:
    """Give what two people agreed to destroy and is not done, oldest first."""
    return Destruction.objects.filter(state=State.APPROVED).order_by("pk")


def find(number: str) -> Destruction | None:
    """Find a destruction by its number."""
    if not is_random_number(number):
        return None
    found = Destruction.objects.filter(number=number)
    return found.select_related("proposed_by", "answered_by").first()


def lines(destruction: Destruction, states: Collection[str] = ()) -> QuerySet[Line]:
    """Give the lines of a destruction in their order, in these states or all."""
    found = Line.objects.filter(destruction=destruction).select_related("case").order_by("pk")
    return found.filter(state__in=states) if states else found


def lines_for(destruction: Destruction, actor: Actor) -> QuerySet[Line]:
    """Give the lines of a destruction this actor may know of.

    Whose duty comes with keys of cases reads nothing of a case whose file is closed to them: not
    even that there is one. Whose duty has no keys reads each line; of which they read what, says
    `untold`.
    """
    found = lines(destruction)
    return found.exclude(_is_closed_to(actor)) if Sphere.CASES in actor.spheres else found


def untold(found: Iterable[Line], actor: Actor) -> set[int]:
    """Give the numbers of the lines of which this actor is not told which case they are of."""
    listed = Line.objects.filter(pk__in=[line.pk for line in found])
    return set(listed.filter(_is_closed_to(actor)).values_list("pk", flat=True))


def _is_closed_to(actor: Actor) -> Q:
    """Say which lines are of a case that still has a file, which this actor holds no key to; none
    for the privacy officer, who decides on each."""
    if actor.has_duty(Duty.PRIVACY_OFFICER):
        return Q(pk__in=())
    return Q(case__has_file=True) & ~Q(case__in=cases.visible_to(actor).values("pk"))


def line(destruction: Destruction, number: str) -> Line | None:
    """Find a line of a destruction by its number."""
    return lines(destruction).filter(number=number).first() if is_random_number(number) else None


def counts(destruction: Destruction, actor: Actor) -> dict[tuple[str, str], int]:
    """Count the lines of a destruction by what they are and where they stand, of those this actor
    may know of."""
    found = lines_for(destruction, actor).order_by()
    grouped = found.values_list("kind", "state").annotate(Count("pk"))
    return {(kind, state): count for kind, state, count in grouped}
