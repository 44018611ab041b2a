"""Print the documents that follow from the code: permissions, states, addresses, processing."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from rechtop import env
from rechtop.ground.audit.operations import REGISTER
from rechtop.overview.keeping.states import DESTRUCTION
from rechtop.overview.year_import import queries as year_import
from rechtop.tools.action_points.states import ACTION_POINT
from rechtop.work.activities.states import GATHERING
from rechtop.work.cases.states import CASE, ROW
from rechtop.work.good_conversations.states import TICK
from rechtop.work.identities.states import DISCLOSURE, OPENING
from rechtop.work.requests.states import REQUEST, ROUND
from rechtop.work.risks.states import RISK
from rechtop.work.spoken.states import MINUTES

FOLDER = env.CODE.parent / "docs" / "generated"
_HEAD = "<!-- Printed from the code by `bin/rechtop documents`. Do not edit. -->\n\n"


def all_documents() -> dict[str, str]:
    """Give every document by its file name."""
    printed: dict[str, Callable[[], str]] = {
        "permissions.md": permissions,
        "states.md": states,
        "addresses.md": addresses,
        "processing-register.md": processing_register,
        "import-columns.md": import_columns,
    }
    return {name: _HEAD + write() for name, write in printed.items()}


def write_all() -> None:
    """Write every document to its place."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in all_documents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def permissions() -> str:
    """Print which rule allows which action."""
    _load_operations()
    ours = {a: r for a, r in REGISTER.items() if not a.startswith("test.")}
    rows = [f"| `{action}` | `{rule.name}` |" for action, rule in sorted(ours.items())]
    return "\n".join(["# Who may do what", "", "| action | rule |", "|---|---|", *rows, ""])


def _load_operations() -> None:
    """Load every room's operations: of its pages, and of what only the command line reaches."""
    list(every_address())
    for app in apps.get_app_configs():
        for name in (f"{app.name}.operations", f"{app.name}.restoring"):
            if app.name.startswith("rechtop.") and importlib.util.find_spec(name):
                importlib.import_module(name)


def states() -> str:
    """Print the state tables as diagrams."""
    drawn = [
        ("A case", CASE),
        ("A row for publication", ROW),
        ("A question for a name", OPENING),
        ("A name that is demanded", DISCLOSURE),
        ("The minutes of a conversation", MINUTES),
        ("A destruction", DESTRUCTION),
        ("A request round", ROUND),
        ("A request to a manager", REQUEST),
        ("An action point", ACTION_POINT),
        ("A tick of a yearly conversation", TICK),
        ("A risk", RISK),
        ("A gathering", GATHERING),
    ]
    parts = [f"## {title}\n\n```mermaid\n{table.diagram()}```\n" for title, table in drawn]
    return "# States\n\n" + "\n".join(parts)


def addresses() -> str:
    """Print every address, and which are open to people who are not signed in."""
    rows = [
        f"| `/{path}` | {'open' if is_open else 'closed'} |"
        for path, is_open in sorted(every_address())
    ]
    return "\n".join(["# Addresses", "", "| address | |", "|---|---|", *rows, ""])


def every_address() -> Iterator[tuple[str, bool]]:
    """Walk every address there is, with whether it was opened on purpose."""
    for path, view in every_view():
        yield path, getattr(view, "login_required", True) is False


def every_view() -> Iterator[tuple[str, Any]]:
    """Walk every address there is, with what answers there."""
    yield from _walked(get_resolver().url_patterns, "")


def _walked(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def processing_register() -> str:
    """Print what is stored about whom, how, and how long."""
    parts = ["# Processing register", ""]
    for model in our_models():
        privacy = model.Privacy
        doc = (model.__doc__ or "").strip().splitlines()[0]
        parts += [f"## {model._meta.label}", "", doc, ""]
        for kind in ("personal", "sealed", "open"):
            listed = ", ".join(f"`{name}`" for name in getattr(privacy, kind))
            parts.append(f"- {kind}: {listed or 'nothing'}")
        parts += [f"- kept: {privacy.keep_for}", ""]
    return "\n".join(parts)


def import_columns() -> str:
    """Print the parts of a delivery with their columns."""
    parts = [
        "# The parts of a delivery",
        "",
        "`leeg` says that a cell may be empty, `weg` that the whole column may be left out.",
        "",
    ]
    for part in year_import.parts():
        key = ", ".join(f"`{part.column_of(field)}`" for field in part.key)
        parts += [f"## {part.name}", "", f"One row for each {key}.", ""]
        parts += ["| column | what stands in it | |", "|---|---|---|"]
        for column in part.columns:
            may = (("leeg", column.may_be_empty), ("weg", column.may_be_absent))
            told = ", ".join(word for word, is_so in may if is_so)
            parts.append(f"| `{column.name}` | {_kind(column)} | {told} |")
        parts.append("")
    return "\n".join(parts)


def _kind(column: Any) -> str:
    kind, _colon, named = column.kind.partition(":")
    list_name = {code: name for name, code in year_import.list_names().items()}.get(named, "")
    if kind == "choice":
        return f"a value of the list `{list_name}`"
    if kind == "choices":
        return f"values of the list `{list_name}`, with `;` between"
    return str(_KINDS[kind]).format(longest=column.longest)


_KINDS = {
    "text": "text, at most {longest} characters",
    "year": "a year of four digits, not in the future",
    "number": "a whole number from 0",
    "count": "a number from 1",
    "date": "a date: 2021-05-03 or 3-5-2021",
    "yes_no": "ja or nee",
    "origin": "letterlijk or afgeleid",
    "figure": "the name of a figure",
    "code": "small letters, digits and hyphens",
    "words": "words with `;` between",
    "list": "the name of a list: " + ", ".join(sorted(year_import.list_names())),
}


def our_models() -> list[Any]:
    """Give the models of our own rooms."""
    found: list[type[models.Model]] = [
        model for model in apps.get_models() if model.__module__.startswith("rechtop.")
    ]
    return sorted(found, key=lambda model: model._meta.label)
