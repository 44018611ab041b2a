"""The pages of the coordinator: open a round, follow it, remind, close it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import dutch, sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.work.requests import forms, operations, presenting, queries, rules
from rechtop.work.requests.models import Request, Round
from rechtop.work.requests.states import Quarter

_QUESTIONS_SHOWN = 20
_QUARTERS_SHOWN = 20


def overview(request: DeskRequest) -> HttpResponse:
    """List the rounds with their coverage, and propose the next."""
    or_404(rules.may_see(request.actor))
    page = tables.page(request, queries.rounds(), handle="pk")
    told = {
        "page": page,
        "rows": presenting.round_rows(page.rows),
        "proposed": queries.proposed(),
        "let_go": queries.let_go()[:_QUARTERS_SHOWN],
        "may_open": not queries.open_round() and bool(queries.possible_quarters()),
        "question": queries.question_on(),
    }
    return render(request, "requests/overview.html", told)


@titled(gettext_lazy("Uitvraag beginnen"))
def open_round(request: DeskRequest) -> HttpResponse:
    """Open a round."""
    or_404(rules.may_open(request.actor))
    form = forms.Open(
        request.POST or None,
        quarters=queries.possible_quarters(),
        initial={"over": request.GET.get("over", "")},
    )
    if form.is_valid():
        found = _done(form, lambda: operations.open_round(**form.details(), by=request.actor))
        if found:
            messages.success(request, _("De uitvraag loopt. De leidinggevenden krijgen bericht."))
            return _to(found)
    running, question = queries.open_round(), queries.question_on()
    told = {"form": form, "running": running, "question": question}
    return render(request, "requests/open.html", told)


@titled(gettext_lazy("De vraag van de uitvraag"))
def question(request: DeskRequest) -> HttpResponse:
    """Show the questions there were, and write the next one."""
    or_404(rules.may_write_question(request.actor))
    form = forms.NewQuestion(request.POST or None, held=queries.question_on())
    if form.is_valid() and _done(
        form, lambda: operations.write_question(**form.cleaned_data, by=request.actor)
    ):
        messages.success(request, _("De vraag is bewaard."))
        return redirect("requests:question")
    told = {"form": form, "questions": queries.questions()[:_QUESTIONS_SHOWN]}
    return render(request, "requests/question.html", told)


def one_round(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Show a round: coverage of each department, and who has not answered."""
    found = _found(request, year, quarter)
    form = forms.Filter(request.GET, departments=queries.departments(found))
    listed = queries.requests_of(found).filter(**form.chosen())
    page = tables.page(request, listed, handle="number", oldest_first=True)
    told = {
        "round": found,
        "form": form,
        "page": page,
        "rows": presenting.request_rows(page.rows),
        "count": tables.bounded_count(listed),
        "is_filtered": bool(form.chosen()),
        "query": request.GET.urlencode(),
        "coverage": queries.coverage([found.pk]).get(found.pk, queries.NOBODY),
        "facts": presenting.facts(found),
        "has_people": queries.requests_of(found).exists(),
        "departments": presenting.departments(list(queries.tallies(found))),
        "reminders": queries.reminders(found),
        "newcomers": queries.not_yet_asked(found).count() if found.is_open else 0,
        "may_act": bool(rules.may_close(request.actor, found)),
    }
    return render(request, "requests/round.html", told)


