"""Invite people from the command line."""

from __future__ import annotations

import click

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.people.invitations import links, operations, presenting, queries
from rechtop.people.invitations.queries import Wanted
from rechtop.people.organisation import queries as organisation


@click.command("invite-people")
@click.option("--unit", help="Alleen dit onderdeel en wat eronder valt: `Directie > Bureau`.")
@click.option("--all", "everybody", is_flag=True, help="Ook wie al een link heeft die werkt.")
@click.option("--address", help="Waar Rechtop staat: `https://naam`. Dit komt in de link.")
@click.option("--preview", is_flag=True, help="Zeg hoeveel mensen het zijn, en verstuur niets.")
def invite_people(unit: str | None, everybody: bool, address: str | None, preview: bool) -> None:
    """Nodig uit wie zich nog niet kan aanmelden: iedereen krijgt een link per mail."""
    standing = queries.ALL if everybody else ""
    wanted = Wanted(unit=_unit(unit) if unit else None, standing=standing)
    apart = queries.in_person(Wanted(unit=wanted.unit, standing=queries.ALL)).count()
    if preview:
        click.echo(f"{queries.by_mail(wanted).count()} mensen kunnen een uitnodiging krijgen.")
    else:
        click.echo(f"{_invite(wanted, address)} mensen krijgen een uitnodiging.")
    if apart:
        click.echo(f"{apart} mensen met een taak krijgen hun wachtwoord persoonlijk.")


def _invite(wanted: Wanted, address: str | None) -> int:
    start = address or presenting.usual_start()
    if not start.startswith(("https://", "http://")):
        raise click.ClickException("Zeg met --address waar Rechtop staat, zoals `https://naam`.")
    try:
        return operations.invite(wanted=wanted, address=links.address_from(start), by=COMMAND)
    except Invalid as error:
        raise click.ClickException(" ".join(error.messages)) from error


def _unit(named: str) -> int:
    """Find a unit by its path from the top, or by its own name where only one is called so."""
    path = tuple(part.strip() for part in named.split(">"))
    found = [pk for known, pk in organisation.unit_paths().items() if known[-len(path) :] == path]
    if len(found) != 1:
        why = "Er is geen onderdeel" if not found else "Er is meer dan één onderdeel"
        raise click.ClickException(f"{why} met de naam {named!r}.")
    return found[0]


COMMANDS = [invite_people]
