"""Find the lists someone saved."""

from __future__ import annotations

from django.db.models import QuerySet

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.saved_lists.models import SavedList


def of(actor: Actor, name: str) -> QuerySet[SavedList]:
    """Give the lists someone saved of one kind, in the order they came."""
    return SavedList.objects.filter(person=actor.number, name=name).order_by("pk")
