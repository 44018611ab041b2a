"""Who keeps the programme, and who reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import queries as figures
from rechtop.work.programme.models import Kept, ReportText


def years_of(record: Kept | ReportText) -> set[int]:
    """Give the years whose account tells of a record."""
    return {record.year}


@rule(_("Een administratie overnemen doet de coördinator."))
def may_take_over(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit lezen het integriteitsteam, de secretaris en de accountant."))
def is_reader(actor: Actor, subject: object) -> bool:
    """The actor is the secretary or the accountant."""
    return actor.has_duty(Duty.SECRETARY, Duty.ACCOUNTANT)


@rule(_("Dit jaar is vastgesteld: wat hier staat, verandert niet meer."))
def is_open(actor: Actor, record: Kept | ReportText) -> bool:
    """No year whose account tells of the record was adopted."""
    return not figures.adopted_among(years_of(record))


@rule(_("Wie de tekst schreef, stelt hem niet vast."))
def is_not_author(actor: Actor, text: ReportText) -> bool:
    """The actor did not write the text."""
    return actor.number != text.author


@rule(_("Dit doet de coördinator, een behandelaar of de secretaris."))
def is_adopter(actor: Actor, text: ReportText) -> bool:
    """The actor may be the second reader of a text."""
    return actor.has_duty(Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER, Duty.SECRETARY)


@rule(_("Deze tekst is al vastgesteld."))
def is_concept(actor: Actor, text: ReportText) -> bool:
    """The text waits for its second reader."""
    return text.adopted_on is None


may_read = (is_integrity_team | is_reader).named("may_read_programme")
may_keep = is_integrity_team.named("may_keep_programme")
may_change = (is_integrity_team & is_open).named("may_change_programme")
may_adopt_text = (is_adopter & is_concept & is_not_author).named("may_adopt_text")


def years_touched(model: type[Kept], changes: Changes) -> set[int]:
    """Give the years whose account an import would change."""
    whole = [*changes.added, *(held.record for held in changes.removed)]
    moved = [told for held, new in changes.changed for told in (held.record, new)]
    return {year for told in (*whole, *moved) for year in years_of(model(**told))}
