"""A month past its term goes when two people agree, by the owner alone, with a declaration."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.test import Client
from tests.desk import at_desk, by_name
from tests.people import person
from tests.trail import as_owner, past_every_lock, seal_committed, seal_own, write_lines

from rechtop.ground.audit import queries as trail
from rechtop.ground.audit import verifying
from rechtop.ground.audit.models import Entry, Head, Link, Segment
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.overview.trail import commands, operations, queries
from rechtop.overview.trail.models import Removal, Retention

pytestmark = pytest.mark.django_db

PAGE = "/desk/logboek/bewaren/"
MONTHS = queries.USUAL_MONTHS


def text_of(client: Client) -> str:
    page = client.get(PAGE).content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture(autouse=True)
def past_term():  # type: ignore[no-untyped-def]
    """Let three months follow on that of the example's lines, of which two are past their term."""
    seal_committed()
    for later in (1, 2, 3):
        write_lines(2, months_on(later))
        seal_own(months_on(later))
    with clock.standing_at(months_on(MONTHS + 2)):
        yield


THIS_MONTH = clock.today().replace(day=1)


def months_on(later: int) -> datetime.datetime:
    """Give a moment so many months later."""
    year, month = divmod(THIS_MONTH.year * 12 + THIS_MONTH.month - 1 + later, 12)
    return datetime.datetime(year, month + 1, 3, 12, tzinfo=clock.HERE)


def proposed() -> Removal:
    return operations.propose(month=queries.to_propose()[0].first, by=by_name("lotte"))


def agreed() -> Removal:
    removal = proposed()
    operations.approve(removal, by=by_name("mees"))
    removal.refresh_from_db()
    return removal


def test_a_month_may_go_when_its_term_is_over_and_no_sooner() -> None:
    assert len(queries.to_propose()) == 2
    for later, found in ((MONTHS, 0), (MONTHS + 1, 1), (MONTHS + 3, 3)):
        with clock.standing_at(months_on(later)):
            assert len(queries.to_propose()) == found


def test_lotte_proposes_mees_approves_and_the_server_destroys() -> None:
    lotte, mees = at_desk("lotte"), at_desk("mees")
    month = queries.to_propose()[0]
    assert "nog niet voorgesteld" in text_of(mees)
    lotte.post(f"{PAGE}voorstellen/", {"month": month.first.isoformat()})
    assert "wacht op de privacy officer" in text_of(lotte)
    removal = queries.waiting()[0]
    assert "Voorgesteld door Lotte Lammers" in text_of(mees)
    mees.post(f"{PAGE}{removal.pk}/", {"answer": "approve"})
    assert "wacht op de server" in text_of(mees)
    with as_owner():
        done = CliRunner().invoke(commands.trail_destroy, input="j\n")
    assert done.exit_code == 0, done.output
    assert "Goedgekeurd door: Mees Mulder" in done.output
    assert "Vernietigd" in text_of(mees)
    segment = Segment.objects.get()
    assert (segment.month, segment.lines) == (month.first, month.lines)
    assert (segment.proposed_by, segment.approved_by) == (person("lotte").pk, person("mees").pk)
    assert not Link.objects.filter(position__lte=segment.last_position).exists()
    assert verifying.verify().fault is None
    lines = Entry.objects.filter(action__startswith="trail.month").order_by("pk")
    assert [(one.action, one.origin) for one in lines] == [
        ("trail.month_proposed", "desk"),
        ("trail.month_approved", "desk"),
        ("trail.month_destroyed", "cli"),
    ]


