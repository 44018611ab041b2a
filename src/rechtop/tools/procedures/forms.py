"""What the coordinator types about a procedure, a step, or a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.languages import Text
from rechtop.ground.ui.forms import LONG, SHORT, DayField, Sections, ShowsAgain, add_text
from rechtop.ground.ui.once import Once
from rechtop.tools.procedures.layout import RECEIPT, Act, Choice, Procedure, Role, Step, Term, Unit

MOST_CHOICES = 8
_HOW_IT_COUNTS = ("moves_to_working_day", "may_pause")


class InTwoLanguages(ShowsAgain, Once):
    """A form with texts; `shown` is what stood there when the page was made."""

    shown = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def text(self, name: str) -> Text:
        """Give a text with its English."""
        return Text(self.cleaned_data[name], self.cleaned_data[f"{name}_en"])


class ANewProcedure(InTwoLanguages):
    """A procedure that did not exist yet."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        add_text(self, "title", gettext_lazy("Hoe heet de procedure?"), Text(), is_required=True)
        self.fields["code"] = forms.SlugField(
            label=gettext_lazy("Naam in het adres"),
            max_length=40,
            help_text=gettext_lazy("Kleine letters, zonder spaties. Bijvoorbeeld: advies."),
            error_messages={
                "invalid": gettext_lazy("Gebruik letters, cijfers en streepjes, zonder spaties.")
            },
        )


class AHead(InTwoLanguages):
    """What a procedure is called, what it is about and where it stands."""

    def __init__(self, *args: Any, procedure: Procedure) -> None:
        super().__init__(*args)
        title, about = gettext_lazy("Hoe heet de procedure?"), gettext_lazy("Waar gaat die over?")
        add_text(self, "title", title, procedure.title, is_required=True)
        add_text(self, "about", about, procedure.about, rows=3)
        self.fields["sources"] = forms.CharField(
            label=gettext_lazy("Waar staat dat?"),
            required=False,
            max_length=LONG,
            initial=procedure.sources,
            help_text=gettext_lazy("De wet, de regeling of het besluit, met het artikel."),
            widget=forms.Textarea({"rows": 3}),
        )


