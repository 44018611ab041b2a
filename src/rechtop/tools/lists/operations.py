"""Take in the values of lists."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
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
