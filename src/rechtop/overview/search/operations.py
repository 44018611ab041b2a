"""Note that someone searches: the words are nowhere kept."""

from __future__ import annotations

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.overview.search import rules


@operation("cases.searched", allowed=rules.may_search)
def begin(*, by: Actor) -> None:
    """Put on the trail that someone searches in the files they can open, and not for what."""
