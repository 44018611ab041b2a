from __future__ import annotations

import datetime
import io
from collections.abc import Mapping

import openpyxl
import pytest
from django.urls import reverse
from tests.desk import at_desk, by_name
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation.models import Duty, Kind
from rechtop.people.reviews import operations, presenting, queries
from rechtop.people.reviews.models import Answer, Line, Review

pytestmark = pytest.mark.django_db

WITH_DUTIES = [member.first_name for member in CAST if member.duties]
REVIEWERS = ("fenna", "lotte", "mees")


@pytest.fixture
def review() -> Review:
    return operations.start(by=by_name("fenna"))


def answer(
    review: Review, about: str, by: str = "fenna", said: str = Answer.RIGHT, note: str = ""
) -> None:
    seen = queries.rights(review, [person(about)])[0]
    answers = {line.pk: (said, note) for line in seen.lines}
    operations.answer(
        review, person=person(about), answers=answers, shown=seen.mark, by=by_name(by)
    )


def answer_all(review: Review, **marked: tuple[str, str]) -> None:
    for name in WITH_DUTIES:
        answer(review, name, "mees" if name == "fenna" else "fenna", *marked.get(name, ("right",)))


def close(review: Review, by: str = "fenna", days: int = 300) -> None:
    day = clock.today() + datetime.timedelta(days=days)
    operations.close(review, next_due_on=day, by=by_name(by))
    review.refresh_from_db()


def test_the_list_holds_every_duty_of_everybody_with_keys_and_rosters(review: Review) -> None:
    listed = {one.duty.person.name.split()[0].casefold() for one in queries.lines(review)}
    assert listed == set(WITH_DUTIES)
    bram = queries.rights(review, [person("bram")])[0]
    assert [one.duty.kind for one in bram.lines] == [Kind.HANDLER]
    assert bram.keys == [("zaken", True)]
    assert bram.rosters == ["Het meldpunt"]
    assert "Vervangers, als er te weinig ontvangers overblijven" in (
        queries.rights(review, [person("ivo")])[0].rosters
    )


def test_the_coordinator_begins_and_closes_and_one_list_runs_at_a_time(review: Review) -> None:
    with pytest.raises(Invalid, match="loopt al"):
        operations.start(by=by_name("fenna"))
    for name in ("hanna", "bram", "mees", "gijs", "eva"):
        with pytest.raises(Refused):
            operations.start(by=by_name(name))
        with pytest.raises(Refused):
            close(review, by=name)


@pytest.mark.parametrize("name", REVIEWERS)
def test_nobody_confirms_their_own_rights(review: Review, name: str) -> None:
    with pytest.raises(Refused, match="een ander"):
        answer(review, name, by=name)
    assert not Line.objects.exclude(answer="").exists()


@pytest.mark.parametrize("name", ["hanna", "bram", "gijs", "carla", "eva"])
def test_only_who_looks_at_rights_confirms_them(review: Review, name: str) -> None:
    with pytest.raises(Refused):
        answer(review, "daan", by=name)


def test_what_is_confirmed_is_what_was_seen(review: Review) -> None:
    seen = queries.rights(review, [person("bram")])[0]
    tomorrow = clock.today() + datetime.timedelta(days=1)
    organisation.set_end(seen.lines[0].duty, until_date=tomorrow, by=acting("hanna"))
    with pytest.raises(Invalid, match="intussen veranderd"):
        operations.answer(
            review,
            person=person("bram"),
            answers={seen.lines[0].pk: (Answer.RIGHT, "")},
            shown=seen.mark,
            by=by_name("fenna"),
        )


@pytest.mark.parametrize("said", [Answer.REMOVE, Answer.CHANGE])
def test_what_must_go_or_change_says_why(review: Review, said: str) -> None:
    with pytest.raises(Invalid, match="Schrijf op"):
        answer(review, "daan", said=said)
    answer(review, "daan", said=said, note="Werkt hier niet meer.")
    assert queries.left_to_carry_out(review) == 1


def test_what_must_go_is_done_when_the_duty_ended_and_by_no_tick(review: Review) -> None:
    answer(review, "daan", said=Answer.REMOVE, note="Werkt hier niet meer.")
    duty = Duty.objects.get(person=person("daan"))
    organisation.set_end(
        duty, until_date=clock.today() + datetime.timedelta(days=5), by=acting("hanna")
    )
    assert queries.left_to_carry_out(review) == 1
    organisation.end_duty(duty, by=acting("hanna"))
    assert queries.left_to_carry_out(review) == 0
    line = queries.lines(review).get(duty=duty)
    assert presenting.standing(line, queries.done(review)) == ("beëindigd", "good")


def test_what_must_change_is_done_when_the_duty_got_another_day_to_end(review: Review) -> None:
    answer(review, "daan", said=Answer.CHANGE, note="Tot het einde van de maand.")
    assert queries.left_to_carry_out(review) == 1
    organisation.set_end(
        Duty.objects.get(person=person("daan")),
        until_date=clock.today() + datetime.timedelta(days=5),
        by=acting("hanna"),
    )
    assert queries.left_to_carry_out(review) == 0


