"""A conclusion that should not stand there is taken back before the report is final."""

from __future__ import annotations

import pytest
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.work.investigations import documents, hearing, presenting, queries, reporting
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.tests.test_deciding import again, running
from rechtop.work.investigations.tests.test_ending import way_to
from rechtop.work.investigations.tests.test_hearing import heard
from rechtop.work.investigations.tests.test_one_person_under_two_names import counted
from rechtop.work.investigations.tests.test_outcome import conclude, final

pytestmark = pytest.mark.django_db

TYPO = "Een ries"
WHY = "Een tikfout."


def mistyped(investigation: Investigation, who: str, code: str = "founded") -> str:
    """Conclude on an allegation with an error in it; give the number of the conclusion."""
    reporting.conclude(
        investigation, allegation=TYPO, person=who, code=code, text="", by=acting("ivo")
    )
    return str(queries.opened(investigation, acting("ivo")).all("conclusion")[-1].id)


def take_back(investigation: Investigation, conclusion: str, name: str = "ivo") -> None:
    reporting.take_back(again(investigation), conclusion=conclusion, reason=WHY, by=acting(name))


def test_what_is_taken_back_is_in_no_report_and_no_count_and_stays_on_the_file() -> None:
    investigation = running()
    who = heard(investigation)
    mistyped(investigation, who, "unfounded")
    wrong = mistyped(investigation, who)
    conclude(investigation, who)
    ivo, way = with_open_vault("ivo"), way_to(investigation)
    assert f"conclusie/terug/?welke={wrong}" in ivo.get(way).content.decode()
    form = ivo.get(f"{way}conclusie/terug/?welke={wrong}").content.decode()
    assert f'value="{wrong}" selected' in form
    typed = {"conclusion": wrong, "reason": WHY, "once": "een"}
    assert ivo.post(f"{way}conclusie/terug/", typed).status_code == 302
    twice = ivo.post(f"{way}conclusie/terug/", typed, follow=True).content.decode()
    assert "Dit is al verstuurd." in twice  # a double click
    told = queries.opened(investigation, acting("ivo"))
    assert [one["allegation"] for one in presenting.conclusions(told)] == ["Een reis"]
    assert TYPO not in documents.final_parts(told)["conclusions"][1]
    page = ivo.get(way).content.decode()
    gone = page.split("Teruggenomen conclusies")[1].split("</details>")[0]
    assert TYPO in gone
    assert WHY in gone
    assert page.count(TYPO) == 1
    final(investigation, "Er is haast.")
    assert counted() == ["unfounded"]
    kept = queries.opened(again(investigation), acting("gijs")).newest("final")
    assert TYPO not in str(kept)


def test_the_same_can_be_concluded_again_and_then_counts() -> None:
    investigation = running()
    who = heard(investigation)
    take_back(investigation, mistyped(investigation, who))
    assert queries.opened(investigation, acting("ivo")).conclusions() == []
    with pytest.raises(Invalid, match="Trek eerst een conclusie"):
        final(investigation, "Er is haast.")
    mistyped(investigation, who, "unfounded")
    final(investigation, "Er is haast.")
    assert counted() == ["unfounded"]


def test_under_two_names_of_one_person_both_are_taken_back() -> None:
    investigation = running()
    short, piet = heard(investigation, "P. Post"), heard(investigation)
    mistyped(investigation, short)
    wrong = mistyped(investigation, piet)
    hearing.list_concerned(investigation, named=short, of=piet, by=acting("ivo"))
    take_back(investigation, wrong)
    assert queries.opened(investigation, acting("ivo")).conclusions() == []


def test_what_was_concluded_anew_or_taken_back_meanwhile_is_told_and_stays() -> None:
    investigation = running()
    who = heard(investigation)
    wrong = mistyped(investigation, who)
    newer = mistyped(investigation, who, "unfounded")
    page = f"{way_to(investigation)}conclusie/terug/"
    typed = {"conclusion": wrong, "reason": "Mijn reden.", "once": "een"}
    answer = with_open_vault("ivo").post(page, typed)
    assert "Mijn reden." in answer.content.decode()
    assert len(queries.opened(investigation, acting("ivo")).conclusions()) == 1
    take_back(investigation, newer)
    with pytest.raises(Invalid, match="niet meer in het dossier"):
        take_back(investigation, newer)
    with pytest.raises(Invalid, match="Schrijf waarom"):
        reporting.take_back(
            investigation,
            conclusion=mistyped(investigation, who),
            reason=" ",
            by=acting("ivo"),
        )


def test_only_the_investigator_takes_it_back_and_only_before_the_report_is_final() -> None:
    investigation = running()
    who = heard(investigation)
    wrong = mistyped(investigation, who)
    for name in ("gijs", "bram"):
        with pytest.raises(Refused):
            take_back(investigation, wrong, name)
    final(investigation, "Er is haast.")
    with pytest.raises(Refused):
        take_back(investigation, wrong)
    assert counted() == ["founded"]
    way = way_to(investigation)
    assert "conclusie/terug/" not in with_open_vault("ivo").get(way).content.decode()
