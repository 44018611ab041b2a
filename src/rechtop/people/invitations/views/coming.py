"""The open pages of a link: its word leaves the address first, then one chooses a password.

The word waits in a cookie of this browser, never in a session: whoever reads the database does not
find it there. Looking at the page uses nothing up: what opens links in mail to look at them, does
not take them.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.ground.kernel.errors import Invalid, put_on_form
from rechtop.ground.kernel.marks import not_kept, open_to_all
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.invitations import forms, operations, queries, rules

COOKIE = "rechtop_desk_invited"
_AN_HOUR = 60 * 60
_LONGEST = 100


@open_to_all
@never_cache
@require_safe
def follow(request: DeskRequest, number: int, word: str) -> HttpResponse:
    """Take the word of a link out of the address, before any page is shown."""
    response = redirect("invitations:choose")
    response.set_cookie(
        COOKIE,
        f"{number}/{word[:_LONGEST]}",
        max_age=_AN_HOUR,
        path=reverse("invitations:choose"),
        httponly=True,
        samesite="Lax",  # with Strict it would not come along from a link in mail
        secure=settings.SESSION_COOKIE_SECURE,
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


@open_to_all
@not_kept
@never_cache
def choose(request: DeskRequest) -> HttpResponse:
    """Let who was invited choose a password; say what to do where a link works no more."""
    if request.person is not None:
        return _closed(request, signed_in=True)
    number, word = _carried(request)
    person = queries.invited(number, word)
    if person is None:  # the right word is never slowed down: else anybody could shut its owner out
        if seconds := _seconds_to_wait(request, number):
            return _closed(request, status=429, wait=identity.waiting_text(seconds))
        return _closed(request)
    _let_go(request, number)
    form = forms.Password(request.POST or None)
    if form.is_valid() and _is_chosen(person, word, form):
        messages.success(request, _("Uw wachtwoord is gekozen. Meld u nu aan."))
        response = redirect("account_login")
        response.delete_cookie(COOKIE, path=reverse("invitations:choose"))
        return response
    return render(request, "invitations/choose.html", {"form": form, "person": person})


def _is_chosen(person: Person, word: str, form: forms.Password) -> bool:
    acting = Actor(Kind.PERSON, Origin.DESK, number=person.pk)
    try:
        operations.take_up(person, word=word, password=form.cleaned_data["password"], by=acting)
    except Invalid as error:
        put_on_form(form, error)
    return not form.errors


def _closed(request: DeskRequest, *, status: int = 410, **told: object) -> HttpResponse:
    told |= {"days": queries.VALID.days}
    return render(request, "invitations/closed.html", told, status=status)


def _carried(request: DeskRequest) -> tuple[int, str]:
    """Give whose link this browser followed, and its word; zero and nothing where it has none."""
    number, _slash, word = request.COOKIES.get(COOKIE, "").partition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 16
    return (int(number), word) if is_number else (0, "")


def _seconds_to_wait(request: DeskRequest, number: int) -> int:
    """Count a try before it is made, as when signing in. A browser without a link tries nothing."""
    if not number:
        return 0
    place = get_adapter(request).get_client_ip(request)
    return identity.try_once(rules.IN_ONE_PLACE, number, place) or identity.try_once(
        rules.FROM_ANYWHERE, number
    )


def _let_go(request: DeskRequest, number: int) -> None:
    place = get_adapter(request).get_client_ip(request)
    identity.let_go(rules.IN_ONE_PLACE, number, place)
    identity.let_go(rules.FROM_ANYWHERE, number)
