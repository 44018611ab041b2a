import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils.html import escape
from tests.desk import with_open_vault
from tests.people import acting, person, report, reporter
from tests.together import together

from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault.files import NoKey
from rechtop.people.organisation import queries as organisation
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.procedures import queries as procedures
from rechtop.tools.procedures.models import Version
from rechtop.tools.runs import queries as runs
from rechtop.work.cases import closing, dossiers, presenting, telling
from rechtop.work.cases import operations as cases
from rechtop.work.cases import queries as case_queries
from rechtop.work.cases.closing import Closing, Told
from rechtop.work.cases.models import Case, Guest
from rechtop.work.cases.outside import Outside
from rechtop.work.cases.states import State
from rechtop.work.cases.tests.test_positions import report_about, set_for, with_key
from rechtop.work.triage import account, forms, operations, queries
from rechtop.work.triage.models import CaseLink, Forward
from rechtop.work.triage.states import Bond

pytestmark = pytest.mark.django_db

PART = {"what": "Dat tweede.", "when": "", "where": "", "who": ""}
YES = dict.fromkeys(
    ("reasonable-grounds", "public-interest", "more-than-personal", "serious", "social-impact"),
    "yes",
)
NO = {"structural": "no", "union-law": "no", "board": "no"}


def answer(case: Case, by: str = "bram", shown: str | None = None, **more: Any) -> None:
    given = {"answers": {**YES, **NO}, "notes": {}, "types": ["financial"], **more}
    last = queries.given_in(case, acting(by)).id if shown is None else shown
    operations.answer(case, **given, shown=last, by=acting(by))


def proposed(case: Case):  # type: ignore[no-untyped-def]
    return operations.proposal(queries.given_in(case, acting("bram")))


def as_shown(case: Case) -> str:
    case.refresh_from_db()
    return operations.as_shown(proposed(case), case)


def timeline(case: Case, by: str = "bram") -> list[dict[str, Any]]:
    opened = cases.open_case(case, by=acting(by))
    return telling.timeline(opened, presenting.names_in(opened))


def merge(case: Case, other: Case, by: str = "bram", **more: Any) -> None:
    told = {"types": ["financial"], "regime": "zakelijk", "message": "Wij gaan samen verder."}
    operations.merge(case, number=other.number, **{**told, "told": Told(), **more}, by=acting(by))
    case.refresh_from_db()


def forward(case: Case, authority: str = "igj", message: str = "Het gaat naar de IGJ.") -> None:
    operations.forward(
        case, authority=authority, reason="Het gaat over zorg.", message=message, by=acting("bram")
    )


def split(case: Case, about: tuple[str, ...] = (), by: str = "bram") -> Case:
    return operations.split(
        case,
        report={"what": "Dat tweede.", "when": "", "where": "", "who": ""},
        about=[person(one).pk for one in about],
        message="Een deel behandelen wij apart.",
        by=acting(by),
    )


def test_answers_stand_in_the_file_for_who_works_on_it_and_can_be_given_anew() -> None:
    seven = words.draw()
    case = report(seven=tuple(seven))
    answer(case, notes={"serious": "Twee ton."})
    answer(case, answers={**YES, **NO, "serious": "unknown"})
    told = [one for one in timeline(case) if one["title"] == "Triage"]
    assert len(told) == 2
    assert "Twee ton." in told[1]["text"]
    assert all(one["kind"] == "inner" for one in told)
    assert not [
        one
        for one in files.read(case.pk, reporter(tuple(seven)).keyring)
        if one.kind == queries.TRIAGE
    ]


def test_following_the_proposal_registers_procedure_and_flags_and_begins_the_steps() -> None:
    case = report()
    answer(case)
    operations.follow(case, shown=as_shown(case), by=acting("bram"))
    case.refresh_from_db()
    assert (case.regime, case.is_wrongdoing, case.is_union_law_breach) == ("misstand", True, False)
    course = runs.course(case.ref)
    assert course is not None
    assert course.run.version.code == "misstand"


def test_about_the_secretary_it_goes_through_the_steps_for_that() -> None:
    case = report()
    answer(case, answers={**YES, **NO, "board": "yes"})
    operations.follow(case, shown=as_shown(case), by=acting("bram"))
    course = runs.course(case.ref)
    assert course is not None
    assert course.run.version.code == "bestuur"


