"""Take people over from the command line, and invent some."""

from __future__ import annotations

import csv
import gc
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.people.personnel import cast, imports, operations, parsers, queries
from rechtop.people.personnel.names import HEADINGS
from rechtop.people.personnel.queries import Fault

_MOST_INVENTED = 1_000_000


@click.command("import-people")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Zeg wat er zou veranderen, en verander niets.")
def import_people(path: Path, preview: bool) -> None:
    """Neem mensen over uit het personeelssysteem: een CSV-bestand of een werkboek (XLSX)."""
    gc.disable()  # rows make no circles of their own; looking for these took a quarter of the time
    _tell("Lezen")
    if path.stat().st_size > parsers.LARGEST_BYTES:
        raise click.ClickException(parsers.too_large())
    found = imports.read(path.name, path.read_bytes(), queries.columns())
    _stop_at(found.faults)
    if preview:
        plan = queries.plan(found.rows, found.absent)
        _stop_at(plan.faults)
        _say("Dit zou er veranderen", plan.counts())
        return
    try:
        made = operations.import_people(
            rows=found.rows, absent=found.absent, by=COMMAND, tell=_tell
        )
    except Invalid as error:
        _stop_at(queries.plan(found.rows, found.absent).faults)
        raise click.ClickException(" ".join(error.messages)) from error
    _say("Dit is er veranderd", made.counts())


def _stop_at(faults: list[Fault]) -> None:
    for row, column, text in faults:
        click.echo(str(Fault(row, HEADINGS.get(column, column), text)), err=True)
    if faults:
        raise click.ClickException(
            f"{len(faults)} fouten. Er is niets veranderd: herstel ze en probeer het weer."
        )


def _say(what: str, counts: Mapping[str, int]) -> None:
    click.echo(f"{what}:")
    for name, label in _COUNTS.items():
        click.echo(f"  {label:<10} {counts[name]}")


_COUNTS = {"new": "nieuw", "changed": "gewijzigd", "leaving": "gaat weg", "unchanged": "gelijk"}


def _tell(what: str, done: int = 0, of: int = 0) -> None:
    far = f": {dutch.number(done)} van {dutch.number(of)}" if of else ""
    click.echo(f"{what}{far} …", err=True)


@click.command("example-people")
@click.argument("count", type=click.IntRange(1, _MOST_INVENTED))
def example_people(count: int) -> None:
    """Druk COUNT verzonnen mensen af, als bestand uit een personeelssysteem."""
    csv.writer(sys.stdout, delimiter=";", lineterminator="\n").writerows(cast.rows(count))


COMMANDS = [example_people, import_people]
