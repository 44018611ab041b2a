"""Who may do what with a case.

To open a file is to hold a key to it: exclusion is the absence of a key, so no rule here asks who
is excluded.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import Rule, Verdict, rule
from rechtop.ground.vault.models import SealedKey, Sphere
from rechtop.ground.vault.rules import is_on_duty as is_on_duty_in
from rechtop.ground.vault.rules import is_unlocked
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.rules import is_integrity_team, is_job
from rechtop.people.personnel.rules import is_manager
from rechtop.work.cases import queries
from rechtop.work.cases.models import Case, Guest, Row
from rechtop.work.cases.states import CASE, ROW, State

HANDLERS = queries.HANDLERS
SECOND_READERS = (Duty.COORDINATOR, Duty.HANDLER, Duty.LAWYER, Duty.SECRETARY)


@rule(_("Deze zaak bestaat niet, of u kunt haar niet openen."))
def holds_key(actor: Actor, case: Case) -> bool:
    """The actor's unlocked keys open the file of this case."""
    key = actor.keyring.key(Sphere.CASES) if actor.keyring else None
    return key is not None and SealedKey.objects.filter(file=case.pk, recipient=key.pair).exists()


@rule(_("Deze zaak bestaat niet, of u kunt haar niet openen."))
def is_shown(actor: Actor, case: Case) -> bool:
    """The actor did not come to be in a position the case is about, since they got its key.

    That stands sealed in its file, so a page asks it once: where it finds its case.
    """
    if actor.kind != Kind.PERSON:
        return True
    return not trail.once(f"late in {case.pk}", lambda: queries.is_late(case, actor))


@rule(_("Deze zaak bestaat niet, of u kunt haar niet openen."))
def is_not_late(actor: Actor, case: Case) -> bool:
    """The same, asked where something is done: a page asks many rules, and `is_shown` only once."""
    return trail.current() is None or bool(is_shown(actor, case))


@rule(_("Dit doet een medewerker."))
def is_person(actor: Actor, subject: object) -> bool:
    """A person acts, not a reporter."""
    return actor.kind == Kind.PERSON


@rule(_("Dit doet de melder."))
def is_reporter(actor: Actor, case: Case) -> bool:
    """The reporter acts."""
    return actor.kind == Kind.REPORTER


@rule(_("Deze zaak is afgesloten."))
def is_open(actor: Actor, case: Case) -> bool:
    """The case is not closed."""
    return case.state != State.CLOSED


@rule(_("Dit doet wie de zaak behandelt."))
def is_no_guest(actor: Actor, case: Case) -> bool:
    """The actor does not hold this case for an investigation alone."""
    return not Guest.objects.filter(case=case, person=actor.number).exists()


@rule(_("Deze zaak is nog niet afgesloten."))
def is_closed(actor: Actor, case: Case) -> bool:
    """The case is closed."""
    return case.state == State.CLOSED


@rule(_("Dit dossier blijft al bewaard."))
def is_not_on_hold(actor: Actor, case: Case) -> bool:
    """Nobody keeps the file from being destroyed."""
    return case.hold_since is None


@rule(_("Niemand houdt dit dossier vast."))
def is_on_hold(actor: Actor, case: Case) -> bool:
    """Someone keeps the file from being destroyed."""
    return case.hold_since is not None


@rule(_("Deze melder heeft geen postvak. Neem contact op zoals de melding binnenkwam."))
def has_mailbox(actor: Actor, case: Case) -> bool:
    """The reporter can read messages with the seven words."""
    return case.has_mailbox


@rule(_("Deze melder heeft een postvak: stuur de terugkoppeling als bericht."))
def has_no_mailbox(actor: Actor, case: Case) -> bool:
    """The reporter is not reached by messages here."""
    return not case.has_mailbox


@rule(_("Melden kan nog niet: het meldpunt wordt ingericht."))
def intake_is_ready(actor: Actor, subject: object) -> bool:
    """Who receives, who replaces them and the recovery key are there, today."""
    return organisation.receivers().is_ready()


def in_state(verb: str) -> Rule:
    """Make the rule that a verb is possible in the state of the case."""

    def judge(actor: Actor, case: Case) -> Verdict:
        return CASE.may(case.state, verb, reason=_("In deze stand van de zaak kan dit niet."))

    return Rule(f"can_{verb}", judge)


def row_in_state(verb: str) -> Rule:
    """Make the rule that a verb is possible in the state of the row."""

    def judge(actor: Actor, row: Row) -> Verdict:
        return ROW.may(row.state, verb, reason=_("In deze stand van de rij kan dit niet."))

    return Rule(f"row_can_{verb}", judge)