def test_another_procedure_is_chosen_with_a_reason_and_the_flags_stay_what_was_answered() -> None:
    case = report()
    answer(case)
    operations.choose(
        case, regime="zakelijk", steps="", reason="De OR wil dit zo.", by=acting("bram")
    )
    case.refresh_from_db()
    assert (case.regime, case.is_wrongdoing) == ("zakelijk", True)
    assert "De OR wil dit zo." in [one["text"] for one in timeline(case)]


def test_of_two_who_choose_a_procedure_at_once_the_second_is_told_and_can_go_on() -> None:
    case, bram = report(), with_open_vault("bram")
    answer(case)
    address = f"/desk/zaken/{case.number}/triage/kiezen/"
    sent = {"regime": "zakelijk", "steps": "", "reason": "De OR wil dit zo.", "once": "a"}
    sent["shown"] = cases.as_registered(case)
    page = bram.get(address).content.decode()
    assert f'name="shown" value="{sent["shown"]}"' in page
    operations.choose(case, regime="sociaal", steps="", reason="Het is pesten.", by=acting("fenna"))
    refused = bram.post(address, sent).content.decode()
    assert "Een collega legde dit net vast." in refused
    assert "<dt>Onder welke procedure valt deze zaak?</dt>" in refused
    assert "<dt>Waarom wijkt u af" not in refused
    case.refresh_from_db()
    assert case.regime == "sociaal"
    assert "De OR wil dit zo." not in [one["text"] for one in timeline(case)]
    shown = cases.as_registered(case)
    assert f'name="shown" value="{shown}"' in refused
    sent |= {"shown": shown, "once": "b", "steps": "zakelijk"}
    assert bram.post(address, sent).status_code == 302
    case.refresh_from_db()
    assert case.regime == "zakelijk"


def test_what_turns_out_later_to_be_about_the_board_is_proposed_anew_and_moved_with_a_reason() -> (
    None
):
    case, bram = report(), with_open_vault("bram")
    page, follow = f"/desk/zaken/{case.number}/triage/", f"/desk/zaken/{case.number}/triage/volgen/"
    answer(case)
    bram.post(follow, {"shown": as_shown(case)})
    assert "Zo is het vastgelegd." in bram.get(page).content.decode()
    answer(case, answers={**YES, **NO, "board": "yes"})
    shown = bram.get(page).content.decode()
    assert "Zo is het vastgelegd." not in shown
    assert f'href="{follow}"' in shown
    assert "vanaf de eerste stap" in bram.get(follow).content.decode()
    sent = {"shown": as_shown(case)}
    bram.post(follow, sent)
    assert runs.of(case.ref).version.code == "misstand"  # type: ignore[union-attr]
    with pytest.raises(Invalid, match="waarom"):
        operations.follow(case, **sent, by=acting("bram"))
    bram.post(follow, {**sent, "reason": "Het gaat over de secretaris."})
    assert runs.of(case.ref).version.code == "bestuur"  # type: ignore[union-attr]
    assert "Het gaat over de secretaris." in [one["text"] for one in timeline(case)]
    assert "Zo is het vastgelegd." in bram.get(page).content.decode()


def test_a_proposal_that_changed_since_and_answers_of_a_colleague_are_told() -> None:
    case = report()
    answer(case)
    shown = as_shown(case)
    answer(case, by="fenna", answers={**YES, **NO, "serious": "no"})
    with pytest.raises(Invalid, match="intussen"):
        operations.follow(case, shown=shown, by=acting("bram"))
    with pytest.raises(Invalid, match="collega"):
        answer(case, shown="")
    case.refresh_from_db()
    assert case.regime == ""


