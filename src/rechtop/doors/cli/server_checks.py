"""Examine what the installation stands on: settings, database, time, disk, what is set up."""

from __future__ import annotations

import contextlib
import json
import shutil
import stat
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rechtop import env
from rechtop.doors.cli.findings import Finding, Findings, advice
from rechtop.ground.audit import queries as trail
from rechtop.ground.kernel import clock
from rechtop.ground.post import operations as post
from rechtop.ground.vault import blobs

_GB = 1024**3
_TIGHT = 10 * _GB

# What a server of the authority should not do, and why.
_DATABASE_SETTINGS = (
    ("fsync", {"on"}, "wat bewaard heet kan bij stroomuitval weg zijn"),
    ("full_page_writes", {"on"}, "bij stroomuitval kan de database stukgaan"),
    ("log_statement", {"none"}, "de database schrijft opdrachten op in haar logboek"),
    ("log_min_duration_statement", {"-1"}, "trage opdrachten komen in het logboek van de database"),
    ("log_parameter_max_length_on_error", {"0"}, "wat mensen typen kan in dat logboek komen"),
)


def check_settings() -> Findings:
    """Say which settings are not fit for real reports."""
    if not env.PRODUCTION:
        yield advice(
            "Dit is geen productie: bladzijden gaan ook zonder https.",
            "Zet RECHTOP_PRODUCTION=1 zodra er echte meldingen komen.",
        )
        return
    if not set(env.HOSTS) - {"127.0.0.1", "localhost"}:
        yield Finding(
            "Er is geen naam ingesteld waaronder browsers deze server vinden.",
            "Zet RECHTOP_HOSTS op de namen van uw meldpunt.",
        )
    if env.EMBEDDED:
        yield advice(
            "De database is de ingebouwde.",
            "Overweeg een eigen PostgreSQL (DATABASE_URL), met beheer en toezicht.",
        )
    if not env.PROXIES:
        yield advice(
            f"Er is geen proxy geteld. Die moet {env.PROXY_HEADER} zetten, en RECHTOP_PROXIES "
            "moet zeggen hoeveel er zijn; anders remt de een de ander af bij het aanmelden.",
            "Zet RECHTOP_PROXIES op het aantal proxy's dat van u is, en laat die doorgeven wat "
            "binnenkomt zonder het zelf op te slaan (docs/running.md).",
        )
    if not post.can_send():
        yield advice(
            "Er is geen mailserver: niemand krijgt een seintje.",
            "Zet RECHTOP_MAIL als mensen een seintje moeten krijgen.",
        )


def check_database() -> Findings:
    """Say what the database allows or writes down that it should not."""
    if _value("SELECT has_table_privilege(current_user, 'audit_entry', 'UPDATE, DELETE')"):
        yield Finding(
            "Wie voor dit programma in de database werkt, mag het logboek veranderen.",
            "Geef `bin/rechtop init`, en zet RECHTOP_AS_OWNER uit.",
        )
    owner = "SELECT tableowner = session_user FROM pg_tables WHERE tablename = 'audit_entry'"
    if not env.EMBEDDED and _value(owner):
        yield advice(
            "De aanmelding van het dagelijks werk is ook eigenaar van de tabellen: wie haar "
            "wachtwoord heeft, kan het logboek veranderen.",
            "Maak een tweede aanmelding voor DATABASE_OWNER_URL.",
        )
    for name, good, why in _DATABASE_SETTINGS:
        found = str(_value(f"SHOW {name}"))
        if found not in good:
            yield Finding(
                f"De database heeft {name} = {found}: {why}.",
                f"Zet {name} op {' of '.join(good)} in postgresql.conf.",
            )


def check_time() -> Findings:
    """Compare the clock of this server with that of the database and with the trail."""
    began = time.time()
    there = float(_value("SELECT extract(epoch FROM clock_timestamp())"))
    apart = max(began - there, there - time.time())  # a slow answer is no wrong clock
    if apart > 2:
        yield Finding(
            f"De klok van deze server en die van de database schelen {apart:.0f} seconden.",
            "Laat beide servers hun tijd van dezelfde tijdserver halen.",
        )
    last = trail.last_entry()
    if last and (last.at - clock.now()).total_seconds() > 60:
        yield Finding(
            f"In het logboek staat al een regel van {last.at:%d-%m-%Y %H:%M} (UTC): "
            "de klok loopt achter of heeft voor gelopen.",
            "Zet de tijd van de server goed. Termijnen worden hiermee geteld.",
        )


def check_disk() -> Findings:
    """Say where the disk gets full, who else may look, and which attachments are astray."""
    for what, folder in (("de gegevens", env.DATA), ("de bijlagen", env.BLOBS)):
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        if free < _TIGHT:
            full = free < 2 * blobs.KEEP_FREE
            yield Finding(
                f"Voor {what} ({folder}) is nog {free / _GB:.1f} GB vrij."
                + (" Bijlagen worden geweigerd." if free < blobs.KEEP_FREE else ""),
                "Maak ruimte, of zet de map op een grotere schijf.",
                must=full,
            )
    yield from _check_permissions()
    lost, strays = blobs.astray()
    if lost:
        yield Finding(
            f"{lost} bijlagen staan wel in een dossier en niet op de schijf.",
            "Zoek uit wat er met de schijf is gebeurd. Haal ze terug uit een back-up.",
        )
    if strays > 100:
        yield advice(
            f"{strays} bestanden op de schijf horen bij geen dossier.",
            "De klok ruimt ze op. Kijk of zij loopt.",
        )


def _check_permissions() -> Findings:
    for folder in (env.DATA / "secrets", env.DATA / "seen", env.BLOBS):
        paths = [folder, *folder.iterdir()] if folder.is_dir() else []
        if folder == env.BLOBS:
            paths = paths[:1]  # files in a closed folder are closed, and there may be many
        wide = [path for path in paths if _is_wide(path)]
        if folder == env.DATA / "seen":
            wide = wide[:1] if _is_wide(folder) else []
        if wide:
            yield Finding(
                f"Anderen op deze server kunnen bij {wide[0]}.",
                f"Geef `chmod -R go-rwx {folder}`.",
            )


def _is_wide(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except FileNotFoundError:
        return False


def check_set_up() -> Findings:
    """Say what of a new version was not set up yet."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding(
            f"De tabellen zijn van een oudere versie: {len(waiting)} stappen wachten.",
            "Geef `bin/rechtop init`.",
        )
    if not _has_all_static_files():
        yield Finding(
            "Opmaak of scripts van deze versie staan niet klaar.", "Geef `bin/rechtop init`."
        )
    for source in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            yield Finding(
                f"De vertaling ({source.parent.parent.name}) is niet klaargezet.",
                "Geef `bin/rechtop init`.",
            )


def _has_all_static_files() -> bool:
    with contextlib.suppress(OSError, ValueError):
        listed = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]
        wanted = [
            path.relative_to(folder).as_posix()
            for folder in (env.CODE / "rechtop").glob("*/*/static")
            for path in folder.rglob("*")
            if path.is_file()
        ]
        return all(name in listed for name in wanted)
    return False


def _value(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None
