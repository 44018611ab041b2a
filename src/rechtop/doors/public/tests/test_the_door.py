"""What comes in by the doors: from whom, for which host, how much, and readable or not."""

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client

from rechtop.work.intake.models import Draft

pytestmark = pytest.mark.django_db

OURS, THEIRS = "http://testserver", "https://evil.example"
FORM = "/formulier/1/"
PLAIN = "application/x-www-form-urlencoded"


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


HOSTS = ("evil.example", "127.0.0.1.evil.example", "a b")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", FORM, "/desk/", "/desk/aanmelden/", "/leeft", "/nergens/"])
def test_we_answer_for_our_own_host_names_alone(host: str, path: str) -> None:
    response = Client().get(path, HTTP_HOST=host)
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert Client().get(path).status_code != 400


class Unread(BytesIO):
    """A body nobody may read."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("path", [FORM, "/inzien/", "/desk/aanmelden/", "/desk/mensen/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", PLAIN])
def test_far_too_much_is_refused_before_it_is_read(path: str, kind: str) -> None:
    sent = {"wsgi.input": Unread(), "CONTENT_LENGTH": str(150_000_000), "CONTENT_TYPE": kind}
    response = Client().generic("POST", path, **sent)
    assert response.status_code == 413
    assert "Dit is te veel in één keer" in response.content.decode()


class Counted(BytesIO):
    """A body that is read in small pieces."""

    def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        assert 0 < size <= 64 * 1024
        return super().read(size)


def test_what_is_too_much_is_read_past_piece_by_piece_so_that_the_browser_hears_our_answer() -> (
    None
):
    body = Counted(bytes(5_000_000))
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "5000000", "CONTENT_TYPE": PLAIN}
    response = Client().generic("POST", FORM, **sent)
    assert response.status_code == 413
    assert body.tell() == 5_000_000


def test_a_length_that_is_no_number_is_refused() -> None:
    sent = {"CONTENT_LENGTH": "-1", "CONTENT_TYPE": PLAIN}
    assert Client().generic("POST", FORM, **sent).status_code == 400


@pytest.mark.parametrize("letter", ["x", "é"])
def test_a_text_that_is_too_long_is_answered_at_the_field_and_given_back(letter: str) -> None:
    text = letter * 300_000
    response = Client().post(FORM, urlencode({"what": text, "when": "In oktober"}), PLAIN)
    said = response.content.decode()
    assert response.status_code == 200
    assert "20000" in said or "20.000" in said
    assert text in said
    assert "In oktober" in said


def test_too_many_fields_get_a_clear_answer() -> None:
    fields = urlencode([("what", "een"), *((f"f{n}", "") for n in range(500))])
    response = Client().post(FORM, fields, PLAIN)
    assert response.status_code == 413
    assert "Dit is te veel in één keer" in response.content.decode()


@pytest.mark.parametrize("body", [b"what=caf%E9", b"what=caf\xe9", b"what=%ff", b"%80=x"])
def test_what_is_no_text_is_refused_and_not_stored_with_holes(body: bytes) -> None:
    response = Client().post(FORM, body, PLAIN)
    assert response.status_code == 400
    assert not Draft.objects.exists()


def test_every_letter_there_is_comes_in_whole() -> None:
    anna = Client()
    text = "café 𝄞 \u200d één → ‘aan’ �"
    anna.post(FORM, urlencode({"what": text}), PLAIN)
    assert text in anna.get(FORM).content.decode()


@pytest.mark.parametrize("path", ["/desk/zaken/%00/", "/%00", "/formulier/1/%00"])
def test_an_address_with_nothing_in_it_is_not_there(path: str) -> None:
    assert Client().get(path).status_code == 404
