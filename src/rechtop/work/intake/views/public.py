"""The reporter's way: write, check, send, keep the words, come back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django import forms as django_forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from rechtop import env
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.marks import open_to_all
from rechtop.ground.post import operations as post
from rechtop.ground.ui import once, one_cookie, pdf
from rechtop.ground.ui.one_cookie import OneCookie
from rechtop.ground.ui.turns import Full, Turns
from rechtop.ground.vault import reporters
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.reporters import Mailbox
from rechtop.tools.proofs import queries as proofs
from rechtop.tools.proofs.queries import Kept
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities
from rechtop.work.identities.rules import may_make_known
from rechtop.work.intake import forms, operations, presenting, rules
from rechtop.work.intake.operations import OpenDraft

SCREENS = 4
RECEIPT, COPY = "ontvangstbewijs", "eigen-kopie"
_LONGER_THAN_A_MAILBOX_IS_OPEN = 60 * 60

# Of the six connections each of our processes has to the database, four stay free for other pages.
_sending = Turns(at_once=2, waiting=40)

Form = TypeVar("Form", bound=django_forms.Form)


def _screen(
    number: int, make_form: Callable[..., django_forms.Form], after: str
) -> Callable[[HttpRequest], HttpResponse]:
    """Make one screen of the report: it saves what was typed and goes on."""

    @open_to_all
    def view(request: HttpRequest) -> HttpResponse:
        if not rules.is_open():
            return render(request, "intake/closed.html", status=503)
        cookie = one_cookie.read_or_new(request)
        draft = operations.read_draft(cookie.root)
        if draft and draft.is_sent:
            return redirect("intake:words")
        known = draft.answers if draft else {}
        form = _filled(make_form, request, initial=known)
        if form.is_valid():
            # The first answers go under a fresh root: who put this one here knows nothing of it.
            cookie = cookie if draft else _renewed(cookie)
            operations.save_answers(cookie.root, form.cleaned_data)
            back = known.get("what") and request.GET.get("terug") == "controle"
            response: HttpResponse = redirect("intake:check" if back else after)
        else:
            told = {"form": form, "screen": number, "screens": SCREENS, "draft": draft}
            response = render(request, "intake/screen.html", told)
        one_cookie.put(response, cookie)
        return response

    return view


def _filled(
    make_form: Callable[..., Form], request: HttpRequest, initial: Mapping[str, Any] | None = None
) -> Form:
    """Fill a form with what was sent; who chose another language gets it back as it was typed."""
    form = make_form(request.POST or None, initial=initial)
    if "taal" not in request.POST:
        return form
    return make_form(initial={name: form[name].value() for name in form.fields})


def _who_form(data: Any = None, initial: Any = None) -> forms.Who:
    return forms.Who(data, initial=initial, readers=case_queries.readers())


what = _screen(1, forms.What, "intake:who")
who = _screen(2, _who_form, "intake:you")
you = _screen(3, forms.You, "intake:check")


@open_to_all
def check(request: HttpRequest) -> HttpResponse:
    """Show what will be sent, and send it. Sent twice, it is one report."""
    cookie = one_cookie.read(request)
    if cookie is None:
        return redirect("intake:what")
    is_busy = False
    try:
        draft = (
            _sent_off(cookie) if request.method == "POST" else operations.read_draft(cookie.root)
        )
    except Refused:
        return render(request, "intake/closed.html", status=503)
    except Full:
        draft, is_busy = operations.read_draft(cookie.root), True
    if draft is None:
        return redirect("intake:what")
    if draft.is_sent:
        return _with_root(redirect("intake:words"), cookie, draft.root)
    if missing := rules.unfinished(draft.answers):
        return redirect(f"intake:{missing}")
    told = {
        "parts": presenting.summary(draft.answers),
        "questions": forms.questions(draft.answers, case_queries.readers()),
        "files": draft.files,
        "after": bool(draft.answers.get(operations.AFTER)),
        "screen": SCREENS,
        "screens": SCREENS,
        "is_busy": is_busy,
    }
    response = render(request, "intake/check.html", told)
    if is_busy:
        response.status_code, response["Retry-After"] = 503, "30"
    return response


def _sent_off(cookie: OneCookie) -> OpenDraft | None:
    """Send a report in its turn, so that a flood leaves every other page quick. Raises Full."""
    with _sending.one():
        return operations.send(cookie.root, fresh=one_cookie.new().root)


@open_to_all
def words(request: HttpRequest) -> HttpResponse:
    """Show the seven words of what was just sent, until they are proven."""
    cookie = one_cookie.read(request)
    draft = operations.read_draft(cookie.root) if cookie else None
    if cookie is None or draft is None or not draft.is_sent:
        return redirect("intake:what" if draft else "intake:enter")
    if cookie.root == draft.root:
        operations.settle(draft)
    told = {
        "words": draft.words,
        "sent_on": draft.saved_at,
        "address": request.build_absolute_uri(reverse("public:home")),
    }
    return _with_root(render(request, "intake/words.html", told), cookie, draft.root)


@open_to_all
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Wipe what was written. What was sent is a report, and its words are not taken away."""
    cookie = one_cookie.read(request)
    draft = operations.read_draft(cookie.root) if cookie else None
    if draft and draft.is_sent:
        return redirect("intake:words")
    if draft:
        operations.forget(draft)
    response = redirect("public:home")
    one_cookie.drop(response)
    return response


