"""What is typed about oaths, their words and rules, and what the list is narrowed down to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.ui.forms import DayField, Lines, Narrows, UploadField
from rechtop.ground.ui.once import Once
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel.models import Employment, Kind
from rechtop.tools.evidence import queries as evidence
from rechtop.work.oath.models import Session, SignedList, Wording
from rechtop.work.oath.proposing import Proposal
from rechtop.work.oath.states import SPOKEN, Form, Manner, Standing, Why

ALL = "all"
_NAME = 120
_LONG = 4_000

_SPOKEN = [(form.value, form.label) for form in SPOKEN]


class Filter(Narrows):
    """What the list of who must shows, and in which order."""

    standing = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("moet nog")), *Standing.choices, (ALL, _("alle"))],
    )
    what = forms.ChoiceField(
        label=_("Wat"),
        required=False,
        choices=[
            ("", _("alles")),
            ("oath", _("eed of belofte")),
            ("statement", _("integriteitsverklaring")),
        ],
    )
    unit = forms.ChoiceField(label=_("Onderdeel"), required=False)
    name = forms.CharField(label=_("Naam"), required=False, max_length=_NAME)
    order = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[
            ("", _("eerst wat te laat is")),
            ("name", _("naam")),
            ("start", _("wie het laatst begon")),
        ],
    )

    def __init__(self, data: Any, *, units: Sequence[tuple[int, Unit]]) -> None:
        super().__init__(data)
        listed = [(str(unit.pk), "\u2003" * depth + unit.name) for depth, unit in units]
        self.fields["unit"].choices = [("", _("alle")), *listed]  # type: ignore[attr-defined]


def _official() -> forms.CharField:
    return forms.CharField(label=_("Bij wie?"), required=False, max_length=_NAME)


def _witness() -> forms.CharField:
    return forms.CharField(label=_("Getuige"), required=False, max_length=_NAME)


def _propose(fields: Mapping[str, forms.Field], proposal: Proposal) -> None:
    """Say at the fields who it is where nothing is typed."""
    told = _("Laat u dit leeg, dan is het %(name)s.")
    if proposal.shown:
        fields["official"].help_text = told % {"name": proposal.shown}
    if proposal.witness_name:
        fields["witness"].help_text = told % {"name": proposal.witness_name}


class Register(Once):
    """That someone took the oath or promise, or signed the statement on paper.

    Where they were invited to a session, it can be told that it was there.
    """

    form = forms.ChoiceField(label=_("Wat?"), widget=forms.RadioSelect)
    taken_on = DayField(label=_("Op welke dag?"))
    session = forms.TypedChoiceField(
        label=_("Op een bijeenkomst?"),
        help_text=_(
            "Kies de bijeenkomst waar het was. Dan staat het op de lijst van die dag. Laat u "
            "hieronder iets leeg, dan geldt wat voor die bijeenkomst is gekozen."
        ),
        required=False,
        empty_value=None,
    )
    official = _official()
    witness = _witness()

    def __init__(
        self,
        data: Any,
        *,
        employment: Employment,
        chosen: str,
        proposal: Proposal,
        sessions: Mapping[str, tuple[Session, str]],
    ) -> None:
        super().__init__(data)
        is_external = employment.kind == Kind.EXTERNAL
        choices = [(Form.STATEMENT.value, Form.STATEMENT.label)] if is_external else _SPOKEN
        self.fields["form"].choices = choices  # type: ignore[attr-defined]
        begun = Form.STATEMENT.value if is_external else chosen
        self.initial = {**self.initial, "form": begun, "taken_on": clock.today()}
        if is_external:
            del self.fields["official"], self.fields["witness"], self.fields["session"]
            return
        _propose(self.fields, proposal)
        if not sessions:
            del self.fields["session"]
            return
        session: Any = self.fields["session"]
        offered = [(number, label) for number, (_session, label) in sessions.items()]
        session.choices = [("", _("geen bijeenkomst")), *offered]
        session.coerce = lambda number: sessions[number][0]


class Exempt(Once):
    """Why someone does not take it, or takes it later."""

    why = forms.ChoiceField(
        label=_("Wat is er aan de hand?"), choices=Why, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Schrijf alleen op wat nodig is. Noem geen ziekte."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    until_date = DayField(
        label=_("Uiterlijk op welke dag dan wel?"),
        help_text=_("Laat dit leeg als het helemaal niet hoeft."),
        required=False,
    )


class Words(forms.Form):
    """The next words of a form."""

    body = forms.CharField(
        label=_("De tekst"), max_length=_LONG, widget=forms.Textarea(attrs={"rows": 12})
    )
    decree = forms.CharField(
        label=_("Uit welk besluit?"), help_text=_("Naam en datum van het besluit."), max_length=200
    )
    from_date = DayField(label=_("Vanaf welke dag?"))
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @classmethod
    def told(cls, held: Wording | None, now: Wording | None) -> dict[str, Any]:
        """Give what is written already, or what is in force to begin from."""
        if held:
            return {name: getattr(held, name) for name in cls.base_fields}
        return {"body": now.body if now else "", "edition": 0}


class Adopt(Once):
    """That one read the words and adopts them."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ATerm(Once):
    """Within how many months."""

    months = forms.IntegerField(label=_("Binnen hoeveel maanden?"), min_value=1, max_value=24)
    remind_days = forms.IntegerField(
        label=_("Hoeveel dagen voor de laatste dag herinneren wij?"),
        help_text=_("Bij 0 krijgt iemand pas een herinnering als het te laat is."),
        min_value=0,
        max_value=90,
        initial=14,
    )
    from_date = DayField(label=_("Voor wie begint vanaf welke dag?"))


