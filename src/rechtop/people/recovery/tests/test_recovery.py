"""The recovery key: its ceremony, its sheets, and who gets files with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.urls import reverse
from tests.desk import at_desk, by_name
from tests.people import SHEETS, acting, person, recovery_key, report, reporter

from rechtop import env
from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui.forms import NEVER_KEPT
from rechtop.ground.vault import ceremonies, files, keyrings, notebooks, recovery, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import KeyHolder, KeyPair, SealedFile, SealedKey, Sphere
from rechtop.people.identity import operations as identity
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty
from rechtop.people.recovery import commands, operations, queries
from rechtop.people.recovery.models import Cause, Division, Notice, Recovery, Sheet, Use
from rechtop.work.cases import operations as cases
from rechtop.work.intake import presenting

pytestmark = pytest.mark.django_db

OFFICERS = ("Ada", "Ben", "Cor", "Dia", "Els")
FRESH = "een heel nieuwe wachtzin voor bram"


@pytest.fixture
def unused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Go back to an authority where nobody ever used a sheet."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "TRUNCATE vault_keyholder, vault_sealedfile, recovery_use, recovery_division CASCADE"
        )
        cursor.execute(f"SET LOCAL ROLE {env.RUNNING_ROLE}")
    monkeypatch.setattr(env, "DATA", tmp_path)
    env.secret.cache_clear()
    env.make_secrets()
    yield
    monkeypatch.undo()
    env.secret.cache_clear()


def hold(needed: int = 3, instead: int = 0) -> operations.Drawn:
    return operations.hold_ceremony(officers=OFFICERS, needed=needed, instead=instead, by=COMMAND)


def typed(drawn: operations.Drawn, *numbers: int) -> list[str]:
    return [" ".join(drawn.words[number - 1]) for number in numbers]


def loses_passphrase(name: str = "bram") -> Actor:
    """Let someone lose the passphrase and make fresh keys; gives them with the vault open."""
    someone = person(name)
    operations.withdraw_lost(someone, by=by_name("hanna"))
    identity.make_keys(someone, passphrase=FRESH, spheres=["cases"], by=COMMAND)
    return opened_again(name)


def opened_again(name: str = "bram") -> Actor:
    someone = person(name)
    holder = vault_queries.holder_of(someone.pk)
    assert holder is not None
    return Actor(
        acting("fenna").kind,
        acting("fenna").origin,
        number=someone.pk,
        duties=frozenset({"handler"}),
        spheres=("cases",),
        holder=holder.pk,
        keyring=keyrings.unlock(holder, FRESH),
    )


def shown(name: str) -> str:
    holder = vault_queries.holder_of(person(name).pk)
    assert holder is not None
    return trust.card_print(holder)


def give_back(name: str = "bram", **details: object) -> ceremonies.Given:
    wanted = {
        "cause": Cause.LOST_PASSPHRASE,
        "sphere": "cases",
        "former": person(name),
        "reason": "Zij vergat de wachtzin",
        "shown": shown(name),
        **details,
    }
    return operations.recover[wanted["cause"]](  # type: ignore[index]
        person(name), key=recovery_key(), by=by_name("hanna"), **wanted
    )


# The ceremony


@pytest.mark.usefixtures("unused")
def test_a_ceremony_makes_a_key_that_is_trusted_and_that_so_many_sheets_open() -> None:
    drawn = hold()
    assert queries.is_trusted()
    assert recovery.opened(typed(drawn, 5, 1, 3)).key(Sphere.CASES) is not None
    with pytest.raises(Invalid, match="Er zijn 3 bladen nodig"):
        recovery.opened(typed(drawn, 1, 2))
    officers = Sheet.objects.order_by("number").values_list("officer", flat=True)
    assert tuple(officers) == OFFICERS


@pytest.mark.usefixtures("unused")
def test_a_ceremony_sent_twice_makes_no_second_key() -> None:
    drawn = hold()
    with pytest.raises(Invalid, match="al gehouden"):
        hold()
    assert recovery.opened(typed(drawn, 1, 2, 3))
    assert KeyHolder.objects.filter(kind="recovery").count() == 1


@pytest.mark.usefixtures("unused")
def test_sheets_nobody_used_can_be_made_anew_and_then_open_nothing() -> None:
    first = hold()
    second = hold(instead=first.division.pk)
    assert queries.is_trusted()
    with pytest.raises(Invalid, match="van een andere sleutel"):
        recovery.opened(typed(first, 1, 2, 3))
    assert recovery.opened(typed(second, 1, 2, 3))


@pytest.mark.usefixtures("unused")
def test_once_the_sheets_were_used_no_ceremony_takes_their_place_whatever_the_database_says() -> (
    None
):
    drawn = hold()
    operations.try_sheets(key=recovery.opened(typed(drawn, 1, 2, 3)), by=COMMAND)
    with pytest.raises(Invalid, match="al een herstelsleutel"):
        hold(instead=drawn.division.pk)
    Use.objects.all().delete()
    Division.objects.all().delete()
    KeyHolder.objects.all().delete()
    with pytest.raises(Invalid, match="al een herstelsleutel"):
        hold()


@pytest.mark.parametrize(
    ("officers", "needed", "field"),
    [
        (["Ada", "ada", "Ben"], 2, "officers"),
        (["Ada"], 2, "officers"),
        ([f"Naam {n}" for n in range(17)], 3, "officers"),
        (["Ada", "Ben"], 1, "needed"),
        (["Ada", "Ben"], 3, "needed"),
    ],
)
def test_who_cannot_share_a_key_is_told_why(officers: list[str], needed: int, field: str) -> None:
    with pytest.raises(Invalid) as told:
        operations.hold_ceremony(officers=officers, needed=needed, by=COMMAND)
    assert field in told.value.message_dict


@pytest.mark.parametrize("name", ["bram", "fenna", "gijs", "kees", "eva", "lotte"])
def test_the_administrator_alone_holds_the_ceremony_and_renews_sheets(name: str) -> None:
    with pytest.raises(Refused):
        operations.hold_ceremony(officers=OFFICERS, needed=3, by=by_name(name))
    with pytest.raises(Refused):
        operations.divide_anew(
            key=recovery_key(), officers=OFFICERS, needed=3, instead=0, by=by_name(name)
        )


# Trying and renewing the sheets


def test_sheets_that_were_tried_are_written_down_and_due_again_in_a_year() -> None:
    use = operations.try_sheets(key=recovery_key(), by=by_name("gijs"))
    assert queries.officers(use) == "2 Mees Mulder, 3 Jet Jansen"
    today = clock.today()
    due = queries.due_on()
    assert due is not None
    assert datetime.timedelta(364) < due - today < datetime.timedelta(367)
    lines = Entry.objects.filter(action="recovery.sheet_used").order_by("-pk")[:2]
    sheets = Sheet.objects.filter(pk__in=[line.object_number for line in lines])
    assert {sheet.number for sheet in sheets} == {2, 3}


def test_old_sheets_count_until_the_new_ones_were_tried_and_open_the_key_for_ever() -> None:
    drawn = operations.divide_anew(
        key=recovery_key(),
        officers=OFFICERS,
        needed=3,
        instead=queries.newest().pk,  # type: ignore[union-attr]
        by=by_name("hanna"),
    )
    old = recovery_key()
    operations.try_sheets(key=old, by=by_name("hanna"))
    fresh = recovery.opened(typed(drawn, 1, 3, 5))
    assert fresh.secret == old.secret
    operations.try_sheets(key=fresh, by=by_name("hanna"))
    with pytest.raises(Invalid, match="vervangen"):
        operations.try_sheets(key=old, by=by_name("hanna"))
    assert recovery_key().secret == fresh.secret  # only destroying the paper ends that


def test_new_sheets_asked_for_twice_with_one_form_are_made_once() -> None:
    details = {"officers": OFFICERS, "needed": 3, "instead": queries.newest().pk}  # type: ignore[union-attr]
    operations.divide_anew(key=recovery_key(), by=by_name("hanna"), **details)
    with pytest.raises(Invalid, match="intussen al"):
        operations.divide_anew(key=recovery_key(), by=by_name("hanna"), **details)


def test_sheets_of_two_divisions_are_not_mixed() -> None:
    newest = queries.newest()
    assert newest is not None
    drawn = operations.divide_anew(
        key=recovery_key(), officers=OFFICERS[:3], needed=2, instead=newest.pk, by=COMMAND
    )
    with pytest.raises(Invalid, match="andere verdeling") as told:
        recovery.opened([SHEETS[0], SHEETS[1], *typed(drawn, 3)])
    assert list(told.value.message_dict) == ["share_3"]


def test_a_wrong_word_is_named_with_its_sheet() -> None:
    wrong = SHEETS[1].split()
    wrong[4] = "fiets"
    with pytest.raises(Invalid) as told:
        recovery.opened([SHEETS[0], " ".join(wrong)])
    assert told.value.message_dict == {
        "share_2": ["2e blad: woord 5 staat niet in de lijst. Kijk het na op het papier."]
    }


# Files given back


def test_who_lost_the_passphrase_opens_the_files_again_and_everybody_concerned_is_told() -> None:
    seven = words.draw()
    case = report(seven=seven)
    bram = loses_passphrase()
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, bram.keyring)
    give_back()
    items = files.open_file(case.pk, opened_again().keyring).items()
    told = next(item for item in items if item.kind == "recovered")
    assert told.content["text"] == "Zij vergat de wachtzin"
    assert told.content["receiver"] == person("bram").pk
    box = presenting.mailbox(case, reporter(seven))
    assert "kwijt" in box["recoveries"][0]["text"]
    assert "Bram" not in str(box["recoveries"])
    told_to = set(Notice.objects.values_list("person__email", flat=True))
    assert {"bram@voorbeeld.example", "fenna@voorbeeld.example"} <= told_to
    assert "carla@voorbeeld.example" not in told_to


def test_it_comes_back_also_when_a_colleague_rolled_the_file_meanwhile() -> None:
    case = report()
    loses_passphrase()
    assert vault.do_key_work(by=acting("fenna"))
    give_back()
    assert files.open_file(case.pk, opened_again().keyring).items()


def test_what_only_they_could_open_waits_for_the_recovery_key() -> None:
    case = report()
    fenna = KeyPair.objects.get(holder__bearer=person("fenna").pk, sphere="cases")
    SealedKey.objects.filter(file=case.pk, recipient=fenna).delete()
    loses_passphrase()
    assert vault_queries.people_with_key(case.pk) == set()
    give_back()
    assert files.open_file(case.pk, opened_again().keyring).items()


def test_the_recovery_gives_nothing_of_a_case_that_is_closed_for_them_and_does_not_tell() -> None:
    shut, open_one = report(about=("bram",)), report()
    later = report()
    cases.name_person_concerned(
        later, name="Bram", description="", person=person("bram"), by=acting("fenna")
    )
    loses_passphrase()
    give_back()
    bram = opened_again()
    assert files.open_file(open_one.pk, bram.keyring).items()
    for closed in (shut, later):
        with pytest.raises(files.NoKey):
            files.open_file(closed.pk, bram.keyring)
        inside = files.open_file(closed.pk, recovery_key()).items()
        assert "recovered" not in {item.kind for item in inside}


def test_a_successor_gets_what_someone_who_left_held_and_not_what_is_closed_for_them() -> None:
    case, about_ivo = report(), report(about=("ivo",))
    Duty.objects.filter(person=person("bram")).update(until_date=clock.today())
    give_back("ivo", cause=Cause.DEPARTED, former=person("bram"), shown="")
    assert files.open_file(case.pk, acting("ivo").keyring).items()
    with pytest.raises(files.NoKey):
        files.open_file(about_ivo.pk, acting("ivo").keyring)
    assert Notice.objects.filter(person=person("bram")).exists()


def test_what_nobody_on_duty_can_open_is_given_and_nothing_else() -> None:
    members = [acting("gijs").holder or 0]
    roster = organisation.propose_roster(name=trust.ALTERNATE, members=members, by=acting("bram"))
    organisation.sign_roster(roster, shown=trust.roster_print(roster), by=acting("fenna"))
    lost, kept = report(), report(about=("bram",))
    assert person("gijs").pk in vault_queries.people_with_key(kept.pk)
    Duty.objects.filter(person__in=[person("bram"), person("fenna")]).update(
        until_date=clock.today()
    )
    given = give_back("ivo", cause=Cause.NOBODY_LEFT, former=None, shown="")
    assert given.broken == 0
    ivo = acting("ivo")
    assert files.open_file(lost.pk, ivo.keyring).items()
    with pytest.raises(files.NoKey):
        files.open_file(kept.pk, ivo.keyring)


def test_names_come_back_to_a_custodian_and_the_reporter_reads_it() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    someone = person("kees")
    operations.withdraw_lost(someone, by=by_name("hanna"))
    identity.make_keys(someone, passphrase=FRESH, spheres=["identities"], by=COMMAND)
    give_back("kees", sphere="identities")
    holder = vault_queries.holder_of(someone.pk)
    assert holder is not None
    keyring = keyrings.unlock(holder, FRESH)
    assert files.open_file(case.identity_file or 0, keyring).items()
    openings = presenting.mailbox(case, reporter(seven))["openings"]
    assert "bewaarder kreeg" in openings[0]["title"]


def test_who_receives_does_not_arrange_it_and_others_do_not_either() -> None:
    report()
    gijs = person("gijs")
    for name, receiver in (("gijs", gijs), ("fenna", gijs), ("bram", person("ivo"))):
        with pytest.raises(Refused):
            operations.recover[Cause.NOBODY_LEFT](
                receiver,
                key=recovery_key(),
                cause=Cause.NOBODY_LEFT,
                sphere="cases",
                former=None,
                reason="x",
                by=by_name(name),
            )


def test_who_has_no_duty_in_the_sphere_today_receives_nothing() -> None:
    case = report()
    Duty.objects.filter(person=person("ivo")).update(until_date=clock.today())
    with pytest.raises(Invalid, match="geen taak"):
        give_back("ivo", cause=Cause.DEPARTED, former=person("bram"), shown="")
    assert not Recovery.objects.exists()
    assert person("ivo").pk not in vault_queries.people_with_key(case.pk)


def test_keys_that_changed_since_they_were_read_aloud_are_not_vouched_for() -> None:
    report()
    loses_passphrase()
    with pytest.raises(Invalid, match="intussen veranderd"):
        give_back(shown="0000")
    assert not Recovery.objects.exists()


def test_many_files_go_in_portions_until_all_are_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [report() for _unused in range(5)]
    loses_passphrase()
    monkeypatch.setattr(ceremonies.give, "__kwdefaults__", {"after": 0, "at_once": 2})
    given = give_back()
    assert given.walked == 2
    while given.go_on_after is not None:
        given = give_back(shown="", after=given.go_on_after)
    bram = opened_again()
    assert all(files.open_file(case.pk, bram.keyring).items() for case in made)
    assert Notice.objects.filter(person=person("bram")).count() == 1


def test_done_again_it_gives_nothing_more_and_writes_nothing_in_the_files() -> None:
    case = report()
    loses_passphrase()
    give_back()
    give_back(shown="")
    items = files.open_file(case.pk, recovery_key()).items()
    assert [item.kind for item in items].count("recovered") == 1


@pytest.mark.parametrize("at", ["share", "write", "header"])
def test_what_breaks_off_halfway_leaves_each_file_as_it_was(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [report(), report()]
    loses_passphrase()
    before = _rows(made)
    done = []

    def breaks(self: files.OpenFile, *args: object, **details: object) -> object:
        done.append(self.file.pk)
        if len(done) > 2:  # in the second file, after the first was done
            raise KeyboardInterrupt
        return real(self, *args, **details)

    name = {"share": "share", "write": "write", "header": "put_header"}[at]
    real = getattr(files.OpenFile, name)
    if at == "share":
        done.append(0)
    monkeypatch.setattr(files.OpenFile, name, breaks)
    with pytest.raises(KeyboardInterrupt):
        give_back()
    monkeypatch.undo()
    assert _rows(made) == before
    assert not Recovery.objects.exists()
    assert not Notice.objects.exists()
    give_back()
    bram = opened_again()
    assert all(files.open_file(case.pk, bram.keyring).items() for case in made)


def _rows(made: list) -> list:  # type: ignore[type-arg]
    numbers = [case.pk for case in made]
    keys = SealedKey.objects.filter(file__in=numbers).order_by("file", "recipient")
    headers = SealedFile.objects.filter(pk__in=numbers).order_by("pk")
    return [
        [bytes(key.sealed) for key in keys],
        [bytes(file.header) for file in headers],
        [len(files.open_file(number, recovery_key()).items()) for number in numbers],
    ]


# The confidants


def test_the_sheets_open_nothing_of_a_confidant_whatever_pair_they_are_tried_on() -> None:
    carla = acting("carla")
    sealed = notebooks.seal(carla.keyring, Sphere.CONFIDANTS, ["alleen voor mij"])
    with pytest.raises(notebooks.NoKey):
        notebooks.open_notebook(recovery_key(), Sphere.CONFIDANTS, sealed)
    for pair in KeyPair.objects.all():
        for sphere in Sphere:
            forced = keyrings.ReporterKeyring(keyrings.Key(pair.pk, recovery_key().private(sphere)))
            with pytest.raises(notebooks.NoKey):
                notebooks.open_notebook(forced, Sphere.CONFIDANTS, sealed)
    assert notebooks.open_notebook(carla.keyring, Sphere.CONFIDANTS, sealed)


# The pages


def shares(*sheets: str) -> dict[str, str]:
    return {f"share_{at}": text for at, text in enumerate(sheets, start=1)}


def test_typed_words_are_never_sent_back_nor_kept_anywhere() -> None:
    hanna = at_desk("hanna")
    wrong = f"{SHEETS[0]} academic"
    answer = hanna.post(reverse("recovery:trial"), shares(wrong, SHEETS[1]))
    page = answer.content.decode()
    assert "1e blad: er horen 33 woorden te staan. U typte er 34." in page
    assert "Typ alle bladen opnieuw" in page
    assert " ".join(SHEETS[1].split()[:4]) not in page
    assert " ".join(SHEETS[1].split()[8:11]) not in page
    assert SHEETS[1] not in str(dict(hanna.session))


def test_where_the_paper_asks_more_sheets_than_the_database_knows_there_is_a_box_more() -> None:
    newest = queries.newest()
    assert newest is not None
    drawn = operations.divide_anew(
        key=recovery_key(), officers=OFFICERS, needed=3, instead=newest.pk, by=COMMAND
    )
    drawn.division.delete()  # a backup of before was put back
    hanna = at_desk("hanna")
    page = hanna.post(reverse("recovery:trial"), shares(*typed(drawn, 1, 2))).content.decode()
    assert "Er zijn 3 bladen nodig." in page
    assert 'name="share_3"' in page
    done = hanna.post(reverse("recovery:trial"), shares(*typed(drawn, 1, 2, 4)), follow=True)
    assert "De bladen kloppen: 1, 2, 4." in done.content.decode()


def test_the_trial_page_says_that_the_sheets_are_right() -> None:
    hanna = at_desk("hanna")
    answer = hanna.post(reverse("recovery:trial"), shares(*SHEETS[:2]), follow=True)
    assert "De bladen kloppen: 1 Gijs Groen, 2 Mees Mulder." in answer.content.decode()


@pytest.mark.usefixtures("unused")
def test_the_page_of_the_ceremony_shows_the_sheets_once_and_is_kept_by_no_browser() -> None:
    hanna = at_desk("hanna")
    form = {"officers": "Ada\nBen\n\nCor", "needed": "2", "instead": "0"}
    first = hanna.post(reverse("recovery:ceremony"), form)
    page = first.content.decode()
    assert first["Cache-Control"] == "no-store"
    assert page.count('class="rechtop-share"') == 3
    assert page.count("<li>") >= 3 * 33
    assert ceremonies.card_print() in page
    again = hanna.post(reverse("recovery:ceremony"), form).content.decode()
    assert "al gehouden" in again
    assert "rechtop-share" not in again
    assert KeyHolder.objects.filter(kind="recovery").count() == 1


@pytest.mark.usefixtures("unused")
def test_all_sheets_needed_is_asked_back_once_and_one_alone_is_refused() -> None:
    hanna = at_desk("hanna")
    form = {"officers": "Ada\nBen", "needed": "2", "instead": "0"}
    asked = hanna.post(reverse("recovery:ceremony"), form).content.decode()
    assert "Dan zijn alle bladen nodig" in asked
    assert not Division.objects.exists()
    alone = hanna.post(reverse("recovery:ceremony"), {**form, "needed": "1"}).content.decode()
    assert "Eén blad mag nooit genoeg zijn" in alone
    answer = hanna.post(reverse("recovery:ceremony"), {**form, "asked": "all-2"})
    assert "rechtop-share" in answer.content.decode()


def test_words_sent_after_the_lock_are_not_kept(client) -> None:  # type: ignore[no-untyped-def]
    answer = client.post(reverse("recovery:trial"), shares(*SHEETS[:2]))
    assert answer.status_code == 302
    assert vault_queries.Kept.objects.count() == 0


def test_the_way_through_the_pages_gives_the_files_back() -> None:
    case = report()
    loses_passphrase()
    gijs = at_desk("gijs")
    bram = person("bram").pk
    choice = {"cause": "lost-passphrase", "sphere": "cases", "receiver": bram}
    chosen = gijs.post(reverse("recovery:choose"), choice)
    assert chosen.status_code == 302
    page = gijs.get(chosen["Location"]).content.decode()
    assert shown("bram") in page
    form = {"reason": "Wachtzin kwijt", "shown": shown("bram"), **shares(*SHEETS[:2])}
    lacking = gijs.post(chosen["Location"], form).content.decode()
    assert "Kruis" in lacking
    assert "Wachtzin kwijt" in lacking
    done = gijs.post(chosen["Location"], {**form, "is_read": "on"}, follow=True)
    assert "Klaar." in done.content.decode()
    assert files.open_file(case.pk, opened_again().keyring).items()


def test_a_notice_is_read_once_and_by_nobody_else() -> None:
    report()
    loses_passphrase()
    give_back()
    notice = Notice.objects.get(person=person("fenna"))
    gijs, fenna = at_desk("gijs"), at_desk("fenna")
    assert "De herstelsleutel is gebruikt" in fenna.get("/desk/").content.decode()
    address = reverse("recovery:acknowledge", args=[notice.pk])
    assert gijs.post(address).status_code == 404
    fenna.post(address)
    assert "De herstelsleutel is gebruikt" not in fenna.get("/desk/").content.decode()


def test_ones_own_keys_go_with_ones_own_password_alone() -> None:
    bram = at_desk("bram")
    before = vault_queries.holder_of(person("bram").pk)
    answer = bram.post(reverse("recovery:lost"), {"password": "iets anders"})
    assert "niet uw wachtwoord" in answer.content.decode()
    assert vault_queries.holder_of(person("bram").pk) == before
    answer = bram.post(reverse("recovery:lost"), {"password": "voorbeeld-bram-2021"})
    assert answer["Location"] == reverse("identity:keys")
    assert vault_queries.holder_of(person("bram").pk) is None


def test_nobody_else_withdraws_keys_that_are_not_lost() -> None:
    for name in ("fenna", "gijs", "lotte"):
        with pytest.raises(Refused):
            operations.withdraw_lost(person("bram"), by=by_name(name))
        lost = reverse("recovery:lost_by", args=[person("bram").pk])
        assert at_desk(name).get(lost).status_code == 404


def test_first_keys_are_confirmed_on_the_page_with_the_sheets() -> None:
    someone = person("bram")
    loses_passphrase()
    hanna = at_desk("hanna")
    holder = vault_queries.holder_of(someone.pk)
    assert holder is not None
    page = hanna.get(reverse("recovery:confirm")).content.decode()
    assert shown("bram") in page
    form = {"holders": f"{holder.pk}|{shown('bram')}", **shares(*SHEETS[:2])}
    stale = {**form, "holders": f"{holder.pk}|0000"}
    hanna.post(reverse("recovery:confirm"), stale)
    assert holder.pk not in vault_queries.receivers().known.holders
    hanna.post(reverse("recovery:confirm"), form)
    assert holder.pk in vault_queries.receivers().known.holders


def test_a_departed_handlers_duty_can_end_after_the_files_were_given() -> None:
    case = report()
    Duty.objects.filter(person=person("fenna")).update(until_date=clock.today())
    duty = Duty.objects.get(person=person("bram"))
    with pytest.raises(Invalid, match="niemand meer openen"):
        organisation.end_duty(duty, by=by_name("hanna"))
    give_back("ivo", cause=Cause.DEPARTED, former=person("bram"), shown="")
    organisation.end_duty(duty, by=by_name("hanna"))
    assert files.open_file(case.pk, acting("ivo").keyring).items()


# The command line


@pytest.mark.usefixtures("unused")
def test_on_the_command_line_the_sheets_come_one_by_one_on_a_clean_screen() -> None:
    answers = ["Ada", "Ben", "Cor", "", "2", "", "", "", "", "", "", ""]
    done = CliRunner().invoke(commands.ceremony, input="\n".join(answers))
    assert done.exit_code == 0, done.output
    _before, *screens, after = done.output.split(commands._WIPE)
    assert [f"blad {n} van 3" in screen for n, screen in enumerate(screens, start=1)] == [True] * 3
    assert "Herstelsleutel, blad" not in after
    read = [
        " ".join(word for _at, word in sorted(_numbered(screen), key=lambda one: int(one[0])))
        for screen in screens
    ]
    assert recovery.opened(read[:2]).key(Sphere.CASES) is not None
    again = CliRunner().invoke(commands.ceremony, input="n\n")
    assert "Opnieuw beginnen?" in again.output
    assert again.exit_code == 1


def _numbered(screen: str) -> list[tuple[str, str]]:
    return re.findall(r"\b(\d{1,2}) ([a-z]{4,8})\b", screen.split("nodig.")[1])


def test_on_the_command_line_a_used_key_gets_no_second_ceremony() -> None:
    done = CliRunner().invoke(commands.ceremony)
    assert "Er is al een herstelsleutel." in done.output


def test_on_the_command_line_sheets_vouch_for_a_holder_and_a_fault_names_its_sheet() -> None:
    loses_passphrase()
    wrong = SHEETS[1].split()
    wrong[7] = "fiets"
    address = person("bram").email
    typed_in = f"j\n{SHEETS[0]}\n{' '.join(wrong)}\n"
    done = CliRunner().invoke(commands.certify, [address], input=typed_in)
    assert "2e blad: woord 8 staat niet in de lijst." in done.output
    holder = vault_queries.holder_of(person("bram").pk)
    assert holder is not None
    assert holder.pk not in vault_queries.receivers().known.holders
    typed_in = f"j\n{SHEETS[0]}\n{SHEETS[1]}\n"
    done = CliRunner().invoke(commands.certify, [address], input=typed_in)
    assert "De sleutel is bevestigd." in done.output
    assert holder.pk in vault_queries.receivers().known.holders
    told = done.output.replace(address, "")  # "example" is a word of the list as well
    assert not [word for sheet in SHEETS[:2] for word in sheet.split() if word in told]


def test_every_box_for_a_sheet_is_a_field_that_is_never_kept() -> None:
    assert {recovery.field_of(place) for place in range(1, recovery.MOST + 1)} <= NEVER_KEPT
