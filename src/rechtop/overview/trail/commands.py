"""What an operator types: print the sheet of a week, and destroy a month two people agreed on."""

from __future__ import annotations

import click

from rechtop.ground.audit import queries as trail
from rechtop.ground.audit import segments
from rechtop.ground.kernel import asking
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Refused
from rechtop.overview.trail import operations, presenting, queries
from rechtop.overview.trail.models import Removal
from rechtop.people.organisation import queries as organisation


@click.command("trail-sheet")
@click.option("--week", help="Welke week, zoals 2026-W48. Zonder: de laatste, of anders van nu.")
def trail_sheet(week: str | None) -> None:
    """Druk het weekblad van het logboek af, om buiten dit systeem te bewaren."""
    last = trail.week(week) if week else trail.weeks().order_by("-monday").first()
    end = last if week else last or trail.last_head()
    authority = organisation.authority()
    if end is None or authority is None:
        raise click.ClickException("Van deze week is er geen blad.")
    paper = presenting.paper(end, authority.name)
    click.echo(paper.title)
    for label, value in paper.facts:
        if value:
            click.echo(f"{label}: {value}")
    click.echo(f"Controleren: {paper.command}")


@click.command("trail-destroy")
@click.option("--yes", is_flag=True, help="Vraag niets: de maanden zijn al nagekeken.")
def trail_destroy(yes: bool) -> None:
    """Vernietig de maanden van het logboek waarover twee mensen het eens zijn."""
    if not trail.may_take_away():
        raise click.ClickException(
            f"Dit doet de eigenaar van de tabellen. Geef {presenting.DESTROY_WITH}"
        )
    found = list(queries.agreed())
    if not found:
        click.echo("Er is geen goedgekeurde maand.")
    for removal in found:
        _destroy(removal, yes)


def _destroy(removal: Removal, yes: bool) -> None:
    assert removal.answered_by is not None
    month = presenting.month_name(removal.month)
    click.echo(
        f"{month}: {removal.lines} regels. Voorgesteld door {removal.proposed_by.name}, "
        f"goedgekeurd door {removal.answered_by.name}."
    )
    if not yes:
        asking.be_sure("Vernietigen? Dit kan niet terug.")
    try:
        segment = operations.destroy(removal, by=COMMAND)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except segments.NotWhole as broken:
        told = f"Het logboek is niet heel, dus er gaat niets weg. {broken.fault}"
        raise click.ClickException(told) from broken
    for one in presenting.declared([segment]):
        for label, value in one["facts"]:
            click.echo(f"  {label}: {value}")


COMMANDS = [trail_sheet, trail_destroy]
