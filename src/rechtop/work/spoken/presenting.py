"""Put the minutes of a conversation into words for who handles the case."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.ui import dutch
from rechtop.work.spoken.queries import Told, Version
from rechtop.work.spoken.states import RECORDED, MinutesState


def facts(told: Told) -> list[tuple[str, Any]]:
    """Give what is known of the conversation and of the check by the reporter."""
    return [
        (_("Stand"), MinutesState(told.minutes.state).label),
        (_("Sprak met de melder"), told.spoke_with),
        (_("De melder stemde in met"), told.consent),
        (_("Akkoord op"), dutch.day(told.minutes.approved_on)),
        (_("Opname"), _recording(told)),
    ]


def _recording(told: Told) -> str:
    """Say what becomes of the recording, where there may be one."""
    if told.is_recording_destroyed:
        return _("vernietigd na het akkoord van de melder")
    if told.minutes.consent not in RECORDED:
        return ""
    is_approved = told.minutes.state == MinutesState.APPROVED
    if not told.recordings:
        return _("niet toegevoegd") if is_approved else _("nog niet toegevoegd")
    if told.minutes.destroys_recording and told.is_held:
        return _("wordt vernietigd zodra de melder akkoord is en niemand het dossier vasthoudt")
    if told.minutes.destroys_recording:
        return _("wordt vernietigd zodra de melder akkoord is")
    return _("blijft bewaard in het dossier")


def versions(told: Told) -> list[dict[str, Any]]:
    """Give the versions, newest first, each with a heading."""
    listed = [
        {"title": _title(place, version), "at": version.at, "text": version.text}
        for place, version in enumerate(told.versions, start=1)
    ]
    return listed[::-1]


def _title(place: int, version: Version) -> str:
    if not version.is_from_reporter:
        return _("Zoals wij het opschreven")
    return _("Verbetering %(number)s van de melder") % {"number": place - 1}
