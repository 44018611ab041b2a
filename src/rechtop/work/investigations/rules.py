"""Who may do what in an investigation.

To read or write its file is to hold the key of the case, as everywhere. Who decides, who
investigates and who handles the case are three things; the first two are never one person.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_job
from rechtop.work.cases import rules as cases
from rechtop.work.cases.models import Case
from rechtop.work.investigations import queries
from rechtop.work.investigations.models import Investigation, PersonalDraft
from rechtop.work.investigations.states import INVESTIGATION, OVER, Standing

_NOT_NOW = _("In deze stand van het onderzoek kan dit niet.")


def _of_case(asked: Rule) -> Rule:
    """Ask a rule about the case that is investigated."""
    return Rule(asked.name, lambda actor, investigation: asked(actor, investigation.case))


def _can(verb: str) -> Rule:
    """Make the rule that a verb is possible as the investigation stands."""

    def judge(actor: Actor, investigation: Investigation) -> Verdict:
        return INVESTIGATION.may(investigation.state, verb, reason=_NOT_NOW)

    return Rule(f"investigation_can_{verb}", judge)


@rule(_("In deze zaak loopt al een besluit of een onderzoek."))
def nothing_runs(actor: Actor, case: Case) -> bool:
    """No decision and no investigation is under way in this case."""
    return not queries.runs_in(case)


@rule(_("Dit beslist wie daarvoor in deze zaak is gevraagd."))
def is_decider(actor: Actor, investigation: Investigation) -> bool:
    """The actor was asked to decide in this case, and does not investigate it."""
    return actor.number is not None and actor.number == investigation.decider_id


@rule(_("Wie onderzoekt, beslist niet."))
def does_not_investigate(actor: Actor, investigation: Investigation) -> bool:
    """The actor does not do this investigation."""
    return actor.number != investigation.investigator_id


@rule(_("Dit doet de onderzoeker van deze zaak."))
def is_investigator(actor: Actor, investigation: Investigation) -> bool:
    """The actor does this investigation, and has that duty today."""
    is_theirs = actor.number is not None and actor.number == investigation.investigator_id
    return is_theirs and actor.has_duty(Duty.INVESTIGATOR)


@rule(_("Er is geen tekst voor de verklaring van geheimhouding. Vraag de beheerder erom."))
def there_is_a_text(actor: Actor, subject: object) -> bool:
    """There is a secrecy statement to sign."""
    return queries.secrecy_text() is not None


@rule(_NOT_NOW)
def has_ended(actor: Actor, investigation: Investigation) -> bool:
    """The investigation ended, and with it the work of its investigator; one that was never ordered
    lapsed."""
    return investigation.state == Standing.FINISHED and investigation.ordered_on is not None


@rule(_NOT_NOW)
def is_under_way(actor: Actor, investigation: Investigation) -> bool:
    """The decision or the investigation still runs."""
    return investigation.state not in OVER


@rule(_NOT_NOW)
def waits_to_be_read(actor: Actor, investigation: Investigation) -> bool:
    """The report is final, and who decides has not read it."""
    return investigation.final_on is not None and investigation.noted_on is None


@rule(_NOT_NOW)
def was_read_or_has_ended(actor: Actor, investigation: Investigation) -> bool:
    """Who decides has read the final report, or the investigation ended."""
    return investigation.noted_on is not None or bool(has_ended(actor, investigation))


def _of_investigation(asked: Rule) -> Rule:
    """Ask a rule about the investigation a draft is of."""
    return Rule(asked.name, lambda actor, draft: asked(actor, draft.investigation))


@rule(_("Deze woorden openen dit niet."))
def reads_draft(actor: Actor, draft: PersonalDraft) -> bool:
    """The actor came with the words of this draft, and it is not over."""
    key = actor.keyring.key(Sphere.CASES) if actor.keyring else None
    return (
        actor.kind == Kind.NOBODY
        and draft.over_on is None
        and key is not None
        and SealedKey.objects.filter(file=draft.file, recipient=key.pair).exists()
    )


@rule(_("U kunt niet meer reageren: het eindrapport is klaar of het onderzoek is gestopt."))
def is_wanted(actor: Actor, draft: PersonalDraft) -> bool:
    """What one writes now can still be worked in."""
    one = draft.investigation
    is_time = bool(INVESTIGATION.may(one.state, "react", reason="")) and one.final_on is None
    return is_time and bool(cases.is_open(actor, one.case))


@rule(_("Deze persoon kan nog reageren, heeft gereageerd, of dit is al afgehandeld."))
def is_missed(actor: Actor, draft: PersonalDraft) -> bool:
    """The term of the draft passed without a word, and still waits."""
    term = queries.term_of(draft)
    if term is None or draft.react_by is None:
        return False
    return term.is_open and draft.react_by < clock.today() and draft.reacted_on is None


@rule(_("Deze persoon heeft gereageerd, of de termijn is voorbij. Een late reactie kan nog."))
def still_has_time(actor: Actor, draft: PersonalDraft) -> bool:
    """The term of the draft runs: it is not over, and nothing was written yet."""
    term = queries.term_of(draft)
    return term is not None and term.is_open and (term.due_on or clock.today()) >= clock.today()


_handles = _of_case(cases.handles_it)
_is_open = _of_case(cases.is_open)
_decides = _handles & is_decider & does_not_investigate
_investigates = _of_case(cases.works_on_it) & is_investigator & _is_open
# Who was left without the outcome can have it still, also when the case has closed.
_tells_outcome = (_handles & does_not_investigate & has_ended) | _investigates

may_list = (cases.is_person & cases.is_on_duty).named("may_list_investigations")
may_see_of_case = (cases.works_on_it & cases.is_shown).named("may_see_investigations_of_case")
may_ask = (cases.handles_it & cases.is_open & nothing_runs).named("may_ask_decision")
# What follows an investigation that ended is decided as long as the case is open.
_is_to_decide = is_under_way | (has_ended & _is_open)
may_choose_decider = (_handles & _can("choose") & _is_to_decide).named("may_choose_decider")
may_replace = (_handles & does_not_investigate & _is_open & _can("replace")).named(
    "may_replace_investigator"
)
may_order = (_decides & _is_open & _can("order")).named("may_order_investigation")
may_decline = (_decides & _is_open & _can("decline")).named("may_decline_investigation")
may_sign = (cases.is_person & is_investigator & _is_open & _can("sign") & there_is_a_text).named(
    "may_sign_secrecy"
)
may_give_key = (_handles & does_not_investigate & _is_open & _can("begin")).named(
    "may_give_investigator_key"
)
may_work = (_investigates & _can("work")).named("may_investigate")
may_count = (
    (_investigates | (_handles & does_not_investigate))
    & Rule(
        "is_not_declined",
        lambda actor, one: Verdict(one.ordered_on is not None, _NOT_NOW),
    )
).named("may_register_cost")
may_send_draft = (_investigates & _can("send_draft")).named("may_send_draft")
may_send_final = (_investigates & _can("send_final")).named("may_send_final")
may_react = (reads_draft & is_wanted).named("may_react_to_draft")
may_work_in = _of_investigation(may_send_draft).named("may_work_reaction_in")
may_give_more_time = (_of_investigation(may_send_draft) & still_has_time).named(
    "may_give_more_time"
)
may_note_missed = (_of_investigation(_is_open & (_investigates | _handles)) & is_missed).named(
    "may_note_no_reaction"
)
may_send_outcome = (_tells_outcome & _can("share_final")).named("may_send_outcome")
may_list_concerned = (may_work | may_send_outcome).named("may_list_person_concerned")
may_share_final = _of_investigation(may_send_outcome).named("may_share_final")
may_take_note = (_decides & _is_open & _can("take_note") & waits_to_be_read).named("may_take_note")
_follows = _can("decide") & was_read_or_has_ended
may_decide = (_decides & _is_open & _follows).named("may_decide_on_measures")
may_note_objection = (_handles & does_not_investigate & _follows).named("may_note_objection")
may_finish = (_decides & _can("finish")).named("may_finish_investigation")
may_follow_case = (cases.handles_it & cases.is_closed).named("may_follow_case")
may_forget = is_job.named("may_forget_investigations")
may_adopt = cases.is_command.named("may_adopt_secrecy_text")
