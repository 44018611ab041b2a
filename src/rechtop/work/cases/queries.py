"""Find cases, as far as someone may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.rules import is_integrity_team
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.tools.deliveries.queries import Held
from rechtop.work.cases.models import Case, CaseType, Measure, Row, RowFile
from rechtop.work.cases.states import RowState, State


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Give the cases whose file this actor holds a key to, locked or not, and has a duty for."""
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
    own = Row.objects.filter(author=author.number, state=RowState.SENT_BACK)
    return own.filter(case__in=visible_to(author).values("pk")).select_related("case")


def row_of(case: Case) -> Row | None:
    """Give the row for publication of a case."""
    return Row.objects.filter(case=case).select_related("author", "reader").first()


def row_texts(row: Row, actor: Actor) -> Mapping[str, str]:
    """Open the texts of a row. Raises NoKey."""
    items = files.read(row.file or 0, actor.keyring)
    return next(item.content for item in items if item.kind == "row")


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
    """Give the numbers of all sealed files of a case, its own first and in the order they came.

    Every file a row ever had is among them: an older one tells of the case too.
    """
    rows = RowFile.objects.filter(case=case).order_by("file").values_list("file", flat=True)
    return [case.pk, *([case.identity_file] if case.identity_file else []), *rows]


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
    here = Case.objects.filter(has_file=True).order_by("received_year").first()
    if here is not None and here.received_year <= year <= clock.today().year:
        return True
    return Case.objects.filter(Q(received_year=year) | Q(closed_year=year)).exists()


def years() -> list[int]:
    """Give the years in which cases were received or closed."""
    received = Case.objects.values_list("received_year", flat=True).distinct()
    closed = Case.objects.values_list("closed_year", flat=True).distinct()
    return sorted({year for year in [*received, *closed] if year})


def received_in(year: int) -> QuerySet[Case]:
    """Give the cases received in a year."""
    return Case.objects.filter(received_year=year)


def closed_in(year: int) -> QuerySet[Case]:
    """Give the cases closed in a year, whenever received."""
    return Case.objects.filter(closed_year=year)


def open_at_start(year: int) -> QuerySet[Case]:
    """Give the cases received before a year and not closed before it."""
    still_open = Q(closed_year=None) | Q(closed_year__gte=year)
    return Case.objects.filter(still_open, received_year__lt=year)


def open_at_end(year: int) -> QuerySet[Case]:
    """Give the cases received by the end of a year and not closed by then."""
    return open_at_start(year + 1)


def count_by(cases: QuerySet[Case], field: str) -> dict[str, int]:
    """Count cases by a registered fact."""
    return dict(cases.order_by().values_list(field).annotate(Count("pk")))


def types_in(cases: QuerySet[Case]) -> dict[str, int]:
    """Count cases by type; a case with two counts in both."""
    return _by_code(CaseType, cases)


def measures_in(cases: QuerySet[Case]) -> dict[str, int]:
    """Count measures by kind; several of one kind in a case are several."""
    return _by_code(Measure, cases)


def _by_code(model: Any, cases: QuerySet[Case]) -> dict[str, int]:
    found = model.objects.filter(case__in=cases.values("pk")).order_by()
    return dict(found.values_list("code").annotate(Count("pk")))


def with_code(cases: QuerySet[Case], kind: str, code: str) -> QuerySet[Case]:
    """Give the cases with this conclusion, type or measure."""
    if kind == "conclusion":
        return cases.filter(conclusion=code)
    model: Any = {"casetype": CaseType, "measure": Measure}[kind]
    return cases.filter(pk__in=model.objects.filter(code=code).values("case_id"))


def approved_rows(year: int) -> QuerySet[Row]:
    """Give the approved rows of the cases received in a year, in the order they came."""
    approved = Row.objects.filter(state=RowState.APPROVED, case__received_year=year)
    return approved.select_related("case").order_by("case__source_number", "case_id")


REGISTERED_AS_DELIVERED = (
    "source_number",
    "received_year",
    "received_on",
    "regime_taken_in",
    "commissioner",
    "conclusion",
    "is_conclusion_derived",
    "is_admissible",
    "is_investigated",
    "closed_on",
    "closed_year",
)
"""What an earlier administration tells of a case."""

REGISTERED = (*REGISTERED_AS_DELIVERED, "regime", "state", "delivery")

ROW_TEXTS = (*Row.TEXTS, "ground")


def taken_over() -> list[Held]:
    """Give the registrations an import brought, each with its types, measures and row."""
    types, measures = _codes(CaseType), _codes(Measure)
    rows = {row.pop("case_id"): row for row in _taken_over(Row).values("case_id", *ROW_TEXTS)}
    found = Case.objects.filter(has_file=False).values("pk", "delivery", *REGISTERED_AS_DELIVERED)
    return [
        Held(
            pk := case.pop("pk"),
            delivery=case.pop("delivery"),
            record={
                **case,
                **rows[pk],
                "types": types.get(pk, ()),
                "measures": measures.get(pk, ()),
            },
        )
        for case in found
    ]


def _taken_over(model: Any) -> QuerySet[Any]:
    return model.objects.filter(case__has_file=False)  # type: ignore[no-any-return]


def _codes(model: Any) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for case, code in _taken_over(model).order_by("pk").values_list("case_id", "code"):
        found[case] = (*found.get(case, ()), code)
    return found


def without_closed_ones(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Leave out the cases whose file is closed to this actor."""
    return cases.filter(Q(has_file=False) | Q(pk__in=visible_to(actor).values("pk")))


def registrations_for(actor: Actor) -> QuerySet[Case]:
    """Give the registrations without a file, which the integrity team sees without keys."""
    every = Case.objects.filter(has_file=False)
    return every if is_integrity_team(actor) else every.none()


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
    receivers = organisation.receivers()
    names = organisation.names(set(receivers.known.people(receivers.intake)))
    return sorted(((str(number), name) for number, name in names.items()), key=lambda p: p[1])


def of_mailbox(file: int) -> Case | None:
    """Give the case whose mailbox was opened with the words."""
    return Case.objects.filter(pk=file).first()
