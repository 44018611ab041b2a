"""A policy is printed as a tagged PDF from the same parts as its page."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.test import Client
from tests.desk import at_desk, by_name

from rechtop.ground.kernel import clock
from rechtop.tools.policies import documents, operations, queries
from rechtop.tools.policies.models import Policy

pytestmark = pytest.mark.django_db


def code() -> Policy:
    return Policy.objects.get(slug="gedragscode")


def test_everybody_takes_a_public_policy_along_as_a_tagged_pdf() -> None:
    answer = Client().get("/en/beleid/gedragscode/pdf/")
    assert answer["Content-Disposition"] == 'attachment; filename="gedragscode-2.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"  # as its text is, also for who reads English
        assert str(document.docinfo["/Title"]) == "Gedragscode ambtelijke integriteit"
    assert Client().get("/beleid/geen/pdf/").status_code == 404


def test_an_earlier_version_is_printed_as_it_was_and_the_same_each_time() -> None:
    first = queries.adopted(code()).get(number=1)
    last = queries.adopted(code()).get(number=2)
    content = at_desk("eva").get("/desk/beleid/gedragscode/versies/1/pdf/").content
    authority = "Provincie Zuid-Holland"
    assert content == documents.as_pdf(first, authority=authority)
    assert content != documents.as_pdf(last, authority=authority)


def test_a_character_that_cannot_be_printed_leads_back_to_the_page() -> None:
    fenna, gijs = by_name("fenna"), by_name("gijs")
    policy = operations.add(slug="zee", title="Zee", kind="note", is_public=True, by=fenna)
    begun = operations.begin(policy, by=fenna)
    operations.write(begun, body="Een zeehond \N{SEAL}.", edition=1, by=fenna)
    operations.adopt(begun, in_force_from=clock.today(), edition=2, by=gijs)
    answer = at_desk("eva").get("/desk/beleid/zee/versies/1/pdf/", follow=True)
    assert "niet in een PDF kan" in answer.content.decode()
    assert Client().get("/beleid/zee/pdf/", follow=True).status_code == 200
