"""A small HTTP client: quick enough not to be what is measured.

Each request comes on a connection of its own, as reports do: they are sent by different people.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from urllib.parse import urlencode

Work = Callable[["Client"], bool]


class Nothing(Exception):
    """There is nothing left to do."""


class Client:
    """One browser, with its cookies."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for a page."""
        return self._send(f"GET {path} HTTP/1.1", "")

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """Send a form."""
        return self._send(f"POST {path} HTTP/1.1", urlencode(fields))

    def _send(self, line: str, body: str) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = (
            f"{line}\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookies}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall((head + body).encode())
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        headers, _, content = b"".join(parts).partition(b"\r\n\r\n")
        self._keep_cookies(headers)
        return int(headers[9:12]), content

    def _keep_cookies(self, headers: bytes) -> None:
        for line in headers.split(b"\r\n"):
            if line.lower().startswith(b"set-cookie: "):
                name, _, rest = line[12:].decode().partition("=")
                self.cookies[name.strip()] = rest.split(";")[0]


def together(
    port: int, clients: int, work: Work, *, seconds: float = 3600
) -> tuple[list[float], int, float]:
    """Let clients work at once: the time of each piece, how many failed, and the whole time.

    They stop after some seconds, or when `work` raises Nothing.
    """
    times: list[float] = []
    failed = 0
    lock = threading.Lock()
    start = time.perf_counter()

    def one() -> None:
        nonlocal failed
        client, own, no = Client(port), [], 0
        while time.perf_counter() - start < seconds:
            began = time.perf_counter()
            try:
                no += not work(client)
            except Nothing:
                break
            own.append(time.perf_counter() - began)
        with lock:
            times.extend(own)
            failed += no

    threads = [threading.Thread(target=one) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failed, time.perf_counter() - start
