"""A typed name only raises a question: it keeps nobody out and lets nobody in."""

import re

import pytest
from django.test import Client
from tests.people import acting, person

from rechtop.ground.vault import queries as vault
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db

ABOUT_BAKKER = {"who": "De heer Bakker van het meldpunt"}


def anna() -> Client:
    browser = Client()
    browser.post("/formulier/1/", {"what": "Er is een reis betaald."})
    return browser


def asked_in(page: str) -> str:
    (found,) = re.findall(r'name="asked" value="([^"]*)"', page)
    return str(found)


def finish(browser: Client) -> Case:
    browser.post("/formulier/3/", {"who_i_am": "anonymous"})
    browser.post("/formulier/4/")
    return Case.objects.latest("pk")


def test_a_name_like_that_of_a_reader_raises_a_question_and_keeps_what_was_typed() -> None:
    page = anna().post("/formulier/2/", ABOUT_BAKKER).content.decode()
    assert "U noemt een naam die lijkt op Bram Bakker." in page
    assert ABOUT_BAKKER["who"] in page


def test_who_goes_on_after_the_question_reports_about_another() -> None:
    browser = anna()
    asked = asked_in(browser.post("/formulier/2/", ABOUT_BAKKER).content.decode())
    assert browser.post("/formulier/2/", {**ABOUT_BAKKER, "asked": asked}).status_code == 302
    assert person("bram").pk in vault.people_with_key(finish(browser).pk)


def test_who_ticks_the_name_keeps_that_person_out() -> None:
    browser = anna()
    about = {**ABOUT_BAKKER, "about": [str(acting("bram").number)]}
    assert browser.post("/formulier/2/", about).status_code == 302
    assert person("bram").pk not in vault.people_with_key(finish(browser).pk)


def test_another_name_raises_no_question() -> None:
    assert anna().post("/formulier/2/", {"who": "Mijn chef"}).status_code == 302


def test_a_name_anywhere_in_what_was_told_raises_the_question() -> None:
    browser = Client()
    browser.post("/formulier/1/", {"what": "Bakker betaalde een reis.", "where": "Den Haag"})
    assert "lijkt op Bram Bakker" in browser.post("/formulier/2/", {"who": ""}).content.decode()
    knows = anna().post("/formulier/2/", {"who_knows": "Fenna de Vries"}).content.decode()
    assert "lijkt op Fenna de Vries" in knows


def test_who_only_stands_in_for_readers_is_asked_about_and_ticked_gets_no_key() -> None:
    browser = anna()
    page = browser.post("/formulier/2/", {"who": "Bakker en Groen"}).content.decode()
    assert "lijkt op Bram Bakker" in page
    assert "lijkt op Gijs Groen" in page
    ticked = [str(person(name).pk) for name in ("bram", "gijs")]
    assert browser.post("/formulier/2/", {"about": ticked}).status_code == 302
    receiving = {person(name).pk for name in ("fenna", "ivo")}
    assert {*vault.people_with_key(finish(browser).pk)} == receiving


def test_a_name_first_written_after_that_screen_is_asked_about_before_sending() -> None:
    browser = anna()
    browser.post("/formulier/2/", {"who": "Mijn chef"})
    browser.post("/formulier/3/", {"who_i_am": "anonymous", "asks": "Houd Bakker hier buiten."})
    page = browser.get("/formulier/4/").content.decode()
    assert "U noemt een naam die lijkt op Bram Bakker." in page
    browser.post("/formulier/2/?terug=controle", {"about": [str(person("bram").pk)]})
    assert "U noemt een naam" not in browser.get("/formulier/4/").content.decode()
    browser.post("/formulier/4/")
    assert person("bram").pk not in vault.people_with_key(Case.objects.latest("pk").pk)
