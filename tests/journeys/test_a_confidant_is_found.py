"""Carla's card: written by herself, with a small photo, on the public page while her duty runs."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation

MEGABYTE = 1024 * 1024

FOUR = """
import os, sys, io, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from tests.journeys.test_a_confidant_is_found import portrait
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations
for number in range(3):
    person, _password = operations.add_person(
        name=f"Vertrouwenspersoon {number}", email=f"v{number}@voorbeeld.example", unit=None,
        by=COMMAND)
    operations.give_duty(person, kind="confidant", from_date=clock.today(), by=COMMAND)
    operations.show_card(person, name=f"Iemand {number}", is_internal=bool(number),
        reach="Bel 070 000 00 0%d." % number, photo=portrait(number), by=COMMAND)
"""

END = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "rechtop.settings"
django.setup()
from rechtop.ground.kernel.actors import COMMAND
from rechtop.people.organisation import operations
from rechtop.people.organisation.models import Duty
for duty in Duty.objects.filter(person__email__regex="^v[0-9]@", until_date=None):
    operations.end_duty(duty, by=COMMAND)
"""


def portrait(number: int = 0) -> bytes:
    """Draw someone, somewhat grainy as a camera does, with a place in it."""
    picture = Image.effect_noise((1200, 1600), 18).convert("RGB")
    drawn = ImageDraw.Draw(picture)
    drawn.ellipse((350, 250, 850, 850), fill=(235 - 20 * number, 200, 175))
    drawn.ellipse((150, 900, 1050, 2200), fill=(60, 70 + 30 * number, 90))
    carried = Image.Exif()
    carried[0x010F] = "Kanariecamera"
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=92, exif=carried)
    return written.getvalue()


def bomb() -> bytes:
    """Write a PNG of a few kilobytes that unpacks to ten gigabytes."""

    def part(name: bytes, held: bytes) -> bytes:
        whole = name + held
        return struct.pack(">I", len(held)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = part(b"IDAT", zlib.compress(bytes(MEGABYTE), 9))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + rows + part(b"IEND", b"")


def send_photo(page: Page, content: bytes) -> None:
    """Choose a photo on the card's form, and save the card."""
    page.goto("/desk/kaart/")
    page.get_by_label("Zo bereikt men u").fill("Bel 070 111 11 11.\nOok in de avond.")
    file = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": content}
    page.get_by_label("Een foto").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Bewaar mijn kaart").click()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (os.urandom(6 * MEGABYTE), "Dit bestand is te groot. Kies een bestand van hoogstens 5 MB."),
        (b"%PDF-1.7 geen foto", "Dit is geen foto die wij kunnen lezen."),
        (portrait()[:5000], "Dit is geen foto die wij kunnen lezen."),
        (bomb(), "Deze foto heeft te veel beeldpunten."),
        (b"", "leeg"),
    ],
    ids=["too large", "wrong type", "broken", "bomb", "empty"],
)
def test_what_cannot_be_a_photo_is_told_at_the_field_and_what_was_typed_stays(
    cast: Cast, content: bytes, told: str
) -> None:
    carla = cast("carla")
    send_photo(carla, content)
    expect(carla.locator(".utrecht-form-field-error-message")).to_contain_text(told)
    assert "Ook in de avond." in carla.get_by_label("Zo bereikt men u").input_value()
    assert carla.locator("img").count() == 0


def test_her_photo_stands_on_the_public_page_small_and_without_what_the_camera_wrote(
    cast: Cast, anna: Page, installation: Installation
) -> None:
    carla = cast("carla")
    send_photo(carla, portrait())
    expect(carla.get_by_text("Uw kaart staat op de openbare bladzijde.")).to_be_visible()
    anna.goto("/")
    expect(anna.get_by_role("heading", name="Praat met een vertrouwenspersoon")).to_be_visible()
    expect(anna.get_by_text("Carla Chen werkt hier")).to_be_visible()
    anna.get_by_role("link", name="Zo bereikt u een vertrouwenspersoon").click()
    expect(anna.get_by_text("Bel 070 111 11 11.")).to_be_visible()
    expect(anna.get_by_text("Intern: werkt hier")).to_be_visible()
    picture = anna.get_by_role("img", name="Foto van Carla Chen")
    answer = anna.context.request.get(str(picture.get_attribute("src")))
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert Image.open(io.BytesIO(answer.body())).size == (320, 320)
    assert b"Kanarie" not in answer.body()
    assert not list((installation.data / "tmp").glob("*upload*"))


@pytest.fixture
def four_confidants(installation: Installation) -> Iterator[None]:
    """Three more confidants beside Carla, each with a photo."""
    installation.python("-c", FOUR)
    yield
    installation.python("-c", END)


@pytest.mark.usefixtures("four_confidants")
def test_with_four_photos_the_first_page_stays_small_and_so_does_theirs(
    browser: Browser, installation: Installation
) -> None:
    sizes = {}
    for path in ("/", "/vertrouwenspersonen/"):
        context = browser.new_context(base_url=installation.url)
        page = context.new_page()
        asked: list[int] = []
        page.on("response", lambda r, asked=asked: asked.append(len(r.body())))
        page.goto(path, wait_until="networkidle")
        page.mouse.wheel(0, 4000)
        page.wait_for_load_state("networkidle")
        sizes[path] = (len(asked), sum(asked))
        context.close()
    assert sizes["/"][0] <= 6
    assert all(size <= 60 * 1024 for _count, size in sizes.values()), sizes
    assert sizes["/vertrouwenspersonen/"][0] <= 9


def test_a_confidant_whose_duty_ended_is_no_longer_there(anna: Page) -> None:
    anna.goto("/vertrouwenspersonen/")
    assert anna.locator(".rechtop-card").count() == 1


def test_she_takes_photo_and_card_away_and_nobody_finds_them(cast: Cast, anna: Page) -> None:
    carla = cast("carla")
    carla.goto("/desk/kaart/")
    address = str(carla.locator("img").get_attribute("src"))
    carla.get_by_text("Haal mijn foto weg").click()
    carla.get_by_role("button", name="Wis de foto").click()
    expect(carla.get_by_text("De foto is weg.")).to_be_visible()
    assert anna.context.request.get(address).status == 404
    carla.get_by_text("Haal mijn kaart weg").click()
    carla.get_by_role("button", name="Haal de kaart weg").click()
    expect(carla.get_by_text("niet te zien")).to_be_visible()
    anna.goto("/")
    expect(anna.get_by_role("heading", name="Liever eerst praten?")).to_be_visible()
    anna.goto("/vertrouwenspersonen/")
    expect(anna.get_by_text("Er staat hier nu niemand.")).to_be_visible()
    carla.get_by_role("button", name="Toon mijn kaart").click()
    expect(carla.get_by_text("openbaar", exact=True)).to_be_visible()


@pytest.mark.parametrize("name", ["hanna", "fenna", "eva"])
def test_nobody_else_has_a_card(cast: Cast, name: str) -> None:
    response = cast(name).goto("/desk/kaart/")
    assert response is not None
    assert response.status == 404
