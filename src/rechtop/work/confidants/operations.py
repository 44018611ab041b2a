"""Keep conversations, release totals, destroy notes.

Writing in one's own notebook leaves nothing on the trail: it would tell how often people come.
Releasing and destroying do, by day.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import notebooks
from rechtop.ground.vault.models import Sphere
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.lists import queries as lists
from rechtop.work.confidants import queries, rules
from rechtop.work.confidants.models import TOPIC, EarlierTotal, Notebook, Release, Total
from rechtop.work.confidants.queries import Conversation, OpenNotebook


def keep(opened: OpenNotebook, conversation: Conversation, *, by: Actor) -> None:
    """Keep a conversation, new or rewritten.

    Raises Invalid for a day to come, and where another window wrote meanwhile; Refused for who
    is no confidant.
    """
    _check(by)
    if conversation.on > clock.today():
        raise Invalid(on=_("Deze dag ligt in de toekomst."))
    others = [one for one in opened.conversations if one.id != conversation.id]
    _write(opened, [*others, conversation], by)


@operation("confidant.notes_destroyed", allowed=rules.may_destroy, by_day=True)
def destroy(*, opened: OpenNotebook, numbers: Collection[str], by: Actor) -> None:
    """Destroy conversations with their notes, for good. Raises Invalid as `keep` does."""
    _write(opened, [one for one in opened.conversations if one.id not in numbers], by)


@operation("confidant.totals_released", allowed=rules.may_release, by_day=True)
def release(
    *,
    first: datetime.date,
    last: datetime.date,
    withheld: Collection[str] = (),
    by: Actor,
) -> Release:
    """Release totals by topic of a period in one year; `withheld` names topics not shared.

    Raises Invalid for a period that cannot be, is not over, or was released before.
    """
    _check_period(first, last, by)
    counted = queries.counts(queries.notebook(by).within(first, last))
    made = Release.objects.create(
        confidant_id=by.number or 0, from_date=first, last_date=last, released_on=clock.today()
    )
    topics = {choice.code for choice in lists.in_year(TOPIC, last.year)} | set(counted)
    Total.objects.bulk_create(
        Total(release=made, topic=code, count=None if code in withheld else counted[code])
        for code in sorted(topics)
    )
    return made


@operation("confidant.earlier_totals_taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of totals of earlier years."""
    deliveries.write(EarlierTotal, changes, delivery=delivery)


def _check(by: Actor) -> None:
    if not (verdict := rules.may_keep_notes(by)):
        raise Refused(verdict)


def _check_period(first: datetime.date, last: datetime.date, by: Actor) -> None:
    if last < first:
        raise Invalid(last=_("Deze dag ligt vóór het begin."))
    if first.year != last.year:
        raise Invalid(last=_("Kies een periode binnen één jaar."))
    if last > clock.today():
        raise Invalid(last=_("Deze periode is nog niet voorbij."))
    own = Release.objects.filter(confidant=by.number)
    if own.filter(from_date__lte=last, last_date__gte=first).exists():
        raise Invalid(first=_("Van een deel van deze periode zijn de totalen al vrijgegeven."))


@transaction.atomic
def _write(opened: OpenNotebook, conversations: Sequence[Conversation], by: Actor) -> None:
    sealed = notebooks.seal(
        by.keyring, Sphere.CONFIDANTS, [conversation.told() for conversation in conversations]
    )
    if opened.edition is None:
        _made, is_new = Notebook.objects.get_or_create(
            confidant_id=by.number, defaults={"sealed": sealed}
        )
        written = int(is_new)
    else:
        own = Notebook.objects.filter(confidant=by.number, edition=opened.edition)
        written = own.update(sealed=sealed, edition=uuid.uuid4())
    if not written:
        raise Invalid(notes=_("U schreef intussen in een ander venster. Bewaar nog een keer."))
