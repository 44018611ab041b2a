"""The command line: `bin/rechtop COMMAND`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import click
import django
from django.apps import apps
from django.core.management import call_command

from rechtop import env
from rechtop.doors.cli import backup, embedded, processes, setting_up, wording
from rechtop.doors.cli.clock import beat

_WITHOUT_DATABASE = {"verify-proof", "proof-key", "change-proof-key"}
"""What works anywhere, in a module of its own that is slow to load."""

_BENCH = env.CODE.parent / "bench"


class Fault(click.ClickException):
    """What went wrong, for the operator."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it, in Dutch as all we say to operators."""
        click.echo(f"Fout: {self.format_message()}", file=file, err=file is None)


class Rooms(click.Group):
    """The commands of this door, and those the rooms offer in their `commands.py`."""

    context_class = wording.Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command; those of the rooms once there is an installation."""
        own = [n for n in super().list_commands(ctx) if not n.startswith("_")]
        if not _BENCH.exists():
            own.remove("bench")
        own += sorted(_WITHOUT_DATABASE)
        return own + (sorted(_commands_of_rooms()) if env.has_secret("django") else [])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command here, or in a room."""
        found = super().get_command(ctx, cmd_name)
        if found is None:
            anywhere = cmd_name in _WITHOUT_DATABASE
            found = (_commands_anywhere() if anywhere else _commands_of_rooms()).get(cmd_name)
        if found is not None:
            found.context_class = wording.Context
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was asked for; one of a room needs the database, `--help` not."""
        name, command, rest = super().resolve_command(ctx, args)
        if name not in self.commands and name not in _WITHOUT_DATABASE:
            _start_database()
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        """Do what was asked; what goes wrong is told in one sentence."""
        try:
            return super().invoke(ctx)
        except click.UsageError:
            raise
        except click.Abort as error:
            raise Fault("Er is niets gedaan.") from error
        except click.ClickException as error:
            raise Fault(error.format_message()) from error
        except (env.NotSetUp, env.Closed, embedded.CannotStart, processes.Trouble) as error:
            raise Fault(str(error)) from error
        except PermissionError as error:
            raise Fault(f"Geen toegang tot {error.filename}.") from error
        except subprocess.CalledProcessError as error:
            raise click.exceptions.Exit(1) from error  # it has said itself what is wrong


@click.group(cls=Rooms)
def rechtop() -> None:
    """Rechtop: het integriteitssysteem van een overheid."""


@rechtop.command()
def init() -> None:
    """Maak een lege installatie, zonder vragen."""
    _make_installation()
    _refuse_the_example()
    setting_up.as_owner("first-day")


@rechtop.command()
@click.option("--port", default=8000, show_default=True, help="De poort op 127.0.0.1.")
@click.option("--fresh", is_flag=True, help="Begin opnieuw: alle gegevens gaan weg.")
@click.option(
    "--example",
    type=click.Choice(["provincie", "waterschap"]),
    default="provincie",
    show_default=True,
    help="Welke voorbeeldorganisatie, als er nog geen is.",
)
def run(port: int, fresh: bool, example: str) -> None:
    """Start een voorbeeldorganisatie en blijf draaien tot Ctrl-C."""
    if env.PRODUCTION:
        raise click.ClickException("In productie gebruikt u `serve` en `clock`, niet `run`.")
    if fresh and not env.EMBEDDED:
        raise click.ClickException("--fresh wist alleen de eigen database, niet DATABASE_URL.")
    if fresh:
        processes.stop_all()
    with processes.only_one():
        processes.end_all(processes.left_behind())
        if not processes.is_free(port):
            raise click.ClickException(f"Poort {port} is bezet. Kies een andere met --port.")
        if fresh:
            processes.clear_data()
        is_new = not env.has_secret("django")
        _make_installation()
        setting_up.as_owner("example", "--of", example)
        _set_up()
        if is_new:
            _take_over_year(example)
        welcome = _welcome(port)
        processes.run_together(port, when_up=lambda: click.echo(welcome))


@rechtop.command()
def stop() -> None:
    """Stop wat `run` heeft gestart, ook de database."""
    processes.stop_all()
    click.echo("Rechtop is gestopt.")


@rechtop.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
def serve(host: str, port: int, workers: int) -> None:
    """Bedien de bladzijden. Zet er in productie een proxy met https voor."""
    for name in ("django", "authority"):  # told here in one sentence, rather than by each worker
        env.secret(name)
    _start_database()
    _refuse_the_example()
    processes.become_server(host, port, workers)


@rechtop.command()
def clock() -> None:
    """Doe wat op gezette tijden moet, tot Ctrl-C."""
    _set_up()
    _refuse_the_example()
    beat()


@rechtop.command()
@click.option("--full", is_flag=True, help="Loop ook het hele logboek na.")
@click.option("--json", "as_json", is_flag=True, help="Druk af voor een programma.")
def doctor(full: bool, as_json: bool) -> None:
    """Kijk de installatie na en zeg wat er moet gebeuren. Eindigt met 1 als er iets moet."""
    env.secret("django")
    _set_up()
    examine = importlib.import_module("rechtop.doors.cli.doctor").examine
    if not examine(full=full, as_json=as_json):
        raise click.exceptions.Exit(1)


@rechtop.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Meet de snelheid, en druk een tabel af."""
    if not _BENCH.exists():
        raise click.ClickException("De metingen (bench/) staan niet bij deze installatie.")
    sys.argv = ["bench", *arguments]
    runpy.run_path(str(_BENCH), run_name="__main__")


