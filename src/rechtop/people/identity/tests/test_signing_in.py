"""Who guesses is slowed down, nobody locks another out, and what happened stands on the trail."""

import datetime
import json
import pickle
import time

import pytest
from allauth.mfa.models import Authenticator
from django import forms as django_forms
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.journeys.cast import code
from tests.people import acting, person

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui.forms import NEVER_KEPT
from rechtop.ground.vault import keyrings
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.models import Kept
from rechtop.people.identity import adapters, forms, jobs, operations, rules
from rechtop.people.identity.models import Person, Remembered
from rechtop.people.organisation import operations as organisation

pytestmark = pytest.mark.django_db

SIGN_IN, SECOND, VAULT = "/desk/aanmelden/", "/desk/tweede-stap/", "/desk/kluis/"
TOO_OFTEN = "U probeerde het te vaak."
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def guess(
    client: Client, login: str = "jet", *, password: str = "fout", at: str = "192.0.2.1"
) -> str:
    """Try to sign in, and give what the page says."""
    typed = {"login": f"{login}@voorbeeld.example", "password": password}
    response = client.post(SIGN_IN, typed, REMOTE_ADDR=at)
    return response.content.decode() if response.status_code == 200 else ""


def signed_in(name: str, *, password: str = "") -> Client:
    """Sign someone in, in a browser of their own, past the first things."""
    client = Client()
    assert not guess(client, name, password=password or f"voorbeeld-{name}-2021")
    if not Authenticator.objects.filter(user=person(name)).exists():
        secret = adapters.SecondStep().encrypt(SECRET)
        Authenticator.objects.create(user=person(name), type="totp", data={"secret": secret})
        Person.objects.filter(pk=person(name).pk).update(has_kept_codes=True)
    elif "_auth_user_id" not in client.session:
        cache.clear()  # a code is good for one use
        client.post(SECOND, {"code": code(SECRET)})
    return client


def unlocked(name: str) -> Client:
    """Sign someone in and open the vault."""
    client = signed_in(name)
    opened = client.post(VAULT, {"passphrase": f"de kluis van {name} in het voorbeeld"})
    assert opened.status_code == 302
    return client


def trail_of(name: str) -> list[str]:
    """Give the actions someone of the cast left on the trail at the desk."""
    lines = Entry.objects.filter(actor_number=person(name).pk, origin="desk")
    return list(lines.order_by("id").values_list("action", flat=True))


# What is remembered


def test_what_is_remembered_cannot_run_when_the_database_is_written_to() -> None:
    cache.set("brakes", [1.5, 2.5], 60)
    (held,) = Remembered.objects.all()
    assert cache.get("brakes") == [1.5, 2.5]
    assert held.value == [1.5, 2.5]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE "
            "table_name = 'identity_remembered' AND column_name = 'value'"
        )
        assert cursor.fetchone()[0] == "jsonb"
        cursor.execute("SELECT to_regclass('desk_cache')")
        assert cursor.fetchone()[0] is None
    with pytest.raises(TypeError):
        cache.set("brakes", pickle.Pickler, 60)


def test_a_code_is_remembered_once_until_its_time_is_over() -> None:
    assert cache.add("code", "y", 30)
    assert not cache.add("code", "y", 30)
    with clock.standing_at(clock.now() + datetime.timedelta(seconds=31)):
        assert cache.get("code") is None
        assert cache.add("code", "y", 30)
    cache.delete("code")
    assert cache.get("code", "gone") == "gone"


def test_no_address_and_no_name_stands_in_what_is_remembered() -> None:
    guess(Client(), at="203.0.113.77")
    held = Remembered.objects.all()
    assert held.count() >= 3
    for one in held:
        told = bytes(one.key).decode("latin1") + json.dumps(one.value)
        assert "203.0.113.77" not in told
        assert "jet" not in told
        assert len(bytes(one.key)) == 32


def test_what_was_remembered_long_enough_is_wiped_by_the_clock() -> None:
    guess(Client())
    duties = {name: do for name, _seconds, do in jobs.DUTIES}
    with clock.standing_at(clock.now() + datetime.timedelta(hours=2)):
        duties["forget-remembered"]()
    assert not Remembered.objects.exists()


# Guessing a password


