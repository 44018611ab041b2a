"""Every address of the desk with a record that is there, for everybody: only who may opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern

from tests.desk import status_of, with_open_vault
from tests.house.arguments import ARGUMENTS, NOT_MADE, addresses, arguments, filled_with
from tests.house.records import Made, make
from tests.house.who_opens import NAMES, OPENS, SHOWN, are_all_named, who_is_shown, who_opens

pytestmark = pytest.mark.django_db

SHARES = 3
"""In so many parts the walk goes, since all of it at once takes minutes."""

OF_NOTHING = {"desk/afmelden/", "desk/kluis/sluiten/"}
"""Would end the walk for who asks: signing out and closing one's vault are anybody's."""


LEADS_ON = {
    "desk/herstelcodes/nieuw/",
    "desk/nieuw/",
    "desk/passkeys/<int:pk>/weg/",
    "desk/passkeys/bevestigen/",
    "desk/passkeys/hernoemen/<int:pk>/",
    "desk/passkeys/nieuw/",
    "desk/programma/",
    "desk/sleutelwerk/",
    "desk/tweede-stap/instellen/",
    "desk/tweede-stap/overzicht/",
    "desk/tweede-stap/weg/",
    "desk/vergeten/",
    "desk/wachtzin/",
    "desk/zaken/<str:number>/melder/openen/",
    "desk/zaken/<str:number>/melder/verteld/",
    "desk/zaken/<str:number>/triage/volgen/",
}
"""Pages that show nothing themselves, and lead everybody who opens them to another."""

NOTHING_SENT = {"desk/logboek/bewaren/voorstellen/"}
"""Addresses where an empty form says of what: without it there is nothing there for anybody."""


@pytest.fixture
def made() -> Made:
    return make()


@pytest.fixture
def windows(made: Made) -> dict[str, Client]:
    return {name: with_open_vault(name) for name in NAMES}


def closed() -> list[tuple[str, URLPattern]]:
    """Give every address of the desk that is closed and takes a record we make, or none."""
    return [
        (path, pattern)
        for path, pattern in addresses()
        if path.startswith("desk/")
        and getattr(pattern.callback, "login_required", True)
        and path not in NOT_MADE
        and path not in OF_NOTHING
    ]


def test_every_address_is_told_what_it_takes_and_nothing_else_is() -> None:
    listed = dict(addresses())
    untold = [p for p, a in listed.items() if arguments(p, a) is None and p not in NOT_MADE]
    assert not untold, "tell in tests/house/arguments.py which record stands in these"
    assert set(NOT_MADE) <= set(listed)
    unused = [begin for begin in ARGUMENTS if not any(p.startswith(begin) for p in listed)]
    assert not unused
    assert not [begin for begin in (*OPENS, *SHOWN) if not any(p.startswith(begin) for p in listed)]
    assert are_all_named({*OPENS.values(), *SHOWN.values()})
    assert not [path for path, _pattern in closed() if not _stands(path)]


def _stands(path: str) -> bool:
    """Say whether the table tells of an address: of more than that it is the desk's."""
    return path == "desk/" or any(path.startswith(b) for b in OPENS if b != "desk/")


@contextmanager
def taken_back() -> Iterator[None]:
    """Let what happens inside never have happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("share", range(SHARES))
def test_who_may_see_a_record_opens_its_pages_and_nobody_else(
    made: Made, windows: dict[str, Client], share: int
) -> None:
    wrong = []
    for path, pattern in closed()[share::SHARES]:
        may, address = who_opens(path, made), filled_with(made, path, pattern)
        shown = set() if path in LEADS_ON else who_is_shown(path, made)
        answers = {}
        for name in NAMES:
            with taken_back():
                answers[name] = status_of(windows[name].get(address))
        refused = {name: answers[name] for name in NAMES if name not in may}
        if set(refused.values()) - {404, 405}:
            wrong.append(f"{path}: may not, and got {refused}")
        opened = {name for name in NAMES if answers[name] == 200}
        takes_no_get = {answers[name] for name in may} == {405}
        if opened != shown and not takes_no_get:
            wrong.append(f"{path}: opened for {sorted(opened)}, and not {sorted(shown)}")
    assert not wrong, "\n".join(wrong)


_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_OF_COMING_IN = {"django_session", "identity_signedin"}
_OF_REFUSALS = {"audit_entry"}


@contextmanager
def noting(written: set[str]) -> Iterator[None]:
    """Note to which tables is written."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            written.add(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


@pytest.mark.parametrize("share", range(SHARES))
def test_who_may_not_sends_to_no_record_either_and_nothing_changes(
    made: Made, windows: dict[str, Client], share: int
) -> None:
    wrong = []
    for path, pattern in closed()[share::SHARES]:
        may, address = who_opens(path, made), filled_with(made, path, pattern)
        with taken_back():
            takes_no_get = {status_of(windows[name].get(address)) for name in [*may][:1]} == {405}
        for name in NAMES:
            if name in may and not takes_no_get:
                continue  # the other test sees that it opens for these
            written: set[str] = set()
            with taken_back(), noting(written):
                status = status_of(windows[name].post(address))
            if name in may and status == 404 and path not in NOTHING_SENT:
                wrong.append(f"{path}: {name} may, and got 404")
            if name not in may and status not in (404, 405):
                wrong.append(f"{path}: {name} may not, and got {status}")
            if name not in may and (more := written - _OF_COMING_IN - _OF_REFUSALS):
                wrong.append(f"{path}: {name} may not, and it wrote to {sorted(more)}")
    assert not wrong, "\n".join(wrong)
