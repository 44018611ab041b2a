"""The pages of the programme of a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel import records
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import doing
from rechtop.ground.ui.hiding import or_404
from rechtop.work.programme import forms, operations, presenting, queries, rules
from rechtop.work.programme.models import Activity, Advice, BibobCount, Kept


@dataclass(frozen=True)
class Part:
    """One of the three kinds of things a programme is made of."""

    model: type[Kept]
    form: type[forms._OfYear]
    keep: Callable[..., Any]
    year: str
    adding: Any
    changing: Any
    question: Any


PARTS = {
    "activiteit": Part(
        Activity,
        forms.AnActivity,
        operations.keep_activity,
        "year",
        gettext_lazy("Activiteit toevoegen"),
        gettext_lazy("Activiteit wijzigen"),
        gettext_lazy("Deze activiteit weghalen"),
    ),
    "bibob": Part(
        BibobCount,
        forms.ABibobCount,
        operations.keep_bibob_count,
        "year",
        gettext_lazy("Bibob-aantal toevoegen"),
        gettext_lazy("Bibob-aantal wijzigen"),
        gettext_lazy("Dit aantal weghalen"),
    ),
    "advies": Part(
        Advice,
        forms.AnAdvice,
        operations.keep_advice,
        "year",
        gettext_lazy("Voorbeeld van een advies toevoegen"),
        gettext_lazy("Voorbeeld van een advies wijzigen"),
        gettext_lazy("Dit voorbeeld weghalen"),
    ),
}


def first(request: DeskRequest) -> HttpResponse:
    """Lead to the year to begin with."""
    or_404(rules.may_read(request.actor))
    return redirect("programme:year", queries.first_shown_year())


def year(request: DeskRequest, year: int) -> HttpResponse:
    """Show the programme of a year."""
    or_404(rules.may_read(request.actor) and queries.can_be_kept(year))
    return render(request, "programme/year.html", presenting.programme(year, request.actor))


def add(request: DeskRequest, year: int, kind: str) -> HttpResponse:
    """Add something to a year."""
    part = _part(request, year, kind)
    if verdict := _refusal(request, part.model(**{part.year: year})):
        return _back(request, year, verdict)
    form = part.form(request.POST or None, year=year, initial=_first_values(kind, year))
    if doing.is_done(
        request,
        form,
        lambda: part.keep(**{part.year: year}, **form.details(), by=request.actor),
        _("Het staat in het programma."),
    ):
        return redirect("programme:year", year)
    told = {"year": year, "form": form, "title": part.adding, "button": _("Voeg toe")}
    return render(request, "programme/one_thing.html", told)


def change(request: DeskRequest, year: int, kind: str, number: int) -> HttpResponse:
    """Change something of a year, or take it away."""
    part = _part(request, year, kind)
    found = _of_year(part, year, number)
    verdict = rules.may_change(request.actor, found)
    if not verdict and request.method != "POST":
        return _back(request, year, verdict.reason)
    form = part.form(request.POST or None, year=year, initial=_values(part.form, found))
    if doing.is_done(
        request,
        form,
        lambda: operations.change(
            found, shown=form.cleaned_data["shown"], **form.details(), by=request.actor
        ),
        _("De wijziging is bewaard."),
    ):
        return redirect("programme:year", year)
    told = {
        "year": year,
        "form": form,
        "title": part.changing,
        "button": _("Bewaar"),
        "record": found,
        "name": presenting.heading(found),
        "kind": kind,
        "question": part.question,
    }
    return render(request, "programme/one_thing.html", told)


@require_POST
def take_away(request: DeskRequest, year: int, kind: str, number: int) -> HttpResponse:
    """Take something of a year away."""
    found = _of_year(_part(request, year, kind), year, number)
    try:
        operations.take_away(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Het is weggehaald."))
    return redirect("programme:year", year)


def words(request: DeskRequest, year: int) -> HttpResponse:
    """Show the words before the figures to their second reader, who adopts them."""
    or_404(rules.may_read(request.actor) and queries.can_be_kept(year))
    text = queries.text(year)
    if text is None:
        raise Http404
    form = forms.Read(request.POST or None, initial={"edition": text.edition})
    if doing.is_done(
        request,
        form,
        lambda: operations.adopt_text(text, **form.cleaned_data, by=request.actor),
        _("De tekst is vastgesteld."),
    ):
        return redirect("programme:year", year)
    if form.errors:
        messages.error(request, " ".join(str(one) for told in form.errors.values() for one in told))
        return redirect("programme:words", year)
    told = {"year": year, "form": form, "words": presenting.words(year, request.actor)}
    return render(request, "programme/words.html", told)


def write(request: DeskRequest, year: int) -> HttpResponse:
    """Write the words before the figures of a year."""
    or_404(rules.may_keep(request.actor) and queries.can_be_kept(year))
    known = presenting.words(year, request.actor)
    if not known.may_write and request.method != "POST":
        return redirect("programme:year", year)
    text = known.text
    begun = {"body": text.body, "edition": text.edition} if text else {"edition": 0}
    form = forms.Words(request.POST or None, initial=begun)
    if doing.is_done(
        request,
        form,
        lambda: operations.write_text(year=year, **form.cleaned_data, by=request.actor),
        _("De tekst is bewaard. Een ander stelt hem vast."),
    ):
        return redirect("programme:year", year)
    told = {"year": year, "words": known, "form": form, "others": _others(form, text)}
    return render(request, "programme/write.html", told)


def _others(form: forms.Words, text: Any) -> str:
    """Give what another wrote meanwhile; who saves after reading that, writes over it."""
    if text is None or not form.errors or form.data.get("edition") == str(text.edition):
        return ""
    form.go_on_from(text.edition)
    return str(text.body)


def _part(request: DeskRequest, year: int, kind: str) -> Part:
    or_404(rules.may_keep(request.actor) and queries.can_be_kept(year) and kind in PARTS)
    return PARTS[kind]


def _of_year(part: Part, year: int, number: int) -> Kept:
    model: Any = part.model
    found: Kept = get_object_or_404(model, pk=number)
    or_404(year in rules.years_of(found))
    return found


def _first_values(kind: str, year: int) -> dict[str, Any]:
    if kind == "advies":
        return {"number": queries.next_advice_number(year), "kind": "voorbeeld"}
    return {}


def _values(form: type[forms._OfYear], record: Kept) -> dict[str, Any]:
    told = {name: getattr(record, name) for name in form.base_fields if name != "shown"}
    return {**told, "shown": records.mark(record, *sorted(told))}


def _refusal(request: DeskRequest, record: Kept) -> Any:
    """Give why something cannot be begun; what was typed already is never thrown away for it."""
    return "" if request.method == "POST" else rules.may_change(request.actor, record).reason


def _back(request: DeskRequest, year: int, reason: Any) -> HttpResponse:
    messages.error(request, str(reason))
    return redirect("programme:year", year)
