"""Ask a virus scanner (clamd) whether it knows a file; it runs where the authority set one up."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rechtop import env

_SECONDS = 20.0
"""How long each step may take: reaching it, handing over a piece, its answer."""

_PIECE = 256 * 1024
_MOST_ANSWERED = 4096
_FOUND = re.compile(r"^stream: (.{1,200}) FOUND$")


class State(StrEnum):
    """What is known after asking."""

    CLEAN = "clean"
    FOUND = "found"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Result:
    """What a scanner said of a file: `name` is that of what it found."""

    state: State
    name: str = ""


_UNKNOWN = Result(State.UNKNOWN)

_REST = 60.0
"""For how many seconds a scanner that could not be reached is left alone: who opens page after
page need not wait for it at each."""

_left_alone_until = 0.0


def is_set_up() -> bool:
    """Say whether there is a scanner to ask."""
    return bool(env.CLAMD)


def is_to_ask() -> bool:
    """Say whether there is a scanner that was not just found away."""
    return is_set_up() and time.monotonic() >= _left_alone_until


def scan(pieces: Iterable[bytes]) -> Result:
    """Ask about a content, piece by piece. Never raises for a scanner that is not there or late.

    What reading the pieces raises is the caller's own and goes on.
    """
    global _left_alone_until
    if not env.CLAMD:
        return _UNKNOWN
    try:
        line = _reached(env.CLAMD)
    except (OSError, ValueError):
        _left_alone_until = time.monotonic() + _REST
        return _UNKNOWN
    with line:
        for piece in pieces:
            if not _told(line, piece):
                break
        return _answer(line)


def check(content: bytes) -> Result:
    """Ask about a content that stands in memory."""
    return scan(content[at : at + _PIECE] for at in range(0, len(content), _PIECE))


def _reached(address: str) -> socket.socket:
    """Reach the scanner and begin. An address is a path of a socket, or host and port."""
    if address.startswith(("/", "unix:")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        where: str | tuple[str, int] = address.removeprefix("unix:")
    else:
        host, _colon, port = address.removeprefix("tcp://").rpartition(":")
        where = (host.strip("[]"), int(port))
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(_SECONDS)
        line.connect(where)
        line.sendall(b"zINSTREAM\0")
    except BaseException:
        line.close()
        raise
    return line


def _told(line: socket.socket, piece: bytes) -> bool:
    """Hand over a piece; an empty one would be the end. Says whether the scanner still listens."""
    try:
        for at in range(0, len(piece), _PIECE):
            part = piece[at : at + _PIECE]
            line.sendall(len(part).to_bytes(4, "big") + part)
    except OSError:
        return False
    return True


def _answer(line: socket.socket) -> Result:
    """Say that this was all, and read what the scanner makes of it."""
    said = b""
    try:
        line.sendall(bytes(4))
        while b"\0" not in said and len(said) < _MOST_ANSWERED:
            heard = line.recv(_MOST_ANSWERED)
            if not heard:
                break
            said += heard
    except OSError:
        return _UNKNOWN
    answer = said.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if found := _FOUND.match(answer):
        return Result(State.FOUND, found[1])
    return Result(State.CLEAN) if answer == "stream: OK" else _UNKNOWN
