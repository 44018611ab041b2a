"""A backup made while the system works gives back every file, and nothing that was taken away.

Two real installations: the one that is lost, and the empty place where its backup is put back.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rechtop import env

CANARY = "kanarie7c1f9e"
PASSPHRASE_OF_BRAM = "de kluis van bram in het voorbeeld"

START = """
import os, sys, json, django
from rechtop.doors.cli import embedded
use = embedded.in_use()
use.__enter__()
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.vault import blobs, destruction, files
from rechtop.ground.vault.models import *
from rechtop.ground.vault.files import Piece
from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.rules import Rule, Verdict
from rechtop.overview.example.operations import acting
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations as cases

anyone = Rule("anyone", lambda actor, subject: Verdict(True, ""))

@operation("test.attached", allowed=anyone)
def attach(*, case, by):
    blob, key = blobs.write(b"bijlage van " + case["what"].encode())
    Blob.objects.create(id=blob, file_id=case["file"], at=clock.now())
    piece = {"blob": str(blob), "key": key.hex()}
    files.open_file(case["file"], by.keyring).write(Piece(Part.INNER, "attachment", piece))

def enter(what):
    bram = acting("bram")
    made = cases.enter(channel="manager", received_on=clock.today(), identity={}, about=[],
        report={"what": what, "when": "", "where": "", "who": "", "asks": ""}, by=bram)
    case = {"file": made.pk, "what": what, "bram": bram.number}
    attach(case=case, by=bram)
    return case

def rows(file):
    return [SealedFile.objects.filter(pk=file).count(), SealedKey.objects.filter(file=file).count(),
            Item.objects.filter(file=file).count(), Blob.objects.filter(file=file).count()]
"""

FILL = "print(json.dumps([enter(what) for what in sys.argv[1:]]))"

KEEP_WRITING = """
print("writing", flush=True)
for number in range(10_000):
    enter(f"intussen {number}")
"""

TAKE_AWAY = """
destroyed, closed, = (int(number) for number in sys.argv[1:])

@operation("test.destroyed", allowed=anyone)
def destroy(*, by):
    destruction.take_keys([destroyed])
    destruction.take_rows([destroyed])

@operation("test.closed", allowed=anyone)
def close(*, by):
    files.open_file(closed, by.keyring).exclude([acting("fenna").number])

bram, ivo = acting("bram"), acting("ivo")
close(by=bram)
for duty in Duty.objects.filter(person=ivo.number, until_date=None):
    organisation.end_duty(duty, by=COMMAND)
holder = organisation.vault.make_holder(
    bearer=999, passphrase="een lange nieuwe wachtzin", spheres=["cases"], by=COMMAND)

@operation("test.withdrawn", allowed=anyone)
def withdraw(*, by):
    organisation.vault.withdraw(holder)

withdraw(by=COMMAND)
destroy(by=COMMAND)
print(json.dumps({"ivo": ivo.holder, "later": holder.pk}))
"""

LOOK = """
kept, destroyed, closed = (int(number) for number in sys.argv[1:])
bram, fenna, gijs = acting("bram"), acting("fenna"), acting("gijs")
items = {item.kind: item.content for item in files.read(kept, bram.keyring)}
blob, key = items["attachment"]["blob"], bytes.fromhex(items["attachment"]["key"])
fresh = organisation.vault.make_holder(
    bearer=998, passphrase="een lange nieuwe wachtzin", spheres=["cases"], by=COMMAND)
ivo = KeyHolder.objects.get(pk=acting("gijs").holder + 1)
def opens(file, actor):
    try:
        return bool(files.read(file, actor.keyring))
    except files.NoKey:
        return False
# Whoever puts the closed file under a new key now gives none to whom it was closed for.
@operation("test.rolled", allowed=anyone)
def roll(*, by):
    files.open_file(closed, by.keyring).roll()
