import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, NOBODY, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import keyrings, notebooks
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.files import NoKey
from rechtop.ground.vault.models import KeyHolder, KeyPair, Sphere
from rechtop.overview.example.cast import CAST
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.tools.lists import queries as lists
from rechtop.tools.lists.models import Choice
from rechtop.work.confidants import account, operations, presenting, queries
from rechtop.work.confidants.models import Notebook, Release, Total
from rechtop.work.confidants.queries import Conversation

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 15, 30, tzinfo=datetime.UTC)
FIRST, LAST = datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)
SPRING = datetime.date(2025, 4, 2)
CANARY = "kanarie in een gesprek"


@pytest.fixture(autouse=True)
def _on_one_day() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def carla() -> Actor:
    return acting("carla")


def keep(carla: Actor, topic: str = "integriteit", on: datetime.date = SPRING) -> Conversation:
    """Let Carla keep a conversation, and give it as it is kept."""
    made = Conversation(topic, on, CANARY)
    operations.keep(made, by=carla)
    found = queries.notebook(carla).find(made.id)
    assert found is not None
    return found


def release(carla: Actor, *withheld: str) -> Release:
    """Let Carla look at 2025 and release it."""
    edition = queries.notebook(carla).edition
    return operations.release(edition=edition, first=FIRST, last=LAST, withheld=withheld, by=carla)


def totals(made: Release) -> dict[str, int | None]:
    return dict(Total.objects.filter(release=made).values_list("topic", "count"))


def figure(name: str, year: int = 2025) -> account.Figure:
    return next(one for one in account.figures(year) if one.name == f"gesprekken.{name}")


def destroy(carla: Actor, *numbers: str) -> None:
    operations.destroy(edition=queries.notebook(carla).edition, numbers=numbers, by=carla)


def test_conversations_are_read_newest_first_and_of_one_day_the_last_written_first(
    carla: Actor,
) -> None:
    early = keep(carla, on=datetime.date(2025, 1, 5))
    one, other = keep(carla), keep(carla)
    assert queries.notebook(carla).conversations == [other, one, early]


@pytest.mark.parametrize("name", [m.first_name for m in CAST if m.first_name != "carla"])
def test_nobody_else_keeps_reads_releases_or_destroys(carla: Actor, name: str) -> None:
    kept = keep(carla)
    other = acting(name)
    sealed = Notebook.objects.get(confidant=carla.number).sealed
    for doing in (
        lambda: operations.keep(replace(kept, notes="anders"), by=other),
        lambda: destroy_as(other, kept),
        lambda: operations.release(edition=None, first=FIRST, last=LAST, by=other),
        lambda: operations.begin_anew(by=other),
    ):
        with pytest.raises(Refused):
            doing()
    if other.keyring is not None:
        for sphere in Sphere:
            with pytest.raises(NoKey):
                notebooks.open_notebook(other.keyring, sphere, sealed)
    assert queries.notebook(carla).conversations == [kept]


def destroy_as(other: Actor, kept: Conversation) -> None:
    operations.destroy(edition=None, numbers=[kept.id], by=other)


@pytest.mark.parametrize("actor", [COMMAND, NOBODY])
def test_nobody_keeps_conversations_from_the_command_line_or_without_keys(actor: Actor) -> None:
    with pytest.raises(Refused):
        operations.keep(Conversation("integriteit", SPRING), by=actor)
    locked = replace(acting("carla"), keyring=None)
    with pytest.raises(Refused, match="Open eerst de kluis"):
        operations.keep(Conversation("integriteit", SPRING), by=locked)


def test_the_confidants_sphere_has_no_key_but_of_confidants(carla: Actor) -> None:
    holders = set(KeyPair.objects.filter(sphere=Sphere.CONFIDANTS).values_list("holder", flat=True))
    assert holders == {carla.holder}


def test_nothing_of_a_conversation_stands_in_clear_not_even_how_many_there_are(
    carla: Actor,
) -> None:
    keep(carla)
    sealed = bytes(Notebook.objects.get(confidant=carla.number).sealed)
    for word in (CANARY, "integriteit", "2025", "notes"):
        assert word.encode() not in sealed
    for _unused in range(40):
        keep(carla)
    assert len(Notebook.objects.get(confidant=carla.number).sealed) == len(sealed)
    assert Notebook.objects.count() == 1


def test_writing_leaves_no_line_and_releasing_and_destroying_tell_the_day_alone(
    carla: Actor,
) -> None:
    before = Entry.objects.count()
    kept = keep(carla)
    keep(carla, "discriminatie")
    operations.keep(replace(kept, notes="anders"), by=carla)
    assert Entry.objects.count() == before
    release(carla)
    destroy(carla, kept.id)
    lines = Entry.objects.order_by("pk")[before:]
    assert [line.action for line in lines] == [
        "confidant.totals_released",
        "confidant.notes_destroyed",
    ]
    assert {line.at for line in lines} == {clock.start_of_today()}
    assert {line.object_kind for line in lines} == {"release", ""}


