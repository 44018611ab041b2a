"""The list of investigations ends nowhere unseen, and costs the same however long it is."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.desk import asked_for, with_open_vault

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.numbers import random_number
from rechtop.work.cases.models import Case
from rechtop.work.investigations.models import Investigation
from rechtop.work.investigations.states import Standing
from rechtop.work.investigations.tests.test_deciding import asked, running, signed

pytestmark = pytest.mark.django_db

LIST = "/desk/onderzoeken/"


def declined(case: Case, count: int) -> None:
    Investigation.objects.bulk_create(
        Investigation(
            number=random_number(),
            case=case,
            state=Standing.DECLINED,
            asked_on=clock.today(),
            declined_on=clock.today(),
        )
        for _at in range(count)
    )


def listed(client: Client, rel: str = "next", way: str = LIST) -> list[str]:
    """Give the numbers a list shows, page after page in one direction."""
    page = client.get(way).content.decode()
    shown = re.findall(rf'href="{LIST}([^"/]+)/"', page)
    on = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return shown + (listed(client, rel, LIST + on.group(1).replace("&amp;", "&")) if on else [])


def test_every_investigation_one_may_see_stands_once_on_a_page_newest_first() -> None:
    case = asked().case
    declined(case, 110)
    every = [*Investigation.objects.order_by("-pk").values_list("number", flat=True)]
    gijs = with_open_vault("gijs")
    assert listed(gijs) == every
    last = listed(gijs, "prev", f"{LIST}?na={every[100]}")
    assert sorted(last) == sorted(every)


def test_what_one_was_asked_to_do_stands_among_them_once_with_a_key_and_without() -> None:
    to_sign, holds = signed(), running()
    ivo = with_open_vault("ivo")
    assert listed(ivo) == [holds.number, to_sign.number]
    Investigation.objects.filter(pk=holds.pk).update(state=Standing.ORDERED)
    assert listed(ivo) == [holds.number, to_sign.number]


def test_a_long_list_asks_no_more_of_the_database_than_a_short_one() -> None:
    case, gijs = asked().case, with_open_vault("gijs")
    few = asked_for(gijs, LIST)
    declined(case, 60)
    assert len(asked_for(gijs, LIST)) == len(few)
