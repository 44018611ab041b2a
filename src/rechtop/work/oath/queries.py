"""Find who must take the oath or promise or sign the statement, and by when.

Who must and how it stands is asked of the database as a whole: nobody is walked through.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import server_boxes
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import Employment, Kind
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.rules import months_later
from rechtop.work.oath.models import (
    Exemption,
    Invitation,
    OathTerm,
    Official,
    Preference,
    Registration,
    Reminder,
    Session,
    SignedList,
    Wording,
)
from rechtop.work.oath.states import SPOKEN, UNFINISHED, Form, Standing

SOON = datetime.timedelta(days=30)
"""How long before its day it stands as soon."""

REASON = "reason of an exemption from the oath"

_LAST = datetime.date.max


DAY = datetime.timedelta(days=1)
_AHEAD = datetime.timedelta(days=183)
"""How long before the first day something of that time of working here can be arranged."""


def owing(day: datetime.date | None = None) -> QuerySet[Any]:
    """Give who must by a day, with how it stood then: who works here and began under our rules.

    An employee must from the first day on; who comes from elsewhere before it. Each has `due_on`
    (by the rules), `last_day` (where it was postponed), `taken_on`, `standing` and `unit_name`.
    """
    day = day or clock.today()
    terms = list(OathTerm.objects.order_by("-from_date"))
    if not terms:
        return _with_standing(Employment.objects.none(), Value(None, DateField()), day)
    began = Q(start_date__gte=terms[-1].from_date) & (
        Q(kind=Kind.EXTERNAL) | Q(start_date__lte=day)
    )
    here = Q(end_date=None) | Q(end_date__gt=day)
    due = Case(
        When(kind=Kind.EXTERNAL, then=days_before("start_date", 1)),
        *(
            When(
                start_date__gte=term.from_date, then=deadlines.months_on("start_date", term.months)
            )
            for term in terms
        ),
        output_field=DateField(),
    )
    return _with_standing(Employment.objects.filter(began, here), due, day)


def days_before(field: str, days: int) -> Func | Value:
    """Give the day some days before that in a field; with 0 none."""
    if not days:
        return Value(None, DateField())
    template = "(%(expressions)s)"
    return Func(
        F(field), Value(days), template=template, arg_joiner=" - ", output_field=DateField()
    )


def _with_standing(found: QuerySet[Employment], due: object, day: datetime.date) -> QuerySet[Any]:
    exempt = Exemption.objects.filter(
        _standing_on(day),
        person=OuterRef("person"),
        decided_on__gte=OuterRef("start_date") - Value(_AHEAD),  # who comes back, must again
    )
    return (
        found.select_related("person")
        .annotate(
            owes_statement=Case(
                When(kind=Kind.EXTERNAL, then=True), default=False, output_field=BooleanField()
            ),
            due_on=due,
        )
        .annotate(
            last_day=Greatest("due_on", Subquery(exempt.values("until_date")[:1])),
            taken_on=Subquery(_met(day)),
            unit_name=Subquery(_placed().values("unit__name")[:1]),
            person_name=F("person__sort_name"),
        )
        .annotate(standing=_standing(exempt, day))
        .annotate(
            urgency=Case(
                When(standing__in=[Standing.TAKEN, Standing.EXEMPT], then=Value(_LAST)),
                default=F("last_day"),
                output_field=DateField(),
            )
        )
    )


def _standing(exempt: QuerySet[Exemption], day: datetime.date) -> Case:
    return Case(
        When(taken_on__isnull=False, then=Value(Standing.TAKEN)),
        When(Exists(exempt.filter(until_date=None)), then=Value(Standing.EXEMPT)),
        When(last_day__lt=day, then=Value(Standing.OVERDUE)),
        When(last_day__lte=day + SOON, then=Value(Standing.SOON)),
        default=Value(Standing.OPEN),
        output_field=CharField(),
    )


def _standing_on(day: datetime.date) -> Q:
    return Q(decided_on__lte=day) & (Q(lifted_on=None) | Q(lifted_on__gt=day))


def _met(day: datetime.date) -> QuerySet[Any]:
    """Give the day on which was done what an employment asks; correlated to it.

    The greatest, and not the first in an order: for that the database would walk all days.
    """
    start = OuterRef("start_date")
    of_this_time = Q(start_date=start) | Q(taken_on__gte=start)
    # signed beforehand, and then the first day was moved
    of_this_time |= Q(is_statement=True, taken_on__gte=start - Value(_AHEAD))
    found = Registration.objects.filter(
        of_this_time,
        person=OuterRef("person"),
        is_statement=OuterRef("owes_statement"),
        taken_on__lte=day,
    )
    return found.order_by().values("person").annotate(day=Max("taken_on")).values("day")


def _placed() -> QuerySet[Placement]:
    return Placement.objects.filter(person=OuterRef("person")).order_by("-from_date", "-pk")


def in_unit(found: QuerySet[Any], unit: int) -> QuerySet[Any]:
    """Give those who work at a unit or at one below it."""
    placed = Placement.objects.filter(
        organisation.runs_beyond(clock.today()), unit__in=organisation.with_those_below(unit)
    )
    return found.filter(person__in=placed.values("person"))


def employment(number: int) -> Employment | None:
    """Give someone who works or worked here, by the number of the employment."""
    return Employment.objects.select_related("person", "manager").filter(pk=number).first()


def employment_of(person: int | None) -> Employment | None:
    """Give as what someone works or worked here."""
    return Employment.objects.select_related("person", "manager").filter(person=person).first()


def one_owing(employment: int) -> Any:
    """Give how it stands today with one employment, if anything is owed."""
    return owing().filter(pk=employment).first()


def owing_of(person: int | None) -> Any:
    """Give what someone owes today, also when it was done."""
    return owing().filter(person=person).first()


def waiting_for(actor: Actor) -> Any:
    """Give what someone still has to do themselves."""
    return owing().filter(person=actor.number, standing__in=UNFINISHED).first()


def registrations() -> QuerySet[Registration]:
    """Give every registration with whom it is of, latest first."""
    related = ("person", "witness", "wording", "session", "unit")
    return Registration.objects.select_related(*related).order_by("-taken_on", "-pk")


def registrations_of(person: int | None) -> QuerySet[Registration]:
    """Give what someone took and signed, latest first."""
    return registrations().filter(person=person)


def met_by(employment: Employment, is_statement: bool) -> Registration | None:
    """Give the registration that meets what this time of working here asks."""
    start = employment.start_date
    of_this_time = Q(start_date=start) | Q(taken_on__gte=start)
    of_this_time |= Q(is_statement=True, taken_on__gte=start - _AHEAD)
    own = registrations_of(employment.person_id)
    return own.filter(of_this_time, is_statement=is_statement).first()


def term_for(start: datetime.date) -> OathTerm | None:
    """Give the term for who starts on a day."""
    return OathTerm.objects.filter(from_date__lte=start).order_by("-from_date").first()


def terms() -> QuerySet[OathTerm]:
    """Give the terms there were, latest first."""
    return OathTerm.objects.order_by("-from_date")


def in_force(form: str, day: datetime.date) -> Wording | None:
    """Give the words in force on a day."""
    adopted = Wording.objects.filter(form=form, adopted_on__isnull=False, from_date__lte=day)
    return adopted.order_by("-from_date").first()


def wordings(form: str) -> QuerySet[Wording]:
    """Give the adopted words of a form, latest first."""
    adopted = Wording.objects.filter(form=form, adopted_on__isnull=False)
    return adopted.select_related("author", "adopter").order_by("-from_date")


def in_writing(form: str) -> Wording | None:
    """Give the words of a form that wait for their second reader."""
    return Wording.objects.select_related("author").filter(form=form, adopted_on=None).first()


def officials() -> QuerySet[Official]:
    """Give before whom the oath is and was taken, latest first."""
    return Official.objects.order_by("-from_date", "-pk")


def exemption_of(person: int) -> Exemption | None:
    """Give the exemption of someone that stands."""
    return Exemption.objects.filter(person=person, lifted_on=None).first()


def in_clear(exemption: Exemption) -> str:
    """Give the reason of an exemption."""
    return server_boxes.open_box(exemption.reason, use=REASON)


def preference_of(person: int | None) -> Preference | None:
    """Give which someone chose beforehand."""
    return Preference.objects.filter(person=person).first()


def unit_of(person: int, day: datetime.date) -> int | None:
    """Give where someone works on a day; where that is not known, where they first did."""
    placed = Placement.objects.filter(person=person).values_list("unit", flat=True)
    by_then = placed.filter(from_date__lte=day).order_by("-from_date", "-pk").first()
    return by_then or placed.order_by("from_date", "pk").first()


def called(typed: str) -> list[Person]:
    """Give who is meant by an address, or by a name that one person has."""
    people = organisation.people()
    by_address = list(people.filter(email=typed.strip().casefold())[:2])
    return by_address or list(people.filter(name__iexact=typed.strip())[:2])


def years() -> set[int]:
    """Give the years in which something was registered."""
    return {day.year for day in Registration.objects.dates("taken_on", "year")}


def began_in(year: int) -> bool:
    """Say whether our rules held in a year."""
    return OathTerm.objects.filter(from_date__year__lte=year).exists()


def counted(year: int, forms: Iterable[str] = Form.values) -> QuerySet[Registration]:
    """Give what was registered in a year."""
    return registrations().filter(taken_on__year=year, form__in=list(forms))


def on_time() -> Q:
    """Say which registrations were made by their day."""
    return Q(taken_on__lte=F("due_on"))


def by_unit(found: QuerySet[Registration]) -> QuerySet[Any]:
    """Count registrations by unit: `taken` of the oath or promise, `on_time`, and `statements`."""
    spoken = Q(form__in=SPOKEN)
    listed = found.order_by("unit__name", "unit").values("unit", "unit__name")
    counted: QuerySet[Any] = listed.annotate(
        taken=Count("pk", spoken),
        on_time=Count("pk", spoken & on_time()),
        statements=Count("pk", Q(form=Form.STATEMENT)),
    )
    return counted


def with_unit(owing: QuerySet[Any]) -> QuerySet[Any]:
    """Let who owes something have the number of their `unit`."""
    placed: QuerySet[Any] = owing.annotate(unit=Subquery(_placed().values("unit")[:1]))
    return placed


def late_by_unit(late: QuerySet[Any]) -> QuerySet[Any]:
    """Count who is too late by unit: with the oath or promise (`oaths`) or the `statements`."""
    listed = late.order_by("unit_name", "unit").values("unit", "unit_name")
    counted: QuerySet[Any] = listed.annotate(
        oaths=Count("pk", Q(owes_statement=False)), statements=Count("pk", Q(owes_statement=True))
    )
    return counted


KEPT_MONTHS = 7 * 12
"""How long after someone left is known that they took the oath or promise."""


def past_keeping() -> list[int]:
    """Give of whom need not be known any more what they did, by number of person."""
    gone = personnel.gone_since(months_later(clock.today(), -KEPT_MONTHS))
    found: set[int] = set()
    for held in (Registration, Exemption, Invitation):
        found.update(held.objects.filter(person__in=gone).values_list("person", flat=True))
    return sorted(found)


def left_undone() -> list[int]:
    """Give who left without taking what they chose beforehand, or were reminded of."""
    gone = personnel.gone_since(clock.today())
    chose = Preference.objects.filter(person__in=gone).values_list("person", flat=True)
    asked = Reminder.objects.filter(person__in=gone).values_list("person", flat=True)
    return sorted({*chose, *asked})


def sessions() -> QuerySet[Session]:
    """Give the sessions with how many are invited and how many took it there, latest first."""
    came = Registration.objects.filter(session=OuterRef("pk")).order_by()
    invited = _of_who_still_comes(Invitation.objects.filter(session=OuterRef("pk"))).order_by()
    return Session.objects.annotate(
        invited=_count(invited.values("session")), came=_count(came.values("session"))
    ).order_by("-day", "-pk")


def _count(grouped: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(grouped.annotate(n=Count("pk")).values("n")), 0)


def _of_who_still_comes(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Leave out who has left by the day of the session, unless they took it there."""
    gone = Employment.objects.filter(
        person=OuterRef("person"), end_date__lte=OuterRef("session__day")
    )
    took = Registration.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    return found.filter(~Exists(gone) | Exists(took))


