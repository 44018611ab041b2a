"""Insert and rewrite records at the price of the statement alone, and ask one without waiting.

What a report writes is measured in milliseconds (docs/measured.md); per record the usual way costs
more in Python than in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import OperationalError, connection, models

from rechtop.ground.kernel.errors import Invalid

_AT_ONCE = 5_000

Record = TypeVar("Record", bound=models.Model)


def insert(records: Sequence[Record]) -> Sequence[Record]:
    """Insert new records of one model, and give them back with the numbers they got.

    Fields with a default of the database are left to it. Nothing else of saving happens: no
    defaults are asked, no hooks run.
    """
    if not records:
        return records
    head, names, row, returned = _statement(type(records[0]))
    values = [getattr(record, name) for record in records for name in names]
    with connection.cursor() as cursor:
        cursor.execute(head + ", ".join([row] * len(records)) + returned, values)
        if returned:
            for record, (number,) in zip(records, cursor.fetchall(), strict=True):
                record.pk = number
    return records


def copy(
    model: type[models.Model], names: Sequence[str], values: Collection[Sequence[Any]]
) -> list[int]:
    """Insert tens of thousands of new records at once, and give the numbers they got.

    `names` are those of columns, as `person_id`; what is not named gets its default.
    """
    if not values:
        return []
    quote, table, pk = connection.ops.quote_name, model._meta.db_table, str(model._meta.pk.column)
    fresh, (_head, every, _row, _returned) = model(), _statement(model)
    rest = [name for name in every if name not in names]
    same = tuple(getattr(fresh, name) for name in rest)
    listed = ", ".join(map(quote, (pk, *names, *rest)))
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [quote(table), pk, len(values)])
        numbers = [number for (number,) in cursor.fetchall()]
        with cursor.copy(f"COPY {quote(table)} ({listed}) FROM STDIN") as copied:
            for number, row in zip(numbers, values, strict=True):
                copied.write_row((number, *row, *same))
    return numbers


_NUMBERS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def rewrite(
    records: Sequence[models.Model], *names: str, tell: Callable[[int], None] | None = None
) -> None:
    """Write these fields of records of one model, some thousands in one statement.

    `tell` is told after each how many were written by then.
    """
    for start in range(0, len(records), _AT_ONCE):
        part = records[start : start + _AT_ONCE]
        statement, fields = _rewriting(type(part[0]), names)
        columns = [[getattr(one, field) for one in part] for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(statement, columns)
        if tell is not None:
            tell(start + len(part))


@cache
def _rewriting(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[str]]:
    def kind_of(field: Any) -> str:
        # A text without its length: a cast to it would cut off in silence what is too long.
        kind = str(field.rel_db_type(connection))
        return "text" if kind.startswith("varchar") else kind

    fields: list[Any] = [model._meta.pk, *map(model._meta.get_field, names)]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    sets = ", ".join(f"{column} = n.{column}" for column in columns[1:])
    arrays = ", ".join(f"%s::{kind_of(field)}[]" for field in fields)
    statement = (
        f"UPDATE {connection.ops.quote_name(model._meta.db_table)} AS t SET {sets} "
        f"FROM unnest({arrays}) AS n({', '.join(columns)}) WHERE t.{columns[0]} = n.{columns[0]}"
    )
    return statement, [field.attname for field in fields]


@cache
def _statement(model: type[models.Model]) -> tuple[str, tuple[str, ...], str, str]:
    def quote(name: str | None) -> str:
        return connection.ops.quote_name(str(name))

    numbered = isinstance(model._meta.pk, models.AutoField)  # a big one is one too
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not (field.primary_key and numbered) and field.db_default is models.NOT_PROVIDED
    ]
    columns = ", ".join(quote(field.column) for field in fields)
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    row = f"({', '.join(['%s'] * len(fields))})"
    returned = f" RETURNING {quote(model._meta.pk.column)}" if numbered else ""
    return head, tuple(field.attname for field in fields), row, returned


_LOCK_NOT_AVAILABLE, _DEADLOCK = "55P03", "40P01"  # PostgreSQL, appendix A


def is_deadlock(error: OperationalError) -> bool:
    """Say whether the database broke this off: two waited for what the other held."""
    return getattr(error.__cause__, "sqlstate", None) == _DEADLOCK


@contextmanager
def not_waiting(**busy: object) -> Iterator[None]:
    """Say what is busy, by field, where someone else holds a row that is asked with `nowait`.

    Raises Invalid for that alone: a database that fails otherwise is nobody at work.
    """
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise Invalid(**busy) from error
