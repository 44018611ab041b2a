"""Hours and cost are of who made them: of each investigator apart, under the kind they were of."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from tests.desk import with_open_vault
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid
from rechtop.work.cases import queries as cases
from rechtop.work.investigations import account, effort, hearing, operations, queries
from rechtop.work.investigations.models import EarlierWork, Investigation
from rechtop.work.investigations.states import Bureau
from rechtop.work.investigations.tests.test_deciding import ORDER, again, asked, running, signed
from rechtop.work.investigations.tests.test_ending import way_to
from rechtop.work.investigations.tests.test_going_on_after_the_report import given_to_fenna
from rechtop.work.investigations.tests.test_replacing import fenna_can, replaced

pytestmark = pytest.mark.django_db

INSIDE = dataclasses.replace(ORDER, kind="internal", bureau="")


def by_ivo(investigation: Investigation) -> Investigation:
    """Let Ivo sign, and get the key."""
    text = queries.secrecy_text()
    assert text is not None
    operations.sign_secrecy(investigation, shown=text.pk, by=acting("ivo"))
    operations.give_key(again(investigation), by=acting("bram"))
    return again(investigation)


def inside() -> Investigation:
    """Let Ivo begin as one of the authority's own people."""
    investigation = asked()
    operations.order(investigation, order=INSIDE, investigator=person("ivo"), by=acting("gijs"))
    return by_ivo(again(investigation))


def count(investigation: Investigation, hours: int, cost: int, name: str) -> None:
    hearing.register_cost(
        again(investigation), hours=Decimal(hours), cost=Decimal(cost), by=acting(name)
    )


def after_one_another() -> Investigation:
    """Let Ivo work 60 hours inside, and a bureau go on with Fenna and register 140."""
    investigation = inside()
    count(investigation, 60, 500, "ivo")
    investigation = given_to_fenna(again(investigation))
    count(investigation, 140, 21_000, "fenna")
    return again(investigation)


def figures() -> dict[str, account.Figure]:
    found = account.figures(clock.today().year)
    return {one.name.removeprefix("onderzoeken."): one for one in found}


def values(*names: str) -> list[int | None]:
    found = figures()
    return [found[name].value for name in names]


def test_hours_of_our_own_people_stay_theirs_when_a_bureau_goes_on_and_the_order_counts_once() -> (
    None
):
    investigation = after_one_another()
    assert values("intern", "extern") == [1, 0]
    assert values("uren", "uren-intern", "uren-extern") == [200, 60, 140]
    assert values("kosten", "kosten-intern", "kosten-extern") == [21_500, 500, 21_000]
    for name, is_behind in (
        ("intern", True),
        ("extern", False),
        ("uren-intern", True),
        ("uren-extern", True),
        ("kosten-extern", True),
    ):
        behind = figures()[name].follow(acting("gijs"))
        assert behind is not None
        assert (investigation in list(behind.found)) is is_behind, name


