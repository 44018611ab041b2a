"""Write a version of a procedure, and adopt it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.languages import Text
from rechtop.tools.procedures import layout, queries, rules
from rechtop.tools.procedures.layout import Procedure, Step
from rechtop.tools.procedures.models import Version

RESERVED = ("bijlage", "nieuw")
"""Codes no procedure can have: these are addresses already."""

MOST_STEPS = 60

GONE = gettext_lazy("Deze versie is al vastgesteld of weggegooid. Begin een nieuwe.")


@operation("procedure.taken_in", allowed=rules.may_adopt)
def take_in(*, listed: Iterable[Mapping[str, Any]], by: Actor) -> None:
    """Adopt the procedures an installation begins with; where there is one already, that stays."""
    for facts in listed:
        if not Version.objects.filter(code=facts["code"]).exists():
            Version.objects.create(
                code=facts["code"],
                number=1,
                content=layout.read(facts).kept(),
                valid_from=facts["valid_from"],
                decision=facts["decision"],
                adopted_on=clock.today(),
            )
    queries.forget()


@operation("procedure.begun", allowed=rules.may_write)
def begin(*, code: str, title: Text | None = None, by: Actor) -> Version:
    """Begin to write the next version of a procedure, as the last one; with a title a new one.

    Where one is in writing already, that is given. Raises Invalid where the code is taken.
    """
    last = queries.adopted(code).order_by("-number").select_for_update().first()
    held = queries.in_writing(code)
    if title is not None:
        if last or held or code in RESERVED:
            raise Invalid(code=_("Deze naam in het adres is al in gebruik. Kies een andere."))
        content = Procedure(title=title).kept()
        version, _made = Version.objects.get_or_create(
            code=code, number=1, defaults={"content": content}
        )
        return version
    if held:
        return held
    if last is None:
        raise Invalid(code=_("Deze procedure bestaat niet."))
    return Version.objects.create(code=code, number=last.number + 1, content=last.content)


@operation("procedure.described", allowed=rules.may_write)
def describe(
    version: Version, *, title: Text, about: Text, sources: str, shown: str, by: Actor
) -> None:
    """Say what a procedure is called, what it is about and where it stands.

    `shown` is what stood there when it was read. Raises Invalid where that changed meanwhile.
    """
    procedure = _written(version)
    _require_same(head_as_text(procedure), shown)
    _save(version, replace(procedure, title=title, about=about, sources=sources))


@operation("procedure.step_kept", allowed=rules.may_write)
def keep(version: Version, *, code: str, step: Step, shown: str, by: Actor) -> None:
    """Keep a step. The first step of all is where the procedure begins.

    `shown` is the step as it was read. Raises Invalid where a colleague changed it meanwhile.
    """
    procedure = _written(version)
    _require_same(as_text(procedure, code), shown)
    steps = {**procedure.steps, code: step}
    if len(steps) > MOST_STEPS:
        raise Invalid(title=_("Meer dan %(most)s stappen kan niet.") % {"most": MOST_STEPS})
    _save(version, replace(procedure, steps=steps, first=procedure.first or code))


@operation("procedure.step_taken_away", allowed=rules.may_write)
def take_away(version: Version, *, step: str, shown: str, by: Actor) -> None:
    """Take a step away. What leads to it leads nowhere, until someone mends that.

    `shown` is the step as it was read. Raises Invalid where a colleague changed it meanwhile.
    """
    procedure = _written(version)
    if step in procedure.steps:
        _require_same(as_text(procedure, step), shown)
    steps = {code: one for code, one in procedure.steps.items() if code != step}
    first = procedure.first if procedure.first != step else ""
    _save(version, replace(procedure, steps=steps, first=first))


@operation("procedure.first_step_chosen", allowed=rules.may_write)
def begin_with(version: Version, *, step: str, by: Actor) -> None:
    """Let the procedure begin with a step."""
    procedure = _written(version)
    if step not in procedure.steps:
        raise Invalid(step=_("Kies een stap om mee te beginnen."))
    _save(version, replace(procedure, first=step))


@operation("procedure.thrown_away", allowed=rules.may_write)
def throw_away(version: Version, *, shown: str, by: Actor) -> None:
    """Throw the version in writing away; the one in force stays.

    Raises Invalid where it is not what was read (`shown`).
    """
    _require_same(fingerprint(_written(version)), shown)
    Version.objects.filter(pk=version.pk).delete()


@operation("procedure.adopted", allowed=rules.may_adopt)
def adopt(
    version: Version, *, valid_from: datetime.date, decision: str, shown: str, by: Actor
) -> None:
    """Put this version in force from a day on, by a decision.

    Raises Invalid where someone could get stuck, where it is not what was read (`shown`), or
    where the day is not later than that of the last version or too far off.
    """
    procedure = _written(version)
    _require_same(fingerprint(procedure), shown)
    if faults := layout.faults(procedure):
        raise Invalid(version=faults[0])
    last = queries.adopted(version.code).select_for_update().first()
    if last and last.valid_from and valid_from <= last.valid_from:
        raise Invalid(valid_from=_("Kies een dag na die waarop de vorige versie inging."))
    records.see_that_it_is_near(valid_from=valid_from)
    version.valid_from, version.decision = valid_from, decision
    version.adopted_on, version.adopted_by_id = clock.today(), by.number
    version.save(update_fields=["valid_from", "decision", "adopted_on", "adopted_by"])
    queries.forget()


def as_text(procedure: Procedure, code: str) -> str:
    """Give a step as one text, to see whether it changed."""
    return repr(procedure.steps.get(code) or "")


def fingerprint(procedure: Procedure) -> str:
    """Give a short text that is another one as soon as anything in the procedure is."""
    return hashlib.sha256(repr(procedure).encode()).hexdigest()


def head_as_text(procedure: Procedure) -> str:
    """Give what stands above the steps as one text, to see whether it changed."""
    return repr((procedure.title, procedure.about, procedure.sources))


def _require_same(now: str, shown: str) -> None:
    if now != shown:
        raise Invalid(shown=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))


def _written(version: Version) -> Procedure:
    if not version.is_in_writing:
        raise Invalid(version=GONE)
    return layout.read(version.content)


def _save(version: Version, procedure: Procedure) -> None:
    version.content = procedure.kept()
    version.save(update_fields=["content"])
