"""Ask an operator something at the command line, in Dutch as all we say there."""

from __future__ import annotations

import click

_YES, _NO = {"j", "ja"}, {"", "n", "nee"}


def be_sure(question: str) -> None:
    """Go on after a yes alone; anything else than yes or no is asked again.

    Raises Abort after a no, and where nobody answers.
    """
    while True:
        typed = click.prompt(
            f"{question} [j/N]", default="", show_default=False, prompt_suffix=": "
        )
        answer = str(typed).strip().casefold()
        if answer in _YES:
            return
        if answer in _NO:
            raise click.Abort
        click.echo("Typ j voor ja, of n voor nee.")


def secret(what: str) -> str:
    """Ask for something that is not shown while it is typed. Raises Abort where nobody answers."""
    return str(click.prompt(what, hide_input=True))


def line(what: str) -> str:
    """Ask for one line, which may be empty. Raises Abort where nobody answers."""
    return str(click.prompt(what, default="", show_default=False))


def number(what: str, usual: int) -> int:
    """Ask for a number; an empty line gives the usual one. Raises Abort where nobody answers."""
    while True:
        typed = line(f"{what} [{usual}]").strip()
        if not typed:
            return usual
        if typed.isdecimal():
            return int(typed)
        click.echo("Typ een getal.")
