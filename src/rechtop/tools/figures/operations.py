"""Enter figures with their source, take them over, and adopt those of a year.

A figure that someone enters or changes by hand belongs to no delivery any more: an import that
brings the same one puts back what it brings and says so among its changes; one that does not bring
it lets it stay.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import rules
from rechtop.tools.figures.models import AdoptedYear, Entered


@operation("figures.entered", allowed=rules.is_coordinator)
def enter(
    *, year: int, name: str, value: int, source: str, known: Collection[str], by: Actor
) -> Entered:
    """Enter a figure with its source; `known` are the names of the figures there are.

    Raises Refused for an adopted year, and Invalid for an unknown name, without a source, and
    where this figure was entered before.
    """
    entered = Entered(year=year, name=name, value=value, source=source.strip())
    if not (verdict := rules.is_of_open_year(by, entered)):
        raise Refused(verdict)
    if name not in known:
        raise Invalid(name=_("Rechtop kent dit cijfer niet."))
    _check(entered)
    try:
        with transaction.atomic():
            entered.save()
    except IntegrityError as error:
        raise Invalid(value=_("Dit cijfer is al ingevoerd.")) from error
    return entered


@operation("figures.entered_changed", allowed=rules.may_enter)
def change(entered: Entered, *, value: int, source: str, by: Actor) -> None:
    """Change an entered figure or its source. Raises Invalid without a source."""
    told = (value, source.strip())
    if told == (entered.value, entered.source):
        return
    entered.value, entered.source = told
    entered.delivery = None
    _check(entered)
    entered.save()


@operation("figures.entered_taken_away", allowed=rules.may_enter)
def take_away(entered: Entered, *, by: Actor) -> None:
    """Take an entered figure away: what the records tell stands again, or it is unknown."""
    Entered.objects.filter(pk=entered.pk).delete()  # the trail still tells its number


def _check(entered: Entered) -> None:
    """Raise Invalid for what does not fit, without a source, and for less than nothing."""
    if not entered.source:
        raise Invalid(source=_("Vul in waar dit cijfer staat."))
    if entered.value < 0:
        raise Invalid(value=_("Dit aantal kan niet onder nul zijn."))
    records.check(entered)


@operation("figures.taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of entered figures."""
    deliveries.write(Entered, changes, delivery=delivery)


@operation("figures.adopted", allowed=rules.may_adopt)
def adopt(
    *,
    year: int,
    told: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]] = (),
    by: Actor,
) -> AdoptedYear:
    """Adopt the figures and rows of a year as they are told; from then on they do not change.

    Raises Invalid for a year that is not over or was adopted before.
    """
    if year >= clock.today().year:
        raise Invalid(year=_("Dit jaar is nog niet voorbij."))
    adopted = AdoptedYear(
        year=year,
        figures=list(told),
        rows=list(rows),
        adopted_on=clock.today(),
        adopter=by.number or 0,
    )
    try:
        with transaction.atomic():
            adopted.save(force_insert=True)
    except IntegrityError as error:  # before, or by another at this same moment
        raise Invalid(year=_("De cijfers van dit jaar zijn al vastgesteld.")) from error
    return adopted
