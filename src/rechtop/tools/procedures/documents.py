"""Write the procedures as a document: the appendix of the policy note, to go on working in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from rechtop.ground.ui import dutch
from rechtop.tools.procedures import layout, presenting
from rechtop.tools.procedures.models import Version


def written(versions: Sequence[Version], *, authority: str) -> bytes:
    """Write all these procedures in one document."""
    document = Document()
    properties = document.core_properties
    properties.title = _("Bijlage: procedures")
    properties.author, properties.comments = authority, ""
    language = "en-GB" if (get_language() or "").startswith("en") else "nl-NL"
    properties.language = language
    for one in document.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), language)
    document.add_heading(_("Bijlage: procedures"), 0)
    document.add_paragraph(authority)
    for version in versions:
        _write(document, version)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _write(document: Any, version: Version) -> None:
    procedure = layout.read(version.content)
    document.add_heading(str(procedure.title), 1)
    if procedure.about:
        document.add_paragraph(str(procedure.about))
    told = {
        "number": version.number,
        "on": dutch.day(version.valid_from),
        "decision": version.decision,
    }
    document.add_paragraph(_("Versie %(number)s, geldt vanaf %(on)s. Besluit: %(decision)s") % told)
    document.add_paragraph(_("Bronnen: %(sources)s") % {"sources": procedure.sources})
    for row in presenting.rows(procedure):
        document.add_heading(f"{row.number}. {row.step.title}", 2)
        document.add_paragraph(_("Wie: %(role)s") % {"role": row.step.role})
        if row.step.done:
            document.add_paragraph(str(row.step.done))
        if row.step.told:
            document.add_paragraph(_("Wat de melder hoort: %(told)s") % {"told": row.step.told})
        if row.step.term:
            source = f"{presenting.kind_of(row.step.term)}; {row.step.term.source}"
            document.add_paragraph(_("Termijn: %(term)s") % {"term": f"{row.term} ({source})"})
        for way in row.ways:
            text = _("verder met stap %(number)s, %(title)s") % vars(way)
            document.add_paragraph(f"{way.text}: {text}" if way.text else text, "List Bullet")
        if not row.ways:
            document.add_paragraph(_("Hier eindigt de procedure."))
