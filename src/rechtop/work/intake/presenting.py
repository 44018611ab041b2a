"""Put a report and its case into words for the reporter."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.post import operations as post
from rechtop.ground.ui import dutch
from rechtop.ground.vault import files
from rechtop.ground.vault.proofs import REPORTER, Moment
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.recovery.models import Cause
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import (
    ACKNOWLEDGEMENT,
    FEEDBACK,
    Deadline,
    change_in_words,
)
from rechtop.tools.evidence import queries as evidence
from rechtop.tools.proofs import queries as proofs
from rechtop.tools.proofs.queries import Kept
from rechtop.tools.retention import queries as retention
from rechtop.tools.retention.models import Kind
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.identities import queries as identities
from rechtop.work.intake.states import NAMED
from rechtop.work.protection import queries as protection
from rechtop.work.spoken import queries as spoken
from rechtop.work.triage import queries as triage

NOT_FOUND = gettext_lazy(
    "Bij deze woorden vinden wij niets. Kijk of de volgorde klopt en probeer het nog een keer."
)


def _left_out() -> str:
    return _("Uw naam en hoe wij u bereiken, bewaren wij niet: u meldt anoniem.")


def summary(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the answers per screen, with the address to change them."""
    is_left_out = bool(answers.get("is_left_out"))
    named = answers.get("who_i_am") == NAMED
    readers = dict(case_queries.readers())
    about = ", ".join(readers[n] for n in answers.get("about", []) if n in readers)
    places = {one.code: str(one) for one in organisation.positions()}
    positions = answers.get("positions") or []
    if not isinstance(positions, str):  # once sent it is a text
        positions = ", ".join(places[code] for code in positions if code in places)
    return [
        {
            "url": "intake:what",
            "title": _("Wat er gebeurd is"),
            "facts": [
                (_("Wat"), answers.get("what")),
                (_("Wanneer"), answers.get("when")),
                (_("Waar"), answers.get("where")),
            ],
        },
        {
            "url": "intake:who",
            "title": _("Wie erbij hoort"),
            "facts": [
                (_("Over wie gaat het"), answers.get("who")),
                (_("Wie weet ervan"), answers.get("who_knows")),
                (_("Mag dit niet lezen"), about),
                (_("Gaat over"), positions),
            ],
        },
        {
            "url": "intake:you",
            "title": _("Uw naam en uw vraag"),
            "facts": [
                (_("Uw naam"), answers.get("name") if named else _("U meldt anoniem")),
                (_("Te bereiken"), _left_out() if is_left_out else answers.get("reach")),
                (_("Wat u vraagt"), answers.get("asks")),
            ],
        },
    ]


def mailbox(case: Case, reporter: Actor) -> dict[str, Any]:
    """Open the part of the file that is shared with the reporter."""
    items = files.read(case.pk, reporter.keyring)
    report = next((i for i in items if i.kind == "report"), None)
    away = case_queries.view_of(case, items).away
    shown = [i for i in items if i.kind == "message" and str(i.id) not in away]
    newest, earlier = _talk(shown)
    return {
        "case": case,
        "is_merged": case.conclusion == triage.MERGED,
        "receipts": [one for one in _receipts(items, away) if not one.is_letter],
        "report": _answers(report.content, bool(case.is_named)) if report else [],
        "newest": newest,
        "earlier": earlier,
        "is_known": identities.has_name(case),
        "recoveries": recoveries(items),
        "openings": openings(identities.told_to_reporter(case, items, reporter)),
        "handler_changed_at": _last_at(items, "handler_changed"),
        "changes_of_terms": changes_of_terms(items),
        "told_of_recording": spoken.told_of_recording(items),
        "can_tidy": bool(shown),
        "can_let_know": post.can_send(),
        "is_let_know": _is_let_know(items),
        "are_away": len(away),
        "files": evidence.attachments(items),
        "minutes": spoken.of(case),
        "deadlines": _terms(case),
        "steps": course.told if (course := runs.course(case.ref)) else [],
        "check_in": protection.current(case),
        "kept_until": (until := _kept_until(case)),
        "is_past_term": until is not None and until < clock.today(),
    }


