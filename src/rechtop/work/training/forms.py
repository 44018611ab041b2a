"""What is typed about what is required, and what the list of people is narrowed down to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField, Narrows
from rechtop.ground.ui.once import Once
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.work.activities.models import Gathering
from rechtop.work.training import queries
from rechtop.work.training.states import Standing, Whom

ALL = "all"
EVERYWHERE = ""


def _units() -> list[tuple[str, Any]]:
    tree = organisation.units()
    listed = [(str(unit.pk), "\u2003" * depth + unit.name) for depth, unit in tree]
    return [(EVERYWHERE, _("De hele organisatie")), *listed]


class Require(Once):
    """What is required, of whom, and by when."""

    title = forms.CharField(
        label=_("Wat moeten mensen volgen?"),
        max_length=200,
        help_text=_("Zo staat het op de pagina van wie het moet. Noem geen mensen."),
    )
    whom = forms.ChoiceField(label=_("Wie moeten dit volgen?"), choices=Whom)
    unit = forms.ChoiceField(
        label=_("Waar?"),
        choices=_units,
        required=False,
        help_text=_("Kiest u een onderdeel, dan hoort daarbij wat eronder valt."),
    )
    from_date = DayField(label=_("Vanaf welke dag vragen wij dit?"))
    due_on = DayField(
        label=_("Wie er nu al werkt: uiterlijk op welke dag?"),
        required=False,
        help_text=_("Laat dit leeg als het alleen voor nieuwe mensen is."),
    )
    months = forms.IntegerField(
        label=_("Wie nieuw begint: binnen hoeveel maanden?"),
        required=False,
        min_value=1,
        max_value=24,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_(
            "Nieuw is wie begint op of na de dag vanaf wanneer u dit vraagt. De maanden tellen "
            "vanaf de eerste werkdag, en op zijn vroegst vanaf vandaag. Niemand krijgt minder "
            "tijd dan wie er al werkt."
        ),
        error_messages={"invalid": _("Schrijf een heel getal, zonder punt of komma.")},
    )

    def __init__(self, data: Any, *, gathering: Gathering) -> None:
        super().__init__(data)
        self.initial = {**self.initial, "title": gathering.title, "from_date": clock.today()}

    def clean_unit(self) -> Unit | None:
        """Give the unit; none for all of them."""
        chosen = self.cleaned_data["unit"]
        return Unit.objects.get(pk=chosen) if chosen else None


class Counts(forms.Form):
    """For what being at a gathering counts."""

    requirements = forms.ModelMultipleChoiceField(
        label=_("Deze bijeenkomst telt mee voor"),
        queryset=queries.requirements().none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, gathering: Gathering) -> None:
        super().__init__(data, initial={"requirements": list(queries.counts_for(gathering))})
        self.fields["requirements"].queryset = queries.not_ended()  # type: ignore[attr-defined]


class Filter(Narrows):
    """Which of the people of whom something is required are listed."""

    standing = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("moet nog")), *Standing.choices, (ALL, _("alle"))],
    )
    unit = forms.ChoiceField(label=_("Onderdeel"), required=False)
    name = forms.CharField(label=_("Naam"), required=False, max_length=120)

    def __init__(self, data: Any, *, units: Sequence[tuple[int, Unit]]) -> None:
        super().__init__(data)
        listed = [(str(unit.pk), "\u2003" * depth + unit.name) for depth, unit in units]
        self.fields["unit"].choices = [("", _("alle")), *listed]  # type: ignore[attr-defined]
