"""Who keeps lists: everybody their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.tools.saved_lists.models import SavedList


@rule(_("Een lijst bewaren doet een medewerker."))
def is_person(actor: Actor, subject: object) -> bool:
    """A person of the authority acts."""
    return actor.kind == Kind.PERSON


@rule(_("Deze lijst is niet van u."))
def is_own(actor: Actor, saved: SavedList) -> bool:
    """The list is the actor's own."""
    return saved.person_id == actor.number


may_save = is_person.named("may_save_list")
may_forget = (is_person & is_own).named("may_forget_list")
