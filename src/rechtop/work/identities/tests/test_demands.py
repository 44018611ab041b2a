"""A name that is demanded from outside: told to the reporter first, and given by two people."""

import datetime
from collections.abc import Mapping
from contextlib import AbstractContextManager

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault.models import Part
from rechtop.overview.home import queries as home
from rechtop.tools.lists import queries as lists
from rechtop.work.cases import operations as cases
from rechtop.work.cases import telling
from rechtop.work.cases.models import Case
from rechtop.work.cases.outside import Outside
from rechtop.work.identities import forms, operations, queries
from rechtop.work.identities.heard import Heard
from rechtop.work.identities.models import Disclosure, List, Opening
from rechtop.work.identities.states import DisclosureState
from rechtop.work.intake import presenting as intake

pytestmark = pytest.mark.django_db

IN_TWO_WEEKS = datetime.timedelta(days=14)


def announce(case: Case, *, ground: str = "", by: str = "fenna") -> Disclosure:
    return operations.announce(
        case,
        to="De rechtbank Den Haag",
        basis="Wetboek van Strafvordering, kenmerk 1",
        reasons="De rechter eist uw naam in een strafzaak.",
        ground=ground,
        from_date=clock.today() + IN_TWO_WEEKS,
        by=acting(by),
    )


def disclosed(demand: Disclosure) -> Mapping[str, str]:
    """Let Kees give a name in silence, for two weeks."""
    until = clock.today() + IN_TWO_WEEKS
    return operations.disclose(demand, silent_until=until, by=acting("kees"))


def told(case: Case, seven: tuple[str, ...]) -> list[tuple[str, str]]:
    entries = intake.mailbox(case, reporter(seven))["openings"]
    return [(entry["title"], entry["text"]) for entry in entries]


def test_the_reporter_is_told_first_and_has_time_and_is_told_when_it_is_given() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    demand = announce(case)
    ((title, text),) = told(case, seven)
    assert title == "De rechtbank Den Haag vordert uw naam"
    assert text.startswith("De rechter eist uw naam in een strafzaak.")
    assert list(home.waiting_for(acting("kees")).names_demanded) == [demand]
    with pytest.raises(Refused, match="tijd om te reageren"):
        operations.disclose(demand, by=acting("kees"))
    with clock.standing_at(clock.now() + IN_TWO_WEEKS):
        assert operations.disclose(demand, by=acting("kees"))["name"] == "Anna"
    assert told(case, seven)[0] == (
        "Wij gaven uw naam af aan: De rechtbank Den Haag",
        "Op grond van: Wetboek van Strafvordering, kenmerk 1",
    )
    actions = Entry.objects.filter(action__startswith="identity.disc", result="done")
    assert [(e.action, e.actor_number) for e in actions.order_by("id")] == [
        ("identity.disclosure_announced", acting("fenna").number),
        ("identity.disclosed", acting("kees").number),
    ]


def test_the_page_of_names_does_not_say_that_nothing_waits_while_a_demand_does() -> None:
    nothing, waits = "Er wacht niets op u", "Een vordering wacht op u"
    kees = with_open_vault("kees")
    assert nothing in kees.get("/desk/namen/").content.decode()
    demand = announce(report(name="Anna"))
    page = kees.get("/desk/namen/").content.decode()
    assert waits in page
    assert nothing not in page
    operations.decline(demand, by=acting("kees"))
    page = kees.get("/desk/namen/").content.decode()
    assert nothing in page
    assert waits not in page


def test_a_ground_lets_it_go_without_telling_and_stands_on_the_file() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    demand = announce(case, ground="investigation")
    assert demand.from_date == clock.today()
    assert disclosed(demand)["name"] == "Anna"
    assert told(case, seven) == []
    opened = cases.open_case(case, by=acting("bram"))
    (entry, *_rest) = telling.timeline(opened, {})
    assert entry["kind"] == "inner"
    kept = files.read(case.identity_file or 0, acting("kees").keyring)
    assert kept[-1].kind == "disclosed"


def test_two_people_give_a_name_one_of_them_the_coordinator_and_one_the_custodian() -> None:
    case = report(name="Anna")
    for someone in ("bram", "kees", "gijs", "hanna"):
        with pytest.raises(Refused):
            announce(case, by=someone)
    demand = announce(case, ground="order")
    for someone in ("fenna", "bram"):
        with pytest.raises(Refused):
            operations.disclose(demand, by=acting(someone))


