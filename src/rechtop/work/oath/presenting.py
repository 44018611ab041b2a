"""Put who must, and what was done, into the words and order in which people read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch, ical, tables
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.identity.models import sort_key
from rechtop.people.organisation import queries as organisation
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import proposing, queries, rules
from rechtop.work.oath.models import (
    Exemption,
    Invitation,
    Registration,
    Session,
    SignedList,
    Wording,
)
from rechtop.work.oath.proposing import NOBODY, Proposal
from rechtop.work.oath.states import SPOKEN, UNFINISHED, Form, Standing

EXPORTED = 10_000

COLOURS = {
    Standing.OVERDUE: "bad",
    Standing.SOON: "warn",
    Standing.OPEN: "neutral",
    Standing.EXEMPT: "info",
    Standing.TAKEN: "good",
}
_ORDERS = {"": ("urgency", True), "name": ("person_name", True), "start": ("start_date", False)}


@dataclass(frozen=True)
class Line:
    """Someone who must, with how that stands."""

    one: Any
    standing: Standing
    what: str

    @property
    def colour(self) -> str:
        """Give the colour of how it stands."""
        return COLOURS[self.standing]

    @property
    def is_unfinished(self) -> bool:
        """Say whether it is still to be done."""
        return self.standing in UNFINISHED


def overview(chosen: dict[str, str]) -> tuple[QuerySet[Any], str, bool]:
    """Give who must, as chosen; by which field they are sorted, and whether upwards."""
    found = queries.owing()
    standing = chosen.get("standing", "")
    if standing != "all":
        found = found.filter(standing__in=[standing] if standing else UNFINISHED)
    if what := chosen.get("what"):
        found = found.filter(owes_statement=what == "statement")
    if unit := chosen.get("unit"):
        found = queries.in_unit(found, int(unit))
    if name := chosen.get("name"):
        found = found.filter(person__sort_name__contains=sort_key(name.replace("\0", "")))
    return found, *_ORDERS[chosen.get("order", "")]


def lines(found: Iterable[Any]) -> list[Line]:
    """Give who must as lines of a list."""
    return [line(one) for one in found]


def line(one: Any) -> Line:
    """Give someone who must as a line."""
    what = _("Integriteitsverklaring") if one.owes_statement else _("Eed of belofte")
    return Line(one, Standing(one.standing), what)


def sheet(found: Iterable[Any]) -> Sheet:
    """Give who must as a worksheet. Which of oath and promise someone took, stands not in it."""
    heading = [
        _("Personeelsnummer"),
        _("Naam"),
        _("Onderdeel"),
        _("Functie"),
        _("Wat"),
        _("Begon op"),
        _("Uiterlijk op"),
        _("Stand"),
        _("Gedaan op"),
    ]
    return heading, (
        [
            told.one.personnel_number,
            told.one.person.name,
            told.one.unit_name or "",
            told.one.function,
            told.what,
            told.one.start_date,
            told.one.last_day,
            str(told.standing.label),
            told.one.taken_on,
        ]
        for told in lines(found)
    )


def one(employment: Employment, actor: Actor) -> dict[str, Any]:
    """Give what the page of someone shows."""
    owed = queries.one_owing(employment.pk)
    exemption = queries.exemption_of(employment.person_id)
    taken = list(queries.registrations_of(employment.person_id))
    signed = queries.signed_on(taken)
    return {
        "employment": employment,
        "line": line(owed) if owed else None,
        "facts": _facts(employment, owed),
        "exemption": exemption,
        "exemption_facts": exemption_facts(exemption) if exemption else [],
        "taken": [(one, registration_facts(one, signed), can_go_back(one, actor)) for one in taken],
        "may_register": bool(rules.may_register(actor, employment))
        and bool(rules.is_still_owed(actor, employment)),
    }


def can_go_back(registration: Registration, actor: Actor) -> bool:
    """Say whether someone may withdraw a registration."""
    return bool(rules.may_withdraw(actor, registration))


def _facts(employment: Employment, owed: Any) -> list[tuple[str, Any]]:
    lead = employment.manager
    facts = [
        (_("Werkt hier als"), employment.get_kind_display()),
        (_("Functie"), employment.function),
        (_("Onderdeel"), owed.unit_name if owed else ""),
        (_("Leidinggevende"), lead.name if lead else ""),
        (_("Begon op"), dutch.day(employment.start_date)),
        (_("Ging weg op"), dutch.day(employment.end_date)),
    ]
    if owed:
        facts.append((_("Uiterlijk op"), dutch.day(owed.last_day)))
        if owed.last_day != owed.due_on:
            facts.append((_("Zonder uitstel was dat"), dutch.day(owed.due_on)))
    return facts


def exemption_facts(exemption: Exemption) -> list[tuple[str, Any]]:
    """Tell why someone does not take it, or later."""
    return [
        (_("Wat er is"), exemption.get_why_display()),
        (_("Waarom"), queries.in_clear(exemption)),
        (_("Mag tot en met"), dutch.day(exemption.until_date)),
        (_("Genoteerd op"), dutch.day(exemption.decided_on)),
    ]


def registration_facts(
    registration: Registration, signed: Mapping[int, datetime.date]
) -> list[tuple[str, Any]]:
    """Tell what was registered; `signed` says of which sessions a signed list is kept."""
    words = registration.wording
    listed = signed.get(registration.session_id or 0)
    told = _("bewaard sinds %(day)s") % {"day": dutch.day(listed)} if listed else ""
    return [
        (_("Dag"), dutch.day(registration.taken_on)),
        (_("Uiterste dag"), dutch.day(registration.due_on)),
        (_("Bijeenkomst"), moment(registration.session) if registration.session else ""),
        (_("Afgelegd bij"), registration.official),
        (_("Getuige"), registration.witness_name),
        (
            _("Tekst"),
            f"{words.decree} ({dutch.day(words.from_date)})",
        ),
        (_("Getekende lijst van de bijeenkomst"), told),
    ]


@dataclass(frozen=True)
class Kept:
    """The words of a form: those in force, those that come, and those in writing."""

    form: Form
    now: Wording | None
    coming: Wording | None
    writing: Wording | None


def words() -> list[Kept]:
    """Give the words of each form."""
    found = []
    for form in Form:
        adopted = list(queries.wordings(form))
        now = next((one for one in adopted if one.from_date <= clock.today()), None)
        coming = next((one for one in adopted if one.from_date > clock.today()), None)
        found.append(Kept(form, now, coming, queries.in_writing(form)))
    return found


# Sessions


def hours(session: Session) -> str:
    """Write from when until when a session is."""
    return f"{session.begins_at:%H.%M} – {session.ends_at:%H.%M}"


def moment(session: Session) -> str:
    """Write on which day a session is, and from when until when."""
    return f"{dutch.day(session.day)}, {hours(session)}"


def sessions_of(employment: Employment) -> dict[str, tuple[Session, str]]:
    """Give the sessions at which someone can have taken it, by what a form sends, with words."""
    return {str(one.pk): (one, moment(one)) for one in queries.sessions_of(employment)}


def session_facts(session: Session) -> list[tuple[str, Any]]:
    """Tell when and where a session is."""
    return [
        (_("Dag"), dutch.day(session.day)),
        (_("Tijd"), hours(session)),
        (_("Hoe"), session.get_manner_display()),
        (_("Waar"), session.place),
    ]


def there_facts(session: Session) -> list[tuple[str, Any]]:
    """Tell before whom all at a session take it, and with which witness."""
    by_function, manager = _("volgt bij ieder uit de functie"), _("bij ieder de leidinggevende")
    return [
        (_("Afgelegd bij"), session.official or by_function),
        (_("Getuige"), session.witness_name or manager),
    ]


@dataclass(frozen=True)
class Guest:
    """Someone who is invited, with what they chose, whether they took it, and before whom they
    would."""

    invitation: Invitation
    chosen: str
    is_done: bool
    proposal: Proposal

    @property
    def chosen_label(self) -> str:
        """Give the words of what was chosen."""
        return str(Form(self.chosen).label) if self.chosen else ""


def guests(session: Session) -> list[Guest]:
    """Give who is invited to a session; asks as much for many as for one."""
    listed = list(queries.invitations(session))
    people = [one.person_id for one in listed]
    here = set(queries.taken_at(session).values_list("person", flat=True))
    chosen, known = queries.preferences(people), queries.employments(people)
    done = here | {person for person, one in known.items() if one.taken_on}
    proposed = proposing.for_people(people, session.day, session)
    return [
        Guest(
            one,
            chosen.get(one.person_id, ""),
            one.person_id in done,
            proposed.get(one.person_id, NOBODY),
        )
        for one in listed
    ]


@dataclass(frozen=True)
class Scanned:
    """A signed list that was kept: what is told of it, and what may be done with it."""

    signed: SignedList
    facts: list[tuple[str, Any]]
    stands: bool
    may_open: bool
    may_remove: bool

    @property
    def is_removed(self) -> bool:
        """Say whether its content is gone."""
        return self.signed.removed_on is not None


def scanned(session: Session, actor: Actor) -> list[Scanned]:
    """Give the signed lists of a session, latest first."""
    found = queries.signed_lists(session)
    stands = next((one.pk for one in found if one.removed_on is None), None)
    names = organisation.names(
        {number for one in found for number in (one.kept_by, one.removed_by or 0)}
    )
    return [
        Scanned(
            one,
            _scan_facts(one, names),
            one.pk == stands,
            bool(rules.may_open_list(actor, one)),
            bool(rules.may_remove_list(actor, one)),
        )
        for one in found
    ]


def _scan_facts(one: SignedList, names: dict[int, str]) -> list[tuple[str, Any]]:
    return [
        (_("Bewaard op"), dutch.day(one.kept_on)),
        (_("Door"), names.get(one.kept_by, "")),
        (_("Soort"), f"{one.get_kind_display()}, {dutch.size(one.size)}"),
        (_("Waarom een andere"), queries.why_in_clear(one.why)),
        (_("Verwijderd op"), dutch.day(one.removed_on)),
        (_("Verwijderd door"), names.get(one.removed_by or 0, "")),
        (_("Waarom verwijderd"), queries.why_in_clear(one.removed_why)),
    ]


def session(found: Session, actor: Actor) -> dict[str, Any]:
    """Give what the page of a session shows."""
    may_invite = bool(rules.may_invite(actor, found))
    listed = guests(found)
    lists = scanned(found, actor)
    return {
        "session": found,
        "lists": lists,
        "stands": any(one.stands for one in lists),
        "may_keep_list": bool(rules.may_keep_list(actor, found)),
        "taken": queries.taken_at(found).count(),
        "facts": session_facts(found),
        "there": there_facts(found),
        "may_say_who_is_there": bool(rules.may_say_who_is_there(actor, found)),
        "programme": found.programme.splitlines(),
        "guests": listed,
        "done": sum(guest.is_done for guest in listed),
        "may_invite": may_invite,
        "left": tables.bounded_count(queries.to_invite(found)) if may_invite else "",
        "may_take_attendance": bool(rules.may_take_attendance(actor, found)),
    }


def invitation_file(session: Session) -> bytes:
    """Give a session as a calendar file."""
    begins, ends = (
        datetime.datetime.combine(session.day, hour, clock.HERE)
        for hour in (session.begins_at, session.ends_at)
    )
    event = ical.Event(
        f"oath-session-{session.pk}@rechtop",
        session.day,
        _("Bijeenkomst eed of belofte"),
        moments=(begins, ends),
        is_cancelled=session.called_off_on is not None,
        place=", ".join(part for part in (session.place, session.link) if part),
    )
    return ical.calendar(_("Rechtop: eed of belofte"), [event], at=clock.now())


# One's own


def mine(person: int) -> dict[str, Any]:
    """Give what someone reads of their own oath, promise or statement."""
    owed = queries.owing_of(person)
    employment = queries.employment_of(person)
    told = line(owed) if owed else None
    exempt = queries.exemption_of(person)
    taken = list(queries.registrations_of(person))
    signed = queries.signed_on(taken)
    return {
        "line": told,
        "employment": employment,
        "owes_statement": bool(owed and owed.owes_statement),
        "exemption_facts": exemption_facts(exempt) if exempt else [],
        "is_owed": bool(told and told.standing != Standing.TAKEN),
        "taken": [(one, registration_facts(one, signed)) for one in taken],
        "invited": [
            (one.session, session_facts(one.session), one.session.programme.splitlines())
            for one in queries.invitations_of(person)
        ],
        "words": [
            found for form in SPOKEN if (found := queries.in_force(form, clock.today())) is not None
        ],
    }
