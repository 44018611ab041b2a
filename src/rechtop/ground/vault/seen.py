"""Know what this server once saw of the keys, whatever the database says later.

It works both ways. A roster never gets older and a withdrawn key stays withdrawn, so going back in
the database gives nobody a key. And what two people signed stays signed when one of them leaves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from rechtop import env
from rechtop.ground.crypto import digests
from rechtop.ground.kernel import outside

_NAME = "trust"


@dataclass(frozen=True)
class Seen:
    """What was seen: of each roster the newest version in force and its statement's fingerprint,
    the fingerprints of vouched keys, the numbers of withdrawn holders and key pairs, those of
    destroyed files, and marks that tell for whom a file was closed later on.
    """

    rosters: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    holders: frozenset[int] = frozenset()
    pairs: frozenset[int] = frozenset()
    files: frozenset[int] = frozenset()
    closed: frozenset[str] = frozenset()

    def version(self, roster: str) -> int:
        """Give the newest version of a roster that was seen in force."""
        return self.rosters.get(roster, (0, ""))[0]

    def with_news(self, news: Seen) -> Seen:
        """Give both together: a roster never gets older, and nothing is unseen."""
        rosters = dict(self.rosters)
        for name, found in news.rosters.items():
            if found[0] > self.version(name):
                rosters[name] = found
        return Seen(
            rosters,
            self.keys | news.keys,
            self.holders | news.holders,
            self.pairs | news.pairs,
            self.files | news.files,
            self.closed | news.closed,
        )


def closing(file: int, people: Iterable[int]) -> frozenset[str]:
    """Give the marks of a file that is closed for these people.

    Who is excluded stands inside the file alone: from a mark nobody without the pepper learns it.
    """
    pepper = env.secret("pepper")
    return frozenset(
        digests.digest(pepper + f"|closed|{file}|{person}".encode()).hex()[:32] for person in people
    )


def stored() -> bytes:
    """Give what was seen, as it is stored."""
    return outside.read(_NAME)


def destroyed() -> frozenset[int]:
    """Give the numbers of destroyed files; read anew only when more is remembered."""
    return _destroyed(outside.mark(_NAME))


@lru_cache(maxsize=2)
def _destroyed(_mark: tuple[int, ...]) -> frozenset[int]:
    return read(stored()).files


def read(content: bytes) -> Seen:
    """Read what was seen."""
    if not content:
        return Seen()
    told: dict[str, Any] = json.loads(content)
    return Seen(
        {name: (version, print_) for name, (version, print_) in told["rosters"].items()},
        frozenset(told["keys"]),
        frozenset(told["holders"]),
        frozenset(told["pairs"]),
        frozenset(told.get("files", ())),
        frozenset(told.get("closed", ())),
    )


def remember(news: Seen) -> None:
    """Remember news; nothing that was seen is ever unseen."""
    outside.change(_NAME, partial(_with_news, news))


def _with_news(news: Seen, content: bytes) -> bytes:
    seen = read(content).with_news(news)
    told = {
        "rosters": dict(seen.rosters),
        "keys": sorted(seen.keys),
        "holders": sorted(seen.holders),
        "pairs": sorted(seen.pairs),
        "files": sorted(seen.files),
        "closed": sorted(seen.closed),
    }
    return json.dumps(told, sort_keys=True).encode()
