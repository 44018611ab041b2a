"""What an operator types about backups: make one, check it, put it back."""

from __future__ import annotations

import datetime
import importlib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
import django

from rechtop import env
from rechtop.doors.cli import embedded, whole_backup
from rechtop.doors.cli.whole_backup import Found
from rechtop.ground.kernel import asking, clock, outside, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.vault import backups, seen

Read = TypeVar("Read")

_NAME = "rechtop-{:%Y%m%dT%H%M%SZ}.backup"
_NAMED = re.compile(r"rechtop-(\d{8}T\d{6}Z)\.backup(\.part)?")

_KEY = click.option(
    "--key",
    type=click.File("r"),
    help="Een bestand met de woorden van de back-upsleutel. Anders vragen we erom.",
)


@click.command("backup-key")
@click.option("--to", type=click.Path(path_type=Path), help="Schrijf de woorden in dit bestand.")
@click.option("--renew", is_flag=True, help="Maak een nieuwe in de plaats van de oude.")
def backup_key(to: Path | None, renew: bool) -> None:
    """Maak de sleutel waarmee back-ups opengaan. U ziet de woorden alleen nu."""
    if env.has_secret("backup") and not renew:
        raise click.ClickException(
            "Er is al een back-upsleutel. Met --renew komt er een nieuwe. "
            "Oude back-ups gaan dan nog steeds alleen met de oude woorden open."
        )
    drawn = backups.draw_words()
    lines = [" ".join(drawn[:11]), " ".join(drawn[11:])]
    restoring = _restoring()
    if to:
        _write_words(to, lines)
    # What can fail comes before: a key in force of which nobody saw the words opens nothing.
    restoring.note_backup_key(by=COMMAND)
    env.change_secret("backup", backups.for_server(drawn))
    if to:
        click.echo(f"De woorden staan in {to}. Bewaar dat bestand niet op deze server.")
    else:
        click.echo("De woorden van de back-upsleutel. Schrijf ze op en leg ze in een kluis,")
        click.echo("niet bij de back-ups zelf; u ziet ze alleen nu:")
        click.echo("".join(f"\n  {line}" for line in lines) + "\n")
    click.echo(
        "Wie deze woorden en een back-up heeft, leest wat de server zelf leest: namen van "
        "medewerkers,\nregistraties en instellingen. Een verzegeld dossier gaat er niet mee open."
    )


@click.command("backup")
@click.argument("target", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep-days",
    default=env.BACKUP_DAYS,
    show_default=True,
    type=click.IntRange(min=1),
    help="Haal back-ups weg die ouder zijn dan zoveel dagen.",
)
@click.option(
    "--check",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Kijk een back-up na, en maak er geen.",
)
@_KEY
def backup(target: Path | None, keep_days: int, check: Path | None, key: Any) -> None:
    """Schrijf een versleutelde back-up in de map TARGET, terwijl alles doordraait."""
    if check:
        found = _look_through(check, _words(key))
        click.echo(f"Deze back-up is heel: {_told(found)}.")
        return
    if target is None:
        raise click.UsageError("Geef de map waar de back-up in moet.")
    if keep_days > env.BACKUP_DAYS:
        raise click.UsageError(
            f"Verklaringen van vernietiging zeggen dat back-ups hoogstens {env.BACKUP_DAYS} dagen "
            "blijven. Zet RECHTOP_BACKUP_DAYS hoger, of --keep-days lager."
        )
    _make(target.resolve(), keep_days)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_KEY
@click.option(
    "--journal",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="De map `seen` van de oude server: wat er vernietigd en ingetrokken is.",
)
@click.option("--without-journal", is_flag=True, help="Zet terug zonder dat journaal.")
def restore(file: Path, key: Any, journal: Path | None, without_journal: bool) -> None:
    """Zet de back-up FILE terug op een lege plek.

    Breekt het halverwege af, geef dan dezelfde opdracht nog een keer.
    """
    if (journal is None) != without_journal:
        raise click.UsageError(_WITHOUT_JOURNAL)
    _refuse_a_full_place(file)
    drawn = _words(key)
    found = _look_through(file, drawn)
    click.echo(f"De back-up is heel: {_told(found)}.")
    told = _journal(journal, found) if journal else None
    _begin(file, found)
    anew = _put_back(file, drawn, found, told)
    _say_what_next(found, told)
    _say_who_begins_anew(anew)