def session(number: int) -> Session | None:
    """Give a session by its number."""
    return sessions().select_related("witness").filter(pk=number).first()


def to_invite(session: Session) -> QuerySet[Any]:
    """Give who must take the oath or promise and is invited to nothing that comes, urgent first."""
    coming = Invitation.objects.filter(
        session__day__gte=clock.today(), session__called_off_on=None
    ).values("person")
    found = owing(max(session.day, clock.today())).exclude(person__in=coming)
    return found.filter(owes_statement=False, standing__in=UNFINISHED).order_by("urgency", "pk")


def invitations(session: Session) -> QuerySet[Invitation]:
    """Give who is invited to a session, by name; not who has left by then."""
    found = Invitation.objects.filter(session=session).select_related("person", "session")
    return _of_who_still_comes(found).order_by("person__sort_name", "pk")


def invitations_of(person: int | None) -> QuerySet[Invitation]:
    """Give to which sessions that still come someone is invited, first the first."""
    found = Invitation.objects.filter(person=person, session__day__gte=clock.today())
    return found.select_related("session").order_by("session__day", "session__begins_at")


def sessions_of(employment: Employment) -> list[Session]:
    """Give the sessions that have come to which someone was invited while working here."""
    invited = Invitation.objects.filter(person=employment.person_id).values("session")
    days = (employment.start_date, clock.today())
    found = Session.objects.filter(pk__in=invited, day__range=days, called_off_on=None)
    return list(found.order_by("-day", "-pk"))


