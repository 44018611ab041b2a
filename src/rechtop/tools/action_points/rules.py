"""Who keeps action points, who works on them, and when they stop changing.

An action point stands in two accounts: the report that resolved on it, and the next one, which
tells what became of it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Verdict, rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team, is_job
from rechtop.tools.action_points import queries
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.action_points.states import ACTION_POINT, State
from rechtop.tools.deliveries.queries import Changes, differences
from rechtop.tools.figures import queries as figures


@rule(_("Een administratie overnemen doet de coördinator."))
def may_take_over(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit lezen het integriteitsteam, de secretaris en de accountant."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor is the secretary or the accountant."""
    return actor.has_duty(Duty.SECRETARY, Duty.ACCOUNTANT)


@rule(_("Dit doet de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit doet het integriteitsteam, of wie het actiepunt heeft."))
def is_owner(actor: Actor, point: ActionPoint) -> bool:
    """The actor is who does it."""
    is_person = actor.kind == Kind.PERSON and actor.number is not None
    return is_person and actor.number == point.owner_id


@rule(_("Dit jaar is vastgesteld: wat hier staat, verandert niet meer."))
def is_open(actor: Actor, point: ActionPoint) -> bool:
    """Neither year whose account tells of the point was adopted."""
    return not figures.adopted_among({point.report_year, point.report_year + 1})


@rule(_("Het jaar na dit actiepunt is vastgesteld: de stand verandert niet meer."))
def is_standing_open(actor: Actor, point: ActionPoint) -> bool:
    """The report that tells how the point stands was not adopted."""
    return not figures.adopted_among({point.report_year + 1})


@rule(_("Dit actiepunt is al afgesloten."))
def is_unfinished(actor: Actor, point: ActionPoint) -> bool:
    """Something is still to be done."""
    return point.is_unfinished


@rule(_("Dit actiepunt is niet afgerond of vervallen."))
def is_closed(actor: Actor, point: ActionPoint) -> bool:
    """The point was closed in its own year."""
    return bool(ACTION_POINT.may(point.state, "reopen", reason=""))


@rule(_("Dit actiepunt ging door naar een volgend jaar. Haal het daar eerst weg."))
def is_last(actor: Actor, point: ActionPoint) -> bool:
    """The point does not go on in a later year."""
    return point.state != State.CARRIED_OVER or queries.successor(point) is None


@rule(_("Bij dit actiepunt is iets genoteerd. Laat het vervallen, met de reden."))
def is_without_notes(actor: Actor, point: ActionPoint) -> bool:
    """Nobody noted anything about the point: notes are never lost."""
    return not queries.notes(point).exists()


@rule(_("Het jaar hiervoor is vastgesteld: dit actiepunt kan niet meer terug."))
def is_former_open(actor: Actor, point: ActionPoint) -> bool:
    """The point this one goes on from may still change."""
    former = point.carried_from
    return former is None or bool(is_standing_open(actor, former))


may_read = (is_integrity_team | is_reader).named("may_read_action_points")
may_see = (is_integrity_team | is_reader | is_owner).named("may_see_action_point")
may_keep = is_integrity_team.named("may_keep_action_points")
may_change = (is_integrity_team & is_open).named("may_change_action_point")
may_assign = (is_integrity_team & is_unfinished).named("may_assign_action_point")
may_note_standing = (is_integrity_team & is_standing_open).named("may_note_standing")
may_note = ((is_integrity_team | is_owner) & is_unfinished).named("may_note_on_action_point")
may_finish = (may_note & is_standing_open).named("may_finish_action_point")
may_drop = (is_coordinator & is_unfinished & is_standing_open).named("may_drop_action_point")
may_carry_over = (is_coordinator & is_unfinished).named("may_carry_over_action_point")
may_reopen = (is_coordinator & is_closed & is_standing_open).named("may_reopen_action_point")
may_remind = (is_job & is_unfinished).named("may_remind_of_action_point")
may_take_away = (is_integrity_team & is_open & is_last & is_without_notes & is_former_open).named(
    "may_take_away_action_point"
)


def visible_to(actor: Actor, point: ActionPoint | None) -> Verdict:
    """Say whether someone may see a point that may not be there."""
    return Verdict(False) if point is None else may_see(actor, point)


def years_touched(changes: Changes) -> set[int]:
    """Give the years whose account an import would change.

    How a point stands belongs to the year after the report that resolved on it.
    """
    whole = [*changes.added, *(held.record for held in changes.removed)]
    years = {year for told in whole for year in _years_of(told["report_year"])}
    for held, told in changes.changed:
        touched = _years_of(told["report_year"]) | _years_of(held.record["report_year"])
        years |= {max(touched)} if set(differences(held, told)) == {"standing"} else touched
    return years


def _years_of(report_year: int) -> set[int]:
    return {report_year, report_year + 1}
