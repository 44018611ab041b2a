import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from tests.trail import mark_week, seal_committed

from rechtop.ground.audit import ends, operations, queries
from rechtop.ground.audit.models import Entry, Head, Link, Week
from rechtop.ground.kernel.actors import COMMAND, NOBODY, Actor, Kind
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
    ("model", "field"), [(Entry, "action"), (Link, "digest"), (Head, "digest"), (Week, "digest")]
)
@pytest.mark.parametrize("as_owner", [False, True])
def test_no_role_changes_or_takes_away_a_line(
    model: type[models.Model], field: str, as_owner: bool
) -> None:
    seal_committed()
    mark_week()
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
            "origin, transaction) "
            "VALUES (now(), gen_random_uuid(), 'x', 'done', '', '', 'cli', '3')"
        )
    assert newest().transaction == own


def test_the_last_head_tells_where_the_chain_ends() -> None:
    assert queries.last_head() is None or Link.objects.exists()
    seal_committed()
    head, last = queries.last_head(), Link.objects.order_by("-position")[0]
    assert head is not None
    assert head.told() == f"{last.position}:{bytes(last.digest).hex()}"


def test_no_line_is_written_without_saying_where_it_came_from() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit(name="Bureau", by=Actor(Kind.COMMAND, ""))  # type: ignore[arg-type]
