"""Keep a file although its term passes, and let go of it again.

While a lawsuit or an inquiry runs, a file is not destroyed. Why stands inside the file; outside
stands only that someone holds it, since when, and who.
"""

from __future__ import annotations

from collections.abc import Callable

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.work.cases import rules
from rechtop.work.cases.models import Case

_AFTER_LIFTING: list[Callable[[Case, Actor], None]] = []


def after_lifting(do: Callable[[Case, Actor], None]) -> Callable[[Case, Actor], None]:
    """Let a room above do what waited until nobody holds the file, inside the operation that lifts
    it: this room may not know it. Its operations are loaded when Rechtop starts."""
    _AFTER_LIFTING.append(do)
    return do


@operation("case.held", allowed=rules.may_hold)
def hold(case: Case, *, reason: str, by: Actor) -> None:
    """Keep the file from being destroyed, with a reason that stays inside it."""
    _write(case, "hold", reason, by)
    case.hold_since, case.hold_by_id = clock.today(), by.number
    case.save(update_fields=["hold_since", "hold_by"])


@operation("case.hold_lifted", allowed=rules.may_lift_hold)
def lift(case: Case, *, reason: str, by: Actor) -> None:
    """Let the term of the file count again, with a reason that stays inside it."""
    _write(case, "hold_lifted", reason, by)
    case.hold_since = case.hold_by = None
    case.save(update_fields=["hold_since", "hold_by"])
    for do in _AFTER_LIFTING:
        do(case, by)


def _write(case: Case, kind: str, reason: str, by: Actor) -> None:
    piece = Piece(Part.INNER, kind, {"author": by.number, "text": reason})
    files.open_file(case.pk, by.keyring).write(piece)
