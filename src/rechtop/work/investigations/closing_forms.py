"""What is typed when an investigation has ended: what is decided on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations.forms import Chooses, WithLists, long_text, one_of, pick
from rechtop.work.investigations.models import List
from rechtop.work.investigations.states import Objection


class Note(Once):
    """Who decides took note of the final report."""

    text = long_text(_("Wat wilt u erbij zeggen?"), rows=4, required=False)


class Measure(Chooses, Once, WithLists):
    """A measure."""

    code = pick(CaseList.MEASURE, _("Welke maatregel?"))
    person = one_of(_("Tegen wie?"), required=False)
    regime = pick(
        List.LEGAL_REGIME,
        _("Welke rechtspositie gold voor deze persoon?"),
        required=False,
        help_text=_("Nodig als de maatregel tegen een persoon is."),
    )
    on = DayField(label=_("Op welke dag besloot u dit?"))
    text = long_text(_("Waarom?"))


class NoteObjection(Chooses, Once):
    """An objection to a measure, and how it ended."""

    measure = one_of(_("Tegen welke maatregel?"))
    standing = forms.ChoiceField(label=_("Hoe staat het?"), choices=Objection.choices)
    on = DayField(label=_("Op welke dag?"))


class Police(Once):
    """Whether it is reported to the police."""

    reports = forms.ChoiceField(
        label=_("Doet u aangifte?"),
        choices=[("yes", _("Ja")), ("no", _("Nee"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Op welke dag besloot u dit?"))
    text = long_text(_("Waarom wel of niet?"))

    def details(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {**self.cleaned_data, "reports": self.cleaned_data["reports"] == "yes"}
