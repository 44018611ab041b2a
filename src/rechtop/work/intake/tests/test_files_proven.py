"""Files are proven by their digests: with the report, and each that is sent later."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.test import Client

from rechtop import env
from rechtop.tools.proofs import queries as proofs
from rechtop.work.intake.tests.test_files import MAILBOX, attach
from rechtop.work.intake.tests.test_the_way_of_a_reporter import send, write

pytestmark = pytest.mark.django_db

LETTER, LATER = b"Dit is de brief.", b"En dit de bijlage."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env, "BLOBS", tmp_path / "blobs")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_receipt_proves_the_files_that_went_along_and_those_that_came_later() -> None:
    anna = Client()
    write(anna)
    attach(anna, LETTER)
    anna.post("/inzien/", {"words": " ".join(send(anna))})
    attach(anna, LATER, page=MAILBOX, name="later.txt")
    for place, content in ((1, LETTER), (2, LATER)):
        receipt = proofs.read(anna.get(f"/inzien/bewijs/{place}/gegevens/").content)
        told = anna.get(f"/inzien/bewijs/{place}/kopie/").content
        assert json.loads(told)["attachments"] == [digest(content)]
        assert receipt.is_of(proofs.read_copy(told))
        other = told.replace(digest(content).encode(), digest(b"iets anders").encode())
        assert not receipt.is_of(proofs.read_copy(other))
    assert json.loads(anna.get("/inzien/bewijs/2/kopie/").content)["texts"] == {"name": "later.txt"}
