"""Invite many at once, let who comes choose a password, and end what is open after a restore."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.post import operations as post
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.invitations import links, queries, rules
from rechtop.people.invitations.models import Arrangement, Invitation
from rechtop.people.invitations.queries import Wanted

_AT_ONCE = 5_000


@operation("people.invited", allowed=rules.may_invite)
def invite(*, wanted: Wanted, address: links.Address, by: Actor) -> int:
    """Invite everybody of a list who may get a sign-in by mail, and give how many that were.

    An earlier link of theirs ends. Raises Invalid where no mail is sent, and where there is nobody.
    """
    if not post.can_send():
        raise Invalid(people=no_mail())
    meant = list(queries.by_mail(wanted).order_by().values_list("person", flat=True))
    list(Person.objects.select_for_update().filter(pk__in=meant).order_by("pk").values_list("pk"))
    # Asked again now that they are held: a colleague may just have invited them, or given a duty.
    still = queries.by_mail(replace(wanted, people=tuple(meant))).order_by().values("person")
    people = list(Person.objects.filter(pk__in=still).order_by("pk"))
    if not people:
        raise Invalid(people=_("Niemand van deze lijst kan nu een uitnodiging krijgen."))
    now = clock.now()
    letters = {one.pk: uuid.uuid4() for one in people}
    told = {"invited_at": now, "invited_by": by.number}
    Invitation.objects.bulk_create(
        [Invitation(person=one, email=one.email, letter=letters[one.pk], **told) for one in people],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["email", "invited_at", "invited_by", "letter"],
    )
    post.invite(
        [(one.email, address(one.pk, links.word_for(one, now)), letters[one.pk]) for one in people]
    )
    return len(people)


@operation("people.invitations_arranged", allowed=rules.may_arrange)
def arrange(*, days_before: int | None, start: str, by: Actor) -> None:
    """Let newcomers be invited by themselves so many days before they begin; with None, no more.

    `start` is where links begin, as `https://host`.
    """
    known = queries.arrangement()
    if days_before is None:
        Arrangement.objects.all().delete()
        return
    arranged = known or Arrangement(since_date=clock.today())
    arranged.days_before, arranged.address = days_before, start
    arranged.save()


def invite_newcomers() -> int:
    """Invite who begins soon, where that is arranged; give how many."""
    arranged = queries.arrangement()
    if arranged is None or not links.is_ours(arranged.address) or not post.can_send():
        return 0
    wanted = queries.newcomers(arranged)
    if not queries.by_mail(wanted).exists():
        return 0
    return invite(wanted=wanted, address=links.address_from(arranged.address), by=JOB)


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
    """Forget the invitations of who works here no more, or can sign in by now; give how many."""
    waiting = Q(person__is_active=True, person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Invitation.objects.exclude(waiting).delete()[0]
