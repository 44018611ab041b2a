"""Plant a fault against each contract of the house, and see it caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CODE = Path(__file__).resolve().parents[2]

FAULTS = {
    "floors": ("ground/kernel/clock.py", "rechtop.work.cases.rules"),
    "doors": ("doors/public/views.py", "rechtop.doors.desk.urls"),
    "overview": ("overview/home/queries.py", "rechtop.overview.example.cast"),
    "work": ("work/cases/rules.py", "rechtop.work.intake.rules"),
    "tools": ("tools/unplanned.py", "datetime"),
    "people": ("people/identity/rules.py", "rechtop.people.organisation.rules"),
    "ground": ("ground/audit/models.py", "rechtop.ground.vault.models"),
    "rooms": ("work/cases/models.py", "rechtop.work.cases.forms"),
    "vault": ("ground/vault/trust.py", "rechtop.ground.vault.files"),
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
