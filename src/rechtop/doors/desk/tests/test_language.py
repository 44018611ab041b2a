import datetime
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from tests.people import acting, report

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.ui import dutch, terms
from rechtop.work.cases import operations as cases

pytestmark = pytest.mark.django_db

SIGN_IN = "/desk/aanmelden/"


@pytest.fixture(autouse=True)
def _in_dutch_again() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next one sets its own, a test not."""
    yield
    translation.activate("nl")


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")


def language_of(client: Client, path: str) -> str:
    answer = client.get(path)
    return "en" if b'<html lang="en">' in answer.content else "nl"


def test_a_page_is_dutch_until_someone_chooses_english(client: Client) -> None:
    assert [language_of(client, path) for path in (SIGN_IN, "/", "/uitleg/")] == ["nl"] * 3
    assert language_of(client, "/en/uitleg/") == "en"
    assert language_of(client, "/uitleg/") == "nl"
    client.post("/desk/taal/", {"taal": "en", "terug": SIGN_IN})
    assert language_of(client, SIGN_IN) == "en"
    assert language_of(client, "/") == "nl"
    client.post("/desk/taal/", {"taal": "nl", "terug": SIGN_IN})
    assert language_of(client, SIGN_IN) == "nl"


def test_a_public_page_sets_no_cookie_for_its_language(client: Client) -> None:
    for path in ("/", "/en/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


@pytest.mark.parametrize("chosen", ["", "de", "xx", "en\0"])
def test_a_language_we_do_not_have_changes_nothing(client: Client, chosen: str) -> None:
    client.post("/desk/taal/", {"taal": chosen, "terug": SIGN_IN})
    assert language_of(client, SIGN_IN) == "nl"


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/desk/zaken/?state=closed", "/desk/zaken/?state=closed"),
        ("//elsewhere.example/desk/", "/desk/"),
        ("https://elsewhere.example/desk/", "/desk/"),
        ("/desk/\\elsewhere.example", "/desk/%5Celsewhere.example"),
        ("/uitleg/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_choosing_leads_back_to_a_page_of_the_desk_alone(
    client: Client, wanted: str, leads_to: str
) -> None:
    answer = client.post("/desk/taal/", {"taal": "en", "terug": wanted})
    assert (answer.status_code, answer["Location"]) == (302, leads_to)


def test_english_outlives_signing_in_and_out(client: Client) -> None:
    client.post("/desk/taal/", {"taal": "en", "terug": SIGN_IN})
    signs_in = {"login": "bram@voorbeeld.example", "password": "voorbeeld-bram-2021"}
    client.post(SIGN_IN, signs_in)
    assert client.session["_auth_user_id"]
    assert language_of(client, "/desk/tweede-stap/instellen/") == "en"
    client.post("/desk/afmelden/")
    assert "_auth_user_id" not in client.session
    assert language_of(client, SIGN_IN) == "en"


def test_a_refusal_is_read_in_the_language_of_who_is_refused() -> None:
    case = report()
    with translation.override("en"), pytest.raises(Refused) as refused:
        cases.write_note(case, text="x", by=acting("ivo"))
    assert str(refused.value) == "This case does not exist, or you cannot open it."
    assert str(refused.value.verdict.reason).startswith("Deze zaak bestaat niet")


def test_what_a_choice_is_called_follows_the_reader() -> None:
    case = report()
    with translation.override("en"):
        assert str(case.get_state_display()) == "Received"  # type: ignore[attr-defined]
    assert str(case.get_state_display()) == "Ontvangen"  # type: ignore[attr-defined]


def test_days_numbers_and_terms_are_written_the_english_way_in_english() -> None:
    date = datetime.date(2026, 11, 24)
    at = datetime.datetime(2026, 11, 24, 9, 5, tzinfo=datetime.UTC)
    told = dutch.day(date), dutch.moment(at), dutch.number(1234)
    assert told == ("24 november 2026", "24 november 2026, 10.05 uur", "1.234")
    with translation.override("en"):
        told = dutch.day(date), dutch.moment(at), dutch.number(1234)
        assert told == ("24 November 2026", "24 November 2026, 10:05", "1,234")
        due = date + datetime.timedelta(days=1)
        assert terms.term_text(due, None, date).text == "1 day left (25 November 2026)"
        assert terms.term_text(date, None, due).text == "1 day late (24 November 2026)"
