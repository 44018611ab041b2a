"""Put a procedure on a page: step by step, and what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.languages import Text
from rechtop.tools.procedures import chart, layout, queries
from rechtop.tools.procedures.layout import Act, Procedure, Step, Term
from rechtop.tools.procedures.models import Version


@dataclass(frozen=True)
class Way:
    """A way on from a step, with the number and name of the step it leads to."""

    text: str
    code: str
    number: int
    title: str


@dataclass(frozen=True)
class Row:
    """A step as it is read."""

    code: str
    number: int
    step: Step
    term: str
    ways: Sequence[Way]
    is_first: bool


def page(version: Version) -> dict[str, Any]:
    """Give what stands on the page of a version: its drawings, and the same in words."""
    procedure = layout.read(version.content)
    return {
        "version": version,
        "procedure": procedure,
        "code": version.code,
        "wide": chart.wide(procedure),
        "narrow": chart.narrow(procedure),
        "rows": rows(procedure),
    }


def rows(procedure: Procedure) -> list[Row]:
    """Give the steps in the order in which they are read."""
    return [
        Row(
            code,
            number,
            procedure.steps[code],
            procedure.term_text(procedure.steps[code].term),
            [_way(procedure, choice) for choice in procedure.steps[code].choices],
            code == procedure.first,
        )
        for code, number in procedure.in_order.items()
    ]


def _way(procedure: Procedure, choice: layout.Choice) -> Way:
    step = procedure.steps.get(choice.leads_to)
    number = procedure.in_order.get(choice.leads_to, 0)
    return Way(str(choice.text), choice.leads_to, number, str(step.title) if step else "")


@dataclass(frozen=True)
class Change:
    """What changed in a step: `kind` is added, gone or changed; each field before and after."""

    title: str
    kind: str
    fields: Sequence[tuple[str, str, str]]


def changes(before: Procedure, after: Procedure) -> list[Change]:
    """Compare two versions, step by step and field by field."""
    found = []
    if head := list(_different(_head(before), _head(after))):
        found.append(Change(_("Over deze procedure"), "changed", head))
    for code in dict.fromkeys([*after.in_order, *before.in_order]):
        old, new = _told(before, code), _told(after, code)
        fields = list(_different(old, new)) or list(_elsewhere(before, after, code))
        if fields:
            kind = "changed" if old and new else "added" if new else "gone"
            step = after.steps.get(code) or before.steps[code]
            found.append(Change(str(step.title), kind, fields))
    return found


def _different(before: dict[str, str], after: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for label in dict.fromkeys([*before, *after]):
        one, other = before.get(label, ""), after.get(label, "")
        if one != other:
            yield label, one, other


def _elsewhere(before: Procedure, after: Procedure, code: str) -> Iterator[tuple[str, str, str]]:
    """Tell a step apart that reads the same and yet leads to another step of the same name."""
    old, new = before.steps.get(code), after.steps.get(code)
    if old and new and old != new:
        one, other = (
            "\n".join(f"{way.text} → {way.leads_to}" for way in step.choices) for step in (old, new)
        )
        yield _("Daarna"), one, other


def _head(procedure: Procedure) -> dict[str, str]:
    first = procedure.steps.get(procedure.first)
    return {
        **_both(_("Naam"), procedure.title),
        **_both(_("Waar het over gaat"), procedure.about),
        _("Bronnen"): procedure.sources,
        _("Eerste stap"): str(first.title) if first else "",
    }


def _told(procedure: Procedure, code: str) -> dict[str, str]:
    """Give what a step says by the names of its fields; nothing where there is no such step."""
    step = procedure.steps.get(code)
    if step is None:
        return {}
    told = {
        **_both(_("Naam"), step.title),
        _("Wie"): step.role,
        **_both(_("Wat er gebeurt"), step.done),
        **_both(_("Wat de melder hoort"), step.told),
        _("Vanzelf klaar als"): str(Act(step.act).label) if step.act in Act.values else "",
        _("Termijn"): procedure.term_text(step.term),
        _("Soort termijn"): kind_of(step.term),
        _("Bron van de termijn"): step.term.source if step.term else "",
        _("Daarna"): "\n".join(map(_arrow, (_way(procedure, one) for one in step.choices))),
    }
    english = "\n".join(one.text.english for one in step.choices if one.text.english)
    return {**told, _("Keuzes in het Engels"): english}


def _both(label: str, text: Text) -> dict[str, str]:
    return {label: text.dutch, _("%(what)s, in het Engels") % {"what": label}: text.english}


def _arrow(way: Way) -> str:
    return f"{way.text} → {way.title}".strip()


def kind_of(term: Term | None) -> str:
    """Say whether a term is the law's or one's own."""
    if term is None:
        return ""
    return _("wettelijk") if term.is_legal else _("eigen afspraak")


def earlier(version: Version) -> Version | None:
    """Give the version a version is compared with: the one adopted before it."""
    return (
        queries.adopted(version.code).filter(number__lt=version.number).order_by("-number").first()
    )
