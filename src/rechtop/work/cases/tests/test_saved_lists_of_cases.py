import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.desk import with_open_vault
from tests.people import acting

from rechtop.tools.saved_lists import operations
from rechtop.tools.saved_lists.models import SavedList
from rechtop.work.cases import facts, filters

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


def test_a_list_narrowed_down_by_more_than_is_kept_is_not_saved_and_stays_in_view() -> None:
    client, chosen = with_open_vault("bram"), []
    form = filters.Filter({filters.Filter.WIDE: "1"}, years=[2031], handlers=[])
    for name, field in form.fields.items():
        values = facts.each_of(field.choices[1:]) if hasattr(field, "choices") else []
        chosen += [f"{name}={values[-1][0]}" if values else f"{name}=2031-01-01"]
    query = "&".join(chosen)
    answer = client.post("/desk/zaken/lijsten/", {"query": query}, follow=True)
    assert "Dit zijn te veel filters om te bewaren." in answer.content.decode()
    assert "Ontvangen vanaf" in answer.content.decode()
    assert not SavedList.objects.exists()
