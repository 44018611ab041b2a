"""Who sees which gatherings, and what happens to what is typed about them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name
from tests.people import person

from rechtop.ground.kernel import clock
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import gone
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Placement
from rechtop.work.activities import operations, queries
from rechtop.work.activities.models import WHAT, Feed, Gathering, SignUp
from rechtop.work.activities.tests.samples import DAY, MONDAY, at, held, opened, planned

pytestmark = pytest.mark.django_db

TODAY = clock.today()
HOME = "/desk/activiteiten/"
MARCH = f"{HOME}kalender/2027/3/"
SENT = {
    "kind": "training",
    "title": "Training weerbaarheid",
    "form": "physical",
    "day_day": "8",
    "day_month": "3",
    "day_year": "2027",
}


@pytest.fixture(autouse=True)
def _on_monday() -> Iterator[None]:
    Gathering.objects.all().delete()  # those of the example
    Placement.objects.filter(from_date__gt=MONDAY).update(from_date=MONDAY)  # of later than March
    with at(MONDAY):
        yield


def page(one: Gathering, name: str = "") -> str:
    return f"{HOME}bijeenkomst/{one.pk}/{name}"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def errors(answer: Any) -> list[str]:
    return list(answer.context["form"].errors)


def test_everybody_sees_what_is_open_to_them_and_the_team_sees_everything() -> None:
    shut, free = planned(title="Netwerk van binnen"), opened(title="Vrije inloop")
    eva = at_desk("eva")
    for path in (HOME, MARCH):
        shown = text_of(eva, path)
        assert "Vrije inloop" in shown
        assert "Netwerk van binnen" not in shown
    assert "Meld mij aan" in text_of(eva, page(free))
    assert eva.get(page(shut)).status_code == 404
    for name in ("bram", "gijs", "jet"):
        client = at_desk(name)
        assert "Netwerk van binnen" in text_of(client, f"{HOME}2027/")
        assert "Netwerk van binnen" in text_of(client, MARCH)
        assert ("Verzet de bijeenkomst" in text_of(client, page(shut))) == (name == "bram")


@pytest.mark.parametrize("name", ["eva", "carla", "hanna", "gijs"])
def test_nobody_but_the_team_comes_at_what_the_team_does(name: str) -> None:
    one, client = opened(), at_desk(name)
    pages = ("wijzigen", "verzetten", "afzeggen", "plaatsen", "gehouden")
    for path in (f"{HOME}plannen/", f"{HOME}reeks/", *(page(one, f"{name}/") for name in pages)):
        assert client.get(path).status_code == 404, path
        assert client.post(path, SENT).status_code == 404, path
    assert client.post(page(one, "heropenen/")).status_code == 404
    is_reader = name == "gijs"
    for path in (f"{HOME}2027/", f"{HOME}2027/bereik/"):
        assert (client.get(path).status_code == 200) == is_reader, path


def test_who_changes_what_a_colleague_just_did_is_told_and_sees_it_first() -> None:
    one, fenna, bram = planned(), at_desk("fenna"), at_desk("bram")
    path = page(one, "wijzigen/")
    seen = {name: fenna.get(path).context["form"][name].value() for name in (*WHAT, "shown")}
    bram.post(path, {**seen, "title": "Training van Bram", "goal": "Oefenen"})
    answer = fenna.post(path, {**seen, "place": "Zaal 2"})
    told = answer.content.decode()
    assert errors(answer) == ["shown"]
    assert "Een collega heeft dit net veranderd" in told
    for theirs in ("Zo staat het er nu", "Training van Bram", "Oefenen"):
        assert theirs in told
    one.refresh_from_db()
    assert (one.title, one.place) == ("Training van Bram", "")
    again = answer.context["form"].data
    assert fenna.post(path, again).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.place) == ("Training weerbaarheid", "Zaal 2")


def test_who_moves_what_a_colleague_just_moved_is_told_to_which_day() -> None:
    one, fenna, bram = planned(), at_desk("fenna"), at_desk("bram")
    path = page(one, "verzetten/")
    shown = fenna.get(path).context["form"]["shown"].value()
    sent = {"day_month": "3", "day_year": "2027", "starts_at": "10.00", "shown": shown}
    bram.post(path, {**sent, "day_day": "9", "starts_at": "14.30"})
    answer = fenna.post(path, {**sent, "day_day": "10"})
    assert errors(answer) == ["shown"]
    for theirs in ("9 maart 2027", "14.30"):
        assert theirs in answer.content.decode()
    one.refresh_from_db()
    assert one.day == datetime.date(2027, 3, 9)
    fenna.post(path, answer.context["form"].data)
    one.refresh_from_db()
    assert (one.day, one.starts_at) == (datetime.date(2027, 3, 10), datetime.time(10))


def test_who_sets_the_sign_up_a_colleague_just_set_is_told_and_sees_it_first() -> None:
    one, fenna, bram = opened(places=10), at_desk("fenna"), at_desk("bram")
    path = page(one, "plaatsen/")
    shown = fenna.get(path).context["form"]["shown"].value()
    sent = {"takes_sign_ups": "on", "shown": shown}
    bram.post(path, {**sent, "places": "25"})
    answer = fenna.post(path, {**sent, "places": "12"})
    told = answer.content.decode()
    assert errors(answer) == ["shown"]
    for theirs in ("Een collega heeft dit net veranderd", "Zo staat het er nu", "25"):
        assert theirs in told
    one.refresh_from_db()
    assert one.places == 25
    assert fenna.post(path, answer.context["form"].data).status_code == 302
    one.refresh_from_db()
    assert one.places == 12


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("wijzigen", {"kind": "training", "title": "Van Bram", "form": "physical"}),
        (
            "verzetten",
            {"day_day": "9", "day_month": "3", "day_year": "2027", "starts_at": "10.00"},
        ),
        ("plaatsen", {"takes_sign_ups": "on", "places": "25"}),
    ],
)
def test_who_sends_a_change_twice_is_not_told_a_colleague_did_it_and_nobody_is_mailed_twice(
    name: str, typed: dict[str, str], settings: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    one, bram = opened(places=10), at_desk("bram")
    operations.sign_up(one, by=by_name("eva"))
    path, mails = page(one, f"{name}/"), Outgoing.objects.count()
    sent = {**typed, "shown": bram.get(path).context["form"]["shown"].value()}
    assert [bram.post(path, sent).status_code for _again in range(2)] == [302, 302]
    assert Outgoing.objects.count() - mails == (1 if name == "verzetten" else 0)


def test_one_signs_up_and_off_and_only_the_team_reads_who_did() -> None:
    one = opened(places=1)
    eva, daan = at_desk("eva"), at_desk("daan")
    assert "U bent aangemeld." in eva.post(page(one, "aanmelden/"), follow=True).content.decode()
    again = eva.post(page(one, "aanmelden/"), follow=True).content.decode()
    assert "U bent al aangemeld." in again
    full = daan.post(page(one, "aanmelden/"), follow=True).content.decode()
    assert "Alle plaatsen zijn bezet." in full
    assert "Eva Evers" not in full
    assert SignUp.objects.count() == 1
    assert "Eva Evers" in text_of(at_desk("fenna"), page(one))
    assert "Hier bent u aangemeld" in text_of(eva, HOME)
    eva.post(page(one, "afmelden/"))
    assert not SignUp.objects.exists()


def test_who_signed_up_still_sees_it_when_it_is_cancelled_or_closed() -> None:
    one = opened()
    operations.sign_up(one, by=by_name("eva"))
    operations.set_sign_up(one, takes_sign_ups=False, places=None, by=by_name("fenna"))
    operations.cancel(one, reason="De zaal is bezet", by=by_name("fenna"))
    assert "De zaal is bezet" in text_of(at_desk("eva"), page(one))
    assert at_desk("daan").get(page(one)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day_day": "31", "day_month": "2"}, "day"),
        ({"day_year": "1"}, "day"),
        ({"kind": ""}, "kind"),
        ({"kind": "netwerk"}, "network"),
        ({"starts_at": "25.00"}, "starts_at"),
        ({"starts_at": "12.00", "ends_at": "11:30"}, "ends_at"),
        ({"ends_at": "11:30"}, "starts_at"),
        ({"until_day_day": "7", "until_day_month": "3", "until_day_year": "2027"}, "until_day"),
        ({"title": "x" * 201}, "title"),
        ({"materials": "a\0b"}, "materials"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    typed: dict[str, str], field: str
) -> None:
    answer = at_desk("bram").post(f"{HOME}plannen/", {**SENT, **typed})
    assert answer.status_code == 200
    assert errors(answer) == [field]
    bound = answer.context["form"]
    assert {name: bound.data[name] for name in typed} == typed
    assert not Gathering.objects.exists()


def test_a_form_that_is_sent_twice_plans_one_gathering() -> None:
    bram = at_desk("bram")
    # What was sent is remembered for some days from now, and not from another day.
    token = bram.get(f"{HOME}plannen/").context["form"].initial["once"]
    with at(TODAY):
        for _again in range(2):
            assert bram.post(f"{HOME}plannen/", {**SENT, "once": token}).status_code == 302
    assert Gathering.objects.get().day == datetime.date(2027, 3, 8)


def test_a_series_is_planned_on_a_page_and_one_of_thousands_is_refused() -> None:
    bram = at_desk("bram")
    days = {"until_day": "1", "until_month": "3", "until_year": "2029"}
    told = bram.post(f"{HOME}reeks/", {**SENT, **days, "rhythm": "week"})
    assert errors(told) == ["until"]
    assert not Gathering.objects.exists()
    bram.post(f"{HOME}reeks/", {**SENT, **days, "rhythm": "half_year"})
    assert Gathering.objects.count() == 4


def test_who_was_there_is_typed_by_name_and_a_line_that_means_nobody_is_told() -> None:
    one, bram = opened(places=10), at_desk("bram")
    operations.sign_up(one, by=by_name("eva"))
    begun = bram.get(page(one, "gehouden/")).context["form"]
    assert begun.initial["people"] == "eva@voorbeeld.example"
    typed = {"reached": "6", "people": "eva@voorbeeld.example\r\nNiemand Bekend", "outcome": "Goed"}
    wrong = bram.post(page(one, "gehouden/"), typed)
    assert errors(wrong) == ["people"]
    assert "Niemand Bekend" in wrong.content.decode()
    assert errors(bram.post(page(one, "gehouden/"), {"reached": "zes"})) == ["reached"]
    assert errors(bram.post(page(one, "gehouden/"), {"reached": "9" * 30})) == ["reached"]
    bram.post(page(one, "gehouden/"), {**typed, "people": "Eva Evers\r\nDaan Dekker\r\nEva Evers"})
    one.refresh_from_db()
    assert (one.state, one.reached, one.outcome) == ("held", 6, "Goed")
    assert [there.person for there in queries.attendees(one)] == [person("daan"), person("eva")]


def test_coverage_has_its_table_and_worksheet() -> None:
    held(None, people=[person("eva")])
    gijs = at_desk("gijs")
    assert "Bureau Vergunningen" in text_of(gijs, f"{HOME}2027/bereik/")
    sheet = gijs.get(f"{HOME}2027/bereik/?als=xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    told = {row[0]: row[1] for row in book.active.iter_rows(values_only=True)}  # type: ignore[union-attr]
    assert told["Bureau Vergunningen"] == 1


def test_lists_ask_no_more_of_many_than_of_few() -> None:
    fenna = at_desk("fenna")

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            fenna.get(path)
        return len(found)

    opened()
    paths = (HOME, MARCH, f"{HOME}2027/")
    for path in paths:
        fenna.get(path)
    few = [asked(path) for path in paths]
    for number in range(6):
        opened(title=f"Nog {number}")
    assert [asked(path) for path in paths] == few


def calendar_of(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\r\n ", "")


def made(first_name: str) -> str:
    answer = at_desk(first_name).post(f"{HOME}adres/")
    return str(answer.context["made"]).removeprefix("http://testserver")


def test_a_calendar_at_a_secret_address_tells_days_and_places_and_no_names() -> None:
    one = opened(starts_at=datetime.time(10), ends_at=datetime.time(12), place="Zaal 3")
    planned(title="Netwerk van binnen")
    off = opened(title="Gaat niet door", day=MONDAY + DAY, until_day=MONDAY + 2 * DAY)
    operations.sign_up(one, by=by_name("eva"))
    operations.cancel(off, reason="Ziek", by=by_name("fenna"))
    found = calendar_of(made("eva"))
    assert "DTSTART:20270301T090000Z" in found
    assert "DTEND:20270301T110000Z" in found
    assert "LOCATION:Zaal 3" in found
    assert "SUMMARY:Training weerbaarheid (u bent aangemeld)" in found
    assert "DTEND;VALUE=DATE:20270304\r\nSUMMARY:Gaat niet door\r\nSTATUS:CANCELLED" in found
    assert "Netwerk van binnen" not in found
    of_team = calendar_of(made("fenna"))
    assert "Netwerk van binnen" in of_team
    assert not [name for name in Person.objects.values_list("name", flat=True) if name in of_team]


def test_an_address_that_was_renewed_taken_back_or_whose_owner_left_finds_nothing(
    django_capture_on_commit_callbacks: Any,
) -> None:
    first, second = made("eva"), made("eva")
    assert Client().get(first).status_code == 404
    kept = Feed.objects.get()
    assert bytes(kept.digest).hex() not in second
    with django_capture_on_commit_callbacks(execute=True):
        at_desk("eva").post(f"{HOME}adres/intrekken/")
    assert Client().get(second).status_code == 404
    kept.save()  # as a restore brings it back
    assert gone.is_gone(queries.TAKEN_BACK, bytes(kept.digest).hex())
    assert Client().get(second).status_code == 404
    third = made("daan")
    Person.objects.filter(pk=person("daan").pk).update(is_active=False)
    assert Client().get(third).status_code == 404
    assert Client().get("/activiteiten/onzin.ics").status_code == 404
