"""Ask a colleague to look at a case."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.overview.team import queries, rules
from rechtop.overview.team.models import Nudge
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case

_KEPT = datetime.timedelta(days=30)


@operation("team.nudged", allowed=rules.may_nudge)
def nudge(case: Case, *, by: Actor) -> None:
    """Ask who handles a case to look at it; their desk says so, and a mail that says nothing else.

    Raises Invalid where nobody else handles it, or where they have no key to it any more or came to
    be in a position it is about. Who was asked today about this case is not asked again.
    Raises NoKey.
    """
    handler = case.handler
    if handler is None or handler.pk == by.number:
        raise Invalid(case=_("Deze zaak heeft geen andere behandelaar."))
    can_open = organisation.openers_of([case.pk]).get(case.pk, set())
    if handler.pk not in can_open or handler.pk in cases.late_in(case, cases.read(case, by)):
        raise Invalid(case=_("De behandelaar kan deze zaak niet meer openen. Kies een andere."))
    facts = {"by_id": by.number}
    _asked, is_first = Nudge.objects.get_or_create(
        case=case, to=handler, on=clock.today(), defaults=facts
    )
    if is_first and not queries.was_nudged_today(handler, besides=case):
        post.let_know(post.closed(handler.email), language=settings.LANGUAGE_CODE)


@operation("team.nudges_cleared", allowed=rules.may_clear)
def clear(*, by: Actor) -> None:
    """Forget what was asked over a month ago."""
    Nudge.objects.filter(on__lt=clock.today() - _KEPT).delete()
