"""Read what the environment says, once. The only module that does; it imports nothing of ours.

| name | meaning | without it |
|---|---|---|
| RECHTOP_DATA | the data folder | `data` beside the code |
| DATABASE_URL | the authority's own PostgreSQL | an embedded one in the data folder |
| DATABASE_OWNER_URL | a login that owns the tables, used to set up | DATABASE_URL |
| RECHTOP_BLOBS | the folder of sealed attachments | `blobs` in the data folder |
| RECHTOP_CLAMD | the virus scanner clamd: the path of its socket, or `host:port` | none is asked |
| RECHTOP_LARGEST_FILE | how large an attachment may be, in MB | 1024 |
| RECHTOP_PRODUCTION | https only, no example data; only `0`, `no` or `nee` is off | off |
| RECHTOP_PROXY_HEADER | where the proxy says `https`, in production | X-Forwarded-Proto |
| RECHTOP_MAIL | the mail server: `smtps://name:password@host`, see below | no mail is sent |
| RECHTOP_MAIL_FROM | the sender of mail | the name in RECHTOP_MAIL |
| RECHTOP_HOSTS | host names we answer to, by commas | 127.0.0.1, localhost |
| RECHTOP_ONION | our address in the Tor network, told to browsers that can go there | none |
| RECHTOP_PROXIES | how many proxies of yours stand before us, for brakes at the desk | 0 |
| RECHTOP_SEEN_COPY | where the copy of `seen` is to be seen from here, for `doctor` | not known |
| RECHTOP_AS_OWNER | `1`: work as the owner of the tables | the running role |
| RECHTOP_BACKUP_DAYS | how many days your backups live, as declarations of destruction tell | 30 |
| RECHTOP_POOL | most database connections per process, 0 for no pool | 0 |

Normal work happens in the role `rechtop_running`, also on the authority's own server: the login of
DATABASE_URL must be a member of it. Setting up makes the role and the membership, for which the
owner's login needs CREATEROLE; or the authority makes both beforehand.

Mail goes encrypted: by `smtps://`, or by `smtp://`, which asks the server for TLS and sends nothing
without. For a server on this very machine there is `smtp+plain://`.

In production a page asked for by plain http is not given: the browser is sent to https, and cookies
travel by https alone. The proxy says in its header how the browser came, and takes out what a
browser itself put there; a proxy that says nothing sends everybody round in circles. An address
ending in `.onion` is encrypted already and is answered as it comes, and so is `/leeft`.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

CODE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("RECHTOP_DATA") or CODE.parent / "data").resolve()
BLOBS = Path(os.environ.get("RECHTOP_BLOBS") or DATA / "blobs").resolve()
CLAMD = os.environ.get("RECHTOP_CLAMD", "").strip()
LARGEST_FILE = int(os.environ.get("RECHTOP_LARGEST_FILE") or 1024) * 1024**2
_NO = {"", "0", "false", "no", "nee", "off", "uit"}
# A spelling we do not know must not quietly open the doors to example data and plain http.
PRODUCTION = os.environ.get("RECHTOP_PRODUCTION", "").strip().lower() not in _NO
_HOSTS = os.environ.get("RECHTOP_HOSTS") or "127.0.0.1,localhost"
ONION = os.environ.get("RECHTOP_ONION", "").strip()
HOSTS = [host.strip() for host in [*_HOSTS.split(","), ONION] if host.strip()]
PROXIES = int(os.environ.get("RECHTOP_PROXIES") or 0)
PROXY_HEADER = os.environ.get("RECHTOP_PROXY_HEADER") or "X-Forwarded-Proto"
_COPY = os.environ.get("RECHTOP_SEEN_COPY", "").strip()
SEEN_COPY = Path(_COPY).resolve() if _COPY else None
BACKUP_DAYS = int(os.environ.get("RECHTOP_BACKUP_DAYS") or 30)
EMBEDDED = not os.environ.get("DATABASE_URL")

RUNNING_ROLE = "rechtop_running"
"""The database role of normal work: it may insert into the trail and read it, and no more."""

SOCKET_PORT = "5432"
"""The number in the name of the embedded server's socket, whatever PGPORT says."""


class NotSetUp(Exception):
    """The data folder lacks something that `bin/rechtop init` makes."""


class Closed(Exception):
    """A restore has begun in this data folder and is not done: nothing may open."""


_NEW = ".new"
_TOLD_IN_A_BACKUP = (
    "RECHTOP_PRODUCTION",
    "RECHTOP_HOSTS",
    "RECHTOP_ONION",
    "RECHTOP_PROXIES",
    "RECHTOP_PROXY_HEADER",
    "RECHTOP_MAIL_FROM",
    "RECHTOP_LARGEST_FILE",
    "RECHTOP_POOL",
    "RECHTOP_BACKUP_DAYS",
)
"""The settings a restored server needs again; none that holds a password."""


@cache
def secret(name: str) -> bytes:
    """Read a secret that stands outside the database, once. Raises NotSetUp without it."""
    return secret_now(name)


