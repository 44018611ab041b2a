"""Enter a report that was spoken, and let its reporter check what was written down."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import actors, clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.ground.vault.proofs import REPORTING_POINT, Moment
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.tools.evidence import operations as evidence
from rechtop.tools.evidence.queries import Attachment
from rechtop.tools.proofs import operations as proofs
from rechtop.work.cases import holding
from rechtop.work.cases import operations as cases
from rechtop.work.cases import rules as cases_rules
from rechtop.work.cases.models import Case
from rechtop.work.spoken import queries, rules
from rechtop.work.spoken.models import Minutes
from rechtop.work.spoken.queries import APPROVAL, CORRECTION
from rechtop.work.spoken.states import MINUTES, RECORDED, Consent, Fate, MinutesState

_SOUNDS = ("audio", "video")

WAYS = ("telephone", "meeting")
"""The channels of a report that is spoken."""


@operation("spoken.entered", allowed=rules.may_enter)
def enter(
    *,
    channel: str,
    received_on: datetime.date,
    report: Mapping[str, str],
    identity: Mapping[str, str],
    about: Collection[int],
    words: Sequence[str],
    consent: str,
    destroys_recording: bool = False,
    positions: Collection[str] = (),
    by: Actor,
) -> Case:
    """Make a case of what someone told, with words for the reporter to come back with.

    `report` holds the minutes as what was reported, who spoke, and what the reporter agreed to. A
    handler who enters it handles it. A confidant passes it on, and has no key to it afterwards.
    Raises Invalid where it is about who enters it: they would know the reporter's words.
    """
    if received_on > clock.today():
        raise Invalid(received_on=_("Deze dag ligt in de toekomst."))
    if channel not in WAYS:
        raise Invalid(channel=_("Kies hoe er gesproken is."))
    if by.number in {*about, *organisation.people_about(positions)}:
        raise Invalid(**{"about" if by.number in about else "positions": _about_the_writer()})
    case = cases.receive(
        report=report,
        identity=identity,
        about=about,
        positions=positions,
        reporter=reporters.key_of(words),
        channel=channel,
        received_on=received_on,
        taken_down_by=by.number if is_integrity_team(by) else None,
        by=actors.REPORTER,
    )
    minutes = Minutes(
        case=case,
        consent=consent,
        destroys_recording=consent == Consent.TRANSCRIPT
        or (destroys_recording and consent in RECORDED),
    )
    rows.insert([minutes])
    return case


def _about_the_writer() -> str:
    return _(
        "Dit gaat ook over u. Laat een collega of een vertrouwenspersoon dit opschrijven: wie het "
        "opschrijft, ziet de woorden van de melder. Wij bewaarden niets."
    )


@operation("spoken.recording_added", allowed=rules.may_record)
def add_recording(minutes: Minutes, *, attachments: Sequence[Mapping[str, Any]], by: Actor) -> None:
    """Add a recording that has arrived; its reporter may listen to it. Raises Invalid."""
    if any(told["type"] not in _SOUNDS for told in attachments):
        raise Invalid(file=_("Dit is geen geluid dat wij kennen. Kies de opname van het gesprek."))
    opened = files.open_file(minutes.case_id, by.keyring)
    marked = [{**told, "is_recording": True} for told in attachments]
    evidence.keep(opened, [evidence.from_person(told, Part.SHARED, by) for told in marked])


@operation("spoken.recording_decided", allowed=rules.may_decide_on_recording)
def decide_on_recording(
    minutes: Minutes, *, destroys: bool, is_sure: bool = False, by: Actor
) -> None:
    """Choose whether the recording is destroyed once its reporter approves; of who approved
    already, destroy what was kept, for good. The reporter reads what was chosen.

    Raises Invalid where there is nothing left to choose, where someone holds the file by now, and
    where what was kept would go without `is_sure`.
    """
    _hold_still(minutes)
    if minutes.case.hold_since is not None:
        raise Invalid(recording=_("Dit dossier blijft al bewaard."))
    if minutes.state == MinutesState.APPROVED:
        _destroy_kept(minutes, destroys, is_sure, by)
    elif minutes.destroys_recording != destroys:
        _tell_of_recording(minutes.case, Fate.GOES if destroys else Fate.STAYS, by)
    minutes.destroys_recording = destroys
    minutes.save(update_fields=["destroys_recording"])


def _destroy_kept(minutes: Minutes, destroys: bool, is_sure: bool, by: Actor) -> None:
    kept = queries.opened(minutes, by).recordings
    if not kept:
        raise Invalid(recording=_("Er is geen opname in het dossier."))
    if not destroys:
        raise Invalid(recording=_("De melder was al akkoord. De opname bleef bewaard."))
    if not is_sure:
        raise Invalid(recording=_("De melder is akkoord. Wilt u de opname nu meteen vernietigen?"))
    _destroy(minutes, kept, by)


def _destroy(minutes: Minutes, kept: Sequence[Attachment], by: Actor) -> None:
    evidence.destroy(files.open_file(minutes.case_id, by.keyring), kept)
    trail.note("spoken.recording_destroyed", minutes.case.ref)
    _tell_of_recording(minutes.case, Fate.DESTROYED, by)


def _tell_of_recording(case: Case, fate: Fate, by: Actor) -> None:
    told = {"from": "authority", "what": fate.value}
    cases.tell_reporter(case, queries.RECORDING_TOLD, told, by=by)


def _hold_still(minutes: Minutes) -> None:
    """Read the case again under lock: nobody begins or ends holding it meanwhile."""
    minutes.case = Case.objects.select_for_update().get(pk=minutes.case_id)


@holding.after_lifting
def _destroy_what_was_promised(case: Case, by: Actor) -> None:
    """Destroy the recording that was to go when its reporter approved, while the file was held."""
    minutes = queries.of(case)
    if not minutes or minutes.state != MinutesState.APPROVED or not minutes.destroys_recording:
        return
    if kept := queries.opened(minutes, by).recordings:
        _destroy(minutes, kept, by)


@operation("spoken.corrected", allowed=rules.may_correct, by_day=True)
def correct(minutes: Minutes, *, text: str, by: Actor) -> None:
    """Let the reporter put right what was written down; what stood there before stays beside it."""
    if text.split() == queries.opened(minutes, by).newest.text.split():
        raise Invalid(text=_("U veranderde niets. Klopt het zo? Kies dan ‘Ja, dit klopt’."))
    _write(minutes, CORRECTION, text, by)
    minutes.state = MINUTES.after(minutes.state, "correct")
    minutes.changed_on = clock.today()
    minutes.save(update_fields=["state", "changed_on"])


@operation("spoken.approved", allowed=rules.may_approve, by_day=True)
def approve(minutes: Minutes, *, version: int, destroys: bool, by: Actor) -> None:
    """Let the reporter approve the version that was shown, counted from 1; with proof of its text.

    Where that was chosen the recording is destroyed now, with the reporter's own key; while someone
    holds the file it stays until that ends. `destroys` is what was shown of that. Raises Invalid
    where another version stands there now, or something else becomes of the recording.
    """
    _hold_still(minutes)
    told = queries.opened(minutes, by)
    if version != len(told.versions):
        raise Invalid(version=_("Het verslag is intussen veranderd. Lees het nog een keer."))
    if destroys != told.recording_goes:
        raise Invalid(
            destroys=_("Wat er met de opname gebeurt, is intussen veranderd. Lees het hieronder.")
        )
    _write(minutes, APPROVAL, told.newest.text, by)
    if told.recording_goes:
        evidence.destroy(files.open_file(minutes.case_id, by.keyring), told.recordings)
    minutes.state = MINUTES.after(minutes.state, "approve")
    minutes.approved_on = minutes.changed_on = clock.today()
    minutes.save(update_fields=["state", "approved_on", "changed_on"])


def _write(minutes: Minutes, kind: str, text: str, by: Actor) -> None:
    content = {"from": "reporter", "text": text}
    proven = proofs.proven(content, Moment.MESSAGE, to=REPORTING_POINT, names=["text"])
    files.open_file(minutes.case_id, by.keyring).write(Piece(Part.SHARED, kind, proven))


@operation("spoken.noted", allowed=rules.may_note)
def note(minutes: Minutes, *, by: Actor) -> None:
    """Note that a handler saw what the reporter did with the minutes."""
    minutes.changed_on = None
    minutes.save(update_fields=["changed_on"])


@operation("spoken.forgotten", allowed=cases_rules.may_forget)
def forget(case: Case, *, by: Actor) -> None:
    """Take away where the minutes of a case stand, after its file was destroyed."""
    Minutes.objects.filter(case=case).delete()
