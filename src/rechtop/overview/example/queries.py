"""Say how to sign in to the example."""

from __future__ import annotations

from pathlib import Path

from rechtop import env
from rechtop.overview.example.cast import AUTHORITIES, CAST, Member
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind
from rechtop.people.organisation.rules import spheres_of


def is_example() -> bool:
    """Say whether this database holds the example."""
    authority = organisation.authority()
    return authority is not None and authority.is_example


def year_folder(of: str) -> Path:
    """Give the folder with the administration of 2021 of an example authority."""
    return Path(__file__).parent / "data" / AUTHORITIES[of].year


def why_not_here() -> str:
    """Say why this installation may not run as it stands; nothing where it may."""
    if env.PRODUCTION and is_example():
        return "Deze map bevat het voorbeeld. In productie draait Rechtop daar niet op."
    return ""


def whose_data() -> str:
    """Say whose data this is: the example's or an authority's own."""
    authority = organisation.authority()
    if authority is None or authority.is_example:
        return "een voorbeeldorganisatie"
    return f"de gegevens van {authority.name}"


def sign_ins() -> list[str]:
    """Give the lines that tell how to sign in; of an authority itself, nothing is known."""
    if not is_example():
        return ["  U meldt zich aan zoals u gewend bent: dit is geen voorbeeld."]
    head = f"  {'Aanmelden als':<16} {'e-mail':<26} {'wachtwoord':<22} wachtzin van de kluis"
    return [head, *(_sign_in(member) for member in CAST), *_SECOND_STEP]


def _sign_in(member: Member) -> str:
    duty = str(Kind(member.duties[0]).label) if member.duties else "medewerker zonder taak"
    passphrase = member.passphrase if spheres_of(member.duties) else "–"
    line = f"  {member.name:<16} {member.email:<26} {member.password:<22} {passphrase}"
    return f"{line}\n    {duty}"


_SECOND_STEP = (
    "",
    "  De eerste keer stelt u een tweede stap in. Geen app bij de hand?",
    "  bin/rechtop code SLEUTEL geeft de code bij de sleutel op het scherm,",
    "  bin/rechtop code bram@voorbeeld.example die van wie al is ingesteld.",
)
