"""Who sees how the work of the team is divided, and who asks colleagues to look at a case."""

from __future__ import annotations

from rechtop.people.organisation.rules import is_integrity_team, is_job
from rechtop.work.cases import rules as cases

_on_duty = cases.is_person & cases.is_on_duty & is_integrity_team

may_see = _on_duty.named("may_see_team")
may_nudge = (_on_duty & cases.is_open & cases.holds_key & cases.is_not_late).named("may_nudge")
may_clear = is_job.named("may_clear_nudges")
