from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedFile
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty, Kind
from rechtop.work.cases import operations as cases
from rechtop.work.cases import presenting as case_presenting
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.outside import Outside
from rechtop.work.intake import presenting as mailbox
from rechtop.work.investigations import operations, queries
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.operations import Order
from rechtop.work.investigations.states import Standing

pytestmark = pytest.mark.django_db

ORDER = Order("secretary", "Is de opdracht eerlijk gegund?", "Alleen 2026.", "external", "Bureau X")


def handled(**details: object) -> Case:
    case = report(**details)  # type: ignore[arg-type]
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    case.refresh_from_db()
    return case


def asked(case: Case | None = None) -> Investigation:
    return operations.ask(
        case or handled(), decider=person("gijs"), text="Kijk hier naar.", by=acting("bram")
    )


def again(investigation: Investigation) -> Investigation:
    return Investigation.objects.get(pk=investigation.pk)


def ordered(case: Case | None = None) -> Investigation:
    investigation = asked(case)
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    return again(investigation)


def signed(case: Case | None = None) -> Investigation:
    investigation, text = ordered(case), queries.secrecy_text()
    assert text is not None
    operations.sign_secrecy(investigation, shown=text.pk, by=acting("ivo"))
    return again(investigation)


def running(case: Case | None = None) -> Investigation:
    investigation = signed(case)
    operations.give_key(investigation, by=acting("gijs"))
    return again(investigation)


def holds(name: str, case: Case) -> bool:
    return person(name).pk in vault.people_with_key(case.pk)


def test_who_is_asked_to_decide_gets_the_key_and_finds_it_at_home() -> None:
    case = handled()
    assert not holds("gijs", case)
    investigation = asked(case)
    assert holds("gijs", case)
    assert list(queries.waiting_for(acting("gijs"))) == [investigation]
    told = queries.opened(investigation, acting("gijs"))
    assert told.newest("asked")["text"] == "Kijk hier naar."
    home = with_open_vault("gijs").get("/desk/").content.decode()
    assert f"Onderzoek in zaak {case.number}" in home


def test_nothing_but_codes_days_and_people_stands_in_the_clear() -> None:
    investigation = ordered()
    stored = str(Investigation.objects.filter(pk=investigation.pk).values())
    for sealed in (ORDER.question, ORDER.scope, ORDER.bureau, "Kijk hier naar."):
        assert sealed not in stored


def test_a_second_decision_cannot_be_asked_while_one_runs() -> None:
    case = handled()
    asked(case)
    with pytest.raises(Refused, match="loopt al een besluit"):
        asked(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Investigation.objects.create(number="0000-0001", case=case, asked_on="2026-01-01")


def test_only_who_the_case_is_open_to_can_decide_in_it() -> None:
    case = handled(about=("gijs",))
    with pytest.raises(Invalid, match="kan in deze zaak niet beslissen"):
        asked(case)
    assert not Investigation.objects.exists()
    assert not holds("gijs", case)
    with pytest.raises(Invalid):
        operations.ask(handled(), decider=person("eva"), text="", by=acting("bram"))


def test_of_a_closed_case_no_decision_is_asked() -> None:
    investigation = asked()
    Case.objects.filter(pk=investigation.case_id).update(
        state="closed",
        closed_on=clock.today(),
        closed_year=clock.today().year,
        conclusion="founded",
    )
    with pytest.raises(Refused, match="afgesloten"):
        operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    assert again(investigation).state == Standing.ASKED


def test_a_reporter_reads_the_reasons_and_the_file_keeps_them() -> None:
    seven = words.draw()
    investigation = asked(handled(seven=seven))
    with pytest.raises(Invalid) as error:
        operations.decline(investigation, reasons="Te klein.", message="", by=acting("gijs"))
    assert list(error.value.message_dict) == ["message"]
    assert again(investigation).state == Standing.ASKED
    operations.decline(
        investigation, reasons="Te klein.", message="Nee, te klein.", by=acting("gijs")
    )
    investigation = again(investigation)
    assert (investigation.state, investigation.declined_on is not None) == ("declined", True)
    case = Case.objects.get(pk=investigation.case_id)
    read = str(mailbox.mailbox(case, reporter(seven))["newest"])
    assert "Nee, te klein." in read
    assert "Te klein." not in read
    assert queries.opened(investigation, acting("bram")).newest("declined")["text"] == "Te klein."
    assert asked(case).state == Standing.ASKED  # it can be asked anew


def test_two_who_decide_at_once_leave_one_decision() -> None:
    investigation = asked()
    as_shown = again(investigation)
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    with pytest.raises(Refused, match="In deze stand"):
        operations.decline(as_shown, reasons="Nee.", message="Nee.", by=acting("gijs"))
    told = queries.opened(investigation, acting("gijs"))
    assert not told.newest("declined")
    assert again(investigation).declined_on is None


def test_only_the_decider_decides() -> None:
    investigation = asked()
    with pytest.raises(Refused, match="beslist wie daarvoor"):
        operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("bram"))


