"""Tests about the code itself: what import contracts cannot say."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from rechtop.doors.cli import documents
from tests.house.writes import many_to_many, writes

CODE = Path(__file__).resolve().parents[2]
SOURCE = CODE / "src" / "rechtop"
ROOM = re.compile(r"rechtop\.(people|tools|work|overview)\.(\w+)(?:\.(\w+))?")
FRONT = {"models", "queries", "operations", "rules", "account", "states"}
# the nouns of what a model keeps as a whole (docs/adr/0020-procedures-drawn.md)
FRONT |= {"layout"}
FRONT |= {"facts"}  # what can be asked of a case, which the rooms above it add to
# parts of the operations of a room, with a subject of their own
FRONT |= {"closing", "dividing", "giving", "holding", "leaving", "outside"}
FRONT |= {"earlier"}  # what an import of an earlier administration brought
FRONT |= {"asking"}  # what forms of the rooms above ask: without a mailbox, of a typed name
ALLOWED_BESIDES = {
    # The desk's session policy is the vault's lock in a browser, which has its one home there.
    ("doors", "people.identity.unlocking"),
    # What the operator sees of the example stands with the example.
    ("doors", "overview.example.queries"),
}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield path, ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_rooms_are_entered_by_their_front() -> None:
    wrong = []
    for path, tree in sources():
        own = path.relative_to(SOURCE).parts
        allowed = FRONT | {"urls"} if own[0] == "doors" else FRONT
        for name in imports(tree):
            found = ROOM.match(name)
            if not found or own[:2] == found.groups()[:2] or found.group(3) in (None, *allowed):
                continue
            if found.group(3) == "cast" or (own[0], ".".join(found.groups())) in ALLOWED_BESIDES:
                continue
            wrong.append(f"{path.relative_to(SOURCE)} imports {name}: use {sorted(allowed)}")
    assert not wrong, "\n".join(wrong)


def test_every_write_to_the_database_stands_in_an_operation() -> None:
    many = many_to_many()
    wrong = [
        one for path, tree in sources() for one in writes(path.relative_to(SOURCE), tree, many)
    ]
    assert not wrong, "move to operations.py:\n" + "\n".join(wrong)


@pytest.mark.parametrize("model", documents.our_models(), ids=lambda m: m._meta.label)
def test_every_field_is_classified_once(model) -> None:  # type: ignore[no-untyped-def]
    fields = {f.name for f in model._meta.concrete_fields if f.name != "pk"}
    listed = [*model.Privacy.personal, *model.Privacy.sealed, *model.Privacy.open]
    assert sorted(listed) == sorted(fields), f"classify in {model.__name__}.Privacy"
    assert model.Privacy.keep_for


NAMED_ON_PURPOSE = {
    # The command line offers the examples by name.
    "doors/cli/main.py: provinci",
    "doors/cli/main.py: waterschap",
}

OPEN_ADDRESSES = {
    "huisstijl.css",
    "leeft",
    "activiteiten/<str:token>.ics",
    "agenda/<str:token>.ics",
    "desk/taal/",
    "desk",
    "desk/aanmelden/",
    "desk/afmelden/",
    "desk/tweede-stap/",
    "desk/uitnodiging/<int:number>/<slug:word>/",
    "desk/uitnodiging/",
    "",
    "uitleg/",
    "veilig/",
    "vertrouwenspersonen/",
    "vertrouwenspersonen/<int:card>/foto/",
    "bewijs/",
    "wegwijzer/",
    "wegwijzer/<str:steps>/",
    "procedures/",
    "procedures/bijlage/",
    "procedures/bijlage/document/",
    "procedures/<slug:code>/",
    "procedures/<slug:code>/bpmn/",
    "beleid/",
    "beleid/<slug:slug>/",
    "beleid/<slug:slug>/pdf/",
    "formulier/1/",
    "formulier/2/",
    "formulier/3/",
    "formulier/4/",
    "formulier/5/",
    "formulier/bestanden/",
    "formulier/bestanden/weg/",
    "formulier/wissen/",
    "inzien/",
    "inzien/postvak/",
    "inzien/bestanden/",
    "inzien/bestanden/<uuid:number>/",
    "inzien/beeld/",
    "inzien/vraag/",
    "inzien/seintje/",
    "inzien/verslag/",
    "inzien/verslag/verbeteren/",
    "inzien/gegevens/",
    "inzien/bewijs/",
    "inzien/bewijs/<int:place>/pdf/",
    "inzien/bewijs/<int:place>/gegevens/",
    "inzien/bewijs/<int:place>/kopie/",
    "inzien/sluiten/",
    "brief/",
    "brief/lezen/",
    "brief/sluiten/",
}


def test_the_list_of_open_addresses_is_pinned() -> None:
    found = {path for path, is_open in documents.every_address() if is_open}
    assert found == OPEN_ADDRESSES, "open a page on purpose: add it here too"


READ_THEIR_OWN_BODY = {
    "formulier/bestanden/",
    "inzien/bestanden/",
    "desk/zaken/<str:number>/bestanden/",
    "desk/zaken/<str:number>/bestanden/delen/",
    "desk/zaken/<str:number>/verslag/opname/",
}


def test_only_pages_that_prove_a_ticket_go_past_the_check_of_forms() -> None:
    found = {path for path, view in documents.every_view() if getattr(view, "csrf_exempt", False)}
    assert found == READ_THEIR_OWN_BODY, "a page that reads its own body checks a ticket first"


def test_every_closed_address_lies_behind_the_desk() -> None:
    closed = {path for path, is_open in documents.every_address() if not is_open}
    assert all(path.startswith("desk/") for path in closed), closed


@pytest.mark.parametrize("name", sorted(documents.all_documents()))
def test_printed_documents_are_fresh(name: str) -> None:
    stored = documents.FOLDER / name
    assert stored.exists(), "give `bin/rechtop documents`"
    assert stored.read_text("utf-8") == documents.all_documents()[name], (
        "give `bin/rechtop documents`"
    )


def test_no_authority_is_named_in_the_code() -> None:
    """Names, lists and colours are data: of the example, and of nobody else."""
    named = re.compile(r"zuid.?holland|provinci|waterschap|gemeente", re.I)
    example = SOURCE / "overview" / "example"
    wrong = [
        f"{path.relative_to(SOURCE)}: {found.group()}"
        for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.json")]
        if example not in path.parents and not {"tests", "migrations"} & set(path.parts)
        for found in named.finditer(path.read_text("utf-8"))
    ]
    assert set(wrong) <= NAMED_ON_PURPOSE, wrong


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield str(path.relative_to(SOURCE)), path.read_text("utf-8")


@pytest.mark.parametrize(("name", "text"), list(templates()), ids=lambda v: v[:60])
def test_a_template_has_no_inline_code_and_asks_nobody_else(name: str, text: str) -> None:
    text = re.sub(r"<script src=\"{% static '[^']+' %}\"( defer)?></script>", "", text)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", text), name
    assert not re.search(r"(src|href)=[\"'](https?:)?//", text), name
    # From a thousand on it would be written as people read it, 1.000, and no longer be found.
    shown = re.findall(r"\{\{ *[\w.]*\bpk\b[^}]*\}\}", text)
    assert all("|stringformat:" in one for one in shown), name


@pytest.mark.parametrize(("name", "text"), list(templates()), ids=lambda v: v[:60])
def test_every_text_in_a_template_can_be_translated(name: str, text: str) -> None:
    bare = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    bare = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}", "", bare, flags=re.S)
    bare = re.sub(r"<[^>]*>", " ", bare)
    words = [w for w in re.findall(r"[A-Za-zÀ-ÿ]{3,}", bare) if w not in ("Rechtop", "doctype")]
    assert not words, f"{name}: wrap in translate: {words}"


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=CODE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [CODE / name for name in listed if name and (CODE / name).is_file()]


def test_no_file_names_a_registry_or_a_download() -> None:
    hosts = re.compile(r"py" r"pi\.org|python" r"hosted|registry\.np" r"mjs|deb\.deb" r"ian\.org")
    wrong = [p for p in tracked() if hosts.search(p.read_text("utf-8", errors="replace"))]
    assert not wrong


def test_every_requirement_is_pinned_with_a_hash() -> None:
    for path in (CODE / "requirements").glob("*.txt"):
        lines = [line for line in path.read_text().splitlines() if line[:1].isalpha()]
        assert lines
        assert all("==" in line for line in lines)
        assert path.read_text().count("--hash=sha256:") >= len(lines)


def test_every_dependency_says_why() -> None:
    text = (CODE / "pyproject.toml").read_text()
    listed = [line for line in text.splitlines() if re.match(r'  "[\w-]+(\[[\w,]+\])?~=', line)]
    assert len(listed) > 15
    assert all("#" in line for line in listed), listed


def test_files_and_functions_stay_small() -> None:
    long_files = [
        f"{path.relative_to(SOURCE)}: {len(path.read_text().splitlines())} lines"
        for path, _tree in sources()
        if len(path.read_text().splitlines()) > 500
    ]
    long_functions = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert not long_files + long_functions


def test_example_data_and_clear_temporary_files_are_off_by_setting() -> None:
    assert settings.DEBUG is False
    assert settings.FILE_UPLOAD_HANDLERS == ["rechtop.ground.ui.uploads.InMemory"]
    assert "'unsafe" not in str(settings.CONTENT_SECURITY_POLICY)
