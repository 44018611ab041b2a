"""What an operator types, each time in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechtop import env


def type_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Give a command as an operator does, with a data folder and nothing else."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RECHTOP_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-m", "rechtop.doors.cli.main", *words],
        env={**kept, "PYTHONPATH": str(env.CODE), "RECHTOP_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("installed")
    done = type_in(folder, "init")
    assert done.returncode == 0, done.stderr
    yield folder
    type_in(folder, "stop")


def database_runs(folder: Path) -> bool:
    mark = folder / "postgres"
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == mark:
                return True
        except OSError:
            continue
    return False


def test_a_command_leaves_no_database_behind_that_was_not_running(installed: Path) -> None:
    assert not database_runs(installed)
    assert "Het logboek is heel" in type_in(installed, "verify-trail").stdout
    assert not database_runs(installed)


def test_of_two_that_use_the_database_the_last_one_stops_it(installed: Path) -> None:
    kept = {**os.environ, "PYTHONPATH": str(env.CODE), "RECHTOP_DATA": str(installed)}
    kept.pop("RECHTOP_AS_OWNER", None)
    hold = (
        "from rechtop.doors.cli import embedded\n"
        "with embedded.in_use():\n    print('in use', flush=True); input()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", hold],
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "in use\n"
    type_in(installed, "verify-trail")
    assert database_runs(installed)
    other.communicate("\n")
    assert not database_runs(installed)


def test_a_folder_without_an_installation_says_so(tmp_path: Path) -> None:
    done = type_in(tmp_path, "verify-trail")
    assert done.returncode == 1
    assert f"In {tmp_path} staat nog geen installatie" in done.stderr
    assert "bin/rechtop init" in done.stderr


def test_the_explanation_is_in_dutch_and_names_what_an_operator_needs(installed: Path) -> None:
    told = type_in(installed, "--help").stdout
    assert told.startswith("Gebruik: bin/rechtop [OPTIES] OPDRACHT")
    assert "verify-trail" in told
    for hidden in ("first-day", "\n  example ", "_make", "documents"):
        assert hidden not in told
    for command in ("serve", "verify-trail"):
        told = type_in(installed, command, "--help").stdout
        assert "Opties:" in told
        assert "Laat deze uitleg zien." in told
        assert "Usage" not in told
        assert "default" not in told


def test_a_receipt_is_checked_without_an_installation_when_the_key_is_given(
    installed: Path, tmp_path: Path
) -> None:
    told = type_in(installed, "proof-key").stdout.split()
    key, fingerprint = told[-1], " ".join(told[1:9])
    nowhere = tmp_path / "nowhere"
    made = _receipt_of(installed, tmp_path)
    for named in (key, fingerprint):
        done = type_in(nowhere, "verify-proof", str(made), "--key", named)
        assert done.returncode == 0, done.stderr
        assert "Dit bewijs is echt." in done.stdout
        assert "25 november 2026, 13:00:05" in done.stdout
    copy = str(tmp_path / "copy.json")
    done = type_in(nowhere, "verify-proof", str(made), "--copy", copy, "--key", key)
    assert "De kopie is precies wat toen is verstuurd." in done.stdout
    assert not nowhere.exists()


def test_a_receipt_that_is_not_true_or_without_a_key_is_told(
    installed: Path, tmp_path: Path
) -> None:
    made = _receipt_of(installed, tmp_path)
    assert type_in(installed, "verify-proof", str(made)).returncode == 0
    assert not database_runs(installed), "no database was needed"
    done = type_in(tmp_path / "nowhere", "verify-proof", str(made))
    assert "Geef met --key de sleutel" in done.stderr
    done = type_in(installed, "verify-proof", str(made), "--key", "ab" * 32)
    assert "niet met deze sleutel ondertekend" in done.stderr
    other = tmp_path / "copy.json"
    other.write_text(other.read_text().replace("reis", "rijs"))
    done = type_in(installed, "verify-proof", str(made), "--copy", str(other))
    assert done.returncode == 1
    assert "De kopie hoort niet bij dit bewijs" in done.stderr


_MAKE = """
import datetime, pathlib, sys
from rechtop.ground.kernel import clock
from rechtop.ground.vault import proofs
from rechtop.tools.proofs import queries
with clock.standing_at(datetime.datetime(2026, 11, 25, 12, 0, 5, tzinfo=datetime.UTC)):
    receipt, copy = proofs.prove(
        proofs.Moment.REPORT, {"what": "Een reis."}, to="reporting-point", authority="V", trail=""
    )
folder = pathlib.Path(sys.argv[1])
folder.joinpath("receipt.json").write_bytes(queries.as_file(receipt))
folder.joinpath("copy.json").write_bytes(queries.as_file(copy))
"""


def _receipt_of(installed: Path, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-c", _MAKE, str(folder)],
        env={**os.environ, "PYTHONPATH": str(env.CODE), "RECHTOP_DATA": str(installed)},
        check=True,
    )
    return folder / "receipt.json"
