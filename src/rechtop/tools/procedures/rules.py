"""Who keeps the procedures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team


@rule(_("De procedures houdt de coördinator bij."))
def is_keeper(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator, or someone at the command line of the server."""
    return actor.kind == Kind.COMMAND or actor.has_duty(Duty.COORDINATOR)


may_read = is_integrity_team.named("may_read_versions_of_procedures")
may_write = is_keeper.named("may_write_procedures")
may_adopt = is_keeper.named("may_adopt_procedures")
