"""The pages of sessions: plan, invite, and take attendance."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, why_not
from rechtop.ground.kernel.marks import not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.ui import pdf, tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.once import Once
from rechtop.work.oath import documents, forms, holding, presenting, queries, rules
from rechtop.work.oath.models import Invitation, Session

_CALENDAR = "text/calendar; charset=utf-8"


def listed(request: DeskRequest) -> HttpResponse:
    """List the sessions, latest first."""
    _or_404(rules.may_read(request.actor))
    page = tables.page(request, queries.sessions(), handle="pk", by="day")
    told = {"page": page, "may_plan": bool(rules.may_plan(request.actor))}
    return render(request, "oath/sessions.html", told)


@titled(gettext_lazy("Bijeenkomst plannen"))
def plan(request: DeskRequest) -> HttpResponse:
    """Plan a session."""
    _or_404(rules.may_plan(request.actor))
    form = forms.APlan(request.POST or None)
    made: list[Session] = []
    if is_done(
        request,
        form,
        lambda: made.append(holding.plan(**form.cleaned_data, by=request.actor)),
        _("De bijeenkomst staat er. Nodig nu mensen uit."),
    ):
        return redirect("oath:session", made[0].pk) if made else redirect("oath:sessions")
    told = {"form": form, "title": _("Bijeenkomst plannen"), "button": _("Plan de bijeenkomst")}
    return render(request, "oath/about_session.html", told)


def session(request: DeskRequest, number: int) -> HttpResponse:
    """Show a session and who is invited."""
    found = _session(request, number)
    told = {**presenting.session(found, request.actor), "invite": forms.Invite()}
    return render(request, "oath/session.html", told)


@titled(gettext_lazy("Bijeenkomst wijzigen"))
def change(request: DeskRequest, number: int) -> HttpResponse:
    """Change a session that is to come."""
    found = _session(request, number)
    form = forms.AChange(request.POST or None)
    form.initial = {**form.initial, **forms.AChange.told(found)}
    if is_done(
        request,
        form,
        lambda: holding.change(found, **form.cleaned_data, by=request.actor),
        _("De wijziging is bewaard. Wie is uitgenodigd, krijgt een mail."),
    ):
        return redirect("oath:session", number)
    return _asked(request, found, form, (_("Bijeenkomst wijzigen"), _("Bewaar")))


@titled(gettext_lazy("Mensen uitnodigen"))
def invite(request: DeskRequest, number: int) -> HttpResponse:
    """Invite so many of those who must."""
    found = _session(request, number)
    form = forms.Invite(request.POST or None)
    if is_done(
        request,
        form,
        lambda: holding.invite(found, **form.cleaned_data, by=request.actor),
        _("De uitnodigingen zijn verstuurd. In de mail staat niet waarover het gaat."),
    ):
        return redirect("oath:session", number)
    return _asked(request, found, form, (_("Mensen uitnodigen"), _("Nodig uit")))


@titled(gettext_lazy("Iemand uitnodigen"))
def invite_one(request: DeskRequest, number: int) -> HttpResponse:
    """Invite someone by name."""
    found = _session(request, number)
    form = forms.InviteOne(request.POST or None)
    if is_done(
        request,
        form,
        lambda: holding.invite_one(found, **form.cleaned_data, by=request.actor),
        _("De uitnodiging is verstuurd."),
    ):
        return redirect("oath:session", number)
    return _asked(request, found, form, (_("Iemand uitnodigen"), _("Nodig uit")))


@require_POST
def call_off(request: DeskRequest, number: int) -> HttpResponse:
    """Call a session off."""
    found = _session(request, number)
    try:
        holding.call_off(found, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De bijeenkomst gaat niet door."))
    return redirect("oath:session", number)


def attendance(request: DeskRequest, number: int) -> HttpResponse:
    """Show who is invited with large buttons, to hold in one's hand."""
    found = _session(request, number)
    verdict = rules.may_take_attendance(request.actor, found)
    if not verdict:
        messages.error(request, str(verdict.reason))
        return redirect("oath:session", number)
    told = {"session": found, "guests": presenting.guests(found)}
    return render(request, "oath/attendance.html", told)


@not_kept
@require_POST
def attend(request: DeskRequest, number: int) -> HttpResponse:
    """Note that someone was there, and which of both they took."""
    invitation = _invitation(request, number)
    form = forms.Attend(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies de eed of de belofte."))
        return redirect("oath:attendance", invitation.session_id)
    name = invitation.person.name
    try:
        holding.attend(invitation, form=form.cleaned_data["form"], by=request.actor)
    except (Invalid, Refused) as error:
        messages.error(request, f"{name}: {why_not(error)}")
    else:
        messages.success(request, _("%(name)s staat erbij.") % {"name": name})
    return redirect("oath:attendance", invitation.session_id)


@require_POST
def uninvite(request: DeskRequest, number: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, number)
    try:
        holding.uninvite(invitation, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("De uitnodiging is ingetrokken."))
    return redirect("oath:session", invitation.session_id)


def calendar(request: DeskRequest, number: int) -> HttpResponse:
    """Give a session as a calendar file, to who is invited and who arranges it."""
    found = queries.session(number)
    is_invited = queries.invitations_of(request.actor.number).filter(session=number).exists()
    if found is None or not (is_invited or rules.may_read(request.actor)):
        raise Http404
    answer = HttpResponse(presenting.invitation_file(found), content_type=_CALENDAR)
    answer["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    answer["Cache-Control"] = "no-store"
    return answer


def signed_list(request: DeskRequest, number: int) -> HttpResponse:
    """Give the list of who took it at a session, to sign."""
    found = _session(request, number)
    try:
        content = documents.signed_list(found)
    except pdf.NotClean:
        messages.error(request, pdf.UNPRINTABLE)
        return redirect("oath:session", number)
    return pdf.answer(f"eed-en-belofte-{found.day}", content)


def _asked(
    request: DeskRequest, found: Session, form: Once, words: tuple[str, str]
) -> HttpResponse:
    """Show a form about a session; one that cannot be begun is told where one came from."""
    verdict = rules.may_change_session(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("oath:session", found.pk)
    title, button = words
    told = {"session": found, "form": form, "title": title, "button": button}
    return render(request, "oath/about_session.html", told)


def _session(request: DeskRequest, number: int) -> Session:
    _or_404(rules.may_read(request.actor))
    found = queries.session(number)
    if found is None:
        raise Http404
    return found


def _invitation(request: DeskRequest, number: int) -> Invitation:
    _or_404(rules.may_read(request.actor))
    return get_object_or_404(Invitation.objects.select_related("person", "session"), pk=number)


def _or_404(verdict: object) -> None:
    if not verdict:
        raise Http404
