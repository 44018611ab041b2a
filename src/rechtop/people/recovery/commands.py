"""The ceremony on the command line, and vouching for the first holders with the sheets."""

from __future__ import annotations

import click

from rechtop.ground.kernel import asking
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.ground.vault import ceremonies, trust
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault import recovery as keys
from rechtop.ground.vault.recovery import Recovery as Key
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.recovery import operations, queries
from rechtop.people.recovery.operations import Drawn

_COLUMNS = 3
_WIPE = "\033[H\033[2J\033[3J"
"""Clear the screen and what scrolled off it."""


@click.command("ceremony")
def ceremony() -> None:
    """Maak de herstelsleutel en toon de bladen, een voor een.

    Elk blad is voor één mens. Laat de anderen niet meekijken.
    """
    division = queries.newest()
    if division is not None and not queries.can_begin_anew():
        raise click.ClickException("Er is al een herstelsleutel. De bladen zijn één keer getoond.")
    if division is not None:
        click.echo("Er zijn al bladen getoond die nog niemand gebruikte. Die openen straks niets.")
        asking.be_sure("Opnieuw beginnen?")
    officers = _officers()
    needed = asking.number("Hoeveel bladen zijn samen nodig?", _usual(officers))
    if needed == len(officers):
        click.echo("Dan zijn alle bladen nodig. Raakt er één weg, dan is de herstelsleutel weg.")
        asking.be_sure("Wilt u dit echt?")
    try:
        drawn = operations.hold_ceremony(
            officers=officers,
            needed=needed,
            instead=division.pk if division else 0,
            by=COMMAND,
        )
    except Invalid as error:
        raise click.ClickException(" ".join(error.messages)) from error
    _show(drawn)
    click.echo("De ceremonie is gehouden. Probeer de bladen: in de browser, bij Herstelsleutel.")


def _officers() -> list[str]:
    click.echo("Wie krijgen een blad? Eén naam per keer; een lege regel als het klaar is.")
    names: list[str] = []
    while len(names) < keys.MOST:
        name = asking.line(f"Blad {len(names) + 1}")
        if not name.strip():
            break
        names.append(" ".join(name.split())[:120])
    return names


def _usual(officers: list[str]) -> int:
    return min(queries.USUAL_NEEDED, max(keys.FEWEST, len(officers) - 1))


def _show(drawn: Drawn) -> None:
    for sheet, words in zip(drawn.sheets, drawn.words, strict=True):
        click.echo(_WIPE, nl=False, color=True)
        asking.line(f"Blad {sheet.number} is voor {sheet.officer}. Anderen kijken weg. Enter")
        click.echo("\n".join(sheet_lines(drawn, sheet.number, words)))
        asking.line("Overgeschreven en nagelezen? Enter")
    click.echo(_WIPE, nl=False, color=True)


def sheet_lines(drawn: Drawn, number: int, words: tuple[str, ...]) -> list[str]:
    """Give the lines of a sheet, with its words in columns."""
    division, authority = drawn.division, organisation.authority()
    rows = -(-len(words) // _COLUMNS)
    numbered = [f"{place:>2} {word:<10}" for place, word in enumerate(words, start=1)]
    return [
        authority.name if authority else "",
        f"Herstelsleutel, blad {number} van {division.count}, {dutch.day(division.made_on)}",
        f"Voor {drawn.sheets[number - 1].officer}. "
        f"Er zijn {division.needed} van de {division.count} bladen nodig.",
        "",
        *("  " + "  ".join(numbered[row::rows]).rstrip() for row in range(rows)),
        "",
        f"Vingerafdruk: {ceremonies.card_print()}",
        "Bewaar dit verzegeld. Geen kopie, geen foto. Kwijt of weg? Zeg het dezelfde dag.",
    ]


@click.command("certify")
@click.argument("email")
def certify(email: str) -> None:
    """Bevestig de sleutel van EMAIL met de bladen van de herstelsleutel.

    Alleen voor de eersten: daarna bevestigen mensen met een sleutel elkaar.
    """
    person = Person.objects.filter(email=email.casefold()).first()
    holder = vault.holder_of(person.pk) if person else None
    if holder is None:
        raise click.ClickException("Deze persoon heeft nog geen sleutel gemaakt.")
    print_ = trust.card_print(holder)
    click.echo(f"Vingerafdruk van {email}: {print_}")
    asking.be_sure("Is dit wat de persoon zelf voorleest?")
    try:
        operations.confirm(key=_typed(), shown=[(holder.pk, print_)], by=COMMAND)
    except Invalid as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo("De sleutel is bevestigd.")


def _typed() -> Key:
    asked = [f"De woorden van het {place}e blad" for place in range(1, queries.needed() + 1)]
    return keys.opened([asking.secret(text) for text in asked])


COMMANDS = [ceremony, certify]
