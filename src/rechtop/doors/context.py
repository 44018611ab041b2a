"""What every page knows: the authority, and at the desk who is signed in."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rechtop.people.identity import unlocking
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Authority, Kind
from rechtop.work.investigations import queries as investigations

_FRESH_SECONDS = 5.0
_kept: tuple[float, Authority | None] = (0.0, None)


@dataclass(frozen=True)
class Face:
    """What pages show of the authority."""

    name: str = "Rechtop"
    short_name: str = ""
    leave_url: str = "https://www.buienradar.nl/"
    theme_url: str = ""
    is_example: bool = False


def authority(request: HttpRequest) -> dict[str, Any]:
    """Give the authority's face, read again every few seconds."""
    return {"authority": face(), "footer_links": _footer_links(request)}


def face() -> Face:
    """Give the authority's face."""
    global _kept
    read_at, known = _kept
    if time.monotonic() - read_at > _FRESH_SECONDS:
        known = organisation.authority()
        _kept = (time.monotonic(), known)
    if known is None:
        return Face()
    return Face(
        known.name,
        known.short_name,
        known.leave_url,
        f"{reverse('theme')}?v={zlib.crc32(str(known.tokens).encode())}",
        known.is_example,
    )


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the menu and who is signed in, at the desk."""
    person = getattr(request, "person", None)
    if person is None:
        at_desk = request.path == reverse("account_login")
        return {
            "other_language": _other_language(request),
            "kept": at_desk and unlocking.is_something_kept(request),  # type: ignore[arg-type]
        }
    return {
        "other_language": _other_language(request),
        "person_name": person.name,
        "unlocked": request.actor.is_unlocked,  # type: ignore[attr-defined]
        "my_duties": sorted(str(Kind(duty).label) for duty in request.actor.duties),  # type: ignore[attr-defined]
        "menu": _menu(request) if person.has_kept_codes else [],
    }


@dataclass(frozen=True)
class Entry:
    """An entry of a menu."""

    label: str
    url: str
    current: bool = False
    lang: str = ""


def _menu(request: HttpRequest) -> list[Entry]:
    actor = request.actor  # type: ignore[attr-defined]
    team = actor.has_duty(Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER)
    works_on_cases = team or actor.has_duty(Kind.SECRETARY, Kind.INVESTIGATOR)
    listed = [(_("Mijn werk"), "home:home", True)]
    listed.append((_("Zaken"), "cases:list", works_on_cases))
    listed.append((_("Termijnen"), "calendar:now", works_on_cases))
    listed.append((_("Team"), "team:team", team))
    has_investigation = works_on_cases and investigations.concerning(actor).exists()
    listed.append((_("Onderzoeken"), "investigations:list", has_investigation))
    listed.append((_("Zaak invoeren"), "cases:enter", team))
    takes_down = team or actor.has_duty(Kind.CONFIDANT)
    listed.append((_("Gesproken melding"), "spoken:enter", takes_down))
    listed.append((_("Rijen"), "cases:rows", team or actor.has_duty(Kind.SECRETARY)))
    reads_report = team or actor.has_duty(Kind.SECRETARY, Kind.ACCOUNTANT)
    listed.append((_("Programma"), "programme:first", reads_report))
    sees_oaths = team or actor.has_duty(Kind.SECRETARY)
    listed.append((_("Eed en belofte"), "oath:overview", sees_oaths))
    listed.append((_("Tekst van de eed"), "oath:rules", actor.has_duty(Kind.ADMINISTRATOR)))
    listed.append((_("Actiepunten"), "action_points:overview", reads_report))
    listed.append((_("Jaarrapportage"), "annual_report:years", reads_report))
    listed.append((_("Namen"), "identities:names", actor.has_duty(Kind.CUSTODIAN)))
    is_confidant = actor.has_duty(Kind.CONFIDANT)
    listed.append((_("Gesprekken"), "confidants:conversations", is_confidant))
    listed.append((_("Mijn kaart"), "organisation:card", is_confidant))
    listed.append((_("Wegwijzer"), "signpost:overview", actor.has_duty(Kind.COORDINATOR)))
    listed.append((_("Procedures"), "procedures:overview", team))
    listed.append((_("Beleid"), "policies:overview", True))
    listed.append((_("Uitvraag"), "requests:overview", actor.has_duty(Kind.COORDINATOR)))
    listed.append((_("Vragen aan mij"), "requests:mine", actor.has_duty(Kind.MANAGER)))
    keeps = actor.has_duty(Kind.COORDINATOR, Kind.SECRETARY, Kind.PRIVACY_OFFICER)
    listed.append((_("Bewaren"), "keeping:overview", keeps))
    is_officer = actor.has_duty(Kind.SECURITY_OFFICER)
    listed.append((_("Logboek"), "trail:lines", is_officer))
    keeps_log = actor.has_duty(Kind.PRIVACY_OFFICER) and not is_officer
    listed.append((_("Logboek bewaren"), "trail:keeping", keeps_log))
    listed.append((_("Mensen"), "organisation:people", actor.has_duty(Kind.ADMINISTRATOR)))
    listed.append((_("Sleutels"), "organisation:keys", team or actor.has_duty(Kind.ADMINISTRATOR)))
    arranges_recovery = actor.has_duty(Kind.ADMINISTRATOR, Kind.SECRETARY)
    listed.append((_("Herstelsleutel"), "recovery:overview", arranges_recovery))
    return [
        Entry(label, reverse(name), request.path == reverse(name))
        for label, name, shown in listed
        if shown
    ]


def _footer_links(request: HttpRequest) -> list[Entry]:
    links = [
        Entry(_("Zo gaan wij met uw melding om"), reverse("public:how")),
        Entry(_("Veilig melden"), reverse("public:safety")),
        Entry(_("Ons beleid"), reverse("policies_public:overview")),
    ]
    path = request.get_full_path()
    if _is_desk(request):
        return links
    if path.startswith("/en/"):
        return [*links, Entry("Nederlands", path[3:], lang="nl")]
    return [*links, Entry("English", f"/en{path}", lang="en")]


def _other_language(request: HttpRequest) -> Entry | None:
    """Offer the other language at the desk, on pages one can come back to."""
    if request.method != "GET" or not _is_desk(request):
        return None
    here = request.get_full_path()
    if (get_language() or "").startswith("en"):
        return Entry("Nederlands", here, lang="nl")
    return Entry("English", here, lang="en")


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith("/desk/")
