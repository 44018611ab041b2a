"""Write a report as a document and as a PDF, in memory."""

from __future__ import annotations

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from rechtop.ground.kernel import clock
from rechtop.ground.ui import pdf
from rechtop.work.investigations.presenting import Report

_TEMPLATE = "work/investigations/templates/investigations/report.typ"


def written(report: Report, *, authority: str) -> bytes:
    """Write a report to go on working in."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.title, authority, ""
    language = "en-GB" if (get_language() or "").startswith("en") else "nl-NL"
    properties.language = language
    for one in document.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), language)
    document.add_heading(report.title, 0)
    document.add_paragraph(authority)
    document.add_paragraph(report.standing)
    for title, text in report.parts:
        document.add_heading(title, 1)
        for paragraph in text.split("\n\n"):
            document.add_paragraph(paragraph)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_pdf(report: Report, *, authority: str) -> bytes:
    """Write a report to print."""
    told = {
        "title": report.title,
        "author": authority,
        "standing": report.standing,
        "secret": _("Vertrouwelijk"),
        "parts": [[title, text.split("\n\n")] for title, text in report.parts],
    }
    return pdf.write(_TEMPLATE, told, at=clock.now())
