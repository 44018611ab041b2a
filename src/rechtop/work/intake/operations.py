"""Keep a draft, and make a case of it.

Drafts are no records of the authority yet: they leave nothing on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel import actors, clock, words
from rechtop.ground.vault import drafts, reporters
from rechtop.work.cases import operations as cases
from rechtop.work.intake import rules
from rechtop.work.intake.models import Draft
from rechtop.work.intake.states import NAMED


@dataclass
class OpenDraft:
    """A draft in memory: the answers so far, and the words that will go with it."""

    words: Sequence[str]
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    case: int | None = None

    @property
    def is_sent(self) -> bool:
        """Say whether this has become a case."""
        return self.case is not None


def read_draft(root: bytes) -> OpenDraft | None:
    """Open the draft that belongs to a cookie; None without one."""
    draft = Draft.objects.filter(pk=drafts.locator(root)).first()
    return _opened(draft, root) if draft else None


@transaction.atomic
def save_answers(root: bytes, answers: Mapping[str, Any]) -> OpenDraft:
    """Add answers to the draft, made at the first of them. A draft that was sent stays as it is."""
    held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
    opened = (_opened(held, root) if held else None) or OpenDraft(words.draw())
    if opened.is_sent:
        return opened
    opened.answers.update(answers)
    Draft.objects.update_or_create(
        pk=drafts.locator(root), defaults={"box": _closed(opened, root), "saved_at": clock.now()}
    )
    return opened


def send(root: bytes) -> OpenDraft | None:
    """Make a case of the draft; sent twice, it gives the same case and the same words.

    The second of a double click waits for the first one's lock and finds it sent. None without a
    draft; an unfinished one is given back as it is. Raises Refused while the reporting point is
    not open.
    """
    with trail.one_transaction():
        return _send(root)


def _send(root: bytes) -> OpenDraft | None:
    held = Draft.objects.select_for_update().filter(pk=drafts.locator(root)).first()
    opened = _opened(held, root) if held else None
    if held is None or opened is None or opened.is_sent or rules.unfinished(opened.answers):
        return opened
    report, identity, about = _parted(opened.answers)
    case = cases.receive(
        report=report,
        identity=identity,
        about=about,
        reporter=reporters.key_of(opened.words),
        by=actors.REPORTER,
    )
    opened.case, opened.answers = case.pk, {}
    held.case, held.box = case.pk, _closed(opened, root)
    held.save(force_update=True, update_fields=["case", "box"])
    return opened


def forget(root: bytes) -> None:
    """Wipe the draft of a cookie: the words are proven, or the writer wants it gone."""
    Draft.objects.filter(pk=drafts.locator(root)).delete()


def forget_old() -> int:
    """Wipe every draft older than a day; give how many."""
    return Draft.objects.filter(saved_at__lt=clock.now() - rules.DRAFTS_STAY).delete()[0]


IDENTITY = ("name", "reach")


def _parted(answers: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], list[int]]:
    """Part the answers: the report, who reports, and the people of the roster it is about."""
    report = {
        name: text for name, text in answers.items() if name not in (*IDENTITY, "about", "who_i_am")
    }
    named = answers.get("who_i_am") == NAMED
    identity = {name: answers.get(name, "") for name in IDENTITY} if named else {}
    return report, identity, [int(number) for number in answers.get("about", [])]


def _opened(draft: Draft, root: bytes) -> OpenDraft | None:
    content = drafts.open_draft(root, draft.box)
    return OpenDraft(content["words"], content["answers"], draft.case) if content else None


def _closed(opened: OpenDraft, root: bytes) -> bytes:
    return drafts.close(root, {"words": list(opened.words), "answers": opened.answers})
