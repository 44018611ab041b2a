"""What journeys need: a real installation, a real browser, and the cast."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from tests.journeys.cast import Cast
from tests.journeys.installation import Installation

expect.set_options(timeout=20_000)
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Dealt(LoadScopeScheduling):
    """Give each process the same files every time.

    Files that share an installation can get in each other's way. Dealt out by who is free, they
    would do so on one machine and not on another.
    """

    def _split_scope(self, nodeid: str) -> str:
        return self._hand_of[nodeid.split("::")[0]]

    @cached_property
    def _hand_of(self) -> dict[str, str]:
        """Say which file goes to whom, by size: a long journey takes long. Roughly by size, so
        that a few words more in one file seldom give many others to another process.
        """
        loads, hands = [0] * self.numnodes, {}
        found = Path(__file__).parent.rglob("test_*.py")
        sizes = {path: path.stat().st_size // 2048 + 1 for path in found}
        for path, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])):
            hand = loads.index(min(loads))
            loads[hand] += size
            hands[path.relative_to(self.config.rootpath).as_posix()] = str(hand)
        return hands


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Dealt:
    """Deal the files out as above."""
    return Dealt(config, log)


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """Say of a journey that stranded where each page was."""
    report = yield
    if report.failed and call.when == "call":
        for context in item.funcargs.get("browser").contexts if "browser" in item.funcargs else []:
            for page in context.pages:
                report.sections.append((page.url, page.inner_text("body")[:2000]))
    return report


@pytest.fixture
def anna(browser: Browser, installation: Installation) -> Iterator[Page]:
    """Anna's browser: JavaScript off."""
    context = browser.new_context(java_script_enabled=False, base_url=installation.url)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def piet(browser: Browser, installation: Installation) -> Iterator[Page]:
    """The browser of a person concerned: JavaScript off, no account."""
    context = browser.new_context(java_script_enabled=False, base_url=installation.url)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def seeing(browser: Browser, installation: Installation) -> Iterator[Page]:
    """A browser in which pages can be looked at."""
    context = browser.new_context(base_url=installation.url)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def _contexts(browser: Browser, installation: Installation) -> Iterator[dict[str, BrowserContext]]:
    contexts: dict[str, BrowserContext] = {}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def cast(
    browser: Browser, installation: Installation, _contexts: dict[str, BrowserContext]
) -> Cast:
    """The cast: `cast("bram")` gives Bram's page, signed in and with the vault open."""
    return Cast(browser, installation, _contexts)
