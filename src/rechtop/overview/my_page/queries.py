"""Gather what someone still has to do and what they did. Nothing here needs a key."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.tools.action_points import queries as action_points
from rechtop.tools.policies import queries as policies
from rechtop.work.activities import queries as activities
from rechtop.work.good_conversations import queries as good_conversations
from rechtop.work.oath import queries as oath
from rechtop.work.requests import queries as requests
from rechtop.work.risks import queries as risks
from rechtop.work.risks import rules as risk_rules
from rechtop.work.training import queries as training

MOST_DONE = 20
CANCELLED, CONTESTED = "cancelled", "contested"


class Line(NamedTuple):
    """Something to do or done: what, where it is, and its day."""

    text: str
    url: str
    day: datetime.date | None


def to_do(actor: Actor) -> list[Line]:
    """Give what someone has to do, first what is due first; without a day comes last."""
    found = [
        *_oath(actor),
        *_policies_to_read(actor),
        *_to_follow(actor),
        *_questions(actor),
        *_own_people(actor),
        *_own_tick(actor),
        *_policies_to_adopt(actor),
        *_policies_to_revise(actor),
        *_risks(actor),
        *_points(actor),
    ]
    return sorted(found, key=lambda one: one.day or datetime.date.max)


def coming(actor: Actor) -> list[Line]:
    """Give what someone takes part in, the nearest first."""
    own = activities.signed_up(actor)
    found = [
        Line(one.title, reverse("activities:gathering", args=[one.pk]), one.day)
        for one in activities.coming(actor).filter(pk__in=own).exclude(state=CANCELLED)
    ]
    told, where = _("Bijeenkomst voor de eed of belofte"), reverse("oath:mine")
    found += [
        Line(told, where, one.session.day)
        for one in oath.invitations_of(actor.number).filter(session__called_off_on=None)[:MOST_DONE]
    ]
    return sorted(found, key=lambda one: one.day or datetime.date.max)


def done(actor: Actor) -> list[Line]:
    """Give what someone did, the latest first."""
    found = [*_policies_read(actor), *_oaths(actor), *_conversations(actor), *_attended(actor)]
    found.sort(key=lambda one: one.day or datetime.date.min, reverse=True)
    return found[:MOST_DONE]


def _oath(actor: Actor) -> Iterator[Line]:
    if owed := oath.waiting_for(actor):
        signs = _("Teken de integriteitsverklaring")
        speaks = _("Leg de eed of de belofte af")
        yield Line(signs if owed.owes_statement else speaks, reverse("oath:mine"), owed.last_day)


def _oaths(actor: Actor) -> Iterator[Line]:
    for one in oath.registrations_of(actor.number)[:MOST_DONE]:
        signed, spoken = _("Integriteitsverklaring getekend"), _("Eed of belofte afgelegd")
        told = signed if one.is_statement else spoken
        yield Line(told, reverse("oath:mine"), one.taken_on)


def _policies_to_read(actor: Actor) -> Iterator[Line]:
    for one in policies.to_read_by(actor):
        url = reverse("policies:version", args=[one.version.policy.slug, one.version.number])
        told = _("Lees en bevestig: %(policy)s") % {"policy": one.version.policy}
        yield Line(told, url, one.due_on)


def _to_follow(actor: Actor) -> Iterator[Line]:
    for one in training.to_follow(actor):
        told = _("Volg: %(title)s") % {"title": one.requirement.title}
        yield Line(told, reverse("training:own", args=[one.requirement.pk]), one.last_day)


def _policies_to_adopt(actor: Actor) -> Iterator[Line]:
    for one in policies.to_adopt_by(actor):
        told = _("Stel vast: %(policy)s") % {"policy": one.policy}
        yield Line(told, reverse("policies:draft", args=[one.policy.slug]), None)


def _policies_to_revise(actor: Actor) -> Iterator[Line]:
    found = [(_("Herzie: %(policy)s"), one) for one in policies.to_revise_by(actor)]
    found += [(_("Laat herzien: %(policy)s"), one) for one in policies.to_let_revise_by(actor)]
    for text, one in found:
        where = reverse("policies:policy", args=[one.slug])
        yield Line(text % {"policy": one}, where, one.next_revision)


def _risks(actor: Actor) -> Iterator[Line]:
    """Give risks to review; an owner who may not read the register sees a number alone."""
    may_read = bool(risk_rules.may_read(actor))
    for one in risks.waiting_for(actor):
        named = _("Bekijk opnieuw: %(risk)s") % {"risk": one.name}
        told = named if may_read else _("Bekijk risico %(number)s opnieuw") % {"number": one.pk}
        if one.owner_id != actor.number:
            told = _("%(point)s (wie: %(who)s)") % {"point": told, "who": one.who}
        where = reverse("risks:risk", args=[one.pk]) if may_read else reverse("home:home")
        yield Line(told, where, one.review_date)


def _own_tick(actor: Actor) -> Iterator[Line]:
    if good_conversations.waiting_for(actor).own:
        told = _("Klopt het dat integriteit met u besproken is?")
        yield Line(told, reverse("good_conversations:mine"), None)


def _policies_read(actor: Actor) -> Iterator[Line]:
    for one in policies.confirmed_by(actor)[:MOST_DONE]:
        url = reverse("policies:version", args=[one.version.policy.slug, one.version.number])
        told = _("Gelezen en bevestigd: %(policy)s") % {"policy": one.version.policy}
        yield Line(told, url, one.confirmed_on)


def _conversations(actor: Actor) -> Iterator[Line]:
    for one in good_conversations.own(actor).exclude(state=CONTESTED)[:MOST_DONE]:
        told = _("Integriteit besproken in het Goede Gesprek")
        yield Line(told, reverse("good_conversations:mine"), one.held_on)


def _attended(actor: Actor) -> Iterator[Line]:
    for one in activities.attended_by(actor)[:MOST_DONE]:
        url = reverse("activities:gathering", args=[one.pk])
        yield Line(_("Aanwezig: %(title)s") % {"title": one.title}, url, one.day)


def _own_people(actor: Actor) -> Iterator[Line]:
    waiting = good_conversations.waiting_for(actor)
    where = reverse("good_conversations:people")
    if waiting.contested:
        yield Line(_("Iemand betwist wat u afvinkte over het Goede Gesprek"), where, None)
    if waiting.to_go:
        end = datetime.date(waiting.year, 12, 31)
        yield Line(_("Bespreek integriteit in het Goede Gesprek met uw mensen"), where, end)


def _questions(actor: Actor) -> Iterator[Line]:
    if asked := requests.waiting_for(actor).asked:
        told = _("Weet u als leidinggevende van een vermoeden?")
        yield Line(told, reverse("requests:mine"), asked.round.due_on)


def _points(actor: Actor) -> Iterator[Line]:
    for one in action_points.waiting_for(actor):
        url = reverse("action_points:point", args=[one.report_year, one.number])
        whose = {"point": one.title, "who": one.who or _("nog niemand")}
        is_own = one.owner_id == actor.number
        yield Line(one.title if is_own else _("%(point)s (wie: %(who)s)") % whose, url, one.due_on)
