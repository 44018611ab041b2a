"""What is typed about an instrument, what the list is narrowed down to, and a file of others."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import GoesOn, Lines, Narrows, UploadField
from rechtop.ground.ui.once import Once
from rechtop.tools.toolbox import imports
from rechtop.tools.toolbox.imports import Read
from rechtop.tools.toolbox.models import Instrument
from rechtop.tools.toolbox.operations import Facts
from rechtop.tools.toolbox.states import Audience, Kind, Language, Licence

_FROM_LIST = {"invalid_choice": _("Kies uit deze lijst.")}


def _one_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", _("kies")), *choices], error_messages=_FROM_LIST
    )


class _Told(Once):
    """Everything that is said of an instrument."""

    title = forms.CharField(label=_("Hoe heet het?"), max_length=200)
    kind = _one_of(_("Soort"), Kind.choices)
    description = Lines(
        label=_("Waarvoor is het?"), rows=4, max_length=2_000, help_text=_("Een paar zinnen.")
    )
    audience = _one_of(_("Voor wie?"), Audience.choices)
    language = _one_of(_("Taal"), Language.choices)
    maker = forms.CharField(
        label=_("Wie maakte het?"),
        max_length=120,
        help_text=_("Bijvoorbeeld een afdeling of een bureau."),
    )
    licence = _one_of(_("Wat mogen anderen ermee?"), Licence.choices)
    origin = forms.CharField(
        label=_("Van welke andere organisatie?"),
        max_length=120,
        required=False,
        help_text=_("Laat dit leeg als het van uzelf is."),
    )
    link = forms.CharField(
        label=_("Waar staat het?"),
        max_length=500,
        required=False,
        help_text=_("Een adres dat met https:// begint."),
    )
    body = Lines(label=_("Of: de tekst zelf"), rows=12, max_length=20_000, required=False)

    def facts(self) -> Facts:
        """Give what the operation asks."""
        return Facts(**{name: self.cleaned_data[name] for name in _NAMES})


_NAMES = tuple(name for name in _Told.base_fields if name != "once")


class Added(_Told):
    """A new instrument."""


class Changed(GoesOn, _Told):
    """What is said of an instrument; `edition` is the one the writer began from."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @classmethod
    def told(cls, one: Instrument) -> dict[str, Any]:
        """Give what stands there, as the form shows it."""
        return {name: getattr(one, name) for name in (*_NAMES, "edition")}


OWN, ELSEWHERE = "own", "elsewhere"


class Filter(Narrows):
    """What the list shows."""

    q = forms.CharField(label=_("Zoek"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Soort"), required=False, choices=[("", _("alle")), *Kind.choices]
    )
    audience = forms.ChoiceField(
        label=_("Voor wie"), required=False, choices=[("", _("alle")), *Audience.choices]
    )
    language = forms.ChoiceField(
        label=_("Taal"), required=False, choices=[("", _("alle")), *Language.choices]
    )
    licence = forms.ChoiceField(
        label=_("Licentie"), required=False, choices=[("", _("alle")), *Licence.choices]
    )
    origin = forms.ChoiceField(
        label=_("Van wie"),
        required=False,
        choices=[("", _("alle")), (OWN, _("van onszelf")), (ELSEWHERE, _("van anderen"))],
    )


class Bring(forms.Form):
    """A file of another toolbox."""

    file = UploadField(
        label=_("Kies het bestand"),
        help_text=_("Een JSON-bestand dat uit een toolbox van Rechtop komt, van hoogstens 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    found: Read | None = None

    def clean_file(self) -> tuple[str, bytes]:
        """Read the file, and refuse it as a whole where anything in it is wrong."""
        file = self.cleaned_data["file"]
        content = file.read()
        self.found = imports.read(content)
        if self.found.refusal:
            raise forms.ValidationError(self.found.refusal)
        if self.found.faults:
            raise forms.ValidationError(
                _("In dit bestand staan fouten. Er is niets veranderd. Ze staan hieronder.")
            )
        return file.name, content
