"""Print the figures of a year from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from rechtop.overview.annual_report import presenting, queries
from rechtop.people.organisation import queries as organisation


@click.command("annual-report")
@click.argument("year", type=click.IntRange(1990, 2100))
@click.option("--format", "form", type=click.Choice(["json", "html"]), default="json")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="Schrijf in dit bestand."
)
def annual_report(year: int, form: str, to: Path | None) -> None:
    """Geef de cijfers van een jaar, als JSON of als bladzijde."""
    for label, remark in queries.remarks(year):
        click.echo(f"Let op. {label}: {remark}", err=True)
    if form == "json":
        text = json.dumps(queries.as_json(year), ensure_ascii=False, indent=1)
    else:
        text = page(year)
    if to is None:
        click.echo(text)
    else:
        to.write_text(text + "\n", encoding="utf-8")


def page(year: int) -> str:
    """Give the chapter as one page that needs nothing beside it."""
    told = {**presenting.chapter(year), "authority_name": str(organisation.authority() or "")}
    sheets = (finders.find(name) for name in ("ui/themes/neutral.css", "ui/rechtop.css"))
    style = "".join(Path(sheet).read_text("utf-8") for sheet in sheets if isinstance(sheet, str))
    whole = render_to_string("annual_report/page.html", told)
    return whole.replace("</head>", f"<style>{style}</style></head>", 1)


COMMANDS = [annual_report]
