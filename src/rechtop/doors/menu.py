"""The menu of the desk: what someone may open, under four headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.people.organisation.models import Kind
from rechtop.people.personnel import rules as personnel
from rechtop.work.good_conversations import rules as good_conversations
from rechtop.work.investigations import queries as investigations
from rechtop.work.risks import rules as risks


@dataclass(frozen=True)
class Entry:
    """An entry of a menu."""

    label: str
    url: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Group:
    """Entries under one heading."""

    title: str
    entries: list[Entry]


_Listed = Iterator[tuple[str, str, Any]]


def groups(request: HttpRequest) -> list[Group]:
    """Give what someone may open; a heading with nothing under it is left out."""
    actor = request.actor  # type: ignore[attr-defined]
    listed = (
        (_("Voor mij"), _own(actor)),
        (_("Meldingen"), _reports(actor)),
        (_("Programma"), _programme(actor)),
        (_("Beheer"), _administration(actor)),
    )
    found = [Group(title, _entries(request, lines)) for title, lines in listed]
    return [group for group in found if group.entries]


def _entries(request: HttpRequest, listed: _Listed) -> list[Entry]:
    return [
        Entry(label, url := reverse(name), request.path == url)
        for label, name, shown in listed
        if shown
    ]


def _own(actor: Actor) -> _Listed:
    is_confidant, is_manager = actor.has_duty(Kind.CONFIDANT), bool(personnel.is_manager(actor))
    yield _("Mijn werk"), "home:home", True
    yield _("Mijn pagina"), "my_page:mine", True
    yield _("Gesprekken"), "confidants:conversations", is_confidant
    yield _("Mijn kaart"), "organisation:card", is_confidant
    yield _("Vragen aan mij"), "requests:mine", is_manager
    leads = is_manager or bool(good_conversations.may_lead(actor))
    yield _("Goede Gesprek"), "good_conversations:people", leads
    yield _("Activiteiten"), "activities:mine", True
    yield _("Beleid"), "policies:overview", True
    yield _("Toolbox"), "toolbox:overview", True


def _reports(actor: Actor) -> _Listed:
    team, works_on_cases = _is_team(actor), _works_on_cases(actor)
    yield _("Zaken"), "cases:list", works_on_cases
    yield _("Termijnen"), "calendar:now", works_on_cases
    yield _("Team"), "team:team", team
    has_investigation = works_on_cases and investigations.concerning(actor).exists()
    yield _("Onderzoeken"), "investigations:list", has_investigation
    yield _("Zaak invoeren"), "cases:enter", team
    yield _("Gesproken melding"), "spoken:enter", team or actor.has_duty(Kind.CONFIDANT)
    yield _("Rijen"), "cases:rows", team or actor.has_duty(Kind.SECRETARY)
    yield _("Namen"), "identities:names", actor.has_duty(Kind.CUSTODIAN)
    yield _("Uitvraag"), "requests:overview", actor.has_duty(Kind.COORDINATOR)
    yield _("Procedures"), "procedures:overview", team
    yield _("Wegwijzer"), "signpost:overview", actor.has_duty(Kind.COORDINATOR)


def _programme(actor: Actor) -> _Listed:
    reads_report = _is_team(actor) or actor.has_duty(Kind.SECRETARY, Kind.ACCOUNTANT)
    yield _("Programma"), "programme:first", reads_report
    sees_coverage = actor.has_duty(Kind.COORDINATOR, Kind.SECRETARY)
    yield _("Dekking Goede Gesprek"), "good_conversations:coverage", sees_coverage
    sees_oaths = _is_team(actor) or actor.has_duty(Kind.SECRETARY)
    yield _("Eed en belofte"), "oath:overview", sees_oaths
    yield _("Risico's"), "risks:overview", bool(risks.may_read(actor))
    yield _("Actiepunten"), "action_points:overview", reads_report
    yield _("Verbeteringen"), "personnel:corrections", _is_team(actor)
    yield _("Jaarrapportage"), "annual_report:years", reads_report


def _administration(actor: Actor) -> _Listed:
    is_officer, is_admin = actor.has_duty(Kind.SECURITY_OFFICER), actor.has_duty(Kind.ADMINISTRATOR)
    yield _("Mensen"), "organisation:people", is_admin
    yield _("Sleutels"), "organisation:keys", _is_team(actor) or is_admin
    yield _("Herstelsleutel"), "recovery:overview", is_admin or actor.has_duty(Kind.SECRETARY)
    keeps = actor.has_duty(Kind.COORDINATOR, Kind.SECRETARY, Kind.PRIVACY_OFFICER)
    yield _("Bewaren"), "keeping:overview", keeps
    yield _("Tekst van de eed"), "oath:rules", is_admin
    yield _("Logboek"), "trail:lines", is_officer
    keeps_log = actor.has_duty(Kind.PRIVACY_OFFICER) and not is_officer
    yield _("Logboek bewaren"), "trail:keeping", keeps_log


def _is_team(actor: Actor) -> bool:
    return actor.has_duty(Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER)


def _works_on_cases(actor: Actor) -> bool:
    return _is_team(actor) or actor.has_duty(Kind.SECRETARY, Kind.INVESTIGATOR)
