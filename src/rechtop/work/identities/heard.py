"""Whether a reporter without a mailbox heard of a demand, long enough before the name is given."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch
from rechtop.work.cases import outside
from rechtop.work.cases.models import Case
from rechtop.work.cases.outside import NOTHING_TOLD, Outside


@dataclass(frozen=True)
class Heard:
    """When and how someone told the reporter; or that nobody can reach them, and why."""

    told: Outside = field(default=NOTHING_TOLD)
    is_unreachable: bool = False

    def content(self) -> dict[str, Any]:
        """Give it as it stands beside the demand."""
        return {**content_of(self.told), "unreachable": self.is_unreachable}


def content_of(told: Outside) -> dict[str, Any]:
    """Give what was told as it stands beside a demand."""
    on = told.on.isoformat() if told.on else ""
    return {"on": on, "how": told.how, "why_not": told.why_not}


@dataclass(frozen=True)
class Time:
    """From which day a reporter can hear of a demand, and how long they get then."""

    since: datetime.date
    days: datetime.timedelta


def faults(case: Case, heard: Heard, time: Time) -> dict[str, str]:
    """Say at each field what keeps the name from being given.

    That nobody told the reporter is no reason to give it: that takes a ground, from the start.
    """
    told = heard.told
    if heard.is_unreachable:
        if not told.why_not.strip():
            return {"why_not": _("Schrijf waarom u de melder niet kunt bereiken.")}
        return outside.faults(case, told, since=time.since)
    if told.why_not.strip():
        return {
            "why_not": _(
                "Vertel het de melder eerst. Mag de melder het niet weten? Geef de naam dan niet "
                "af, en laat de coördinator de vordering opnieuw vastleggen, met de reden."
            )
        }
    wrong = outside.faults(case, told, since=time.since)
    if "told_on" not in wrong and told.on and told.on + time.days > clock.today():
        day = dutch.day(told.on + time.days)
        text = _("De melder heeft nog tijd om te reageren. Geef de naam op zijn vroegst af op %s.")
        wrong["told_on"] = text % day
    return wrong