def test_a_proposal_is_not_followed_over_what_a_colleague_registered_since() -> None:
    case, bram = report(), with_open_vault("bram")
    answer(case)
    page, way = f"/desk/zaken/{case.number}/triage/", f"/desk/zaken/{case.number}/triage/volgen/"
    shown = as_shown(case)
    assert f'value="{escape(shown)}"' in bram.get(page).content.decode()
    operations.choose(case, regime="sociaal", steps="", reason="Het is pesten.", by=acting("fenna"))
    clicked = bram.post(way, {"shown": shown, "once": "a"}).content.decode()
    assert "Deze zaak volgt nu andere stappen." in clicked
    typed = {"shown": shown, "reason": "Het is toch een misstand.", "once": "b"}
    refused = bram.post(way, typed).content.decode()
    assert "Een collega legde dit net vast." in refused
    assert "Het is toch een misstand." in refused
    assert f'value="{escape(as_shown(case))}"' in refused
    case.refresh_from_db()
    assert (case.regime, runs.of(case.ref).version.code) == ("sociaal", "sociaal")  # type: ignore[union-attr]
    assert bram.post(way, {**typed, "shown": as_shown(case), "once": "c"}).status_code == 302
    case.refresh_from_db()
    assert case.regime == "misstand"


def test_a_proposal_is_not_followed_where_its_steps_are_others_by_now() -> None:
    case = report()
    answer(case)
    shown = as_shown(case)
    held = procedures.in_force("misstand", clock.today())
    assert held is not None
    Version.objects.create(
        code="misstand",
        number=held.number + 1,
        content=held.content,
        valid_from=clock.today(),
        adopted_on=clock.today(),
        decision="Nieuw besluit",
    )
    with pytest.raises(Invalid, match="Het voorstel is intussen anders"):
        operations.follow(case, shown=shown, by=acting("bram"))
    operations.follow(case, shown=as_shown(case), by=acting("bram"))
    assert runs.of(case.ref).version.number == held.number + 1  # type: ignore[union-attr]


def test_a_proposal_is_not_followed_once_the_case_is_closed_or_its_procedure_is_gone() -> None:
    case, other, bram = report(), report(), with_open_vault("bram")
    answer(case)
    shown = as_shown(case)
    merge(case, other)
    sent = {"shown": shown, "reason": "Het is een misstand.", "once": "a"}  # closed meanwhile
    refused = bram.post(f"/desk/zaken/{case.number}/triage/volgen/", sent).content.decode()
    assert "afgesloten" in refused
    assert "Het is een misstand." in refused
    with pytest.raises(Refused, match="afgesloten"):
        operations.follow(case, shown=shown, by=acting("bram"))
    answer(other)
    shown = as_shown(other)
    Version.objects.filter(code="misstand").update(
        valid_from=clock.today() + datetime.timedelta(days=1)
    )
    with pytest.raises(Invalid, match="Het voorstel is intussen anders"):
        operations.follow(other, shown=shown, by=acting("bram"))
    other.refresh_from_db()
    assert other.regime == ""


def test_no_type_beside_a_type_is_refused() -> None:
    with pytest.raises(Invalid):
        answer(report(), types=["none", "financial"])


def test_the_types_of_triage_are_offered_when_the_case_closes() -> None:
    case = report()
    answer(case, types=["information"])
    assert dossiers.proposed_closing(case, acting("bram")) == {"types": ["information"]}


def test_questions_are_dated_and_a_procedure_the_authority_lacks_is_never_proposed() -> None:
    assert not queries.questions(datetime.date(2020, 1, 1))
    assert "social-impact" in [one.code for one in queries.questions()]
    assert {one.regime for one in queries.routes()} == {
        "",
        "misstand",
        "sociaal",
        "outside",
        "zakelijk",
    }


def test_two_cases_are_linked_for_who_holds_both_and_for_nobody_else() -> None:
    case, other = report(), report(about=("fenna",))
    operations.link(case, number=other.number, by=acting("bram"))
    assert [one.case for one in queries.others(case, acting("bram"))] == [other]
    assert [one.case for one in queries.others(other, acting("bram"))] == [case]
    assert queries.others(case, acting("fenna")) == []
    assert not [one for one in timeline(case, "fenna") if other.number in str(one)]
    page = with_open_vault("fenna").get(f"/desk/zaken/{case.number}/triage/")
    assert other.number not in page.content.decode()
    assert other.number in with_open_vault("bram").get(
        f"/desk/zaken/{case.number}/triage/"
    ).content.decode()  # fmt: skip


def test_who_links_two_cases_while_a_colleague_works_on_the_other_is_told_at_once() -> None:
    with together() as two:
        case, other = two.before(report), two.before(report)
        lock = Case.objects.select_for_update().filter(pk=other.pk)
        told = {"number": other.number, "by": acting("bram")}
        held, refused = two.at_once(lock.get, lambda: operations.link(case, **told))
        assert held == other
        assert isinstance(refused, Invalid)
        assert "number" in refused.message_dict
        assert not CaseLink.objects.exists()


