"""Who ticks conversations and notes meetings, who contests, and who sees how far it reaches.

Whoever is someone's manager today, as the personnel system tells, decides about their tick.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Verdict, rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job
from rechtop.people.personnel.rules import is_manager
from rechtop.tools.figures import queries as figures
from rechtop.work.good_conversations import queries
from rechtop.work.good_conversations.models import GoodConversation, TeamMeeting
from rechtop.work.good_conversations.states import TICK


@rule(_("Dit doet een leidinggevende."))
def led_lately(actor: Actor, subject: object) -> bool:
    """The actor led people who left since: what they talked about then can still be ticked."""
    return queries.led_lately(actor)


@rule(_("U bent niet (meer) de leidinggevende van deze persoon."))
def is_their_manager(actor: Actor, tick: GoodConversation) -> bool:
    """The actor is the manager of the person today."""
    return queries.leads(actor, tick.person_id)


@rule(_("Dit gaat niet over u."))
def is_about_themselves(actor: Actor, tick: GoodConversation) -> bool:
    """The tick is about the actor."""
    return actor.kind == Kind.PERSON and actor.number == tick.person_id


@rule(_("Dit jaar is vastgesteld: wat hier staat, verandert niet meer."))
def is_open(actor: Actor, subject: GoodConversation | TeamMeeting) -> bool:
    """The year was not adopted."""
    return not figures.adopted_among({subject.year})


@rule(_("U geeft geen leiding (meer) aan dit onderdeel."))
def leads_the_unit(actor: Actor, meeting: TeamMeeting) -> bool:
    """The actor leads the unit today."""
    return meeting.unit_id in {unit.pk for unit in queries.units_of(actor)}


@rule(_("Dit ziet de coördinator of de secretaris."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator or the secretary."""
    return actor.has_duty(Duty.COORDINATOR, Duty.SECRETARY)


@rule(_("Dit doet de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit doet iemand op de server."))
def is_command(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


@rule(_("Op deze betwisting is al geantwoord, of zij is er nooit geweest."))
def is_contested(actor: Actor, tick: GoodConversation) -> bool:
    """The person says that this is not so."""
    return bool(TICK.may(tick.state, "confirm", reason=""))


@rule(_("U hebt dit al betwist. Blijft u het oneens, ga dan naar de integriteitscoördinator."))
def can_be_contested(actor: Actor, tick: GoodConversation) -> bool:
    """Nobody said yet that this is not so."""
    return bool(TICK.may(tick.state, "contest", reason=""))


may_lead = (is_manager | led_lately).named("may_lead_conversations")
may_tick = (is_manager | led_lately).named("may_tick_conversations")
may_take_back = (is_their_manager & is_open).named("may_take_back_tick")
may_confirm = (is_their_manager & is_contested & is_open).named("may_confirm_tick")
may_contest = (is_about_themselves & can_be_contested & is_open).named("may_contest_tick")
may_note_meeting = is_manager.named("may_note_team_meeting")
may_take_meeting_away = (leads_the_unit & is_open).named("may_take_team_meeting_away")
may_read = is_reader.named("may_read_coverage")
may_keep = is_coordinator.named("may_keep_talking_points")
may_take_in = is_command.named("may_take_in_talking_points")
may_remind = is_job.named("may_remind_managers")
may_forget = is_job.named("may_forget_conversations")


def visible_to(actor: Actor, tick: GoodConversation | None) -> Verdict:
    """Say whether someone may know of a tick that may not be there."""
    if tick is None:
        return Verdict(False)
    return (is_their_manager | is_about_themselves)(actor, tick)
