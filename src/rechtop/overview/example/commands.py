"""Fill a new database from the command line."""

from __future__ import annotations

import time

import click
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from rechtop import env
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.overview.example import operations, queries
from rechtop.overview.example.cast import AUTHORITIES, PROVINCE
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Kind
from rechtop.people.recovery.operations import Drawn

_IN_A_LINE = 11


@click.command("example", hidden=True)
@click.option("--of", default="provincie", type=click.Choice(sorted(AUTHORITIES)))
def example(of: str) -> None:
    """Vul een nieuwe database met een voorbeeldorganisatie."""
    if env.PRODUCTION:
        raise click.ClickException("Voorbeeldgegevens gaan niet samen met productie.")
    if people.authority() is None:
        hand_over(operations.make_example(AUTHORITIES[of]))
        operations.employ(AUTHORITIES[of])
    else:
        own = AUTHORITIES[of]
        operations.adopt_lists(
            own_procedures=own.procedures, own_triage=own.triage, own_oath=own.oath
        )


def hand_over(drawn: Drawn) -> None:
    """Print the sheets of the example's recovery key, once."""
    division = drawn.division
    click.echo(
        f"De bladen van de herstelsleutel: {division.needed} van de {division.count} zijn nodig. "
        "U ziet ze alleen nu."
    )
    for sheet, words in zip(drawn.sheets, drawn.words, strict=True):
        click.echo(f"  Blad {sheet.number}, {sheet.officer}:")
        for at in range(0, len(words), _IN_A_LINE):
            click.echo("    " + " ".join(words[at : at + _IN_A_LINE]))


@click.command("first-day", hidden=True)
def first_day() -> None:
    """Richt een lege installatie in: lijsten, regels en een beheerder."""
    if people.authority() is not None:
        operations.adopt_lists()
        click.echo("Deze installatie is al ingericht.")
        return
    operations.furnish(own_lists=PROVINCE.lists, name="Nieuwe organisatie", short_name="Nieuw")
    person, password = organisation.add_person(
        name="Beheerder", email="beheer@example.org", unit=None, by=COMMAND
    )
    organisation.give_duty(person, kind=Kind.ADMINISTRATOR, from_date=clock.today(), by=COMMAND)
    click.echo(f"De beheerder meldt zich de eerste keer aan met {person.email} en {password}")
    click.echo(
        "Daarna houdt de beheerder de ceremonie van de herstelsleutel: in de browser bij "
        "Herstelsleutel, of hier met `bin/rechtop ceremony`. Tot dan kan niemand melden."
    )


@click.command("code")
@click.argument("who")
def code(who: str) -> None:
    """Geef in het voorbeeld de code van de tweede stap, bij een sleutel of een e-mailadres."""
    if not queries.is_example():
        raise click.ClickException("Dit kan alleen in het voorbeeld.")
    secret = who
    if "@" in who:
        found = Authenticator.objects.filter(user__email=who, type=Authenticator.Type.TOTP).first()
        if found is None:
            raise click.ClickException("Deze persoon heeft nog geen tweede stap ingesteld.")
        secret = decrypt(found.data["secret"])
    try:
        drawn = hotp_value(secret, int(time.time()) // 30)
    except ValueError as error:
        raise click.ClickException(
            "Dit is geen sleutel. Neem de letters en cijfers over die op het scherm staan."
        ) from error
    click.echo(format_hotp_value(drawn))


COMMANDS = [example, first_day, code]