before = opens(closed, fenna)
roll(by=bram)
print(json.dumps({
    "what": items["report"]["what"],
    "attached": b"".join(blobs.read(blobs.uuid.UUID(blob), key)).decode(),
    "destroyed": rows(destroyed),
    "files": sorted(path.name for path in blobs.env.BLOBS.iterdir()),
    "rows": sorted(one.hex for one in Blob.objects.values_list("pk", flat=True)),
    "closed for fenna": [before, opens(closed, fenna)], "open for bram": opens(closed, bram),
    "open for fenna": opens(kept, fenna),
    "fresh": fresh.pk,
    "withdrawn": list(KeyHolder.objects.exclude(withdrawn_at=None).values_list("pk", flat=True)),
    "keys of withdrawn": SealedKey.objects.exclude(recipient__withdrawn_at=None).count(),
    "sessions": __import__("django.contrib.sessions.models").contrib.sessions.models
        .Session.objects.count(),
}))
"""


DIE_AT = """
import os, runpy, signal, sys
step, times = sys.argv[1], int(sys.argv[2])
def watch(frame, event, argument):
    global times
    if frame.f_code.co_name == step:
        times -= 1
        if not times:
            os.kill(os.getpid(), signal.SIGKILL)
sys.argv[1:] = sys.argv[3:]
sys.settrace(watch)
runpy.run_module("rechtop.doors.cli.main", run_name="__main__")
"""


@dataclass
class Place:
    """A data folder, and what was typed in it."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECHTOP_", "DATABASE_"))}
        return {**kept, "PYTHONPATH": str(env.CODE), "RECHTOP_DATA": str(self.data), **self.more}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "rechtop.doors.cli.main", *words]

    def type(self, *words: str, as_owner: bool = False) -> subprocess.CompletedProcess[str]:
        """Give a command as an operator does."""
        more = {"RECHTOP_AS_OWNER": "1"} if as_owner else {}
        environment = {**self.environment(), **more}
        return subprocess.run(
            self.command(*words), env=environment, capture_output=True, text=True, check=False
        )

    def python(self, program: str, *words: object) -> str:
        """Run a program on the database of this place."""
        done = subprocess.run(
            [sys.executable, "-c", START + program, *map(str, words)],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def begin(self) -> None:
        """Have the database run until `end`."""
        assert self.type("_ready", as_owner=True).returncode == 0

    def end(self) -> None:
        self.type("stop")


@dataclass
class Lost:
    """The installation that is lost: its backup, the words, its journal, and what was in it."""

    place: Place
    backup: Path
    words: Path
    kept: int
    destroyed: int
    closed: int
    taken: dict[str, int]

    @property
    def journal(self) -> Path:
        return self.place.data / "seen"


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    """Fill an installation, back it up while it works, and take things away afterwards."""
    folder = tmp_path_factory.mktemp("lost")
    place = Place(folder / "data")
    place.data.mkdir()
    place.begin()
    for command in ("_make", "example"):
        done = place.type(command, as_owner=True)
        assert done.returncode == 0, done.stderr
    made = json.loads(place.python(FILL, f"blijft {CANARY}", "gaat weg", "gaat dicht"))
    assert "al een back-upsleutel" not in place.type("backup-key", "--to", str(folder / "w")).stderr
    backup = _back_up_while_it_works(place, folder / "backups")
    numbers = [one["file"] for one in made]
    taken = json.loads(place.python(TAKE_AWAY, *numbers[1:]))
    assert "Het logboek is heel" in place.type("verify-trail").stdout
    place.end()
    yield Lost(place, backup, folder / "w", *numbers, taken)
    place.end()


def _back_up_while_it_works(place: Place, target: Path) -> Path:
    writer = subprocess.Popen(
        [sys.executable, "-c", START + KEEP_WRITING],
        env=place.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    time.sleep(0.5)
    done = place.type("backup", str(target))
    assert writer.poll() is None, "the writer wrote until the backup was done"
    writer.kill()
    writer.wait()
    assert done.returncode == 0, done.stderr
    (backup,) = target.iterdir()
    return backup


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "new")
    yield place
    place.end()


def restore(place: Place, lost: Lost, *more: str) -> subprocess.CompletedProcess[str]:
    words = ("--key", str(lost.words))
    return place.type("restore", str(lost.backup), *words, *(more or _with_journal(lost)))


def _with_journal(lost: Lost) -> tuple[str, str]:
    return ("--journal", str(lost.journal))


def test_a_restore_gives_back_every_file_and_nothing_that_was_taken_away(
    lost: Lost, empty: Place
) -> None:
    done = restore(empty, lost)
    assert done.returncode == 0, done.stderr
    found = json.loads(empty.python(LOOK, lost.kept, lost.destroyed, lost.closed))
    assert found["what"] == f"blijft {CANARY}"
    assert found["attached"] == f"bijlage van blijft {CANARY}"
    assert found["open for bram"]
    assert found["open for fenna"]
    assert found["destroyed"] == [0, 0, 0, 0]
    assert found["files"] == found["rows"]
    assert len(found["rows"]) > 2  # those written while the backup was made went along
    assert found["closed for fenna"] == [False, False]
    assert lost.taken["ivo"] in found["withdrawn"]
    assert found["keys of withdrawn"] == 0
    assert found["fresh"] > lost.taken["later"]
    assert found["sessions"] == 0
    told = empty.type("verify-trail").stdout
    assert "Het logboek is heel" in told
    assert "gingen toen verloren" in told


def test_the_restored_place_goes_on_and_is_backed_up_with_the_same_key(
    lost: Lost, empty: Place, tmp_path: Path
) -> None:
    assert restore(empty, lost).returncode == 0
    done = empty.type("backup", str(tmp_path / "next"))
    assert done.returncode == 0, done.stderr
    (again,) = (tmp_path / "next").iterdir()
    told = empty.type("backup", "--check", str(again), "--key", str(lost.words))
    assert "Deze back-up is heel" in told.stdout


def test_a_lost_range_that_the_trail_does_not_tell_of_is_a_fault(lost: Lost, empty: Place) -> None:
    assert restore(empty, lost).returncode == 0
    path = empty.data / "seen" / "trail-lost"
    told = json.loads(path.read_text())
    path.write_text(json.dumps([[told[0][0], told[0][1] + 5, *told[0][2:]]]))
    done = empty.type("verify-trail")
    assert done.returncode == 1
    assert "staat niet in het logboek" in done.stderr


def test_without_the_journal_it_is_refused_unless_one_says_so(lost: Lost, empty: Place) -> None:
    done = empty.type("restore", str(lost.backup), "--key", str(lost.words))
    assert done.returncode == 2
    assert "--without-journal" in done.stderr
    assert not empty.data.exists()
    done = restore(empty, lost, "--without-journal")
    assert done.returncode == 0, done.stderr
    assert "Zonder journaal" in done.stdout
    asked = "from rechtop.ground.audit.models import Entry; print(rows(int(sys.argv[1]))[0], "
    asked += "Entry.objects.filter(action='backup.restored_without_journal').count())"
    assert empty.python(asked, lost.destroyed).split() == ["1", "1"]


def test_the_journal_of_another_installation_is_refused(
    lost: Lost, empty: Place, tmp_path: Path
) -> None:
    other = tmp_path / "seen"
    other.mkdir()
    (other / "trust").write_text(
        json.dumps({"rosters": {}, "keys": ["f"], "holders": [], "pairs": []})
    )
    done = restore(empty, lost, "--journal", str(other))
    assert done.returncode == 1
    assert "niet het journaal van deze installatie" in done.stderr
    assert not empty.data.exists()


@pytest.mark.parametrize("fault", ["words", "cut", "bit", "order"])
def test_a_backup_that_is_not_whole_or_not_ours_writes_nothing(
    lost: Lost, empty: Place, tmp_path: Path, fault: str
) -> None:
    content = bytearray(lost.backup.read_bytes())
    words = tmp_path / "words"
    words.write_text(lost.words.read_text())
    if fault == "words":
        words.write_text(" ".join(reversed(lost.words.read_text().split())))
    elif fault == "cut":
        del content[len(content) // 2 :]
    elif fault == "bit":
        content[-40] ^= 1
    else:
        content[-400:-200], content[-200:] = content[-200:], content[-400:-200]
    broken = tmp_path / "broken.backup"
    broken.write_bytes(content)
    done = empty.type("restore", str(broken), "--key", str(words), *_with_journal(lost))
    assert done.returncode == 1
    assert "Er is niets teruggezet" in done.stderr
    assert not empty.data.exists()


def test_a_place_that_is_not_empty_is_refused(lost: Lost, empty: Place) -> None:
    empty.data.mkdir()
    (empty.data / "something").write_text("of somebody")
    done = restore(empty, lost)
    assert done.returncode == 1
    assert "is niet leeg" in done.stderr
    assert [path.name for path in empty.data.iterdir()] == ["something"]


def test_nothing_a_reporter_or_colleague_wrote_stands_in_clear_in_a_backup(lost: Lost) -> None:
    content = lost.backup.read_bytes()
    assert CANARY.encode() not in content
    for clear in (b"bram@voorbeeld", b"COPY public.", b"audit_entry", b"tables/"):
        assert clear not in content
    pepper = (lost.place.data / "secrets" / "pepper").read_bytes()
    assert pepper not in content
    assert pepper.hex().encode() not in content
    assert lost.backup.stat().st_mode & 0o077 == 0
    assert {path.suffix for path in lost.backup.parent.iterdir()} == {".backup"}


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("change_secret", 1),
        ("apply_migration", 20),
        ("copy_in", 15),
        ("make_tables", 1),
        ("take_away_again", 1),
        ("_put_blobs_back", 1),
        ("seal_trail", 1),
    ],
)
def test_a_restore_that_is_killed_leaves_closed_doors_and_can_be_done_again(
    lost: Lost, empty: Place, step: str, times: int
) -> None:
    words = ["restore", str(lost.backup), "--key", str(lost.words), *_with_journal(lost)]
    killed = subprocess.run(
        [sys.executable, "-c", DIE_AT, step, str(times), *words],
        env=empty.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    for command in (["run"], ["serve"], ["clock"], ["verify-trail"], ["init"]):
        done = empty.type(*command)
        assert done.returncode == 1
        assert "wordt een back-up teruggezet" in done.stderr
    web = [sys.executable, "-c", "import rechtop.wsgi"]
    done = subprocess.run(web, env=empty.environment(), capture_output=True, text=True, check=False)
    assert "wordt een back-up teruggezet" in done.stderr
    done = restore(empty, lost)
    assert done.returncode == 0, done.stderr
    found = json.loads(empty.python(LOOK, lost.kept, lost.destroyed, lost.closed))
    assert found["what"] == f"blijft {CANARY}"
    assert found["destroyed"] == [0, 0, 0, 0]


def test_old_backups_go_by_their_names(lost: Lost, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old, other = folder / "rechtop-20200101T000000Z.backup", folder / "notes.txt"
    for path in (old, other):
        path.write_text("something")
    done = lost.place.type("backup", str(folder), "--keep-days", "30")
    assert done.returncode == 0, done.stderr
    left = {path.name for path in folder.iterdir()}
    assert old.name not in left
    assert other.name in left
    assert len(left) == 2


def test_a_backup_is_not_put_beside_what_it_is_a_backup_of(lost: Lost) -> None:
    done = lost.place.type("backup", str(lost.place.data / "backups"))
    assert done.returncode == 1
    assert "buiten de gegevensmap" in done.stderr
