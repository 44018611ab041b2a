"""Set up what runs: folders, secrets, database, roles, tables, static files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from rechtop import env

_GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {env.RUNNING_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {env.RUNNING_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {env.RUNNING_ROLE};
"""

# A role belongs to the whole server: another process may be making it at this moment, and wins.
_MAKE_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{env.RUNNING_ROLE}') THEN
    CREATE ROLE {env.RUNNING_ROLE} NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
"""

# A superuser may take on any role as it is.
_LOGINS = "SELECT rolname FROM pg_roles WHERE NOT rolsuper AND rolname IN (session_user, %s)"


def make_database() -> None:
    """Make the database of the embedded server, if it is not there."""
    settings = env.database()
    where = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "dbname": "postgres",
    }
    with psycopg.connect(**where, autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = 'rechtop'").fetchone()
        if known is None:
            server.execute("CREATE DATABASE rechtop")


def make_tables() -> None:
    """Bring the tables up to date, as their owner, and set what the running role may."""
    make_running_role()
    call_command("migrate", verbosity=0, interactive=False)
    grant()


def make_running_role() -> None:
    """Make the role of normal work, and let the logins of owner and normal work take it on."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_ROLE)
        cursor.execute(_LOGINS, [env.running_login()])
        for (login,) in cursor.fetchall():
            cursor.execute(f"GRANT {env.RUNNING_ROLE} TO {connection.ops.quote_name(login)}")


def grant() -> None:
    """Let the running role work with every table, and only add to and read the trail."""
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS)
        for table in append_only_tables():
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {env.RUNNING_ROLE}")
        for table in tables_of_the_owner():
            cursor.execute(f"REVOKE INSERT ON {table} FROM {env.RUNNING_ROLE}")


def tables_of_the_owner() -> list[str]:
    """Give the tables that only their owner adds to."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "only_owner_adds", False)]


def append_only_tables() -> list[str]:
    """Give the tables that are only ever added to."""
    return [m._meta.db_table for m in apps.get_models() if getattr(m, "append_only", False)]


def collect_static() -> None:
    """Put style sheets and pictures where they are served from, and compile translations."""
    call_command("collectstatic", verbosity=0, interactive=False)
    for source in Path(env.CODE / "rechtop" / "locale").glob("*/LC_MESSAGES/django.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            compile_translation(source, target)


def compile_translation(source: Path, target: Path) -> None:
    """Compile one translation file."""
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name)
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)


def as_owner(*arguments: str) -> None:
    """Run another command of ours as the owner of the tables, in a process of its own."""
    command = [sys.executable, "-m", "rechtop.doors.cli.main", *arguments]
    subprocess.run(command, check=True, env={**os.environ, "RECHTOP_AS_OWNER": "1"})
