"""The list of a session that people signed: kept closed, replaced and removed with why."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from tests.desk import at_desk, by_name
from tests.people import person
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.people.personnel.models import Employment
from rechtop.tools.evidence import scanning
from rechtop.work.oath import documents, holding, queries
from rechtop.work.oath.models import Registration, Session, SignedList
from rechtop.work.oath.states import LARGEST_SCAN
from rechtop.work.oath.tests.making import TODAY, in_days, rules_since, works
from rechtop.work.oath.tests.test_sessions import FACTS, SESSIONS

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"Eva Evers tekende hier" * 40
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"een foto van het blad" * 40


@pytest.fixture(autouse=True)
def _rules() -> None:
    rules_since()


def held() -> Session:
    """Give a session of today at which Eva took it."""
    works()
    session = holding.plan(day=TODAY, by=by_name("bram"), **FACTS)
    holding.invite_one(session, who="Eva Evers", by=by_name("bram"))
    guest = queries.invitations(session).get()
    holding.attend(guest, form="promise", by=by_name("bram"))
    return session


def keep(session: Session, content: bytes = PNG, *, who: str = "fenna", **more: Any) -> SignedList:
    return holding.keep_list(session, content=content, by=by_name(who), **more)


def test_a_signed_list_is_never_clear_in_the_database_and_opens_as_it_was_brought() -> None:
    kept = keep(held())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM oath_signedlist")
        lain = bytes(cursor.fetchone()[0])
    assert b"Eva Evers" not in lain
    assert holding.open_list(kept, by=by_name("bram")) == PNG
    done = set(Entry.objects.filter(object_kind="signedlist").values_list("action", flat=True))
    assert done == {"oath.signed_list_opened"}
    assert Entry.objects.filter(action="oath.signed_list_kept", object_kind="session").exists()


@pytest.mark.parametrize(
    "content", [b"<html><script>1</script>", b"MZ" + b"\0" * 99, b"", b"GIF89a" + b"\0" * 99]
)
def test_what_is_no_scan_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Invalid, match="PDF-bestand"):
        keep(held(), content)


def test_a_list_that_is_too_large_is_refused() -> None:
    with pytest.raises(Invalid, match="te groot"):
        keep(held(), PNG + b"\0" * LARGEST_SCAN)


def test_the_coordinator_and_the_secretary_keep_it_once_the_day_has_come() -> None:
    session = held()
    keep(session, who=secretary())
    for who in ("bram", "hanna", "eva"):
        with pytest.raises(Refused, match="coördinator of de secretaris"):
            keep(session, who=who)
    later = holding.plan(day=in_days(3), by=by_name("bram"), **FACTS)
    with pytest.raises(Refused, match="nog niet begonnen"):
        keep(later)


def secretary() -> str:
    return "gijs"


def test_another_list_needs_a_reason_and_the_one_before_stays() -> None:
    session = held()
    first = keep(session)
    with pytest.raises(Invalid, match="waarom er een andere"):
        keep(session, JPEG, replaces=first.pk)
    second = keep(session, JPEG, replaces=first.pk, why="Op de eerste scan viel een naam weg")
    assert "naam" not in second.why
    assert queries.signed_list_of(session) == second
    assert holding.open_list(first, by=by_name("fenna")) == PNG
    holding.remove_list(second, why="Van een andere dag", by=by_name("fenna"))
    assert queries.signed_list_of(session) == first


def test_of_a_removed_list_the_content_is_gone_and_why_stays() -> None:
    session = held()
    kept = keep(session)
    with pytest.raises(Invalid, match="waarom"):
        holding.remove_list(kept, why=" ", by=by_name("fenna"))
    with pytest.raises(Refused):
        holding.remove_list(kept, why="x", by=by_name("bram"))
    holding.remove_list(kept, why="Verkeerde lijst", by=by_name("fenna"))
    kept.refresh_from_db()
    assert kept.content is None
    for act in (holding.open_list, lambda one, by: holding.remove_list(one, why="x", by=by)):
        with pytest.raises(Refused, match="verwijderd"):
            act(kept, by=by_name("fenna"))  # type: ignore[operator]
    shown = at_desk("bram").get(f"{SESSIONS}{session.pk}/").content.decode()
    assert "Verkeerde lijst" in shown
    assert "Er is geen scan" in shown


def test_two_who_keep_a_list_at_once_keep_one_and_the_other_is_told() -> None:
    with together() as two:
        session = two.before(held)
        made, told = two.at_once(lambda: keep(session), lambda: keep(session, JPEG))
        assert isinstance(made, SignedList)
        assert isinstance(told, Invalid)
        assert "net veranderd" in str(told)
        assert SignedList.objects.get(session=session).kind == "png"


# Pages


def send(session: Session, content: bytes = PNG, name: str = "fenna", **typed: str) -> Any:
    file = SimpleUploadedFile("lijst.txt", content)
    sent = {"replaces": "0", **typed, "file": file}
    return at_desk(name).post(f"{SESSIONS}{session.pk}/getekend/", sent)


def test_the_page_says_what_is_kept_and_gives_it_to_save() -> None:
    session = held()
    path = f"{SESSIONS}{session.pk}/"
    shown = at_desk("fenna").get(path).content.decode()
    assert "Digitaal genoteerd op een scherm: 1 eed" in shown
    assert "Er is geen scan" in shown
    assert "Bewaar de getekende lijst" in shown
    assert send(session, documents.signed_list(session))["Location"] == path
    shown = at_desk("bram").get(path).content.decode()
    assert "een eigen bewijs" in shown
    assert "Vervang de lijst" not in shown
    kept = SignedList.objects.get()
    answer = at_desk("bram").post(f"/desk/eed/getekende-lijsten/{kept.pk}/")
    assert b"".join(answer).startswith(b"%PDF")  # type: ignore[call-overload]
    assert answer["Content-Disposition"].startswith("attachment")
    assert at_desk("bram").get(f"/desk/eed/getekende-lijsten/{kept.pk}/").status_code == 405
    assert "bewaard sinds" in at_desk("eva").get("/desk/eed/mijn/").content.decode()


def test_a_form_that_cannot_be_used_keeps_what_was_typed_and_shows_what_stands_now() -> None:
    session = held()
    answer = send(session, b"zomaar tekst")
    assert "PDF-bestand" in answer.content.decode()
    kept = keep(session)
    answer = send(session, JPEG, why="Deze is scherper")
    form = answer.context["form"]
    assert "net veranderd" in str(form.errors["file"])
    assert (form["why"].value(), form["replaces"].value()) == ("Deze is scherper", str(kept.pk))
    assert send(session, JPEG, replaces=str(kept.pk), why="Deze is scherper").status_code == 302


def test_a_file_the_virus_scanner_knows_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scanning.Result(scanning.State.FOUND, "Eicar")
    monkeypatch.setattr(scanning, "check", lambda content: found)
    assert "virusscanner" in send(held()).content.decode()
    assert not SignedList.objects.exists()


def test_who_may_not_see_the_session_finds_nothing() -> None:
    session = held()
    kept = keep(session)
    for who in ("eva", "daan", "hanna"):
        client = at_desk(who)
        assert client.get(f"{SESSIONS}{session.pk}/getekend/").status_code == 404
        for path in (f"{kept.pk}", f"{2**70}", "0"):
            assert client.post(f"/desk/eed/getekende-lijsten/{path}/").status_code == 404
            assert client.get(f"/desk/eed/getekende-lijsten/{path}/weg/").status_code == 404


def test_who_may_not_remove_it_is_told_and_who_may_says_why() -> None:
    kept = keep(held())
    path = f"/desk/eed/getekende-lijsten/{kept.pk}/weg/"
    assert "coördinator of de secretaris" in at_desk("bram").get(path, follow=True).content.decode()
    assert at_desk("fenna").post(path, {"why": ""}).context["form"].errors["why"]
    at_desk("fenna").post(path, {"why": "Verkeerde dag"})
    kept.refresh_from_db()
    assert kept.removed_on == TODAY


def test_a_list_is_forgotten_when_nothing_of_its_session_is_known_any_more() -> None:
    session = held()
    keep(session)
    Session.objects.filter(pk=session.pk).update(day=in_days(-8 * 366))
    assert holding.forget_gone() == 0
    assert SignedList.objects.exists()
    Employment.objects.filter(person=person("eva")).update(
        start_date=in_days(-9 * 366), end_date=in_days(-8 * 366)
    )
    type(person("eva")).objects.filter(pk=person("eva").pk).update(is_active=False)
    assert holding.forget_gone() == 1
    assert not Registration.objects.exists()
    assert not SignedList.objects.exists()
