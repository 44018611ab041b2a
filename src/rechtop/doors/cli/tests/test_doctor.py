"""The doctor says what is wrong, what it means and what to do; and of what is well, nothing."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from rechtop import env
from rechtop.doors.cli import clock as beating
from rechtop.doors.cli import record_checks, server_checks
from rechtop.doors.cli.doctor import CHECKS, examine
from rechtop.doors.cli.findings import Findings
from rechtop.doors.cli.tests.test_commands import type_in
from rechtop.ground.audit import ends
from rechtop.ground.kernel import clock, outside
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import blobs, restoring, seen
from rechtop.ground.vault.models import Blob, KeyWork, SealedFile
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Duty, Kind
from rechtop.people.recovery.models import Division, Use

pytestmark = pytest.mark.django_db


def told(findings: Findings) -> str:
    return "\n".join(f"{one.text} {one.todo}" for one in findings)


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "PRODUCTION", True)


@pytest.fixture
def own_blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")
    return tmp_path / "blobs"


@pytest.fixture
def no_beats() -> Iterator[None]:
    yield
    for path in (env.DATA / "clock").glob("*"):
        path.unlink()


def test_of_the_example_it_says_nothing_about_what_is_well(own_blobs: Path) -> None:
    for check in (
        server_checks.check_database,
        server_checks.check_time,
        server_checks.check_disk,
        server_checks.check_set_up,
        record_checks.check_keys,
        record_checks.check_terms,
    ):
        assert told(check()) == ""


def test_it_says_when_there_is_no_recovery_key_and_when_its_sheets_were_not_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    today = clock.now()
    with clock.standing_at(today + datetime.timedelta(days=364)):
        assert "herstelsleutel" not in told(record_checks.check_keys())
    with clock.standing_at(today + datetime.timedelta(days=367)):
        assert "een jaar niet geprobeerd" in told(record_checks.check_keys())
    Use.objects.all().delete()
    assert "nog nooit geprobeerd" in told(record_checks.check_keys())
    Division.objects.all().delete()
    monkeypatch.setattr(env, "DATA", tmp_path)
    assert "bin/rechtop ceremony" in told(record_checks.check_keys())


def test_every_finding_says_what_to_do(in_production: None) -> None:
    found = [one for _name, check in CHECKS for one in check()]
    assert found
    assert all(one.text.endswith(".") and one.todo for one in found)


def test_settings_that_are_not_fit_for_production_are_named(
    in_production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "RECHTOP_HOSTS" in told(server_checks.check_settings())
    monkeypatch.setattr(env, "HOSTS", ["melden.voorbeeld.example"])
    monkeypatch.setattr(env, "PROXIES", 1)
    found = told(server_checks.check_settings())
    assert "RECHTOP_HOSTS" not in found
    assert "RECHTOP_PROXIES" not in found


def test_a_role_that_may_change_the_trail_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert "mag het logboek veranderen" in told(server_checks.check_database())


def test_a_database_that_writes_down_what_people_type_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL log_min_duration_statement = 100")
    assert "log_min_duration_statement = 100ms" in told(server_checks.check_database())


def test_a_clock_that_went_back_is_seen_by_the_trail() -> None:
    restoring.note_backup(by=COMMAND)
    with clock.standing_at(clock.now() - 10 * beating.datetime.timedelta(days=1)):
        assert "loopt achter" in told(server_checks.check_time())


def test_a_secret_that_others_can_read_is_named(own_blobs: Path) -> None:
    path = env.DATA / "secrets" / "pepper"
    path.chmod(0o644)
    try:
        assert str(path) in told(server_checks.check_disk())
    finally:
        path.chmod(0o600)


def test_an_attachment_that_is_not_on_disk_is_counted(own_blobs: Path) -> None:
    number, _key = blobs.write(b"something")
    file = SealedFile.objects.first()
    Blob.objects.create(id=number, file=file, at=clock.now())
    assert "bijlagen staan wel" not in told(server_checks.check_disk())
    Blob.objects.create(id=uuid.uuid4(), file=file, at=clock.now())
    assert "1 bijlagen staan wel in een dossier" in told(server_checks.check_disk())


def test_a_full_disk_is_told_before_it_is_full(
    own_blobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_checks, "_TIGHT", 1 << 62)
    found = list(server_checks.check_disk())
    assert "GB vrij" in found[0].text
    assert not found[0].must
    monkeypatch.setattr(blobs, "KEEP_FREE", 1 << 61)
    found = list(server_checks.check_disk())
    assert found[0].must
    assert "Bijlagen worden geweigerd" in found[0].text


def test_tables_of_an_older_version_are_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'vault' AND name LIKE '0004%'")
    assert "1 stappen wachten" in told(server_checks.check_set_up())


def test_someone_with_a_duty_and_without_keys_is_named() -> None:
    person, _password = organisation.add_person(
        name="Zoë", email="zoe@voorbeeld.example", unit=None, by=COMMAND
    )
    organisation.give_duty(person, kind=Kind.LAWYER, from_date=clock.today(), by=COMMAND)
    assert "Zoë heeft een taak met sleutels" in told(record_checks.check_keys())


def test_a_roster_older_than_one_seen_before_is_named() -> None:
    seen.remember(seen.Seen({"intake": (99, "f")}))
    assert "een ouder rooster" in told(record_checks.check_keys())


def test_key_work_that_waits_long_is_named() -> None:
    long_ago = clock.now() - beating.datetime.timedelta(days=8)
    KeyWork.objects.create(kind="roll", file=SealedFile.objects.first(), asked_at=long_ago)
    assert "1 keer wacht werk" in told(record_checks.check_keys())


def test_what_cannot_be_completed_for_want_of_people_is_named() -> None:
    assert not [one for one in record_checks.check_people() if one.must]
    for custodian in people.with_duty(Kind.CUSTODIAN):
        Duty.objects.filter(person=custodian, kind=Kind.CUSTODIAN).delete()
    found = told(one for one in record_checks.check_people() if one.must)
    assert "na een besluit van de bewaarder. Nu zijn het er 0." in found
    for handler in people.with_duty(Kind.HANDLER, Kind.LAWYER):
        Duty.objects.filter(person=handler, kind__in=[Kind.HANDLER, Kind.LAWYER]).delete()
    assert "tekenen er twee" in told(record_checks.check_people())


def test_a_trail_that_was_cut_off_is_named() -> None:
    outside.change("trail", lambda _before: json.dumps(ends.End(10**9, "f")).encode())
    assert "korter of anders dan eerst" in told(record_checks.check_trail())


def test_what_a_restore_lost_stays_named() -> None:
    ends.take_in_lost(json.dumps([[10, 20, "f", "2026-11-25"]]).encode())
    assert "verloren" in told(record_checks.check_trail())
    assert "terugzetten van een back-up" in told(record_checks.check_whole_trail())


def test_a_clock_that_stands_still_is_named(no_beats: None) -> None:
    assert "nog nooit gelopen" in told(record_checks.check_clock())
    for duty in beating.all_duties():
        beating._note(duty)
    assert told(record_checks.check_clock()) == ""
    hour_ago = time.time() - 3600
    os.utime(env.DATA / "clock" / "seal-trail", (hour_ago, hour_ago))
    assert "seal-trail" in told(record_checks.check_clock())


def test_a_duty_is_noted_when_it_was_done(no_beats: None) -> None:
    duty = beating.Duty("works", 1, lambda: None)
    beating.do(duty)
    assert beating.last_done(duty) is not None


def test_a_duty_that_fails_is_not_noted_as_done(no_beats: None) -> None:
    def fail() -> None:
        raise RuntimeError

    duty = beating.Duty("fails", 1, fail)
    beating.do(duty)
    assert beating.last_done(duty) is None


def test_mail_that_does_not_go_is_named(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.voorbeeld.nl"
    waits = Outgoing.objects.create(address="x", language="nl", due_at=clock.now())
    assert told(record_checks.check_mail()) == ""
    waits.tries, waits.due_at = 1, clock.now() + datetime.timedelta(minutes=10)
    waits.save()
    assert "1 bericht" in told(record_checks.check_mail())
    waits.tries, waits.due_at = 0, clock.now() - datetime.timedelta(hours=2)
    waits.save()
    assert "1 bericht" in told(record_checks.check_mail())


def test_a_backup_that_is_missing_or_old_is_named(in_production: None) -> None:
    assert "geen back-upsleutel" in told(record_checks.check_backup())
    env.write_secret("backup", b"something")
    try:
        assert "is er nog niet" in told(record_checks.check_backup())
        with clock.standing_at(clock.now() - beating.datetime.timedelta(days=3)):
            restoring.note_backup(by=COMMAND)
        assert "is van 3 dagen geleden" in told(record_checks.check_backup())
        restoring.note_backup(by=COMMAND)
        assert told(record_checks.check_backup()) == ""
    finally:
        (env.DATA / "secrets" / "backup").unlink()


def test_it_prints_for_people_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    examine(full=False, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == [name for name, _check in CHECKS]
    is_well = examine(full=True, as_json=False)
    printed = capsys.readouterr().out
    assert "Database: goed" in printed
    assert is_well == ("DOEN" not in printed)


def test_it_ends_with_1_where_something_must_be_done(tmp_path: Path) -> None:
    assert type_in(tmp_path, "init").returncode == 0
    done = type_in(tmp_path, "doctor")
    assert done.returncode == 1
    assert "Melden kan niet" in done.stdout
    assert type_in(tmp_path / "nothing", "doctor").returncode == 1


def test_a_backup_older_than_backups_live_is_named_as_none(in_production: None) -> None:
    env.write_secret("backup", b"something")
    try:
        with clock.standing_at(clock.now() - datetime.timedelta(days=env.BACKUP_DAYS + 1)):
            restoring.note_backup(by=COMMAND)
        found = told(record_checks.check_backup())
        assert f"ouder dan de {env.BACKUP_DAYS} dagen dat een back-up blijft" in found
        assert found.count("De laatste back-up") == 1
    finally:
        (env.DATA / "secrets" / "backup").unlink()


def test_whether_the_journal_is_copied_is_told_as_far_as_it_can_be_seen(
    in_production: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "RECHTOP_SEEN_COPY" in told(record_checks.check_journal())
    monkeypatch.setattr(env, "SEEN_COPY", tmp_path)
    seen.remember(seen.Seen(files=frozenset([7])))
    assert told(record_checks.check_journal()) == ""  # so fresh that the copy may come yet
    here = env.DATA / "seen" / "trust"
    long_ago = time.time() - 3600
    os.utime(here, (long_ago, long_ago))
    assert "loopt achter: trust" in told(record_checks.check_journal())
    shutil.copy2(here, tmp_path)
    assert "loopt achter" not in told(record_checks.check_journal())


def test_a_copy_of_the_journal_on_the_same_disk_is_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = env.DATA / "copy"
    copy.mkdir()
    (copy / "trust").write_bytes(seen.stored())
    monkeypatch.setattr(env, "SEEN_COPY", copy)
    try:
        assert "op dezelfde schijf" in told(record_checks.check_journal())
    finally:
        shutil.rmtree(copy)
