"""Keep the toolbox: add, change and take away instruments, and take over those of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.tools.toolbox import queries, rules
from rechtop.tools.toolbox.layout import CONTENT, MOST, Told
from rechtop.tools.toolbox.models import Brought, Instrument, Stay
from rechtop.tools.toolbox.queries import Plan

_MEANWHILE = gettext_lazy(
    "Een collega heeft dit net veranderd. Kijk wat er nu staat. "
    "Stuurt u nog een keer, dan geldt wat u schreef."
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of an instrument; `origin` names the authority that made it, if not our own."""

    kind: str
    title: str
    description: str
    audience: str
    maker: str
    licence: str
    language: str
    link: str = ""
    body: str = ""
    origin: str = ""


@operation("instrument.added", allowed=rules.may_keep)
def add(*, facts: Facts, by: Actor) -> Instrument:
    """Add an instrument. Raises Invalid at each field that cannot be so, and for one too many."""
    if Instrument.objects.count() >= MOST:
        raise Invalid(title=_("De toolbox is vol. Haal eerst iets weg."))
    one = Instrument()
    _set(one, facts)
    one.save()
    _stay([one])
    return one


@operation("instrument.changed", allowed=rules.may_keep)
def change(one: Instrument, *, facts: Facts, edition: int, by: Actor) -> None:
    """Change an instrument. Raises Invalid where a colleague changed it since `edition`."""
    if records.holds(one, **_said(facts)):
        return
    if edition != one.edition:
        raise Invalid(edition=_MEANWHILE)
    _set(one, facts)
    one.edition += 1
    one.save()
    _stay([one])


@operation("instrument.taken_away", allowed=rules.may_keep)
def take_away(one: Instrument, *, by: Actor) -> None:
    """Take an instrument away; who took it over keeps it."""
    stay = Stay.objects.filter(key=one.key, left_on=None)
    stay.filter(came_on=clock.today()).delete()  # what came and went on one day, was never here
    stay.update(left_on=clock.today())
    one.delete()


@operation("toolbox.file_brought", allowed=rules.may_keep)
def bring(*, name: str, content: bytes, by: Actor) -> Brought:
    """Let a file wait for a yes; what waited before of this person is thrown away."""
    Brought.objects.filter(brought_by=by.number or 0).delete()
    return Brought.objects.create(
        name=name[-100:],
        content=queries.closed(content),
        brought_by=by.number or 0,
        brought_at=clock.now(),
    )


@operation("toolbox.file_thrown_away", allowed=rules.may_take_in)
def throw_away(file: Brought, *, by: Actor) -> None:
    """Throw away a file that waited."""
    file.delete()


@operation("toolbox.taken_in", allowed=rules.may_take_in)
def take_in(file: Brought, *, told: Sequence[Told], shown: str, by: Actor) -> Plan:
    """Write what a file changes, whole or not at all, and give how much that was.

    Raises Invalid where other things would change than the mark `shown` says.
    """
    plan = queries.plan(told, is_locked=True)
    if shown != plan.mark:
        raise Invalid(file=_("Er is intussen iets veranderd. Kijk opnieuw."))
    if plan.new and Instrument.objects.count() + len(plan.new) > MOST:
        raise Invalid(file=_("Zoveel past er niet in de toolbox. Haal eerst iets weg."))
    try:
        with transaction.atomic():
            _write(plan)
    except IntegrityError as error:  # a colleague took over the same at this moment
        raise Invalid(file=_("Er is intussen iets veranderd. Kijk opnieuw.")) from error
    file.delete()
    return plan


def forget_old() -> int:
    """Throw away files nobody said yes to for a day; give how many."""
    return Brought.objects.filter(brought_at__lt=clock.now() - rules.WAITS).delete()[0]


def _write(plan: Plan) -> None:
    own = queries.own_name()
    new = [_told(Instrument(key=one.key), one, own) for one in plan.new]
    Instrument.objects.bulk_create(new)
    changed = [_told(change.held, change.told, own) for change in plan.changed]
    for held in changed:
        held.edition += 1
        held.save()
    _stay([*new, *changed])


def _stay(listed: Sequence[Instrument]) -> None:
    """Keep since when these stand here, and what they are, for the account of the year."""
    stands = Stay.objects.filter(key__in=[one.key for one in listed], left_on=None)
    since = dict(stands.values_list("key", "came_on"))
    stands.delete()
    Stay.objects.bulk_create(
        Stay(
            key=one.key,
            kind=one.kind,
            audience=one.audience,
            is_own=one.is_own,
            came_on=since.get(one.key, one.changed_on),
        )
        for one in listed
    )


def _told(one: Instrument, told: Told, own: str) -> Instrument:
    for name in CONTENT:
        setattr(one, name, getattr(told, name))
    one.origin, one.changed_on = queries.origin_of(told.origin, own), clock.today()
    records.check(one)
    return one


def _said(facts: Facts) -> dict[str, str]:
    told = {name: getattr(facts, name) for name in CONTENT}
    return {**told, "origin": queries.origin_of(facts.origin.strip(), queries.own_name())}


def _set(one: Instrument, facts: Facts) -> None:
    for name, value in _said(facts).items():
        setattr(one, name, value)
    one.changed_on = clock.today()
    check(one)


def check(one: Instrument) -> None:
    """Raise Invalid at each field of an instrument that cannot be so."""
    records.check(one)
    if one.link and not one.link.startswith(("https://", "http://")):
        raise Invalid(link=_("Een link begint met https:// of http://."))
    if not one.link and not one.body.strip():
        raise Invalid(link=_("Geef een link, of schrijf hieronder de tekst."))
    blank = [name for name in ("title", "description", "maker") if not getattr(one, name).strip()]
    if blank:
        raise Invalid(**{name: _("Dit veld is leeg.") for name in blank})
