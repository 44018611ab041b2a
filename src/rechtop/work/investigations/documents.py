"""Make a report of its parts, and write it as a document and as a PDF, in memory."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch, pdf
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.presenting import (
    Said,
    conclusions,
    evidence,
    exhibits,
    findings,
    heard,
    means,
)
from rechtop.work.investigations.queries import Dossier

_TEMPLATE = "work/investigations/templates/investigations/report.typ"


Parts = dict[str, tuple[str, str]]
"""The parts of a report by name: heading and text."""


def parts(told: Dossier, *, with_statements: bool = True) -> Parts:
    """Make the draft report of its parts: heading and text of each, by a name that stays. What who
    was heard said goes in where it is chosen."""
    listed = {
        "question": (_("De vraag"), told.newest("ordered").get("question", "")),
        "scope": (_("Afbakening"), told.newest("ordered").get("scope", "")),
        "plan": (_("Aanpak"), told.newest("plan").get("text", "")),
        "means": (_("Gebruikte middelen"), "\n".join(_lines_of_means(told))),
        "heard": (_("Wie is gehoord"), "\n".join(_lines_of_heard(told))),
        "evidence": (_("Bewijsstukken"), "\n\n".join(_evidence(told))),
    }
    for one in findings(told):
        title = _("Bevinding: %(title)s") % one
        listed[f"finding-{one['number']}"] = (title, f"{one['text']}\n\n{rests_on(one)}")
    if with_statements:
        listed |= _statements(told)
    return {name: part for name, part in listed.items() if part[1]}


def rests_on(finding: Mapping[str, Any]) -> str:
    """Say what a finding rests on."""
    return _("Rust op: %(sources)s.") % {"sources": "; ".join(finding["sources"])}


def _lines_of_heard(told: Dossier) -> list[str]:
    """Give who is on the list; of whom no statement is there, that is said: they may never have
    been heard."""
    plain, silent = "%(at)s. %(name)s (%(role)s)", _("%(at)s. %(name)s (%(role)s, geen verklaring)")
    return [
        (plain if one.statements else silent) % {"at": at, "name": one.name, "role": one.role}
        for at, one in enumerate(heard(told), start=1)
    ]


def _as_numbered(told: Dossier) -> dict[str, str]:
    """Name who was heard by their place in that list and their role, by their number: a text in
    which someone stands so can be given to others."""
    return {
        one.number: _("Gehoorde %(at)s (%(role)s)") % {"at": at, "role": one.role}
        for at, one in enumerate(heard(told), start=1)
    }


def _evidence(told: Dossier) -> list[str]:
    origins = [one["provenance"] for one in exhibits(told)]
    return [
        "\n".join([title, _("Herkomst: %(text)s") % {"text": origin}])
        for (_number, title), origin in zip(evidence(told), origins, strict=True)
    ]


def _statements(told: Dossier) -> Parts:
    """Give each statement with who gave it, on which day, and what they say of how it stands."""
    known, at = _as_numbered(told), told.places("statement")
    every = [(one, said) for one in heard(told) for said in one.statements]
    return {
        f"statement-{said.number}": (
            _("Verklaring %(at)s") % {"at": at[said.number]},
            "\n\n".join([f"{known[one.number]}, {said.day}", said.text, *answers(said)]),
        )
        for one, said in sorted(every, key=lambda each: at[each[1].number])
    }


def answers(said: Said) -> list[str]:
    """Say what who gave a statement thinks of how it stands."""
    listed = [
        ": ".join(filter(None, (f"{o['verdict']}, {o['day']}, {o['way']}", o["text"])))
        for o in said.answers
    ]
    return listed or [_("Nog geen antwoord van deze persoon.")]


def _lines_of_means(told: Dossier) -> list[str]:
    covert = _("%(label)s (heimelijk): %(text)s")
    return [
        covert % one if one["is_covert"] else f"{one['label']}: {one['text']}"
        for one in means(told)
    ]


def final_parts(told: Dossier, *, with_statements: bool = True) -> Parts:
    """Make the final report: the parts of the draft, the reactions, conclusions and advice."""
    listed = parts(told, with_statements=with_statements)
    reactions = "\n\n".join(_reactions(told))
    drawn = "\n".join(
        ": ".join(filter(None, (_about_whom(one), one["label"], one["text"])))
        for one in conclusions(told)
    )
    listed["reactions"] = (_("Hoe de reacties zijn verwerkt"), reactions)
    listed["conclusions"] = (_("Conclusies"), drawn)
    listed["advice"] = (_("Advies over maatregelen"), told.newest("advice").get("text", ""))
    return {name: part for name, part in listed.items() if part[1]}


def _reactions(told: Dossier) -> list[str]:
    """Say of each reaction how it was worked in, and whose it is as `_as_numbered` has it."""
    known = _as_numbered(told)
    drafts = told.all("draft")
    whose = {str(i.content["file"]): known.get(told.same(i.content["of"]), "") for i in drafts}
    return [
        ": ".join(filter(None, (whose.get(one.content["of"], ""), one.content["text"])))
        for one in told.all("worked_in")
    ]


def _about_whom(conclusion: Mapping[str, str]) -> str:
    told = "%(allegation)s (%(name)s)" if conclusion["name"] else "%(allegation)s"
    return told % conclusion


def outcome_parts(told: Dossier) -> Parts:
    """Give what someone can read of the outcome: the final report, or that there is none."""
    if told.all("final"):
        return final_parts(told)
    text = _("Het onderzoek is gestopt. Er komt geen eindrapport.")
    return {"stopped": (_("Hoe het afliep"), text)}


@dataclass(frozen=True)
class Report:
    """A report as it stands: draft, or final."""

    title: str
    standing: str
    parts: Sequence[tuple[str, str]] = field(repr=False)


def report(investigation: Investigation, told: Dossier, *, with_statements: bool = False) -> Report:
    """Give the report: as it was made final, or of its parts as they stand now."""
    final = told.newest("final")
    title = _("Onderzoek in zaak %(number)s") % {"number": investigation.case.number}
    if not final:
        standing = _("Concept van %(day)s") % {"day": dutch.day(clock.today())}
        return Report(title, standing, list(parts(told, with_statements=with_statements).values()))
    standing = _("Eindrapport van %(day)s") % {"day": dutch.day(investigation.final_on)}
    return Report(title, standing, [(one["title"], one["text"]) for one in final["parts"]])


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
