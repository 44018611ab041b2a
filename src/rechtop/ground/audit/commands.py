"""What an operator types about the trail."""

import click

from rechtop.ground.audit import jobs, queries


@click.command("verify-trail")
def verify_trail() -> None:
    """Controleer of het logboek heel is."""
    jobs.seal_trail()
    check = queries.verify()
    if check.fault:
        raise click.ClickException(f"Het logboek is niet heel: {check.fault}.")
    click.echo(f"Het logboek is heel: {check.entries} regels, {check.open} nog te verzegelen.")


COMMANDS = [verify_trail]
