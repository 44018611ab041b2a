"""Who searches in files: whoever has them and opened the vault."""

from __future__ import annotations

from rechtop.ground.vault.rules import is_unlocked
from rechtop.work.cases import rules as cases

may_search = (cases.is_person & cases.is_on_duty & is_unlocked).named("may_search_in_files")
