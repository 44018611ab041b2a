"""Who takes over people from the personnel system, and who answers what people correct."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.people.identity.rules import is_oneself
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import (
    is_about_another,
    is_administrator,
    is_integrity_team,
    is_job,
)
from rechtop.people.personnel import queries
from rechtop.people.personnel.models import OF_ADMINISTRATOR, About, Correction

WAITS = datetime.timedelta(days=1)
"""How long a file waits for a yes."""

KEPT = datetime.timedelta(days=365)
"""How long a correction is kept after its answer."""


@rule(_("Hierop is al geantwoord."))
def is_open(actor: Actor, correction: Correction) -> bool:
    """Nobody has answered it."""
    return correction.answered_on is None


@rule(_("Dit doet een leidinggevende."))
def is_manager(actor: Actor, subject: object) -> bool:
    """The actor has the duty of a manager, or leads people today as the personnel system tells.

    Who that are is what `queries.managers` gives; nothing else says who is a manager.
    """
    return actor.has_duty(Duty.MANAGER) or queries.leads_people(actor.number)


@rule(_("Dit is geen gegeven uit het personeelssysteem."))
def is_of_personnel(actor: Actor, correction: Correction) -> bool:
    """It is about what the personnel system tells."""
    return correction.about_kind == About.PERSONNEL


@rule(_("Personeelsgegevens verandert u zelf op deze bladzijde."))
def is_of_a_room(actor: Actor, correction: Correction) -> bool:
    """It is about a record that is put right elsewhere."""
    return correction.about_kind != About.PERSONNEL


@rule(_("Dit beantwoordt de beheerder."))
def is_for_administrator(actor: Actor, correction: Correction) -> bool:
    """It is about what the administrator arranges."""
    return correction.about_kind in OF_ADMINISTRATOR


@rule(_("Dit beantwoordt het integriteitsteam."))
def is_for_team(actor: Actor, correction: Correction) -> bool:
    """It is about what the integrity team keeps."""
    return correction.about_kind not in OF_ADMINISTRATOR


_may_look_into = (is_administrator & is_for_administrator) | (is_integrity_team & is_for_team)

may_read_corrections = (is_administrator | is_integrity_team).named("may_read_corrections")
may_import = is_administrator.named("may_import_people")
may_let_leave = is_job.named("may_let_leave")
may_propose = is_oneself.named("may_propose_correction")
may_answer = (is_administrator & is_of_personnel & is_about_another & is_open).named(
    "may_answer_correction"
)
may_settle = (_may_look_into & is_of_a_room & is_about_another & is_open).named(
    "may_settle_correction"
)
may_decline = (_may_look_into & is_about_another & is_open).named("may_decline_correction")
