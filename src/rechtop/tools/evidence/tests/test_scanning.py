"""A virus scanner is asked where there is one; nobody waits for one that is not there."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechtop import env
from rechtop.tools.evidence import scanning
from rechtop.tools.evidence.scanning import Result, State

SIGNATURE = b"rechtop-proef-van-een-virus"


class Scanner:
    """A scanner that speaks clamd's protocol and knows one virus."""

    def __init__(self, address: str | tuple[str, int], most: int = 10_000_000) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.line = socket.socket(family, socket.SOCK_STREAM)
        self.line.bind(address)
        self.line.listen()
        self.most = most
        self.answer: bytes | None = None
        self.heard = b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                talk, _from = self.line.accept()
            except OSError:
                return
            with talk, talk.makefile("rb") as heard:
                self._talk(talk, heard)

    def _talk(self, talk: socket.socket, heard: object) -> None:
        read = heard.read  # type: ignore[attr-defined]
        assert read(10) == b"zINSTREAM\0"
        self.heard = b""
        while length := int.from_bytes(read(4), "big"):
            self.heard += read(length)
            if len(self.heard) > self.most:
                talk.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"stream: Proef.Virus FOUND\0" if SIGNATURE in self.heard else b"stream: OK\0"
        talk.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    path = str(tmp_path / "clamd")
    made = Scanner(path)
    monkeypatch.setattr(env, "CLAMD", path)
    yield made
    made.line.close()


def test_a_file_without_a_virus_is_clean(scanner: Scanner) -> None:
    content = bytes(range(256)) * 4000
    assert scanning.check(content) == Result(State.CLEAN)
    assert scanner.heard == content


def test_a_virus_is_found_also_across_two_pieces(scanner: Scanner) -> None:
    pieces = [b"x" * 300_000 + SIGNATURE[:9], b"", SIGNATURE[9:] + b"y" * 300_000]
    assert scanning.scan(iter(pieces)) == Result(State.FOUND, "Proef.Virus")


def test_an_empty_file_is_clean(scanner: Scanner) -> None:
    assert scanning.scan([]) == Result(State.CLEAN)


def test_a_scanner_is_reached_by_network_too(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Scanner(("127.0.0.1", 0))
    port = made.line.getsockname()[1]
    monkeypatch.setattr(env, "CLAMD", f"127.0.0.1:{port}")
    assert scanning.check(SIGNATURE).state == State.FOUND
    made.line.close()


def test_what_is_too_large_for_the_scanner_is_unknown(scanner: Scanner) -> None:
    scanner.most = 1000
    assert scanning.check(bytes(5_000_000)).state == State.UNKNOWN


@pytest.mark.parametrize("said", [b"", b"Access denied. ERROR\0", b"\xff\0", b"stream: OK?"])
def test_an_answer_that_is_none_is_unknown(scanner: Scanner, said: bytes) -> None:
    scanner.answer = said
    assert scanning.check(b"x").state == State.UNKNOWN


@pytest.mark.parametrize("address", ["", "/bestaat/niet", "127.0.0.1:1", "onzin", "tcp://x:y"])
def test_a_scanner_that_is_not_there_is_no_hindrance(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "CLAMD", address)
    monkeypatch.setattr(scanning, "_left_alone_until", 0.0)
    assert scanning.is_to_ask() is bool(address)
    assert scanning.check(b"x").state == State.UNKNOWN
    assert scanning.is_set_up() is bool(address)
    assert not scanning.is_to_ask()  # at once again would be in vain


def test_a_scanner_that_says_nothing_is_waited_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.bind(str(tmp_path / "stil"))
    line.listen()
    monkeypatch.setattr(env, "CLAMD", f"unix:{tmp_path / 'stil'}")
    monkeypatch.setattr(scanning, "_SECONDS", 0.2)
    assert scanning.check(b"x" * 5_000_000).state == State.UNKNOWN
    line.close()
