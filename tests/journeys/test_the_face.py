"""Pages are for everybody: light, 320 px wide, by keyboard, in plain words.

What axe finds, on these and all other pages, is asked in `test_nobody_is_shut_out.py`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation
from tests.journeys.reporting import newest_case, report
from tests.journeys.seeing import flesch_douma

PUBLIC = (
    "/",
    "/uitleg/",
    "/veilig/",
    "/vertrouwenspersonen/",
    "/formulier/1/",
    "/formulier/2/",
    "/formulier/3/",
    "/inzien/",
    "/bewijs/",
)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_fits_on_320_pixels(
    browser: Browser, installation: Installation, path: str
) -> None:
    context = browser.new_context(base_url=installation.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_asks_nobody_else_and_little_of_us(
    browser: Browser, installation: Installation, path: str
) -> None:
    context = browser.new_context(base_url=installation.url)
    page = context.new_page()
    asked: list[tuple[str, int]] = []
    page.on("response", lambda r: asked.append((r.url, len(r.body()))))
    page.goto(path, wait_until="networkidle")
    assert all(url.startswith(installation.url) for url, _size in asked)
    assert len(asked) <= 6
    assert sum(size for _url, size in asked) <= 60 * 1024
    assert page.locator("script, [style], [onclick]").count() == 0
    context.close()


def test_anna_reports_by_keyboard_alone(anna: Page) -> None:
    anna.goto("/formulier/1/")
    _tab_to(anna, "what")
    anna.keyboard.type("Er klopt iets niet met een factuur.")
    _press_enter_on(anna, "Verder", "Wie horen erbij?")
    _press_enter_on(anna, "Verder", "Uw naam en uw vraag")
    _tab_to(anna, "who_i_am")
    anna.keyboard.press("ArrowDown")
    _press_enter_on(anna, "Verder", "Lees na wat u schreef")
    _press_enter_on(anna, "Verstuur", "Dit zijn uw zeven woorden")


def _press_enter_on(page: Page, button: str, heading: str) -> None:
    """Press a button by the keyboard, and wait for the next page: a key goes on at once."""
    _tab_to_button(page, button)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=heading).wait_for()
    page.wait_for_load_state()


def _tab_to(page: Page, name: str) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.locator(f":focus[name={name}]").count():
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def _tab_to_button(page: Page, text: str) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.locator(f"button:focus:text-is('{text}')").count():
            return
    raise AssertionError(f"the keyboard does not reach {text}")


def test_quick_leave_is_in_view_on_every_reporters_page_even_after_scrolling(anna: Page) -> None:
    for path in PUBLIC:
        anna.goto(path)
        anna.keyboard.press("End")
        expect(anna.get_by_role("link", name="Snel weg")).to_be_in_viewport()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_texts_are_plain(anna: Page, path: str) -> None:
    """Flesch-Douma of 60 or more: language level B1."""
    anna.goto(path)
    text = anna.locator("main").inner_text()
    assert flesch_douma(text) >= 60, round(flesch_douma(text))


def test_the_measure_of_plainness_tells_plain_from_stiff() -> None:
    plain = "De kat zit op de mat. Hij is moe. Hij gaat slapen."
    stiff = (
        "Belanghebbenden dienen overeenkomstig de vigerende integriteitsregelingen onverwijld "
        "schriftelijke kennisgevingen te bewerkstelligen bij de verantwoordelijke functionaris."
    )
    assert flesch_douma(plain) > 90
    assert flesch_douma(stiff) < 20


@pytest.mark.parametrize("width", [320, 1280])
def test_desk_pages_fit_and_have_one_heading(anna: Page, cast: Cast, width: int) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.set_viewport_size({"width": width, "height": 800})
    for path in (
        "",
        "zaken/",
        "zaken/invoeren/",
        f"zaken/{number}/",
        f"zaken/{number}/afsluiten/",
        f"zaken/{number}/betrokkene/",
        f"zaken/{number}/rij/",
        "sleutels/",
        "wachtzin/wijzigen/",
    ):
        bram.goto(f"/desk/{path}")
        assert bram.evaluate("document.documentElement.scrollWidth") <= width, path
        assert bram.locator("h1").count() == 1, path
        assert bram.locator("script, [style], [onclick]").count() == 0
    bram.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("width", [320, 1280])
def test_desk_forms_fit_with_their_errors_each_of_which_can_be_told_apart(
    anna: Page, cast: Cast, width: int
) -> None:
    report(anna)
    bram = cast("bram")
    number = newest_case(bram)
    bram.set_viewport_size({"width": width, "height": 800})
    for path in ("zaken/invoeren/", f"zaken/{number}/afsluiten/", f"zaken/{number}/rij/"):
        bram.goto(f"/desk/{path}")
        for box in bram.get_by_label("Jaar").all():
            box.fill("26")
        bram.locator("main form button").last.click()
        expect(bram.get_by_role("alert")).to_be_visible()
        bram.wait_for_load_state()
        told = bram.get_by_role("alert").get_by_role("link").all_inner_texts()
        assert len(told) == len(set(told)) > 0, path
        assert bram.evaluate("document.documentElement.scrollWidth") <= width, path
    bram.set_viewport_size({"width": 1280, "height": 800})
