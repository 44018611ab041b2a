"""Take people over from the command line, and invent some."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.people.personnel import cast, imports, operations, parsers, queries
from rechtop.people.personnel.imports import HEADINGS
from rechtop.people.personnel.queries import Fault

_MOST_INVENTED = 1_000_000


@click.command("import-people")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Zeg wat er zou veranderen, en verander niets.")
def import_people(path: Path, preview: bool) -> None:
    """Neem mensen over uit het personeelssysteem: een CSV-bestand of een werkboek (XLSX)."""
    _tell("Lezen")
    if path.stat().st_size > parsers.LARGEST_BYTES:
        raise click.ClickException(parsers.too_large())
    found = imports.read(path.name, path.read_bytes())
    _stop_at(found.faults)
    plan = queries.plan(found.rows, found.absent)
    _stop_at(plan.faults)
    _say("Dit zou er veranderen" if preview else "Dit verandert er", plan)
    if preview or plan.is_empty:
        return
    try:
        operations.import_people(rows=found.rows, absent=found.absent, by=COMMAND, at_part=_tell)
    except Invalid as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo("Het staat erin.")


def _stop_at(faults: list[Fault]) -> None:
    for row, column, text in faults:
        click.echo(str(Fault(row, HEADINGS.get(column, column), text)), err=True)
    if faults:
        raise click.ClickException(
            f"{len(faults)} fouten. Er is niets veranderd: herstel ze en probeer het weer."
        )


def _say(what: str, plan: queries.Plan) -> None:
    counts = plan.counts()
    click.echo(f"{what}:")
    click.echo(f"  nieuw      {counts['new']}")
    click.echo(f"  gewijzigd  {counts['changed']}")
    click.echo(f"  gaat weg   {counts['leaving']}")
    click.echo(f"  gelijk     {counts['unchanged']}")
    if plan.absent:
        click.echo(f"  niet in dit bestand, en dus onveranderd: {plan.absent}")


def _tell(what: str) -> None:
    click.echo(f"{what} …", err=True)


@click.command("example-people")
@click.argument("count", type=click.IntRange(1, _MOST_INVENTED))
def example_people(count: int) -> None:
    """Druk COUNT verzonnen mensen af, als bestand uit een personeelssysteem."""
    csv.writer(sys.stdout, delimiter=";", lineterminator="\n").writerows(cast.rows(count))


COMMANDS = [example_people, import_people]
