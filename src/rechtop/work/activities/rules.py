"""Who plans gatherings, who sees them, and who signs up for which."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team, is_job
from rechtop.tools.figures import queries as figures
from rechtop.work.activities import queries
from rechtop.work.activities.models import Feed, Gathering
from rechtop.work.activities.states import GATHERING, State


@rule(_("Dit lezen het integriteitsteam, de secretaris en de accountant."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor is the secretary or the accountant."""
    return actor.has_duty(Duty.SECRETARY, Duty.ACCOUNTANT)


@rule(_("Dit kan alleen wie hier is aangemeld."))
def is_someone(actor: Actor, subject: object) -> bool:
    """The actor is a person who signed in."""
    return actor.kind == Kind.PERSON and actor.number is not None


@rule(_("Deze bijeenkomst is niet voor u."))
def is_shown(actor: Actor, gathering: Gathering) -> bool:
    """The actor may see the gathering."""
    return queries.visible_to(actor).filter(pk=gathering.pk).exists()


@rule(_("Dit jaar is vastgesteld: wat hier staat, verandert niet meer."))
def is_year_open(actor: Actor, gathering: Gathering) -> bool:
    """The account of the year of the gathering was not adopted."""
    return not figures.adopted_among({gathering.day.year})


@rule(_("Deze bijeenkomst is al gehouden of afgezegd."))
def is_planned(actor: Actor, gathering: Gathering) -> bool:
    """The gathering is still to be held."""
    return gathering.state == State.PLANNED


@rule(_("Deze bijeenkomst is afgezegd."))
def can_be_held(actor: Actor, gathering: Gathering) -> bool:
    """The gathering was held, or can be."""
    return bool(GATHERING.may(gathering.state, "hold", reason=""))


@rule(_("Deze bijeenkomst is nog gepland."))
def can_be_reopened(actor: Actor, gathering: Gathering) -> bool:
    """The gathering was held or cancelled."""
    return bool(GATHERING.may(gathering.state, "reopen", reason=""))


@rule(_("Deze bijeenkomst moet nog komen. Schrijf op de dag zelf of daarna op wie er was."))
def has_begun(actor: Actor, gathering: Gathering) -> bool:
    """The day of the gathering has come."""
    return gathering.day <= clock.today()


@rule(_("Deze bijeenkomst is al geweest."))
def is_to_come(actor: Actor, gathering: Gathering) -> bool:
    """The day of the gathering has not passed."""
    return gathering.day >= clock.today()


@rule(_("Voor deze bijeenkomst kan niemand zich aanmelden."))
def takes_sign_ups(actor: Actor, gathering: Gathering) -> bool:
    """People can sign up."""
    return gathering.takes_sign_ups


@rule(_("U bent al aangemeld."))
def is_not_signed_up(actor: Actor, gathering: Gathering) -> bool:
    """The actor did not sign up yet."""
    return not queries.is_signed_up(actor, gathering)


@rule(_("U bent niet aangemeld."))
def is_signed_up(actor: Actor, gathering: Gathering) -> bool:
    """The actor signed up."""
    return queries.is_signed_up(actor, gathering)


@rule(_("Alle plaatsen zijn bezet."))
def has_a_place(actor: Actor, gathering: Gathering) -> bool:
    """There is a place left."""
    return queries.places_left(gathering) != 0


@rule(_("Dit adres is niet van u."))
def is_ones_own(actor: Actor, feed: Feed) -> bool:
    """The address is the actor's own."""
    return actor.number == feed.person_id


may_read = (is_integrity_team | is_reader).named("may_read_activities")
may_look = is_someone.named("may_look_at_activities")
may_see = is_shown.named("may_see_gathering")
may_plan = is_integrity_team.named("may_plan_gathering")
may_change = (is_integrity_team & is_year_open & can_be_held).named("may_change_gathering")
may_move = (is_integrity_team & is_year_open & is_planned).named("may_move_gathering")
may_cancel = may_move.named("may_cancel_gathering")
may_reopen = (is_integrity_team & is_year_open & can_be_reopened).named("may_reopen_gathering")
may_set_sign_up = (is_integrity_team & is_planned).named("may_set_sign_up")
may_hold = (is_integrity_team & is_year_open & can_be_held & has_begun).named("may_hold_gathering")
may_take_attendance_back = (is_integrity_team & is_year_open).named("may_take_attendance_back")
may_sign_up = (
    is_someone & takes_sign_ups & is_planned & is_to_come & is_not_signed_up & has_a_place
).named("may_sign_up")
may_sign_off = (is_someone & is_signed_up & is_planned & is_to_come).named("may_sign_off")
may_make_feed = is_someone.named("may_make_activities_feed")
may_take_feed_back = is_ones_own.named("may_take_activities_feed_back")
may_forget = is_job.named("may_forget_who_came")
