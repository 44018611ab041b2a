"""Insert records at the price of the statement alone.

What a report writes is measured in milliseconds (docs/measured.md); per record the usual way costs
more in Python than in the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import connection, models


def insert(records: Sequence[models.Model]) -> None:
    """Insert new records of one model, which have their keys or need none given back.

    Fields with a default of the database are left to it. Nothing else of saving happens: no
    defaults are asked, no hooks run.
    """
    if not records:
        return
    head, names, row = _statement(type(records[0]))
    values = [getattr(record, name) for record in records for name in names]
    with connection.cursor() as cursor:
        cursor.execute(head + ", ".join([row] * len(records)), values)


@cache
def _statement(model: type[models.Model]) -> tuple[str, tuple[str, ...], str]:
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
        and field.db_default is models.NOT_PROVIDED
    ]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    head = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES "
    return head, tuple(field.attname for field in fields), f"({', '.join(['%s'] * len(fields))})"
