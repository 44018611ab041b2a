import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files, keyrings, trust
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault.models import KeyWork, SealedFile, SealedKey
from rechtop.overview.home import queries as home
from rechtop.people.identity import operations as identity
from rechtop.people.organisation import operations as people
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import operations as cases
from rechtop.work.cases import presenting as case_presenting
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases import telling
from rechtop.work.cases.models import ApartFile, Case
from rechtop.work.identities import operations, presenting, queries
from rechtop.work.identities.models import Opening
from rechtop.work.identities.states import OpeningState
from rechtop.work.intake import presenting as intake

pytestmark = pytest.mark.django_db

WHY = "De aannemer heet net zo: is het familie?"
TOLD = "Wij moeten weten of er familie meespeelt."


def ask(case: Case, by: str = "bram", told: str = TOLD) -> Opening:
    return operations.ask(case, reason=WHY, told=told, by=acting(by))


def approved(case: Case, by: str = "bram") -> Opening:
    opening = ask(case, by)
    operations.approve(opening, by=acting("kees"))
    opening.refresh_from_db()
    return opening


def second_custodian() -> Actor:
    """Let Eva keep names as well: with keys, vouched for, and on the roster beside Kees."""
    eva, zin = person("eva"), "de kluis van eva in het voorbeeld"
    people.give_duty(eva, kind=Kind.CUSTODIAN, from_date=clock.today(), by=COMMAND)
    identity.make_keys(eva, passphrase=zin, spheres=("identities",), by=acting("eva"))
    holder = vault_queries.holder_of(eva.pk)
    assert holder is not None
    people.certify(holder, shown=trust.card_print(holder), by=acting("bram"))
    members = [acting("kees").holder or 0, holder.pk]
    roster = people.propose_roster(name="identities", members=members, by=acting("bram"))
    people.sign_roster(roster, shown=trust.roster_print(roster), by=acting("fenna"))
    kees = acting("kees")
    return Actor(
        kees.kind,
        kees.origin,
        number=eva.pk,
        duties=kees.duties,
        spheres=kees.spheres,
        holder=holder.pk,
        keyring=keyrings.unlock(holder, zin),
    )


def name_concerned(case: Case, whom: str, by: str = "bram") -> None:
    cases.name_person_concerned(case, name=whom, description="", person=person(whom), by=acting(by))