def secret_now(name: str) -> bytes:
    """Read a secret as it stands now, also where another process changed it."""
    try:
        return (DATA / "secrets" / name).read_bytes()
    except FileNotFoundError as error:
        raise NotSetUp(
            f"In {DATA} staat nog geen installatie ({name} ontbreekt). Geef eerst "
            "`bin/rechtop init`, of `bin/run` voor het voorbeeld."
        ) from error


def has_secret(name: str) -> bool:
    """Say whether a secret exists."""
    return (DATA / "secrets" / name).exists()


def write_secret(name: str, content: bytes) -> None:
    """Write a secret, readable for this user alone. One that exists is never overwritten."""
    folder = DATA / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def change_secret(name: str, content: bytes) -> None:
    """Put another secret in the place of one, whole or not at all.

    Servers that run remember the one before until they start again.
    """
    fresh = f"{name}{_NEW}"
    (DATA / "secrets" / fresh).unlink(missing_ok=True)  # of a change that broke off
    write_secret(fresh, content)
    (DATA / "secrets" / fresh).replace(DATA / "secrets" / name)
    secret.cache_clear()


def all_secrets() -> dict[str, bytes]:
    """Give every secret by name."""
    found = sorted((DATA / "secrets").iterdir())
    return {path.name: path.read_bytes() for path in found if path.suffix != _NEW}


def settings_told() -> dict[str, str]:
    """Give the settings that a backup tells, as they are given here."""
    return {name: os.environ[name] for name in _TOLD_IN_A_BACKUP if name in os.environ}


def restoring() -> Path:
    """Give the file that stands in the data folder while a restore is not done."""
    return DATA / "restoring"


def refuse_while_restoring() -> None:
    """Raise Closed where a restore is not done."""
    if restoring().exists():
        raise Closed(
            f"In {DATA} wordt een back-up teruggezet, en dat is niet klaar. Geef dezelfde opdracht "
            "`bin/rechtop restore` nog een keer. Tot dan blijft alles dicht."
        )


def make_secrets() -> None:
    """Make the random secrets that are not there yet."""
    for name in ("django", "pepper", "trail", "authority"):
        if not has_secret(name):
            write_secret(name, secrets.token_bytes(32))


def socket_folder() -> Path:
    """Give the folder of the embedded server's socket.

    A socket's path holds 107 bytes, and PostgreSQL and its clients read a comma as a list.
    """
    beside = DATA / "postgres-socket"
    if len(os.fsencode(beside)) <= 80 and "," not in str(beside):
        return beside
    return Path(f"/tmp/rechtop-{_short_name()}")


def _short_name() -> str:
    return hashlib.sha256(str(DATA).encode()).hexdigest()[:16]


def mail() -> dict[str, Any]:
    """Give Django's settings of mail; without a server there is none."""
    url = urlsplit(os.environ.get("RECHTOP_MAIL", ""))
    name, password = unquote(url.username or ""), unquote(url.password or "")
    return {
        "EMAIL_HOST": url.hostname or "",
        "EMAIL_PORT": url.port or {"smtps": 465, "smtp": 587}.get(url.scheme, 25),
        "EMAIL_HOST_USER": name,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": os.environ.get("RECHTOP_MAIL_FROM") or name,
    }


def database() -> dict[str, Any]:
    """Give Django's settings of the database, as owner or in the running role."""
    as_owner = os.environ.get("RECHTOP_AS_OWNER") == "1"
    url = os.environ.get("DATABASE_URL", "")
    if as_owner and url:
        url = os.environ.get("DATABASE_OWNER_URL") or url
    settings = _from_url(url) if url else _embedded()
    options: dict[str, Any] = settings["OPTIONS"]
    # Values travel apart from statements, so that no log of statements could hold them.
    options |= {"server_side_binding": True, "prepare_threshold": 2}
    # A plan made while a table was empty must not stay when it has grown.
    given = [options.get("options", ""), "-c plan_cache_mode=force_custom_plan"]
    if not as_owner:
        given.append(f"-c role={RUNNING_ROLE}")
    options["options"] = " ".join(given).strip()
    if most := int(os.environ.get("RECHTOP_POOL", "0")):
        options["pool"] = {"min_size": 2, "max_size": most, "timeout": 30}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, **settings}


def running_login() -> str:
    """Give the login of normal work as DATABASE_URL names it, if it does."""
    return str(conninfo_to_dict(os.environ.get("DATABASE_URL", "")).get("user", ""))


def _embedded() -> dict[str, Any]:
    return {
        "NAME": "rechtop",
        "USER": "rechtop",
        "HOST": str(socket_folder()),
        "PORT": SOCKET_PORT,
        "OPTIONS": {},
    }


def _from_url(url: str) -> dict[str, Any]:
    """Split a URL as libpq itself does, so that every spelling it knows is understood."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return {
        "NAME": parts.pop("dbname", "rechtop"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }
