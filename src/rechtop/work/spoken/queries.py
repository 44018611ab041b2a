"""Find the minutes of a conversation, and read their versions in an opened file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault.files import OpenItem
from rechtop.tools.evidence import queries as evidence
from rechtop.tools.evidence.queries import DESTROYED, Attachment
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.states import Fate

CORRECTION, APPROVAL = "minutes_corrected", "minutes_approved"
"""The kinds of items a reporter adds; the first version is the report itself."""

RECORDING_TOLD = "recording_told"
"""The kind of what a reporter reads of a recording: `what` becomes of it, a `Fate`."""


@dataclass(frozen=True)
class Version:
    """What the minutes said at a time, and whether the reporter wrote it."""

    text: str = field(repr=False)
    at: datetime.datetime
    is_from_reporter: bool


@dataclass(frozen=True)
class Told:
    """The minutes of a case with all their versions, oldest first."""

    minutes: Minutes
    versions: Sequence[Version]
    spoke_with: str = field(repr=False)
    consent: str
    recordings: Sequence[Attachment] = ()
    is_recording_destroyed: bool = False

    @property
    def newest(self) -> Version:
        """Give the version that counts."""
        return self.versions[-1]

    @property
    def is_held(self) -> bool:
        """Say whether someone keeps the file, and all that is in it, from being destroyed."""
        return self.minutes.case.hold_since is not None

    @property
    def recording_goes(self) -> bool:
        """Say whether a recording is destroyed the moment the reporter approves, as it is now."""
        return bool(self.recordings) and self.minutes.destroys_recording and not self.is_held

    @property
    def earlier(self) -> Sequence[Version]:
        """Give the versions before it, newest first."""
        return self.versions[-2::-1]


def of(case: Case) -> Minutes | None:
    """Give the minutes of a case; none where it was not spoken."""
    return Minutes.objects.filter(case=case).first()


def told(minutes: Minutes, items: Sequence[OpenItem]) -> Told:
    """Read the minutes among what was opened."""
    report = next(item for item in items if item.kind == "report")
    corrections = [item for item in items if item.kind == CORRECTION]
    return Told(
        minutes,
        [
            Version(_first_text(report.content, items), report.at, False),
            *(Version(item.content["text"], item.at, True) for item in corrections),
        ],
        report.content["spoke_with"],
        report.content["agreed_to"],
        recordings(items),
        were_destroyed(items),
    )


def _first_text(report: Mapping[str, str], items: Sequence[OpenItem]) -> str:
    """Give all that was written down of what someone told, for them to check the whole of it.

    Who approved no more than what they told (that was all that was shown once) approved that.
    """
    if any(i.kind == APPROVAL and i.content["text"] == report["what"] for i in items):
        return report["what"]
    more = {
        _("Wanneer was dat?"): report.get("when"),
        _("Waar was dat?"): report.get("where"),
        _("Over wie gaat het?"): report.get("who"),
        _("Wat vraagt de melder?"): report.get("asks"),
    }
    told = [f"{question}\n{answer}" for question, answer in more.items() if answer]
    return "\n\n".join([report["what"], *told])


def recordings(items: Sequence[OpenItem]) -> list[Attachment]:
    """Find the recordings of the conversation that are still there."""
    marked = {str(item.id) for item in items if item.content.get("is_recording")}
    return [one for one in evidence.attachments(items) if one.id in marked]


def were_destroyed(items: Sequence[OpenItem]) -> bool:
    """Say whether a recording was destroyed."""
    marked = {str(item.id) for item in items if item.content.get("is_recording")}
    return any(item.kind == DESTROYED and item.content["of"] in marked for item in items)


def told_of_recording(items: Sequence[OpenItem]) -> list[dict[str, Any]]:
    """Give what a reporter reads of what becomes of the recording, newest first."""
    return [
        {"at": item.at, "title": Fate(item.content["what"]).label}
        for item in reversed(items)
        if item.kind == RECORDING_TOLD
    ]


def opened(minutes: Minutes, actor: Actor) -> Told:
    """Open the file and read the minutes. Raises NoKey."""
    return told(minutes, cases.read(minutes.case, actor))


def unread() -> QuerySet[Minutes]:
    """Give the minutes a reporter corrected or approved and nobody has looked at yet."""
    return Minutes.objects.filter(changed_on__isnull=False)


def waiting_for(actor: Actor) -> QuerySet[Minutes]:
    """Give the minutes a reporter corrected or approved, of cases that wait for this actor."""
    own = unread().select_related("case").filter(case__in=cases.waiting_for(actor).values("pk"))
    return own.order_by("changed_on", "pk")