def test_a_case_one_cannot_open_is_not_there_to_link_to_and_a_case_not_to_itself() -> None:
    case, other = report(), report(about=("fenna",))
    for number in (other.number, "0000-0000", case.number):
        with pytest.raises(Invalid):
            operations.link(case, number=number, by=acting("fenna"))
    operations.link(case, number=other.number.lower(), by=acting("bram"))
    with pytest.raises(Invalid, match="al bij elkaar"):
        operations.link(other, number=case.number, by=acting("bram"))
    operations.unlink(other, number=case.number, by=acting("bram"))
    assert not CaseLink.objects.exists()


def test_a_duplicate_closes_its_reporter_is_told_and_both_stay_counted() -> None:
    seven = tuple(words.draw())
    goes_on, case = report(), report(seven=seven)
    operations.link(case, number=goes_on.number, by=acting("bram"))
    merge(case, goes_on)
    goes_on.refresh_from_db()
    assert (case.state, case.conclusion, case.regime) == (State.CLOSED, "merged", "zakelijk")
    assert goes_on.state != State.CLOSED
    letters = [one.content for one in files.read(case.pk, reporter(seven).keyring)]
    assert "Wij gaan samen verder." in [one.get("text") for one in letters]
    assert [one.link.kind for one in queries.others(goes_on, acting("bram"))] == [Bond.MERGED]
    year = clock.today().year
    assert case_queries.received_in(year).filter(pk__in=[case.pk, goes_on.pk]).count() == 2
    figures = {one.name: one for one in account.figures(year)}
    assert figures["triage.samengevoegd"].value == 1
    behind = figures["triage.samengevoegd"].follow(acting("bram"))
    assert behind is not None
    assert list(behind.found) == [case]


def test_nothing_is_merged_with_a_closed_case_nor_half() -> None:
    closed, case = report(), report()
    merge(closed, report())
    with pytest.raises(Invalid, match="afgesloten"):
        merge(case, closed)
    with pytest.raises(Invalid):
        merge(case, report(), message="")
    case.refresh_from_db()
    assert (case.state, CaseLink.objects.filter(second=case).count()) == (State.RECEIVED, 0)
    with pytest.raises((Refused, NoKey)):
        merge(closed, case)


def test_a_merging_that_would_tell_someone_of_a_case_about_them_is_refused() -> None:
    case, about_fenna = report(), report(about=("fenna",))
    with pytest.raises(Invalid, match="mag de andere niet zien"):
        merge(about_fenna, case)
    with pytest.raises(Invalid, match="mag de andere niet zien"):
        merge(case, about_fenna)
    assert not CaseLink.objects.exists()


def test_a_letter_without_a_mailbox_is_merged_with_a_reason_for_silence() -> None:
    case = cases.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )
    with pytest.raises(Invalid):
        merge(case, report(), message="")
    merge(case, report(), message="", told=Told(why_not="De brief was anoniem."))
    assert case.conclusion == "merged"


def test_a_merged_case_that_is_opened_again_is_no_longer_counted_as_merged() -> None:
    case = report()
    merge(case, report())
    closing.reopen(case, reason="Het is toch iets anders.", by=acting("bram"))
    assert not queries.merged_in(clock.today().year).exists()


def test_a_part_becomes_a_case_of_its_own_with_the_same_day_and_channel() -> None:
    with clock.standing_at(clock.now() - datetime.timedelta(days=20)):
        seven = tuple(words.draw())
        case = report(seven=seven)
        cases.acknowledge(case, on=clock.today(), message="Dank u", by=acting("bram"))
    part = split(case)
    assert (part.received_on, part.channel) == (case.received_on, case.channel)
    assert (part.has_mailbox, part.state) == (False, State.ACKNOWLEDGED)
    assert [one.content["what"] for one in files.read(part.pk, acting("fenna").keyring) if
            one.kind == "report"] == ["Dat tweede."]  # fmt: skip
    assert "Een deel behandelen wij apart." in [
        one.content.get("text") for one in files.read(case.pk, reporter(seven).keyring)
    ]
    waiting = [one.rule.code for one in deadlines.of(part.ref) if one.is_open]
    assert waiting == ["feedback"]
    assert [one.case for one in queries.others(case, acting("fenna"))] == [part]
    assert account.figures(clock.today().year)[2].value == 1


