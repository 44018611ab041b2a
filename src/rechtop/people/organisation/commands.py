"""The ceremony on the command line: vouch for the first holders with the recovery words."""

from __future__ import annotations

import click

from rechtop.ground.kernel import asking, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault import trust
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations


@click.command("certify")
@click.argument("email")
def certify(email: str) -> None:
    """Bevestig de sleutel van EMAIL met de herstelwoorden.

    Alleen voor de eersten: daarna bevestigen mensen met een sleutel elkaar.
    """
    person = Person.objects.filter(email=email.casefold()).first()
    holder = vault_queries.holder_of(person.pk) if person else None
    if holder is None:
        raise click.ClickException("Deze persoon heeft nog geen sleutel gemaakt.")
    click.echo(f"Vingerafdruk van {email}: {trust.card_print(holder)}")
    asking.be_sure("Is dit wat de persoon zelf voorleest?")
    typed = asking.secret("De herstelwoorden")
    try:
        vault.certify_at_ceremony(holder, recovery_words=words.split(typed), by=COMMAND)
    except Invalid as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo("De sleutel is bevestigd.")


@click.command("renew-sign-in")
@click.argument("email")
def renew_sign_in(email: str) -> None:
    """Geef EMAIL een nieuwe eerste aanmelding: het wachtwoord staat hier alleen nu."""
    person = Person.objects.filter(email=email.casefold()).first()
    if person is None:
        raise click.ClickException("Er is niemand met dit e-mailadres.")
    click.echo(f"Het eerste wachtwoord van {person.email}: ", nl=False)
    click.echo(operations.renew_sign_in(person, by=COMMAND))
    click.echo("Geef het zelf, niet per mail. De sleutels blijven zoals ze zijn.")


COMMANDS = [certify, renew_sign_in]
