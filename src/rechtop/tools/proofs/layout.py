"""What stands on a receipt, in the words of the person who reads it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui import dutch
from rechtop.ground.vault import proofs
from rechtop.ground.vault.proofs import Copy, Moment, Receipt, Statement

_OF = {
    Moment.REPORT: gettext_lazy("Bewijs van ontvangst van een melding"),
    Moment.ACKNOWLEDGEMENT: gettext_lazy("Bewijs van een bevestiging aan de melder"),
    Moment.FEEDBACK: gettext_lazy("Bewijs van terugkoppeling aan de melder"),
    Moment.OUTCOME: gettext_lazy("Bewijs van de uitkomst"),
    Moment.MESSAGE: gettext_lazy("Bewijs van een bericht"),
}
_WHAT = {
    Moment.REPORT: gettext_lazy("een melding"),
    Moment.ACKNOWLEDGEMENT: gettext_lazy("de bevestiging dat een melding is ontvangen"),
    Moment.FEEDBACK: gettext_lazy("terugkoppeling over een melding"),
    Moment.OUTCOME: gettext_lazy("de uitkomst van een melding"),
    Moment.MESSAGE: gettext_lazy("een bericht bij een melding"),
}
_TO = {
    proofs.REPORTER: gettext_lazy("de melder"),
    proofs.REPORTING_POINT: gettext_lazy("het meldpunt: wie daar meldingen ontvangt"),
}
_WORDS = {
    "what": gettext_lazy("Wat is er gebeurd?"),
    "when": gettext_lazy("Wanneer was dat?"),
    "where": gettext_lazy("Waar was dat?"),
    "who": gettext_lazy("Over wie gaat het?"),
    "positions": gettext_lazy("Gaat over"),
    "who_knows": gettext_lazy("Weet iemand anders hiervan?"),
    "asks": gettext_lazy("Wat vraagt u van ons?"),
    "text": gettext_lazy("Bericht"),
    "name": gettext_lazy("Naam van het bestand"),
}


def title(statement: Statement) -> str:
    """Name a receipt by what it is of."""
    return str(_OF[Moment(statement.moment)])


def facts(statement: Statement) -> list[tuple[str, str]]:
    """Give what a receipt states, without the marks that only a machine compares."""
    return [
        (_("Overheid"), statement.authority),
        (_("Waarvan"), str(_WHAT[Moment(statement.moment)])),
        (_("Wanneer"), moment(statement.signed_at())),
        (_("Aan wie"), str(_TO[statement.to])),
        (_("Nummer van dit bewijs"), statement.number),
    ]


def moment(at: datetime.datetime) -> str:
    """Write a Dutch moment to the second, with how far the clock then was from world time."""
    text = _("%(day)s, %(time)s uur Nederlandse tijd (UTC%(offset)s)")
    offset = at.strftime("%z")
    return text % {
        "day": dutch.day(at.date()),
        "time": at.strftime("%H:%M:%S"),
        "offset": f"{offset[:3]}:{offset[3:5]}",
    }


def marks(receipt: Receipt) -> list[tuple[str, str]]:
    """Give what is compared mark by mark."""
    stated = receipt.statement
    position, _colon, digest = stated.trail.partition(":")
    trail = _("regel %(position)s: %(digest)s") if digest else ""
    told = [
        (_("Zegel op de inhoud"), proofs.in_groups(stated.commitment)),
        (_("Sleutel van de overheid"), stated.key),
        (_("Handtekening"), proofs.in_groups(receipt.signature.hex())),
        (_("Stand van het logboek"), _trail(trail, position, digest)),
    ]
    return [(label, value) for label, value in told if value]


def _trail(text: str, position: str, digest: str) -> str:
    return text % {"position": position, "digest": proofs.in_groups(digest)} if text else ""


def words(copy: Copy) -> list[tuple[str, str]]:
    """Give what an own copy holds: each text under its question, each attachment by its digest."""
    texts = [(str(_WORDS.get(name, name)), text) for name, text in copy.texts.items()]
    return texts + [
        (_("Bijlage (SHA-256)"), proofs.in_groups(digest)) for digest in copy.attachments
    ]


def document(receipt: Receipt, address: str) -> dict[str, Any]:
    """Give everything that stands on the printed receipt; `address` is where anyone checks it."""
    stated = receipt.statement
    to_us = stated.to != proofs.REPORTER
    what = (
        _("Hiermee laat u zien dat wij dit van u kregen, en wanneer.")
        if to_us
        else _("Hiermee laat u zien dat wij u dit schreven, en wanneer.")
    )
    return {
        "title": title(stated),
        "author": stated.authority,
        "what": [what, _("Wat er precies staat, is hier niet te lezen. Dat houdt u zelf.")],
        "facts": facts(stated),
        "meaning_title": _("Zo laat u ook de inhoud zien"),
        "meaning": [
            _(
                "Bij dit bewijs hoort uw eigen kopie. Die haalt u op bij uw melding. Geef beide "
                "aan iemand die u vertrouwt. Die kan dan nagaan dat de tekst precies klopt."
            )
        ],
        "check_title": _("Zo gaat iemand dit na"),
        "check": [
            _("Ga naar %(address)s en kies dit bestand. Iedereen kan dat doen.")
            % {"address": address},
            _(
                "Gebruik het bestand zelf, niet een afdruk of een foto. In het bestand zit het "
                "bewijs ook in een vorm die een computer leest. De sleutel van de overheid staat "
                "op dezelfde bladzijde; vergelijk haar met die hieronder."
            ),
        ],
        "marks_title": _("Kenmerken"),
        "marks": [(label, value, "code") for label, value in marks(receipt)],
    }