def test_whom_the_part_is_about_does_not_open_it_nor_learns_of_it() -> None:
    case = report()
    part = split(case, about=("fenna",))
    with pytest.raises(NoKey):
        files.read(part.pk, acting("fenna").keyring)
    assert queries.others(case, acting("fenna")) == []
    with transaction.atomic():
        opened = files.open_file(part.pk, acting("bram").keyring)
        people = opened.people(organisation.receivers().known)
        assert person("fenna").pk in opened.excluded()
    assert len(people) >= 2  # who replaces her holds it beside Bram
    assert not [one for one in timeline(case, "fenna") if "fgesplitst" in str(one["title"])]


def test_who_investigates_the_case_alone_gets_no_part_of_it_and_does_no_triage() -> None:
    case = report()
    with transaction.atomic():
        cases.assign(case, to=person("fenna"), by=acting("bram"))
    Guest.objects.create(case=case, person=person("fenna"))
    with pytest.raises(Refused):
        answer(case, by="fenna", shown="")
    part = split(case)
    with pytest.raises(NoKey):
        files.read(part.pk, acting("fenna").keyring)


def test_a_part_about_the_secretary_or_the_team_goes_to_those_set_for_them() -> None:
    set_for("integrity-team", "gijs", "ivo")
    set_for("secretary", "bram", "ivo")
    of_team, of_secretary = report(), report()
    form = {"what": "Dat tweede.", "message": "Apart.", "once": "a"}
    bram = with_open_vault("bram")
    for case, positions in ((of_team, ["integrity-team"]), (of_secretary, ["secretary"])):
        sent = bram.post(f"/desk/zaken/{case.number}/splitsen/", {**form, "positions": positions})
        assert sent.status_code == 302
        form["once"] = "b"
    by_team, by_secretary = (
        CaseLink.objects.get(first=one).second for one in (of_team, of_secretary)
    )
    assert with_key(by_team) == {"gijs", "ivo"}
    assert by_team.handler is None
    assert with_key(by_secretary) == {"bram", "ivo"}
    opened = cases.open_case(by_team, by=acting("gijs"))
    assert case_queries.positions_in(opened.items) == [["integrity-team"]]


def test_a_part_stays_about_what_the_case_is_about() -> None:
    set_for("secretary", "bram", "ivo")
    set_for("integrity-team", "gijs", "ivo")
    case = report_about("secretary")
    part = operations.split(
        case,
        report={"what": "Iets"},
        about=[],
        positions=["integrity-team"],
        message="Apart.",
        by=acting("bram"),
    )
    assert with_key(part) == {"ivo"}  # the first one is closed for Gijs, who is secretary
    opened = cases.open_case(part, by=acting("ivo"))
    assert case_queries.positions_in(opened.items) == [["secretary"], ["integrity-team"]]


def test_who_is_closed_out_of_the_case_is_closed_out_of_the_part() -> None:
    part = split(report(about=("fenna",)))
    with pytest.raises(NoKey):
        files.read(part.pk, acting("fenna").keyring)
    assert person("fenna").pk in case_queries.closed_for(part, acting("bram"))


def test_a_case_is_not_split_in_silence() -> None:
    case = report()
    with pytest.raises(Invalid):
        operations.split(case, report={"what": "Iets"}, about=[], message="", by=acting("bram"))
    assert not CaseLink.objects.exists()


def test_forwarding_tells_the_reporter_stays_on_the_file_and_is_offered_at_the_close() -> None:
    seven = tuple(words.draw())
    case = report(seven=seven)
    forward(case)
    told = {one["title"]: one["text"] for one in timeline(case)}
    name = "Doorgestuurd naar: Inspectie Gezondheidszorg en Jeugd (IGJ)"
    assert told[name] == "Het gaat over zorg."
    assert "Het gaat naar de IGJ." in [
        one.content.get("text") for one in files.read(case.pk, reporter(seven).keyring)
    ]
    assert dossiers.proposed_closing(case, acting("bram"))["conclusion"] == "forwarded"
    assert queries.forwarded_in(clock.today().year).count() == 1
    with pytest.raises(Invalid, match="al heen"):
        forward(case)


