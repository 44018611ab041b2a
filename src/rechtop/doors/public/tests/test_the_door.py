"""What comes in by the doors: from whom, for which host, how much, and readable or not."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

OURS, THEIRS = "http://testserver", "https://evil.example"
FORM = "/formulier/1/"


def strict() -> Client:
    """Give a browser whose forms are checked."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("path", [FORM, "/desk/aanmelden/", "/inzien/"])
@pytest.mark.parametrize("origin", [THEIRS, "null", "http://testserver.evil.example"])
def test_what_another_site_sends_is_refused_and_never_offered_again(path: str, origin: str) -> None:
    client = strict()
    response = client.post(
        path, {"what": "Wat een ander wil", "login": "x"}, headers={"Origin": origin}
    )
    said = response.content.decode()
    assert response.status_code == 403
    assert "Wat een ander wil" not in said
    assert "<form" not in said
    assert "csrfmiddlewaretoken" not in said
    assert not client.cookies


def test_without_a_word_of_where_it_came_from_nothing_is_offered_again() -> None:
    response = strict().post(FORM, {"what": "Wat een ander wil"})
    assert response.status_code == 403
    assert "<form" not in response.content.decode()


def test_a_form_of_ours_with_a_lost_cookie_is_offered_again_with_everything_in_sight() -> None:
    client = strict()
    typed = {"what": "Wat Anna schreef", "when": "In oktober", "password": "geheim-woord"}
    response = client.post(FORM, typed, headers={"Origin": OURS})
    said = response.content.decode()
    assert response.status_code == 403
    assert "Verstuur het nog een keer" in said
    in_sight = re.sub(r"<input[^>]*>", "", said)
    assert "Wat Anna schreef" in in_sight
    assert "In oktober" in in_sight
    assert "geheim-woord" not in said
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', said)[0]
    again = {"what": "Wat Anna schreef", "csrfmiddlewaretoken": token}
    assert client.post(FORM, again, headers={"Origin": OURS}).status_code == 302


def test_behind_a_proxy_that_speaks_https_our_own_forms_are_ours(settings) -> None:  # type: ignore[no-untyped-def]
    settings.CSRF_TRUSTED_ORIGINS = ["https://testserver"]
    client = strict()
    page = client.get(FORM).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    typed = {"what": "Wat Anna schreef", "csrfmiddlewaretoken": token}
    assert client.post(FORM, typed, headers={"Origin": "https://testserver"}).status_code == 302