def test_a_day_to_come_is_told_at_the_field(carla: Actor) -> None:
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Invalid) as told:
        operations.keep(Conversation("integriteit", tomorrow), by=carla)
    assert list(told.value.message_dict) == ["on"]


def test_a_window_with_an_older_version_does_not_overwrite_a_newer_one(carla: Actor) -> None:
    shown = keep(carla)
    operations.keep(replace(shown, notes="uit het ene venster"), by=carla)
    with pytest.raises(Invalid, match="ander venster"):
        operations.keep(replace(shown, notes="uit het andere venster"), by=carla)
    found = queries.notebook(carla).find(shown.id)
    assert found is not None
    assert found.notes == "uit het ene venster"
    operations.keep(replace(found, notes="beide gezien"), by=carla)
    assert [one.notes for one in queries.notebook(carla).conversations] == ["beide gezien"]


def test_windows_that_write_different_conversations_do_not_hinder_each_other(carla: Actor) -> None:
    one, other = keep(carla), keep(carla)
    operations.keep(replace(one, notes="een"), by=carla)
    operations.keep(replace(other, notes="ander"), by=carla)
    assert {c.notes for c in queries.notebook(carla).conversations} == {"een", "ander"}


def test_what_is_sent_twice_is_kept_once(carla: Actor) -> None:
    typed = Conversation("integriteit", SPRING, CANARY)
    operations.keep(typed, by=carla)
    operations.keep(typed, by=carla)
    assert len(queries.notebook(carla).conversations) == 1


def test_a_conversation_destroyed_in_another_window_does_not_come_back_unseen(
    carla: Actor,
) -> None:
    shown = keep(carla)
    destroy(carla, shown.id)
    with pytest.raises(Invalid, match="vernietigd"):
        operations.keep(replace(shown, notes="nog iets"), by=carla)
    assert not queries.notebook(carla).conversations
    operations.keep(replace(shown, notes="nog iets", version=""), by=carla)
    assert len(queries.notebook(carla).conversations) == 1


def test_what_is_destroyed_is_what_was_shown(carla: Actor) -> None:
    shown, seen_in = keep(carla), queries.notebook(carla).edition
    keep(carla)
    with pytest.raises(Invalid, match="Kijk nog een keer"):
        operations.destroy(edition=seen_in, numbers=[shown.id], by=carla)
    with pytest.raises(Invalid, match="niet meer"):
        destroy(carla, "geen gesprek")
    assert len(queries.notebook(carla).conversations) == 2


def test_another_passphrase_opens_the_same_notes(carla: Actor) -> None:
    keep(carla)
    holder = KeyHolder.objects.get(pk=carla.holder)
    old = next(m.passphrase for m in CAST if m.first_name == "carla")
    vault.change_passphrase(holder, old=old, new="een heel andere zin van Carla", by=carla)
    holder.refresh_from_db()
    again = replace(carla, keyring=keyrings.unlock(holder, "een heel andere zin van Carla"))
    assert queries.notebook(again).conversations[0].notes == CANARY


def with_new_keys() -> Actor:
    """Let Carla lose her duty and with it her keys, and get both anew."""
    hanna, carla = acting("hanna"), person("carla")
    organisation.end_duty(Duty.objects.get(person=carla, kind=Kind.CONFIDANT), by=hanna)
    organisation.give_duty(carla, kind=Kind.CONFIDANT, from_date=clock.today(), by=hanna)
    old = acting("eva")
    passphrase = "een nieuwe zin van Carla"
    vault.make_holder(
        bearer=carla.pk,
        passphrase=passphrase,
        spheres=["confidants"],
        by=replace(old, number=carla.pk),
    )
    holder = KeyHolder.objects.get(bearer=carla.pk, withdrawn_at=None)
    return replace(
        old,
        number=carla.pk,
        duties=frozenset({Kind.CONFIDANT}),
        holder=holder.pk,
        keyring=keyrings.unlock(holder, passphrase),
    )


def test_new_keys_do_not_open_old_notes_and_begin_an_empty_notebook(carla: Actor) -> None:
    keep(carla)
    made = release(carla)
    anew = with_new_keys()
    assert queries.has_key(anew)
    for doing in (
        lambda: queries.notebook(anew),
        lambda: operations.keep(Conversation("integriteit", SPRING), by=anew),
    ):
        with pytest.raises(NoKey):
            doing()
    operations.begin_anew(by=anew)
    assert queries.notebook(anew).conversations == []
    assert keep(anew)
    assert totals(made)["integriteit"] == 1


