"""Examine the installation, and say in Dutch what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import click

from rechtop.doors.cli import record_checks, server_checks
from rechtop.doors.cli.findings import Finding, Findings

CHECKS: tuple[tuple[str, Callable[[], Findings]], ...] = (
    ("Instellingen", server_checks.check_settings),
    ("Database", server_checks.check_database),
    ("Tijd", server_checks.check_time),
    ("Schijf", server_checks.check_disk),
    ("Opzet", server_checks.check_set_up),
    ("Sleutels", record_checks.check_keys),
    ("Mensen", record_checks.check_people),
    ("Rechten", record_checks.check_rights),
    ("Logboek", record_checks.check_trail),
    ("Klok", record_checks.check_clock),
    ("Post", record_checks.check_mail),
    ("Back-up", record_checks.check_backup),
    ("Journaal", record_checks.check_journal),
    ("Termijnen", record_checks.check_terms),
)
FULL = (("Logboek, helemaal", record_checks.check_whole_trail),)


def examine(*, full: bool, as_json: bool) -> bool:
    """Examine everything and print what was found; say whether nothing must be done."""
    found = {name: list(check()) for name, check in (*CHECKS, *(FULL if full else ()))}
    if as_json:
        told = {name: [asdict(one) for one in findings] for name, findings in found.items()}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for name, findings in found.items():
            _print(name, findings)
    return not any(one.must for findings in found.values() for one in findings)


def _print(name: str, findings: list[Finding]) -> None:
    click.echo(f"{name}: {'goed' if not findings else ''}".rstrip())
    for one in findings:
        click.echo(f"  {'DOEN   ' if one.must else 'Let op '} {one.text}")
        click.echo(f"          → {one.todo}")
