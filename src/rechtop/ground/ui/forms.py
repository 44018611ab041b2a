"""Give every form of the product one face, without its author doing anything for it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

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
        own = _OWN_TEMPLATES.get(template_name, template_name)
        return str(super().render(own, context, request))


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
    """A date typed as day, month and year; an impossible one is told apart from a missing one."""

    widget = DayWidget

    def __init__(self, **options: Any) -> None:
        boxes = [forms.CharField(required=False) for _part in range(3)]
        options.setdefault("error_messages", {}).setdefault("required", _("Vul een datum in."))
        super().__init__(boxes, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> datetime.date | None:
        """Make a date of the three boxes."""
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            date = datetime.date(year, month, day)
        except ValueError as error:
            raise forms.ValidationError(
                _("Deze datum bestaat niet. Schrijf bijvoorbeeld 24 11 2026.")
            ) from error
        if not 1990 <= date.year <= 2100:
            raise forms.ValidationError(_("Schrijf het jaar met vier cijfers."))
        return date

    def clean(self, value: Any) -> datetime.date | None:
        """Clean, and say at the field itself what is wrong."""
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if self.required and not any(typed):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return self.compress(typed)
