"""What the coordinator types about a question or an end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel.languages import Text
from rechtop.ground.ui.forms import SHORT, Sections, ShowsAgain, add_text
from rechtop.ground.ui.once import Once
from rechtop.work.signpost.layout import Answer, Door, End, Question, Signpost

MOST_ANSWERS = 12


class APlace(Sections, ShowsAgain, Once):
    """A question or end; `shown` is what stood there when the page was made."""

    shown = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def text(self, name: str) -> Text:
        """Give a text with its English."""
        return Text(self.cleaned_data[name], self.cleaned_data[f"{name}_en"])


class AQuestion(APlace):
    """A question with room for two more answers than it has."""

    def __init__(self, *args: Any, signpost: Signpost, question: Question) -> None:
        super().__init__(*args)
        held = question.answers
        add_text(self, "text", gettext_lazy("De vraag"), question.text, is_required=True)
        add_text(self, "help", gettext_lazy("Uitleg bij de vraag"), question.help, rows=2)
        self.sections = ((gettext_lazy("Vraag"), ("text", "text_en", "help", "help_en")),)
        ways = _ways(signpost)
        sent = sum(f"to{at}" in self.data for at in range(1, MOST_ANSWERS + 1))
        self.rows = range(1, min(MOST_ANSWERS, max(len(held) + 2, 4, sent)) + 1)
        for at in self.rows:
            answer = held[at - 1] if at <= len(held) else Answer(Text(), "")
            add_text(self, f"answer{at}", gettext_lazy("Antwoord"), answer.text)
            self.fields[f"to{at}"] = forms.ChoiceField(
                label=gettext_lazy("Dan verder naar"),
                required=False,
                choices=ways,
                initial=answer.leads_to,
            )
            names = (f"answer{at}", f"answer{at}_en", f"to{at}")
            self.sections += ((_("Antwoord %(number)s") % {"number": at}, names),)

    def clean(self) -> dict[str, Any]:
        """Ask for the answer where only where it leads to was chosen."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for at in self.rows:
            if told.get(f"to{at}") and not told.get(f"answer{at}"):
                self.add_error(f"answer{at}", _("Schrijf het antwoord, of kies ‘nog nergens’."))
        return told

    def place(self) -> Question:
        """Give the question; an empty answer is left out."""
        answers = tuple(
            Answer(self.text(f"answer{at}"), self.cleaned_data[f"to{at}"])
            for at in self.rows
            if self.cleaned_data[f"answer{at}"]
        )
        return Question(self.text("text"), self.text("help"), answers)


class AnEnd(APlace):
    """An end: where someone is led, and what they must know before they go there."""

    def __init__(self, *args: Any, end: End) -> None:
        super().__init__(*args)
        add_text(self, "title", gettext_lazy("De raad"), end.title, is_required=True)
        add_text(self, "then", gettext_lazy("Wat gebeurt er dan?"), end.then, rows=4)
        add_text(self, "known", gettext_lazy("Wie weet het dan?"), end.known, rows=3)
        add_text(
            self, "protection", gettext_lazy("Welke bescherming is er?"), end.protection, rows=3
        )
        add_text(self, "reach", gettext_lazy("Hoe bereikt u ze?"), end.reach, rows=3)
        self.fields["source"] = forms.CharField(
            label=gettext_lazy("Waar staat dat?"),
            required=False,
            max_length=SHORT,
            initial=end.source,
            help_text=gettext_lazy("De wet of regeling, met het artikel."),
        )
        self.fields["door"] = forms.ChoiceField(
            label=gettext_lazy("Waar leidt de knop heen?"),
            required=False,
            choices=Door.choices,
            initial=end.door,
        )
        self.fields["site"] = forms.URLField(
            label=gettext_lazy("Adres van de andere site"),
            required=False,
            max_length=SHORT,
            initial=end.site,
            assume_scheme="https",
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the address where the button leads to another site."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("door") == Door.SITE and not told.get("site") and "site" not in self.errors:
            self.add_error("site", _("Vul het adres in van de site waar de knop heen leidt."))
        return told

    def place(self) -> End:
        """Give the end."""
        texts = {
            name: self.text(name) for name in ("title", "then", "known", "protection", "reach")
        }
        door = self.cleaned_data["door"]
        site = self.cleaned_data["site"] if door == Door.SITE else ""
        return End(**texts, source=self.cleaned_data["source"], door=door, site=site)


def _ways(signpost: Signpost) -> list[tuple[str, Any]]:
    """Give what an answer can lead to."""
    return [
        ("", gettext_lazy("nog nergens")),
        (_("Vragen"), [(code, str(one.text)) for code, one in signpost.questions.items()]),
        (_("Raad"), [(code, str(one.title)) for code, one in signpost.ends.items()]),
    ]
