"""Give every form of the product one face, without its author doing anything for it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.languages import Text
from rechtop.ground.ui import dutch, uploads

NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "passphrase", "old", "new", "again", "code"}
    | {f"share_{place}" for place in range(1, 17)}
)
"""Fields nobody finds back after an error or a lock: a secret is typed again, never stored."""

_CLASSES = {
    "django/forms/widgets/textarea.html": "utrecht-textarea",
    "django/forms/widgets/select.html": "utrecht-select",
    "django/forms/widgets/checkbox.html": "utrecht-checkbox",
}
_OWN_TEMPLATES = {
    "django/forms/widgets/radio.html": "ui/forms/options.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/options.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
    "django/forms/errors/list/ul.html": "ui/forms/errors.html",
}
_NO_CLASS = ("hidden.html", "multiwidget.html", "day.html")


_SELECT = "django/forms/widgets/select.html"


def _select(widget: dict[str, Any]) -> SafeString:
    """Write a list to choose from. The framework renders a template for each option of it."""
    options = format_html_join(
        "", "{}", ((_group(name, listed),) for name, listed, _at in widget["optgroups"])
    )
    attrs = flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attrs, options)


def _group(name: Any, listed: list[dict[str, Any]]) -> SafeString:
    """Write options that belong together, under their name where they have one."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], mark_safe(" selected") if option["selected"] else "", option["label"])
            for option in listed
        ),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


class Renderer(TemplatesSetting):
    """Render forms in our anatomy."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Render a form, field or control, with the class that belongs to the control."""
        widget = context.get("widget")
        if widget is not None:
            widget["attrs"].pop("placeholder", None)  # the label says it, and stays when one types
        if widget is not None and not template_name.endswith(_NO_CLASS):
            widget["attrs"].setdefault("class", _CLASSES.get(template_name, "utrecht-textbox"))
        if template_name == _SELECT and widget is not None:
            return _select(widget)
        own = _OWN_TEMPLATES.get(template_name, template_name)
        return str(super().render(own, context, request))