def test_a_demand_that_is_declined_gives_nothing_and_is_told() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    demand = announce(case)
    operations.decline(demand, by=acting("kees"))
    demand.refresh_from_db()
    assert demand.state == DisclosureState.DECLINED
    assert told(case, seven)[0][0] == "Wij gaven uw naam niet af aan: De rechtbank Den Haag"
    with clock.standing_at(clock.now() + IN_TWO_WEEKS), pytest.raises(Refused):
        operations.disclose(demand, by=acting("kees"))
    announce(case)


def test_a_day_put_earlier_in_the_database_gives_nothing() -> None:
    demand = announce(report(name="Anna"))
    Disclosure.objects.update(from_date=clock.today())
    with pytest.raises(Invalid, match="tijd om te reageren"):
        operations.disclose(demand, by=acting("kees"))


def test_one_demand_waits_at_a_time_and_a_reporter_gets_time() -> None:
    case = report(name="Anna")
    announce(case)
    with pytest.raises(Invalid, match="al een vordering"):
        announce(case)
    with pytest.raises(Invalid) as refused:
        operations.announce(
            report(name="Bea"),
            to="x",
            basis="x",
            reasons="x",
            ground="",
            from_date=clock.today(),
            by=acting("fenna"),
        )
    assert "from_date" in refused.value.message_dict


def test_the_grounds_are_data() -> None:
    offered = [code for code, _label in forms.Announce().fields["ground"].choices]  # type: ignore[attr-defined]
    assert offered == ["", *(choice.code for choice in lists.choices(List.SILENCE))]
    assert len(offered) > 2


def in_days(days: int) -> AbstractContextManager[None]:
    return clock.standing_at(clock.now() + datetime.timedelta(days=days))


def given_in_silence(seven: tuple[str, ...]) -> Disclosure:
    demand = announce(report(name="Anna", seven=seven), ground="investigation")
    disclosed(demand)
    demand.refresh_from_db()
    return demand


def test_a_name_given_in_silence_asks_the_custodian_to_tell_the_reporter_later() -> None:
    seven = words.draw()
    demand = given_in_silence(seven)
    assert demand.silent_until == clock.today() + IN_TWO_WEEKS
    assert list(home.waiting_for(acting("kees")).names_to_tell) == [demand]
    assert not home.waiting_for(acting("bram")).names_to_tell
    operations.tell_later(demand, text="Dat mochten wij niet zeggen.", by=acting("kees"))
    ((title, text),) = told(demand.case, seven)
    assert title == "Wij gaven uw naam af aan: De rechtbank Den Haag"
    assert text.startswith("Dat mochten wij niet zeggen.\nWij gaven uw naam af op ")
    assert text.endswith("Op grond van: Wetboek van Strafvordering, kenmerk 1")
    assert not home.waiting_for(acting("kees")).names_to_tell
    with pytest.raises(Refused, match="weet de melder al"):
        operations.tell_later(demand, text="Nog eens.", by=acting("kees"))


def test_what_is_far_off_stands_on_the_list_and_not_yet_on_the_home() -> None:
    demand = announce(report(name="Anna"), ground="investigation")
    far = clock.today() + datetime.timedelta(days=90)
    operations.disclose(demand, silent_until=far, by=acting("kees"))
    assert not home.waiting_for(acting("kees")).names_to_tell
    page = with_open_vault("kees").get("/desk/namen/").content.decode()
    assert "de melder weet het nog niet, tot " in page
    with in_days(80):
        assert list(home.waiting_for(acting("kees")).names_to_tell) == [demand]


def test_the_custodian_may_wait_longer_with_a_reason_and_is_asked_again() -> None:
    seven = words.draw()
    demand = given_in_silence(seven)
    later = clock.today() + datetime.timedelta(days=60)
    wait = operations.wait_longer
    wait(demand, silent_until=later, reason="Het onderzoek loopt nog.", by=acting("kees"))
    demand.refresh_from_db()
    assert demand.silent_until == later
    assert told(demand.case, seven) == []
    kept = files.read(demand.case.identity_file or 0, acting("kees").keyring)
    assert (kept[-1].kind, kept[-1].content["text"]) == (
        "silence_lasts",
        "Het onderzoek loopt nog.",
    )
    with pytest.raises(Invalid):
        wait(demand, silent_until=clock.today(), reason="x", by=acting("kees"))


