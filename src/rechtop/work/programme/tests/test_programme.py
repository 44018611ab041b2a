"""What the integrity team keeps of a year, and when it stops changing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import by_name
from tests.together import elsewhere, meanwhile

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.deliveries import queries as deliveries
from rechtop.tools.deliveries.queries import Changes
from rechtop.tools.figures import operations as figures
from rechtop.work.programme import operations, queries
from rechtop.work.programme.models import Activity, Advice, BibobCount, ReportText

pytestmark = pytest.mark.django_db

YEAR = 2021
ACTIVITY = {
    "kind": "dilemmaspel",
    "name": "Dilemmaspel",
    "meetings": 3,
    "participants": None,
    "remark": "",
}
ADVICE = {"number": "A1", "kind": "voorbeeld", "question": "Mag dit?", "advice": "Nee."}
BIBOB = {"fact": "onderzoeken", "relation": "", "count": 54}


def activity(**other: Any) -> Activity:
    return operations.keep_activity(year=YEAR, by=by_name("bram"), **{**ACTIVITY, **other})


def adopt(year: int) -> None:
    figures.adopt(year=year, told=[], by=by_name("gijs"))


def bring(model: Any, *records: dict[str, Any], delivery: int = YEAR) -> Changes:
    """Let an import bring records, and give what it said it would change."""
    key = {Activity: ("year", "name")}[model]
    changes = deliveries.compare(
        queries.taken_over(model), list(records), key=key, delivery=delivery
    )
    operations.take_over(model=model, changes=changes, delivery=delivery, by=COMMAND)
    return changes


def test_what_is_kept_comes_back_as_it_was_said_and_unknown_stays_unknown() -> None:
    kept = activity()
    operations.keep_bibob_count(year=YEAR, by=by_name("bram"), **{**BIBOB, "count": None})
    operations.keep_advice(year=YEAR, by=by_name("bram"), **ADVICE)
    kept.refresh_from_db()
    assert (kept.meetings, kept.participants, kept.delivery) == (3, None, None)
    assert queries.bibob(YEAR).get().count is None
    assert queries.advice(YEAR).get().advice == "Nee."


def test_every_change_stands_on_the_trail() -> None:
    kept = activity()
    operations.change(kept, by=by_name("fenna"), meetings=4)
    operations.take_away(kept, by=by_name("fenna"))
    told = Entry.objects.filter(object_kind="activity", object_number=kept.pk).order_by("pk")
    assert [entry.action for entry in told] == [
        "programme.activity_kept",
        "programme.changed",
        "programme.taken_away",
    ]
    assert not Activity.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("name", ["eva", "gijs", "jet", "carla", "hanna", "ivo"])
def test_only_the_integrity_team_keeps_and_changes(name: str) -> None:
    somebody, kept = by_name(name), activity()
    with pytest.raises(Refused, match="integriteitsteam"):
        operations.keep_activity(year=YEAR, by=somebody, **{**ACTIVITY, "name": "Iets anders"})
    with pytest.raises(Refused, match="integriteitsteam"):
        operations.change(kept, by=somebody, meetings=9)
    with pytest.raises(Refused, match="integriteitsteam"):
        operations.take_away(kept, by=somebody)


@pytest.mark.parametrize("name", ["Dilemmaspel", "DILEMMASPEL"])
def test_an_activity_is_not_kept_twice_however_it_is_written(name: str) -> None:
    activity()
    with pytest.raises(Invalid, match="staat er al") as refused:
        activity(name=name)
    assert list(refused.value.message_dict) == ["name"]
    assert operations.keep_activity(year=YEAR - 1, by=by_name("bram"), **ACTIVITY).pk


def test_a_record_is_not_changed_into_another_that_is_there() -> None:
    activity(name="Voorlichting")
    kept = activity()
    with pytest.raises(Invalid, match="staat er al"):
        operations.change(kept, by=by_name("bram"), name="voorlichting")
    kept.refresh_from_db()
    assert kept.name == "Dilemmaspel"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", "x" * 301, "300"),
        ("name", "", "leeg"),
        ("name", "a\0b", "teken"),
        ("remark", "a\0b", "teken"),
        ("remark", "x" * 501, "500"),
        ("meetings", -1, "0"),
        ("participants", 2**31, str(2**31 - 1)),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(field: str, value: Any, why: str) -> None:
    for operate in (
        lambda: activity(**{field: value}),
        lambda: operations.change(activity(name="Iets"), by=by_name("bram"), **{field: value}),
    ):
        with pytest.raises(Invalid, match=why) as refused:
            operate()
        assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("year", [1989, clock.today().year + 1])
def test_nothing_is_kept_of_a_year_that_cannot_be(year: int) -> None:
    with pytest.raises(Invalid, match="begonnen"):
        operations.keep_activity(year=year, by=by_name("bram"), **ACTIVITY)


def test_examples_of_advice_stand_in_the_order_of_their_numbers() -> None:
    for number in ("A10", "A9", "A1"):
        operations.keep_advice(year=YEAR, by=by_name("bram"), **{**ADVICE, "number": number})
    assert [one.number for one in queries.advice(YEAR)] == ["A1", "A9", "A10"]
    assert queries.next_advice_number(YEAR) == "A11"
    assert queries.next_advice_number(YEAR + 1) == "A1"


def test_nothing_of_an_adopted_year_changes() -> None:
    kept = [
        activity(),
        operations.keep_bibob_count(year=YEAR, by=by_name("bram"), **BIBOB),
        operations.keep_advice(year=YEAR, by=by_name("bram"), **ADVICE),
    ]
    adopt(YEAR)
    for record in kept:
        with pytest.raises(Refused, match="vastgesteld"):
            operations.take_away(record, by=by_name("bram"))
        with pytest.raises(Refused, match="vastgesteld"):
            operations.change(record, by=by_name("bram"))
    for operate in (
        lambda: activity(name="Nog iets"),
        lambda: operations.keep_bibob_count(year=YEAR, by=by_name("bram"), **BIBOB),
        lambda: operations.keep_advice(year=YEAR, by=by_name("bram"), **ADVICE),
        lambda: operations.write_text(year=YEAR, body="Iets", by=by_name("bram")),
    ):
        with pytest.raises(Refused, match="vastgesteld"):
            operate()


# Imports


def test_an_import_shows_before_it_puts_back_what_was_changed_by_hand() -> None:
    row = {"year": YEAR, **ACTIVITY}
    bring(Activity, row)
    operations.change(Activity.objects.get(), by=by_name("bram"), meetings=7)
    changes = bring(Activity, row)
    ((held, told),) = changes.changed
    assert deliveries.differences(held, told) == {"meetings": (7, 3)}
    kept = Activity.objects.get()
    assert (kept.meetings, kept.delivery) == (3, YEAR)


def test_an_import_takes_away_what_it_brought_but_never_what_was_changed_by_hand() -> None:
    rows = [{"year": YEAR, **ACTIVITY, "name": name} for name in ("Een", "Twee")]
    bring(Activity, *rows)
    operations.change(Activity.objects.get(name="Een"), by=by_name("bram"), meetings=7)
    bring(Activity)
    assert [one.name for one in queries.activities(YEAR)] == ["Een"]


def test_what_was_kept_by_hand_and_comes_by_import_is_one_record() -> None:
    kept = activity()
    changes = bring(Activity, {"year": YEAR, **ACTIVITY})
    assert changes.is_empty
    kept.refresh_from_db()
    assert kept.delivery == YEAR
    assert Activity.objects.count() == 1


def test_changing_nothing_leaves_a_record_to_its_delivery() -> None:
    bring(Activity, {"year": YEAR, **ACTIVITY})
    operations.change(Activity.objects.get(), by=by_name("bram"), **ACTIVITY)
    assert Activity.objects.get().delivery == YEAR


# The words before the figures


def written(body: str = "Het was een rustig jaar.") -> ReportText:
    return operations.write_text(year=YEAR, body=body, by=by_name("bram"))


def test_one_writes_the_words_and_another_adopts_them() -> None:
    text = written()
    with pytest.raises(Refused, match="schreef"):
        operations.adopt_text(text, by=by_name("bram"))
    with pytest.raises(Refused, match="behandelaar"):
        operations.adopt_text(text, by=by_name("jet"))
    operations.adopt_text(text, edition=1, by=by_name("gijs"))
    text.refresh_from_db()
    assert text.adopted_on == clock.today()
    with pytest.raises(Refused, match="al vastgesteld"):
        operations.adopt_text(text, by=by_name("fenna"))


def test_words_that_change_must_be_adopted_again() -> None:
    text = written()
    operations.adopt_text(text, by=by_name("gijs"))
    assert written("Het was een rustig jaar.").adopted_on
    assert written("Het was een druk jaar.").adopted_on is None


def test_nobody_adopts_what_they_did_not_read() -> None:
    text = written()
    written("Iets heel anders.")
    with pytest.raises(Invalid, match="veranderd"):
        operations.adopt_text(text, edition=1, by=by_name("gijs"))


def test_nobody_writes_over_what_they_did_not_read() -> None:
    operations.write_text(year=YEAR, body="Een", edition=0, by=by_name("bram"))
    with pytest.raises(Invalid, match="ander schreef"):
        operations.write_text(year=YEAR, body="Twee", edition=0, by=by_name("fenna"))
    assert queries.text(YEAR).body == "Een"  # type: ignore[union-attr]


@pytest.mark.parametrize("body", ["", "a\0b"])
def test_words_that_cannot_be_kept_are_told(body: str) -> None:
    with pytest.raises(Invalid) as refused:
        written(body)
    assert list(refused.value.message_dict) == ["body"]


# Two at the same moment


@pytest.fixture
def _nothing_is_left_of_another():  # type: ignore[no-untyped-def]
    """Throw away what another committed, outside the transaction of the test."""
    yield

    def forget() -> None:
        for model in (Activity, BibobCount, Advice, ReportText):
            model.objects.all().delete()

    elsewhere(forget)


@pytest.mark.usefixtures("_nothing_is_left_of_another")
def test_the_same_activity_kept_twice_at_once_is_told() -> None:
    with pytest.raises(Invalid, match="staat er al"):
        meanwhile(lambda: Activity.objects.create(year=YEAR, **ACTIVITY), activity)


@pytest.mark.usefixtures("_nothing_is_left_of_another")
def test_two_who_write_the_first_words_at_once_do_not_lose_one() -> None:
    other = {"year": YEAR, "body": "Van een ander", "author": 1}
    with pytest.raises(Invalid, match="ander schreef"):
        meanwhile(lambda: ReportText.objects.create(**other), written)


@pytest.mark.usefixtures("_nothing_is_left_of_another")
def test_an_import_that_meets_what_was_kept_meanwhile_says_so() -> None:
    row = {"year": YEAR, **ACTIVITY}
    with pytest.raises(Invalid, match="Intussen"):
        meanwhile(lambda: Activity.objects.create(**row), lambda: bring(Activity, row))
