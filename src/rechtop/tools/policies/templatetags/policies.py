"""Let a text lead to the articles it names: `{% load policies %}{% article_links text %}`."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from rechtop.tools.policies import queries

register = template.Library()

_KEPT = "policies_named_in_force"


@register.simple_tag(takes_context=True)
def article_links(context: template.Context, text: str) -> SafeString:
    """Show a text in which "art. 6 gedragscode" leads to that article, as it is in force.

    At the desk to every policy; on pages for everybody to public ones alone; on paper and in
    files, where there is no request, to none. Asks the database once for a whole page.
    """
    request = context.get("request")
    if request is None or not queries.may_mention(text):
        return conditional_escape(text)
    is_desk = request.path.startswith("/desk/")
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, queries.named_in_force(public=not is_desk))
    room = "policies" if is_desk else "policies_public"
    shown, at = SafeString(), 0
    for one in queries.mentions(text, getattr(request, _KEPT)):
        url = f"{reverse(f'{room}:policy', args=[one.slug])}#{one.anchor}"
        link = format_html('<a href="{}">{}</a>', url, text[one.start : one.end])
        shown += conditional_escape(text[at : one.start]) + link
        at = one.end
    return shown + conditional_escape(text[at:])
