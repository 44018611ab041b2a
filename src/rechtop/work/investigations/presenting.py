"""Put an investigation into the words and order in which people read it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule
from rechtop.ground.ui import dutch
from rechtop.ground.vault.files import OpenItem
from rechtop.people.organisation import queries as organisation
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations import queries, rules, telling
from rechtop.work.investigations.models import Investigation, List, PersonalDraft
from rechtop.work.investigations.queries import Dossier, OpenDraft
from rechtop.work.investigations.states import Bureau, Objection, Role, Standing, Way

COLOURS = {
    Standing.ASKED: "warn",
    Standing.DECLINED: "neutral",
    Standing.FINISHED: "good",
}

_MAY: dict[str, Rule] = {
    "choose": rules.may_choose_decider,
    "replace": rules.may_replace,
    "order": rules.may_order,
    "decline": rules.may_decline,
    "sign": rules.may_sign,
    "give_key": rules.may_give_key,
    "work": rules.may_work,
    "count": rules.may_count,
    "send_draft": rules.may_send_draft,
    "send_final": rules.may_send_final,
    "send_outcome": rules.may_send_outcome,
    "list_concerned": rules.may_list_concerned,
    "take_note": rules.may_take_note,
    "decide": rules.may_decide,
    "objection": rules.may_note_objection,
    "finish": rules.may_finish,
}


def possible(actor: Actor, investigation: Investigation) -> dict[str, bool]:
    """Say which buttons to show; the same rules decide when pressed."""
    return {verb: bool(rule(actor, investigation)) for verb, rule in _MAY.items()}


def label(list_name: str, code: str) -> str:
    """Give the label of a code of a list."""
    return lists.labels().get((list_name, code), code)


def facts(one: Investigation, told: Dossier, known: Mapping[int, str]) -> list[tuple[str, Any]]:
    """Give who, when, and at what cost; who made the report where that is another by now."""
    kind, made, maker = told.kind_now(one.done_by), told.reported_by, list[str]()
    if made:
        their_kind = str(Bureau(made.get("done_by", one.kind)).label)
        maker = [known.get(made["receiver"], ""), their_kind, made["bureau"]]
    return [
        (_("Zaak"), one.case.number),
        (_("Beslisser"), one.decider.name if one.decider else ""),
        (_("Gevraagd op"), dutch.day(one.asked_on)),
        (_("Geweigerd op"), dutch.day(one.declined_on)),
        (_("Opdracht gegeven op"), dutch.day(one.ordered_on)),
        (_("Opdrachtgever"), label(CaseList.COMMISSIONER, one.commissioner)),
        (_("Soort"), Bureau(kind).label if kind else ""),
        (_("Bureau"), told.newest("ordered").get("bureau", "")),
        (_("Onderzoeker"), one.investigator.name if one.investigator else ""),
        (_("Geheimhouding verklaard op"), dutch.day(one.signed_on)),
        (_("Eindrapport op"), dutch.day(one.final_on)),
        (_("Eindrapport gemaakt door"), "; ".join(filter(None, maker))),
        (_("Beëindigd op"), dutch.day(one.finished_on)),
        *telling.facts(one, told, known),
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
        "investigation_final": _("Eindrapport"),
        "investigation_noted": _("Beslisser las het eindrapport"),
        "investigation_finished": _("Onderzoek beëindigd"),
        "investigation_case_closed": _("De zaak werd afgesloten terwijl dit liep"),
        "investigation_lapsed": _("De zaak werd afgesloten: er is geen besluit meer nodig"),
    }
    replaced = _("Een ander onderzoekt nu: %(name)s")
    return [
        {
            "at": item.at,
            "title": (replaced if "replaces" in item.content else titles[item.kind])
            % {"name": known.get(item.content.get("receiver", 0), "–")},
            "text": item.content.get("text", ""),
            "who": known.get(item.content.get("author", 0), ""),
            "kind": "inner",
        }
        for item in reversed(told.items)
        if item.kind in titles
    ]


@dataclass(frozen=True)
class Heard:
    """Someone who is heard, with what they were sent, said and answered; `also` gives the numbers
    and the names under which they were named too."""

    number: str
    name: str = field(repr=False)
    role: str
    is_concerned: bool
    about: str = field(repr=False)
    invitations: Sequence[tuple[str, str]]
    statements: Sequence[Said]
    also: Sequence[tuple[str, str]] = field(default=(), repr=False)


@dataclass(frozen=True)
class Said:
    """A statement with the answers to it."""

    number: str
    day: str
    text: str = field(repr=False)
    answers: Sequence[Mapping[str, str]] = field(repr=False)


def heard(told: Dossier) -> list[Heard]:
    """Give who is heard, in the order they were named."""
    return [
        Heard(
            number := str(item.id),
            item.content["name"],
            str(Role(item.content["role"]).label),
            item.content["role"] == Role.CONCERNED,
            item.content["about"],
            [(str(i.id), _day(i.content["on"])) for i in told.about("invitation", number)],
            [_said(told, i) for i in told.about("statement", number)],
            _also(told, number),
        )
        for item in told.all("person")
        if str(item.id) not in told.known_as
    ]


def _also(told: Dossier, number: str) -> list[tuple[str, str]]:
    """Give whom somebody took for this person, by number and name."""
    everybody = [*told.all("person"), *told.named]
    names = [(str(one.id), one.content["name"]) for one in everybody]
    return [(one, name) for one, name in names if one != number and told.same(one) == number]


def _said(told: Dossier, item: OpenItem) -> Said:
    answers = [
        {
            "verdict": _("Akkoord") if one.content["approves"] else _("Niet akkoord"),
            "text": one.content["text"],
            "day": _day(one.content["on"]),
            "way": str(Way(one.content["way"]).label),
        }
        for one in told.about("answer", str(item.id))
    ]
    return Said(str(item.id), _day(item.content["on"]), item.content["text"], answers)


def _day(written: str) -> str:
    return dutch.day(datetime.date.fromisoformat(written))


def people(told: Dossier) -> list[tuple[str, str]]:
    """Give who is heard, to choose from."""
    return [(one.number, f"{one.name} ({one.role})") for one in heard(told)]


def named(told: Dossier) -> list[tuple[str, str]]:
    """Give whom the case names as concerned and nobody heard as such, to choose from."""
    return [(str(one.id), one.content["name"]) for one in told.not_heard()]


def to_list(told: Dossier) -> list[tuple[str, str]]:
    """Give who can be put on the list, or turn out to stand on it under another name. Whom that was
    said of already stays, so that who says it once more is told so."""
    listed = concerned(told)
    return [*named(told), *(listed if len(listed) > 1 else []), *also_known(told)]


def also_known(told: Dossier) -> list[tuple[str, str]]:
    """Give who was taken for another on the list, to choose from."""
    known = _("%(name)s (nu: %(other)s)")
    return [
        (number, known % {"name": name, "other": one.name})
        for one in heard(told)
        for number, name in one.also
    ]


def alike(told: Dossier) -> list[dict[str, str]]:
    """Give who may stand on the list already under another name: whom the case names and nobody
    heard, or who was put on it twice."""
    known = told.concerned()
    listed = [one for one in told.all("person") if str(one.id) in known]
    found: dict[str, dict[str, str]] = {}
    for one in [*told.not_heard(), *sorted(listed, key=lambda one: len(one.content["name"]))]:
        number = str(one.id)
        for other in listed:
            other_number = str(other.id)
            is_asked = other_number in found or other_number == number
            if not is_asked and queries.looks_like(one.content, other.content):
                told_of = {"number": number, "name": one.content["name"]}
                other_name = {"other": other_number, "other_name": other.content["name"]}
                found.setdefault(number, {**told_of, **other_name})
    return list(found.values())


def statements(told: Dossier) -> list[tuple[str, str]]:
    """Give the statements, to choose from."""
    return [
        (said.number, _("Verklaring van %(name)s, %(day)s") % {"name": one.name, "day": said.day})
        for one in heard(told)
        for said in one.statements
    ]


def evidence(told: Dossier) -> list[tuple[str, str]]:
    """Give the evidence, to choose from."""
    titled = _("Bewijsstuk %(at)s: %(title)s")
    return [(one["number"], titled % one) for one in exhibits(told)]


def exhibits(told: Dossier) -> list[dict[str, Any]]:
    """Give the list of evidence with its provenance, and the names of the files it is in."""
    at = told.places("evidence")
    return [
        {
            "number": str(item.id),
            "at": at[str(item.id)],
            "title": item.content["title"],
            "provenance": item.content["text"],
            "files": [
                (one, told.files[one]) for one in item.content["attachments"] if one in told.files
            ],
        }
        for item in told.all("evidence")
    ]


def findings(told: Dossier) -> list[dict[str, Any]]:
    """Give the findings, each with what it rests on."""
    known = dict([*evidence(told), *statements(told)])
    return [
        {
            "number": str(item.id),
            "title": item.content["title"],
            "text": item.content["text"],
            "sources": [known[one] for one in item.content["sources"] if one in known],
        }
        for item in told.all("finding")
    ]


def means(told: Dossier) -> list[dict[str, Any]]:
    """Give the means that were used, each with why."""
    return [
        {
            "number": str(item.id),
            "label": label(List.MEANS, item.content["code"]),
            "is_covert": item.content["is_covert"],
            "text": item.content["text"],
        }
        for item in told.all("means")
    ]


def work(told: Dossier) -> dict[str, Any]:
    """Give what the investigator did."""
    return {
        "plan": told.newest("plan").get("text", ""),
        "heard": heard(told),
        "named": named(told),
        "alike": alike(told),
        "exhibits": exhibits(told),
        "findings": findings(told),
        "means": means(told),
    }


def letter(opened: OpenDraft, title: Any) -> dict[str, Any]:
    """Give what the person a draft is for reads of it; `title` names their reaction."""
    draft, parts_read, one = opened.draft, opened.parts, opened.draft.investigation
    return {
        "parts": parts_read,
        "is_redacted": any(part["is_redacted"] for part in [*parts_read, *opened.final]),
        "is_past_term": draft.react_by is not None and draft.react_by < clock.today(),
        "reactions": [
            {"at": item.at, "title": title, "text": item.content["text"], "kind": "mine"}
            for item in reversed(opened.reactions)
        ],
        "final": opened.final,
        "is_stopped": one.state == Standing.FINISHED and one.final_on is None,
    }


def more_time(told: Dossier, draft: PersonalDraft) -> list[tuple[str, str]]:
    """Give until when someone was let react instead, each time with why."""
    given = told.about("more_time", str(draft.file))
    return [(_day(one.content["until"]), one.content["text"]) for one in given]


def drafts(told: Dossier, sent: Sequence[PersonalDraft]) -> list[dict[str, Any]]:
    """Give the drafts that were sent, each with whose it is and where it stands."""
    whose = {item.content["file"]: item for item in told.all("draft")}
    return [
        {
            "draft": draft,
            "number": str(whose[draft.file].id),
            "name": person.content["name"],
            "standing": draft_standing(draft),
        }
        for draft in sent
        if draft.file in whose
        and (person := told.find("person", told.same(whose[draft.file].content["of"])))
    ]


def without_outcome(told: Dossier, sent: Sequence[PersonalDraft]) -> list[dict[str, Any]]:
    """Give who must hear the outcome and does not have it, each with the draft they can read; of
    whom the case names and nobody heard, `is_named` says so."""
    counted = {draft.file for draft in queries.in_force(sent)}
    can_read = {
        told.same(i.content["of"]): str(i.id)
        for i in told.all("draft")
        if i.content["file"] in counted
    }
    return [
        {
            "name": one.content["name"],
            "number": number,
            "draft": can_read.get(number, ""),
            "is_named": one.kind == queries.NAMED,
        }
        for one in queries.without_outcome(told, sent)
        for number in [str(one.id)]
    ]


def draft_standing(draft: PersonalDraft) -> tuple[str, str]:
    """Say how a draft stands, and in which colour."""
    if draft.over_on and (draft.worked_in_on or not draft.reacted_on):
        return _("vervangen"), "neutral"
    if draft.outcome_on or draft.react_by is None:
        return _("uitkomst gestuurd"), "good"
    if draft.worked_in_on:
        return _("reactie verwerkt"), "good"
    if draft.reacted_on:
        return _("reactie gekomen"), "warn"
    if draft.missed_on:
        return _("geen reactie"), "neutral"
    if draft.react_by < clock.today():
        return _("termijn voorbij, geen reactie"), "warn"
    return _("wacht op reactie"), "info"


def invitation(item: OpenItem) -> dict[str, str]:
    """Give what a letter of invitation says."""
    told = item.content
    return {"day": _day(told["on"]), "time": told["time"], "place": told["place"]}


def conclusions(told: Dossier) -> list[dict[str, Any]]:
    """Give the conclusions that count, each with the allegation and whom it is about."""
    return _drawn(told, told.conclusions())


def _drawn(told: Dossier, found: Sequence[OpenItem]) -> list[dict[str, Any]]:
    known = {one.number: one.name for one in heard(told)}
    return [
        {
            "number": str(one.id),
            "allegation": one.content["allegation"],
            "name": known.get(told.same(one.content["of"]), ""),
            "label": label(CaseList.CONCLUSION, one.content["code"]),
            "text": one.content["text"],
        }
        for one in found
    ]


def conclusions_to_choose(told: Dossier, sent: str) -> list[tuple[str, str]]:
    """Give the conclusions that count, to choose from. The one that was `sent` stays, so that who
    sends it once more is told so."""
    counted, again = told.conclusions(), told.whole.find("conclusion", sent)
    found = [*counted, again] if again and again not in counted else counted
    return [
        (one["number"], ", ".join(filter(None, (one["allegation"], one["name"], one["label"]))))
        for one in _drawn(told, found)
    ]


def taken_back(told: Dossier) -> list[dict[str, Any]]:
    """Give the conclusions that were taken back, each as it stood, with why."""
    gone = [item for item in told.all("taken_back") if "conclusions" in item.content]
    stood = [told.whole.find("conclusion", item.content["conclusions"][-1]) for item in gone]
    drawn = _drawn(told, [item for item in stood if item])
    return [{**one, "why": item.content["text"]} for one, item in zip(drawn, gone, strict=True)]


def concerned(told: Dossier) -> list[tuple[str, str]]:
    """Give the persons concerned who are heard, to choose from."""
    return [(one.number, one.name) for one in heard(told) if one.is_concerned]


def measures(told: Dossier) -> list[dict[str, Any]]:
    """Give the measures that were decided on, each with the objections to it."""
    known = {one.number: one.name for one in heard(told)}
    return [
        {
            "number": str(one.id),
            "label": label(CaseList.MEASURE, one.content["code"]),
            "name": known.get(told.same(one.content["of"]), ""),
            "regime": label(List.LEGAL_REGIME, one.content["regime"]),
            "day": _day(one.content["on"]),
            "text": one.content["text"],
            "objections": [
                (str(Objection(i.content["standing"]).label), _day(i.content["on"]))
                for i in told.about("objection", str(one.id))
            ],
        }
        for one in told.all("measure")
    ]


def measures_to_choose(told: Dossier) -> list[tuple[str, str]]:
    """Give the measures, to choose from."""
    return [
        (one["number"], ", ".join(filter(None, (one["label"], one["name"], one["day"]))))
        for one in measures(told)
    ]


def legal_regimes() -> list[tuple[str, str]]:
    """Give every legal position there ever was, to choose from: a decision can be of long ago."""
    ever = {one.code: str(one) for one in lists.every_value() if one.list == List.LEGAL_REGIME}
    return list(ever.items())


def outcome(told: Dossier) -> dict[str, Any]:
    """Give what was concluded, advised and decided."""
    police = told.newest("police")
    return {
        "conclusions": conclusions(told),
        "taken_back": taken_back(told),
        "advice": told.newest("advice").get("text", ""),
        "noted": told.newest("noted").get("text", ""),
        "measures": measures(told),
        "police": police
        and {
            "verdict": _("Aangifte") if police["reports"] else _("Geen aangifte"),
            "day": _day(police["on"]),
            "text": police["text"],
        },
    }


def open_ends(found: Collection[str]) -> list[str]:
    """Say what still stands open before a report is final."""
    texts = {
        "no_draft": _("Nog niet elke betrokkene kreeg een concept."),
        "not_heard": _("In de zaak staat een betrokkene die u niet als betrokkene hoorde."),
        "has_time": _("Iemand kan nog reageren."),
        "not_worked_in": _("U hebt nog niet elke reactie verwerkt."),
    }
    return [text for name, text in texts.items() if name in found]
