"""The pages of who decides on what follows a final report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.requests import DeskRequest
from rechtop.work.investigations import closing_forms, presenting, reporting, rules
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.reporting import Decided
from rechtop.work.investigations.views.desk import page


def _measure_form(
    request: DeskRequest, found: Investigation, told: Dossier
) -> closing_forms.Measure:
    listed = {"person": presenting.people(told), "regime": presenting.legal_regimes()}
    return closing_forms.Measure(request.POST or None, choices=listed)


take_note = page(
    _("Eindrapport gelezen"),
    _("Leg vast"),
    rules.may_take_note,
    lambda request, found, told: closing_forms.Note(request.POST or None),
    lambda request, found, form: reporting.take_note(found, **form.cleaned_data, by=request.actor),
    _("Vastgelegd. Nu beslist u over maatregelen en aangifte."),
    _("Hiermee legt u vast dat u het eindrapport las. Daarna beslist u wat er volgt."),
)
measure = page(
    _("Maatregel"),
    _("Leg het besluit vast"),
    rules.may_decide,
    _measure_form,
    lambda request, found, form: reporting.decide_measure(
        found, measure=Decided(**form.cleaned_data), by=request.actor
    ),
    _("De maatregel is vastgelegd."),
)
objection = page(
    _("Bezwaar"),
    _("Leg vast"),
    rules.may_note_objection,
    lambda request, found, told: closing_forms.NoteObjection(
        request.POST or None, choices={"measure": presenting.measures_to_choose(told)}
    ),
    lambda request, found, form: reporting.note_objection(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Het bezwaar is vastgelegd."),
)
police = page(
    _("Aangifte"),
    _("Leg het besluit vast"),
    rules.may_decide,
    lambda request, found, told: closing_forms.Police(request.POST or None),
    lambda request, found, form: reporting.decide_police(found, **form.details(), by=request.actor),
    _("Het besluit over aangifte is vastgelegd."),
)
