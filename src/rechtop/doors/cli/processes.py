"""Start, watch and stop the processes of an installation."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rechtop import env
from rechtop.doors.cli import embedded

_THREADS = 128
_MADE_HERE = (
    "secrets",
    "seen",
    "blobs",
    "clock",
    "static",
    "logs",
    "postgres",
    "postgres.unfinished",
    "postgres-socket",
)


class Trouble(Exception):
    """The processes do not run as they should; the message is for the operator."""


def become_server(host: str, port: int, workers: int) -> None:
    """Replace this process by the web server. It keeps no log of requests, so of no addresses."""
    os.environ.setdefault("RECHTOP_POOL", "6")
    command = [
        *(sys.executable, "-m", "granian", "rechtop.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(_THREADS)),
        *("--backlog", "1024", "--no-access-log", "--log-level", "error"),
        "--respawn-failed-workers",
    ]
    os.execv(sys.executable, command)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Be the only `run` on this data folder; the kernel lets go when we are killed."""
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _pid_file().open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble(
                f"Rechtop draait al (proces {running()}). Stop het eerst: bin/rechtop stop."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def running() -> int | None:
    """Give the process of `run` on this data folder, if one lives."""
    try:
        with _pid_file().open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return int(_pid_file().read_text() or 0) or None
    return None


def run_together(port: int, *, when_up: Callable[[], None]) -> None:
    """Run server and clock, and start again what was killed; stop all of it when asked to."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    server, clock = Child("serve", "--port", str(port)), Child("clock")
    try:
        _wait(lambda: server.has_ended() or not is_free(port), seconds=60)
        when_up()
        while True:
            for child in (server, clock):
                child.keep_alive()
            if env.EMBEDDED:
                embedded.start()  # does nothing while it runs
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # what we began to stop, we stop
        end_all([server.process.pid, clock.process.pid])
        end_all(left_behind())
        if env.EMBEDDED:
            embedded.stop()


class Child:
    """A command of ours that `run` keeps running."""

    def __init__(self, *arguments: str) -> None:
        self.arguments, self.early_ends = arguments, 0
        self._start()

    def has_ended(self) -> bool:
        """Say whether its process is gone."""
        return self.process.poll() is not None

    def keep_alive(self) -> None:
        """Start it again if it was killed. Raises Trouble if it keeps ending at once."""
        if not self.has_ended():
            return
        self.early_ends = self.early_ends + 1 if time.monotonic() - self.since < 3 else 0
        if self.early_ends == 3:
            raise Trouble(f"`{self.arguments[0]}` stopt steeds meteen. Kijk hierboven waarom.")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # workers of a killed server keep its port
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "rechtop.doors.cli.main", *self.arguments]
        environment = {**os.environ, "RECHTOP_DATA": str(env.DATA)}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        self.since = time.monotonic()


def stop_all() -> None:
    """Stop `run`, what a killed one left behind, and the database."""
    if (number := running()) is not None:
        end_all([number])
    end_all(left_behind())
    if env.EMBEDDED:
        embedded.stop()


def end_all(numbers: list[int]) -> None:
    """Ask processes to end, and end those that do not within some time."""
    for insist in (signal.SIGTERM, signal.SIGKILL):
        for number in numbers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, insist)
        if _wait(lambda: not any(_lives(number) for number in numbers), seconds=20):
            return


def clear_data() -> None:
    """Take away what `init` made in the data folder, and nothing else."""
    for name in _MADE_HERE:
        shutil.rmtree(env.DATA / name, ignore_errors=True)
    env.restoring().unlink(missing_ok=True)
    shutil.rmtree(env.socket_folder(), ignore_errors=True)


def is_free(port: int) -> bool:
    """Say whether nobody listens on a port of 127.0.0.1."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def left_behind() -> list[int]:
    """Give the servers and clocks of this data folder whose `run` was killed."""
    mark = f"RECHTOP_DATA={env.DATA}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            ours = b"rechtop.wsgi" in command or b"rechtop.doors.cli.main\0clock" in command
            if ours and mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def _lives(number: int) -> bool:
    """Say whether a process lives; one that is dead and not yet reaped does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


def _wait(is_so: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def _pid_file() -> Path:
    return env.DATA / "run.pid"
