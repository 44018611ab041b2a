"""Keep conversations, release totals, destroy notes.

Writing in one's own notebook leaves nothing on the trail: it would tell how often people come.
Releasing and destroying do, by day.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui.dutch import day
from rechtop.ground.vault import gone, notebooks
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import Sphere
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deliveries import operations as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.work.confidants import queries, rules
from rechtop.work.confidants.models import EarlierTotal, Notebook, Passed, Release, Total
from rechtop.work.confidants.queries import Conversation, OpenNotebook


@transaction.atomic
def keep(conversation: Conversation, *, by: Actor) -> None:
    """Keep a conversation, new or rewritten.

    Its `version` is the one that was read. Raises Invalid for a day to come, and where another
    window rewrote or destroyed it meanwhile; Refused for who is no confidant.
    """
    _check(by)
    if conversation.on > clock.today():
        raise Invalid(on=_("Deze dag ligt in de toekomst."))
    opened = queries.notebook(by, under_lock=True)
    conversation = replace(conversation, id=queries.present_number(conversation.id))
    found = opened.find(conversation.id)
    if found is not None and found.says_the_same_as(conversation):
        return  # sent twice
    if (found.version if found else "") != conversation.version:
        raise Invalid(notes=_changed_elsewhere(found))
    others = [one for one in opened.conversations if one.id != conversation.id]
    received = found.received if found else ""
    kept = replace(conversation, version=str(uuid.uuid4()), received=received)
    _write(opened, [kept, *others], by)


@operation("confidant.notes_destroyed", allowed=rules.may_destroy, by_day=True)
def destroy(*, edition: uuid.UUID | None, numbers: Collection[str], by: Actor) -> None:
    """Destroy conversations with their notes, for good.

    `edition` is that of the notebook they were shown in: what is destroyed is what was seen.
    Raises Invalid where the notebook changed meanwhile, and where none of them is there.
    """
    opened = _seen(edition, by)
    left = [one for one in opened.conversations if one.id not in numbers]
    if len(left) == len(opened.conversations):
        raise Invalid(notebook=_("Deze gesprekken zijn er niet meer."))
    _write(opened, left, by)
    _remember_gone(one.id for one in opened.conversations if one.id in numbers)


def _remember_gone(numbers: Iterable[str]) -> None:
    """Remember outside the database that these were destroyed, not telling how many."""
    gone.remember_uncounted([gone.mark(queries.CONVERSATION, number) for number in numbers])


@operation("confidant.notes_destroyed_again", allowed=rules.may_destroy, by_day=True)
def destroy_again(*, by: Actor) -> None:
    """Take out of the notebook for good what was destroyed before and came back by a restore."""
    opened = queries.notebook(by, under_lock=True)
    if opened.has_what_went:
        _write(opened, opened.conversations, by)


@dataclass(frozen=True)
class Given:
    """What goes of one conversation: the notes that were picked, a summary, and the day on which
    the person concerned said yes."""

    id: str
    notes: Sequence[str] = field(repr=False)
    summary: str = field(repr=False)
    agreed_on: datetime.date


@operation("confidant.handed_over", allowed=rules.may_hand_over, by_day=True)
def hand_over(
    *,
    edition: uuid.UUID | None,
    given: Sequence[Given],
    to: Person,
    destroys: bool,
    by: Actor,
) -> None:
    """Hand conversations over to another confidant, with what was picked of each and no more.

    It is sealed to them alone; the trail says neither to whom nor how many. With `destroys` one's
    own notes of these go. `edition` is that of the notebook they were shown in. Raises Invalid
    where it changed meanwhile, for whom has no vouched key, and without a yes that was given.
    """
    opened = _seen(edition, by)
    found = {one.id: one for one in opened.conversations}
    if not given or any(one.id not in found for one in given):
        raise Invalid(notebook=_("Deze gesprekken zijn er niet meer."))
    if any(one.agreed_on > clock.today() for one in given):
        raise Invalid(notebook=_("De dag van het akkoord ligt in de toekomst."))
    known = organisation.receivers().known
    recipients = known.recipients(known.holders_of({to.pk}), Sphere.CONFIDANTS)
    if to.pk == by.number or not recipients:
        raise Invalid(to=_("Deze collega kan geen gesprekken krijgen."))
    giver = organisation.names({by.number or 0})[by.number or 0]
    passed = [_passed(found[one.id], one, giver).told() for one in given]
    sealed = notebooks.seal_to(recipients[0], passed)
    Passed.objects.create(confidant=to, sealed=sealed, passed_on=clock.today())
    if destroys:
        went = {one.id for one in given}
        _write(opened, [one for one in opened.conversations if one.id not in went], by)
        _remember_gone(went)


def _passed(held: Conversation, given: Given, giver: str) -> Conversation:
    """Make what the other reads of a conversation; nothing of the notes that were not picked."""
    agreed = _("Akkoord van de betrokkene: %(day)s.") % {"day": day(given.agreed_on)}
    picked = [note for note in given.notes if note in notes_of(held)]
    notes = "\n\n".join(filter(None, (agreed, given.summary, *picked)))
    return Conversation(held.topic, held.on, notes, received=giver)


def notes_of(held: Conversation) -> list[str]:
    """Give the notes of a conversation one by one: what stands between blank lines."""
    parts = re.split(r"\n\s*\n", held.notes.replace("\r\n", "\n"))
    return [part.strip() for part in parts if part.strip()]


@transaction.atomic
def take_in(*, number: int, by: Actor) -> None:
    """Take what a colleague handed over into one's own notebook.

    Like all writing there it leaves nothing on the trail. Raises Invalid where it is not there.
    """
    _check(by)
    opened = queries.notebook(by, under_lock=True)
    waiting = queries.passed_to(by, under_lock=True)
    for passed, conversations in waiting:
        if passed.pk == number:
            fresh = [replace(one, version=str(uuid.uuid4())) for one in conversations]
            _write(opened, [*fresh, *opened.conversations], by)
            passed.delete()
            return
    raise Invalid(notebook=_("Deze gesprekken zijn er niet meer."))


@operation("confidant.notebook_begun_anew", allowed=rules.may_destroy, by_day=True)
def begin_anew(*, by: Actor) -> None:
    """Destroy a notebook that nobody can open any more, its keys having gone.

    Raises Invalid for one that opens.
    """
    try:
        queries.notebook(by, under_lock=True)
    except NoKey:
        Notebook.objects.filter(confidant=by.number).delete()
        still = [passed.pk for passed, _told in queries.passed_to(by)]
        Passed.objects.filter(confidant=by.number).exclude(pk__in=still).delete()
    else:
        raise Invalid(notes=_("Uw notities zijn te openen. Er is niets vernietigd."))


@operation("confidant.totals_released", allowed=rules.may_release, by_day=True)
def release(
    *,
    edition: uuid.UUID | None,
    first: datetime.date,
    last: datetime.date,
    withheld: Collection[str] = (),
    by: Actor,
) -> Release:
    """Release totals by topic of a period in one year; `withheld` names topics not shared.

    `edition` is that of the notebook the totals were read in: what is released is what was seen.
    Raises Invalid for a period that cannot be, is not over, or was released before, and where the
    notebook changed meanwhile.
    """
    opened = _seen(edition, by)
    check_period(first, last, by=by)
    counted = queries.counts(opened.within(first, last))
    made = _released(first, last, by)
    Total.objects.bulk_create(
        Total(release=made, topic=code, count=None if code in withheld else counted[code])
        for code in sorted(queries.topics(last.year) | set(counted))
    )
    return made


@operation("confidant.earlier_totals_taken_over", allowed=rules.may_take_over)
def take_over(*, changes: Changes, delivery: int, by: Actor) -> None:
    """Write what an import changes of totals of earlier years."""
    deliveries.write(EarlierTotal, changes, delivery=delivery)


def _check(by: Actor) -> None:
    if not (verdict := rules.may_keep_notes(by)):
        raise Refused(verdict)


def _seen(edition: uuid.UUID | None, by: Actor) -> OpenNotebook:
    """Open the notebook under lock, and see that it is as it was shown."""
    opened = queries.notebook(by, under_lock=True)
    if opened.edition != edition:
        raise Invalid(notebook=_("U schreef intussen in een ander venster. Kijk nog een keer."))
    return opened


def check_period(first: datetime.date, last: datetime.date, *, by: Actor) -> None:
    """See that totals of this period can be released. Raises Invalid where they cannot."""
    if last < first:
        raise Invalid(last=_("Deze dag ligt vóór het begin."))
    if first.year != last.year:
        raise Invalid(last=_("Kies een periode binnen één jaar."))
    if last >= clock.today():
        raise Invalid(last=_("Deze periode is nog niet voorbij."))
    own = Release.objects.filter(confidant=by.number)
    if own.filter(from_date__lte=last, last_date__gte=first).exists():
        raise Invalid(first=_released_before())


def _released(first: datetime.date, last: datetime.date, by: Actor) -> Release:
    """Make a release. Two windows at once are told apart by the database alone."""
    try:
        with transaction.atomic():
            return Release.objects.create(
                confidant_id=by.number or 0,
                from_date=first,
                last_date=last,
                released_on=clock.today(),
            )
    except IntegrityError as error:
        raise Invalid(first=_released_before()) from error


def _released_before() -> str:
    return _("Van een deel van deze periode zijn de totalen al vrijgegeven.")


def _changed_elsewhere(found: Conversation | None) -> str:
    if found is None:
        return _("Dit gesprek is intussen vernietigd. Bewaar nog een keer om het terug te zetten.")
    return _(
        "U wijzigde dit gesprek intussen in een ander venster. Hieronder staat wat daar staat. "
        "Bewaar nog een keer om dat te vervangen."
    )


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
