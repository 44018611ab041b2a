"""What a confidant types and ticks."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.tools.lists import queries as lists
from rechtop.work.confidants import operations, queries
from rechtop.work.confidants.models import TOPIC
from rechtop.work.confidants.queries import OpenNotebook

_LONG = 20_000
_OWN = "own"


class Conversation(forms.Form):
    """One conversation. Its mark and version travel along, so that no window writes blindly."""

    on = DayField(label=_("Op welke dag was het gesprek?"))
    topic = forms.ChoiceField(label=_("Waarover ging het?"))
    notes = forms.CharField(
        label=_("Uw notities"),
        required=False,
        max_length=_LONG,
        help_text=_("Alleen u kunt dit lezen."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(
        self, typed: Any = None, *, about: queries.Conversation | None = None, **kwargs: Any
    ) -> None:
        """Show a conversation, or an empty one dated today."""
        shown = asdict(about) if about else {"id": str(uuid.uuid4()), "on": clock.today()}
        super().__init__(typed, initial=shown, **kwargs)
        topics = {choice.code: str(choice) for choice in lists.choices(TOPIC)}
        if about is not None and about.topic not in topics:
            topics[about.topic] = lists.labels().get((TOPIC, about.topic), about.topic)
        self.fields["topic"].choices = [("", "–"), *topics.items()]  # type: ignore[attr-defined]

    def conversation(self) -> queries.Conversation:
        """Give what was typed."""
        return queries.Conversation(**{**self.cleaned_data, "id": str(self.cleaned_data["id"])})

    def take_version_of(self, found: queries.Conversation | None) -> None:
        """Let what is sent next replace this version: it has now been shown."""
        typed = cast(QueryDict, self.data).copy()
        typed["version"] = found.version if found else ""
        self.data = typed


class Filter(forms.Form):
    """What to show of the list. It is sent, not written in the address."""

    year = forms.TypedChoiceField(label=_("Jaar"), required=False, coerce=int, empty_value=None)
    topic = forms.ChoiceField(label=_("Onderwerp"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, typed: Any, *, opened: OpenNotebook) -> None:
        super().__init__(typed)
        years = sorted({one.on.year for one in opened.conversations}, reverse=True)
        labels = lists.labels()
        topics = sorted({one.topic for one in opened.conversations})
        everything = [("", _("Alles"))]
        self.fields["year"].choices = everything + [(str(y), str(y)) for y in years]  # type: ignore[attr-defined]
        self.fields["topic"].choices = everything + [  # type: ignore[attr-defined]
            (code, labels.get((TOPIC, code), code)) for code in topics
        ]

    def chosen(self, conversations: Iterable[queries.Conversation]) -> list[queries.Conversation]:
        """Give the conversations that were asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        year, topic = asked.get("year"), asked.get("topic")
        return [
            one
            for one in conversations
            if year in (None, one.on.year) and topic in (None, "", one.topic)
        ]

    def number_of_page(self) -> int:
        """Give the number of the page that was asked for, the first being 1."""
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1


class _Ticks(forms.MultipleChoiceField):
    """Ticks, of which those that have meanwhile gone are left out without a word."""

    def validate(self, value: Any) -> None:
        """Take anything."""


