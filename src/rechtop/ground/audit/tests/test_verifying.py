"""Whatever is done to the trail past the product is named by the first broken link."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from click.testing import CliRunner
from tests.trail import (
    mark_week,
    past_every_lock,
    seal_committed,
    seal_own,
    write_lines,
)

from rechtop.ground.audit import commands, ends, jobs, queries, verifying
from rechtop.ground.audit.models import Entry, Head, Link
from rechtop.ground.audit.verifying import Kind, Paper
from rechtop.ground.crypto import digests
from rechtop.ground.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def start() -> int:
    """Seal ten lines after what there was, and give the position before them.

    One signature stands under the last; the example's own stand before them.
    """
    seal_committed()
    before = queries.last_head()
    assert before is not None
    write_lines(10)
    seal_own()
    return before.position


def verify() -> verifying.Walk:
    return verifying.verify()


def fault() -> verifying.Fault:
    found = verify().fault
    assert found is not None
    return found


def tamper(statement: str, *values: Any) -> None:
    with past_every_lock() as cursor:
        cursor.execute(statement, values)


def entry_at(position: int) -> int:
    return int(Link.objects.get(position=position).entry_id)


def shift(after: int, by: int) -> None:
    """Give every later link another position."""
    with past_every_lock() as cursor:
        cursor.execute("UPDATE audit_link SET position = -position WHERE position > %s", [after])
        cursor.execute("UPDATE audit_link SET position = %s - position WHERE position < 0", [by])


def test_a_whole_trail_is_whole(start: int) -> None:
    walk = verify()
    assert walk.fault is None
    assert walk.position == Link.objects.count() == start + 10


def test_a_walk_in_portions_comes_to_the_same_end(start: int) -> None:
    walk = verifying.begin()
    rounds = 0
    while not walk.is_done:
        walk, rounds = verifying.go_on(walk, portion=7), rounds + 1
        assert walk.fault is None
    assert walk.position == start + 10
    assert rounds > 2


@pytest.mark.parametrize("portion", [1, 3, 1000])
@pytest.mark.parametrize(
    "change",
    ["action = 'iets anders'", "actor_number = 99", "at = at - interval '1 day'", "result = 'x'"],
)
def test_a_changed_line_is_named(start: int, change: str, portion: int) -> None:
    tamper(f"UPDATE audit_entry SET {change} WHERE id = %s", entry_at(start + 3))
    walk = verifying.begin()
    while walk.fault is None:
        assert not walk.is_done
        walk = verifying.go_on(walk, portion)
    assert (walk.fault.kind, walk.fault.position) == (Kind.CHANGED, start + 3)
    assert walk.fault.entry == entry_at(start + 3)


@pytest.mark.parametrize("place", [3, 10])
def test_a_changed_seal_is_named(start: int, place: int) -> None:
    tamper("UPDATE audit_link SET digest = '\\x00' WHERE position = %s", start + place)
    assert (fault().kind, fault().position) == (Kind.SEAL_CHANGED, start + place)


def test_a_removed_line_is_named_whether_its_link_is_left_or_not(start: int) -> None:
    tamper("DELETE FROM audit_entry WHERE id = %s", entry_at(start + 4))
    assert (fault().kind, fault().position) == (Kind.REMOVED, start + 4)
    tamper("DELETE FROM audit_link WHERE position = %s", start + 4)
    assert (fault().kind, fault().position) == (Kind.REMOVED, start + 4)


def test_a_line_that_was_removed_and_closed_over_is_named(start: int) -> None:
    gone = entry_at(start + 4)
    tamper("DELETE FROM audit_link WHERE position = %s", start + 4)
    tamper("DELETE FROM audit_entry WHERE id = %s", gone)
    shift(start + 4, -1)
    assert (fault().kind, fault().position) == (Kind.REMOVED, start + 4)


@pytest.mark.parametrize("seal", ["its own", "nonsense"])
def test_an_inserted_line_is_named(start: int, seal: str) -> None:
    (false,) = write_lines(1)
    shift(start + 3, 1)
    before = bytes(Link.objects.get(position=start + 3).digest)
    made = false.digest_after(before) if seal == "its own" else bytes(32)
    Link.objects.create(position=start + 4, entry=false, digest=made)
    found = fault()
    assert (found.kind, found.position, found.entry) == (Kind.INSERTED, start + 4, false.pk)


@pytest.mark.parametrize("other", [4, 7])
def test_lines_that_changed_places_are_named(start: int, other: int) -> None:
    one, two = entry_at(start + 3), entry_at(start + other)
    with past_every_lock() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE position = %s RETURNING digest", [start + 3])
        digest = cursor.fetchone()[0]
        statement = "UPDATE audit_link SET entry_id = %s WHERE position = %s"
        cursor.execute(statement, [one, start + other])
        cursor.execute("INSERT INTO audit_link VALUES (%s, %s, %s)", [start + 3, digest, two])
    assert (fault().kind, fault().position) == (Kind.MOVED, start + 3)


@pytest.mark.parametrize("other", [4, 7])
def test_links_that_changed_places_are_named(start: int, other: int) -> None:
    with past_every_lock() as cursor:
        for was, becomes in ((3, -1), (other, 3), (-1, other)):
            place = [start + becomes if becomes > 0 else -1, start + was if was > 0 else -1]
            cursor.execute("UPDATE audit_link SET position = %s WHERE position = %s", place)
    assert (fault().kind, fault().position) == (Kind.MOVED, start + 3)


def chain_anew(after: int) -> None:
    """Make every link after a position fit again, as who changed a line and rules all seals."""
    digest = bytes(Link.objects.get(position=after).digest)
    for link in Link.objects.filter(position__gt=after).select_related("entry").order_by("pk"):
        digest = link.entry.digest_after(digest)
        tamper("UPDATE audit_link SET digest = %s WHERE position = %s", digest, link.position)


def test_a_chain_that_was_made_anew_does_not_fit_what_was_signed(start: int) -> None:
    tamper("UPDATE audit_entry SET actor_number = 9 WHERE id = %s", entry_at(start + 3))
    chain_anew(start + 2)
    assert (fault().kind, fault().position) == (Kind.BETWEEN, start + 10)


def test_a_false_signature_is_named(start: int) -> None:
    tamper("UPDATE audit_entry SET actor_number = 9 WHERE id = %s", entry_at(start + 3))
    chain_anew(start + 2)
    digest = bytes(Link.objects.get(position=start + 10).digest)
    tamper("UPDATE audit_head SET digest = %s WHERE position = %s", digest, start + 10)
    assert (fault().kind, fault().position) == (Kind.SIGNATURE, start + 10)


def test_a_chain_whose_end_was_seen_before_cannot_be_made_anew_even_with_the_key(
    start: int,
) -> None:
    ends.remember(Head(position=start + 10, digest=digests.digest(b"another")))
    assert (fault().kind, fault().position) == (Kind.CHAINED_ANEW, start + 10)


def test_an_end_without_a_signature_is_named(start: int) -> None:
    tamper("DELETE FROM audit_head WHERE position = %s", start + 10)
    assert (fault().kind, fault().position) == (Kind.UNSIGNED, start + 1)


def test_no_signature_at_all_is_named(start: int) -> None:
    tamper("DELETE FROM audit_head")
    assert (fault().kind, fault().position) == (Kind.UNSIGNED, 1)


def test_an_end_without_its_lines_is_named(start: int) -> None:
    tamper("DELETE FROM audit_link WHERE position > %s", start + 6)
    assert (fault().kind, fault().position) == (Kind.CUT_OFF, start + 7)


@pytest.mark.parametrize("left", [2, 0])
def test_a_trail_that_was_cut_off_at_its_end_is_told(start: int, left: int) -> None:
    ends.remember(Head.objects.order_by("-position")[0])
    assert verify().fault is None
    tamper("DELETE FROM audit_link WHERE position > %s", left)
    tamper("DELETE FROM audit_head WHERE position > %s", left)
    tamper("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_link)")
    for last in Link.objects.filter(position=left):
        jobs.sign(last, "1")  # as who has the key too: what this server remembers still tells
    assert (fault().kind, fault().position) == (Kind.CUT_OFF, left + 1)


def test_a_line_that_was_put_back_in_time_is_told() -> None:
    seal_committed()
    with past_every_lock():
        (false,) = write_lines(1, clock.now() - datetime.timedelta(days=40), transaction="5")
    found = fault()
    assert (found.kind, found.entry) == (Kind.UNSEALED, false.pk)


def test_lines_that_stay_unsealed_too_long_are_told() -> None:
    seal_committed()
    write_lines(1, clock.now() - datetime.timedelta(minutes=5))
    assert fault().kind == Kind.UNSEALED


def test_a_line_that_tells_only_its_day_is_not_taken_for_an_old_one() -> None:
    seal_committed()
    write_lines(1, clock.start_of_today())
    assert verify().fault is None


def test_the_sheet_of_a_week_that_does_not_fit_is_told(start: int) -> None:
    week = mark_week()
    assert verify().fault is None
    tamper("UPDATE audit_week SET digest = '\\x00' WHERE id = %s", week.pk)
    assert (fault().kind, fault().position) == (Kind.WEEK, week.position)


def test_every_kind_of_fault_is_said_with_its_place_and_time() -> None:
    for kind in Kind:
        said = str(verifying.Fault(kind, 4711, clock.now(), 4711))
        assert "4711" in said
        assert "%(" not in said


def test_the_command_names_the_first_broken_link_and_ends_with_one(start: int) -> None:
    told = CliRunner().invoke(commands.verify_trail)
    assert (told.exit_code, told.output.count("heel")) == (0, 1)
    tamper("UPDATE audit_entry SET actor_number = 9 WHERE id = %s", entry_at(start + 3))
    told = CliRunner().invoke(commands.verify_trail)
    assert told.exit_code == 1
    assert f"Schakel {start + 3} is veranderd" in told.output


def test_a_head_on_paper_tells_whether_the_trail_still_holds_what_it_held(start: int) -> None:
    head = queries.last_head()
    assert head is not None
    groups = " ".join(head.told()[at : at + 4] for at in range(0, 80, 4)).upper()
    write_lines(2)
    seal_own()
    for typed in (head.told(), groups):
        told = CliRunner().invoke(commands.verify_trail, ["--head", typed])
        assert (told.exit_code, "zoals op uw papier" in told.output) == (0, True), told.output
    other = f"{head.position}:{'0' * 64}"
    told = CliRunner().invoke(commands.verify_trail, ["--head", head.told(), "--head", other])
    assert (told.exit_code, "is een andere" in told.output) == (1, True)
    told = CliRunner().invoke(commands.verify_trail, ["--head", f"999999{head.told()}"])
    assert (told.exit_code, "bestaat niet" in told.output) == (1, True)
    assert CliRunner().invoke(commands.verify_trail, ["--head", "12:zz"]).exit_code == 2


def test_a_trail_made_anew_with_the_key_still_differs_from_the_paper(start: int) -> None:
    head = queries.last_head()
    assert head is not None
    tamper("UPDATE audit_entry SET actor_number = 9 WHERE id = %s", entry_at(start + 3))
    chain_anew(start + 2)
    assert verifying.compare(head.position, bytes(head.digest)) is Paper.OTHER


def test_every_line_of_the_example_says_where_it_came_from() -> None:
    seal_committed()
    assert set(Entry.objects.values_list("origin", flat=True)) <= {"desk", "public", "cli", "clock"}
