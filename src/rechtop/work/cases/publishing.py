"""Write the row of a case for the annual report, and let a second reader approve it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import dossiers, queries, rules
from rechtop.work.cases.models import Case, Row, RowFile
from rechtop.work.cases.states import ROW, RowState


@operation("row.proposed", allowed=rules.may_propose_row)
def propose_row(case: Case, *, texts: Mapping[str, str], reader: Person, by: Actor) -> Row:
    """Write the row for publication and give it to a second reader, sealed for both.

    Raises Invalid where the reader is the author, has no vouched key, or is a person concerned.
    """
    if reader.pk == by.number:
        raise Invalid(reader=_("De tweede lezer is een ander dan de schrijver."))
    refusal = Invalid(reader=_("Deze persoon kan deze rij niet lezen."))
    if not organisation.with_duty(*rules.SECOND_READERS).filter(pk=reader.pk).exists():
        raise refusal
    try:
        file = dossiers.seal_row(case, texts, reader=reader.pk, by=by)
    except files.Excluded as error:
        raise refusal from error
    except files.NotVouched as error:
        raise Invalid(reader=_("Deze persoon heeft nog geen bevestigde sleutel.")) from error
    row = Row.objects.filter(case=case).first() or Row(case=case)
    row.state = ROW.after(row.state, "propose") if row.pk else RowState.PROPOSED
    row.number, row.file = random_number(), file.pk
    row.author_id, row.reader = by.number or 0, reader
    row.proposed_on, row.approved_on = clock.today(), None
    _set_texts(row, dict.fromkeys(Row.TEXTS, ""))
    row.save()
    RowFile.objects.create(file=file.pk, case=case)
    return row


@operation("row.approved", allowed=rules.may_approve_row)
def approve_row(row: Row, *, shown: str, by: Actor) -> None:
    """Approve the row as second reader: from now on its texts are clear.

    `shown` is the number of the row as it was read. Raises Invalid where it was written anew since.
    """
    _see_that_shown(row, shown)
    _set_texts(row, queries.row_texts(row, by))
    row.state, row.approved_on = ROW.after(row.state, "approve"), clock.today()
    row.save()


@operation("row.sent_back", allowed=rules.may_send_back_row)
def send_back_row(row: Row, *, shown: str, remark: str, by: Actor) -> None:
    """Send the row, as it was read, back to its author with a remark."""
    _see_that_shown(row, shown)
    opened = files.open_file(row.file or 0, by.keyring)
    opened.write(Piece(Part.INNER, "remark", {"author": by.number, "text": remark}))
    row.state = ROW.after(row.state, "send_back")
    row.save(update_fields=["state"])


def _set_texts(row: Row, texts: Mapping[str, str]) -> None:
    for name in Row.TEXTS:
        setattr(row, name, texts[name])


def _see_that_shown(row: Row, shown: str) -> None:
    if row.number != shown:
        raise Invalid(row=_("De schrijver heeft deze rij intussen veranderd. Lees haar opnieuw."))
