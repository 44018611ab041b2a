"""The pages on which the investigator works."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.marks import needs_keys
from rechtop.ground.kernel.requests import DeskRequest
from rechtop.work.investigations import (
    closing_forms,
    forms,
    hearing,
    presenting,
    queries,
    reporting,
    rules,
    taking_back,
    telling,
)
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.queries import Dossier
from rechtop.work.investigations.views.desk import nothing_here, opened_or_none, page, visible


def _plan_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.Plan:
    return forms.Plan(request.POST or None, initial={"text": told.newest("plan").get("text", "")})


def _cost_form(request: DeskRequest, found: Investigation, told: Dossier) -> closing_forms.Cost:
    shown = hearing.as_counted(found)
    known = {"hours": found.hours, "cost": found.cost, "shown": shown}
    before = telling.earlier_work(found, told, presenting.names(told))
    now = telling.now(found) if before else ""
    theirs = before if request.actor.number != found.investigator_id else []
    return closing_forms.Cost(request.POST or None, initial=known, now=now, before=theirs)


def _person_first(request: DeskRequest, told: Dossier) -> dict[str, Any]:
    """Choose from who is heard; who was clicked stands chosen."""
    return {
        "choices": {"person": presenting.people(told)},
        "initial": {"person": request.GET.get("wie", "")},
    }


def _evidence_form(request: DeskRequest, found: Investigation, told: Dossier) -> forms.Evidence:
    return forms.Evidence(request.POST or None, choices={"attachments": [*told.files.items()]})


plan = page(
    _("Plan van het onderzoek"),
    _("Bewaar het plan"),
    rules.may_work,
    _plan_form,
    lambda request, found, form: hearing.plan(found, **form.cleaned_data, by=request.actor),
    _("Het plan is bewaard."),
)
cost = page(
    _("Uren en kosten"),
    _("Leg vast"),
    rules.may_count,
    _cost_form,
    lambda request, found, form: hearing.register_cost(found, **form.details(), by=request.actor),
    _("Uren en kosten zijn vastgelegd."),
    _("Deze aantallen tellen mee in de verantwoording van het jaar."),
)
person = page(
    _("Iemand horen"),
    _("Leg vast"),
    rules.may_work,
    lambda request, found, told: forms.PersonHeard(
        request.POST or None, colleagues=queries.colleagues_of(request.actor)
    ),
    lambda request, found, form: hearing.name_person(found, **form.cleaned_data, by=request.actor),
    _("Deze persoon staat op de lijst."),
)
list_concerned = page(
    _("Een betrokkene op de lijst zetten"),
    _("Leg vast"),
    rules.may_list_concerned,
    lambda request, found, told: closing_forms.ListConcerned(
        request.POST or None,
        choices={"named": presenting.to_list(told), "of": presenting.concerned(told)},
        initial={"named": request.GET.get("wie", "")},
    ),
    lambda request, found, form: hearing.list_concerned(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Dit staat op de lijst."),
    _("Wie op de lijst staat, kunt u een brief met zeven woorden sturen."),
)
part_concerned = page(
    _("Toch een ander"),
    _("Leg vast"),
    rules.may_list_concerned,
    lambda request, found, told: closing_forms.PartConcerned(
        request.POST or None,
        choices={"named": presenting.also_known(told)},
        initial={"named": request.GET.get("wie", "")},
    ),
    lambda request, found, form: hearing.part_concerned(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Dit zijn nu weer twee personen."),
)
invite = page(
    _("Uitnodigen voor een gesprek"),
    _("Maak de brief"),
    rules.may_work,
    lambda request, found, told: forms.Invite(request.POST or None, **_person_first(request, told)),
    lambda request, found, form: hearing.invite(
        found, **form.cleaned_data, language=get_language() or "nl", by=request.actor
    ),
    _("De uitnodiging staat klaar. Print de brief bij deze persoon."),
)
statement = page(
    _("Verklaring opschrijven"),
    _("Bewaar de verklaring"),
    rules.may_work,
    lambda request, found, told: forms.Statement(
        request.POST or None, **_person_first(request, told)
    ),
    lambda request, found, form: hearing.write_statement(
        found, **form.cleaned_data, by=request.actor
    ),
    _("De verklaring is bewaard."),
)
answer = page(
    _("Antwoord op een verklaring"),
    _("Leg vast"),
    rules.may_work,
    lambda request, found, told: forms.Answer(
        request.POST or None,
        choices={"statement": presenting.statements(told)},
        initial={"statement": request.GET.get("welke", "")},
    ),
    lambda request, found, form: hearing.note_answer(found, **form.details(), by=request.actor),
    _("Het antwoord is vastgelegd."),
    _("Leg vast of wie u hoorde akkoord is met wat u opschreef."),
)
exhibit = page(
    _("Bewijsstuk"),
    _("Zet op de lijst"),
    rules.may_work,
    _evidence_form,
    lambda request, found, form: hearing.list_evidence(
        found, **form.cleaned_data, by=request.actor
    ),
    _("Het bewijsstuk staat op de lijst."),
    _("Zit het bestand nog niet in de zaak? Voeg het daar eerst toe."),
)
finding = page(
    _("Bevinding"),
    _("Bewaar de bevinding"),
    rules.may_work,
    lambda request, found, told: forms.Finding(
        request.POST or None,
        choices={"sources": [*presenting.statements(told), *presenting.evidence(told)]},
    ),
    lambda request, found, form: hearing.write_finding(
        found, **form.cleaned_data, by=request.actor
    ),
    _("De bevinding is bewaard."),
)
means = page(
    _("Middel van onderzoek"),
    _("Leg vast"),
    rules.may_work,
    lambda request, found, told: forms.UseMeans(request.POST or None),
    lambda request, found, form: hearing.use_means(found, **form.details(), by=request.actor),
    _("Het middel is vastgelegd."),
)
take_piece_back = page(
    _("Iets terugnemen"),
    _("Neem dit terug"),
    rules.may_work,
    lambda request, found, told: closing_forms.TakePieceBack(
        request.POST or None,
        choices={"piece": taking_back.to_choose(told, request.POST.get("piece", ""))},
        initial={"piece": request.GET.get("welke", "")},
    ),
    lambda request, found, form: hearing.take_back(found, **form.cleaned_data, by=request.actor),
    _("Dit is teruggenomen."),
    _(
        "Dit komt niet in rapporten en concepten die u hierna maakt, en telt niet mee. Een concept "
        "dat al verstuurd is, verandert niet."
    ),
)


def _conclude_form(
    request: DeskRequest, found: Investigation, told: Dossier
) -> closing_forms.Conclude:
    return closing_forms.Conclude(
        request.POST or None, choices={"person": presenting.concerned(told)}
    )


conclude = page(
    _("Conclusie"),
    _("Bewaar de conclusie"),
    rules.may_work,
    _conclude_form,
    lambda request, found, form: reporting.conclude(found, **form.cleaned_data, by=request.actor),
    _("De conclusie is bewaard."),
    _(
        "Doe dit per verwijt en per persoon. Is er geen betrokkene bekend? Dan per verwijt. "
        "Schrijft u haar opnieuw, dan telt de laatste."
    ),
)
take_back = page(
    _("Een conclusie terugnemen"),
    _("Neem de conclusie terug"),
    rules.may_work,
    lambda request, found, told: closing_forms.TakeBack(
        request.POST or None,
        choices={
            "conclusion": presenting.conclusions_to_choose(told, request.POST.get("conclusion", ""))
        },
        initial={"conclusion": request.GET.get("welke", "")},
    ),
    lambda request, found, form: reporting.take_back(found, **form.cleaned_data, by=request.actor),
    _("De conclusie telt niet meer."),
    _("Staat er een fout in het verwijt? Neem de conclusie terug en trek haar opnieuw."),
)
advise = page(
    _("Advies over maatregelen"),
    _("Bewaar het advies"),
    rules.may_work,
    lambda request, found, told: closing_forms.Advice(
        request.POST or None, initial={"text": told.newest("advice").get("text", "")}
    ),
    lambda request, found, form: reporting.advise(found, **form.cleaned_data, by=request.actor),
    _("Het advies is bewaard."),
)


@needs_keys
def invitation(request: DeskRequest, number: str, letter: uuid.UUID) -> HttpResponse:
    """Show an invitation as a letter to print; it does not say what it is about."""
    found = visible(request, number)
    told = opened_or_none(request, found)
    item = told.find("invitation", str(letter)) if told else None
    person = told.find("person", item.content["of"]) if told and item else None
    if item is None or person is None:
        raise nothing_here(request)
    shown = {
        "investigation": found,
        "name": person.content["name"],
        "sender": request.person.name,
        "written_at": item.at,
        **presenting.invitation(item),
    }
    return render(request, "investigations/invitation.html", shown)
