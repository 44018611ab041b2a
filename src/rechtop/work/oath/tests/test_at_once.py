"""Two who act at once: the second is told what the first did, and nothing is half done."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk import by_name
from tests.together import together

from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post.models import Outgoing
from rechtop.people.personnel.models import Employment
from rechtop.work.oath import holding, operations, queries
from rechtop.work.oath.models import Exemption, Invitation, Registration, Session, Wording
from rechtop.work.oath.states import Form, Why
from rechtop.work.oath.tests.making import TODAY, in_days, works
from rechtop.work.oath.tests.test_sessions import FACTS

pytestmark = pytest.mark.django_db


def plan(on: int = 0) -> Session:
    return holding.plan(day=in_days(on), by=by_name("bram"), **FACTS)


def invited(on: int = 0) -> tuple[Session, Invitation]:
    """Eva works here and is invited to a session; what it makes is there for everybody."""
    works()
    session = plan(on)
    holding.invite_one(session, who="Eva Evers", by=by_name("bram"))
    return session, Invitation.objects.get(session=session)


def register(employment: Employment, form: str, who: str) -> Any:
    return lambda: operations.register(employment, form=form, taken_on=TODAY, by=by_name(who))


def test_two_who_register_the_same_oath_at_once_make_one_registration() -> None:
    with together() as two:
        eva = two.before(works)
        made, told = two.at_once(register(eva, "oath", "bram"), register(eva, "promise", "fenna"))
        assert isinstance(made, Registration)
        assert isinstance(told, Invalid)
        assert "Dit staat er al" in str(told.message_dict["taken_on"])
        assert Registration.objects.get(person=eva.person_id).form == Form.OATH


def test_two_who_tick_the_same_guest_at_once_make_one_registration() -> None:
    with together() as two:
        session, guest = two.before(invited)
        made, told = two.at_once(
            lambda: holding.attend(guest, form="promise", by=by_name("bram")),
            lambda: holding.attend(guest, form="oath", by=by_name("fenna")),
        )
        assert made.session == session
        assert isinstance(told, Invalid)
        assert "Dit staat er al" in str(told)
        assert Registration.objects.get(session=session).form == Form.PROMISE


def test_a_session_at_which_someone_takes_it_meanwhile_is_not_called_off() -> None:
    with together() as two:
        session, guest = two.before(invited)
        _made, told = two.at_once(
            lambda: holding.attend(guest, form="oath", by=by_name("bram")),
            lambda: holding.call_off(session, by=by_name("fenna")),
        )
        assert isinstance(told, Refused)
        assert "blijft staan" in str(told)
        assert Session.objects.get(pk=session.pk).called_off_on is None


def test_nobody_takes_it_at_a_session_that_is_called_off_meanwhile() -> None:
    with together() as two:
        session, guest = two.before(invited)
        _none, told = two.at_once(
            lambda: holding.call_off(session, by=by_name("fenna")),
            lambda: holding.attend(guest, form="oath", by=by_name("bram")),
        )
        assert isinstance(told, Refused)
        assert "gaat niet door" in str(told)
        assert not Registration.objects.filter(session=session).exists()


def test_who_is_ticked_while_the_session_gets_another_day_is_not_registered_on_the_old_one() -> (
    None
):
    moved = {**FACTS, "day": in_days(1), "edition": 1}
    with together() as two:
        session, guest = two.before(invited)
        _none, told = two.at_once(
            lambda: holding.change(session, **moved, by=by_name("fenna")),
            lambda: holding.attend(guest, form="oath", by=by_name("bram")),
        )
        assert isinstance(told, Refused)
        assert "nog niet begonnen" in str(told)
        assert not Registration.objects.filter(session=session).exists()


def test_a_session_called_off_twice_at_once_is_called_off_once_and_mails_once(
    settings: Any,
) -> None:
    settings.EMAIL_HOST = "mail.example"
    with together() as two:
        session, _guest = two.before(lambda: invited(5))
        mails = Outgoing.objects.count()
        done, told = two.at_once(
            lambda: holding.call_off(session, by=by_name("bram")),
            lambda: holding.call_off(session, by=by_name("fenna")),
        )
        assert done is None
        assert isinstance(told, Refused)
        assert "gaat niet door" in str(told)
        assert Outgoing.objects.count() == mails + 1


def test_two_who_invite_at_once_do_not_invite_the_same_person_twice() -> None:
    with together() as two:
        session, _guest = two.before(lambda: invited(5))
        two.before(lambda: works("ivo", TODAY))  # the terms of the example begin with the year
        counted = two.at_once(
            lambda: holding.invite(session, count=1, by=by_name("bram")),
            lambda: holding.invite(session, count=1, by=by_name("fenna")),
        )
        assert counted[0] == 1
        assert isinstance(counted[1], Invalid)
        assert "niemand" in str(counted[1])
        assert queries.invitations(session).count() == 2


def test_an_exemption_and_an_oath_at_once_do_not_both_stand() -> None:
    with together() as two:
        eva = two.before(works)
        _made, told = two.at_once(
            register(eva, "oath", "bram"),
            lambda: operations.exempt(eva, why=Why.REFUSED, reason="x", by=by_name("fenna")),
        )
        assert isinstance(told, Invalid)
        assert "al gedaan" in str(told)
        assert not Exemption.objects.filter(person=eva.person_id).exists()


def written() -> Wording:
    facts = {"body": "Ik beloof het.", "decree": "Besluit 1", "from_date": in_days(9)}
    return operations.write_words(form=Form.PROMISE, edition=0, by=by_name("fenna"), **facts)


def test_words_adopted_twice_at_once_have_one_who_adopted_them() -> None:
    with together() as two:
        words = two.before(written)
        _done, told = two.at_once(
            lambda: operations.adopt_words(words, edition=1, by=by_name("gijs")),
            lambda: operations.adopt_words(words, edition=1, by=by_name("hanna")),
        )
        assert isinstance(told, Refused)
        assert "al vastgesteld" in str(told)
        words.refresh_from_db()
        assert words.adopter_id == by_name("gijs").number


def test_words_in_writing_are_not_adopted_while_their_author_changes_them() -> None:
    facts = {"body": "Ik beloof dat.", "decree": "Besluit 1", "from_date": in_days(9)}
    with together() as two:
        words = two.before(written)
        _done, told = two.at_once(
            lambda: operations.write_words(
                form=Form.PROMISE, edition=1, by=by_name("fenna"), **facts
            ),
            lambda: operations.adopt_words(words, edition=1, by=by_name("gijs")),
        )
        assert isinstance(told, Invalid)
        assert "intussen veranderd" in str(told)
        words.refresh_from_db()
        assert words.adopted_on is None
