"""Copy all tables out as they are at one moment, and into an empty database of the same shape.

By the database's own COPY, so that it goes the same way with any server and needs no programs.
Which tables there are the database says itself: none is forgotten when a room is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

MARK = "restoring"
"""The table that says of a database that a restore is at work there; it holds which backup."""

LEFT_OUT = ("django_migrations", "django_session", "post_outgoing", MARK)
"""What does not go along: everybody signs in again, and mail that waited may have gone already."""

_COLUMNS = """
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""

_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"

_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY id"

_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""

_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""

# Lines that were not chained yet bear the number of a transaction of the server they came from.
# Here they are of the transaction that put them back, so that they are chained in their order.
_TAKE_IN_OPEN_LINES = """
UPDATE audit_entry SET transaction = pg_current_xact_id()
WHERE NOT EXISTS (SELECT 1 FROM audit_link WHERE audit_link.entry_id = audit_entry.id)
"""

Columns = Mapping[str, list[str]]


class OtherShape(Exception):
    """The backup has tables, columns or migrations that this version does not know."""


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read all that is read within as it was at one moment, and hold up nobody."""
    with transaction.atomic():
        _do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def columns() -> dict[str, list[str]]:
    """Give the columns of every table that goes along."""
    found = {table: list(names) for table, names in _rows(_COLUMNS)}
    return {table: names for table, names in found.items() if table not in LEFT_OUT}


def migrations() -> list[tuple[str, str]]:
    """Give what was done to the tables, in that order."""
    return [(app, name) for app, name in _rows(_MIGRATIONS)]


def sequences() -> dict[str, int]:
    """Give the last number every sequence gave."""
    return {name: last for name, last in _rows(_SEQUENCES) if last is not None}


def copied_out(table: str, names: list[str]) -> Iterator[bytes]:
    """Give the rows of a table, piece by piece."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_listed(table, names)} TO STDOUT") as rows,
    ):
        yield from (bytes(piece) for piece in rows)


def copy_in(table: str, names: list[str], pieces: Iterable[bytes]) -> None:
    """Put rows back that `copied_out` gave."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {_listed(table, names)} FROM STDIN") as rows,
    ):
        for piece in pieces:
            rows.write(piece)


def mark() -> str | None:
    """Give which backup is being put back in this database; None in one that is empty.

    A database with anything else in it has the mark of no backup: an empty text.
    """
    present = {table for table, _names in _rows(_COLUMNS)}
    if not present:
        return None
    found = _rows(f"SELECT backup FROM {MARK}") if MARK in present else []
    return str(found[0][0]) if found else ""


def set_mark(backup: str) -> None:
    """Mark a database as one in which this backup is being put back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {MARK} AS SELECT %s::text AS backup", [backup])


def begin_anew() -> None:
    """Empty a database but for its mark: a restore that broke off leaves tables half made."""
    with transaction.atomic():
        for table in {table for table, _names in _rows(_COLUMNS)} - {MARK}:
            _do(f"DROP TABLE {_quoted(table)} CASCADE")
        for function in _rows(_FUNCTIONS):
            _do(f"DROP FUNCTION {function[0]} CASCADE")


def take_mark_away() -> None:
    """Take the mark away: the restore is done."""
    _do(f"DROP TABLE IF EXISTS {MARK}")


def shape(wanted: list[tuple[str, str]]) -> None:
    """Give an empty database the tables as they were after these migrations.

    Raises OtherShape where one of them is not known here.
    """
    executor = MigrationExecutor(connection)
    unknown = set(wanted) - set(executor.loader.graph.nodes)
    if unknown:
        raise OtherShape
    executor.migrate(wanted)


@contextmanager
def being_filled(wanted: Columns) -> Iterator[None]:
    """Let rows be put back within: all of them or none, as they were, in any order.

    References are checked at the end, and the trail's own rules rest meanwhile: a line keeps the
    number it had. Only the owner of the tables can. Raises OtherShape.
    """
    known = columns()
    if any(not set(names) <= set(known.get(table, ())) for table, names in wanted.items()):
        raise OtherShape
    with transaction.atomic():
        foreign = _rows(_FOREIGN_KEYS)
        for table, name, _definition in foreign:
            _do(f"ALTER TABLE {table} DROP CONSTRAINT {_quoted(name)}")
        for table in known:
            _do(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER USER")
        _do(f"TRUNCATE {', '.join(_quoted(table) for table in known)}")
        yield
        _do(_TAKE_IN_OPEN_LINES)
        for table, name, definition in foreign:
            _do(f"ALTER TABLE {table} ADD CONSTRAINT {_quoted(name)} {definition}")
        for table in known:
            _do(f"ALTER TABLE {_quoted(table)} ENABLE TRIGGER USER")


def set_sequences(wanted: Mapping[str, int]) -> None:
    """Let every sequence go on after the last number it gave."""
    known = {name for name, _last in _rows(_SEQUENCES)}
    with connection.cursor() as cursor:
        for name in known & set(wanted):
            cursor.execute("SELECT setval(%s::regclass, %s)", [_quoted(name), wanted[name]])


def tidy() -> None:
    """Give back the room of what was taken away again, and count what there is."""
    _do("VACUUM ANALYZE")


def _listed(table: str, names: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in names)})"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _rows(question: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
