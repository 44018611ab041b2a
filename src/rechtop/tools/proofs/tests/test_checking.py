"""Anyone checks a receipt on a public page; nothing of what is brought is kept."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import StreamDecodeLevel

from rechtop import env
from rechtop.ground.vault import files, proofs
from rechtop.ground.vault.models import SealedFile
from rechtop.tools.proofs import queries
from rechtop.tools.proofs.tests.test_proofs import ADDRESS, CANARY, anna_reports, kept_in, proof
from rechtop.tools.proofs.views import public as views

pytestmark = pytest.mark.django_db

YES, NO = "Ja, dit bewijs is van ons.", "Nee, dit bewijs is niet van ons."
UNREADABLE = "Dit is geen bewijs van ons."
EXACT = "Deze kopie is precies wat toen is verstuurd."


def bring(receipt: bytes | None, copy: bytes | None = None, name: str = "b.pdf") -> Any:
    sent = {}
    if receipt is not None:
        sent["receipt"] = SimpleUploadedFile(name, receipt)
    if copy is not None:
        sent["copy"] = SimpleUploadedFile("k.json", copy)
    return Client().post("/bewijs/", sent)


def page(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_page_is_open_and_shows_the_key() -> None:
    told = page(Client().get("/bewijs/"))
    assert proofs.in_print(proofs.own_public()) in told
    assert proofs.in_groups(proofs.own_public().hex()) in told


def test_a_receipt_is_checked_as_pdf_and_as_data_and_the_words_only_with_the_copy() -> None:
    kept = kept_in(*anna_reports())[0]
    for brought in (queries.as_pdf(kept.receipt, address=ADDRESS), queries.as_file(kept.receipt)):
        told = page(bring(brought))
        assert YES in told
        assert kept.number in told
        assert CANARY not in told
        told = page(bring(brought, queries.as_file(kept.copy)))
        assert EXACT in told
        assert CANARY in told


def test_a_copy_that_was_changed_or_is_of_another_case_is_told() -> None:
    one, other = (kept_in(*anna_reports())[0] for _ in range(2))
    receipt = queries.as_file(one.receipt)
    changed = queries.as_file(one.copy).replace(CANARY.encode(), b"kanariegroen")
    for copy in (changed, queries.as_file(other.copy)):
        told = page(bring(receipt, copy))
        assert YES in told
        assert "Deze kopie hoort niet bij dit bewijs" in told
        assert EXACT not in told
        assert "kanarie" not in told, "what is not proven is not shown"


def test_of_a_receipt_that_is_not_ours_nothing_is_shown_as_if_it_were() -> None:
    receipt, own = proof()
    told = queries.as_file(receipt).replace(b"Voorbeeld", b"Eldersland")
    answer = page(bring(told, queries.as_file(own)))
    assert NO in answer
    assert "Eldersland" not in answer
    assert CANARY not in answer
    assert EXACT not in answer


@pytest.mark.parametrize(
    "brought", [b"", b"hoi", b"%PDF-1.7\nniets", b"{}", b"[]", b"\x00" * 50, b'{"a":' * 5000]
)
def test_what_is_no_receipt_is_told_calmly_at_the_field(brought: bytes) -> None:
    response = bring(brought)
    assert response.status_code == 200
    assert UNREADABLE in page(response)


def test_without_a_file_the_form_asks_for_one() -> None:
    assert "Vul iets in bij" in page(bring(None))


def test_what_is_too_large_is_told_and_not_held() -> None:
    assert "Dit bestand is te groot" in page(bring(b"x" * (queries.LARGEST_BYTES + 1)))


def test_what_is_far_too_large_is_not_even_read() -> None:
    sent = Client().generic(
        "POST",
        "/bewijs/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )
    assert sent.status_code == 413


@pytest.mark.parametrize("times", [1, 3])
def test_a_document_made_to_burst_open_is_no_receipt(times: int) -> None:
    bomb = b"\0" * 200_000_000
    for _ in range(times):
        bomb = zlib.compress(bomb, 9)
    with pikepdf.new() as document:
        document.attachments[queries.INSIDE] = pikepdf.AttachedFileSpec(document, b"x")
        stream = document.attachments[queries.INSIDE].get_file().obj
        stream.write(bomb, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * times))
        made = io.BytesIO()
        document.save(made, compress_streams=False, stream_decode_level=StreamDecodeLevel.none)
    assert len(made.getvalue()) < queries.LARGEST_BYTES
    assert UNREADABLE in page(bring(made.getvalue()))


def damaged(whole: bytes, data: st.DataObject) -> bytes:
    parts = st.floats(0, 1, exclude_max=True)  # how long a receipt is differs from time to time
    made = bytearray(whole)
    for at, value in data.draw(st.lists(st.tuples(parts, st.integers(0, 255)), min_size=1)):
        made[int(at * len(made))] = value
    left = data.draw(st.just(1.0) | parts)
    return bytes(made[: int(left * len(made))])


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_data_damaged_anywhere_never_breaks_the_page(data: st.DataObject) -> None:
    receipt, own = proof()
    brought = damaged(queries.as_file(receipt), data), damaged(queries.as_file(own), data)
    assert bring(*brought).status_code == 200


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_a_document_damaged_anywhere_never_breaks_the_page(data: st.DataObject) -> None:
    document = queries.as_pdf(proof()[0], address=ADDRESS)
    assert bring(damaged(document, data)).status_code == 200


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(st.binary(max_size=3000), st.binary(max_size=300))
def test_whatever_is_brought_never_breaks_the_page(brought: bytes, copy: bytes) -> None:
    assert bring(brought, copy).status_code == 200


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
@given(st.binary(max_size=3000))
def test_whatever_calls_itself_a_document_never_breaks_the_page(brought: bytes) -> None:
    assert bring(b"%PDF-1.7\n" + brought).status_code == 200


def test_half_a_character_in_a_copy_is_no_text() -> None:
    receipt, own = proof()
    half = queries.as_file(own).replace(CANARY.encode(), b"\\ud800")
    response = bring(queries.as_file(receipt), half)
    assert response.status_code == 200
    assert "Dit is geen eigen kopie van ons" in page(response)


def test_the_answer_is_the_same_whether_the_case_is_still_there() -> None:
    case, seven = anna_reports()
    kept = kept_in(case, seven)[0]
    brought = queries.as_file(kept.receipt), queries.as_file(kept.copy)
    bring(*brought)  # what every page remembers is remembered now
    with CaptureQueriesContext(connection) as before:
        there = page(bring(*brought))
    SealedFile.objects.filter(pk=case.pk).delete()
    with pytest.raises(files.NoKey):
        files.read(case.pk, None)  # type: ignore[arg-type]  # there is nothing left to open
    with CaptureQueriesContext(connection) as after:
        gone = page(bring(*brought))
    assert there == gone
    assert len(before) == len(after)
    assert not any("vault" in q["sql"] or "cases" in q["sql"] for q in after.captured_queries)


def test_checking_leaves_nothing_behind(capfd: pytest.CaptureFixture[str]) -> None:
    kept = kept_in(*anna_reports())[0]
    before = {path: path.stat().st_size for path in env.DATA.rglob("*") if path.is_file()}
    with CaptureQueriesContext(connection) as asked:
        bring(queries.as_pdf(kept.receipt, address=ADDRESS), queries.as_file(kept.copy))
    assert not any(
        q["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE")) for q in asked.captured_queries
    )
    after = {path: path.stat().st_size for path in env.DATA.rglob("*") if path.is_file()}
    assert before == after
    out, err = capfd.readouterr()
    assert CANARY not in out + err


def test_a_crowd_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_WAIT_SECONDS", 0.01)
    views._ONE_AT_A_TIME.acquire()
    try:
        response = bring(b"hoi")
    finally:
        views._ONE_AT_A_TIME.release()
    assert response.status_code == 503
    assert "Het is nu druk." in page(response)
