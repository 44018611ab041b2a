"""A receipt proves what was said and when, to anyone, and tells nothing of the words."""

from __future__ import annotations

import copy as copying
import datetime
import io
import json
import re
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people import acting, reporter

from rechtop import env
from rechtop.ground.audit import jobs as trail
from rechtop.ground.audit.models import Link
from rechtop.ground.crypto import signatures
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import REPORTER
from rechtop.ground.vault import files, proofs, reporters
from rechtop.ground.vault.proofs import Copy, Moment, NoProof, Receipt
from rechtop.tools.proofs import presenting, queries
from rechtop.tools.proofs.presenting import Trail
from rechtop.tools.proofs.queries import Kept
from rechtop.work.cases import closing
from rechtop.work.cases import operations as cases
from rechtop.work.cases.closing import Closing
from rechtop.work.cases.models import Case

ADDRESS = "https://melden.voorbeeld.example/bewijs/"
CANARY = "kanariegeel"
REPORT = {"what": f"Er is een {CANARY} reis betaald.\nTweede regel.", "when": "", "where": "é€"}
NOON = datetime.datetime(2026, 11, 25, 12, 0, 5, tzinfo=datetime.UTC)


def proof(**texts: str) -> tuple[Receipt, Copy]:
    return proofs.prove(
        Moment.REPORT,
        texts or REPORT,
        to="reporting-point",
        authority="Voorbeeld",
        trail="7:" + "ab" * 32,
        attachments=["cd" * 32],
    )


def anna_reports(seven: tuple[str, ...] = ()) -> tuple[Case, tuple[str, ...]]:
    seven = seven or words.draw()
    case = cases.receive(
        report=REPORT, identity={}, about=[], reporter=reporters.key_of(seven), by=REPORTER
    )
    return case, seven


def kept_in(case: Case, seven: tuple[str, ...]) -> list[Kept]:
    items = files.read(case.pk, reporter(seven).keyring)
    return [kept for item in items if (kept := queries.kept(item.content))]


def is_ours(receipt: Receipt) -> bool:
    return queries.check(receipt, None, keys=proofs.own_keys()).is_ours


def test_what_was_signed_verifies_and_comes_back_from_its_files() -> None:
    receipt, own = proof()
    assert receipt.is_signed()
    assert receipt.is_of(own)
    assert proofs.read_receipt(queries.as_file(receipt)) == receipt
    assert proofs.read_copy(queries.as_file(own)) == own
    assert proofs.read_copy(b"\xef\xbb\xbf" + queries.as_file(own)) == own, "an editor added a mark"
    assert queries.read(queries.as_pdf(receipt, address=ADDRESS)) == receipt


def test_two_receipts_of_the_same_words_have_nothing_in_common() -> None:
    (one, _copy), (other, _other_copy) = proof(), proof()
    assert one.statement.commitment != other.statement.commitment
    assert one.statement.number != other.statement.number


def test_who_guesses_the_words_cannot_try_that_on_a_receipt_alone() -> None:
    """What a receipt commits to takes a number drawn for it: without, a guess could be tried."""
    salts = [proof()[1].salt for _time in range(20)]
    assert len({*salts}) == len(salts)
    assert min(len({*salt}) for salt in salts) > 8, "drawn at random, and long enough"
    receipt, own = proof()
    for guessed in (b"", bytes(len(own.salt)), own.number.encode(), own.salt[:-1]):
        assert not receipt.is_of(replace(own, salt=guessed))
    assert receipt.is_of(replace(own, salt=own.salt))


