"""The pages on which the rules and the words of the oath are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.work.oath import forms, operations, presenting, queries, rules
from rechtop.work.oath.models import Official
from rechtop.work.oath.states import Form


def rules_page(request: DeskRequest) -> HttpResponse:
    """Show the words, the terms, and before whom the oath is taken."""
    or_404(rules.may_read_words(request.actor))
    told = {
        "words": presenting.words(),
        "terms": queries.terms(),
        "officials": queries.officials(),
        "may_arrange": bool(rules.may_arrange(request.actor)),
        "may_read": bool(rules.may_read(request.actor)),
    }
    return render(request, "oath/rules.html", told)


def words(request: DeskRequest, form: str) -> HttpResponse:
    """Show the words of a form as they were and are; who did not write the next, adopts them."""
    kind = _kind(request, form)
    held = queries.in_writing(kind)
    typed = forms.Adopt(request.POST or None, initial={"edition": held.edition if held else 0})

    def adopt() -> None:
        if held is None:
            raise Invalid(edition=_("Er is geen tekst om vast te stellen."))
        operations.adopt_words(held, **typed.cleaned_data, by=request.actor)

    if is_done(request, typed, adopt, _("De tekst is vastgesteld.")):
        return redirect("oath:words", form)
    if request.method == "POST" and held is None:
        messages.error(request, _("Er is geen tekst om vast te stellen."))
        return redirect("oath:words", form)
    adopts = rules.may_adopt_words(request.actor, held) if held else None
    told = {
        "kind": kind,
        "held": held,
        "form": typed,
        "adopted": queries.wordings(kind),
        "may_arrange": bool(rules.may_arrange(request.actor)),
        "may_adopt": bool(adopts),
        "why_not": adopts.reason if adopts is not None else "",
    }
    return render(request, "oath/words.html", told)


@titled(gettext_lazy("Tekst van de eed of belofte schrijven"))
def write(request: DeskRequest, form: str) -> HttpResponse:
    """Write the next words of a form."""
    kind = _kind(request, form)
    or_404(rules.may_arrange(request.actor))
    held = queries.in_writing(kind)
    now = next(iter(queries.wordings(kind)), None)
    typed = forms.Words(request.POST or None, initial=forms.Words.told(held, now))
    if is_done(
        request,
        typed,
        lambda: operations.write_words(form=kind, **typed.cleaned_data, by=request.actor),
        _("De tekst is bewaard. Een ander stelt hem vast."),
    ):
        return redirect("oath:words", form)
    told = {
        "kind": kind,
        "form": typed,
        "title": _("%(form)s: de volgende tekst") % {"form": kind.label},
        "button": _("Bewaar de tekst"),
    }
    return render(request, "oath/rule.html", told)


@require_POST
def throw_away(request: DeskRequest, form: str) -> HttpResponse:
    """Throw the words in writing away."""
    held = queries.in_writing(_kind(request, form))
    if held is None:
        return redirect("oath:words", form)
    try:
        operations.throw_words_away(held, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De tekst is weggegooid. De vorige blijft gelden."))
    return redirect("oath:words", form)


@titled(gettext_lazy("Termijn voor de eed of belofte"))
def term(request: DeskRequest) -> HttpResponse:
    """Say within how many months."""
    form = forms.ATerm(request.POST or None)
    words = (_("Een andere termijn"), _("De termijn is bewaard."))
    return _on_a_page(request, form, operations.set_term, words)


@titled(gettext_lazy("Bij wie de eed wordt afgelegd"))
def official(request: DeskRequest) -> HttpResponse:
    """Say before whom the oath is taken."""
    form = forms.AnOfficial(request.POST or None)
    words = (_("Bij wie leggen mensen de eed of belofte af?"), _("Het is bewaard."))
    return _on_a_page(request, form, operations.set_official, words)


@titled(gettext_lazy("Bij wie de eed wordt afgelegd: tot wanneer"))
def end_official(request: DeskRequest, number: int) -> HttpResponse:
    """Say until when the oath is taken before someone."""
    found = get_object_or_404(Official, pk=number)
    form = forms.Ended(request.POST or None, initial={"until_date": found.until_date})
    words = (_("%(who)s: tot wanneer?") % {"who": found}, _("Het is bewaard."))
    return _on_a_page(request, form, lambda **typed: operations.end_official(found, **typed), words)


def _on_a_page(
    request: DeskRequest,
    form: django_forms.Form,
    operate: Callable[..., Any],
    said: tuple[str, str],
) -> HttpResponse:
    or_404(rules.may_arrange(request.actor))
    title, done = said
    if is_done(request, form, lambda: operate(**form.cleaned_data, by=request.actor), done):
        return redirect("oath:rules")
    return render(request, "oath/rule.html", {"form": form, "title": title, "button": _("Bewaar")})


def _kind(request: DeskRequest, form: str) -> Form:
    or_404(rules.may_read_words(request.actor) and form in Form.values)
    return Form(form)
