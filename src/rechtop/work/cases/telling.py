"""Tell what happened in a case, newest first, from what its file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.languages import Text
from rechtop.ground.vault.files import OpenItem
from rechtop.ground.vault.models import Part
from rechtop.tools.deadlines.models import CHANGES, change_in_words
from rechtop.tools.lists import queries as lists
from rechtop.tools.runs.models import Way
from rechtop.work.cases import outside
from rechtop.work.cases.operations import OpenCase


def timeline(opened: OpenCase, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Give what was written, newest first, with who wrote it."""
    who = opened.case.pseudonym
    entries = [_entry(item, names, who) for item in opened.items if item.kind in _TITLES]
    return entries[::-1]


_INNER = (
    "note",
    "closing",
    "reopening",
    "person_concerned",
    "referral",
    "handover",
    "hold",
    "hold_lifted",
    "recovered",
    "step",
    *CHANGES,
    "investigation_asked",
    "investigation_ordered",
    "investigation_declined",
    "investigation_final",
    "investigation_finished",
    "triage",
    "triage_choice",
    "split_off",
    "forwarded",
    outside.TOLD,
    "first_proof",
    "check_in_recorded",
)
"""What stands with us alone: no reporter reads it."""

_TITLES = (
    *_INNER,
    "report",
    "message",
    "identity_opened",
    "made_known",
    "disclosure",
    "minutes_corrected",
    "minutes_approved",
    "check_in",
)


def _entry(item: OpenItem, names: Mapping[int, str], reporter: str) -> dict[str, Any]:
    from_reporter = item.content.get("from") == "reporter"
    by_them = _("Bericht van %(who)s") % {"who": reporter}
    titles = {
        "report": _("Melding"),
        "message": by_them if from_reporter else _("Bericht aan %(who)s") % {"who": reporter},
        "note": _("Notitie"),
        "closing": _("Afsluiting"),
        "reopening": _("Weer geopend"),
        "person_concerned": _("Betrokkene vastgelegd"),
        "referral": _("Naar de vervangers gegaan"),
        "handover": _("Overgedragen aan %(name)s")
        % {"name": names.get(item.content.get("receiver", 0), "–")},
        "identity_opened": _("De naam van %(who)s is geopend") % {"who": reporter},
        "made_known": _("%(who)s heeft zich bekend gemaakt") % {"who": reporter},
        "disclosure": _("De naam van %(who)s is gevorderd") % {"who": reporter},
        "minutes_corrected": _("%(who)s verbeterde het verslag") % {"who": reporter},
        "minutes_approved": _("%(who)s is akkoord met het verslag") % {"who": reporter},
        "hold": _("Dossier vastgehouden"),
        "hold_lifted": _("Dossier weer vrijgegeven"),
        "term_paused": _("Termijn stilgezet"),
        "term_resumed": _("Termijn loopt weer"),
        "term_extended": _("Termijn verlengd"),
        "recovered": _("Toegang gegeven met de herstelsleutel aan %(name)s")
        % {"name": names.get(item.content.get("receiver", 0), "")},
        "step": _step_title(item.content),
        "investigation_asked": _("Besluit over onderzoek gevraagd"),
        "investigation_ordered": _ordered_title(item.content, names),
        "investigation_declined": _("Onderzoek geweigerd, met redenen"),
        "investigation_final": _("Eindrapport van het onderzoek"),
        "investigation_finished": _("Onderzoek beëindigd"),
        "triage": _("Triage"),
        "triage_choice": _("Een andere procedure gekozen dan de triage voorstelt"),
        "split_off": _("Afgesplitst van een andere zaak"),
        "forwarded": _forwarded_title(item.content),
        outside.TOLD: _("Buiten het postvak: wat %(who)s hoorde") % {"who": reporter},
        "check_in": _("%(who)s over nadeel na de melding") % {"who": reporter},
        "check_in_recorded": _("%(who)s gevraagd naar nadeel") % {"who": reporter},
        "first_proof": _("Bewijs van een eerdere melding van %(who)s") % {"who": reporter},
    }
    return {
        "at": item.at,
        "title": titles[item.kind],
        "text": _text_of(item),
        "who": names.get(item.content.get("author", 0), ""),
        "kind": _side(item, from_reporter),
    }


def _ordered_title(told: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say that an investigation was ordered, or that another goes on with it."""
    if "replaces" not in told:
        return _("Opdracht tot onderzoek gegeven")
    return _("Een ander onderzoekt nu: %(name)s") % {"name": names.get(told["receiver"], "–")}


def _forwarded_title(told: Mapping[str, Any]) -> str:
    """Say to which other authority a case was forwarded."""
    if "authority" not in told:
        return ""
    name = lists.labels().get(("authority", told["authority"]), "")
    return _("Doorgestuurd naar: %(authority)s") % {"authority": name}


def _step_title(told: Mapping[str, Any]) -> str:
    """Say which step was done, or how the procedure was departed from."""
    titles = {
        Way.DONE: _("Stap gedaan: %(step)s"),
        Way.SKIPPED: _("Stap overgeslagen: %(step)s. Verder met: %(to)s"),
        Way.REPEATED: _("Terug naar een eerdere stap: %(to)s"),
        Way.ADDED: _("Extra stap: %(step)s"),
        Way.MOVED: _("Verder in %(step)s, bij: %(to)s"),
    }
    text = titles.get(Way(told["way"]), "") if "way" in told else ""
    return text % {name: Text(**told[name]) for name in ("step", "to")} if text else ""


def _side(item: OpenItem, from_reporter: bool) -> str:
    """Say where an entry stands: with us alone, or who of both said it."""
    if item.kind in _INNER or (item.kind == "disclosure" and item.part == Part.INNER):
        return "inner"
    return "" if from_reporter else "mine"


def _text_of(item: OpenItem) -> str:
    """Give what an entry tells; the report itself stands above the timeline."""
    told = item.content
    if item.kind in ("report", "made_known"):
        return ""
    if item.kind == "person_concerned":
        return "\n".join(filter(None, (told["name"], told["description"])))
    if item.kind == "closing":
        return "\n".join(_closing_texts(told))
    if item.kind in CHANGES:
        return "\n".join(_term_texts(item.kind, told))
    return str(told["text"])


def _term_texts(kind: str, told: Mapping[str, Any]) -> list[str]:
    texts = [change_in_words(kind, told), told["text"]]
    if told["told"]:
        texts.append(_("Aan de melder: %(text)s") % {"text": told["told"]})
    return texts


def _closing_texts(told: Mapping[str, Any]) -> list[str]:
    texts = {
        "findings": _("Bevindingen: %(text)s"),
        "consequence": _("Gevolg: %(text)s"),
        "why_not_told": _("Waarom de melder niets hoorde: %(text)s"),
    }
    return [text % {"text": told[name]} for name, text in texts.items() if told.get(name)]
