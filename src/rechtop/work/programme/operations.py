"""Keep what was done in a year, and write the words before its figures.

What someone changes by hand belongs to no delivery any more (see `tools/deliveries/queries.py`):
an import that brings the same record puts back what it brings and says so among its changes, with
what stood there; one that does not bring it lets it stay.

Nothing of a year whose figures were adopted changes, by hand or by import.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import queries as figures
from rechtop.work.programme import queries, rules
from rechtop.work.programme.models import (
    Activity,
    Advice,
    BibobCount,
    Kept,
    ReportText,
)

Made = TypeVar("Made", bound=Kept)

# By what a record is one of its year, the field that says so, and what to tell who keeps it twice.
_ONE: dict[type[Kept], tuple[tuple[str, ...], str, Any]] = {
    Activity: (
        ("year", "name__iexact"),
        "name",
        gettext_lazy("Deze activiteit staat er al."),
    ),
    BibobCount: (("year", "fact"), "fact", gettext_lazy("Dit gegeven staat er al.")),
    Advice: (("year", "number"), "number", gettext_lazy("Dit nummer staat er al.")),
}
_WRITTEN_MEANWHILE = gettext_lazy("Een ander schreef intussen ook aan deze tekst.")


@operation("programme.activity_kept", allowed=rules.may_keep)
def keep_activity(*, year: int, by: Actor, **details: Any) -> Activity:
    """Keep an activity. Raises Invalid where the year has one of this name, Refused if adopted."""
    return _keep(Activity(year=year, **details), by)


@operation("programme.bibob_count_kept", allowed=rules.may_keep)
def keep_bibob_count(*, year: int, by: Actor, **details: Any) -> BibobCount:
    """Keep a count under the Bibob law. Raises Invalid and Refused as `keep_activity` does."""
    return _keep(BibobCount(year=year, **details), by)


@operation("programme.advice_kept", allowed=rules.may_keep)
def keep_advice(*, year: int, by: Actor, **details: Any) -> Advice:
    """Keep an example of advice. Raises Invalid and Refused as `keep_activity` does."""
    return _keep(Advice(year=year, **details), by)


@operation("programme.changed", allowed=rules.may_change)
def change(record: Kept, *, shown: str = "", by: Actor, **details: Any) -> None:
    """Change something that was kept. Raises Invalid as keeping it does, and where a colleague
    changed it since the mark `shown` was made of it."""
    if records.holds(record, **details):
        return
    records.see_that_it_is(record, shown, *sorted(details))
    before = _what_is_one(record)
    for name, value in details.items():
        setattr(record, name, value)
    record.delivery = None
    _check(record, by)
    if _what_is_one(record) != before:
        _check_is_new(record)
    _save(record)


@operation("programme.taken_away", allowed=rules.may_change)
def take_away(record: Kept, *, by: Actor) -> None:
    """Take away something that was kept by mistake."""
    type(record)._base_manager.filter(pk=record.pk).delete()  # the trail still tells its number


@operation("programme.taken_over", allowed=rules.may_take_over)
def take_over(*, model: type[Kept], changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of one kind of record. Raises Invalid for an adopted year."""
    if adopted := figures.adopted_among(rules.years_touched(model, changes)):
        raise Invalid(
            year=_("De cijfers van %(years)s zijn vastgesteld en veranderen niet meer.")
            % {"years": ", ".join(str(year) for year in sorted(adopted))}
        )
    deliveries.write(model, changes, delivery=delivery)


@operation("report_text.written", allowed=rules.may_keep)
def write_text(*, year: int, body: str, edition: int | None = None, by: Actor) -> ReportText:
    """Write the words before the figures of a year; what was adopted must be adopted again.

    `edition` is the one the writer began from, 0 for none. Raises Invalid where another wrote
    meanwhile, and Refused where the figures of the year were adopted.
    """
    held = ReportText.objects.select_for_update().filter(year=year).first()
    text = held or ReportText(year=year, edition=0)
    if edition not in (None, text.edition):
        raise Invalid(body=_WRITTEN_MEANWHILE)
    if held and held.body == body:
        return held
    text.body, text.author, text.edition = body, by.number or 0, text.edition + 1
    text.adopter = text.adopted_on = None
    _check(text, by)
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError as error:
        raise Invalid(body=_WRITTEN_MEANWHILE) from error
    return text


@operation("report_text.adopted", allowed=rules.may_adopt_text)
def adopt_text(text: ReportText, *, edition: int | None = None, by: Actor) -> None:
    """Adopt the words another wrote. Raises Invalid where this is not the edition one read."""
    if edition not in (None, text.edition):
        raise Invalid(body=_("De tekst is intussen veranderd. Lees hem nog een keer."))
    text.adopter, text.adopted_on = by.number, clock.today()
    text.save(update_fields=["adopter", "adopted_on"])


def _keep(record: Made, by: Actor) -> Made:
    """Save something new. Raises Invalid where it is there already, also since this moment."""
    _check(record, by)
    _check_is_new(record)
    _save(record)
    return record


def _save(record: Kept) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        raise _clash(record) from error


def _check(record: Kept | ReportText, by: Actor) -> None:
    """Raise Refused for an adopted year, and Invalid for what cannot be kept."""
    if not (verdict := rules.is_open(by, record)):
        raise Refused(verdict)
    if not queries.can_be_kept(min(rules.years_of(record))):
        raise Invalid(year=_("Kies een jaar dat al begonnen is."))
    records.check(record)


def _check_is_new(record: Kept) -> None:
    others = type(record)._base_manager.exclude(pk=record.pk)
    if others.filter(**_what_is_one(record)).exists():
        raise _clash(record)


def _what_is_one(record: Kept) -> dict[str, Any]:
    names, _field, _text = _ONE[type(record)]
    return {name: getattr(record, name.removesuffix("__iexact")) for name in names}


def _clash(record: Kept) -> Invalid:
    _names, field, text = _ONE[type(record)]
    return Invalid(**{field: text})
