"""Everything that happens to a case."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.vault import files, gone
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import KeyPair, Part, SealedFile
from rechtop.ground.vault.proofs import REPORTER, REPORTING_POINT, Moment
from rechtop.ground.vault.reporters import ReporterKey
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines.models import ACKNOWLEDGEMENT, FEEDBACK
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.evidence import operations as evidence
from rechtop.tools.procedures.layout import Act
from rechtop.tools.proofs import operations as proofs
from rechtop.tools.runs import operations as runs
from rechtop.work.cases import dossiers, leaving, models, queries, registrations, rules
from rechtop.work.cases.models import MEETING_POINT, ApartFile, Case, HandedOver, Row, RowFile
from rechtop.work.cases.states import CASE, RowState


@operation("case.received", allowed=rules.may_receive)
def receive(
    *,
    report: Mapping[str, str],
    identity: Mapping[str, str],
    about: Collection[int],
    reporter: ReporterKey,
    positions: Collection[str] = (),
    by: Actor,
    attachments: Sequence[Mapping[str, Any]] = (),
    draft: bytes = b"",
    channel: str = MEETING_POINT,
    received_on: datetime.date | None = None,
    taken_down_by: int | None = None,
    more: Sequence[Piece] = (),
) -> Case:
    """Make a case of a report: sealed with the proof of it, registered, its terms running.

    The proof is of what the case holds, so not of a name: who reads the case could otherwise try
    names on it. `about` names the people of the roster whom it is about, `positions` those it is
    about whoever is in them: these get no key, and those set for it receive. `attachments` tells
    of the files that came with the `draft` of this name; they are the case's from now on. Of one
    that was spoken, who took it down handles it, unless it is about them. `more` goes in as well.
    """
    on = received_on or clock.today()
    can_handle = taken_down_by and dossiers.can_hold(taken_down_by, about, positions)
    handler = taken_down_by if can_handle else None
    pair = KeyPair(locator=reporter.locator, public=reporter.public)
    rows.insert([pair])
    pieces = [
        dossiers.report_proven(report, attachments),
        *(evidence.from_reporter(told) for told in attachments),
        *more,
    ]
    registration = Case(
        received_on=on,
        received_year=on.year,
        channel=channel,
        entered_by_id=taken_down_by,
        handler_id=handler,
        has_mailbox=True,
        is_named=bool(identity.get("name")),
    )
    besides = {handler} if handler else set()
    made = dossiers.seal_report(
        pieces, identity, about=about, positions=positions, reporter=pair, besides=besides
    )
    evidence.take_over(attachments, draft=draft, file=made[0])
    return registrations.take_in(registration, made)


@operation("case.entered", allowed=rules.may_enter)
def enter(
    *,
    channel: str,
    received_on: datetime.date,
    report: Mapping[str, str],
    identity: Mapping[str, str],
    about: Collection[int],
    positions: Collection[str] = (),
    by: Actor,
) -> Case:
    """Enter a case that reached the authority another way, through a manager or by letter.

    Who enters it gets its key as well and handles it, unless it is about them.
    """
    if received_on > clock.today():
        raise Invalid(received_on=_("Deze dag ligt in de toekomst."))
    if channel in models.MADE_HERE:
        raise Invalid(channel=_("Meldpunt en uitvraag maken zelf een zaak. Kies een andere weg."))
    writer = by.number or 0
    handler = writer if dossiers.can_hold(writer, about, positions) else None
    registration = Case(
        received_on=received_on,
        received_year=received_on.year,
        channel=channel,
        entered_by_id=by.number,
        handler_id=handler,
        has_mailbox=False,
        is_named=bool(identity.get("name")),
    )
    pieces = [dossiers.report_entered(report, by=by)]
    besides = {handler} if handler else set()
    made = dossiers.seal_report(pieces, identity, about=about, positions=positions, besides=besides)
    return registrations.take_in(registration, made)


@operation("case.handed_in", allowed=rules.may_hand_in)
def hand_in(
    *,
    report: Mapping[str, str],
    types: Collection[str],
    about: Collection[int],
    positions: Collection[str] = (),
    by: Actor,
) -> Case:
    """Take in what a manager handled themselves: sealed for who receives today, handled by nobody.

    A manager gets no key by it. Who handed it in stands in the file alone.
    """
    piece = dossiers.report_entered(report, by=by)
    made = dossiers.seal_report([piece], {}, about=about, positions=positions)
    return registrations.take_in_handled(made, types)


@operation("case.opened", allowed=rules.may_open)
def open_case(case: Case, *, by: Actor) -> OpenCase:
    """Open the file; that someone did stands on the trail."""
    main = dossiers.opened(case, by)
    return OpenCase(case, main.items(), main.excluded())


@dataclass(frozen=True)
class OpenCase:
    """A case with what its file holds."""

    case: Case
    items: list[files.OpenItem] = field(repr=False)
    closed_for: Collection[int] = field(repr=False, default=())


@operation("case.assigned", allowed=rules.may_assign)
def assign(case: Case, *, to: Person, by: Actor) -> None:
    """Give the case to a handler, with its key. Raises Invalid for whom it is closed, and for who
    investigates it."""
    refusal = Invalid(to=_("Deze persoon kan deze zaak niet krijgen."))
    _see_that_does_not_investigate(case, to)
    if not organisation.with_duty(*rules.HANDLERS).filter(pk=to.pk).exists():
        raise refusal
    try:
        dossiers.give_to(to.pk, dossiers.all_opened(case, by))
    except (files.NotVouched, files.Excluded) as error:
        raise refusal from error
    leaving.give_along(case, to, by)
    case.handler = to
    case.save(update_fields=["handler"])


@operation("case.handed_over", allowed=rules.may_hand_over)
def hand_over(case: Case, *, to: Person, reason: str, keeps: bool, by: Actor) -> None:
    """Give the case to a colleague who goes on with it; unless one keeps the key, one's own goes.

    What one handled, they handle from now on, where that is their duty. Raises Invalid for whom it
    is closed, who investigates it or has no key, and where one cannot open every part of it.
    """
    if to.pk == by.number:
        raise Invalid(to=_("Kies een collega."))
    _see_that_does_not_investigate(case, to)
    if case.handler_id == by.number:
        _change_handler(case, to, keeps, by)
    try:
        dossier = dossiers.all_opened(case, by)
        dossiers.hand_over(to.pk, dossier, reason=reason, keeps=keeps, by=by)
    except (files.NotVouched, files.Excluded, files.NobodyLeft) as error:
        raise Invalid(to=_("Deze persoon kan deze zaak niet krijgen.")) from error
    except files.NoKey as error:
        raise Invalid(to=_("U kunt niet elk deel van dit dossier openen.")) from error
    leaving.give_along(case, to, by)
    if not keeps:
        let_go(case, queries.files_of_one(case, by.number or 0))
        leaving.take_reading_from(case, [by.number or 0])
    told = {"giver_id": by.number, "on": clock.today()}
    HandedOver.objects.update_or_create(case=case, receiver=to, defaults=told)


def _see_that_does_not_investigate(case: Case, to: Person) -> None:
    if to.pk in queries.guests_in(case):
        raise Invalid(to=_("Deze persoon onderzoekt deze zaak. Kies een ander."))


def _change_handler(case: Case, to: Person, keeps: bool, by: Actor) -> None:
    can_handle = organisation.with_duty(*rules.HANDLERS).filter(pk=to.pk).exists()
    if keeps and not can_handle:
        return
    case.handler = to if can_handle else None
    case.save(update_fields=["handler"])
    if case.has_mailbox and can_handle:
        tell_reporter(case, "handler_changed", {"from": "authority"}, by=by)


@operation("case.handovers_seen", allowed=rules.may_see_handovers)
def see_handovers(*, by: Actor) -> None:
    """Note that one has seen what was handed over."""
    HandedOver.objects.filter(receiver=by.number).delete()


@operation("case.acknowledged", allowed=rules.may_acknowledge)
def acknowledge(
    case: Case,
    *,
    on: datetime.date,
    message: str,
    by: Actor,
    moment: Moment = Moment.ACKNOWLEDGEMENT,
) -> None:
    """Acknowledge receipt, with a message where the reporter has a mailbox.

    Meets the seven-day term and counts that of feedback from this day. `moment` is what the
    message is a proof of, where it tells more at once.
    """
    if not case.day_received <= on <= clock.today():
        raise Invalid(on=_("Kies een dag tussen de ontvangst en vandaag."))
    if case.has_mailbox and not message:
        raise Invalid(message=_("Schrijf de melder een bericht."))
    if message:
        _write_message(case, message, by, moment)
    case.state = CASE.after(case.state, "acknowledge")
    case.acknowledged_on = on
    case.save(update_fields=["state", "acknowledged_on", "reporter_waits_since"])
    deadlines.meet(case.ref, ACKNOWLEDGEMENT, on=on)
    registrations.count_feedback_from(case, on)
    runs.act(case.ref, Act.ACKNOWLEDGED, on=on)


@operation("case.registered", allowed=rules.may_register)
def register(
    case: Case,
    *,
    regime: str,
    is_wrongdoing: bool | None,
    is_union_law_breach: bool | None,
    by: Actor,
    steps: str = "",
    reason: str = "",
    shown: str | None = None,
) -> None:
    """Register procedure and flags. The procedure it was taken in under stays as first set.
    `shown` is what stood there as it was read, where it was; another one is refused.

    The case begins the steps of that procedure, or of another one that `steps` names. Once it goes
    through steps it leaves those for what `steps` names alone, and with a reason. Raises Invalid.
    """
    registrations.see_that_it_stands_as(case, shown)
    case.regime = regime
    case.regime_taken_in = case.regime_taken_in or regime
    case.is_wrongdoing = is_wrongdoing
    case.is_union_law_breach = is_union_law_breach
    case.save()
    registrations.follow(case, steps, reason=reason, by=by)


@operation("case.message_sent", allowed=rules.may_write_to_reporter)
def write_to_reporter(
    case: Case, *, text: str, is_feedback: bool, by: Actor, moment: Moment | None = None
) -> None:
    """Write to the reporter; as feedback it meets the three-month term."""
    told = Moment.FEEDBACK if is_feedback else Moment.MESSAGE
    _write_message(case, text, by, moment or told)
    if is_feedback:
        case.feedback_on = case.feedback_on or clock.today()
        deadlines.meet(case.ref, FEEDBACK, on=clock.today())
        runs.act(case.ref, Act.FEEDBACK, on=clock.today())
    case.save(update_fields=["reporter_waits_since", "feedback_on"])


def _write_message(case: Case, text: str, by: Actor, moment: Moment) -> None:
    content = {"from": "authority", "author": by.number, "text": text}
    proven = proofs.proven(content, moment, to=REPORTER, names=["text"])
    dossiers.tell(case, "message", proven, by=by)
    case.reporter_waits_since = None


tell_reporter, let_reporter_know = dossiers.tell, dossiers.let_know
as_registered = registrations.as_registered


def keep_apart(case: Case, file: SealedFile, *, person: int | None = None) -> None:
    """Note that a sealed file belongs to a case: of the custodians, or of one person alone."""
    ApartFile.objects.create(file=file.pk, case=case, person_id=person)


def let_go(case: Case, numbers: Collection[int]) -> None:
    """Take away passing files of a case, inside an operation."""
    vault.take_away(numbers)
    ApartFile.objects.filter(case=case, file__in=numbers).exclude(person=None).delete()


def take_in_name(case: Case, identity: Mapping[str, str], *, by: Actor) -> None:
    """Take in who reported from a reporter who tells it now, inside an operation.

    Who works on the case reads that they did, and not who they are.
    """
    opened = dossiers.opened(case, by)
    case.identity_file = dossiers.keep_identity(case, opened, identity, by)
    opened.write(Piece(Part.SHARED, "made_known", {"from": "reporter"}))
    case.is_named, case.name_destroyed_on = True, None
    case.reporter_waits_since = case.reporter_waits_since or clock.now()
    case.save(
        update_fields=["identity_file", "is_named", "name_destroyed_on", "reporter_waits_since"]
    )


@operation("case.feedback_noted", allowed=rules.may_note_feedback)
def note_feedback(case: Case, *, on: datetime.date, by: Actor) -> None:
    """Note that feedback was given outside the mailbox, on a day."""
    if not case.day_received <= on <= clock.today():
        raise Invalid(on=_("Kies een dag tussen de ontvangst en vandaag."))
    case.feedback_on = case.feedback_on or on
    case.save(update_fields=["feedback_on"])
    deadlines.meet(case.ref, FEEDBACK, on=on)
    runs.act(case.ref, Act.FEEDBACK, on=on)


@operation("case.reporter_wrote", allowed=rules.may_write_as_reporter)
def write_as_reporter(case: Case, *, text: str, by: Actor) -> None:
    """Let the reporter answer or add something."""
    content = {"from": "reporter", "text": text}
    proven = proofs.proven(content, Moment.MESSAGE, to=REPORTING_POINT, names=["text"])
    dossiers.opened(case, by).write(Piece(Part.SHARED, "message", proven))
    case.reporter_waits_since = case.reporter_waits_since or clock.now()
    case.save(update_fields=["reporter_waits_since"])


@operation("case.notice_asked", allowed=rules.may_ask_notice, by_day=True)
def ask_notice(case: Case, *, address: str, language: str, by: Actor) -> None:
    """Let the reporter leave an address for "there is something for you", or take it back.

    It is sealed twice: in the file, and inside that with a key of this server. So it opens neither
    for who holds the case nor for who holds the server, but for both together while mail goes out.
    """
    dossiers.leave_address(case, post.closed(address) if address else "", language, by=by)


@operation("case.reporter_added_files", allowed=rules.may_write_as_reporter)
def add_files_as_reporter(
    case: Case, *, attachments: Sequence[Mapping[str, Any]], by: Actor
) -> None:
    """Let the reporter add files that have arrived."""
    pieces = [evidence.from_reporter(told) for told in attachments]
    proven = dossiers.files_proven(pieces, to=REPORTING_POINT)
    evidence.keep(dossiers.opened(case, by), proven)
    case.reporter_waits_since = case.reporter_waits_since or clock.now()
    case.save(update_fields=["reporter_waits_since"])


@operation("case.view_tidied", allowed=rules.may_tidy_view, by_day=True)
def tidy_view(case: Case, *, away: Collection[str], by: Actor) -> None:
    """Let the reporter take messages out of their own view, by number; the file keeps them all.

    `away` is everything that is out of view from now on. It is remembered outside the database
    too, so that a restore shows nothing that was taken out of view since.
    """
    opened = dossiers.opened(case, by)
    turn = queries.view_of(case, opened.items()).turn + 1
    opened.write(Piece(Part.SHARED, "view", {"away": sorted(away), "turn": turn}))
    gone.remember(queries.marks_of_view(case, queries.View(turn, frozenset(away))))


@operation("case.words_proven", allowed=rules.may_prove_words, by_day=True)
def prove_words(case: Case, *, by: Actor) -> None:
    """Note the day on which the reporter first typed the seven words back.

    A machine that sends reports by the thousand does not; so these come first in the inbox.
    """
    case.words_proven_on = case.words_proven_on or clock.today()
    case.save(update_fields=["words_proven_on"])


@operation("case.note_written", allowed=rules.may_note)
def write_note(case: Case, *, text: str, by: Actor) -> None:
    """Write an internal note; the reporter's key does not open it."""
    dossiers.opened(case, by).write(Piece(Part.INNER, "note", {"author": by.number, "text": text}))


