"""The pages on which who handles a case sees whether its reporter suffers from it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rechtop import env
from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import NoKey, Refused, why_not
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import pdf
from rechtop.ground.ui.doing import is_done
from rechtop.tools.proofs import queries as proofs
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.protection import forms, operations, presenting, queries, rules
from rechtop.work.protection.models import CheckIn

_RECEIPT = "bewijs-eerste-melding"


@titled(_("Nadeel na de melding"))
@needs_keys
def check_ins(request: DeskRequest, number: str) -> HttpResponse:
    """Show what was asked and answered, and let someone write the reporter about it."""
    case = _found(request, number)
    asked = queries.current(case)
    if not case.has_mailbox:
        return _without_mailbox(request, case, asked)
    form = forms.Write(request.POST or None)
    if asked is None:
        return _page(request, case, None, _asked_no_more(form))
    if is_done(
        request,
        form,
        lambda: operations.write(asked, **form.cleaned_data, by=request.actor),
        _("Het bericht is verstuurd."),
    ):
        return redirect("protection:check_ins", number)
    return _page(request, case, asked, form)


def _asked_no_more(form: Form) -> Form | None:
    """Keep what someone typed for a question that is not open any more; nothing for who looks."""
    if form.is_bound:
        form.full_clean()
        form.add_error(None, _("Deze vraag staat niet meer open."))
        return form
    return None


def _without_mailbox(request: DeskRequest, case: Case, asked: CheckIn | None) -> HttpResponse:
    """Let who handles a case record what came of asking a reporter who has no mailbox."""
    form = forms.Record(request.POST or None, readers=cases.readers())
    if asked is None:
        return _page(request, case, None, _asked_no_more(form))
    if is_done(
        request,
        form,
        lambda: operations.record(asked, **form.details(), by=request.actor),
        _("Vastgelegd."),
    ):
        return redirect("protection:check_ins", case.number)
    shown = form.is_bound or rules.may_record(request.actor, asked)
    return _page(request, case, asked, form if shown else None)


def _page(
    request: DeskRequest, case: Case, asked: CheckIn | None, form: Form | None
) -> HttpResponse:
    told = {
        "case": case,
        "asked": asked,
        "form": form,
        "rows": presenting.rows(list(queries.of(case))),
        "to_come": presenting.to_come(case),
        "proof": _proof(request, case),
    }
    return render(request, "protection/check_ins.html", told)


@needs_keys
@require_POST
def note(request: DeskRequest, number: str) -> HttpResponse:
    """Take the question off one's desk."""
    case = _found(request, number)
    asked = queries.current(case)
    if asked is not None:
        try:
            operations.note(asked, by=request.actor)
        except (Refused, NoKey) as refusal:
            messages.error(request, why_not(refusal))
    return redirect("protection:check_ins", number)


@needs_keys
def proof(request: DeskRequest, number: str) -> HttpResponse:
    """Give the receipt of the first report that came with a report of detriment."""
    case = _found(request, number)
    found = _proof(request, case)
    if found is None:
        raise Http404
    return pdf.answer(_RECEIPT, proofs.as_pdf(found, address=_check(request)))


def _proof(request: DeskRequest, case: Case):  # type: ignore[no-untyped-def]
    try:
        return queries.first_proof(case, request.actor)
    except NoKey as error:
        raise _nothing_here(request) from error


def _check(request: HttpRequest) -> str:
    """Give the address where anyone checks a receipt."""
    path = reverse("proofs:check")
    return f"https://{env.HOSTS[0]}{path}" if env.PRODUCTION else request.build_absolute_uri(path)


def _found(request: DeskRequest, number: str) -> Case:
    """Find a case one may open."""
    case = cases.case_to_open(number, request.actor)
    if case is None or not rules.may_see(request.actor, case):
        raise _nothing_here(request)
    return case


def _nothing_here(request: DeskRequest) -> Http404:
    trail.note_refusal("case.opened", by=request.actor)
    return Http404()
