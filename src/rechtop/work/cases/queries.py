"""Find cases, as far as someone may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.ground.vault import files, gone
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import OpenFile, OpenItem
from rechtop.ground.vault.models import Part, SealedKey, Sphere
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import facts, lateness
from rechtop.work.cases.models import (
    IN_SECOND_TRAY,
    MEETING_POINT,
    ApartFile,
    BesideFile,
    Case,
    CaseType,
    Guest,
    Measure,
    Row,
    RowFile,
)
from rechtop.work.cases.states import RowState, State

# What a tidied mailbox and a message out of view are called where that is remembered.
_TIDIED, _AWAY = "view tidied", "out of view"

_SECOND_TRAY = IN_SECOND_TRAY & Q(channel=MEETING_POINT)
"""What someone of ours took down was sent by no machine, whether its words are proven or not."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Give the cases whose file this actor holds a key to, locked or not, and has a duty for."""
    own = SealedKey.objects.filter(recipient=vault.own_pair_number(actor, Sphere.CASES))
    return Case.objects.filter(pk__in=own.values("file_id"))


@dataclass(frozen=True)
class View:
    """What the reporter took out of their own view, by number, and how often they tidied it."""

    turn: int
    away: frozenset[str]


def view_of(case: Case, items: Sequence[OpenItem]) -> View:
    """Give what is out of the reporter's view, also where a restore took the file back."""
    views = [item.content for item in items if item.kind == "view"]
    told = turn = views[-1].get("turn", len(views)) if views else 0
    while gone.is_gone(_TIDIED, case.pk, turn + 1):
        turn += 1
    if turn == told:
        return View(turn, frozenset(views[-1]["away"] if views else ()))
    numbers = (str(item.id) for item in items if item.kind == "message")
    return View(turn, frozenset(one for one in numbers if gone.is_gone(_AWAY, one, turn)))


def marks_of_view(case: Case, view: View) -> list[str]:
    """Give the marks under which a view is remembered outside the database."""
    away = [gone.mark(_AWAY, number, view.turn) for number in view.away]
    return [gone.mark(_TIDIED, case.pk, view.turn), *away]


HANDLERS = (Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER)


def nobodys() -> Q:
    """Say which cases nobody handles: none ever did, or who did has no duty for it any more."""
    return Q(handler=None) | ~Q(handler__in=organisation.with_duty(*HANDLERS).values("pk"))


def waiting_for(actor: Actor) -> QuerySet[Case]:
    """Give the cases that wait for this actor: their own, and those nobody handles any more.

    What lies in the second tray is apart from these.
    """
    waiting = visible_to(actor).filter(Q(handler=actor.number) | nobodys())
    return waiting.exclude(_SECOND_TRAY)


def second_tray(actor: Actor) -> QuerySet[Case]:
    """Give the new reports whose words nobody typed back yet, oldest first: nobody's, and kept."""
    return visible_to(actor).filter(_SECOND_TRAY).order_by("pk")


def open_work_of(actor: Actor) -> QuerySet[Deadline]:
    """Give the deadlines of the cases that wait for this actor, first due first."""
    return deadlines.open_ones("case").filter(subject_number__in=waiting_for(actor).values("pk"))


def late_with_others(actor: Actor) -> QuerySet[Deadline]:
    """Give the deadlines others let pass in cases this actor can open, longest ago first."""
    others = visible_to(actor).exclude(nobodys()).exclude(handler=actor.number)
    return deadlines.late_ones("case").filter(subject_number__in=others.values("pk"))


def without_term(actor: Actor) -> QuerySet[Case]:
    """Give the open cases this actor handles in which no term waits."""
    own = visible_to(actor).filter(handler=actor.number).exclude(state=State.CLOSED)
    waiting = deadlines.open_ones("case").filter(subject_number__in=own.values("pk"))
    return own.exclude(pk__in=waiting.values("subject_number")).order_by("pk")


