"""Find questions for names, and open what they hold, as far as someone may."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.numbers import is_random_number
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import OpenItem
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import queries as cases
from rechtop.work.cases.models import ApartFile, Case
from rechtop.work.identities.models import Disclosure, Opening
from rechtop.work.identities.states import DisclosureState, OpeningState

Asked = TypeVar("Asked", Opening, Disclosure)

_SOON = datetime.timedelta(days=14)


def _held(found: QuerySet[Asked], custodian: Actor) -> QuerySet[Asked]:
    """Leave what this person holds a key to; who keeps no names is not asked about in vain."""
    if Sphere.IDENTITIES not in custodian.spheres:
        return found.none()
    keys = vault.openable_by(custodian, Sphere.IDENTITIES)
    return found.filter(file__in=keys.values("file_id"))


def kept_by(custodian: Actor) -> QuerySet[Opening]:
    """Give the questions this custodian holds a key to, newest first."""
    found = _held(Opening.objects.all(), custodian)
    return found.select_related("case", "asked_by", "decided_by").order_by("-pk")


def has_name(case: Case) -> bool:
    """Say whether a name lies with the custodians: more than a way to reach the reporter."""
    return bool(case.is_named) and case.identity_file is not None


def names_held(custodian: Actor) -> QuerySet[Case]:
    """Give the cases of which this custodian holds who reported, oldest first."""
    if Sphere.IDENTITIES not in custodian.spheres:
        return Case.objects.none()
    own = vault.openable_by(custodian, Sphere.IDENTITIES).values("file_id")
    return Case.objects.filter(identity_file__in=own).order_by("pk")


def names_held_alone(custodian: Actor) -> QuerySet[Case]:
    """Give the cases of which nobody else on duty can open who reported."""
    own, known = vault.own_pair_number(custodian, Sphere.IDENTITIES), organisation.receivers().known
    others = [pair for pair in known.pairs_of_people() if pair != own]
    shared = SealedKey.objects.filter(recipient__in=others).values("file_id")
    return names_held(custodian).exclude(identity_file__in=shared)


def waiting_for(custodian: Actor) -> QuerySet[Opening]:
    """Give the questions that wait for this custodian, oldest first."""
    return kept_by(custodian).filter(state=OpeningState.ASKED).order_by("pk")


def demands_for(custodian: Actor) -> QuerySet[Disclosure]:
    """Give the demands this custodian holds a key to, newest first."""
    found = _held(Disclosure.objects.all(), custodian)
    return found.select_related("case", "announced_by").order_by("-pk")


def demands_waiting_for(custodian: Actor) -> QuerySet[Disclosure]:
    """Give the demands that wait for this custodian, oldest first."""
    return demands_for(custodian).filter(state=DisclosureState.ANNOUNCED).order_by("pk")


def has_demand_waiting(custodian: Actor) -> bool:
    """Say whether a demand waits for this custodian, to decide on or to tell the reporter of."""
    waiting = (demands_waiting_for, to_tell_by, declines_to_tell_by)
    return any(found(custodian).exists() for found in waiting)


def to_tell_by(custodian: Actor) -> QuerySet[Disclosure]:
    """Give the names that were given in silence and of which this custodian must tell the reporter
    within two weeks, first due first."""
    soon = clock.today() + _SOON
    due = Q(silent_until__lte=soon) | Q(silent_until=None)
    found = demands_for(custodian).filter(_untold(), due)
    return found.order_by(F("silent_until").asc(nulls_first=True), "pk")


def declines_to_tell_by(custodian: Actor) -> QuerySet[Disclosure]:
    """Give the demands that were declined and of which this custodian must tell a reporter without
    a mailbox, oldest first."""
    return demands_for(custodian).filter(_declined_untold()).order_by("decided_on", "pk")


def _untold() -> Q:
    return Q(state=DisclosureState.DISCLOSED, told_on=None) & ~Q(ground="")


def _declined_untold() -> Q:
    """What was told beforehand and declined, of a reporter who reads nothing here."""
    declined = Q(state=DisclosureState.DECLINED, ground="", told_on=None)
    return declined & Q(case__has_mailbox=False)


def may_be_opened_by(asker: Actor) -> QuerySet[Opening]:
    """Give the names this actor may open and did not yet, first to lapse first: those of which the
    copy is still there (see `has_copy`)."""
    copies = ApartFile.objects.filter(person=asker.number).values("file")
    own = Opening.objects.filter(asked_by=asker.number, state=OpeningState.APPROVED)
    own = own.filter(answer_file__in=copies)
    still = own.filter(lapses_on__gt=clock.today(), case__in=cases.visible_to(asker).values("pk"))
    return still.select_related("case").order_by("lapses_on", "pk")


def opened_to_tell_by(actor: Actor) -> QuerySet[Opening]:
    """Give the opened names of which a reporter without a mailbox must still be told, oldest first:
    by who opened it, and by who handles the case, since the first may be gone."""
    theirs = Q(asked_by=actor.number) | Q(case__in=cases.waiting_for(actor).values("pk"))
    found = Opening.objects.filter(theirs, untold_since__isnull=False)
    seen = found.filter(case__in=cases.visible_to(actor).values("pk"))
    return seen.select_related("case", "asked_by").order_by("untold_since", "pk")


def untold_in(case: Case) -> Opening | None:
    """Give the opened name in a case of which the reporter must still be told, oldest first."""
    found = of_case(case).filter(untold_since__isnull=False)
    return found.order_by("untold_since", "pk").first()


def question(number: str, custodian: Actor) -> Opening | None:
    """Find a question by its number, of those this custodian holds."""
    return kept_by(custodian).filter(number=number).first() if is_random_number(number) else None


def demand(number: str, custodian: Actor) -> Disclosure | None:
    """Find a demand by its number, of those this custodian holds."""
    found = demands_for(custodian)
    return found.filter(number=number).first() if is_random_number(number) else None


def of_case(case: Case) -> QuerySet[Opening]:
    """Give every question for the name in a case, newest first."""
    found = Opening.objects.filter(case=case)
    return found.select_related("asked_by", "decided_by").order_by("-pk")


def demands_of(case: Case) -> QuerySet[Disclosure]:
    """Give every demand for the name in a case, newest first."""
    return Disclosure.objects.filter(case=case).select_related("announced_by").order_by("-pk")


def cases_that_wait() -> tuple[QuerySet[Opening], QuerySet[Disclosure]]:
    """Give the questions and demands that are not settled yet, and what the reporter must still be
    told of: their cases are not at rest."""
    return (
        Opening.objects.filter(
            Q(state__in=(OpeningState.ASKED, OpeningState.APPROVED)) | Q(untold_since__isnull=False)
        ),
        Disclosure.objects.filter(
            Q(state=DisclosureState.ANNOUNCED) | _untold() | _declined_untold()
        ),
    )


def has_copy(opening: Opening) -> bool:
    """Say whether the copy of a name is still there: who let go of the case let go of it too."""
    own = ApartFile.objects.filter(file=opening.answer_file or 0, person=opening.asked_by_id)
    return own.exists()


def newest_of(case: Case, asker: Actor) -> Opening | None:
    """Give someone's newest question for the name in a case."""
    return of_case(case).filter(asked_by=asker.number).first()