@open_to_all
def enter(request: HttpRequest) -> HttpResponse:
    """Come in with the seven words."""
    cookie = one_cookie.read_or_new(request)
    form = _filled(forms.Words, request) if "words" in request.POST else forms.Words()
    mailbox = reporters.find(form.cleaned_data["words"]) if form.is_valid() else None
    if mailbox is not None:
        return _let_in(request, mailbox, cookie)
    just_sent, typed = "net" in request.GET, request.POST.get("text", "")
    if form.is_bound and form.is_valid() and not typed:
        return HttpResponse(_refusal(request, cookie, just_sent))
    if form.is_bound and form.is_valid():
        form.add_error("words", presenting.NOT_FOUND)
    told = {"form": form, "just_sent": just_sent, "typed": typed}
    response = render(request, "intake/enter.html", told)
    one_cookie.put(response, cookie)
    return response


def _refusal(request: HttpRequest, cookie: OneCookie, just_sent: bool) -> str:
    """Write the page for words of nobody, drawn once a minute and filled in here.

    Someone who guesses sends thousands of these; drawing each would take the server from others.
    """
    page = _drawn_refusal(get_language() or "", just_sent, int(time.monotonic() / 60))
    typed = escape(request.POST.get("words", ""))
    return page.replace(_TYPED, typed).replace(_TOKEN, cookie.form_secret())


_TYPED, _TOKEN = "typed-words-stand-here", "form-token-stands-here"


@lru_cache(maxsize=8)
def _drawn_refusal(language: str, just_sent: bool, _moment: int) -> str:
    form = forms.Words({"words": _TYPED})
    form.errors["words"] = form.error_class(
        [str(presenting.NOT_FOUND)], field_id=form["words"].auto_id
    )
    told = {"form": form, "just_sent": just_sent, "csrf_token": _TOKEN}
    request = HttpRequest()
    request.path = reverse("intake:enter")
    return render_to_string("intake/enter.html", told, request)


def _let_in(request: HttpRequest, mailbox: Mailbox, cookie: OneCookie) -> HttpResponse:
    """Open the mailbox in this browser; who just sent it has now proven the words."""
    draft, way = operations.read_draft(cookie.root), reverse("intake:mailbox")
    if draft and draft.case == mailbox.file:
        operations.forget(draft)
        cookie, way = one_cookie.new(), f"{way}?net=1"
    elif cache.get(_closing(cookie)):  # the answer that closed it never arrived here
        cookie = _carried(cookie)
    typed, found = request.POST.get("text", ""), case_queries.of_mailbox(mailbox.file)
    if found and found.words_proven_on is None:
        cases.prove_words(found, by=mailbox.actor())
    response: HttpResponse = redirect(way)
    if typed and found:
        one_cookie.hold(request, cookie)
        response = _mailbox_page(request, found, mailbox, forms.Addition(initial={"text": typed}))
    one_cookie.put(response, OneCookie(cookie.root, mailbox.closed(cookie.root)))
    return response


