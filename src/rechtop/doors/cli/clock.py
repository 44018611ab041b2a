"""Do what has to be done at set times: each room's duties, one process at a time."""

from __future__ import annotations

import datetime
import importlib
import importlib.util
import logging
import signal
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import close_old_connections, connection

from rechtop import env

log = logging.getLogger("rechtop.clock")


@dataclass
class Duty:
    """Something that is done again and again: what, how often in seconds, and when next."""

    name: str
    seconds: float
    do: Callable[[], object]
    next_at: float = 0.0


def beat() -> None:
    """Beat until asked to stop; a duty that fails is named in the log and tried again."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    duties = list(all_duties())
    while not stopping.is_set():
        for duty in duties:
            if duty.next_at <= time.monotonic():
                duty.next_at = time.monotonic() + duty.seconds
                do(duty)
        stopping.wait(0.2)


def do(duty: Duty) -> None:
    """Do a duty once, unless another process is at it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_lock(duty)])
            if not cursor.fetchone()[0]:
                return
        try:
            duty.do()
            _note(duty)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_lock(duty)])
    except Exception as error:  # the clock goes on whatever happens
        log.error("%s: %s", duty.name, type(error).__name__)
        connection.close()
    finally:
        close_old_connections()


def all_duties() -> Iterator[Duty]:
    """Give the duties the rooms name in their `jobs.py`."""
    for app in apps.get_app_configs():
        name = f"{app.name}.jobs"
        if app.name.startswith("rechtop.") and importlib.util.find_spec(name):
            for duty in importlib.import_module(name).DUTIES:
                yield Duty(*duty)


def last_done(duty: Duty) -> datetime.datetime | None:
    """Say when a duty was last done by a clock that uses this data folder."""
    try:
        moment = (_folder() / duty.name).stat().st_mtime
    except FileNotFoundError:
        return None
    return datetime.datetime.fromtimestamp(moment, datetime.UTC)


def _note(duty: Duty) -> None:
    """Note by the date of a file that a duty was done: it costs the database nothing."""
    _folder().mkdir(exist_ok=True, mode=0o700)
    (_folder() / duty.name).touch()


def _folder() -> Path:
    return env.DATA / "clock"


def _lock(duty: Duty) -> int:
    return zlib.crc32(f"rechtop duty {duty.name}".encode())
