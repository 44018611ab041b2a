"""Remember outside the database what else was taken away since, so that no restore brings it back.

As marks, made with the pepper: nobody without it sees of what a mark is, or of which kind, and what
stood in it is in no mark. A notebook adds marks of nothing, so that nobody counts conversations.

Of a passphrase that was changed more stands here: the same key, wrapped under the new one and
sealed to this server. Without it a restore would either let the old passphrase open again or take
the holder's keys away, and with these a notebook for good.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial

from django.db import transaction

from rechtop import env
from rechtop.ground.crypto import boxes, digests
from rechtop.ground.kernel import clock, outside

_NAME = "gone"
_FEWEST = 8


@dataclass(frozen=True)
class Wrap:
    """A holder's key under a newer passphrase: since when, and the sealed wrap."""

    since: int
    sealed: str


@dataclass(frozen=True)
class Gone:
    """Marks of what is gone, and newer wraps by the number of their holder."""

    marks: frozenset[str] = frozenset()
    wraps: Mapping[int, Wrap] = field(default_factory=dict)

    def with_news(self, news: Gone) -> Gone:
        """Give both together: nothing comes back, and of each wrap the newest counts."""
        wraps = dict(self.wraps)
        for holder, wrap in news.wraps.items():
            if holder not in wraps or wraps[holder].since < wrap.since:
                wraps[holder] = wrap
        return Gone(self.marks | news.marks, wraps)


def mark(kind: str, *what: object) -> str:
    """Give the mark of something by what names it: drawn at random, or never used again."""
    told = "|".join(["gone", kind, *map(str, what)])
    return digests.digest(env.secret("pepper") + told.encode()).hex()[:32]


def wrapped_since_now(sealed: str) -> Wrap:
    """Give a wrap that counts from now on."""
    return Wrap(int(clock.now().timestamp() * 1_000_000), sealed)


def remember(marks: Iterable[str], *, wraps: Mapping[int, Wrap] | None = None) -> None:
    """Remember that this went, once the transaction that takes it away has ended well."""
    news = Gone(frozenset(marks), dict(wraps or {}))
    transaction.on_commit(partial(outside.change, _NAME, partial(_with_news, news)), robust=True)


def remember_uncounted(marks: Collection[str]) -> None:
    """Remember that this went, among so many marks of nothing that nobody tells how much it was."""
    room = _FEWEST
    while room < len(marks):
        room *= 2
    nothing = (boxes.new_key().hex()[:32] for _unused in range(room - len(marks)))
    remember([*marks, *nothing])


def is_gone(kind: str, *what: object) -> bool:
    """Say whether this went, whatever the database says; for the price of one look at the disk."""
    return mark(kind, *what) in known().marks


def known() -> Gone:
    """Give all that is remembered; read anew only when that is more."""
    return _known(outside.mark(_NAME))


@lru_cache(maxsize=2)
def _known(_mark: tuple[int, ...]) -> Gone:
    return read(outside.read(_NAME))


def read(content: bytes) -> Gone:
    """Read what was remembered. Raises ValueError, KeyError or TypeError for anything else."""
    if not content:
        return Gone()
    told = json.loads(content)
    wraps = {int(holder): Wrap(int(since), str(one)) for holder, (since, one) in told["wraps"]}
    return Gone(frozenset(told["marks"]), wraps)


def take_in(content: bytes) -> None:
    """Remember what was remembered elsewhere too."""
    outside.change(_NAME, partial(_with_news, read(content)))


def _with_news(news: Gone, content: bytes) -> bytes:
    both = read(content).with_news(news)
    wraps = [[holder, [one.since, one.sealed]] for holder, one in sorted(both.wraps.items())]
    return json.dumps({"marks": sorted(both.marks), "wraps": wraps}).encode()