def _mailbox_page(
    request: HttpRequest, case: Case, mailbox: Mailbox, form: forms.Addition
) -> HttpResponse:
    proven = request.method == "GET" and "net" in request.GET
    told = {"form": form, "just_proven": proven, **presenting.mailbox(case, mailbox.actor())}
    return render(request, "intake/mailbox.html", told)


@open_to_all
def mailbox(request: HttpRequest) -> HttpResponse:
    """Read the case as its reporter: what was said, what happens, by when; and add to it."""
    cookie = one_cookie.read(request)
    opened = mailbox_of(cookie) if cookie else None
    found = case_queries.of_mailbox(opened.file) if opened else None
    form = _filled(forms.Addition, request)
    if cookie is None or opened is None or found is None:
        return _ask_words_again(request, form)
    try:
        if form.is_valid():
            text, by = form.cleaned_data["text"], opened.actor()
            once.do(form, lambda: cases.write_as_reporter(found, text=text, by=by))
            response: HttpResponse = redirect("intake:mailbox")
        else:
            response = _mailbox_page(request, found, opened, form)
    except NoKey:  # the file was put back or tampered with; nothing of what was typed is lost
        return _ask_words_again(request, form)
    one_cookie.put(response, OneCookie(cookie.root, opened.closed(cookie.root)))
    return response