def test_who_guesses_on_has_to_wait_longer_and_longer() -> None:
    client = Client()
    for _try in range(5):
        assert TOO_OFTEN not in guess(client)
    assert TOO_OFTEN in guess(client)
    after_ten = clock.now() + datetime.timedelta(seconds=11)
    with clock.standing_at(after_ten):
        assert TOO_OFTEN not in guess(client)
        assert TOO_OFTEN in guess(client)
    with clock.standing_at(after_ten + datetime.timedelta(seconds=11)):
        assert TOO_OFTEN in guess(client)
    with clock.standing_at(after_ten + datetime.timedelta(seconds=21)):
        assert TOO_OFTEN not in guess(client)


def test_another_host_name_in_the_request_changes_nothing(settings) -> None:  # type: ignore[no-untyped-def]
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    said = []
    for number in range(9):
        typed = {"login": "jet@voorbeeld.example", "password": "fout"}
        response = client.post(SIGN_IN, typed, HTTP_HOST=f"127.0.0.1:{8000 + number}")
        said.append(TOO_OFTEN in response.content.decode())
    assert said == [False] * 5 + [True] * 4


def test_a_stranger_cannot_lock_jet_out_of_a_browser_that_signed_in_before() -> None:
    jet = signed_in("jet")
    jet.post("/desk/afmelden/")
    assert adapters.KNOWN_COOKIE in jet.cookies
    for number in range(60):
        guess(Client(), at=f"198.51.100.{number % 12}")
    assert TOO_OFTEN in guess(Client(), at="198.51.100.200")
    assert not guess(jet, password="voorbeeld-jet-2021", at="198.51.100.1")


def test_a_stranger_at_one_address_does_not_stand_in_the_way_of_another_address() -> None:
    for _try in range(30):
        guess(Client(), at="198.51.100.1")
    assert TOO_OFTEN in guess(Client(), at="198.51.100.1")
    assert not guess(Client(), password="voorbeeld-jet-2021", at="192.0.2.9")


def test_a_known_browser_is_braked_too() -> None:
    jet = signed_in("jet")
    jet.post("/desk/afmelden/")
    for _try in range(5):
        guess(jet)
    assert TOO_OFTEN in guess(jet, password="voorbeeld-jet-2021")


def test_a_browser_known_for_one_account_is_a_stranger_to_another() -> None:
    eva = signed_in("eva")
    eva.post("/desk/afmelden/")
    for number in range(30):
        guess(Client(), at=f"198.51.100.{number}")
    assert TOO_OFTEN in guess(eva, "jet", at="198.51.100.99")


def test_wrong_and_unknown_get_the_same_answer_and_the_same_line() -> None:
    before = Entry.objects.count()
    said = [guess(Client(), login).replace(login, "") for login in ("jet", "niemand")]
    token = "csrfmiddlewaretoken"
    assert said[0].split(token)[0] == said[1].split(token)[0]
    lines = Entry.objects.order_by("id")[before:]
    told = [(e.action, e.actor_kind, e.actor_number, e.object_number, e.origin) for e in lines]
    assert told == [("person.sign_in_failed", "nobody", None, None, "desk")] * 2


def test_wrong_and_unknown_take_as_long() -> None:
    took = {"jet": float("inf"), "niemand": float("inf")}
    for number in range(8):
        for login in took:  # by turns, so that a busy moment does not fall on one of them alone
            cache.clear()  # as if it were the first time
            began = time.process_time()  # others at work on this machine do not count
            guess(Client(), login, at=f"192.0.2.{number}")
            took[login] = min(took[login], time.process_time() - began)
    assert 0.6 < took["jet"] / took["niemand"] < 1.6


# The trail


def test_signing_in_unlocking_locking_and_signing_out_stand_on_the_trail() -> None:
    fenna = unlocked("fenna")
    fenna.post("/desk/kluis/sluiten/")
    fenna.post(VAULT, {"passphrase": "een heel andere zin dan deze"})
    fenna.post("/desk/afmelden/")
    assert trail_of("fenna") == [
        "person.signed_in",
        "vault.unlocked",
        "vault.locked",
        "vault.unlock_failed",
        "person.signed_out",
    ]


