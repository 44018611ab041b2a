"""What is one's own: choose, sign, see one's session, and get one's certificate."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.marks import titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import pdf
from rechtop.ground.ui.doing import is_done
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import documents, forms, operations, presenting, queries, rules
from rechtop.work.oath.states import Form


def mine(request: DeskRequest) -> HttpResponse:
    """Show someone what they still have to do, when, and what they did."""
    chosen = queries.preference_of(request.person.pk)
    told = {**presenting.mine(request.person.pk), "chosen": chosen}
    return render(request, "oath/mine.html", told)


@titled(gettext_lazy("Eed of belofte kiezen"))
def choose(request: DeskRequest) -> HttpResponse:
    """Choose the oath or the promise beforehand."""
    employment = _own(request)
    chosen = queries.preference_of(request.person.pk)
    form = forms.Choose(request.POST or None, initial={"form": chosen.form if chosen else ""})
    if is_done(
        request,
        form,
        lambda: operations.choose(employment, **form.cleaned_data, by=request.actor),
        _("Uw keuze is bewaard. Tot de dag zelf kunt u nog anders kiezen."),
    ):
        return redirect("oath:mine")
    told = {"form": form, "title": _("Kies de eed of de belofte"), "button": _("Bewaar mijn keuze")}
    return render(request, "oath/own_thing.html", {**told, **presenting.mine(request.person.pk)})


@titled(gettext_lazy("Integriteitsverklaring tekenen"))
def sign(request: DeskRequest) -> HttpResponse:
    """Read and sign the integrity statement."""
    employment = _own(request)
    words = queries.in_force(Form.STATEMENT, clock.today())
    form = forms.Sign(request.POST or None)
    form.initial = {**form.initial, "wording": words.pk if words else 0}
    if is_done(
        request,
        form,
        lambda: operations.sign(employment, wording=form.cleaned_data["wording"], by=request.actor),
        _("U hebt de verklaring getekend."),
    ):
        return redirect("oath:mine")
    if form.errors and words:  # what is signed next is what is read now
        form.data = {**request.POST.dict(), "wording": str(words.pk)}
    told = {"form": form, "title": _("Teken de verklaring"), "button": _("Teken de verklaring")}
    return render(request, "oath/own_thing.html", {**told, "words": [words] if words else []})


def certificate(request: DeskRequest, number: int) -> HttpResponse:
    """Give the certificate of a registration, to whom it is of and to who keeps it."""
    found = queries.registrations().filter(pk=number).first()
    is_own = found is not None and found.person_id == request.person.pk
    if found is None or not (is_own or rules.may_read(request.actor)):
        raise Http404
    try:
        content = documents.certificate(found)
    except pdf.NotClean:
        messages.error(request, pdf.UNPRINTABLE)
        return redirect("oath:mine")
    return pdf.answer("bewijs", content)


def _own(request: DeskRequest) -> Employment:
    found = queries.employment_of(request.person.pk)
    if found is None:
        raise Http404
    return found
