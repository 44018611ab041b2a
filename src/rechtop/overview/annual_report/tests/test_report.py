"""The account of a year follows from the records, and each figure can be followed back to them."""

from __future__ import annotations

import ast
import datetime
import inspect
import io
import json
import re
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from click.testing import CliRunner
from django.utils import translation
from tests.desk import at_desk
from tests.people import acting, report

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.overview.annual_report import commands, presenting, queries, rules
from rechtop.overview.annual_report.queries import Line
from rechtop.overview.example.queries import year_folder
from rechtop.overview.year_import import imports
from rechtop.overview.year_import import operations as year_import
from rechtop.tools.figures import operations as figures
from rechtop.tools.figures.account import Figure, Link, Record
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case, Row

pytestmark = pytest.mark.django_db

EXPECTED = Path(__file__).resolve().parents[5] / "tests" / "data" / "zuid-holland-2021.json"


@pytest.fixture
def year_2021() -> None:
    """The administration of 2021, taken over."""
    found = imports.read(year_folder("provincie"))
    year_import.apply(name="2021", year=2021, records=found.records, by=COMMAND)


def test_the_figures_of_2021_are_those_that_were_published(year_2021: None) -> None:
    printed = CliRunner().invoke(commands.annual_report, ["2021", "--format", "json"])
    told = json.loads(printed.stdout)
    assert told["jaar"] == 2021
    expected = json.loads(EXPECTED.read_text("utf-8"))
    assert set(told["cijfers"]) == set(expected)
    for name, wanted in expected.items():
        found = told["cijfers"][name]
        assert set(found) == {"waarde", "vorig_jaar", "definitie"}
        assert (name, found["waarde"], found["vorig_jaar"]) == (
            name,
            wanted["waarde"],
            wanted["vorig_jaar"],
        )
        assert found["definitie"]


def test_a_figure_says_how_it_went_in_words(year_2021: None) -> None:
    headlines = [one.sentence for one in presenting.chapter(2021)["headlines"]]
    assert headlines == [
        "In 2021 zijn de meldingen ten opzichte van 2020 gestegen van drie naar vijf.",
        "In 2021 zijn de gesprekken ten opzichte van 2020 gestegen van 12 naar 17.",
    ]


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (1, 4, "In 2021 zijn de zaken ten opzichte van 2020 gedaald van vier naar één."),
        (2, 2, "Het aantal zaken bleef in 2021 gelijk aan dat in 2020: twee."),
        (0, None, "Het aantal zaken in 2021: nul. Over 2020 is geen aantal vastgelegd."),
        (None, 3, "Over 2021 is nog geen aantal zaken vastgelegd."),
        (11, 1234, "In 2021 zijn de zaken ten opzichte van 2020 gedaald van 1.234 naar 11."),
    ],
)
def test_unknown_is_never_told_as_nothing(now: int | None, before: int | None, told: str) -> None:
    line = Line(Figure("x.y", "Zaken", "", "", now), before)
    with translation.override("nl"):
        assert presenting.comparison(line, 2021) == told


def test_table_one_tells_a_literal_conclusion_and_never_a_derived_one(year_2021: None) -> None:
    rows = queries.rows(2021)
    assert [row.conclusion for row in rows] == ["", "", "", "", "Ongegrond"]
    assert rows[1].consequence == "Opdrachtverlening is ingetrokken."


def test_an_article_named_in_table_one_leads_to_it_at_the_desk_alone(year_2021: None) -> None:
    link = '<a href="/desk/beleid/gedragscode/#artikel-6">art. 6 gedragscode</a>'
    page = at_desk("bram").get("/desk/jaarrapportage/2021/").content.decode()
    assert page.count(link) == 2
    alone = commands.page(2021)
    assert "art. 6 gedragscode" in alone
    assert "/desk/beleid/" not in alone


def test_the_page_stands_by_itself_and_asks_nobody_else(year_2021: None) -> None:
    page = CliRunner().invoke(commands.annual_report, ["2021", "--format", "html"]).stdout
    assert "Tabel 1" in page
    assert "Tabel 2" in page
    assert "gestegen van drie naar vijf" in page
    assert page.count("<h1") == 1
    for outside in ("<script", "<link", "<img", "href=", "src="):
        assert outside not in page
    assert "de bron noemt hier 2018" not in page  # a remark for the team, not for the public


