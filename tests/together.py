"""Two who act at once, each in a thread and a transaction of their own, as two servers would."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from rechtop import env
from tests.desk import at_desk
from tests.people import person

_PATIENCE = 120.0


class Together:
    """What is there before, and two who act upon it at once."""

    def before(self, make: Callable[[], Any]) -> Any:
        """Make what both find, where both can see it; give what was made."""
        return _outcome(_Party(make)).kept()

    def at_once(
        self,
        first: Callable[[], Any],
        second: Callable[[], Any],
        *,
        then: Callable[[], Any] | None = None,
    ) -> tuple[Any, Any]:
        """Let the second act while the first is done but for its commit, and for what it does
        `then`; give what came of each.

        The first goes on as soon as the second waits for it, or has finished without waiting.
        What came of one who was refused is the error.
        """
        one, other = _Party(first, is_held=True, then=then), _Party(second)
        one.start()
        assert one.has_acted.wait(_PATIENCE)
        other.start()
        until = time.monotonic() + _PATIENCE
        while other.is_alive() and not other.waits() and time.monotonic() < until:
            time.sleep(0.01)
        one.may_go.set()
        return _outcome(one).came, _outcome(other).came

    @contextmanager
    def at_desks(self, *names: str) -> Iterator[list[Client]]:
        """Give each their own window on the desk; afterwards they are as they were before."""
        were = [person(one) for one in names]
        try:
            yield self.before(lambda: [at_desk(one) for one in names])
        finally:
            self.before(lambda: [one.save() for one in were])


class _Party(threading.Thread):
    """Someone who acts, with a connection in the running role."""

    def __init__(
        self,
        act: Callable[[], Any],
        *,
        is_held: bool = False,
        then: Callable[[], Any] | None = None,
    ) -> None:
        super().__init__(daemon=True)
        self.act, self.is_held, self.then = act, is_held, then
        self.came: Any = None
        self.has_acted, self.may_go = threading.Event(), threading.Event()
        self.backend = 0

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {env.RUNNING_ROLE}")
            self.backend = _own_backend()
            self.came = self._held() if self.is_held else self.act()
        except Exception as error:
            self.came = error
        finally:
            self.has_acted.set()
            connection.close()

    def _held(self) -> Any:
        with transaction.atomic():
            came = self.act()
            self.has_acted.set()
            self.may_go.wait(_PATIENCE)
            return self.then() if self.then else came

    def waits(self) -> bool:
        """Say whether the database lets this one wait for another."""
        return _waits(self.backend)

    def kept(self) -> Any:
        """Give what came of it; raise what it raised."""
        if isinstance(self.came, Exception):
            raise self.came
        return self.came


def _outcome(party: _Party) -> _Party:
    if party.ident is None:
        party.start()
    party.join(_PATIENCE)
    assert not party.is_alive()
    return party


@contextmanager
def together() -> Iterator[Together]:
    """Let two act at once, and afterwards take away what they and the one before them made.

    The transaction of the test itself only looks: what it would hold, they would wait for. Rows
    that were there before are not put back.
    """
    there = _outcome(_Owner(_all_rows)).kept()
    try:
        yield Together()
    finally:
        _outcome(_Owner(lambda: _take_away_all_but(there))).kept()


class _Owner(_Party):
    """Who looks at all that was committed, or takes away; the trail too, which nobody else can."""

    def run(self) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                self.came = self.act()
        except Exception as error:
            self.came = error
        finally:
            connection.close()


def meanwhile(write: Callable[[], Any], operate: Callable[[], Any]) -> Any:
    """Do something while another has written and not yet committed; give what came of it.

    The other commits as soon as it is waited for, or this was done without waiting.
    """
    ready, done = threading.Event(), threading.Event()
    here = _own_backend()

    def other() -> None:
        try:
            with transaction.atomic():
                write()
                ready.set()
                while not _waits(here) and not done.wait(0.01):
                    pass
        finally:
            ready.set()
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    ready.wait(_PATIENCE)
    try:
        return operate()
    finally:
        done.set()
        thread.join(_PATIENCE)


def _own_backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _waits(backend: int) -> bool:
    """Say whether the database lets a connection wait for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [backend])
        return bool(cursor.fetchone()[0])


def elsewhere(act: Callable[[], Any]) -> None:
    """Do something outside the transaction of the test, such as to throw away what another
    committed there."""

    def other() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(_PATIENCE)


_Rows = tuple[str, str, list[str]]
"""A table, what tells its rows apart, and those that are there."""


def _all_rows() -> list[_Rows]:
    managed = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]
    found = []
    with connection.cursor() as cursor:
        for model in managed:
            table = f'"{model._meta.db_table}"'
            key = ", ".join(f'"{one.column}"' for one in model._meta.pk_fields)  # type: ignore[attr-defined]
            cursor.execute(f"SELECT ROW({key})::text FROM {table}")
            found.append((table, key, [row for (row,) in cursor.fetchall()]))
    return found


def _take_away_all_but(there: list[_Rows]) -> None:
    with connection.cursor() as cursor:
        for table, key, kept in there:
            new = f"ROW({key})::text NOT IN (SELECT unnest(%s::text[]))"
            cursor.execute(f"DELETE FROM {table} WHERE {new}", [kept])
