"""The pages about cases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, put_on_form
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, once, sheets, tables
from rechtop.ground.ui.doing import is_done, tell
from rechtop.ground.vault.files import NobodyLeft
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.evidence import queries as evidence
from rechtop.tools.runs import queries as runs
from rechtop.tools.saved_lists import queries as saved_lists
from rechtop.tools.saved_lists.models import SavedList
from rechtop.work.cases import (
    closing,
    closing_forms,
    counting,
    dossiers,
    facts,
    filters,
    forms,
    operations,
    presenting,
    publishing,
    queries,
    rules,
    shutting_out,
    telling,
)
from rechtop.work.cases.models import Case, Row
from rechtop.work.cases.states import RowState
from rechtop.work.cases.views import lists

_SHOWN = 50


@needs_keys
def case_list(request: DeskRequest) -> HttpResponse:
    """List the cases this person can open, and for the team those that were taken over."""
    or_404(rules.may_list(request.actor))
    form = filters.offered_to(request.actor, request.GET)
    chosen = form.chosen()
    found = queries.seen_by(request.actor, chosen)
    page = tables.page(
        request,
        *(cases.select_related("handler") for cases in found),
        handle="number",
        oldest_first=form.is_oldest_first(),
        by=facts.ordered_by(chosen),
    )
    told = {
        "form": form,
        "page": page,
        "rows": presenting.rows(page.rows),
        "count": tables.bounded_count(*found),
        "is_filtered": bool(chosen),
        "query": request.GET.urlencode(),
        "this_year": clock.today().year if rules.may_see_year(request.actor) else None,
        "saved": _saved(request, form),
    }
    return render(request, "cases/list.html", told)


def _saved(request: DeskRequest, form: filters.Filter) -> list[tuple[SavedList, str, bool]]:
    """Give the lists this person saved, each in words, and whether it is the one that is shown."""
    shown = form.as_query()
    return [
        (one, form.of(one.query).in_words(), one.query == shown)
        for one in saved_lists.of(request.actor, lists.CASES)
    ]


@needs_keys
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a worksheet, with the same filters."""
    or_404(rules.may_list(request.actor))
    form = filters.offered_to(request.actor, request.GET)
    most = presenting.EXPORTED
    found = [
        case
        for cases in queries.seen_by(request.actor, form.chosen())
        for case in cases.order_by("-pk")[: most + 1]
    ]
    if len(found) > most:
        told = _("Dit zijn meer dan %(most)s zaken. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(most)})
        return redirect(f"{reverse('cases:list')}?{request.GET.urlencode()}")
    return sheets.answer("zaken", {str(_("Zaken")): presenting.sheet(found)})


@needs_keys
def registration(request: DeskRequest, number: str) -> HttpResponse:
    """Show a registration without a file, and close it while it still runs. What was typed stays
    where a colleague closed it meanwhile."""
    found = queries.registration(number, request.actor)
    if found is None:
        raise Http404
    row = queries.row_of(found)
    told = {
        "case": found,
        "name": found.source_number or found.number,
        "facts": presenting.facts(found, {}) + presenting.concluded(found, {}),
        "row": presenting.row_facts(queries.clear_texts(row)) if row else [],
    }
    if request.method == "POST" or rules.may_close_registration(request.actor, found):
        form = closing_forms.CloseRegistration(request.POST or None, case=found)
        done = _("De melding is afgesloten.")
        if is_done(request, form, lambda: _close_registration(request, found, form), done):
            return redirect("cases:registration", number)
        told["form"] = form
    return render(request, "cases/registration.html", told)


def _close_registration(
    request: DeskRequest, case: Case, form: closing_forms.CloseRegistration
) -> None:
    closed_on = form.cleaned_data["closed_on"]
    closing.close_registration(case, closing=form.closing(), closed_on=closed_on, by=request.actor)


@needs_keys
def rows(request: DeskRequest) -> HttpResponse:
    """List the rows for publication: to read, written, and still to write."""
    or_404(rules.may_list_rows(request.actor))
    told = {
        "to_read": queries.rows_for(request.actor),
        "written": queries.rows_of(request.actor)[:_SHOWN],
        "unwritten": queries.cases_without_row(request.actor)[:_SHOWN],
    }
    return render(request, "cases/rows.html", told)


@needs_keys
def year(request: DeskRequest, year: int) -> HttpResponse:
    """Show how the team's year goes: received, open, closed, terms kept."""
    or_404(rules.may_see_year(request.actor) and year in counting.span())
    told = {"year": year, "years": counting.span(), **presenting.year(year, request.actor)}
    return render(request, "cases/year.html", told)


@titled(_("Zaak invoeren"))
@needs_keys
def enter(request: DeskRequest) -> HttpResponse:
    """Enter a case that reached us another way."""
    or_404(rules.may_enter(request.actor))
    form = forms.Enter(request.POST or None, readers=queries.readers())
    if form.is_valid():
        try:
            outcome = once.do(form, lambda: _entered(request, form))
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            tell(request, outcome, _("De zaak is ingevoerd."))
            return redirect(outcome.address)
    return render(request, "cases/enter.html", {"form": form})


def _entered(request: DeskRequest, form: forms.Enter) -> str:
    case = operations.enter(**form.details(), by=request.actor)
    if not rules.holds_key(request.actor, case):
        return reverse("cases:list")
    return reverse("cases:case", args=[case.number])


@needs_keys
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case: what is known, what happened, what can be done now."""
    found = visible(request, number)
    try:
        opened = operations.open_case(found, by=request.actor)
    except (Refused, NoKey) as error:  # closed for this person a moment ago, or damaged
        raise nothing_here(request) from error
    if shutting_out.late(found, opened.items):
        with suppress(NoKey, NobodyLeft, Refused, Invalid):  # then a colleague does, or it waits
            shutting_out.shut_out(found, by=request.actor)
            found.refresh_from_db()
    names, row_of_case = presenting.names_in(opened), queries.row_of(found)
    told = {
        "case": opened.case,
        "facts": presenting.facts(opened.case, names),
        "report": presenting.report(opened),
        "timeline": telling.timeline(opened, names),
        "concerned": presenting.concerned(opened),
        "closed_for": presenting.closed_for(opened, names),
        "deadlines": deadlines.of(opened.case.ref),
        "course": runs.course(opened.case.ref),
        "outcome": presenting.outcome(opened),
        "row": row_of_case,
        "published": presenting.published(row_of_case),
        "files": evidence.attachments(opened.items),
        "may": presenting.possible(request.actor, opened),
    }
    return render(request, "cases/case.html", told)


Handle = Callable[[DeskRequest, Case, Any], None]


def _page(
    title: Any,
    button: Any,
    make_form: Callable[[DeskRequest, Case], django_forms.Form],
    handle: Handle,
    done: Any,
    intro: Any = "",
) -> Callable[..., HttpResponse]:
    """Make a page with one form that does one thing to a case."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str) -> HttpResponse:
        found = visible(request, number)
        try:
            form = make_form(request, found)
            remarks = _remarks(request, found) if handle is _propose else []
        except NoKey as error:
            raise nothing_here(request) from error
        if is_done(request, form, lambda: handle(request, found, form), done):
            still = queries.visible_to(request.actor).filter(pk=found.pk).exists()
            return redirect("cases:case", number) if still else redirect("cases:list")
        told = {"case": found, "form": form, "title": title, "button": button, "intro": intro}
        return render(request, "cases/one_thing.html", {**told, "remarks": remarks})

    return view


def _assign(request: DeskRequest, case: Case, form: forms.Assign) -> None:
    operations.assign(case, to=form.cleaned_data["to"], by=request.actor)


def _acknowledge(request: DeskRequest, case: Case, form: forms.Acknowledge) -> None:
    operations.acknowledge(
        case,
        on=form.cleaned_data.get("on") or clock.today(),
        message=form.cleaned_data.get("message", ""),
        by=request.actor,
    )


def _register(request: DeskRequest, case: Case, form: forms.Register) -> None:
    operations.register(
        case,
        regime=form.cleaned_data["regime"],
        is_wrongdoing=forms.yes_no(form.cleaned_data["is_wrongdoing"]),
        is_union_law_breach=forms.yes_no(form.cleaned_data["is_union_law_breach"]),
        steps=form.cleaned_data["steps"],
        reason=form.cleaned_data.get("reason", ""),
        shown=form.cleaned_data["shown"],
        by=request.actor,
    )


def _write(request: DeskRequest, case: Case, form: forms.Message) -> None:
    operations.write_to_reporter(case, **form.cleaned_data, by=request.actor)


def _feedback(request: DeskRequest, case: Case, form: forms.Feedback) -> None:
    operations.note_feedback(case, on=form.cleaned_data["on"], by=request.actor)


def _note(request: DeskRequest, case: Case, form: forms.Note) -> None:
    operations.write_note(case, text=form.cleaned_data["text"], by=request.actor)


def _concerned(request: DeskRequest, case: Case, form: forms.PersonConcerned) -> None:
    operations.name_person_concerned(case, **form.cleaned_data, by=request.actor)


def _refer(request: DeskRequest, case: Case, form: forms.Refer) -> None:
    operations.refer(case, **form.cleaned_data, by=request.actor)


def _close(request: DeskRequest, case: Case, form: closing_forms.Close) -> None:
    closing.close(
        case,
        closing=form.closing(),
        message=form.cleaned_data.get("message", ""),
        told=form.told(),
        regime=form.cleaned_data.get("regime", ""),
        by=request.actor,
    )


def _reopen(request: DeskRequest, case: Case, form: closing_forms.Reopen) -> None:
    closing.reopen(case, reason=form.cleaned_data["reason"], by=request.actor)


def _propose(request: DeskRequest, case: Case, form: forms.Row) -> None:
    texts = {name: form.cleaned_data[name] for name in Row.TEXTS}
    publishing.propose_row(case, texts=texts, reader=form.cleaned_data["reader"], by=request.actor)


def _row_form(request: DeskRequest, case: Case) -> forms.Row:
    row, _items = queries.row_of(case), queries.read(case, request.actor)
    texts = dict(queries.row_texts(row, request.actor)) if row else {}
    return forms.Row(
        request.POST or None,
        initial=texts,
        author=request.actor.number or 0,
        closed_for=queries.closed_for(case, request.actor),
    )


def _assign_form(request: DeskRequest, case: Case) -> forms.Assign:
    queries.read(case, request.actor)
    return forms.Assign(
        request.POST or None,
        initial={"to": case.handler_id},
        closed_for={*queries.closed_for(case, request.actor), *queries.guests_in(case)},
    )


def _close_form(request: DeskRequest, case: Case) -> closing_forms.Close:
    earlier = closing_forms.closing_again(queries.last_closing(case, request.actor))
    known = {**earlier, **dossiers.proposed_closing(case, request.actor)}
    warnings = closing.warnings(case, request.actor)
    return closing_forms.Close(request.POST or None, case=case, warnings=warnings, initial=known)


def _remarks(request: DeskRequest, case: Case) -> list[Any]:
    """Give what the second reader remarked on a row that came back."""
    row = queries.row_of(case)
    came_back = row is not None and row.state == RowState.SENT_BACK
    return queries.row_remarks(row, request.actor) if row and came_back else []


def _register_form(request: DeskRequest, case: Case) -> forms.Register:
    known = {
        "regime": case.regime,
        "is_wrongdoing": forms.as_yes_no(case.is_wrongdoing),
        "is_union_law_breach": forms.as_yes_no(case.is_union_law_breach),
        "shown": operations.as_registered(case),
    }
    return forms.Register(request.POST or None, initial=known, run=runs.of(case.ref))


assign = _page(
    _("Behandelaar kiezen"),
    _("Geef de zaak"),
    _assign_form,
    _assign,
    _("De zaak heeft een behandelaar."),
)
acknowledge = _page(
    _("Ontvangst bevestigen"),
    _("Bevestig de ontvangst"),
    lambda request, case: forms.Acknowledge(request.POST or None, case=case),
    _acknowledge,
    _("De ontvangst is bevestigd."),
)
register = _page(
    _("Procedure vastleggen"),
    _("Leg vast"),
    _register_form,
    _register,
    _("De procedure is vastgelegd."),
)
write = _page(
    _("Bericht aan de melder"),
    _("Verstuur"),
    lambda request, case: forms.Message(request.POST or None),
    _write,
    _("Het bericht is verstuurd."),
)
feedback = _page(
    _("Terugkoppeling noteren"),
    _("Leg vast"),
    lambda request, case: forms.Feedback(request.POST or None),
    _feedback,
    _("De terugkoppeling is genoteerd."),
)
note = _page(
    _("Notitie"),
    _("Bewaar de notitie"),
    lambda request, case: forms.Note(request.POST or None),
    _note,
    _("De notitie is bewaard."),
    _("De melder kan deze notitie niet lezen."),
)
concerned = _page(
    _("Betrokkene vastleggen"),
    _("Leg vast"),
    lambda request, case: forms.PersonConcerned(request.POST or None),
    _concerned,
    _("De betrokkene is vastgelegd."),
)
refer = _page(
    _("Naar de vervangers"),
    _("Geef de zaak door"),
    lambda request, case: forms.Refer(request.POST or None),
    _refer,
    _("De zaak is doorgegeven."),
)
close = _page(
    _("Zaak afsluiten"),
    _("Sluit de zaak af"),
    _close_form,
    _close,
    _("De zaak is afgesloten."),
)
reopen = _page(
    _("Zaak weer openen"),
    _("Open de zaak weer"),
    lambda request, case: closing_forms.Reopen(request.POST or None),
    _reopen,
    _("De zaak is weer open."),
)
propose_row = _page(
    _("Rij voor het jaarverslag"),
    _("Leg voor aan de tweede lezer"),
    _row_form,
    _propose,
    _("De rij ligt bij de tweede lezer."),
    _("Iedereen kan deze tekst later lezen. Schrijf zo dat niemand te herkennen is."),
)


def visible(request: DeskRequest, number: str) -> Case:
    """Find a case one may open. Not there and not allowed give the same answer in the same way.

    What someone sends goes on in any case: what they do with it refuses, with the text still there.
    """
    found = queries.case_to_open(number, request.actor)
    goes_on = found is not None and (
        request.method == "POST" or bool(rules.is_shown(request.actor, found))
    )
    if found is None or not goes_on:
        raise nothing_here(request)
    return found


def nothing_here(request: DeskRequest) -> Http404:
    trail.note_refusal("case.opened", by=request.actor)
    return Http404()


def or_404(verdict: Any) -> None:
    if not verdict:
        raise Http404
