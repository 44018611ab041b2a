"""Every text a person reads stands in every language, whole, and with what is filled in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message

from rechtop.doors.cli import translations

LANGUAGES = translations.LANGUAGES
MEND = "give `bin/rechtop translations`, and fill in what is empty"


@cache
def stored(language: str) -> Catalog:
    return translations.stored(language)


@cache
def wanted(language: str) -> Catalog:
    return translations.wanted(language)


def keys(catalogue: Catalog) -> set[tuple[object, object]]:
    return {(message.id, message.context) for message in translations.messages(catalogue)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_code_stands_in_the_catalogue(language: str) -> None:
    missing = keys(wanted(language)) - keys(stored(language))
    assert not missing, f"{MEND}: {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_no_text_that_has_gone(language: str) -> None:
    gone = keys(stored(language)) - keys(wanted(language))
    assert not gone, f"{MEND}: {gone}"
    assert not stored(language).obsolete, MEND


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_in_each_of_its_forms(language: str) -> None:
    waiting = [m.id for m in translations.messages(stored(language)) if not is_done(m)]
    assert not waiting, f"{MEND}: {waiting}"


def is_done(message: Message) -> bool:
    return translations.is_translated(message) and not message.fuzzy


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_things_filled_in(language: str) -> None:
    wrong = [
        f"{text!r}: {there!r}"
        for message in translations.messages(stored(language))
        for text, there in pairs(message)
        if there and placeholders(text) != placeholders(there)
    ]
    assert not wrong, "\n".join(wrong)


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[a-z]|%%|%[sdf]|\{[^{}]*\}", text))


def test_placeholders_of_every_kind_are_seen() -> None:
    assert placeholders("%(n)s van {all}, 5%% en %s") == ["%%", "%(n)s", "%s", "{all}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_changes_only_where_texts_do(language: str) -> None:
    before = translations.catalogue_of(language).read_text("utf-8")
    assert translations.printed(language) == before, MEND


FOR_OPERATORS = re.compile(
    r"/(doors/cli|overview/example)/|/(asking|commands|env)\.py$|/audit/queries\.py$"
)
DUTCH = re.compile(
    r"\b(de|het|een|en|van|voor|niet|geen|uw|wij|deze|dit|dat|zijn|wordt|met|nog|naar|meer)\b"
)
WRAPPERS = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(translations.CODE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts):
            yield str(path), ast.parse(path.read_text("utf-8"))


def test_no_dutch_sentence_in_the_code_goes_past_the_translator() -> None:
    """What operators read on their command line, and the processing register, stay Dutch."""
    wrong = [
        f"{path}:{node.lineno} {node.value!r}"
        for path, tree in sources()
        if not FOR_OPERATORS.search(path)
        for node in bare_texts(tree)
        if " " in node.value.strip() and DUTCH.search(node.value)
    ]
    assert not wrong, "wrap in gettext:\n" + "\n".join(wrong)


def bare_texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Walk the texts that are not wrapped, but for docstrings and what says how long we keep."""
    for node in ast.iter_child_nodes(tree):
        is_wrapped = isinstance(node, ast.Call) and ast.unparse(node.func) in WRAPPERS
        is_doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_wrapped or is_doc or is_register(node):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        yield from bare_texts(node)


def is_register(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in ("_KEPT", "KEPT")
    return isinstance(node, ast.ClassDef) and node.name == "Privacy"


def test_a_bare_dutch_sentence_is_seen() -> None:
    tree = ast.parse('"""Dit is een uitleg."""\na = "Dit is niet goed."\nb = _("Dit wel, van u.")')
    assert [node.value for node in bare_texts(tree)] == ["Dit is niet goed."]


def test_no_text_is_fixed_in_one_language_when_the_code_is_loaded() -> None:
    wrong = [
        f"{path}:{call.lineno} {ast.unparse(call)}"
        for path, tree in sources()
        for call in calls_at_import(tree)
        if ast.unparse(call.func) in eager_names(tree)
    ]
    assert not wrong, "import gettext_lazy here:\n" + "\n".join(wrong)


def eager_names(tree: ast.Module) -> set[str]:
    return {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.name in EAGER
    }


def calls_at_import(tree: ast.AST) -> Iterator[ast.Call]:
    """Walk what is called when a module is loaded: all but the bodies of functions."""
    for name, value in ast.iter_fields(tree):
        if name == "body" and isinstance(tree, FUNCTIONS):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.Call):
                yield node
            if isinstance(node, ast.AST):
                yield from calls_at_import(node)


def test_a_text_fixed_at_import_is_seen() -> None:
    tree = ast.parse(
        "from django.utils.translation import gettext as _\n"
        "@rule(_('Nee'))\ndef may(actor, at=_('nu')): return _('ja')\n"
    )
    seen = [call for call in calls_at_import(tree) if ast.unparse(call.func) in eager_names(tree)]
    assert [ast.unparse(call) for call in seen] == ["_('nu')", "_('Nee')"]
