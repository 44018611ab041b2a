"""The example authorities and their fixed cast. All invented; `bin/run` prints all passwords.

What is said of the province in 2021 is not: it is its own published report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rechtop.people.organisation.models import Kind


@dataclass(frozen=True)
class ExampleAuthority:
    """An authority with its face, its units, where the cast works, and its own lists of values."""

    details: Mapping[str, Any]
    units: Sequence[tuple[str, str]]
    team: str
    works_in: Mapping[str, str]
    lists: str
    year: str
    procedures: str = ""
    triage: str = ""
    policies: str = ""
    risks: str = ""
    toolbox: str = ""
    oath: str = ""

    def unit_of(self, first_name: str) -> str:
        """Give the unit where someone of the cast works."""
        return self.works_in.get(first_name, self.team)


PROVINCE = ExampleAuthority(
    details={
        "name": "Provincie Zuid-Holland",
        "short_name": "Zuid-Holland",
        "leave_url": "https://www.buienradar.nl/",
        "tokens": {
            "--rechtop-brand-color": "#7a1f2b",
            "--rechtop-brand-accent-color": "#e9c46a",
            "--rechtop-document-background-color": "#f7f5f3",
            "--utrecht-heading-color": "#3d1218",
            "--utrecht-link-color": "#7a1f2b",
            "--utrecht-link-hover-color": "#4f1019",
            "--utrecht-button-primary-action-background-color": "#7a1f2b",
            "--utrecht-button-primary-action-hover-background-color": "#561420",
            "--utrecht-button-secondary-action-color": "#7a1f2b",
        },
    },
    units=(
        ("Provinciale organisatie", ""),
        ("Directie Concernzaken", "Provinciale organisatie"),
        ("Afdeling P&O", "Directie Concernzaken"),
        ("Team Integriteit", "Afdeling P&O"),
        ("Eenheid Audit en Advies", "Directie Concernzaken"),
        ("Directie Leefomgeving", "Provinciale organisatie"),
        ("Bureau Vergunningen", "Directie Leefomgeving"),
    ),
    team="Team Integriteit",
    works_in={
        "carla": "Afdeling P&O",
        "daan": "Bureau Vergunningen",
        "eva": "Bureau Vergunningen",
        "gijs": "Provinciale organisatie",
        "hanna": "Directie Concernzaken",
        "ivo": "Eenheid Audit en Advies",
        "jet": "Eenheid Audit en Advies",
        "kees": "Directie Concernzaken",
        "lotte": "Eenheid Audit en Advies",
        "mees": "Directie Concernzaken",
        "nadia": "Afdeling P&O",
        "otto": "Directie Leefomgeving",
        "petra": "Eenheid Audit en Advies",
    },
    lists="province.json",
    year="zuid-holland-2021",
    procedures="province-procedures.json",
    triage="province-triage.json",
    policies="province-policies.json",
    risks="province-risks.json",
    toolbox="province-toolbox.json",
    oath="province-oath.json",
)

WATER_AUTHORITY = ExampleAuthority(
    details={
        "name": "Waterschap Rijn en Polder",
        "short_name": "Rijn en Polder",
        "leave_url": "https://www.buienradar.nl/",
        "tokens": {
            "--rechtop-brand-color": "#0b4f6c",
            "--rechtop-brand-accent-color": "#7bc8a4",
            "--rechtop-document-background-color": "#f2f7f7",
            "--utrecht-heading-color": "#08384d",
            "--utrecht-link-color": "#0b5c7d",
            "--utrecht-link-hover-color": "#063a50",
            "--utrecht-button-border-radius": "22px",
            "--utrecht-button-primary-action-background-color": "#0b5c7d",
            "--utrecht-button-primary-action-hover-background-color": "#063a50",
            "--utrecht-button-secondary-action-color": "#0b5c7d",
        },
    },
    units=(
        ("Waterschap", ""),
        ("Bedrijfsvoering", "Waterschap"),
        ("Personeel", "Bedrijfsvoering"),
        ("Waterbeheer", "Waterschap"),
        ("Buitendienst", "Waterbeheer"),
    ),
    team="Personeel",
    works_in={
        "daan": "Buitendienst",
        "eva": "Buitendienst",
        "gijs": "Waterschap",
        "hanna": "Bedrijfsvoering",
        "ivo": "Bedrijfsvoering",
        "jet": "Bedrijfsvoering",
        "kees": "Bedrijfsvoering",
        "lotte": "Bedrijfsvoering",
        "mees": "Bedrijfsvoering",
        "nadia": "Personeel",
        "otto": "Waterbeheer",
        "petra": "Bedrijfsvoering",
    },
    lists="waterschap.json",
    year="waterschap-2021",
    triage="waterschap-triage.json",
)

LEADS: Mapping[str, Sequence[str]] = {
    "gijs": ("daan", "nadia", "otto", "petra"),
    "daan": ("eva", "Rosa Rietveld", "Siem Sluis"),
    "nadia": ("carla", "fenna", "Roos Ruiter", "Tineke Tuin"),
    "petra": ("ivo", "lotte"),
}
"""Who leads whom, as the personnel system of an example tells. A whole name is of someone beside
the cast, who works where their manager does and does not sign in."""

NEW = "Siem Sluis"
"""Who began here three weeks ago, and still has the oath or promise to take."""

SWORE = "Roos Ruiter"
"""Who began here seven weeks ago, and took the promise at a session of which the list is kept."""

LEFT = "Tineke Tuin"
"""Who left last week, and left something to do to be given to another."""

OFFICERS = ("Gijs Groen", "Mees Mulder", "Jet Jansen")
"""Who keep the sheets of the recovery key."""

AUTHORITIES = {"provincie": PROVINCE, "waterschap": WATER_AUTHORITY}


@dataclass(frozen=True)
class Member:
    """Someone of the cast."""

    name: str
    duties: tuple[str, ...]

    @property
    def first_name(self) -> str:
        """Give the first name, small."""
        return self.name.split()[0].casefold()

    @property
    def email(self) -> str:
        """Give the address this person signs in with."""
        return f"{self.first_name}@voorbeeld.example"

    @property
    def password(self) -> str:
        """Give the example password."""
        return f"voorbeeld-{self.first_name}-2021"

    @property
    def passphrase(self) -> str:
        """Give the example passphrase of the vault."""
        return f"de kluis van {self.first_name} in het voorbeeld"


CAST = (
    Member("Bram Bakker", (Kind.HANDLER,)),
    Member("Carla Chen", (Kind.CONFIDANT,)),
    Member("Daan Dekker", (Kind.MANAGER,)),
    Member("Eva Evers", ()),
    Member("Fenna de Vries", (Kind.COORDINATOR,)),
    Member("Gijs Groen", (Kind.SECRETARY,)),
    Member("Hanna Hendriks", (Kind.ADMINISTRATOR,)),
    Member("Ivo Idrissi", (Kind.INVESTIGATOR,)),
    Member("Jet Jansen", (Kind.ACCOUNTANT,)),
    Member("Kees Koning", (Kind.CUSTODIAN,)),
    Member("Lotte Lammers", (Kind.SECURITY_OFFICER,)),
    Member("Mees Mulder", (Kind.PRIVACY_OFFICER,)),
    Member("Nadia Noor", (Kind.MANAGER,)),
    Member("Otto Oosterhuis", (Kind.MANAGER,)),
    Member("Petra Post", (Kind.MANAGER,)),
)
