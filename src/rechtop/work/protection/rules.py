"""Who asks about detriment, who answers, and who sees to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.people.organisation.rules import is_job
from rechtop.work.cases import rules as cases
from rechtop.work.protection.models import CheckIn
from rechtop.work.protection.states import CHECK_IN


def _of_case(asked: Rule) -> Rule:
    """Ask a rule about the case that a question is of."""
    return Rule(asked.name, lambda actor, check_in: asked(actor, check_in.case))


def _can(verb: str) -> Rule:
    def judge(actor: Actor, check_in: CheckIn) -> Verdict:
        return CHECK_IN.may(check_in.state, verb, reason=_("Op deze vraag is al geantwoord."))

    return Rule(f"can_{verb}", judge)


@rule(_("Deze melder heeft een postvak: de vraag staat daar."))
def is_not_asked_in_mailbox(actor: Actor, check_in: CheckIn) -> bool:
    """The reporter has no mailbox, so who handles the case asks them."""
    return not check_in.case.has_mailbox


_by_its_reporter = _of_case(cases.is_reporter) & _of_case(cases.holds_key)

may_ask = (is_job & cases.is_closed).named("may_ask_about_detriment")
may_stop = is_job.named("may_stop_asking")
may_say_well = (_by_its_reporter & _can("say_well")).named("may_say_well")
may_say_detriment = (_by_its_reporter & _can("say_detriment")).named("may_say_detriment")
may_see = (cases.handles_it & cases.is_shown).named("may_see_check_ins")
may_note = (_of_case(cases.handles_it) & _of_case(cases.has_mailbox)).named("may_note_check_in")
may_record = (_of_case(cases.handles_it) & is_not_asked_in_mailbox & _can("say_detriment")).named(
    "may_record_check_in"
)
may_write = (_of_case(cases.handles_it) & _of_case(cases.has_mailbox)).named(
    "may_write_about_detriment"
)
