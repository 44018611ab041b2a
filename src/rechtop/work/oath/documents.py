"""Write the certificate of someone and the list of a session as a PDF: in memory, tagged."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch, pdf
from rechtop.people.organisation import queries as organisation
from rechtop.work.oath import queries
from rechtop.work.oath.models import Registration, Session
from rechtop.work.oath.states import Form

_FOLDER = "work/oath/templates/oath"


def certificate(registration: Registration) -> bytes:
    """Write that someone took the oath or promise or signed the statement, with its words.

    The same registration gives the same bytes. Raises pdf.NotClean for what has no letter in our
    fonts.
    """
    with translation.override("nl"):
        told = {
            "title": _title(registration.form),
            "author": _authority(),
            "who": registration.person.name,
            "sentence": _sentence(registration),
            "body": registration.wording.body.split("\n"),
            "facts": [
                [label, value]
                for label, value in (
                    (_("Afgelegd bij"), registration.official),
                    (_("Getuige"), registration.witness_name),
                    (_("Besluit"), registration.wording.decree),
                    (_("Nummer"), str(registration.pk)),
                )
                if value
            ],
        }
        return pdf.write(f"{_FOLDER}/certificate.typ", told, at=_noon(registration.taken_on))


def _title(form: str) -> str:
    if form == Form.STATEMENT:
        return _("Integriteitsverklaring")
    return _("Bewijs van de eed") if form == Form.OATH else _("Bewijs van de belofte")


def _sentence(registration: Registration) -> str:
    said = {"who": registration.person.name, "day": dutch.day(registration.taken_on)}
    if registration.form == Form.STATEMENT:
        return _("%(who)s heeft deze verklaring getekend op %(day)s.") % said
    if registration.form == Form.OATH:
        return _("%(who)s heeft deze eed afgelegd op %(day)s.") % said
    return _("%(who)s heeft deze belofte afgelegd op %(day)s.") % said


def signed_list(session: Session) -> bytes:
    """Write who took the oath or promise at a session, with room to sign."""
    with translation.override("nl"):
        taken = list(queries.taken_at(session))
        told: dict[str, Any] = {
            "title": _("Eed en belofte op %(day)s") % {"day": dutch.day(session.day)},
            "author": _authority(),
            "sentence": _("Deze mensen legden de eed of de belofte af. Aantal: %(count)s.")
            % {"count": len(taken)},
            "heading": [_("Naam"), _("Afgelegd bij"), _("Getuige"), _("Handtekening")],
            "rows": [
                [one.person.name, one.official, one.witness_name, ""]
                for one in taken  # not which of both: it tells of belief, and the list goes round
            ],
        }
        return pdf.write(f"{_FOLDER}/list.typ", told, at=_noon(session.day))


def _authority() -> str:
    found = organisation.authority()
    return found.name if found else ""


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), clock.HERE)
