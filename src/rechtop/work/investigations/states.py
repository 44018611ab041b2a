"""The states of an investigation, and the fixed words it is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class Standing(models.TextChoices):
    """Where an investigation stands."""

    ASKED = "asked", _("Wacht op een besluit")
    DECLINED = "declined", _("Geen onderzoek")
    ORDERED = "ordered", _("Opdracht gegeven")
    SWORN = "sworn", _("Wacht op de sleutel")
    RUNNING = "running", _("Onderzoek loopt")
    DRAFT = "draft", _("Concept bij betrokkenen")
    REPORTED = "reported", _("Eindrapport ligt bij de beslisser")
    NOTED = "noted", _("Beslisser las het eindrapport")
    FINISHED = "finished", _("Beëindigd")


BUSY = _("Iemand werkt net aan het onderzoek. Probeer het zo nog een keer.")

_STOP = {"finish": Standing.FINISHED}
_REPLACE = {"replace": Standing.ORDERED}
"""Whoever goes on with an investigation declares secrecy first, as who began it did. Meanwhile who
has a draft can react to it, and it goes on where it was: `begin_again` where drafts are out,
`begin_reported` where the report is final, `begin_noted` where who decides has read it."""


def _where_nobody_works(state: Standing) -> dict[str, Standing]:
    """Give what goes on while who investigates holds no key: who decides waits for nobody."""
    return dict.fromkeys(("react", "choose", "take_note", "decide"), state)


INVESTIGATION = Transitions(
    {
        Standing.ASKED: {
            "order": Standing.ORDERED,
            "decline": Standing.DECLINED,
            "choose": Standing.ASKED,
            "lapse": Standing.FINISHED,
        },
        Standing.DECLINED: {},
        Standing.ORDERED: {
            "sign": Standing.SWORN,
            **_where_nobody_works(Standing.ORDERED),
            **_REPLACE,
            **_STOP,
        },
        Standing.SWORN: {
            "begin": Standing.RUNNING,
            "begin_again": Standing.DRAFT,
            "begin_reported": Standing.REPORTED,
            "begin_noted": Standing.NOTED,
            **_where_nobody_works(Standing.SWORN),
            **_REPLACE,
            **_STOP,
        },
        Standing.RUNNING: {
            "work": Standing.RUNNING,
            "send_draft": Standing.DRAFT,
            "send_final": Standing.REPORTED,
            "choose": Standing.RUNNING,
            **_REPLACE,
            **_STOP,
        },
        Standing.DRAFT: {
            "work": Standing.DRAFT,
            "send_draft": Standing.DRAFT,
            "react": Standing.DRAFT,
            "send_final": Standing.REPORTED,
            "choose": Standing.DRAFT,
            **_REPLACE,
            **_STOP,
        },
        Standing.REPORTED: {
            "share_final": Standing.REPORTED,
            "take_note": Standing.NOTED,
            "choose": Standing.REPORTED,
            **_REPLACE,
            **_STOP,
        },
        Standing.NOTED: {
            "share_final": Standing.NOTED,
            "decide": Standing.NOTED,
            "choose": Standing.NOTED,
            **_REPLACE,
            **_STOP,
        },
        Standing.FINISHED: {
            "decide": Standing.FINISHED,
            "choose": Standing.FINISHED,
            "share_final": Standing.FINISHED,
        },
    }
)

TO_SIGN = (Standing.ORDERED, Standing.SWORN)
"""In these states who investigates holds no key yet."""

TO_TELL = (Standing.REPORTED, Standing.NOTED)
"""In these states who investigates has one thing left: to let people read the outcome."""

OVER = (Standing.DECLINED, Standing.FINISHED)
"""In these states nothing runs any more, and a new decision can be asked."""


class Bureau(models.TextChoices):
    """Who investigates: someone of the authority's own audit unit, or of a bureau outside."""

    INTERNAL = "internal", _("Intern, door de eigen onderzoekers")
    EXTERNAL = "external", _("Extern, door een bureau")


class Role(models.TextChoices):
    """As what someone is heard."""

    REPORTER = "reporter", _("Melder")
    CONCERNED = "concerned", _("Betrokkene")
    WITNESS = "witness", _("Getuige")
    INFORMANT = "informant", _("Informant")
    EXPERT = "expert", _("Deskundige")


class Way(models.TextChoices):
    """How someone answered what was written down of their hearing."""

    SIGNED = "signed", _("Ondertekend op papier")
    LETTER = "letter", _("Per brief")
    MAIL = "mail", _("Per e-mail")
    SPOKEN = "spoken", _("Mondeling")


class Objection(models.TextChoices):
    """Whether someone objected to a measure."""

    NONE = "none", _("Geen bezwaar bekend")
    MADE = "made", _("Bezwaar gemaakt")
    FOUNDED = "founded", _("Bezwaar gegrond")
    UNFOUNDED = "unfounded", _("Bezwaar ongegrond")
