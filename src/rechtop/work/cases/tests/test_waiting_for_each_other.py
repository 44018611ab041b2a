"""Two who wait for what the other holds: one goes on, the other is told, and nothing is half."""

from __future__ import annotations

from typing import Any

import pytest
from tests.people import acting, report
from tests.together import together

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.vault.models import Item
from rechtop.work.cases import operations
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db


def note(case: Case) -> None:
    operations.write_note(case, text="Gelezen.", by=acting("bram"))


def test_who_is_broken_off_is_asked_to_try_again_and_the_other_goes_on() -> None:
    def in_the_other_order() -> None:
        with trail.one_transaction():
            note(other)
            note(one)

    with together() as two:
        one, other = two.before(report), two.before(report)
        came: tuple[Any, ...] = two.at_once(
            lambda: note(one), in_the_other_order, then=lambda: note(other)
        )
        [refused] = [outcome for outcome in came if outcome is not None]
        assert isinstance(refused, Refused)
        assert "Probeer het nog een keer." in str(refused)
        notes = Item.objects.filter(file__in=[one.pk, other.pk]).count()
        before = Item.objects.filter(file=two.before(report).pk).count()
        assert notes == 2 * before + 2
