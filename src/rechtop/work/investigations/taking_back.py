"""What can be taken back of what an investigator wrote, and what was, in words."""

from __future__ import annotations

import textwrap

from django.utils.translation import gettext as _

from rechtop.work.investigations import documents, presenting
from rechtop.work.investigations.queries import Dossier

_SHORT = 60


def to_choose(told: Dossier, sent: str) -> list[tuple[str, str]]:
    """Give what can be taken back, to choose from, each with its first words: two statements of
    one day are told apart. What was `sent` stays, so that who sends it once more is told so."""
    return [
        (number, f"{title}: {textwrap.shorten(text, _SHORT, placeholder='…')}")
        for listed in _pieces(told.whole).values()
        for number, title, text in listed
        if number not in told.gone or number == sent
    ]


def taken_back(told: Dossier) -> dict[str, list[dict[str, str]]]:
    """Give by kind what was taken back, each as it stood, with why."""
    return {
        kind: [
            {"title": title, "text": text, "why": told.gone[number]}
            for number, title, text in listed
            if number in told.gone
        ]
        for kind, listed in _pieces(told.whole).items()
    }


def _pieces(told: Dossier) -> dict[str, list[tuple[str, str, str]]]:
    """Give of each kind the pieces: number, title and text."""
    titles = dict([*presenting.statements(told), *presenting.evidence(told)])
    said = [said for one in presenting.heard(told) for said in one.statements]
    return {
        "findings": [
            (
                one["number"],
                _("Bevinding: %(title)s") % one,
                f"{one['text']}\n\n{documents.rests_on(one)}",
            )
            for one in presenting.findings(told)
        ],
        "statements": [
            (one.number, titles[one.number], "\n\n".join([one.text, *documents.answers(one)]))
            for one in said
        ],
        "exhibits": [
            (
                one["number"],
                titles[one["number"]],
                "\n".join([one["provenance"], *(name for _number, name in one["files"])]),
            )
            for one in presenting.exhibits(told)
        ],
        "means": [
            (
                one["number"],
                f"{one['label']} ({_('heimelijk')})" if one["is_covert"] else one["label"],
                one["text"],
            )
            for one in presenting.means(told)
        ],
    }
