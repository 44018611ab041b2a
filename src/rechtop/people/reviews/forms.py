"""What is filled in while looking at rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.people.reviews import queries
from rechtop.people.reviews.models import Answer, Line


class Answers(forms.Form):
    """Of each duty of someone whether it is right."""

    shown = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, typed: Any, *, lines: Sequence[Line], mark: str) -> None:
        super().__init__(typed, initial={"shown": mark})
        self.lines = lines
        for line in lines:
            self.fields[f"answer_{line.pk}"] = forms.ChoiceField(
                label=str(line.duty.get_kind_display()),
                choices=Answer.choices,
                initial=line.answer,
                widget=forms.RadioSelect,
            )
            self.fields[f"note_{line.pk}"] = forms.CharField(
                label=_("Wat moet er gebeuren?"),
                initial=line.note,
                required=False,
                max_length=300,
                help_text=_("Alleen als het weg of anders moet."),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a note where something must go or change."""
        typed = super().clean() or {}
        for line in self.lines:
            said, note = typed.get(f"answer_{line.pk}"), typed.get(f"note_{line.pk}")
            if said in (Answer.REMOVE, Answer.CHANGE) and not note:
                self.add_error(f"note_{line.pk}", _("Schrijf op wat er moet gebeuren."))
        return typed

    def answers(self) -> dict[int, tuple[str, str]]:
        """Give the answer and the note by the number of a line."""
        typed = self.cleaned_data
        return {ln.pk: (typed[f"answer_{ln.pk}"], typed[f"note_{ln.pk}"]) for ln in self.lines}

    def by_line(self) -> Iterator[tuple[Line, forms.BoundField, forms.BoundField]]:
        """Give each duty with its two fields."""
        for line in self.lines:
            yield line, self[f"answer_{line.pk}"], self[f"note_{line.pk}"]


class Close(forms.Form):
    """When the next time is due."""

    next_due_on = DayField(label=gettext_lazy("Voor welke dag is de volgende keer?"))

    def __init__(self, typed: Any) -> None:
        super().__init__(typed)
        self.initial.setdefault("next_due_on", queries.a_year_after(clock.today()))
