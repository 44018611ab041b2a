"""Put all that is held about someone into groups, each with the way to have it corrected.

What others may not know stays out: no case is looked for here, whatever part someone has in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui import dutch
from rechtop.people.identity.models import SignedIn
from rechtop.people.organisation.models import Card, Duty
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.models import About, Correction
from rechtop.tools.action_points.models import ActionPoint
from rechtop.tools.addresses import queries as addresses
from rechtop.tools.policies.models import Confirmation, Policy
from rechtop.tools.saved_lists.models import SavedList
from rechtop.work.activities.models import Attendee, Feed, SignUp
from rechtop.work.good_conversations.models import GoodConversation
from rechtop.work.oath.models import Exemption, Invitation, Preference, Registration, Session
from rechtop.work.oath.models import Reminder as OathReminder
from rechtop.work.requests.models import Request
from rechtop.work.risks.models import Risk
from rechtop.work.training.models import Reminder

FIRST = 5
"""How many of a group stand on the first page; the rest has a page of its own."""


Find = Callable[[int], QuerySet[Any]]


class Line(NamedTuple):
    """Something that is held: in words, its day, where it stands, and its number."""

    text: str
    day: datetime.date | None
    url: str
    number: int


@dataclass(frozen=True)
class Group:
    """A kind of thing that is held about people.

    `find` gives those of a person, by number; `by` is the field with the day that orders them.
    Where `about` says so, someone proposes here what to correct; else `how` says what to do.
    """

    title: Any
    find: Find
    tell: Callable[[Any], tuple[str, str]]
    by: str = "pk"
    about: str = ""
    how: Any = ""


def _own(model: Any, *related: str, field: str = "person") -> Find:
    def find(person: int) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(**{field: person})
        return found.select_related(*related)

    return find


def _of_gathering(model: Any) -> Find:
    def find(person: int) -> QuerySet[Any]:
        own = _own(model, "gathering")(person)
        found: QuerySet[Any] = own.annotate(day=F("gathering__day"))
        return found

    return find


def _invitations(person: int) -> QuerySet[Any]:
    own = _own(Invitation, "session")(person)
    found: QuerySet[Any] = own.annotate(day=F("session__day"))
    return found


def _duty(one: Duty) -> tuple[str, str]:
    told = f"{one.get_kind_display()}, {one.unit.name}" if one.unit else one.get_kind_display()
    if one.until_date is None:
        return told, ""
    return _("%(duty)s, tot %(day)s") % {"duty": told, "day": dutch.day(one.until_date)}, ""


def _registration(one: Registration) -> tuple[str, str]:
    return one.get_form_display(), reverse("oath:mine")


def _exemption(one: Exemption) -> tuple[str, str]:
    told = _("Uitzondering: %(why)s") % {"why": one.get_why_display()}
    return told, reverse("oath:mine")


def _preference(one: Preference) -> tuple[str, str]:
    return _("U koos: %(form)s") % {"form": one.get_form_display()}, reverse("oath:choose")


def _gathering(one: Attendee | SignUp) -> tuple[str, str]:
    return one.gathering.title, reverse("activities:gathering", args=[one.gathering_id])


def _confirmation(one: Confirmation) -> tuple[str, str]:
    both = {"title": one.version.policy, "number": one.version.number}
    where = reverse("policies:version", args=[one.version.policy.slug, one.version.number])
    return _("%(title)s, versie %(number)s") % both, where


def _tick(one: GoodConversation) -> tuple[str, str]:
    told = _("Integriteit besproken: %(state)s") % {"state": one.get_state_display()}
    return told, reverse("good_conversations:mine")


def _request(one: Request) -> tuple[str, str]:
    both = {"round": one.round, "state": one.get_state_display()}
    return _("Uitvraag over %(round)s: %(state)s") % both, reverse("requests:mine")


def _point(one: ActionPoint) -> tuple[str, str]:
    return one.title, reverse("action_points:point", args=[one.report_year, one.number])


def _policy(one: Policy) -> tuple[str, str]:
    return str(one), reverse("policies:policy", args=[one.slug])


def _risk(one: Risk) -> tuple[str, str]:
    return _("Risico %(number)s") % {"number": one.pk}, ""


def _browser(one: SignedIn) -> tuple[str, str]:
    told = _("%(browser)s, sinds %(day)s")
    return told % {"browser": one.browser, "day": dutch.day(one.since_on)}, ""


def _reminder(one: Reminder) -> tuple[str, str]:
    return one.requirement.title, ""


_AT_ROOM = gettext_lazy("U wijzigt dit daar zelf.")
_KEEPER = gettext_lazy("Klopt dit niet? Zeg het de integriteitscoördinator.")

GROUPS: dict[str, Group] = {
    "taken": Group(
        gettext_lazy("Uw taken in Rechtop"), _own(Duty, "unit"), _duty, "from_date", About.DUTY
    ),
    "kaart": Group(
        gettext_lazy("Uw kaart als vertrouwenspersoon"),
        _own(Card),
        lambda one: (_("Uw kaart"), reverse("organisation:card")),
        how=_AT_ROOM,
    ),
    "eed": Group(
        gettext_lazy("Eed, belofte of verklaring"),
        _own(Registration),
        _registration,
        "taken_on",
        About.REGISTRATION,
    ),
    "uitzonderingen": Group(
        gettext_lazy("Uitzonderingen op de eed of belofte"),
        _own(Exemption),
        _exemption,
        "decided_on",
        About.EXEMPTION,
    ),
    "keuze": Group(
        gettext_lazy("Uw keuze voor de eed of de belofte"),
        _own(Preference),
        _preference,
        "chosen_on",
        how=_AT_ROOM,
    ),
    "uitnodigingen": Group(
        gettext_lazy("Uitnodigingen voor de eed of belofte"),
        _invitations,
        lambda one: (_("Bijeenkomst voor de eed of belofte"), reverse("oath:mine")),
        "day",
        how=_KEEPER,
    ),
    "getuige": Group(
        gettext_lazy("U was getuige bij een eed of belofte"),
        _own(Registration, field="witness"),
        lambda one: (_("Getuige"), ""),
        "taken_on",
        how=_KEEPER,
    ),
    "getuige-bij": Group(
        gettext_lazy("U bent getuige bij een bijeenkomst voor de eed of belofte"),
        _own(Session, field="witness"),
        lambda one: (_("Getuige"), ""),
        "day",
        how=_KEEPER,
    ),
    "aanwezig": Group(
        gettext_lazy("Activiteiten waar u was"),
        _of_gathering(Attendee),
        _gathering,
        "day",
        About.ATTENDEE,
    ),
    "aangemeld": Group(
        gettext_lazy("Activiteiten waarvoor u zich aanmeldde"),
        _of_gathering(SignUp),
        _gathering,
        "day",
        how=gettext_lazy("U meldt zich daar af zolang de bijeenkomst nog komt."),
    ),
    "bevestigd": Group(
        gettext_lazy("Beleid dat u las en bevestigde"),
        _own(Confirmation, "version__policy"),
        _confirmation,
        "confirmed_on",
        About.CONFIRMATION,
    ),
    "gesprekken": Group(
        gettext_lazy("Het Goede Gesprek"),
        _own(GoodConversation),
        _tick,
        "held_on",
        how=gettext_lazy("Klopt een vinkje niet? Dat zegt u daar."),
    ),
    "uitvragen": Group(
        gettext_lazy("Vragen aan u als leidinggevende"),
        _own(Request, "round"),
        _request,
        how=_KEEPER,
    ),
    "actiepunten": Group(
        gettext_lazy("Actiepunten van u"), _own(ActionPoint, field="owner"), _point, how=_KEEPER
    ),
    "beleid": Group(
        gettext_lazy("Beleid dat u bijhoudt"), _own(Policy, field="owner"), _policy, how=_KEEPER
    ),
    "risicos": Group(
        gettext_lazy("Risico's waar u eigenaar van bent"),
        _own(Risk, field="owner"),
        _risk,
        how=_KEEPER,
    ),
    "herinneringen": Group(
        gettext_lazy("Herinneringen aan wat u moet volgen"),
        _own(Reminder, "requirement"),
        _reminder,
        "sent_on",
        how=gettext_lazy("Deze gaan vanzelf weg."),
    ),
    "herinnerd": Group(
        gettext_lazy("Herinneringen aan de eed of belofte"),
        _own(OathReminder),
        lambda one: (_("Herinnering"), ""),
        "sent_on",
        how=gettext_lazy("Deze gaan vanzelf weg."),
    ),
    "agenda": Group(
        gettext_lazy("Het adres van uw agenda met activiteiten"),
        _own(Feed),
        lambda one: (_("Adres gemaakt"), reverse("activities:address")),
        "made_on",
        how=_AT_ROOM,
    ),
    "agenda-termijnen": Group(
        gettext_lazy("Het adres van uw agenda met termijnen"),
        lambda person: addresses.kept_in("calendar", person),  # a room beside this one
        lambda one: (_("Adres gemaakt"), reverse("calendar:address")),
        "made_on",
        how=_AT_ROOM,
    ),
    "lijsten": Group(
        gettext_lazy("Lijsten die u bewaarde"),
        _own(SavedList),
        lambda one: (_("Een lijst met uw filters"), ""),
        how=gettext_lazy("U haalt ze weg bij de lijst zelf."),
    ),
    "aangemelde-browsers": Group(
        gettext_lazy("Waar u bent aangemeld"),
        _own(SignedIn),
        _browser,
        "seen_on",
        how=gettext_lazy("Bij Mijn account meldt u een browser af."),
    ),
}


@dataclass(frozen=True)
class Shown:
    """A group with its first lines."""

    code: str
    group: Group
    lines: list[Line]
    has_more: bool


def lines(code: str, records: Iterable[Any]) -> list[Line]:
    """Give records of a group as lines."""
    group = GROUPS[code]
    return [
        Line(told, None if group.by == "pk" else getattr(one, group.by), url, one.pk)
        for one in records
        for told, url in [group.tell(one)]
    ]


def held(person: int) -> list[Shown]:
    """Give the groups of what is held about someone: one question each. Where nothing is held but
    something could be missing, the group stands there too."""
    found = []
    for code, group in GROUPS.items():
        order = ("-pk",) if group.by == "pk" else (f"-{group.by}", "-pk")
        records = list(group.find(person).order_by(*order)[: FIRST + 1])
        if records or group.about:
            told = lines(code, records[:FIRST])
            found.append(Shown(code, group, told, len(records) > FIRST))
    return found


class Said(NamedTuple):
    """A correction in clear."""

    correction: Correction
    text: str
    reason: str


def said(corrections: Iterable[Correction]) -> list[Said]:
    """Give corrections in clear."""
    return [Said(one, *personnel.in_clear(one)) for one in corrections]


def code_about(about: str) -> str | None:
    """Give in which group the records stand that corrections of a kind are about."""
    return next((code for code, one in GROUPS.items() if about and one.about == about), None)


def record_about(correction: Correction) -> Any:
    """Give the record a correction is about, of the person who said so; None where it has gone, or
    where one is missing."""
    code = code_about(correction.about_kind)
    if code is None or correction.about_number is None:
        return None
    return GROUPS[code].find(correction.person_id).filter(pk=correction.about_number).first()


def room_of(correction: Correction, record: Any) -> str:
    """Give where what a correction is about is put right."""
    if correction.about_kind == About.DUTY:
        return reverse("organisation:person", args=[correction.person_id])
    if correction.about_kind == About.ATTENDEE:
        if record is None:
            return reverse("activities:now")
        return reverse("activities:hold", args=[record.gathering_id])
    if correction.about_kind in (About.REGISTRATION, About.EXEMPTION):
        known = personnel.known_of(correction.person).employment
        return reverse("oath:one", args=[known.pk]) if known else reverse("oath:overview")
    return reverse("policies:overview")