def test_a_case_is_not_forwarded_in_silence_and_nothing_half_stays() -> None:
    case = report()
    with pytest.raises(Invalid):
        forward(case, message="")
    assert not Forward.objects.exists()
    assert case.number not in str(timeline(case))


def letter() -> Case:
    return cases.enter(
        channel="letter",
        received_on=clock.today(),
        report={"what": "Iets"},
        identity={},
        about=[],
        by=acting("bram"),
    )


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (Outside(), {"told_on", "told_how"}),
        (Outside(how="Per brief."), {"told_on"}),
        (Outside(on=clock.today()), {"told_how"}),
        (Outside(on=clock.today() + datetime.timedelta(days=1), how="Per brief."), {"told_on"}),
        (Outside(on=clock.today(), how="Per brief.", why_not="Anoniem."), {"why_not"}),
        (Outside(why_not="  "), {"told_on", "told_how"}),
    ],
)
def test_a_reporter_without_a_mailbox_is_not_passed_over_in_silence(
    told: Outside, wrong: set[str]
) -> None:
    case, bram = letter(), acting("bram")
    with pytest.raises(Invalid) as error:
        operations.forward(case, authority="igj", reason="Zorg", message="", told=told, by=bram)
    assert set(error.value.message_dict) == wrong
    with pytest.raises(Invalid):
        operations.split(case, report=PART, about=[], message="", told=told, by=bram)
    assert not Forward.objects.exists()
    assert not CaseLink.objects.exists()


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (Outside(on=clock.today(), how="Per brief."), "Per brief."),
        (Outside(why_not="De brief was anoniem."), "Niet verteld: De brief was anoniem."),
    ],
)
def test_how_a_reporter_without_a_mailbox_was_told_or_why_not_stays_on_the_file(
    told: Outside, text: str
) -> None:
    case, bram = letter(), acting("bram")
    operations.forward(case, authority="igj", reason="Zorg", message="", told=told, by=bram)
    operations.split(case, report=PART, about=[], message="", told=told, by=bram)
    kept = [one for one in timeline(case) if one["title"].startswith("Buiten het postvak")]
    assert len(kept) == 2
    assert all(text in one["text"] and one["kind"] == "inner" for one in kept)


def test_the_pages_ask_how_a_reporter_without_a_mailbox_heard_and_keep_what_was_typed() -> None:
    case, client = letter(), with_open_vault("bram")
    page = f"/desk/zaken/{case.number}/doorsturen/"
    typed = {"authority": "igj", "reason": "Dit schreef ik."}
    shown = client.post(page, typed).content.decode()
    assert "Schrijf hoe de melder dit hoorde, of waarom dat niet kon." in shown
    assert "Dit schreef ik." in shown
    assert "Bericht aan de melder" not in shown
    assert client.post(page, {**typed, "why_not": "Anoniem."}).status_code == 302
    today = clock.today()
    part = {
        "what": "Iets anders.",
        "told_how": "Aan de telefoon.",
        "told_on_day": today.day,
        "told_on_month": today.month,
        "told_on_year": today.year,
    }
    assert client.post(f"/desk/zaken/{case.number}/splitsen/", part).status_code == 302
    assert "Aan de telefoon." in str(timeline(case))
    with_mailbox = client.get(f"/desk/zaken/{report().number}/doorsturen/").content.decode()
    assert "Hoe hoorde de melder dit" not in with_mailbox


def test_the_message_is_shown_once_before_it_goes_and_again_for_another_authority() -> None:
    case = report()
    typed = {"authority": "igj", "reason": "Zorg", "message": "", "asked": ""}
    first = forms.Forward(typed, case=case)
    assert not first.is_valid()
    assert "Inspectie Gezondheidszorg" in first.data["message"]
    again = forms.Forward(first.data, case=case)
    assert again.is_valid()
    other = forms.Forward({**first.data, "authority": "ap"}, case=case)
    assert not other.is_valid()


def test_a_name_in_a_part_that_is_that_of_who_holds_the_case_raises_a_question() -> None:
    readers = [(str(person("fenna").pk), "Fenna de Vries")]
    typed = {"what": "Iets", "who": "mevrouw De Vries", "message": "Apart.", "asked": ""}
    first = forms.Split(typed, case=report(), readers=readers)
    assert "lijkt op Fenna de Vries" in str(first.errors)
    assert forms.Split(first.data, case=report(), readers=readers).is_valid()