class Destroy(forms.Form):
    """What to destroy: conversations one by one, or all of periods that were released."""

    periods = _Ticks(
        label=_("Van welke perioden?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = _Ticks(required=False, widget=forms.MultipleHiddenInput)
    edition = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, typed: Any, *, opened: OpenNotebook, periods: Iterable[tuple[str, str]]
    ) -> None:
        listed = list(periods)
        super().__init__(typed, initial={"periods": [code for code, _label in listed]})
        self.fields["periods"].choices = listed  # type: ignore[attr-defined]
        self.opened, self.listed = opened, {code for code, _label in listed}

    def clean(self) -> dict[str, Any]:
        """Find the conversations that were ticked, and see that there are any."""
        ticked = super().clean() or {}
        periods = [_days(code) for code in ticked.get("periods", ()) if code in self.listed]
        ticked["chosen"] = [
            one
            for one in self.opened.conversations
            if one.id in ticked.get("numbers", ())
            or any(first <= one.on <= last for first, last in periods)
        ]
        if not ticked["chosen"]:
            raise forms.ValidationError(_("Kruis eerst aan wat u wilt vernietigen."))
        return ticked


class HandOver(forms.Form):
    """What goes to a colleague of each conversation, to whom, and what becomes of one's own."""

    to: Any = forms.ModelChoiceField(label=_("Aan welke collega?"), queryset=None, empty_label="–")
    own = forms.ChoiceField(
        label=_("En uw eigen notities van deze gesprekken?"),
        choices=[
            ("keep", _("Die houd ik nog")),
            ("destroy", _("Vernietig ze meteen na het overdragen")),
        ],
        initial="keep",
        widget=forms.RadioSelect,
    )
    edition = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        typed: Any,
        *,
        opened: OpenNotebook,
        chosen: Sequence[queries.Conversation],
        to: Any,
    ) -> None:
        super().__init__(typed, initial={"edition": opened.edition})
        self.chosen = chosen
        self.fields["to"].queryset = to  # type: ignore[attr-defined]
        for one in chosen:
            picked = [(str(at), note) for at, note in enumerate(operations.notes_of(one))]
            self.fields[f"notes_{one.id}"] = forms.MultipleChoiceField(
                label=_("Welke notities gaan mee?"),
                choices=picked,
                required=False,
                help_text=_("Alleen wat uw collega echt nodig heeft."),
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"summary_{one.id}"] = forms.CharField(
                label=_("Korte samenvatting"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"agreed_{one.id}"] = forms.BooleanField(
                label=_("De betrokkene zei ja"),
                error_messages={"required": _("Zonder ja van de betrokkene gaat dit niet over.")},
            )
            self.fields[f"agreed_on_{one.id}"] = DayField(label=_("Op welke dag was dat?"))

    def clean(self) -> dict[str, Any]:
        """See that something goes of each, and that a yes is not still to come."""
        typed = super().clean() or {}
        for one in self.chosen:
            on = typed.get(f"agreed_on_{one.id}")
            if on and on > clock.today():
                self.add_error(f"agreed_on_{one.id}", _("Deze dag ligt in de toekomst."))
            if not typed.get(f"notes_{one.id}") and not typed.get(f"summary_{one.id}"):
                told = _("Kruis notities aan, of schrijf een samenvatting.")
                self.add_error(f"summary_{one.id}", told)
        return typed

    def given(self) -> list[operations.Given]:
        """Give what was picked."""
        typed, found = self.cleaned_data, []
        for one in self.chosen:
            notes = operations.notes_of(one)
            picked = [notes[int(at)] for at in typed[f"notes_{one.id}"]]
            summary, on = typed[f"summary_{one.id}"], typed[f"agreed_on_{one.id}"]
            found.append(operations.Given(one.id, picked, summary, on))
        return found

    def by_conversation(self) -> Iterator[tuple[queries.Conversation, list[forms.BoundField]]]:
        """Give each conversation with its own fields; without notes there is nothing to pick."""
        for one in self.chosen:
            names = ["summary", "agreed", "agreed_on"]
            if operations.notes_of(one):
                names.insert(0, "notes")
            yield one, [self[f"{name}_{one.id}"] for name in names]


class Period(forms.Form):
    """Of which period to release the totals."""

    proposal = forms.ChoiceField(label=_("Van welke periode?"), widget=forms.RadioSelect)
    first = DayField(
        label=_("Eerste dag"), required=False, help_text=_("Alleen voor een andere periode.")
    )
    last = DayField(
        label=_("Laatste dag"), required=False, help_text=_("Alleen voor een andere periode.")
    )

    def __init__(self, typed: Any, *, proposals: list[tuple[str, str]]) -> None:
        own = (_OWN, _("Een andere periode"))
        choices = [*proposals, own]
        super().__init__(typed, initial={"proposal": choices[0][0]})
        self.fields["proposal"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for both days where another period is chosen."""
        typed = super().clean() or {}
        if typed.get("proposal") == _OWN:
            for name in ("first", "last"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Vul een datum in."))
        return typed

    def period(self) -> tuple[datetime.date, datetime.date]:
        """Give the first and the last day that were chosen."""
        chosen = self.cleaned_data["proposal"]
        if chosen == _OWN:
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return _days(chosen)


class Release(forms.Form):
    """The period that was shown, in which edition of the notebook, and what is not shared."""

    first = forms.DateField(widget=forms.HiddenInput)
    last = forms.DateField(widget=forms.HiddenInput)
    edition = forms.UUIDField(required=False, widget=forms.HiddenInput)
    withheld = forms.MultipleChoiceField(required=False)

    def __init__(self, typed: Any, *, opened: OpenNotebook) -> None:
        super().__init__(typed)
        counted = {one.topic for one in opened.conversations}
        topics = {choice.code for choice in lists.every_value() if choice.list == TOPIC}
        self.fields["withheld"].choices = [(code, "") for code in topics | counted]  # type: ignore[attr-defined]


def _days(code: str) -> tuple[datetime.date, datetime.date]:
    """Read the first and the last day of a period."""
    first, last = code.split("/")
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
