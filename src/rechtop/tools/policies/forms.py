"""What the coordinator types about a policy, and what the secretary decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.forms import DayField
from rechtop.ground.ui.once import Once
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Unit
from rechtop.tools.policies import queries
from rechtop.tools.policies.models import Kind, Policy

LONGEST = 100_000


def _edition() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class Facts(forms.Form):
    """What is said of a policy, beside its text."""

    title = forms.CharField(label=_("Hoe heet het?"), max_length=200)
    title_en = forms.CharField(label=_("In het Engels"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Soort"), choices=Kind)
    short_name = forms.CharField(
        label=_("Korte naam in andere teksten"),
        max_length=60,
        required=False,
        help_text=_(
            "Bijvoorbeeld: gedragscode. Staat ergens ‘art. 6 gedragscode’, dan wordt dat een link."
        ),
    )
    is_public = forms.BooleanField(
        label=_("Iedereen mag dit lezen"),
        required=False,
        help_text=_("Zonder kruisje lezen alleen mensen die hier werken het."),
    )
    next_revision = DayField(
        label=_("Wanneer kijken wij of het nog klopt?"),
        required=False,
        help_text=_("Twee maanden ervoor staat het beleid bij ‘Aan herziening toe’."),
    )

    def facts(self) -> dict[str, Any]:
        """Give what the operation asks."""
        return {name: self.cleaned_data[name] for name in Facts.base_fields}


class ANewPolicy(Once, Facts):
    """A policy that was not kept yet."""

    slug = forms.SlugField(
        label=_("Naam in het adres"),
        max_length=60,
        help_text=_("Kleine letters, zonder spaties. Bijvoorbeeld: gedragscode."),
        error_messages={"invalid": _("Gebruik letters, cijfers en streepjes, zonder spaties.")},
    )


class Changed(Once, Facts):
    """What is said of a policy, changed."""

    edition = _edition()

    def __init__(self, data: Any = None, *, policy: Policy) -> None:
        names = (*Facts.base_fields, "edition")
        super().__init__(data, initial={name: getattr(policy, name) for name in names})


class Given(forms.Form):
    """Who looks after a policy from now on."""

    owner = forms.CharField(
        label=_("Wie houdt dit beleid voortaan bij?"),
        help_text=_("Naam of e-mailadres van een collega."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_owner(self) -> Person:
        """Find who is meant."""
        found = organisation.called(self.cleaned_data["owner"])
        if not found:
            raise forms.ValidationError(_("Wij kennen niemand die zo heet. Controleer de naam."))
        if len(found) > 1:
            raise forms.ValidationError(_("Er zijn er meer die zo heten. Typ het e-mailadres."))
        return found[0]


class Words(forms.Form):
    """The text of a version."""

    body = forms.CharField(
        label=_("De tekst"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 28, "lang": "nl"}),
        help_text=_(
            "Een lege regel begint een nieuwe alinea. ‘# Over dit beleid’ is een kop, "
            "‘Artikel 6. Geschenken’ de kop van een artikel. Begin een punt van een lijst met "
            "‘- ’, of met ‘1. ’ als de punten een nummer krijgen."
        ),
    )
    edition = _edition()

    def clean_body(self) -> str:
        """Give the text with plain line ends: a browser sends two characters."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")

    def go_on_from(self, edition: int) -> None:
        """Let what was typed be saved after all, over an edition its writer now saw."""
        self.data = {**self.data, "edition": str(edition)}


class Adoption(forms.Form):
    """From when a version is in force and when it is revised; `edition` is the one that was
    read."""

    in_force_from = DayField(label=_("Vanaf wanneer geldt het?"))
    next_revision = DayField(
        label=_("Wanneer opnieuw herzien?"),
        required=False,
        help_text=_("Leeg: er is nog geen dag gekozen."),
    )
    edition = _edition()


class Read(forms.Form):
    """The edition that was read."""

    edition = _edition()


class Search(forms.Form):
    """Words to find."""

    q = forms.CharField(label=_("Zoek in het beleid"), max_length=200)

    def __init__(self, sent: Any) -> None:
        super().__init__(sent if "q" in sent else None)

    def found(self, *, public: bool) -> dict[str, Any]:
        """Give what was found, where something was asked."""
        words = self.cleaned_data["q"] if self.is_valid() else ""
        return {"words": words, "found": queries.search(words, public=public) if words else []}


EVERYBODY = "iedereen"


def _whom() -> list[tuple[str, Any]]:
    units = Unit.objects.order_by("name").values_list("pk", "name")
    return [(EVERYBODY, _("Iedereen")), *((str(number), name) for number, name in units)]


class Asking(forms.Form):
    """Whom to ask to read a version, and until when."""

    unit = forms.ChoiceField(
        label=_("Wie moet dit lezen?"),
        choices=_whom,
        help_text=_(
            "Kiest u een onderdeel, dan vraagt u ook wie in een onderdeel daaronder werkt."
        ),
    )
    due_on = DayField(label=_("Tot en met welke dag?"))

    def clean_unit(self) -> Unit | None:
        """Give the unit; none for everybody."""
        chosen = self.cleaned_data["unit"]
        return None if chosen == EVERYBODY else Unit.objects.get(pk=chosen)
