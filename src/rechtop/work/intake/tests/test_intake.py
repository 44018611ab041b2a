import datetime
import re
import secrets
import sys
from types import FrameType

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.people import acting, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.errors import Refused
from rechtop.ground.vault import files, reporters
from rechtop.ground.vault.models import KeyPair
from rechtop.tools.deadlines import queries as deadlines
from rechtop.tools.deadlines.models import TermRule
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case
from rechtop.work.intake import forms, operations, presenting
from rechtop.work.intake.models import Draft

pytestmark = pytest.mark.django_db

ANSWERS = {"what": "Een reis", "who_i_am": "anonymous", "about": [], "name": "", "reach": ""}


def draft() -> bytes:
    root = secrets.token_bytes(32)
    operations.save_answers(root, ANSWERS)
    return root


def send(root: bytes) -> operations.OpenDraft | None:
    return operations.send(root, fresh=secrets.token_bytes(32))


def test_a_draft_opens_with_its_own_cookie_alone() -> None:
    root = draft()
    opened = operations.read_draft(root)
    assert opened is not None
    assert opened.answers["what"] == "Een reis"
    assert operations.read_draft(secrets.token_bytes(32)) is None
    assert b"Een reis" not in bytes(Draft.objects.get().box)


def test_a_draft_leaves_nothing_on_the_trail() -> None:
    before = Entry.objects.count()
    draft()
    assert Entry.objects.count() == before


def test_sent_twice_it_is_one_report_with_the_same_words() -> None:
    root, before = draft(), Case.objects.count()
    first, second = send(root), send(root)
    assert first is not None
    assert second is not None
    assert list(first.words) == list(second.words)
    assert Case.objects.count() == before + 1


def test_after_sending_the_draft_holds_the_words_and_no_longer_the_report() -> None:
    root = draft()
    sent = send(root)
    kept = operations.read_draft(root)
    assert sent is not None
    assert kept is not None
    assert kept.answers == {}
    assert list(kept.words) == list(sent.words)


def test_an_unfinished_draft_is_not_sent() -> None:
    root, before = secrets.token_bytes(32), Case.objects.count()
    operations.save_answers(root, {"what": "Alleen dit"})
    unsent = send(root)
    assert unsent is not None
    assert not unsent.is_sent
    assert Case.objects.count() == before


def test_a_sent_report_is_not_changed_by_going_back() -> None:
    root = draft()
    send(root)
    operations.save_answers(root, {"what": "Iets anders"})
    assert operations.read_draft(root).is_sent  # type: ignore[union-attr]


def test_intake_stays_closed_without_enough_certified_holders() -> None:
    root = draft()
    KeyPair.objects.filter(holder__kind="recovery").delete()
    with pytest.raises(Refused):
        send(root)
    assert not operations.read_draft(root).is_sent  # type: ignore[union-attr]


def test_drafts_are_wiped_after_a_day() -> None:
    with clock.standing_at(clock.now() - datetime.timedelta(hours=25)):
        draft()
    young = draft()
    assert operations.forget_old() == 1
    assert operations.read_draft(young) is not None


def test_words_stay_for_a_day_from_sending_however_old_the_draft_was() -> None:
    with clock.standing_at(clock.now() - datetime.timedelta(hours=24, minutes=5)):
        root = draft()
    sent = send(root)
    assert sent is not None
    operations.forget_old()
    kept = operations.read_draft(sent.root)
    assert kept is not None
    assert list(kept.words) == list(sent.words)
    assert kept.saved_at == sent.saved_at


def test_what_was_sent_goes_on_under_a_fresh_root_and_the_old_one_ends_when_that_is_read() -> None:
    root = draft()
    sent = send(root)
    assert sent is not None
    assert sent.root != root
    before = operations.read_draft(root)
    assert before is not None, "an answer lost on its way costs nobody the words"
    assert before.root == sent.root
    assert list(before.words) == list(sent.words)
    arrived = operations.read_draft(sent.root)
    assert arrived is not None
    operations.settle(arrived)
    assert operations.read_draft(root) is None
    assert operations.read_draft(sent.root) is not None


