"""Register risks, revise them with their history, close them, and remind of their review."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Unit
from rechtop.work.risks import queries, rules
from rechtop.work.risks.models import MarkedFunction, Revision, Risk
from rechtop.work.risks.states import LEVELS, RISK, Asked, Stake, State, Verb

LONGEST = datetime.timedelta(days=3 * 366)
"""How long a risk may go without a review."""

MOST_FUNCTIONS = 50

_FROM_1_TO_5 = gettext_lazy("Kies een getal van 1 tot en met 5.")
_MEANWHILE = gettext_lazy(
    "Een collega heeft dit risico net herzien. Kijk hieronder wat er veranderde. "
    "Stuurt u nog een keer, dan geldt wat u schreef."
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of a risk."""

    name: str
    kind: str
    stakes: Sequence[str]
    likelihood: int
    effect: int
    review_date: datetime.date
    measures: str = ""
    unit: Unit | None = None
    owner: Person | None = None
    owner_name: str = ""
    rie: str = ""
    functions: Sequence[str] = ()
    asks: Sequence[str] = ()


@operation("risk.registered", allowed=rules.may_keep)
def register(*, facts: Facts, by: Actor) -> Risk:
    """Put a risk in the register. Raises Invalid at each field that cannot be so."""
    risk = Risk()
    _set(risk, facts)
    _check_review(facts.review_date)
    risk.save()
    _mark(risk, facts)
    _note(risk, Verb.REGISTERED, by)
    identity.let_owner_know(risk.owner, was=None, by=by)
    return risk


@operation("risk.revised", allowed=rules.may_revise)
def revise(
    risk: Risk, *, facts: Facts, edition: int, is_review: bool, text: str = "", by: Actor
) -> None:
    """Change what is said of a risk; with `is_review` it was assessed anew, changed or not.

    Raises Invalid where a colleague revised it since `edition`, or at a field that cannot be so.
    """
    if edition != risk.edition:
        raise Invalid(edition=_MEANWHILE)
    before, was_due, owner = _told(risk), risk.review_date, risk.owner_id
    _set(risk, facts)
    if is_review or risk.review_date != was_due:
        _check_review(facts.review_date)
    if is_review or risk.review_date != was_due:
        risk.reminded_on = None
    _mark(risk, facts)
    changes = _differences(before, _told(risk))
    if not (changes or is_review or text.strip()):
        return
    risk.edition += 1
    risk.save()
    _note(risk, Verb.REVIEWED if is_review else Verb.CHANGED, by, changes=changes, text=text)
    identity.let_owner_know(risk.owner, was=owner, by=by)


@operation("risk.closed", allowed=rules.may_close)
def close(risk: Risk, *, reason: str, by: Actor) -> None:
    """Close a risk, with the reason; what its functions asked ends today."""
    if not reason.strip():
        raise Invalid(reason=_("Schrijf hier waarom."))
    risk.state = State(RISK.after(risk.state, "close"))
    risk.closed_date, risk.closed_because = clock.today(), reason
    _end(queries.marks(risk))
    _save(risk, Verb.CLOSED, by, text=reason)


@operation("risk.reopened", allowed=rules.may_reopen)
def reopen(risk: Risk, *, review_date: datetime.date, by: Actor) -> None:
    """Open a risk again, with a day for its review. Functions are marked again by revising it."""
    _check_review(review_date)
    risk.state = State(RISK.after(risk.state, "reopen"))
    risk.closed_date, risk.closed_because, risk.review_date = None, "", review_date
    risk.reminded_on = None
    _save(risk, Verb.REOPENED, by)


@operation("risk.reminded", allowed=rules.may_remind)
def remind(risk: Risk, *, by: Actor) -> None:
    """Remind the owner by mail that something waits; the mail never says what.

    Where the owner is a role, or has left, the coordinators are reminded; beside an owner who may
    not read the register too, since they assess it together.
    """
    risk.reminded_on = clock.today()
    risk.save(update_fields=["reminded_on"])
    post.let_all_know(person.email for person in _reminded(risk))


def go_on() -> int:
    """Send the reminders that are due; give of how many risks."""
    due = queries.to_remind()
    for risk in due:
        remind(risk, by=JOB)
    return len(due)


def _reminded(risk: Risk) -> list[Person]:
    owner, found = risk.owner, organisation.who_looks_after(risk.owner)
    if owner is None or owner not in found:
        return found
    reads = organisation.with_duty(*rules.READERS).filter(pk=owner.pk).exists()
    return found if reads else [*found, *organisation.with_duty(Duty.COORDINATOR)]


