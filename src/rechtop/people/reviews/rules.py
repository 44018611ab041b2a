"""Who looks at the rights of whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import rule
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Kind
from rechtop.people.organisation.rules import may_arrange as may_arrange  # asked here by views
from rechtop.people.reviews.models import Review
from rechtop.people.reviews.queries import CONCERNED, REVIEWERS


@rule(_("Rechten nalopen begint en sluit de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Kind.COORDINATOR)


@rule(_("Dit doet de coördinator, de privacy officer of de controleur van het logboek."))
def is_reviewer(actor: Actor, subject: object) -> bool:
    """The actor has a duty in which one looks at the rights of others."""
    return actor.has_duty(*REVIEWERS)


@rule(_("Dit leest wie de rechten naloopt, en de beheerder."))
def is_concerned(actor: Actor, subject: object) -> bool:
    """The actor looks at rights, or carries out what must change."""
    return actor.has_duty(*CONCERNED)


@rule(_("Over uw eigen rechten zegt een ander of ze kloppen."))
def is_about_another(actor: Actor, person: Person) -> bool:
    """It is about someone else."""
    return actor.number != person.pk


@rule(_("Deze lijst is gesloten."))
def is_running(actor: Actor, review: Review) -> bool:
    """The review is not closed."""
    return review.closed_on is None


may_start = is_coordinator.named("may_start_review")
may_read = is_concerned.named("may_read_review")
may_answer = (is_reviewer & is_running).named("may_answer_review")
may_answer_about = is_about_another.named("may_answer_about")
may_close = (is_coordinator & is_running).named("may_close_review")
