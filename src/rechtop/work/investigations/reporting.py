"""How people react to a draft, and what is made of it: conclusions, advice and what is decided."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.work.investigations import dossiers, queries, rules
from rechtop.work.investigations.models import PersonalDraft


@operation("investigation.reacted", allowed=rules.may_react, by_day=True)
def react(draft: PersonalDraft, *, text: str, by: Actor) -> None:
    """Let who reads a draft with their words answer it; who holds the case reads that."""
    if not text.strip():
        raise Invalid(text=_("Schrijf uw reactie."))
    opened = files.open_file(draft.file, by.keyring)
    opened.write(Piece(Part.SHARED, queries.REACTION, {"text": text}))
    draft.reacted_on, draft.worked_in_on = clock.today(), None
    draft.save(update_fields=["reacted_on", "worked_in_on"])


@operation("investigation.reaction_worked_in", allowed=rules.may_work_in)
def work_in(draft: PersonalDraft, *, text: str, shown: int, by: Actor) -> None:
    """Record how what someone answered was worked into the report.

    `shown` is how many answers stood there as they were read. Raises Invalid where there are more
    by now, and where there is none.
    """
    answers = len(queries.open_draft(draft, by.keyring).reactions)
    if not answers:
        raise Invalid(text=_("Deze persoon heeft nog niet gereageerd."))
    if answers != shown:
        raise Invalid(text=_("Er kwam een reactie bij. Lees haar eerst."))
    if not text.strip():
        raise Invalid(text=_("Schrijf wat u met de reactie hebt gedaan."))
    dossiers.write(draft.investigation, "worked_in", {"of": str(draft.file), "text": text}, by)
    draft.worked_in_on = clock.today()
    draft.save(update_fields=["worked_in_on"])