def unassigned(actor: Actor) -> QuerySet[Case]:
    """Give the open cases nobody handles, yet or any more, but for the second tray."""
    found = visible_to(actor).filter(nobodys())
    return found.exclude(state=State.CLOSED).exclude(_SECOND_TRAY).order_by("-pk")


def open_to(actor: Actor) -> QuerySet[Case]:
    """Give the cases this actor can open that are not closed."""
    return visible_to(actor).exclude(state=State.CLOSED)


def whose_handler_left(actor: Actor) -> QuerySet[Case]:
    """Give the open cases whose handler left or handles no cases any more, as far as this actor
    can open them."""
    return open_to(actor).exclude(handler=None).filter(nobodys())


def handled_before(actor: Actor) -> QuerySet[Person]:
    """Give who handles no cases any more and stands as handler of one this actor can open.

    Each is asked about by number, so that the database stops at the first case; asked together they
    would cost a look at every case.
    """
    once = organisation.once_had(*HANDLERS)
    left = once.exclude(pk__in=organisation.with_duty(*HANDLERS).values("pk"))
    own, stand = visible_to(actor), Q(pk__in=[])
    for one in left.values_list("pk", flat=True):
        stand |= Q(Exists(own.filter(handler=one)), pk=one)
    return once.filter(stand)


def with_waiting_reporter(actor: Actor) -> QuerySet[Case]:
    """Give the cases that wait for this actor because the reporter wrote, longest first."""
    waiting = waiting_for(actor).filter(reporter_waits_since__isnull=False)
    return waiting.order_by("reporter_waits_since")


def rows_for(reader: Actor) -> QuerySet[Row]:
    """Give the rows that wait for this second reader, oldest first."""
    return Row.objects.filter(reader=reader.number, state=RowState.PROPOSED).order_by(
        "proposed_on", "pk"
    )


def rows_sent_back_to(author: Actor) -> QuerySet[Row]:
    """Give the rows that came back to this author."""
    own = Row.objects.filter(author=author.number, state=RowState.SENT_BACK)
    return own.filter(case__in=visible_to(author).values("pk")).select_related("case")


def rows_of(author: Actor) -> QuerySet[Row]:
    """Give the rows this author wrote of cases still open to them, newest first."""
    own = Row.objects.filter(author=author.number, case__in=visible_to(author).values("pk"))
    return own.select_related("case", "reader").order_by("-proposed_on", "-pk")


def cases_without_row(actor: Actor) -> QuerySet[Case]:
    """Give the closed cases this actor can open that have no row for publication yet."""
    closed = visible_to(actor).filter(state=State.CLOSED)
    return closed.exclude(pk__in=Row.objects.values("case_id")).order_by("-pk")


def row_of(case: Case) -> Row | None:
    """Give the row for publication of a case."""
    return Row.objects.filter(case=case).select_related("author", "reader").first()


def row_texts(row: Row, actor: Actor) -> Mapping[str, str]:
    """Open the texts of a row; of one whose sealed files were destroyed they stand in the clear.

    Raises NoKey.
    """
    if row.file is None:
        return clear_texts(row)
    items = files.read(row.file or 0, actor.keyring)
    return next(item.content for item in items if item.kind == "row")


def clear_texts(row: Row) -> dict[str, str]:
    """Give the texts of a row as far as they are clear."""
    return {name: getattr(row, name) for name in Row.TEXTS}


def row_remarks(row: Row, actor: Actor) -> list[files.OpenItem]:
    """Open what the second reader remarked. Raises NoKey."""
    return [i for i in files.read(row.file or 0, actor.keyring) if i.kind == "remark"]


def row_to_read(number: str, reader: Actor) -> Row | None:
    """Find a row by its number, of the reader it was given to."""
    if not is_random_number(number):
        return None
    return Row.objects.filter(number=number, reader=reader.number).first()


