"""The pages where the administrator invites people."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rechtop.ground.kernel.requests import DeskRequest
from rechtop.ground.post import operations as post
from rechtop.ground.ui import dutch, tables
from rechtop.ground.ui.doing import is_done
from rechtop.ground.ui.hiding import or_404
from rechtop.people.invitations import forms, links, operations, presenting, queries, rules
from rechtop.people.invitations.queries import Wanted
from rechtop.people.organisation import queries as organisation


def people(request: DeskRequest) -> HttpResponse:
    """List who has no sign-in yet, and invite some of them."""
    or_404(rules.may_invite(request.actor))
    chosen = forms.Filter(request.GET, units=organisation.units())
    wanted = chosen.wanted()
    listed = queries.by_mail(wanted or Wanted(people=()))
    page = tables.page(request, listed, handle="pk", oldest_first=True, by="sort_name")
    form = forms.Choose(request.POST or None, rows=page.rows)
    if is_done(request, form, lambda: _invite(request, _ticked(form)), _ON_THEIR_WAY):
        return redirect(request.get_full_path())
    apart = queries.in_person(replace(wanted, standing=queries.ALL)) if wanted else listed.none()
    told = {
        "filter": chosen,
        "form": form,
        "page": page,
        "lines": presenting.lines(page.rows),
        "count": listed.count(),
        "query": request.GET.urlencode(),
        "days": queries.VALID.days,
        "apart": apart.order_by("sort_name", "pk")[: presenting.SHOWN],
        "more_apart": max(0, apart.count() - presenting.SHOWN),
        "undelivered": queries.undelivered(),
        "arranged": queries.arrangement(),
        "no_mail": "" if post.can_send() else operations.no_mail(),
    }
    return render(request, "invitations/people.html", told)


def everyone(request: DeskRequest) -> HttpResponse:
    """Invite everybody of the list, after saying how many that are."""
    or_404(rules.may_invite(request.actor))
    wanted = forms.Filter(request.GET, units=organisation.units()).wanted()
    if wanted is None:
        raise Http404
    form = forms.Everyone(request.POST or None)
    if is_done(request, form, lambda: _invite(request, wanted), _ON_THEIR_WAY):
        return redirect("invitations:people")
    count = queries.by_mail(wanted).count()
    intro = ngettext(
        "%(n)s mens krijgt mail met een link. Een eerdere link werkt dan niet meer.",
        "%(n)s mensen krijgen mail met een link. Een eerdere link werkt dan niet meer.",
        count,
    )
    told = {
        "title": _("Iedereen in deze lijst uitnodigen"),
        "intro": intro % {"n": dutch.number(count)},
        "form": form,
        "button": _("Nodig deze mensen uit"),
        "query": request.GET.urlencode(),
    }
    return render(request, "invitations/everyone.html", told)


def arrange(request: DeskRequest) -> HttpResponse:
    """Choose whether newcomers are invited by themselves, and when."""
    or_404(rules.may_arrange(request.actor))
    known = queries.arrangement()
    form = forms.Arrange(request.POST or None, known=known)
    start = presenting.start_of(request)

    def do() -> None:
        operations.arrange(days_before=form.days_before, start=start, by=request.actor)

    if is_done(request, form, do, _("Uw keuze is bewaard.")):
        return redirect("invitations:people")
    told = {
        "title": _("Nieuwe mensen vanzelf uitnodigen"),
        "intro": _(
            "Wie nieuw is, krijgt dan vanzelf mail met een link. Dat geldt voor wie vandaag of "
            "later begint. Wie een taak heeft of krijgt, krijgt nooit vanzelf mail."
        ),
        "form": form,
        "button": _("Bewaar"),
    }
    return render(request, "invitations/everyone.html", told)


_ON_THEIR_WAY = gettext_lazy("De uitnodigingen zijn onderweg.")


def _ticked(form: forms.Choose) -> Wanted:
    return Wanted(people=tuple(form.cleaned_data["people"]), standing=queries.ALL)


def _invite(request: DeskRequest, wanted: Wanted) -> None:
    address = links.address_from(presenting.start_of(request))
    operations.invite(wanted=wanted, address=address, by=request.actor)