def test_nobody_but_the_custodian_tells_it_and_nothing_is_told_that_was_told_before() -> None:
    demand = given_in_silence(words.draw())
    for someone in ("fenna", "bram", "gijs", "lotte"):
        with pytest.raises(Refused):
            operations.tell_later(demand, text="x", by=acting(someone))
    open_demand = announce(report(name="Bea"))
    with clock.standing_at(clock.now() + IN_TWO_WEEKS):
        operations.disclose(open_demand, by=acting("kees"))
        with pytest.raises(Refused):
            operations.tell_later(open_demand, text="x", by=acting("kees"))


def test_a_name_is_not_given_in_silence_without_a_day() -> None:
    demand = announce(report(name="Anna"), ground="order")
    for day in (None, clock.today()):
        with pytest.raises(Invalid) as refused:
            operations.disclose(demand, silent_until=day, by=acting("kees"))
        assert "silent_until" in refused.value.message_dict


def test_a_case_whose_reporter_must_still_be_told_is_not_at_rest() -> None:
    demand = given_in_silence(words.draw())
    _openings, demands = queries.cases_that_wait()
    assert list(demands) == [demand]
    operations.tell_later(demand, text="x", by=acting("kees"))
    assert not demands.all().exists()


def test_on_the_page_what_is_missing_is_told_at_the_field_and_what_was_typed_stays() -> None:
    demand = given_in_silence(words.draw())
    kees, page = with_open_vault("kees"), f"/desk/namen/vorderingen/{demand.number}/"
    typed = {"answer": "wait", "reason": "Het loopt nog.", "silent_until_day": "1"}
    typed |= {"silent_until_month": "1", "silent_until_year": "2020"}
    shown = kees.post(page, typed).content.decode()
    assert "Kies een dag die nog komt." in shown
    assert "Het loopt nog." in shown
    assert (
        "Schrijf de melder wat er is gebeurd."
        in kees.post(page, {"answer": "tell"}).content.decode()
    )
    assert kees.post(page, {"answer": "tell", "text": "Nu wel."}).status_code == 302
    demand.refresh_from_db()
    assert demand.told_on == clock.today()


def test_nobody_gives_a_name_in_the_duty_of_custodian_that_they_demanded_as_coordinator() -> None:
    demand = announce(report(name="Anna"))
    demand.announced_by_id = acting("kees").number
    demand.from_date = clock.today()
    demand.save()
    with pytest.raises(Refused, match="Over uw eigen verzoek beslist een ander"):
        operations.disclose(demand, by=acting("kees"))


# A reporter without a mailbox reads nothing: then somebody says how they heard.


def by_letter() -> Case:
    """Give a case of a letter by Anna, which Fenna holds too."""
    return cases.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={"name": "Anna", "reach": ""},
        about=[],
        by=acting("bram"),
    )


def test_without_a_mailbox_a_name_is_given_once_the_reporter_had_the_time_that_was_announced() -> (
    None
):
    demand, kees = announce(by_letter()), acting("kees")
    disclose, heard_on = operations.disclose, clock.today() + datetime.timedelta(days=3)
    with in_days(14):
        tomorrow = clock.today() + datetime.timedelta(days=1)
        for wrong, fields in (
            (Heard(), {"told_on", "told_how"}),
            (Heard(Outside(on=tomorrow, how="Per brief.")), {"told_on"}),
            (Heard(Outside(on=clock.today())), {"told_on", "told_how"}),
            (Heard(Outside(on=clock.today(), how="Per brief.")), {"told_on"}),
            (Heard(Outside(on=heard_on, how="Per brief.")), {"told_on"}),
            (Heard(Outside(why_not="Dat vonden wij niet nodig.")), {"why_not"}),
        ):
            with pytest.raises(Invalid) as refused:
                disclose(demand, heard=wrong, by=kees)
            assert set(refused.value.message_dict) == fields
    heard = Heard(Outside(on=heard_on, how="Per brief."))
    with in_days(16), pytest.raises(Invalid, match="nog tijd om te reageren"):
        disclose(demand, heard=heard, by=kees)
    with in_days(17):
        assert disclose(demand, heard=heard, by=kees)["name"] == "Anna"
    kept = queries.told_in(demand.file, kees, operations.TOLD)
    assert (kept["how"], kept["author"]) == ("Per brief.", kees.number)


