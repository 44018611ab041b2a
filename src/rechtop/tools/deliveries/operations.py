"""Write what an import changes, for rooms whose records are one row each."""

from __future__ import annotations

from typing import Any

from django.db import models

from rechtop.ground.audit.operations import require_operation
from rechtop.tools.deliveries.queries import Changes, Held

_AT_ONCE = 2_000


def held(model: type[models.Model], fields: tuple[str, ...]) -> list[Held]:
    """Give the records of a model that an import brought."""
    found: Any = model._base_manager.exclude(delivery=None)
    return [
        Held(row["pk"], {name: row[name] for name in fields}, row["delivery"])
        for row in found.values("pk", "delivery", *fields)
    ]


def write(model: type[models.Model], changes: Changes, *, delivery: int) -> None:
    """Write the changes, inside an operation of the room they belong to."""
    require_operation()
    kept: Any = model._base_manager
    kept.filter(pk__in=[one.pk for one in changes.removed]).delete()
    changed = [model(pk=one.pk, delivery=delivery, **record) for one, record in changes.changed]
    if changed:
        names = [*changes.changed[0][1], "delivery"]
        kept.bulk_update(changed, names, batch_size=_AT_ONCE)
    kept.bulk_create(
        (model(delivery=delivery, **record) for record in changes.added), batch_size=_AT_ONCE
    )
    kept.filter(pk__in=changes.seen(delivery)).update(delivery=delivery)
