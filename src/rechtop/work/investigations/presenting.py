"""Put an investigation into the words and order in which people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule
from rechtop.ground.ui import dutch
from rechtop.people.organisation import queries as organisation
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations import rules
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.states import Bureau, Standing

COLOURS = {
    Standing.ASKED: "warn",
    Standing.DECLINED: "neutral",
    Standing.FINISHED: "good",
}

_MAY: dict[str, Rule] = {
    "choose": rules.may_choose_decider,
    "order": rules.may_order,
    "decline": rules.may_decline,
    "sign": rules.may_sign,
    "give_key": rules.may_give_key,
    "work": rules.may_work,
    "count": rules.may_count,
    "finish": rules.may_finish,
}


def possible(actor: Actor, investigation: Investigation) -> dict[str, bool]:
    """Say which buttons to show; the same rules decide when pressed."""
    return {verb: bool(rule(actor, investigation)) for verb, rule in _MAY.items()}


def label(list_name: str, code: str) -> str:
    """Give the label of a code of a list."""
    return lists.labels().get((list_name, code), code)


def facts(investigation: Investigation, told: Dossier) -> list[tuple[str, Any]]:
    """Give who, when, and at what cost."""
    one = investigation
    return [
        (_("Zaak"), one.case.number),
        (_("Beslisser"), one.decider.name if one.decider else ""),
        (_("Gevraagd op"), dutch.day(one.asked_on)),
        (_("Geweigerd op"), dutch.day(one.declined_on)),
        (_("Opdracht gegeven op"), dutch.day(one.ordered_on)),
        (_("Opdrachtgever"), label(CaseList.COMMISSIONER, one.commissioner)),
        (_("Soort"), Bureau(one.kind).label if one.kind else ""),
        (_("Bureau"), told.newest("ordered").get("bureau", "")),
        (_("Onderzoeker"), one.investigator.name if one.investigator else ""),
        (_("Geheimhouding verklaard op"), dutch.day(one.signed_on)),
        (_("Eindrapport op"), dutch.day(one.final_on)),
        (_("Beëindigd op"), dutch.day(one.finished_on)),
        (_("Uren"), dutch.number(float(one.hours)) if one.hours is not None else ""),
        (_("Kosten in euro"), dutch.number(float(one.cost)) if one.cost is not None else ""),
    ]


def order(told: Dossier) -> list[tuple[str, str]]:
    """Give what was ordered."""
    ordered = told.newest("ordered")
    return [
        (_("Vraag"), ordered.get("question", "")),
        (_("Afbakening"), ordered.get("scope", "")),
    ]


def names(told: Dossier) -> Mapping[int, str]:
    """Give the names of everyone of ours who wrote or got something, in one query."""
    named = ("author", "receiver")
    found = {i.content[n] for i in told.items for n in named if i.content.get(n)}
    return organisation.names(found)


def history(told: Dossier, known: Mapping[int, str]) -> list[dict[str, Any]]:
    """Give the turns it took, newest first."""
    titles = {
        "investigation_asked": _("Besluit gevraagd aan %(name)s"),
        "investigation_ordered": _("Opdracht gegeven aan %(name)s"),
        "investigation_declined": _("Geen onderzoek"),
        "investigation_begun": _("Sleutel gegeven aan %(name)s, na de verklaring"),
        "investigation_finished": _("Onderzoek beëindigd"),
    }
    return [
        {
            "at": item.at,
            "title": titles[item.kind] % {"name": known.get(item.content.get("receiver", 0), "–")}
            if "%" in titles[item.kind]
            else titles[item.kind],
            "text": item.content.get("text", ""),
            "who": known.get(item.content.get("author", 0), ""),
            "kind": "inner",
        }
        for item in reversed(told.items)
        if item.kind in titles
    ]
