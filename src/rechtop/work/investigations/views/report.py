"""The pages about the draft: made of its parts, sent to each in their own words, answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import NoKey, Refused, why_not
from rechtop.ground.kernel.marks import needs_keys, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import downloads, pdf
from rechtop.ground.ui.doing import done, is_done
from rechtop.ground.vault.files import OpenItem
from rechtop.people.organisation import queries as organisation
from rechtop.work.investigations import (
    closing_forms,
    documents,
    forms,
    operations,
    presenting,
    queries,
    reporting,
    rules,
)
from rechtop.work.investigations.models import Investigation, PersonalDraft
from rechtop.work.investigations.operations import Part
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.views.desk import (
    goes_on,
    nothing_here,
    opened_or_none,
    visible,
)

_STATEMENTS = "verklaringen"
"""What the address says of a draft report in which the statements are to stand."""

_WORKED_IN = _("Vastgelegd hoe de reactie is verwerkt.")
_MORE_TIME = _("De nieuwe dag ligt vast. Vertel hem ook aan deze persoon.")
_MADE_FINAL = _("Het eindrapport ligt bij de beslisser.")
_SHARED = _(
    "Deze persoon kan de uitkomst lezen met de eigen zeven woorden. Print de brief en geef haar."
)


def _opened(request: DeskRequest, number: str) -> tuple[Investigation, Dossier]:
    found = visible(request, number)
    told = opened_or_none(request, found)
    if told is None or not told.all("begun"):
        raise nothing_here(request)
    return found, told


@needs_keys
def report(request: DeskRequest, number: str) -> HttpResponse:
    """Show the report as a page."""
    found, told = _opened(request, number)
    shown = {
        "investigation": found,
        "report": _report(request, found, told),
        "asks_statements": bool(presenting.statements(told)) and not told.all("final"),
        "with_statements": _STATEMENTS in request.GET,
        "choice": f"?{_STATEMENTS}=on" if _STATEMENTS in request.GET else "",
    }
    return render(request, "investigations/report.html", shown)


def _report(request: DeskRequest, found: Investigation, told: Dossier) -> documents.Report:
    return documents.report(found, told, with_statements=_STATEMENTS in request.GET)


@needs_keys
def document(request: DeskRequest, number: str) -> HttpResponseBase:
    """Give the report as a document to go on working in."""
    found, told = _opened(request, number)
    file = documents.written(_report(request, found, told), authority=_authority())
    return downloads.give(request, iter([file]), f"rapport-{found.number}.docx", len(file))


@needs_keys
def as_pdf(request: DeskRequest, number: str) -> HttpResponse:
    """Give the report as a PDF; where a character cannot be printed, say so on its page."""
    found, told = _opened(request, number)
    try:
        file = documents.as_pdf(_report(request, found, told), authority=_authority())
    except pdf.NotClean:
        messages.error(request, pdf.UNPRINTABLE)
        return redirect("investigations:report", number)
    return pdf.answer(f"rapport-{found.number}", file)


def _authority() -> str:
    known = organisation.authority()
    return known.name if known else "Rechtop"


@titled(_("Concept voor een persoon"))
@needs_keys
def redact(request: DeskRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Choose what one person reads, in which words, and send it to them with words of their own."""
    found, told = _opened(request, number)
    item = told.find("person", str(person))
    if item is None or not goes_on(request, rules.may_send_draft(request.actor, found)):
        raise nothing_here(request)
    form = forms.PersonalDraft(request.POST or None, parts=documents.parts(told))
    shown = {"has_words": _has_words(item, found, told)}
    return _letter_made(request, found, item, form, operations.send_draft, **shown)


@titled(_("Eindrapport voor een persoon"))
@needs_keys
def outcome(request: DeskRequest, number: str, person: uuid.UUID) -> HttpResponse:
    """Choose what someone reads of the final report, and send it with words of their own."""
    found, told = _opened(request, number)
    item = told.find("person", str(person))
    if item is None or not goes_on(request, rules.may_send_outcome(request.actor, found)):
        raise nothing_here(request)
    form = forms.WithWords(request.POST or None, parts=documents.outcome_parts(told))
    shown = {"is_outcome": True, "has_words": _has_words(item, found, told)}
    return _letter_made(request, found, item, form, reporting.send_outcome, **shown)