@rechtop.command()
def shell() -> None:
    """Open een Python-regel, voor ontwikkelaars."""
    _set_up()
    call_command("shell")


@rechtop.command("documents", hidden=True)
def write_documents() -> None:
    """Write the documents that follow from the code, for developers."""
    _load_rooms()
    importlib.import_module("rechtop.doors.cli.documents").write_all()


@rechtop.command("translations", hidden=True)
def update_translations() -> None:
    """Bring the translations up to date with the code, for developers."""
    waiting = importlib.import_module("rechtop.doors.cli.translations").update_all()
    for language, count in waiting.items():
        click.echo(f"{language}: {count} teksten wachten op vertaling.")


@rechtop.command("_make", hidden=True)
def make() -> None:
    """Set up database and tables, as their owner."""
    if env.EMBEDDED:
        setting_up.make_database()
    _set_up()
    setting_up.make_tables()
    setting_up.collect_static()


@rechtop.command("_ready", hidden=True)
def ready() -> None:
    """Make secrets and a database server ready for the tests."""
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    env.make_secrets()
    if env.EMBEDDED:
        embedded.start()  # and leave it running
        setting_up.make_database()
    _load_rooms()
    setting_up.collect_static()


def _make_installation() -> None:
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    env.make_secrets()
    _start_database()
    setting_up.as_owner("_make")


def _take_over_year(example: str) -> None:
    """Let a new example begin with its administration of 2021."""
    folder = importlib.import_module("rechtop.overview.example.queries").year_folder(example)
    setting_up.as_owner("import-year", str(folder), "--once")


def _start_database() -> None:
    """Have the database at hand until this command ends; the last one to use it stops it."""
    env.refuse_while_restoring()
    if env.EMBEDDED:
        click.get_current_context().find_root().with_resource(embedded.in_use())


def _refuse_the_example() -> None:
    """Keep production away from example data, whichever command is given."""
    if not env.PRODUCTION:
        return
    _load_rooms()
    if why := importlib.import_module("rechtop.overview.example.queries").why_not_here():
        raise click.ClickException(why)


def _set_up() -> None:
    _start_database()
    _load_rooms()


def _load_rooms() -> None:
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rechtop.settings")
        django.setup()


def _commands_anywhere() -> dict[str, click.Command]:
    offered = importlib.import_module("rechtop.doors.cli.proofs").COMMANDS
    return {command.name or "": command for command in offered}


def _commands_of_rooms() -> dict[str, click.Command]:
    _load_rooms()
    return {command.name or "": command for command in _offered()}


def _offered() -> Iterator[click.Command]:
    for app in apps.get_app_configs():
        name = f"{app.name}.commands"
        if app.name.startswith("rechtop.") and importlib.util.find_spec(name):
            yield from importlib.import_module(name).COMMANDS


def _welcome(port: int) -> str:
    example = importlib.import_module("rechtop.overview.example.queries")
    return "\n".join(
        [
            "",
            f"Rechtop draait, met {example.whose_data()}.",
            "",
            f"  Melden         http://127.0.0.1:{port}/",
            f"  Voor het team  http://127.0.0.1:{port}/desk/",
            "",
            *example.sign_ins(),
            "",
            "Stoppen: Ctrl-C.",
        ]
    )


for _command in backup.COMMANDS:
    rechtop.add_command(_command)


def main() -> None:
    """Run the command line."""
    rechtop(prog_name="bin/rechtop")


if __name__ == "__main__":
    main()
