"""Someone sees on one page what they do now, what they did, and where they can go."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.overview.my_page import queries
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies import queries as policy_queries
from rechtop.tools.policies.models import Policy

pytestmark = pytest.mark.django_db

HOME = "/desk/mijn-pagina/"


def text() -> str:
    return at_desk("eva").get(HOME).content.decode()


def ask() -> None:
    for policy in Policy.objects.all():
        if version := policy_queries.in_force(policy):
            due = clock.today() + datetime.timedelta(days=20)
            policies.ask(version, unit=None, due_on=due, by=by_name("fenna"))


def test_who_has_nothing_to_do_reads_so_and_sees_where_to_go() -> None:
    page = text()
    assert "U hoeft nu niets te doen" in page
    assert "Dit hebt u gedaan" not in page
    for where in ('href="/"', 'href="/wegwijzer/"', 'href="/vertrouwenspersonen/"'):
        assert where in page


def test_what_is_asked_stands_there_until_it_is_done_and_then_as_done() -> None:
    ask()
    asked = queries.to_do(by_name("eva"))
    assert any("Gedragscode" in one.text for one in asked)
    code = policy_queries.in_force(Policy.objects.get(slug="gedragscode"))
    assert code is not None
    policies.confirm(code, by=by_name("eva"))
    assert not any("Gedragscode" in one.text for one in queries.to_do(by_name("eva")))
    assert "Gelezen en bevestigd: Gedragscode" in text()


def test_the_page_asks_the_database_as_often_however_much_was_done() -> None:
    text()
    with CaptureQueriesContext(
        connection,
    ) as few:
        text()
    ask()
    for policy in Policy.objects.all():
        if version := policy_queries.in_force(policy):
            policies.confirm(version, by=by_name("eva"))
    with CaptureQueriesContext(connection) as many:
        text()
    assert len(many) <= len(few) + 4  # one for each kind of thing, none for each thing