def told(seven: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give what the reporter reads of their name."""
    anna = reporter(seven)
    case = Case.objects.order_by("-pk")[0]
    entries = intake.mailbox(case, anna)["openings"]
    return [(entry["title"], entry["text"]) for entry in entries]


def test_a_name_lies_with_the_custodian_and_the_recovery_key_alone() -> None:
    case = report(name="Anna")
    assert vault_queries.people_with_key(case.identity_file or 0) == {person("kees").pk}
    kinds = SealedKey.objects.filter(file=case.identity_file, recipient__holder__isnull=False)
    assert set(kinds.values_list("recipient__holder__kind", flat=True)) == {"person", "recovery"}
    for handler in ("bram", "fenna"):
        with pytest.raises(files.NoKey):
            files.open_file(case.identity_file or 0, acting(handler).keyring)


def test_a_handler_asks_the_custodian_agrees_and_the_handler_alone_opens() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    opening = approved(case)
    assert operations.open_name(opening, by=acting("bram")) == {"name": "Anna", "reach": ""}
    for other in ("fenna", "kees"):
        with pytest.raises(Refused):
            operations.open_name(opening, by=acting(other))
        with pytest.raises(files.NoKey):
            files.read(opening.answer_file or 0, acting(other).keyring)
    assert told(seven) == [("Uw naam is geopend door: Behandelaar", f"Waarom: {TOLD}")]
    actions = list(Entry.objects.filter(action__startswith="identity.").order_by("id"))
    assert [(e.action, e.result) for e in actions] == [
        ("identity.asked", "done"),
        ("identity.approved", "done"),
        ("identity.opened", "done"),
        ("identity.opened", "refused"),
        ("identity.opened", "refused"),
    ]


def test_a_reason_without_a_version_for_the_reporter_is_told_whole() -> None:
    seven = words.draw()
    opening = ask(report(name="Anna", seven=seven), told="")
    operations.approve(opening, by=acting("kees"))
    operations.open_name(opening, by=acting("bram"))
    assert told(seven)[0][1] == f"Waarom: {WHY}"


def test_who_looks_again_the_same_day_is_told_once_and_stands_on_the_trail_twice() -> None:
    seven = words.draw()
    opening = approved(report(name="Anna", seven=seven))
    for _unused in range(2):
        operations.open_name(opening, by=acting("bram"))
    assert len(told(seven)) == 1
    tomorrow = clock.now() + datetime.timedelta(days=1)
    with clock.standing_at(tomorrow):
        operations.open_name(opening, by=acting("bram"))
    assert len(told(seven)) == 2
    assert Entry.objects.filter(action="identity.opened", result="done").count() == 3


def test_nobody_opens_without_asking_or_before_the_custodian_agreed() -> None:
    case = report(name="Anna")
    assert queries.newest_of(case, acting("bram")) is None
    opening = ask(case)
    with pytest.raises(Refused, match="al beslist"):
        operations.open_name(opening, by=acting("bram"))
    for someone in ("bram", "fenna", "gijs", "hanna"):
        with pytest.raises(Refused, match="bewaarder"):
            operations.approve(opening, by=acting(someone))


def test_a_refusal_says_why_and_opens_nothing() -> None:
    case = report(name="Anna")
    opening = ask(case)
    operations.refuse(opening, reason="Het kan ook zonder.", by=acting("kees"))
    opening.refresh_from_db()
    with pytest.raises(Refused):
        operations.open_name(opening, by=acting("bram"))
    assert presenting.reporter(case, acting("bram"))["why_not"] == "Het kan ook zonder."
    Opening.objects.update(state=OpeningState.APPROVED)
    with pytest.raises(files.NoKey):
        operations.open_name(opening, by=acting("bram"))
    with pytest.raises(Refused):
        operations.refuse(opening, reason="x", by=acting("bram"))


def test_what_was_approved_opens_for_a_week_and_then_the_copy_goes() -> None:
    opening = approved(report(name="Anna"))
    copy = opening.answer_file
    with clock.standing_at(clock.now() + datetime.timedelta(days=7)):
        with pytest.raises(Refused, match="voorbij"):
            operations.open_name(opening, by=acting("bram"))
        assert operations.lapse_due() == 1
        assert operations.lapse_due() == 0
    opening.refresh_from_db()
    assert (opening.state, opening.answer_file) == (OpeningState.LAPSED, None)
    assert not SealedFile.objects.filter(pk=copy).exists()
    assert not ApartFile.objects.filter(file=copy).exists()
    assert SealedFile.objects.filter(pk=opening.file).exists(), "the reason stays with the case"


def test_what_was_opened_stays_opened_when_its_copy_goes_and_can_be_asked_again() -> None:
    case = report(name="Anna")
    opening = approved(case)
    operations.open_name(opening, by=acting("bram"))
    with clock.standing_at(clock.now() + datetime.timedelta(days=8)):
        operations.lapse_due()
        opening.refresh_from_db()
        assert (opening.state, opening.answer_file) == (OpeningState.USED, None)
        assert ask(case).state == OpeningState.ASKED


def test_a_question_nobody_answers_lapses() -> None:
    case = report(name="Anna")
    opening = ask(case)
    with pytest.raises(Invalid, match="al gevraagd"):
        ask(case)
    with clock.standing_at(clock.now() + datetime.timedelta(days=30)):
        operations.lapse_due()
        opening.refresh_from_db()
        assert opening.state == OpeningState.LAPSED
        with pytest.raises(Refused):
            operations.approve(opening, by=acting("kees"))
        ask(case)


def test_the_clock_alone_lets_a_question_lapse() -> None:
    opening = ask(report(name="Anna"))
    with pytest.raises(Refused):
        operations.lapse(opening, by=acting("bram"))


def test_an_anonymous_reporter_has_no_name_to_ask_for() -> None:
    with pytest.raises(Refused, match="geen naam bekend"):
        ask(report())


def test_who_does_not_work_on_the_case_does_not_ask() -> None:
    case = report(name="Anna")
    for someone in ("ivo", "carla", "hanna", "kees"):
        with pytest.raises(Refused):
            ask(case, by=someone)


def test_a_name_that_came_in_another_way_is_with_the_custodian_as_well() -> None:
    case = cases.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={"name": "Piet", "reach": "06"},
        about=[],
        by=acting("bram"),
    )
    assert vault_queries.people_with_key(case.identity_file or 0) == {person("kees").pk}
    opening = approved(case)
    assert operations.open_name(opening, by=acting("bram")) == {"name": "Piet", "reach": "06"}


def test_what_waits_is_told_at_home_to_the_custodian_and_then_to_who_asked() -> None:
    case = report(name="Anna")
    opening = ask(case)
    assert list(home.waiting_for(acting("kees")).names_asked) == [opening]
    assert not home.waiting_for(acting("bram")).names_asked
    (waiting,) = presenting.waiting(acting("kees"))
    assert (waiting.reason, waiting.duty) == (WHY, "Behandelaar")
    operations.approve(opening, by=acting("kees"))
    assert home.waiting_for(acting("kees")).is_empty
    assert list(home.waiting_for(acting("bram")).names_to_open) == [opening]
    operations.open_name(opening, by=acting("bram"))
    assert not home.waiting_for(acting("bram")).names_to_open


def test_we_call_the_reporter_by_two_words_wherever_the_case_is_read() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    cases.write_as_reporter(case, text="Nog iets", by=reporter(seven))
    opened = cases.open_case(case, by=acting("bram"))
    names = case_presenting.names_in(opened)
    titles = [entry["title"] for entry in telling.timeline(opened, names)]
    assert titles[0] == f"Bericht van {case.pseudonym}"
    assert ("Wij noemen de melder", case.pseudonym) in case_presenting.facts(case, names)
    assert len(case.pseudonym.split()) == 2


# Whom the report is about.


def test_a_custodian_the_report_is_about_gets_no_key_to_the_name() -> None:
    case = report(name="Anna", about=("kees",))
    assert vault_queries.people_with_key(case.identity_file or 0) == set()
    with pytest.raises(files.NoKey):
        files.open_file(case.identity_file or 0, acting("kees").keyring)
    with pytest.raises(Invalid, match="geen bewaarder"):
        ask(case)


def test_a_second_custodian_has_the_name_where_the_first_is_concerned() -> None:
    eva = second_custodian()
    case = report(name="Anna", about=("kees",))
    opening = ask(case)
    assert queries.question(opening.number, acting("kees")) is None
    with pytest.raises(Refused):
        operations.approve(opening, by=acting("kees"))
    operations.approve(opening, by=eva)
    assert operations.open_name(opening, by=acting("bram"))["name"] == "Anna"


def test_a_custodian_named_later_loses_the_name_and_what_was_asked_at_once() -> None:
    eva = second_custodian()
    case = report(name="Anna")
    opening = ask(case)
    name_concerned(case, "kees")
    for number in (case.identity_file or 0, opening.file):
        with pytest.raises(files.NoKey):
            files.open_file(number, acting("kees").keyring)
    assert queries.question(opening.number, acting("kees")) is None
    assert vault.do_key_work(by=eva) == 2
    opened = files.open_file(case.identity_file or 0, eva.keyring)
    assert opened.excluded() == {person("kees").pk}
    assert opened.file.version == 2
    operations.approve(opening, by=eva)


def test_the_last_custodian_named_loses_the_name_and_the_recovery_key_keeps_it() -> None:
    case = report(name="Anna")
    name_concerned(case, "kees")
    held = SealedKey.objects.filter(file=case.identity_file, recipient__holder__isnull=False)
    assert [key.recipient.holder.kind for key in held if key.recipient.holder] == ["recovery"]
    with pytest.raises(Invalid, match="geen bewaarder"):
        ask(case)


def test_a_handler_named_before_asking_or_before_opening_opens_nothing() -> None:
    case = report(name="Anna")
    opening = approved(case, by="fenna")
    copy = opening.answer_file
    name_concerned(case, "fenna")
    with pytest.raises(Refused):
        operations.open_name(opening, by=acting("fenna"))
    assert not SealedFile.objects.filter(pk=copy).exists()
    assert not home.waiting_for(acting("fenna")).names_to_open
    waiting = ask(report(name="Bea"), by="fenna")
    name_concerned(waiting.case, "fenna")
    with pytest.raises(Invalid, match="kan de zaak nu niet openen"):
        operations.approve(waiting, by=acting("kees"))
    assert not ApartFile.objects.filter(person=person("fenna")).exists()


def test_no_copy_of_a_name_is_made_for_who_works_on_the_case_no_more() -> None:
    case = report(name="Anna")
    opening = ask(case, by="fenna")
    cases.hand_over(case, to=person("bram"), reason="Verlof", keeps=False, by=acting("fenna"))
    with pytest.raises(Invalid, match="kan de zaak nu niet openen"):
        operations.approve(opening, by=acting("kees"))
    assert not ApartFile.objects.filter(person=person("fenna")).exists()
    operations.refuse(opening, reason="U behandelt deze zaak niet meer.", by=acting("kees"))


def test_who_let_go_of_the_case_and_got_it_again_asks_for_the_name_anew() -> None:
    case = report(name="Anna")
    opening = approved(case, by="fenna")
    bram, fenna = acting("bram"), acting("fenna")
    assert list(home.waiting_for(fenna).names_to_open) == [opening]
    cases.hand_over(case, to=person("bram"), reason="Verlof", keeps=False, by=fenna)
    cases.hand_over(case, to=person("fenna"), reason="Terug", keeps=True, by=bram)
    assert not home.waiting_for(fenna).names_to_open
    told = presenting.reporter(case, fenna)
    assert (told["can_open"], told["can_ask"]) == (False, True)
    again = ask(case, by="fenna")
    opening.refresh_from_db()
    assert opening.state == OpeningState.LAPSED
    operations.approve(again, by=acting("kees"))
    assert operations.open_name(again, by=fenna)["name"] == "Anna"


def test_a_question_tells_the_name_for_whom_the_case_is_closed() -> None:
    case = report(name="Anna")
    name_concerned(case, "fenna")
    operations.approve(ask(case), by=acting("kees"))
    opened = files.open_file(case.identity_file or 0, acting("kees").keyring)
    assert opened.excluded() == {person("fenna").pk}


def test_who_loses_their_keys_loses_the_copy_and_leaves_nobody_waiting_for_it() -> None:
    opening = approved(report(name="Anna"))
    people.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)
    assert not SealedFile.objects.filter(pk=opening.answer_file).exists()
    assert not KeyWork.objects.filter(file=opening.answer_file).exists()


# A reporter who gives their name later.


def test_an_anonymous_reporter_makes_themselves_known_to_the_custodian_alone() -> None:
    seven = words.draw()
    case = report(seven=seven)
    operations.make_known(case, name="Anna", reach="06", by=reporter(seven))
    case.refresh_from_db()
    assert case.is_named
    assert case in home.waiting_for(acting("bram")).reporters
    assert vault_queries.people_with_key(case.identity_file or 0) == {person("kees").pk}
    opened = cases.open_case(case, by=acting("bram"))
    (entry, *_rest) = telling.timeline(opened, {})
    assert entry["title"] == f"{case.pseudonym} heeft zich bekend gemaakt"
    assert "Anna" not in str(opened.items)
    opening = approved(case)
    assert operations.open_name(opening, by=acting("bram")) == {"name": "Anna", "reach": "06"}
    assert len(told(seven)) == 1


def test_a_name_is_given_once_and_by_its_reporter_alone() -> None:
    seven, other = words.draw(), words.draw()
    case = report(seven=seven)
    report(seven=other)
    for someone in (reporter(other), acting("bram")):
        with pytest.raises(Refused):
            operations.make_known(case, name="Anna", reach="", by=someone)
    operations.make_known(case, name="Anna", reach="", by=reporter(seven))
    with pytest.raises(Refused, match="al"):
        operations.make_known(case, name="Bea", reach="", by=reporter(seven))


@pytest.mark.parametrize("how", ["ticked", "named"])
def test_a_name_given_later_goes_past_a_custodian_the_case_is_closed_for(how: str) -> None:
    eva, seven = second_custodian(), words.draw()
    case = report(seven=seven, about=("kees",) if how == "ticked" else ())
    if how == "named":
        name_concerned(case, "kees")
    operations.make_known(case, name="Anna", reach="", by=reporter(seven))
    case.refresh_from_db()
    assert vault_queries.people_with_key(case.identity_file or 0) == {eva.number}


# Who writes the database.


def test_a_copy_of_another_persons_name_does_not_come_by_swapping_the_files() -> None:
    case, other = report(name="Anna"), report(name="Bea")
    opening = ask(case)
    Case.objects.filter(pk=case.pk).update(identity_file=other.identity_file)
    with pytest.raises(Invalid, match="hoort niet bij"):
        operations.approve(opening, by=acting("kees"))


def test_a_question_put_on_anothers_name_or_case_is_not_approved() -> None:
    case, other = report(name="Anna"), report(name="Bea")
    opening = ask(case)
    for forged in ({"asked_by": person("ivo")}, {"case": other}):
        with transaction.atomic():
            Opening.objects.filter(pk=opening.pk).update(**forged)
            with pytest.raises(Invalid, match="hoort niet bij"):
                operations.approve(opening, by=acting("kees"))
            transaction.set_rollback(True)


def test_an_answer_put_in_the_place_of_another_tells_nothing() -> None:
    bram, other = acting("bram"), approved(report(name="Bea"))
    opening = approved(report(name="Anna"))
    Opening.objects.filter(pk=other.pk).update(answer_file=opening.answer_file)
    other.refresh_from_db()
    with pytest.raises(files.NoKey):
        operations.open_name(other, by=bram)


def test_a_state_put_to_approved_opens_nothing() -> None:
    opening = ask(report(name="Anna"))
    Opening.objects.filter(pk=opening.pk).update(state=OpeningState.APPROVED)
    with pytest.raises(files.NoKey):
        operations.open_name(opening, by=acting("bram"))


def test_a_custodian_put_back_beside_a_closed_name_is_left_out_at_the_next_question() -> None:
    eva = second_custodian()
    case = report(name="Anna")
    before = SealedKey.objects.filter(
        file=case.identity_file, recipient__holder__bearer=person("kees").pk
    ).get()
    name_concerned(case, "kees")
    KeyWork.objects.all().delete()
    SealedKey.objects.bulk_create([before])
    operations.approve(ask(case), by=eva)
    with pytest.raises(files.NoKey):
        files.open_file(case.identity_file or 0, acting("kees").keyring)


def test_who_asked_does_not_decide_whatever_their_duties() -> None:
    opening = ask(report(name="Anna"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(
            decided_by=opening.asked_by, decided_on=clock.today()
        )


def test_every_file_of_a_case_is_known_whoever_holds_it() -> None:
    case = report(name="Anna")
    opening = approved(case)
    expected = {case.pk, case.identity_file, opening.file, opening.answer_file}
    assert set(case_queries.every_file_of(case)) == expected


def test_nobody_decides_on_a_question_of_their_own_in_two_duties() -> None:
    kees, opening = acting("kees"), ask(report(name="Anna"))
    opening.asked_by_id = kees.number
    opening.save()
    for decide in (operations.approve, operations.refuse):
        told = {} if decide is operations.approve else {"reason": "Het kan anders."}
        with pytest.raises(Refused, match="Over uw eigen verzoek beslist een ander"):
            decide(opening, **told, by=kees)  # type: ignore[operator]
    opening.refresh_from_db()
    assert opening.state == OpeningState.ASKED