def test_a_notebook_that_opens_is_not_begun_anew(carla: Actor) -> None:
    keep(carla)
    with pytest.raises(Invalid, match="niets vernietigd"):
        operations.begin_anew(by=carla)
    assert queries.notebook(carla).conversations


def test_totals_are_counted_by_topic_of_the_period_alone(carla: Actor) -> None:
    for on in (FIRST, SPRING, LAST):
        keep(carla, on=on)
    for on in (datetime.date(2024, 12, 31), datetime.date(2026, 1, 1)):
        keep(carla, on=on)
    keep(carla, "discriminatie")
    assert totals(release(carla, "discriminatie")) == {
        "integriteit": 3,
        "discriminatie": None,
        "ongewenste-omgangsvormen": 0,
        "arbeidsconflict": 0,
        "onveiligheid": 0,
        "advies-algemeen": 0,
    }


def test_what_is_released_is_what_was_seen(carla: Actor) -> None:
    keep(carla)
    seen_in = queries.notebook(carla).edition
    keep(carla)
    with pytest.raises(Invalid, match="Kijk nog een keer"):
        operations.release(edition=seen_in, first=FIRST, last=LAST, by=carla)
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (SPRING, FIRST, "last"),
        (datetime.date(2024, 12, 1), SPRING, "last"),
        (datetime.date(2026, 11, 1), datetime.date(2026, 11, 24), "last"),
        (datetime.date(2026, 11, 1), datetime.date(2026, 12, 31), "last"),
    ],
)
def test_a_period_that_cannot_be_or_is_not_over_is_told_at_the_field(
    carla: Actor, first: datetime.date, last: datetime.date, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        operations.release(edition=None, first=first, last=last, by=carla)
    assert list(told.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("first", "last"),
    [(FIRST, LAST), (LAST, LAST), (FIRST, FIRST), (SPRING, SPRING)],
)
def test_no_day_is_released_twice(carla: Actor, first: datetime.date, last: datetime.date) -> None:
    release(carla)
    with pytest.raises(Invalid, match="al vrijgegeven"):
        operations.release(edition=None, first=first, last=last, by=carla)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            confidant_id=carla.number, from_date=first, last_date=last, released_on=clock.today()
        )


def test_the_days_beside_a_released_period_and_those_of_a_colleague_can_be_released(
    carla: Actor,
) -> None:
    release(carla)
    january = datetime.date(2026, 1, 1)
    operations.release(edition=None, first=january, last=january, by=carla)
    Release.objects.create(
        confidant=person("eva"), from_date=FIRST, last_date=LAST, released_on=clock.today()
    )
    assert Release.objects.count() == 3


def test_rewriting_adding_and_destroying_after_a_release_leave_the_totals_as_they_were(
    carla: Actor,
) -> None:
    kept = keep(carla)
    made = release(carla)
    before = totals(made)
    assert queries.is_released(carla, SPRING)
    operations.keep(replace(kept, topic="discriminatie"), by=carla)
    keep(carla)
    elsewhere = keep(carla, on=datetime.date(2026, 3, 1))
    operations.keep(replace(elsewhere, on=SPRING), by=carla)
    destroy(carla, *(one.id for one in queries.notebook(carla).conversations))
    assert totals(made) == before
    assert figure("integriteit").value == 1


def test_the_report_sees_a_withheld_topic_as_unknown_and_says_so(carla: Actor) -> None:
    for topic in ("integriteit", "integriteit", "discriminatie"):
        keep(carla, topic)
    release(carla, "discriminatie")
    assert figure("integriteit").value == 2
    assert figure("discriminatie").value is None
    assert figure("discriminatie").remarks == ("Een vertrouwenspersoon deelt dit aantal niet.",)
    assert figure("totaal").value == 2
    assert figure("totaal").remarks


def test_before_a_release_the_report_sees_nothing(carla: Actor) -> None:
    keep(carla)
    assert figure("integriteit").value is None
    assert 2025 not in account.years()


def leave_the_list(code: str, on: datetime.date) -> None:
    Choice.objects.filter(list="topic", code=code).update(valid_until=on)
    lists.forget()


@pytest.fixture
def _lists_read_again() -> Iterator[None]:
    yield
    lists.forget()


@pytest.mark.usefixtures("_lists_read_again")
def test_a_topic_that_left_the_list_stays_readable_and_counts(carla: Actor) -> None:
    keep(carla, "onveiligheid")
    leave_the_list("onveiligheid", datetime.date(2024, 6, 1))
    (row,) = presenting.rows(queries.notebook(carla).conversations, ())
    assert row.topic == "Onveiligheid"
    assert totals(release(carla))["onveiligheid"] == 1
    assert (figure("onveiligheid").value, figure("onveiligheid").label) == (1, "Onveiligheid")
    assert figure("totaal").value == 1