class ChosenDay(forms.DateInput):
    """A day, chosen with what the browser offers for it; for a filter, where it may stay empty."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayWidget(forms.MultiWidget):
    """Day, month and year as three small boxes, in the Dutch order."""

    template_name = "ui/forms/day.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        sizes = (("day", 2), ("month", 2), ("year", 4))
        boxes: Any = {name: forms.TextInput(attrs={"maxlength": size}) for name, size in sizes}
        super().__init__(boxes, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name each box."""
        context = super().get_context(name, value, attrs)
        labels = (_("Dag"), _("Maand"), _("Jaar"))
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["label"] = label
        return context

    def decompress(self, value: datetime.date | None) -> list[Any]:
        """Split a date over the boxes."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date typed as day, month and year; an impossible one is told apart from a missing one.

    A year before `earliest` is taken for a slip.
    """

    widget = DayWidget

    def __init__(self, *, earliest: int = 1990, **options: Any) -> None:
        self.earliest = earliest
        boxes = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(boxes, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> datetime.date | None:
        """Make a date of the three boxes."""
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            date = datetime.date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(
                _("Deze datum bestaat niet. Schrijf bijvoorbeeld 24 11 2026.")
            ) from error
        if not self.earliest <= date.year <= 2100:
            raise forms.ValidationError(
                _("Schrijf het jaar met vier cijfers, van %(earliest)s tot en met 2100."),
                params={"earliest": self.earliest},
            )
        return date

    def clean(self, value: Any) -> datetime.date | None:
        """Clean, and say at the field itself what is wrong."""
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if self.required and not any(typed):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return self.compress(typed)


class UploadField(forms.FileField):
    """A file, held in memory; one that is larger than its page takes is told here."""

    def to_python(self, data: Any) -> Any:
        """Refuse what was too large to receive."""
        if isinstance(data, uploads.TooLarge):
            most = dutch.number(data.most // uploads.MEGABYTE)
            raise forms.ValidationError(
                _("Dit bestand is te groot. Kies een bestand van hoogstens %(most)s MB."),
                code="too_large",
                params={"most": most},
            )
        return super().to_python(data)


MOST_TIMES = 99


class TickedTimes(forms.CheckboxSelectMultiple):
    """Boxes to tick, each with a small field beside it for how many times; its value pairs what is
    ticked with what was typed there. What is in `once` cannot be more than once.
    """

    once: tuple[str, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        """Read what was ticked, and how many times."""
        ticked = super().value_from_datadict(data, files, name) or []
        return [(code, data.get(f"{name}-times-{code}", "")) for code in ticked]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Put beside each box how many times, as it was typed."""
        typed = dict(value or ())
        context = super().get_context(name, [*typed], attrs)
        for _group, options, _at in context["widget"]["optgroups"]:
            for option in options:
                code = str(option["value"])
                if code not in self.once:
                    option["times"] = f"{name}-times-{code}"
                    option["typed"] = typed.get(code) or "1"
        return context


class TimesField(forms.MultipleChoiceField):
    """Choices that can each be there more than once: they come as often as they are."""

    widget = TickedTimes

    def prepare_value(self, value: Any) -> list[tuple[str, str]]:
        """Say of codes that may come more than once how many times each does."""
        if value and isinstance(value[0], tuple):
            return list(value)
        return [(code, str(times)) for code, times in Counter(value or ()).items()]

    def to_python(self, value: Any) -> list[str]:
        """Give each code as often as was typed; where nothing was, once."""
        found: list[str] = []
        for code, typed in value or ():
            times = typed.strip() or "1"
            if not (times.isascii() and times.isdecimal() and 0 < int(times[:9]) <= MOST_TIMES):
                text = _("Vul in hoe vaak: een heel getal van 1 tot en met %(most)s.")
                raise forms.ValidationError(text % {"most": MOST_TIMES})
            found += [code] * int(times)
        return found


class Lines(forms.CharField):
    """A text of several lines, each ended as everywhere else: a browser sends two characters."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        """Give the text with plain line ends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class Narrows(forms.Form):
    """What a list is narrowed down to, as its address says."""

    def chosen(self) -> dict[str, str]:
        """Give what was set; nonsense in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Say whether the list was narrowed down, or widened; its order does neither."""
        return bool(set(self.chosen()) - {"order"})


class AsksOnce(forms.Form):
    """A form that may ask something back, once: sent again with the same in it, it goes on."""

    asked = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def ask(self, field: str, about: str, question: str) -> None:
        """Ask a question at a field, unless it was asked before; `about` tells it from others."""
        sent: Any = self.data
        before = sent.get("asked", "").split()
        if about not in before:
            self.add_error(field, question)
            again = sent.copy()
            again["asked"] = " ".join([*before, about])
            self.data = again


class GoesOn(forms.Form):
    """A form that says in its hidden field `edition` what it was made from."""

    def go_on_from(self, edition: int) -> None:
        """Let what was typed be kept after all, over an edition its writer now sees."""
        sent: Any = self.data
        again = sent.copy()
        again["edition"] = str(edition)
        self.data = again


class ShowsAgain(forms.Form):
    """A form that says in its hidden field `shown` what stood there when its page was made."""

    stands_nowhere: tuple[str, ...] = ()
    """The fields for what is typed anew each time: nothing stands there to compare it with."""

    def show(self, what: str) -> None:
        """Say what stands there now. Whose form was told that it changed, has seen that."""
        self.fields["shown"].initial = what
        if self.is_bound and "shown" in self.errors:
            sent: Any = self.data
            again = sent.copy()
            again["shown"] = what
            self.data = again

    def of_a_colleague(self) -> list[tuple[Any, Any]]:
        """Give what stands there now and differs from what was typed, where someone changed it."""
        if not self.is_bound or "shown" not in self.errors:
            return []
        return [
            (one.label, _in_words(one.field, one.initial) or "–")
            for one in self.visible_fields()
            if one.name not in self.stands_nowhere and one.field.has_changed(one.initial, one.data)
        ]


def _in_words(field: forms.Field, value: Any) -> Any:
    """Say what a field holds as a person reads it."""
    if isinstance(field, forms.BooleanField):
        return gettext("Ja") if value else gettext("Nee")
    if isinstance(value, datetime.date):
        return dutch.day(value)
    if isinstance(value, datetime.time):
        return f"{value:%H.%M}"
    if not isinstance(field, forms.ChoiceField):
        return value
    choices: Any = field.choices
    listed: list[Any] = list(choices)
    grouped = [one if isinstance(one, list) else [(key, one)] for key, one in listed]
    words = dict(pair for group in grouped for pair in group)
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    return words.get(value, value)


class Sections:
    """A form in parts, each under a heading: `sections` pairs a heading with names of fields."""

    sections: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def in_sections(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Give the headings with those of their fields that this form has."""
        form: Any = self
        for heading, names in self.sections:
            if found := [form[name] for name in names if name in form.fields]:
                yield heading, found


def errors_of(field: BoundField) -> list[str]:
    """Say what is wrong with a field. Where an answer lacks, say which, so that each can be told
    apart from the others at the top of the page.
    """
    usual = str(forms.Field.default_error_messages["required"])
    texts = [str(text) for text in field.errors]
    return [_lacking(field) if text == usual else text for text in texts]


def _lacking(field: BoundField) -> str:
    if isinstance(field.field, forms.ChoiceField):
        text = gettext("Kies een antwoord bij ‘%(label)s’.")
    elif isinstance(field.field, forms.BooleanField):
        text = gettext("Kruis ‘%(label)s’ aan.")
    elif isinstance(field.field, DayField):
        text = gettext("Vul een datum in bij ‘%(label)s’.")
    else:
        text = gettext("Vul iets in bij ‘%(label)s’.")
    return text % {"label": field.label}


SHORT, LONG = 200, 2_000


def add_text(
    form: forms.BaseForm,
    name: str,
    label: Any,
    held: Text,
    rows: int = 0,
    *,
    is_required: bool = False,
) -> None:
    """Add a box for a text and one for its English: of one line, or of so many rows."""
    english = _("In het Engels")
    for box, lang, told, initial in (
        (name, "nl", label, held.dutch),
        (f"{name}_en", "en", english, held.english),
    ):
        attrs: dict[str, Any] = {"lang": lang}
        form.fields[box] = forms.CharField(
            label=told,
            required=is_required and lang == "nl",
            max_length=LONG if rows else SHORT,
            initial=initial,
            widget=forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs),
        )
