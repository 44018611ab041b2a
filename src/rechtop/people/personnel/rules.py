"""Who takes over people from the personnel system."""

from __future__ import annotations

from rechtop.people.organisation.rules import is_administrator, is_job

may_import = is_administrator.named("may_import_people")
may_let_leave = is_job.named("may_let_leave")