def case_to_open(number: str, actor: Actor) -> Case | None:
    """Find a case by its number, of those this actor can open."""
    return visible_to(actor).filter(number=number).first() if is_random_number(number) else None


def files_of(case: Case) -> list[int]:
    """Give the numbers of the sealed files of a case that who works on it holds, its own first and
    in the order they came.

    Every file a row ever had is among them: an older one tells of the case too.
    """
    besides = BesideFile.objects.filter(case=case).values_list("file", flat=True)
    return [case.pk, *sorted([*row_files_of(case), *besides])]


def files_with_custodians(case: Case) -> list[int]:
    """Give the numbers of the files of a case that the custodians of names hold."""
    apart = ApartFile.objects.filter(case=case, person=None).order_by("file")
    own = [case.identity_file] if case.identity_file else []
    return [*own, *apart.values_list("file", flat=True)]


def files_of_all(found: QuerySet[Case], sphere: str) -> set[int]:
    """Give the numbers of all sealed files of these cases in a sphere: with the names those the
    custodians hold, and never what one person alone holds for a while."""
    numbers = list(found.values_list("pk", flat=True))
    if sphere == Sphere.IDENTITIES:
        apart = ApartFile.objects.filter(case__in=numbers, person=None)
        names = found.exclude(identity_file=None).values_list("identity_file", flat=True)
        return {*(name for name in names if name), *apart.values_list("file", flat=True)}
    return {*numbers, *(file for held in files_beside(numbers).values() for file in held)}


def files_beside(numbers: Collection[int]) -> dict[int, list[int]]:
    """Give by case the sealed files that go with its own: of rows, and what lies beside it."""
    found: dict[int, list[int]] = {}
    for model in (RowFile, BesideFile):
        kept = model.objects.filter(case__in=numbers).order_by("file")
        for case, file in kept.values_list("case_id", "file"):
            found.setdefault(case, []).append(file)
    return found


def case_of(file: int) -> Case | None:
    """Find the case a sealed file belongs to that who holds the case holds."""
    beside = BesideFile.objects.filter(file=file).values("case")
    rows = RowFile.objects.filter(file=file).values("case")
    return Case.objects.filter(Q(pk=file) | Q(pk__in=beside) | Q(pk__in=rows)).first()


def positions_told(items: Sequence[OpenItem]) -> dict[str, str]:
    """Give in words which positions a case is about, as its report or a referral says; nothing
    where it says none."""
    found = [i.content.get("positions", "") for i in items if i.kind == "report"]
    referred = [i.content["position"] for i in items if i.kind == "referral"]
    told = [one for one in (*found, in_words(referred)) if one]
    return {"positions": ", ".join(told)} if told else {}


def in_words(positions: Iterable[str]) -> str:
    """Give these positions as they are called."""
    labels = {one.code: str(one) for one in organisation.positions()}
    return ", ".join(labels.get(code, code) for code in positions)


def files_of_one(case: Case, person: int) -> list[int]:
    """Give the numbers of the files of a case that this person alone holds for a while."""
    own = ApartFile.objects.filter(case=case, person=person)
    return list(own.values_list("file", flat=True))


def every_file_of(case: Case) -> list[int]:
    """Give the numbers of all sealed files of a case, whoever holds them."""
    apart = ApartFile.objects.filter(case=case).values_list("file", flat=True)
    return sorted({*files_of(case), *files_with_custodians(case), *apart})


def row_files_of(case: Case) -> list[int]:
    """Give the numbers of the sealed files with the versions of a row."""
    return list(RowFile.objects.filter(case=case).order_by("file").values_list("file", flat=True))


def name_files_of(case: Case) -> list[int]:
    """Give the numbers of the sealed files that tell who reported, and what was asked about it."""
    return sorted({*every_file_of(case)} - {*files_of(case)})


