"""Keep how a reporter without a mailbox was told of a step, or why nobody could tell them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.work.cases import dossiers
from rechtop.work.cases.models import Case

TOLD = "told_outside"
"""The kind of item in which this stands; no reporter reads it."""

_LANGUAGE_OF_RECORD = "nl"


@dataclass(frozen=True)
class Outside:
    """On which day a reporter was told outside a mailbox, and how; or why that could not be."""

    on: datetime.date | None = None
    how: str = ""
    why_not: str = ""

    def in_words(self) -> str:
        """Say it as it stays readable in the file."""
        with translation.override(_LANGUAGE_OF_RECORD):
            if self.why_not:
                return _("Niet verteld: %(text)s") % {"text": self.why_not}
            return _("Verteld op %(day)s: %(text)s") % {
                "day": dutch.day(self.on),
                "text": self.how,
            }


NOTHING_TOLD = Outside()


def faults(case: Case, told: Outside, *, since: datetime.date | None = None) -> dict[str, str]:
    """Say at each field what still lacks: a day and a way, or why it could not be.

    They can have heard it `since` a day; where none is given, since the case came in.
    """
    if told.why_not.strip():
        if told.on or told.how.strip():
            return {"why_not": _("Vul de dag en de manier in, of waarom het niet kon. Niet beide.")}
        return {}
    found = {}
    if told.on is None:
        found["told_on"] = _("Vul in wanneer de melder dit hoorde, of schrijf waarom dat niet kon.")
    elif not (since or case.day_received) <= told.on <= clock.today():
        between = _("Kies een dag tussen de ontvangst en vandaag.")
        from_day = _("Kies een dag van %(day)s tot en met vandaag.") % {"day": dutch.day(since)}
        found["told_on"] = from_day if since else between
    if not told.how.strip():
        found["told_how"] = _("Schrijf hoe de melder dit hoorde, of waarom dat niet kon.")
    return found


def note(case: Case, told: Outside, *, since: datetime.date | None = None, by: Actor) -> None:
    """Write it in the file of a case, inside an operation. Raises Invalid where something lacks."""
    require_operation()
    if wrong := faults(case, told, since=since):
        raise Invalid(**wrong)
    content = {"author": by.number, "text": told.in_words()}
    dossiers.opened(case, by).write(Piece(Part.INNER, TOLD, content))
