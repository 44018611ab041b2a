"""Every address of the desk, walked by everybody of the cast: who opens what, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import REPORTER
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import reporters
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from tests.desk import at_desk
from tests.house.arguments import every_address
from tests.people import report

pytestmark = pytest.mark.django_db

NAMES = [member.first_name for member in CAST]
NO_SUCH = {
    "number": "0000-0000",
    "int": 2_000_000_000,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "year": 1999,
    "str": "nergens",
    "slug": "nergens",
}


def window(name: str) -> Client:
    """Give someone's window on the desk, with the vault open where they have one."""
    client = at_desk(name)
    passphrase = f"de kluis van {name} in het voorbeeld"
    client.post(reverse("identity:unlock"), {"passphrase": passphrase})
    return client


@pytest.fixture
def windows() -> dict[str, Client]:
    return {name: window(name) for name in NAMES}


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Give every address of the desk that is closed, as a pattern."""
    for path, pattern in every_address():
        if path.startswith("desk/") and getattr(pattern.callback, "login_required", True):
            yield path, pattern


def filled(path: str, pattern: URLPattern, *, number: str = NO_SUCH["number"]) -> str:
    """Fill an address in: with the number of a case where it takes one, and of nothing else."""
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").casefold()
        kind = {"string": "str"}.get(kind, kind)
        told = NO_SUCH[name if name in ("year",) else kind]
        told = number if (name, kind) == ("number", "str") else told
        path = path.replace(f"<{kind}:{name}>", str(told))
    assert "<" not in path, path
    return f"/{path}"


def outcome(answer: HttpResponse) -> str:
    return f"{answer.status_code} {answer.get('Location', '')}"


OF_EVERYBODY = {
    "",
    "account/",
    "account/aangemeld/",
    "activiteiten/",
    "activiteiten/adres/",
    "activiteiten/kalender/",
    "afmelden/",
    "beleid/",
    "beleid/lezen/",
    "eed/mijn/",
    "bevestigen/",
    "goede-gesprekken/mijn/",
    "herstelcodes/",
    "mijn-gegevens/",
    "mijn-gegevens/klopt-niet/",
    "mijn-pagina/",
    "passkeys/",
    "toolbox/",
    "tweede-stap/bevestigen/",
    "wachtwoord/",
}
"""What each has of their own, and the policies everybody reads, whatever their duties."""


def test_who_has_no_duty_opens_nothing_but_what_is_their_own() -> None:
    eva = at_desk("eva")
    opened = set()
    for path, pattern in addresses():
        if eva.get(filled(path, pattern)).status_code == 200:
            opened.add(path.removeprefix("desk/"))
    assert opened <= OF_EVERYBODY


def test_no_address_answers_with_a_fault_to_anyone(windows: dict[str, Client]) -> None:
    for path, pattern in addresses():
        for name, client in windows.items():
            status = client.get(filled(path, pattern)).status_code
            assert status in (200, 302, 404, 405), f"{name}: {path} gave {status}"


WITH_RULES = {
    "zaken/": "has keys to cases",
    "zaken/invoeren/": "integrity team",
    "onderzoeken/": "has keys to cases",
    "rijen/": "reads rows",
    "gesprekken/": "confidant",
    "mensen/": "administrator",
    "onderdelen/": "administrator",
    "herstel/": "administrator or secretary",
    "herstel/toegang/": "administrator or secretary",
    "herstel/ceremonie/": "administrator",
    "logboek/": "security officer",
    "logboek/heel/": "security officer",
    "namen/": "custodian",
    "overdragen/eerder/": "integrity team",
    "risicos/": "reads risks",
    "risicos/kaart/": "reads risks",
    "risicos/nieuw/": "keeps risks",
}
DUTIES = {
    "has keys to cases": {
        Kind.COORDINATOR,
        Kind.HANDLER,
        Kind.LAWYER,
        Kind.SECRETARY,
        Kind.INVESTIGATOR,
    },
    "integrity team": {Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER},
    "reads rows": {Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER, Kind.SECRETARY},
    "confidant": {Kind.CONFIDANT},
    "administrator": {Kind.ADMINISTRATOR},
    "administrator or secretary": {Kind.ADMINISTRATOR, Kind.SECRETARY},
    "security officer": {Kind.SECURITY_OFFICER},
    "coordinator": {Kind.COORDINATOR},
    "custodian": {Kind.CUSTODIAN},
    "keeps risks": {Kind.COORDINATOR, Kind.HANDLER},
    "reads risks": {
        Kind.COORDINATOR,
        Kind.HANDLER,
        Kind.SECRETARY,
        Kind.PRIVACY_OFFICER,
        Kind.SECURITY_OFFICER,
    },
}


@pytest.mark.parametrize("path", sorted(WITH_RULES))
def test_a_page_of_a_duty_opens_for_that_duty_alone(path: str, windows: dict[str, Client]) -> None:
    wanted = DUTIES[WITH_RULES[path]]
    expected = {m.first_name for m in CAST if wanted & {Kind(duty) for duty in m.duties}}
    opened = {n for n, client in windows.items() if client.get(f"/desk/{path}").status_code == 200}
    assert opened == expected


def about_the_team() -> Case:
    return cases.receive(
        report={"what": "Iets"},
        identity={"name": "Anna", "reach": ""},
        about=[],
        positions=["integrity-team"],
        reporter=reporters.key_of(words.draw()),
        by=REPORTER,
    )


def about_bram() -> Case:
    return report(about=("bram",), name="Anna")


@pytest.mark.parametrize("make", [report, about_bram, about_the_team], ids=lambda m: m.__name__)
def test_who_holds_no_key_to_a_case_cannot_tell_it_from_one_that_is_not_there(
    make: object, windows: dict[str, Client]
) -> None:
    case: Case = make()  # type: ignore[operator]
    holders = organisation.names(vault.people_with_key(case.pk)).values()
    able = {name.split()[0].casefold() for name in holders}
    assert able
    walked = [(p, a) for p, a in addresses() if p.startswith("desk/zaken/<str:number>/")]
    for path, pattern in walked:
        here, nowhere = filled(path, pattern, number=case.number), filled(path, pattern)
        for name in set(NAMES) - able:
            client = windows[name]
            asked = outcome(client.get(here)).replace(case.number, "")
            assert asked == outcome(client.get(nowhere)).replace("0000-0000", ""), (name, path)
            assert asked.startswith(("404", "302", "405")), (name, path)
    for name in able:
        assert windows[name].get(f"/desk/zaken/{case.number}/").status_code == 200


def test_who_holds_no_key_finds_a_case_in_no_list_export_or_count(
    windows: dict[str, Client],
) -> None:
    case = about_the_team()
    listed = [p for p, a in addresses() if "<" not in p]
    able = {"gijs", "ivo"}
    for path in listed:
        for name in set(NAMES) - able:
            answer = windows[name].get(f"/{path}")
            if answer.status_code == 200 and not answer.streaming:
                assert case.number.encode() not in answer.content, (name, path)
