"""Adopt the schedule, and let a term follow another from a day on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.retention import rules
from rechtop.tools.retention.models import Term

_KEY = ("kind", "regime", "conclusion", "valid_from")


@operation("schedule.adopted", allowed=rules.may_adopt_schedule)
def adopt(*, listed: Iterable[Mapping[str, Any]], by: Actor) -> None:
    """Take in a schedule; a term that is there already stays as it is."""
    for facts in listed:
        Term.objects.get_or_create(**{name: facts[name] for name in _KEY}, defaults=dict(facts))


@operation("schedule.term_set", allowed=rules.may_set_term)
def set_term(*, valid_from: datetime.date, by: Actor, **told: Any) -> Term:
    """Let a term begin on a day to come. The one that runs stays as it is, and ends there.

    Raises Invalid for a day that is not to come, and where a term begins on that day already.
    """
    term = Term(valid_from=valid_from, **told)
    if valid_from <= clock.today():
        raise Invalid(valid_from=_("Kies een dag die nog komt. Wat nu geldt, verandert niet."))
    records.check(term)
    same = {name: getattr(term, name) for name in _KEY}
    if Term.objects.filter(**same).exists():
        raise Invalid(valid_from=_("Op die dag begint al een termijn hiervoor."))
    term.save(force_insert=True)
    return term
