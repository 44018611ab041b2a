"""Say in words how a term stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rechtop.ground.ui.dutch import day


@dataclass(frozen=True)
class TermText:
    """What is said of a term, and with which colour; the words say it all."""

    text: str
    kind: str


def term_text(
    due: datetime.date | None,
    met: datetime.date | None,
    today: datetime.date,
    paused: datetime.date | None = None,
    *,
    at_once: bool = False,
) -> TermText:
    """Say how a term stands that is due on one day, was met on another or stands still since one,
    if it was or does; what is to be done at once has no day."""
    if met is not None:
        return _met(due, met)
    if paused is not None:
        return TermText(_("staat stil sinds %(day)s") % {"day": day(paused)}, "neutral")
    if at_once:
        return TermText(_("onverwijld"), "warn")
    if due is None:
        return TermText(_("geen termijn vastgelegd"), "neutral")
    return _waiting(due, (due - today).days)


def _met(due: datetime.date | None, met: datetime.date) -> TermText:
    if due is not None and met > due:
        return TermText(_("te laat gedaan op %(day)s") % {"day": day(met)}, "bad")
    return TermText(_("gedaan op %(day)s") % {"day": day(met)}, "good")


def _waiting(due: datetime.date, left: int) -> TermText:
    if left < 0:
        text = ngettext("%(n)s dag te laat (%(day)s)", "%(n)s dagen te laat (%(day)s)", -left)
        return TermText(text % {"n": -left, "day": day(due)}, "bad")
    if left == 0:
        return TermText(_("vandaag (%(day)s)") % {"day": day(due)}, "bad")
    text = ngettext("nog %(n)s dag (%(day)s)", "nog %(n)s dagen (%(day)s)", left)
    return TermText(text % {"n": left, "day": day(due)}, "warn" if left <= 2 else "info")