def _terms(case: Case) -> list[tuple[str, Deadline]]:
    """Give the terms within which the reporter hears from us, each with what they hear."""
    told = {
        ACKNOWLEDGEMENT: _("Wij bevestigen dat we uw melding hebben"),
        FEEDBACK: _("U hoort wat wij ermee doen"),
    }
    found = [one for one in deadlines.of(case.ref) if one.dropped_on is None]
    heard = told.keys() | runs.told_of(one.rule.code for one in found)
    return [
        (told.get(one.rule.code) or str(one.rule), one) for one in found if one.rule.code in heard
    ]


def _last_at(items: Sequence[files.OpenItem], kind: str) -> datetime.datetime | None:
    """Give when something of a kind was last written, None for never."""
    return next((item.at for item in reversed(items) if item.kind == kind), None)


def _kept_until(case: Case) -> datetime.date | None:
    """Give until when a closed case is kept at least, where the schedule tells and nobody holds
    it."""
    if case.closed_on is None or case.hold_since is not None:
        return None
    return retention.kept_until(Kind.CASE, case.regime, case.conclusion, case.closed_on)


def changes_of_terms(items: Sequence[files.OpenItem]) -> list[dict[str, Any]]:
    """Tell that a term stood still, ran again or was made longer, newest first."""
    return [
        {
            "at": item.at,
            "title": change_in_words(item.content["what"], item.content),
            "text": item.content["text"],
        }
        for item in reversed(items)
        if item.kind == "term_told"
    ]


def openings(items: Sequence[files.OpenItem]) -> list[dict[str, Any]]:
    """Tell what happened to the reporter's name: in which duty it was opened, when, and why."""
    return [{"at": item.at, **_opening(item.kind, item.content)} for item in items]


def recoveries(items: Sequence[files.OpenItem]) -> list[dict[str, Any]]:
    """Tell that somebody else got the key of this report, and why; without a name."""
    again = _("Een behandelaar kan uw melding weer openen")
    another = _("Nog iemand van het meldpunt kan nu uw melding openen")
    told = {
        Cause.LOST_PASSPHRASE: (again, _("Die was de sleutel ertoe kwijt.")),
        Cause.DEPARTED: (another, _("Een behandelaar werkt niet meer aan uw melding.")),
        Cause.NOBODY_LEFT: (another, _("Niemand kon uw melding nog openen.")),
    }
    return [
        {
            "at": item.at,
            "title": told[Cause(item.content["cause"])][0],
            "text": told[Cause(item.content["cause"])][1],
        }
        for item in reversed(items)
        if item.kind == "recovery_told"
    ]


def _opening(kind: str, told: Mapping[str, Any]) -> dict[str, str]:
    if kind == "identity_opened":
        duty = str(Duty(told["duty"]).label)
        return {
            "title": _("Uw naam is geopend door: %(duty)s") % {"duty": duty},
            "text": _("Waarom: %(reason)s") % {"reason": told["text"]},
        }
    if kind == "disclosure":
        day = dutch.day(datetime.date.fromisoformat(told["from_date"]))
        text = _("%(text)s\nOp zijn vroegst geven wij uw naam af op %(day)s.")
        return {
            "title": _("%(who)s vordert uw naam") % {"who": told["to"]},
            "text": text % {"text": told["text"], "day": day},
        }
    if kind == "recovery_told":
        title = _("Een bewaarder kreeg de sleutel tot uw naam")
        return {"title": title, "text": _("Uw naam is daarmee niet geopend.")}
    titles = {
        "disclosed": _("Wij gaven uw naam af aan: %(who)s"),
        "declined": _("Wij gaven uw naam niet af aan: %(who)s"),
    }
    grounds = _("Op grond van: %(basis)s") % {"basis": told["basis"]}
    text = grounds if kind == "disclosed" else ""
    if told.get("text"):  # told afterwards: a ground forbade it before
        day = dutch.day(datetime.date.fromisoformat(told["on"]))
        text = _("%(text)s\nWij gaven uw naam af op %(day)s. %(grounds)s")
        text = text % {"text": told["text"], "day": day, "grounds": grounds}
    return {"title": titles[kind] % {"who": told["to"]}, "text": text}


