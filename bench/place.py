"""A place to measure in: a fresh installation on this machine."""

from __future__ import annotations

import os
import time
from types import TracebackType

import django
from tests.journeys.installation import Installation


class Place:
    """A running example province."""

    def __enter__(self) -> Place:
        self.installation = Installation()
        self.installation.start()
        time.sleep(1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.installation.stop()

    @property
    def port(self) -> int:
        """Give the port the server listens on."""
        return self.installation.port

    def within(self, module: str, *arguments: str) -> str:
        """Run a module of ours on this installation's database, in a process of its own."""
        return self.installation.python("-m", module, *arguments)


def set_up() -> None:
    """Let Django work in this process, on the database the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rechtop.settings")
    django.setup()
