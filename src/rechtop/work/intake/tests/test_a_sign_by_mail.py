"""Who leaves an address gets a mail that says there is something, and nothing else."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.people import acting, person, report, reporter

from rechtop.ground.kernel import words
from rechtop.ground.post.models import Outgoing
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.people.recovery.tests.test_recovery import give_back, loses_passphrase
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.identities import operations as identities
from rechtop.work.identities.tests.test_demands import announce, disclosed

pytestmark = pytest.mark.django_db

ADDRESS = "anna@thuis.example"


@pytest.fixture(autouse=True)
def mail_is_set_up(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


def anna_comes_in() -> tuple[Client, Case]:
    seven, anna = words.draw(), Client()
    case = report(seven=seven)
    anna.post("/inzien/", {"words": " ".join(seven)})
    return anna, case


def test_a_message_lets_the_reporter_know_once_an_address_was_left() -> None:
    anna, case = anna_comes_in()
    cases.write_to_reporter(case, text="Eerste", is_feedback=False, by=acting("bram"))
    assert not Outgoing.objects.exists(), "no address was left"
    assert anna.post("/inzien/seintje/", {"address": ADDRESS})["Location"] == "/inzien/postvak/"
    assert "U krijgt een e-mail" in anna.get("/inzien/postvak/").content.decode()
    cases.write_to_reporter(case, text="Tweede", is_feedback=False, by=acting("bram"))
    assert Outgoing.objects.count() == 1
    anna.post("/inzien/seintje/", {"address": ""})
    cases.write_to_reporter(case, text="Derde", is_feedback=False, by=acting("bram"))
    assert Outgoing.objects.count() == 1, "the address was taken back"


def leaves_address(seven: tuple[str, ...], case: Case) -> None:
    cases.ask_notice(case, address=ADDRESS, language="nl", by=reporter(seven))


def declines_demand(case: Case) -> None:
    """Let a custodian write beside the name that it is not given."""
    demand = announce(case)
    Outgoing.objects.all().delete()
    identities.decline(demand, by=acting("kees"))


def test_what_a_custodian_writes_beside_the_name_lets_the_reporter_know_too() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    declines_demand(case)
    assert not Outgoing.objects.exists(), "no address was left"
    leaves_address(seven, case)
    declines_demand(case)
    assert Outgoing.objects.count() == 1
    cases.ask_notice(case, address="", language="nl", by=reporter(seven))
    declines_demand(case)
    assert not Outgoing.objects.exists(), "the address was taken back"


def test_what_a_custodian_writes_in_silence_lets_nobody_know() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    leaves_address(seven, case)
    demand = announce(case, ground="investigation")
    disclosed(demand)
    assert not Outgoing.objects.exists()
    identities.tell_later(demand, text="Wij gaven uw naam.", by=acting("kees"))
    assert Outgoing.objects.count() == 1


def test_who_gives_their_name_later_is_let_know_of_what_stands_beside_it() -> None:
    seven = words.draw()
    case = report(seven=seven)
    leaves_address(seven, case)
    identities.make_known(case, name="Anna", reach="", by=reporter(seven))
    declines_demand(case)
    assert Outgoing.objects.count() == 1


def test_who_gets_a_case_with_the_recovery_key_lets_the_reporter_know() -> None:
    seven = words.draw()
    left, other = report(seven=seven), report()
    leaves_address(seven, left)
    loses_passphrase()
    give_back()
    assert {person("bram").pk} <= set(vault.people_with_key(other.pk))
    assert Outgoing.objects.count() == 1


def test_who_holds_the_case_cannot_read_the_address() -> None:
    anna, case = anna_comes_in()
    anna.post("/inzien/seintje/", {"address": ADDRESS})
    told = str(files.read(case.pk, acting("bram").keyring))
    assert "thuis.example" not in told


def test_what_is_no_address_is_told_at_the_field_and_kept() -> None:
    anna, _case = anna_comes_in()
    page = anna.post("/inzien/seintje/", {"address": "anna bij thuis"}).content.decode()
    assert "Dit is geen e-mailadres." in page
    assert "anna bij thuis" in page


def test_without_a_mail_server_it_is_not_offered(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    anna, _case = anna_comes_in()
    assert "seintje" not in anna.get("/inzien/postvak/").content.decode()
    assert anna.get("/inzien/seintje/").status_code == 404


def test_what_waits_to_be_mailed_goes_with_the_operation_or_not_at_all() -> None:
    seven = words.draw()
    case = report(seven=seven)
    cases.ask_notice(case, address=ADDRESS, language="nl", by=reporter(seven))
    with transaction.atomic():
        cases.write_to_reporter(case, text="Iets", is_feedback=False, by=acting("bram"))
        transaction.set_rollback(True)  # as where something breaks after it
    assert not Outgoing.objects.exists()
