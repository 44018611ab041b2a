"""Answer the questions of triage, follow what comes of them, and say which cases belong together.

No item in a file names another case: who holds the one may not know of the other. That two belong
together stands in the clear, and is shown to who holds keys to both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, rows
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.ground.vault import files
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import Part
from rechtop.ground.vault.proofs import Moment
from rechtop.people.organisation import queries as organisation
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import closing, dividing, giving, outside
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases import rules as case_rules
from rechtop.work.cases.closing import Closing, Told
from rechtop.work.cases.models import NONE, Case
from rechtop.work.cases.outside import NOTHING_TOLD, Outside
from rechtop.work.triage import queries, rules
from rechtop.work.triage.models import CaseLink, Forward, Question, Route
from rechtop.work.triage.rules import Proposal
from rechtop.work.triage.states import Answer, Bond, Outcome

_LANGUAGE_OF_RECORD = "nl"

_AND = "#"


@operation("triage.adopted", allowed=rules.may_adopt)
def adopt(
    *,
    questions: Sequence[Mapping[str, Any]],
    routes: Sequence[Mapping[str, Any]],
    by: Actor,
) -> None:
    """Take in questions and routes; one that is there already stays as it is."""
    for model, listed in ((Question, questions), (Route, routes)):
        for facts in listed:
            model.objects.get_or_create(
                code=facts["code"], valid_from=facts["valid_from"], defaults=dict(facts)
            )


@operation("triage.answered", allowed=rules.may_answer)
def answer(
    case: Case,
    *,
    answers: Mapping[str, str],
    notes: Mapping[str, str],
    types: Collection[str],
    shown: str,
    by: Actor,
) -> None:
    """Keep the answers to the questions in the file, beside those that were given before.

    `shown` is the last answering as it was read. Raises Invalid where a colleague answered since.
    """
    if NONE in types and len(types) > 1:
        raise Invalid(types=_("U koos ‘geen’ en ook een soort schending. Kies een van beide."))
    opened = files.open_file(case.pk, by.keyring)
    if queries.given(opened.items()).id != shown:
        raise Invalid(
            shown=_(
                "Een collega beantwoordde dit net ook. Kijk hieronder of uw antwoorden kloppen."
            )
        )
    asked = queries.questions()
    content = {
        "author": by.number,
        "answers": {
            one.code: {"answer": answers[one.code], "note": notes.get(one.code, "")}
            for one in asked
            if one.code in answers
        },
        "types": [*types],
        "text": _in_words(asked, answers, notes),
    }
    opened.write(Piece(Part.INNER, queries.TRIAGE, content))


def _in_words(
    asked: Sequence[Question], answers: Mapping[str, str], notes: Mapping[str, str]
) -> str:
    """Write the answers as they stay readable, also when a question is asked in other words."""
    with translation.override(_LANGUAGE_OF_RECORD):
        lines = [
            " ".join(
                filter(None, (str(one), f"{Answer(answers[one.code]).label}.", notes.get(one.code)))
            )
            for one in asked
            if one.code in answers
        ]
    return "\n".join(lines)


def proposal(given: queries.Given) -> Proposal:
    """Say what follows from what was answered, by the questions and routes in force today."""
    return rules.propose(queries.questions(), queries.routes(), given.answers, given.types)


@operation("triage.proposal_followed", allowed=rules.may_choose)
def follow(case: Case, *, shown: str, reason: str = "", by: Actor) -> None:
    """Register what triage proposes. `shown` is `as_shown` when its page was made; raises Invalid
    where the proposal or the version of its steps is another by now, and where a colleague
    registered something since.

    A case that goes through other steps leaves those with a reason, as in `register` of cases.
    """
    proposed = proposal(queries.given_in(case, by))
    seen, _between, stood = shown.partition(_AND)
    if _as_proposed(proposed, case) != seen or not proposed.regime:
        raise Invalid(shown=_("Het voorstel is intussen anders. Kijk wat er nu staat."))
    _register(case, proposed.regime, proposed.followed, reason, proposed, by, stood)


def as_shown(proposed: Proposal, case: Case) -> str:
    """Give a proposal and what is registered of the case as one text, to see whether both are
    still what was shown."""
    return f"{_as_proposed(proposed, case)}{_AND}{cases.as_registered(case)}"


def _as_proposed(proposed: Proposal, case: Case) -> str:
    """Say what is proposed, with the version of the steps the case would begin."""
    version = runs.elsewhere(case.ref, proposed.followed)
    return f"{proposed.mark()}|{version.pk if version else ''}"


def _register(
    case: Case,
    regime: str,
    steps: str,
    reason: str,
    found: Proposal,
    by: Actor,
    shown: str | None = None,
) -> None:
    cases.register(
        case,
        regime=regime,
        is_wrongdoing=found.holds(Outcome.WRONGDOING),
        is_union_law_breach=found.holds(Outcome.UNION_LAW),
        steps=steps,
        reason=reason,
        shown=shown,
        by=by,
    )


@operation("triage.chosen_otherwise", allowed=rules.may_choose)
def choose(
    case: Case, *, regime: str, steps: str, reason: str, by: Actor, shown: str | None = None
) -> None:
    """Register another procedure than triage proposes, with a reason that stays in the file.

    `shown` is what was registered as it was read, as in `register` of cases. The flags are what was
    answered: they do not depend on the procedure.
    """
    opened = files.open_file(case.pk, by.keyring)
    found = proposal(queries.given(opened.items()))
    opened.write(Piece(Part.INNER, "triage_choice", {"author": by.number, "text": reason}))
    _register(case, regime, steps, reason, found, by, shown)


@operation("triage.linked", allowed=rules.may_link)
def link(case: Case, *, number: str, by: Actor) -> CaseLink:
    """Say that another case, of which one holds the key as well, has to do with this one."""
    other = _other(case, number, by)
    first, second = sorted([case, other], key=lambda one: one.pk)
    return _join(first, second, Bond.RELATED, field="number")


@operation("triage.detriment_linked", allowed=rules.may_link_detriment)
def link_detriment(case: Case, *, first: int, by: Actor) -> None:
    """Say that a report that is received now tells of detriment after a first one.

    Its reporter had the mailbox of that one open, or told who handles it; by now nobody may be left
    who holds both.
    """
    CaseLink.objects.create(first_id=first, second=case, kind=Bond.DETRIMENT, on=clock.today())


@operation("triage.unlinked", allowed=rules.may_unlink)
def unlink(case: Case, *, number: str, by: Actor) -> None:
    """Take a link away again; what was merged or split stays linked."""
    other = _other(case, number, by)
    found = queries.link_between(case, other)
    if found is None or found.kind != Bond.RELATED:
        raise Invalid(number=_("Deze zaken zijn niet los te maken."))
    found.delete()


def _other(case: Case, number: str, by: Actor) -> Case:
    """Find the other case under lock, as far as this person holds its key. Raises Invalid.

    It does not wait for who works on that one: two who take the same two cases the other way round
    would wait for each other.
    """
    found = case_queries.case_to_open(number.strip().upper(), by)
    if found is None or not case_rules.handles_it(by, found):
        raise Invalid(number=_("Deze zaak kunt u niet openen, of zij bestaat niet."))
    if found.pk == case.pk:
        raise Invalid(number=_("Dit is deze zaak zelf. Vul een andere in."))
    with rows.not_waiting(
        number=_("Een collega werkt net aan die zaak. Probeer het zo nog een keer.")
    ):
        return Case.objects.select_for_update(nowait=True).get(pk=found.pk)


def _join(first: Case, second: Case, kind: Bond, *, field: str) -> CaseLink:
    known = queries.link_between(first, second)
    if known is not None and (known.kind != Bond.RELATED or kind == Bond.RELATED):
        raise Invalid(**{field: _("Deze zaken horen al bij elkaar.")})
    if known is not None:
        known.delete()
    return CaseLink.objects.create(first=first, second=second, kind=kind, on=clock.today())


@operation("triage.merged", allowed=rules.may_merge)
def merge(
    case: Case,
    *,
    number: str,
    types: Sequence[str],
    regime: str,
    message: str,
    told: Told,
    by: Actor,
) -> Case:
    """Let another case go on for this one, which closes with that conclusion; both stay counted.

    One holds both, and nobody for whom the one is closed may hold the other. Who handles the other
    gets the key of this one. Raises Invalid as closing does, where the other case is closed, and
    where who handles it may not have this one.
    """
    other = _other(case, number, by)
    if not case_rules.is_open(by, other):
        raise Invalid(number=_("Die zaak is afgesloten. Kies een zaak die nog loopt."))
    _see_that_nobody_is_shown_more(case, other, by)
    _let_handler_go_on(case, other, by)
    _join(other, case, Bond.MERGED, field="number")
    closing.close(
        case,
        closing=_merged(types),
        message=message,
        told=told,
        regime=regime or other.regime,
        moment=Moment.FEEDBACK,
        by=by,
    )
    return other


def _see_that_nobody_is_shown_more(case: Case, other: Case, by: Actor) -> None:
    """Refuse where whom the one is closed for holds the other: it would tell them of the first."""
    known = organisation.receivers().known
    both = [files.open_file(pk, by.keyring) for pk in sorted((case.pk, other.pk))]
    closed = case_queries.shut_out_of(both[0]) | case_queries.shut_out_of(both[1])
    if any(not closed.isdisjoint(one.people(known)) for one in both):
        raise Invalid(
            number=_(
                "Iemand kan de ene zaak openen en mag de andere niet zien. Leg in beide zaken "
                "dezelfde betrokkenen vast, of verbind de zaken alleen."
            )
        )


def _let_handler_go_on(case: Case, other: Case, by: Actor) -> None:
    """Give who handles the other case the key of this one and of what went into it, and let them
    know: what was written there counts from now on, and its reporters hear the outcome."""
    handler = other.handler
    if handler is None or handler.pk == by.number:
        return
    gone = rules.goes_along(case, by)
    queries.hold(gone, field="number")
    try:
        for one in (case, *gone):
            giving.give_to_handler(one, handler, by=by)
    except (files.NotVouched, files.Excluded) as error:
        raise Invalid(
            number=_(
                "Wie de andere zaak behandelt, kan deze niet krijgen. Kies daar eerst een andere "
                "behandelaar, of verbind de zaken alleen."
            )
        ) from error
    except files.NoKey as error:
        raise Invalid(
            number=_("U kunt niet elk deel van dit dossier openen. Laat een collega dit doen.")
        ) from error
    post.let_all_know([handler.email])


def _merged(types: Sequence[str]) -> Closing:
    with translation.override(_LANGUAGE_OF_RECORD):
        findings = _("Samengevoegd met een andere zaak, die verdergaat.")
    return Closing(
        is_admissible=None,
        is_investigated=False,
        types=types,
        conclusion=queries.MERGED,
        measures=[(NONE, False)],
        commissioner="",
        findings=findings,
        consequence="",
    )


@operation("triage.split", allowed=rules.may_split)
def split(
    case: Case,
    *,
    report: Mapping[str, str],
    about: Collection[int],
    positions: Collection[str] = (),
    message: str,
    told: Outside = NOTHING_TOLD,
    by: Actor,
) -> Case:
    """Make a case of its own of a part, with a sealed file of its own, and tell the reporter.

    It has the same day of receipt and channel, and the same people hold it but for whom it is about
    or for whom this case is closed; where it is about `positions`, those set for these do. The
    reporter hears of both in the mailbox of this one; of one without, `told` says how they heard,
    or why not. Raises Invalid where that lacks.
    """
    part = dividing.split_off(case, report=report, about=about, positions=positions, by=by)
    _tell(case, message, told, by)
    _join(case, part, Bond.SPLIT, field="what")
    return part


def _tell(case: Case, message: str, told: Outside, by: Actor) -> None:
    if not case.has_mailbox:
        outside.note(case, told, by=by)
    elif message:
        cases.write_to_reporter(case, text=message, is_feedback=False, by=by)
    else:
        raise Invalid(message=_("Vertel de melder wat u doet."))


@operation("triage.forwarded", allowed=rules.may_forward)
def forward(
    case: Case,
    *,
    authority: str,
    reason: str,
    message: str,
    told: Outside = NOTHING_TOLD,
    by: Actor,
) -> None:
    """Note that a case was forwarded to another authority, why, and tell the reporter; of one
    without a mailbox, `told` says how they heard, or why not.

    Sending is done outside Rechtop. Raises Invalid where it went there before.
    """
    _made, is_new = Forward.objects.get_or_create(
        case=case, authority=authority, defaults={"on": clock.today()}
    )
    if not is_new:
        raise Invalid(authority=_("Deze zaak ging daar al heen."))
    content = {"author": by.number, "text": reason, "authority": authority}
    files.open_file(case.pk, by.keyring).write(Piece(Part.INNER, "forwarded", content))
    _tell(case, message, told, by)
