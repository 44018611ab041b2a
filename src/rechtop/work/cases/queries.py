"""Find cases, as far as someone may see them."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from functools import lru_cache

from django.db.models import QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases.models import Case, CaseType, Choice, Measure, Row
from rechtop.work.cases.states import RowState, State

_FRESH_SECONDS = 5


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Give the cases whose file this actor holds a key to, locked or not."""
    own = SealedKey.objects.filter(recipient=vault.own_pair_number(actor, Sphere.CASES))
    return Case.objects.filter(pk__in=own.values("file_id"))


def open_work_of(actor: Actor) -> QuerySet[Deadline]:
    """Give the deadlines that wait in cases this actor can open, first due first."""
    return deadlines.open_ones("case").filter(subject_number__in=visible_to(actor).values("pk"))


def unassigned(actor: Actor) -> QuerySet[Case]:
    """Give the open cases nobody handles yet."""
    return visible_to(actor).filter(handler=None).exclude(state=State.CLOSED).order_by("-pk")


def with_waiting_reporter(actor: Actor) -> QuerySet[Case]:
    """Give the cases in which the reporter wrote and nobody answered yet, longest first."""
    waiting = visible_to(actor).filter(reporter_waits_since__isnull=False)
    return waiting.order_by("reporter_waits_since")


def rows_for(reader: Actor) -> QuerySet[Row]:
    """Give the rows that wait for this second reader, oldest first."""
    return Row.objects.filter(reader=reader.number, state=RowState.PROPOSED).order_by(
        "proposed_on", "pk"
    )


def rows_sent_back_to(author: Actor) -> QuerySet[Row]:
    """Give the rows that came back to this author."""
    return Row.objects.filter(author=author.number, state=RowState.SENT_BACK).select_related("case")


def row_of(case: Case) -> Row | None:
    """Give the row for publication of a case."""
    return Row.objects.filter(case=case).select_related("author", "reader").first()


def row_texts(row: Row, actor: Actor) -> Mapping[str, str]:
    """Open the texts of a row. Raises NoKey."""
    items = files.open_file(row.file, actor.keyring).items()
    return next(item.content for item in items if item.kind == "row")


def row_remarks(row: Row, actor: Actor) -> list[files.OpenItem]:
    """Open what the second reader remarked. Raises NoKey."""
    return [i for i in files.open_file(row.file, actor.keyring).items() if i.kind == "remark"]


def choices(list_name: str, on: datetime.date | None = None) -> list[Choice]:
    """Give the values of a list that are in force on a day, in their order."""
    day = on or clock.today()
    return [
        choice
        for choice in all_choices()
        if choice.list == list_name
        and choice.valid_from <= day
        and (choice.valid_until is None or choice.valid_until > day)
    ]


def labels() -> dict[tuple[str, str], str]:
    """Give the labels of values by list and code; the latest where a label changed."""
    by_day = sorted(all_choices(), key=lambda choice: choice.valid_from)
    return {(choice.list, choice.code): str(choice) for choice in by_day}


def all_choices() -> tuple[Choice, ...]:
    """Give every value of every list, in order; read again every few seconds."""
    return _all_choices(int(time.monotonic() / _FRESH_SECONDS))


@lru_cache(maxsize=1)
def _all_choices(_moment: int) -> tuple[Choice, ...]:
    return tuple(Choice.objects.order_by("position", "pk"))


def forget_choices() -> None:
    """Read the lists again at the next question, after they changed."""
    _all_choices.cache_clear()


def types_of(case: Case) -> list[str]:
    """Give the codes of a case's types."""
    return list(CaseType.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def measures_of(case: Case) -> list[Measure]:
    """Give the measures of a case."""
    return list(Measure.objects.filter(case=case).order_by("pk"))


def filtered(actor: Actor, chosen: Mapping[str, str]) -> QuerySet[Case]:
    """Give the visible cases in which these registered facts hold."""
    found = visible_to(actor)
    for name, value in chosen.items():
        if name == "handler":
            found = found.filter(handler=None if value == "none" else actor.number)
        else:
            found = found.filter(**{name: value})
    return found


def readers() -> list[tuple[str, str]]:
    """Give the people who receive new cases, as number and name, to choose from."""
    receivers = vault.receivers()
    names = organisation.names(set(receivers.known.people(receivers.intake)))
    return sorted(((str(number), name) for number, name in names.items()), key=lambda p: p[1])


def of_mailbox(file: int) -> Case | None:
    """Give the case whose mailbox was opened with the words."""
    return Case.objects.filter(pk=file).first()
