"""Find investigations, and read in an opened file what stands there of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.ground.vault import files
from rechtop.ground.vault.files import OpenItem
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.identity.models import Person, sort_key
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.evidence import queries as evidence
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.states import State
from rechtop.work.investigations.models import (
    REACTION_TERM,
    Investigation,
    PersonalDraft,
    SecrecyText,
)
from rechtop.work.investigations.pieces import PREFIX, Pieces
from rechtop.work.investigations.states import OVER, TO_SIGN, TO_TELL, Role, Standing

NAMED = "person_concerned"
"""The kind of a piece that names in the case itself whom it concerns."""

_SECRETARY = "secretary"


def concerning(actor: Actor) -> QuerySet[Investigation]:
    """Give the investigations this person may see: those of the cases they can open, and those
    they were asked to do and whose file they do not hold yet."""
    own = Q(case__in=cases.visible_to(actor).values("pk"))
    found = Investigation.objects.filter(own | _to_sign(actor))
    return found.select_related("case", "decider", "investigator").order_by("-pk")


def listed_for(actor: Actor) -> tuple[QuerySet[Investigation], QuerySet[Investigation]]:
    """Give the investigations this person may see as two lists, so that each uses its own index:
    those of the cases they can open, and of the others those they were asked to do."""
    held = cases.visible_to(actor)
    every = Investigation.objects.select_related("case", "decider", "investigator")
    others = every.filter(_to_sign(actor), ~Exists(held.filter(pk=OuterRef("case_id"))))
    return every.filter(case__in=held.values("pk")), others


def _to_sign(actor: Actor) -> Q:
    return Q(investigator=actor.number, state__in=TO_SIGN)


def to_open(number: str, actor: Actor) -> Investigation | None:
    """Find an investigation by its number, of those this person may see."""
    return concerning(actor).filter(number=number).first() if is_random_number(number) else None


def of_case(case: Case) -> list[Investigation]:
    """Give the investigations of a case, newest first."""
    found = Investigation.objects.filter(case=case).select_related("decider", "investigator")
    return list(found.order_by("-pk"))


def way_back(investigation: Investigation) -> str:
    """Name the verb with which an investigation goes on where it stood, under another."""
    one = investigation
    stood = {"noted": one.noted_on, "reported": one.final_on, "again": one.draft_on}
    return next((f"begin_{name}" for name, day in stood.items() if day), "begin")


def runs_in(case: Case) -> bool:
    """Say whether a decision or an investigation is under way in a case."""
    return Investigation.objects.filter(case=case).exclude(state__in=OVER).exists()


def running_in(numbers: Collection[int]) -> dict[int, Investigation]:
    """Give what is under way in these cases, of which each has one at most, in one query."""
    found = Investigation.objects.filter(case__in=numbers).exclude(state__in=OVER)
    return {one.case_id: one for one in found}


def asked_again_in(case: Case) -> bool:
    """Say whether someone was asked to decide on what follows an investigation that ended."""
    found = Investigation.objects.filter(case=case, state=Standing.FINISHED)
    return found.filter(asked_again_on__isnull=False).exists()


_WAITS_FOR_DECIDER = (Standing.ASKED, *TO_TELL)
_WAITS_FOR_INVESTIGATOR = (Standing.ORDERED, Standing.RUNNING, Standing.DRAFT)


def waiting_for(actor: Actor) -> QuerySet[Investigation]:
    """Give what waits for this person: to decide, to sign, to give a key, to go on with.

    Of what runs in a closed case nothing goes on: it waits with all of them, to be ended.
    """
    decider, investigator = Q(decider=actor.number), Q(investigator=actor.number)
    handler, is_closed = Q(case__handler=actor.number), Q(case__state=State.CLOSED)
    goes_on = (
        (decider & Q(state__in=_WAITS_FOR_DECIDER))
        | (decider & Q(state__in=TO_SIGN, final_on__isnull=False))  # while another is found
        | (investigator & Q(state__in=_WAITS_FOR_INVESTIGATOR))
        | (Q(state=Standing.SWORN) & (decider | handler))
        | (decider & Q(state=Standing.FINISHED, asked_again_on__isnull=False))
    )
    to_end = is_closed & ~Q(state__in=OVER) & (decider | investigator | handler)
    return concerning(actor).filter((goes_on & ~is_closed) | to_end).order_by("pk")


def stuck_with(actor: Actor) -> QuerySet[Investigation]:
    """Give what waits for nobody any more in the cases this actor handles, or that nobody does:
    they choose another. What ended waits while someone was asked to decide on what follows."""
    guest_in = Guest.objects.filter(person=actor.number).values("case_id")
    held = cases.visible_to(actor).exclude(pk__in=guest_in)
    theirs = held.filter(Q(handler=actor.number) | cases.nobodys())
    found = Investigation.objects.filter(case__in=theirs.values("pk")).select_related("case")
    follows = Q(asked_again_on__isnull=False) & ~Q(case__state=State.CLOSED)
    return _stuck(found.filter(~Q(state__in=OVER) | follows)).order_by("pk")


def lacks(investigation: Investigation) -> Investigation | None:
    """Give an investigation with whom it lacks, where it lacks someone."""
    return _stuck(Investigation.objects.filter(pk=investigation.pk)).first()


def at_work(investigation: Investigation) -> set[int]:
    """Give who decides on an investigation and who does it, by number, where they can go on: one
    of them is no other person to go on with it."""
    stuck: Any = lacks(investigation)
    decides = not (stuck and stuck.lacks_decider) and investigation.decider_id
    does = not (stuck and stuck.lacks_investigator) and investigation.investigator_id
    return {person for person in (decides, does) if person}


def _stuck(found: QuerySet[Investigation]) -> QuerySet[Investigation]:
    """Leave what is with someone who cannot go on: without a key to the case or a duty today.
    `lacks_decider` and `lacks_investigator` say whom.

    Who is still to sign has no key yet, but must be able to get one. After a final report there is
    work left as long as someone who has a draft does not have the outcome, or nobody has anything.
    """
    of_people = organisation.receivers().known.pairs_of_people()
    keys = SealedKey.objects.filter(file=OuterRef("case_id"), recipient__in=of_people)
    decider = keys.filter(recipient__holder__bearer=OuterRef("decider_id"))
    investigator = keys.filter(recipient__holder__bearer=OuterRef("investigator_id"))
    signs, can_go_on = Q(state__in=TO_SIGN), ~Q(case__state=State.CLOSED)
    drafts = PersonalDraft.objects.filter(investigation=OuterRef("pk"), over_on=None)
    is_to_tell = Q(Exists(drafts.filter(outcome_on=None))) | ~Q(Exists(drafts))
    works = Q(state__in=(Standing.RUNNING, Standing.DRAFT)) | Q(state__in=TO_TELL) & is_to_tell
    on_duty = Q(investigator__in=organisation.with_duty(Duty.INVESTIGATOR).values("pk"))
    can_get = Q(investigator__in=organisation.who_can_get(Sphere.CASES).values("pk"))
    goes_on = on_duty & (signs & can_get | works & Q(Exists(investigator)))
    return found.annotate(
        lacks_decider=_yes(~Q(Exists(decider)) | Q(decider__is_active=False)),
        lacks_investigator=_yes(can_go_on & (signs | works) & ~goes_on),
    ).filter(Q(lacks_decider=True) | Q(lacks_investigator=True))


def _yes(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, BooleanField())


def deciders(case: Case, actor: Actor) -> QuerySet[Person]:
    """Give who can decide in a case: the secretaries, and where it is about the secretary those
    set to receive that; nobody it is closed for, or who investigates in it. Raises NoKey."""
    closed = cases.closed_for(case, actor)
    secretaries = set(organisation.with_duty(Duty.SECRETARY).values_list("pk", flat=True))
    can = secretaries
    if _is_about_secretary(case, actor) or secretaries <= {*closed}:
        receiving = organisation.receivers()
        can = can | {*receiving.known.people(receiving.instead([_SECRETARY]))}
    can = can - cases.guests_in(case)
    return organisation.who_can_get(Sphere.CASES).filter(pk__in=can).exclude(pk__in=closed)


def _is_about_secretary(case: Case, actor: Actor) -> bool:
    told = cases.positions_in(files.read(case.pk, actor.keyring))
    return any(_SECRETARY in codes for codes in told)


def investigators(case: Case, actor: Actor) -> QuerySet[Person]:
    """Give who can investigate a case: on duty for that today, who does not handle it, and for whom
    it is not closed. Raises NoKey."""
    on_duty = organisation.with_duty(Duty.INVESTIGATOR).values("pk")
    can = organisation.who_can_get(Sphere.CASES).filter(pk__in=on_duty)
    can = can.exclude(pk=case.handler_id or 0)
    return can.exclude(pk__in=cases.closed_for(case, actor))


def colleagues_of(actor: Actor) -> QuerySet[Person]:
    """Give everybody who works here without the actor, by name: who reads nothing now may later."""
    return organisation.people().exclude(pk=actor.number or 0)


def secrecy_text() -> SecrecyText | None:
    """Give the statement in force today."""
    return SecrecyText.objects.filter(valid_from__lte=clock.today()).order_by("-valid_from").first()


def drafts_of(investigation: Investigation) -> list[PersonalDraft]:
    """Give the drafts that were sent, oldest first."""
    return list(PersonalDraft.objects.filter(investigation=investigation).order_by("pk"))


def sent(investigation: Investigation, file: int) -> PersonalDraft | None:
    """Give the draft in a file, where it is of this investigation."""
    own = PersonalDraft.objects.filter(investigation=investigation, file=file)
    return own.select_related("investigation", "investigation__case").first()


def draft_of(file: int) -> PersonalDraft | None:
    """Give the draft whose words were typed, unless it is over."""
    found = PersonalDraft.objects.filter(file=file, over_on=None)
    return found.select_related("investigation", "investigation__case").first()


READER, DRAFT, REACTION, FINAL = "draft_reader", "draft", "reaction", "final"
"""The kinds of pieces in the file of one person's draft: whose it is, what it says, what they
answer, and what became of it in the end. The first is not for them to read."""


@dataclass(frozen=True)
class OpenDraft:
    """The draft of one person, opened: what it says, and what they answered, oldest first.

    Who reads the outcome alone never had a draft: it has no parts.
    """

    draft: PersonalDraft
    parts: Sequence[Mapping[str, str]] = field(repr=False)
    reactions: Sequence[OpenItem] = field(repr=False)
    final: Sequence[Mapping[str, str]] = field(default=(), repr=False)


def open_draft(draft: PersonalDraft, keyring: files.AnyKeyring) -> OpenDraft:
    """Open a draft, with a key of the case or with its own words. Raises NoKey."""
    items = files.read(draft.file, keyring)
    said = {item.kind: item.content for item in items}
    reactions = [item for item in items if item.kind == REACTION]
    final = said.get(FINAL, {}).get("parts", ())
    return OpenDraft(draft, said.get(DRAFT, {}).get("parts", ()), reactions, final)


def term_of(draft: PersonalDraft) -> Deadline | None:
    """Give the term in which someone reacts to their draft, as it runs in the case."""
    terms = deadlines.of(draft.investigation.case.ref)
    return terms.filter(rule__code=REACTION_TERM, part=draft.pk).first()


def settled_terms(case: Case) -> list[int]:
    """Give by number the terms of a case to react to drafts that wait for nobody any more."""
    ended = Q(investigation__final_on__isnull=False) | Q(investigation__state__in=OVER)
    over = ended | Q(missed_on__isnull=False) | Q(over_on__isnull=False)
    drafts = PersonalDraft.objects.filter(over, investigation__case=case)
    found = deadlines.of(case.ref).filter(rule__code=REACTION_TERM, part__in=drafts.values("pk"))
    return list(found.values_list("pk", flat=True))


def in_force(drafts: Collection[PersonalDraft]) -> list[PersonalDraft]:
    """Give the drafts that are not over."""
    return [draft for draft in drafts if draft.over_on is None]


def without_outcome(told: Dossier, drafts: Collection[PersonalDraft]) -> list[OpenItem]:
    """Give who must hear what became of it and has nothing of that to read today: the persons
    concerned, and whoever got a draft; then whom the case names and nobody heard, once it was
    investigated, but for who was named after it ended. A reporter hears it when the case is closed.
    """
    whose = {i.content["file"]: told.same(i.content["of"]) for i in told.all("draft")}
    can_read = {draft.file for draft in in_force(drafts) if draft.outcome_on}
    hear = {of for file, of in whose.items() if file in can_read}
    must = (told.concerned() | {*whose.values()}) - hear
    listed = [item for item in told.all("person") if str(item.id) in must]
    ended = told.all("finished")
    named = [one for one in told.not_heard() if not ended or one.at <= ended[-1].at]
    return [*listed, *named] if told.all("begun") else listed


def readers(told: Dossier, drafts: Collection[PersonalDraft]) -> set[str]:
    """Give the numbers of the persons who hold words that open something today."""
    files_in_force = {draft.file for draft in in_force(drafts)}
    sent = [item for item in told.all("draft") if item.content["file"] in files_in_force]
    return {told.same(item.content["of"]) for item in sent}


@dataclass(frozen=True)
class Dossier(Pieces):
    """What stands in the file of a case about one investigation, oldest first."""

    files: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The names of the files of the case, by their number."""
    named: Sequence[OpenItem] = field(default=(), repr=False)
    """Who is named in the case as whom it concerns, heard or not."""

    @cached_property
    def reported_by(self) -> Mapping[str, Any]:
        """Give the order to who made the final report, where another went on after that."""
        kinds = [item.kind.removeprefix(PREFIX) for item in self.items]
        if "final" not in kinds or "ordered" not in kinds[kinds.index("final") :]:
            return {}
        before = self.items[: kinds.index("final")]
        return next((i.content for i in reversed(before) if i.kind == PREFIX + "ordered"), {})

    def kind_now(self, counted: str) -> str:
        """Give the kind of bureau of who investigates now; nothing where that was not kept."""
        told: str = self.newest("ordered").get("done_by", "" if self.reported_by else counted)
        return told

    @cached_property
    def known_as(self) -> dict[str, str]:
        """Give of whom was named under another name who that is on the list, both by number. What
        was said last counts: that it is someone else after all, with nobody."""
        newest = {i.content["named"]: i.content["of"] for i in self.all("known_as")}
        return {named: of for named, of in newest.items() if of}

    def same(self, number: str) -> str:
        """Give the number under which someone stands on the list; of other pieces their own."""
        while number in self.known_as:
            number = self.known_as[number]
        return number

    def concerned(self) -> set[str]:
        """Give the numbers of who is heard as a person concerned, each person once."""
        heard = {str(i.id) for i in self.all("person") if i.content["role"] == Role.CONCERNED}
        return heard - self.known_as.keys()

    def not_heard(self) -> list[OpenItem]:
        """Give whom the case names as concerned and nobody heard as such, each once: by the number
        of a colleague where it was given, and by name otherwise."""
        known = [i.content for i in self.all("person") if i.content["role"] == Role.CONCERNED]
        known += [item.content for item in self.named if str(item.id) in self.known_as]
        found: list[OpenItem] = []
        for item in self.named:
            if not any(_is_same(item.content, one) for one in known):
                known.append(item.content)
                found.append(item)
        return found

    def investigated(self) -> set[int]:
        """Give the numbers of who got the key to do this investigation, then or now."""
        return {item.content["receiver"] for item in self.all("begun")}

    def decided(self) -> set[int]:
        """Give the numbers of who decided something here: on the order, on what followed it."""
        orders = [item for item in self.all("ordered") if "replaces" not in item.content]
        what = [item for kind in ("noted", "measure", "police") for item in self.all(kind)]
        return {item.content["author"] for item in (*orders, *what)}

    def conclusions(self) -> list[OpenItem]:
        """Give the conclusions that count: the newest of each allegation about each person, or
        about nobody, without those that were taken back."""
        drawn = self.all("conclusion")
        newest = {(i.content["allegation"], self.same(i.content["of"])): i for i in drawn}
        return list(newest.values())

    def about(self, kind: str, number: str) -> list[OpenItem]:
        """Give the pieces of a kind about another piece, or about a person under any name."""
        same = self.same(number)
        return [item for item in self.all(kind) if self.same(item.content.get("of", "")) == same]


