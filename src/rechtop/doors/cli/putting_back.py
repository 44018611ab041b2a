"""Put a backup back in an empty place, and take away again what was taken away since.

Each step can be done again: whatever breaks halfway, the same command begins anew. Until the last
step is done the data folder says that a restore is at work, and nothing opens.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from rechtop import env
from rechtop.doors.cli import setting_up, tables
from rechtop.doors.cli.whole_backup import Found, Say
from rechtop.ground.audit import ends, jobs
from rechtop.ground.kernel import outside
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.vault import backups, gone, restoring, seen
from rechtop.ground.vault.models import Blob
from rechtop.overview.keeping import operations as keeping
from rechtop.overview.trail import operations as trail
from rechtop.people.identity import operations as identity
from rechtop.people.invitations import operations as invitations

Contents = Iterator[tuple[str, Iterator[bytes]]]


class NotEmpty(Exception):
    """There is something in the database already."""


def put_back(
    path: Path, drawn: Sequence[str], found: Found, journal: Mapping[str, bytes] | None, say: Say
) -> list[str]:
    """Put a backup back; give the addresses of whoever must begin their sign-in anew.

    Raises NotEmpty, and OtherShape for one of a newer version.
    """
    _take_hold_of_database(backups.identify(path))
    _remember(found.seen)
    _remember(journal or {})
    contents = backups.contents(path, drawn)
    _fill(contents, found)
    setting_up.make_tables()
    say(f"Database: {found.tables} tabellen staan terug.")
    restoring.take_away_again(with_journal=journal is not None, by=COMMAND)
    begun_anew = identity.take_away_again(by=COMMAND)
    invitations.end_all(by=COMMAND)
    trail.destroy_again(by=COMMAND)
    keeping.go_on()  # what was agreed on before the backup, and counts what it destroys
    restoring.take_remains_away(by=COMMAND)
    say("Wat vernietigd of ingetrokken was, is weer weg.")
    _put_blobs_back(contents, found.blobs, say)
    setting_up.collect_static()
    tables.tidy()
    jobs.seal_trail()
    return [person.email for person in begun_anew]


def done() -> None:
    """Say that all of it was done: the doors may open."""
    env.restoring().unlink()
    tables.take_mark_away()


def _take_hold_of_database(backup: str) -> None:
    mark = tables.mark()
    if mark is None:
        tables.set_mark(backup)
    elif mark != backup:
        raise NotEmpty
    else:
        tables.begin_anew()


def _remember(told: Mapping[str, bytes]) -> None:
    """Remember what was remembered elsewhere; nothing of it is ever forgotten."""
    take_in: dict[str, Callable[[bytes], None]] = {
        "trust": lambda content: seen.remember(seen.read(content)),
        "trail": ends.take_in,
        "trail-lost": ends.take_in_lost,
        "trail-gone": ends.take_in_gone,
        "gone": gone.take_in,
    }
    for name, content in told.items():
        if name in take_in:
            take_in[name](content)
        else:
            outside.change(name, partial(_unless_known, content))


def _unless_known(news: bytes, before: bytes) -> bytes:
    return before or news


def _fill(contents: Contents, found: Found) -> None:
    """Put all rows back, in one transaction."""
    about = found.about
    tables.shape([(app, name) for app, name in about["migrations"]])
    with tables.being_filled(about["columns"]):
        for name, pieces in contents:
            kind, _slash, table = name.partition("/")
            if kind == "tables":
                tables.copy_in(table, about["columns"][table], pieces)
            elif kind == "sequences":
                tables.set_sequences(json.loads(b"".join(pieces)))
                return


def _put_blobs_back(contents: Contents, count: int, say: Say) -> None:
    """Put back the attachments that still have a row; those of destroyed files never return."""
    env.BLOBS.mkdir(parents=True, exist_ok=True, mode=0o700)
    for at, (name, pieces) in enumerate(contents, start=1):
        number = UUID(name.removeprefix("blobs/"))
        if Blob.objects.filter(pk=number).exists():
            _write(env.BLOBS / number.hex, pieces)
        if at % 100 == 0:
            say(f"Bijlagen: {at} van {count}.")
    _sync(env.BLOBS)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
