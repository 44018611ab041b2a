"""Say of a record whether it fits its table, before the database has to refuse it."""

from __future__ import annotations

import datetime
import hashlib
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid

FARTHEST = datetime.timedelta(days=5 * 366)
"""How far ahead a day may be from which something holds: further off, a year was mistyped."""


def check(record: models.Model) -> None:
    """Raise Invalid where a value is missing, too long, out of range, or cannot be written.

    What is None where it may be, is unknown and fits.
    """
    fields = cast("list[models.Field[object, object]]", record._meta.concrete_fields)
    told = {field.name: getattr(record, field.attname) for field in fields}
    unwritable = [name for name, value in told.items() if isinstance(value, str) and "\0" in value]
    if unwritable:
        raise Invalid(**{name: _("Hier staat een teken dat niet kan.") for name in unwritable})
    unknown = {field.name for field in fields if field.null and told[field.name] is None}
    try:
        record.clean_fields(exclude=unknown)
    except ValidationError as error:
        raise Invalid(
            **{name: " ".join(texts) for name, texts in error.message_dict.items()}
        ) from error


def see_that_it_is_near(**days: datetime.date) -> None:
    """Raise Invalid for a day from which something holds that is further ahead than FARTHEST. For
    what nobody can take back.
    """
    if far := [name for name, day in days.items() if day > clock.today() + FARTHEST]:
        text = _("Deze dag ligt meer dan vijf jaar vooruit. Kijk of het jaar klopt.")
        raise Invalid(**dict.fromkeys(far, text))


def mark(record: models.Model, *names: str) -> str:
    """Give what some fields hold as one word, to tell whether it still is what someone saw."""
    held = [getattr(record, name) for name in names]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:32]


def holds(record: models.Model, **told: object) -> bool:
    """Say whether these fields hold this already: who sends a form twice changes nothing, and is
    to be asked before `see_that_it_is`, which would take the first time for a colleague's."""
    return all(getattr(record, name) == value for name, value in told.items())


def see_that_it_is(record: models.Model, shown: str, *names: str) -> None:
    """Raise Invalid where these fields hold something else than the mark of what was shown.

    Where nothing was shown, as at the command line, nobody wrote over what they did not see.
    """
    if shown and shown != mark(record, *names):
        raise Invalid(shown=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))
