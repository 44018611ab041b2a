"""Ask for a name, decide on it, open it; give one's name later; give a name to who demands it.

The spheres stay apart. A custodian's session opens the name and seals a copy for who asked alone;
no session holds keys of both. Case and name know the same ticket, and a question tells it. So a
question by who does not hold the case opens nothing, nor does a name put in the place of another.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.post import operations as post
from rechtop.ground.vault import files
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.files import NewFile, OpenFile, Piece
from rechtop.ground.vault.models import Part, SealedFile, Sphere
from rechtop.ground.vault.trust import Recipient
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import giving, outside
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases import rules as cases_rules
from rechtop.work.cases.models import Case
from rechtop.work.cases.outside import NOTHING_TOLD, Outside
from rechtop.work.identities import heard as hearing
from rechtop.work.identities import queries, rules
from rechtop.work.identities.heard import Heard, Time, content_of
from rechtop.work.identities.models import Disclosure, Opening
from rechtop.work.identities.states import DISCLOSURE, OPENING, OpeningState

QUESTION = "question"
ANSWER = "answer"
IDENTITY = "identity"
TOLD = "reporter_told"

DAYS_TO_DECIDE = 30
"""A question nobody answered lapses: who asked can ask again."""

DAYS_TO_OPEN = 7
"""What a custodian approved opens for a week. Own term, not a legal one."""


@operation("identity.asked", allowed=rules.may_ask)
def ask(case: Case, *, reason: str, told: str, by: Actor) -> Opening:
    """Ask the custodians to open who reported, for a reason; `told` is what the reporter reads.

    Raises Invalid where one's question still waits, and where no custodian may open this name.
    """
    running = queries.of_case(case).filter(asked_by=by.number)
    if running.filter(state__in=(OpeningState.ASKED, OpeningState.APPROVED)).exists():
        raise Invalid(reason=_("U hebt dit al gevraagd."))
    duty = next(duty for duty in rules.ASKERS if by.has_duty(duty))
    content = {"reason": reason, "told": told or reason, "duty": duty}
    return Opening.objects.create(
        number=random_number(),
        case=case,
        asked_by_id=by.number or 0,
        duty=duty,
        asked_on=clock.today(),
        file=_sealed_question(case, content, by).pk,
        lapses_on=_in_days(DAYS_TO_DECIDE),
    )


def _in_days(days: int) -> datetime.date:
    return clock.today() + datetime.timedelta(days=days)


def _sealed_question(case: Case, content: Mapping[str, Any], by: Actor) -> SealedFile:
    """Seal a question to the custodians, with what proves that who asks holds the case.

    Whom the case is closed for is shut out of the name at this moment too, and the question says
    so: the next custodian makes it stand in the name's own file.
    """
    main = files.open_file(case.pk, by.keyring)
    closed = case_queries.shut_out_of(main)
    vault.close_unopened(case.identity_file or 0, closed)
    told = {
        **content,
        "asker": by.number,
        "case": case.pk,
        "who": case.pseudonym,
        "ticket": queries.newest(main.items(), "identity_ticket")["ticket"],
        "closed": sorted(closed),
    }
    recipients = _custodians(closed | {by.number or 0})
    piece = Piece(Part.INNER, QUESTION, told)
    file = files.create(NewFile(Sphere.IDENTITIES, recipients, [piece], excluded=closed))[0]
    cases.keep_apart(case, file)
    return file


def _custodians(closed: Collection[int]) -> list[Recipient]:
    receivers = organisation.receivers()
    found = receivers.for_identity(without=closed)
    if not any(receivers.known.bearer_of(one.pair) for one in found):
        raise Invalid(
            reason=_("Er is nu geen bewaarder die deze naam mag openen. Vraag het de coördinator.")
        )
    return found


@dataclass(frozen=True)
class Matched:
    """A question and the open file of the name it asks for; they speak of the same case."""

    question: Mapping[str, Any] = field(repr=False)
    identity: OpenFile = field(repr=False)
    closed: frozenset[int]

    def name(self) -> Mapping[str, Any]:
        """Give who reported."""
        known = queries.newest(self.identity.items(), IDENTITY)
        return {name: known.get(name, "") for name in ("name", "reach")}

    def tell(self, kind: str, content: Mapping[str, Any]) -> None:
        """Write something for the reporter beside their name, and let them know of it."""
        self.identity.write(Piece(Part.SHARED, kind, content))
        post.let_reporter_know(self.identity.items())


def _matched(asked: Opening | Disclosure, by: Actor) -> Matched:
    """Open question and name, and see that they belong together and to this record.

    Raises NoKey where the custodian has no key of either, Invalid where they do not match.
    """
    identity = files.open_file(asked.case.identity_file or 0, by.keyring)
    question = queries.told_in(asked.file, by, QUESTION)
    asker = asked.asked_by_id if isinstance(asked, Opening) else asked.announced_by_id
    ticket = queries.newest(identity.items(), IDENTITY)["ticket"]
    if (question["ticket"], question["case"], question["asker"]) != (ticket, asked.case_id, asker):
        raise Invalid(number=_("Dit verzoek hoort niet bij deze naam. Zeg het de coördinator."))
    closed = identity.excluded() | {*question["closed"]}
    if closed != identity.excluded():
        identity.exclude(closed)
    return Matched(question, identity, frozenset(closed))


@operation("identity.approved", allowed=rules.may_approve)
def approve(opening: Opening, *, by: Actor) -> None:
    """Let the name be opened: seal a copy for who asked, and for nobody else.

    Raises Invalid where question and name do not match, or who asked has no key for cases today or
    works on this one no more; NoKey where this custodian holds no key to the name.
    """
    matched = _matched(opening, by)
    holding = organisation.openers_of([opening.case_id]).get(opening.case_id, set())
    if opening.asked_by_id not in holding:
        raise Invalid(number=_cannot_open())
    content = {**matched.name(), "told": matched.question["told"]}
    opening.lapses_on = _in_days(DAYS_TO_OPEN)
    opening.answer_file = _sealed_answer(opening, content, matched.closed)
    _decide(opening, "approve", by)


@operation("identity.refused", allowed=rules.may_refuse)
def refuse(opening: Opening, *, reason: str, by: Actor) -> None:
    """Keep the name closed, with a reason for who asked. Raises Invalid as `approve` does."""
    matched = _matched(opening, by)
    opening.lapses_on = _in_days(DAYS_TO_DECIDE)
    opening.answer_file = _sealed_answer(opening, {"why_not": reason}, matched.closed)
    _decide(opening, "refuse", by)


def _sealed_answer(opening: Opening, content: Mapping[str, Any], closed: frozenset[int]) -> int:
    known, asker = organisation.receivers().known, opening.asked_by_id
    recipients = known.recipients(known.holders_of({asker} - closed), Sphere.CASES)
    if not recipients:
        raise Invalid(number=_cannot_open())
    piece = Piece(Part.INNER, ANSWER, {**content, "case": opening.case_id})
    new = NewFile(Sphere.CASES, recipients, [piece], excluded=closed, lapses_on=opening.lapses_on)
    file = files.create(new)[0]
    cases.keep_apart(opening.case, file, person=asker)
    return file.pk


def _cannot_open() -> str:
    return _("Wie dit vroeg, kan de zaak nu niet openen, en de naam ook niet.")


def _decide(opening: Opening, verb: str, by: Actor) -> None:
    opening.state = OPENING.after(opening.state, verb)
    opening.decided_by_id, opening.decided_on = by.number, clock.today()
    opening.save()


@operation("identity.opened", allowed=rules.may_open_name)
def open_name(opening: Opening, *, by: Actor) -> Mapping[str, str]:
    """Open the name, and tell the reporter: in which duty, on which day, for what reason.

    One without a mailbox reads nothing: then it waits for who writes down how they heard. Who looks
    again on the same day is told once; on the trail each look stands. Raises NoKey where the answer
    is gone or is not of this case.
    """
    main = files.open_file(opening.case_id, by.keyring)  # first: files in order of their numbers
    answer = queries.told_in(opening.answer_file or 0, by, ANSWER)
    if answer["case"] != opening.case_id or "name" not in answer:
        raise files.NoKey
    if opening.opened_on != clock.today():
        told = {"author": by.number, "duty": opening.duty, "text": answer["told"]}
        if opening.case.has_mailbox:
            cases.tell_reporter(opening.case, "identity_opened", told, by=by)
        else:
            main.write(Piece(Part.INNER, "identity_opened", told))
            opening.untold_since = clock.today()
    opening.state, opening.opened_on = OPENING.after(opening.state, "open"), clock.today()
    opening.save(update_fields=["state", "opened_on", "untold_since"])
    return {name: str(answer[name]) for name in ("name", "reach")}


@operation("identity.opening_told", allowed=rules.may_tell_opened)
def tell_opened(opening: Opening, *, told: Outside, by: Actor) -> None:
    """Write down how a reporter without a mailbox heard that their name was opened, or why not.

    Raises Invalid where something lacks, and for a day before it was opened.
    """
    outside.note(opening.case, told, since=opening.untold_since, by=by)
    opening.untold_since = None
    opening.save(update_fields=["untold_since"])


def lapse_due() -> int:
    """Let everything lapse whose last day has passed; give how much that was."""
    found = list(queries.due())
    for opening in found:
        lapse(opening, by=JOB)
    return len(found)


@operation("identity.lapsed", allowed=rules.may_lapse)
def lapse(opening: Opening, *, by: Actor) -> None:
    """Take the copy of the name away; what was not decided or not opened has lapsed."""
    cases.let_go(opening.case, [opening.answer_file] if opening.answer_file else [])
    opening.answer_file = None
    if opening.state in (OpeningState.ASKED, OpeningState.APPROVED):
        opening.state = OPENING.after(opening.state, "lapse")
    opening.save(update_fields=["state", "answer_file"])


@operation("identity.made_known", allowed=rules.may_make_known)
def make_known(case: Case, *, name: str, reach: str, by: Actor) -> None:
    """Let an anonymous reporter give their name: to the custodians this case is not closed for.

    Who works on the case is told that it happened, and finds the case among those that wait.
    """
    cases.take_in_name(case, {"name": name, "reach": reach}, by=by)


@operation("identity.disclosure_announced", allowed=rules.may_announce)
def announce(
    case: Case,
    *,
    to: str,
    basis: str,
    reasons: str,
    ground: str,
    from_date: datetime.date,
    by: Actor,
) -> Disclosure:
    """Announce that a name must be given to others, with reasons for the reporter.

    The reporter is told first, and nothing is given before the day told; a stated ground alone
    lets it go without. Source: Wet bescherming klokkenluiders, article 1a, which a lawyer must
    confirm; it names no days. Raises Invalid where a demand waits, and for a day that is no later.
    """
    if queries.demands_of(case).filter(decided_by=None).exists():
        raise Invalid(to=_("Er ligt al een vordering bij de bewaarder."))
    if not ground and from_date <= clock.today():
        raise Invalid(from_date=_("Geef de melder tijd: kies een latere dag."))
    from_date = clock.today() if ground else from_date
    content = {"to": to, "basis": basis, "reasons": reasons, "from_date": from_date.isoformat()}
    announced = {"ground": ground, "announced_on": clock.today().isoformat()}
    sealed = _sealed_question(case, {**content, **announced}, by)
    told = {**content, "author": by.number, "text": reasons}
    if ground:
        files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, "disclosure", told))
    else:
        cases.tell_reporter(case, "disclosure", told, by=by)
    return Disclosure.objects.create(
        number=random_number(),
        case=case,
        announced_by_id=by.number or 0,
        announced_on=clock.today(),
        from_date=from_date,
        ground=ground,
        file=sealed.pk,
    )


@operation("identity.disclosed", allowed=rules.may_disclose)
def disclose(
    disclosure: Disclosure,
    *,
    silent_until: datetime.date | None = None,
    heard: Heard | None = None,
    by: Actor,
) -> Mapping[str, str]:
    """Give the name to who demands it, as the second of two people, and write that down.

    The reporter reads it beside their name, unless a ground forbids to tell: then that lasts until
    a day, and they are told afterwards. Of one without a mailbox, `heard` says how they heard of
    the demand, as long ago as they were to have time; or that they cannot be reached. Raises
    Invalid where demand and name do not match, the sealed day has not come, such a day is missing,
    or the reporter did not hear it long enough ago.
    """
    matched = _matched(disclosure, by)
    if matched.question["ground"]:
        _check_day(silent_until)
        disclosure.silent_until = silent_until
    if matched.question["from_date"] > clock.today().isoformat():
        raise Invalid(number=_("De melder heeft nog tijd om te reageren."))
    if not matched.question["ground"] and not disclosure.case.has_mailbox:
        _see_that_they_heard(disclosure, heard or Heard(), matched.question, by)
    _settle(disclosure, "disclose", matched, by)
    return {name: str(text) for name, text in matched.name().items()}


@operation("identity.given_name_seen", allowed=rules.may_see_given)
def see_given(disclosure: Disclosure, *, by: Actor) -> Mapping[str, str]:
    """Show a name again to who gave it today: an answer can get lost on its way to the browser."""
    return {name: str(text) for name, text in _matched(disclosure, by).name().items()}


def _see_that_they_heard(
    disclosure: Disclosure, heard: Heard, question: Mapping[str, Any], by: Actor
) -> None:
    """See that a reporter without a mailbox had the time that was announced, by what was sealed."""
    day = datetime.date.fromisoformat
    announced = day(question.get("announced_on") or disclosure.announced_on.isoformat())
    time = Time(announced, day(question["from_date"]) - announced)
    if wrong := hearing.faults(disclosure.case, heard, time):
        raise Invalid(**wrong)
    _note_beside(disclosure, heard.content(), by)


def _note_beside(disclosure: Disclosure, told: Mapping[str, Any], by: Actor) -> None:
    piece = Piece(Part.INNER, TOLD, {"author": by.number, **told})
    files.open_file(disclosure.file, by.keyring).write(piece)


def _check_day(day: datetime.date | None) -> None:
    if day is None or day <= clock.today():
        raise Invalid(silent_until=_("Kies een dag die nog komt."))


@operation("identity.disclosure_told", allowed=rules.may_tell_later)
def tell_later(
    disclosure: Disclosure, *, text: str = "", told: Outside = NOTHING_TOLD, by: Actor
) -> None:
    """Tell the reporter that their name was given, now that the ground to be silent is over.

    Of one without a mailbox, `told` says how they heard it. Raises Invalid where that is missing.
    """
    matched = _matched(disclosure, by)
    question, given = matched.question, disclosure.decided_on or disclosure.announced_on
    if not disclosure.case.has_mailbox:
        if wrong := outside.faults(disclosure.case, told, since=given):
            raise Invalid(**wrong)
        _note_beside(disclosure, content_of(told), by)
    content = {
        "to": question["to"],
        "basis": question["basis"],
        "author": by.number,
        "text": text,
        "on": disclosure.decided_on.isoformat() if disclosure.decided_on else "",
    }
    matched.tell("disclosed", content)
    disclosure.told_on = told.on or clock.today()
    disclosure.save(update_fields=["told_on"])


@operation("identity.silence_lasts", allowed=rules.may_wait_longer)
def wait_longer(
    disclosure: Disclosure, *, silent_until: datetime.date, reason: str, by: Actor
) -> None:
    """Keep silent until a later day, for a reason that stays beside the name.

    Raises Invalid for a day that has come.
    """
    matched = _matched(disclosure, by)
    _check_day(silent_until)
    told = {"author": by.number, "text": reason, "until": silent_until.isoformat()}
    matched.identity.write(Piece(Part.INNER, "silence_lasts", told))
    disclosure.silent_until = silent_until
    disclosure.save(update_fields=["silent_until"])


@operation("identity.disclosure_declined", allowed=rules.may_decline)
def decline(disclosure: Disclosure, *, by: Actor) -> None:
    """Do not give the name; the reporter who was told of the demand is told of this.

    One without a mailbox reads nothing: then it waits for who writes down how they heard.
    """
    _settle(disclosure, "decline", _matched(disclosure, by), by)


@operation("identity.decline_told", allowed=rules.may_tell_declined)
def tell_declined(disclosure: Disclosure, *, told: Outside, by: Actor) -> None:
    """Write down how a reporter without a mailbox heard that their name was not given, or why not.

    Raises Invalid where something lacks, and for a day before it was declined.
    """
    if wrong := outside.faults(disclosure.case, told, since=disclosure.decided_on):
        raise Invalid(**wrong)
    _note_beside(disclosure, content_of(told), by)
    disclosure.told_on = told.on or clock.today()
    disclosure.save(update_fields=["told_on"])


@operation("identity.handed_over", allowed=rules.may_hand_over)
def hand_over(case: Case, *, to: Person, reason: str, keeps: bool, by: Actor) -> None:
    """Give another custodian who reported a case, and what was asked about it; unless one keeps the
    key, one's own goes. Raises Invalid for whom it is closed, and who has no key."""
    known = organisation.receivers().known
    recipients = known.recipients(known.holders_of({to.pk}), Sphere.IDENTITIES)
    if to.pk == by.number or not recipients:
        raise Invalid(to=_("Deze persoon kan deze naam niet krijgen."))
    content = {"author": by.number, "receiver": to.pk, "text": reason}
    try:
        for number in case_queries.files_with_custodians(case):
            opened = files.open_file(number, by.keyring)
            giving.give_name(opened, recipients[0], person=to.pk, by=by)
            opened.write(Piece(Part.INNER, "handover", content))
            if not keeps:
                opened.leave(by.number or 0)
    except (files.NotVouched, files.Excluded, files.NobodyLeft) as error:
        raise Invalid(to=_("Deze persoon kan deze naam niet krijgen.")) from error
    except files.NoKey as error:
        raise Invalid(to=_("U kunt niet alles openen wat bij deze naam ligt.")) from error


@operation("identity.questions_destroyed", allowed=cases_rules.may_forget)
def forget(case: Case, *, by: Actor) -> None:
    """Take away who asked for a name and when, of a case whose files are destroyed."""
    queries.of_case(case).delete()
    queries.demands_of(case).delete()


def _settle(disclosure: Disclosure, verb: str, matched: Matched, by: Actor) -> None:
    question = matched.question
    kind = {"disclose": "disclosed", "decline": "declined"}[verb]
    told = {"to": question["to"], "basis": question["basis"], "author": by.number}
    if question["ground"]:
        matched.identity.write(Piece(Part.INNER, kind, told))
    else:
        matched.tell(kind, told)
    disclosure.state = DISCLOSURE.after(disclosure.state, verb)
    disclosure.decided_by_id, disclosure.decided_on = by.number, clock.today()
    disclosure.save()
