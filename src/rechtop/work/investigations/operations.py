"""Ask for an investigation, order or decline it, let someone do it, and end it.

The moments `order` and `decline` are those at which a step of a procedure is done; so is that at
which nobody lacks a draft any more, and that at which nobody lacks the outcome.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.post import operations as post
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part as Shared
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.procedures.layout import Act
from rechtop.tools.runs import operations as runs
from rechtop.work.cases import operations as cases
from rechtop.work.cases import outside
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.outside import NOTHING_TOLD, Outside
from rechtop.work.investigations import dossiers, queries, reacting, rules
from rechtop.work.investigations.effort import WORK
from rechtop.work.investigations.models import (
    Conclusion,
    EarlierWork,
    Investigation,
    PersonalDraft,
    SecrecyText,
)
from rechtop.work.investigations.states import BUSY, INVESTIGATION, Standing

_ONE_OF_THEM = gettext_lazy("Wie onderzoekt, beslist niet. Kies een ander.")


@dataclass(frozen=True)
class Part:
    """A part of a report: its heading and text, and whether it says less than the report does."""

    title: str
    text: str
    is_redacted: bool = False


@operation("investigation.secrecy_text_adopted", allowed=rules.may_adopt)
def adopt_secrecy_texts(*, listed: Sequence[Sequence[str]], by: Actor) -> None:
    """Take in statements of secrecy, each in force from a day on. One that is there stays."""
    for day, text, text_en in listed:
        SecrecyText.objects.get_or_create(
            valid_from=datetime.date.fromisoformat(day),
            defaults={"text": text, "text_en": text_en},
        )


@operation("investigation.asked", allowed=rules.may_ask)
def ask(case: Case, *, decider: Person, text: str, by: Actor) -> Investigation:
    """Ask for a decision on investigating a case; who decides gets its key, and reads this text.

    Raises Invalid for whom cannot decide in this case.
    """
    _let_decide(case, decider, by)
    investigation = Investigation.objects.create(
        number=random_number(),
        case=case,
        asker_id=by.number,
        decider=decider,
        asked_on=clock.today(),
    )
    told = {"text": text, "receiver": decider.pk}
    dossiers.write(investigation, "asked", told, by)
    let_know(case, decider)
    return investigation


@operation("investigation.decider_chosen", allowed=rules.may_choose_decider)
def choose_decider(investigation: Investigation, *, decider: Person, text: str, by: Actor) -> None:
    """Let someone else decide from now on, with the key and a text for them. One that ended stays
    so: they decide on what follows, and it waits with them until they did.

    Raises Invalid for whom cannot decide here, who investigates or did so, and who decides already.
    """
    had = dossiers.read(investigation, by).investigated()
    if decider.pk == investigation.investigator_id or decider.pk in had:
        raise Invalid(decider=_ONE_OF_THEM)
    if decider.pk in queries.at_work(investigation):
        raise Invalid(decider=_("Deze persoon beslist al. Kies een ander."))
    _let_decide(investigation.case, decider, by)
    investigation.decider = decider
    if investigation.state == Standing.FINISHED:
        investigation.asked_again_on = clock.today()
    _move(investigation, "choose", "decider", "asked_again_on")
    told = {"text": text, "receiver": decider.pk}
    dossiers.write(investigation, "asked", told, by)
    let_know(investigation.case, decider)


def _let_decide(case: Case, decider: Person, by: Actor) -> None:
    refusal = Invalid(decider=_("Deze persoon kan in deze zaak niet beslissen."))
    if not queries.deciders(case, by).filter(pk=decider.pk).exists():
        raise refusal
    _give(case, decider, by, refusal)


def _give(case: Case, person: Person, by: Actor, refusal: Invalid) -> None:
    try:
        dossiers.give(case, person.pk, by)
    except (files.NotVouched, files.Excluded) as error:
        raise refusal from error


def let_know(case: Case, *people: Person | None) -> None:
    """Mail who must look at a file now that there is something, and never what; without a key
    nobody is. Who is to sign before they get one hears of the order alone."""
    hold = organisation.openers_of([case.pk]).get(case.pk, ())
    listed = {person.pk: person.email for person in people if person and person.pk in hold}
    post.let_all_know(listed.values())


def _let_handler_know(case: Case, by: Actor, *besides: Person | None) -> None:
    """Mail who handles a case that something changed in it, and others besides, each once; not who
    did it."""
    let_know(case, *(one for one in (case.handler, *besides) if one and one.pk != by.number))


@operation("investigation.declined", allowed=rules.may_decline)
def decline(
    investigation: Investigation,
    *,
    reasons: str,
    message: str,
    told: Outside = NOTHING_TOLD,
    by: Actor,
) -> None:
    """Decide that there is no investigation, for reasons that stay on the file.

    A reporter with a mailbox reads `message`, which is the feedback on what is done with the
    report; of one without, `told` says when and how they heard it, or why not. Raises Invalid where
    that lacks.
    """
    if not reasons.strip():
        raise Invalid(reasons=_("Schrijf waarom er geen onderzoek komt."))
    case = investigation.case
    if case.has_mailbox and not message.strip():
        raise Invalid(message=_("Vertel de melder waarom er geen onderzoek komt."))
    dossiers.hold(investigation)
    investigation.declined_on = clock.today()
    _move(investigation, "decline", "declined_on")
    dossiers.write(investigation, "declined", {"text": reasons}, by)
    if case.has_mailbox:
        cases.write_to_reporter(case, text=message, is_feedback=True, by=by)
    else:
        outside.note(case, told, by=by)
        if told.on is not None:
            cases.note_feedback(case, on=told.on, by=by)
    _let_handler_know(case, by)


@dataclass(frozen=True)
class Order:
    """What is ordered: in whose name, which question, how far it goes, and by what kind of bureau.

    `bureau` names it, and stands in the sealed file alone.
    """

    commissioner: str
    question: str
    scope: str
    kind: str
    bureau: str = ""


@operation("investigation.ordered", allowed=rules.may_order)
def order(investigation: Investigation, *, order: Order, investigator: Person, by: Actor) -> None:
    """Order an investigation, to be done by this person once they declared secrecy.

    They get no key yet, and hear that something waits: nothing goes on before they signed. Raises
    Invalid for whom cannot investigate this case, and for who decides.
    """
    dossiers.hold(investigation)
    _see_that_can_investigate(investigation, investigator, by)
    investigation.investigator = investigator
    investigation.kind = investigation.done_by = order.kind
    investigation.commissioner = order.commissioner
    investigation.ordered_on = clock.today()
    _move(investigation, "order", "investigator", "kind", "done_by", "commissioner", "ordered_on")
    told = {
        "question": order.question,
        "scope": order.scope,
        "done_by": order.kind,
        "bureau": order.bureau,
        "commissioner": order.commissioner,
        "text": order.question,
        "receiver": investigator.pk,
    }
    dossiers.write(investigation, "ordered", told, by)
    post.let_all_know([investigator.email])
    _let_handler_know(investigation.case, by)


@operation("investigation.investigator_replaced", allowed=rules.may_replace)
def replace_investigator(
    investigation: Investigation,
    *,
    investigator: Person,
    kind: str,
    bureau: str,
    reason: str,
    by: Actor,
) -> None:
    """Let someone else go on with an investigation, for a reason that stays on the file.

    The key of who did it goes, and the files get new ones. Who goes on declares secrecy first and
    then gets the key, with all that was written. A report that is final stays so: who goes on lets
    people read the outcome. Raises Invalid for oneself, for whom cannot investigate this case, who
    decides or decided, or investigates already, and where nobody would be left.
    """
    if not reason.strip():
        raise Invalid(reason=_("Schrijf waarom een ander verder onderzoekt."))
    if investigator.pk == by.number:
        raise Invalid(investigator=_("Kies een ander dan uzelf."))
    dossier = dossiers.read(investigation, by)
    if investigator.pk in dossier.decided():
        raise Invalid(investigator=_ONE_OF_THEM)
    if investigator.pk in queries.at_work(investigation) - {investigation.decider_id}:
        raise Invalid(investigator=_("Deze persoon onderzoekt al. Kies een ander."))
    _see_that_can_investigate(investigation, investigator, by)
    ordered = dossier.newest("ordered")
    told = {
        **{name: ordered.get(name, "") for name in ("question", "scope")},
        "done_by": kind,
        "bureau": bureau,
        "commissioner": investigation.commissioner,
        "text": reason,
        "receiver": investigator.pk,
        "replaces": investigation.investigator_id,
    }
    _take_key(investigation, by, field="investigator")
    told |= _set_apart(investigation, dossier)
    investigation.investigator, investigation.done_by = investigator, kind
    investigation.secrecy_text = investigation.signed_on = None
    _move(investigation, "replace", "investigator", "done_by", "secrecy_text", "signed_on", *WORK)
    dossiers.write(investigation, "ordered", told, by)
    post.let_all_know([investigator.email])
    _let_handler_know(investigation.case, by, investigation.decider)


def _set_apart(investigation: Investigation, told: queries.Dossier) -> dict[str, int]:
    """Keep hours and cost of who is replaced as theirs, of the kind they are of: whoever began may
    tell later. Give where it stands, for the file to say whose it is."""
    one = investigation
    if one.investigator_id not in told.investigated() and (one.hours, one.cost) == (None, None):
        return {}
    had = {"kind": one.done_by, "hours": one.hours, "cost": one.cost}
    row = EarlierWork.objects.create(investigation=one, **had)
    one.hours = one.cost = None
    return {"earlier": row.pk}


def _see_that_can_investigate(investigation: Investigation, person: Person, by: Actor) -> None:
    if person.pk == investigation.decider_id:
        raise Invalid(investigator=_ONE_OF_THEM)
    if not queries.investigators(investigation.case, by).filter(pk=person.pk).exists():
        raise Invalid(investigator=_("Deze persoon kan deze zaak niet onderzoeken."))


def _take_key(investigation: Investigation, by: Actor, *, field: str) -> None:
    """Take the key of who holds the case for this investigation, and give its files new ones; a
    name they were told of who reported goes with it."""
    case, person = investigation.case, investigation.investigator_id or 0
    guests = Guest.objects.filter(case=case, person=person)
    if not guests.exists():
        return
    guests.delete()
    cases.let_go(case, case_queries.files_of_one(case, person))
    try:
        dossiers.take(case, person, by)
    except files.NobodyLeft as error:
        text = _("Dan kan niemand deze zaak meer openen. Geef haar eerst aan een collega.")
        raise Invalid(**{field: text}) from error


@operation("investigation.secrecy_signed", allowed=rules.may_sign)
def sign_secrecy(investigation: Investigation, *, shown: int, by: Actor) -> None:
    """Declare secrecy, in the words that were shown; who can give the key hears that something
    waits. Raises Invalid where others are in force."""
    text = queries.secrecy_text()
    if text is None or text.pk != shown:
        raise Invalid(shown=_("De verklaring is intussen veranderd. Lees haar opnieuw."))
    investigation.secrecy_text, investigation.signed_on = text, clock.today()
    _move(investigation, "sign", "secrecy_text", "signed_on")
    _let_handler_know(investigation.case, by, investigation.decider)


@operation("investigation.key_given", allowed=rules.may_give_key)
def give_key(investigation: Investigation, *, by: Actor) -> None:
    """Give the investigator the key of the case, after the statement; they see this case alone.

    Who it is stands in the sealed order: whom somebody put in the database instead gets nothing.
    Raises Invalid.
    """
    person = investigation.investigator
    refusal = Invalid(investigator=_("De onderzoeker kan deze zaak niet krijgen."))
    told = dossiers.read(investigation, by)
    if person is None or told.newest("ordered").get("receiver") != person.pk:
        raise refusal
    if person == investigation.case.handler:
        raise Invalid(
            investigator=_("De onderzoeker behandelt deze zaak. Geef haar eerst aan een ander.")
        )
    if not queries.investigators(investigation.case, by).filter(pk=person.pk).exists():
        raise refusal
    _give(investigation.case, person, by, refusal)
    Guest.objects.get_or_create(case=investigation.case, person=person)
    _move(investigation, queries.way_back(investigation))
    text = investigation.secrecy_text
    signed = {
        "text": text.text if text else "",
        "signed_on": investigation.signed_on.isoformat() if investigation.signed_on else "",
        "receiver": person.pk,
    }
    dossiers.write(investigation, "begun", signed, by)
    let_know(investigation.case, person)


@operation("investigation.draft_sent", allowed=rules.may_send_draft)
def send_draft(
    investigation: Investigation,
    *,
    person: str,
    parts: Sequence[Part],
    react_by: datetime.date,
    words: Sequence[str],
    by: Actor,
) -> PersonalDraft:
    """Send one person what they may read of the draft, sealed to words of their own, with a term.

    The term stands among those of the case, without a name. An earlier draft of this person is
    over: its words open nothing any more, and its term goes. Raises Invalid for nothing to read,
    and for a term that is no time.
    """
    list(queries.held_drafts(investigation))  # before the file, as who works on one of them
    told = dossiers.read(investigation, by)
    if told.find("person", person) is None:
        raise Invalid(person=_("Deze persoon staat niet meer in het dossier."))
    if not parts:
        raise Invalid(parts=_("Kies minstens één deel dat deze persoon leest."))
    if react_by <= clock.today():
        raise Invalid(react_by=_("Kies een dag na vandaag."))
    reacting.end_drafts(investigation, [i.content["file"] for i in told.about("draft", person)])
    whose = {"investigation": investigation.number, "author": by.number, "of": person}
    pieces = [
        Piece(Shared.INNER, queries.READER, whose),
        Piece(Shared.SHARED, queries.DRAFT, {"parts": [asdict(one) for one in parts]}),
    ]
    reader = reporters.key_of(words, use=reporters.DRAFT)
    file = dossiers.seal_draft(investigation.case, pieces, reader, by)
    dossiers.write(investigation, "draft", {"of": person, "file": file.pk}, by)
    investigation.draft_on = investigation.draft_on or clock.today()
    _move(investigation, "send_draft", "draft_on")
    draft = PersonalDraft.objects.create(
        investigation=investigation, file=file.pk, sent_on=clock.today(), react_by=react_by
    )
    reacting.start(draft)
    note_drafts(investigation, by)
    return draft


def note_drafts(investigation: Investigation, by: Actor) -> None:
    """Let the step of the case be done once nobody concerned lacks a draft. Inside an operation."""
    drafts = queries.in_force(queries.drafts_of(investigation))
    told = dossiers.read(investigation, by)
    if told.concerned() and not queries.without_draft(told, drafts):
        runs.act(investigation.case.ref, Act.DRAFT, on=clock.today())


@operation("investigation.final_sent", allowed=rules.may_send_final)
def send_final(
    investigation: Investigation, *, parts: Sequence[Part], reason: str, by: Actor
) -> None:
    """Make the report final, with the conclusions and the advice, and lay it before who decides.

    Where someone concerned had no draft, still has time, or whose reaction was not worked in, it
    goes out all the same for a reason, which stays on the file. Raises Invalid without one, and
    without a conclusion; where someone concerned is heard, without one about a person.
    """
    drafts = list(queries.held_drafts(investigation))
    told = dossiers.read(investigation, by)
    conclusions = told.conclusions()
    if not any(one.content["of"] or not told.concerned() for one in conclusions):
        raise Invalid(reason=_("Trek eerst een conclusie, per verwijt en per persoon."))
    open_ends = queries.open_ends(told, drafts)
    if open_ends and not reason.strip():
        raise Invalid(reason=_("Er staat nog iets open. Schrijf waarom het rapport toch af is."))
    content = {
        "text": reason,
        "parts": [asdict(one) for one in parts],
        "conclusions": [dict(one.content) for one in conclusions],
        "advice": told.newest("advice").get("text", ""),
    }
    dossiers.write(investigation, "final", content, by)
    count_conclusions(investigation, told)
    investigation.final_on = clock.today()
    reacting.let_go(investigation)
    _move(investigation, "send_final", "final_on")
    note_outcome(investigation, by)
    _let_handler_know(investigation.case, by, investigation.decider)


def count_conclusions(investigation: Investigation, told: queries.Dossier) -> None:
    """Keep in the clear what the final report concludes of each person, inside an operation; again
    where two turn out to be one."""
    Conclusion.objects.filter(investigation=investigation).delete()
    codes = [one.content["code"] for one in told.conclusions()]
    Conclusion.objects.bulk_create(
        Conclusion(investigation=investigation, code=code) for code in codes
    )


def note_outcome(investigation: Investigation, by: Actor) -> None:
    """Complete the step of the final report in the procedure of the case, inside an operation, once
    nobody lacks the outcome who must hear it. Of one that stopped there is no final report.

    Raises Invalid where someone acts in the investigation at this moment: of two who send the last
    outcomes at once, neither would see that nobody lacks it.
    """
    if held(Investigation.objects.filter(pk=investigation.pk)).final_on is None:
        return
    told, drafts = dossiers.read(investigation, by), queries.drafts_of(investigation)
    if not queries.without_outcome(told, drafts):
        runs.act(investigation.case.ref, Act.FINAL, on=clock.today())


@operation("investigation.finished", allowed=rules.may_finish)
def finish(investigation: Investigation, *, reason: str, by: Actor) -> None:
    """End the investigation: the investigator's key goes, and the files get new ones.

    One that ends without a final report, or while someone who must hear the outcome does not have
    it, ends for a reason, which stays on the file. Raises Invalid without one, and where nobody
    would be left to open the case.
    """
    if investigation.final_on is None and not reason.strip():
        raise Invalid(reason=_("Schrijf waarom het onderzoek eindigt zonder eindrapport."))
    drafts, told = list(queries.held_drafts(investigation)), dossiers.read(investigation, by)
    if queries.without_outcome(told, drafts) and not reason.strip():
        raise Invalid(
            reason=_("Nog niet iedereen kreeg de uitkomst. Schrijf waarom u nu toch stopt.")
        )
    investigation.finished_on = clock.today()
    _move(investigation, "finish", "finished_on")
    reacting.let_go(investigation)
    dossiers.write(investigation, "finished", {"text": reason}, by)
    _let_handler_know(investigation.case, by)
    _take_key(investigation, by, field="reason")


def held(found: QuerySet[Investigation]) -> Investigation:
    """Give an investigation held until the operation ends, without waiting for who holds it.

    Raises Invalid where someone does, and where there is none any more.
    """
    try:
        with rows.not_waiting(investigation=BUSY):
            return found.select_for_update(nowait=True).get()
    except Investigation.DoesNotExist as error:
        raise Invalid(
            investigation=_("Iemand beëindigde net het onderzoek. Probeer het nog een keer.")
        ) from error


@operation("investigation.forgotten", allowed=rules.may_forget)
def forget(case: Case, *, by: Actor) -> None:
    """Leave of the investigations of a case whose file was destroyed what the figures need."""
    PersonalDraft.objects.filter(investigation__case=case).delete()
    Investigation.objects.filter(case=case).update(asker=None, decider=None, investigator=None)


_ACTS = {"order": Act.ORDERED, "decline": Act.DECLINED}
"""What in an investigation completes a step of the procedure of its case."""


def _move(investigation: Investigation, verb: str, *changed: str) -> None:
    investigation.state = INVESTIGATION.after(investigation.state, verb)
    investigation.save(update_fields=["state", *changed])
    if act := _ACTS.get(verb):
        runs.act(investigation.case.ref, act, on=clock.today())
