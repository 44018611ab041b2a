"""Ask how a reporter hears of a step: in the mailbox, or outside it where they have none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.work.cases import outside
from rechtop.work.cases.forms import also_asked, long_text
from rechtop.work.cases.models import Case
from rechtop.work.cases.outside import Outside

_OR_WHY_NOT = _("(of schrijf onderaan waarom niet)")


class AsksOutside(forms.Form):
    """A form that tells a reporter something: in the mailbox, or asked how they heard without."""

    told_on = also_asked(
        _OR_WHY_NOT, DayField(label=_("Op welke dag hoorde de melder dit?"), required=False)
    )
    told_how = also_asked(
        _OR_WHY_NOT,
        long_text(
            _("Hoe hoorde de melder dit, en wat zei u?"),
            rows=2,
            required=False,
            help_text=_("Bijvoorbeeld: per brief, of aan de telefoon."),
        ),
    )
    why_not = also_asked(
        _("(alleen als u hierboven niets invult)"),
        long_text(_("Kon u het de melder niet vertellen? Waarom niet?"), rows=2, required=False),
    )

    _OUTSIDE = ("told_on", "told_how", "why_not")

    def __init__(
        self, *args: Any, case: Case, since: datetime.date | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.case, self.since = case, since
        self.leave_out(*(self._OUTSIDE if case.has_mailbox else ["message"]))
        here = [name for name in self.fields if name not in self._OUTSIDE]
        self.order_fields([*here, *self._OUTSIDE])

    def leave_out(self, *names: str) -> None:
        """Ask no more what does not belong to this case."""
        for name in names:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Ask how a reporter without a mailbox heard, each at its own field."""
        typed = super().clean() or {}
        if "told_on" in self.fields and self.tells(typed):
            for name, text in self.faults().items():
                if name not in self.errors:
                    self.add_error(name, text)
        return typed

    def tells(self, typed: Mapping[str, Any]) -> bool:
        """Say whether the reporter hears something by what was typed."""
        return True

    def faults(self) -> dict[str, str]:
        """Say what is wrong with what the reporter heard, each at its field."""
        return outside.faults(self.case, self.told(), since=self.since)

    def told(self) -> Outside:
        """Give how a reporter without a mailbox heard, or why not."""
        typed = self.cleaned_data
        return Outside(typed.get("told_on"), typed.get("told_how", ""), typed.get("why_not", ""))
