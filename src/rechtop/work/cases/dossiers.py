"""Seal, open, give and close the files of a case.

A case has a file of its own, and one for each time its row was proposed. The same people hold all
of them. Who reported stands apart, with the custodians of names. All are closed for the same
people.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.post import operations as post
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import NewFile, OpenFile, OpenItem, Piece
from rechtop.ground.vault.models import KeyPair, Part, SealedFile, Sphere
from rechtop.ground.vault.proofs import REPORTING_POINT, Moment
from rechtop.people.organisation import queries as organisation
from rechtop.tools.proofs import operations as proofs
from rechtop.work.cases import queries
from rechtop.work.cases.models import NONE, POLICE_REPORT, Case, Row

_CLOSED_FOR = "closed_for"


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
    to_all = receivers.for_new_file(Sphere.CASES, without=closed, besides=besides, about=positions)
    if not any(receivers.known.bearer_of(one.pair) for one in to_all):
        raise Refused(Verdict(False, _("Er is niemand die deze melding kan openen.")))
    told = [*pieces, *about_positions(positions), *_closed_for(closed)]
    if not identity:
        return files.create(NewFile(Sphere.CASES, to_all, told, reporter, closed))
    ticket, named = _identity_pieces(identity)
    keep = receivers.for_identity(without=closed)
    return files.create(
        NewFile(Sphere.CASES, to_all, [*told, ticket], reporter, closed),
        NewFile(Sphere.IDENTITIES, keep, [named], reporter, closed),
    )


def about_positions(codes: Collection[str]) -> list[Piece]:
    """Note which positions a case is about, so that it stays closed for who is in them later."""
    content = {"codes": sorted({*codes})}
    return [Piece(Part.INNER, queries.POSITIONS, content)] if codes else []


def seal_identity(main: OpenFile, identity: Mapping[str, str], reporter: KeyPair) -> SealedFile:
    """Seal who reported for who keeps names today and for the reporter, in the reporter's session.

    Whom the case is closed for stands in the header, which a reporter's key does not open; the
    custodians among them stand in the shared part too.
    """
    notes = [item.content["people"] for item in main.items() if item.kind == _CLOSED_FOR]
    closed = {person for people in notes for person in people}
    left = [item.content for item in main.items() if item.kind == post.NOTICE][-1:]
    ticket, named = _identity_pieces(identity)
    told = [named, *(Piece(Part.SHARED, post.NOTICE, content) for content in left)]
    recipients = organisation.receivers().for_identity(without=closed)
    made = files.create(NewFile(Sphere.IDENTITIES, recipients, told, reporter, closed))
    main.write(ticket)
    return made[0]


def keep_identity(case: Case, main: OpenFile, identity: Mapping[str, str], by: Actor) -> int:
    """Keep what a reporter tells of who they are; give the number of the file it lies in.

    A way to reach them that was known without a name stays, unless they give another.
    """
    if case.identity_file is None:
        return seal_identity(main, identity, by.keyring.pair()).pk
    kept = files.open_file(case.identity_file, by.keyring)
    known = next(item.content for item in reversed(kept.items()) if item.kind == "identity")
    told = {name: text for name, text in identity.items() if text}
    kept.write(Piece(Part.SHARED, "identity", {**known, **told}))
    return case.identity_file


def _identity_pieces(identity: Mapping[str, str]) -> tuple[Piece, Piece]:
    """Make what the file of a case and that of an identity hold to belong to each other.

    Both know the same ticket. So a custodian can tell a question by who holds the case from one
    that was slipped in, and whether database and question speak of the same case.
    """
    ticket = secrets.token_hex(16)
    named = Piece(Part.SHARED, "identity", {**identity, "ticket": ticket})
    return Piece(Part.SHARED, "identity_ticket", {"ticket": ticket}), named


def _closed_for(people: Collection[int]) -> list[Piece]:
    """Note in the shared part which custodians the case is closed for, if any: a reporter who
    gives their name later, gives it to the others."""
    closed = queries.custodians_among(people)
    return [Piece(Part.SHARED, _CLOSED_FOR, {"people": closed})] if closed else []


def seal_row(case: Case, texts: Mapping[str, str], *, reader: int, by: Actor) -> SealedFile:
    """Seal the texts of a row for who holds the case and its second reader.

    Raises Excluded for a reader the case is closed for, NotVouched for one without a vouched key.
    """
    main, receivers = opened(case, by), organisation.receivers()
    if reader in queries.shut_out_of(main):
        raise files.Excluded
    if not receivers.known.recipients(receivers.known.holders_of({reader}), Sphere.CASES):
        raise files.NotVouched
    people = main.people(receivers.known) | {reader}
    recipients = receivers.for_people(people, Sphere.CASES)
    row = Piece(Part.INNER, "row", texts)
    new = NewFile(Sphere.CASES, recipients, [row], excluded=main.excluded())
    return files.create(new)[0]


def report_entered(report: Mapping[str, str], *, by: Actor) -> Piece:
    """Give what someone of ours took in of a reporter without a mailbox, with the proof that it
    came in now: a report of detriment after it can show that."""
    told = {**report, "author": by.number}
    proven = proofs.proven(told, Moment.REPORT, to=REPORTING_POINT, names=list(report))
    return Piece(Part.INNER, "report", proven)


def report_proven(report: Mapping[str, str], attachments: Sequence[Mapping[str, Any]]) -> Piece:
    """Give what a report tells with the proof that it is received now, with these files."""
    content = proofs.proven(
        report,
        Moment.REPORT,
        to=REPORTING_POINT,
        names=list(report),
        attachments=[told["digest"] for told in attachments],
    )
    return Piece(Part.SHARED, "report", content)


def files_proven(pieces: Sequence[Piece], *, to: str) -> list[Piece]:
    """Give what is told of files with the proof that they are sent now, each by name and digest."""
    return [
        replace(
            piece,
            content=proofs.proven(
                piece.content,
                Moment.MESSAGE,
                to=to,
                names=["name"],
                attachments=[piece.content["digest"]],
            ),
        )
        for piece in pieces
    ]


def opened(case: Case, by: Actor) -> OpenFile:
    """Open the file of a case itself. Raises NoKey."""
    return files.open_file(case.pk, by.keyring)


def tell(case: Case, kind: str, content: Mapping[str, Any], *, by: Actor) -> None:
    """Write something for the reporter, inside an operation, and let them know of it by mail where
    they asked for that."""
    file = opened(case, by)
    file.write(Piece(Part.SHARED, kind, content))
    post.let_reporter_know(file.items())


def leave_address(case: Case, closed: str, language: str, *, by: Actor) -> None:
    """Keep the sealed address a reporter leaves, or that they leave none; forget the one before.

    It stands beside their name too: there a custodian writes to them, who does not hold the case.
    """
    own = [case.pk, case.identity_file] if case.identity_file else [case.pk]
    opened = [files.open_file(number, by.keyring) for number in own]
    post.forget(i.content["address"] for i in opened[0].items() if i.kind == post.NOTICE)
    for file in opened:
        file.write(Piece(Part.SHARED, post.NOTICE, {"address": closed, "language": language}))


def let_know(case: Case, *, by: Actor) -> None:
    """Let the reporter know by mail that there is something, where they asked for that, inside an
    operation. Raises NoKey."""
    post.let_reporter_know(opened(case, by).items())


def proposed_closing(case: Case, by: Actor) -> dict[str, Any]:
    """Give what triage, forwarding and an investigation already say of how a case closes; what a
    closing said after that counts before it. Raises NoKey.

    Measures come as often as they were taken, those of an earlier closing first. A report to the
    police that was decided on is one too, also where it was not written down as such.
    """
    told: dict[str, Any] = {}
    closed_with: list[str] = []
    police: dict[str, bool] = {}
    for item in queries.read(case, by):
        if item.kind == "triage":
            told["types"] = item.content["types"]
        elif item.kind == "forwarded":
            told["conclusion"] = "forwarded"
        elif item.kind == "closing":
            told, police = {}, {}
            closed_with = [code for code, _against in item.content["measures"] if code != NONE]
        elif item.kind == "investigation_measure":
            told.setdefault("measures", [*closed_with]).append(item.content["code"])
        elif item.kind == "investigation_police":
            police[item.content["investigation"]] = item.content["reports"]
        else:
            told |= _of_investigation(item)
    if any(police.values()) and POLICE_REPORT not in told.get("measures", closed_with):
        told.setdefault("measures", [*closed_with]).append(POLICE_REPORT)
    return told


def _of_investigation(item: OpenItem) -> dict[str, Any]:
    """Give what a turn of an investigation says of how a case closes."""
    if item.kind == "investigation_ordered" and item.content.get("commissioner"):
        return {"commissioner": item.content["commissioner"]}
    if item.kind == "investigation_begun":
        return {"is_investigated": "yes"}
    return {}


def all_opened(case: Case, by: Actor) -> list[OpenFile]:
    """Open every file of a case, its own first. Raises NoKey where one does not open.

    Its row is held before the file of that, as by who judges it.
    """
    list(Row.objects.select_for_update().filter(case=case))
    return [files.open_file(number, by.keyring) for number in queries.files_of(case)]


def give_to(person: int, dossier: Sequence[OpenFile]) -> None:
    """Give someone the key of every file of a case.

    Raises NotVouched for whom has no vouched key and duty, Excluded for whom it is closed.
    """
    known = organisation.receivers().known
    if person in queries.shut_out_of(dossier[0]):
        raise files.Excluded
    for file in dossier:
        recipients = known.recipients(known.holders_of({person}), file.file.sphere)
        if not recipients:
            raise files.NotVouched
        file.share(recipients[0])


def hand_over(
    person: int, dossier: Sequence[OpenFile], *, reason: str, keeps: bool, by: Actor
) -> None:
    """Give someone a case to go on with, write down why, and let go of the own key unless it is
    kept. Raises as `give_to`, and NobodyLeft where no person would remain."""
    give_to(person, dossier)
    content = {"author": by.number, "receiver": person, "text": reason}
    dossier[0].write(Piece(Part.INNER, "handover", content))
    if not keeps:
        for file in dossier:
            file.leave(by.number or 0)


def refer(position: str, dossier: Sequence[OpenFile]) -> frozenset[int]:
    """Give every file of a case to who receives what is about a position, and close it for who is
    in it; give for whom it is closed now. Raises NobodyLeft where no person would remain,
    NotVouched where none is set for it."""
    receivers = organisation.receivers()
    members, main = receivers.instead([position]), dossier[0]
    closed = queries.shut_out_of(main) | organisation.people_about([position])
    free = [n for n in members if receivers.known.holders[n].bearer not in closed]
    if not free:
        raise files.NotVouched
    for piece in _closed_for(closed):
        main.write(piece)
    for file in dossier:
        file.exclude(closed, instead=receivers.known.recipients(free, file.file.sphere))
    return closed


def close_for(people: Collection[int], dossier: Sequence[OpenFile]) -> frozenset[int]:
    """Close every file of a case for these people, whatever keys they have or will get; give for
    whom it is closed now: also for who is in a position it is about.

    Where fewer than two people remain, those of the alternate roster get all of it. Raises
    NobodyLeft where no person would remain.
    """
    main, receivers = dossier[0], organisation.receivers()
    closed = queries.shut_out_of(main) | {*people}
    left = receivers.known.holders_of(main.people(receivers.known) - closed)
    instead: list[int] = []
    if len(left) < vault.FEWEST_RECIPIENTS:
        instead = receivers.alternates(without=closed, besides=left)
    if not [*left, *instead]:
        raise files.NobodyLeft
    for piece in _closed_for(closed):
        main.write(piece)
    for file in dossier:
        file.exclude(closed, instead=receivers.known.recipients(instead, file.file.sphere))
    return closed


def let_go_of(people: Collection[int], dossier: Sequence[OpenFile]) -> None:
    """Take the keys of these people to every file of a case; they can be given them again.

    Where fewer than two people remain, those of the alternate roster get all of it. Raises
    NobodyLeft where no person would remain.
    """
    main, receivers = dossier[0], organisation.receivers()
    left = receivers.known.holders_of(main.people(receivers.known) - {*people})
    instead: list[int] = []
    if len(left) < vault.FEWEST_RECIPIENTS:
        without = queries.shut_out_of(main) | {*people}
        instead = receivers.alternates(without=without, besides=left)
    for file in dossier:
        for recipient in receivers.known.recipients(instead, file.file.sphere):
            file.share(recipient)
        for person in people:
            file.leave(person)
