"""A number that was published with a source can be entered for every figure, and counts there."""

from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "rechtop"
ACCOUNTS = [
    path
    for path in sorted(SOURCE.glob("*/*/account.py"))
    if "\ndef figures(" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", ACCOUNTS, ids=lambda path: path.parent.name)
def test_what_was_entered_stands_in_the_figures_of_each_room(path: Path) -> None:
    assert "with_entered(" in path.read_text(encoding="utf-8")


def test_there_are_accounts() -> None:
    assert len(ACCOUNTS) > 8