def at_rest() -> QuerySet[Case]:
    """Give the closed cases whose file nothing holds back: no hold, no reporter who waits."""
    closed = Case.objects.filter(has_file=True, state=State.CLOSED, closed_on__isnull=False)
    return closed.filter(hold_since=None, reporter_waits_since=None)


def with_approved_row() -> QuerySet[Row]:
    """Give the approved rows of which sealed files are still kept."""
    return Row.objects.filter(state=RowState.APPROVED, file__isnull=False)


def custodians_among(people: Collection[int]) -> list[int]:
    """Give those of these people who have a key to the names of reporters."""
    receivers = organisation.receivers()
    keep = receivers.with_key(receivers.known.holders_of(people), Sphere.IDENTITIES)
    return sorted(receivers.known.people(keep))


POSITIONS = "positions"
"""The kind of piece that holds which positions a report was said to be about."""


def in_position(items: Sequence[OpenItem]) -> set[int]:
    """Give the people who are today in a position the case is about, by what its file says."""
    return lateness.people_in(positions_in(items))


def positions_in(items: Sequence[OpenItem]) -> list[list[str]]:
    """Give the positions a case is about, together as they were told: at intake, and later."""
    told = [i for i in items if i.part == Part.INNER]
    ticked = [list(i.content["codes"]) for i in told if i.kind == POSITIONS]
    return [*ticked, *([i.content["position"]] for i in told if i.kind == "referral")]


def shut_out_of(main: OpenFile) -> frozenset[int]:
    """Give the people a case is closed for today, by number, from its own file: whom it is about,
    by name or by what they are, also since later than the report."""
    return main.excluded() | in_position(main.items())


def late_in(case: Case, items: Sequence[OpenItem]) -> set[int]:
    """Give who holds a case and is by now in a position it is about; nobody where they are the only
    ones left: a file never ends without who opens it."""
    return late_among({case.pk: items})[case.pk]


def late_among(opened: Mapping[int, Sequence[OpenItem]]) -> dict[int, set[int]]:
    """Give the same of many cases, by number of their file, for hardly more questions than one."""
    return lateness.late_among({file: positions_in(items) for file, items in opened.items()})


def read(case: Case, actor: Actor) -> list[OpenItem]:
    """Open the file of a case to look at. Raises NoKey, also for who is by now in a position the
    case is about: they keep a key until a colleague opens it, and read nothing with that."""
    items = files.read(case.pk, actor.keyring)
    if actor.number in late_in(case, items):
        raise files.NoKey
    return items


def is_late(case: Case, actor: Actor) -> bool:
    """Say whether who acts holds a case and is by now in a position it is about. The file is not
    held for it; of one that does not open nothing is known."""
    try:
        items = files.open_file(case.pk, actor.keyring, holds=False).items()
    except files.NoKey:
        return False
    return actor.number in late_in(case, items)


def guests_in(case: Case) -> set[int]:
    """Give who holds a case for an investigation alone, by number: they do not handle it."""
    return set(Guest.objects.filter(case=case).values_list("person_id", flat=True))


def closed_for(case: Case, actor: Actor) -> Collection[int]:
    """Give the people this case is closed for today, by number. Raises NoKey."""
    with transaction.atomic():  # an open file is held until the transaction ends
        return shut_out_of(files.open_file(case.pk, actor.keyring))


def last_closing(case: Case, actor: Actor) -> Mapping[str, Any]:
    """Open the registration with which a case was last closed; empty for none. Raises NoKey."""
    items = read(case, actor)
    return next((i.content for i in reversed(items) if i.kind == "closing"), {})


