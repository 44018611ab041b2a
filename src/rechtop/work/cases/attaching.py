"""Let people add files to a case, shared with its reporter or not.

They stand on disk for certain before the case is told of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.post import operations as post
from rechtop.ground.vault.models import Part
from rechtop.ground.vault.proofs import REPORTER
from rechtop.tools.evidence import operations as evidence
from rechtop.work.cases import dossiers, rules
from rechtop.work.cases.models import Case

Told = Mapping[str, Any]
"""What is told of a file that has arrived."""


@operation("case.files_added", allowed=rules.may_add_files)
def add_files(case: Case, *, attachments: Sequence[Told], by: Actor) -> None:
    """Add files that have arrived; the reporter's key does not open them."""
    pieces = [evidence.from_person(told, Part.INNER, by) for told in attachments]
    evidence.keep(dossiers.opened(case, by), pieces)


@operation("case.files_shared", allowed=rules.may_share_files)
def share_files(case: Case, *, attachments: Sequence[Told], by: Actor) -> None:
    """Add files that have arrived, for the reporter to read too."""
    pieces = [evidence.from_person(told, Part.SHARED, by) for told in attachments]
    file = dossiers.opened(case, by)
    evidence.keep(file, dossiers.files_proven(pieces, to=REPORTER))
    post.let_reporter_know(file.items())