def test_what_does_not_add_up_is_flagged_and_not_corrected(year_2021: None) -> None:
    figures_2021 = imports.read(year_folder("provincie")).records
    told = [dict(one) for one in figures_2021["cijfers"]]
    told.append({"year": 2021, "name": "gesprekken.totaal", "value": 18, "source": "H5"})
    told.append({"year": 2021, "name": "meldingen.totaal", "value": 6, "source": "H5"})
    year_import.apply(name="2021", year=2021, records={"cijfers": told}, by=COMMAND)
    values = {figure.name: figure.value for figure in queries.figures(2021)}
    assert (values["gesprekken.totaal"], values["meldingen.totaal"]) == (18, 6)
    assert values["gesprekken.integriteit"] == 2
    remarks = dict(queries.remarks(2021))
    assert "het totaal is 18, de delen samen 17" in remarks["Gesprekken"]
    assert "Ingevoerd is 6; de registraties tellen op tot 5" in remarks["Meldingen"]
    printed = CliRunner().invoke(commands.annual_report, ["2021"])
    assert "telt niet op" in printed.stderr


def close(case: Case, *, types: list[str], measures: list[tuple[str, bool]]) -> None:
    bram = acting("bram")
    cases.acknowledge(case, on=case.received_on, message="Dank u.", by=bram)
    case.refresh_from_db()
    cases.register(case, regime="zakelijk", is_wrongdoing=False, is_union_law_breach=None, by=bram)
    registration = Closing(
        is_admissible=True,
        is_investigated=True,
        types=types,
        conclusion="founded",
        measures=measures,
        commissioner="director",
        findings="Gebleken.",
        consequence="Besproken.",
    )
    closing.close(case, closing=registration, message="De uitkomst.", by=bram)


def at(year: int, month: int, day: int):  # type: ignore[no-untyped-def]
    return clock.standing_at(datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC))


def test_received_closed_carried_over_and_open_are_told_apart() -> None:
    with at(2030, 12, 20):
        case, other = report(), report()
    with at(2031, 2, 1):
        close(case, types=["financial", "other"], measures=[("talk", True), ("warning", True)])
        flow = ("meegenomen", "ontvangen", "afgesloten", "open")
        found = {
            year: {figure.name: figure.value for figure in queries.figures(year)}
            for year in (2030, 2031)
        }
    assert [found[2030][f"meldingen.{name}"] for name in flow] == [1, 2, 0, 3]
    assert [found[2031][f"meldingen.{name}"] for name in flow] == [3, 0, 1, 2]
    assert other.received_year == 2030


def test_several_types_and_measures_count_as_several_and_the_case_as_one() -> None:
    with at(2031, 1, 5):
        case = report()
        close(case, types=["financial", "other"], measures=[("talk", True), ("warning", True)])
        values = {figure.name: figure.value for figure in queries.figures(2031)}
    assert values["meldingen.totaal"] == 1
    assert values["meldingen.soort.financial"] == values["meldingen.soort.other"] == 1
    assert values["meldingen.maatregel.talk"] == values["meldingen.maatregel.warning"] == 1
    assert values["meldingen.oordeel.founded"] == 1


def test_a_case_counts_under_the_procedure_it_was_taken_in_under() -> None:
    bram = acting("bram")
    with at(2031, 1, 5):
        case = report()
        for regime in ("sociaal", "misstand"):
            cases.register(
                case, regime=regime, is_wrongdoing=None, is_union_law_breach=None, by=bram
            )
        values = {figure.name: figure.value for figure in queries.figures(2031)}
    assert (values["meldingen.sociaal"], values["meldingen.misstand"]) == (1, 0)


def test_every_counted_figure_leads_to_as_many_registrations(year_2021: None) -> None:
    jet = acting("jet")
    several = ("netwerken.", "eed.", "dilemmaspel.", "bibob.")
    counted = [
        figure
        for figure in queries.current_figures(2021)
        if figure.value and not figure.is_entered and not figure.name.startswith("gesprekken.")
    ]
    assert len(counted) > 15
    for figure in counted:
        behind = figure.follow(jet)
        assert behind is not None, figure.name
        if not figure.name.startswith(several):
            assert behind.found.count() == figure.value, figure.name
        assert all(behind.tell(one).title for one in behind.found)


def test_what_is_adopted_does_not_change_after_that(year_2021: None) -> None:
    gijs = acting("gijs")
    before, rows = queries.as_json(2021), queries.rows(2021)
    figures.adopt(year=2021, **queries.to_adopt(2021), by=gijs)
    Row.objects.filter(case__source_number="2021-1").update(findings="Iets anders")
    Case.objects.filter(source_number="2021-5").delete()
    assert queries.as_json(2021) == before
    assert queries.rows(2021) == rows
    with pytest.raises(Invalid, match="al vastgesteld"):
        figures.adopt(year=2021, **queries.to_adopt(2021), by=gijs)


def test_only_the_secretary_adopts_and_only_a_year_that_is_over(year_2021: None) -> None:
    for name in ("fenna", "bram", "jet", "hanna", "eva"):
        with pytest.raises(Refused):
            figures.adopt(year=2021, told=[], rows=[], by=acting(name))
    with pytest.raises(Invalid, match="nog niet voorbij"):
        figures.adopt(year=clock.today().year, told=[], rows=[], by=acting("gijs"))


