"""Someone named in two ways is one person once that is said, and counts as one."""

from __future__ import annotations

import pytest
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.ground.kernel import words
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.work.cases import operations as cases
from rechtop.work.investigations import hearing, operations, presenting, queries, reporting
from rechtop.work.investigations.models import Conclusion, Investigation
from rechtop.work.investigations.tests.test_deciding import again, running
from rechtop.work.investigations.tests.test_drafts import sent
from rechtop.work.investigations.tests.test_ending import LACKS, way_to
from rechtop.work.investigations.tests.test_hearing import heard, said
from rechtop.work.investigations.tests.test_outcome import PARTS, conclude, final

pytestmark = pytest.mark.django_db

ASKED = "Is dit dezelfde persoon?"


def named(investigation: Investigation, name: str) -> str:
    """Let Bram name someone in the case; give the number of that piece."""
    cases.name_person_concerned(
        investigation.case, name=name, description="", person=None, by=acting("bram")
    )
    return str(queries.opened(investigation, acting("bram")).named[-1].id)


def counted() -> list[str]:
    return sorted(Conclusion.objects.values_list("code", flat=True))


def heard_twice() -> tuple[Investigation, str, str]:
    """Hear Piet under two names, and conclude on the same allegation about both."""
    investigation = running()
    short, piet = heard(investigation, "P. Post"), heard(investigation)
    for who in (short, piet):
        conclude(investigation, who)
    return investigation, short, piet


def test_whom_the_case_names_in_another_way_is_linked_by_one_click_and_parted_again() -> None:
    investigation = running()
    post, piet = named(investigation, "P. Post"), heard(investigation)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    page = ivo.get(way).content.decode()
    assert ASKED in page
    assert "Dit is Piet Post" in page
    clicked = {"named": post, "of": piet}
    assert ivo.post(f"{way}betrokkene/", clicked).status_code == 302
    page = ivo.get(way).content.decode()
    assert "Ook genoemd als P. Post." in page
    assert ASKED not in page
    assert not queries.opened(investigation, acting("ivo")).not_heard()
    assert "staat al op de lijst" in ivo.post(f"{way}betrokkene/", clicked).content.decode()
    assert "P. Post (nu: Piet Post)" in ivo.get(f"{way}betrokkene/los/").content.decode()
    assert ivo.post(f"{way}betrokkene/los/", {"named": post, "once": "a"}).status_code == 302
    page = ivo.get(way).content.decode()
    assert "Ook genoemd als" not in page
    assert ASKED in page
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        hearing.part_concerned(investigation, named=post, by=acting("ivo"))


def test_who_was_put_on_the_list_twice_becomes_one_with_all_they_said_and_one_conclusion() -> None:
    investigation, short, piet = heard_twice()
    said(investigation, short, "Ik was er niet.")
    said(investigation, piet, "Ik was er wel.")
    sent(investigation, words.draw(), short)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    page = ivo.get(way).content.decode()
    assert f'name="named" value="{short}"' in page
    assert f'name="of" value="{piet}"' in page
    assert ivo.post(f"{way}betrokkene/", {"named": short, "of": piet}).status_code == 302
    told = queries.opened(investigation, acting("ivo"))
    (one,) = presenting.heard(told)
    assert (one.name, one.also) == ("Piet Post", [(short, "P. Post")])
    assert [each.text for each in one.statements] == ["Ik was er niet.", "Ik was er wel."]
    assert [each["name"] for each in presenting.conclusions(told)] == ["Piet Post"]
    assert queries.readers(told, queries.drafts_of(investigation)) == {piet}
    with pytest.raises(Invalid, match="betrokkene die op de lijst"):
        conclude(investigation, short)
    final(investigation, "Er is haast.")
    assert counted() == ["unfounded"]
    assert len(queries.without_outcome(told, queries.drafts_of(investigation))) == 1


def test_it_can_turn_out_after_the_report_and_the_conclusions_are_counted_anew() -> None:
    investigation, short, piet = heard_twice()
    final(investigation, "Er is haast.")
    assert counted() == ["unfounded", "unfounded"]
    operations.finish(again(investigation), reason="Hij is ziek.", by=acting("gijs"))
    investigation = again(investigation)
    bram, way = with_open_vault("bram"), way_to(investigation)
    assert ASKED in bram.get(way).content.decode()
    assert bram.post(f"{way}betrokkene/", {"named": short, "of": piet}).status_code == 302
    assert counted() == ["unfounded"]
    reporting.send_outcome(
        investigation, person=piet, parts=PARTS, words=words.draw(), by=acting("bram")
    )
    assert LACKS not in bram.get(way).content.decode()
    assert bram.post(f"{way}betrokkene/los/", {"named": short, "once": "a"}).status_code == 302
    assert counted() == ["unfounded", "unfounded"]
    assert "Stuur P. Post de uitkomst" in bram.get(way).content.decode()


def test_only_who_may_change_the_list_says_who_is_who_and_nobody_is_themselves() -> None:
    investigation, short, piet = heard_twice()
    bram, way = with_open_vault("bram"), way_to(investigation)
    assert ASKED not in bram.get(way).content.decode()
    for who in ("bram", "gijs"):
        with pytest.raises(Refused):
            hearing.list_concerned(investigation, named=short, of=piet, by=acting(who))
        with pytest.raises(Refused):
            hearing.part_concerned(investigation, named=short, by=acting(who))
    for of, field in ((short, "of"), ("", "named"), ("iemand", "of")):
        with pytest.raises(Invalid) as error:
            hearing.list_concerned(investigation, named=short, of=of, by=acting("ivo"))
        assert list(error.value.message_dict) == [field]
    hearing.list_concerned(investigation, named=short, of=piet, by=acting("ivo"))
    with pytest.raises(Invalid):  # not the other way round as well
        hearing.list_concerned(investigation, named=piet, of=short, by=acting("ivo"))


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("P. Post", "Piet Post", True),
        ("Post", "Piet Post", True),
        ("piet de post", "Piét Post", True),
        ("Sanne Post", "Piet Post", False),
        ("Piet Smit", "Piet Post", False),
        ("", "Piet Post", False),
    ],
)
def test_names_that_may_be_of_one_person_raise_a_question(
    one: str, other: str, may_be: bool
) -> None:
    told = [{"name": name, "person": None} for name in (one, other)]
    assert queries.looks_like(*told) == queries.looks_like(*reversed(told)) == may_be
    colleagues = [{"name": name, "person": at} for at, name in enumerate((one, other), start=1)]
    assert not queries.looks_like(*colleagues)