@rule(_("Deze rij is niet aan u voorgelegd."))
def is_chosen_reader(actor: Actor, row: Row) -> bool:
    """The actor is the second reader this row was given to, and holds its key."""
    key = actor.keyring.key(Sphere.CASES) if actor.keyring else None
    return (
        actor.number == row.reader_id
        and key is not None
        and SealedKey.objects.filter(file=row.file, recipient=key.pair).exists()
    )


@rule(_("Deze rij is niet aan u voorgelegd."))
def reader_is_not_late(actor: Actor, row: Row) -> bool:
    """The second reader did not come to be in a position the case of the row is about."""
    return bool(is_shown(actor, row.case))


@rule(_("Een administratie overnemen doet de coördinator."))
def is_coordinator(actor: Actor, subject: object) -> bool:
    """The actor is the coordinator."""
    return actor.has_duty(Duty.COORDINATOR)


@rule(_("Dit doet iemand op de server."))
def is_command(actor: Actor, subject: object) -> bool:
    """Someone works at the command line of the server."""
    return actor.kind == Kind.COMMAND


is_on_duty = is_on_duty_in(Sphere.CASES)
works_on_it = is_person & is_on_duty & holds_key & is_not_late
handles_it = works_on_it & is_no_guest

# What each action asks besides working on the case; pages ask the common part once.
BESIDES: dict[str, Rule] = {
    "assign": is_open,
    "acknowledge": in_state("acknowledge"),
    "register": is_open,
    "feedback": has_no_mailbox,
    "write": has_mailbox,
    "note": is_person,
    "files": is_person,
    "share": has_mailbox,
    "concerned": is_person,
    "refer": is_open,
    "close": in_state("close"),
    "reopen": in_state("reopen"),
    "row": is_person,
    "hold": is_not_on_hold,
    "lift_hold": is_on_hold,
    "terms": is_open,
}


FOR_GUESTS = ("files", "note", "concerned")
"""What who investigates a case may do in it too."""


def _may(verb: str) -> Rule:
    asked = works_on_it if verb in FOR_GUESTS else handles_it
    return (asked & BESIDES[verb]).named(f"may_{verb}")


@rule(_("Dit is voor wie een rij kan schrijven of lezen."))
def is_second_reader(actor: Actor, subject: object) -> bool:
    """The actor has a duty in which one can be the second reader of a row."""
    return actor.has_duty(*SECOND_READERS)


@rule(_("Deze zaak heeft een dossier: sluit haar daar af."))
def has_no_file(actor: Actor, case: Case) -> bool:
    """The case is a registration without a file."""
    return not case.has_file


may_close_registration = (is_integrity_team & has_no_file & in_state("close")).named(
    "may_close_registration"
)
may_list = is_on_duty.named("may_list")
may_list_rows = is_second_reader.named("may_list_rows")
may_see_year = is_integrity_team.named("may_see_year")
may_receive = intake_is_ready.named("may_receive")
may_enter = (is_person & is_integrity_team & is_unlocked & intake_is_ready).named("may_enter")
may_hand_in = (is_person & is_manager & intake_is_ready).named("may_hand_in")
may_open = works_on_it.named("may_open")
may_assign = _may("assign")
may_acknowledge = _may("acknowledge")
may_register = _may("register")
may_write_to_reporter = _may("write")
may_note_feedback = _may("feedback")
may_note = _may("note")
may_add_files = _may("files")
may_share_files = _may("share")
may_name_person_concerned = _may("concerned")
may_refer = _may("refer")
may_split_off = (handles_it & is_open).named("may_split_off")
may_enter_after = (handles_it & has_no_mailbox & intake_is_ready).named("may_enter_after")
may_hand_over = handles_it.named("may_hand_over")
is_keeper_of_names = is_on_duty_in(Sphere.IDENTITIES)
may_see_handovers = (is_person & (is_on_duty | is_keeper_of_names)).named("may_see_handovers")
may_close = _may("close")
may_reopen = _may("reopen")
may_propose_row = _may("row")
may_write_as_reporter = (is_reporter & holds_key).named("may_write_as_reporter")
may_prove_words = (is_reporter & holds_key).named("may_prove_words")
may_ask_notice = (is_reporter & holds_key).named("may_ask_notice")
may_tidy_view = (is_reporter & holds_key).named("may_tidy_view")
_reads_row = is_on_duty & is_chosen_reader & reader_is_not_late
may_judge_row = _reads_row.named("may_judge_row")
may_approve_row = (_reads_row & row_in_state("approve")).named("may_approve_row")
may_send_back_row = (_reads_row & row_in_state("send_back")).named("may_send_back_row")
may_take_over = (is_command | is_coordinator).named("may_take_over")
may_forget = (is_job & is_closed).named("may_forget")
may_hold = _may("hold")
may_lift_hold = _may("lift_hold")
may_change_terms = _may("terms")
