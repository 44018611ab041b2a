"""Work on a stranger's file in a process apart, so that it cannot harm ours.

Pillow, pikepdf, pdfium and lxml are large, mostly written in C, and read what anyone sends. A file
made for it can make them hang, eat memory, crash or run its own code. So they never run in a web
process: that holds opened keys and answers everybody. Each file gets a process of its own, that
has no environment, no open file but two pipes, bounded memory and time, and is gone after it. It
costs about a quarter of a second per file, and a copy is made once.

What it does not hold off: code that takes over such a process runs as our user. It can open and
start nothing, but what the system lets processes of one user do to each other's memory it might.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

from rechtop import env

MOST_BYTES = 50 * 1024 * 1024
"""The largest file of which a copy or picture is made: that happens in memory."""

_MOST_ANSWERED = 2 * MOST_BYTES
_SECONDS = 90.0
_MODULE = "rechtop.tools.evidence.parsers"


def work(task: str, kind: str, content: bytes, *, page: int = 0) -> bytes | None:
    """Let a task be done on a content; None where it could not be."""
    if len(content) > MOST_BYTES:
        return None
    command = [sys.executable, "-B", "-P", "-s", "-m", _MODULE, task, kind, str(page)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(env.CODE)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Timer(_SECONDS, process.kill)
        feeder = threading.Thread(target=_feed, args=(process.stdin, content), daemon=True)
        late.start()
        feeder.start()
        try:
            answer = process.stdout.read(_MOST_ANSWERED + 1)
            is_whole = len(answer) <= _MOST_ANSWERED
            if not is_whole:
                process.kill()
            code = process.wait()
        finally:
            process.kill()
            late.cancel()
            feeder.join()
    return answer if code == 0 and is_whole and answer else None


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Hand the content over; who gave up before its end reads no more of it."""
    with suppress(BrokenPipeError, OSError):
        pipe.write(content)
    with suppress(BrokenPipeError, OSError):
        pipe.close()
