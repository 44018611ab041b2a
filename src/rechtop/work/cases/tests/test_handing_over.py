from __future__ import annotations

import pytest
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import COMMAND, REPORTER
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.ground.vault import operations as vault_operations
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import SealedFile
from rechtop.overview.handover import queries as handover
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations, presenting, publishing, queries, telling
from rechtop.work.cases.models import Case, HandedOver, Row
from rechtop.work.cases.states import RowState
from rechtop.work.intake import presenting as mailbox

pytestmark = pytest.mark.django_db

TEXTS = dict.fromkeys(Row.TEXTS, "Iets.")


def hand_over(case: Case, to: str, *, by: str = "bram", keeps: bool = True) -> None:
    operations.hand_over(
        case, to=person(to), reason="Ik ga met pensioen.", keeps=keeps, by=acting(by)
    )


def holders(case: Case) -> set[str]:
    numbers = vault.people_with_key(case.pk)
    return {one for one in ("bram", "fenna", "gijs", "ivo") if person(one).pk in numbers}


def handled_by_bram(**details: object) -> Case:
    case = report(**details)  # type: ignore[arg-type]
    operations.assign(case, to=person("bram"), by=acting("fenna"))
    return case


def test_who_gets_a_case_opens_it_at_once_and_reads_at_home_from_whom() -> None:
    case = handled_by_bram()
    hand_over(case, "gijs")
    assert holders(case) == {"bram", "fenna", "gijs"}
    waiting = handover.handed_over_to(acting("gijs")).get()
    assert (waiting.case, waiting.giver.name) == (case, "Bram Bakker")
    operations.see_handovers(by=acting("gijs"))
    assert not handover.handed_over_to(acting("gijs")).exists()


def test_who_lets_go_opens_it_no_more_and_the_file_gets_another_key() -> None:
    case = handled_by_bram()
    version = SealedFile.objects.get(pk=case.pk).version
    hand_over(case, "gijs", keeps=False)
    assert holders(case) == {"fenna", "gijs"}
    assert SealedFile.objects.get(pk=case.pk).version == version + 1
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, acting("bram").keyring)
    assert not queries.visible_to(acting("bram")).filter(pk=case.pk).exists()


def test_who_let_go_is_not_shut_out_and_can_get_it_again() -> None:
    case = handled_by_bram()
    hand_over(case, "fenna", keeps=False)
    hand_over(case, "bram", by="fenna")
    assert holders(case) == {"bram", "fenna"}


def test_the_history_says_who_to_whom_and_why_and_the_reporter_reads_none_of_it() -> None:
    seven = words.draw()
    case = handled_by_bram(seven=seven)
    hand_over(case, "fenna")
    opened = operations.open_case(case, by=acting("fenna"))
    newest = telling.timeline(opened, presenting.names_in(opened))[0]
    assert newest["title"] == "Overgedragen aan Fenna de Vries"
    assert (newest["who"], newest["text"]) == ("Bram Bakker", "Ik ga met pensioen.")
    assert newest["kind"] == "inner"
    kinds = {item.kind for item in files.read(case.pk, reporter(seven).keyring)}
    assert "handover" not in kinds


def test_a_handler_hands_the_handling_over_and_the_reporter_reads_a_plain_line() -> None:
    seven = words.draw()
    case = handled_by_bram(seven=seven)
    assert mailbox.mailbox(case, reporter(seven))["handler_changed_at"] is None
    hand_over(case, "fenna")
    case.refresh_from_db()
    assert case.handler == person("fenna")
    assert mailbox.mailbox(case, reporter(seven))["handler_changed_at"] is not None


def test_who_does_not_handle_it_changes_no_handler_and_the_reporter_reads_nothing() -> None:
    seven = words.draw()
    case = handled_by_bram(seven=seven)
    hand_over(case, "gijs", by="fenna")
    case.refresh_from_db()
    assert case.handler == person("bram")
    assert mailbox.mailbox(case, reporter(seven))["handler_changed_at"] is None


def test_whose_duty_is_not_to_handle_gets_the_key_and_not_the_handling() -> None:
    kept, left = handled_by_bram(), handled_by_bram()
    hand_over(kept, "gijs")
    hand_over(left, "gijs", keeps=False)
    kept.refresh_from_db()
    left.refresh_from_db()
    assert (kept.handler, left.handler) == (person("bram"), None)


def test_it_goes_to_nobody_it_is_closed_for_without_a_key_or_a_duty_and_nothing_is_left_half() -> (
    None
):
    case = handled_by_bram()
    operations.name_person_concerned(
        case, name="Gijs", description="", person=person("gijs"), by=acting("bram")
    )
    before = [one.kind for one in files.read(case.pk, acting("bram").keyring)]
    for name in ("gijs", "carla", "eva", "hanna"):
        with pytest.raises(Invalid, match="kan deze zaak niet krijgen"):
            hand_over(case, name, keeps=False)
    with pytest.raises(Invalid, match="Kies een collega"):
        hand_over(case, "bram")
    case.refresh_from_db()
    assert case.handler == person("bram")
    assert [one.kind for one in files.read(case.pk, acting("bram").keyring)] == before
    assert not HandedOver.objects.exists()


@pytest.mark.parametrize("name", ["gijs", "ivo", "carla", "hanna", "eva"])
def test_nobody_hands_over_what_they_cannot_open(name: str) -> None:
    with pytest.raises(Refused):
        hand_over(report(), "fenna", by=name)
    for actor in (COMMAND, REPORTER):
        with pytest.raises(Refused):
            operations.hand_over(report(), to=person("gijs"), reason="x", keeps=True, by=actor)


def test_whoever_loses_the_case_also_loses_the_note_that_they_got_it() -> None:
    case = handled_by_bram()
    hand_over(case, "gijs")
    operations.name_person_concerned(
        case, name="Gijs", description="", person=person("gijs"), by=acting("bram")
    )
    assert not HandedOver.objects.exists()


def test_a_row_that_waits_for_who_lets_go_comes_back() -> None:
    case = handled_by_bram()
    row = publishing.propose_row(case, texts=TEXTS, reader=person("fenna"), by=acting("bram"))
    operations.hand_over(case, to=person("gijs"), reason="Weg.", keeps=False, by=acting("fenna"))
    row.refresh_from_db()
    assert row.state == RowState.SENT_BACK
    assert all(
        person("fenna").pk not in vault.people_with_key(number) for number in queries.files_of(case)
    )


def test_after_handing_over_the_last_one_may_leave() -> None:
    mine = report(about=("fenna",))
    assert holders(mine) == {"bram", "gijs", "ivo"}
    for one in Case.objects.filter(has_file=True):
        if "bram" in holders(one):
            hand_over(one, "gijs", keeps=False)
    organisation.end_duty(Duty.objects.get(person=person("fenna")), by=acting("hanna"))
    organisation.end_duty(Duty.objects.get(person=person("bram")), by=acting("hanna"))
    assert holders(mine) == {"gijs", "ivo"}


def test_the_trail_tells_that_it_was_handed_over_and_not_to_whom_or_why() -> None:
    case = handled_by_bram()
    hand_over(case, "fenna")
    entry = Entry.objects.get(action="case.handed_over")
    assert (entry.object_kind, entry.object_number) == ("case", case.pk)
    assert entry.actor_number == person("bram").pk


def test_key_work_that_waits_does_not_bring_a_handed_over_case_back() -> None:
    case = handled_by_bram()
    hand_over(case, "gijs", keeps=False)
    vault_operations.do_key_work(by=acting("fenna"))
    assert "bram" not in holders(case)