def test_a_day_put_later_in_the_database_shortens_nobodys_time() -> None:
    demand = announce(by_letter())
    with in_days(14):
        Disclosure.objects.update(announced_on=clock.today())
        demand.refresh_from_db()
        heard = Heard(Outside(on=clock.today(), how="Per brief."))
        with pytest.raises(Invalid, match="nog tijd om te reageren"):
            operations.disclose(demand, heard=heard, by=acting("kees"))


def test_that_a_reporter_cannot_be_reached_is_a_choice_of_its_own_with_a_reason() -> None:
    demand, kees = announce(by_letter()), acting("kees")
    with pytest.raises(Refused, match="tijd om te reageren"):
        operations.disclose(demand, heard=Heard(Outside(why_not="Weg."), True), by=kees)
    with in_days(14):
        for reason in ("", "  "):
            with pytest.raises(Invalid) as refused:
                operations.disclose(demand, heard=Heard(Outside(why_not=reason), True), by=kees)
            assert list(refused.value.message_dict) == ["why_not"]
        operations.disclose(demand, heard=Heard(Outside(why_not="Verhuisd."), True), by=kees)
    kept = queries.told_in(demand.file, kees, operations.TOLD)
    assert (kept["unreachable"], kept["why_not"]) == (True, "Verhuisd.")


def test_the_page_asks_it_and_says_nowhere_that_such_a_reporter_reads() -> None:
    demand = announce(by_letter())
    page = f"/desk/namen/vorderingen/{demand.number}/"
    with clock.standing_at(clock.now() + IN_TWO_WEEKS):
        kees = with_open_vault("kees")
        assert "Dit leest de melder" not in kees.get(page).content.decode()
        typed = {"answer": "disclose", "why_not": "De brief was zonder adres."}
        shown = kees.post(page, typed).content.decode()
        assert "Kies of de melder het hoorde." in shown
        assert "De brief was zonder adres." in shown
        shown = kees.post(page, {**typed, "heard": "told"}).content.decode()
        assert "Vertel het de melder eerst." in shown
        today = clock.today()
        day = {"told_on_day": today.day, "told_on_month": today.month, "told_on_year": today.year}
        heard = {"answer": "disclose", "heard": "told", "told_how": "Per brief.", **day}
        assert "nog tijd om te reageren" in kees.post(page, heard).content.decode()
        demand.refresh_from_db()
        assert demand.decided_on is None
        gone = kees.post(page, {**typed, "heard": "unreachable"}).content.decode()
        assert "Deze naam geeft u af" in gone
        after = kees.get(page).content.decode()
        assert "Waarom de melder niet te bereiken is" in after
        assert "De brief was zonder adres." in after


def test_what_was_given_in_silence_is_told_later_by_a_person_where_there_is_no_mailbox() -> None:
    demand = announce(by_letter(), ground="investigation")
    disclosed(demand)
    demand.refresh_from_db()
    page = f"/desk/namen/vorderingen/{demand.number}/"
    kees = with_open_vault("kees")
    assert "Wat schrijven wij de melder?" not in kees.get(page).content.decode()
    typed = {"answer": "tell", "told_how": "Aan de telefoon."}
    shown = kees.post(page, typed).content.decode()
    assert "Vul in wanneer de melder dit hoorde" in shown
    assert "Aan de telefoon." in shown
    today = clock.today()
    day = {"told_on_day": today.day, "told_on_month": today.month, "told_on_year": today.year}
    done = kees.post(page, {**typed, **day}, follow=True).content.decode()
    assert "Wat de melder hoorde, ligt nu vast." in done
    assert "eigen postvak" not in done
    demand.refresh_from_db()
    assert demand.told_on == today
    assert "Aan de telefoon." in kees.get(page).content.decode()


