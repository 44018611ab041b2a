"""A request at the desk, which knows who acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from rechtop.ground.kernel.actors import Actor


class DeskRequest(HttpRequest):
    """A request at the desk: `actor` says who acts, `person` is who is signed in."""

    actor: Actor
    person: Any
