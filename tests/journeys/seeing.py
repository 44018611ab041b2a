"""Look at a page as who would be shut out: with axe, on a narrow screen, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from playwright.sync_api import Page

# Everything WCAG 2.2 asks at A and AA, as far as a machine can see it.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_RUN = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: []})"
_VOWELS = re.compile(r"aai|ooi|oei|eeuw|ieuw|aa|ee|ie|oo|uu|oe|ei|ij|ou|au|ui|eu|[aeiouyà-ÿ]")


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def faults(page: Page, name: str) -> Iterator[str]:
    """Give what is wrong with a page for someone, one line each; `name` says which page."""
    page.wait_for_load_state()  # a click goes on as soon as the next page begins
    # The page itself may run no code of others; what a debugger runs is not asked.
    page.evaluate(_axe())
    for found in page.evaluate(_RUN, _TAGS)["violations"]:
        where = "; ".join(" ".join(map(str, node["target"])) for node in found["nodes"][:3])
        yield f"{name}: {found['id']}: {found['help']} ({where})"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        yield f"{name}: {wide} pixels too wide"
    if page.locator("h1").count() != 1:
        yield f"{name}: {page.locator('h1').count()} headings of the first level"
    if page.locator("script:not([src]), [style], [onclick]").count():
        yield f"{name}: code or style in the page"


def stiff(page: Page, name: str) -> Iterator[str]:
    """Say where the texts of a page are harder than B1: a Flesch-Douma of 60 or more."""
    page.wait_for_load_state()
    ease = flesch_douma(page.locator("main").inner_text())
    if ease < 60:
        yield f"{name}: reading ease {ease:.0f}"


def flesch_douma(text: str) -> float:
    """Give the reading ease of a Dutch text (Douma, 1960): 206.84 - 0.93 words per sentence
    - 77 syllables per word."""
    sentences = [s for s in re.split(r"[.!?:\n]+", text) if re.search(r"[a-z]{2}", s, re.I)]
    words = re.findall(r"[a-zà-ÿ]+", text.casefold())
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    return 206.84 - 0.93 * len(words) / len(sentences) - 77 * syllables / len(words)
