"""A real installation of the example province, with its server, for journeys to go through."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

CODE = Path(__file__).resolve().parents[2]


class Installation:
    """A data folder of its own, with `bin/rechtop run` on a free port."""

    def __init__(self) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="rechtop-journey-"))
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.data / "run.log"
        inherited = {k: v for k, v in os.environ.items() if k != "RECHTOP_AS_OWNER"}
        # Temporary files fall inside the data folder, where the test of canaries finds them.
        (self.data / "tmp").mkdir()
        self.environment = {
            **inherited,
            "RECHTOP_DATA": str(self.data),
            "PYTHONPATH": str(CODE / "src"),
            "TMPDIR": str(self.data / "tmp"),
        }
        self._use_own_database()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start the example, and wait until it answers."""
        self._launch("run", "--port", str(self.port), *options)

    def _launch(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + 240
        while time.monotonic() < end:
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                if urllib.request.urlopen(f"{self.url}/leeft", timeout=5).status == 200:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise RuntimeError(f"does not start:\n{self.log.read_text()[-3000:]}")

    def crash(self) -> None:
        """Kill every process of this installation at once, the database too."""
        mark = str(self.data).encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                at = os.fsencode((folder / "cwd").readlink())
                ours = mark in (folder / "environ").read_bytes() or at.startswith(mark)
                if ours and int(folder.name) != os.getpid():
                    os.kill(int(folder.name), signal.SIGKILL)
        if self.process is not None:
            self.process.wait(10)

    def stop(self) -> None:
        """Stop everything, and leave nothing behind."""
        subprocess.run(self.command("stop"), env=self.environment, capture_output=True, check=False)
        if self.process is not None:
            if self.process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        self._drop_own_database()
        shutil.rmtree(self.data, ignore_errors=True)

    def sheets(self) -> list[str]:
        """Give the words of the sheets of the recovery key, as the example printed them once."""
        printed = self.log.read_text().splitlines()
        heads = [at for at, line in enumerate(printed) if re.match(r"  Blad \d+, ", line)]
        return [" ".join(" ".join(printed[at + 1 : at + 4]).split()) for at in heads]

    def rechtop(self, *arguments: str) -> str:
        """Give a command, and what it printed."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def python(self, *arguments: str) -> str:
        """Run Python on this installation's database, and give what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**self.environment, "PYTHONPATH": f"{CODE / 'src'}:{CODE}"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def connect(self) -> psycopg.Connection:
        """Connect to the database as its owner."""
        if url := self.environment.get("DATABASE_URL"):
            return psycopg.connect(url, autocommit=True)
        socket_folder = self.data / "postgres-socket"
        return psycopg.connect(
            host=str(socket_folder), user="rechtop", dbname="rechtop", autocommit=True
        )

    def serve(self) -> None:
        """Serve the pages alone, as production does, and wait until they answer."""
        self._launch("serve", "--port", str(self.port))

    def command(self, *arguments: str) -> list[str]:
        """Give the words of a command."""
        return [sys.executable, "-m", "rechtop.doors.cli.main", *arguments]

    def _use_own_database(self) -> None:
        """On an authority's own server, work in a database of our own."""
        self.server = os.environ.get("DATABASE_URL", "")
        if not self.server:
            return
        self.database = f"rechtop_journey_{secrets.token_hex(4)}"
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {self.database}")
        parts = urlsplit(self.server)
        own = urlunsplit(parts._replace(path=f"/{self.database}"))
        self.environment["DATABASE_URL"] = self.environment["DATABASE_OWNER_URL"] = own

    def _drop_own_database(self) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])
