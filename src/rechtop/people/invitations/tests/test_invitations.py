"""Who has no sign-in is invited by mail and chooses a password, once, in time; who will open files
gets it in person.
"""

from __future__ import annotations

import csv
import datetime
import io
import logging
import re
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.days import days_on
from tests.desk import at_desk
from tests.people import acting

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import jobs
from rechtop.ground.post.models import Outgoing
from rechtop.people.identity.models import Person
from rechtop.people.invitations import commands, links, operations, queries
from rechtop.people.invitations.models import Arrangement, Invitation
from rechtop.people.invitations.queries import ALL, Wanted
from rechtop.people.invitations.views.coming import COOKIE
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Kind
from rechtop.people.personnel import cast, imports
from rechtop.people.personnel import operations as personnel

pytestmark = pytest.mark.django_db

TODAY = clock.today()
A_DAY = datetime.timedelta(days=1)
PASSWORD = "een-heel-eigen-woord"
HEADING = ";".join(cast.HEADING)
ADDRESS = links.address_from("https://rechtop.example")


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "post.example"
    settings.DEFAULT_FROM_EMAIL = "post@overheid.example"


def bring(*rows: str) -> None:
    read = imports.read("mensen.csv", "\n".join([HEADING, *rows]).encode())
    assert not read.faults
    personnel.import_people(rows=read.rows, by=acting("hanna"))


def row(
    name: str, number: int, *, unit: str = "Directie > Bureau", start: str = "2020-02-01"
) -> str:
    address = f"{name.casefold()}@personeel.example"
    return f"{number};{name};{address};medewerker;{unit};adviseur;11;;{start};"


def newcomer(name: str) -> Person:
    return Person.objects.get(email=f"{name}@personeel.example")


@pytest.fixture
def three() -> None:
    later = (TODAY + 30 * A_DAY).isoformat()
    bring(
        row("Aaf", 1),
        row("Bas", 2, unit="Directie > Ander bureau"),
        row("Cor", 3, start=later),
    )


def invite(**wanted: Any) -> int:
    return operations.invite(wanted=Wanted(**wanted), address=ADDRESS, by=acting("hanna"))


def delivered() -> dict[str, str]:
    """Let mail go, and give the path of the link each address got last."""
    with clock.standing_at(clock.now() + datetime.timedelta(hours=1)):
        jobs.deliver()
    links = {}
    for letter in mail.outbox:
        link = re.search(r"https?://[^/\s]+(/\S+)", str(letter.body))
        assert link
        links[letter.to[0]] = link.group(1)
    return links


def link_of(name: str) -> str:
    return delivered()[f"{name}@personeel.example"]


def follow(path: str) -> tuple[Client, Any]:
    """Open a link in a browser of one's own."""
    browser = Client()
    return browser, browser.get(path, follow=True)


def choose(browser: Client, password: str = PASSWORD) -> Any:
    sent = {"password": password, "again": password}
    return browser.post(reverse("invitations:choose"), sent, follow=True)


def come(path: str) -> Any:
    browser, _page = follow(path)
    return choose(browser)


def test_who_is_invited_chooses_a_password_and_signs_in(three: None) -> None:
    assert invite(name="aaf") == 1
    browser, page = follow(link_of("aaf"))
    assert page.redirect_chain == [(reverse("invitations:choose"), 302)]
    assert "aaf@personeel.example" in page.content.decode()
    assert (
        "te veel" in choose(browser, "wachtwoord").content.decode()
        or not newcomer("aaf").has_usable_password()
    )
    end = choose(browser)
    assert "Meld u nu aan." in end.content.decode()
    sent = {"login": "aaf@personeel.example", "password": PASSWORD}
    browser.post(reverse("account_login"), sent, follow=True)
    first = browser.get(reverse("home:home"))
    assert first.headers["Location"] == reverse("mfa_activate_totp")
    assert not Invitation.objects.exists()
    assert not queries.by_mail(Wanted(name="aaf", standing=ALL)).exists()


