"""The example has a note, core values and a code of conduct that a stranger can read."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.desk import at_desk

from rechtop.overview.trail import names
from rechtop.tools.policies import layout, queries
from rechtop.tools.policies.models import Policy

pytestmark = pytest.mark.django_db


def test_a_stranger_reads_the_note_six_values_and_ten_articles() -> None:
    stranger = Client()
    listed = stranger.get("/beleid/").content.decode()
    for name in ("Nota Integriteit is van ons allemaal", "Kernwaarden", "Gedragscode"):
        assert name in listed
    values = stranger.get("/beleid/kernwaarden/").content.decode()
    assert values.count("<h2 id=") == 6
    code = stranger.get("/beleid/gedragscode/").content.decode()
    assert code.count('<h3 id="artikel-') == 10
    assert '<h3 id="artikel-6">Artikel 6. Draaideur</h3>' in code
    assert "Alle versies" in code
    assert stranger.get("/en/beleid/gedragscode/").status_code == 200


def test_everybody_at_the_desk_reads_what_changed_in_the_code() -> None:
    page = at_desk("eva").get("/desk/beleid/gedragscode/verschil/1/2/").content.decode()
    assert "Artikel 9. Druk van buiten" in page
    assert "<ins>, ook niet online</ins>." in page
    assert all(not layout.faults(one.body) for one in queries.all_in_force(public=True))
    assert "gedragscode" in [
        one.policy.slug for one in queries.due_for_revision(queries.overview())
    ]


def test_the_log_names_what_was_done_to_a_policy() -> None:
    assert names.thing(Policy._meta.model_name or "", 3) == "beleid 3"
