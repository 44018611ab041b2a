"""Take over the administration of a year from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.overview.year_import import imports, operations, presenting, queries


@click.command("import-year")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2100), help="Het jaar van de levering.")
@click.option("--check", is_flag=True, help="Zeg wat er zou veranderen, en verander niets.")
@click.option("--once", is_flag=True, help="Doe niets als dit jaar al eens is overgenomen; zwijg.")
def import_year(path: Path, year: int | None, check: bool, once: bool) -> None:
    """Neem de administratie van een jaar over: een map met CSV-bestanden of een werkboek."""
    tell = _say_nothing if once else _tell
    tell("Lezen")
    found = imports.read(path, year)
    if once and queries.applied().filter(year=found.year).exists():
        return
    if found.faults:
        for fault in found.faults:
            click.echo(str(fault), err=True)
        raise click.ClickException(
            f"{len(found.faults)} fouten. Er is niets veranderd: herstel ze en probeer het weer."
        )
    if check:
        planned = queries.plan(found.records, found.year, at_part=tell)
    else:
        try:
            planned = operations.apply(
                name=path.name,
                year=found.year,
                records=found.records,
                by=COMMAND,
                at_part=tell,
            )
        except Invalid as error:
            raise click.ClickException(" ".join(error.messages)) from error
    if once:
        return
    for line in presenting.summary(planned, is_done=not check):
        click.echo(line)


def _tell(what: str) -> None:
    click.echo(f"{what} …", err=True)


def _say_nothing(what: str) -> None:
    """Stand for telling where nobody listens."""


COMMANDS = [import_year]
