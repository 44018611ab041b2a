"""What an investigation does with the sealed files of its case: write, give, take, make a draft.

The draft of one person lies in a file of its own beside that of the case. Who holds the case holds
it; the person it is for opens the shared part of it with seven words, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault.files import NewFile, OpenFile, Piece
from rechtop.ground.vault.models import KeyPair, Part, SealedFile, Sphere
from rechtop.ground.vault.reporters import ReporterKey
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import BesideFile, Case
from rechtop.work.investigations import queries
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.pieces import PREFIX


def write(investigation: Investigation, kind: str, content: Mapping[str, Any], by: Actor) -> str:
    """Write a piece in the file of the case, inside an operation; give its number. Raises NoKey."""
    told = {
        "investigation": investigation.number,
        "author": by.number,
        "day": clock.today().isoformat(),
        **content,
    }
    return str(_held(investigation, by).write(Piece(Part.INNER, PREFIX + kind, told)).pk)


def read(investigation: Investigation, by: Actor) -> queries.Dossier:
    """Read what is of this investigation, with the file held until the operation ends."""
    return queries.dossier(investigation, _held(investigation, by).items())


def hold(investigation: Investigation) -> None:
    """Hold the case until the operation ends: before its file and its steps, as who works in the
    case itself does. So two who act in both wait for each other, and never both."""
    Case.objects.select_for_update().get(pk=investigation.case_id)


def _held(investigation: Investigation, by: Actor) -> OpenFile:
    hold(investigation)
    return files.open_file(investigation.case_id, by.keyring)


def give(case: Case, person: int, by: Actor) -> None:
    """Give someone the key of every file of a case.

    Raises NotVouched for whom has no vouched key and duty, Excluded for whom it is closed, NoKey
    where the giver does not hold all of it.
    """
    known, dossier = organisation.receivers().known, _all_opened(case, by)
    if person in cases.shut_out_of(dossier[0]):
        raise files.Excluded
    for opened in dossier:
        recipients = known.recipients(known.holders_of({person}), Sphere.CASES)
        if not recipients:
            raise files.NotVouched
        opened.share(recipients[0])


def take(case: Case, person: int, by: Actor) -> None:
    """Take someone's key to every file of a case, and give the files new keys.

    They are not shut out: they can be given it again. Raises NoKey and NobodyLeft.
    """
    for opened in _all_opened(case, by):
        opened.leave(person)


def _all_opened(case: Case, by: Actor) -> list[OpenFile]:
    return [files.open_file(number, by.keyring) for number in cases.files_of(case)]


def seal_draft(case: Case, pieces: list[Piece], reader: ReporterKey, by: Actor) -> SealedFile:
    """Seal a draft for who holds the case and for the words of the one who reads it."""
    main, receivers = files.open_file(case.pk, by.keyring), organisation.receivers()
    pair = KeyPair(locator=reader.locator, public=reader.public)
    rows.insert([pair])
    recipients = receivers.for_people(main.people(receivers.known), Sphere.CASES)
    new = NewFile(Sphere.CASES, recipients, pieces, pair, main.excluded())
    file = files.create(new)[0]
    rows.insert([BesideFile(file=file.pk, case=case)])
    return file
