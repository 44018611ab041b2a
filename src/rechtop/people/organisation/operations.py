"""Arrange who works where and with which duty."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rechtop.ground.audit.operations import operation, require_operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import pictures
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import KeyHolder, Roster
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries, rules
from rechtop.people.organisation.models import (
    Authority,
    Card,
    CutShort,
    Duty,
    Kind,
    Placement,
    Position,
    Unit,
)


@operation("authority.described", allowed=rules.may_arrange)
def describe_authority(*, by: Actor, **details: object) -> Authority:
    """Set what the authority is called and looks like."""
    authority = queries.authority() or Authority()
    for name, value in details.items():
        setattr(authority, name, value)
    authority.save()
    return authority


@operation("positions.adopted", allowed=rules.may_arrange)
def adopt_positions(*, listed: Sequence[Sequence[str]], by: Actor) -> None:
    """Take in positions as code, Dutch and English; one that is there already stays as it is."""
    for code, label, label_en in listed:
        Position.objects.get_or_create(code=code, defaults={"label": label, "label_en": label_en})


@operation("unit.added", allowed=rules.may_arrange)
def add_unit(*, name: str, parent: Unit | None, by: Actor) -> Unit:
    """Add a unit to the tree. Raises Invalid for a name that already stands there."""
    if Unit.objects.filter(name=name, parent=parent).exists():
        raise Invalid(name=_("Dit onderdeel bestaat al op deze plek."))
    return Unit.objects.create(name=name, parent=parent)


Path = tuple[str, ...]
"""The names of a unit and of all above it, from the top."""


def make_units(paths: Collection[Path]) -> dict[Path, int]:
    """Make the units that are not there yet, inside the operation that needs them; give all."""
    require_operation()
    known = queries.unit_paths()
    wanted = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    for depth in range(1, 1 + max(map(len, wanted), default=0)):
        missing = sorted(path for path in wanted - known.keys() if len(path) == depth)
        made = [Unit(name=path[-1], parent_id=known.get(path[:-1])) for path in missing]
        rows.insert(made)
        known |= {path: unit.pk for path, unit in zip(missing, made, strict=True)}
    return known


def place_people(
    *,
    new: Sequence[tuple[int, int, datetime.date, datetime.date | None]],
    changed: Sequence[Placement],
) -> None:
    """Write where people work, inside the operation that says so.

    What is new is a person, a unit, and from when until when.
    """
    require_operation()
    rows.copy(Placement, ("person_id", "unit_id", "from_date", "until_date"), new)
    rows.rewrite(changed, "unit", "from_date", "until_date")


def end_duties(leaving: Mapping[int, datetime.date]) -> int:
    """End the duties of people who leave, by number, on their day; give how many ended.

    Inside the operation that lets them leave. A duty someone still had yesterday does not end
    before today: who could do what stays told as it was. Keys go as with every duty that lapses.
    The end it had is kept, for when that day is taken back.
    """
    require_operation()
    beyond = Duty.objects.filter(queries.runs_beyond(clock.today()), person__in=leaving)
    ended, had = [], []
    for duty in beyond.select_for_update():
        day = max(leaving[duty.person_id], clock.today(), duty.from_date)
        if duty.until_date is None or duty.until_date > day:
            had.append(CutShort(duty=duty, until_date=duty.until_date))
            duty.until_date = day
            ended.append(duty)
    CutShort.objects.bulk_create(had, ignore_conflicts=True)  # cut twice, the first end counts
    rows.rewrite(ended, "until_date")
    return len(ended)


def give_time_back(people: Collection[int]) -> None:
    """Give duties the end they had back, of people whose last day goes or moves before it came.

    Inside the operation that says so. What has ended stays ended; so does what by now would go
    together badly with another duty.
    """
    require_operation()
    # Who gives a duty holds the person too, so that no two are given that clash.
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    coming = Duty.objects.filter(person__in=people, until_date__gt=clock.today())
    duties = {duty.pk: duty for duty in coming.select_for_update()}
    back, done = [], []
    for cut in CutShort.objects.filter(duty__in=list(duties)):
        duty = duties[cut.duty_id]
        others = _overlapping(duty.person, duty.from_date, cut.until_date, but_for=duty.pk)
        if duty.kind not in others and not rules.clashes(duty.kind, others):
            duty.until_date = cut.until_date
            back.append(duty)
            done.append(cut.pk)
    rows.rewrite(back, "until_date")
    CutShort.objects.filter(pk__in=done).delete()


@operation("duty.given_again", allowed=rules.may_give_duty)
def give_again(duty: Duty, *, last_day: datetime.date | None = None, by: Actor) -> None:
    """Give someone who came back a duty again that ended with their last day, from today on.

    Where they have a new last day by now, it ends then at the latest; the end it would have is
    kept, for when that day is taken back. Raises Invalid for one that did not end so, and where it
    does not go together with others.
    """
    cut = CutShort.objects.filter(duty=duty).first()
    if cut is None:
        raise Invalid(duty=_("Hierover is al besloten."))
    end = min((day for day in (cut.until_date, last_day) if day is not None), default=None)
    given = give_duty(
        duty.person,
        kind=duty.kind,
        unit=duty.unit,
        from_date=clock.today(),
        until_date=end,
        by=by,
    )
    if end != cut.until_date:
        CutShort.objects.create(duty=given, until_date=cut.until_date)


@operation("duty.left_ended", allowed=rules.may_give_duty)
def leave_ended(duty: Duty, *, by: Actor) -> None:
    """Leave a duty ended that ended with the last day of someone who came back."""
    CutShort.objects.filter(duty=duty).delete()


def forget_cut_short() -> int:
    """Forget which end duties had before they were cut short, a year after; give how many."""
    old = CutShort.objects.filter(duty__until_date__lt=clock.today() - rules.KEPT)
    return old.delete()[0]


@operation("person.added", allowed=rules.may_arrange)
def add_person(*, name: str, email: str, unit: Unit | None, by: Actor) -> tuple[Person, str]:
    """Add someone, and give the password for the first sign-in, once."""
    person, password = identity.make_person(name=name, email=email)
    if unit is not None:
        Placement.objects.create(person=person, unit=unit, from_date=clock.today())
    return person, password


@operation("person.sign_in_renewed", allowed=rules.may_give_duty)
def renew_sign_in(person: Person, *, by: Actor) -> str:
    """Take password and second step away, and give a password for a new first sign-in, once."""
    return identity.renew(person)


@operation("duty.given", allowed=rules.may_give_duty)
def give_duty(
    person: Person,
    *,
    kind: str,
    from_date: datetime.date,
    until_date: datetime.date | None = None,
    unit: Unit | None = None,
    by: Actor,
) -> Duty:
    """Give someone a duty. Raises Invalid for dates that cannot be and duties that clash."""
    if until_date is not None and until_date < from_date:
        raise Invalid(until_date=_("Deze dag ligt vóór het begin."))
    others = _overlapping(person, from_date, until_date)
    if kind in others:
        raise Invalid(kind=_("Deze persoon heeft deze taak dan al."))
    if clashing := rules.clashes(kind, others):
        labels = ", ".join(str(Kind(other).label) for other in clashing)
        raise Invalid(kind=_("Dit gaat niet samen met: %(labels)s.") % {"labels": labels})
    ended = CutShort.objects.filter(duty__person=person, duty__kind=kind)
    ended.filter(duty__until_date__lte=clock.today()).delete()  # it is given again: not offered
    return Duty.objects.create(
        person=person, kind=kind, from_date=from_date, until_date=until_date, unit=unit
    )


def _overlapping(
    person: Person,
    from_date: datetime.date,
    until_date: datetime.date | None,
    *,
    but_for: int = 0,
) -> set[str]:
    duties = Duty.objects.filter(person=person).exclude(until_date__lte=from_date)
    duties = duties.exclude(pk=but_for)
    if until_date is not None:
        duties = duties.filter(from_date__lt=until_date)
    return set(duties.values_list("kind", flat=True))


@operation("duty.end_set", allowed=rules.may_end_duty)
def set_end(duty: Duty, *, until_date: datetime.date, by: Actor) -> None:
    """Let a duty end on a day to come; until then those who hold files can hand them over.

    Raises Invalid for a duty that has ended, a day that cannot be, and duties that would clash.
    """
    today = clock.today()
    if duty.until_date is not None and duty.until_date <= today:
        raise Invalid(until_date=_("Deze taak is al geëindigd."))
    if until_date <= max(today, duty.from_date):
        raise Invalid(until_date=_("Kies een dag na vandaag, en na het begin van de taak."))
    others = _overlapping(duty.person, duty.from_date, until_date, but_for=duty.pk)
    if duty.kind in others or rules.clashes(duty.kind, others):
        raise Invalid(until_date=_("Dan overlapt deze taak met een andere."))
    duty.until_date = until_date
    duty.save(update_fields=["until_date"])
    CutShort.objects.filter(duty=duty).delete()  # this end was chosen


@operation("duty.ended", allowed=rules.may_end_duty)
def end_duty(duty: Duty, *, by: Actor) -> None:
    """End a duty today. Keys that no other duty needs go at once.

    Raises Invalid for a duty that has ended, and where files would be left that nobody can open.
    """
    if duty.until_date is not None and duty.until_date <= clock.today():
        raise Invalid(duty=_("Deze taak is al geëindigd."))
    duty.until_date = max(clock.today(), duty.from_date)
    duty.save(update_fields=["until_date"])
    CutShort.objects.filter(duty=duty).delete()
    _withdraw_what_lapsed(duty.person)


def _withdraw_what_lapsed(person: Person) -> None:
    holder = vault_queries.holder_of(person.pk)
    if holder is None:
        return
    still = rules.spheres_of(set(queries.running_duties_of(person).values_list("kind", flat=True)))
    lapsed = queries.lapsed_pairs(holder, still)
    vault.hold_files(lapsed)  # before it is read who else can open them
    if count := vault_queries.files_left_without(lapsed, queries.receivers().known):
        raise Invalid(duty=left(count, person))
    vault.withdraw(holder, keep=still)


def left(count: int, person: Person) -> str:
    """Say that files would be left that nobody opens, and what to do first."""
    text = ngettext(
        "%(count)s dossier kan dan niemand meer openen. Vraag %(name)s om het eerst over te "
        "dragen: onder Mijn werk, bij Mijn zaken overdragen.",
        "%(count)s dossiers kan dan niemand meer openen. Vraag %(name)s om ze eerst over te "
        "dragen: onder Mijn werk, bij Mijn zaken overdragen.",
        count,
    )
    return text % {"count": count, "name": person.name}


def withdraw_lapsed() -> int:
    """Withdraw the keys of everyone whose duty ended by its date; give how many people that were.

    Where files would be left that nobody can open the keys stay, without access; the page about
    keys tells.
    """
    done = 0
    for person in queries.with_lapsed_keys():
        with suppress(Invalid):
            withdraw_lapsed_keys(person, by=JOB)
            done += 1
    return done


@operation("keys.withdrawn_after_duty", allowed=rules.may_withdraw_lapsed)
def withdraw_lapsed_keys(person: Person, *, by: Actor) -> None:
    """Withdraw the keys of someone for which no duty is left."""
    _withdraw_what_lapsed(person)


@operation("key.confirmed", allowed=rules.may_decide_who_receives)
def certify(holder: KeyHolder, *, shown: str, by: Actor) -> None:
    """Vouch for a colleague's keys, as shown."""
    vault.certify(holder, shown=shown, by=by)