def _leaves(told: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(told, dict):
        return [leaf for name in told for leaf in _leaves(told[name], (*path, name))]
    if isinstance(told, list):
        return [leaf for place in range(len(told)) for leaf in _leaves(told[place], (*path, place))]
    return [path]


def _changed(told: Any, path: tuple[Any, ...], place: int, char: str) -> Any:
    made = copying.deepcopy(told)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    text = holder[path[-1]]
    at = place % (len(text) + 1)
    holder[path[-1]] = text[:at] + char + text[at + 1 :]
    return made if holder[path[-1]] != text else None


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_is_changed_in_a_receipt_it_no_longer_verifies(data: st.DataObject) -> None:
    receipt, _own = proof()
    told = receipt.told()
    path = data.draw(st.sampled_from(_leaves(told)))
    made = _changed(told, path, data.draw(st.integers(0, 200)), data.draw(st.characters()))
    if made is None:
        return
    try:
        read = proofs.receipt(made)
    except NoProof:
        return
    assert not is_ours(read)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_is_changed_in_a_copy_it_no_longer_belongs(data: st.DataObject) -> None:
    receipt, own = proof()
    told = own.told()
    path = data.draw(st.sampled_from(_leaves(told)))
    made = _changed(told, path, data.draw(st.integers(0, 200)), data.draw(st.characters()))
    if made is None:
        return
    try:
        read = proofs.read_copy(json.dumps(made).encode())
    except NoProof:
        return
    assert not receipt.is_of(read)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_words_come_back_exactly(texts: dict[str, str]) -> None:
    receipt, own = proofs.prove(
        Moment.MESSAGE, texts, to="reporter", authority="Voorbeeld", trail=""
    )
    assert receipt.is_of(proofs.read_copy(queries.as_file(own)))


def test_a_name_that_stands_twice_or_too_much_is_no_proof() -> None:
    receipt, own = proof()
    twice = queries.as_file(own).replace(b'"texts": {', b'"texts": {"what": "iets anders", ', 1)
    with pytest.raises(NoProof):
        proofs.read_copy(twice)
    with pytest.raises(NoProof):
        proofs.read_copy(json.dumps({**own.told(), "note": "dit bewijst niets"}).encode())
    with pytest.raises(NoProof):
        proofs.read_receipt(json.dumps({**receipt.told(), "note": ""}).encode())


def test_another_key_is_not_ours_whatever_it_signs() -> None:
    receipt, _own = proof()
    seed = b"k" * 32
    public = signatures.public_of(seed)
    stated = {**receipt.told()["statement"], "key": proofs.in_print(public)}
    unsigned = proofs.receipt({**receipt.told(), "statement": stated, "public": public.hex()})
    forged = Receipt(
        unsigned.statement,
        signatures.sign(seed, unsigned.statement.signed_bytes()),
        public,
    )
    assert forged.is_signed(), "it is signed well, by somebody"
    assert not is_ours(forged)
    borrowed = Receipt(receipt.statement, forged.signature, forged.public)
    assert not is_ours(borrowed), "it names our key and carries another"


def test_what_an_earlier_key_signed_stays_ours_and_it_signs_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "DATA", tmp_path)
    env.secret.cache_clear()
    env.make_secrets()
    oldest, seed = proof()[0], env.secret(proofs.KEY)
    proofs.change_key()
    older = proof()[0]
    proofs.change_key()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "secrets").iterdir())
    env.secret.cache_clear()
    assert len({one.public for one in (oldest, older, proof()[0])}) == 3
    assert all(is_ours(one) for one in (oldest, older, proof()[0]))
    assert seed not in kept
    monkeypatch.undo()
    env.secret.cache_clear()
    assert not is_ours(oldest), "another authority knows none of these keys"


def test_a_key_is_named_by_its_fingerprint_or_written_out() -> None:
    public = proofs.own_public()
    for typed in (proofs.in_print(public), public.hex(), proofs.in_groups(public.hex()).upper()):
        assert proofs.key_named(typed) == proofs.in_print(public)
    with pytest.raises(NoProof):
        proofs.key_named("sleutel")


def _clear_text_of(made: bytes) -> bytes:
    """Unfold a PDF: its bytes, and those of every stream in it."""
    found = [made]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", made, re.S):
        try:
            found.append(zlib.decompress(match.group(1)))
        except zlib.error:
            found.append(match.group(1))
    with pikepdf.open(io.BytesIO(made)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes())
    return b"\n".join(found)


@pytest.mark.django_db
def test_a_receipt_reveals_nothing_of_the_words() -> None:
    # The longest: some of the others, such as “type”, stand in any document.
    case, seven = anna_reports(tuple(sorted(words.word_list(), key=len)[-words.COUNT :]))
    kept = kept_in(case, seven)[0]
    told = _clear_text_of(queries.as_pdf(kept.receipt, address=ADDRESS))
    assert b"Voorbeeld" in told or b"rechtop proof 1" in told, "the search finds what is there"
    for secret in (CANARY, case.number, str(kept.copy.salt.hex()), *seven):
        assert secret.encode() not in told
        assert secret.encode() not in queries.as_file(kept.receipt)
    assert CANARY.encode() in queries.as_file(kept.copy)