def test_the_second_of_a_double_click_shows_the_name_to_who_gave_it_and_on_that_day_alone() -> None:
    demand = announce(report(name="Anna"), ground="investigation")
    kees, page = with_open_vault("kees"), f"/desk/namen/vorderingen/{demand.number}/"
    until = clock.today() + IN_TWO_WEEKS
    typed = {f"silent_until_{part}": getattr(until, part) for part in ("day", "month", "year")}
    for _click in range(2):
        shown = kees.post(page, {"answer": "disclose", **typed}).content.decode()
        assert "<dd>Anna</dd>" in shown
        assert "nog als u deze bladzijde opnieuw laadt, maar niet als u hier later" in shown
    assert "<dd>Anna</dd>" not in kees.get(page).content.decode()
    looks = Entry.objects.filter(action="identity.given_name_seen", result="done")
    assert [entry.object_number for entry in looks] == [demand.pk]
    demand.refresh_from_db()
    for someone in ("fenna", "bram", "hanna"):
        with pytest.raises(Refused):
            operations.see_given(demand, by=acting(someone))
    with in_days(1), pytest.raises(Refused, match="vandaag"):
        operations.see_given(demand, by=acting("kees"))
    declined_one = declined()
    with pytest.raises(Refused):
        operations.see_given(declined_one, by=acting("kees"))


def declined(**told: str) -> Disclosure:
    demand = announce(by_letter(), **told)
    operations.decline(demand, by=acting("kees"))
    demand.refresh_from_db()
    return demand


def test_a_declined_demand_waits_until_it_is_said_how_a_reporter_without_a_mailbox_heard() -> None:
    demand, kees = declined(), acting("kees")
    assert list(home.waiting_for(kees).names_declined) == [demand]
    assert queries.has_demand_waiting(kees)
    assert not home.waiting_for(acting("bram")).names_declined
    assert demand in queries.cases_that_wait()[1]
    tell, yesterday = operations.tell_declined, clock.today() - datetime.timedelta(days=1)
    for wrong in (Outside(), Outside(on=yesterday, how="Per brief."), Outside(on=clock.today())):
        with pytest.raises(Invalid):
            tell(demand, told=wrong, by=kees)
    for someone in ("fenna", "bram", "gijs"):
        with pytest.raises(Refused):
            tell(demand, told=Outside(why_not="Weg."), by=acting(someone))
    tell(demand, told=Outside(on=clock.today(), how="Aan de telefoon."), by=kees)
    assert not home.waiting_for(kees).names_declined
    assert not queries.has_demand_waiting(kees)
    assert demand not in queries.cases_that_wait()[1]
    kept = queries.told_in(demand.file, kees, operations.TOLD)
    assert (kept["how"], kept["author"]) == ("Aan de telefoon.", kees.number)
    with pytest.raises(Refused, match="al vastgelegd"):
        tell(demand, told=Outside(why_not="Weg."), by=kees)


def test_of_a_demand_nobody_knew_of_or_that_was_read_nobody_need_say_how_it_was_heard() -> None:
    in_silence = declined(ground="investigation")
    read = announce(report(name="Anna"))
    operations.decline(read, by=acting("kees"))
    assert not home.waiting_for(acting("kees")).names_declined
    for demand in (in_silence, read):
        demand.refresh_from_db()
        with pytest.raises(Refused):
            operations.tell_declined(demand, told=Outside(why_not="Weg."), by=acting("kees"))


def test_who_declines_a_demand_comes_to_the_page_that_asks_how_the_reporter_heard() -> None:
    demand = announce(by_letter())
    kees, page = with_open_vault("kees"), f"/desk/namen/vorderingen/{demand.number}/"
    shown = kees.post(page, {"answer": "decline"}, follow=True).content.decode()
    assert "De naam is niet afgegeven." in shown
    again = kees.post(page, {"answer": "decline"}).content.decode()
    assert "De naam is niet afgegeven." in again
    assert "Vul in wanneer de melder dit hoorde" not in again
    assert "Vertel de melder dat de naam niet is afgegeven" in kees.get("/desk/").content.decode()
    shown = kees.post(page, {"told_how": "Per brief.", "once": "a"}).content.decode()
    assert "Vul in wanneer de melder dit hoorde" in shown
    assert "Per brief." in shown
    today = clock.today()
    day = {"told_on_day": today.day, "told_on_month": today.month, "told_on_year": today.year}
    assert kees.post(page, {"told_how": "Per brief.", **day, "once": "a"}).status_code == 302
    after = kees.get(page).content.decode()
    assert "Per brief." in after
    assert "De naam is niet afgegeven." not in after


