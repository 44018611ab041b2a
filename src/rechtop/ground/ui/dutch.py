"""Write dates and numbers the Dutch way, or the English way where English is read."""

from __future__ import annotations

import datetime

from django.utils import dates, formats, timezone, translation
from django.utils.dateformat import format as date_format


def day(date: datetime.date | None) -> str:
    """Write a date: 24 november 2026."""
    if date is None:
        return ""
    if isinstance(date, datetime.datetime):
        date = timezone.localtime(date).date()
    return date_format(date, "j F Y")


def moment(at: datetime.datetime | None) -> str:
    """Write a moment: 24 november 2026, 10.05 uur."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    if (translation.get_language() or "").startswith("en"):
        return date_format(here, "j F Y, H:i")
    return date_format(here, "j F Y, H.i") + " uur"


def month(number: int) -> str:
    """Write the name of a month by its number."""
    return str(dates.MONTHS[number])


def number(value: float) -> str:
    """Write a number: 1.234."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def size(count: int) -> str:
    """Write how large a file is: 312 kB, 3,4 MB, 1 GB."""
    for unit, bytes_each in (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024)):
        if count >= bytes_each or unit == "kB":
            break
    amount = round(max(count, 1) / bytes_each, 1)
    if amount >= 10 or amount == int(amount) or unit == "kB":
        return f"{number(max(1, round(amount)))} {unit}"
    return f"{formats.number_format(amount, 1, use_l10n=True)} {unit}"


def in_fours(digits: str) -> str:
    """Write a fingerprint in groups of four, as people compare it."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