_WITHOUT_JOURNAL = (
    "Geef met --journal de map `seen` van de oude server. Daarin staat wat er sinds de back-up "
    "vernietigd en ingetrokken is; dat mag niet terugkomen.\nIs die map echt weg, geef dan "
    "--without-journal. Dossiers die na de back-up vernietigd zijn komen dan terug, en wie "
    "daarna zijn sleutel kwijtraakte heeft hem weer. Dat komt in het logboek te staan."
)


def _make(folder: Path, keep_days: int) -> None:
    if not env.has_secret("backup"):
        raise click.ClickException(
            "Er is nog geen back-upsleutel. Geef eerst `bin/rechtop backup-key`."
        )
    if env.DATA in (folder, *folder.parents) or env.BLOBS in (folder, *folder.parents):
        raise click.ClickException(
            "Kies een map buiten de gegevensmap: "
            "wie die kwijtraakt, is anders ook de back-up kwijt."
        )
    _set_up()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / _NAME.format(clock.now())
    try:
        made = importlib.import_module("rechtop.doors.cli.backing_up").make(target, _say)
    except OSError as error:
        raise click.ClickException(f"De back-up is niet gemaakt: {error.strerror}.") from error
    size = target.stat().st_size / 1024**2
    click.echo(f"{target}: {made.tables} tabellen, {made.blobs} bijlagen, {size:.1f} MB.")
    for old in _older(folder, keep_days):
        old.unlink(missing_ok=True)
        click.echo(f"Weggehaald, ouder dan {keep_days} dagen: {old.name}")
    if made.missing:
        raise click.ClickException(
            f"De back-up is er, maar {len(made.missing)} bijlagen staan niet op de schijf. "
            "Geef `bin/rechtop doctor` en zoek uit waar ze gebleven zijn."
        )


def _older(folder: Path, days: int) -> list[Path]:
    """Give the backups of before so many days, by their names, and what a crash left of one."""
    before = _NAME.format(clock.now() - datetime.timedelta(days=days))
    found = [path for path in sorted(folder.iterdir()) if _NAMED.fullmatch(path.name)]
    return [path for path in found if path.name < before or path.suffix == ".part"]


def _refuse_a_full_place(file: Path) -> None:
    """See that the data folder is empty, or that this very restore was at work here."""
    if env.restoring().exists():
        if env.restoring().read_text() not in ("", _identify(file)):  # empty: broken off at once
            raise click.ClickException(
                f"In {env.DATA} was u een andere back-up aan het terugzetten. Maak de map leeg."
            )
        return
    places = {env.DATA, env.BLOBS}
    for place in places:
        if place.exists() and any(place.iterdir()):
            raise click.ClickException(
                f"{place} is niet leeg. Een back-up zet u terug op een lege plek: geef met "
                "RECHTOP_DATA een nieuwe map, of zet de oude eerst opzij."
            )


def _begin(file: Path, found: Found) -> None:
    """Close the doors of this place, and write the secrets."""
    env.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    with env.restoring().open("w") as flag:
        flag.write(_identify(file))
        flag.flush()
        os.fsync(flag.fileno())
    for name, content in found.secrets.items():
        env.change_secret(name, content)


