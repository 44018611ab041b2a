"""By when someone reacts to a draft stands among the terms of its case, and names nobody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from tests.desk import with_open_vault
from tests.people import acting, reporter

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Refused
from rechtop.overview.calendar import operations, queries
from rechtop.overview.home import queries as home
from rechtop.overview.team import queries as team
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import Deadline
from rechtop.work.cases import closing
from rechtop.work.cases.closing import Closing
from rechtop.work.intake import presenting as mailbox
from rechtop.work.investigations import operations as investigations
from rechtop.work.investigations import queries as own
from rechtop.work.investigations import reporting
from rechtop.work.investigations.models import REACTION_TERM, Investigation, PersonalDraft
from rechtop.work.investigations.tests.test_deciding import again, handled, running
from rechtop.work.investigations.tests.test_drafts import FOR_PIET, LATER, reader, sent
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_outcome import conclude, final

pytestmark = pytest.mark.django_db

A_DAY = datetime.timedelta(days=1)


def on(day: datetime.date) -> Any:
    return clock.standing_at(datetime.datetime.combine(day, datetime.time(12), clock.HERE))


def terms_of(investigation: Investigation) -> list[Deadline]:
    found = deadlines.of(investigation.case.ref).filter(rule__code=REACTION_TERM)
    return list(found.order_by("pk"))


def term_of(draft: PersonalDraft) -> Deadline:
    return Deadline.objects.get(rule__code=REACTION_TERM, part=draft.pk)


def closed(investigation: Investigation) -> None:
    told = Closing(
        True, True, ["improper-use"], "unfounded", [("none", False)], "secretary", "Niets.", "Geen."
    )
    case = investigation.case
    case.refresh_from_db()
    closing.close(
        case, closing=told, message="Zo liep het af.", regime="zakelijk", by=acting("bram")
    )
    case.refresh_from_db()


def test_the_term_of_a_draft_stands_wherever_terms_stand_and_names_nobody() -> None:
    Deadline.objects.all().delete()
    investigation = running()
    draft = sent(investigation, words.draw(), heard(investigation, "Piet Post"))
    term = term_of(draft)
    assert (term.starts_on, term.due_on, term.part) == (clock.today(), LATER, draft.pk)
    for name in ("bram", "gijs", "ivo"):
        assert term in queries.terms(acting(name))
    assert term in [one.deadline for one in home.waiting_for(acting("bram")).due]
    page = with_open_vault("bram").get(f"/desk/agenda/{LATER.year}/{LATER.month}/")
    assert "Reactie op een concept van het onderzoek" in page.content.decode()
    assert "Piet" not in page.content.decode()
    feed = f"/agenda/{operations.make_feed(language='nl', by=acting('bram'))}.ics"
    read = Client().get(feed).content.decode().replace("\r\n ", "")
    assert "Reactie op een concept" in read
    assert "Piet" not in read
    assert investigation.case.number not in read


def test_the_reporter_reads_nothing_of_a_draft_that_is_out() -> None:
    seven = words.draw()
    case = handled(seven=seven)
    investigation = running(case)
    sent(investigation, words.draw())
    assert terms_of(investigation)
    case.refresh_from_db()
    told = mailbox.mailbox(case, reporter(seven))
    assert told["deadlines"]
    assert "concept" not in str(told["deadlines"]).casefold()


def test_each_person_has_a_term_and_their_reaction_meets_that_one() -> None:
    investigation, piet, sanne = running(), words.draw(), words.draw()
    first = sent(investigation, piet, heard(investigation, "Piet Post"))
    second = sent(investigation, sanne, heard(investigation, "Sanne Smit"))
    reporting.react(first, text="Nee.", by=reader(piet))
    reporting.react(first, text="Echt niet.", by=reader(piet))
    assert term_of(first).met_on == clock.today()
    assert term_of(second).is_open


def test_a_new_draft_takes_the_term_of_the_one_before_it_away() -> None:
    investigation = running()
    who = heard(investigation)
    first = sent(investigation, words.draw(), who)
    second = sent(investigation, words.draw(), who)
    assert [one.part for one in terms_of(investigation)] == [second.pk]
    assert first.pk != second.pk


def test_a_term_that_passed_without_a_word_stays_in_sight_until_that_is_noted() -> None:
    investigation = running()
    draft = sent(investigation, words.draw())
    with pytest.raises(Refused, match="kan nog reageren"):
        reporting.note_no_reaction(draft, by=acting("bram"))
    with on(LATER):
        assert term_of(draft) not in queries.late(acting("bram"))
        with pytest.raises(Refused):
            reporting.note_no_reaction(draft, by=acting("bram"))
    with on(LATER + A_DAY):
        term = term_of(draft)
        assert term in queries.late(acting("bram"))
        assert term in team.late(acting("fenna"))
        due = [one for one in queries.to_remind(clock.today()) if one.deadline == term]
        assert acting("bram").number in queries.people_to_remind(due)
        with pytest.raises(Refused):
            reporting.note_no_reaction(draft, by=acting("eva"))
        reporting.note_no_reaction(draft, by=acting("bram"))
        term.refresh_from_db()
        assert term.dropped_on == clock.today()
        assert term not in queries.late(acting("bram"))
        draft.refresh_from_db()
        with pytest.raises(Refused):
            reporting.note_no_reaction(draft, by=acting("bram"))


def test_the_page_of_a_draft_says_that_it_passed_and_notes_it_with_one_click() -> None:
    investigation = running()
    draft = sent(investigation, words.draw())
    item = own.opened(investigation, acting("bram")).all("draft")[-1]
    page = f"/desk/onderzoeken/{investigation.number}/reactie/{item.id}/"
    button = "Leg vast dat er geen reactie kwam"
    assert button not in with_open_vault("bram").get(page).content.decode()
    with on(LATER + A_DAY):
        bram = with_open_vault("bram")
        shown = bram.get(page).content.decode()
        assert button in shown
        assert "termijn voorbij, geen reactie" in shown
        done = bram.post(f"{page}geen/", follow=True).content.decode()
        assert "Vastgelegd dat er geen reactie kwam." in done
        assert button not in done
        again_clicked = bram.post(f"{page}geen/", follow=True).content.decode()
        assert "dit is al afgehandeld" in again_clicked
    assert not term_of(draft).is_open


def test_a_reaction_that_comes_late_still_meets_what_was_let_go() -> None:
    investigation, seven = running(), words.draw()
    draft = sent(investigation, seven)
    with on(LATER + A_DAY):
        reporting.note_no_reaction(draft, by=acting("ivo"))
        draft.refresh_from_db()
        reporting.react(draft, text="Ik lag in het ziekenhuis.", by=reader(seven))
        term = term_of(draft)
        assert (term.met_on, term.dropped_on) == (clock.today(), None)


def test_a_final_report_and_an_end_leave_no_term_of_a_draft_behind() -> None:
    investigation = running()
    who = heard(investigation)
    conclude(investigation, who)
    sent(investigation, words.draw(), who)
    final(investigation, "Haast.")
    assert [one.is_open for one in terms_of(investigation)] == [False]
    stopped = running()
    sent(stopped, words.draw())
    investigations.finish(again(stopped), reason="De melding is ingetrokken.", by=acting("gijs"))
    assert [one.is_open for one in terms_of(stopped)] == [False]


def test_what_was_settled_before_a_case_closed_stays_settled_when_it_opens_again() -> None:
    investigation = running()
    settled = sent(investigation, words.draw(), heard(investigation, "Piet Post"))
    with on(LATER + A_DAY):
        reporting.note_no_reaction(settled, by=acting("bram"))
        waits = investigations.send_draft(
            again(investigation),
            person=heard(again(investigation), "Sanne Smit"),
            parts=FOR_PIET,
            react_by=LATER + 9 * A_DAY,
            words=words.draw(),
            by=acting("ivo"),
        )
    with on(LATER + 2 * A_DAY):
        closed(again(investigation))
        assert not term_of(waits).is_open
    with on(LATER + 3 * A_DAY):
        closing.reopen(again(investigation).case, reason="Toch nog iets.", by=acting("bram"))
    assert term_of(waits).is_open
    assert not term_of(settled).is_open
