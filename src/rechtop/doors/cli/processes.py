"""Start, watch and stop the processes of an installation."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from rechtop import env
from rechtop.doors.cli import embedded

_THREADS = 64
_MADE_HERE = ("secrets", "static", "logs", "postgres", "postgres-socket")


def become_server(host: str, port: int, workers: int) -> None:
    """Replace this process by the web server. It keeps no log of requests, so of no addresses."""
    os.environ.setdefault("RECHTOP_POOL", "6")
    command = [
        *(sys.executable, "-m", "granian", "rechtop.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(_THREADS)),
        *("--backlog", "1024", "--no-access-log", "--log-level", "warning"),
        "--respawn-failed-workers",
    ]
    os.execv(sys.executable, command)


def run_together(port: int) -> None:
    """Run server and clock until asked to stop, and then stop the database too."""
    _write_pid(os.getpid())
    children = [_start("serve", "--port", str(port)), _start("clock")]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            _end(child)
        if env.EMBEDDED:
            embedded.stop()
        _pid_file().unlink(missing_ok=True)


def running() -> int | None:
    """Give the process of `run` on this data folder, if one lives."""
    try:
        number = int(_pid_file().read_text())
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return number if b"rechtop" in command else None


def stop_all() -> None:
    """Stop `run`, what a killed one left behind, and the database."""
    if (number := running()) is not None:
        os.kill(number, signal.SIGTERM)
        _wait_gone(number)
    for left in _left_behind():
        with contextlib.suppress(ProcessLookupError):
            os.kill(left, signal.SIGTERM)
    if env.EMBEDDED:
        embedded.stop()
    _pid_file().unlink(missing_ok=True)


def clear_data() -> None:
    """Take away what `init` made in the data folder, and nothing else."""
    for name in _MADE_HERE:
        shutil.rmtree(env.DATA / name, ignore_errors=True)
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


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "rechtop.doors.cli.main", *arguments]
    environment = {**os.environ, "RECHTOP_DATA": str(env.DATA)}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _left_behind() -> list[int]:
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


def _wait_gone(number: int) -> None:
    for _ in range(150):
        if not Path(f"/proc/{number}").exists():
            return
        time.sleep(0.1)


def _pid_file() -> Path:
    return env.DATA / "run.pid"


def _write_pid(number: int) -> None:
    _pid_file().write_text(str(number))