def test_who_decides_does_not_investigate() -> None:
    investigation = asked()
    with pytest.raises(Invalid, match="Wie onderzoekt, beslist niet"):
        operations.order(investigation, order=ORDER, investigator=person("gijs"), by=acting("gijs"))
    with pytest.raises(Invalid, match="niet onderzoeken"):
        operations.order(
            investigation, order=ORDER, investigator=person("fenna"), by=acting("gijs")
        )
    operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    with pytest.raises(Invalid, match="Wie onderzoekt, beslist niet"):
        operations.choose_decider(
            again(investigation), decider=person("ivo"), text="", by=acting("bram")
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Investigation.objects.filter(pk=investigation.pk).update(decider=person("ivo"))


def test_who_handles_the_case_does_not_investigate_it_and_the_other_way_round() -> None:
    case, fenna = handled(), person("fenna")
    Duty.objects.create(person=fenna, kind="investigator", from_date=clock.today())
    cases.assign(case, to=fenna, by=acting("bram"))
    case.refresh_from_db()
    investigation = asked(case)
    assert fenna not in queries.investigators(case, acting("gijs"))
    with pytest.raises(Invalid, match="niet onderzoeken"):
        operations.order(investigation, order=ORDER, investigator=fenna, by=acting("gijs"))
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    investigation = again(investigation)
    operations.order(investigation, order=ORDER, investigator=fenna, by=acting("gijs"))
    text = queries.secrecy_text()
    assert text is not None
    operations.sign_secrecy(again(investigation), shown=text.pk, by=acting("fenna"))
    cases.assign(case, to=fenna, by=acting("bram"))
    with pytest.raises(Invalid, match="Geef haar eerst aan een ander"):
        operations.give_key(again(investigation), by=acting("gijs"))
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    operations.give_key(again(investigation), by=acting("gijs"))
    with pytest.raises(Invalid, match="onderzoekt deze zaak"):
        cases.assign(case, to=fenna, by=acting("bram"))
    with pytest.raises(Invalid, match="onderzoekt deze zaak"):
        cases.hand_over(case, to=fenna, reason="Verlof.", keeps=False, by=acting("bram"))
    page = with_open_vault("bram").get(f"/desk/zaken/{case.number}/behandelaar/").content.decode()
    assert f'value="{fenna.pk}"' not in page
    case.refresh_from_db()
    assert case.handler == person("bram")
    assert holds("bram", case)


def test_the_investigator_gets_no_key_before_the_statement() -> None:
    investigation = ordered()
    ivo = acting("ivo")
    assert not holds("ivo", investigation.case)
    assert queries.to_open(investigation.number, ivo) == investigation
    with pytest.raises(Refused, match="In deze stand"):
        operations.give_key(investigation, by=acting("gijs"))
    with pytest.raises(Refused):
        operations.sign_secrecy(investigation, shown=1, by=acting("bram"))
    with pytest.raises(Invalid, match="intussen veranderd"):
        operations.sign_secrecy(investigation, shown=0, by=ivo)
    assert not holds("ivo", investigation.case)


def test_the_statement_is_kept_in_the_words_that_were_signed() -> None:
    investigation = running()
    told = queries.opened(investigation, acting("ivo")).newest("begun")
    assert investigation.secrecy_text is not None
    assert told["text"] == investigation.secrecy_text.text
    assert told["signed_on"] == str(investigation.signed_on)


def test_who_was_put_in_the_database_in_place_of_the_investigator_gets_nothing() -> None:
    investigation = signed()
    organisation.give_duty(
        person("fenna"), kind=Kind.INVESTIGATOR, from_date=clock.today(), by=COMMAND
    )
    Investigation.objects.filter(pk=investigation.pk).update(investigator=person("fenna"))
    with pytest.raises(Invalid, match="kan deze zaak niet krijgen"):
        operations.give_key(again(investigation), by=acting("gijs"))


def test_the_investigator_sees_this_case_alone_and_handles_nothing() -> None:
    other = handled()
    investigation = running()
    ivo = acting("ivo")
    assert list(case_queries.visible_to(ivo)) == [investigation.case]
    assert other.number not in with_open_vault("ivo").get("/desk/zaken/").content.decode()
    for verb in (
        lambda: cases.assign(investigation.case, to=person("fenna"), by=ivo),
        lambda: cases.write_to_reporter(investigation.case, text="x", is_feedback=False, by=ivo),
        lambda: cases.hand_over(
            investigation.case, to=person("fenna"), reason="", keeps=True, by=ivo
        ),
        lambda: operations.choose_decider(investigation, decider=person("gijs"), text="", by=ivo),
        lambda: operations.finish(investigation, reason="", by=ivo),
    ):
        with pytest.raises(Refused, match="Dit doet wie de zaak behandelt"):
            verb()
    opened = cases.open_case(investigation.case, by=ivo)
    may = case_presenting.possible(ivo, opened)
    assert {verb for verb, allowed in may.items() if allowed} == {"files", "note", "concerned"}


def test_the_key_of_the_investigator_goes_with_the_investigation() -> None:
    investigation = running()
    version = SealedFile.objects.get(pk=investigation.case_id).version
    with pytest.raises(Invalid, match="zonder eindrapport"):
        operations.finish(investigation, reason=" ", by=acting("gijs"))
    assert holds("ivo", investigation.case)
    operations.finish(investigation, reason="Het bureau stopte.", by=acting("gijs"))
    assert not holds("ivo", investigation.case)
    assert SealedFile.objects.get(pk=investigation.case_id).version == version + 1
    assert not Guest.objects.exists()
    with pytest.raises(files.NoKey):
        queries.opened(investigation, acting("ivo"))
    assert queries.to_open(investigation.number, acting("ivo")) is None


def test_another_decides_once_the_first_cannot() -> None:
    investigation = asked()
    cases.name_person_concerned(
        investigation.case, name="Gijs", description="", person=person("gijs"), by=acting("bram")
    )
    with pytest.raises(Refused):
        operations.order(investigation, order=ORDER, investigator=person("ivo"), by=acting("gijs"))
    assert not queries.waiting_for(acting("gijs")).exists()
    assert not queries.deciders(investigation.case, acting("bram")).exists()


def test_a_stranger_cannot_tell_an_investigation_from_one_that_is_not_there() -> None:
    investigation = running()
    client = with_open_vault("kees")
    here = client.get(f"/desk/onderzoeken/{investigation.number}/")
    nowhere = client.get("/desk/onderzoeken/0000-0000/")
    assert (here.status_code, here.content) == (nowhere.status_code, nowhere.content)
    assert here.status_code == 404


def test_the_pages_lead_from_the_question_to_the_running_investigation() -> None:
    case = handled()
    bram, gijs, ivo = with_open_vault("bram"), with_open_vault("gijs"), with_open_vault("ivo")
    typed = {"decider": person("gijs").pk, "text": "Kijk hier naar."}
    way = bram.post(f"/desk/zaken/{case.number}/onderzoek/", typed)["Location"]
    shown = gijs.get(way).content.decode()
    assert "Kijk hier naar." in shown
    wrong = {"commissioner": "secretary", "question": "Wat?", "scope": "Dit", "kind": "external"}
    answer = gijs.post(f"{way}opdracht/", {**wrong, "investigator": person("ivo").pk})
    assert "Vul de naam van het bureau in." in answer.content.decode()
    assert "Wat?" in answer.content.decode()  # what was typed stays
    right = {**wrong, "bureau": "Bureau X", "investigator": person("ivo").pk}
    assert gijs.post(f"{way}opdracht/", right).status_code == 302
    assert ivo.get(way)["Location"].endswith("/verklaring/")
    text = queries.secrecy_text()
    assert text is not None
    ivo.post(f"{way}verklaring/", {"shown": text.pk, "agrees": "on"})
    assert "U kunt dit dossier nog niet openen" in ivo.get(way).content.decode()
    assert gijs.post(f"{way}toelaten/", {"x": "1"}).status_code == 302
    assert "Is de" not in ivo.get("/desk/zaken/").content.decode()
    assert "Wat?" in ivo.get(way).content.decode()


def test_who_declines_first_reads_what_the_reporter_will_read() -> None:
    investigation = asked()
    gijs, way = with_open_vault("gijs"), f"/desk/onderzoeken/{investigation.number}/weigeren/"
    first = gijs.post(way, {"reasons": "Dit kan de leiding zelf oplossen."})
    page = first.content.decode()
    assert "Dit leest de melder. Klopt het zo?" in page
    assert page.count("Dit kan de leiding zelf oplossen.") == 2
    assert again(investigation).state == Standing.ASKED
    typed = {"reasons": "Dit kan de leiding zelf oplossen.", "message": "Uw chef lost dit op."}
    assert gijs.post(way, {**typed, "asked": "message"}).status_code == 302
    assert again(investigation).state == Standing.DECLINED


def told_by_letter() -> Case:
    case = cases.enter(
        channel="letter",
        received_on=clock.today() - datetime.timedelta(days=3),
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (Outside(), {"told_on", "told_how"}),
        (Outside(how="Per brief."), {"told_on"}),
        (Outside(on=clock.today()), {"told_how"}),
        (Outside(on=clock.today(), how="Per brief.", why_not="Anoniem."), {"why_not"}),
    ],
)
def test_no_investigation_is_not_decided_in_silence_where_there_is_no_mailbox(
    told: Outside, wrong: set[str]
) -> None:
    investigation = asked(told_by_letter())
    with pytest.raises(Invalid) as error:
        operations.decline(
            investigation, reasons="Te klein.", message="", told=told, by=acting("gijs")
        )
    assert set(error.value.message_dict) == wrong
    assert again(investigation).state == Standing.ASKED