def test_a_list_closes_when_everything_is_confirmed_or_carried_out(review: Review) -> None:
    with pytest.raises(Invalid, match="Nog niet alles"):
        close(review)
    answer_all(review, daan=(Answer.REMOVE, "Werkt hier niet meer."))
    with pytest.raises(Invalid, match="Nog niet alles"):
        close(review)
    organisation.end_duty(Duty.objects.get(person=person("daan")), by=acting("hanna"))
    close(review)
    count = len(WITH_DUTIES)
    assert (review.people, review.right, review.removed, review.changed) == (count, count - 1, 1, 0)
    assert (review.closed_by, review.closed_on) == (person("fenna"), clock.today())
    assert queries.lines(review).get(duty__person=person("daan")).done_on == clock.today()
    with pytest.raises(Refused, match="gesloten"):
        answer(review, "bram")
    with pytest.raises(Refused, match="gesloten"):
        close(review)


def test_a_duty_that_ended_by_itself_holds_nothing_up(review: Review) -> None:
    organisation.end_duty(Duty.objects.get(person=person("daan")), by=acting("hanna"))
    answer_all(review)
    close(review)
    assert review.ended_meanwhile == 1


@pytest.mark.parametrize("days", [0, -1, 367])
def test_the_next_time_is_within_a_year(review: Review, days: int) -> None:
    answer_all(review)
    with pytest.raises(Invalid, match="binnen een jaar"):
        close(review, days=days)


def test_it_is_due_a_year_after_the_authority_was_described_and_then_as_the_last_one_says() -> None:
    today = clock.today()
    assert queries.due_on() == queries.a_year_after(today)
    assert not queries.is_due()
    authority = people.authority()
    assert authority is not None
    authority.since_date = today - datetime.timedelta(days=400)
    authority.save()
    assert queries.is_due()
    for name, reads in (("fenna", True), ("hanna", True), ("bram", False)):
        told = at_desk(name).get(reverse("home:home")).content.decode()
        assert ("Eén keer per jaar loopt u na" in told) is reads
    review = operations.start(by=by_name("fenna"))
    assert not queries.is_due()
    answer_all(review)
    close(review, days=200)
    assert queries.due_on() == today + datetime.timedelta(days=200)


def test_a_leap_day_has_a_day_a_year_later() -> None:
    assert queries.a_year_after(datetime.date(2028, 2, 29)) == datetime.date(2029, 3, 1)


def test_the_trail_tells_of_each_step(review: Review) -> None:
    answer(review, "bram")
    told = Entry.objects.filter(object_kind="review").values_list("action", flat=True)
    assert set(told) == {"review.started", "review.answered"}


def test_the_pages_lead_from_the_list_to_the_report(review: Review) -> None:
    fenna = at_desk("fenna")
    page = reverse("reviews:review", args=[review.pk])
    told = fenna.get(page).content.decode()
    assert "Over uw eigen rechten zegt een ander of ze kloppen." in told
    assert (
        fenna.get(reverse("reviews:person", args=[review.pk, person("fenna").pk])).status_code
        == 404
    )
    about = reverse("reviews:person", args=[review.pk, person("daan").pk])
    [line] = queries.lines(review).filter(duty__person=person("daan"))
    asked = {"shown": queries.rights(review, [person("daan")])[0].mark}
    asked |= {f"answer_{line.pk}": "remove"}
    wrong = fenna.post(about, asked).content.decode()
    assert "Schrijf op wat er moet gebeuren." in wrong
    assert 'value="remove"' in wrong
    assert fenna.post(about, {**asked, f"note_{line.pk}": "Weg."})["Location"] == page
    hanna = at_desk("hanna")
    todo = hanna.get(f"{page}?wat=uitvoeren").content.decode()
    assert reverse("organisation:person", args=[person("daan").pk]) in todo
    assert "1 taak moet nog weg of anders" in hanna.get(reverse("home:home")).content.decode()


def test_the_report_stays_and_goes_as_a_worksheet(review: Review) -> None:
    answer_all(review, daan=(Answer.REMOVE, "=Werkt hier niet meer."))
    organisation.end_duty(Duty.objects.get(person=person("daan")), by=acting("hanna"))
    close(review)
    told = at_desk("mees").get(reverse("reviews:review", args=[review.pk])).content.decode()
    assert "Verslag: rechten nagelopen" in told
    assert all(member.name in told for member in CAST if member.duties)
    sheet = rows_of(at_desk("hanna").get(reverse("reviews:worksheet", args=[review.pk])).content)
    assert sheet["Daan Dekker"]["Wat moest er gebeuren"] == "=Werkt hier niet meer."
    assert sheet["Fenna de Vries"]["Door"] == "Mees Mulder"


def rows_of(content: bytes) -> Mapping[str, Mapping[str, object]]:
    rows = list(
        openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    )
    heading = [str(cell) for cell in rows[0]]
    return {str(row[0]): dict(zip(heading, row, strict=True)) for row in rows[1:]}


@pytest.mark.parametrize("name", ["bram", "gijs", "eva", "carla", "jet"])
def test_others_find_nothing_here(review: Review, name: str) -> None:
    client = at_desk(name)
    for page in ("overview", "review", "worksheet"):
        args = [] if page == "overview" else [review.pk]
        assert client.get(reverse(f"reviews:{page}", args=args)).status_code in (302, 404)
