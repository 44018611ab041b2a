"""Open a round, ask and remind its managers, let them answer, and close it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.numbers import random_number
from rechtop.ground.post import operations as post
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.personnel import queries as personnel
from rechtop.people.personnel.queries import Managed
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.requests import queries, rules
from rechtop.work.requests.models import Begun, Question, Reminder, Request, Round, Tally
from rechtop.work.requests.states import REQUEST, ROUND, Answer, Quarter, ReminderKind

LONGEST = datetime.timedelta(days=92)
"""How long a round may be open: no longer than a quarter."""

_AT_ONCE = 2_000
_RUNS_ALREADY = gettext_lazy("Er loopt al een uitvraag, of deze is er al geweest.")


@operation("requests.question_taken_in", allowed=rules.may_take_in_question)
def take_in_question(*, listed: Mapping[str, str], by: Actor) -> None:
    """Take in the question an installation begins with; where there is one, that stays."""
    if not Question.objects.exists():
        Question.objects.create(**listed)


@operation("requests.question_written", allowed=rules.may_write_question)
def write_question(*, valid_from: datetime.date, by: Actor, **texts: str) -> Question:
    """Write the question that is asked from a day on. One of the same day is written over.

    Raises Invalid for a day that has gone, and where a round already asks the one of that day.
    """
    if valid_from < clock.today():
        raise Invalid(valid_from=_("Kies vandaag of een latere dag."))
    held = Question.objects.filter(valid_from=valid_from).first()
    if held and Round.objects.filter(question=held).exists():
        raise Invalid(valid_from=_("De vraag van deze dag is al gesteld. Kies een latere dag."))
    question = held or Question(valid_from=valid_from)
    for name, text in texts.items():
        setattr(question, name, text)
    records.check(question)
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise Invalid(valid_from=_("Een collega schreef net een vraag voor deze dag.")) from error
    return question


@operation("requests.opened", allowed=rules.may_open)
def open_round(*, over: Quarter, due_on: datetime.date, by: Actor) -> Round:
    """Open a round over a quarter and ask every manager of today, until a last day.

    Raises Invalid for another quarter, a day that cannot be, while another round runs, and where
    nobody is a manager.
    """
    if over not in queries.possible_quarters() or queries.open_round():
        raise Invalid(over=_RUNS_ALREADY)
    _check_last_day(due_on, clock.today())
    question, managers = queries.question_on(), personnel.led_by(personnel.managers())
    if question is None:
        raise Invalid(over=_("Er is nog geen vraag om te stellen. Schrijf die eerst."))
    if not managers:
        raise Invalid(over=_("Niemand is leidinggevende. De beheerder geeft die taak."))
    found = Round(
        year=over.year,
        quarter=over.number,
        question=question,
        opened_on=clock.today(),
        opened_by_id=by.number or 0,
        due_on=due_on,
    )
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:  # a colleague opened one at this same moment
        raise Invalid(over=_RUNS_ALREADY) from error
    _ask(found, managers)
    return found


def _check_last_day(due_on: datetime.date, opened_on: datetime.date) -> None:
    if due_on <= clock.today():
        raise Invalid(due_on=_("Kies een dag na vandaag."))
    if due_on > opened_on + LONGEST:
        raise Invalid(due_on=_("Kies een dag binnen drie maanden na het begin."))


def _ask(found: Round, managers: Sequence[Managed]) -> None:
    Request.objects.bulk_create(
        (
            Request(
                number=random_number(),
                round=found,
                person=one.person,
                unit_id=one.unit,
                department_id=one.department,
            )
            for one in managers
        ),
        batch_size=_AT_ONCE,
    )
    _count_asked(found, Counter(one.department for one in managers))
    post.let_all_know(one.person.email for one in managers)


def _count_asked(found: Round, asked: Mapping[int | None, int]) -> None:
    """Let the tallies go up by who is asked, all at once."""
    if not asked:
        return
    Tally.objects.bulk_create(
        (Tally(round=found, department_id=department) for department in asked),
        ignore_conflicts=True,  # who came later is counted with the others of the department
    )
    more = [models.When(department=one, then=count) for one, count in asked.items()]
    tallies = Tally.objects.filter(round=found)
    tallies.update(asked=F("asked") + models.Case(*more, default=0))


def _count(found: int, department: int | None, **by: int) -> None:
    """Let the tally of a department go up or down."""
    kept = Tally.objects.filter(round=found, department=department)
    kept.update(**{name: F(name) + step for name, step in by.items()})


@operation("requests.more_asked", allowed=rules.may_ask)
def ask_newcomers(found: Round, *, by: Actor) -> int:
    """Ask those who became a manager since the round was opened; give how many that were."""
    newcomers = personnel.led_by(queries.not_yet_asked(found))
    _ask(found, newcomers)
    return len(newcomers)


@operation("requests.quarter_begun", allowed=rules.may_note_quarter)
def note_quarter(*, over: Quarter, by: Actor) -> None:
    """Note that a quarter began without a round, so that it waits until there is one."""
    Begun.objects.get_or_create(year=over.year, quarter=over.number)


@operation("requests.opening_asked", allowed=rules.may_ask_to_open)
def ask_to_open(*, by: Actor) -> int:
    """Mail the coordinators that a round waits to be opened, and never which; give for how many
    quarters that is. Where there is no coordinator it waits."""
    coordinators = organisation.with_duty(Duty.COORDINATOR)
    addresses = list(coordinators.order_by().values_list("email", flat=True).distinct())
    waiting = queries.to_tell() if addresses else []
    for one in waiting:
        one.told_again_on = clock.today() if one.over.is_over else None
        one.told_on = one.told_on or clock.today()
        one.save(update_fields=["told_on", "told_again_on"])
    if waiting:
        post.let_all_know(addresses)
    return len(waiting)


@operation("requests.quarter_let_go", allowed=rules.may_let_go)
def let_go(*, over: Quarter, by: Actor) -> None:
    """Let a quarter that passed go without a round. Raises Invalid where none waits."""
    if over not in queries.waiting() or not over.is_over:
        raise Invalid(over=_("Dit kwartaal wacht niet op een uitvraag."))
    gone = {"let_go_on": clock.today(), "let_go_by_id": by.number}
    Begun.objects.update_or_create(year=over.year, quarter=over.number, defaults=gone)


@operation("requests.last_day_moved", allowed=rules.may_move)
def move_last_day(found: Round, *, due_on: datetime.date, by: Actor) -> None:
    """Give managers until another day. Raises Invalid for a day that cannot be."""
    _check_last_day(due_on, found.opened_on)
    found.due_on = due_on
    found.save(update_fields=["due_on"])


@operation("requests.closed", allowed=rules.may_close)
def close(found: Round, *, by: Actor) -> None:
    """Close a round: from now on no answer changes."""
    found.state = ROUND.after(found.state, "close")
    found.closed_on, found.closed_by_id = clock.today(), by.number
    found.save(update_fields=["state", "closed_on", "closed_by"])


@operation("requests.reminded", allowed=rules.may_remind)
def remind(found: Round, *, kind: str = ReminderKind.EXTRA, by: Actor) -> int:
    """Remind by mail who did not answer; give how many that were.

    Each goes at most once, and one a day. Raises Invalid where one went today.
    """
    if Reminder.objects.filter(round=found, sent_on=clock.today()).exists():
        raise Invalid(kind=_("Vandaag is al een herinnering verstuurd."))
    waiting = list(queries.unanswered(found))
    queries.unanswered(found).update(reminded_on=clock.today())
    Reminder.objects.create(round=found, kind=kind, sent_on=clock.today(), count=len(waiting))
    post.let_all_know(one.person.email for one in waiting)
    return len(waiting)


@operation("request.answered", allowed=rules.may_answer)
def answer(request: Request, *, answer: str, shown: str, by: Actor) -> None:
    """Let a manager answer that they know of nothing, or that they report it; or change that.

    `shown` is the answer that stood there when the page was made. Raises Invalid where another
    was given since, and for one that comes with a registration.
    """
    if answer not in (Answer.NOTHING, Answer.REPORTING):
        raise Invalid(answer=_("Kies een van de antwoorden."))
    if request.answer not in (shown, answer):
        raise Invalid(answer=_("U hebt intussen al geantwoord. Kijk wat er nu staat."))
    _set_answer(request, answer)


@operation("request.handed_in", allowed=rules.may_answer)
def hand_in(
    request: Request,
    *,
    report: Mapping[str, str],
    types: Collection[str],
    about: Collection[int],
    positions: Collection[str] = (),
    by: Actor,
) -> Case:
    """Let a manager hand in what they handled themselves: a case for the integrity team, sealed.

    That is their answer too. Nobody it is about gets a key. Raises Refused where no one is left
    who could open it, or while the reporting point is not open.
    """
    case = cases.hand_in(report=report, types=types, about=about, positions=positions, by=by)
    _set_answer(request, Answer.HANDLED)
    return case


def _set_answer(request: Request, answer: str) -> None:
    if not request.answer:
        _count(request.round_id, request.department_id, answered=1)
    request.state = REQUEST.after(request.state, "answer")
    request.answer, request.answered_on = answer, clock.today()
    request.save(update_fields=["state", "answer", "answered_on"])


@operation("request.lapsed", allowed=rules.may_lapse)
def let_lapse(request: Request, *, lapse: str, by: Actor) -> None:
    """Ask someone no longer, for a reason: they left, or are away. They are not counted."""
    request.state = REQUEST.after(request.state, "lapse")
    request.lapse = lapse
    records.check(request)
    request.save(update_fields=["state", "lapse"])
    _count(request.round_id, request.department_id, lapsed=1)


@operation("request.asked_again", allowed=rules.may_ask_again)
def ask_again(request: Request, *, by: Actor) -> None:
    """Ask someone after all, and let them know."""
    request.state = REQUEST.after(request.state, "ask_again")
    request.lapse = ""
    request.save(update_fields=["state", "lapse"])
    _count(request.round_id, request.department_id, lapsed=-1)
    post.let_all_know([request.person.email])


@operation("requests.forgotten", allowed=rules.may_forget)
def forget(found: Round, *, by: Actor) -> None:
    """Forget who answered in a round; the tallies stay for the figures."""
    Request.objects.filter(round=found).delete()


def go_on() -> dict[str, Any]:
    """Do what rounds ask by themselves: close, ask who came since, remind, ask for the next round,
    forget who answered; give how often."""
    done = {"closed": 0, "asked": 0, "reminded": 0, "told": 0, "forgotten": 0}
    for found in queries.overdue():
        close(found, by=JOB)
        done["closed"] += 1
    running = queries.open_round()
    if running and queries.not_yet_asked(running).exists():
        done["asked"] += ask_newcomers(running, by=JOB)
    if running and (due := queries.reminder_due(running)):
        remind(running, kind=due, by=JOB)
        done["reminded"] += 1
    for over in queries.unnoted():
        note_quarter(over=over, by=JOB)
    if queries.to_tell():
        done["told"] += ask_to_open(by=JOB)
    for found in queries.past_keeping():
        forget(found, by=JOB)
        done["forgotten"] += 1
    return done
