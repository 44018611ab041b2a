from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from tests.desk import at_desk, by_name
from tests.people import acting, person

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.post.models import Outgoing
from rechtop.people.organisation.models import Placement
from rechtop.people.personnel import operations, queries
from rechtop.people.personnel.models import About, Correction, Employment
from rechtop.people.personnel.tests.test_import import bring, line

pytestmark = pytest.mark.django_db

WORDS = "Mijn functie is jurist."


def works_here(name: str) -> None:
    found = person(name)
    bring(line(5, naam=found.name, email=found.email, leidinggevende="6"), line(6))


def proposed(name: str = "bram") -> Correction:
    return operations.propose_correction(person(name), text=WORDS, by=by_name(name))


def typed(form: Any) -> dict[str, Any]:
    """Give what a form shows, as a browser sends it."""
    sent = {name: form.initial[name] for name in form.fields if name not in ("start", "end")}
    start = form.initial["start"]
    return sent | {f"start_{part}": getattr(start, part) for part in ("day", "month", "year")}


def test_everyone_reads_what_is_held_of_them_and_nothing_of_another() -> None:
    works_here("bram")
    told = at_desk("bram").get(reverse("my_page:held")).content.decode()
    for word in ("adviseur", "Mens 6", "Bureau", "Behandelaar", person("bram").email):
        assert word in told
    assert "adviseur" not in at_desk("hanna").get(reverse("my_page:held")).content.decode()


def test_what_someone_proposes_is_changed_and_they_read_the_answer() -> None:
    works_here("bram")
    bram, hanna = at_desk("bram"), at_desk("hanna")
    bram.post(reverse("my_page:correct"), {"text": WORDS})
    found = Correction.objects.get()
    assert "jurist" not in found.text
    assert person("bram").name in hanna.get(reverse("personnel:corrections")).content.decode()
    where = reverse("personnel:answer", args=[found.pk])
    page = hanna.get(where)
    assert WORDS in page.content.decode()
    sent = typed(page.context["form"])
    wrong = hanna.post(where, sent | {"function": "jurist", "manager": "99"})
    assert "Niemand heeft dit personeelsnummer" in wrong.content.decode()
    assert 'value="jurist"' in wrong.content.decode()
    late = {"end_day": "1", "end_month": "1", "end_year": "1999"}
    assert "ligt na het einde" in hanna.post(where, sent | late).content.decode()
    hanna.post(where, sent | {"function": "jurist", "kind": "director", "start_year": "1987"})
    told = Employment.objects.get(personnel_number="5")
    assert (told.function, told.kind, told.start_date.year) == ("jurist", "director", 1987)
    assert Placement.objects.filter(person=person("bram"), until_date=None).count() == 1
    assert "veranderd" in bram.get(reverse("my_page:held")).content.decode()
    assert hanna.get(where).status_code == 404


def test_who_stands_in_no_personnel_system_can_have_name_and_address_corrected() -> None:
    found = proposed()
    told = {"name": "Bram de Jong", "email": person("hanna").email}
    with pytest.raises(Invalid, match="iemand anders"):
        operations.accept_correction(found, told=told, by=acting("hanna"))
    told["email"] = person("bram").email
    operations.accept_correction(found, told=told, by=acting("hanna"))
    assert person("bram").name == "Bram de Jong"
    assert person("bram").sort_name == "bram de jong"


def test_a_no_has_a_reason_that_the_person_reads() -> None:
    found, hanna = proposed(), at_desk("hanna")
    no = reverse("personnel:decline", args=[found.pk])
    assert "error" in hanna.post(no, {"reason": ""}).content.decode()
    hanna.post(no, {"reason": "Zo staat het in uw contract."})
    told = at_desk("bram").get(reverse("my_page:held")).content.decode()
    assert "niet veranderd: Zo staat het in uw contract." in told
    with pytest.raises(Invalid):
        operations.decline_correction(proposed(), reason=" ", by=acting("hanna"))


def test_only_the_person_proposes_and_only_another_administrator_answers_once() -> None:
    with pytest.raises(Refused):
        operations.propose_correction(person("bram"), text=WORDS, by=by_name("hanna"))
    found = proposed()
    with pytest.raises(Refused):
        operations.decline_correction(found, reason="nee", by=by_name("bram"))
    own = proposed("hanna")
    with pytest.raises(Refused, match="ander"):
        operations.decline_correction(own, reason="nee", by=by_name("hanna"))
    operations.decline_correction(found, reason="nee", by=by_name("hanna"))
    with pytest.raises(Refused, match="al geantwoord"):
        operations.decline_correction(found, reason="nee", by=by_name("hanna"))
    assert at_desk("eva").get(reverse("personnel:corrections")).status_code == 404
    assert at_desk("bram").get(reverse("personnel:answer", args=[own.pk])).status_code == 404


def test_nobody_heaps_up_proposals_and_answered_ones_go_after_a_year() -> None:
    for _number in range(5):
        proposed()
    with pytest.raises(Invalid, match="Wacht"):
        proposed()
    operations.decline_correction(Correction.objects.first(), reason="nee", by=acting("hanna"))
    assert operations.forget_answered() == 0
    Correction.objects.exclude(answered_on=None).update(
        answered_on=clock.today() - datetime.timedelta(days=400)
    )
    assert operations.forget_answered() == 1
    assert queries.corrections().count() == 4


def test_an_old_page_puts_nothing_back_that_changed_meanwhile() -> None:
    works_here("bram")
    found, hanna = proposed(), at_desk("hanna")
    where = reverse("personnel:answer", args=[found.pk])
    sent = typed(hanna.get(where).context["form"])
    Employment.objects.filter(personnel_number="5").update(scale="12")
    answer = hanna.post(where, sent | {"function": "jurist"}).content.decode()
    assert "intussen iets veranderd" in answer
    assert Employment.objects.get(personnel_number="5").scale == "12"
    assert Employment.objects.get(personnel_number="5").function == "adviseur"


@pytest.mark.parametrize(
    ("about", "who", "told"),
    [
        (About.PERSONNEL, "bram", {"hanna"}),
        (About.DUTY, "bram", {"hanna"}),
        (About.REGISTRATION, "bram", {"fenna"}),
        (About.PERSONNEL, "hanna", set()),
        (About.CONFIRMATION, "fenna", set()),
    ],
)
def test_who_answers_a_correction_is_mailed_and_never_the_person_themselves(
    settings: Any, about: str, who: str, told: set[str]
) -> None:
    settings.EMAIL_HOST = "mail.example"
    operations.propose_correction(person(who), text=WORDS, about=about, by=by_name(who))
    mailed = {post.opened(mail.address) for mail in Outgoing.objects.all()}
    assert mailed == {person(name).email for name in told}
