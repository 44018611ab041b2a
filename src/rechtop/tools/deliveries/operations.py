"""Write what an import changes, for rooms whose records are one row each."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.deliveries.queries import Changes, Held

_AT_ONCE = 2_000


def held(model: type[models.Model], fields: tuple[str, ...]) -> list[Held]:
    """Give the records of a model, also those that were made or changed here."""
    found: Any = model._base_manager.all()
    return [
        Held(row["pk"], {name: row[name] for name in fields}, row["delivery"])
        for row in found.values("pk", "delivery", *fields)
    ]


def write(model: type[models.Model], changes: Changes, *, delivery: int) -> None:
    """Write the changes, inside an operation of the room they belong to.

    Raises Invalid where someone made the same record after the changes were compared.
    """
    require_operation()
    kept: Any = model._base_manager
    kept.filter(pk__in=[one.pk for one in changes.removed]).delete()
    changed = [model(pk=one.pk, delivery=delivery, **record) for one, record in changes.changed]
    if changed:
        names = [*changes.changed[0][1], "delivery"]
        kept.bulk_update(changed, names, batch_size=_AT_ONCE)
    added = [model(delivery=delivery, **record) for record in changes.added]
    try:
        with transaction.atomic():
            kept.bulk_create(added, batch_size=_AT_ONCE)
    except IntegrityError as error:
        raise Invalid(year=_("Intussen veranderde hier iets. Vergelijk opnieuw.")) from error
    kept.filter(pk__in=changes.seen(delivery)).update(delivery=delivery)
