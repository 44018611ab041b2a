"""What is typed about names."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.asking import AsksOutside
from rechtop.work.identities.heard import Heard, Time, faults
from rechtop.work.identities.models import Disclosure, List

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


class TellOpened(AsksOutside, Once):
    """How a reporter without a mailbox heard that their name was opened."""


class TellDeclined(AsksOutside, Once):
    """How a reporter without a mailbox heard that their name was not given."""


_TOLD_FIELDS = ("told_on", "told_how", "why_not")


class DecideDemand(AsksOutside):
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

    heard = forms.ChoiceField(
        label=_("Hoorde de melder van de vordering?"),
        choices=[
            ("told", _("Ja")),
            ("unreachable", _("Nee, wij kunnen de melder niet bereiken")),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "De melder krijgt evenveel tijd om te reageren als anderen, vanaf de dag dat die het "
            "hoort. Weet de melder het nog niet? Vertel het dan eerst."
        ),
    )
    heard.asked_when = _("(alleen als u de naam afgeeft)")  # type: ignore[attr-defined]

    def __init__(self, *args: Any, demand: Disclosure, **kwargs: Any) -> None:
        super().__init__(*args, case=demand.case, since=demand.announced_on, **kwargs)
        self.demand = demand
        if not demand.ground:
            self.leave_out("silent_until")
        if demand.ground or demand.case.has_mailbox:
            self.leave_out("heard", *_TOLD_FIELDS)
            return
        named: Any = self.fields
        named["told_on"].label = _("Op welke dag hoorde de melder van de vordering?")
        named["why_not"].label = _("Waarom kunt u de melder niet bereiken?")
        for name in ("told_on", "told_how"):
            named[name].asked_when = _("(alleen als de melder het hoorde)")
        named["why_not"].asked_when = _("(alleen als u de melder niet kunt bereiken)")

    def how_heard(self) -> Heard:
        """Give how a reporter without a mailbox heard, or that they cannot be reached."""
        return Heard(self.told(), self.cleaned_data.get("heard") == "unreachable")

    def tells(self, typed: Mapping[str, Any]) -> bool:
        """Ask it of who gives the name."""
        return typed.get("answer") == "disclose"

    def faults(self) -> dict[str, str]:
        """Ask for a choice first, and then whether the reporter had time."""
        if not self.cleaned_data.get("heard"):
            return {"heard": str(_("Kies of de melder het hoorde."))}
        demand = self.demand
        time = Time(demand.announced_on, demand.from_date - demand.announced_on)
        return faults(demand.case, self.how_heard(), time)

    def clean(self) -> dict[str, Any]:
        """Ask for the day of who gives a name in silence."""
        typed = super().clean() or {}
        if self.tells(typed) and "silent_until" in self.fields:
            _ask_for_day_to_come(self, typed)
        return typed


class TellLater(AsksOutside):
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

    def __init__(self, *args: Any, demand: Disclosure, **kwargs: Any) -> None:
        given = demand.decided_on or demand.announced_on
        super().__init__(*args, case=demand.case, since=given, **kwargs)
        if not demand.case.has_mailbox:
            self.leave_out("text")
        self.order_fields(("answer", "text", *_TOLD_FIELDS, "silent_until", "reason"))

    def tells(self, typed: Mapping[str, Any]) -> bool:
        """Ask it of who tells the reporter now."""
        return typed.get("answer") == "tell"

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to the answer."""
        typed = super().clean() or {}
        if self.tells(typed) and "text" in self.fields and not typed.get("text"):
            self.add_error("text", _("Schrijf de melder wat er is gebeurd."))
        if typed.get("answer") == "wait":
            _ask_for_day_to_come(self, typed)
            if not typed.get("reason"):
                self.add_error("reason", _("Schrijf waarom het nog niet kan."))
        return typed