def test_of_a_confidant_the_trail_tells_the_day_and_not_the_hour() -> None:
    carla = unlocked("carla")
    carla.post(VAULT, {"passphrase": "een heel andere zin dan deze"})
    carla.post("/desk/afmelden/")
    lines = Entry.objects.filter(actor_number=person("carla").pk, origin="desk")
    assert lines.count() == 4
    assert {line.at for line in lines} == {clock.start_of_today()}


def test_a_wrong_code_of_the_second_step_stands_on_the_trail() -> None:
    signed_in("jet").post("/desk/afmelden/")
    client = Client()
    guess(client, password="voorbeeld-jet-2021")
    client.post(SECOND, {"code": "000000"})
    assert Entry.objects.order_by("-id")[0].action == "person.sign_in_failed"


# The vault


def test_guessing_the_passphrase_of_the_vault_is_braked() -> None:
    fenna = signed_in("fenna")
    for number in range(5):
        said = fenna.post(VAULT, {"passphrase": f"een verkeerde wachtzin {number}"})
        assert "Deze wachtzin klopt niet" in said.content.decode()
    right = {"passphrase": "de kluis van fenna in het voorbeeld"}
    assert TOO_OFTEN in fenna.post(VAULT, right).content.decode()
    with clock.standing_at(clock.now() + datetime.timedelta(seconds=11)):
        assert fenna.post(VAULT, right).status_code == 302
    assert trail_of("fenna").count("vault.unlock_failed") == 5


def test_changing_the_passphrase_closes_the_vault_in_every_other_browser() -> None:
    here, there = unlocked("fenna"), unlocked("fenna")
    assert there.get("/desk/zaken/").status_code == 200
    typed = {"old": "de kluis van fenna in het voorbeeld", "new": "een nieuwe zin van fenna zelf"}
    changed = here.post("/desk/wachtzin/wijzigen/", {**typed, "again": typed["new"]})
    assert changed.status_code == 302
    assert here.get("/desk/zaken/").status_code == 200
    assert there.get("/desk/zaken/").status_code == 302
    assert "half" not in there.session


def test_signing_out_leaves_no_half_of_a_key() -> None:
    fenna = unlocked("fenna")
    key = fenna.session.session_key
    fenna.post("/desk/afmelden/")
    assert not fenna.session.exists(key)
    assert not fenna.cookies["rechtop_desk_key"].value


def test_sessions_that_ended_are_wiped_by_the_clock() -> None:
    fenna = unlocked("fenna")
    session = fenna.session
    session.set_expiry(datetime.timedelta(seconds=-1))
    session.save()
    {name: do for name, _seconds, do in jobs.DUTIES}["forget-sessions"]()
    assert not session.exists(session.session_key)


@pytest.mark.parametrize("name", ["bram", "fenna", "gijs", "ivo"])
def test_nothing_of_a_case_is_shown_while_the_vault_is_closed(name: str) -> None:
    client = signed_in(name)
    home = client.get("/desk/").content.decode()
    assert "De kluis is dicht" in home
    assert "/desk/zaken/" not in home.replace('href="/desk/zaken/"', "").replace(
        'href="/desk/zaken/invoeren/"', ""
    )
    assert "Nog geen behandelaar" not in home
    assert "<h2>Termijnen</h2>" not in home
    assert client.get("/desk/zaken/").status_code == 302


# One's own password


def test_another_password_asks_the_one_before() -> None:
    eva = signed_in("eva")
    new = {"password": "nieuw-geheim-van-eva", "again": "nieuw-geheim-van-eva"}
    assert eva.post("/desk/wachtwoord/", new).status_code == 200
    wrong = eva.post("/desk/wachtwoord/", {**new, "old": "een ander"})
    assert "Dit is niet uw wachtwoord van nu." in wrong.content.decode()
    assert person("eva").check_password("voorbeeld-eva-2021")
    right = eva.post("/desk/wachtwoord/", {**new, "old": "voorbeeld-eva-2021"})
    assert right.status_code == 302
    assert person("eva").check_password("nieuw-geheim-van-eva")


def test_the_operation_itself_asks_the_password_before() -> None:
    with pytest.raises(Invalid, match="wachtwoord van nu"):
        operations.choose_password(person("eva"), password="nieuw-geheim-van-eva", by=acting("eva"))


