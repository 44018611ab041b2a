"""Say how to sign in to the example."""

from __future__ import annotations

from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind


def is_example() -> bool:
    """Say whether this database holds the example."""
    authority = organisation.authority()
    return authority is not None and authority.is_example


def sign_ins() -> list[str]:
    """Give the lines that tell how the cast signs in."""
    if not is_example():
        return ["  (Deze gegevens zijn geen voorbeeld: er zijn geen voorbeeldaanmeldingen.)"]
    lines = ["  Aanmelden als          e-mail                     wachtwoord             wachtzin van de kluis"]
    for member in CAST:
        duty = str(Kind(member.duties[0]).label) if member.duties else "medewerker zonder taak"
        has_keys = any(d in {"handler", "coordinator", "secretary", "investigator", "confidant"} for d in member.duties)
        passphrase = member.passphrase if has_keys else "–"
        lines.append(f"  {member.name:<16} {member.email:<26} {member.password:<22} {passphrase}")
        lines.append(f"    {duty}")
    lines += ["", "  De eerste keer stelt u een tweede stap in. Geen app bij de hand?"]
    lines += ["  bin/rechtop code SLEUTEL geeft de code bij de sleutel op het scherm,"]
    lines += ["  bin/rechtop code bram@voorbeeld.example die van wie al is ingesteld."]
    return lines
