"""Let the command line explain itself in Dutch, as all we say to operators."""

from __future__ import annotations

from collections.abc import Iterable

import click

_WORDS = {
    "Options": "Opties",
    "Commands": "Opdrachten",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT ...",
    "Show this message and exit.": "Laat deze uitleg zien.",
    "[default: ": "[anders: ",
}


class Formatter(click.HelpFormatter):
    """Write the help of a command, with the words of the library in Dutch."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is given."""
        super().write_usage(prog, _dutch(args), "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_dutch(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with what they do."""
        super().write_dl([(name, _dutch(text)) for name, text in rows], col_max, col_spacing)


class Context(click.Context):
    """The circumstances of a command, whose help is in Dutch."""

    formatter_class = Formatter


def _dutch(text: str) -> str:
    for english, dutch in _WORDS.items():
        text = text.replace(english, dutch)
    return text