@operation("case.person_concerned_named", allowed=rules.may_name_person_concerned)
def name_person_concerned(
    case: Case, *, name: str, description: str, person: Person | None, by: Actor
) -> None:
    """Register a person concerned. If that person has or gets keys, none opens this case.

    The key goes at once, whatever their duty, and every file of the case gets a new key. Where
    fewer than two people remain who can open it, the alternate roster gets the key. Of who reported
    nobody else gets the key. Raises Invalid where nobody would remain.
    """
    content = {
        "author": by.number,
        "name": name,
        "description": description,
        "person": person.pk if person else None,
    }
    dossiers.opened(case, by).write(Piece(Part.INNER, "person_concerned", content))
    if person is not None:
        close_for(case, [person.pk], by)
        leaving.close_along(case, [person.pk], by)


def close_for(case: Case, people: Collection[int], by: Actor) -> None:
    """Close every file of a case for people, inside an operation. Raises Invalid where nobody would
    remain, and where one cannot open every part of it."""
    try:
        closed = dossiers.close_for(people, dossiers.all_opened(case, by))
        for one in closed:
            close_apart(case, one)
    except files.NobodyLeft as error:
        raise Invalid(
            person=_(
                "Dan kan niemand deze zaak meer openen. Geef de zaak eerst aan een andere "
                "behandelaar, of zet meer vervangers op het rooster."
            )
        ) from error
    except files.NoKey as error:
        raise Invalid(
            person=_("U kunt niet elk deel van dit dossier openen. Laat een collega dit doen.")
        ) from error
    leaving.take_work_from(case, closed)


