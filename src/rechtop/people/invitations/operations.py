"""Invite many at once, let who comes choose a password, and end what is open after a restore."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.invitations import links, queries, rules
from rechtop.people.invitations.models import Invitation
from rechtop.people.invitations.queries import Wanted

_AT_ONCE = 5_000

Address = Callable[[int, str], str]
"""Gives the whole address of a link, for the number of a person and the word."""


@operation("people.invited", allowed=rules.may_invite)
def invite(*, wanted: Wanted, address: Address, by: Actor) -> int:
    """Invite everybody of a list who may get a sign-in by mail, and give how many that were.

    An earlier link of theirs ends. Raises Invalid where no mail is sent, and where there is nobody.
    """
    if not post.can_send():
        raise Invalid(people=no_mail())
    numbers = queries.by_mail(wanted).order_by().values("person")
    people = list(Person.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    if not people:
        raise Invalid(people=_("Niemand van deze lijst kan nu een uitnodiging krijgen."))
    now = clock.now()
    Invitation.objects.bulk_create(
        [Invitation(person=one, invited_at=now, invited_by=by.number) for one in people],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["invited_at", "invited_by"],
    )
    post.invite([(one.email, address(one.pk, links.word_for(one, now))) for one in people])
    return len(people)


def no_mail() -> str:
    """Say that this installation sends no mail."""
    return _("Rechtop kan hier geen mail versturen. Vraag uw serverbeheerder om dat in te stellen.")


@operation("person.invitation_taken_up", allowed=rules.may_come_in)
def take_up(person: Person, *, word: str, password: str, by: Actor) -> None:
    """Let someone choose their first password with the word of their link; it works once.

    Raises Invalid for a password that is easily guessed, and for a link that has ended meanwhile.
    """
    if queries.invited(person.pk, word) is None:
        raise Invalid(password=_("Deze link werkt niet meer."))
    identity.choose_password(person, password=password, by=by)
    Invitation.objects.filter(person=person).delete()


@operation("people.invitations_ended_after_restore", allowed=rules.may_end_all)
def end_all(*, by: Actor) -> int:
    """End every invitation after a restore: one that had ended since the backup must not work."""
    post.throw_invitations_away()
    return Invitation.objects.all().delete()[0]


def forget_ended() -> int:
    """Forget the invitations of people who work here no more; give how many."""
    return Invitation.objects.filter(person__is_active=False).delete()[0]