def test_guessing_the_password_before_is_braked() -> None:
    eva = signed_in("eva")
    new = {"password": "nieuw-geheim-van-eva", "again": "nieuw-geheim-van-eva"}
    for number in range(5):
        eva.post("/desk/wachtwoord/", {**new, "old": f"gok {number}"})
    said = eva.post("/desk/wachtwoord/", {**new, "old": "voorbeeld-eva-2021"})
    assert TOO_OFTEN in said.content.decode()


# A sign-in that was begun anew


def test_who_holds_keys_hears_that_their_sign_in_was_begun_anew_until_the_vault_was_open() -> None:
    told = "Uw aanmelding is opnieuw begonnen"
    password = organisation.renew_sign_in(person("bram"), by=acting("hanna"))
    bram = Client()
    guess(bram, "bram", password=password)
    Person.objects.filter(pk=person("bram").pk).update(must_choose_password=False)
    bram = signed_in("bram", password=password)
    assert told in bram.get("/desk/").content.decode()
    assert told in bram.get(VAULT).content.decode()
    bram.post("/desk/aanmelding-gezien/")
    assert told in bram.get("/desk/").content.decode(), "without the vault it stays"
    bram.post(VAULT, {"passphrase": "de kluis van bram in het voorbeeld"})
    assert told in bram.get("/desk/").content.decode()
    bram.post("/desk/aanmelding-gezien/")
    assert told not in bram.get("/desk/").content.decode()


def test_the_integrity_team_sees_whose_sign_in_was_begun_anew() -> None:
    told = "begon dit aanmelden opnieuw op"
    fenna = signed_in("fenna")
    assert told not in fenna.get("/desk/sleutels/").content.decode()
    organisation.renew_sign_in(person("bram"), by=acting("hanna"))
    assert told in fenna.get("/desk/sleutels/").content.decode()


# What was typed after the lock


def test_every_field_with_a_secret_is_one_that_is_never_kept() -> None:
    found = set()
    for form in (forms.Password, forms.NewPassphrase, forms.ChangePassphrase, forms.Unlock):
        for name, field in form.base_fields.items():
            assert isinstance(field.widget, django_forms.PasswordInput)
            found.add(name)
    assert found | {"code"} <= NEVER_KEPT


def test_a_new_password_is_not_kept_when_the_session_had_ended() -> None:
    fenna = unlocked("fenna")
    del fenna.cookies["rechtop_desk"]
    secret = "nieuw-geheim-van-fenna"
    fenna.post("/desk/wachtwoord/", {"old": secret, "password": secret, "again": secret})
    assert not Kept.objects.exists()


def test_what_was_typed_and_not_sent_is_wiped_after_a_week() -> None:
    writer = keyrings.writer(acting("fenna").keyring)
    assert writer is not None
    with clock.standing_at(clock.now() - datetime.timedelta(days=8)):
        vault.keep(writer, [("text", "oud")], "/desk/")
    young = vault.keep(writer, [("text", "jong")], "/desk/")
    {name: do for name, _seconds, do in jobs.DUTIES}["forget-typed"]()
    assert list(Kept.objects.all()) == [young]


# Two at the same time


def test_keys_are_not_made_twice_and_not_for_who_needs_none() -> None:
    typed = {"passphrase": "een lange wachtzin", "again": "een lange wachtzin"}
    fenna = unlocked("fenna")
    assert fenna.post("/desk/wachtzin/", typed).status_code == 302
    assert signed_in("eva").post("/desk/wachtzin/", typed).status_code == 404
    with pytest.raises(Refused):
        operations.make_keys(
            person("fenna"), passphrase="een lange wachtzin", spheres=["cases"], by=COMMAND
        )


def test_a_long_name_of_strange_letters_can_be_sorted() -> None:
    added, _password = organisation.add_person(
        name="ß" * 100, email="ss@x.example", unit=None, by=COMMAND
    )
    assert len(added.sort_name) == 120


def test_a_brake_counts_before_the_try_so_that_many_at_once_are_not_free() -> None:
    waits = [operations.try_once(rules.ONE_SECRET, 1, "vault") for _try in range(7)]
    assert waits[:5] == [0] * 5
    assert all(waits[5:])
    operations.let_go(rules.ONE_SECRET, 1, "vault")
    assert operations.try_once(rules.ONE_SECRET, 1, "vault") == 0
