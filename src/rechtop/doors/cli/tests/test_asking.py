"""What the command line asks, it asks in Dutch, and a yes alone goes on."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from rechtop import env
from rechtop.ground.kernel import asking


@click.command()
def sure() -> None:
    """Ask."""
    asking.be_sure("Weet u het zeker?")
    click.echo("gedaan")


@pytest.mark.parametrize("typed", ["j", "ja", " J "])
def test_a_yes_goes_on(typed: str) -> None:
    done = CliRunner().invoke(sure, input=f"{typed}\n")
    assert done.exit_code == 0
    assert "Weet u het zeker? [j/N]: " in done.output
    assert "gedaan" in done.output


@pytest.mark.parametrize("typed", ["n\n", "nee\n", "\n", ""])
def test_a_no_or_no_answer_does_nothing(typed: str) -> None:
    done = CliRunner().invoke(sure, input=typed)
    assert done.exit_code == 1
    assert "gedaan" not in done.output


def test_anything_else_is_asked_again_in_dutch() -> None:
    done = CliRunner().invoke(sure, input="y\nj\n")
    assert "Typ j voor ja, of n voor nee." in done.output
    assert "gedaan" in done.output


def test_nothing_is_asked_in_another_place() -> None:
    asks = re.compile(r"click\.(confirm|prompt|confirmation_option|password_option)|abort=True")
    found = [
        path.name
        for path in (env.CODE / "rechtop").rglob("*.py")
        if asks.search(path.read_text()) and "tests" not in path.parts
    ]
    assert found == ["asking.py"], "ask it in ground/kernel/asking.py"
