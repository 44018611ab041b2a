"""Each of these starts a real server in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from rechtop import env
from rechtop.doors.cli import embedded


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Work in a data folder with a name of our choice; its server is stopped afterwards."""
    folders = []

    def choose(name: str) -> Path:
        monkeypatch.setattr(env, "DATA", (tmp_path / name).resolve())
        folders.append(env.socket_folder())
        return env.DATA

    yield choose
    embedded.stop()
    for folder in folders:
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)


def connect() -> psycopg.Connection:
    return psycopg.connect(
        host=str(env.socket_folder()),
        port=env.SOCKET_PORT,
        user="rechtop",
        dbname="postgres",
        autocommit=True,
    )


def do(*statements: str) -> None:
    with connect() as connection:
        for statement in statements:
            connection.execute(statement)


def value(statement: str) -> object:
    with connect() as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def postmaster() -> int:
    return int((env.DATA / "postgres" / "postmaster.pid").read_text().split()[0])


def test_it_starts_answers_stops_and_keeps_what_was_stored(place: Callable[[str], Path]) -> None:
    place("data")
    assert not embedded.is_running()
    embedded.start()
    assert embedded.is_running()
    do("CREATE TABLE kept AS SELECT 7 AS number")
    embedded.stop()
    assert not embedded.is_running()
    embedded.start()
    assert value("SELECT number FROM kept") == 7


def test_starting_and_stopping_twice_is_no_trouble(place: Callable[[str], Path]) -> None:
    place("data")
    embedded.start()
    first = postmaster()
    embedded.start()
    assert postmaster() == first
    embedded.stop()
    embedded.stop()


def test_stopping_what_never_was_makes_nothing(place: Callable[[str], Path]) -> None:
    data = place("data")
    embedded.stop()
    assert not data.exists()


def test_two_that_start_at_once_get_the_same_server(place: Callable[[str], Path]) -> None:
    data = place("data")
    started = subprocess.Popen(
        [sys.executable, "-c", "from rechtop.doors.cli import embedded; embedded.start()"],
        env={**os.environ, "RECHTOP_DATA": str(data), "PYTHONPATH": str(env.CODE)},
    )
    embedded.start()
    assert started.wait(300) == 0
    assert value("SELECT 1") == 1


@pytest.mark.parametrize("name", ["met spatie", "l'été", "a, b", "lang" * 30])
def test_it_works_in_a_folder_with_any_name(name: str, place: Callable[[str], Path]) -> None:
    place(name)
    embedded.start()
    assert value("SHOW unix_socket_directories") == str(env.socket_folder())


def test_it_starts_again_after_its_server_was_killed(place: Callable[[str], Path]) -> None:
    place("data")
    embedded.start()
    do("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postmaster(), signal.SIGKILL)
    embedded.start()
    assert value("SELECT number FROM kept") == 7


def test_it_first_ends_what_a_killed_server_left_working(place: Callable[[str], Path]) -> None:
    place("data")
    embedded.start()
    busy = threading.Thread(target=_work_for_long, daemon=True)
    busy.start()
    _wait(lambda: value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %'") == 1)
    os.kill(postmaster(), signal.SIGKILL)
    embedded.start()
    assert value("SELECT 1") == 1
    busy.join(120)
    assert not busy.is_alive()


def test_a_lock_file_that_names_a_stranger_is_no_hindrance(place: Callable[[str], Path]) -> None:
    place("data")
    embedded.start()
    lock = env.DATA / "postgres" / "postmaster.pid"
    lines = lock.read_text().splitlines(keepends=True)
    embedded.stop()
    lock.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    assert not embedded.is_running()
    embedded.start()
    assert value("SELECT 1") == 1


def test_a_set_up_that_was_killed_is_done_again(place: Callable[[str], Path]) -> None:
    data = place("data")
    half = data / "postgres.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    embedded.start()
    assert value("SELECT 1") == 1
    assert not half.exists()


def test_it_listens_to_nobody_but_this_user(place: Callable[[str], Path]) -> None:
    place("data")
    embedded.start()
    assert value("SHOW listen_addresses") == ""
    assert env.socket_folder().stat().st_mode & 0o077 == 0
    rules = value("SELECT string_agg(auth_method, ',') FROM pg_hba_file_rules WHERE type = 'host'")
    assert set(str(rules).split(",")) == {"reject"}


def test_nothing_anyone_typed_reaches_the_log(place: Callable[[str], Path]) -> None:
    data = place("data")
    embedded.start()
    do("CREATE TABLE once (word text PRIMARY KEY)", "INSERT INTO once VALUES ('canary')")
    with connect() as connection:
        for wrong in ("SELECT %s::text::int", "INSERT INTO once VALUES (%s)"):
            with pytest.raises(psycopg.Error, match="canary"):
                connection.execute(wrong, ["canary"])
    assert "canary" not in (data / "logs" / "postgres.log").read_text()


def test_it_waits_for_the_disk_before_it_says_something_is_stored(
    place: Callable[[str], Path],
) -> None:
    place("data")
    embedded.start()
    assert value("SHOW fsync") == value("SHOW synchronous_commit") == "on"


def test_a_link_that_somebody_put_in_the_place_of_the_socket_is_refused(
    tmp_path: Path, place: Callable[[str], Path]
) -> None:
    place("data")
    victim = tmp_path / "victim"
    victim.mkdir(mode=0o755)
    env.socket_folder().parent.mkdir(parents=True, exist_ok=True)
    env.socket_folder().symlink_to(victim)
    with pytest.raises(embedded.CannotStart, match="niet van ons"):
        embedded.start()
    assert victim.stat().st_uid == os.geteuid()


def _work_for_long() -> None:
    """Keep a child of the server too busy to notice that its parent is gone."""
    with contextlib.suppress(psycopg.Error):
        do("DO $$ BEGIN FOR n IN 1..400000000 LOOP PERFORM 1; END LOOP; END $$")


def _wait(is_so: Callable[[], bool]) -> None:
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")
