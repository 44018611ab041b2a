"""What follows for an investigation when its case closes; the room of the cases calls this."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.post import operations as post
from rechtop.work.cases import closing
from rechtop.work.cases.models import Case
from rechtop.work.investigations import dossiers, queries, rules
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.operations import held, let_know
from rechtop.work.investigations.states import BUSY, INVESTIGATION, OVER, Standing


@operation("investigation.case_closed", allowed=rules.may_follow_case)
def follow_case(case: Case, *, by: Actor) -> None:
    """Let who decides, investigates and handles know that a case closed while something ran in it.

    What waited for a decision waits no more. An investigation can only be ended now, by who
    decides. Raises Invalid where someone acts in it at this moment: it does not wait for them,
    who may be waiting for this case.
    """
    running = Investigation.objects.filter(case=case).exclude(state__in=OVER)
    investigation = held(running)
    with rows.not_waiting(investigation=BUSY):  # who works on one then hears it closed
        list(queries.held_drafts(investigation).select_for_update(nowait=True))
    investigator, others = investigation.investigator, {investigation.decider, case.handler}
    if investigator and investigation.state in (Standing.ORDERED, Standing.SWORN):
        post.let_all_know([investigator.email])
    else:
        others.add(investigator)
    let_know(case, *(one for one in others if one and one.pk != by.number))
    was_asked = investigation.state == Standing.ASKED
    dossiers.write(investigation, "lapsed" if was_asked else "case_closed", {}, by)
    if was_asked:
        investigation.state = INVESTIGATION.after(investigation.state, "lapse")
        investigation.finished_on = clock.today()
        investigation.save(update_fields=["state", "finished_on"])


@closing.also
def _close_with(case: Case, by: Actor) -> None:
    if queries.runs_in(case):
        follow_case(case, by=by)


@closing.stay_let_go
def _terms_of_what_ended(case: Case) -> Collection[int]:
    """Name the terms to react to a draft that ended with the report or the investigation, or were
    noted as passed: maybe on the day on which the case closed, or since."""
    return queries.settled_terms(case)


@closing.warns
def _close_under(case: Case, by: Actor) -> str:
    found = queries.running_in([case.pk]).get(case.pk)
    if found is None:
        if not queries.asked_again_in(case):
            return ""
        return _(
            "Iemand is gevraagd te beslissen over maatregelen en aangifte, en deed dat nog niet. "
            "Sluit u af, dan kan dat niet meer."
        )
    if found.state == Standing.ASKED:
        return _("Iemand moet nog over een onderzoek beslissen. Sluit u af, dan vervalt dat.")
    return _(
        "Er loopt een onderzoek. Sluit u af, dan kan daar niets meer bij. Wie beslist, moet het "
        "dan beëindigen. Die krijgt een seintje, net als de onderzoeker."
    )
