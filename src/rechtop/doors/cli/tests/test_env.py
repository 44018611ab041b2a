"""The environment is read once, so most of these ask a process of its own what it read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechtop import env


def read(expression: str, **environment: str) -> str:
    """Give what a new process makes of an environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECHTOP_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", f"from rechtop import env; print({expression})"],
        env={**kept, "PYTHONPATH": str(env.CODE), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(env, "DATA", tmp_path)
    env.secret.cache_clear()
    yield tmp_path
    env.secret.cache_clear()


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "RECHTOP_AS_OWNER", "RECHTOP_POOL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("value", ["", "0", "nee", "No", " off "])
def test_production_is_off_only_when_that_is_said_plainly(value: str) -> None:
    assert read("env.PRODUCTION", RECHTOP_PRODUCTION=value) == "False"


@pytest.mark.parametrize("value", ["1", "true", "ja", "an unknown spelling"])
def test_any_other_word_means_production(value: str) -> None:
    assert read("env.PRODUCTION", RECHTOP_PRODUCTION=value) == "True"


def test_spaces_around_host_names_do_not_count() -> None:
    assert read("env.HOSTS", RECHTOP_HOSTS="a.nl, b.nl ,") == "['a.nl', 'b.nl']"


def test_an_empty_database_url_means_the_embedded_server() -> None:
    assert read("env.EMBEDDED", DATABASE_URL="") == "True"


def test_a_missing_secret_tells_what_to_do(data: Path) -> None:
    with pytest.raises(env.NotSetUp, match="bin/rechtop init"):
        env.secret("django")


def test_secrets_are_random_closed_to_others_and_never_made_again(data: Path) -> None:
    env.make_secrets()
    first = env.secret("pepper")
    env.make_secrets()
    env.secret.cache_clear()
    assert env.secret("pepper") == first
    assert len(first) == 32
    assert env.secret("pepper") != env.secret("trail")
    assert (data / "secrets" / "pepper").stat().st_mode & 0o777 == 0o600
    assert (data / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_secret_that_exists_is_not_overwritten(data: Path) -> None:
    env.write_secret("pepper", b"first")
    with pytest.raises(FileExistsError):
        env.write_secret("pepper", b"second")
    assert env.secret("pepper") == b"first"


def test_normal_work_happens_in_the_running_role() -> None:
    assert "-c role=rechtop_running" in env.database()["OPTIONS"]["options"]


def test_the_owner_works_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECHTOP_AS_OWNER", "1")
    assert "role" not in env.database()["OPTIONS"]["options"]


def test_values_travel_apart_from_prepared_statements() -> None:
    options = env.database()["OPTIONS"]
    assert options["server_side_binding"] is True
    assert options["prepare_threshold"] == 2


def test_the_owner_has_a_login_of_its_own_on_the_authoritys_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web@db.example.nl/rechtop")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db.example.nl/rechtop")
    assert env.database()["USER"] == "web"
    monkeypatch.setenv("RECHTOP_AS_OWNER", "1")
    assert env.database()["USER"] == "owner"
    assert env.running_login() == "web"


def test_a_url_keeps_capitals_special_characters_and_options(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "postgresql://web:p%40ss@%2FVar%2Frun:6543/rechtop?sslmode=require&options=-c%20a%3Db"
    monkeypatch.setenv("DATABASE_URL", url)
    settings = env.database()
    assert settings["HOST"] == "/Var/run"
    assert settings["PORT"] == "6543"
    assert settings["PASSWORD"] == "p@ss"
    assert settings["OPTIONS"]["sslmode"] == "require"
    assert settings["OPTIONS"]["options"].startswith("-c a=b -c ")
    assert settings["OPTIONS"]["options"].endswith("-c role=rechtop_running")


def test_a_pool_is_made_where_one_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "pool" not in env.database()["OPTIONS"]
    monkeypatch.setenv("RECHTOP_POOL", "7")
    assert env.database()["OPTIONS"]["pool"]["max_size"] == 7


def test_the_socket_stands_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "DATA", Path("/srv/rechtop"))
    assert env.socket_folder() == Path("/srv/rechtop/postgres-socket")


@pytest.mark.parametrize("name", ["x" * 90, "é" * 45, "a, b"])
def test_a_folder_no_socket_can_stand_in_gets_a_short_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "DATA", Path("/") / name)
    assert len(os.fsencode(env.socket_folder())) < 80
    assert "," not in str(env.socket_folder())
