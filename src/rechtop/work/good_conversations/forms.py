"""What a manager ticks and notes, and what the coordinator chooses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.languages import NO_TEXT, Text
from rechtop.ground.ui.forms import DayField, Narrows, add_text
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.models import Unit
from rechtop.work.good_conversations.models import TalkingPoints


class Tick(Once):
    """With whom integrity was discussed, and on which day."""

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Met wie besprak u integriteit?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Kies met wie u het gesprek had."),
            "invalid_choice": gettext_lazy(
                "Iemand die u koos, hoort niet (meer) bij uw mensen. Kies opnieuw uit de lijst."
            ),
        },
    )
    held_on = DayField(label=gettext_lazy("Op welke dag?"))

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], ticked: Collection[str], **kwargs: Any
    ) -> None:
        """Offer whoever was not ticked; who was since, gets a sentence and not a riddle."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        sent: Any = self.data
        kept = set(sent.getlist("people")) if self.is_bound else set()
        field.choices = people
        field.widget.choices = [one for one in people if one[0] not in ticked or one[0] in kept]


class Meeting(Once):
    """In which team's meeting integrity was discussed, and on which day."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Welk team?"), coerce=int)
    held_on = DayField(label=gettext_lazy("Op welke dag?"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(unit.pk), unit.name) for unit in units]
        self.fields["unit"].choices = named  # type: ignore[attr-defined]


class Points(forms.Form):
    """What is raised from a day on; it begins as what is raised now."""

    def __init__(self, *args: Any, held: TalkingPoints | None) -> None:
        super().__init__(*args)
        text = Text(held.text, held.text_en) if held else NO_TEXT
        label = gettext_lazy("De punten, elk op een eigen regel")
        add_text(self, "text", label, text, rows=8, is_required=True)
        self.fields["text"].help_text = gettext_lazy(
            "Noemt u een artikel, zoals ‘art. 6 gedragscode’? Dan wordt dat een link."
        )
        self.fields["valid_from"] = DayField(
            label=gettext_lazy("Vanaf welke dag?"), initial=clock.today()
        )


class Plan(forms.Form):
    """When managers are reminded."""

    first_before = forms.IntegerField(
        label=gettext_lazy("Eerste herinnering: hoeveel dagen voor het einde van het jaar?"),
        min_value=2,
        max_value=300,
    )
    last_before = forms.IntegerField(
        label=gettext_lazy("Laatste herinnering: hoeveel dagen voor het einde van het jaar?"),
        min_value=1,
        max_value=299,
    )


class Filter(Narrows):
    """Which units are shown, of which year, and in which order."""

    year = forms.ChoiceField(label=gettext_lazy("Jaar"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Afdeling"), required=False)
    show = forms.ChoiceField(
        label=gettext_lazy("Laat zien"),
        required=False,
        choices=[
            ("", gettext_lazy("alle onderdelen")),
            ("to_go", gettext_lazy("waar nog iemand ontbreekt")),
            ("no_meeting", gettext_lazy("zonder werkoverleg over integriteit")),
        ],
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Volgorde"),
        required=False,
        choices=[
            ("", gettext_lazy("naam")),
            ("low", gettext_lazy("laagste dekking eerst")),
            ("to_go", gettext_lazy("meeste mensen te gaan eerst")),
        ],
    )

    def __init__(self, data: Any, *, years: Sequence[int], departments: Sequence[Unit]) -> None:
        super().__init__(data)
        offered: dict[str, Any] = {
            "year": [("", str(clock.today().year))]
            + [(str(year), str(year)) for year in years if year != clock.today().year],
            "department": [("", _("alle")), *((str(one.pk), one.name) for one in departments)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
