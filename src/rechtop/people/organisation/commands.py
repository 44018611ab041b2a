"""Begin the sign-in of someone anew, at the server."""

from __future__ import annotations

import click

from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations


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


COMMANDS = [renew_sign_in]
