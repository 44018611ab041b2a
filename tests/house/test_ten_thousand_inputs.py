"""Ten thousand odd inputs, over every address: whatever is sent, nothing breaks.

Half of the addresses are of records that are there. To half of these goes what the page itself
would send, often with one or two of its fields made odd.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.forms import BaseForm, Form
from django.http import HttpResponse
from django.test import Client

from rechtop.ground.kernel import clock
from tests.desk import at_desk, status_of, with_open_vault
from tests.house.arguments import NOT_MADE, addresses, filled_with
from tests.house.records import Made, make
from tests.house.test_who_opens_what import filled

pytestmark = pytest.mark.django_db

SEED = 20261125
EACH = 2_500

ODD = [
    "",
    " ",
    "\0",
    "é" * 300,
    "<script>alert(1)</script>",
    "'; DROP TABLE cases_case; --",
    "../../etc/passwd",
    "%00%ff",
    "{{ 7 * 7 }}",
    "9" * 40,
    "-1",
    "1e309",
    "NaN",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202e\u0000\uffff",
    "a" * 30_000,
    "2026-13-45",
    "0000-0000",
    "true",
    "[]",
    "null",
]
NAMES = [
    "what",
    "when",
    "where",
    "who",
    "who_knows",
    "about",
    "positions",
    "who_i_am",
    "name",
    "reach",
    "asks",
    "words",
    "text",
    "taal",
    "once",
    "asked",
    "away",
    "address",
    "na",
    "voor",
    "order",
    "state",
    "regime",
    "received_year",
    "handler",
    "tray",
    "meer",
    "code",
    "number",
    "credential",
    "shown",
    "members",
    "to",
    "message",
    "on_day",
    "on_month",
    "on_year",
    "reader",
    "answer",
    "remark",
    "reason",
    "from_date",
    "until_date",
    "action",
    "result",
    "file",
    "copy",
    "page",
    "position",
    "share_1",
    "share_2",
    "officers",
    "needed",
    "instead",
    "holders",
    "receiver",
    "csrfmiddlewaretoken",
    "next",
    "email",
]
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=grens",
    "multipart/form-data",
    "application/json",
    "text/plain; charset=utf-99",
    "application/octet-stream",
)


def _field_names() -> list[str]:
    """Give the names that pages read by themselves, and those of every form there is."""
    list(addresses())  # takes in every room, and so every form
    named, waiting = set(NAMES), [Form]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if issubclass(form, BaseForm) and form.__module__.startswith("rechtop."):
            named |= {*form.base_fields}
    return sorted(named)


def _body(chance: random.Random, fields: dict[str, str]) -> bytes:
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(2_000))
    written = "&".join(f"{name}={value}" for name, value in fields.items())
    return written.encode("utf-8", "surrogateescape")


def _send(client: Client, chance: random.Random, path: str, names: list[str]) -> HttpResponse:
    fields = {chance.choice(names): chance.choice(ODD) for _unused in range(chance.randrange(5))}
    if chance.random() < 0.4:
        return client.get(path, fields)
    if chance.random() < 0.5:
        return client.post(path, fields)
    verb = chance.choice(("POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "ONZIN"))
    body, kind = _body(chance, fields), chance.choice(KINDS)
    odd = {"HTTP_ORIGIN": chance.choice(("null", "http://ergens", "\x7f"))}
    if chance.random() < 0.2:
        odd["CONTENT_LENGTH"] = chance.choice(("", "-1", "x", "999999999999"))
    return client.generic(verb, path, body, content_type=kind, **odd)


_INPUT = re.compile(r"<(?:input|button)\b([^>]*)>")
_SELECT = re.compile(r'<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_TEXT = re.compile(r'<textarea\b[^>]*\bname="([^"]+)"')
_VALUE = re.compile(r'\bvalue="([^"]+)"')
_NAMED = re.compile(r'\bname="([^"]+)"')
_DAY = {"day": "1", "month": "12", "year": str(clock.today().year + 1)}


def _as_shown(page: str) -> dict[str, str]:
    """Give the fields of the forms on a page, each with something that could be meant."""
    fields = dict.fromkeys(_TEXT.findall(page), "Een tekst")
    for attributes in _INPUT.findall(page):
        if named := _NAMED.search(attributes):
            value, last = _VALUE.search(attributes), named[1].rpartition("_")[2]
            fields[named[1]] = unescape(value[1]) if value else _DAY.get(last, "3 dingen")
    for name, options in _SELECT.findall(page):
        offered = _VALUE.findall(options)
        fields[name] = unescape(offered[-1]) if offered else ""
    return fields


def _send_as_shown(client: Client, chance: random.Random, path: str) -> HttpResponse:
    """Send what a page asks for, with none, one or two of its fields made odd."""
    page = client.get(path)
    if page.status_code != 200 or page.streaming:
        return client.post(path)
    fields = _as_shown(page.content.decode("utf-8", "replace"))
    for name in chance.sample(sorted(fields), min(len(fields), chance.randrange(3))):
        fields[name] = chance.choice(ODD)
    return client.post(path, fields)


Begin = Callable[[], Client]


def _stranger(_made: Made) -> list[Begin]:
    return [Client]


def _reporter(made: Made) -> list[Begin]:
    def anna() -> Client:
        browser = Client()
        browser.post("/inzien/", {"words": " ".join(made["words"])})
        return browser

    def piet() -> Client:
        browser = Client()
        browser.post("/brief/", {"words": " ".join(made["letter_words"])})
        return browser

    return [anna, anna, piet]


def _handler(_made: Made) -> list[Begin]:
    names = ("bram", "fenna", "gijs", "ivo", "carla", "kees")
    return [lambda name=name: with_open_vault(name) for name in names]  # type: ignore[misc]


def _administrator(_made: Made) -> list[Begin]:
    names = ("hanna", "lotte", "mees", "daan", "jet", "eva")
    return [lambda name=name: at_desk(name) for name in names]  # type: ignore[misc]


class Window:
    """A browser of someone, which begins anew now and then when they were sent away."""

    def __init__(self, begin: Begin) -> None:
        self.begin = begin
        self.open()

    def open(self) -> None:
        self.client = self.begin()
        self.client.raise_request_exception = False
        self.cookies = self.client.cookies.output()

    def open_again_perhaps(self, chance: random.Random) -> None:
        if self.client.cookies.output() != self.cookies and chance.random() < 0.1:
            self.open()


def _paths(made: Made) -> Iterator[tuple[str, str]]:
    """Give every address twice: of what is there, and of what is not."""
    for path, pattern in addresses():
        nowhere = filled(path, pattern)
        yield (nowhere if path in NOT_MADE else filled_with(made, path, pattern)), nowhere


@pytest.mark.parametrize("begin", [_stranger, _reporter, _handler, _administrator])
def test_no_odd_input_breaks_a_page(begin: Callable[[Made], list[Begin]]) -> None:
    chance, broken, made, names = random.Random(SEED), [], make(), _field_names()
    windows = [Window(one) for one in begin(made)]
    paths, places = list(_paths(made)), []
    if begin in (_stranger, _reporter):  # to whom the desk is one closed door
        paths = [one for one in paths if not one[0].startswith("/desk/") or chance.random() < 0.2]
    for _unused in range(EACH):
        window, (there, nowhere) = chance.choice(windows), chance.choice(paths)
        path = there if chance.random() < 0.5 else nowhere
        if path == there and chance.random() < 0.5:
            answer = _send_as_shown(window.client, chance, path)
        else:
            answer = _send(window.client, chance, path, names)
        status = status_of(answer)
        places.append(path == there and status != 404)
        if status >= 500 and status != 503:
            broken.append((path, status, str(answer.request.get("REQUEST_METHOD"))))
        window.open_again_perhaps(chance)
    assert not broken, sorted(set(broken))[:20]
    assert sum(places) > EACH / 10, "too few of these were of something that is there"
