"""Find what writes to the database outside an operation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rechtop"

# These names mean a write, whatever stands before them: a record, a list of records, a manager.
WRITES = {"delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# These too, but only with names: a picture is saved to a file, a mapping updated with another.
WRITES_BY_NAME = {"save", "create"}
ON_MANY_TO_MANY = {"add", "set", "remove", "clear"}
SQL = {"cursor", "execute", "executemany", "raw"}
CHANGING_SQL = re.compile(r"\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE)\b", re.I)

MAY_WRITE = (
    "operations.py",
    "closing.py",
    "publishing.py",
    "holding.py",
    "dividing.py",
    "giving.py",
    "leaving.py",
    "reacting.py",
    "hearing.py",
    "reporting.py",
    "jobs.py",
)
MAY_WRITE_TOO = (
    "ground/vault/files.py",
    "ground/vault/blobs.py",
    "ground/vault/restoring.py",
    "ground/vault/ceremonies.py",
    "ground/vault/destruction.py",
    "work/cases/registrations.py",
    "work/investigations/dossiers.py",  # seals a draft beside a case, inside an operation
    "ground/kernel/rows.py",
    "ground/audit/segments.py",
    "doors/cli/setting_up.py",
    "doors/cli/tables.py",  # puts back the rows of a backup
)
# Reading in SQL: where a lock, a sequence, a state in one question, or a sign of life is asked.
MAY_ASK_IN_SQL = (
    "ground/vault",
    "ground/audit",
    "people/organisation/queries.py",  # duties, at every report
    "doors/cli",
    "doors/fixed.py",
    "ground/ui/growing.py",  # lends its connection to the thread of long work; asks nothing
    "wsgi.py",
)


def many_to_many() -> frozenset[str]:
    """Give the names of the fields that hold many records."""
    named = set()
    for path in SOURCE.rglob("models.py"):
        named |= set(re.findall(r"(\w+)(?::[^=\n]+)? = models\.ManyToManyField", path.read_text()))
    return frozenset(named)


def writes(place: PurePath, tree: ast.Module, many: frozenset[str]) -> Iterator[str]:
    """Give each write in a file that is no operation, as a line for who has to mend it."""
    name = place.as_posix()
    if place.name in MAY_WRITE or name in MAY_WRITE_TOO:
        return
    asks = name.startswith(MAY_ASK_IN_SQL)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if _is_write(node, node.func, many) or (node.func.attr in SQL and not asks):
                yield f"{name}:{node.lineno} {ast.unparse(node)[:80]}"
        elif isinstance(node, ast.ImportFrom) and not asks:
            taken = {one.name for one in node.names}
            if node.module == "django.db" and taken & {"connection", "connections"}:
                yield f"{name}:{node.lineno} {ast.unparse(node)}"
        elif isinstance(node, ast.Constant) and CHANGING_SQL.match(str(node.value)):
            yield f"{name}:{node.lineno} {str(node.value)[:80]!r}"


def _is_write(call: ast.Call, verb: ast.Attribute, many: frozenset[str]) -> bool:
    receiver = ast.unparse(verb.value)
    if verb.attr in WRITES:
        return True
    if verb.attr in WRITES_BY_NAME:
        return not call.args and receiver != "super()"
    if verb.attr == "update":
        return bool(call.keywords) and not call.args
    if verb.attr in {"insert", "copy", "rewrite"}:
        return receiver == "rows"
    return verb.attr in ON_MANY_TO_MANY and receiver.rpartition(".")[2] in many
