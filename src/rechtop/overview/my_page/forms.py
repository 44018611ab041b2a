"""What someone says is not right about what is held of them, and what is answered."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rechtop.ground.ui.once import Once


class Propose(Once):
    """What is not right."""

    text = forms.CharField(
        label=_("Wat klopt er niet, en wat moet het zijn?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Settle(forms.Form):
    """That it was put right, and what there is to say about it."""

    reason = forms.CharField(
        label=_("Wilt u er iets bij zeggen?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Decline(forms.Form):
    """Why nothing is changed."""

    reason = forms.CharField(
        label=_("Waarom niet?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
