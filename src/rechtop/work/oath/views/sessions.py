"""The pages of sessions: plan, invite, and take attendance."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rechtop.ground.kernel.errors import Invalid, Refused, put_on_form, why_not
from rechtop.ground.kernel.marks import not_kept, titled
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.kernel.rules import Rule
from rechtop.ground.ui import pdf, tables
from rechtop.ground.ui.doing import done, is_done, tell
from rechtop.ground.ui.hiding import or_404
from rechtop.ground.ui.once import Once
from rechtop.work.oath import documents, forms, holding, presenting, proposing, queries, rules
from rechtop.work.oath.models import Invitation, Session

_CALENDAR = "text/calendar; charset=utf-8"


def listed(request: DeskRequest) -> HttpResponse:
    """List the sessions, latest first."""
    or_404(rules.may_read(request.actor))
    page = tables.page(request, queries.sessions(), handle="pk", by="day")
    told = {"page": page, "may_plan": bool(rules.may_plan(request.actor))}
    return render(request, "oath/sessions.html", told)


@titled(gettext_lazy("Bijeenkomst plannen"))
def plan(request: DeskRequest) -> HttpResponse:
    """Plan a session."""
    or_404(rules.may_plan(request.actor))
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
    mailed: list[bool] = []
    outcome = done(
        form,
        lambda: mailed.append(holding.change(found, **form.cleaned_data, by=request.actor)),
    )
    if outcome is not None:
        if mailed == [True]:
            told = _("De wijziging is bewaard. Wie is uitgenodigd, krijgt een mail.")
        else:
            told = _("De bijeenkomst is bewaard. Niemand krijgt een mail.")
        tell(request, outcome, told)
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


@titled(gettext_lazy("Iemand erbij zetten"))
def add_guest(request: DeskRequest, number: int) -> HttpResponse:
    """Add someone who was there and is not on the list."""
    found = _session(request, number)
    form = forms.InviteOne(request.POST or None)
    if is_done(
        request,
        form,
        lambda: holding.add_guest(found, **form.cleaned_data, by=request.actor),
        _("Deze persoon staat op de lijst. Tik nu aan wat die aflegde."),
    ):
        return redirect("oath:attendance", number)
    words = (_("Iemand erbij zetten"), _("Zet erbij"))
    return _asked(request, found, form, words, rules.may_take_attendance)


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
    return _taken(request, found)


def _taken(
    request: DeskRequest, found: Session, sent: tuple[int, forms.Attend] | None = None
) -> HttpResponse:
    """Show the page of attendance, with what was typed of a guest where that could not be."""
    number, typed = sent or (0, None)
    guests = [
        (
            guest,
            typed
            if typed and guest.invitation.pk == number
            else forms.Attend(number=guest.invitation.pk, proposal=guest.proposal),
        )
        for guest in presenting.guests(found)
    ]
    told = {"session": found, "guests": guests, "there": presenting.there_facts(found)}
    return render(request, "oath/attendance.html", told)


@not_kept
@require_POST
def attend(request: DeskRequest, number: int) -> HttpResponse:
    """Note that someone was there, which of both they took, and before whom."""
    invitation = _invitation(request, number)
    session, name = invitation.session, invitation.person.name
    employment = queries.employment_of(invitation.person_id)
    proposal = proposing.NOBODY
    if employment:
        proposal = proposing.for_one(employment, session.day, session)
    form = forms.Attend(request.POST, number=number, proposal=proposal)
    if not form.is_valid() and "form" in form.errors:
        messages.error(request, _("Kies de eed of de belofte."))
        return redirect("oath:attendance", session.pk)
    try:
        if form.is_valid():
            holding.attend(invitation, **form.cleaned_data, by=request.actor)
    except (Invalid, Refused) as error:
        if isinstance(error, Invalid) and set(error.message_dict) <= _TYPED:
            put_on_form(form, error)
        else:
            messages.error(request, f"{name}: {why_not(error)}")
            return redirect("oath:attendance", session.pk)
    if form.errors:
        told = _("%(name)s staat er nog niet bij. Kijk bij de naam wat er niet klopt.")
        messages.error(request, told % {"name": name})
        return _taken(request, session, (number, form))
    messages.success(request, _("%(name)s staat erbij.") % {"name": name})
    return redirect("oath:attendance", session.pk)


_TYPED = {"official", "witness"}
"""What is typed about a guest: what is wrong there, is told at the field."""


@titled(gettext_lazy("Bij wie, en met welke getuige"))
def before_whom(request: DeskRequest, number: int) -> HttpResponse:
    """Say for all who come before whom it is, and who is the witness."""
    found = _session(request, number)
    form = forms.WhoIsThere(request.POST or None)
    form.initial = {**form.initial, **forms.WhoIsThere.told(found)}
    if is_done(
        request,
        form,
        lambda: holding.say_who_is_there(found, **form.cleaned_data, by=request.actor),
        _("Dit geldt nu voor wie nog de eed of belofte aflegt, behalve wie bij een ander hoort."),
    ):
        has_come = bool(rules.may_take_attendance(request.actor, found))
        return redirect("oath:attendance" if has_come else "oath:session", number)
    words = (_("Bij wie, en met welke getuige"), _("Bewaar"))
    return _asked(request, found, form, words, rule=rules.may_say_who_is_there)


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
    request: DeskRequest,
    found: Session,
    form: Once,
    words: tuple[str, str],
    rule: Rule = rules.may_change_session,
) -> HttpResponse:
    """Show a form about a session; one that cannot be begun is told where one came from."""
    verdict = rule(request.actor, found)
    if not verdict and request.method != "POST":
        messages.error(request, str(verdict.reason))
        return redirect("oath:session", found.pk)
    title, button = words
    told = {"session": found, "form": form, "title": title, "button": button}
    return render(request, "oath/about_session.html", told)


def _session(request: DeskRequest, number: int) -> Session:
    or_404(rules.may_read(request.actor))
    found = queries.session(number)
    if found is None:
        raise Http404
    return found


def _invitation(request: DeskRequest, number: int) -> Invitation:
    or_404(rules.may_read(request.actor))
    return get_object_or_404(Invitation.objects.select_related("person", "session"), pk=number)
