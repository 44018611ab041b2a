"""Take over a delivery, as one whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.overview.year_import import queries, rules
from rechtop.overview.year_import.models import Delivery
from rechtop.overview.year_import.queries import Planned, Records

LOCK = 7_202_101


@operation("import.applied", allowed=rules.may_import)
def apply(
    *,
    name: str,
    year: int,
    records: Records,
    by: Actor,
    at_part: Callable[[str], None] = lambda name: None,
) -> list[Planned]:
    """Write what a delivery changes, and give what that was.

    Raises Invalid while another import runs, and for a year whose figures were adopted.
    """
    _only_one()
    planned = queries.plan(records, year, at_part=at_part)
    if adopted := queries.touched_adopted_years(planned):
        years = ", ".join(str(one) for one in adopted)
        raise Invalid(
            year=_("De cijfers van %(years)s zijn vastgesteld en veranderen niet meer.")
            % {"years": years}
        )
    for one in planned:
        if not one.changes.is_empty or one.changes.seen(year):
            at_part(f"{one.part.name}: schrijven")
            one.part.write(one.changes, year, by)
    Delivery.objects.create(
        year=year,
        name=name,
        counts={one.part.name: one.counts() for one in planned},
        brought_by=by.number,
        brought_at=clock.now(),
        applied_at=clock.now(),
    )
    return planned


@operation("import.brought", allowed=rules.may_import)
def bring(*, name: str, year: int, records: Records, by: Actor) -> Delivery:
    """Let a delivery wait for a yes; what waited before of this person is thrown away."""
    Delivery.objects.filter(applied_at=None, brought_by=by.number).delete()
    return Delivery.objects.create(
        year=year,
        name=name[:200],
        content=_plain(queries.packed(records)),
        brought_by=by.number,
        brought_at=clock.now(),
    )


@operation("import.confirmed", allowed=rules.may_import)
def confirm(delivery: Delivery, *, by: Actor) -> list[Planned]:
    """Take over a delivery that waited. Raises Invalid as `apply` does."""
    records = queries.unpacked(delivery.content)
    planned = apply(name=delivery.name, year=delivery.year, records=records, by=by)
    delivery.delete()
    return planned


@operation("import.thrown_away", allowed=rules.may_import)
def throw_away(delivery: Delivery, *, by: Actor) -> None:
    """Throw away a delivery that waited."""
    delivery.delete()


def forget_old() -> int:
    """Throw away what waited for a day; give how many."""
    old = Delivery.objects.filter(applied_at=None, brought_at__lt=clock.now() - rules.WAITS)
    return old.delete()[0]


def _only_one() -> None:
    """Hold the one lock of imports until the transaction ends. Raises Invalid where it is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Invalid(year=_("Er loopt al een import. Probeer het zo weer."))


def _plain(content: Any) -> Any:
    encoder = DjangoJSONEncoder()
    if isinstance(content, Mapping):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return encoder.default(content) if isinstance(content, datetime.date) else content
