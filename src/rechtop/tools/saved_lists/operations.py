"""Save a list to come back to, and forget it again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.saved_lists import queries, rules
from rechtop.tools.saved_lists.models import LONGEST, SavedList

MOST = 20


@operation("list.saved", allowed=rules.may_save)
def keep(*, name: str, query: str, by: Actor) -> None:
    """Save a list; one that is there already stays. Raises Invalid where there are too many, or
    where it is narrowed down by more than is kept."""
    if len(query) > LONGEST:
        raise Invalid(query=_("Dit zijn te veel filters om te bewaren. Kies er minder."))
    own = queries.of(by, name)
    if own.filter(query=query).exists():
        return
    if own.count() >= MOST:
        told = _("U hebt al %(most)s lijsten. Haal er eerst een weg.")
        raise Invalid(query=told % {"most": MOST})
    SavedList.objects.create(person_id=by.number or 0, name=name, query=query)


@operation("list.forgotten", allowed=rules.may_forget)
def forget(saved: SavedList, *, by: Actor) -> None:
    """Forget a list."""
    SavedList.objects.filter(pk=saved.pk).delete()
