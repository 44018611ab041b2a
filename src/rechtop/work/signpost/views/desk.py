"""Keep the signpost: read it, write the next edition, adopt that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.work.signpost import forms, layout, operations, presenting, queries, rules
from rechtop.work.signpost.layout import End, Question, Signpost
from rechtop.work.signpost.models import Edition


def overview(request: DeskRequest) -> HttpResponse:
    """Show the signpost in force, or the edition in writing with what must be mended."""
    or_404(rules.may_read(request.actor))
    may_write = bool(rules.may_write(request.actor))
    edition = (queries.in_writing() if may_write else None) or queries.adopted().first()
    signpost = layout.read(edition.content) if edition else Signpost()
    told = {
        **presenting.whole(signpost),
        "edition": edition,
        "may_write": may_write,
        "is_in_writing": edition is not None and edition.adopted_on is None,
        "shown": operations.fingerprint(signpost),
        "earlier": queries.adopted(),
    }
    return render(request, "signpost/overview.html", told)


def edition(request: DeskRequest, version: int) -> HttpResponse:
    """Show an edition as it was adopted."""
    or_404(rules.may_read(request.actor))
    found = get_object_or_404(queries.adopted(), version=version)
    told = {**presenting.whole(layout.read(found.content)), "edition": found, "is_earlier": True}
    return render(request, "signpost/overview.html", told)


@require_POST
def begin(request: DeskRequest) -> HttpResponse:
    """Begin the next edition."""
    or_404(rules.may_write(request.actor))
    operations.begin(by=request.actor)
    return redirect("signpost:overview")


@require_POST
def adopt(request: DeskRequest) -> HttpResponse:
    """Adopt the edition in writing."""
    done = _("De wegwijzer is vastgesteld. Iedereen ziet hem nu zo.")
    return _change(request, done, operations.adopt, shown=_shown(request))


@require_POST
def throw_away(request: DeskRequest) -> HttpResponse:
    """Throw the edition in writing away."""
    done = _("De nieuwe uitgave is weggegooid. De vorige blijft gelden.")
    return _change(request, done, operations.throw_away, shown=_shown(request))


@require_POST
def take_away(request: DeskRequest, code: str) -> HttpResponse:
    """Take a question or end away."""
    return _change(
        request, _("Weggehaald."), operations.take_away, code=code, shown=_shown(request)
    )


@require_POST
def begin_with(request: DeskRequest, code: str) -> HttpResponse:
    """Let the signpost begin with this question."""
    done = _("De wegwijzer begint nu met deze vraag.")
    return _change(request, done, operations.begin_with, code=code)


def add_question(request: DeskRequest) -> HttpResponse:
    """Add a question."""
    return _write(request, "v", None)


def add_end(request: DeskRequest) -> HttpResponse:
    """Add an end."""
    return _write(request, "r", None)


def place(request: DeskRequest, code: str) -> HttpResponse:
    """Change a question or an end."""
    return _write(request, "", code)


def _write(request: DeskRequest, letter: str, code: str | None) -> HttpResponse:
    edition = _edition_in_writing(request)
    signpost = layout.read(edition.content)
    held = signpost.place(code) if code else None
    if code and held is None:
        if request.method != "POST":
            raise Http404
        letter, code = code[0], None  # a colleague took it away: it can be kept as a new one
    key = code or signpost.next_code(letter)
    is_question = isinstance(held, Question) if held else letter == "v"
    form = _form(request, signpost, held, is_question=is_question)
    if form.is_bound and edition.adopted_on is not None:
        form.add_error(None, operations.GONE)

    def keep() -> None:
        shown = form.cleaned_data["shown"]
        operations.keep(edition, code=key, place=form.place(), shown=shown, by=request.actor)

    if is_done(request, form, keep, _("Bewaard.")):
        return redirect("signpost:overview")
    form.show(operations.as_text(signpost, key))
    told = {"form": form, "is_question": is_question, "code": code or ""}
    return render(request, "signpost/place.html", told)


def _form(request: DeskRequest, signpost: Signpost, held: Any, *, is_question: bool) -> Any:
    data = request.POST or None
    if is_question:
        return forms.AQuestion(data, signpost=signpost, question=held or Question())
    return forms.AnEnd(data, end=held or End())


def _shown(request: DeskRequest) -> str:
    return request.POST.get("shown", "")


def _edition_in_writing(request: DeskRequest) -> Edition:
    """Give the edition in writing; to who sends something after a colleague adopted it or threw it
    away, the one adopted last: nothing of that changes, and what was typed stays on its page.
    """
    or_404(rules.may_write(request.actor))
    edition = queries.in_writing()
    if edition is None and request.method == "POST":
        edition = queries.adopted().first()
    if edition is None:
        raise Http404
    return edition


def _change(
    request: DeskRequest, done: str, change: Callable[..., None], **told: str
) -> HttpResponse:
    or_404(rules.may_write(request.actor))
    edition = queries.in_writing()
    if edition is None:
        messages.error(request, operations.GONE)
        return redirect("signpost:overview")
    try:
        change(edition, by=request.actor, **told)
    except (Invalid, Refused) as error:
        messages.error(request, " ".join(getattr(error, "messages", [str(error)])))
    else:
        messages.success(request, done)
    return redirect("signpost:overview")
