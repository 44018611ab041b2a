"""Find the versions of procedures a case can go on in."""

from __future__ import annotations

from rechtop.ground.kernel import clock
from rechtop.tools.procedures import layout
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.procedures.layout import Procedure
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs.models import Run


def others(run: Run) -> list[tuple[Version, Procedure]]:
    """Give the versions in force today, but for the one the run follows."""
    found = procedures.all_in_force(clock.today())
    return [(one, layout.read(one.content)) for one in found if one.pk != run.version_id]
