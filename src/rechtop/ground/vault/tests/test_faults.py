"""Whatever statement fails while keys change hands, every file stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from tests.people import acting, person, recovery_key, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.vault import files, operations
from rechtop.ground.vault.models import Item, KeyWork, SealedFile, SealedKey, Sphere
from rechtop.people.organisation import operations as people
from rechtop.people.organisation.models import Duty
from rechtop.people.recovery import operations as recovery
from rechtop.people.recovery.models import Cause
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """Let the statement of this number fail, counted from one."""
    left = number

    def once(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal left
        if not str(sql).startswith(_NOT_COUNTED):
            left -= 1
            if left == 0:
                raise OperationalError("planted")
        return execute(sql, *rest)

    with connection.execute_wrapper(once):
        yield


def stored(case: Case) -> list[list[tuple[Any, ...]]]:
    """Give every row on which it depends who opens a file."""
    found = (
        SealedFile.objects.filter(pk=case.pk).values_list("version", "header"),
        SealedKey.objects.filter(file=case.pk).values_list("recipient", "version", "sealed"),
        Item.objects.filter(file=case.pk).values_list("pk", "version", "wrapped_key", "content"),
        KeyWork.objects.filter(file=case.pk).values_list("kind", "recipient"),
    )
    return [sorted(tuple(map(_plain, row)) for row in rows) for rows in found]


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def rolls(case: Case) -> Callable[[], object]:
    KeyWork.objects.create(kind=KeyWork.Kind.ROLL, file_id=case.pk, asked_at=clock.now())
    return lambda: operations.do_key_work(by=acting("bram"))


def shuts_out(case: Case) -> Callable[[], object]:
    told = {"name": "F", "description": "", "person": person("fenna")}
    return lambda: cases.name_person_concerned(case, **told, by=acting("bram"))


def hands_over(case: Case) -> Callable[[], object]:
    told = {"to": person("fenna"), "reason": "verlof", "keeps": False}
    return lambda: cases.hand_over(case, **told, by=acting("bram"))


def recovers(case: Case) -> Callable[[], object]:
    give = recovery.recover[Cause.DEPARTED]
    people.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)
    told = {"cause": Cause.DEPARTED, "sphere": Sphere.CASES, "former": person("bram")}
    return lambda: give(person("ivo"), key=recovery_key(), reason="weg", by=COMMAND, **told)


@pytest.mark.parametrize("change", [rolls, shuts_out, hands_over, recovers])
def test_whatever_statement_fails_the_file_stays_as_it_was(
    change: Callable[[Case], Callable[[], object]],
) -> None:
    case = report()
    do, before = change(case), stored(case)
    for number in range(1, 500):
        try:
            with failing_at(number):
                do()
        except OperationalError:
            assert stored(case) == before, number
            assert files.open_file(case.pk, acting("fenna").keyring).items()
        else:
            break
    assert number > 10
    assert stored(case) != before
