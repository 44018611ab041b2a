"""How people react to a draft, and what is made of it: conclusions, advice and what is decided."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.lists import queries as lists
from rechtop.tools.lists.models import Choice
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations import dossiers, queries, reacting, rules
from rechtop.work.investigations.models import REACTION_TERM, Investigation, List, PersonalDraft
from rechtop.work.investigations.operations import Part as ReportPart
from rechtop.work.investigations.operations import let_know, note_outcome
from rechtop.work.investigations.states import INVESTIGATION, Objection


@operation("investigation.reacted", allowed=rules.may_react, by_day=True)
def react(draft: PersonalDraft, *, text: str, by: Actor) -> None:
    """Let who reads a draft with their words answer it; who investigates or handles the case hears
    that there is something, of what is added the same day once."""
    if not text.strip():
        raise Invalid(text=_("Schrijf uw reactie."))
    opened = files.open_file(draft.file, by.keyring)
    opened.write(Piece(Part.SHARED, queries.REACTION, {"text": text}))
    is_news = draft.reacted_on != clock.today() or draft.worked_in_on is not None
    draft.reacted_on, draft.worked_in_on = clock.today(), None
    draft.save(update_fields=["reacted_on", "worked_in_on"])
    investigation = draft.investigation
    deadlines.meet(investigation.case.ref, REACTION_TERM, on=clock.today(), part=draft.pk)
    if is_news:
        let_know(investigation.case, investigation.investigator, investigation.case.handler)


@operation("investigation.no_reaction_noted", allowed=rules.may_note_missed)
def note_no_reaction(draft: PersonalDraft, *, by: Actor) -> None:
    """Note that the term of a draft passed without a word: from now on it waits for nobody.

    Who it was for can still react until the report is final.
    """
    until = draft.react_by.isoformat() if draft.react_by else ""
    content = {"of": str(draft.file), "until": until}
    dossiers.write(draft.investigation, "no_reaction", content, by)
    draft.missed_on = clock.today()
    draft.save(update_fields=["missed_on"])
    case = draft.investigation.case
    deadlines.depart_from(case.ref, REACTION_TERM, on=clock.today(), part=draft.pk)


@operation("investigation.more_time_given", allowed=rules.may_give_more_time)
def give_more_time(draft: PersonalDraft, *, until: datetime.date, reason: str, by: Actor) -> None:
    """Let who reads a draft answer it up to and including a later day, for a reason that stays on
    the file; they read the day with the words they have.

    Raises Invalid for a day that is not later or far off, and without a reason.
    """
    first, last = draft.react_by or clock.today(), clock.today() + deadlines.LONGEST_EXTENSION
    if not first < until <= last:
        told = {"first": dutch.day(first), "last": dutch.day(last)}
        raise Invalid(until=_("Kies een dag na %(first)s en uiterlijk %(last)s.") % told)
    if not reason.strip():
        raise Invalid(reason=_("Schrijf waarom deze persoon meer tijd krijgt."))
    content = {"of": str(draft.file), "until": until.isoformat(), "text": reason}
    dossiers.write(draft.investigation, "more_time", content, by)
    draft.react_by = until
    draft.save(update_fields=["react_by"])
    reacting.start(draft)


@operation("investigation.reaction_worked_in", allowed=rules.may_work_in)
def work_in(draft: PersonalDraft, *, text: str, shown: int, by: Actor) -> None:
    """Record how what someone answered was worked into the report.

    `shown` is how many answers stood there as they were read. Raises Invalid where there are more
    by now, and where there is none.
    """
    dossiers.read(draft.investigation, by)  # the file of the case is held first
    answers = len(queries.open_draft(draft, by.keyring).reactions)
    if not answers:
        raise Invalid(text=_("Deze persoon heeft nog niet gereageerd."))
    if answers != shown:
        raise Invalid(text=_("Er kwam een reactie bij. Lees haar eerst."))
    if not text.strip():
        raise Invalid(text=_("Schrijf wat u met de reactie hebt gedaan."))
    dossiers.write(draft.investigation, "worked_in", {"of": str(draft.file), "text": text}, by)
    draft.worked_in_on = clock.today()
    draft.save(update_fields=["worked_in_on"])


@operation("investigation.concluded", allowed=rules.may_work)
def conclude(
    investigation: Investigation, *, allegation: str, person: str, code: str, text: str, by: Actor
) -> None:
    """Conclude on one allegation about one person concerned. Said again, the newest counts.

    Where nobody is heard as a person concerned it is about nobody: `person` is empty. Raises
    Invalid for who is not heard as one, and for an unknown conclusion.
    """
    concerned = dossiers.read(investigation, by).concerned()
    if person not in (concerned or {""}):
        raise Invalid(person=_("Kies een betrokkene die op de lijst staat."))
    _in_force(CaseList.CONCLUSION, code, clock.today(), "code")
    content = {"allegation": allegation.strip(), "of": person, "code": code, "text": text}
    dossiers.write(investigation, "conclusion", content, by)


@operation("investigation.conclusion_taken_back", allowed=rules.may_work)
def take_back(investigation: Investigation, *, conclusion: str, reason: str, by: Actor) -> None:
    """Take a conclusion back, for a reason that stays on the file: with what was concluded before
    on the same allegation about the same person it counts no more.

    Raises Invalid for one that does not count, or not any more, and without a reason.
    """
    told = dossiers.read(investigation, by)
    found = next((one for one in told.conclusions() if str(one.id) == conclusion), None)
    if found is None:
        raise Invalid(conclusion=_("Dit staat niet meer in het dossier. Kies opnieuw."))
    if not reason.strip():
        raise Invalid(reason=_("Schrijf waarom deze conclusie niet meer telt."))
    drawn_on = (found.content["allegation"], told.same(found.content["of"]))
    of_same = [
        str(one.id)
        for one in told.all("conclusion")
        if (one.content["allegation"], told.same(one.content["of"])) == drawn_on
    ]
    dossiers.write(investigation, "taken_back", {"conclusions": of_same, "text": reason}, by)


@operation("investigation.advised", allowed=rules.may_work)
def advise(investigation: Investigation, *, text: str, by: Actor) -> None:
    """Advise on measures; what was advised before stays on the file."""
    dossiers.write(investigation, "advice", {"text": text}, by)


@operation("investigation.final_shared", allowed=rules.may_share_final)
def share_final(draft: PersonalDraft, *, parts: Sequence[ReportPart], by: Actor) -> None:
    """Let who read a draft read the outcome too, with the same words. Raises Invalid for nothing
    to read."""
    if not parts:
        raise Invalid(parts=_("Kies minstens één deel dat deze persoon leest."))
    dossiers.read(draft.investigation, by)  # the file of the case is held first
    content = {"parts": [asdict(one) for one in parts]}
    files.open_file(draft.file, by.keyring).write(Piece(Part.SHARED, queries.FINAL, content))
    draft.outcome_on = clock.today()
    draft.save(update_fields=["outcome_on"])
    note_outcome(draft.investigation, by)


@operation("investigation.outcome_sent", allowed=rules.may_send_outcome)
def send_outcome(
    investigation: Investigation,
    *,
    person: str,
    parts: Sequence[ReportPart],
    words: Sequence[str],
    by: Actor,
) -> PersonalDraft:
    """Send one person who was heard what they may read of the final report, sealed to words of
    their own: who never had a draft, and who lost the words of it.

    Earlier words of this person open nothing any more. Raises Invalid for nothing to read.
    """
    told = dossiers.read(investigation, by)
    if told.find("person", person) is None:
        raise Invalid(person=_("Deze persoon staat niet meer in het dossier."))
    if not parts:
        raise Invalid(parts=_("Kies minstens één deel dat deze persoon leest."))
    earlier = [item.content["file"] for item in told.about("draft", person)]
    PersonalDraft.objects.filter(file__in=earlier, over_on=None).update(over_on=clock.today())
    whose = {"investigation": investigation.number, "author": by.number, "of": person}
    pieces = [
        Piece(Part.INNER, queries.READER, whose),
        Piece(Part.SHARED, queries.FINAL, {"parts": [asdict(one) for one in parts]}),
    ]
    reader = reporters.key_of(words, use=reporters.DRAFT)
    file = dossiers.seal_draft(investigation.case, pieces, reader, by)
    dossiers.write(investigation, "draft", {"of": person, "file": file.pk}, by)
    today = clock.today()
    draft = PersonalDraft.objects.create(
        investigation=investigation, file=file.pk, sent_on=today, outcome_on=today
    )
    note_outcome(investigation, by)
    return draft


@operation("investigation.noted", allowed=rules.may_take_note)
def take_note(investigation: Investigation, *, text: str, by: Actor) -> None:
    """Take note of the final report, as who decides on what follows."""
    investigation.state = INVESTIGATION.after(investigation.state, "take_note")
    investigation.noted_on = clock.today()
    investigation.save(update_fields=["state", "noted_on"])
    dossiers.write(investigation, "noted", {"text": text}, by)


@dataclass(frozen=True)
class Decided:
    """A measure: what kind, against whom if against someone, under which legal position, since
    which day, and why."""

    code: str
    person: str
    regime: str
    on: datetime.date
    text: str


@operation("investigation.measure_decided", allowed=rules.may_decide)
def decide_measure(investigation: Investigation, *, measure: Decided, by: Actor) -> str:
    """Decide on a measure; give its number.

    Raises Invalid for a day to come, for a kind or legal position that was not in force on that
    day, and for a measure against a person without one.
    """
    if measure.on > clock.today():
        raise Invalid(on=_("Deze dag ligt in de toekomst."))
    choice = _in_force(CaseList.MEASURE, measure.code, measure.on, "code")
    if choice.against_person:
        if dossiers.read(investigation, by).find("person", measure.person) is None:
            raise Invalid(person=_("Kies tegen wie deze maatregel is."))
        _in_force(List.LEGAL_REGIME, measure.regime, measure.on, "regime")
    content = {
        "code": measure.code,
        "of": measure.person if choice.against_person else "",
        "regime": measure.regime if choice.against_person else "",
        "on": measure.on.isoformat(),
        "text": measure.text,
    }
    _decided(investigation)
    return dossiers.write(investigation, "measure", content, by)


@operation("investigation.objection_noted", allowed=rules.may_note_objection)
def note_objection(
    investigation: Investigation, *, measure: str, standing: str, on: datetime.date, by: Actor
) -> None:
    """Note that someone objected to a measure, or how that ended: that comes after the case closed,
    as often as not. Raises Invalid for a day before the measure, or to come."""
    found = dossiers.read(investigation, by).find("measure", measure)
    if found is None:
        raise Invalid(measure=_("Deze maatregel staat niet in het dossier."))
    if not found.content["on"] <= on.isoformat() <= clock.today().isoformat():
        raise Invalid(on=_("Kies een dag tussen het besluit en vandaag."))
    content = {"of": measure, "standing": Objection(standing).value, "on": on.isoformat()}
    dossiers.write(investigation, "objection", content, by)


@operation("investigation.police_decided", allowed=rules.may_decide)
def decide_police(
    investigation: Investigation, *, reports: bool, on: datetime.date, text: str, by: Actor
) -> None:
    """Decide whether it is reported to the police, with the reason: a decision of its own.

    Raises Invalid without a reason, and for a day to come.
    """
    if on > clock.today():
        raise Invalid(on=_("Deze dag ligt in de toekomst."))
    if not text.strip():
        raise Invalid(text=_("Schrijf waarom u wel of geen aangifte doet."))
    content = {"reports": reports, "on": on.isoformat(), "text": text}
    _decided(investigation)
    dossiers.write(investigation, "police", content, by)


def _decided(investigation: Investigation) -> None:
    """Let it wait no more with who was asked to decide after it ended."""
    investigation.asked_again_on = None
    investigation.save(update_fields=["asked_again_on"])


def _in_force(list_name: str, code: str, on: datetime.date, field: str) -> Choice:
    """Find a value of a list that was in force on a day. Raises Invalid."""
    found = next((one for one in lists.choices(list_name, on) if one.code == code), None)
    if found is None:
        raise Invalid(**{field: _("Dit gold niet op die dag. Kies iets anders.")})
    return found
