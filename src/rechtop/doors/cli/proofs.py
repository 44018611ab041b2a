"""Check a receipt on any machine: without a database, and without an installation of ours."""

from __future__ import annotations

from pathlib import Path

import click
import django
from django.conf import settings

from rechtop import env
from rechtop.ground.kernel import asking
from rechtop.ground.vault import proofs
from rechtop.ground.vault.proofs import Copy, NoProof
from rechtop.tools.proofs import queries
from rechtop.tools.proofs.queries import Finding

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify-proof")
@click.argument("file", type=_FILE)
@click.option("--copy", type=_FILE, help="De eigen kopie die erbij hoort.")
@click.option(
    "--key",
    help="De sleutel van de overheid of haar vingerafdruk. Zonder: die van deze installatie.",
)
def verify_proof(file: Path, copy: Path | None, key: str | None) -> None:
    """Ga na of bewijs FILE echt is, en met --copy of de tekst klopt.

    Dit werkt ook op een andere computer, als u met --key de sleutel geeft.
    """
    found = queries.check(_receipt(file), _own_copy(copy), keys=_keys(key))
    if not found.is_ours:
        raise click.ClickException(
            "Dit bewijs is niet met deze sleutel ondertekend, of er is iets in veranderd."
        )
    _tell(found)
    if found.is_exact is False:
        raise click.ClickException("De kopie hoort niet bij dit bewijs, of is veranderd.")


@click.command("proof-key")
def proof_key() -> None:
    """Toon de sleutel waarmee deze overheid bewijzen ondertekent."""
    public = proofs.own_public()
    click.echo(f"Vingerafdruk  {proofs.in_print(public)}")
    click.echo(f"Sleutel       {public.hex()}")


@click.command("change-proof-key")
def change_proof_key() -> None:
    """Maak een nieuwe sleutel voor bewijzen; wat al is ondertekend, blijft geldig.

    Start daarna elke server opnieuw, en maak een reservekopie van de map met geheimen.
    """
    asking.be_sure("Voortaan met een nieuwe sleutel ondertekenen?")
    proofs.change_key()
    click.echo(f"De nieuwe sleutel heeft vingerafdruk {proofs.in_print(proofs.own_public())}.")
    click.echo("Start elke server nu opnieuw.")


def _receipt(file: Path) -> proofs.Receipt:
    try:
        return queries.read(_content(file))
    except NoProof as error:
        raise click.ClickException(f"{file} is geen bewijs van Rechtop.") from error


def _own_copy(file: Path | None) -> Copy | None:
    if file is None:
        return None
    try:
        return queries.read_copy(_content(file))
    except NoProof as error:
        raise click.ClickException(f"{file} is geen eigen kopie van Rechtop.") from error


def _content(file: Path) -> bytes:
    """Read a file, and one byte beyond what a receipt may be, so that too much is seen."""
    with file.open("rb") as content:
        return content.read(queries.LARGEST_BYTES + 1)


def _keys(named: str | None) -> list[str]:
    if named is None and not env.has_secret(proofs.KEY):
        raise click.ClickException(
            "Hier staat geen installatie. Geef met --key de sleutel van de overheid."
        )
    if named is None:
        return proofs.own_keys()
    try:
        return [proofs.key_named(named)]
    except NoProof as error:
        raise click.ClickException(
            "Dit is geen sleutel: geef 64 tekens, of de vingerafdruk van 32."
        ) from error


def _tell(found: Finding) -> None:
    if not settings.configured:  # words alone are asked of it, and these are Dutch here
        settings.configure(LANGUAGE_CODE="nl")
        django.setup()
    click.echo("Dit bewijs is echt.")
    for label, value in [*found.facts, *found.marks]:
        click.echo(f"  {label}: {value}")
    if found.is_exact:
        click.echo("De kopie is precies wat toen is verstuurd.")


COMMANDS = [verify_proof, proof_key, change_proof_key]
