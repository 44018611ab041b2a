import pytest
from tests.people import acting

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.saved_lists import operations, queries

pytestmark = pytest.mark.django_db


def test_a_list_is_saved_once_and_is_ones_own() -> None:
    for _time in range(2):
        operations.keep(name="cases", query="state=received", by=acting("bram"))
    assert queries.of(acting("bram"), "cases").count() == 1
    assert not queries.of(acting("fenna"), "cases").exists()


def test_nobody_takes_away_the_list_of_another() -> None:
    operations.keep(name="cases", query="state=received", by=acting("bram"))
    saved = queries.of(acting("bram"), "cases").get()
    with pytest.raises(Refused):
        operations.forget(saved, by=acting("fenna"))
    operations.forget(saved, by=acting("bram"))
    assert not queries.of(acting("bram"), "cases").exists()


def test_there_is_an_end_to_how_many_lists_one_saves() -> None:
    for number in range(operations.MOST):
        operations.keep(name="cases", query=f"received_year={2000 + number}", by=acting("bram"))
    with pytest.raises(Invalid):
        operations.keep(name="cases", query="state=closed", by=acting("bram"))
