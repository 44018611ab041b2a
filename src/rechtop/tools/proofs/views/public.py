"""The page where anyone checks a receipt; nothing of what is brought is kept."""

from __future__ import annotations

from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rechtop.ground.kernel.marks import open_to_all, takes_files
from rechtop.ground.ui import one_cookie
from rechtop.ground.vault import proofs
from rechtop.tools.proofs import forms, presenting, queries

# Reading what strangers bring is slow work; a crowd of them takes no more than its share, and does
# not stand waiting where reporters have to pass.
_ONE_AT_A_TIME = BoundedSemaphore(1)
_WAIT_SECONDS = 0.5


@open_to_all
@takes_files(at_most=queries.LARGEST_BYTES)
def check(request: HttpRequest) -> HttpResponse:
    """Say of a receipt whether we signed it, and of a copy whether it is what was said."""
    cookie = one_cookie.read_or_new(request)
    response = _checked(request) if request.method == "POST" else _page(request, forms.Check())
    one_cookie.put(response, cookie)
    return response


def _checked(request: HttpRequest) -> HttpResponse:
    if not _ONE_AT_A_TIME.acquire(timeout=_WAIT_SECONDS):
        return _page(request, forms.Check(), is_busy=True)
    try:
        form = forms.Check(request.POST, request.FILES)
        is_read = form.is_valid()
    finally:
        _ONE_AT_A_TIME.release()
    if not is_read:
        return _page(request, form)
    brought = form.cleaned_data
    found = queries.check(brought["receipt"], brought["copy"], keys=proofs.own_keys())
    told = {
        "found": found,
        "trail": presenting.on_trail(found).value if found.is_ours else "",
    }
    return render(request, "proofs/found.html", told)


def _page(request: HttpRequest, form: forms.Check, *, is_busy: bool = False) -> HttpResponse:
    public = proofs.own_public()
    told = {
        "form": form,
        "is_busy": is_busy,
        "fingerprint": proofs.in_print(public),
        "public": proofs.in_groups(public.hex()),
    }
    return render(request, "proofs/check.html", told, status=503 if is_busy else 200)
