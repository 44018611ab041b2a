"""Write a backup while the system runs."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from rechtop import env
from rechtop.doors.cli import tables
from rechtop.ground.audit import jobs
from rechtop.ground.kernel import clock, outside
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.vault import backups, restoring
from rechtop.ground.vault.models import Blob

_PIECE = 1024 * 1024

Say = Callable[[str], None]


@dataclass
class Made:
    """What a backup holds: how many tables and attachments, and which of these were not there."""

    tables: int = 0
    blobs: int = 0
    missing: list[UUID] = field(default_factory=list)


def make(target: Path, say: Say) -> Made:
    """Write a backup to a new file: whole and on disk for certain, or not there."""
    jobs.seal_trail()
    part = target.with_name(f"{target.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            writer = backups.Writer(file, env.secret("backup"))
            made = _write(writer, say)
            writer.finish()
        part.replace(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)
    restoring.note_backup(by=COMMAND)
    return made


def _write(writer: backups.Writer, say: Say) -> Made:
    made = Made()
    # Read before the database: what is taken away in between stands in the database itself.
    remembered, secrets = outside.everything(), env.all_secrets()
    with tables.at_one_moment():
        columns = tables.columns()
        writer.put("about", [json.dumps(_about(columns)).encode()])
        for kind, found in (("secrets", secrets), ("seen", remembered)):
            for name, content in found.items():
                writer.put(f"{kind}/{name}", [content])
        for table, names in columns.items():
            writer.put(f"tables/{table}", tables.copied_out(table, names))
            made.tables += 1
        writer.put("sequences", [json.dumps(tables.sequences()).encode()])
        wanted = list(Blob.objects.filter(half=None).values_list("pk", flat=True))
    say(f"Database: {made.tables} tabellen.")
    for number in wanted:
        _write_blob(writer, number, made)
        if made.blobs % 100 == 0:
            say(f"Bijlagen: {made.blobs} van {len(wanted)}.")
    # Of what is not on disk the row may have gone meanwhile, with the file: it was destroyed.
    made.missing = list(Blob.objects.filter(pk__in=made.missing).values_list("pk", flat=True))
    return made


def _about(columns: tables.Columns) -> dict[str, Any]:
    return {
        "made_at": clock.now().isoformat(),
        "columns": columns,
        "migrations": tables.migrations(),
        "settings": env.settings_told(),
        "time_zone": settings.TIME_ZONE,
    }


def _write_blob(writer: backups.Writer, number: UUID, made: Made) -> None:
    """Write an attachment as it stands on disk: sealed with a key that the backup key is not."""
    try:
        with (env.BLOBS / number.hex).open("rb") as file:
            writer.put(f"blobs/{number.hex}", iter(lambda: file.read(_PIECE), b""))
        made.blobs += 1
    except FileNotFoundError:
        made.missing.append(number)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
