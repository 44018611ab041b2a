"""Put what triage found out into words, and how cases belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.tools.lists import queries as lists
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.runs import queries as runs
from rechtop.work.cases.models import Case
from rechtop.work.cases.models import List as CaseList
from rechtop.work.cases.states import State
from rechtop.work.triage import queries, rules
from rechtop.work.triage.models import Forward, List
from rechtop.work.triage.queries import Given, Other
from rechtop.work.triage.rules import Proposal, Reason
from rechtop.work.triage.states import Bond, Outcome


@dataclass(frozen=True)
class Shown:
    """A proposal in words: what, and why."""

    proposal: Proposal
    regime: str
    steps: str
    reasons: Sequence[str]
    is_registered: bool
    is_to_move: bool
    first: str = ""
    """What to answer first, where nothing was."""


def shown(proposal: Proposal, case: Case, given: Given) -> Shown:
    """Put a proposal into words, and say whether it is what is registered already."""
    labels = lists.labels()
    types = ", ".join(labels.get((CaseList.TYPE, code), code) for code in given.types)
    told = [_reason(one) for one in proposal.reasons]
    asked = queries.questions()
    says_nothing = not rules.says_something(asked, given.answers, given.types)
    if types:
        told.append(_("Soort schending: %(types)s.") % {"types": types})
    return Shown(
        proposal,
        labels.get((CaseList.REGIME, proposal.regime), proposal.regime),
        _title_of(proposal.steps),
        told,
        _is_registered(proposal, case),
        runs.is_to_move(case.ref, proposal.followed),
        str(asked[0]) if asked and says_nothing else "",
    )


def _is_registered(proposal: Proposal, case: Case) -> bool:
    flags = (proposal.holds(Outcome.WRONGDOING), proposal.holds(Outcome.UNION_LAW))
    known = (case.is_wrongdoing, case.is_union_law_breach)
    is_same = bool(case.regime) and proposal.regime == case.regime and flags == known
    return is_same and runs.elsewhere(case.ref, proposal.followed) is None


def move(found: Shown) -> str:
    """Say that a case leaves the steps it follows for those of a proposal."""
    told = _(
        "Deze zaak volgt nu andere stappen. Volgt u het voorstel, dan gaat zij verder met de "
        "stappen van ‘%(steps)s’, vanaf de eerste stap. Uw reden blijft in het dossier staan."
    )
    return told % {"steps": found.steps or _title_of(found.proposal.followed)}


def _title_of(code: str) -> str:
    version = procedures.in_force(code, clock.today()) if code else None
    return str(layout.read(version.content).title) if version else ""


def _reason(one: Reason) -> str:
    texts = {
        True: _("%(outcome)s: ja. U antwoordde ja op: %(questions)s"),
        False: _("%(outcome)s: nee. U antwoordde nee op: %(questions)s"),
        None: _("%(outcome)s: nog niet bekend. Nog open: %(questions)s"),
    }
    asked = " ".join(str(question) for question in one.questions)
    return texts[one.holds] % {"outcome": one.outcome.label, "questions": asked}


@dataclass(frozen=True)
class OtherRow:
    """A case that belongs to another, as a row of a list."""

    case: Case
    how: str
    state: str
    can_go: bool


def other_rows(found: Sequence[Other]) -> list[OtherRow]:
    """Make rows of the cases that belong to one."""
    return [
        OtherRow(one.case, _how(one), str(State(one.case.state).label), one.can_go) for one in found
    ]


def _how(one: Other) -> str:
    """Say how the other case belongs to this one. One that was opened again goes on by itself."""
    if one.link.kind == Bond.MERGED:
        closed = one.link.second
        if closed.conclusion != queries.MERGED:
            return _("Was hiermee samengevoegd, en is weer open")
        return _("Gaat hiervoor verder") if one.is_first else _("Is hierin opgegaan")
    if one.link.kind == Bond.SPLIT:
        return (
            _("Hieruit afgesplitst") if not one.is_first else _("Deze zaak is hieruit afgesplitst")
        )
    if one.link.kind == Bond.DETRIMENT:
        after = _("Gaat over nadeel na deze melding")
        return _("Hierna meldde de melder nadeel") if one.is_first else after
    return _("Heeft ermee te maken")


def forward_rows(found: Sequence[Forward]) -> list[tuple[str, Forward]]:
    """Name the authorities a case was forwarded to."""
    labels = lists.labels()
    return [(labels.get((List.AUTHORITY, one.authority), one.authority), one) for one in found]
