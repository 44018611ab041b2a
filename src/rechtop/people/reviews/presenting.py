"""Put the list of rights into the words and order in which people read it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.ui.dutch import day
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.reviews import queries
from rechtop.people.reviews.models import Answer, Line, Review


def facts(review: Review) -> list[tuple[str, Any]]:
    """Tell of a review who began and closed it, and what came of it."""
    told: list[tuple[str, Any]] = [
        (_("Begonnen"), _("%(day)s, door %(name)s") % _who(review.started_on, review.started_by)),
    ]
    if review.closed_on is None:
        return told
    return [
        *told,
        (_("Gesloten"), _("%(day)s, door %(name)s") % _who(review.closed_on, review.closed_by)),
        (_("Mensen"), review.people),
        (_("Taken die klopten"), review.right),
        (_("Taken die weg moesten en beëindigd zijn"), review.removed),
        (_("Taken die anders moesten en veranderd zijn"), review.changed),
        (_("Taken die intussen vanzelf eindigden"), review.ended_meanwhile),
        (_("Volgende keer voor"), day(review.next_due_on)),
    ]


def _who(on: Any, person: Any) -> dict[str, str]:
    return {"day": day(on), "name": person.name if person else "–"}


def standing(line: Line, done: Collection[int]) -> tuple[str, str]:
    """Say in words how a line stands, and in which colour."""
    if not line.answer:
        ended = line.pk in done
        return (_("intussen geëindigd"), "neutral") if ended else (_("nog niet bekeken"), "info")
    if line.answer == Answer.RIGHT:
        return _("klopt"), "good"
    if line.pk in done:
        return (_("beëindigd") if queries.has_ended(line.duty) else _("veranderd")), "good"
    return (_("moet weg") if line.answer == Answer.REMOVE else _("moet anders")), "warn"


def rows(review: Review, people: Any, *, viewer: int) -> list[dict[str, Any]]:
    """Give people with their duties, keys and rosters, and how each duty stands."""
    done = queries.done(review)
    return [
        {
            "rights": one,
            "lines": [(line, *standing(line, done)) for line in one.lines],
            "is_own": one.person.pk == viewer,
        }
        for one in queries.rights(review, people)
    ]


def sheet(review: Review) -> Sheet:
    """Make a worksheet of a review."""
    done = queries.done(review)
    heading = [
        _("Naam"),
        _("Taak"),
        _("Vanaf"),
        _("Tot"),
        _("Antwoord"),
        _("Wat moest er gebeuren"),
        _("Door"),
        _("Op"),
        _("Stand"),
        _("Uitgevoerd op"),
    ]
    return heading, [
        [
            line.duty.person.name,
            str(line.duty.get_kind_display()),
            line.duty.from_date,
            line.duty.until_date,
            str(Answer(line.answer).label) if line.answer else "",
            line.note,
            line.answered_by.name if line.answered_by else "",
            line.answered_on,
            standing(line, done)[0],
            line.done_on,
        ]
        for line in queries.lines(review)
    ]
