"""The example province and its fixed cast. All invented; all passwords are printed by `bin/run`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rechtop.people.organisation.models import Kind

PROVINCE: dict[str, Any] = {
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
}

UNITS = [
    ("Provinciale organisatie", ""),
    ("Directie Concernzaken", "Provinciale organisatie"),
    ("Afdeling P&O", "Directie Concernzaken"),
    ("Team Integriteit", "Afdeling P&O"),
    ("Eenheid Audit en Advies", "Directie Concernzaken"),
    ("Directie Leefomgeving", "Provinciale organisatie"),
    ("Bureau Vergunningen", "Directie Leefomgeving"),
]


@dataclass(frozen=True)
class Member:
    """Someone of the cast."""

    name: str
    unit: str
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
    Member("Bram Bakker", "Team Integriteit", (Kind.HANDLER,)),
    Member("Carla Chen", "Afdeling P&O", (Kind.CONFIDANT,)),
    Member("Daan Dekker", "Bureau Vergunningen", (Kind.MANAGER,)),
    Member("Eva Evers", "Bureau Vergunningen", ()),
    Member("Fenna de Vries", "Team Integriteit", (Kind.COORDINATOR,)),
    Member("Gijs Groen", "Provinciale organisatie", (Kind.SECRETARY,)),
    Member("Hanna Hendriks", "Directie Concernzaken", (Kind.ADMINISTRATOR,)),
    Member("Ivo Idrissi", "Eenheid Audit en Advies", (Kind.INVESTIGATOR,)),
    Member("Jet Jansen", "Eenheid Audit en Advies", (Kind.ACCOUNTANT,)),
)
