"""What a handler fills in when a case closes, or opens again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui import once
from rechtop.ground.ui.forms import DayField, Sections
from rechtop.tools.lists import queries as lists
from rechtop.work.cases.closing import (
    CHOOSE_ONE,
    Closing,
    Told,
    faults,
    registration_faults,
)
from rechtop.work.cases.forms import (
    DECIDED,
    WithLists,
    also_asked,
    as_yes_no,
    long_text,
    pick,
    pick_some,
    pick_times,
    yes_no,
)
from rechtop.work.cases.models import NONE, Case, List
from rechtop.work.cases.states import State


class Close(Sections, once.Once, WithLists):
    """The closing registration."""

    regime = pick(List.REGIME, _("Onder welke procedure valt deze zaak?"))
    is_admissible = forms.ChoiceField(
        label=_("Viel de melding onder de regeling?"),
        choices=[*DECIDED, ("open", _("Deze vraag past niet bij deze zaak"))],
        widget=forms.RadioSelect,
        help_text=_("Kies het laatste alleen als de procedure deze vraag niet stelt."),
    )
    is_investigated = forms.ChoiceField(
        label=_("Is er onderzoek gedaan?"), choices=DECIDED, widget=forms.RadioSelect
    )
    commissioner = pick(List.COMMISSIONER, _("Wie was de opdrachtgever?"), required=False)
    types = pick_some(List.TYPE, _("Soort schending"), CHOOSE_ONE["types"])
    conclusion = pick(List.CONCLUSION, _("Oordeel"))
    findings = long_text(_("Bevindingen"))
    consequence = long_text(_("Gevolg"), required=False)
    measures = pick_times(List.MEASURE, _("Welke maatregelen zijn er?"), CHOOSE_ONE["measures"])
    message = long_text(_("Bericht aan de melder over de uitkomst"))
    acknowledged_on = also_asked(
        _("(of schrijf onderaan waarom niet)"),
        DayField(label=_("Op welke dag is de ontvangst bevestigd?"), required=False),
    )
    feedback_on = also_asked(
        _("(of schrijf onderaan waarom niet)"),
        DayField(label=_("Op welke dag hoorde de melder de uitkomst?"), required=False),
    )
    why_not = also_asked(
        _("(alleen als hierboven een dag leeg blijft)"),
        long_text(
            _("Hoorde de melder het niet? Waarom niet?"),
            rows=2,
            required=False,
            help_text=_("Bijvoorbeeld: de brief was anoniem. Dit blijft in het dossier staan."),
        ),
    )
    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Procedure"), ("regime",)),
        (
            _("Oordeel"),
            (
                "is_admissible",
                "is_investigated",
                "commissioner",
                "types",
                "conclusion",
                "findings",
                "consequence",
            ),
        ),
        (_("Maatregelen"), ("measures",)),
        (_("Bericht aan de melder"), ("message",)),
        (_("Wat de melder hoorde"), ("acknowledged_on", "feedback_on", "why_not")),
    )

    def __init__(self, *args: Any, case: Case, warnings: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.warnings = case, warnings
        for name in _not_asked(case):
            self.fields.pop(name, None)
        self.fields["measures"].choices = _measures()  # type: ignore[attr-defined]
        if case.has_mailbox and case.state == State.RECEIVED:
            self.fields["message"].help_text = _("Dit bericht bevestigt ook de ontvangst.")

    def clean(self) -> dict[str, Any]:
        """Ask what closing asks, each at its own field."""
        typed = super().clean() or {}
        for name, text in faults(self.case, typed, self.told()).items():
            if name not in self.errors:
                self.add_error(name, text)
        return typed

    def told(self) -> Told:
        """Give when the reporter heard from us, or why not."""
        typed = self.cleaned_data
        return Told(
            typed.get("acknowledged_on"), typed.get("feedback_on"), typed.get("why_not", "")
        )

    def closing(self) -> Closing:
        """Give the closing registration."""
        typed = self.cleaned_data
        kinds = {choice.code: choice.against_person for choice in lists.choices(List.MEASURE)}
        return Closing(
            is_admissible=yes_no(typed["is_admissible"]),
            is_investigated=yes_no(typed["is_investigated"]),
            types=typed["types"],
            conclusion=typed["conclusion"],
            measures=[(code, kinds[code]) for code in typed["measures"]],
            commissioner=typed["commissioner"],
            findings=typed.get("findings", ""),
            consequence=typed.get("consequence", ""),
        )


class CloseRegistration(Close):
    """The closing registration of a case without a file."""

    closed_on = DayField(label=_("Op welke dag is de melding afgesloten?"))
    sections: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Afsluiten"), ("closed_on",)),
        (
            _("Oordeel"),
            ("is_admissible", "is_investigated", "commissioner", "types", "conclusion"),
        ),
        (_("Maatregelen"), ("measures",)),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        asked = {name for _heading, names in self.sections for name in names}
        for name in set(self.fields) - asked - {once.FIELD}:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Ask what closing asks, each at its own field."""
        typed = once.Once.clean(self)
        for name, text in registration_faults(self.case, typed).items():
            if name not in self.errors:
                self.add_error(name, text)
        return typed


def _not_asked(case: Case) -> set[str]:
    """Name what closing this case does not ask, because it is known or there is no mailbox."""
    known = {
        "regime": bool(case.regime),
        "message": not case.has_mailbox,
        "acknowledged_on": case.has_mailbox or case.state != State.RECEIVED,
        "feedback_on": case.has_mailbox or case.feedback_on is not None,
    }
    known["why_not"] = known["acknowledged_on"] and known["feedback_on"]
    return {name for name, is_known in known.items() if is_known}


def _measures() -> list[Any]:
    """Give the measures in two groups, with what is neither after them."""
    found = lists.choices(List.MEASURE)
    some = [choice for choice in found if choice.code != NONE]
    groups = [
        (_("Tegen een persoon"), [(c.code, str(c)) for c in some if c.against_person]),
        (_("Niet tegen een persoon"), [(c.code, str(c)) for c in some if not c.against_person]),
    ]
    return groups + [(choice.code, str(choice)) for choice in found if choice.code == NONE]


def closing_again(told: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was registered at an earlier closing, to start from when a case closes again."""
    if "measures" not in told:
        return {}
    kept = ("types", "conclusion", "commissioner", "findings", "consequence")
    return {
        **{name: told[name] for name in kept},
        "measures": [code for code, _against in told["measures"]],
        "is_admissible": as_yes_no(told["is_admissible"]) or "open",
        "is_investigated": as_yes_no(told["is_investigated"]),
    }


class Reopen(forms.Form):
    """Why a closed case is opened again."""

    reason = long_text(_("Waarom opent u deze zaak weer?"), rows=3)
