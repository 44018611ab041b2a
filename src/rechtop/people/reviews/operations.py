"""Begin to look at everybody's rights, say of each whether it is right, and close the list.

What must go is ended by the administrator with the operations there are; here it is only seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.identity.models import Person
from rechtop.people.reviews import queries, rules
from rechtop.people.reviews.models import Answer, Line, Review


@operation("review.started", allowed=rules.may_start)
def start(*, by: Actor) -> Review:
    """Make a list of every duty there is, now or to come. Raises Invalid where one runs already."""
    try:
        with transaction.atomic():
            review = Review.objects.create(started_by_id=by.number or 0, started_on=clock.today())
    except IntegrityError as error:
        raise Invalid(review=_("Er loopt al een lijst.")) from error
    Line.objects.bulk_create(
        Line(review=review, duty=duty) for duty in queries.duties_to_review().order_by("pk")
    )
    return review


@operation("review.answered", allowed=rules.may_answer)
def answer(
    review: Review,
    *,
    person: Person,
    answers: Mapping[int, tuple[str, str]],
    shown: str,
    by: Actor,
) -> None:
    """Say of someone's duties whether they are right: an answer and a note by the number of a line.

    `shown` is the mark of what was seen. Raises Refused about oneself, Invalid where someone's
    rights are others by now, and where no note says what must go or change.
    """
    if not (verdict := rules.may_answer_about(by, person)):
        raise Refused(verdict)
    seen = queries.rights(review, [person])[0]
    if seen.mark != shown:
        raise Invalid(shown=_("Dit is intussen veranderd. Kijk opnieuw."))
    for line in seen.to_answer:
        if line.pk in answers:
            _write(line, *answers[line.pk], by)


def _write(line: Line, said: str, note: str, by: Actor) -> None:
    if said not in Answer.values:
        raise Invalid(answer=_("Kies wat er moet gebeuren."))
    if said != Answer.RIGHT and not note:
        raise Invalid(note=_("Schrijf op wat er moet gebeuren."))
    line.answer, line.note = said, note if said != Answer.RIGHT else ""
    line.answered_by_id, line.answered_on = by.number, clock.today()
    line.until_then = line.duty.until_date
    line.save()


@operation("review.closed", allowed=rules.may_close)
def close(review: Review, *, next_due_on: datetime.date, by: Actor) -> None:
    """Close the list, and leave it as a report.

    Raises Invalid while something is not confirmed or not carried out, and for a next time that is
    not within a year.
    """
    if not clock.today() < next_due_on <= queries.a_year_after(clock.today()):
        raise Invalid(next_due_on=_("Kies een dag binnen een jaar."))
    lines, settled = queries.lines(review), queries.settled(review)
    if lines.count() != settled.count():
        raise Invalid(next_due_on=_("Nog niet alles is bevestigd of uitgevoerd."))
    by_answer = {said: settled.filter(answer=said).count() for said in ("", *Answer.values)}
    _write_when_done(review)
    review.closed_by_id, review.closed_on = by.number, clock.today()
    review.next_due_on = next_due_on
    review.people = queries.people_on(review).count()
    review.right, review.ended_meanwhile = by_answer[Answer.RIGHT], by_answer[""]
    review.removed, review.changed = by_answer[Answer.REMOVE], by_answer[Answer.CHANGE]
    review.save()


def _write_when_done(review: Review) -> None:
    """Write down when what had to go or change was done: a duty can change again after this."""
    done = list(queries.lines(review).exclude(answer=Answer.RIGHT))
    for line in done:
        ended = queries.has_ended(line.duty)
        line.done_on = line.duty.until_date if ended else clock.today()
    Line.objects.bulk_update(done, ["done_on"])