def looks_like(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two names may be of one person: the same last name, and first names or letters of
    which the one begins with the other. Two colleagues are two persons. It only raises a question.
    """
    if one.get("person") and other.get("person"):
        return False
    words = [sort_key(told["name"]).replace(".", " ").split() for told in (one, other)]
    if not all(words) or words[0][-1] != words[1][-1]:
        return False
    first, then = (said[0] if len(said) > 1 else "" for said in words)
    return first.startswith(then) or then.startswith(first)


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    numbers = [told.get("person") for told in (one, other)]
    names = [" ".join(sort_key(told["name"]).split()) for told in (one, other)]
    return len({*(numbers if all(numbers) else names)}) == 1


def held_drafts(investigation: Investigation) -> QuerySet[PersonalDraft]:
    """Give the drafts that were sent, held until the operation ends: nobody reacts meanwhile."""
    found = PersonalDraft.objects.select_for_update().filter(investigation=investigation)
    return found.order_by("pk")


def open_ends(told: Dossier, drafts: Collection[PersonalDraft]) -> set[str]:
    """Say what still stands open before a report is final: `no_draft` of someone concerned,
    `not_heard` of whom the case names, `has_time` to react, `not_worked_in`: also what someone
    answered to a draft that was replaced since."""
    count = in_force(drafts)
    found = without_draft(told, count)
    terms = [draft.react_by for draft in count if draft.react_by and not draft.reacted_on]
    if any(react_by >= clock.today() for react_by in terms):
        found.add("has_time")
    if any(draft.reacted_on and not draft.worked_in_on for draft in drafts):
        found.add("not_worked_in")
    return found


def without_draft(told: Dossier, drafts: Collection[PersonalDraft]) -> set[str]:
    """Say whether someone concerned still lacks a draft: `no_draft`, or `not_heard` where the case
    names someone who is not heard as concerned."""
    found = set()
    if not told.concerned() <= readers(told, drafts):
        found.add("no_draft")
    if told.not_heard():
        found.add("not_heard")
    return found


def dossier(investigation: Investigation, items: Sequence[OpenItem]) -> Dossier:
    """Read among what was opened what is of this investigation."""
    own = [item for item in items if item.content.get("investigation") == investigation.number]
    names = {one.id: one.name for one in evidence.attachments(items)}
    return Dossier(own, names, [item for item in items if item.kind == NAMED])


def opened(investigation: Investigation, actor: Actor) -> Dossier:
    """Open the file of the case and read what is of this investigation. Raises NoKey."""
    return dossier(investigation, cases.read(investigation.case, actor))