def export(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Give a round as a worksheet, with the same filters."""
    found = _found(request, year, quarter)
    form = forms.Filter(request.GET, departments=queries.departments(found))
    listed = queries.requests_of(found).filter(**form.chosen()).order_by("pk")
    rows, most = list(listed[: presenting.EXPORTED + 1]), presenting.EXPORTED
    if len(rows) > most:
        told = _("Dit zijn meer dan %(most)s mensen. Kies eerst een filter.")
        messages.error(request, told % {"most": dutch.number(most)})
        return _to(found)
    covered = presenting.departments(list(queries.tallies(found)))
    return sheets.answer(f"uitvraag-{year}-{quarter}", presenting.sheets(rows, covered))


@require_POST
def remind(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Remind everybody who has not answered."""
    found = _found(request, year, quarter)
    count = _try(request, lambda: operations.remind(found, by=request.actor))
    if count is not None:
        text = ngettext(
            "%(n)s leidinggevende krijgt een herinnering.",
            "%(n)s leidinggevenden krijgen een herinnering.",
            count,
        )
        messages.success(request, text % {"n": dutch.number(count)})
    return _to(found)


@require_POST
def ask_newcomers(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Ask those who became a manager since."""
    found = _found(request, year, quarter)
    if _try(request, lambda: operations.ask_newcomers(found, by=request.actor)) is not None:
        messages.success(request, _("De nieuwe leidinggevenden krijgen bericht."))
    return _to(found)


@require_POST
def let_go(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Let a quarter that passed go without a round."""
    or_404(rules.may_let_go(request.actor))
    over = Quarter(year, quarter)
    if _try(request, lambda: operations.let_go(over=over, by=request.actor) or True):
        messages.success(request, _("Over dit kwartaal komt er geen uitvraag."))
    return redirect("requests:overview")


@require_POST
def close(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Close a round."""
    found = _found(request, year, quarter)
    if _try(request, lambda: operations.close(found, by=request.actor) or True):
        messages.success(request, _("De uitvraag is gesloten."))
    return _to(found)


def move(request: DeskRequest, year: int, quarter: int) -> HttpResponse:
    """Give managers until another day."""
    found = _found(request, year, quarter)
    form = forms.LastDay(request.POST or None, initial={"due_on": found.due_on})
    if form.is_valid() and _done(
        form, lambda: operations.move_last_day(found, **form.cleaned_data, by=request.actor) or True
    ):
        messages.success(request, _("De laatste dag is veranderd."))
        return _to(found)
    told = {"form": form, "round": found, "title": _("Een andere laatste dag")}
    return render(request, "requests/one_thing.html", {**told, "button": _("Bewaar")})


def let_lapse(request: DeskRequest, number: str) -> HttpResponse:
    """Let the request to one manager lapse, with a reason."""
    asked = _asked(request, number)
    form = forms.LetLapse(request.POST or None)
    if form.is_valid() and _done(
        form, lambda: operations.let_lapse(asked, **form.cleaned_data, by=request.actor) or True
    ):
        messages.success(request, _("De vraag is vervallen. Deze persoon telt niet meer mee."))
        return _to(asked.round)
    title = _("Vraag aan %(name)s laten vervallen") % {"name": asked.person.name}
    told = {"form": form, "round": asked.round, "title": title, "button": _("Laat vervallen")}
    return render(request, "requests/one_thing.html", told)


@require_POST
def ask_again(request: DeskRequest, number: str) -> HttpResponse:
    """Ask someone after all."""
    asked = _asked(request, number)
    if _try(request, lambda: operations.ask_again(asked, by=request.actor) or True):
        messages.success(request, _("De vraag is weer gesteld."))
    return _to(asked.round)


def _found(request: DeskRequest, year: int, quarter: int) -> Round:
    or_404(rules.may_see(request.actor))
    found = queries.round_over(year, quarter)
    if found is None:
        raise Http404
    return found


def _asked(request: DeskRequest, number: str) -> Request:
    or_404(rules.may_see(request.actor))
    asked = queries.find(number)
    if asked is None:
        raise Http404
    return asked


def _to(found: Round) -> HttpResponse:
    return redirect("requests:round", found.year, found.quarter)


def _done(form: Any, operate: Callable[[], Any]) -> Any:
    """Do it and give what came of it; if it was not done, the form says why."""
    try:
        return operate()
    except Invalid as error:
        put_on_form(form, error)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def _try(request: DeskRequest, operate: Callable[[], Any]) -> Any:
    """Do it and give what came of it; if it was not done, say why above the page."""
    try:
        return operate()
    except Invalid as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return None
