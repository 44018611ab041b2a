"""The pages on which rights are looked at once a year."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import sheets, tables
from rechtop.ground.ui.hiding import or_404
from rechtop.people.reviews import forms, operations, presenting, queries, rules
from rechtop.people.reviews.models import Review


def overview(request: DeskRequest) -> HttpResponse:
    """Show when the next review is due and what the earlier ones said; begin one."""
    or_404(rules.may_read(request.actor))
    if request.method == "POST":
        try:
            started = operations.start(by=request.actor)
        except Invalid as error:
            messages.error(request, " ".join(error.messages))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("reviews:review", started.pk)
        return redirect("reviews:overview")
    told = {
        "running": queries.running(),
        "due_on": queries.due_on(),
        "is_due": queries.is_due(),
        "page": tables.page(request, queries.closed().select_related("closed_by"), handle="pk"),
        "may_start": bool(rules.may_start(request.actor)),
    }
    return render(request, "reviews/overview.html", told)


def review(request: DeskRequest, number: int) -> HttpResponse:
    """Show the list while it runs, and once it is closed the whole of it as the report."""
    found = _readable(request, number)
    is_closed = found.closed_on is not None
    asked = request.GET.get("wat", "")
    part = "alles" if is_closed else asked if asked in queries.PARTS else _first_part(found)
    people = queries.people_on(found, part)
    page = (
        None
        if is_closed
        else tables.page(request, people, handle="pk", oldest_first=True, by="sort_name")
    )
    told = {
        "review": found,
        "facts": presenting.facts(found),
        "part": part,
        "parts": [(name, queries.people_on(found, name).count()) for name in queries.PARTS],
        "page": page,
        "rows": presenting.rows(found, page.rows if page else people, viewer=request.person.pk),
        "is_closed": is_closed,
        "may_answer": bool(rules.may_answer(request.actor, found)),
        "arranges": bool(rules.may_arrange(request.actor)),
        "may_close": bool(rules.may_close(request.actor, found)),
        "is_settled": not is_closed
        and queries.settled(found).count() == queries.lines(found).count(),
    }
    return render(request, "reviews/review.html", told)


def _first_part(found: Review) -> str:
    """Give the first part in which something is to be done."""
    waiting = (name for name in ("open", "uitvoeren") if queries.PARTS[name](found).exists())
    return next(waiting, "alles")


@titled(gettext_lazy("Rechten nalopen"))
def person(request: DeskRequest, number: int, person: int) -> HttpResponse:
    """Say of someone's duties whether they are right."""
    found = _readable(request, number)
    someone = queries.people_on(found).filter(pk=person).first()
    if someone is None or not rules.may_answer(request.actor, found):
        raise Http404
    or_404(rules.may_answer_about(request.actor, someone))
    seen = queries.rights(found, [someone])[0]
    form = forms.Answers(request.POST or None, lines=seen.to_answer, mark=seen.mark)
    if form.is_valid():
        try:
            operations.answer(
                found,
                person=someone,
                answers=form.answers(),
                shown=form.cleaned_data["shown"],
                by=request.actor,
            )
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Genoteerd: %(name)s.") % {"name": someone.name})
            return redirect("reviews:review", number)
    told = {"review": found, "rights": seen, "form": form}
    return render(request, "reviews/person.html", told)


def close(request: DeskRequest, number: int) -> HttpResponse:
    """Close the list."""
    found = _readable(request, number)
    or_404(rules.may_close(request.actor, found))
    form = forms.Close(request.POST or None)
    if form.is_valid():
        try:
            operations.close(found, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            put_on_form(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("De lijst is gesloten. Dit is het verslag."))
            return redirect("reviews:review", number)
    return render(request, "reviews/close.html", {"review": found, "form": form})


def worksheet(request: DeskRequest, number: int) -> HttpResponse:
    """Give the list as a worksheet."""
    found = _readable(request, number)
    name = f"rechten-{found.started_on}"
    return sheets.answer(name, {str(found.started_on): presenting.sheet(found)})


def _readable(request: DeskRequest, number: int) -> Review:
    or_404(rules.may_read(request.actor))
    return get_object_or_404(Review, pk=number)