def test_small_totals_are_proposed_to_withhold_and_the_choice_is_hers(carla: Actor) -> None:
    for topic, times in (("integriteit", 4), ("discriminatie", 3), ("arbeidsconflict", 1)):
        for _unused in range(times):
            keep(carla, topic)
    opened = queries.notebook(carla)
    proposed = {one.code for one in presenting.totals(opened, FIRST, LAST) if one.is_withheld}
    assert proposed == {"discriminatie", "arbeidsconflict"}
    chosen = presenting.totals(opened, FIRST, LAST, ["integriteit"])
    assert {one.code for one in chosen if one.is_withheld} == {"integriteit"}


@pytest.mark.parametrize(
    ("today", "proposed"),
    [
        (
            datetime.date(2026, 11, 24),
            ["2026-07-01/2026-09-30", "2026-01-01/2026-06-30", "2025-01-01/2025-12-31"],
        ),
        (
            datetime.date(2026, 1, 1),
            ["2025-10-01/2025-12-31", "2025-07-01/2025-12-31", "2025-01-01/2025-12-31"],
        ),
        (
            datetime.date(2024, 5, 31),
            ["2024-01-01/2024-03-31", "2023-07-01/2023-12-31", "2023-01-01/2023-12-31"],
        ),
    ],
)
def test_the_last_quarter_half_year_and_year_that_are_over_are_proposed(
    today: datetime.date, proposed: list[str]
) -> None:
    noon = datetime.datetime.combine(today, datetime.time(12), datetime.UTC)
    with clock.standing_at(noon):
        assert [code for code, _label in presenting.proposals([])] == proposed
        some = [(today.replace(month=1, day=1), today)]
        left = [code for code in proposed if int(code[:4]) < today.year]
        assert [code for code, _label in presenting.proposals(some)] == left


def test_the_notes_of_released_periods_are_proposed_to_destroy(carla: Actor) -> None:
    keep(carla)
    keep(carla, on=datetime.date(2026, 2, 1))
    opened = queries.notebook(carla)
    assert presenting.periods_to_destroy(opened, queries.released_periods(carla)) == []
    release(carla)
    assert presenting.periods_to_destroy(opened, queries.released_periods(carla)) == [
        ("2025-01-01/2025-12-31", "1 januari tot en met 31 december 2025 (gesprekken: 1)")
    ]


@pytest.mark.parametrize(("asked", "shown"), [(1, 25), (2, 25), (3, 7), (99, 7)])
def test_a_long_list_is_paged_in_memory(asked: int, shown: int) -> None:
    many = [Conversation("integriteit", SPRING) for _unused in range(57)]
    page = presenting.page(many, asked, [])
    assert len(page.rows) == shown
    at = min(asked, 3)
    assert (page.previous, page.next) == (at - 1, at + 1 if at < 3 else 0)


def test_an_empty_list_has_one_page() -> None:
    assert presenting.page([], 1, []) == presenting.Page([], 0, 0)


def test_a_conversation_kept_once_more_after_it_was_destroyed_stays_and_bears_another_number(
    carla: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    first = Conversation("social", SPRING, "Eerst.")
    with django_capture_on_commit_callbacks(execute=True):
        operations.keep(first, by=carla)
        opened = queries.notebook(carla)
        operations.destroy(edition=opened.edition, numbers=[first.id], by=carla)
    again = replace(first, version="")
    for _twice in range(2):
        operations.keep(again, by=carla)
    (kept,) = queries.notebook(carla).conversations
    assert kept.notes == "Eerst."
    assert kept.id != first.id


def test_what_was_destroyed_is_never_shown_from_an_older_notebook_and_goes_at_first_sight(
    carla: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    stays, goes = Conversation("social", SPRING, "Blijft."), Conversation("social", SPRING, CANARY)
    for one in (stays, goes):
        operations.keep(one, by=carla)
    before = bytes(Notebook.objects.get(confidant=carla.number).sealed)
    with django_capture_on_commit_callbacks(execute=True):
        opened = queries.notebook(carla)
        operations.destroy(edition=opened.edition, numbers=[goes.id], by=carla)
    Notebook.objects.filter(confidant=carla.number).update(sealed=before)
    opened = queries.notebook(carla)
    assert [one.id for one in opened.conversations] == [stays.id]
    assert opened.has_what_went
    with_open_vault("carla").get("/desk/gesprekken/")
    sealed = bytes(Notebook.objects.get(confidant=carla.number).sealed)
    left = notebooks.open_notebook(carla.keyring, Sphere.CONFIDANTS, sealed)
    assert [one["id"] for one in left] == [stays.id]
    assert Entry.objects.filter(action="confidant.notes_destroyed_again").count() == 1