def close_apart(case: Case, person: int) -> None:
    """Close for someone what the custodians hold of a case, and take away what they hold alone."""
    for number in queries.files_with_custodians(case):
        vault.close_unopened(number, {person})
    let_go(case, queries.files_of_one(case, person))


@operation("case.referred", allowed=rules.may_refer)
def refer(case: Case, *, position: str, reason: str, by: Actor) -> None:
    """Give the case to who receives what is about a position: it turns out to be about those.

    Who has a duty in that position loses the key, also who does this. Raises Invalid where nobody
    is set to receive it.
    """
    content = {"author": by.number, "text": reason, "position": position}
    dossiers.opened(case, by).write(Piece(Part.INNER, "referral", content))
    try:
        closed = dossiers.refer(position, dossiers.all_opened(case, by))
        for person in closed:
            close_apart(case, person)
    except (files.NotVouched, files.NobodyLeft) as error:
        raise Invalid(
            position=_("Hiervoor staat nog niemand op een rooster. Laat eerst een rooster tekenen.")
        ) from error
    leaving.close_along(case, closed, by)
    leaving.take_work_from(case, closed)


@operation("registrations.taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of the registrations without a file, as one whole."""
    registrations.write(changes, delivery=delivery)


@operation("case.file_destroyed", allowed=rules.may_forget)
def forget_file(case: Case, *, declaration: str, by: Actor) -> None:
    """Let the registration stay alone, after its files were destroyed: with the approved row, and
    with nobody who worked on it."""
    registrations.leave_alone(case, declaration)


@operation("case.name_destroyed", allowed=rules.may_forget)
def forget_name(case: Case, *, by: Actor) -> None:
    """Note that who reported was destroyed, while the file of the case stays."""
    ApartFile.objects.filter(case=case).delete()
    case.identity_file, case.name_destroyed_on = None, clock.today()
    case.save(update_fields=["identity_file", "name_destroyed_on"])


@operation("case.row_files_destroyed", allowed=rules.may_forget)
def forget_row_files(case: Case, *, by: Actor) -> None:
    """Note that the sealed versions of an approved row were destroyed; its clear texts stay."""
    RowFile.objects.filter(case=case).delete()
    Row.objects.filter(case=case, state=RowState.APPROVED).update(file=None)
