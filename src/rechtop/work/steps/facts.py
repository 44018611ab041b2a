"""Which procedure a case goes through and where in it, for the list of cases to ask."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.runs.models import Run
from rechtop.work.cases.facts import Choices, Fact, Group, offer, there_is


def _of_case() -> QuerySet[Run]:
    return Run.objects.filter(subject_kind="case", subject_number=OuterRef("pk"))


def _follows(value: str, actor: Actor) -> Q:
    """Select by the version of a procedure, also of cases that went through it."""
    return there_is(_of_case().filter(version=int(value)))


def _versions() -> Choices:
    told = _("%(procedure)s, versie %(number)s")
    return [
        (str(one.pk), told % {"procedure": procedure.title, "number": one.number})
        for one, procedure in procedures.ever_adopted()
    ]


def _is_at(value: str, actor: Actor) -> Q:
    """Select by the step that waits, in whichever version; of what ended none does."""
    code, _colon, step = value.partition(":")
    return there_is(_of_case().filter(version__code=code, at=step, ended_on=None))


def _steps() -> Choices:
    """Give the steps of every procedure in their order, as the last version calls them; one that
    an earlier version alone has comes after these."""
    titles: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {}
    for version, procedure in procedures.ever_adopted():
        titles.setdefault(version.code, str(procedure.title))
        steps = found.setdefault(version.code, {})
        for code in procedure.in_order:
            steps.setdefault(f"{version.code}:{code}", str(procedure.steps[code].title))
    return [(titles[code], list(steps.items())) for code, steps in found.items()]


offer(
    Fact("step", gettext_lazy("Bij welke stap"), Group.PROCEDURE, _steps, _is_at),
    Fact("version", gettext_lazy("Versie van de procedure"), Group.PROCEDURE, _versions, _follows),
)