def test_wiping_what_was_written_never_wipes_what_was_sent_meanwhile() -> None:
    root = draft()
    unsent = operations.read_draft(root)
    send(root)
    assert unsent is not None
    operations.forget(unsent)
    assert operations.read_draft(root) is not None


def test_the_answers_reach_the_file_and_the_name_its_own_file() -> None:
    root = secrets.token_bytes(32)
    operations.save_answers(root, {**ANSWERS, "who_i_am": "named", "name": "Anna", "asks": "Raad"})
    send(root)
    case = Case.objects.order_by("-pk")[0]
    report, noted = files.open_file(case.pk, acting("bram").keyring).items()
    proof = report.content["proof"]
    assert report.content == {"what": "Een reis", "asks": "Raad", "proof": proof}
    assert "Anna" not in str(proof)
    (identity,) = files.open_file(case.identity_file, acting("kees").keyring).items()
    assert identity.content == {"name": "Anna", "reach": "", "ticket": noted.content["ticket"]}
    with pytest.raises(files.NoKey):
        files.open_file(case.identity_file, acting("bram").keyring)


def test_who_reports_anonymously_leaves_no_name_even_when_one_was_typed() -> None:
    form = forms.You({"who_i_am": "anonymous", "name": "Anna", "reach": "06"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == form.cleaned_data["reach"] == ""


def test_who_reports_anonymously_is_told_what_of_it_is_left_out() -> None:
    anna, typed = Client(), {"who_i_am": "anonymous", "reach": "06 12345678"}
    anna.post("/formulier/1/", {"what": "Een reis"})
    anna.post("/formulier/2/", {})
    assert "Dan bewaren wij dit niet" in anna.get("/formulier/3/").content.decode()
    page = anna.post("/formulier/3/", typed, follow=True).content.decode()
    assert "bewaren wij niet: u meldt anoniem" in page
    assert "06 12345678" not in page
    page = anna.post("/formulier/3/", {"who_i_am": "anonymous"}, follow=True).content.decode()
    assert "bewaren wij niet: u meldt anoniem" not in page
    anna.post("/formulier/3/", typed)
    anna.post("/formulier/4/")
    case = Case.objects.latest("pk")
    report = files.read(case.pk, acting("bram").keyring)[0].content
    assert "is_left_out" not in report
    assert not case.is_named


def test_who_gives_a_name_must_type_one() -> None:
    assert "name" in forms.You({"who_i_am": "named"}).errors


def test_a_slip_in_a_word_is_met_with_the_word_it_can_be() -> None:
    seven = list(words.draw())
    slip = seven[2][:-1]
    form = forms.Words({"words": " ".join([*seven[:2], slip, *seven[3:]])})
    assert f"Bedoelt u ‘{seven[2]}’?" in form.errors["words"][0]


@pytest.mark.parametrize("typed", ["", "een twee", "x " * 9, "\0", "1 2 3 4 5 6 7"])
def test_what_are_no_seven_words_is_told(typed: str) -> None:
    assert forms.Words({"words": typed}).errors["words"]


def test_wrong_words_and_words_that_never_were_get_the_same_answer() -> None:
    root = draft()
    sent = send(root)
    assert sent is not None
    near = [*list(sent.words)[:6], next(w for w in words.word_list() if w != sent.words[6])]
    answers = []
    for typed in (near, list(words.draw())):
        client = Client()
        client.get("/inzien/")
        token = client.get("/inzien/").context["csrf_token"]
        response = client.post(
            "/inzien/", {"words": " ".join(typed), "csrfmiddlewaretoken": str(token)}
        )
        text = response.content.decode().replace(" ".join(typed), "")
        answers.append((response.status_code, len(text) - text.count("csrf")))
    assert answers[0] == answers[1]


def steps(client: Client, typed: list[str]) -> list[str]:
    """Type words, and tell all that our code and the database then do, in order."""
    done: list[str] = []

    def note(frame: FrameType, event: str, _given: object) -> None:
        if event == "call" and "/rechtop/" in frame.f_code.co_filename:
            done.append(frame.f_code.co_qualname)

    with CaptureQueriesContext(connection) as asked:
        sys.setprofile(note)
        try:
            client.post("/inzien/", {"words": " ".join(typed)})
        finally:
            sys.setprofile(None)
    return done + [re.sub(r"'[^']*'", "", query["sql"]) for query in asked]


def test_wrong_words_take_the_same_steps_as_words_that_never_were_so_they_take_as_long() -> None:
    """Steps are counted, not seconds: which derivations and which questions to the database."""
    seven, client = list(words.draw()), Client()
    report(seven=tuple(seven))
    other = next(word for word in words.word_list() if word not in seven)
    kinds = {f"word {at}": [*seven[:at], other, *seven[at + 1 :]] for at in range(7)}
    kinds |= {"turned round": seven[::-1], "drawn": list(words.draw())}
    taken: dict[str, list[str]] = {}
    for _again in range(2):  # the page is drawn once a minute: the shortest of two is without
        for kind, typed in kinds.items():
            done = steps(client, typed)
            taken[kind] = min(taken.get(kind, done), done, key=len)
    assert sum(step == "derive" for step in taken["drawn"]) > 0
    assert sum("vault_keypair" in step for step in taken["drawn"]) == 1
    assert {kind for kind, done in taken.items() if done != taken["drawn"]} == set()


def test_proving_the_words_finds_the_case() -> None:
    root = draft()
    sent = send(root)
    assert sent is not None
    found = reporters.find(sent.words)
    assert found is not None
    assert found.file == sent.case


def test_the_mailbox_of_a_named_reporter_says_no_anonymous_and_shows_no_name() -> None:
    seven = words.draw()
    case = report(name="Anna de Jong", seven=seven)
    told = dict(presenting.mailbox(case, reporter(seven))["report"])
    assert told["Uw naam"] == "U gaf uw naam. Die staat hier niet."
    seven = words.draw()
    case = report(seven=seven)
    assert dict(presenting.mailbox(case, reporter(seven))["report"])["Uw naam"] == "U meldt anoniem"


def test_our_newest_message_and_what_followed_stand_apart_from_what_went_before() -> None:
    seven = words.draw()
    case, bram, anna = report(seven=seven), acting("bram"), reporter(seven)
    cases.write_as_reporter(case, text="Nog iets", by=anna)
    assert [m["text"] for m in presenting.mailbox(case, anna)["newest"]] == ["Nog iets"]
    cases.write_to_reporter(case, text="Dank u", is_feedback=False, by=bram)
    cases.write_as_reporter(case, text="Graag gedaan", by=anna)
    told = presenting.mailbox(case, anna)
    assert [m["text"] for m in told["newest"]] == ["Graag gedaan", "Dank u"]
    assert [m["text"] for m in told["earlier"]] == ["Nog iets"]


def test_the_terms_on_the_public_pages_come_from_the_rules_in_force() -> None:
    for path in ("/", "/uitleg/"):
        page = Client().get(path).content.decode()
        assert "binnen 7 dagen" in page
        assert "binnen 3 maanden" in page
    was = deadlines.rule_on("acknowledgement", clock.today())
    assert was is not None
    TermRule.objects.create(
        code=was.code, label=was.label, unit=was.unit, length=5, source="", is_legal=True,
        counted_from="", valid_from=clock.today(),
    )  # fmt: skip
    deadlines.forget()
    try:
        assert "binnen 5 dagen" in Client().get("/").content.decode()
    finally:
        deadlines.forget()
