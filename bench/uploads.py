"""How fast files come in, what memory they take, and what other pages notice of it."""

from __future__ import annotations

import html
import os
import re
import secrets
import socket
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import client
from bench.place import Place
from bench.report import Row, quantile

SIZE = 512 * 1024 * 1024
RUNS = 5
PART = 64 * 1024 * 1024  # as the script of our pages sends them
SLOW, SLOW_RATE = 48, 40_000
PAGE = "/formulier/bestanden/"
_PIECE = secrets.token_bytes(1024 * 1024)
_BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
_HEAD = f"--{_BOUNDARY}\r\n".encode() + (
    b'Content-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
)
_TAIL = f"\r\n--{_BOUNDARY}--\r\n".encode()


class Sender(NamedTuple):
    """Someone with a draft, who sends files."""

    port: int
    cookie: str

    def ticket(self) -> str:
        """Ask for the address of a form."""
        one = client.Client(self.port)
        one.cookies = {"rechtop": self.cookie}
        page = one.get(PAGE)[1].decode()
        found = re.search(r'action="([^"]*bewijs[^"]*)"', page)
        assert found is not None, page[:500]
        return html.unescape(found[1])

    def connect(self) -> socket.socket:
        """Connect to the server."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=120)

    def head(self, line: str, length: int, *more: str) -> bytes:
        """Write the head of a request."""
        lines = [line, "Host: 127.0.0.1", f"Cookie: rechtop={self.cookie}", *more]
        return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode()

    def form(self, size: int, rate: int = 0, until: float = 0) -> bool:
        """Send a file as a form; at some rate, and until a moment, where these are given."""
        length = len(_HEAD) + size + len(_TAIL)
        with self.connect() as connection:
            kind = f"Content-Type: multipart/form-data; boundary={_BOUNDARY}"
            line = f"POST {self.ticket()} HTTP/1.1"
            connection.sendall(self.head(line, length, kind, "Connection: close") + _HEAD)
            if rate:
                return _trickle(connection, rate, until)
            for _number in range(size // len(_PIECE)):
                connection.sendall(_PIECE)
            connection.sendall(_TAIL)
            return b" 302 " in connection.recv(4096)

    def parts(self, size: int) -> bool:
        """Send a file in parts, as the script does."""
        address, answer = self.ticket(), b""
        with self.connect() as connection:
            for at in range(0, size, PART):
                end = min(at + PART, size)
                line = f"PUT {address}&nr=1 HTTP/1.1"
                span = f"Content-Range: bytes {at}-{end - 1}/{size}"
                name = "Content-Disposition: attachment; filename=a.bin"
                connection.sendall(self.head(line, end - at, span, name))
                for _number in range((end - at) // len(_PIECE)):
                    connection.sendall(_PIECE)
                answer = b""
                while not answer.endswith(b"\r\n0\r\n\r\n"):
                    answer += connection.recv(4096)
        return b'"way"' in answer


def _trickle(connection: socket.socket, rate: int, until: float) -> bool:
    while time.monotonic() < until:
        connection.sendall(_PIECE[: rate // 4])
        time.sleep(0.25)
    return True


def measure(place: Place) -> list[Row]:
    """Send files fast and slow, and look at memory and at another page meanwhile."""
    cookies = place.within("bench.prepare", "60", "anonymous").split()
    senders = [Sender(place.port, cookie) for cookie in cookies]
    folder = place.installation.data
    plain = [_rate(lambda: _written(folder / "plain"), folder) for _run in range(RUNS)]
    idle = _page_while(place.port, lambda: time.sleep(3))
    before = _memory(folder)
    most = _most_memory(folder, lambda: senders[2].form(SIZE))
    forms = [_rate(lambda: senders[0].form(SIZE), folder) for _run in range(RUNS)]
    parts = [_rate(lambda: senders[1].parts(SIZE), folder) for _run in range(RUNS)]
    fast = _page_while(place.port, lambda: _together([s.form for s in senders[3:5]], SIZE))
    slow = _page_while(place.port, lambda: _slowly(senders[6 : 6 + SLOW]), after=4)
    return [
        Row("plain write with fsync", _told(plain)),
        Row("file as a form", _told(forms), ">= 250 MB/s"),
        Row("file in parts", _told(parts), ">= 400 MB/s"),
        Row("memory per upload", f"+{(most - before) / 1024:.0f} MB", "<= 25 MB"),
        Row("first page, idle", f"p95 {1000 * idle:.1f} ms"),
        Row("first page, 2 fast", f"p95 {1000 * fast:.1f} ms ({fast / idle:.1f} x)", "<= 3 x"),
        Row(
            f"first page, {SLOW} slow", f"p95 {1000 * slow:.1f} ms ({slow / idle:.1f} x)", "<= 2 x"
        ),
    ]


def _told(rates: list[float]) -> str:
    middle = statistics.median(rates)
    return f"{middle:.0f} MB/s (of {min(rates):.0f} to {max(rates):.0f})"


def _rate(send: Callable[[], bool], folder: Path) -> float:
    """Give how fast a file goes, in millions of bytes per second.

    What came before is taken from the disk first: memory a machine never used before is given to
    it by its host at a quarter of the speed of the rest, and then that would be measured.
    """
    for file in [folder / "plain", *(folder / "blobs").rglob("*")]:
        if file.is_file():
            file.unlink()
    start = time.perf_counter()
    assert send()
    return SIZE / 1e6 / (time.perf_counter() - start)


def _written(path: Path) -> bool:
    with path.open("wb") as file:
        for _number in range(SIZE // len(_PIECE)):
            file.write(_PIECE)
        file.flush()
        os.fsync(file.fileno())
    return True


def _together(sends: list[Callable[[int], bool]], size: int) -> None:
    threads = [threading.Thread(target=send, args=(size,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _slowly(senders: list[Sender]) -> None:
    until = time.monotonic() + 12
    sends = [lambda size, one=one: one.form(size, SLOW_RATE, until) for one in senders]
    _together(sends, SIZE)


def _page_while(port: int, work: Callable[[], None], after: float = 0) -> float:
    """Give the p95 of the first page while something else happens, after its first seconds."""
    times: list[float] = []
    has_ended = threading.Event()

    def read() -> None:
        one = client.Client(port)
        time.sleep(after)
        while not has_ended.is_set():
            began = time.perf_counter()
            assert one.get("/")[0] == 200
            times.append(time.perf_counter() - began)
            time.sleep(0.01)

    reader = threading.Thread(target=read)
    reader.start()
    work()
    has_ended.set()
    reader.join()
    return quantile(times, 0.95)


def _most_memory(folder: Path, work: Callable[[], bool]) -> int:
    """Give the most memory the server took, all its processes together, in kB."""
    worker = threading.Thread(target=work)
    worker.start()
    most = 0
    while worker.is_alive():
        most = max(most, _memory(folder))
        time.sleep(0.05)
    return most


def _memory(folder: Path) -> int:
    mark, total = f"RECHTOP_DATA={folder}".encode(), 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"rechtop.wsgi" not in (process / "cmdline").read_bytes():
                continue
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found = re.search(r"VmRSS:\s+(\d+)", (process / "status").read_text())
                total += int(found[1]) if found else 0
        except OSError:
            continue
    return total