def _has_words(person: OpenItem, found: Investigation, told: Dossier) -> bool:
    return str(person.id) in queries.readers(told, queries.drafts_of(found))


def _letter_made(
    request: DeskRequest,
    found: Investigation,
    person: OpenItem,
    form: forms.WithWords,
    send: Callable[..., PersonalDraft],
    **shown: bool,
) -> HttpResponse:
    """Send what was chosen and show the letter in the answer itself: its words are stored nowhere,
    so no page has them. Until then, show the form."""
    told = {"investigation": found, "name": person.content["name"]}
    if not done(
        form,
        lambda: send(found, person=str(person.id), **form.details(), by=request.actor),
    ):
        return render(request, "investigations/redact.html", {**told, "form": form, **shown})
    letter = {
        "words": form.cleaned_data["words"],
        "react_by": form.cleaned_data.get("react_by"),
        "address": request.build_absolute_uri(reverse("letters:enter")),
    }
    return render(request, "investigations/letter.html", {**told, **letter})


@titled(_("Eindrapport"))
@needs_keys
def final(request: DeskRequest, number: str) -> HttpResponse:
    """Make the report final, after one look at what still stands open."""
    found, told = _opened(request, number)
    if not goes_on(request, rules.may_send_final(request.actor, found)):
        raise nothing_here(request)
    form = closing_forms.Final(
        request.POST or None, has_statements=bool(presenting.statements(told))
    )
    if is_done(request, form, lambda: _made_final(request, found, told, form), _MADE_FINAL):
        return redirect("investigations:investigation", number)
    drafts = queries.drafts_of(found)
    shown = {
        "investigation": found,
        "form": form,
        "open_ends": presenting.open_ends(queries.open_ends(told, drafts)),
        "parts": documents.final_parts(told, with_statements=False).values(),
    }
    return render(request, "investigations/final.html", shown)


def _made_final(
    request: DeskRequest, found: Investigation, told: Dossier, form: closing_forms.Final
) -> None:
    chosen = documents.final_parts(told, with_statements=form.cleaned_data["statements"])
    parts = [Part(title, text) for title, text in chosen.values()]
    reason = form.cleaned_data["reason"]
    operations.send_final(found, parts=parts, reason=reason, by=request.actor)


@titled(_("Eindrapport voor een persoon"))
@needs_keys
def share(request: DeskRequest, number: str, draft: uuid.UUID) -> HttpResponse:
    """Choose what of the final report someone reads with the words they have."""
    found, told = _opened(request, number)
    sent, person = _personal(request, found, told, draft)
    if not goes_on(request, rules.may_share_final(request.actor, sent)):
        raise nothing_here(request)
    form = forms.Chosen(request.POST or None, parts=documents.outcome_parts(told))
    if is_done(request, form, lambda: _shared(request, sent, form), _SHARED):
        return redirect("investigations:personal", number, draft)
    name = person.content["name"]
    shown = {"investigation": found, "form": form, "name": name, "is_final": True}
    return render(request, "investigations/redact.html", shown)


def _shared(request: DeskRequest, sent: PersonalDraft, form: forms.Chosen) -> None:
    reporting.share_final(sent, parts=form.chosen(), by=request.actor)


def _personal(
    request: DeskRequest, found: Investigation, told: Dossier, draft: uuid.UUID
) -> tuple[PersonalDraft, OpenItem]:
    """Find the draft of a person, and whose it is."""
    item = told.find("draft", str(draft))
    sent = queries.sent(found, item.content["file"]) if item else None
    person = told.find("person", item.content["of"]) if item else None
    if sent is None or person is None:
        raise nothing_here(request)
    return sent, person


