"""Make a document as PDF: in memory, tagged for who has it read aloud, with our own fonts alone.

A template (`.typ`) stands in the room it belongs to. It imports the look of the house and gets
what it tells as `told`; texts are told, not written in it, so that they are translated.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import typst
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from rechtop import env

TYPE = "application/pdf"
UNPRINTABLE = _("In deze tekst staat een teken dat niet in een PDF kan.")
"""What someone reads whose text is `NotClean`."""

_STANDARD: Final = "ua-1"  # refuses what cannot be read aloud: no title, a picture without words
_ROOT = env.CODE / "rechtop"
_NOWHERE = _ROOT / "no-packages"
_READER = _ROOT / "ground" / "ui" / "pdf_inside.py"
_LONGEST_SECONDS = 60  # it comes last in line; what it may reckon itself is bounded in the reader


class NothingInside(Exception):
    """There is no such file in this document, or it is no document."""


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
    try:
        made, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"told": json.dumps(everything)},
            pdf_standards=[_STANDARD],
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:  # a character no font of ours has, in most cases
        raise NotClean from error
    if warnings or not isinstance(made, bytes):
        raise NotClean("; ".join(str(warning) for warning in warnings))
    return made


def inside(content: bytes, name: str, *, at_most: int) -> bytes:
    """Take a file of at most so many bytes out of a PDF that a stranger brings.

    It is read in a process with bounds of its own. Raises NothingInside for whatever does not hold
    such a file, also for what was made to burst open.
    """
    # Not our environment: a process that reads what strangers made need not know it.
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_READER), name, str(at_most)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_SECONDS,
            check=True,
            env={},
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NothingInside from error
    return done.stdout


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
