"""What an operator, or someone who only wants to check, types about the trail."""

from __future__ import annotations

import re
from typing import NamedTuple

import click

from rechtop.ground.audit import ends, jobs, queries, verifying


class Printed(NamedTuple):
    """A head as it stands on a sheet or a receipt."""

    position: int
    digest: bytes


class HeadType(click.ParamType):  # type: ignore[type-arg]  # not a generic when it runs
    """A head typed over: position, colon, digest; spaces and capitals do not matter."""

    name = "plaats:afdruk"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Printed:
        """Read it."""
        found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", re.sub(r"[\s.]", "", str(value).lower()))
        if found is None:
            self.fail("Typ de plaats, een dubbele punt en de 64 tekens van de afdruk.", param, ctx)
        return Printed(int(found[1]), bytes.fromhex(found[2]))


_SAID = {
    verifying.Paper.OTHER: "Schakel {0} is een andere dan op uw papier: het logboek is veranderd.",
    verifying.Paper.BEYOND: "Schakel {0} van uw papier bestaat niet (meer): er is afgebroken.",
    verifying.Paper.DESTROYED: (
        "Schakel {0} is met haar maand vernietigd, met een verklaring. Of zij was zoals op uw "
        "papier, is niet meer na te gaan."
    ),
    verifying.Paper.LOST: (
        "Schakel {0} valt in een stuk dat verloren ging bij het terugzetten van een back-up. Is "
        "uw papier van daarvoor, dan is dit niet meer na te gaan. Is het van daarna, dan is het "
        "logboek veranderd."
    ),
}


@click.command("verify-trail")
@click.option(
    "--head",
    "papers",
    type=HeadType(),
    multiple=True,
    help="Een afdruk van papier: staat er nog wat er toen stond?",
)
def verify_trail(papers: tuple[Printed, ...]) -> None:
    """Controleer of het logboek heel is. Zo niet: noem de eerste breuk, en eindig met 1."""
    jobs.seal_trail()
    walk = _walk()
    for lost in ends.lost():
        click.echo(
            f"Op {lost.on} is een back-up teruggezet. De schakels na {lost.after}, die er waren "
            f"tot en met {lost.until}, gingen toen verloren. Dat is verklaard in het logboek."
        )
    if walk.fault:
        raise click.ClickException(f"Het logboek is niet heel. {walk.fault}")
    waiting = queries.open_window().lines
    click.echo(f"Het logboek is heel: {walk.position} regels, {waiting} nog te verzegelen.")
    for paper in papers:
        _compare(paper)


def _walk() -> verifying.Walk:
    walk = verifying.begin()
    with click.progressbar(length=walk.until, label="Nalopen") as bar:
        while not walk.is_done and walk.fault is None:
            before, walk = walk.position, verifying.go_on(walk)
            bar.update(walk.position - before)
    return walk


def _compare(paper: Printed) -> None:
    said = verifying.compare(paper.position, paper.digest)
    if said is not verifying.Paper.SAME:
        raise click.ClickException(_SAID[said].format(paper.position))
    click.echo(f"Schakel {paper.position} is zoals op uw papier.")


COMMANDS = [verify_trail]