def in_mailbox(
    page: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Make a page inside an open mailbox, which stays open by it; others type their words first."""

    @open_to_all
    @wraps(page)
    def view(request: HttpRequest, **which: int) -> HttpResponse:
        cookie = one_cookie.read(request)
        opened = mailbox_of(cookie) if cookie else None
        found = case_queries.of_mailbox(opened.file) if opened else None
        if cookie is None or opened is None or found is None:
            return redirect("intake:enter")
        try:
            response = page(request, found, opened.actor(), **which)
        except NoKey:  # the file was put back or tampered with
            return redirect("intake:enter")
        one_cookie.put(response, OneCookie(cookie.root, opened.closed(cookie.root)))
        return response

    return view


def _sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent; an empty form is an answer too."""
    return request.POST if request.method == "POST" else None


@in_mailbox
def view(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """Let the reporter take messages out of their own view, so that who looks along sees less."""
    known = presenting.view(case, reporter)
    shown = {"away": sorted(known.away)}
    form = forms.View(_sent(request), messages=known.messages, initial=shown)
    if form.is_valid():
        cases.tidy_view(case, away=form.cleaned_data["away"], by=reporter)
        return redirect("intake:mailbox")
    return render(request, "intake/view.html", {"form": form})


@in_mailbox
def notice(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """Let the reporter leave an address for mail that says there is something, or take it back."""
    if not post.can_send():
        raise Http404
    form = forms.Notice(_sent(request))
    if form.is_valid():
        cases.ask_notice(case, **form.cleaned_data, language=get_language() or "nl", by=reporter)
        return redirect("intake:mailbox")
    return render(request, "intake/notice.html", {"form": form})


@in_mailbox
def name(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """Let a reporter who gave no name give it now: to the custodian of names."""
    if not may_make_known(reporter, case):
        return redirect("intake:mailbox")
    form = forms.Name(request.POST or None)
    if form.is_valid():
        with suppress(Refused):  # the second of a double click: the name is there already
            identities.make_known(case, **form.cleaned_data, by=reporter)
        return redirect("intake:mailbox")
    return render(request, "intake/name.html", {"form": form})


@in_mailbox
def receipts(request: HttpRequest, case: Case, reporter: Actor) -> HttpResponse:
    """List the receipts a reporter can take along, of every moment there was."""
    told = {"receipts": presenting.receipts(case, reporter)}
    return render(request, "intake/receipts.html", told)


@in_mailbox
def receipt(request: HttpRequest, case: Case, reporter: Actor, place: int) -> HttpResponse:
    """Give a receipt as a document. It tells nothing of the words."""
    kept = _kept_or_404(case, reporter, place)
    return pdf.answer(_named(RECEIPT, kept), proofs.as_pdf(kept.receipt, address=_check(request)))


@in_mailbox
def receipt_data(request: HttpRequest, case: Case, reporter: Actor, place: int) -> HttpResponse:
    """Give a receipt as a machine reads it."""
    kept = _kept_or_404(case, reporter, place)
    return _json(_named(RECEIPT, kept), proofs.as_file(kept.receipt))


@in_mailbox
def copy(request: HttpRequest, case: Case, reporter: Actor, place: int) -> HttpResponse:
    """Give the reporter's own copy: the words themselves, with what opens the receipt."""
    kept = _kept_or_404(case, reporter, place)
    return _json(_named(COPY, kept), proofs.as_file(kept.copy))


def _kept_or_404(case: Case, reporter: Actor, place: int) -> Kept:
    found = presenting.receipts(case, reporter)
    kept = next((one.kept for one in found if one.place == place), None)
    if kept is None:
        raise Http404
    return kept


def _named(name: str, kept: Kept) -> str:
    return f"{name}-{kept.number}"


def _json(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _check(request: HttpRequest) -> str:
    """Give the address where anyone checks a receipt: the open one, for a receipt that is handed
    on need not tell that its reporter came by the Tor network."""
    path = reverse("proofs:check")
    came_by_tor = env.ONION and request.get_host().partition(":")[0] == env.ONION
    return f"https://{env.HOSTS[0]}{path}" if came_by_tor else request.build_absolute_uri(path)


def _ask_words_again(request: HttpRequest, form: forms.Addition) -> HttpResponse:
    """Ask for the words again; what was typed meanwhile goes along in the page itself."""
    cookie = one_cookie.read_or_new(request)
    typed = request.POST.get("text", "")
    if not typed.strip():
        return redirect("intake:enter")
    told = {"form": forms.Words(), "typed": typed}
    response = render(request, "intake/enter.html", told)
    one_cookie.put(response, cookie)
    return response


@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Close the mailbox in this browser, for good: a copy of its cookie opens nothing either.

    What is still being written here, or was sent and whose words are not proven, stays. Who comes
    back to this address begins at the start.
    """
    if request.method != "POST":
        return redirect("public:home")
    cookie = one_cookie.read(request)
    response = render(request, "intake/left.html")
    if cookie is not None:
        cache.set(_closing(cookie), True, _LONGER_THAN_A_MAILBOX_IS_OPEN)
    if cookie is not None and operations.read_draft(cookie.root):
        one_cookie.put(response, _carried(cookie))
    else:
        one_cookie.drop(response)
    return response


def _carried(cookie: OneCookie) -> OneCookie:
    """Give a fresh cookie, to which what was written goes along."""
    fresh = one_cookie.new()
    operations.carry(cookie.root, fresh=fresh.root)
    return fresh


def mailbox_of(cookie: OneCookie) -> Mailbox | None:
    """Open the mailbox in a cookie, unless it was closed."""
    opened = reporters.reopen(cookie.box, cookie.root) if cookie.box else None
    return None if opened is None or cache.get(_closing(cookie)) else opened


def _closing(cookie: OneCookie) -> str:
    return f"closed mailbox|{cookie.root.hex()}"


def _renewed(cookie: OneCookie) -> OneCookie:
    """Give the cookie under a fresh root; a mailbox that is open stays open."""
    return _under(one_cookie.new().root, cookie)


def _under(root: bytes, cookie: OneCookie) -> OneCookie:
    opened = mailbox_of(cookie)
    return OneCookie(root, opened.closed(root)) if opened else OneCookie(root)


def _with_root(response: HttpResponse, cookie: OneCookie, root: bytes) -> HttpResponse:
    """Send the cookie along where its root has become another."""
    if cookie.root != root:
        one_cookie.put(response, _under(root, cookie))
    return response