def test_a_closed_case_is_not_triaged_split_or_forwarded() -> None:
    case = report()
    closing.close(
        case,
        closing=Closing(False, False, ["financial"], "solved", [("none", False)], "", "Ja", ""),
        message="Klaar.",
        regime="zakelijk",
        by=acting("bram"),
    )
    case.refresh_from_db()
    for act in (answer, split, forward):
        with pytest.raises(Refused):
            act(case)
    page = with_open_vault("bram").get(f"/desk/zaken/{case.number}/triage/")
    assert "Bewaar de antwoorden" not in page.content.decode()


def test_who_answers_a_case_that_a_colleague_closes_is_told_and_keeps_what_was_typed() -> None:
    case, bram = report(), with_open_vault("bram")
    merge(case, report(), by="fenna")
    sent = {one.code: "unknown" for one in queries.questions()}
    sent |= {"note_serious": "Een lange toelichting.", "shown": "", "once": "a"}
    page = bram.post(f"/desk/zaken/{case.number}/triage/", sent).content.decode()
    assert "Deze zaak is afgesloten." in page
    assert "Een lange toelichting." in page


def test_a_stranger_finds_none_of_these_pages() -> None:
    case = report(about=("fenna",))
    client = with_open_vault("fenna")
    for page in ("triage", "triage/kiezen", "verbinden", "samenvoegen", "splitsen", "doorsturen"):
        assert client.get(f"/desk/zaken/{case.number}/{page}/").status_code == 404


def test_the_pages_keep_what_was_typed_and_say_what_is_wrong() -> None:
    case, client = report(), with_open_vault("bram")
    sent = client.post(
        f"/desk/zaken/{case.number}/samenvoegen/",
        {"number": "0000-0000", "types": ["financial"], "message": "Dit schreef ik."},
    )
    shown = sent.content.decode()
    assert "Deze zaak kunt u niet openen, of zij bestaat niet." in shown
    assert "Dit schreef ik." in shown


def listed(name: str, **chosen: str) -> set[int]:
    found = case_queries.seen_by(acting(name), chosen)
    return {one.pk for cases in found for one in cases}


def test_the_list_tells_what_belongs_together_to_who_holds_both_alone() -> None:
    one, other = report(), report(about=("bram",))
    operations.link(one, number=other.number, by=acting("fenna"))
    assert {one.pk, other.pk} <= listed("fenna", belongs="related") & listed("fenna", belongs="any")
    assert one.pk in listed("bram", belongs="none")
    assert one.pk not in listed("bram", belongs="any") | listed("bram", belongs="related")


def test_the_list_tells_which_case_went_into_which_and_where_it_was_sent() -> None:
    one, other = report(), report()
    merge(other, one)
    forward(one)
    assert one.pk in listed("bram", belongs="first_merged")
    assert other.pk in listed("bram", belongs="merged")
    assert listed("bram", belongs="first_merged") & {one.pk, other.pk} == {one.pk}
    assert one.pk in listed("bram", forwarded="igj") & listed("bram", forwarded="any")
    assert other.pk in listed("bram", forwarded="none")


def test_where_nothing_is_answered_nothing_is_proposed_and_the_page_says_where_to_begin() -> None:
    case = report()
    nothing = dict.fromkeys([one.code for one in queries.questions()], "unknown")
    answer(case, answers=nothing, types=[])
    bram, way = with_open_vault("bram"), f"/desk/zaken/{case.number}/triage/"
    page = bram.get(way).content.decode()
    assert "Nog geen voorstel" in page
    assert f"Begin met: ‘{queries.questions()[0]}’" in page
    assert "Voorstel:" not in page
    assert "Volg dit voorstel" not in page
    assert 'value="zakelijk" selected' not in bram.get(f"{way}kiezen/").content.decode()
    with pytest.raises(Invalid):
        operations.follow(case, shown=as_shown(case), by=acting("bram"))
    answer(case, answers={**nothing, "structural": "no"}, types=[])
    page = bram.get(way).content.decode()
    assert "Voorstel: Zakelijke integriteit" in page
    assert "Begin met:" not in page
