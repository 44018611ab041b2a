"""Hold which state may follow which; the table is the truth and its diagram is its print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rechtop.ground.kernel.rules import ALLOWED, Verdict


class Transitions:
    """A table with a row for every state: what may follow it, by the verb that leads there."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self.table = {state: dict(verbs) for state, verbs in table.items()}
        self._refuse_unknown_targets()

    def _refuse_unknown_targets(self) -> None:
        for state, verbs in self.table.items():
            for verb, target in verbs.items():
                if target not in self.table:
                    raise ValueError(f"{state} --{verb}--> {target}: no row for {target}")

    def may(self, state: str, verb: str, *, reason: Any) -> Verdict:
        """Say whether a verb is possible in a state; `reason` is read by who is refused."""
        return ALLOWED if verb in self.table[state] else Verdict(False, reason)

    def after(self, state: str, verb: str) -> str:
        """Give the state to which a verb leads. Raises KeyError where the verb is not possible."""
        return self.table[state][verb]

    def diagram(self) -> str:
        """Print the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        first = next(iter(self.table))
        lines.append(f"    [*] --> {first}")
        for state, verbs in self.table.items():
            lines += [f"    {state} --> {target}: {verb}" for verb, target in verbs.items()]
            if not verbs:
                lines.append(f"    {state} --> [*]")
        return "\n".join(lines) + "\n"
