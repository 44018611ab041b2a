"""The pages on which one hands over what one holds, and sees whose duty ends."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import needs_keys, not_kept
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import doing, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.vault.models import Sphere
from rechtop.overview.handover import forms, operations, queries, rules
from rechtop.overview.handover.operations import AT_ONCE, Done, Give
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import operations as case_operations
from rechtop.work.cases import rules as case_rules
from rechtop.work.cases.models import Case
from rechtop.work.identities import queries as identities

Files = QuerySet[Case]


@not_kept
@needs_keys
def cases(request: DeskRequest) -> HttpResponse:
    """List the cases one holds, first those nobody else can open, and hand over some or all."""
    or_404(rules.may_hand_over_cases(request.actor))
    lists = queries.lists(request.actor)
    asked = request.GET.get("wat", "")
    first = "alleen" if lists["alleen"].exists() else "alles"
    kind = asked if asked in lists else first
    to = queries.colleagues(request.actor, Sphere.CASES)
    form = forms.HandOver(request.POST or None, to=to)
    ticked = request.POST.getlist("numbers")[:AT_ONCE]
    if form.is_valid():
        if form.cleaned_data["which"] == "all":
            return _handed_over(request, form, lists[kind], operations.give_case, "cases")
        if listed := list(lists[kind].filter(number__in=[t for t in ticked if "\0" not in t])):
            done = _portion(request, form, operations.give_case, listed)
            return _finished(request, form, done, "cases")
        form.add_error("which", _("Kruis eerst aan wat u overdraagt."))
    told = {
        "form": form,
        "kind": kind,
        "kinds": [(name, tables.bounded_count(found)) for name, found in lists.items()],
        "page": tables.page(request, lists[kind], handle="number", oldest_first=True),
        "ticked": ticked,
        "can_give": to.exists(),
        "has_names": bool(rules.may_hand_over_names(request.actor)),
    }
    return render(request, "handover/cases.html", told)


@not_kept
@needs_keys
def names(request: DeskRequest) -> HttpResponse:
    """Hand over the names of reporters one keeps, all together."""
    or_404(rules.may_hand_over_names(request.actor))
    held = identities.names_held(request.actor)
    to = queries.colleagues(request.actor, Sphere.IDENTITIES)
    form = forms.HandOver(request.POST or None, to=to, is_whole=True)
    if form.is_valid():
        return _handed_over(request, form, held, operations.give_name, "names")
    told = {
        "form": form,
        "count": tables.bounded_count(held),
        "alone": tables.bounded_count(identities.names_held_alone(request.actor)),
        "can_give": to.exists(),
        "has_any": held.exists(),
    }
    return render(request, "handover/names.html", told)


def _handed_over(
    request: DeskRequest, form: forms.HandOver, listed: Files, give: Give, page: str
) -> HttpResponse:
    """Hand over the next portion of a list, and show how far it is while there is more."""
    rest = listed.order_by("pk")
    if after := form.after_number():
        reached = Case.objects.filter(number=after).values_list("pk", flat=True).first()
        rest = rest.filter(pk__gt=reached or 0)
    portion = list(rest[:AT_ONCE])
    done = _portion(request, form, give, portion)
    still = listed.filter(pk__gt=portion[-1].pk) if portion else listed.none()
    if not still.exists():
        return _finished(request, form, done, page)
    told = {
        "form": form,
        "done": done,
        "still": tables.bounded_count(still),
        "after": forms.mark(portion[-1].number),
    }
    return render(request, "handover/going_on.html", told)


def _portion(request: DeskRequest, form: forms.HandOver, give: Give, listed: list[Case]) -> Done:
    typed = form.cleaned_data
    done = operations.hand_over(
        give,
        listed,
        to=typed["to"],
        reason=typed["reason"],
        keeps=typed["access"] == "keep",
        by=request.actor,
    )
    return Done(done.given + (typed["given"] or 0), done.left + (typed["left"] or 0))


def _finished(request: DeskRequest, form: forms.HandOver, done: Done, page: str) -> HttpResponse:
    told = {"n": done.given, "name": form.cleaned_data["to"].name}
    text = ngettext(
        "%(n)s dossier overgedragen aan %(name)s.",
        "%(n)s dossiers overgedragen aan %(name)s.",
        done.given,
    )
    if done.given:
        messages.success(request, text % told)
    if done.left:
        messages.warning(request, _("De rest kan niet naar deze collega. Kies daarvoor een ander."))
    return redirect(f"handover:{page}")


@require_POST
@needs_keys
def seen(request: DeskRequest) -> HttpResponse:
    """Say that one has seen what was handed over."""
    or_404(case_rules.may_see_handovers(request.actor))
    try:
        case_operations.see_handovers(by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("home:home")


def who(request: DeskRequest) -> HttpResponse:
    """Show whose duty ends soon, and to the administrator how many files each alone can open."""
    or_404(rules.may_see_who_leaves(request.actor))
    counts = bool(rules.may_count(request.actor))
    told = {
        "asks": bool(rules.may_ask(request.actor)),
        "endings": organisation.ending_soon(),
        "counts": counts,
        "alone": organisation.held_alone() if counts else [],
        "lapsed": organisation.with_lapsed_keys() if counts else [],
    }
    return render(request, "handover/who.html", told)


@needs_keys
def earlier(request: DeskRequest) -> HttpResponse:
    """Ask that a new colleague gets the keys of what there already is, and show of whom who left
    open cases still stand."""
    or_404(rules.may_ask(request.actor))
    found = queries.earlier(request.actor)
    to = queries.can_be_asked_for(request.actor)
    form = forms.Ask(request.POST or None, to=to, choices=_choices(found))

    def ask() -> None:
        typed = form.cleaned_data
        operations.ask_for_earlier(typed["to"], what=typed["what"], by=request.actor)

    done = _("Gevraagd. Het wacht nu als sleutelwerk op wie de dossiers kan openen.")
    if doing.is_done(request, form, ask, done):
        return redirect("handover:earlier")
    left = [one for one in found.values() if one.handler]
    return render(request, "handover/earlier.html", {"form": form, "left": left, "found": found})


def _choices(found: dict[str, queries.Earlier]) -> list[tuple[str, str]]:
    texts = {
        "zaken": _("Alle open zaken (%(n)s)"),
        "namen": _("De namen van melders in open zaken (%(n)s)"),
    }
    of_one = _("Alleen de open zaken van %(name)s (%(n)s)")
    return [
        (what, texts.get(what, of_one) % {"n": one.many, "name": getattr(one.handler, "name", "")})
        for what, one in found.items()
    ]