def test_nobody_approves_what_they_proposed_themselves() -> None:
    removal = proposed()
    both = by_name("lotte")
    both = Actor(both.kind, both.origin, both.number, both.duties | {"privacy_officer"})
    with pytest.raises(Refused, match="keurt een ander goed"):
        operations.approve(removal, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Removal.objects.filter(pk=removal.pk).update(
            is_approved=True, answered_by=removal.proposed_by
        )


@pytest.mark.parametrize("name", ["bram", "fenna", "hanna", "gijs", "lotte"])
def test_only_the_privacy_officer_answers(name: str) -> None:
    with pytest.raises(Refused):
        operations.approve(proposed(), by=by_name(name))


@pytest.mark.parametrize("name", ["bram", "fenna", "hanna", "gijs", "mees"])
def test_only_the_security_officer_proposes(name: str) -> None:
    with pytest.raises(Refused):
        operations.propose(month=queries.to_propose()[0].first, by=by_name(name))


def test_a_month_within_its_term_cannot_be_proposed() -> None:
    with pytest.raises(Refused, match="kan nu niet"):
        operations.propose(month=clock.today().replace(day=1), by=by_name("lotte"))
    assert at_desk("lotte").post(f"{PAGE}voorstellen/", {"month": "x"}).status_code == 404


def test_a_declined_month_stays_and_can_be_proposed_again() -> None:
    removal = proposed()
    at_desk("mees").post(f"{PAGE}{removal.pk}/", {"answer": "decline"})
    assert not queries.waiting().exists()
    with pytest.raises(Refused, match="al beslist"):
        operations.approve(removal, by=by_name("mees"))
    assert proposed().month == removal.month


def test_without_approval_nothing_is_destroyed() -> None:
    removal = proposed()
    with as_owner(), pytest.raises(Refused):
        operations.destroy(removal, by=COMMAND)
    with as_owner():
        told = CliRunner().invoke(commands.trail_destroy, ["--yes"])
    assert "geen goedgekeurde maand" in told.output
    assert not Segment.objects.exists()


def test_the_running_role_destroys_nothing_though_two_agreed() -> None:
    agreed()
    told = CliRunner().invoke(commands.trail_destroy, ["--yes"])
    assert told.exit_code == 1
    assert "RECHTOP_AS_OWNER=1" in told.output
    assert not Segment.objects.exists()


def test_months_go_in_their_order() -> None:
    second = queries.to_propose()[1]
    later = operations.propose(month=second.first, by=by_name("lotte"))
    operations.approve(later, by=by_name("mees"))
    later.refresh_from_db()
    with as_owner(), pytest.raises(Refused, match="Stel haar opnieuw voor"):
        operations.destroy(later, by=COMMAND)
    agreed()
    with as_owner():
        done = CliRunner().invoke(commands.trail_destroy, ["--yes"])
    assert done.exit_code == 0, done.output
    assert Segment.objects.count() == 2
    assert verifying.verify().fault is None


def test_a_broken_trail_is_not_destroyed() -> None:
    agreed()
    with past_every_lock() as cursor:
        cursor.execute("DELETE FROM audit_link WHERE position = 2")
    with as_owner():
        told = CliRunner().invoke(commands.trail_destroy, ["--yes"])
    assert told.exit_code == 1
    assert "Schakel 2 is weggehaald" in told.output
    assert not Segment.objects.exists()


def test_one_who_doubts_destroys_nothing() -> None:
    agreed()
    with as_owner():
        told = CliRunner().invoke(commands.trail_destroy, input="n\n")
    assert told.exit_code == 1
    assert not Segment.objects.exists()


def test_mees_sets_another_term_with_its_source_from_a_day_on() -> None:
    mees, today = at_desk("mees"), clock.today()
    day = {"from_date_day": today.day, "from_date_month": today.month, "from_date_year": today.year}
    sent = {"months": "60", "source": "Besluit 12", **day}
    assert mees.post(PAGE, sent).status_code == 302
    told = text_of(mees)
    assert "60 maanden" in told
    assert "Besluit 12" in told
    assert queries.to_propose() == []
    mees.post(PAGE, {**sent, "months": "36"})
    assert len(queries.to_propose()) == 2
    assert Entry.objects.filter(action="trail.retention_set").count() == 2


def test_a_term_is_never_shorter_than_a_year_nor_in_the_past() -> None:
    mees, today = by_name("mees"), clock.today()
    with pytest.raises(Invalid, match="latere dag"):
        operations.set_retention(
            months=24, from_date=today - datetime.timedelta(days=1), source="x", by=mees
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.set_retention(months=3, from_date=today, source="x", by=mees)
    page = at_desk("mees").post(PAGE, {"months": "3", "source": "x"}).content.decode()
    assert 'value="3"' in page
    with pytest.raises(Refused):
        operations.set_retention(months=24, from_date=today, source="x", by=by_name("lotte"))
    assert not Retention.objects.exists()
    assert trail.months(today)


def test_a_month_that_a_restore_brings_back_is_taken_away_again_with_its_declaration(
    django_capture_on_commit_callbacks: Any,
) -> None:
    removal = agreed()
    until = removal.last_position
    rows = [
        *Entry.objects.filter(pk__in=Link.objects.filter(position__lte=until).values("entry_id")),
        *Link.objects.filter(position__lte=until),
        *Head.objects.filter(position__lte=until),
    ]
    with as_owner(), django_capture_on_commit_callbacks(execute=True):
        declared = operations.destroy(removal, by=COMMAND)
    with past_every_lock() as cursor:  # the database as it was in the backup
        cursor.execute("DELETE FROM audit_segment")
        for row in rows:
            row.save(force_insert=True)
        Removal.objects.update(destroyed_at=None)
    assert Link.objects.filter(position__lte=until).exists()
    with as_owner():
        (again,) = operations.destroy_again(by=COMMAND)
        assert operations.destroy_again(by=COMMAND) == []
    assert again.statement() == declared.statement()
    assert not Link.objects.filter(position__lte=until).exists()
    assert verifying.verify().fault is None
    assert not queries.agreed().exists()


def test_a_declaration_that_does_not_fit_what_is_there_takes_nothing_away(
    django_capture_on_commit_callbacks: Any,
) -> None:
    removal = agreed()
    with as_owner(), django_capture_on_commit_callbacks(execute=True):
        operations.destroy(removal, by=COMMAND)
    with past_every_lock() as cursor:
        cursor.execute("DELETE FROM audit_segment")
    lines = Entry.objects.count()
    with as_owner():
        assert operations.destroy_again(by=COMMAND) == []
    assert Entry.objects.count() == lines + 1  # it tells of itself
    with pytest.raises(Refused):
        operations.destroy_again(by=by_name("lotte"))
