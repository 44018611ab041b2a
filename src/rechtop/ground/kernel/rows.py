"""Insert records at the price of the statement alone.

What a report writes is measured in milliseconds (docs/measured.md); per record the usual way costs
more in Python than in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from django.db import connection, models

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
