"""How the work of the team is divided, and what is late."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, why_not
from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.hiding import or_404
from rechtop.overview.team import operations, queries, rules

_SHOWN = 50


@needs_keys
def team(request: DeskRequest) -> HttpResponse:
    """Show what everybody has on their desk, how old it is, and what is late with colleagues."""
    or_404(rules.may_see(request.actor))
    late = list(queries.late(request.actor)[: _SHOWN + 1])
    told = {
        "loads": queries.loads(request.actor),
        "ages": queries.ages(request.actor),
        "late": queries.with_cases(request.actor, late[:_SHOWN]),
        "has_more": len(late) > _SHOWN,
        "shown": _SHOWN,
        "of_leavers": queries.of_leavers(request.actor),
    }
    return render(request, "team/team.html", told)


@require_POST
@needs_keys
def nudge(request: DeskRequest) -> HttpResponse:
    """Ask the handlers of the chosen cases to look at them; say of which that could not be."""
    or_404(rules.may_see(request.actor))
    asked, refused = 0, ""
    for case in queries.chosen(request.actor, request.POST.getlist("numbers")[:_SHOWN]):
        try:
            operations.nudge(case, by=request.actor)
            asked += 1
        except Invalid as error:
            refused = _("Zaak %(number)s: %(why)s") % {
                "number": case.number,
                "why": " ".join(error.messages),
            }
        except (Refused, NoKey) as refusal:
            refused = why_not(refusal)
    if asked:
        text = ngettext("%(n)s zaak gevraagd.", "Voor %(n)s zaken gevraagd.", asked)
        messages.success(request, text % {"n": asked})
    elif not refused:
        refused = _("Kruis eerst een zaak aan.")
    if refused:
        messages.error(request, refused)
    return redirect("team:team")
