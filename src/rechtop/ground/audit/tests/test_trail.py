import datetime
import time

import pytest
from django.db import DatabaseError, connection, models, transaction

from rechtop.ground.audit import ends, jobs, operations, queries
from rechtop.ground.audit.models import Entry, Head, Link
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, NOBODY, Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import rule
from rechtop.people.organisation.models import Unit

pytestmark = pytest.mark.django_db


@rule("Dit mag alleen op de opdrachtregel.")
def is_command(actor: Actor, subject: object) -> bool:
    return actor == COMMAND


@operations.operation("test.unit_made", allowed=is_command)
def make_unit(*, name: str, by: Actor) -> Unit:
    return Unit.objects.create(name=name)


@operations.operation("test.unit_renamed", allowed=is_command)
def rename(unit: Unit, *, name: str, by: Actor) -> None:
    unit.name = name
    unit.save()
    if name == "fout":
        raise ZeroDivisionError


@operations.operation("test.two_made", allowed=is_command)
def make_two(*, by: Actor, second_by: Actor) -> Unit:
    make_unit(name="een", by=by)
    return make_unit(name="twee", by=second_by)


def newest() -> Entry:
    return Entry.objects.order_by("-id")[0]


def test_what_is_done_stands_on_the_trail_with_its_object() -> None:
    unit = make_unit(name="Bureau", by=COMMAND)
    entry = newest()
    assert (entry.action, entry.result) == ("test.unit_made", "done")
    assert (entry.object_kind, entry.object_number) == ("unit", unit.pk)
    assert (entry.actor_kind, entry.origin) == ("command", "cli")


def test_a_refusal_changes_nothing_and_stands_on_the_trail() -> None:
    unit = make_unit(name="Bureau", by=COMMAND)
    with pytest.raises(Refused, match="opdrachtregel"):
        rename(unit, name="Anders", by=NOBODY)
    unit.refresh_from_db()
    assert unit.name == "Bureau"
    assert (newest().action, newest().result) == ("test.unit_renamed", "refused")


def test_an_operation_that_breaks_leaves_no_half_and_no_entry() -> None:
    unit = make_unit(name="Bureau", by=COMMAND)
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError):
        rename(unit, name="fout", by=COMMAND)
    unit.refresh_from_db()
    assert unit.name == "Bureau"
    assert Entry.objects.count() == before


def test_inner_operations_share_one_correlation() -> None:
    make_two(by=COMMAND, second_by=COMMAND)
    entries = Entry.objects.order_by("-id")[:3]
    assert {e.action for e in entries} == {"test.unit_made", "test.two_made"}
    assert len({e.correlation for e in entries}) == 1


def test_a_refused_inner_operation_takes_the_outer_one_back() -> None:
    with pytest.raises(Refused):
        make_two(by=COMMAND, second_by=NOBODY)
    assert not Unit.objects.filter(name__in=["een", "twee"]).exists()
    assert (newest().action, newest().result) == ("test.unit_made", "refused")


def test_a_subject_that_is_gone_is_refused() -> None:
    unit = make_unit(name="Bureau", by=COMMAND)
    Unit.objects.filter(pk=unit.pk).delete()
    with pytest.raises(Refused, match="bestaat niet meer"):
        rename(unit, name="Anders", by=COMMAND)


def test_nothing_sealed_is_written_outside_an_operation() -> None:
    with pytest.raises(RuntimeError):
        operations.require_operation()


@pytest.mark.parametrize(
    ("model", "field"), [(Entry, "action"), (Link, "digest"), (Head, "digest")]
)
@pytest.mark.parametrize("as_owner", [False, True])
def test_no_role_changes_or_takes_away_a_line(
    model: type[models.Model], field: str, as_owner: bool
) -> None:
    _seal_committed()
    if as_owner:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    changes = (
        lambda: model.objects.update(**{field: models.F(field)}),
        lambda: model.objects.all()._raw_delete("default"),
    )
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def _seal_committed() -> None:
    """Chain what was committed before this test: the example's own entries.

    Transactions of the whole server count, also those of a test that runs beside this one.
    """
    end = time.monotonic() + 60
    while not Link.objects.exists() and time.monotonic() < end:
        jobs.seal_trail()
        time.sleep(0.1)
    assert Link.objects.exists()


def test_a_whole_trail_is_whole() -> None:
    _seal_committed()
    check = queries.verify()
    assert check.fault == ""
    assert check.entries == Link.objects.count()


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        ("UPDATE audit_entry SET action = 'iets anders' WHERE id = %s", "schakel 3 klopt niet"),
        ("UPDATE audit_entry SET actor_number = 99 WHERE id = %s", "schakel 3 klopt niet"),
        ("DELETE FROM audit_link WHERE entry_id = %s", "schakel 3 ontbreekt"),
        ("UPDATE audit_link SET digest = '\\x00' WHERE entry_id = %s", "schakel 3 klopt niet"),
        ("UPDATE audit_head SET signature = '\\x00' WHERE %s > 0", "handtekening"),
        ("DELETE FROM audit_head WHERE %s > 0", "geen handtekening"),
        ("DELETE FROM audit_link WHERE position >= 3 AND %s > 0", "zijn schakels verdwenen"),
    ],
)
def test_the_first_broken_link_is_named(tamper: str, told: str) -> None:
    _seal_committed()
    third = Link.objects.get(position=3).entry_id
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the triggers
        cursor.execute(tamper, [third])
    assert told in queries.verify().fault


@pytest.mark.parametrize("left", [2, 0])
def test_a_trail_that_was_cut_off_at_its_end_is_told(left: int) -> None:
    _seal_committed()
    ends.remember(Head.objects.order_by("-position")[0])
    assert queries.verify().fault == ""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the triggers
        cursor.execute("DELETE FROM audit_link WHERE position > %s", [left])
        cursor.execute("DELETE FROM audit_head WHERE position > %s", [left])
        cursor.execute("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_link)")
    assert queries.verify().fault.startswith(f"na schakel {left} is het logboek afgebroken")


def test_a_trail_that_was_chained_anew_is_told() -> None:
    _seal_committed()
    last = Head.objects.order_by("-position")[0]
    ends.remember(Head(position=last.position, digest=bytes(32)))
    assert "een andere dan eerst" in queries.verify().fault


def test_an_end_that_is_remembered_never_goes_back() -> None:
    ends.remember(Head(position=9, digest=b"x"))
    ends.remember(Head(position=3, digest=b"y"))
    assert ends.remembered().position == 9


def test_no_entry_stands_in_another_transaction_than_its_own() -> None:
    make_unit(name="Bureau", by=COMMAND)
    own = newest().transaction
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (at, correlation, action, result, object_kind, actor_kind, "
            "origin, transaction) VALUES (now(), gen_random_uuid(), 'x', 'done', '', '', '', '3')"
        )
    assert newest().transaction == own


def test_lines_that_stay_unsealed_too_long_are_told() -> None:
    long_ago = clock.now() - datetime.timedelta(minutes=5)
    with clock.standing_at(long_ago):
        make_unit(name="Bureau", by=COMMAND)
    # This test's own transaction still runs, so the line cannot be sealed yet.
    _seal_committed()
    assert "niet verzegeld" in queries.verify().fault


def test_the_last_head_tells_where_the_chain_ends() -> None:
    assert queries.last_head() is None or Link.objects.exists()
    _seal_committed()
    head, last = queries.last_head(), Link.objects.order_by("-position")[0]
    assert head is not None
    assert head.told() == f"{last.position}:{bytes(last.digest).hex()}"
