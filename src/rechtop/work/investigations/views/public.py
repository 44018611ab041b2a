"""The pages of who reads a draft with seven words: read what is yours, and answer.

Addresses are neutral, since browsers keep them. There is no account and no JavaScript.
"""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, put_on_form
from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.ui import once, one_cookie
from rechtop.ground.ui.one_cookie import OneCookie
from rechtop.ground.vault import reporters
from rechtop.ground.vault.reporters import Mailbox
from rechtop.work.investigations import forms, presenting, queries, reporting, rules
from rechtop.work.investigations.models import PersonalDraft

NOT_FOUND = _(
    "Bij deze woorden vinden wij niets. Kijk of de volgorde klopt en probeer het nog een keer."
)
_LONGER_THAN_A_LETTER_IS_OPEN = 60 * 60


@open_to_all
def enter(request: HttpRequest) -> HttpResponse:
    """Come in with the seven words of a letter."""
    cookie = one_cookie.read_or_new(request)
    form = forms.Words(request.POST if "words" in request.POST else None)
    found = _found(form)
    if found is not None:
        opened, draft = found
        return _let_in(request, opened, draft, cookie)
    typed = request.POST.get("text", "")
    if form.is_bound and form.is_valid() and not typed:
        return HttpResponse(_refusal(request, cookie))
    if form.is_bound and form.is_valid():
        form.add_error("words", str(NOT_FOUND))
    response = render(request, "investigations/enter.html", {"form": form, "typed": typed})
    one_cookie.put(response, cookie)
    return response


def _found(form: forms.Words) -> tuple[Mailbox, PersonalDraft] | None:
    """Find what the words open. Words of nobody and those of a draft that is over are alike."""
    if not form.is_valid():
        return None
    opened = reporters.find(form.cleaned_data["words"], use=reporters.DRAFT)
    draft = queries.draft_of(opened.file) if opened else None
    return (opened, draft) if opened and draft else None


def _refusal(request: HttpRequest, cookie: OneCookie) -> str:
    """Write the page for words of nobody, drawn once a minute and filled in here.

    Someone who guesses sends thousands of these; drawing each would take the server from others.
    """
    page = _drawn_refusal(get_language() or "", int(time.monotonic() / 60))
    typed = escape(request.POST.get("words", ""))
    return page.replace(_TYPED, typed).replace(_TOKEN, cookie.form_secret())


_TYPED, _TOKEN = "typed-words-stand-here", "form-token-stands-here"


@lru_cache(maxsize=4)
def _drawn_refusal(language: str, _moment: int) -> str:
    form = forms.Words({"words": _TYPED})
    form.errors["words"] = form.error_class([str(NOT_FOUND)], field_id=form["words"].auto_id)
    request = HttpRequest()
    request.path = reverse("letters:enter")
    told = {"form": form, "csrf_token": _TOKEN}
    return render_to_string("investigations/enter.html", told, request)


def _let_in(
    request: HttpRequest, opened: Mailbox, draft: PersonalDraft, cookie: OneCookie
) -> HttpResponse:
    """Open the draft in this browser; what was typed before the words were asked is still there."""
    cache.set(_closing(cookie), False, 1)
    response: HttpResponse = redirect("letters:read")
    if typed := request.POST.get("text", ""):
        one_cookie.hold(request, cookie)
        form = forms.Reaction(initial={"text": typed})
        response = _page(request, draft, opened, form)
    one_cookie.put(response, OneCookie(cookie.root, opened.closed(cookie.root)))
    return response


@open_to_all
def read(request: HttpRequest) -> HttpResponse:
    """Read one's own draft, and answer it."""
    cookie = one_cookie.read(request)
    opened = _opened(cookie) if cookie else None
    draft = queries.draft_of(opened.file) if opened else None
    form = forms.Reaction(request.POST or None)
    if cookie is None or opened is None or draft is None:
        return _ask_again(request)
    try:
        if form.is_valid():
            response = _answered(request, draft, opened, form)
        else:
            response = _page(request, draft, opened, form)
    except NoKey:  # the file was put back or tampered with; nothing of what was typed is lost
        return _ask_again(request)
    one_cookie.put(response, OneCookie(cookie.root, opened.closed(cookie.root)))
    return response


def _answered(
    request: HttpRequest, draft: PersonalDraft, opened: Mailbox, form: forms.Reaction
) -> HttpResponse:
    text, by = form.cleaned_data["text"], _actor(opened)
    try:
        once.do(form, lambda: reporting.react(draft, text=text, by=by))
    except Invalid as error:
        put_on_form(form, error)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        return redirect("letters:read")
    return _page(request, draft, opened, form)


def _page(
    request: HttpRequest, draft: PersonalDraft, opened: Mailbox, form: forms.Reaction
) -> HttpResponse:
    actor = _actor(opened)
    told = presenting.letter(queries.open_draft(draft, actor.keyring), _("Uw reactie"))
    may_react = bool(rules.may_react(actor, draft))
    shown = {"form": form, "may_react": may_react, "draft": draft, **told}
    return render(request, "investigations/read.html", shown)


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Ask the words of who was away too long; what they typed goes along."""
    typed = request.POST.get("text", "")
    if not typed:
        return redirect("letters:enter")
    cookie = one_cookie.read_or_new(request)
    told = {"form": forms.Words(), "typed": typed}
    response = render(request, "investigations/enter.html", told)
    one_cookie.put(response, cookie)
    return response


@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Close the draft in this browser: a copy of its cookie opens nothing either."""
    if request.method != "POST":
        return redirect("letters:enter")
    response = render(request, "investigations/left.html")
    cookie = one_cookie.read(request)
    if cookie is not None:
        cache.set(_closing(cookie), True, _LONGER_THAN_A_LETTER_IS_OPEN)
        one_cookie.put(response, OneCookie(cookie.root))
    return response


def _opened(cookie: OneCookie) -> Mailbox | None:
    opened = reporters.reopen(cookie.box, cookie.root) if cookie.box else None
    return None if opened is None or cache.get(_closing(cookie)) else opened


def _closing(cookie: OneCookie) -> str:
    return f"closed letter|{cookie.root.hex()}"


def _actor(opened: Mailbox) -> Actor:
    """Give who reads a draft: nobody we know, and not the reporter of a case."""
    return replace(opened.actor(), kind=Kind.NOBODY)
