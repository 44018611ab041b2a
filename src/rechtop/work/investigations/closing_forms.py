"""What is typed as an investigation ends: what it took, what is concluded, advised and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField, ShowsAgain
from rechtop.ground.ui.once import Once
from rechtop.work.cases.models import List as CaseList
from rechtop.work.investigations.effort import WORK
from rechtop.work.investigations.forms import (
    Choices,
    Chooses,
    WithLists,
    line,
    long_text,
    one_of,
    pick,
)
from rechtop.work.investigations.models import EarlierWork, List
from rechtop.work.investigations.states import Objection


def _number(label: Any, digits: int, initial: Any = None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=digits,
        decimal_places=2,
        localize=True,
        initial=initial,
    )


class Cost(ShowsAgain, Once):
    """Hours and cost so far of who does it now, named where another did it before; and apart of
    each of those, for who handles the case."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    hours = _number(_("Uren tot nu toe"), 8)
    cost = _number(_("Kosten tot nu toe, in euro"), 11)

    def __init__(
        self, *args: Any, now: str, before: Sequence[tuple[EarlierWork, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._before = [one.pk for one, _name in before]
        if now:
            self.fields["hours"].label = gettext("Uren van %(name)s tot nu toe") % {"name": now}
            self.fields["cost"].label = gettext("Kosten van %(name)s tot nu toe, in euro") % {
                "name": now
            }
        for one, name in before:
            hours = gettext("Eerdere uren van %(name)s")
            cost = gettext("Eerdere kosten van %(name)s, in euro")
            self._ask_earlier(f"hours_{one.pk}", _number(hours % {"name": name}, 8, one.hours))
            self._ask_earlier(f"cost_{one.pk}", _number(cost % {"name": name}, 11, one.cost))

    def _ask_earlier(self, name: str, field: forms.DecimalField) -> None:
        """Ask what is kept apart. A page that was drawn before another went on did not: there it
        stays what it is."""
        self.fields[name] = field
        if self.is_bound and name not in self.data:
            sent: Any = self.data
            again = sent.copy()
            again[name] = field.widget.format_value(field.initial) or ""
            self.data = again

    def details(self) -> Mapping[str, Any]:
        """Give what the operation asks."""
        typed = self.cleaned_data
        before = {one: tuple(typed[f"{what}_{one}"] for what in WORK) for one in self._before}
        return {**{name: typed[name] for name in (*WORK, "shown")}, "before": before}


class ListConcerned(Chooses, Once):
    """Whom the case names and nobody heard, or who stands on the list twice, and who that is."""

    NOTHING = _("Elke betrokkene uit de zaak staat al op de lijst.")

    named = one_of(_("Wie?"))
    of = one_of(
        _("Staat deze persoon al op de lijst, onder een andere naam?"),
        required=False,
        help_text=_("Laat leeg als dat niet zo is."),
    )

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        if not choices["of"]:
            del self.fields["of"]


class PartConcerned(Chooses, Once):
    """Who was taken for another on the list, and is someone else after all."""

    NOTHING = _("Niemand staat hier onder twee namen.")

    named = one_of(_("Wie is toch een ander?"))


class MoreTime(Once):
    """Until when someone can react instead, and why."""

    until = DayField(label=_("Tot en met welke dag kan deze persoon reageren?"))
    reason = long_text(
        _("Waarom krijgt deze persoon meer tijd?"),
        rows=3,
        help_text=_("Dit blijft in het dossier staan."),
    )


class Conclude(Chooses, Once, WithLists):
    """The conclusion on one allegation about one person; where nobody is known, about nobody."""

    allegation = line(_("Welk verwijt?"), help_text=_("In een zin."))
    person = one_of(_("Over wie?"))
    code = pick(CaseList.CONCLUSION, _("Conclusie"))
    text = long_text(_("Toelichting"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        if not choices["person"]:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """Let it be about nobody where no person concerned is known."""
        return {"person": "", **(super().clean() or {})}


class TakeBack(Chooses, Once):
    """Which conclusion is taken back, and why."""

    NOTHING = _("Er is geen conclusie om terug te nemen.")

    conclusion = one_of(_("Welke conclusie?"))
    reason = long_text(
        _("Waarom telt deze conclusie niet meer?"),
        rows=3,
        help_text=_("Dit blijft in het dossier staan. Het komt niet in het rapport."),
    )


class TakePieceBack(Chooses, Once):
    """Which finding, statement, exhibit or means is taken back, and why."""

    NOTHING = _("Er is niets om terug te nemen.")

    piece = one_of(_("Wat neemt u terug?"))
    reason = long_text(
        _("Waarom neemt u dit terug?"),
        rows=3,
        help_text=_("Dit blijft in het dossier staan. Het komt niet in het rapport."),
    )


class Advice(Once):
    """Advice on measures."""

    text = long_text(_("Welke maatregelen raadt u aan?"), rows=6)


class Final(Once):
    """The final report goes to who decides."""

    reason = long_text(
        _("Staat er nog iets open? Waarom is het rapport toch af?"),
        rows=3,
        required=False,
        help_text=_("Nodig als iemand nog kan reageren, of als u een reactie niet verwerkte."),
    )
    statements = forms.BooleanField(
        label=_("Neem de tekst van de verklaringen op in het rapport"), required=False
    )

    def __init__(self, *args: Any, has_statements: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_statements:
            del self.fields["statements"]

    def clean(self) -> dict[str, Any]:
        """Leave out what there is not."""
        return {"statements": False, **(super().clean() or {})}


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

    NOTHING = _("Er is nog geen maatregel. Leg die eerst vast.")

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
