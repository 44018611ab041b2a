"""Keep a draft, and make a case of it.

Drafts are no records of the authority yet: they leave nothing on the trail.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import actors, clock, rows, words
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.vault import blobs, drafts, reporters
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import operations as cases
from rechtop.work.intake import rules
from rechtop.work.intake.models import Draft
from rechtop.work.intake.states import NAMED
from rechtop.work.protection import operations as protection


@dataclass
class OpenDraft:
    """A draft in memory: the answers and files so far, and the words that will go with it.

    `root` opens it from now on. That is another than the one asked with, where the draft was
    carried to a fresh root; the two know each other's place.
    """

    root: bytes = field(repr=False)
    words: Sequence[str] = field(repr=False)
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    case: int | None = None
    saved_at: datetime.datetime = field(default_factory=clock.now)
    other: bytes = field(default=b"", repr=False)
    files: list[dict[str, Any]] = field(default_factory=list, repr=False)

    @property
    def is_sent(self) -> bool:
        """Say whether this has become a case."""
        return self.case is not None

    @property
    def store(self) -> blobs.Store:
        """Give where the files of this draft go."""
        return blobs.Store(draft=drafts.locator(self.root))


def read_draft(root: bytes) -> OpenDraft | None:
    """Open the draft that belongs to a cookie; None without one."""
    draft = Draft.objects.filter(pk=drafts.locator(root)).first()
    return _opened(draft, root) if draft else None


@transaction.atomic
def save_answers(root: bytes, answers: Mapping[str, Any]) -> OpenDraft:
    """Add answers to the draft, made at the first of them. A draft that was sent stays as it is."""
    held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
    opened = (_opened(held, root) if held else None) or OpenDraft(root, words.draw())
    if opened.is_sent:
        return opened
    opened.answers.update(answers)
    if held is None:
        rows.insert([_new_row(opened)])
    else:
        _save(held, opened, root)
    return opened


@transaction.atomic
def add_files(root: bytes, files: Sequence[dict[str, Any]]) -> None:
    """Add files that have arrived to the draft. Raises Refused where it is gone or sent."""
    held, opened = _held(root)
    opened.store.keep([uuid.UUID(told["blob"]) for told in files])
    opened.files.extend(files)
    _save(held, opened, root)


@transaction.atomic
def remove_file(root: bytes, blob: str) -> None:
    """Take a file out of the draft, and off the disk. Raises Refused where the draft is gone."""
    held, opened = _held(root)
    gone = [uuid.UUID(told["blob"]) for told in opened.files if told["blob"] == blob]
    opened.files = [told for told in opened.files if told["blob"] != blob]
    blobs.wipe(blobs.of_drafts(drafts.locator(opened.root)).filter(pk__in=gone))
    _save(held, opened, root)


def _held(root: bytes) -> tuple[Draft, OpenDraft]:
    held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
    opened = _opened(held, root) if held else None
    if held is None or opened is None:
        raise Refused(Verdict(False, _("Wat u schreef, is intussen gewist. Begin opnieuw.")))
    if opened.is_sent:
        raise Refused(
            Verdict(
                False,
                _("U hebt uw melding al verstuurd. Voeg dit toe nadat u uw woorden hebt getypt."),
            )
        )
    return held, opened


def _save(held: Draft, opened: OpenDraft, root: bytes) -> None:
    held.box, held.saved_at = _closed(opened, root), clock.now()
    held.save(force_update=True, update_fields=["box", "saved_at"])


def send(root: bytes, *, fresh: bytes) -> OpenDraft | None:
    """Make a case of the draft; sent twice, it gives the same case and the same words.

    The second of a double click waits for the first one's lock and finds it sent. What was sent
    goes on under a fresh root, so that who put the first one into this browser does not get the
    words. None without a draft; an unfinished one is given back as it is. Raises Refused while the
    reporting point is not open.
    """
    with trail.one_transaction():
        return _send(root, fresh)


def _send(root: bytes, fresh: bytes) -> OpenDraft | None:
    held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
    opened = _opened(held, root) if held else None
    if held is None or opened is None or opened.is_sent or rules.unfinished(opened.answers):
        return opened
    report, identity = _parted(opened.answers)
    case = cases.receive(
        report=report,
        identity=identity,
        about=[int(number) for number in opened.answers.get("about", [])],
        positions=opened.answers.get("positions", []),
        reporter=reporters.key_of(opened.words),
        by=actors.REPORTER,
        attachments=opened.files,
        draft=drafts.locator(opened.root),
        more=[protection.proof_of(first)] if (first := opened.answers.get(AFTER)) else [],
    )
    if first:
        protection.belong(case, first)
    opened.case, opened.answers, opened.saved_at = case.pk, {}, clock.now()
    opened.files = []
    return _carried(held, opened, root, fresh)


def carry(root: bytes, *, fresh: bytes) -> OpenDraft | None:
    """Let the draft of a cookie go on under a fresh root; None without one.

    The row before stays until the new one is read: an answer that is lost on its way to the
    browser, with the new cookie in it, costs nothing.
    """
    with transaction.atomic():
        held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
        opened = _opened(held, root) if held else None
        if held is None or opened is None:
            return None
        return _carried(held, opened, root, fresh)


def _carried(held: Draft, opened: OpenDraft, root: bytes, fresh: bytes) -> OpenDraft:
    blobs.move(draft=drafts.locator(opened.root), to=drafts.locator(fresh))
    opened.root, opened.other = fresh, drafts.locator(root)
    held.box, held.case, held.saved_at = _closed(opened, root), opened.case, opened.saved_at
    held.save(force_update=True, update_fields=["box", "case", "saved_at"])
    rows.insert([_new_row(opened)])
    return opened


def settle(opened: OpenDraft) -> None:
    """Wipe the row a draft was carried from: the browser has the new cookie."""
    if opened.other:
        Draft.objects.filter(pk=opened.other).delete()


@transaction.atomic
def forget(opened: OpenDraft) -> None:
    """Wipe a draft: the words are proven, or the writer wants it gone."""
    names = [drafts.locator(opened.root), opened.other]
    found = Draft.objects.filter(pk__in=names)
    (found if opened.is_sent else found.filter(case=None)).delete()
    blobs.wipe(blobs.of_drafts(*names))


@transaction.atomic
def forget_old() -> int:
    """Wipe every draft older than a day, and its files; give how many drafts."""
    old = Draft.objects.filter(saved_at__lt=clock.now() - rules.DRAFTS_STAY)
    names = [bytes(name) for name in old.select_for_update().values_list("pk", flat=True)]
    blobs.wipe(blobs.of_drafts(*names))
    wiped = Draft.objects.filter(pk__in=names).delete()[0]
    blobs.wipe(blobs.left_behind(Draft.objects.values("pk")))
    return wiped


IDENTITY = ("name", "reach")


AFTER = "after"
"""The answer that holds the first report, in the draft of a report of detriment after it."""

_NO_TEXT = ("about", "positions", "who_i_am", AFTER, "is_left_out")


def _parted(answers: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Part the answers: the report, and who reports."""
    report = {name: text for name, text in answers.items() if name not in (*IDENTITY, *_NO_TEXT)}
    if chosen := answers.get("positions"):
        labels = {one.code: one.label for one in organisation.positions()}
        report["positions"] = ", ".join(labels[code] for code in chosen if code in labels)
    named = answers.get("who_i_am") == NAMED
    identity = {name: answers.get(name, "") for name in IDENTITY} if named else {}
    return report, identity


def _opened(draft: Draft, root: bytes) -> OpenDraft | None:
    content = drafts.open_draft(root, draft.box)
    if content is None:
        return None
    return OpenDraft(
        bytes.fromhex(content["root"]),
        content["words"],
        content["answers"],
        draft.case,
        draft.saved_at,
        bytes.fromhex(content["other"]),
        content.get("files", []),
    )


def _closed(opened: OpenDraft, root: bytes) -> bytes:
    content = {
        "root": opened.root.hex(),
        "words": list(opened.words),
        "answers": opened.answers,
        "other": opened.other.hex(),
        "files": opened.files,
    }
    return drafts.close(root, content)


def _new_row(opened: OpenDraft) -> Draft:
    return Draft(
        locator=drafts.locator(opened.root),
        box=_closed(opened, opened.root),
        saved_at=opened.saved_at,
        case=opened.case,
    )
