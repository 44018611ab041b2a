"""Make a document as PDF: in memory, tagged for who has it read aloud, with our own fonts alone.

A template (`.typ`) stands in the room it belongs to. It imports the look of the house and gets
what it tells as `told`; texts are told, not written in it, so that they are translated.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import typst
from django.http import HttpResponse
from django.utils import translation

from rechtop import env

TYPE = "application/pdf"
_STANDARD: Final = "ua-1"  # refuses what cannot be read aloud: no title, a picture without words
_ROOT = env.CODE / "rechtop"
_NOWHERE = _ROOT / "no-packages"


class NotClean(Exception):
    """The document was made with a warning: a font or a character is not there."""


def write(
    template: str,
    told: Mapping[str, Any],
    *,
    at: datetime.datetime,
    attached: Mapping[str, str] | None = None,
) -> bytes:
    """Make a PDF of a template, named by its path in the code, in the language that is read now.

    `told` has at least a title. `attached` gives texts that travel inside as files, by name. The
    same content gives the same bytes: `at` is the day and time the document tells of itself.
    """
    language = (translation.get_language() or "nl")[:2]
    everything = {**told, "language": language, "attached": attached or {}}
    compiler = typst.Compiler(
        _ROOT / template,
        root=_ROOT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    made, warnings = compiler.compile_with_warnings(
        format="pdf",
        sys_inputs={"told": json.dumps(everything)},
        pdf_standards=[_STANDARD],
        timestamp=int(at.timestamp()),
    )
    if warnings or not isinstance(made, bytes):
        raise NotClean("; ".join(str(warning) for warning in warnings))
    return made


def answer(name: str, content: bytes) -> HttpResponse:
    """Answer with a PDF, to be kept under this name."""
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@cache
def _fonts() -> typst.Fonts:
    """Give the fonts that come with the compiler; those of the machine are left alone."""
    return typst.Fonts(include_system_fonts=False)
