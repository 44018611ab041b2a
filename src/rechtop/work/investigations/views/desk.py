"""The pages about the decision on an investigation, and about its course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, put_on_form, why_not
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.kernel.rules import Rule, Verdict
from rechtop.ground.ui import once, tables
from rechtop.ground.ui.doing import is_done, tell
from rechtop.people.identity.models import Person
from rechtop.work.cases import queries as cases
from rechtop.work.cases import rules as case_rules
from rechtop.work.cases.models import Case
from rechtop.work.investigations import (
    forms,
    operations,
    presenting,
    queries,
    rules,
    taking_back,
)
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.states import OVER, Standing

_SIGNED = _("U hebt de verklaring afgelegd.")

MakeForm = Callable[[DeskRequest, Any, Dossier], django_forms.Form]
Handle = Callable[[DeskRequest, Any, Any], object]


@needs_keys
def overview(request: DeskRequest) -> HttpResponse:
    """List the investigations this person has something to do with."""
    if not rules.may_list(request.actor):
        raise Http404
    page = tables.page(request, *queries.listed_for(request.actor), handle="number")
    rows = [(one, presenting.COLOURS.get(Standing(one.state), "info")) for one in page.rows]
    return render(request, "investigations/list.html", {"rows": rows, "page": page})


@needs_keys
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show the investigations of a case, and ask for a decision where none runs."""
    case = _case(request, number)
    found = queries.of_case(case)
    told = {"case": case, "found": found}
    if not goes_on(request, rules.may_ask(request.actor, case)):
        return render(request, "investigations/of_case.html", told)
    form = _ask_form(request, case)
    try:
        if form.is_valid():
            outcome = once.do(form, lambda: _asked(request, case, form))
            tell(request, outcome, _("Het besluit is gevraagd."))
            return redirect(outcome.address)
    except Invalid as error:
        put_on_form(form, error)
    except (Refused, NoKey) as refusal:
        form.add_error(None, why_not(refusal))
    return render(request, "investigations/of_case.html", {**told, "form": form})


def _ask_form(request: DeskRequest, case: Case) -> forms.Ask:
    try:
        return forms.Ask(request.POST or None, deciders=queries.deciders(case, request.actor))
    except NoKey as error:
        raise nothing_here(request) from error


def _asked(request: DeskRequest, case: Case, form: forms.Ask) -> str:
    made = operations.ask(case, **form.cleaned_data, by=request.actor)
    return reverse("investigations:investigation", args=[made.number])


@needs_keys
def investigation(request: DeskRequest, number: str) -> HttpResponse:
    """Show an investigation: what can be done now, what was ordered, and what came of it."""
    found = visible(request, number)
    may = presenting.possible(request.actor, found)
    if may["sign"]:
        return redirect("investigations:sign", number)
    told = opened_or_none(request, found)
    if told is None and not case_rules.is_shown(request.actor, found.case):
        raise nothing_here(request)
    if told is None:  # the investigator does not hold the file yet, or not any more
        return render(request, "investigations/waiting.html", {"investigation": found})
    names, sent = presenting.names(told), queries.drafts_of(found)
    runs = found.state not in OVER
    has_come_out = found.final_on is not None or not runs
    shown = {
        "lacks": queries.lacks(found),
        "investigation": found,
        "case": found.case,
        "colour": presenting.COLOURS.get(Standing(found.state), "info"),
        "facts": presenting.facts(found, told, names),
        "order": presenting.order(told),
        "history": presenting.history(told, names),
        "may": may,
        "has_begun": bool(told.all("begun")),
        **presenting.work(told),
        **presenting.outcome(told),
        "gone": taking_back.taken_back(told),
        "drafts": presenting.drafts(told, sent),
        "readers": queries.readers(told, sent),
        "without_outcome": presenting.without_outcome(told, sent) if has_come_out else [],
        "is_left_over": found.state not in OVER
        and not case_rules.is_open(request.actor, found.case),
    }
    return render(request, "investigations/investigation.html", shown)


@needs_keys
def sign(request: DeskRequest, number: str) -> HttpResponse:
    """Let the investigator declare secrecy before the file opens."""
    found = visible(request, number)
    text = queries.secrecy_text()
    if text is None or not goes_on(request, rules.may_sign(request.actor, found)):
        raise nothing_here(request)
    form = forms.Sign(request.POST or None, initial={"shown": text.pk})
    if is_done(request, form, lambda: _signed(request, found, form), _SIGNED):
        return redirect("investigations:investigation", number)
    told = {"investigation": found, "text": text, "form": form}
    return render(request, "investigations/secrecy.html", told)


def _signed(request: DeskRequest, found: Investigation, form: forms.Sign) -> None:
    operations.sign_secrecy(found, shown=form.cleaned_data["shown"], by=request.actor)


def page(
    title: Any,
    button: Any,
    allowed: Rule,
    make_form: MakeForm,
    handle: Handle,
    done: Any,
    intro: Any = "",
) -> Callable[..., HttpResponse]:
    """Make a page with one form that does one thing in an investigation."""

    @titled(title)
    @needs_keys
    def view(request: DeskRequest, number: str, **which: str) -> HttpResponse:
        found = visible(request, number)
        told = opened_or_none(request, found)
        if told is None or not goes_on(request, allowed(request.actor, found)):
            raise nothing_here(request)
        form = _made(make_form, request, found, told, **which)
        if is_done(request, form, lambda: handle(request, found, form, **which), done):
            return redirect("investigations:investigation", number)
        shown = {"investigation": found, "form": form, "title": title, "button": button}
        return render(request, "investigations/one_thing.html", {**shown, "intro": intro})

    return view


