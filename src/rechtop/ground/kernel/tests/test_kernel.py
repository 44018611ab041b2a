import pytest

from rechtop.ground.kernel.actors import NOBODY
from rechtop.ground.kernel.rules import rule
from rechtop.ground.kernel.states import Transitions


@rule("nooit")
def never(actor: object, subject: object) -> bool:
    return False


@rule("altijd")
def always(actor: object, subject: object) -> bool:
    return True


def test_both_rules_must_hold_and_the_first_refusal_is_told() -> None:
    assert (always & always)(NOBODY)
    assert not (always & never)(NOBODY)
    assert (always & never)(NOBODY).reason == "nooit"


def test_one_of_two_rules_is_enough() -> None:
    assert (never | always)(NOBODY)
    assert not (never | never)(NOBODY)


def test_a_table_refuses_a_state_without_a_row() -> None:
    with pytest.raises(ValueError, match="no row"):
        Transitions({"open": {"close": "closed"}})


def test_a_verb_leads_where_the_table_says_and_nowhere_else() -> None:
    table = Transitions({"open": {"close": "closed"}, "closed": {}})
    assert table.may("open", "close", reason="")
    assert table.after("open", "close") == "closed"
    assert table.may("closed", "close", reason="al dicht").reason == "al dicht"
    assert "open --> closed: close" in table.diagram()
