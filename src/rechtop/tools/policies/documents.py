"""Write a version of a policy as a PDF: in memory, tagged, from the same parts as its page."""

from __future__ import annotations

import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch, pdf
from rechtop.tools.policies import layout
from rechtop.tools.policies.models import PolicyVersion

_TEMPLATE = "tools/policies/templates/policies/policy.typ"


def as_pdf(version: PolicyVersion, *, authority: str) -> bytes:
    """Write an adopted version, in Dutch as its text is; the same version gives the same bytes.

    Raises pdf.NotClean where a character of the text is in none of our fonts.
    """
    with translation.override("nl"):
        told = {
            "title": version.policy.title,
            "author": authority,
            "standing": _(
                "%(kind)s, versie %(number)s. Vastgesteld op %(adopted)s, geldt vanaf %(on)s."
            )
            % {
                "kind": version.policy.get_kind_display(),
                "number": version.number,
                "adopted": dutch.day(version.adopted_on),
                "on": dutch.day(version.in_force_from),
            },
            "sections": [
                {
                    "heading": section.heading,
                    "level": section.level,
                    "blocks": [{"kind": one.kind, "lines": one.lines} for one in section.blocks],
                }
                for section in layout.read(version.body)
            ],
        }
        day = version.adopted_on or clock.today()
        at = datetime.datetime.combine(day, datetime.time(), clock.HERE)
        return pdf.write(_TEMPLATE, told, at=at)
