"""Put who must, and what was done, into the words and order in which people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.people.identity.models import sort_key
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import queries, rules
from rechtop.work.oath.models import Exemption, Registration, Wording
from rechtop.work.oath.states import UNFINISHED, Form, Standing

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


def overview(chosen: dict[str, str]) -> tuple[QuerySet[Employment], str, bool]:
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
    return {
        "employment": employment,
        "line": line(owed) if owed else None,
        "facts": _facts(employment, owed),
        "exemption": exemption,
        "exemption_facts": exemption_facts(exemption) if exemption else [],
        "taken": [
            (registration, registration_facts(registration), can_go_back(registration, actor))
            for registration in queries.registrations_of(employment.person_id)
        ],
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


def registration_facts(registration: Registration) -> list[tuple[str, Any]]:
    """Tell what was registered."""
    words = registration.wording
    return [
        (_("Dag"), dutch.day(registration.taken_on)),
        (_("Uiterste dag"), dutch.day(registration.due_on)),
        (_("Voor"), registration.official),
        (_("Getuige"), registration.witness_name),
        (
            _("Tekst"),
            f"{words.decree} ({dutch.day(words.from_date)})",
        ),
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
