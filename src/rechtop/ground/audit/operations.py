"""Make a change of state whole: allowed by a rule, all or nothing, and on the trail."""

from __future__ import annotations

import functools
import inspect
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from django.db import OperationalError, models, transaction
from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.kernel.rules import Rule, Verdict

Verb = TypeVar("Verb", bound=Callable[..., Any])
Read = TypeVar("Read")

REGISTER: dict[str, Rule] = {}
"""Every action there is, with its rule; the table of permissions is printed from it."""


@dataclass(frozen=True)
class _Running:
    """The operation that runs: what ties its lines together, who acts, and what it has read."""

    correlation: uuid.UUID
    by: Actor
    read: dict[str, Any]


_running: ContextVar[_Running | None] = ContextVar("running", default=None)

_shares: ContextVar[bool] = ContextVar("shares", default=False)

_GONE = Verdict(False, _("Dit bestaat niet meer."))
_AT_ONCE = Verdict(
    False,
    _(
        "Iemand anders deed hier op hetzelfde moment iets. Er is niets veranderd. Probeer het nog "
        "een keer."
    ),
)


def operation(action: str, *, allowed: Rule, by_day: bool = False) -> Callable[[Verb], Verb]:
    """Make a function an operation.

    The function takes its subject first (a saved record; none for what makes one) and everything
    else by keyword, among it `by`, the actor. The subject is read again under lock, the rule is
    asked, the body runs in one transaction and one entry goes on the trail. Operations nest: an
    inner one asks its own rule and shares transaction and correlation.

    Raises Refused when the rule says no; that too stands on the trail. With `by_day` the trail
    tells the day alone, where the hour would tell who came by.
    """
    REGISTER[action] = allowed

    def make(body: Verb) -> Verb:
        takes_subject = _takes_subject(body)

        @functools.wraps(body)
        def run(*args: Any, by: Actor, **details: Any) -> Any:
            outer = _running.get()
            outermost = outer is None and not _shares.get()
            running = replace(outer, by=by) if outer else _Running(uuid.uuid4(), by, {})
            token = _running.set(running)
            try:
                with _told_of_deadlock() if outermost else nullcontext():
                    return _run(
                        (action, by_day), allowed, body, args if takes_subject else (), by, details
                    )
            except Refused as refusal:
                refusal.told = refusal.told or (action, by, args[:1])
                if outermost:
                    _write_refusal(refusal)
                raise
            finally:
                _running.reset(token)

        return cast(Verb, run)

    return make


@contextmanager
def _told_of_deadlock() -> Iterator[None]:
    """Refuse where the database broke this off for someone who acts at the same moment. Nothing was
    done: the transaction is rolled back by then. Whoever holds things in one order never comes
    here; this is for the order nobody thought of."""
    try:
        yield
    except OperationalError as error:
        if not rows.is_deadlock(error):
            raise
        raise Refused(_AT_ONCE) from error


@contextmanager
def one_transaction() -> Iterator[None]:
    """Open a transaction that operations inside share without savepoints of their own.

    For what happens around one operation and stands or falls with it; it saves round trips.
    """
    token = _shares.set(True)
    try:
        with _told_of_deadlock(), transaction.atomic():
            yield
    except Refused as refusal:
        _write_refusal(refusal)
        raise
    finally:
        _shares.reset(token)


def current() -> uuid.UUID | None:
    """Give the correlation of the operation that runs, or None."""
    running = _running.get()
    return running.correlation if running else None


def once(name: str, read: Callable[[], Read]) -> Read:
    """Read something once within the operation that runs; outside one, each time."""
    running = _running.get()
    if running is None:
        return read()
    if name not in running.read:
        running.read[name] = read()
    return cast(Read, running.read[name])


def note(action: str, about: Ref) -> None:
    """Write a line about something that the operation that runs came upon."""
    running = _running.get()
    if running is None:
        raise RuntimeError("note inside an operation")
    _write(action, "done", running.by, about)


def require_operation() -> None:
    """Raise RuntimeError outside an operation: nothing sealed is written without one."""
    if _running.get() is None:
        raise RuntimeError("write inside an operation")


def note_refusal(action: str, *, by: Actor) -> None:
    """Note that someone asked for what they may not see; of what, is not told.

    The same line is written whether the thing exists or not, so that nothing can be learnt from
    the trail, the answer, or the time it takes.
    """
    with transaction.atomic():
        _write(action, "refused", by, None)


def _takes_subject(body: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(body).parameters.values()))
    return first.kind is not inspect.Parameter.KEYWORD_ONLY


def _run(
    named: tuple[str, bool],
    allowed: Rule,
    body: Callable[..., Any],
    args: tuple[models.Model, ...],
    by: Actor,
    details: dict[str, Any],
) -> Any:
    with transaction.atomic(savepoint=not _shares.get()):
        subjects = tuple(_under_lock(subject) for subject in args)
        verdict = allowed(by, subjects[0]) if subjects else allowed(by)
        if not verdict:
            raise Refused(verdict)
        ref = _ref_of(subjects[0]) if subjects else None  # before the body takes it away
        result = body(*subjects, by=by, **details)
        ref = ref or _ref_of(result)
        _write(named[0], "done", by, ref, by_day=named[1])
    return result


def _under_lock(subject: models.Model) -> models.Model:
    found = subject.__class__._base_manager.select_for_update().filter(pk=subject.pk).first()
    if found is None:
        raise Refused(_GONE)
    return found


def _write_refusal(refusal: Refused) -> None:
    """Write in a transaction of its own, since that of the operation is rolled back."""
    if refusal.told is None:
        return
    action, by, subjects = refusal.told
    with transaction.atomic():
        _write(action, "refused", by, _ref_of(subjects[0]) if subjects else None)


def _ref_of(thing: object) -> Ref | None:
    if isinstance(thing, Ref):
        return thing
    if isinstance(thing, models.Model) and thing._meta.model_name and thing.pk is not None:
        return Ref(thing._meta.model_name, thing.pk)
    return None


def _write(action: str, result: str, by: Actor, ref: Ref | None, *, by_day: bool = False) -> None:
    entry = Entry(
        at=clock.start_of_today() if by_day else clock.now(),
        correlation=current() or uuid.uuid4(),
        action=action,
        result=result,
        object_kind=ref.kind if ref else "",
        object_number=ref.number if ref and isinstance(ref.number, int) else None,
        actor_kind=by.kind,
        actor_number=by.number,
        origin=by.origin,
    )
    rows.insert([entry])
