"""Let any page open an action point: `{% load action_points %}{% points_from "case" case.pk %}`."""

from __future__ import annotations

from typing import Any

from django import template

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.refs import Ref
from rechtop.tools.action_points import queries, rules

register = template.Library()


@register.inclusion_tag("action_points/from_origin.html", takes_context=True)
def points_from(context: template.Context, kind: str, number: int) -> dict[str, Any]:
    """Show the action points that came from something, and where to open one; the team alone."""
    may_keep = bool(rules.may_keep(context["request"].actor))
    return {
        "may_keep": may_keep,
        "points": queries.from_origin(Ref(kind, number)) if may_keep else [],
        "year": clock.today().year,
        "kind": kind,
        "number": number,
    }
