"""Seal, open, give and close the files of a case.

A case has a file of its own, perhaps one for the identity of who reported, and one for each time
its row was proposed. The same people hold all of them, and they are closed for the same people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import NewFile, OpenFile, Piece
from rechtop.ground.vault.models import KeyPair, Part, SealedFile, Sphere
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import queries
from rechtop.work.cases.models import Case


def closed_from_start(about: Collection[int], positions: Collection[str]) -> set[int]:
    """Give the people for whom a new case stays closed: whom it is about, by name or position."""
    return {*about, *organisation.people_about(positions)}


def can_hold(person: int, about: Collection[int], positions: Collection[str] = ()) -> bool:
    """Say whether someone can hold a new case: on duty, vouched for, and not whom it is about."""
    known = organisation.receivers().known
    holders = known.holders_of({person} - closed_from_start(about, positions))
    return bool(known.recipients(holders, Sphere.CASES))


def seal_report(
    pieces: Sequence[Piece],
    identity: Mapping[str, str],
    *,
    about: Collection[int],
    positions: Collection[str] = (),
    reporter: KeyPair | None = None,
    besides: Collection[int] = (),
) -> list[SealedFile]:
    """Seal a report for who receives today, and its identity apart where a name was given.

    `about` names people it is about, `positions` those it is about whoever is in them. `besides`
    get it too. Raises Refused where no person would be left to open it.
    """
    receivers, closed = organisation.receivers(), closed_from_start(about, positions)
    recipients = partial(receivers.for_new_file, without=closed, besides=besides, about=positions)
    to_all = recipients(Sphere.CASES)
    if not any(receivers.known.bearer_of(one.pair) for one in to_all):
        raise Refused(Verdict(False, _("Er is niemand die deze melding kan openen.")))
    wanted = [NewFile(Sphere.CASES, to_all, pieces, reporter, closed)]
    if identity:
        named = Piece(Part.SHARED, "identity", identity)
        to_all = recipients(Sphere.IDENTITIES)
        wanted.append(NewFile(Sphere.IDENTITIES, to_all, [named], reporter, closed))
    return files.create(*wanted)


def seal_row(case: Case, texts: Mapping[str, str], *, reader: int, by: Actor) -> SealedFile:
    """Seal the texts of a row for who holds the case and its second reader.

    Raises Excluded for a reader the case is closed for, NotVouched for one without a vouched key.
    """
    main, receivers = opened(case, by), organisation.receivers()
    if reader in main.excluded():
        raise files.Excluded
    if not receivers.known.recipients(receivers.known.holders_of({reader}), Sphere.CASES):
        raise files.NotVouched
    people = main.people(receivers.known) | {reader}
    recipients = receivers.for_people(people, Sphere.CASES)
    row = Piece(Part.INNER, "row", texts)
    new = NewFile(Sphere.CASES, recipients, [row], excluded=main.excluded())
    return files.create(new)[0]


def opened(case: Case, by: Actor) -> OpenFile:
    """Open the file of a case itself. Raises NoKey."""
    return files.open_file(case.pk, by.keyring)


def all_opened(case: Case, by: Actor) -> list[OpenFile]:
    """Open every file of a case, its own first. Raises NoKey where one does not open."""
    return [files.open_file(number, by.keyring) for number in queries.files_of(case)]


def give_to(person: int, dossier: Sequence[OpenFile]) -> None:
    """Give someone the key of every file of a case.

    Raises NotVouched for whom has no vouched key and duty, Excluded for whom it is closed.
    """
    known = organisation.receivers().known
    for file in dossier:
        recipients = known.recipients(known.holders_of({person}), file.file.sphere)
        if not recipients:
            raise files.NotVouched
        file.share(recipients[0])


def refer(position: str, dossier: Sequence[OpenFile]) -> None:
    """Give every file of a case to who receives what is about a position, and close it for who is
    in it. Raises NobodyLeft where no person would remain, NotVouched where none is set for it."""
    receivers = organisation.receivers()
    members, main = receivers.instead([position]), dossier[0]
    closed = main.excluded() | organisation.people_about([position])
    free = [n for n in members if receivers.known.holders[n].bearer not in closed]
    if not free:
        raise files.NotVouched
    for file in dossier:
        file.exclude(closed, instead=receivers.known.recipients(free, file.file.sphere))


def close_for(person: int, dossier: Sequence[OpenFile]) -> None:
    """Close every file of a case for someone, whatever keys they have or will get.

    Where fewer than two people remain, those of the alternate roster get all of it. Raises
    NobodyLeft where no person would remain.
    """
    main, receivers = dossier[0], organisation.receivers()
    closed = main.excluded() | {person}
    left = receivers.known.holders_of(main.people(receivers.known) - closed)
    instead: list[int] = []
    if len(left) < vault.FEWEST_RECIPIENTS:
        instead = receivers.alternates(without=closed, besides=left)
    if not [*left, *instead]:
        raise files.NobodyLeft
    for file in dossier:
        file.exclude(closed, instead=receivers.known.recipients(instead, file.file.sphere))
