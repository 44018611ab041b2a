import datetime
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from rechtop.ground.ui import dutch, tables, terms
from rechtop.ground.ui.forms import DayField, Sections, ShowsAgain, errors_of
from rechtop.people.identity.models import Person

TODAY = datetime.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("due", "met", "text", "kind"),
    [
        (datetime.date(2026, 12, 1), None, "nog 7 dagen (1 december 2026)", "info"),
        (datetime.date(2026, 11, 25), None, "nog 1 dag (25 november 2026)", "warn"),
        (TODAY, None, "vandaag (24 november 2026)", "bad"),
        (datetime.date(2026, 11, 22), None, "2 dagen te laat (22 november 2026)", "bad"),
        (TODAY, TODAY, "gedaan op 24 november 2026", "good"),
        (datetime.date(2026, 11, 22), TODAY, "te laat gedaan op 24 november 2026", "bad"),
        (None, None, "geen termijn vastgelegd", "neutral"),
    ],
)
def test_a_term_says_how_it_stands(due, met, text: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    told = terms.term_text(due, met, TODAY)
    assert (told.text, told.kind) == (text, kind)


def test_dates_and_numbers_are_written_the_dutch_way_and_the_english_way() -> None:
    moment = datetime.datetime(2026, 11, 24, 9, 5, tzinfo=datetime.UTC)
    assert dutch.day(TODAY) == "24 november 2026"
    assert dutch.moment(moment) == "24 november 2026, 10.05 uur"
    assert dutch.number(1234) == "1.234"
    with translation.override("en"):
        assert dutch.day(TODAY) == "24 November 2026"
        assert dutch.moment(moment) == "24 November 2026, 10:05"
        assert dutch.number(1234) == "1,234"


def typed(day: str, month: str, year: str) -> QueryDict:
    return QueryDict(f"on_day={day}&on_month={month}&on_year={year}")


def clean(field: DayField, query: QueryDict) -> datetime.date | None:
    return field.clean(field.widget.value_from_datadict(query, {}, "on"))


def test_a_date_is_typed_as_day_month_year() -> None:
    assert clean(DayField(), typed("24", "11", "2026")) == TODAY


@pytest.mark.parametrize(
    "wrong", [("31", "2", "2026"), ("x", "1", "2026"), ("1", "1", "26"), ("1", "", "")]
)
def test_a_date_that_cannot_be_is_told_at_the_field(wrong: tuple[str, str, str]) -> None:
    with pytest.raises(ValidationError, match=r"datum|cijfers"):
        clean(DayField(), typed(*wrong))


def test_a_date_may_stay_empty_where_it_is_not_required() -> None:
    assert clean(DayField(required=False), typed("", "", "")) is None


@pytest.mark.django_db
def test_a_list_is_walked_page_by_page_and_back() -> None:
    Person.objects.bulk_create(
        Person(name=f"P{n}", sort_name=f"p{n}", email=f"p{n}@x.example", password="!")
        for n in range(60)
    )
    people = Person.objects.filter(email__endswith="@x.example")

    def go(query: str) -> tables.Page:
        return tables.page(RequestFactory().get(f"/{query}"), people, handle="email")

    first = go("")
    second = go(first.next_url)
    third = go(second.next_url)
    assert [len(page.rows) for page in (first, second, third)] == [25, 25, 10]
    assert not first.previous_url
    assert not third.next_url
    assert go(third.previous_url).rows == second.rows
    assert go(second.previous_url).rows == first.rows


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["?na=nonsense", "?voor=%00", "?na=", "?voor=1&na=2"])
def test_a_broken_cursor_shows_the_first_page(broken: str) -> None:
    page = tables.page(RequestFactory().get(f"/{broken}"), Person.objects.all(), handle="email")
    assert page.rows == list(Person.objects.order_by("-pk")[:25])


@pytest.mark.django_db
def test_a_count_goes_no_further_than_a_thousand() -> None:
    Person.objects.bulk_create(
        Person(name="P", sort_name="p", email=f"p{n}@x.example", password="!") for n in range(1001)
    )
    assert tables.bounded_count(Person.objects.all()) == "meer dan 1.000"


class Asked(Sections, forms.Form):
    findings = forms.CharField(label="Bevindingen")
    conclusion = forms.ChoiceField(label="Oordeel", choices=[("", "–"), ("a", "A")])
    on = DayField(label="Op welke dag?")
    told = forms.CharField(label="Bericht", error_messages={"required": "Schrijf iets."})
    sure = forms.BooleanField(label="Zeker", required=False)
    some = forms.MultipleChoiceField(
        label="Maatregelen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("Tegen een persoon", [("x", "X")]), ("none", "Geen")],
    )
    sections = (("Deel een", ("findings", "gone")), ("Deel twee", ("conclusion", "on", "sure")))


def test_what_lacks_is_named_so_that_no_two_errors_read_the_same() -> None:
    form = Asked({})
    told = [
        text for name in ("findings", "conclusion", "on", "told") for text in errors_of(form[name])
    ]
    assert told == [
        "Vul iets in bij ‘Bevindingen’.",
        "Kies een antwoord bij ‘Oordeel’.",
        "Vul een datum in bij ‘Op welke dag?’.",
        "Schrijf iets.",
    ]
    assert str(form).count("Vul iets in bij ‘Bevindingen’.") == 2


def test_a_single_box_stands_before_its_words_on_one_line() -> None:
    page = str(Asked()["sure"].as_field_group())
    assert re.search(r'<label class="rechtop-tick"[^>]*><input type="checkbox"', page)
    assert "niet verplicht" not in page


def test_a_form_in_sections_has_each_under_its_heading_without_fields_it_lacks() -> None:
    page = str(Asked())
    assert page.count('class="rechtop-section"') == 2
    assert page.index("Deel een") < page.index("Bevindingen") < page.index("Deel twee")


def test_choices_in_groups_stand_under_the_name_of_the_group() -> None:
    page = str(Asked()["some"])
    assert re.search(r"<legend>Tegen een persoon</legend>.*X.*</fieldset>.*Geen", page, re.S)


@pytest.mark.parametrize("year", ["99999999999", "9" * 4000, "-1", "0x7e6"])
def test_a_year_that_is_none_is_told_at_the_field(year: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(["1", "1", year])


@pytest.mark.parametrize("year", ["26", "0002", "1989", "9999"])
def test_a_year_too_far_away_is_told_with_the_years_that_can_be(year: str) -> None:
    with pytest.raises(ValidationError, match="van 1990 tot en met 2100"):
        DayField().clean(["1", "1", year])


class Several(ShowsAgain):
    shown = forms.CharField()
    some = forms.MultipleChoiceField(
        label="Welke?", choices=[("In een groep", [("x", "X")]), ("y", "Y"), ("z", "Z")]
    )


def test_what_a_colleague_chose_of_several_is_told_in_words() -> None:
    form = Several(QueryDict("some=z"), initial={"some": ["x", "y"]})
    assert form.of_a_colleague() == [("Welke?", "X, Y")]
