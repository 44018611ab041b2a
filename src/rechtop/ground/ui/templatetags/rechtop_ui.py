"""The components every page uses: `{% load rechtop_ui %}`."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch, forms, terms

register = template.Library()
register.filter("day", dutch.day)
register.filter("moment", dutch.moment)
register.filter("number", dutch.number)
register.filter("size", dutch.size)
register.filter("errors_of", forms.errors_of)


_BADGE = '<span class="utrecht-badge-status utrecht-badge-status--{}{}">{}</span>'


@register.simple_tag
def badge(text: str, kind: str = "neutral") -> SafeString:
    """Show a status; kind is neutral, info, good, warn or bad."""
    return format_html(_BADGE, kind, "", text)


@register.simple_tag
def term(
    due: datetime.date | None,
    met: datetime.date | None = None,
    paused: datetime.date | None = None,
    at_once: bool = False,
) -> SafeString:
    """Show how a term stands today."""
    told = terms.term_text(due, met, clock.today(), paused, at_once=at_once)
    return format_html(_BADGE, told.kind, " rechtop-term", told.text)


@register.inclusion_tag("ui/timeline.html")
def timeline(entries: list[Any]) -> dict[str, Any]:
    """Show what happened: entries have at, title, and may have text, who and kind."""
    return {"entries": entries}


@register.inclusion_tag("ui/facts.html")
def facts(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Show facts as pairs of a label and a value; empty values are left out."""
    return {"pairs": [(label, value) for label, value in pairs if value not in ("", None)]}


@register.inclusion_tag("ui/empty.html")
def empty_state(heading: str, text: str = "") -> dict[str, Any]:
    """Say that there is nothing here, and what that means."""
    return {"heading": heading, "text": text}


_BAR = (
    '<svg class="rechtop-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">'
    '<rect class="rechtop-bar__whole" width="100" height="4"/>'
    '<rect class="rechtop-bar__part" width="{}" height="4"/></svg>'
)


@register.simple_tag
def bar(part: int | None, whole: int | None = 100) -> SafeString:
    """Draw which part of a whole a number is; the number itself stands beside it in words."""
    return format_html(_BAR, round(100 * (part or 0) / whole)) if whole else format_html("")
