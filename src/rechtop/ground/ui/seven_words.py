"""Ask for seven words, and help with a slip in one of them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import words


class SevenWords(forms.Form):
    """The seven words."""

    words = forms.CharField(
        label=_("Uw zeven woorden"),
        max_length=400,
        widget=forms.Textarea(
            attrs={
                "rows": 4,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        help_text=_("Typ de woorden achter elkaar, met een spatie ertussen."),
        error_messages={"required": _("Typ uw zeven woorden.")},
    )

    def clean_words(self) -> tuple[str, ...]:
        """Give the seven words. A slip in a word is met with the one word it can be."""
        typed = words.split(self.cleaned_data["words"])
        if len(typed) != words.COUNT:
            raise forms.ValidationError(
                _("Dit zijn %(count)s woorden. Het moeten er zeven zijn."),
                params={"count": len(typed)},
            )
        unknown = [word for word in typed if not words.is_known(word)]
        if unknown:
            raise forms.ValidationError([_remark(word) for word in unknown])
        return typed


def _remark(word: str) -> str:
    meant = words.repair(word)
    if meant:
        text = _("‘%(word)s’ staat niet op onze woordenlijst. Bedoelt u ‘%(meant)s’?")
        return str(text) % {"word": word, "meant": meant}
    return str(_("‘%(word)s’ staat niet op onze woordenlijst.")) % {"word": word}
