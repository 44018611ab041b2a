"""Who a case is closed for was asked nothing in it any more: not to decide, nor to investigate.

Who is still to sign holds no key yet, so the keys that went say nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import rows
from rechtop.work.cases import leaving
from rechtop.work.cases.models import Case
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.states import BUSY, INVESTIGATION, OVER, TO_SIGN, Standing


@leaving.also
def take_work_from(case: Case, people: Collection[int]) -> None:
    """Let what is under way wait for nobody where it waits for one of these people, inside an
    operation: who handles the case chooses another.

    Raises Invalid where someone acts in it at this moment: it does not wait for them, who may be
    waiting for this case.
    """
    running = Investigation.objects.filter(case=case).exclude(state__in=OVER)
    with rows.not_waiting(investigation=BUSY):
        found = running.select_for_update(nowait=True).first()
    if found is None:
        return
    if found.state == Standing.ASKED and found.decider_id in people:
        found.decider = None
    elif found.state in TO_SIGN and found.investigator_id in people:
        found.state = INVESTIGATION.after(found.state, "replace")
        found.investigator = found.secrecy_text = found.signed_on = None
    else:
        return
    found.save()
    trail.note("investigation.work_taken", case.ref)
