"""Find the terms that are in force, and which one speaks of a case."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.tools.retention.models import Outcome, Term, last_closing_past


def in_force(on: datetime.date | None = None) -> list[Term]:
    """Give the terms in force on a day, those that say most about a case first.

    Of the versions of a term the newest that has begun counts, also for what was closed before:
    how long something is needed is judged anew (ADR 17).
    """
    begun = Term.objects.filter(valid_from__lte=on or clock.today()).order_by("valid_from")
    newest = {(term.kind, term.regime, term.conclusion): term for term in begun}
    return sorted(newest.values(), key=_weight, reverse=True)


def _weight(term: Term) -> tuple[bool, bool, int]:
    """An outcome says more of a case than its procedure does."""
    return bool(term.conclusion), bool(term.regime), term.pk


def to_come() -> QuerySet[Term]:
    """Give the terms that begin on a later day."""
    return Term.objects.filter(valid_from__gt=clock.today()).order_by("valid_from", "pk")


def term_of(kind: str, regime: str, conclusion: str, terms: Iterable[Term]) -> Term | None:
    """Give which of these terms, in their order, is about this; None where none is."""
    of_kind = (term for term in terms if term.kind == kind)
    return next((term for term in of_kind if term.speaks_of(regime, conclusion)), None)


def kept_until(
    kind: str, regime: str, conclusion: str, closed_on: datetime.date
) -> datetime.date | None:
    """Give until when this is kept; None where no term says so, or it goes to the archive."""
    term = term_of(kind, regime, conclusion, in_force())
    if term is None or term.outcome != Outcome.DESTROY:
        return None
    return term.kept_until(closed_on)


def past_term(kind: str, on: datetime.date | None = None, *, outcome: str = Outcome.DESTROY) -> Q:
    """Say of which cases the term has passed, as one condition on regime, conclusion and closed_on.

    Each term speaks of what no term before it spoke of.
    """
    day = on or clock.today()
    found, spoken_of = Q(pk__in=()), Q(pk__in=())
    for term in (one for one in in_force(day) if one.kind == kind):
        about = _about(term)
        if term.outcome == outcome:
            last = last_closing_past(term.months, day)
            found |= Q(about, ~spoken_of, closed_on__lte=last)
        spoken_of |= about
    return found


def _about(term: Term) -> Q:
    told = {name: getattr(term, name) for name in ("regime", "conclusion")}
    named = {name: code for name, code in told.items() if code}
    return Q(**named) if named else Q(pk__isnull=False)