@operation("receivers.proposed", allowed=rules.may_decide_who_receives)
def propose_roster(*, name: str, members: list[int], by: Actor) -> Roster:
    """Propose who receives, and sign it."""
    if any(number not in queries.receivers().known.holders for number in members):
        raise Invalid(members=_("Kies mensen die hiervoor vandaag een taak hebben."))
    return vault.propose_roster(name=name, members=members, by=by)


@operation("receivers.agreed", allowed=rules.may_decide_who_receives)
def sign_roster(roster: Roster, *, shown: str, by: Actor) -> None:
    """Sign the roster a colleague proposed, as shown."""
    vault.sign_roster(roster, shown=shown, by=by)


@operation("card.shown", allowed=rules.may_show_card)
def show_card(
    person: Person,
    *,
    name: str,
    is_internal: bool,
    reach: str,
    photo: bytes | None = None,
    by: Actor,
) -> Card:
    """Show how a confidant is reached; without a new photo the one before stays.

    Raises Invalid for a photo of which no small picture can be made.
    """
    card = queries.card_of(person.pk) or Card(person=person, from_date=clock.today())
    card.name, card.is_internal, card.reach = name, is_internal, reach
    card.until_date = None
    if photo is not None:
        card.photo = _small(photo)
    card.save()
    return card


def _small(photo: bytes) -> bytes:
    try:
        return pictures.small_square(photo)
    except pictures.Unusable as unusable:
        raise Invalid(photo=str(unusable)) from unusable


@operation("card.photo_taken_away", allowed=rules.may_show_card)
def take_photo_away(card: Card, *, by: Actor) -> None:
    """Take the photo off a card."""
    card.photo = None
    card.save(update_fields=["photo"])


@operation("card.taken_down", allowed=rules.may_show_card)
def take_card_down(card: Card, *, by: Actor) -> None:
    """Take a card off the public page; what stands on it is kept for its owner."""
    card.until_date = clock.today()
    card.save(update_fields=["until_date"])