def test_the_lines_behind_hours_and_cost_add_up_to_them_and_ask_nothing_more(
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    after_one_another()
    count(running(), 10, 100, "ivo")
    for name, label, whole in (
        ("uren-intern", "Uren van eigen onderzoekers", 60),
        ("uren-extern", "Uren van bureaus van buiten", 150),
        ("kosten-intern", "Kosten van eigen onderzoekers in euro", 500),
        ("kosten-extern", "Kosten van bureaus van buiten in euro", 21_100),
    ):
        assert values(name) == [whole]
        behind = figures()[name].follow(acting("gijs"))
        assert behind is not None
        found = list(behind.found)
        with django_assert_num_queries(0):
            told = [dict(behind.tell(one).facts)[label] for one in found]
        assert sum(float(one.replace(".", "").replace(",", ".")) for one in told if one) == whole


def test_replaced_twice_each_keeps_their_own_and_they_add_up_by_kind() -> None:
    investigation = after_one_another()
    investigation = replaced(
        investigation, investigator=person("ivo"), kind="internal", bureau="", reason="Terug."
    )
    count(by_ivo(investigation), 5, 0, "ivo")
    assert values("intern", "extern") == [1, 0]
    assert values("uren", "uren-intern", "uren-extern") == [205, 65, 140]
    kept = [(one.kind, one.hours) for one in effort.before(investigation)]
    assert kept == [(Bureau.INTERNAL, 60), (Bureau.EXTERNAL, 140)]


def test_the_page_shows_each_apart_and_what_comes_in_late_is_noted_for_who_made_it() -> None:
    investigation = given_to_fenna(inside())
    row = EarlierWork.objects.get()
    bram, way = with_open_vault("bram"), way_to(investigation)
    form = bram.get(f"{way}uren/").content.decode()
    for label in (
        "Uren van Fenna de Vries tot nu toe",
        "Kosten van Fenna de Vries tot nu toe, in euro",
        "Eerdere uren van Ivo Idrissi",
        "Eerdere kosten van Ivo Idrissi, in euro",
    ):
        assert label in form, label
    assert "Uren tot nu toe" not in form
    own, earlier = {"hours": "140", "cost": "21000"}, {f"hours_{row.pk}": "-1"}
    shown = {"shown": hearing.as_counted(investigation), "once": "a"}
    refused = bram.post(f"{way}uren/", {**own, **earlier, **shown})
    assert list(refused.context["form"].errors) == [f"hours_{row.pk}"]
    assert 'value="140"' in refused.content.decode()
    earlier = {f"hours_{row.pk}": "60", f"cost_{row.pk}": ""}
    assert bram.post(f"{way}uren/", {**own, **earlier, **shown}).status_code == 302
    facts = {label: str(value) for label, value in bram.get(way).context["facts"]}
    ivo, fenna = (f"Uren en kosten van {name}" for name in ("Ivo Idrissi", "Fenna de Vries"))
    assert facts[ivo] == f"60,0 uur; – euro; {Bureau.INTERNAL.label}"
    assert facts[fenna] == f"140,0 uur; 21.000,0 euro; {Bureau.EXTERNAL.label}"
    assert "Uren" not in facts
    assert values("uren-intern", "uren-extern") == [60, 140]


def test_who_typed_hours_while_another_took_over_is_told_and_nothing_is_mixed() -> None:
    investigation = inside()
    count(investigation, 60, 0, "ivo")
    drawn = hearing.as_counted(again(investigation))
    investigation = given_to_fenna(again(investigation))
    with pytest.raises(Invalid, match="legde dit net vast"):
        hearing.register_cost(
            investigation, hours=Decimal(70), cost=None, shown=drawn, by=acting("bram")
        )
    assert again(investigation).hours is None
    assert EarlierWork.objects.get().hours == 60


def test_hours_noted_while_a_page_was_read_are_neither_lost_nor_written_over() -> None:
    investigation = inside()
    as_read, shown = again(investigation), hearing.as_counted(investigation)
    count(investigation, 60, 0, "ivo")
    with pytest.raises(Invalid, match="legde dit net vast"):
        hearing.register_cost(as_read, hours=None, cost=None, shown=shown, by=acting("bram"))
    as_read = again(investigation)
    count(investigation, 70, 0, "ivo")
    fenna_can(investigation.case)
    replaced(as_read)
    assert EarlierWork.objects.get().hours == 70


def test_who_sends_that_page_once_more_keeps_what_the_one_before_made() -> None:
    investigation = inside()
    count(investigation, 60, 1500, "ivo")
    typed = {"hours": "70", "cost": "", "once": "a"}
    typed["shown"] = hearing.as_counted(again(investigation))
    way = f"{way_to(given_to_fenna(again(investigation)))}uren/"
    bram = with_open_vault("bram")
    form = bram.post(way, typed).context["form"]
    assert "shown" in form.errors
    shown = {one.name: one.value() for one in form}
    once_more = {name: "" if value is None else str(value) for name, value in shown.items()}
    assert bram.post(way, once_more).status_code == 302
    assert again(investigation).hours == 70
    kept = EarlierWork.objects.get()
    assert (kept.hours, kept.cost) == (60, 1500)


def test_who_never_began_leaves_nothing_apart() -> None:
    investigation = signed()
    fenna_can(investigation.case)
    investigation = replaced(investigation, kind="internal", bureau="")
    assert not EarlierWork.objects.exists()
    assert (investigation.kind, investigation.done_by) == (Bureau.EXTERNAL, Bureau.INTERNAL)
    page = with_open_vault("bram").get(f"{way_to(investigation)}uren/").content.decode()
    assert "Uren tot nu toe" in page


def test_a_list_asks_for_all_hours_and_for_every_kind_that_did_it() -> None:
    investigation = after_one_another()

    def found(**chosen: str) -> bool:
        listed = [one.pk for rows in cases.seen_by(acting("bram"), chosen) for one in rows]
        return investigation.case_id in listed

    assert found(hours="many")
    assert not found(hours="some")
    assert found(cost="some")
    assert found(investigated_by="internal")
    assert found(investigated_by="external")
    assert not found(hours="none")


def test_who_goes_on_notes_only_their_own_and_changes_nothing_of_who_came_before() -> None:
    investigation = after_one_another()
    row, way = EarlierWork.objects.get(), way_to(investigation)
    fenna = with_open_vault("fenna")
    form = fenna.get(f"{way}uren/").content.decode()
    assert "Uren van Fenna de Vries tot nu toe" in form
    assert f"hours_{row.pk}" not in form
    shown = {"shown": hearing.as_counted(investigation), "once": "a"}
    sent = {"hours": "150", "cost": "21000", f"hours_{row.pk}": "1", f"cost_{row.pk}": "1"}
    assert fenna.post(f"{way}uren/", {**sent, **shown}).status_code == 302
    assert values("uren-intern", "uren-extern") == [60, 150]
    with pytest.raises(Invalid) as caught:
        hearing.register_cost(
            again(investigation),
            hours=None,
            cost=None,
            before={row.pk: (None, None)},
            by=acting("fenna"),
        )
    assert list(caught.value.message_dict) == ["hours"]
