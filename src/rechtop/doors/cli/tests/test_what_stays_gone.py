"""What was taken away after a backup in smaller things than a file stays gone after a restore.

A recording, a conversation, an address for mail, a message out of view, a passphrase, a password
and a second step. Two real installations, as in `test_restore`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from rechtop.doors.cli.tests.test_restore import Place

CANARY = "kanarie3b8d2a"

MORE = """
import datetime
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from rechtop.ground.kernel import words
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import gone, keyrings, reporters
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person, SignedIn
from rechtop.people.invitations.models import Invitation
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.confidants import operations as notes
from rechtop.work.confidants import queries as notebooks
from rechtop.work.confidants.models import Notebook
from rechtop.work.intake import presenting as mailbox
from rechtop.work.spoken import operations as spoken
from rechtop.work.spoken.models import Minutes

OLD = {"bram": "de kluis van bram in het voorbeeld"}
NEW = "een heel andere wachtzin voor bram"

def person(name):
    return Person.objects.get(email=f"{name}@voorbeeld.example")

def reporter(seven):
    return reporters.find(seven).actor()

def opens(name, passphrase):
    try:
        holder = KeyHolder.objects.get(bearer=person(name).pk)
        return bool(keyrings.unlock(holder, passphrase).key("cases"))
    except keyrings.WrongPassphrase:
        return False

def attached(case, by):
    return evidence.attachments(files.read(case.pk, by.keyring))
"""

FILL = """
seven = words.draw()
report = {"what": CANARY, "when": "", "where": "", "who": "", "asks": "", "spoke_with": "Bram",
    "agreed_to": "opname"}
case = spoken.enter(channel="telephone", received_on=clock.today(), report=report, identity={},
    about=[], words=seven, consent="recording", destroys_recording=True, by=acting("bram"))
@operation("test.arrived", allowed=anyone)
def arrive(*, by):
    for name, marked in (("opname", True), ("foto", False)):
        blob, key = blobs.write(b"RIFF0000WAVE" + name.encode())
        Blob.objects.create(id=blob, file_id=case.pk, at=clock.now())
        told = {"blob": blob.hex, "key": key.hex(), "size": 16, "name": name, "type": "audio",
            "from": "authority", "author": by.number, "is_recording": marked}
        files.open_file(case.pk, by.keyring).write(Piece(Part.SHARED, evidence.FILE, told))
arrive(by=acting("bram"))
for text in ("een eerste bericht", "een tweede bericht"):
    cases.write_as_reporter(case, text=text, by=reporter(seven))
cases.ask_notice(case, address="anna@voorbeeld.example", language="nl", by=reporter(seven))
carla = acting("carla")
for text in ("blijft", "gaat weg"):
    notes.keep(notebooks.Conversation("topic", clock.today(), f"{text} {CANARY}"), by=carla)
for name in ("fenna", "gijs", "hanna"):
    TOTP.activate(person(name), "A" * 32)
    RecoveryCodes.activate(person(name))
    identity.keep_codes(person(name), by=COMMAND)
Invitation.objects.create(person=person("ivo"), invited_at=clock.now())
print(json.dumps({"seven": list(seven), "file": case.pk}))
"""

TAKE_AWAY = """
seven, case = tuple(sys.argv[2:]), Case.objects.get(pk=sys.argv[1])
spoken.approve(Minutes.objects.get(case=case), version=1, destroys=True, by=reporter(seven))
cases.ask_notice(case, address="", language="nl", by=reporter(seven))
first = mailbox.view(case, reporter(seven)).messages[-1][0]
cases.tidy_view(case, away=[first], by=reporter(seven))
carla = acting("carla")
opened = notebooks.notebook(carla)
going = [one.id for one in opened.conversations if "gaat weg" in one.notes]
notes.destroy(edition=opened.edition, numbers=going, by=carla)
bram = acting("bram")
vault = organisation.vault
vault.change_passphrase(KeyHolder.objects.get(pk=bram.holder), old=OLD["bram"], new=NEW, by=bram)
cases.hand_over(case, to=person("fenna"), reason="verlof", keeps=False, by=bram)
identity.choose_password(person("gijs"), password="een veel beter wachtwoord", by=COMMAND)
from rechtop.people.organisation import operations as organisation
organisation.renew_sign_in(person("fenna"), by=COMMAND)
print(json.dumps({"seen": sorted(p.name for p in (blobs.env.DATA / "seen").iterdir()),
    "told": (blobs.env.DATA / "seen" / "gone").read_text()}))
"""

LOOK = """
def files_of(name):
    rows = organisation.vault.SealedKey.objects.filter(recipient__holder__bearer=person(name).pk)
    return list(rows.filter(file=sys.argv[1]).values_list("file", flat=True))