@dataclass(frozen=True)
class Receipt:
    """A receipt in a mailbox: its place among all, what it is of, and when that was."""

    place: int
    title: str
    at: datetime.datetime
    is_letter: bool
    kept: Kept


def receipts(case: Case, reporter: Actor) -> list[Receipt]:
    """Open the receipts of a mailbox, newest first."""
    items = files.read(case.pk, reporter.keyring)
    return _receipts(items, case_queries.view_of(case, items).away)[::-1]


def _receipts(items: Sequence[files.OpenItem], away: Collection[str]) -> list[Receipt]:
    """Give the receipts but of what is out of view, each with a number that stays its own."""
    found = [(str(item.id), kept) for item in items if (kept := proofs.kept(item.content))]
    numbered = enumerate(found, start=1)
    return [_receipt(place, kept) for place, (item, kept) in numbered if item not in away]


def _receipt(place: int, kept: Kept) -> Receipt:
    stated = kept.receipt.statement
    mine = stated.to != REPORTER
    titles = {
        Moment.REPORT: _("Uw melding"),
        Moment.ACKNOWLEDGEMENT: _("Onze bevestiging"),
        Moment.FEEDBACK: _("Onze terugkoppeling"),
        Moment.OUTCOME: _("De uitkomst"),
        Moment.MESSAGE: _("Wat u schreef") if mine else _("Ons bericht"),
    }
    moment = Moment(stated.moment)
    return Receipt(place, titles[moment], stated.signed_at(), moment == Moment.MESSAGE, kept)


def _is_let_know(items: Sequence[files.OpenItem]) -> bool:
    notices = [item for item in items if item.kind == post.NOTICE]
    return bool(notices and post.is_in_use(notices[-1].content["address"]))


@dataclass(frozen=True)
class View:
    """The messages of a mailbox by number, newest first, and which are out of the reporter's
    view."""

    messages: list[tuple[str, str]]
    away: frozenset[str]


def view(case: Case, reporter: Actor) -> View:
    """Open the messages, to choose which to take out of view."""
    items = files.read(case.pk, reporter.keyring)
    found = [item for item in items if item.kind == "message"]
    away = case_queries.view_of(case, items).away
    return View([(str(item.id), _in_short(item)) for item in reversed(found)], away)


def _in_short(item: files.OpenItem) -> str:
    told = _message(item)
    text = _("%(title)s, %(moment)s: %(text)s")
    start = Truncator(told["text"]).words(12)
    return text % {"title": told["title"], "moment": dutch.moment(item.at), "text": start}


def _talk(items: Sequence[files.OpenItem]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Part what was written in our newest message with what followed, and what went before."""
    ours = [place for place, item in enumerate(items) if item.content["from"] != "reporter"]
    start = ours[-1] if ours else 0
    talk = [_message(item) for item in items]
    return talk[start:][::-1], talk[:start][::-1]


def _answers(report: Mapping[str, Any], is_named: bool) -> list[tuple[str, str]]:
    """Give what was reported; the name stands apart from it and is not shown here."""
    named = {"who_i_am": NAMED, "name": _("U gaf uw naam. Die staat hier niet.")}
    parts = summary({**report, "about": [], **(named if is_named else {})})
    return [(label, text) for part in parts for label, text in part["facts"] if text]


def _message(item: files.OpenItem) -> dict[str, Any]:
    mine = item.content["from"] == "reporter"
    return {
        "at": item.at,
        "title": _("U schreef") if mine else _("Bericht van het meldpunt"),
        "text": item.content["text"],
        "kind": "mine" if mine else "",
    }
