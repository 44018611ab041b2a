"""Find what an earlier administration told of cases, as an import brought it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from rechtop.tools.deliveries.queries import Held
from rechtop.work.cases.models import Case, CaseType, Measure, Row

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
    imported = Case.objects.filter(source_number__isnull=False)
    found = imported.values("pk", "delivery", *REGISTERED_AS_DELIVERED)
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
    return model.objects.filter(case__source_number__isnull=False)  # type: ignore[no-any-return]


def _codes(model: Any) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for case, code in _taken_over(model).order_by("pk").values_list("case_id", "code"):
        found[case] = (*found.get(case, ()), code)
    return found
