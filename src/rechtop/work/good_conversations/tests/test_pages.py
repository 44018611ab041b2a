"""The pages: each sees their own, what was typed stays, and many cost as one."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.people.identity.models import Person
from rechtop.people.personnel.models import Employment
from rechtop.work.good_conversations import operations, queries
from rechtop.work.good_conversations.models import GoodConversation, TeamMeeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

YEAR = 2026
HOME = "/desk/goede-gesprekken/"
OF_YEAR = f"{HOME}{YEAR}/"
DAY = {"held_on_day": "9", "held_on_month": "9", "held_on_year": str(YEAR)}


def number(first_name: str) -> int:
    return Person.objects.get(email=f"{first_name}@voorbeeld.example").pk


def tick(*names: str) -> None:
    people = [number(name) for name in names]
    day = datetime.date(YEAR, 9, 9)
    operations.tick(people=people, year=YEAR, held_on=day, by=by_name("daan"))


def of(name: str) -> GoodConversation:
    return GoodConversation.objects.get(person=number(name))


def send(client: Client, *names: str, **more: str) -> Any:
    return client.post(OF_YEAR, {"people": [number(name) for name in names], **DAY, **more})


def text_of(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_manager_sees_their_own_people_alone_and_ticks_them() -> None:
    daan = at_desk("daan")
    shown = text_of(daan, HOME)
    assert "Breng dit ter sprake" in shown
    for name in ("Eva Evers", "Carla Chen", "Julia Juli", "Wim Weg"):
        assert name in shown
    for name in ("Kees Koning", "Xandra Extern", "Otto Oosterhuis"):
        assert name not in shown
    assert send(daan, "eva", "carla").status_code == 302
    shown = text_of(daan, HOME)
    assert "2 van 4 afgevinkt" in shown
    daan.post(f"{HOME}vinkje/{of('eva').number}/terug/")
    assert GoodConversation.objects.count() == 1


@pytest.mark.parametrize(
    ("names", "typed", "field"),
    [
        (("eva",), {"held_on_day": "31"}, "held_on"),
        (("eva",), {"held_on_day": "", "held_on_month": "", "held_on_year": ""}, "held_on"),
        (("eva",), {"held_on_month": "11"}, "held_on"),
        (("eva",), {"held_on_year": "2025"}, "held_on"),
        (("eva", "kees"), {}, "people"),
        (("eva", "wim"), {}, "people"),
        ((), {}, "people"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_there(
    names: tuple[str, ...], typed: dict[str, str], field: str
) -> None:
    answer = send(at_desk("daan"), *names, **typed)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form.data["held_on_day"] == (DAY | typed)["held_on_day"]
    if names:
        assert f'value="{number("eva")}" id="id_people_' in answer.content.decode()
        assert str(number("eva")) in form.data.getlist("people")
    assert not GoodConversation.objects.exists()


def test_who_ticks_from_an_old_page_is_told_that_it_is_there() -> None:
    daan = at_desk("daan")
    tick("eva")
    answer = send(daan, "eva", "carla")
    assert "Van Eva Evers staat het er dit jaar al." in answer.content.decode()
    assert GoodConversation.objects.count() == 1


def test_a_double_click_ticks_once_and_says_so() -> None:
    daan = at_desk("daan")
    send(daan, "eva", once="a-drawing")
    again = send(daan, "eva", once="a-drawing")
    assert again.status_code == 302
    assert "Dit is al verstuurd." in text_of(daan, HOME)


@pytest.mark.parametrize("name", ["eva", "bram", "hanna", "jet", "carla"])
def test_who_leads_nobody_finds_only_their_own_page(name: str) -> None:
    tick("eva", "carla")
    client = at_desk(name)
    paths = [HOME, OF_YEAR, "werkoverleg/", "dekking/", "dekking/werkblad/csv/", "punten/"]
    for path in [*paths, "herinneren/"]:
        path = path if path.startswith("/") else HOME + path
        assert client.get(path).status_code == 404, path
    other = of("carla" if name != "carla" else "eva").number
    for act in ("terug", "klopt", "betwist"):
        assert client.post(f"{HOME}vinkje/{other}/{act}/").status_code == 404
    assert client.get(f"{HOME}mijn/").status_code == 200
    assert "goede-gesprekken/dekking" not in text_of(client, "/desk/")


def test_a_manager_touches_no_tick_of_another_managers_people() -> None:
    tick("eva")
    petra = at_desk("petra")
    for act in ("terug", "klopt", "betwist"):
        assert petra.post(f"{HOME}vinkje/{of('eva').number}/{act}/").status_code == 404
    assert "Eva Evers" not in text_of(petra, HOME)
    assert petra.get(f"{HOME}dekking/").status_code == 404


def test_a_person_reads_and_contests_and_the_manager_and_coordinator_see_it() -> None:
    tick("eva", "carla")
    eva, daan, fenna = at_desk("eva"), at_desk("daan"), at_desk("fenna")
    assert "Klopt het dat integriteit met u besproken is?" in text_of(eva, "/desk/")
    own = text_of(eva, f"{HOME}mijn/")
    assert "Daan Dekker" in own
    assert "Carla" not in own
    assert "Betwiste vinkjes" not in text_of(fenna, f"{HOME}dekking/")
    eva.post(f"{HOME}vinkje/{of('eva').number}/betwist/")
    assert "Uw leidinggevende kijkt hiernaar" in text_of(eva, f"{HOME}mijn/")
    assert "1 medewerker betwist een vinkje" in text_of(daan, "/desk/")
    assert "Eva Evers" in text_of(fenna, f"{HOME}dekking/")
    daan.post(f"{HOME}vinkje/{of('eva').number}/klopt/")
    assert "Bevestigd na betwisting" in text_of(eva, f"{HOME}mijn/")
    assert "Betwiste vinkjes" not in text_of(fenna, f"{HOME}dekking/")


def test_coverage_filters_sorts_and_is_handed_out() -> None:
    tick("eva", "julia")
    gijs = at_desk("gijs")
    shown = text_of(gijs, f"{HOME}dekking/")
    assert "met 2 van 5 mensen besproken" in shown
    assert "Wijzig de punten" not in shown
    to_go = text_of(gijs, f"{HOME}dekking/?show=to_go&order=low&year=onzin")
    assert "Bureau Nieuw" not in to_go
    assert "Bureau Vergunningen" in to_go
    department = next(one for one in queries.departments().items() if one[0] != one[1])[1]
    assert text_of(gijs, f"{HOME}dekking/?department={department}")
    sheet = gijs.get(f"{HOME}dekking/werkblad/xlsx/?order=to_go").content
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)  # type: ignore[union-attr]
    assert ("Bureau Nieuw", "Directie Nieuw", 1, 1, 0, 100, 0, None) in rows
    assert "Bureau Nieuw" in gijs.get(f"{HOME}dekking/werkblad/csv/").content.decode()
    assert gijs.get(f"{HOME}dekking/werkblad/pdf/").status_code == 404


def test_the_coordinator_writes_points_and_chooses_reminders() -> None:
    fenna = at_desk("fenna")
    day = {"valid_from_day": "10", "valid_from_month": "10", "valid_from_year": str(YEAR)}
    typed = {"text": "Lees art. 6 gedragscode.\nEn praat.", "text_en": "", **day}
    wrong = fenna.post(f"{HOME}punten/", {**typed, "valid_from_year": "2020"})
    assert "Kies vandaag of een latere dag." in wrong.content.decode()
    assert "En praat." in wrong.content.decode()
    fenna.post(f"{HOME}punten/", typed)
    with clock.standing_at(datetime.datetime.now(datetime.UTC)):  # the code is in force by now
        shown = text_of(at_desk("daan"), HOME)
    assert '#artikel-6">art. 6 gedragscode</a>' in shown
    wrong = fenna.post(f"{HOME}herinneren/", {"first_before": "10", "last_before": "20"})
    assert "komt na de eerste" in wrong.content.decode()
    fenna.post(f"{HOME}herinneren/", {"first_before": "90", "last_before": "20"})
    assert queries.plan().first_before == 90
    assert "gesprekken te gaan" not in text_of(at_desk("daan"), "/desk/")
    assert "Met 3 medewerkers is integriteit nog niet afgevinkt" in text_of(
        at_desk("daan"), "/desk/"
    )


def test_a_team_meeting_is_noted_and_taken_away_and_what_was_typed_stays() -> None:
    daan = at_desk("daan")
    unit = queries.units_of(by_name("daan"))[0]
    path = f"{HOME}werkoverleg/"
    wrong = daan.post(path, {"unit": unit.pk, **DAY, "held_on_month": "12"})
    assert "Deze dag komt nog." in wrong.content.decode()
    assert wrong.context["form"].data["held_on_month"] == "12"
    daan.post(path, {"unit": unit.pk, **DAY})
    assert "9 september 2026" in text_of(daan, path)
    assert "op 9 september 2026" in text_of(at_desk("fenna"), f"{HOME}dekking/")
    daan.post(f"{path}{TeamMeeting.objects.get().number}/weg/")
    assert "Er is nog niets genoteerd." in text_of(daan, path)


def test_another_year_opens_only_while_it_can_change() -> None:
    daan = at_desk("daan")
    assert daan.get(f"{HOME}{YEAR - 1}/").status_code == 200
    for year in (YEAR - 2, YEAR + 1):
        assert daan.get(f"{HOME}{year}/").status_code == 404


def test_lists_cost_the_same_however_long_they_are() -> None:
    daan, fenna = at_desk("daan"), at_desk("fenna")
    text_of(daan, HOME), text_of(fenna, f"{HOME}dekking/")

    def cost() -> tuple[int, int]:
        found = []
        for client, path in ((daan, HOME), (fenna, f"{HOME}dekking/")):
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found.append(len(asked))
        return found[0], found[1]

    tick("eva")
    operations.contest(of("eva"), by=by_name("eva"))
    few = cost()
    tick("carla", "julia")
    operations.contest(of("carla"), by=by_name("carla"))
    assert cost() == few


def leaves(name: str) -> None:
    gone = clock.today() - datetime.timedelta(days=1)
    Employment.objects.filter(person=number(name)).update(end_date=gone)


def test_whose_manager_left_is_counted_apart_and_stands_on_the_first_page() -> None:
    words = "een leidinggevende die hier niet meer werkt"
    fenna = at_desk("fenna")
    assert words not in text_of(fenna, f"{HOME}dekking/")
    assert "De leidinggevende is vertrokken" not in text_of(fenna, "/desk/")
    leaves("daan")
    shown = text_of(fenna, f"{HOME}dekking/")
    assert f"3 mensen hebben volgens het personeelssysteem {words}" in shown
    assert "2 mensen hebben volgens het personeelssysteem geen leidinggevende" in shown
    home = text_of(fenna, "/desk/")
    told = home.partition("De leidinggevende is vertrokken</h2>")[2].partition("</section>")[0]
    assert f'href="{HOME}dekking/"' in told
    assert "<span>3</span>" in told
    assert "De eigenaar is vertrokken" not in home
    assert "De leidinggevende is vertrokken" not in text_of(at_desk("gijs"), "/desk/")
    Employment.objects.filter(person=number("daan")).update(end_date=None)
    Person.objects.filter(pk=number("daan")).update(is_active=False)
    assert queries.whose_manager_left().count() == 3


def test_a_contested_tick_says_that_the_manager_left() -> None:
    tick("eva")
    operations.contest(of("eva"), by=by_name("eva"))
    fenna = at_desk("fenna")
    assert "Aan de beurt: Daan Dekker" in text_of(fenna, f"{HOME}dekking/")
    leaves("daan")
    shown = text_of(fenna, f"{HOME}dekking/")
    assert "De leidinggevende, Daan Dekker, werkt hier niet meer." in shown
    assert "Aan de beurt" not in shown
