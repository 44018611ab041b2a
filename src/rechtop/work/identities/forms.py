"""What is typed about names."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.tools.lists import queries as lists
from rechtop.work.identities.models import Disclosure, List
from rechtop.work.identities.operations import Told, faults_in_told

_LONG = 5_000


def _text(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONG, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


class Ask(Once):
    """Why someone needs to know who reported."""

    reason = _text(
        _("Waarom hebt u de naam nodig?"),
        help_text=_("De bewaarder leest dit en beslist. Vraag het alleen als het niet zonder kan."),
    )
    told = _text(
        _("Wat mag de melder hiervan lezen?"),
        rows=2,
        required=False,
        help_text=_("Laat leeg als de melder de hele reden mag lezen."),
    )


class Decide(forms.Form):
    """Whether a name may be opened."""

    answer = forms.ChoiceField(
        label=_("Mag deze naam open?"),
        choices=[
            ("approve", _("Ja, wie het vraagt mag de naam zien")),
            ("refuse", _("Nee, de naam blijft dicht")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
    reason = _text(_("Waarom niet?"), required=False)
    reason.asked_when = _("(alleen als de naam dicht blijft)")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason of who says no."""
        typed = super().clean() or {}
        if typed.get("answer") == "refuse" and not typed.get("reason"):
            self.add_error("reason", _("Schrijf waarom de naam dicht blijft."))
        return typed


class Announce(Once):
    """A name that is demanded from outside."""

    to = forms.CharField(
        label=_("Wie vordert de naam?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: de rechtbank, of de officier van justitie."),
    )
    basis = _text(
        _("Op welke grond?"),
        rows=2,
        help_text=_("Noem de wet en het kenmerk van de vordering."),
    )
    ground = forms.ChoiceField(
        label=_("Is er een reden om het de melder niet vooraf te zeggen?"), required=False
    )
    from_date = DayField(
        label=_("Op zijn vroegst afgeven op"),
        help_text=_("Tot deze dag kan de melder reageren. Twee weken is redelijk."),
    )
    reasons = _text(
        _("Wat schrijven wij de melder?"),
        help_text=_("Leg uit waarom de naam gevorderd wordt, en wat de melder nog kan doen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        two_weeks = clock.today() + datetime.timedelta(days=14)
        self.initial.setdefault("from_date", two_weeks)
        grounds = [(choice.code, str(choice)) for choice in lists.choices(List.SILENCE)]
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            ("", _("Nee, wij schrijven het de melder eerst")),
            *grounds,
        ]


def _ask_for_day_to_come(form: forms.Form, typed: dict[str, Any]) -> None:
    day = typed.get("silent_until")
    if "silent_until" not in form.errors and (day is None or day <= clock.today()):
        form.add_error("silent_until", _("Kies een dag die nog komt."))


class _AsksWhatWasTold(forms.Form):
    """Asks how a reporter without a mailbox heard it. Where there is one they read it there."""

    told_on = DayField(label=_("Op welke dag hoorde de melder het?"), required=False)
    told_how = forms.CharField(label=_("Hoe hoorde de melder het?"), max_length=300, required=False)
    why_not = _text(_("Hoorde de melder het niet? Waarom niet?"), rows=2, required=False)
    told_on.asked_when = _("(of schrijf waarom niet)")  # type: ignore[attr-defined]
    told_how.asked_when = _("(alleen als u een dag invult)")  # type: ignore[attr-defined]
    why_not.asked_when = _("(alleen als de dag leeg blijft)")  # type: ignore[attr-defined]

    def __init__(self, *args: Any, demand: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demand = demand

    def leave_out(self, *names: str) -> None:
        """Ask no more what does not belong to this demand."""
        for name in names:
            del self.fields[name]

    def told(self) -> Told | None:
        """Give what was filled in, where it was asked."""
        typed = self.cleaned_data
        if "told_on" not in self.fields:
            return None
        return Told(typed.get("told_on"), typed.get("told_how", ""), typed.get("why_not", ""))

    def check_told(self, since: datetime.date) -> None:
        """Ask what is missing of what the reporter was told, where it is asked at all."""
        told = self.told()
        for name, text in (faults_in_told(told, since=since) if told else {}).items():
            if name not in self.errors:
                self.add_error(name, text)


_TOLD_FIELDS = ("told_on", "told_how", "why_not")


class DecideDemand(_AsksWhatWasTold):
    """Whether a demanded name is given."""

    answer = forms.ChoiceField(
        label=_("Geeft u de naam af?"),
        choices=[
            ("disclose", _("Ja, ik geef de naam af aan wie hem vordert")),
            ("decline", _("Nee, wij geven de naam niet af")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
    silent_until = DayField(
        label=_("Tot welke dag mag de melder dit niet weten?"),
        help_text=_("Op die dag vragen wij u om het de melder te vertellen."),
        required=False,
    )
    silent_until.asked_when = _("(alleen als u de naam afgeeft)")  # type: ignore[attr-defined]

    field_order = ("answer", "silent_until", *_TOLD_FIELDS)

    def __init__(self, *args: Any, demand: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, demand=demand, **kwargs)
        if not demand.ground:
            self.leave_out("silent_until")
        if demand.ground or demand.case.has_mailbox:
            self.leave_out(*_TOLD_FIELDS)
        else:
            self.fields["told_on"].label = _("Op welke dag hoorde de melder van de vordering?")

    def clean(self) -> dict[str, Any]:
        """Ask for the day of who gives a name in silence, and of others how the reporter heard."""
        typed = super().clean() or {}
        if typed.get("answer") != "disclose":
            return typed
        if "silent_until" in self.fields:
            _ask_for_day_to_come(self, typed)
        self.check_told(self.demand.announced_on)
        return typed


class TellLater(_AsksWhatWasTold):
    """Tell the reporter that their name was given, or wait longer."""

    answer = forms.ChoiceField(
        label=_("Mag de melder het nu weten?"),
        choices=[
            ("tell", _("Ja, ik vertel het de melder nu")),
            ("wait", _("Nee, nog niet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies ja of nee.")},
    )
    text = _text(
        _("Wat schrijven wij de melder?"),
        required=False,
        help_text=_(
            "De melder leest ook aan wie wij de naam gaven, wanneer en op welke grond. Schrijf "
            "waarom wij het niet eerder zeiden, en wat de melder nu kan doen."
        ),
    )
    text.asked_when = _("(alleen als u het nu vertelt)")  # type: ignore[attr-defined]
    silent_until = DayField(label=_("Tot welke dag nog niet?"), required=False)
    silent_until.asked_when = _("(alleen als u wacht)")  # type: ignore[attr-defined]
    reason = _text(_("Waarom nog niet?"), rows=2, required=False)
    reason.asked_when = _("(alleen als u wacht)")  # type: ignore[attr-defined]
    field_order = ("answer", "text", *_TOLD_FIELDS, "silent_until", "reason")

    def __init__(self, *args: Any, demand: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, demand=demand, **kwargs)
        self.leave_out(*(_TOLD_FIELDS if demand.case.has_mailbox else ("text",)))

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the answer."""
        typed = super().clean() or {}
        if typed.get("answer") == "tell":
            self.check_told(self.demand.decided_on or self.demand.announced_on)
            if "text" in self.fields and not typed.get("text"):
                self.add_error("text", _("Schrijf de melder wat er is gebeurd."))
        if typed.get("answer") == "wait":
            _ask_for_day_to_come(self, typed)
            if not typed.get("reason"):
                self.add_error("reason", _("Schrijf waarom het nog niet kan."))
        return typed
