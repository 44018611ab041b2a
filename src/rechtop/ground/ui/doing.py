"""Do what a form asks, and say so; or say on the form why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from rechtop.ground.kernel.errors import Invalid, NoKey, Refused, put_on_form, why_not
from rechtop.ground.ui import once
from rechtop.ground.ui.forms import ShowsAgain


class Overtaken(Exception):
    """What stands there is another thing than was sent; this page may have been read before it."""


AGAIN = "is_made_again"
"""Set on a request whose page is made anew because it was overtaken: that happens once."""


def is_done(request: HttpRequest, form: Form, do: Callable[[], object], told: Any) -> bool:
    """Do once what a valid form asks, and tell it above the next page.

    A form that was made with what stood there, in `shown`, says so again where it is not done.
    Raises Overtaken where a colleague changed that: its page was read before the lock, so it is
    made anew from what stands there now.
    """
    outcome = done(form, do)
    if outcome is None:
        if isinstance(form, ShowsAgain) and "shown" in form.errors and not hasattr(request, AGAIN):
            raise Overtaken
        if isinstance(form, ShowsAgain) and "shown" in form.initial:
            form.show(form.initial["shown"])
        return False
    tell(request, outcome, told)
    return True


def done(form: Form, do: Callable[[], object]) -> once.Outcome | None:
    """Do once what a valid form asks.

    Otherwise the form says why not: what cannot be used at its field, a refusal above it.
    """
    if not form.is_valid():
        return None
    try:
        return once.do(form, lambda: _nowhere(do()))
    except Invalid as error:
        put_on_form(form, error)
    except (Refused, NoKey) as error:
        form.add_error(None, why_not(error))
    return None


def _nowhere(_made: object) -> None:
    """What was made has no address of its own to remember."""


def tell(request: HttpRequest, outcome: once.Outcome, told: Any) -> None:
    """Say above the next page that it is done, or that it was done before."""
    if outcome.is_first:
        messages.success(request, str(told))
    else:
        messages.info(request, str(once.ALREADY_SENT))
