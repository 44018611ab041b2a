"""What was asked and answered about detriment, for the list of cases to ask."""

from __future__ import annotations

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.work.cases.facts import NONE, Fact, Group, fixed, offer, there_is
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import State


def _answered(value: str, actor: Actor) -> Q:
    """Select by what became of a question about detriment; a case has several in a year."""
    asked = CheckIn.objects.filter(case=OuterRef("pk"))
    return ~there_is(asked) if value == NONE else there_is(asked.filter(state=value))


offer(
    Fact(
        "check_in",
        _("Gevraagd naar nadeel"),
        Group.AFTERWARDS,
        fixed(
            *((str(value), label) for value, label in State.choices),
            (NONE, _("nog niet gevraagd")),
        ),
        _answered,
    ),
)