class AnOfficial(Once):
    """Before whom the oath is taken."""

    label = forms.CharField(
        label=_("Bij wie leggen mensen de eed of belofte af?"), max_length=_NAME
    )
    label_en = forms.CharField(label=_("In het Engels"), max_length=_NAME, required=False)
    words = forms.CharField(
        label=_("Alleen voor deze functies"),
        help_text=_("Woorden uit de functie, met komma’s ertussen. Leeg: voor iedereen."),
        max_length=300,
        required=False,
    )
    from_date = DayField(label=_("Vanaf welke dag?"))
    until_date = DayField(label=_("Tot welke dag?"), required=False)


class Ended(forms.Form):
    """Until when."""

    until_date = DayField(label=_("Tot welke dag?"))


class TimeField(forms.TimeField):
    """A time of the day, written as 10.00 or 10:00."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        told = {"invalid": _("Schrijf een tijd als 10.00.")}
        formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, error_messages=told, **options)


PROGRAMME = _(
    "Integriteit\nOndermijning\nWet Bibob\nWet open overheid\nVertrouwenspersonen\nDilemmaspel"
)


class APlan(Once):
    """When and where people come together, and what they do."""

    day = DayField(label=_("Op welke dag?"))
    begins_at = TimeField(label=_("Hoe laat begint het?"))
    ends_at = TimeField(label=_("Hoe laat is het klaar?"))
    manner = forms.ChoiceField(label=_("Hoe?"), choices=Manner, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Waar?"), max_length=200, required=False)
    link = forms.CharField(
        label=_("Link om mee te doen"),
        help_text=_("Alleen wie is uitgenodigd, ziet deze link."),
        max_length=300,
        required=False,
    )
    programme = Lines(
        label=_("Programma"),
        help_text=_("Elk onderdeel op een eigen regel."),
        max_length=2_000,
        rows=7,
        required=False,
        initial=PROGRAMME,
    )

    @classmethod
    def told(cls, session: Session) -> dict[str, Any]:
        """Give what stands there."""
        names = set(cls.base_fields) - {"once"}
        return {name: getattr(session, name) for name in names}


class AChange(APlan):
    """What changes about a session that one read."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class Invite(Once):
    """How many are invited, the most urgent first."""

    count = forms.IntegerField(label=_("Hoeveel mensen?"), min_value=1, max_value=200)


class InviteOne(Once):
    """Who is invited."""

    who = forms.CharField(
        label=_("Naam of e-mailadres"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Attend(forms.Form):
    """Which of both someone took, and before whom where it was not as proposed.

    There is one for each guest on the page: `number` is that of the invitation.
    """

    form = forms.ChoiceField(choices=_SPOKEN)
    official = _official()
    witness = _witness()

    def __init__(self, data: Any = None, *, number: int, proposal: Proposal) -> None:
        super().__init__(data, auto_id=f"id_{number}_%s")
        _propose(self.fields, proposal)


class WhoIsThere(Once):
    """Before whom all at a session take it, and with which witness."""

    official = forms.CharField(
        label=_("Bij wie?"),
        help_text=_(
            "Dit geldt voor iedereen die komt, behalve voor wie door de functie bij een ander "
            "hoort. Een directeur blijft dus bij wie de regels noemen. Laat u dit leeg, dan "
            "volgt het bij ieder uit de functie."
        ),
        required=False,
        max_length=_NAME,
    )
    witness = forms.CharField(
        label=_("Getuige"),
        help_text=_(
            "Naam of e-mailadres. Laat u dit leeg, dan is het bij ieder de leidinggevende."
        ),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    @classmethod
    def told(cls, session: Session) -> dict[str, Any]:
        """Give what stands there."""
        return {
            "official": session.official,
            "witness": session.witness_name,
            "edition": session.edition,
        }


class Choose(forms.Form):
    """Which of both someone chooses beforehand."""

    form = forms.ChoiceField(
        label=_("Wat kiest u?"),
        help_text=_("U kiest vrij. Alleen wie de eed of belofte regelt, ziet uw keuze."),
        choices=_SPOKEN,
        widget=forms.RadioSelect,
    )


class Sign(Once):
    """That one read the statement and signs it."""

    wording = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    read = forms.BooleanField(label=_("Ik heb dit gelezen en houd mij eraan."))


_WHY = forms.Textarea(attrs={"rows": 3})


class KeepList(Once):
    """The scan of the list that people signed."""

    file = UploadField(
        label=_("Kies de scan of foto van de lijst"),
        help_text=_("Een PDF-, JPEG- of PNG-bestand van hoogstens 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    why = forms.CharField(
        label=_("Waarom komt er een andere lijst?"),
        help_text=_("De vorige lijst blijft bewaard."),
        max_length=500,
        widget=_WHY,
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)

    def __init__(self, *sent: Any, stands: SignedList | None) -> None:
        super().__init__(*sent)
        self.initial = {**self.initial, "replaces": stands.pk if stands else 0}
        if stands is None:
            del self.fields["why"]

    def clean_file(self) -> bytes:
        """Give what stands in the file, unless a virus scanner knows it."""
        content: bytes = self.cleaned_data["file"].read()
        if evidence.virus_in(content):
            raise forms.ValidationError(_("De virusscanner waarschuwt voor dit bestand."))
        return content


class RemoveList(Once):
    """Why a signed list is removed."""

    why = forms.CharField(label=_("Waarom?"), max_length=500, widget=_WHY)
