"""The desk's home: what waits for me, and by when."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.vault import queries as vault_queries
from rechtop.overview.handover import operations as handover
from rechtop.overview.home import queries
from rechtop.people.personnel import queries as personnel
from rechtop.people.recovery import queries as recovery
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.policies import queries as policies
from rechtop.work.good_conversations import queries as good_conversations
from rechtop.work.oath import queries as oath
from rechtop.work.requests import queries as requests
from rechtop.work.risks import queries as risks
from rechtop.work.risks import rules as risk_rules
from rechtop.work.training import queries as training


def home(request: DeskRequest) -> HttpResponse:
    """Show what waits for this person; nothing of a case while the vault is closed.

    Of who has no duty that needs keys, nothing that waits lies in the vault.
    """
    can_see = request.actor.is_unlocked or not request.actor.spheres
    told = {
        "person": request.person,
        "waiting": queries.waiting_for(request.actor) if can_see else None,
        "recoveries": recovery.notices_for(request.actor),
        "has_keys": request.actor.holder is not None,
        "requests": requests.waiting_for(request.actor),
        "to_read": policies.to_read_by(request.actor),
        "corrections": personnel.waiting_corrections(request.actor).count(),
        "to_follow": training.to_follow(request.actor),
        "to_adopt": policies.to_adopt_by(request.actor),
        "to_revise": policies.to_revise_by(request.actor),
        "to_let_revise": policies.to_let_revise_by(request.actor),
        "oath": oath.waiting_for(request.actor),
        "action_points": action_points.waiting_for(request.actor),
        "good_conversations": good_conversations.waiting_for(request.actor),
        "risks_to_review": risks.waiting_for(request.actor),
        "reads_risks": bool(risk_rules.may_read(request.actor)),
        "notices": queries.notices_for(request.actor),
        "hands_over": queries.hands_over(request.actor),
        "is_vouched_for": request.actor.holder in vault_queries.receivers().known.holders,
    }
    return render(request, "home/home.html", told)


@needs_keys
def key_work(request: DeskRequest) -> HttpResponse:
    """Do waiting key work in portions, with progress, until none is left."""
    if request.method == "POST":
        try:
            done = handover.do_key_work(by=request.actor)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("home:home")
        text = ngettext("%(n)s dossier gedaan.", "%(n)s dossiers gedaan.", done) % {"n": done}
        messages.success(request, text)
    left = vault_queries.key_work_for(request.actor).count()
    if not left:
        return redirect("home:home")
    return render(request, "home/key_work.html", {"left": left})
