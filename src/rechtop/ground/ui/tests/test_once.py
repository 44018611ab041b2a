"""What is sent twice is made once."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from rechtop.ground.kernel.errors import Refused
from rechtop.ground.kernel.rules import Verdict
from rechtop.ground.ui import once

pytestmark = pytest.mark.django_db


class Note(once.Once):
    text = forms.CharField()


def sent(token: str, text: str = "een notitie", scan: bytes = b"") -> Note:
    """Send a drawing of the form."""
    data = QueryDict(mutable=True)
    data.update({"once": token, "text": text, "csrfmiddlewaretoken": text + "x"})
    form = Note(data, {"scan": SimpleUploadedFile("scan.pdf", scan)} if scan else None)
    assert form.is_valid()
    return form


def test_a_form_sent_twice_makes_one_thing_and_leads_to_the_same_place() -> None:
    made: list[str] = []

    def make() -> str:
        made.append("een")
        return "/daar/"

    assert once.do(sent("a"), make) == ("/daar/", True)
    assert once.do(sent("a"), make) == ("/daar/", False)
    assert made == ["een"]


def test_another_drawing_and_another_text_are_something_new() -> None:
    for form in (sent("a"), sent("b"), sent("a", "een andere notitie")):
        assert once.do(form, lambda: None).is_first


def test_another_file_on_the_same_page_is_something_new() -> None:
    for scan in (b"een", b"een langere"):
        assert once.do(sent("a", scan=scan), lambda: None).is_first
        assert not once.do(sent("a", scan=scan), lambda: None).is_first


def test_each_drawing_has_a_token_of_its_own_that_stays_when_something_is_missing() -> None:
    first, second = Note(), Note()
    assert first["once"].value() != second["once"].value()
    wrong = Note(QueryDict("once=a&text="))
    assert not wrong.is_valid()
    assert wrong["once"].value() == "a"
    assert "once" not in sent("a").cleaned_data


def test_what_was_refused_may_be_sent_again() -> None:
    def refuse() -> None:
        raise Refused(Verdict(False, "nu niet"))

    with pytest.raises(Refused):
        once.do(sent("a"), refuse)
    assert once.do(sent("a"), lambda: None).is_first


def test_a_form_without_a_token_makes_something_each_time() -> None:
    assert once.do(sent(""), lambda: None).is_first
    assert once.do(sent(""), lambda: None).is_first
