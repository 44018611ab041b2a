"""Two who act in one investigation or its case at once hold what they need in one order."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from tests.people import acting, person
from tests.together import together

from rechtop.ground.kernel import words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.runs.models import Run
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.investigations import hearing, operations, queries, reporting
from rechtop.work.investigations.models import Investigation, PersonalDraft
from rechtop.work.investigations.states import Role
from rechtop.work.investigations.tests.test_deciding import (
    ORDER,
    again,
    asked,
    handled,
    running,
    signed,
)
from rechtop.work.investigations.tests.test_drafts import FOR_PIET, LATER, reader
from rechtop.work.investigations.tests.test_ending import closed
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import PARTS, conclude, final
from rechtop.work.investigations.tests.test_steps_of_the_case import under

pytestmark = pytest.mark.django_db

Does = Callable[[Investigation], Any]


def drafted() -> Investigation:
    """Let Piet read a draft and react to it, in a case that follows a procedure."""
    investigation, seven = running(under(handled())), words.draw()
    draft = send_draft(investigation, seven)
    reporting.react(draft, text="Nee.", by=reader(seven))
    return again(investigation)


def reported() -> Investigation:
    investigation = drafted()
    conclude(investigation, piet(investigation))
    final(investigation, "Haast.")
    return again(investigation)


def piet(investigation: Investigation) -> str:
    known = queries.opened(investigation, acting("ivo")).concerned()
    return known.pop() if known else heard(investigation)


def draft(investigation: Investigation) -> PersonalDraft:
    return queries.drafts_of(investigation)[0]


def send_draft(investigation: Investigation, seven: tuple[str, ...] = ()) -> PersonalDraft:
    return operations.send_draft(
        investigation,
        person=piet(investigation),
        parts=FOR_PIET,
        react_by=LATER,
        words=seven or words.draw(),
        by=acting("ivo"),
    )


def send_outcome(investigation: Investigation) -> PersonalDraft:
    return reporting.send_outcome(
        investigation,
        person=piet(investigation),
        parts=PARTS,
        words=words.draw(),
        by=acting("ivo"),
    )


def work_in(investigation: Investigation) -> None:
    reporting.work_in(draft(investigation), text="Verwerkt.", shown=1, by=acting("ivo"))


def share(investigation: Investigation) -> None:
    reporting.share_final(draft(investigation), parts=PARTS, by=acting("ivo"))


def name_eva(investigation: Investigation) -> None:
    hearing.name_person(
        investigation,
        name="Eva",
        role=Role.CONCERNED,
        about="",
        person=person("eva"),
        by=acting("ivo"),
    )


def order(investigation: Investigation) -> None:
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))


def decline(investigation: Investigation) -> None:
    operations.decline(investigation, reasons="Te licht.", message="Nee.", by=acting("gijs"))


def give_key(investigation: Investigation) -> None:
    operations.give_key(investigation, by=acting("gijs"))


def asked_under() -> Investigation:
    return asked(under(handled()))


def at_once(make: Callable[[], Investigation], first: Does, second: Does, then: Does) -> list[Any]:
    """Let someone do the second in an investigation while a colleague did the first, and does
    `then` once the other waits; give what came of both, or what was refused in words."""
    with together() as two:
        made = two.before(make)
        came = two.at_once(lambda: first(made), lambda: second(made), then=lambda: then(made))
    for one in came:
        if isinstance(one, Exception) and not isinstance(one, Invalid):
            raise one
    return [*came]


def see_that_both_are_done(
    make: Callable[[], Investigation], first: Does, second: Does, then: Does
) -> None:
    assert not any(isinstance(one, Exception) for one in at_once(make, first, second, then))


def hold_draft(investigation: Investigation) -> None:
    """Begin as each operation on a draft does."""
    PersonalDraft.objects.select_for_update().get(pk=draft(investigation).pk)


def hold_file(investigation: Investigation) -> None:
    """Begin as who opens every file of a case does."""
    files.open_file(investigation.case_id, acting("bram").keyring)


def open_every_file(investigation: Investigation) -> None:
    for number in case_queries.files_of(investigation.case):
        files.open_file(number, acting("bram").keyring)


def hold_case(investigation: Investigation) -> None:
    """Begin as who does something in the case does."""
    Case.objects.select_for_update().get(pk=investigation.case_id)


def take_step(investigation: Investigation) -> None:
    """Begin as who takes a step in the case does."""
    hold_case(investigation)
    Run.objects.select_for_update().get(subject_number=investigation.case_id)


def write_note(investigation: Investigation) -> None:
    cases.write_note(investigation.case, text="Gezien.", by=acting("bram"))


def test_who_sends_a_draft_anew_waits_for_who_works_the_reaction_in() -> None:
    see_that_both_are_done(drafted, hold_draft, send_draft, work_in)


def test_who_ends_it_waits_for_who_answers_a_draft_at_that_moment() -> None:
    seven = words.draw()

    def sent() -> Investigation:
        investigation = running(under(handled()))
        send_draft(investigation, seven)
        return again(investigation)

    def begin(investigation: Investigation) -> None:
        """Begin as who answers a draft does."""
        hold_draft(investigation)
        files.open_file(draft(investigation).file, reader(seven).keyring)

    def answer(investigation: Investigation) -> None:
        reporting.react(draft(investigation), text="Nee.", by=reader(seven))

    def finish(investigation: Investigation) -> None:
        operations.finish(investigation, reason="De politie pakt dit op.", by=acting("gijs"))

    see_that_both_are_done(sent, begin, finish, answer)


def test_nobody_gets_more_time_in_a_case_that_is_closed_at_that_moment() -> None:
    def give_more_time(investigation: Investigation) -> None:
        until = LATER + datetime.timedelta(days=7)
        sent = draft(investigation)
        reporting.give_more_time(sent, until=until, reason="Ziek.", by=acting("ivo"))

    def sent() -> Investigation:
        investigation = running(under(handled()))
        send_draft(investigation)
        return again(investigation)

    with together() as two:
        made = two.before(sent)
        came, told = two.at_once(lambda: closed(made.case), lambda: give_more_time(made))
        assert came is None
        assert isinstance(told, Refused)
        assert "afgesloten" in str(told)
        assert not deadlines.open_ones("case").filter(subject_number=made.case_id).exists()


def test_of_two_who_send_one_person_the_outcome_at_once_one_is_told() -> None:
    told, sent = at_once(reported, hold_draft, send_outcome, share)
    assert "Iemand werkt net aan het onderzoek." in str(told)
    assert isinstance(sent, PersonalDraft)


@pytest.mark.parametrize(("make", "does"), [(drafted, work_in), (reported, share)])
def test_who_works_on_a_draft_waits_for_who_opens_every_file_of_the_case(
    make: Callable[[], Investigation], does: Does
) -> None:
    see_that_both_are_done(make, hold_file, does, open_every_file)


@pytest.mark.parametrize(
    ("colleague", "make", "does"),
    [
        (hold_case, asked_under, decline),
        (hold_case, lambda: signed(under(handled())), give_key),
        (hold_case, drafted, name_eva),
        (hold_case, drafted, send_draft),
        (take_step, asked_under, order),
        (take_step, reported, share),
    ],
)
def test_who_acts_in_an_investigation_waits_for_who_acts_in_its_case(
    colleague: Does, make: Callable[[], Investigation], does: Does
) -> None:
    see_that_both_are_done(make, colleague, does, write_note)