@operation("test.rolled", allowed=anyone)
def roll(*, by):
    files.open_file(int(sys.argv[1]), by.keyring).roll()
def after_roll(name, by):
    roll(by=by)
    return files_of(name)
seven, case = tuple(sys.argv[2:]), Case.objects.get(pk=sys.argv[1])
by = acting("fenna")
found = {one.name: blobs.is_there(one.stored.blob) for one in attached(case, by)}
box = mailbox.mailbox(case, reporter(seven))
written = [one["text"] for one in [*box["newest"], *box["earlier"]]]
cases.write_to_reporter(case, text="antwoord", is_feedback=False, by=by)
carla = acting("carla")
shown = [one.notes for one in notebooks.notebook(carla).conversations]
behind = notebooks.notebook(carla).has_what_went
notes.destroy_again(by=carla)
sealed = bytes(Notebook.objects.get(confidant=carla.number).sealed)
from rechtop.ground.vault.notebooks import open_notebook
stored = json.dumps(open_notebook(carla.keyring, "confidants", sealed))
def codes(name):
    found = Authenticator.objects.filter(user=person(name), type="recovery_codes").first()
    return found.wrap().get_unused_codes() if found else []
print(json.dumps({
    "files": found,
    "blobs": sorted(p.name for p in blobs.env.BLOBS.iterdir()),
    "written": written, "is_let_know": box["is_let_know"], "away": box["are_away"],
    "mail": Outgoing.objects.count(), "invited": Invitation.objects.count(),
    "notes": shown, "behind": behind, "stored": stored,
    "old passphrase": opens("bram", OLD["bram"]), "new passphrase": opens("bram", NEW),
    "bram holds": files_of("bram"), "bram after a roll": after_roll("bram", by),
    "gijs": [person("gijs").has_usable_password(), person("gijs").must_choose_password],
    "fenna": [person("fenna").has_usable_password(),
        Authenticator.objects.filter(user=person("fenna")).count()],
    "hanna": [person("hanna").has_usable_password(), person("hanna").has_kept_codes,
        Authenticator.objects.filter(user=person("hanna"), type="totp").count(), codes("hanna")],
}))
"""


@dataclass
class Restored:
    """What was found after the restore, what the journal said, and what the operator read."""

    found: dict[str, Any]
    journal: str
    said: str
    codes: list[str]


CODES = """
found = Authenticator.objects.get(user=person("hanna"), type="recovery_codes")
print(json.dumps(found.wrap().get_unused_codes()))
"""


@dataclass
class Lost:
    """The installation that is lost: its backup with the words, its journal, and what was in it."""

    backup: Path
    words: Path
    seen: Path
    which: list[str]
    journal: str
    codes: list[str]

    def restore(self, place: Place) -> str:
        """Put the backup back; give what the operator reads."""
        keys = ("--key", str(self.words), "--journal", str(self.seen))
        done = place.type("restore", str(self.backup), *keys)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def look(self, place: Place) -> dict[str, Any]:
        """Give what is found there."""
        more = {**place.more, "RECHTOP_MAIL": "smtp+plain://127.0.0.1:1"}
        told = Place(place.data, more).python(NAMED + MORE + LOOK, *self.which)
        found: dict[str, Any] = json.loads(told)
        return found


NAMED = f"CANARY = {CANARY!r}\n"


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Lost:
    folder = tmp_path_factory.mktemp("small")
    lost = Place(folder / "data")
    lost.data.mkdir()
    lost.begin()
    for command in ("_make", "example"):
        assert lost.type(command, as_owner=True).returncode == 0
    made = json.loads(lost.python(NAMED + MORE + FILL))
    codes = json.loads(lost.python(MORE + CODES))
    words = folder / "words"
    assert lost.type("backup-key", "--to", str(words)).returncode == 0
    assert lost.type("backup", str(folder / "backups")).returncode == 0
    which = [made["file"], *made["seven"]]
    journal = json.loads(lost.python(NAMED + MORE + TAKE_AWAY, *which))["told"]
    lost.end()
    (backup,) = (folder / "backups").iterdir()
    return Lost(backup, words, lost.data / "seen", which, journal, codes)


@pytest.fixture(scope="module")
def restored(lost: Lost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restored]:
    fresh = Place(tmp_path_factory.mktemp("fresh") / "data")
    said = lost.restore(fresh)
    found = lost.look(fresh)
    assert "Het logboek is heel" in fresh.type("verify-trail").stdout
    yield Restored(found, lost.journal, said, lost.codes)
    fresh.end()


def test_a_recording_destroyed_at_approval_does_not_come_back(restored: Restored) -> None:
    assert restored.found["files"] == {"opname": False, "foto": True}
    assert len(restored.found["blobs"]) == 1


def test_a_destroyed_conversation_is_never_shown_again_and_leaves_the_notebook(
    restored: Restored,
) -> None:
    assert restored.found["notes"] == [f"blijft {CANARY}"]
    assert restored.found["behind"]
    assert "blijft" in restored.found["stored"]
    assert "gaat weg" not in restored.found["stored"]


def test_an_address_that_was_taken_back_gets_no_mail(restored: Restored) -> None:
    assert not restored.found["is_let_know"]
    assert restored.found["mail"] == 0


def test_a_link_that_ended_since_does_not_work_again(restored: Restored) -> None:
    assert restored.found["invited"] == 0


def test_a_message_stays_out_of_the_reporters_view(restored: Restored) -> None:
    assert restored.found["written"] == ["een tweede bericht"]
    assert restored.found["away"] == 1


def test_the_old_passphrase_opens_nothing_and_the_new_one_does(restored: Restored) -> None:
    assert not restored.found["old passphrase"]
    assert restored.found["new passphrase"]


def test_a_key_that_was_let_go_of_does_not_come_back(restored: Restored) -> None:
    assert restored.found["bram holds"] == []
    assert restored.found["bram after a roll"] == []


def test_an_old_password_and_second_step_let_nobody_in(restored: Restored) -> None:
    assert restored.found["gijs"] == [False, True]
    assert restored.found["fenna"] == [False, 0]
    for name in ("gijs", "fenna"):
        assert f"{name}@voorbeeld.example" in restored.said


def test_who_changed_nothing_comes_in_but_with_other_recovery_codes(restored: Restored) -> None:
    usable, has_kept_codes, apps, codes = restored.found["hanna"]
    assert (usable, has_kept_codes, apps) == (True, False, 1)
    assert len(codes) == len(restored.codes)
    assert not set(codes) & set(restored.codes)
    assert "hanna@" not in restored.said


def test_the_journal_tells_nobody_what_went_or_of_whom(restored: Restored) -> None:
    told = json.loads(restored.journal)
    assert set(told) == {"marks", "wraps"}
    assert len(told["marks"]) >= 8 + 6  # those of nothing hide how many conversations went
    assert all(len(mark) == 32 and int(mark, 16) >= 0 for mark in told["marks"])
    for clear in (CANARY, "voorbeeld", "wachtzin", "bram", "anna"):
        assert clear not in restored.journal


ON_ITS_OWN = """
CREATE ROLE eigenaar LOGIN CREATEROLE;
CREATE ROLE werk LOGIN;
CREATE DATABASE van_de_overheid OWNER eigenaar;
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Place]:
    """A place whose database is on a server of the authority's own, with two logins, of which
    neither rules that server."""
    server = Place(tmp_path / "server")
    server.data.mkdir()
    server.begin()
    told = subprocess.run(
        [sys.executable, "-c", "from rechtop import env; print(env.socket_folder())"],
        env=server.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    folder = told.stdout.strip()
    with psycopg.connect(host=folder, user="rechtop", dbname="postgres", autocommit=True) as known:
        for statement in filter(None, ON_ITS_OWN.split("\n")):
            known.execute(statement)  # type: ignore[call-overload]
    at = f"@/van_de_overheid?host={quote(folder, safe='')}"
    logins = {
        "DATABASE_URL": f"postgresql://werk{at}",
        "DATABASE_OWNER_URL": f"postgresql://eigenaar{at}",
    }
    yield Place(tmp_path / "data", logins)
    server.end()


def test_a_backup_goes_into_the_authoritys_own_server_and_from_there_again(
    lost: Lost, elsewhere: Place, restored: Restored, tmp_path: Path
) -> None:
    lost.restore(elsewhere)
    assert not (elsewhere.data / "postgres").exists()
    found = lost.look(elsewhere)
    apart = {"blobs", "hanna"}  # drawn anew each time, or named at random
    assert {**found, **dict.fromkeys(apart)} == {**restored.found, **dict.fromkeys(apart)}
    assert "Het logboek is heel" in elsewhere.type("verify-trail").stdout
    done = elsewhere.type("backup", str(tmp_path / "next"))
    assert done.returncode == 0, done.stderr
    (again,) = (tmp_path / "next").iterdir()
    told = elsewhere.type("backup", "--check", str(again), "--key", str(lost.words))
    assert "Deze back-up is heel" in told.stdout


def test_a_server_in_which_something_stands_already_is_left_alone(
    lost: Lost, elsewhere: Place
) -> None:
    with psycopg.connect(elsewhere.more["DATABASE_OWNER_URL"], autocommit=True) as known:
        known.execute("CREATE TABLE van_een_ander (nummer int)")
    keys = ("--key", str(lost.words), "--journal", str(lost.seen))
    done = elsewhere.type("restore", str(lost.backup), *keys)
    assert done.returncode == 1
    assert "De database is niet leeg" in done.stderr
