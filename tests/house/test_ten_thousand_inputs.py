"""Ten thousand odd inputs, over every address: whatever is sent, nothing breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rechtop.ground.kernel import words
from tests.desk import at_desk
from tests.house.test_who_opens_what import filled
from tests.people import report

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


def _addresses() -> Iterator[str]:
    yield from _walked(get_resolver().url_patterns, "")


def _walked(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern.url_patterns, path)
        elif "<path" not in path and "^" not in path:
            yield filled(path, pattern)


def _body(chance: random.Random, fields: dict[str, str]) -> bytes:
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(2_000))
    written = "&".join(f"{name}={value}" for name, value in fields.items())
    return written.encode("utf-8", "surrogateescape")


def _send(client: Client, chance: random.Random, path: str) -> HttpResponse:
    fields = {chance.choice(NAMES): chance.choice(ODD) for _unused in range(chance.randrange(5))}
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


def _stranger() -> Client:
    return Client(raise_request_exception=False)


def _reporter() -> Client:
    seven, anna = words.draw(), _stranger()
    report(seven=seven)
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna


def _handler() -> Client:
    bram = at_desk("bram")
    bram.raise_request_exception = False
    bram.post("/desk/kluis/", {"passphrase": "de kluis van bram in het voorbeeld"})
    return bram


def _administrator() -> Client:
    hanna = at_desk("hanna")
    hanna.raise_request_exception = False
    return hanna


@pytest.mark.parametrize("begin", [_stranger, _reporter, _handler, _administrator])
def test_no_odd_input_breaks_a_page(begin: object) -> None:
    chance, broken = random.Random(SEED), []
    client: Client = begin()  # type: ignore[operator]
    cookies = client.cookies.output()
    paths = list(_addresses())
    for _unused in range(EACH):
        path = chance.choice(paths)
        answer = _send(client, chance, path)
        if answer.status_code >= 500 and answer.status_code != 503:
            broken.append((path, answer.status_code, str(answer.request.get("REQUEST_METHOD"))))
        if client.cookies.output() != cookies and chance.random() < 0.05:
            client = begin()  # type: ignore[operator]
            cookies = client.cookies.output()
    assert not broken, sorted(set(broken))[:20]
