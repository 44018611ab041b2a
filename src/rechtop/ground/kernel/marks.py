"""Mark a page as open, or as one that needs the vault. What is not marked open is closed."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Open a page on purpose to people who are not signed in. A test pins the list of these."""
    view.login_required = False  # type: ignore[attr-defined]  # the name Django and allauth use
    return view


def titled(title: Any) -> Callable[[View], View]:
    """Name a page where people write, so that what was kept of it is offered again by its name."""

    def mark(view: View) -> View:
        view.title = title  # type: ignore[attr-defined]
        return view

    return mark


def needs_keys(view: View) -> View:
    """Let a page be shown only while the vault is open; the desk asks for the passphrase first."""
    view.needs_keys = True  # type: ignore[attr-defined]
    return view


def takes_files(*, at_most: int) -> Callable[[View], View]:
    """Let a page receive files, together of at most so many bytes. Others receive none."""

    def mark(view: View) -> View:
        view.takes_files = at_most  # type: ignore[attr-defined]
        return view

    return mark


def not_kept(view: View) -> View:
    """Keep nothing of what is sent here when the vault turns out to be closed.

    For pages of ticks and buttons: offering these again without the page around them would let
    people do something they cannot see.
    """
    view.not_kept = True  # type: ignore[attr-defined]
    return view


def streams(view: View) -> View:
    """Let a page read its body by itself, as it comes.

    Nothing else may touch that body, so nothing of it is kept, and the check of forms is done by
    the page: with a ticket in the address, before anything is read (`ui/tickets.py`).
    """
    view.streams = True  # type: ignore[attr-defined]
    view.csrf_exempt = True  # type: ignore[attr-defined]  # the framework's own name
    return not_kept(view)
