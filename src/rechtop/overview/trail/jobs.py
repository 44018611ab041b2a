"""Walk the trail when asked and once a day, in portions, so that sealing goes on meanwhile."""

from __future__ import annotations

import datetime

from rechtop.ground.audit import verifying
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.overview.trail import operations, queries
from rechtop.overview.trail.models import Check

PORTION = verifying.PORTION
_KEPT = datetime.timedelta(days=365)


def go_on_checking() -> None:
    """Walk a portion further in the check that is under way."""
    check = queries.running_check()
    if check is None:
        return
    walk = verifying.Walk(check.until, check.position, bytes(check.digest))
    walk = verifying.go_on(walk, PORTION)
    if walk.is_done or walk.fault:
        operations.finish_check(check, walk=walk, by=JOB)
    else:
        check.position, check.digest, check.until = walk.position, walk.digest, walk.until
        check.save()


def check_daily() -> None:
    """Ask for a check where the last one is of another day; forget those of more than a year."""
    last = queries.last_check()
    if last is None or clock.day_of(last.asked_at) < clock.today():
        operations.ask_check(by=JOB)
    Check.objects.filter(finished_at__lt=clock.now() - _KEPT).delete()


DUTIES = [("check-trail", 1, go_on_checking), ("check-trail-daily", 3600, check_daily)]
