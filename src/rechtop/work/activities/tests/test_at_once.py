"""Two who act at once: the last place is given once, and the second is told what the first did."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import by_name
from tests.people import person
from tests.together import together

from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.tools.addresses.operations import Made
from rechtop.work.activities import operations
from rechtop.work.activities.models import SIGN_UP, WHAT, Attendee, Gathering, SignUp
from rechtop.work.activities.states import State
from rechtop.work.activities.tests.samples import opened, planned

pytestmark = pytest.mark.django_db

TODAY = clock.today()


def signs_up(gathering: Gathering, who: str) -> Any:
    return lambda: operations.sign_up(gathering, by=by_name(who))


def test_two_who_want_the_last_place_at_once_do_not_both_get_it() -> None:
    with together() as two:
        one = two.before(lambda: opened(places=1, day=TODAY))
        _done, told = two.at_once(signs_up(one, "eva"), signs_up(one, "daan"))
        assert isinstance(told, Refused)
        assert "Alle plaatsen zijn bezet" in str(told)
        assert SignUp.objects.get(gathering=one).person == person("eva")


def test_who_signs_up_in_two_windows_at_once_is_told_and_has_one_place() -> None:
    with together() as two:
        one = two.before(lambda: opened(day=TODAY))
        _done, told = two.at_once(signs_up(one, "eva"), signs_up(one, "eva"))
        assert isinstance(told, Refused)
        assert "al aangemeld" in str(told)
        assert SignUp.objects.filter(gathering=one).count() == 1


def test_who_sends_a_change_as_a_colleague_does_sees_at_once_what_that_one_wrote() -> None:
    with together() as two, two.at_desks("bram", "fenna") as (bram, fenna):
        one = two.before(lambda: planned(day=TODAY))
        path = f"/desk/activiteiten/bijeenkomst/{one.pk}/wijzigen/"
        form = two.before(lambda: fenna.get(path)).context["form"]
        seen = {name: form[name].value() for name in (*WHAT, "shown")}
        done, told = two.at_once(
            lambda: bram.post(path, {**seen, "title": "Training van Bram"}),
            lambda: fenna.post(path, {**seen, "place": "Zaal 2"}),
        )
        assert (done.status_code, told.status_code) == (302, 200)
        assert list(told.context["form"].errors) == ["shown"]
        for theirs in ("Zo staat het er nu", "Training van Bram", "Zaal 2"):
            assert theirs in told.content.decode()
        again = two.before(lambda: fenna.post(path, told.context["form"].data))
        assert again.status_code == 302
        kept = Gathering.objects.get(pk=one.pk)
        assert (kept.title, kept.place) == ("Training weerbaarheid", "Zaal 2")


def test_places_are_not_taken_away_while_someone_takes_one() -> None:
    with together() as two:
        one = two.before(lambda: opened(places=2, day=TODAY))
        two.before(signs_up(one, "daan"))
        _done, told = two.at_once(
            signs_up(one, "eva"),
            lambda: operations.set_sign_up(one, takes_sign_ups=True, places=1, by=by_name("fenna")),
        )
        assert isinstance(told, Invalid)
        assert "Er zijn al 2" in str(told.message_dict["places"])
        assert Gathering.objects.get(pk=one.pk).places == 2


def test_two_who_set_the_sign_up_at_once_do_not_write_over_each_other() -> None:
    def sets(gathering: Gathering, places: int, who: str) -> Any:
        told = {"takes_sign_ups": True, "shown": records.mark(gathering, *SIGN_UP)}
        return lambda: operations.set_sign_up(gathering, places=places, by=by_name(who), **told)

    with together() as two:
        one = two.before(lambda: opened(places=10, day=TODAY))
        _done, told = two.at_once(sets(one, 25, "bram"), sets(one, 12, "fenna"))
        assert isinstance(told, Invalid)
        assert list(told.message_dict) == ["shown"]
        assert Gathering.objects.get(pk=one.pk).places == 25


def test_two_who_cancel_at_once_cancel_and_mail_once(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    with together() as two:
        one = two.before(lambda: opened(day=TODAY))
        two.before(signs_up(one, "eva"))
        mails = Outgoing.objects.count()
        _done, told = two.at_once(
            lambda: operations.cancel(one, reason="Ziekte", by=by_name("fenna")),
            lambda: operations.cancel(one, reason="Regen", by=by_name("bram")),
        )
        assert isinstance(told, Refused)
        assert "gehouden of afgezegd" in str(told)
        assert Gathering.objects.get(pk=one.pk).reason == "Ziekte"
        assert Outgoing.objects.count() == mails + 1


def test_nobody_signs_up_for_what_is_cancelled_meanwhile() -> None:
    with together() as two:
        one = two.before(lambda: opened(day=TODAY))
        _done, told = two.at_once(
            lambda: operations.cancel(one, reason="Ziekte", by=by_name("fenna")),
            signs_up(one, "eva"),
        )
        assert isinstance(told, Refused)
        assert not SignUp.objects.filter(gathering=one).exists()


def test_two_who_write_down_at_once_who_was_there_do_not_lose_what_the_first_wrote() -> None:
    def holds(gathering: Gathering, there: str, who: str) -> Any:
        facts = {"reached": None, "people": [person(there)], "outcome": there}
        return lambda: operations.hold(gathering, edition=1, by=by_name(who), **facts)

    with together() as two:
        one = two.before(lambda: planned(day=TODAY))
        _done, told = two.at_once(holds(one, "eva", "fenna"), holds(one, "daan", "bram"))
        assert isinstance(told, Invalid)
        assert "schreef net ook op" in str(told.message_dict["people"])
        assert Attendee.objects.get(gathering=one).person == person("eva")
        assert Gathering.objects.get(pk=one.pk).outcome == "eva"


def test_what_is_written_down_as_held_is_not_cancelled_meanwhile() -> None:
    with together() as two:
        one = two.before(lambda: planned(day=TODAY))
        _done, told = two.at_once(
            lambda: operations.hold(one, reached=4, people=[], outcome="", by=by_name("fenna")),
            lambda: operations.cancel(one, reason="Ziekte", by=by_name("bram")),
        )
        assert isinstance(told, Refused)
        held = Gathering.objects.get(pk=one.pk)
        assert (held.state, held.reached) == (State.HELD, 4)


def test_the_address_of_a_calendar_made_twice_at_once_is_the_last_one() -> None:
    with together() as two:
        first, second = two.at_once(
            lambda: operations.make_feed(language="nl", by=by_name("eva")),
            lambda: operations.make_feed(language="nl", by=by_name("eva")),
        )
        assert first != second
        assert isinstance(second, Made)