def test_the_day_on_which_a_reporter_without_a_mailbox_heard_it_is_the_day_of_feedback() -> None:
    case, day = told_by_letter(), clock.today() - datetime.timedelta(days=1)
    heard_of_it = Outside(on=day, how="Aan de telefoon.")
    operations.decline(
        asked(case), reasons="Te klein.", message="", told=heard_of_it, by=acting("gijs")
    )
    case.refresh_from_db()
    assert case.feedback_on == day
    assert "Aan de telefoon." in str(files.read(case.pk, acting("bram").keyring))


def test_who_could_not_be_told_had_no_feedback_and_the_file_says_why() -> None:
    case = told_by_letter()
    anonymous = Outside(why_not="De brief was anoniem.")
    operations.decline(
        asked(case), reasons="Te klein.", message="", told=anonymous, by=acting("gijs")
    )
    case.refresh_from_db()
    assert case.feedback_on is None
    assert "De brief was anoniem." in str(files.read(case.pk, acting("bram").keyring))


def test_the_page_to_decline_asks_how_a_reporter_without_a_mailbox_heard_and_keeps_it() -> None:
    investigation = asked(told_by_letter())
    gijs, way = with_open_vault("gijs"), f"/desk/onderzoeken/{investigation.number}/weigeren/"
    typed = {"reasons": "Dit kan de leiding zelf oplossen.", "told_how": "Aan de telefoon."}
    page = gijs.post(way, typed).content.decode()
    assert "Vul in wanneer de melder dit hoorde, of schrijf waarom dat niet kon." in page
    assert "Dit kan de leiding zelf oplossen." in page
    assert "Aan de telefoon." in page
    assert "Dit leest de melder" not in page
    assert again(investigation).state == Standing.ASKED
    day = clock.today()
    when = {"told_on_day": day.day, "told_on_month": day.month, "told_on_year": day.year}
    assert gijs.post(way, {**typed, **when}).status_code == 302
    assert again(investigation).state == Standing.DECLINED
    shown = (
        with_open_vault("gijs")
        .get(f"/desk/onderzoeken/{asked().number}/weigeren/")
        .content.decode()
    )
    assert "Hoe hoorde de melder dit" not in shown