def _choose_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.Ask:
    had = {*told.investigated(), *queries.at_work(found), found.investigator_id or 0}
    can = queries.deciders(found.case, request.actor).exclude(pk__in=had)
    return forms.Ask(request.POST or None, deciders=can)


def _investigators(request: DeskRequest, found: Investigation) -> QuerySet[Person]:
    return queries.investigators(found.case, request.actor).exclude(pk=found.decider_id or 0)


def _order_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.GiveOrder:
    return forms.GiveOrder(request.POST or None, investigators=_investigators(request, found))


def _replace_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.Replace:
    never = {*told.decided(), *queries.at_work(found), request.actor.number or 0}
    can = _investigators(request, found).exclude(pk__in=never)
    now = {"kind": told.kind_now(found.done_by), "bureau": told.newest("ordered").get("bureau", "")}
    return forms.Replace(request.POST or None, investigators=can, initial=now)


def _finish_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.Finish:
    without = presenting.without_outcome(told, queries.drafts_of(found))
    return forms.Finish(request.POST or None, without=without)


choose = page(
    _("Een ander laten beslissen"),
    _("Vraag deze persoon"),
    rules.may_choose_decider,
    _choose_form,
    lambda request, found, form: operations.choose_decider(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Een ander beslist nu over dit onderzoek."),
)
order = page(
    _("Opdracht geven"),
    _("Geef de opdracht"),
    rules.may_order,
    _order_form,
    lambda request, found, form: operations.order(found, **form.details(), by=request.actor),
    _("De opdracht is gegeven."),
)
replace = page(
    _("Een ander laten onderzoeken"),
    _("Laat deze persoon verder onderzoeken"),
    rules.may_replace,
    _replace_form,
    lambda request, found, form: operations.replace_investigator(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Een ander gaat verder. Die verklaart eerst geheimhouding."),
    _(
        "De sleutel van wie tot nu toe onderzocht, gaat weg. Wat is opgeschreven, blijft. De ander "
        "leest het na de verklaring van geheimhouding, zodra u de sleutel geeft. Een "
        "eindrapport verandert niet meer: de ander laat de mensen dan nog de uitkomst lezen."
    ),
)
decline = page(
    _("Geen onderzoek"),
    _("Besluit: geen onderzoek"),
    rules.may_decline,
    lambda request, found, told: forms.Decline(request.POST or None, case=found.case),
    lambda request, found, form: operations.decline(found, **form.details(), by=request.actor),
    _("Uw besluit staat in het dossier."),
)
give_key = page(
    _("De onderzoeker toelaten"),
    _("Geef de sleutel"),
    rules.may_give_key,
    lambda request, found, told: once.Once(request.POST or None),
    lambda request, found, form: operations.give_key(found, by=request.actor),
    _("De onderzoeker kan de zaak nu openen."),
    _(
        "De onderzoeker legde de verklaring van geheimhouding af. Na deze stap leest de "
        "onderzoeker dit dossier, en alleen dit."
    ),
)
finish = page(
    _("Onderzoek beëindigen"),
    _("Beëindig het onderzoek"),
    rules.may_finish,
    _finish_form,
    lambda request, found, form: operations.finish(found, **form.cleaned_data, by=request.actor),
    _("Het onderzoek is beëindigd. De onderzoeker kan de zaak niet meer openen."),
    _("De sleutel van de onderzoeker gaat weg. Wat is opgeschreven, blijft in het dossier."),
)


def _case(request: DeskRequest, number: str) -> Case:
    found = cases.case_to_open(number, request.actor)
    if found is None or not rules.may_see_of_case(request.actor, found):
        raise nothing_here(request)
    return found


def _made(
    make: MakeForm, request: DeskRequest, found: Any, told: Dossier, **which: str
) -> django_forms.Form:
    """Make a form that may look into the file of the case; a key can go at any moment."""
    try:
        return make(request, found, told, **which)
    except NoKey as error:
        raise nothing_here(request) from error


def visible(request: DeskRequest, number: str) -> Investigation:
    """Find an investigation one may see. Not there and not allowed give the same answer."""
    found = queries.to_open(number, request.actor)
    if found is None:
        raise nothing_here(request)
    return found


def goes_on(request: DeskRequest, verdict: Verdict | bool) -> bool:
    """Say whether to go on to the form of who can read the file.

    Who only looks is not shown a form they may not send. What was typed goes on in any case: it
    may have been allowed when the form was drawn. The operation then refuses, above the form and
    with the text still in it, or the second of a double click is told it was sent.
    """
    return request.method == "POST" or bool(verdict)


def opened_or_none(request: DeskRequest, found: Investigation) -> Dossier | None:
    """Open the file of an investigation; None for who holds no key to it."""
    try:
        return queries.opened(found, request.actor)
    except NoKey:
        return None


def nothing_here(request: DeskRequest) -> Http404:
    """Answer as for what is not there, and note that it was asked."""
    trail.note_refusal("investigation.opened", by=request.actor)
    return Http404()