def test_the_mail_says_no_more_than_that_there_is_an_account(three: None) -> None:
    invite(name="aaf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT post_outgoing::text FROM post_outgoing")
        assert "uitnodiging" not in str(cursor.fetchall()), "the link waits sealed"
    drawn = link_of("aaf").rstrip("/").rpartition("/")[2]  # at random, which may spell anything
    (letter,) = mail.outbox
    assert letter.subject == "Uw account bij Rechtop staat klaar"
    assert drawn in str(letter.body)
    body = str(letter.body).replace(drawn, "").casefold()
    for word in ("aaf", "meld", "integr", "bureau", "adviseur"):
        assert word not in body.replace("personeel.example", "")


def test_a_link_works_once(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    come(path)
    held = newcomer("aaf").password
    browser, page = follow(path)
    assert [page.status_code, "Deze link werkt niet" in page.content.decode()] == [410, True]
    assert "Koos u al een wachtwoord?" in page.content.decode()
    choose(browser, "nog-een-ander-woord")
    assert newcomer("aaf").password == held


def test_a_link_ends_after_a_week(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    assert not queries.by_mail(Wanted(name="aaf")).exists()
    with clock.standing_at(clock.now() + 7 * A_DAY - datetime.timedelta(minutes=1)):
        assert follow(path)[1].status_code == 200
    with clock.standing_at(clock.now() + 7 * A_DAY + datetime.timedelta(minutes=1)):
        assert follow(path)[1].status_code == 410
        assert queries.by_mail(Wanted(name="aaf")).exists(), "who did not come is listed again"


def test_a_link_ends_with_the_next_one(three: None) -> None:
    invite(name="aaf")
    first = link_of("aaf")
    invite(name="aaf", standing=ALL)
    second = link_of("aaf")
    assert [follow(path)[1].status_code for path in (first, second)] == [410, 200]


def test_the_word_leaves_the_address_and_stands_in_no_log_nor_session(
    three: None, caplog: pytest.LogCaptureFixture
) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    word = path.rstrip("/").rpartition("/")[2]
    browser = Client()
    with caplog.at_level(logging.DEBUG):
        answer = browser.get(path)
        page = browser.get(answer.headers["Location"])
        come(path)
        follow(path)
    assert word not in answer.headers["Location"]
    assert word not in page.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    held = answer.cookies[COOKIE]
    assert [held["httponly"], held["samesite"], held["path"]] == [
        True,
        "Lax",
        reverse("invitations:choose"),
    ]
    ours = [one for one in caplog.records if not one.name.startswith("django.db")]
    assert not any(word in one.getMessage() for one in ours)
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        assert word not in str(cursor.fetchall())


def test_looking_at_a_link_uses_nothing_up(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    for _scanner in range(3):
        Client().head(path)
        follow(path)
    assert "Meld u nu aan." in come(path).content.decode()


def test_who_has_or_will_have_a_duty_is_not_invited_but_who_leads_is(three: None) -> None:
    organisation.give_duty(
        newcomer("aaf"), kind=Kind.HANDLER, from_date=TODAY + 9 * A_DAY, by=acting("hanna")
    )
    organisation.give_duty(newcomer("bas"), kind=Kind.MANAGER, from_date=TODAY, by=acting("hanna"))
    assert invite() == 2
    assert set(delivered()) == {"bas@personeel.example", "cor@personeel.example"}
    page = at_desk("hanna").get(reverse("invitations:people")).content.decode()
    assert "Zij krijgen hun wachtwoord van uzelf" in page
    assert reverse("organisation:person", args=[newcomer("aaf").pk]) in page
    with pytest.raises(Invalid):
        invite(people=(newcomer("aaf").pk,), standing=ALL)


def test_a_link_ends_when_its_owner_gets_a_duty_that_opens_files(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    browser, page = follow(path)
    assert page.status_code == 200
    organisation.give_duty(newcomer("aaf"), kind=Kind.HANDLER, from_date=TODAY, by=acting("hanna"))
    assert choose(browser).status_code == 410
    assert not newcomer("aaf").has_usable_password()


def test_nobody_who_can_sign_in_or_left_is_invited(three: None) -> None:
    organisation.renew_sign_in(newcomer("aaf"), by=acting("hanna"))
    gone = row("Bas", 2).removesuffix(";") + ";" + TODAY.isoformat()
    bring(gone.replace(";;2020-02-01;;", ";;2020-02-01;"))
    Person.objects.filter(pk=newcomer("cor").pk).update(is_active=False)
    assert not queries.by_mail(Wanted(standing=ALL)).exists()
    with pytest.raises(Invalid, match="Niemand"):
        invite(standing=ALL)
    assert not Outgoing.objects.exists()


def test_a_link_ends_with_the_employment(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    bring(row("Aaf", 1) + TODAY.isoformat())
    assert follow(path)[1].status_code == 410
    assert operations.forget_ended() == 1


def test_a_guess_is_slowed_down_and_the_right_link_works_all_the_same(three: None) -> None:
    invite()
    path = link_of("aaf")
    right = path.rstrip("/").rpartition("/")[2]
    wrong = [follow(path.replace(right, f"{right[:-3]}{n:03d}"))[1] for n in range(7)]
    assert [page.status_code for page in wrong] == [410] * 5 + [429] * 2
    assert "te vaak" in wrong[-1].content.decode()
    assert follow(link_of("bas"))[1].status_code == 200
    assert follow(path)[1].status_code == 200


def test_who_got_another_address_counts_as_not_invited_and_the_link_ends(three: None) -> None:
    invite(name="aaf")
    path = link_of("aaf")
    aaf = Person.objects.get(name__startswith="Aaf")
    aaf.email = "aaf.nieuw@voorbeeld.example"
    aaf.save()
    assert follow(path)[1].status_code == 410
    assert queries.by_mail(Wanted(name="aaf", standing=queries.NEVER)).count() == 1


@pytest.mark.parametrize("path", ["1/x/", f"{'9' * 30}/x/", "0/x/"])
def test_nonsense_is_a_link_that_does_not_work(path: str) -> None:
    assert follow(f"/desk/uitnodiging/{path}")[1].status_code == 410
    assert Client().get("/desk/uitnodiging/").status_code == 410


def test_who_is_signed_in_does_not_choose_for_another(three: None) -> None:
    invite(name="aaf")
    hanna = at_desk("hanna")
    page = hanna.get(link_of("aaf"), follow=True)
    assert "U bent al aangemeld" in page.content.decode()


def test_the_list_is_narrowed_down_and_counted(three: None) -> None:
    hanna = at_desk("hanna")

    def shown(**chosen: Any) -> list[str]:
        page = hanna.get(reverse("invitations:people"), chosen)
        return [line.one.person.name for line in page.context["lines"]]

    assert shown() == ["Aaf", "Bas", "Cor"]
    unit = organisation.queries.unit_paths()
    above = next(pk for path, pk in unit.items() if path[-1] == "Directie")
    below = next(pk for path, pk in unit.items() if path[-1] == "Ander bureau")
    assert shown(unit=above) == ["Aaf", "Bas", "Cor"]
    assert shown(unit=below) == ["Bas"]
    assert shown(name="BAS") == ["Bas"]
    assert shown(kind="external") == []
    day = {f"starts_from_{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    assert shown(**day) == ["Cor"]
    assert shown(starts_from_day="31", starts_from_month="2", starts_from_year="2026") == []
    assert shown(standing="invited") == []
    invite(name="bas")
    assert shown() == ["Aaf", "Cor"]
    assert shown(standing="invited") == ["Bas"]


def test_the_administrator_invites_some_and_then_everyone(three: None) -> None:
    hanna = at_desk("hanna")
    here = reverse("invitations:people")
    assert "Kruis eerst iemand aan." in hanna.post(here, {"once": "a"}).content.decode()
    sent = {"once": "b", "people": [newcomer("aaf").pk]}
    for _click in range(2):
        hanna.post(here, sent)
    assert Outgoing.objects.count() == 1, "a double click sends one"
    everyone = reverse("invitations:everyone")
    assert "2 mensen krijgen mail" in hanna.get(everyone).content.decode()
    assert "1 mens krijgt mail" in hanna.get(everyone, {"name": "bas"}).content.decode()
    hanna.post(everyone, {"once": "c"})
    assert set(delivered()) == {f"{name}@personeel.example" for name in ("aaf", "bas", "cor")}
    assert all(link.startswith("/desk/uitnodiging/") for link in delivered().values())
    assert Entry.objects.filter(action="people.invited", result="done").count() == 2


def test_an_impossible_day_invites_nobody(three: None) -> None:
    bad = reverse("invitations:everyone")
    bad += "?starts_from_day=31&starts_from_month=2&starts_from_year=2026"
    assert at_desk("hanna").post(bad, {"once": "c"}).status_code == 404
    assert not Outgoing.objects.exists()


def test_others_find_no_such_page_and_invite_nobody(three: None) -> None:
    bram = at_desk("bram")
    for name in ("people", "everyone"):
        assert bram.get(reverse(f"invitations:{name}")).status_code == 404
    with pytest.raises(Refused):
        operations.invite(wanted=Wanted(), address=ADDRESS, by=acting("bram"))


def test_without_mail_it_says_so(three: None, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    hanna = at_desk("hanna")
    assert "geen mail versturen" in hanna.get(reverse("invitations:people")).content.decode()
    again = hanna.post(reverse("invitations:everyone"), {"once": "c"})
    assert "geen mail versturen" in again.content.decode()
    assert not Invitation.objects.exists()


def test_thousands_are_invited_in_a_handful_of_queries_and_hold_up_no_other_mail() -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(cast.rows(2_000))
    rows = imports.read("x.csv", written.getvalue().encode()).rows
    personnel.import_people(rows=rows, by=COMMAND)
    began = clock.now()
    with CaptureQueriesContext(connection) as asked, clock.standing_at(began):
        count = operations.invite(wanted=Wanted(), address=ADDRESS, by=COMMAND)
    assert count > 1_500
    assert len(asked) < 15
    assert Outgoing.objects.count() == count
    due = Outgoing.objects.filter(due_at__lte=began + datetime.timedelta(minutes=1))
    assert due.count() < 65
    page = at_desk("hanna")
    page.get(reverse("invitations:people"), {"standing": ALL})
    with CaptureQueriesContext(connection) as asked:
        assert len(page.get(reverse("invitations:people")).context["lines"]) == 0
        page.get(reverse("invitations:people"), {"standing": ALL})
    assert len(asked) < 60


def test_the_command_line_invites_a_unit_or_says_how_many(three: None) -> None:
    def say(*words: str) -> str:
        done = CliRunner().invoke(commands.invite_people, words)
        return done.output

    assert "3 mensen" in say("--preview")
    assert "--address" in say()
    assert "geen onderdeel" in say("--unit", "Nergens", "--preview")
    address = ("--address", "https://rechtop.example/")
    assert "1 mensen krijgen" in say("--unit", "Ander bureau", *address)
    assert "2 mensen krijgen" in say(*address)
    assert "Niemand" in say(*address)
    assert "3 mensen krijgen" in say("--all", *address)
    assert link_of("aaf").startswith("/desk/uitnodiging/")


def test_after_a_restore_no_link_works(three: None) -> None:
    invite()
    path = link_of("aaf")
    invite(name="bas", standing=ALL)
    assert Outgoing.objects.exists()
    operations.end_all(by=COMMAND)
    assert not Outgoing.objects.exists()
    assert follow(path)[1].status_code == 410


def test_a_first_password_that_is_easily_guessed_is_refused_at_the_field(three: None) -> None:
    invite(name="aaf")
    browser, _page = follow(link_of("aaf"))
    page = choose(browser, "kort")
    assert 'aria-invalid="true"' in page.content.decode()
    other = {"password": PASSWORD, "again": "anders"}
    page = browser.post(reverse("invitations:choose"), other)
    assert "niet hetzelfde" in page.content.decode()
    assert "Meld u nu aan." in choose(browser).content.decode()


def test_newcomers_are_invited_by_themselves_once_where_that_was_chosen(three: None) -> None:
    assert operations.invite_newcomers() == 0, "off unless someone chose it"
    hanna = at_desk("hanna")
    where = reverse("invitations:arrange")
    hanna.post(where, {"when": "3", "once": "a"})
    organisation.give_duty(
        newcomer("bas"), kind=Kind.HANDLER, from_date=TODAY + 90 * A_DAY, by=acting("hanna")
    )
    bring(row("Bas", 2, start=(TODAY + 30 * A_DAY).isoformat()))
    with days_on(26):
        assert operations.invite_newcomers() == 0, "who began before the choice is not meant"
    with days_on(27):
        ours = queries.arrangement()
        assert ours is not None
        Arrangement.objects.update(address="https://elders.example")
        assert operations.invite_newcomers() == 0, "mail leads to us alone"
        ours.save()
        assert operations.invite_newcomers() == 1
        with clock.standing_at(clock.now() + 9 * A_DAY):
            assert operations.invite_newcomers() == 0, "not again when the link has ended"
    assert Outgoing.objects.count() == 1
    assert Invitation.objects.get().person == newcomer("cor")
    hanna.post(where, {"when": "", "once": "b"})
    assert queries.arrangement() is None
    assert at_desk("bram").get(where).status_code == 404


class _Refusing:
    """A mail server that takes nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise OSError("gone")


def let_post_give_up(settings: Any) -> None:
    """Let all tries of what waits go by at a mail server that takes nothing."""
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}._Refusing"
    for _try in range(8):
        Outgoing.objects.update(due_at=clock.now())
        jobs.deliver()
    settings.EMAIL_BACKEND = usual


def names_of(**wanted: Any) -> set[str]:
    return {one.person.name for one in queries.by_mail(Wanted(**wanted))}


def test_an_invitation_that_could_not_be_delivered_is_shown_and_can_be_sent_anew(
    three: None, settings: Any
) -> None:
    invite(people=(newcomer("aaf").pk, newcomer("bas").pk))
    assert names_of(standing=queries.INVITED) == {"Aaf", "Bas"}
    Outgoing.objects.filter(mark=Invitation.objects.get(person=newcomer("bas")).letter).delete()
    let_post_give_up(settings)
    left = Outgoing.objects.get()
    assert (left.address, left.link) == ("", "")
    assert names_of(standing=queries.FAILED) == {"Aaf"}
    assert names_of(standing=queries.INVITED) == {"Bas"}
    assert "Aaf" in names_of()
    hanna, path = at_desk("hanna"), reverse("invitations:people")
    shown = hanna.get(f"{path}?standing=failed").content.decode()
    assert "kon niet worden bezorgd" in shown
    assert shown.count("niet bezorgd</span>") == 1
    home = hanna.get("/desk/").content.decode()
    assert "kon niet worden bezorgd" in home
    assert f'href="{path}?standing=failed"' in home
    assert "Er wacht niets op u" not in home
    assert "kon niet worden bezorgd" not in at_desk("fenna").get("/desk/").content.decode()
    hanna.post(path, {"people": [str(newcomer("aaf").pk)]})
    assert names_of(standing=queries.FAILED) == set()
    assert "kon niet worden bezorgd" not in hanna.get("/desk/").content.decode()
    assert "Aaf" in names_of(standing=queries.INVITED)
    assert "kon niet worden bezorgd" not in hanna.get(path).content.decode()
    Outgoing.objects.update(due_at=clock.now())
    assert jobs.deliver() == 1  # what was given up is not tried again


def test_that_a_letter_did_not_go_is_forgotten_after_a_year(three: None, settings: Any) -> None:
    invite(people=(newcomer("aaf").pk,))
    let_post_give_up(settings)
    assert jobs.forget_given_up() == 0
    with days_on(367):
        assert jobs.forget_given_up() == 1
    assert names_of(standing=queries.FAILED) == set()
