"""Make a case of its own of a part of a case, or of what its reporter tells after it.

What was reported once can be about two things, with other people concerned. Each then has a file,
a procedure and an outcome of its own. So has what happens to a reporter because they reported.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import NewFile, OpenItem, Piece
from rechtop.ground.vault.models import Part, Sphere
from rechtop.ground.vault.trust import Recipient
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT
from rechtop.work.cases import dossiers, queries, registrations, rules
from rechtop.work.cases.models import Case
from rechtop.work.cases.states import State


@operation("case.split_off", allowed=rules.may_split_off)
def split_off(
    case: Case,
    *,
    report: Mapping[str, str],
    about: Collection[int],
    positions: Collection[str] = (),
    by: Actor,
) -> Case:
    """Make a case of a part, received on the same day and by the same channel.

    Who handles the case holds this one too, but for whom it is about and for whom the case is
    closed; where fewer than two people remain, the alternate roster receives. Where it is about
    `positions` that the case is not about, those set for these receive, and of the others who
    splits it alone. It has no mailbox: the reporter hears of it in that of the case. An
    acknowledgement of the whole was one of the part.
    Raises Invalid where nobody would remain.
    """
    main = dossiers.opened(case, by)
    before = queries.positions_in(main.items())
    more = {*positions} - {code for codes in before for code in codes}
    closed = queries.shut_out_of(main) | dossiers.closed_from_start(about, more)
    people = main.people(organisation.receivers().known) - closed
    people -= queries.guests_in(case)
    if more:
        people &= {by.number}
        named = {*more, *(code for codes in before for code in codes)}
        recipients = _set_for(named, people, closed)
    else:
        recipients = _holders(people, closed)
    pieces = _pieces_of_part(main.items(), report, more, by)
    new = NewFile(Sphere.CASES, recipients, pieces, excluded=closed)
    part = Case(
        received_on=case.received_on,
        received_year=case.received_year,
        channel=case.channel,
        entered_by_id=by.number,
        handler_id=next((one for one in (case.handler_id, by.number) if one in people), None),
        has_mailbox=False,
    )
    if case.acknowledged_on:
        part.state, part.acknowledged_on = State.ACKNOWLEDGED, case.acknowledged_on
    registrations.take_in(part, files.create(new))
    if part.acknowledged_on:
        deadlines.meet(part.ref, ACKNOWLEDGEMENT, on=part.acknowledged_on)
        registrations.count_feedback_from(part, part.acknowledged_on)
    return part


def _pieces_of_part(
    items: Sequence[OpenItem], report: Mapping[str, str], more: Collection[str], by: Actor
) -> list[Piece]:
    """Tell what a part is about, also by what its case is: it goes by hand as that does."""
    told = [*queries.positions_told(items).values(), queries.in_words(sorted(more))]
    about = {"positions": ", ".join(filter(None, told))}
    return [
        dossiers.report_entered({**report, **about}, by=by),
        Piece(Part.INNER, "split_off", {"author": by.number, "text": ""}),
        *(
            piece
            for codes in (*queries.positions_in(items), more)
            for piece in dossiers.about_positions(codes)
        ),
    ]


@operation("case.entered_after", allowed=rules.may_enter_after)
def enter_after(
    case: Case,
    *,
    report: Mapping[str, str],
    received_on: datetime.date,
    about: Collection[int],
    positions: Collection[str] = (),
    more: Sequence[Piece] = (),
    by: Actor,
) -> Case:
    """Make a case of what a reporter without a mailbox told after this one, by the same channel.

    It is received like any other report, by those set for it where it or the first one is about
    `positions`, and stays closed for whom it is about and for whom the first one is closed. Who
    takes it in holds and handles it, unless that is them. `more` goes in as well. Raises Invalid
    where nobody could open it.
    """
    main = dossiers.opened(case, by)
    closed = queries.shut_out_of(main) | {*about}
    first = {code for codes in queries.positions_in(main.items()) for code in codes}
    told = {"positions": queries.in_words(sorted(positions))} if positions else {}
    positions = {*first, *positions}
    taker = by.number or 0
    handler = taker if dossiers.can_hold(taker, closed, positions) else None
    pieces = [dossiers.report_entered({**report, **told}, by=by), *more]
    try:
        made = dossiers.seal_report(
            pieces, {}, about=closed, positions=positions, besides={handler} if handler else ()
        )
    except Refused as error:
        raise _nobody_left() from error
    later = Case(
        received_on=received_on,
        received_year=received_on.year,
        channel=case.channel,
        entered_by_id=by.number,
        handler_id=handler,
        has_mailbox=False,
        is_named=False,
    )
    return registrations.take_in(later, made)


def _nobody_left() -> Invalid:
    return Invalid(
        about=_("Dan kan niemand deze zaak openen. Zet eerst meer vervangers op het rooster.")
    )


def _set_for(
    positions: Collection[str], besides: Collection[int], closed: Collection[int]
) -> list[Recipient]:
    receivers = organisation.receivers()
    found = receivers.for_new_file(Sphere.CASES, without=closed, besides=besides, about=positions)
    if not any(receivers.known.bearer_of(one.pair) for one in found):
        raise _nobody_left()
    return found


def _holders(people: Collection[int], closed: Collection[int]) -> list[Recipient]:
    receivers = organisation.receivers()
    known = receivers.known
    holders = known.holders_of(people)
    if len(holders) < vault.FEWEST_RECIPIENTS:
        holders = [*holders, *receivers.alternates(without=closed, besides=holders)]
    if not holders:
        raise _nobody_left()
    return known.recipients([*holders, *known.recovery()], Sphere.CASES)
