"""Who reads the toolbox, and who keeps it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.toolbox.models import Brought

WAITS = datetime.timedelta(days=1)
"""How long a file waits for a yes."""


@rule(_("Dit lezen mensen die hier werken."))
def works_here(actor: Actor, subject: object) -> bool:
    """The actor is someone who signed in."""
    return actor.kind == Kind.PERSON


@rule(_("De toolbox houdt de coördinator bij."))
def is_keeper(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit bestand bracht een ander."))
def brought_it(actor: Actor, file: Brought) -> bool:
    """The actor brought the file."""
    return actor.number is not None and actor.number == file.brought_by


may_read = works_here.named("may_read_toolbox")
may_keep = is_keeper.named("may_keep_toolbox")
may_take_in = (is_keeper & brought_it).named("may_take_in_instruments")
