"""Take in the values of lists."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.lists import queries, rules
from rechtop.tools.lists.models import Choice

Listed = Mapping[str, Sequence[Sequence[Any]]]
"""Values by list: code, Dutch, English, and where wanted what else is known of it."""


@operation("lists.adopted", allowed=rules.may_adopt)
def adopt(*, lists: Listed, valid_from: datetime.date, by: Actor) -> None:
    """Take in the values of lists. A value that is there already stays as it is."""
    for name, values in lists.items():
        for position, (code, label, label_en, *more) in enumerate(values):
            details = dict(more[0]) if more else {}
            Choice.objects.get_or_create(
                list=name,
                code=code,
                defaults={
                    "label": label,
                    "label_en": label_en,
                    "position": position,
                    "valid_from": valid_from,
                    **details,
                },
            )
    queries.forget()


@operation("lists.taken_over", allowed=rules.may_adopt)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write the values a delivery brings, in force from the first day of its year.

    A value of before that day stays as it was for the years it was used in.
    """
    first_day = datetime.date(delivery, 1, 1)
    position = Choice.objects.count()
    for at, record in enumerate(changes.added):
        Choice.objects.create(**record, position=position + at, valid_from=first_day)
    for held, record in changes.changed:
        known = Choice.objects.get(pk=held.pk)
        if known.valid_from < first_day:
            Choice.objects.filter(pk=held.pk).update(valid_until=first_day)
            Choice.objects.create(**record, position=known.position, valid_from=first_day)
        else:
            Choice.objects.filter(pk=held.pk).update(**record)
    queries.forget()
