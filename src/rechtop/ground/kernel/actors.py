"""Say who acts: a person, a reporter, a job or a command."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any


class Kind(enum.StrEnum):
    """The kinds of actors there are."""

    PERSON = "person"
    REPORTER = "reporter"
    JOB = "job"
    COMMAND = "command"
    NOBODY = "nobody"


class Origin(enum.StrEnum):
    """The door an actor came in by; an address is never written down."""

    DESK = "desk"
    PUBLIC = "public"
    COMMAND_LINE = "cli"
    CLOCK = "clock"


@dataclass(frozen=True)
class Actor:
    """Someone or something that acts, with what it may bring to a rule.

    `number` is the person's number, `duties` the duties that person has today and `spheres` those
    in which these duties need keys, `holder` the number of the key holder, and `keyring` the
    unlocked keys: of a person while the vault is open, of a reporter while the words are proven.
    """

    kind: Kind
    origin: Origin
    number: int | None = None
    duties: frozenset[str] = field(default_factory=frozenset)
    spheres: tuple[str, ...] = ()
    holder: int | None = None
    keyring: Any = field(default=None, repr=False, compare=False)

    @property
    def is_unlocked(self) -> bool:
        """Say whether this actor brings keys."""
        return self.keyring is not None

    def has_duty(self, *duties: str) -> bool:
        """Say whether this actor has one of these duties today."""
        return not self.duties.isdisjoint(duties)


NOBODY = Actor(Kind.NOBODY, Origin.PUBLIC)
REPORTER = Actor(Kind.REPORTER, Origin.PUBLIC)
COMMAND = Actor(Kind.COMMAND, Origin.COMMAND_LINE)
JOB = Actor(Kind.JOB, Origin.CLOCK)
