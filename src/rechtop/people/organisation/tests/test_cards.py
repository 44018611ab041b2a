import datetime
import io

import pytest
from PIL import Image
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.organisation import operations, queries
from rechtop.people.organisation.models import Card, Duty, Kind

pytestmark = pytest.mark.django_db

TOLD = {"name": "C. Chen", "is_internal": True, "reach": "Bel mij"}


def photo(colour: str = "red") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 500), colour).save(written, "JPEG")
    return written.getvalue()


def shown() -> list[str]:
    return [card.name for card in queries.cards(clock.today())]


def carlas_card() -> Card:
    return Card.objects.get(person=person("carla"))


def test_the_example_shows_a_card_of_its_confidant() -> None:
    assert shown() == ["Carla Chen"]


def test_a_confidant_writes_their_own_card() -> None:
    operations.show_card(person("carla"), **TOLD, photo=photo(), by=acting("carla"))
    (card,) = queries.cards(clock.today())
    assert (card.name, card.reach) == ("C. Chen", "Bel mij")
    kept = queries.photo(card.pk)
    assert kept is not None
    assert Image.open(io.BytesIO(kept)).size == (320, 320)


@pytest.mark.parametrize("name", ["hanna", "fenna", "eva"])
def test_nobody_else_writes_a_card_not_even_the_administrator(name: str) -> None:
    other = acting(name)
    for doing in (
        lambda: operations.show_card(person("carla"), **TOLD, by=other),
        lambda: operations.show_card(person(name), **TOLD, by=other),
        lambda: operations.take_photo_away(carlas_card(), by=other),
        lambda: operations.take_card_down(carlas_card(), by=other),
    ):
        with pytest.raises(Refused, match="van een vertrouwenspersoon zelf"):
            doing()
    assert shown() == ["Carla Chen"]


def test_a_confidant_does_not_write_the_card_of_another() -> None:
    operations.give_duty(
        person("eva"), kind=Kind.CONFIDANT, from_date=clock.today(), by=acting("hanna")
    )
    with pytest.raises(Refused):
        operations.show_card(person("carla"), **TOLD, by=acting("eva"))


def test_what_is_no_photo_is_told_at_the_field_and_changes_nothing() -> None:
    with pytest.raises(Invalid) as told:
        operations.show_card(person("carla"), **TOLD, photo=b"geen foto", by=acting("carla"))
    assert list(told.value.message_dict) == ["photo"]
    assert shown() == ["Carla Chen"]


def test_without_a_new_photo_the_one_before_stays_until_it_is_taken_away() -> None:
    carla = acting("carla")
    operations.show_card(person("carla"), **TOLD, photo=photo(), by=carla)
    operations.show_card(person("carla"), **TOLD, by=carla)
    card = carlas_card()
    assert queries.photo(card.pk)
    operations.take_photo_away(card, by=carla)
    assert queries.photo(card.pk) is None
    assert bytes(carlas_card().photo or b"") == b""


def test_another_photo_has_another_mark() -> None:
    carla, marks = acting("carla"), set()
    for colour in ("red", "blue"):
        operations.show_card(person("carla"), **TOLD, photo=photo(colour), by=carla)
        (card,) = queries.cards(clock.today())
        marks.add(card.photo_mark)  # type: ignore[attr-defined]
    assert len(marks) == 2
    assert all(len(mark) == 8 for mark in marks)


def test_a_card_taken_down_is_gone_at_once_with_its_photo_and_can_be_shown_again() -> None:
    carla = acting("carla")
    card = operations.show_card(person("carla"), **TOLD, photo=photo(), by=carla)
    operations.take_card_down(card, by=carla)
    assert not shown()
    assert queries.photo(card.pk) is None
    operations.show_card(person("carla"), **TOLD, by=carla)
    assert shown() == ["C. Chen"]
    assert queries.photo(card.pk)


def test_a_card_and_its_photo_are_shown_only_while_the_duty_runs() -> None:
    card = operations.show_card(person("carla"), **TOLD, photo=photo(), by=acting("carla"))
    duty = Duty.objects.get(person=person("carla"), kind=Kind.CONFIDANT)
    operations.end_duty(duty, by=acting("hanna"))
    assert not shown()
    assert queries.photo(card.pk) is None


def test_the_card_of_who_can_no_longer_sign_in_is_not_shown() -> None:
    carla = person("carla")
    carla.is_active = False
    carla.save()
    assert not shown()


def test_cards_stand_in_the_order_of_names() -> None:
    for name in ("eva", "daan"):
        operations.give_duty(
            person(name), kind=Kind.CONFIDANT, from_date=clock.today(), by=acting("hanna")
        )
        operations.show_card(
            person(name), name=name, is_internal=False, reach="Mail mij", by=COMMAND
        )
    assert shown() == ["Carla Chen", "daan", "eva"]
    last_year = clock.today() - datetime.timedelta(days=400)
    assert queries.cards(last_year) == []


def test_the_first_page_names_the_same_confidants_as_their_cards() -> None:
    """Two ways to ask the same, one of them bare."""
    shown = [(card.name, card.is_internal) for card in queries.cards(clock.today())]
    assert shown
    assert [tuple(found) for found in queries.found_today()] == shown
    operations.take_card_down(queries.card_of(person("carla").pk), by=acting("carla"))
    assert queries.found_today() == queries.cards(clock.today()) == []
