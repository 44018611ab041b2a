"""Remember a little outside the database: what was once so and must not be unmade by going back.

Whoever writes the database can put an older state of it in place. What stands here, in the data
folder, tells. A host that never saw the newer state, or lost this folder, cannot tell.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from rechtop import env


def read(name: str) -> bytes:
    """Give what is remembered under a name, or nothing."""
    try:
        return (_folder() / name).read_bytes()
    except FileNotFoundError:
        return b""


def everything(folder: Path | None = None) -> dict[str, bytes]:
    """Give all that is remembered, by name: here, or in a copy of this folder elsewhere."""
    place = folder or _folder()
    found = sorted(place.iterdir()) if place.is_dir() else []
    return {path.name: path.read_bytes() for path in found if not path.name.startswith(".")}


def mark(name: str) -> tuple[int, ...]:
    """Give what changes whenever what is remembered does, for the price of one look at the disk."""
    try:
        found = (_folder() / name).stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def changed_at(name: str) -> float | None:
    """Give when what is remembered last changed, in seconds; None for what is not there."""
    try:
        return (_folder() / name).stat().st_mtime
    except FileNotFoundError:
        return None


def is_on_this_disk(folder: Path) -> bool:
    """Say whether a copy stands on the same disk as what is remembered here."""
    return env.DATA.stat().st_dev == folder.stat().st_dev


def change(name: str, make: Callable[[bytes], bytes]) -> None:
    """Make what is remembered of what was: one process at a time, whole or not at all."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read(name)
        after = make(before)
        if after != before:
            _replace(folder / name, after)


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _folder() -> Path:
    return env.DATA / "seen"
