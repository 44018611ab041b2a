"""Everybody follows the signpost, the coordinator keeps it, and nobody is led astray meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk import at_desk, by_name
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel.errors import Invalid
from rechtop.work.signpost import layout, operations, queries
from rechtop.work.signpost.models import Edition

pytestmark = pytest.mark.django_db

DESK = "/desk/wegwijzer/"


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def begun() -> Client:
    fenna = at_desk("fenna")
    fenna.post(f"{DESK}beginnen/")
    return fenna


def sent_as_shown(client: Client, code: str) -> dict[str, str]:
    form = client.get(f"{DESK}{code}/").context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def adopt_as_read(client: Client) -> Any:
    read = client.get(DESK).context["shown"]
    return client.post(f"{DESK}vaststellen/", {"shown": read}, follow=True)


def as_shown(client: Client, code: str) -> dict[str, str]:
    """Give what the button to take a place away sends along."""
    return {"shown": sent_as_shown(client, code)["shown"]}


def change_meanwhile(code: str, title: str) -> None:
    edition = in_writing()
    signpost = layout.read(edition.content)
    changed = layout.End(**{**vars(signpost.ends[code]), "title": layout.Text(title)})
    shown = operations.as_text(signpost, code)
    operations.keep(edition, code=code, place=changed, shown=shown, by=by_name("fenna"))


def in_writing() -> Edition:
    edition = queries.in_writing()
    assert edition is not None
    return edition


def test_a_stranger_is_led_to_the_confidants_and_nothing_is_kept() -> None:
    stranger, before = Client(), Entry.objects.count()
    assert "Wat is er aan de hand?" in text_of(stranger.get("/wegwijzer/"))
    assert "Met wie wilt u het liefst praten?" in text_of(stranger.get("/wegwijzer/1/"))
    end = text_of(stranger.get("/wegwijzer/1-5/"))
    for told in ("Praat met een vertrouwenspersoon", "Carla Chen", "Wie weet het dan?"):
        assert told in end
    assert not stranger.cookies
    assert Entry.objects.count() == before


def test_who_is_led_to_report_hears_the_legal_terms() -> None:
    assert "binnen 7 dagen" in text_of(Client().get("/wegwijzer/4-1/"))


def test_another_site_is_told_nothing_of_who_comes() -> None:
    assert 'rel="noreferrer"' in text_of(Client().get("/wegwijzer/1-6/"))


@pytest.mark.parametrize("steps", ["99", "1-99", "0", "-1", "1--2", "x", "1" * 30, "²"])
def test_steps_that_lead_nowhere_begin_anew(steps: str) -> None:
    answer = Client().get(f"/wegwijzer/{steps}/")
    assert (answer.status_code, answer["Location"]) == (302, "/wegwijzer/")


def test_without_a_signpost_nobody_is_sent_to_one() -> None:
    Edition.objects.all().delete()
    assert Client().get("/wegwijzer/").status_code == 404
    assert "/wegwijzer/" not in text_of(Client().get("/"))


def test_nobody_sees_what_is_being_written_until_it_is_adopted() -> None:
    fenna = begun()
    sent = {**sent_as_shown(fenna, "v1"), "text": "Wat zit u dwars?"}
    assert fenna.post(f"{DESK}v1/", sent).status_code == 302
    assert "Wat is er aan de hand?" in text_of(Client().get("/wegwijzer/"))
    assert "Wat zit u dwars?" in text_of(fenna.get(DESK))
    adopt_as_read(fenna)
    assert "Wat zit u dwars?" in text_of(Client().get("/wegwijzer/"))
    assert "Wat is er aan de hand?" in text_of(fenna.get(f"{DESK}uitgaven/1/"))


def test_an_edition_in_which_someone_gets_stuck_is_refused_with_the_place_named() -> None:
    fenna = begun()
    fenna.post(f"{DESK}r6/weg/", as_shown(fenna, "r6"))
    shown = text_of(fenna.get(DESK))
    assert "leidt nergens heen" in shown
    adopt_as_read(fenna)
    assert queries.in_writing() is not None
    assert "Praat met een vertrouwenspersoon" in text_of(Client().get("/wegwijzer/1-5/"))


def test_what_a_colleague_changed_meanwhile_is_not_written_over() -> None:
    fenna = begun()
    sent = {**sent_as_shown(fenna, "r1"), "title": "Praat met een maat"}
    edition = in_writing()
    change_meanwhile("r1", "Van een ander")
    answer = fenna.post(f"{DESK}r1/", sent)
    assert "Een collega heeft dit net veranderd" in text_of(answer)
    assert "Praat met een maat" in text_of(answer)
    edition.refresh_from_db()
    assert layout.read(edition.content).ends["r1"].title.dutch == "Van een ander"
    assert "Van een ander" in text_of(answer)
    fenna.post(f"{DESK}r1/", {**sent, "shown": answer.context["form"]["shown"].value()})
    edition.refresh_from_db()
    assert layout.read(edition.content).ends["r1"].title.dutch == "Praat met een maat"


@pytest.mark.parametrize("page", ["r1", "einde"])
def test_what_is_sent_twice_is_kept_once_and_no_colleague_is_said_to_have_done_it(
    page: str,
) -> None:
    fenna = begun()
    sent = {**sent_as_shown(fenna, page), "title": "Loop naar de balie"}
    for told in ("Bewaard.", "Dit is al verstuurd."):
        assert told in text_of(fenna.post(f"{DESK}{page}/", sent, follow=True))
    assert str(in_writing().content).count("Loop naar de balie") == 1
    assert Entry.objects.filter(action="signpost.place_kept").count() == 1


def test_two_who_add_advice_at_once_both_add_it() -> None:
    with together() as two, two.at_desks("fenna", "fenna") as (one, other):
        two.before(lambda: operations.begin(by=by_name("fenna")))
        sent = [{"title": title, "door": "", "shown": "''"} for title in ("Bel", "Schrijf")]
        two.at_once(
            lambda: one.post(f"{DESK}einde/", sent[0]), lambda: other.post(f"{DESK}einde/", sent[1])
        )
        titles = [end.title.dutch for end in layout.read(in_writing().content).ends.values()]
        assert {"Bel", "Schrijf"} <= {*titles}


def test_what_a_colleague_changed_since_it_was_read_is_not_adopted_unread() -> None:
    fenna = begun()
    read = fenna.get(DESK).context["shown"]
    change_meanwhile("r1", "Van een ander")
    for sent in ({"shown": read}, {}):
        told = text_of(fenna.post(f"{DESK}vaststellen/", sent, follow=True))
        assert "Een collega heeft dit net veranderd" in told
        assert "Van een ander" in told
        assert queries.in_writing() is not None
    assert "Iedereen ziet hem nu zo" in text_of(adopt_as_read(fenna))
    assert queries.in_writing() is None


def test_what_a_colleague_changed_since_it_was_read_is_not_taken_or_thrown_away_unread() -> None:
    fenna = begun()
    end, read = as_shown(fenna, "r1"), {"shown": fenna.get(DESK).context["shown"]}
    change_meanwhile("r1", "Van een ander")
    for way, sent in (("r1/weg/", end), ("weggooien/", read), ("r1/weg/", {}), ("weggooien/", {})):
        told = text_of(fenna.post(f"{DESK}{way}", sent, follow=True))
        assert "Een collega heeft dit net veranderd" in told
        assert "Van een ander" in told
    page = fenna.get(f"{DESK}r1/").content.decode()
    assert page.count('name="shown"') == 2
    for told in ("Weggehaald.", "Weggehaald."):
        sent = as_shown(fenna, "r1") if "r1" in layout.read(in_writing().content).ends else end
        assert told in text_of(fenna.post(f"{DESK}r1/weg/", sent, follow=True))
    assert "r1" not in layout.read(in_writing().content).ends


@pytest.mark.parametrize("page", ["r1", "einde"])
def test_what_was_typed_stays_where_a_colleague_threw_the_edition_away(page: str) -> None:
    fenna = begun()
    sent = {**sent_as_shown(fenna, page), "title": "Loop naar de balie"}
    fenna.post(f"{DESK}weggooien/", {"shown": fenna.get(DESK).context["shown"]})
    page_then = text_of(fenna.post(f"{DESK}{page}/", sent))
    for told in ("al vastgesteld of weggegooid", "Loop naar de balie"):
        assert told in page_then
    assert "Loop naar de balie" not in str(queries.adopted().get().content)
    assert fenna.get(f"{DESK}{page}/").status_code == 404


@pytest.mark.parametrize(("code", "field"), [("r1", "title"), ("v1", "text")])
def test_what_a_colleague_took_away_meanwhile_can_be_kept_as_a_new_one(
    code: str, field: str
) -> None:
    fenna = begun()
    sent = {**sent_as_shown(fenna, code), field: "Loop naar de balie"}
    fenna.post(f"{DESK}{code}/weg/", {"shown": sent["shown"]})
    answer = fenna.post(f"{DESK}{code}/", sent)
    for told in ("Een collega heeft dit net veranderd", "Loop naar de balie"):
        assert told in text_of(answer)
    again = fenna.post(f"{DESK}{code}/", answer.context["form"].data, follow=True)
    assert "Bewaard." in text_of(again)
    assert str(in_writing().content).count("Loop naar de balie") == 1


def test_no_answer_is_lost_where_a_colleague_left_the_question_with_fewer() -> None:
    fenna = begun()
    signpost = layout.read(in_writing().content)
    question = signpost.questions["v1"]
    last = len(question.answers) + 2
    sent = {**sent_as_shown(fenna, "v1"), f"answer{last}": "Mijn antwoord", f"to{last}": "r1"}
    fewer, shown = layout.Question(question.text), operations.as_text(signpost, "v1")
    operations.keep(in_writing(), code="v1", place=fewer, shown=shown, by=by_name("fenna"))
    answer = fenna.post(f"{DESK}v1/", sent)
    assert "Mijn antwoord" in text_of(answer)
    fenna.post(f"{DESK}v1/", answer.context["form"].data)
    kept = layout.read(in_writing().content).questions["v1"].answers
    assert len(kept) == len(question.answers) + 1


def test_what_a_colleague_changes_as_it_is_adopted_is_not_adopted_unread() -> None:
    with together() as two:
        edition = two.before(lambda: operations.begin(by=by_name("fenna")))
        read = operations.fingerprint(layout.read(edition.content))
        _kept, told = two.at_once(
            lambda: change_meanwhile("r1", "Van een ander"),
            lambda: operations.adopt(edition, shown=read, by=by_name("fenna")),
        )
        assert isinstance(told, Invalid)
        assert "Een collega heeft dit net veranderd" in str(told)
        assert in_writing().adopted_on is None


def test_a_new_question_and_new_advice_join_the_rest() -> None:
    fenna = begun()
    advice = {"title": "Bel de beveiliging", "then": "a", "known": "b", "protection": "c"}
    fenna.post(f"{DESK}einde/", {**advice, "door": "", "shown": "''"})
    fenna.post(f"{DESK}einde/", advice)
    edition = queries.in_writing()
    assert edition is not None
    assert "Bel de beveiliging" in str(edition.content)
    sent = {"text": "", "answer1": "", "to1": "r1"}
    answer = text_of(fenna.post(f"{DESK}vraag/", sent))
    assert "Vul iets in bij ‘De vraag’." in answer
    assert "Schrijf het antwoord, of kies" in answer


def test_the_button_to_another_site_needs_its_address() -> None:
    fenna = begun()
    answer = fenna.post(f"{DESK}einde/", {"title": "Elders", "door": "site", "site": ""})
    assert "Vul het adres in" in text_of(answer)
    answer = fenna.post(f"{DESK}einde/", {"title": "X", "door": "site", "site": "javascript:1"})
    assert queries.in_writing() is not None
    assert "javascript" not in str(Edition.objects.latest("version").content)


@pytest.mark.parametrize("name", ["bram", "gijs", "eva", "hanna", "carla"])
def test_who_is_no_coordinator_writes_nothing(name: str) -> None:
    begun()
    client = at_desk(name)
    for path in ("vraag/", "einde/", "v1/", "v1/weg/", "vaststellen/", "weggooien/"):
        client.post(f"{DESK}{path}", {"text": "x", "title": "x"})
    client.post(f"{DESK}beginnen/")
    edition = queries.in_writing()
    assert edition is not None
    first = queries.adopted().get()
    assert edition.content == first.content


def test_what_is_adopted_stays_as_it_is() -> None:
    edition = queries.adopted().get()
    with pytest.raises(Invalid):
        operations.take_away(edition, code="v1", shown="", by=by_name("fenna"))


def test_an_edition_can_be_thrown_away() -> None:
    fenna = begun()
    read = {"shown": fenna.get(DESK).context["shown"]}
    fenna.post(f"{DESK}weggooien/", read)
    assert queries.in_writing() is None
    assert "al vastgesteld of weggegooid" in text_of(
        fenna.post(f"{DESK}weggooien/", read, follow=True)
    )
    assert queries.adopted().count() == 1
