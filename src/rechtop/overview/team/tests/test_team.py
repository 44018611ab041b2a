import datetime
import html
import re

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.overview.team import jobs, operations, queries
from rechtop.overview.team.models import Nudge
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case
from rechtop.work.cases.tests.test_positions import becomes_secretary, report_about, set_for

pytestmark = pytest.mark.django_db


def handled(by: str = "bram", days_ago: int = 0) -> Case:
    with clock.standing_at(clock.now() - datetime.timedelta(days=days_ago)):
        case = report()
        cases.assign(case, to=person(by), by=acting("bram"))
    case.refresh_from_db()
    return case


def load_of_bram() -> tuple[int, int]:
    own = (one for one in queries.loads(acting("fenna")) if one.handler == person("bram"))
    return next(((one.open, one.late) for one in own), (0, 0))


def test_the_load_of_each_handler_is_counted_over_the_cases_one_can_open() -> None:
    before = load_of_bram()
    handled(days_ago=10)
    handled()
    closed = handled(days_ago=3)
    assert load_of_bram() == (before[0] + 3, before[1] + 1)
    cases.name_person_concerned(
        closed, name="Fenna", description="", person=person("fenna"), by=acting("bram")
    )
    assert load_of_bram() == (before[0] + 2, before[1] + 1)


def test_what_nobody_handles_yet_or_any_more_is_counted_as_its_list_shows_it() -> None:
    report()
    handled()
    of_jet, closed = handled(), handled()
    ended = {"state": "closed", "conclusion": "solved"}
    ended |= {"closed_on": clock.today(), "closed_year": clock.today().year}
    Case.objects.filter(pk=closed.pk).update(handler=None, **ended)
    Case.objects.filter(pk=of_jet.pk).update(handler=person("jet"))  # who has no duty for cases
    fenna = acting("fenna")
    loads = queries.loads(fenna)
    counted = [one.open for one in loads if one.handler is None]
    window = with_open_vault("fenna")
    link = re.search(r'href="([^"]*handler=none[^"]*)"', window.get("/desk/team/").content.decode())
    assert link is not None
    shown = window.get(html.unescape(link[1])).content.decode()
    assert f"Aantal: {counted[0]}<" in shown
    assert person("jet") not in [one.handler for one in loads]


def test_open_cases_are_counted_by_age() -> None:
    before = [one.count for one in queries.ages(acting("fenna"))]
    handled(days_ago=7)
    handled(days_ago=8)
    handled(days_ago=400)
    after = [one.count for one in queries.ages(acting("fenna"))]
    assert [new - old for old, new in zip(before, after, strict=True)] == [1, 1, 0, 0, 0, 1]


def test_a_colleague_is_asked_once_a_day_by_a_mail_that_says_nothing() -> None:
    one, other = handled(days_ago=10), handled(days_ago=9)
    for case in (one, other, one):
        operations.nudge(case, by=acting("fenna"))
    assert Nudge.objects.count() == 2
    assert Outgoing.objects.count() == 1
    assert queries.nudges_for(acting("bram")).count() == 2


def test_nobody_is_asked_about_a_case_closed_for_them_or_their_own() -> None:
    case = handled(days_ago=10)
    with pytest.raises(Invalid, match="geen andere"):
        operations.nudge(case, by=acting("bram"))
    Case.objects.filter(pk=case.pk).update(handler=person("hanna"))
    with pytest.raises(Invalid, match="niet meer openen"):
        operations.nudge(case, by=acting("fenna"))
    with pytest.raises(Refused):
        operations.nudge(case, by=acting("eva"))
    assert not Outgoing.objects.exists()


def test_of_a_case_about_their_position_nobody_is_asked_and_nobody_asks() -> None:
    set_for("secretary", "bram", "ivo")
    case = report_about("secretary")
    cases.assign(case, to=person("fenna"), by=acting("bram"))
    becomes_secretary("fenna")
    with pytest.raises(Invalid, match="niet meer openen"):
        operations.nudge(case, by=acting("bram"))
    Case.objects.filter(pk=case.pk).update(handler=person("bram"))
    with pytest.raises(Refused):
        operations.nudge(case, by=acting("fenna"))
    assert not Nudge.objects.exists()


def test_what_was_asked_long_ago_is_cleared_away() -> None:
    with clock.standing_at(clock.now() - datetime.timedelta(days=40)):
        case = handled()
        operations.nudge(case, by=acting("fenna"))
    jobs.clear()
    assert not Nudge.objects.exists()
    operations.clear(by=JOB)


def test_late_work_of_colleagues_is_told_with_its_case() -> None:
    case = handled(days_ago=10)
    late = queries.with_cases(acting("fenna"), list(queries.late(acting("fenna"))))
    assert case in [found for _deadline, found, _is_asked in late]
    assert not queries.late(acting("bram")).filter(subject_number=case.pk).exists()


def test_late_work_of_who_handles_no_cases_any_more_is_asked_of_nobody() -> None:
    case = handled(days_ago=10)
    assert queries.late(acting("fenna")).filter(subject_number=case.pk).exists()
    Case.objects.filter(pk=case.pk).update(handler=person("jet"))  # who has no duty for cases
    assert not queries.late(acting("fenna")).filter(subject_number=case.pk).exists()
    waiting = case_queries.open_work_of(acting("fenna"))
    assert waiting.filter(subject_number=case.pk).exists()
