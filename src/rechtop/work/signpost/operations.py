"""Write an edition of the signpost, and adopt it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.work.signpost import layout, queries, rules
from rechtop.work.signpost.layout import End, Question, Signpost
from rechtop.work.signpost.models import Edition

GONE = gettext_lazy("Er is geen uitgave in bewerking: die is al vastgesteld of weggegooid.")


@operation("signpost.taken_in", allowed=rules.may_adopt)
def take_in(*, listed: Mapping[str, Any], by: Actor) -> None:
    """Adopt the signpost an installation begins with; where there is one, that stays."""
    if not Edition.objects.exists():
        Edition.objects.create(version=1, content=dict(listed), adopted_on=clock.today())


@operation("signpost.begun", allowed=rules.may_write)
def begin(*, by: Actor) -> Edition:
    """Begin to write the next edition, as the one in force. Where one is in writing, give that."""
    last = queries.adopted().select_for_update().first()  # two who begin at once get the same one
    if edition := queries.in_writing():
        return edition
    content = last.content if last else Signpost().told()
    return Edition.objects.create(version=last.version + 1 if last else 1, content=content)


@operation("signpost.place_kept", allowed=rules.may_write)
def keep(edition: Edition, *, code: str, place: Question | End, shown: str, by: Actor) -> None:
    """Keep a question or an end. The first question of all is where the signpost begins.

    `shown` is the text of this place as it was read. Raises Invalid where a colleague changed it
    meanwhile.
    """
    signpost = _written(edition)
    if signpost.place(code) == place:
        return
    _require_same(as_text(signpost, code), shown)
    if isinstance(place, Question):
        changed = replace(signpost, questions={**signpost.questions, code: place})
        changed = replace(changed, first=changed.first or code)
    else:
        changed = replace(signpost, ends={**signpost.ends, code: place})
    _save(edition, changed)


@operation("signpost.place_taken_away", allowed=rules.may_write)
def take_away(edition: Edition, *, code: str, shown: str, by: Actor) -> None:
    """Take a question or an end away. What leads to it leads nowhere, until someone mends that.

    Raises Invalid where a colleague changed it since it was read (`shown`).
    """
    signpost = _written(edition)
    if signpost.place(code) is None:
        return
    _require_same(as_text(signpost, code), shown)
    _save(
        edition,
        Signpost(
            signpost.first if signpost.first != code else "",
            {key: one for key, one in signpost.questions.items() if key != code},
            {key: one for key, one in signpost.ends.items() if key != code},
        ),
    )


@operation("signpost.first_chosen", allowed=rules.may_write)
def begin_with(edition: Edition, *, code: str, by: Actor) -> None:
    """Let the signpost begin with a question."""
    signpost = _written(edition)
    if code not in signpost.questions:
        raise Invalid(first=_("Kies een vraag om mee te beginnen."))
    _save(edition, replace(signpost, first=code))


@operation("signpost.thrown_away", allowed=rules.may_write)
def throw_away(edition: Edition, *, shown: str, by: Actor) -> None:
    """Throw the edition in writing away; the one in force stays.

    Raises Invalid where it is not what was read (`shown`).
    """
    _require_same(fingerprint(_written(edition)), shown)
    Edition.objects.filter(pk=edition.pk).delete()


@operation("signpost.adopted", allowed=rules.may_adopt)
def adopt(edition: Edition, *, shown: str, by: Actor) -> None:
    """Let people follow this edition from now on.

    Raises Invalid where someone could get stuck, and where it is not what was read (`shown`).
    """
    signpost = _written(edition)
    _require_same(fingerprint(signpost), shown)
    if faults := layout.faults(signpost):
        raise Invalid(edition=faults[0])
    edition.adopted_on, edition.adopted_by_id = clock.today(), by.number
    edition.save(update_fields=["adopted_on", "adopted_by"])


def as_text(signpost: Signpost, code: str) -> str:
    """Give what stands at a place as one text, to see whether it changed."""
    return repr(signpost.place(code) or "")


def fingerprint(signpost: Signpost) -> str:
    """Give a short text that is another one as soon as anything in the signpost is."""
    return hashlib.sha256(repr(signpost).encode()).hexdigest()


def _require_same(now: str, shown: str) -> None:
    if now != shown:
        raise Invalid(shown=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))


def _written(edition: Edition) -> Signpost:
    if edition.adopted_on is not None:
        raise Invalid(edition=GONE)
    return layout.read(edition.content)


def _save(edition: Edition, signpost: Signpost) -> None:
    edition.content = signpost.told()
    edition.save(update_fields=["content"])
