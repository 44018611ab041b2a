"""What a handler says of the steps of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.ui.forms import ShowsAgain
from rechtop.ground.ui.once import Once
from rechtop.tools.procedures.layout import Procedure
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs.queries import Course

_LONG = 5_000
_GONE = gettext_lazy(
    "Deze stap staat niet meer in de lijst. Misschien geldt er nu een andere versie. Kies opnieuw."
)


def _why(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea({"rows": 3}), **options
    )


class Shown(ShowsAgain, Once):
    """A form that says where the case was when its page was made."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)


class _Way(forms.ChoiceField):
    """The way on. Whether it is one from where the case is by now, the operation says: a colleague
    may have gone on meanwhile."""

    def validate(self, value: Any) -> None:
        """Take any way."""


class Take(Shown):
    """The step is done; where it can go more than one way, which one it is."""

    def __init__(self, *args: Any, course: Course, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = course.ways
        if len(ways) > 1:
            self.fields["leads_to"] = _Way(
                label=gettext_lazy("Hoe gaat het verder?"),
                widget=forms.RadioSelect,
                choices=[
                    (code, _("%(choice)s: %(step)s") % {"choice": text, "step": title})
                    for code, text, title in ways
                ],
            )
        self.only = ways[0][0] if len(ways) == 1 else ""
        self.fields["note"] = _why(gettext_lazy("Wilt u er iets bij schrijven?"), required=False)

    def leads_to(self) -> str:
        """Give the step that was chosen, or the only one there is; at an end none."""
        return str(self.cleaned_data.get("leads_to", self.only))


class Elsewhere(Shown):
    """Go on with another step, and why."""

    def __init__(self, *args: Any, course: Course, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"] = forms.ChoiceField(
            label=gettext_lazy("Met welke stap gaat u verder?"),
            choices=[("", "–"), *_steps(course.procedure)],
            error_messages={"invalid_choice": _GONE},
        )
        self.fields["reason"] = _why(gettext_lazy("Waarom?"))


class Add(Shown):
    """Something was done that the procedure does not know, and why."""

    title = forms.CharField(
        label=gettext_lazy("Wat deed u?"),
        max_length=200,
        help_text=gettext_lazy("Kort. Bijvoorbeeld: gesprek met de ondernemingsraad."),
    )
    reason = _why(gettext_lazy("Waarom?"))


class _Place(forms.ChoiceField):
    """A step of another version. One of the version the case follows `now` is taken too: a
    colleague may have moved the case there meanwhile, and that the operation says."""

    def __init__(self, *, now: Version, **options: Any) -> None:
        super().__init__(**options)
        self.now = str(now.pk)

    def valid_value(self, value: str) -> bool:
        """Say whether this can be chosen."""
        return value.partition(" ")[0] == self.now or super().valid_value(value)


class Move(Shown):
    """Go on in another version or procedure, and why."""

    def __init__(
        self,
        *args: Any,
        now: Version,
        others: Sequence[tuple[Version, Procedure]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.versions = {str(one.pk): one for one in (now, *(version for version, _ in others))}
        self.fields["place"] = _Place(
            now=now,
            label=gettext_lazy("Bij welke stap gaat u daar verder?"),
            choices=[("", "–"), *(_group(version, procedure) for version, procedure in others)],
            error_messages={"invalid_choice": _GONE},
        )
        self.fields["reason"] = _why(gettext_lazy("Waarom?"))

    def chosen(self) -> tuple[Version, str]:
        """Give the version that was chosen, and the step in it."""
        version, _space, step = self.cleaned_data["place"].partition(" ")
        return self.versions[version], step


def _steps(procedure: Procedure) -> list[tuple[str, str]]:
    return [
        (code, f"{number}. {procedure.steps[code].title}")
        for code, number in procedure.in_order.items()
    ]


def _group(version: Version, procedure: Procedure) -> tuple[str, list[tuple[str, str]]]:
    title = _("%(procedure)s, versie %(number)s") % {
        "procedure": procedure.title,
        "number": version.number,
    }
    return title, [(f"{version.pk} {code}", text) for code, text in _steps(procedure)]