class AStep(Sections, InTwoLanguages):
    """A step, with room for two more choices than it has."""

    def __init__(self, *args: Any, procedure: Procedure, code: str, step: Step) -> None:
        super().__init__(*args)
        names: list[str] = []
        add_text(self, "title", gettext_lazy("Naam van de stap"), step.title, is_required=True)
        self.fields["who"] = forms.ChoiceField(
            label=gettext_lazy("Wie doet dit?"),
            required=False,
            choices=[("", gettext_lazy("nog niemand")), *Role.choices],
            initial=step.who,
        )
        add_text(self, "done", gettext_lazy("Wat gebeurt er?"), step.done, rows=3)
        add_text(self, "told", gettext_lazy("Wat hoort de melder?"), step.told, rows=3)
        self.fields["act"] = forms.ChoiceField(
            label=gettext_lazy("Wanneer is deze stap vanzelf klaar?"),
            required=False,
            choices=[("", gettext_lazy("niet vanzelf: wie het doet, zegt het")), *Act.choices],
            initial=step.act,
            help_text=gettext_lazy(
                "Wat iemand al ergens in Rechtop doet, hoeft hier niet nog eens."
            ),
        )
        names = ["title", "title_en", "who", "done", "done_en", "told", "told_en", "act"]
        self.sections = ((gettext_lazy("Stap"), tuple(names)),)
        self._add_term(procedure, code, step.term or Term(None, "", RECEIPT))
        self._add_choices(procedure, step)

    def _add_term(self, procedure: Procedure, code: str, term: Term) -> None:
        self.fields["length"] = forms.IntegerField(
            label=gettext_lazy("Hoe lang?"),
            required=False,
            min_value=1,
            max_value=999,
            initial=term.length,
            help_text=gettext_lazy("Een getal. Leeg bij onverwijld, en waar geen termijn is."),
        )
        self.fields["unit"] = forms.ChoiceField(
            label=gettext_lazy("Dagen of maanden?"),
            required=False,
            choices=[("", gettext_lazy("geen termijn vastgelegd")), *Unit.choices],
            initial=term.unit,
        )
        ends: list[tuple[str, Any]] = [
            (key, _("na ‘%(step)s’") % {"step": one.title})
            for key, one in procedure.steps.items()
            if key != code
        ]
        self.fields["counted_from"] = forms.ChoiceField(
            label=gettext_lazy("Vanaf wanneer telt het?"),
            required=False,
            choices=[(RECEIPT, gettext_lazy("na ontvangst van de melding")), *ends],
            initial=term.counted_from,
        )
        self.fields["is_legal"] = forms.BooleanField(
            label=gettext_lazy("Een wet stelt deze termijn"),
            required=False,
            initial=term.is_legal,
        )
        self.fields["source"] = forms.CharField(
            label=gettext_lazy("Waar staat deze termijn?"),
            required=False,
            max_length=SHORT,
            initial=term.source,
            help_text=gettext_lazy("De wet of regeling met het artikel, of uw eigen afspraak."),
        )
        self._add_how_it_counts(term)
        names = ("length", "unit", "counted_from", *_HOW_IT_COUNTS, "is_legal", "source")
        self.sections += ((gettext_lazy("Termijn"), names),)

    def _add_how_it_counts(self, term: Term) -> None:
        self.fields["moves_to_working_day"] = forms.BooleanField(
            label=gettext_lazy("Eindigt op een werkdag"),
            required=False,
            initial=term.moves_to_working_day,
            help_text=gettext_lazy(
                "Alleen als de bron dat zegt, of als de Algemene termijnenwet geldt."
            ),
        )
        self.fields["may_pause"] = forms.BooleanField(
            label=gettext_lazy("Kan stilstaan of langer worden"),
            required=False,
            initial=term.may_pause,
            help_text=gettext_lazy(
                "Alleen als de bron dat toestaat. De behandelaar geeft dan een reden."
            ),
        )

    def _add_choices(self, procedure: Procedure, step: Step) -> None:
        held = step.choices
        ways: list[tuple[str, Any]] = [("", gettext_lazy("nog nergens"))]
        ways += [
            (code, f"{at}. {procedure.steps[code].title}")
            for code, at in procedure.in_order.items()
        ]
        sent = sum(f"to{at}" in self.data for at in range(1, MOST_CHOICES + 1))
        self.rows = range(1, min(MOST_CHOICES, max(len(held) + 2, 3, sent)) + 1)
        for at in self.rows:
            choice = held[at - 1] if at <= len(held) else Choice(Text(), "")
            add_text(self, f"choice{at}", gettext_lazy("Keuze"), choice.text)
            self.fields[f"to{at}"] = forms.ChoiceField(
                label=gettext_lazy("Dan verder met"),
                required=False,
                choices=ways,
                initial=choice.leads_to,
            )
            names = (f"choice{at}", f"choice{at}_en", f"to{at}")
            self.sections += ((_("Keuze %(number)s") % {"number": at}, names),)

    def clean(self) -> dict[str, Any]:
        """Ask for how long where a unit is chosen, and for a unit where a length is given."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        has_length = bool(told.get("length")) or "length" in self.errors
        if told.get("unit") in (Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS) and not has_length:
            self.add_error("length", _("Schrijf hoeveel dagen of maanden."))
        if told.get("length") and told.get("unit") in ("", Unit.AT_ONCE):
            self.add_error("unit", _("Kies dagen, werkdagen of maanden, of haal het getal weg."))
        return told

    def step(self) -> Step:
        """Give the step; a choice with nothing in it is left out."""
        told = self.cleaned_data
        term = None
        if told["unit"]:
            names = ("length", "unit", "counted_from", "is_legal", "source", *_HOW_IT_COUNTS)
            term = Term(**{name: told[name] for name in names})
        choices = tuple(
            Choice(self.text(f"choice{at}"), told[f"to{at}"])
            for at in self.rows
            if told[f"choice{at}"] or told[f"to{at}"]
        )
        texts = {name: self.text(name) for name in ("title", "done", "told")}
        return Step(**texts, who=told["who"], act=told["act"], term=term, choices=choices)


class ADecision(ShowsAgain, Once):
    """From when a version is in force, and by which decision."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    valid_from = DayField(label=gettext_lazy("Vanaf welke dag geldt dit?"))
    decision = forms.CharField(
        label=gettext_lazy("Bij welk besluit?"),
        max_length=300,
        help_text=gettext_lazy("Bijvoorbeeld: besluit van 3 december 2026, nummer 12."),
    )
