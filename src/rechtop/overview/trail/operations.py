"""Check the trail, take lines along, and decide which month goes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit import segments, verifying
from rechtop.ground.audit.models import Entry, Segment
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.overview.trail import queries, rules
from rechtop.overview.trail.models import Check, Removal, Retention

EXPORTED = 20_000
"""How many lines go along at once."""

_CHANGED = Verdict(False, gettext_lazy("Deze maand veranderde intussen. Stel haar opnieuw voor."))


@operation("trail.exported", allowed=rules.may_export)
def export(*, chosen: Mapping[str, Any], by: Actor) -> list[Entry]:
    """Give the lines with these facts, newest first. Raises Invalid where they are too many."""
    found = list(queries.lines(chosen).order_by("-at", "-pk")[: EXPORTED + 1])
    if len(found) > EXPORTED:
        told = _("Dit zijn meer dan %(most)s regels. Kies eerst een kortere periode.")
        raise Invalid(period=told % {"most": EXPORTED})
    return found


@operation("trail.check_asked", allowed=rules.may_ask_check)
def ask_check(*, by: Actor) -> Check:
    """Let the clock walk the whole trail; one that is under way already is enough."""
    running = queries.running_check()
    if running is not None:
        return running
    walk = verifying.begin()
    return Check.objects.create(
        asked_by_id=by.number, asked_at=clock.now(), until=walk.until, digest=walk.digest
    )


@operation("trail.checked", allowed=rules.may_finish_check)
def finish_check(check: Check, *, walk: verifying.Walk, by: Actor) -> None:
    """Keep what a walk found."""
    check.position, check.digest = walk.position, walk.digest
    check.finished_at = clock.now()
    if walk.fault is not None:
        check.fault_kind, check.fault_position = walk.fault.kind, walk.fault.position
        check.fault_entry, check.fault_at = walk.fault.entry, walk.fault.at
    check.save()


@operation("trail.retention_set", allowed=rules.may_set_retention)
def set_retention(*, months: int, from_date: datetime.date, source: str, by: Actor) -> Retention:
    """Set how long the trail is kept from a day on. Raises Invalid for a day that is past."""
    if from_date < clock.today():
        raise Invalid(from_date=_("Kies vandaag of een latere dag."))
    found = Retention.objects.filter(from_date=from_date).first() or Retention(from_date=from_date)
    found.months, found.source = months, source
    records.check(found)
    found.save()
    return found


@operation("trail.month_proposed", allowed=rules.may_propose)
def propose(*, month: datetime.date, by: Actor) -> Removal:
    """Propose to destroy a month past its term. Raises Refused for any other."""
    found = next((one for one in queries.to_propose() if one.first == month), None)
    if found is None or by.number is None:
        raise Refused(Verdict(False, _("Deze maand kan nu niet worden voorgesteld.")))
    return Removal.objects.create(
        month=found.first,
        first_position=found.first_position,
        last_position=found.last_position,
        proposed_by_id=by.number,
        proposed_at=clock.now(),
    )


@operation("trail.month_approved", allowed=rules.may_answer)
def approve(removal: Removal, *, by: Actor) -> None:
    """Agree that this month is destroyed."""
    _answer(removal, True, by)


@operation("trail.month_declined", allowed=rules.may_answer)
def decline(removal: Removal, *, by: Actor) -> None:
    """Let this month stay; it can be proposed again."""
    _answer(removal, False, by)


def _answer(removal: Removal, is_approved: bool, by: Actor) -> None:
    removal.is_approved = is_approved
    removal.answered_by_id, removal.answered_at = by.number, clock.now()
    removal.save()


@operation("trail.month_destroyed", allowed=rules.may_destroy)
def destroy(removal: Removal, *, by: Actor) -> Segment:
    """Destroy a month as the owner of the tables, and give its declaration.

    Raises Refused where it is not the first month past its term, or holds other lines than those
    agreed on; segments.NotWhole where the trail is broken.
    """
    first = next(iter(queries.months_past_term()), None)
    agreed_on = (removal.month, removal.first_position, removal.last_position)
    if first is None or (first.first, first.first_position, first.last_position) != agreed_on:
        raise Refused(_CHANGED)
    if removal.answered_by_id is None or removal.answered_at is None:
        raise Refused(_CHANGED)
    agreed = segments.Agreed(
        removal.proposed_by_id, removal.proposed_at, removal.answered_by_id, removal.answered_at
    )
    segment = segments.destroy(first, agreed)
    removal.destroyed_at = segment.destroyed_at
    removal.save()
    return segment


@operation("trail.months_destroyed_again", allowed=rules.may_destroy_again)
def destroy_again(*, by: Actor) -> list[Segment]:
    """Take away again, after a restore, the months that were destroyed since the backup.

    They are declared as they were. What was proposed about them in the backup has been answered.
    """
    found = segments.destroy_again()
    for segment in found:
        standing = Removal.objects.filter(month=segment.month)
        standing.filter(is_approved=True).update(destroyed_at=segment.destroyed_at)
        standing.filter(is_approved=None).delete()
    return found