@needs_keys
def personal(request: DeskRequest, number: str, draft: uuid.UUID) -> HttpResponse:
    """Show what one person read and answered, and record how that was worked in."""
    found, told = _opened(request, number)
    sent, person = _personal(request, found, told, draft)
    try:
        opened = queries.open_draft(sent, request.actor.keyring)
    except NoKey as error:
        raise nothing_here(request) from error
    may_work_in = bool(opened.reactions) and bool(rules.may_work_in(request.actor, sent))
    form = forms.WorkIn(request.POST or None, initial={"shown": len(opened.reactions)})
    if is_done(request, form, lambda: _worked_in(request, sent, form), _WORKED_IN):
        return redirect("investigations:personal", number, draft)
    shown = {
        "investigation": found,
        "name": person.content["name"],
        "person": person.id,
        "number": draft,
        "may_give_more_time": bool(rules.may_give_more_time(request.actor, sent)),
        "more_time": presenting.more_time(told, sent),
        "may_note_missed": bool(rules.may_note_missed(request.actor, sent)),
        "may_share": bool(rules.may_share_final(request.actor, sent)) and not sent.over_on,
        "may_send_anew": bool(rules.may_send_outcome(request.actor, found)) and not sent.over_on,
        "draft": sent,
        "standing": presenting.draft_standing(sent),
        "worked_in": [one.content["text"] for one in told.about("worked_in", str(sent.file))],
        "form": form if goes_on(request, may_work_in) else None,
        **presenting.letter(opened, _("Reactie")),
    }
    return render(request, "investigations/personal.html", shown)


@titled(_("Brief"))
@needs_keys
def told(request: DeskRequest, number: str, draft: uuid.UUID) -> HttpResponse:
    """Show the letter that the outcome can be read, to print; it has no words and no matter."""
    found, dossier = _opened(request, number)
    sent, person = _personal(request, found, dossier, draft)
    if sent.outcome_on is None or sent.over_on:
        raise nothing_here(request)
    shown = {
        "investigation": found,
        "number": draft,
        "draft": sent,
        "name": person.content["name"],
        "sender": request.person.name,
        "address": request.build_absolute_uri(reverse("letters:enter")),
    }
    return render(request, "investigations/told.html", shown)


@titled(_("Meer tijd om te reageren"))
@needs_keys
def more_time(request: DeskRequest, number: str, draft: uuid.UUID) -> HttpResponse:
    """Let someone react until a later day."""
    found, told = _opened(request, number)
    sent, person = _personal(request, found, told, draft)
    if not goes_on(request, rules.may_give_more_time(request.actor, sent)):
        raise nothing_here(request)
    form = closing_forms.MoreTime(request.POST or None, initial={"until": sent.react_by})
    if is_done(request, form, lambda: _more_time_given(request, sent, form), _MORE_TIME):
        return redirect("investigations:personal", number, draft)
    title = _("Meer tijd voor %(name)s") % {"name": person.content["name"]}
    shown = {"investigation": found, "form": form, "title": title, "button": _("Geef meer tijd")}
    return render(request, "investigations/one_thing.html", shown)


def _more_time_given(
    request: DeskRequest, sent: PersonalDraft, form: closing_forms.MoreTime
) -> None:
    reporting.give_more_time(sent, **form.cleaned_data, by=request.actor)


def _worked_in(request: DeskRequest, sent: PersonalDraft, form: forms.WorkIn) -> None:
    reporting.work_in(sent, **form.cleaned_data, by=request.actor)


@require_POST
@needs_keys
def no_reaction(request: DeskRequest, number: str, draft: uuid.UUID) -> HttpResponse:
    """Note that someone's term passed without a word."""
    found, told = _opened(request, number)
    sent, _person = _personal(request, found, told, draft)
    try:
        reporting.note_no_reaction(sent, by=request.actor)
    except (Refused, NoKey) as refusal:
        messages.error(request, why_not(refusal))
    else:
        messages.success(request, _("Vastgelegd dat er geen reactie kwam."))
    return redirect("investigations:personal", number, draft)
