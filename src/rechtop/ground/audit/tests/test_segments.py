"""A month is taken away whole, by the owner alone, and its declaration stays in the chain."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from tests.trail import (
    as_owner,
    mark_week,
    past_every_lock,
    seal_committed,
    seal_own,
    write_lines,
)

from rechtop.ground.audit import operations, queries, segments, verifying
from rechtop.ground.audit.models import Entry, Head, Link, Segment
from rechtop.ground.audit.verifying import Kind, Paper
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.rules import ALLOWED, Rule

pytestmark = pytest.mark.django_db

NOW = clock.now()
AGREED = segments.Agreed(12, NOW, 13, NOW)


@operations.operation("test.month_destroyed", allowed=Rule("anyone", lambda _a, _s: ALLOWED))
def destroy(*, month: queries.Month, by: Actor) -> Segment:
    return segments.destroy(month, AGREED)


@pytest.fixture
def months() -> list[queries.Month]:
    """Let the example's lines be of this month, and add two lines in each of the next two."""
    seal_committed()
    for later in (35, 70):
        moment = NOW + datetime.timedelta(days=later)
        write_lines(2, moment)
        seal_own(moment)
    return queries.months(clock.day_of(NOW) + datetime.timedelta(days=200))


def destroyed(month: queries.Month) -> Segment:
    with as_owner():
        made: Segment = destroy(month=month, by=COMMAND)
    return made


def tamper(statement: str) -> None:
    with past_every_lock() as cursor:
        cursor.execute(statement)


def test_a_month_is_one_stretch_of_the_chain(months: list[queries.Month]) -> None:
    first, second, third = months
    assert first.first_position == 1
    assert (second.first_position, second.lines) == (first.last_position + 1, 2)
    assert third.first_position == second.last_position + 1
    assert queries.months(second.first) == [first]


def test_the_chain_goes_on_from_a_declared_month(months: list[queries.Month]) -> None:
    lines = Entry.objects.count()
    segment = destroyed(months[0])
    assert segment.lines == months[0].lines
    assert not Link.objects.filter(position__lte=months[0].last_position).exists()
    assert not Head.objects.filter(position__lte=months[0].last_position).exists()
    assert Entry.objects.count() == lines - segment.lines + 1  # that it was destroyed, is a line
    assert verifying.verify().fault is None
    destroyed(months[1])
    assert verifying.verify().fault is None


def test_new_lines_follow_on_a_trail_of_which_every_line_was_destroyed(
    months: list[queries.Month],
) -> None:
    for month in months:
        destroyed(month)
    write_lines(3)
    seal_own()
    walk = verifying.verify()
    assert walk.fault is None
    assert Link.objects.order_by("position")[0].position == months[-1].last_position + 1


def test_a_false_declaration_is_named(months: list[queries.Month]) -> None:
    for month in months[:2]:
        destroyed(month)
    tamper(
        "UPDATE audit_segment SET approved_by = 99 WHERE id = (SELECT max(id) FROM audit_segment)"
    )
    found = verifying.verify().fault
    assert found is not None
    assert (found.kind, found.position) == (Kind.SEGMENT, months[1].first_position)


def test_a_month_taken_away_without_a_declaration_is_named(months: list[queries.Month]) -> None:
    last = months[0].last_position
    tamper(f"DELETE FROM audit_link WHERE position <= {last}")
    tamper(f"DELETE FROM audit_head WHERE position <= {last}")
    found = verifying.verify().fault
    assert found is not None
    assert (found.kind, found.position) == (Kind.REMOVED, 1)


def test_a_broken_month_is_not_destroyed(months: list[queries.Month]) -> None:
    tamper(
        "UPDATE audit_entry SET actor_number = 9 WHERE id = "
        "(SELECT entry_id FROM audit_link WHERE position = 3)"
    )
    with pytest.raises(segments.NotWhole) as told, as_owner():
        destroy(month=months[0], by=COMMAND)
    assert told.value.fault.position == 3


def test_a_sheet_outlives_its_month(months: list[queries.Month]) -> None:
    week = mark_week()
    other = Link.objects.get(position=2)
    for month in months:
        destroyed(month)
    assert verifying.verify().fault is None
    assert verifying.compare(week.position, bytes(week.digest)) is Paper.SAME
    assert verifying.compare(week.position, bytes(32)) is Paper.OTHER
    assert verifying.compare(2, bytes(other.digest)) is Paper.DESTROYED
    last = Segment.objects.order_by("-last_position")[0]
    assert verifying.compare(last.last_position, bytes(last.last_digest)) is Paper.SAME


STATEMENTS = (
    "UPDATE audit_{0} SET id = id",
    "DELETE FROM audit_{0}",
    "TRUNCATE audit_{0} CASCADE",
)


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("table", ["entry", "link", "head", "week", "segment"])
def test_the_running_role_takes_nothing_away_even_of_a_declared_month(
    months: list[queries.Month], table: str, statement: str
) -> None:
    mark_week()
    destroyed(months[0])
    statement = statement.format(table)
    if table == "link":
        statement = statement.replace("id = id", "position = position")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_running_role_declares_nothing(months: list[queries.Month]) -> None:
    assert not queries.may_take_away()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        destroy(month=months[0], by=COMMAND)
    with as_owner():
        assert queries.may_take_away()


def test_the_owner_takes_nothing_away_without_a_declaration(months: list[queries.Month]) -> None:
    destroyed(months[0])
    for table in ("entry", "link", "head"):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), as_owner():
            connection.cursor().execute(f"DELETE FROM audit_{table}")


def test_nobody_destroys_alone(months: list[queries.Month]) -> None:
    alone = segments.Agreed(12, NOW, 12, NOW)
    with pytest.raises(DatabaseError, match="two_people"), transaction.atomic(), as_owner():
        Segment.objects.create(
            month=months[0].first,
            first_position=1,
            last_position=2,
            before=b"",
            first_digest=b"",
            last_digest=b"",
            destroyed_at=NOW,
            signature=b"",
            **vars(alone),
        )


def test_nothing_is_destroyed_outside_an_operation(months: list[queries.Month]) -> None:
    with pytest.raises(RuntimeError):
        segments.destroy(months[0], AGREED)


def test_weeks_are_marked_one_by_one_also_after_the_clock_stood_still() -> None:
    seal_committed()
    with clock.standing_at(clock.now() + datetime.timedelta(days=21)):
        from_now = mark_week()
    weeks = list(queries.weeks().order_by("monday"))
    assert len(weeks) == 4
    assert weeks[-1] == from_now
    assert {one.position for one in weeks} == {queries.last_head().position}  # type: ignore[union-attr]
    assert all(verifying.is_ours(one) for one in weeks)
    assert queries.week(weeks[1].name) == weeks[1]
    assert queries.week(str(uuid.uuid4())) is None
