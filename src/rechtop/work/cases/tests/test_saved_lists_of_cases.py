import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.tools.saved_lists import operations

pytestmark = pytest.mark.django_db


def asked_for(client: Client) -> int:
    client.get("/desk/zaken/")  # what is remembered for a while is remembered now
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/desk/zaken/")
    assert page.status_code == 200
    return len(captured)


def test_ten_saved_lists_cost_the_page_as_many_questions_as_one() -> None:
    client = with_open_vault("bram")
    operations.keep(name="cases", query="state=received", by=acting("bram"))
    one = asked_for(client)
    for regime in ("misstand", "zakelijk", "sociaal", "lkog"):
        for state in ("received", "closed"):
            query = f"state={state}&regime={regime}"
            operations.keep(name="cases", query=query, by=acting("bram"))
    assert asked_for(client) == one
