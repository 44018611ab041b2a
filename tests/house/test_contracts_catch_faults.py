"""Plant a fault against each contract of the house, and see it caught."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path, PurePath

import pytest

from tests.house.writes import writes

CODE = Path(__file__).resolve().parents[2]

FAULTS = {
    "floors": ("ground/kernel/clock.py", "rechtop.work.cases.rules"),
    "doors": ("doors/public/views.py", "rechtop.doors.desk.urls"),
    "overview": ("overview/home/queries.py", "rechtop.overview.example.cast"),
    "work": ("work/cases/rules.py", "rechtop.work.identities.rules"),
    "notebooks": ("work/spoken/operations.py", "rechtop.work.confidants.queries"),
    "tools": ("tools/unplanned.py", "datetime"),
    "people": ("people/identity/rules.py", "rechtop.people.organisation.rules"),
    "ground": ("ground/audit/models.py", "rechtop.ground.vault.models"),
    "rooms": ("work/cases/models.py", "rechtop.work.cases.forms"),
    "vault": ("ground/vault/trust.py", "rechtop.ground.vault.files"),
    "post": ("ground/post/models.py", "rechtop.ground.post.operations"),
    "audit": ("ground/audit/models.py", "rechtop.ground.audit.jobs"),
    "circles": ("ground/kernel/clock.py", "rechtop.ground.vault.models"),
    "cryptography": ("work/cases/rules.py", "nacl.secret"),
    "crypto-front": ("work/intake/rules.py", "rechtop.ground.crypto.boxes"),
    "kernel": ("ground/kernel/clock.py", "psycopg"),
}


def lint(source: Path, contract: str) -> str:
    """Ask one contract about a copy of the code."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", contract],
        cwd=CODE,
        env={"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_every_contract_has_a_planted_fault() -> None:
    text = (CODE / ".importlinter").read_text()
    named = {part.split("]")[0] for part in text.split("[importlinter:contract:")[1:]}
    assert named == set(FAULTS)


@pytest.mark.parametrize("contract", sorted(FAULTS))
def test_a_planted_fault_is_caught(tmp_path: Path, contract: str) -> None:
    source = tmp_path / "src"
    shutil.copytree(CODE / "src", source, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    assert "1 kept, 0 broken" in lint(source, contract)
    file, wrong = FAULTS[contract]
    path = source / "rechtop" / file
    before = path.read_text() if path.exists() else ""
    path.write_text(f"{before}\nimport {wrong}\n")
    assert "0 kept, 1 broken" in lint(source, contract)


@pytest.mark.parametrize(
    "fault",
    [
        "case.delete()",
        "found.update(handler=None)",
        "found.update(**chosen)",
        "found.filter(pk=1).update(handler=None)",
        "Case.objects.create(number=number)",
        "queries.visible_to(actor).delete()",
        "case.save(update_fields=['handler'])",
        "case.notes.create(text=text)",
        "Case.objects.bulk_update(cases, ['handler'])",
        "case.readers.add(person)",
        "case.readers.set([])",
        "rows.insert([case])",
        "cursor.execute('UPDATE cases_case SET handler_id = NULL')",
        "Case.objects.raw('SELECT 1')",
        "connection.cursor()",
        "from django.db import connection",
        "from django.db import models, connections",
        "do('delete from cases_case')",
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "work/cases/views/desk.py",
        "work/cases/queries.py",
        "doors/context.py",
        "ground/ui/tables.py",
        "work/cases/files.py",
    ],
)
def test_a_planted_write_outside_an_operation_is_caught(place: str, fault: str) -> None:
    assert list(writes(PurePath(place), ast.parse(fault), frozenset({"readers"})))


@pytest.mark.parametrize(
    "fault", ["case.delete()", "cursor.execute('UPDATE vault_item SET sealed = NULL')"]
)
def test_who_may_ask_in_sql_may_not_write_in_it(fault: str) -> None:
    assert list(writes(PurePath("ground/vault/queries.py"), ast.parse(fault), frozenset()))


@pytest.mark.parametrize(
    "harmless",
    [
        "words.update({'a': 1})",
        "digest.update(part)",
        "seen.add(number)",
        "_correlation.set(number)",
        "lines.insert(0, head)",
        "super().save(*args, **kwargs)",
        "picture.save(file, 'WEBP')",
        "files.create(new)",
        "operations.update_note(case, text=text, by=actor)",
        "_('Update uw browser')",
    ],
)
def test_what_only_looks_like_a_write_is_left_alone(harmless: str) -> None:
    found = writes(
        PurePath("work/cases/views/desk.py"), ast.parse(harmless), frozenset({"readers"})
    )
    assert not list(found)
