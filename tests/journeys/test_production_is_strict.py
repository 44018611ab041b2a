"""In production no example data is served, and nothing goes by plain http."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.journeys.installation import Installation

NOT_HERE = "Deze map bevat het voorbeeld. In productie draait Rechtop daar niet op."
ONION = "q2uftrjiuegl4ped.onion"


def in_production(installation: Installation, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={**installation.environment, "RECHTOP_PRODUCTION": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["serve", "clock", "init", "run", "example"])
def test_production_refuses_the_example_whatever_is_asked(
    installation: Installation, command: str
) -> None:
    done = in_production(installation, *installation.command(command))
    assert done.returncode != 0
    assert "roductie" in done.stderr
    if command in ("serve", "clock", "init"):
        assert NOT_HERE in done.stderr


def test_production_refuses_the_example_to_a_web_server_of_ones_own(
    installation: Installation,
) -> None:
    done = in_production(installation, sys.executable, "-c", "import rechtop.wsgi")
    assert done.returncode != 0
    assert NOT_HERE in done.stderr
    elsewhere = installation.python("-c", "import rechtop.wsgi; print('it loads')")
    assert "it loads" in elsewhere


@pytest.fixture(scope="module")
def real() -> Iterator[Installation]:
    made = Installation()
    made.environment |= {
        "RECHTOP_PRODUCTION": "1",
        "RECHTOP_HOSTS": "127.0.0.1",
        "RECHTOP_ONION": ONION,
    }
    made.rechtop("init")
    made.serve()
    yield made
    made.stop()


def ask(place: Installation, path: str, *, method: str = "GET", **headers: str):  # type: ignore[no-untyped-def]
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    return connection.getresponse()


@pytest.mark.parametrize("path", ["/", "/desk/aanmelden/", "/inzien/"])
def test_who_comes_by_plain_http_is_sent_to_https(real: Installation, path: str) -> None:
    answer = ask(real, path)
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://127.0.0.1:{real.port}{path}"
    assert not answer.headers["Set-Cookie"]


def test_a_proxy_that_says_https_is_answered_with_cookies_for_https_alone(
    real: Installation,
) -> None:
    for path in ("/inzien/", "/desk/aanmelden/"):
        answer = ask(real, path, X_Forwarded_Proto="https")
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"]
        assert all("; Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie"))


def test_a_form_that_came_by_the_proxy_is_taken(real: Installation) -> None:
    page = ask(real, "/inzien/", X_Forwarded_Proto="https")
    secret = page.read().decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    connection = http.client.HTTPConnection("127.0.0.1", real.port, timeout=20)
    headers = {
        "X-Forwarded-Proto": "https",
        "Origin": f"https://127.0.0.1:{real.port}",
        "Cookie": page.headers["Set-Cookie"].split(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/inzien/", f"csrfmiddlewaretoken={secret}&words=", headers)
    assert connection.getresponse().status == 200


def test_an_onion_address_is_answered_as_it_comes(real: Installation) -> None:
    assert ask(real, "/", Host=ONION).status == 200


def test_pages_of_the_reporter_tell_where_they_stand_in_the_tor_network(real: Installation) -> None:
    for path in ("/", "/veilig/", "/inzien/"):
        told = ask(real, path, X_Forwarded_Proto="https").headers
        assert told["Onion-Location"] == f"http://{ONION}{path}"
    assert not ask(real, "/inzien/?net=1", Host=ONION).headers["Onion-Location"], "we are there"
    assert not ask(real, "/desk/aanmelden/", X_Forwarded_Proto="https").headers["Onion-Location"]
    assert not ask(real, "/niets/", X_Forwarded_Proto="https").headers["Onion-Location"]


@pytest.mark.parametrize("path", ["/", "/veilig/", "/uitleg/", "/vertrouwenspersonen/", "/inzien/"])
def test_a_page_at_an_onion_address_leads_nowhere_else(real: Installation, path: str) -> None:
    answer = ask(real, path, Host=ONION)
    page = answer.read().decode()
    led_to = set(re.findall(r'(?:href|src|action)="(https?://[^"]*)"', page))
    assert led_to <= {"https://www.buienradar.nl/"}, "only quick leave goes out, when pressed"
    assert "127.0.0.1" not in page
    assert not answer.headers["Strict-Transport-Security"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "127.0.0.1" not in str(answer.headers)


def test_who_watches_the_server_needs_no_https(real: Installation) -> None:
    assert ask(real, "/leeft").status == 200


def test_the_header_of_the_proxy_can_be_named(real: Installation) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from rechtop import settings; print(settings.SECURE_PROXY_SSL_HEADER)",
        ],
        env={**os.environ, **real.environment, "RECHTOP_PROXY_HEADER": "X-Real-Proto"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "('HTTP_X_REAL_PROTO', 'https')"