def preferences(people: Iterable[int]) -> dict[int, str]:
    """Give which each of these people chose beforehand."""
    found = Preference.objects.filter(person__in=list(people))
    return dict(found.values_list("person", "form"))


def taken_at(session: Session) -> QuerySet[Registration]:
    """Give what was registered at a session, by name."""
    return registrations().filter(session=session).order_by("person__sort_name", "pk")


SCANS = "signed list of the oath"


def signed_lists(session: Session) -> list[SignedList]:
    """Give the signed lists of a session without their contents, latest first."""
    found = SignedList.objects.filter(session=session).defer("content")
    return list(found.order_by("-pk"))


def signed_list_of(session: Session) -> SignedList | None:
    """Give the signed list that stands: the latest that was not removed."""
    return next((one for one in signed_lists(session) if one.removed_on is None), None)


def signed_list(number: int) -> SignedList | None:
    """Give a signed list by its number, without its content."""
    found = SignedList.objects.select_related("session").defer("content")
    return found.filter(pk=number).first()


def why_in_clear(why: str) -> str:
    """Give why a list was replaced or removed."""
    return server_boxes.open_box(why, use=SCANS) if why else ""


def signed_on(registrations: Iterable[Registration]) -> dict[int, datetime.date]:
    """Give since when a signed list is kept of the sessions of these, by session."""
    at = {one.session_id for one in registrations if one.session_id}
    found = SignedList.objects.filter(session__in=at, removed_on=None).order_by("pk")
    return dict(found.values_list("session", "kept_on"))


def lists_past_keeping() -> list[int]:
    """Give the signed lists of which nothing is registered any more, by number."""
    before = months_later(clock.today(), -KEPT_MONTHS)
    held = Registration.objects.filter(session=OuterRef("session"))
    found = SignedList.objects.filter(~Exists(held), session__day__lt=before)
    return list(found.values_list("pk", flat=True))


def witnesses_past_keeping() -> list[int]:
    """Give the sessions with a witness of which nothing is registered any more, by number."""
    before = months_later(clock.today(), -KEPT_MONTHS)
    held = Registration.objects.filter(session=OuterRef("pk"))
    found = Session.objects.filter(~Exists(held), day__lt=before).exclude(witness_name="")
    return list(found.values_list("pk", flat=True))


def employments(people: Iterable[int]) -> dict[int, Any]:
    """Give as what each of these people works here, with how that stands, by person."""
    return {one.person_id: one for one in owing().filter(person__in=list(people))}