def told_in(file: int, actor: Actor, kind: str) -> Mapping[str, Any]:
    """Open what a sealed file holds of a kind. Raises NoKey, also where it holds none."""
    return newest(files.read(file, actor.keyring), kind)


def newest(items: Iterable[OpenItem], kind: str) -> Mapping[str, Any]:
    """Give the content of the newest item of a kind. Raises NoKey where there is none."""
    found = [item.content for item in items if item.kind == kind]
    if not found:
        raise files.NoKey
    return found[-1]


_BESIDE = ("disclosed", "declined", "recovery_told")


def told_to_reporter(case: Case, items: Iterable[OpenItem], reporter: Actor) -> list[OpenItem]:
    """Give what the reporter is told of their name, newest first.

    `items` are those of the case; what the custodian wrote stands beside the name itself.
    """
    found = [item for item in items if item.kind in ("identity_opened", "disclosure")]
    if case.identity_file:
        with suppress(files.NoKey):
            beside = files.read(case.identity_file, reporter.keyring)
            found += [item for item in beside if item.kind in _BESIDE]
    return sorted(found, key=lambda item: item.at, reverse=True)


def due() -> QuerySet[Opening]:
    """Give the questions whose last day has passed and of which something is left to lapse."""
    left = Q(state__in=[OpeningState.ASKED, OpeningState.APPROVED]) | Q(answer_file__isnull=False)
    return Opening.objects.filter(left, lapses_on__lte=clock.today())
