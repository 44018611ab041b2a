"""Put questions for names into the words and order in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.vault.files import NoKey
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.models import Case
from rechtop.work.identities import queries, rules
from rechtop.work.identities.models import Disclosure, List, Opening
from rechtop.work.identities.operations import ANSWER, QUESTION, TOLD
from rechtop.work.identities.states import DisclosureState, OpeningState

_COLOURS = {
    OpeningState.ASKED: "info",
    OpeningState.APPROVED: "good",
    OpeningState.REFUSED: "bad",
    OpeningState.USED: "neutral",
    OpeningState.LAPSED: "neutral",
}

SHOWN = 50


@dataclass(frozen=True)
class Asked:
    """A question as people read it."""

    opening: Opening
    reason: str = ""

    @property
    def duty(self) -> str:
        """Give the duty in which it was asked."""
        return str(Duty(self.opening.duty).label)

    @property
    def colour(self) -> str:
        """Give the colour of its state."""
        return _COLOURS[OpeningState(self.opening.state)]


def waiting(custodian: Actor) -> list[Asked]:
    """Give what waits for a custodian, each with its reason."""
    return [
        Asked(found, _reason(found, custodian)) for found in queries.waiting_for(custodian)[:SHOWN]
    ]


def _reason(opening: Opening, custodian: Actor) -> str:
    try:
        return str(queries.told_in(opening.file, custodian, QUESTION)["reason"])
    except NoKey:
        return _("Dit verzoek gaat niet open.")


def decided(custodian: Actor) -> list[Asked]:
    """Give what was decided, newest first."""
    found = queries.kept_by(custodian).exclude(state=OpeningState.ASKED)
    return [Asked(opening) for opening in found[:SHOWN]]


def question(opening: Opening, told: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Give a question as the custodian reads it: what stands in it, sealed, and not beside it."""
    return [
        (_("Over"), told["who"]),
        (_("Zaak"), opening.case.number),
        (_("Wie vraagt het"), opening.asked_by.name),
        (_("In welke taak"), Duty(told["duty"]).label),
        (_("Gevraagd op"), dutch.day(opening.asked_on)),
        (_("Waarom"), told["reason"]),
        (_reads(opening.case), told["told"]),
    ]


def _reads(case: Case) -> str:
    """Say how the reporter gets to know something: in the mailbox, or from a person."""
    return _("Dit leest de melder") if case.has_mailbox else _("Dit moet iemand de melder zeggen")


def demand(found: Disclosure, told: Mapping[str, Any], custodian: Actor) -> list[tuple[str, Any]]:
    """Give a demand as the custodian reads it, with how a reporter without a mailbox heard."""
    heard: Mapping[str, Any] = {}
    if not found.case.has_mailbox:
        with suppress(NoKey):  # nobody told yet
            heard = queries.told_in(found.file, custodian, TOLD)
    on = heard.get("on")
    knows = found.told_on if found.case.has_mailbox else on and datetime.date.fromisoformat(on)
    return [
        (_("Over"), told["who"]),
        (_("Zaak"), found.case.number),
        (_("Wie de naam vordert"), told["to"]),
        (_("Op welke grond"), told["basis"]),
        (_("Vastgelegd door"), found.announced_by.name),
        (_("Vastgelegd op"), dutch.day(found.announced_on)),
        (_reads(found.case), "" if told["ground"] else told["reasons"]),
        (_("Waarom wij het niet vooraf zeggen"), silence(told["ground"])),
        (_("Op zijn vroegst afgeven op"), dutch.day(found.from_date)),
        (_("Afgegeven op"), dutch.day(found.decided_on) if found.is_to_tell else ""),
        (_("De melder mag het niet weten tot"), dutch.day(found.silent_until)),
        (_("De melder weet het sinds"), dutch.day(knows or None)),
        (_("Hoe de melder het hoorde"), heard.get("how", "")),
        (_not_heard(heard), heard.get("why_not", "")),
    ]


def _not_heard(heard: Mapping[str, Any]) -> str:
    if heard.get("unreachable"):
        return _("Waarom de melder niet te bereiken is")
    return _("Waarom de melder het niet hoorde")


def silence(code: str) -> str:
    """Give the words of a ground not to tell the reporter first."""
    return lists.labels().get((List.SILENCE, code), code)


def reporter(case: Case, actor: Actor) -> dict[str, Any]:
    """Tell who works on a case what is known of its reporter, and what they can do now."""
    mine = queries.newest_of(case, actor)
    state = mine.state if mine else ""
    has_copy = mine is not None and queries.has_copy(mine)
    runs = has_copy and mine is not None and clock.today() < mine.lapses_on
    is_gone = state == OpeningState.APPROVED and not has_copy
    return {
        "case": case,
        "mine": mine,
        "waits": state == OpeningState.ASKED,
        "can_open": runs and state in (OpeningState.APPROVED, OpeningState.USED),
        "why_not": _why_not(mine, actor) if mine and state == OpeningState.REFUSED else "",
        "can_ask": case.identity_file is not None
        and (is_gone or state not in (OpeningState.ASKED, OpeningState.APPROVED)),
        "untold": queries.untold_in(case),
        "history": [Asked(one) for one in queries.of_case(case)],
        "demands": demands(queries.demands_of(case)),
        "may_announce": rules.may_announce(actor, case),
    }


def _why_not(opening: Opening, actor: Actor) -> str:
    try:
        return str(queries.told_in(opening.answer_file or 0, actor, ANSWER).get("why_not", ""))
    except NoKey:
        return ""


def demands(found: Sequence[Disclosure] | Any) -> list[dict[str, Any]]:
    """Give the demands for a name with their states."""
    colours = {DisclosureState.ANNOUNCED: "info", DisclosureState.DISCLOSED: "warn"}
    return [
        {
            "demand": one,
            "colour": colours.get(DisclosureState(one.state), "neutral"),
            "silence": silence(one.ground),
        }
        for one in found
    ]
