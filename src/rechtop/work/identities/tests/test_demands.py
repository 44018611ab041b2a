"""A name that is demanded from outside: told to the reporter first, and given by two people."""

import datetime

import pytest
from tests.people import acting, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.vault import files
from rechtop.overview.home import queries as home
from rechtop.tools.lists import queries as lists
from rechtop.work.cases import operations as cases
from rechtop.work.cases import presenting as case_presenting
from rechtop.work.cases.models import Case
from rechtop.work.identities import forms, operations
from rechtop.work.identities.models import Disclosure, List
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


def test_a_ground_lets_it_go_without_telling_and_stands_on_the_file() -> None:
    seven = words.draw()
    case = report(name="Anna", seven=seven)
    demand = announce(case, ground="investigation")
    assert demand.from_date == clock.today()
    assert operations.disclose(demand, by=acting("kees"))["name"] == "Anna"
    assert told(case, seven) == []
    opened = cases.open_case(case, by=acting("bram"))
    (entry, *_rest) = case_presenting.timeline(opened, {})
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
