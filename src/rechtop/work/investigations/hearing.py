"""What the investigator does: plan, hear people, list evidence, and find.

All of it is sealed in the file of the case. In the clear stand hours, cost, and which means were
used.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.vault.files import OpenItem
from rechtop.people.identity.models import Person
from rechtop.tools.lists import queries as lists
from rechtop.work.cases import operations as cases
from rechtop.work.investigations import dossiers, effort, operations, rules
from rechtop.work.investigations.effort import WORK
from rechtop.work.investigations.models import EarlierWork, Investigation, List, Means
from rechtop.work.investigations.pieces import PREFIX
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.states import Role

Noted = tuple[Decimal | None, Decimal | None]
"""Hours and cost of someone; what is not known yet is None."""


@operation("investigation.planned", allowed=rules.may_work)
def plan(investigation: Investigation, *, text: str, by: Actor) -> None:
    """Write how the investigation will be done; what was planned before stays on the file."""
    dossiers.write(investigation, "plan", {"text": text}, by)


@operation("investigation.cost_registered", allowed=rules.may_count)
def register_cost(
    investigation: Investigation,
    *,
    hours: Decimal | None,
    cost: Decimal | None,
    before: Mapping[int, Noted] = MappingProxyType({}),
    shown: str | None = None,
    by: Actor,
) -> None:
    """Register how many hours who does it now took so far and what that cost, in euros; `before`
    says it of who did it earlier, by the number of their `EarlierWork`: who goes on, maybe from
    outside, does not. `shown` is what stood there as it was read. Raises Invalid."""
    if shown is not None and as_counted(investigation) != shown:
        raise Invalid(shown=_("Een collega legde dit net vast. Kijk wat er nu staat."))
    if before and by.number == investigation.investigator_id:
        raise Invalid(hours=_("Wat een ander noteerde, verandert alleen wie de zaak behandelt."))
    typed = {"hours": hours, "cost": cost}
    for number, told in before.items():
        typed |= {f"{what}_{number}": value for what, value in zip(WORK, told, strict=True)}
    for name, value in typed.items():
        if value is not None and value < 0:
            raise Invalid(**{name: _("Vul een getal in van 0 of meer.")})
    for one in effort.before(investigation):
        one.hours, one.cost = before.get(one.pk, (one.hours, one.cost))
        one.save(update_fields=WORK)
    investigation.hours, investigation.cost = hours, cost
    investigation.save(update_fields=["hours", "cost"])


def as_counted(investigation: Investigation) -> str:
    """Give hours and cost as one text, to see whether they changed."""
    every: list[Investigation | EarlierWork] = [investigation, *effort.before(investigation)]
    return " ".join(f"{one.hours} {one.cost}" for one in every)


@operation("investigation.person_heard_named", allowed=rules.may_work)
def name_person(
    investigation: Investigation,
    *,
    name: str,
    role: str,
    about: str,
    person: Person | None = None,
    by: Actor,
) -> str:
    """Name someone to be heard, with their role; give the number of that piece.

    A person concerned who works here, `person`, is shut out of the case, also of keys they get
    later. Raises Invalid where nobody would remain who can open it.
    """
    chosen = person.pk if person is not None and role == Role.CONCERNED else None
    content = {"name": name, "role": role, "about": about, "person": chosen}
    number = dossiers.write(investigation, "person", content, by)
    if person is not None and role == Role.CONCERNED:
        cases.name_person_concerned(
            investigation.case, name=name, description=about, person=person, by=by
        )
    return number


@operation("investigation.concerned_listed", allowed=rules.may_list_concerned)
def list_concerned(investigation: Investigation, *, named: str, of: str = "", by: Actor) -> None:
    """Put whom the case names on the list of who is heard, so that they can be sent something;
    `of` is who on that list they are, under another name. Who stands on it twice becomes one by it:
    with one outcome to hear, and one conclusion of each allegation. Raises Invalid for who is not
    there."""
    told = dossiers.read(investigation, by)
    found = next((one for one in told.not_heard() if str(one.id) == named), None)
    if found is None and not (of and named in told.concerned()):
        raise Invalid(named=_("Deze persoon staat al op de lijst."))
    if of and (of not in told.concerned() or of == named):
        raise Invalid(of=_("Dit staat niet meer in het dossier. Kies opnieuw."))
    if found is None or of:
        dossiers.write(investigation, "known_as", {"of": of, "named": named}, by)
        _see_to_outcome(investigation, by)
        return
    content = {name: found.content.get(name) for name in ("name", "person")}
    told_as = {**content, "role": Role.CONCERNED.value, "about": ""}
    dossiers.write(investigation, "person", told_as, by)


@operation("investigation.concerned_parted", allowed=rules.may_list_concerned)
def part_concerned(investigation: Investigation, *, named: str, by: Actor) -> None:
    """Say of whom somebody took for another on the list that it is someone else after all. Raises
    Invalid for who was not."""
    if named not in dossiers.read(investigation, by).known_as:
        raise Invalid(named=_("Dit staat niet meer in het dossier. Kies opnieuw."))
    dossiers.write(investigation, "known_as", {"of": "", "named": named}, by)
    _see_to_outcome(investigation, by)


def _see_to_outcome(investigation: Investigation, by: Actor) -> None:
    """Let what follows from how many persons there are follow anew, once a draft is out."""
    if investigation.final_on is None and investigation.draft_on is not None:
        operations.note_drafts(investigation, by)
    if investigation.final_on is not None:
        operations.count_conclusions(investigation, dossiers.read(investigation, by))
        operations.note_outcome(investigation, by)


@operation("investigation.person_invited", allowed=rules.may_work)
def invite(
    investigation: Investigation,
    *,
    person: str,
    on: datetime.date,
    time: str,
    place: str,
    address: str = "",
    language: str = "nl",
    by: Actor,
) -> str:
    """Invite someone to be heard; give the number of the letter. Neither letter nor mail says what
    it is about. The address is used for this once and kept nowhere.

    Raises Invalid for a day that has gone.
    """
    told = dossiers.read(investigation, by)
    _there_is(told, "person", person, field="person")
    if on < clock.today():
        raise Invalid(on=_("Deze dag is al voorbij."))
    if address and post.can_send():
        post.let_know(post.closed(address), language=language)
    content = {"of": person, "on": on.isoformat(), "time": time, "place": place}
    return dossiers.write(investigation, "invitation", content, by)


@operation("investigation.statement_written", allowed=rules.may_work)
def write_statement(
    investigation: Investigation, *, person: str, on: datetime.date, text: str, by: Actor
) -> str:
    """Write down what someone said on a day; give the number. Raises Invalid for a day to come."""
    _there_is(dossiers.read(investigation, by), "person", person, field="person")
    _has_been(on, "on")
    content = {"of": person, "on": on.isoformat(), "text": text}
    return dossiers.write(investigation, "statement", content, by)


@operation("investigation.statement_answered", allowed=rules.may_work)
def note_answer(
    investigation: Investigation,
    *,
    statement: str,
    approves: bool,
    text: str,
    on: datetime.date,
    way: str,
    by: Actor,
) -> None:
    """Note whether who was heard agrees with what was written, on which day, in which way.

    Raises Invalid for a day to come or before the statement, and for no without a comment.
    """
    told = dossiers.read(investigation, by)
    found = _there_is(told, "statement", statement, field="statement")
    _has_been(on, "on")
    if on.isoformat() < found["on"]:
        raise Invalid(on=_("Dit is vóór het gesprek."))
    if not approves and not text.strip():
        raise Invalid(text=_("Schrijf wat er volgens deze persoon niet klopt."))
    content = {"of": statement, "approves": approves, "text": text, "on": on.isoformat()}
    dossiers.write(investigation, "answer", {**content, "way": way}, by)


@operation("investigation.evidence_listed", allowed=rules.may_work)
def list_evidence(
    investigation: Investigation,
    *,
    title: str,
    provenance: str,
    attachments: Sequence[str] = (),
    by: Actor,
) -> str:
    """List a piece of evidence with where it came from, and the files of the case it is in.

    Raises Invalid for a file that is not in the case.
    """
    if not {*attachments} <= {*dossiers.read(investigation, by).files}:
        raise Invalid(attachments=_("Dit bestand zit niet in het dossier."))
    content = {"title": title, "text": provenance, "attachments": [*attachments]}
    return dossiers.write(investigation, "evidence", content, by)


@operation("investigation.finding_written", allowed=rules.may_work)
def write_finding(
    investigation: Investigation, *, title: str, text: str, sources: Sequence[str], by: Actor
) -> str:
    """Write a finding, tied to the evidence and statements it rests on; give its number.

    Raises Invalid for one that rests on nothing, or on what is not there.
    """
    told = dossiers.read(investigation, by)
    if not sources:
        raise Invalid(sources=_("Kies waarop deze bevinding rust: een verklaring of bewijs."))
    if not {*sources} <= told.numbers("evidence") | told.numbers("statement"):
        raise Invalid(sources=_("Dit staat niet meer in het dossier. Kies opnieuw."))
    content = {"title": title, "text": text, "sources": [*sources]}
    return dossiers.write(investigation, "finding", content, by)


@operation("investigation.means_used", allowed=rules.may_work)
def use_means(
    investigation: Investigation, *, code: str, is_covert: bool, text: str, by: Actor
) -> None:
    """Register a means with why it was proportionate. One used in secret counts as such.

    Raises Invalid without that note, and for a means the authority does not know.
    """
    if code not in {choice.code for choice in lists.choices(List.MEANS)}:
        raise Invalid(code=_("Dit middel staat niet in de lijst."))
    if not text.strip():
        raise Invalid(text=_("Schrijf waarom dit middel nodig was, en niet te zwaar."))
    Means.objects.create(investigation=investigation, code=code, is_covert=is_covert)
    content = {"code": code, "is_covert": is_covert, "text": text}
    dossiers.write(investigation, "means", content, by)


@operation("investigation.piece_taken_back", allowed=rules.may_work)
def take_back(investigation: Investigation, *, piece: str, reason: str, by: Actor) -> None:
    """Take a finding, statement, exhibit or means back, for a reason that stays on the file: it is
    in no report or draft that is made from now on, and does not count. What was sent stays.

    Raises Invalid for what does not stand there, or not any more, for what a finding rests on, and
    without a reason.
    """
    told = dossiers.read(investigation, by)
    found = next((one for kind in _TAKEN_BACK if (one := told.find(kind, piece))), None)
    if found is None:
        raise Invalid(piece=_("Dit staat niet meer in het dossier. Kies opnieuw."))
    rest = [i.content["title"] for i in told.all("finding") if piece in i.content["sources"]]
    if rest:
        on_it = {"findings": "; ".join(rest)}
        raise Invalid(piece=_("Hierop rust: %(findings)s. Neem die bevinding eerst terug.") % on_it)
    if not reason.strip():
        raise Invalid(reason=_("Schrijf waarom u dit terugneemt."))
    if found.kind == PREFIX + "means":
        _count_no_more(investigation, found)
    dossiers.write(investigation, "taken_back", {"pieces": [piece], "text": reason}, by)


_TAKEN_BACK = ("finding", "statement", "evidence", "means")


def _count_no_more(investigation: Investigation, means: OpenItem) -> None:
    """Take one use of a means out of what is counted: of several alike it does not matter which."""
    used = {name: means.content[name] for name in ("code", "is_covert")}
    row = Means.objects.filter(investigation=investigation, **used).last()
    if row is not None:
        row.delete()


def _there_is(told: Dossier, kind: str, number: str, *, field: str) -> Mapping[str, Any]:
    found = told.find(kind, number)
    if found is None:
        raise Invalid(**{field: _("Dit staat niet meer in het dossier. Kies opnieuw.")})
    return found.content


def _has_been(on: datetime.date, field: str) -> None:
    if on > clock.today():
        raise Invalid(**{field: _("Deze dag ligt in de toekomst.")})
