"""Give every test the example province, and let it work in the running role as the product does."""

from __future__ import annotations

import functools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from rechtop import env
from rechtop.doors.cli import setting_up
from rechtop.ground.crypto import passphrases
from rechtop.ground.kernel import remembered
from rechtop.ground.ui import downloads

# How fast an example is found or done is no promise of ours, and differs per machine.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Fill the test database with the example once; each test's own changes are rolled back."""
    from tests import people  # noqa: PLC0415

    from rechtop.overview.example import operations  # noqa: PLC0415  needs the settings first

    env.DATA = Path(tempfile.mkdtemp(prefix="rechtop-test-"))
    env.secret.cache_clear()
    env.make_secrets()
    with django_db_blocker.unblock():
        setting_up.make_running_role()
        setting_up.grant()
        drawn = operations.make_example()
    people.SHEETS[:] = [" ".join(words) for words in drawn.words]
    yield
    shutil.rmtree(env.DATA, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _each_key_derived_once() -> Iterator[None]:
    """Derive the key of a passphrase once for each salt: that is dear on purpose, and the cast
    unlocks thousands of times.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "key_of", functools.cache(passphrases.key_of))
        yield


@pytest.fixture(autouse=True)
def _in_the_running_role(request: pytest.FixtureRequest) -> None:
    """Work in the running role in every test that touches the database."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {env.RUNNING_ROLE}")


@pytest.fixture(autouse=True)
def _remembering_what_this_test_read() -> Iterator[None]:
    """Forget what other tests made and took back, and read nothing again for the time it took: a
    test that counts questions would count one more whenever a few seconds went by.
    """
    remembered.forget_everything()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "FRESH_SECONDS", float("inf"))
        yield


@pytest.fixture(autouse=True)
def _with_room_for_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test all places for files that go out: others left answers they did not read."""
    places = threading.BoundedSemaphore(downloads.AT_ONCE)
    monkeypatch.setattr(downloads, "_slots", places)


@pytest.fixture(autouse=True)
def _with_nothing_seen_before() -> Iterator[None]:
    """Forget what a test let this server see: its database goes back, and that is no attack."""
    yield
    shutil.rmtree(env.DATA / "seen", ignore_errors=True)