@pytest.mark.django_db
def test_a_receipt_says_when_to_whom_and_by_whom() -> None:
    with clock.standing_at(NOON):
        case, seven = anna_reports()
    stated = kept_in(case, seven)[0].receipt.statement
    assert stated.at == "2026-11-25T13:00:05+01:00"
    assert stated.moment == "report"
    assert stated.to == "reporting-point"
    assert stated.authority


@pytest.mark.django_db
def test_every_moment_has_its_receipt() -> None:
    case, seven = anna_reports()
    bram = acting("bram")
    cases.acknowledge(case, on=clock.today(), message="Wij hebben het.", by=bram)
    case.refresh_from_db()
    cases.write_as_reporter(case, text="Nog iets.", by=reporter(seven))
    cases.write_to_reporter(case, text="Wanneer was dat?", is_feedback=False, by=bram)
    cases.write_to_reporter(case, text="Wij onderzoeken het.", is_feedback=True, by=bram)
    found = kept_in(case, seven)
    assert [one.receipt.statement.moment for one in found] == [
        "report",
        "acknowledgement",
        "message",
        "message",
        "feedback",
    ]
    assert [one.receipt.statement.to for one in found] == [
        "reporting-point",
        "reporter",
        "reporting-point",
        "reporter",
        "reporter",
    ]
    assert found[1].copy.texts == {"text": "Wij hebben het."}
    assert all(is_ours(one.receipt) and one.receipt.is_of(one.copy) for one in found)


@pytest.mark.django_db
def test_the_outcome_has_one_too_also_where_nothing_was_said_before() -> None:
    case, seven = anna_reports()
    told = Closing(True, True, ["financial"], "unfounded", [("talk", True)], "director", "", "")
    closing.close(
        case, closing=told, message="Dit is de uitkomst.", regime="misstand", by=acting("bram")
    )
    last = kept_in(case, seven)[-1]
    assert last.receipt.statement.moment == "outcome"
    assert last.copy.texts == {"text": "Dit is de uitkomst."}


@pytest.mark.django_db
def test_the_words_of_another_case_do_not_belong_to_this_receipt() -> None:
    one, other = (kept_in(*anna_reports())[0] for _ in range(2))
    assert one.copy.texts == other.copy.texts
    assert not one.receipt.is_of(other.copy)


@pytest.mark.django_db
def test_a_piece_from_before_there_were_receipts_has_none() -> None:
    assert queries.kept(REPORT) is None


@pytest.mark.django_db
def test_a_receipt_names_where_the_trail_stood_and_an_old_one_stays_true() -> None:
    seal_committed()
    last = Link.objects.order_by("-position").first()
    assert last is not None
    with clock.standing_at(NOON):
        old = kept_in(*anna_reports())[0].receipt
    assert old.statement.trail == f"{last.position}:{bytes(last.digest).hex()}"
    found = queries.check(old, None, keys=proofs.own_keys())
    assert found.is_ours
    assert presenting.on_trail(found) == Trail.SAME


@pytest.mark.django_db
def test_a_trail_that_was_written_anew_is_told_and_one_that_is_gone_is_not_known() -> None:
    seal_committed()
    assert on_trail("1:" + "ef" * 32) == Trail.OTHER
    assert on_trail("999999999:" + "ef" * 32) == Trail.UNKNOWN
    assert on_trail("") == Trail.UNKNOWN


def seal_committed() -> None:
    """Chain the example's own entries; a transaction of a test beside this one may hold it up."""
    end = time.monotonic() + 60
    while not Link.objects.exists() and time.monotonic() < end:
        trail.seal_trail()
        time.sleep(0.1)


def on_trail(head: str) -> Trail:
    receipt, _own = proofs.prove(
        Moment.REPORT, REPORT, to="reporting-point", authority="V", trail=head
    )
    return presenting.on_trail(queries.check(receipt, None, keys=proofs.own_keys()))