def types_of(case: Case) -> list[str]:
    """Give the codes of a case's types."""
    return list(CaseType.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def measures_of(case: Case) -> list[Measure]:
    """Give the measures of a case."""
    return list(Measure.objects.filter(case=case).order_by("pk"))


def is_registered(year: int) -> bool:
    """Say whether the cases of a year are kept here: then none is 0, and otherwise unknown.

    Kept is a year in which a case was received or closed, and every year since the first that was
    received here itself.
    """
    here = Case.objects.filter(source_number=None).order_by("received_year").first()
    if here is not None and here.received_year <= year <= clock.today().year:
        return True
    return Case.objects.filter(Q(received_year=year) | Q(closed_year=year)).exists()


def received_in(year: int) -> QuerySet[Case]:
    """Give the cases received in a year."""
    return Case.objects.filter(received_year=year)


def closed_in(year: int) -> QuerySet[Case]:
    """Give the cases closed in a year, whenever received."""
    return Case.objects.filter(closed_year=year)


def without_closed_ones(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Leave out the cases whose file is closed to this actor."""
    return cases.filter(Q(has_file=False) | Q(pk__in=visible_to(actor).values("pk")))


def seen_by(actor: Actor, chosen: Mapping[str, str]) -> tuple[QuerySet[Case], ...]:
    """Give the cases this actor may see in which these registered facts hold.

    They come as two lists, so that each uses its own index: the cases whose file one can open, and
    for the integrity team the registrations without a file.
    """
    listed = [visible_to(actor)]
    if is_integrity_team(actor):
        listed.append(Case.objects.filter(has_file=False))
    return tuple(_filtered(found, actor, chosen) for found in listed)


def _filtered(found: QuerySet[Case], actor: Actor, chosen: Mapping[str, str]) -> QuerySet[Case]:
    for name, value in chosen.items():
        if fact := facts.OFFERED.get(name):
            found = fact.narrow(found, value, actor)
        elif name in facts.DAYS:
            found = found.filter(**{facts.DAYS[name]: value})
        elif (name, value) == ("state", OPEN):
            found = found.filter(state__in=[one for one in State if one != State.CLOSED])
        elif name == "handler":
            found = found.filter(_handled(value, actor))
        elif name in _CODED:
            found = found.filter(pk__in=_CODED[name].objects.filter(code=value).values("case_id"))
        elif name == "waits":
            found = found.filter(reporter_waits_since__isnull=False)
        elif name == "tray":
            found = found.filter(_SECOND_TRAY)
        else:
            found = found.filter(**{name: {"yes": True, "no": False}.get(value, value)})
    return found


OPEN = "open"
"""What the list is asked for to show every state but closed."""


def _handled(value: str, actor: Actor) -> Q:
    if value == "none":
        return nobodys()
    return Q(handler=actor.number if value == "me" else int(value))


_CODED: dict[str, Any] = {"type": CaseType, "measure": Measure}


def registration(number: str, actor: Actor) -> Case | None:
    """Give a registration without a file, for the integrity team."""
    if not is_integrity_team(actor):
        return None
    return Case.objects.filter(number=number, has_file=False).first()


def codes_of(cases: Sequence[Case], model: type[CaseType | Measure]) -> dict[int, list[str]]:
    """Give the codes of types or measures of these cases, in one query."""
    found: dict[int, list[str]] = {}
    kept = model.objects.filter(case__in=[case.pk for case in cases]).order_by("pk")
    for case, code in kept.values_list("case_id", "code"):
        found.setdefault(case, []).append(code)
    return found


def readers() -> list[tuple[str, str]]:
    """Give everybody who may get a key to a new case or name, as number and name, to choose from:
    also who receives only in the place of others, or what is about a position."""
    receivers = organisation.receivers()
    stand_ins = [*receivers.alternate, *(one for on in receivers.about.values() for one in on)]
    holders = [*receivers.intake, *receivers.custodians, *stand_ins]
    names = organisation.names(set(receivers.known.people(holders)))
    return sorted(((str(number), name) for number, name in names.items()), key=lambda p: p[1])


def of_mailbox(file: int) -> Case | None:
    """Give the case whose mailbox was opened with the words."""
    return Case.objects.filter(pk=file).first()