def _set(risk: Risk, facts: Facts) -> None:
    """Let a risk say what is told, where that can be so."""
    _check(facts)
    risk.name, risk.kind = facts.name.strip(), facts.kind
    risk.stakes = [one for one in Stake.values if one in facts.stakes]
    risk.likelihood, risk.effect = facts.likelihood, facts.effect
    risk.measures, risk.rie = facts.measures, facts.rie.strip()
    risk.unit, risk.review_date = facts.unit, facts.review_date
    risk.owner, risk.owner_name = facts.owner, facts.owner_name.strip()
    records.check(risk)


def _check(facts: Facts) -> None:
    wrong: dict[str, Any] = {}
    for name in ("likelihood", "effect"):
        if getattr(facts, name) not in LEVELS:
            wrong[name] = _FROM_1_TO_5
    if not facts.stakes or set(facts.stakes) - set(Stake.values):
        wrong["stakes"] = _("Kies ten minste één ding dat op het spel staat.")
    if facts.owner and facts.owner_name.strip():
        wrong["owner_name"] = _("Kies één eigenaar: hierboven of hier.")
    elif not facts.owner and not facts.owner_name.strip():
        wrong["owner"] = _("Zeg wie de eigenaar is: een collega, of hieronder een rol.")
    wrong |= _wrong_functions(facts)
    if wrong:
        raise Invalid(**wrong)


def _wrong_functions(facts: Facts) -> dict[str, Any]:
    if len(facts.functions) > MOST_FUNCTIONS:
        return {"functions": _("Noem er hoogstens %(most)s.") % {"most": MOST_FUNCTIONS}}
    if any(len(name) > 120 or not queries.fold(name) or "\0" in name for name in facts.functions):
        return {"functions": _("Een functie heeft hoogstens 120 letters. Zet elke op een regel.")}
    if set(facts.asks) - set(Asked.values):
        return {"asks": _("Kies uit deze lijst.")}
    if facts.functions and not facts.asks:
        return {"asks": _("Kies wat deze functies vragen.")}
    if facts.asks and not facts.functions:
        return {"functions": _("Noem de functies waarvan dit gevraagd wordt.")}
    return {}


def _check_review(day: datetime.date) -> None:
    if day <= clock.today():
        raise Invalid(review_date=_("Kies een dag na vandaag."))
    if day > clock.today() + LONGEST:
        raise Invalid(review_date=_("Kies een dag binnen drie jaar."))


def _mark(risk: Risk, facts: Facts) -> None:
    """Let the functions a risk marks be these; what is no longer so ends today."""
    asks = [one for one in Asked.values if one in facts.asks]
    wanted = {queries.fold(name): " ".join(name.split()) for name in facts.functions}
    held = {mark.folded: mark for mark in queries.marks(risk)}
    stays = {key for key in wanted if key in held and held[key].asks == asks}
    _end(mark for key, mark in held.items() if key not in stays)
    for key, name in wanted.items():
        if key not in stays:
            MarkedFunction.objects.create(
                risk=risk, name=name, folded=key, asks=asks, from_date=clock.today()
            )


def _end(marks: Iterable[MarkedFunction]) -> None:
    for mark in marks:
        mark.until_date = clock.today()
        mark.save(update_fields=["until_date"])


def _told(risk: Risk) -> dict[str, Any]:
    """Give what is said of a risk, as its history keeps it."""
    marks = list(queries.marks(risk))
    return {
        "name": risk.name,
        "kind": risk.kind,
        "stakes": risk.stakes,
        "likelihood": risk.likelihood,
        "effect": risk.effect,
        "measures": risk.measures,
        "unit": risk.unit.name if risk.unit else "",
        "owner": risk.who,
        "review_date": risk.review_date.isoformat(),
        "rie": risk.rie,
        "functions": [mark.name for mark in marks],
        "asks": marks[0].asks if marks else [],
    }


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[list[Any]]:
    return [[name, was, after[name]] for name, was in before.items() if was != after[name]]


def _save(risk: Risk, verb: Verb, by: Actor, *, text: str = "") -> None:
    risk.edition += 1
    records.check(risk)
    risk.save()
    _note(risk, verb, by, text=text)


def _note(
    risk: Risk,
    verb: Verb,
    by: Actor,
    *,
    changes: list[list[Any]] | None = None,
    text: str = "",
) -> None:
    said = Revision(
        risk=risk,
        at=clock.now(),
        author=by.number or 0,
        verb=verb,
        likelihood=risk.likelihood,
        effect=risk.effect,
        changes=changes or [],
        text=text,
    )
    _check_text(said, "reason" if verb == Verb.CLOSED else "text")
    said.save()


def _check_text(said: Revision, field: str) -> None:
    """Check what was said, and tell what is wrong at the field where it was typed."""
    try:
        records.check(said)
    except Invalid as error:
        told = error.message_dict
        raise Invalid(**{field: " ".join(told["text"])} if "text" in told else told) from error