def _put_back(
    file: Path, drawn: tuple[str, ...], found: Found, journal: Mapping[str, bytes] | None
) -> list[str]:
    os.environ["RECHTOP_AS_OWNER"] = "1"  # the owner of the tables makes and fills them
    _start_database()
    if env.EMBEDDED:
        importlib.import_module("rechtop.doors.cli.setting_up").make_database()
    _load_rooms()
    tables = importlib.import_module("rechtop.doors.cli.tables")
    putting_back = importlib.import_module("rechtop.doors.cli.putting_back")
    try:
        anew: list[str] = putting_back.put_back(file, drawn, found, journal, _say)
    except putting_back.NotEmpty as error:
        raise click.ClickException(
            "De database is niet leeg. Maak een lege database en geef de opdracht nog een keer."
        ) from error
    except tables.OtherShape as error:
        raise click.ClickException(
            "Deze back-up is van een nieuwere versie van Rechtop. Zet die versie neer, en geef "
            "de opdracht nog een keer."
        ) from error
    putting_back.done()
    return anew


def _journal(folder: Path, found: Found) -> dict[str, bytes]:
    """Read the journal of takings-away, and see that it is of the same installation."""
    told = outside.everything(folder)
    try:
        taken = seen.read(told.get(whole_backup.JOURNAL, b""))
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"Het journaal in {folder} is niet te lezen.") from error
    before = found.taken()
    if before.keys and not before.keys & taken.keys:
        raise click.ClickException(
            f"In {folder} staat niet het journaal van deze installatie. "
            "Geef de map `seen` van de server waar de back-up van is."
        )
    if before.with_news(taken) != taken:
        click.echo("Let op: dit journaal is ouder dan de back-up. Is er geen nieuwer?", err=True)
    return told


def _say_what_next(found: Found, journal: Mapping[str, bytes] | None) -> None:
    click.echo(f"De back-up van {found.about['made_at'][:16]} (UTC) staat terug.")
    if journal is None:
        click.echo("Zonder journaal: wat daarna vernietigd is, is er weer. Vernietig het opnieuw.")
    if told := found.about["settings"]:
        click.echo("Deze instellingen golden op de oude server:")
        for name, value in told.items():
            click.echo(f"  {name}={value}")
    click.echo("Iedereen meldt zich opnieuw aan. Geef nu `bin/rechtop doctor`.")


def _say_who_begins_anew(addresses: list[str]) -> None:
    if addresses:
        click.echo(
            "Wie na de back-up een ander wachtwoord koos of een tweede stap weghaalde, komt niet "
            "binnen.\nGeef elk van hen een nieuwe eerste aanmelding: bij Mensen, of met "
            "`bin/rechtop renew-sign-in`."
        )
        click.echo("".join(f"  {address}\n" for address in addresses), nl=False)


def _words(key: Any) -> tuple[str, ...]:
    typed = key.read() if key else asking.secret("De woorden van de back-upsleutel")
    return words.split(typed)


def _write_words(path: Path, lines: list[str]) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise click.ClickException(f"{path} bestaat al.") from error
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _look_through(file: Path, drawn: tuple[str, ...]) -> Found:
    return _or_say_why(lambda: whole_backup.look_through(file, drawn, _say))


def _identify(file: Path) -> str:
    return _or_say_why(lambda: backups.identify(file))


def _or_say_why(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except backups.NotThis as error:
        raise click.ClickException(
            "Dit is geen hele back-up, of dit zijn niet de woorden van zijn sleutel. "
            "Er is niets teruggezet."
        ) from error


def _told(found: Found) -> str:
    made = found.about["made_at"][:16].replace("T", " ")
    return f"van {made} (UTC), {found.tables} tabellen en {found.blobs} bijlagen"


def _say(line: str) -> None:
    click.echo(line, err=True)


def _restoring() -> Any:
    _set_up()
    return importlib.import_module("rechtop.ground.vault.restoring")


def _set_up() -> None:
    env.refuse_while_restoring()
    _start_database()
    _load_rooms()


def _start_database() -> None:
    if env.EMBEDDED:
        click.get_current_context().find_root().with_resource(embedded.in_use())


def _load_rooms() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rechtop.settings")
    django.setup()


COMMANDS = [backup_key, backup, restore]
