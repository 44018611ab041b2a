"""Who opens what at the desk, as the rules of each room say it: written down, not measured."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rechtop.ground.vault import queries as vault
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind
from rechtop.work.cases.models import Case, Guest
from tests.house.records import Made
from tests.people import person

NAMES = [member.first_name for member in CAST if member.first_name not in ("otto", "petra")]
"""The cast but two: Nadia stands for the managers of whom no record is."""

_TEAM = (Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER)
_ON_CASES = (*_TEAM, Kind.SECRETARY, Kind.INVESTIGATOR)


def with_duty(*duties: str) -> Callable[[Made], set[str]]:
    """Give who of the cast has one of these duties."""
    able = {member.first_name for member in CAST if set(duties) & set(member.duties)}
    names = able & {*NAMES}
    return lambda made: names


def alone(*names: str) -> Callable[[Made], set[str]]:
    """Give who of the cast this is of, whatever their duties."""
    return lambda made: set(names)


def holders(number: str, *, guests: bool = True) -> set[str]:
    """Give who of the cast has a key to a case and, today, a duty for cases."""
    case = Case.objects.get(number=number)
    away = set() if guests else set(Guest.objects.filter(case=case).values_list("person", flat=1))
    able = set(vault.people_with_key(case.pk)) - away
    listed = {person(name).pk: name for name in with_duty(*_ON_CASES)({})}
    assert set(organisation.names(able)) == able
    return {listed[number] for number in able if number in listed}


GROUPS: dict[str, Callable[[Made], set[str]]] = {
    "everybody": lambda made: set(NAMES),
    "nobody": lambda made: set(),
    "administrator": with_duty(Kind.ADMINISTRATOR),
    "administrator or coordinator": with_duty(Kind.ADMINISTRATOR, Kind.COORDINATOR),
    "administrator or secretary": with_duty(Kind.ADMINISTRATOR, Kind.SECRETARY),
    "administrator or team": with_duty(Kind.ADMINISTRATOR, *_TEAM),
    "confidant": with_duty(Kind.CONFIDANT),
    "confidant or team": with_duty(Kind.CONFIDANT, *_TEAM),
    "coordinator": with_duty(Kind.COORDINATOR),
    "coordinator or accountant": with_duty(Kind.COORDINATOR, Kind.ACCOUNTANT),
    "coordinator or secretary": with_duty(Kind.COORDINATOR, Kind.SECRETARY),
    "custodian": with_duty(Kind.CUSTODIAN),
    "has a vault": with_duty(*_ON_CASES, Kind.CONFIDANT, Kind.CUSTODIAN),
    "manager": with_duty(Kind.MANAGER),
    "on duty for cases": with_duty(*_ON_CASES),
    "on duty for cases, or custodian": with_duty(*_ON_CASES, Kind.CUSTODIAN),
    "privacy officer": with_duty(Kind.PRIVACY_OFFICER),
    "proposes or decides on destruction": with_duty(
        Kind.COORDINATOR, Kind.SECRETARY, Kind.PRIVACY_OFFICER
    ),
    "coordinator or privacy officer": with_duty(Kind.COORDINATOR, Kind.PRIVACY_OFFICER),
    "goes through rights": with_duty(Kind.COORDINATOR, Kind.PRIVACY_OFFICER, Kind.SECURITY_OFFICER),
    "reads of rights": with_duty(
        Kind.COORDINATOR,
        Kind.PRIVACY_OFFICER,
        Kind.SECURITY_OFFICER,
        Kind.ADMINISTRATOR,
    ),
    "reads risks": with_duty(
        Kind.COORDINATOR,
        Kind.HANDLER,
        Kind.SECRETARY,
        Kind.PRIVACY_OFFICER,
        Kind.SECURITY_OFFICER,
    ),
    "keeps risks": with_duty(Kind.COORDINATOR, Kind.HANDLER),
    "reads rows": with_duty(*_TEAM, Kind.SECRETARY),
    "reads the report": with_duty(*_TEAM, Kind.SECRETARY, Kind.ACCOUNTANT),
    "reads words of the oath": with_duty(*_TEAM, Kind.SECRETARY, Kind.ADMINISTRATOR),
    "security officer": with_duty(Kind.SECURITY_OFFICER),
    "security or privacy officer": with_duty(Kind.SECURITY_OFFICER, Kind.PRIVACY_OFFICER),
    "team": with_duty(*_TEAM),
    "team or secretary": with_duty(*_TEAM, Kind.SECRETARY),
    "who works here": alone("carla", "eva", "jet"),
    "who keeps it, or took it": lambda made: GROUPS["team or secretary"](made) | {"eva"},
    "who keeps it, or was invited": lambda made: GROUPS["team or secretary"](made) | {"carla"},
    "who has the case": lambda made: holders(made["case"]),
    "who handles the case": lambda made: holders(made["case"], guests=False),
    "who has the spoken case": lambda made: holders(made["spoken"]),
    "coordinator with the case": lambda made: holders(made["case"]) & {"fenna"},
    "team, or who does the point": lambda made: GROUPS["team"](made) | {"daan"},
    "who reads the point": lambda made: GROUPS["reads the report"](made) | {"daan"},
}

OWN = {
    "desk/": "everybody",
    "desk/account/": "everybody",
    "desk/afmelden/": "everybody",
    "desk/bevestigen/": "everybody",
    "desk/herstelcodes/": "nobody",  # none of them made any
    "desk/herstelcodes/nieuw/": "everybody",
    "desk/herstelcodes/bewaard/": "everybody",
    "desk/mijn-gegevens/": "everybody",
    "desk/mijn-gegevens/klopt-niet/<slug:code>/<int:number>/": "eva",
    "desk/mijn-pagina/": "everybody",
    "desk/passkeys/": "everybody",
    "desk/passkeys/<int:pk>/": "everybody",  # they sign in anew first
    "desk/tweede-stap/": "everybody",
    "desk/wachtwoord/": "everybody",
    "desk/aanmelding-gezien/": "everybody",
    "desk/getypt/": "has a vault",
    "desk/getypt/<int:number>/": "bram",
    "desk/kluis/": "everybody",
    "desk/kluis/sluiten/": "everybody",
    "desk/wachtzin/": "has a vault",
    "desk/sleutelwerk/": "has a vault",
    "desk/nieuw/": "everybody",
    "desk/vergeten/": "everybody",
}
"""What each has of their own."""

CASES = {
    "desk/zaken/": "on duty for cases",
    "desk/zaken/invoeren/": "team",
    "desk/zaken/lijsten/": "on duty for cases",
    "desk/zaken/lijsten/<int:number>/": "bram",
    "desk/zaken/jaar/<int:year>/": "team",
    "desk/zaken/<str:number>/": "who has the case",
    "desk/zaken/<str:number>/bestanden/delen/": "who handles the case",
    "desk/zaken/<str:number>/melder/vordering/": "coordinator with the case",
    "desk/zaken/<str:number>/nadeel/": "who handles the case",
    "desk/zaken/<str:number>/nadeel/bewijs/": "nobody",  # no detriment was reported
    "desk/zaken/<str:number>/triage/": "who handles the case",
    "desk/zaken/<str:number>/verbinden/": "who handles the case",
    "desk/zaken/<str:number>/losmaken/": "who handles the case",
    "desk/zaken/<str:number>/samenvoegen/": "who handles the case",
    "desk/zaken/<str:number>/splitsen/": "who handles the case",
    "desk/zaken/<str:number>/doorsturen/": "who handles the case",
    "desk/zaken/<str:number>/verslag/": "who has the spoken case",
    "desk/onderzoeken/": "on duty for cases",
    "desk/onderzoeken/<str:number>/": "who has the case",
    "desk/registraties/<str:number>/": "team",
    "desk/rijen/": "reads rows",
    "desk/rijen/<str:number>/": "gijs",
    "desk/namen/": "custodian",
    "desk/gesproken/": "confidant or team",
    "desk/gesprekken/": "confidant",
    "desk/team/": "team",
    "desk/overdragen/": "on duty for cases",
    "desk/overdragen/gezien/": "on duty for cases, or custodian",
    "desk/overdragen/namen/": "custodian",
    "desk/overdragen/wie/": "administrator or coordinator",
    "desk/overdragen/eerder/": "team",
    "desk/agenda/": "on duty for cases",
    "desk/agenda/herinneringen/": "coordinator",
    "desk/agenda/vrije-dagen/": "coordinator",
    "desk/bewaren/": "proposes or decides on destruction",
    "desk/bewaren/termijnen/nieuw/": "coordinator or privacy officer",
    "desk/bewaren/voorstel/": "on duty for cases",
    "desk/bewaren/<str:number>/": "coordinator or privacy officer",
    "desk/bewaren/<str:number>/<str:line>/": "privacy officer",
}

PEOPLE = {
    "desk/mensen/": "administrator",
    "desk/taken/": "administrator",
    "desk/onderdelen/": "administrator",
    "desk/uitnodigen/": "administrator",
    "desk/personeel/": "administrator",
    "desk/sleutels/": "administrator or team",
    "desk/sleutels/<int:number>/": "team",
    "desk/rooster/": "team",
    "desk/kaart/": "confidant",
    "desk/verbeteringen/": "administrator or team",
    "desk/verbeteringen/<int:number>/": "administrator",
    "desk/verbeteringen/<int:number>/antwoord/": "team",
    "desk/herstel/": "administrator or secretary",
    "desk/herstel/bevestigen/": "administrator",
    "desk/herstel/ceremonie/": "administrator",
    "desk/herstel/nieuwe-bladen/": "administrator",
    "desk/herstel/wachtzin-kwijt/": "has a vault",
    "desk/herstel/wachtzin-kwijt/<int:number>/": "administrator",
    "desk/herstel/berichten/<int:number>/": "bram",
    "desk/rechten/": "reads of rights",
    "desk/rechten/<int:number>/sluiten/": "coordinator",
    "desk/rechten/<int:number>/<int:person>/": "goes through rights",
    "desk/logboek/": "security officer",
    "desk/logboek/bewaren/": "security or privacy officer",
    "desk/logboek/bewaren/voorstellen/": "security officer",
}

ROOMS = {
    "desk/actiepunten/": "reads the report",
    "desk/actiepunten/<int:year>/nieuw/": "team",
    "desk/actiepunten/<int:year>/<int:number>/": "who reads the point",
    "desk/activiteiten/": "everybody",
    "desk/activiteiten/<int:year>/": "reads the report",
    "desk/activiteiten/plannen/": "team",
    "desk/activiteiten/reeks/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/wijzigen/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/verzetten/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/afzeggen/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/plaatsen/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/gehouden/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/heropenen/": "team",
    "desk/activiteiten/bijeenkomst/<int:number>/verplicht/": "reads the report",
    "desk/activiteiten/verplicht/": "reads the report",
    "desk/activiteiten/verplicht/<int:number>/volgen/": "everybody",
    "desk/activiteiten/verplicht/<int:number>/lijst/": "team",
    "desk/beleid/": "everybody",
    "desk/beleid/nieuw/": "coordinator",
    "desk/beleid/<slug:slug>/gegevens/": "coordinator",
    "desk/beleid/<slug:slug>/eigenaar/": "coordinator",
    "desk/beleid/<slug:slug>/beginnen/": "coordinator",
    "desk/beleid/<slug:slug>/schrijven/": "coordinator",
    "desk/beleid/<slug:slug>/voorleggen/": "coordinator",
    "desk/beleid/<slug:slug>/weggooien/": "coordinator",
    "desk/beleid/<slug:slug>/concept/": "coordinator or secretary",
    "desk/beleid/<slug:slug>/leesronde/": "coordinator",
    "desk/eed/": "team or secretary",
    "desk/eed/afspraken/": "reads words of the oath",
    "desk/eed/afspraken/termijn/": "administrator or coordinator",
    "desk/eed/afspraken/voor-wie/": "administrator or coordinator",
    "desk/eed/afspraken/tekst/<slug:form>/schrijven/": "administrator or coordinator",
    "desk/eed/bewijs/": "who keeps it, or took it",
    "desk/eed/bijeenkomsten/nieuw/": "team",
    "desk/eed/bijeenkomsten/<int:number>/agenda/": "who keeps it, or was invited",
    "desk/eed/mensen/<int:number>/uitzondering/": "team",
    "desk/eed/mijn/": "everybody",
    "desk/eed/mijn/kiezen/": "who works here",
    "desk/eed/mijn/tekenen/": "who works here",
    "desk/goede-gesprekken/": "manager",
    "desk/goede-gesprekken/dekking/": "coordinator or secretary",
    "desk/goede-gesprekken/herinneren/": "coordinator",
    "desk/goede-gesprekken/mijn/": "everybody",
    "desk/goede-gesprekken/punten/": "coordinator",
    "desk/goede-gesprekken/vinkje/": "daan",
    "desk/goede-gesprekken/vinkje/<str:number>/betwist/": "eva",
    "desk/goede-gesprekken/werkoverleg/<str:number>/": "daan",
    "desk/jaar-overnemen/": "coordinator",
    "desk/jaarrapportage/": "reads the report",
    "desk/jaarrapportage/<int:year>/<str:name>/werkblad/": "coordinator or accountant",
    "desk/jaarrapportage/<int:year>/<str:name>/invoeren/": "coordinator",
    "desk/jaarrapportage/<int:year>/<str:name>/weghalen/": "coordinator",
    "desk/procedures/": "team",
    "desk/procedures/nieuw/": "coordinator",
    "desk/procedures/<slug:code>/beginnen/": "coordinator",
    "desk/procedures/<slug:code>/vaststellen/": "coordinator",
    "desk/procedures/<slug:code>/weggooien/": "coordinator",
    "desk/procedures/<slug:code>/gegevens/": "coordinator",
    "desk/procedures/<slug:code>/stap/": "coordinator",
    "desk/programma/": "reads the report",
    "desk/programma/<int:year>/<slug:kind>/": "team",
    "desk/programma/<int:year>/tekst/schrijven/": "team",
    "desk/risicos/": "reads risks",
    "desk/risicos/nieuw/": "keeps risks",
    "desk/toolbox/": "everybody",
    "desk/toolbox/nieuw/": "coordinator",
    "desk/toolbox/bestand/": "coordinator",
    "desk/toolbox/overnemen/": "coordinator",
    "desk/toolbox/<uuid:key>/wijzigen/": "coordinator",
    "desk/toolbox/<uuid:key>/weg/": "coordinator",
    "desk/uitvraag/": "coordinator",
    "desk/uitvraag/mijn/": "manager",
    "desk/uitvraag/mijn/<str:number>/": "daan",
    "desk/wegwijzer/": "team",
    "desk/wegwijzer/beginnen/": "coordinator",
    "desk/wegwijzer/vaststellen/": "coordinator",
    "desk/wegwijzer/weggooien/": "coordinator",
    "desk/wegwijzer/vraag/": "coordinator",
    "desk/wegwijzer/einde/": "coordinator",
    "desk/wegwijzer/<slug:code>/": "coordinator",
}

OPENS = {**OWN, **CASES, **PEOPLE, **ROOMS}
"""By how an address begins, and the longest beginning counts: which group, or who by name."""


_OF_INVESTIGATOR = (
    "plan",
    "gehoord",
    "betrokkene",
    "betrokkene/los",
    "uitnodigen",
    "verklaring/opschrijven",
    "verklaring/antwoord",
    "bewijs",
    "bevinding",
    "middel",
    "terug",
    "conclusie",
    "advies",
    "eindrapport",
    "concept",
    "reactie/<uuid:draft>/tijd",
)
_NOT_NOW = (
    "opdracht",
    "weigeren",
    "verklaring/",
    "toelaten",
    "gelezen",
    "maatregel",
    "bezwaar",
    "aangifte",
    "brief-uitkomst",
    "uitkomst",
    "uitkomst/<uuid:draft>/brief",
    "reactie/<uuid:draft>/geen",
)
_ONE = "desk/onderzoeken/<str:number>/"
_POINT = "desk/actiepunten/<int:year>/<int:number>/"
_GATHERING = "desk/activiteiten/bijeenkomst/<int:number>/"
_SESSION = "desk/eed/bijeenkomsten/<int:number>/"
_RISK = "desk/risicos/<int:number>/"

SHOWN = {
    **{f"{_ONE}{page}": "nobody" for page in _NOT_NOW},
    **{f"{_ONE}{page}": "ivo" for page in _OF_INVESTIGATOR},
    f"{_ONE}beslisser/": "who handles the case",
    f"{_ONE}einde/": "gijs",
    f"{_ONE}onderzoeker/": "who handles the case",
    "desk/getypt/": "bram",
    "desk/kluis/": "has a vault",
    f"{_POINT}wijzigen/": "team",
    f"{_POINT}wie/": "team",
    f"{_POINT}stand/": "team",
    f"{_POINT}afronden/": "team, or who does the point",
    f"{_POINT}vervallen/": "coordinator",
    f"{_POINT}verder/": "coordinator",
    f"{_GATHERING}gehouden/": "nobody",  # it is still to come
    f"{_GATHERING}verplicht/nieuw/": "coordinator",
    f"{_GATHERING}verplicht/telt/": "coordinator",
    f"{_SESSION}aanwezig/": "team",
    f"{_SESSION}bij-wie/": "team",
    f"{_SESSION}erbij/": "team",
    f"{_SESSION}gast/": "team",
    f"{_SESSION}getekend/": "coordinator or secretary",
    f"{_SESSION}uitnodigen/": "team",
    f"{_SESSION}wijzigen/": "team",
    "desk/eed/getekende-lijsten/<int:number>/weg/": "coordinator or secretary",
    f"{_RISK}herzien/": "keeps risks",
    f"{_RISK}sluiten/": "keeps risks",
    f"{_RISK}heropenen/": "nobody",  # it is open
}
"""Forms that are not shown to everybody who opens the record: others are led back, or find nothing.
That an investigation runs decides which of its forms there are."""


def who_is_shown(path: str, made: Made) -> set[str]:
    """Give who of the cast sees a page where it is asked for, by the table."""
    able = [begin for begin in SHOWN if path.startswith(begin)]
    if not able:
        return who_opens(path, made)
    group = SHOWN[max(able, key=len)]
    return {group} if group in NAMES else GROUPS[group](made)


def who_opens(path: str, made: Made) -> set[str]:
    """Give who of the cast opens an address, by the table."""
    group = OPENS[max((begin for begin in OPENS if path.startswith(begin)), key=len)]
    return {group} if group in NAMES else GROUPS[group](made)


def are_all_named(groups: Collection[str]) -> bool:
    """Say whether each is a group or someone of the cast."""
    return set(groups) <= set(GROUPS) | set(NAMES)