def test_who_decides_on_a_name_reads_that_such_a_reporter_must_be_told_by_a_person() -> None:
    asked = operations.ask(by_letter(), reason="Ik moet bellen.", told="", by=acting("bram"))
    page = with_open_vault("kees").get(f"/desk/namen/vragen/{asked.number}/").content.decode()
    assert "Dit leest de melder" not in page
    assert "De melder leest bij het openen" not in page
    assert "moet dat zelf aan de melder vertellen" in page


def opened_by_letter() -> Opening:
    """Let Bram open the name of a reporter without a mailbox, which Fenna sees too."""
    asked = operations.ask(by_letter(), reason="Ik moet bellen.", told="", by=acting("bram"))
    operations.approve(asked, by=acting("kees"))
    operations.open_name(asked, by=acting("bram"))
    asked.refresh_from_db()
    return asked


def untold(name: str) -> list[Opening]:
    return list(home.waiting_for(acting(name)).names_untold)


def test_an_opened_name_waits_until_it_is_said_how_a_reporter_without_a_mailbox_heard() -> None:
    opening = opened_by_letter()
    assert untold("bram") == [opening]
    assert opening in queries.cases_that_wait()[0]
    tell, yesterday = operations.tell_opened, clock.today() - datetime.timedelta(days=1)
    for wrong in (Outside(), Outside(on=yesterday, how="Per brief."), Outside(on=clock.today())):
        with pytest.raises(Invalid):
            tell(opening, told=wrong, by=acting("bram"))
    for someone in ("hanna", "kees"):
        with pytest.raises(Refused):
            tell(opening, told=Outside(why_not="Weg."), by=acting(someone))
    tell(opening, told=Outside(on=clock.today(), how="Aan de telefoon."), by=acting("bram"))
    assert untold("bram") == []
    assert opening not in queries.cases_that_wait()[0]
    opened = cases.open_case(opening.case, by=acting("bram"))
    assert "Aan de telefoon." in telling.timeline(opened, {})[0]["text"]
    assert [i.part for i in opened.items if i.kind == "identity_opened"] == [Part.INNER]
    with pytest.raises(Refused, match="al vastgelegd"):
        tell(opening, told=Outside(why_not="Weg."), by=acting("bram"))
    with in_days(1):
        operations.open_name(opening, by=acting("bram"))
        assert untold("bram") == [opening]


def test_who_handles_the_case_tells_it_where_who_opened_the_name_is_gone() -> None:
    opening = opened_by_letter()
    Case.objects.filter(pk=opening.case_id).update(handler=person("fenna"))
    assert untold("fenna") == [opening]
    cases.name_person_concerned(
        opening.case, name="Bram", description="", person=person("bram"), by=acting("fenna")
    )
    assert untold("bram") == []
    operations.tell_opened(opening, told=Outside(why_not="Weg."), by=acting("fenna"))
    assert untold("fenna") == []


def test_the_page_takes_how_the_reporter_heard_and_keeps_what_was_typed() -> None:
    asked = operations.ask(by_letter(), reason="Ik moet bellen.", told="", by=acting("bram"))
    operations.approve(asked, by=acting("kees"))
    bram, page = with_open_vault("bram"), f"/desk/zaken/{asked.case.number}/melder/"
    assert bram.get(f"{page}verteld/").status_code == 302
    opened = bram.post(f"{page}openen/").content.decode()
    assert f'href="{page}verteld/"' in opened
    assert "Vertel de melder dat de naam is geopend" in bram.get("/desk/").content.decode()
    assert "De melder weet nog niet" in bram.get(page).content.decode()
    shown = bram.post(f"{page}verteld/", {"told_how": "Per brief."}).content.decode()
    assert "Vul in wanneer de melder dit hoorde" in shown
    assert "Per brief." in shown
    today = clock.today()
    day = {"told_on_day": today.day, "told_on_month": today.month, "told_on_year": today.year}
    sent = bram.post(f"{page}verteld/", {"told_how": "Per brief.", **day, "once": "a"})
    assert sent.status_code == 302
    assert "De melder weet nog niet" not in bram.get(page).content.decode()


def test_of_a_reporter_with_a_mailbox_nobody_need_say_how_they_heard() -> None:
    asked = operations.ask(report(name="Anna"), reason="Bellen.", told="", by=acting("bram"))
    operations.approve(asked, by=acting("kees"))
    operations.open_name(asked, by=acting("bram"))
    assert untold("bram") == []
