"""Let a text lead to the articles it names: `{% load policies %}{% article_links text %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from rechtop.ground.kernel.languages import Text
from rechtop.tools.policies import queries
from rechtop.tools.policies.models import PolicyVersion

register = template.Library()

_KEPT = "policies_named_in_force"
_BLANK_LINE = re.compile(r"\n\s*\n")


@register.simple_tag(takes_context=True)
def article_links(context: template.Context, text: Any) -> SafeString:
    """Show a text in which "art. 6 gedragscode" leads to that article, as it is in force.

    At the desk to every policy; on pages for everybody to public ones alone; on paper and in
    files, where there is no request, to none. Asks the database once for a whole page. What it
    gives is escaped, so that a filter may follow:
    `{% article_links text as shown %}{{ shown|linebreaks }}`.
    """
    request = context.get("request")
    text = str(text) if isinstance(text, Text) else text
    if request is None or not _is_plain(text) or not queries.may_mention(text):
        return conditional_escape(text)
    room = "policies" if _is_desk(request) else "policies_public"
    shown, at = SafeString(), 0
    for one in queries.mentions(text, _named(request)):
        if _BLANK_LINE.search(text[one.start : one.end]):
            continue  # two paragraphs, and a link stands in one
        url = f"{reverse(f'{room}:policy', args=[one.slug])}#{one.anchor}"
        link = format_html('<a href="{}">{}</a>', url, text[one.start : one.end])
        shown += conditional_escape(text[at : one.start]) + link
        at = one.end
    return shown + conditional_escape(text[at:])


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline_with_articles(context: template.Context, entries: Iterable[Any]) -> dict[str, Any]:
    """Show what happened, as `timeline` does; the texts lead to the articles they name."""
    return {"entries": [_entry(context, one) for one in entries]}


@register.inclusion_tag("ui/facts.html", takes_context=True)
def facts_with_articles(
    context: template.Context, pairs: Sequence[tuple[str, Any]]
) -> dict[str, Any]:
    """Show facts, as `facts` does; the values lead to the articles they name."""
    shown = [(label, value) for label, value in pairs if value not in ("", None)]
    return {
        "pairs": [
            (label, article_links(context, value) if _is_plain(value) else value)
            for label, value in shown
        ]
    }


def _entry(context: template.Context, one: Any) -> dict[str, Any]:
    told = one if isinstance(one, Mapping) else vars(one)
    text = told.get("text")
    return {**told, "text": article_links(context, text) if text else ""}


def _is_plain(text: object) -> bool:
    """Say whether this is text, and not something shown already."""
    return isinstance(text, str) and not isinstance(text, SafeString)


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith("/desk/")


def _named(request: HttpRequest) -> list[PolicyVersion]:
    """Give what can be named, asked once and kept with the request."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, queries.named_in_force(public=not _is_desk(request)))
    found: list[PolicyVersion] = getattr(request, _KEPT)
    return found