@pytest.mark.parametrize(
    ("name", "may_read", "may_follow"),
    [
        ("fenna", True, True),
        ("jet", True, True),
        ("bram", True, False),
        ("gijs", True, False),
        ("carla", False, False),
        ("hanna", False, False),
        ("eva", False, False),
        ("ivo", False, False),
        ("daan", False, False),
    ],
)
def test_who_reads_the_account_and_who_follows_its_figures(
    name: str, may_read: bool, may_follow: bool
) -> None:
    assert bool(rules.may_read(acting(name))) is may_read
    assert bool(rules.may_follow(acting(name))) is may_follow


def test_jet_follows_a_figure_to_its_records_and_no_further(year_2021: None) -> None:
    case = report()
    jet = at_desk("jet")
    page = jet.get("/desk/jaarrapportage/2021/meldingen.misstand/").content.decode()
    assert "Melding 2021-5" in page
    this_year = clock.today().year
    page = jet.get(f"/desk/jaarrapportage/{this_year}/meldingen.totaal/").content.decode()
    assert f"Melding {case.number}" in page
    assert "/desk/zaken/" not in page
    assert jet.get(f"/desk/zaken/{case.number}/").status_code == 404
    answer = jet.get("/desk/jaarrapportage/2021/meldingen.totaal/werkblad/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == [
        f"Melding 2021-{number}" for number in range(1, 6)
    ]


def test_who_may_not_read_finds_no_page(year_2021: None) -> None:
    eva = at_desk("eva")
    for path in ("", "2021/", "2021/meldingen.totaal/", "2021/meldingen.totaal/werkblad/"):
        assert eva.get(f"/desk/jaarrapportage/{path}").status_code == 404


def test_who_is_named_is_told_of_no_registration_about_them() -> None:
    with at(2031, 1, 5):
        hidden, shown = report(about=("fenna",)), report()
        figure = next(f for f in queries.figures(2031) if f.name == "meldingen.totaal")
    assert figure.value == 2
    behind = figure.follow(acting("fenna"))
    assert behind is not None
    assert list(behind.found) == [shown]
    assert hidden not in behind.found


@pytest.mark.parametrize(
    "path",
    [
        "0/",
        "99999/",
        "2021/onzin/",
        "2021/meldingen.totaal/?na=%00",
        "2021/meldingen.totaal/?na=onzin",
        "2021/eed.afgelegd/?na=onzin",
        "2021/eed.afgelegd/?voor=99999999999999999999999",
        "2021/gesprekken.totaal/werkblad/",
    ],
)
def test_an_odd_address_gives_a_page_or_none_and_never_breaks(year_2021: None, path: str) -> None:
    assert at_desk("jet").get(f"/desk/jaarrapportage/{path}").status_code in (200, 404)


def test_what_was_imported_is_shown_as_text_and_never_as_code(year_2021: None) -> None:
    Row.objects.filter(case__source_number="2021-1").update(findings="<script>alert(1)</script>")
    page = at_desk("jet").get("/desk/jaarrapportage/2021/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>" not in page


def test_what_was_held_back_a_year_ago_is_not_published_beside_what_is_now() -> None:
    def told(published: bool) -> Figure:
        return Figure("x", "x", "x", "x", 1, published=published)

    assert queries.before(told(False), told(True)) is None
    assert queries.before(told(False), told(False)) == 1
    assert queries.before(told(True), told(True)) == 1
    assert queries.before(None, told(True)) is None


_NAME = re.compile(r"([a-z]+(?:-[a-z]+)*)\.[a-z.-]*")


@pytest.mark.parametrize("account", queries.ACCOUNTS, ids=lambda one: one.__name__)
def test_what_an_account_tells_has_a_section_and_never_falls_among_the_other_figures(
    account: ModuleType,
) -> None:
    nodes = list(ast.walk(ast.parse(inspect.getsource(account))))
    later = {id(part) for one in nodes if isinstance(one, ast.JoinedStr) for part in one.values[1:]}
    written = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in later
    ]
    names = {found[1] for text in written if (found := _NAME.fullmatch(text))}
    assert names, "no figure is named here: look where it names them"
    assert names <= set(presenting._SECTIONS)


def test_in_a_worksheet_each_value_stands_under_its_own_heading() -> None:
    records = [
        Record("Een", [("Stand", "loopt")], Link("Lees", "/x/")),
        Record("Twee", [("Stand", "klaar"), ("Wat is gedaan", "veel")]),
        Record("Drie", [("Soort", "spel"), ("Wat is gedaan", "iets")]),
    ]
    with translation.override("nl"):
        heading, rows = presenting.sheet(records)
    assert heading == ["Registratie", "Stand", "Wat is gedaan", "Soort", "Meer"]
    assert list(rows) == [
        ["Een", "loopt", "", "", "Lees"],
        ["Twee", "klaar", "veel", "", ""],
        ["Drie", "", "iets", "spel", ""],
    ]
