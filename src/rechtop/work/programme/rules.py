"""Who keeps the programme, and who reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.work.programme.models import ReportText


@rule(_("Een administratie overnemen doet de coördinator."))
def may_take_over(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


@rule(_("Wie de tekst schreef, stelt hem niet vast."))
def is_not_author(actor: Actor, text: ReportText) -> bool:
    """The actor did not write the text."""
    return actor.number != text.author


@rule(_("Dit doet de coördinator, een behandelaar of de secretaris."))
def is_adopter(actor: Actor, text: ReportText) -> bool:
    """The actor may be the second reader of a text."""
    return actor.has_duty(Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER, Duty.SECRETARY)


may_adopt_text = (is_adopter & is_not_author).named("may_adopt_text")
may_keep = is_integrity_team.named("may_keep_programme")
