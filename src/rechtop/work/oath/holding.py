"""Plan sessions, invite who must, and take attendance: being there makes the registration."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import JOB, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.post import operations as post
from rechtop.ground.vault import server_boxes
from rechtop.people.identity.models import Person
from rechtop.tools.evidence import queries as evidence
from rechtop.work.oath import operations, proposing, queries, rules, timing
from rechtop.work.oath.models import (
    Exemption,
    Invitation,
    Preference,
    Registration,
    Reminder,
    Session,
    SignedList,
)
from rechtop.work.oath.states import LARGEST_SCAN, Manner, Scan, Standing

MOST_AT_ONCE = 200


@operation("oath.session_planned", allowed=rules.may_plan)
def plan(*, by: Actor, **facts: Any) -> Session:
    """Plan a session. Raises Invalid for a day that has gone, and without a place or a link."""
    session = Session(**facts)
    _save(session)
    return session


@operation("oath.session_changed", allowed=rules.may_change_session)
def change(session: Session, *, edition: int, by: Actor, **facts: Any) -> bool:
    """Change a session; who is invited is told that there is something. Say whether anybody gets a
    mail. Raises Invalid as `plan`, and where a colleague changed it meanwhile."""
    if records.holds(session, **facts):
        return False
    if edition != session.edition:
        raise Invalid(edition=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))
    if facts.get("day", session.day) != session.day and queries.taken_at(session).exists():
        raise Invalid(day=_("Er is hier al een eed of belofte afgelegd. De dag staat vast."))
    for name, value in facts.items():
        setattr(session, name, value)
    session.edition += 1
    _save(session)
    invited = [one.person.email for one in queries.invitations(session)]
    post.let_all_know(invited)
    return bool(invited) and post.can_send()


@operation("oath.session_witness_set", allowed=rules.may_say_who_is_there)
def say_who_is_there(
    session: Session, *, official: str, witness: str, edition: int, by: Actor
) -> None:
    """Say before whom all at a session take it, and with which witness; with nothing it follows
    from the rules again. What was registered already stays as it is.

    Raises Invalid where a colleague changed the session meanwhile, and for a witness whose name
    more people have or who does not work here on that day.
    """
    seen = _witness(witness, session)
    told = {"official": official.strip(), "witness": seen}
    told["witness_name"] = seen.name if seen else witness.strip()
    if records.holds(session, **told):
        return
    if edition != session.edition:
        raise Invalid(edition=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))
    for name, value in told.items():
        setattr(session, name, value)
    session.edition += 1
    records.check(session)
    session.save()


def _witness(typed: str, session: Session) -> Person | None:
    """Give who is meant; nobody of ours where it is someone from elsewhere."""
    found = queries.called(typed) if typed.strip() else []
    if session.witness is not None and typed.strip() == session.witness_name:
        found = [session.witness]  # as it stood there, whoever has that name too
    if len(found) > 1:
        raise Invalid(witness=_("Er zijn er meer die zo heten. Typ het e-mailadres."))
    if found and not proposing.can_witness(found[0], session.day):
        raise Invalid(witness=_("Deze persoon werkt hier dan niet."))
    return found[0] if found else None


@operation("oath.session_called_off", allowed=rules.may_call_off)
def call_off(session: Session, *, by: Actor) -> None:
    """Call a session off; who was invited can be invited to another."""
    session.called_off_on = clock.today()
    session.save(update_fields=["called_off_on"])
    post.let_all_know(one.person.email for one in queries.invitations(session))


def _save(session: Session) -> None:
    if session.day < clock.today():
        raise Invalid(day=_("Kies vandaag of een latere dag."))
    if session.ends_at <= session.begins_at:
        raise Invalid(ends_at=_("Het einde ligt voor het begin."))
    if session.manner != Manner.DIGITAL and not session.place.strip():
        raise Invalid(place=_("Schrijf op waar het is."))
    if session.manner != Manner.PHYSICAL and not session.link.startswith("https://"):
        raise Invalid(link=_("Vul de link in. Die begint met https://."))
    if session.link and not session.link.startswith("https://"):
        raise Invalid(link=_("Vul de link in. Die begint met https://."))
    session.programme = session.programme.replace("\r\n", "\n")
    records.check(session)
    session.save()


@operation("oath.invited", allowed=rules.may_invite)
def invite(session: Session, *, count: int, by: Actor) -> int:
    """Invite so many of those who must, the most urgent first; give how many there were."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(count=_("Kies een getal van 1 tot en met 200."))
    people = [one.person for one in queries.to_invite(session)[:count]]
    if not people:
        raise Invalid(count=_("Er is niemand die nog moet en geen uitnodiging heeft."))
    _invite(session, people)
    return len(people)


@operation("oath.invited", allowed=rules.may_invite)
def invite_one(session: Session, *, who: str, by: Actor) -> None:
    """Invite someone by name or address. Raises Invalid for who is not there or need not."""
    _invite(session, [_to_come(session, who)])


@operation("oath.guest_added", allowed=rules.may_take_attendance)
def add_guest(session: Session, *, who: str, by: Actor) -> None:
    """Add who was there without an invitation, on the day of a session or afterwards.

    Nobody is mailed: they were there. Raises Invalid as inviting someone does.
    """
    Invitation.objects.create(
        session=session, person=_to_come(session, who), invited_on=clock.today()
    )


def _to_come(session: Session, who: str) -> Person:
    """Find who is meant. Raises Invalid for who is not there, need not, or stands on the list."""
    found = queries.called(who)
    if not found:
        raise Invalid(who=_("Wij kennen niemand die zo heet. Controleer de naam."))
    if len(found) > 1:
        raise Invalid(who=_("Er zijn er meer die zo heten. Typ het e-mailadres."))
    person = found[0]
    employment = queries.employment_of(person.pk)
    if employment is None or employment.kind == "external":
        raise Invalid(who=_("Deze persoon hoeft hier de eed of belofte niet af te leggen."))
    if employment.end_date is not None and employment.end_date <= session.day:
        raise Invalid(who=_("Deze persoon werkt hier dan niet meer."))
    if employment.start_date > session.day:
        raise Invalid(who=_("Deze persoon werkt hier dan nog niet."))
    if queries.met_by(employment, is_statement=False) is not None:
        raise Invalid(who=_("Deze persoon heeft dit al gedaan."))
    if queries.invitations(session).filter(person=person).exists():
        raise Invalid(who=_("Deze persoon is al uitgenodigd."))
    return person


def _invite(session: Session, people: Iterable[Person]) -> None:
    listed = list(people)
    Invitation.objects.bulk_create(
        [Invitation(session=session, person=one, invited_on=clock.today()) for one in listed],
        ignore_conflicts=True,
    )
    post.let_all_know(one.email for one in listed)


@operation("oath.uninvited", allowed=rules.may_change_session)
def uninvite(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back, as long as the session is to come."""
    Invitation.objects.filter(pk=invitation.pk).delete()
    post.let_all_know([invitation.person.email])


@operation("oath.attendance_taken", allowed=rules.may_take_attendance)
def attend(
    invitation: Invitation, *, form: str, official: str = "", witness: str = "", by: Actor
) -> Registration:
    """Note that someone was there and took the oath or the promise: that makes the registration.

    Before whom it was, and who was the witness, is told where it was not as said for all at the
    session, or as the rules propose where nothing was said. The session
    is held meanwhile: it is not called off or put on another day underneath. Raises Invalid as
    registering does.
    """
    employment = queries.employment_of(invitation.person_id)
    if employment is None:
        raise Invalid(form=_("Deze persoon werkt hier niet."))
    session = Session.objects.select_for_update().get(pk=invitation.session_id)
    if not (verdict := rules.may_take_attendance(by, session)):
        raise Refused(verdict)
    there = {"official": official, "witness": witness}
    return operations.register(
        employment, form=form, taken_on=session.day, session=session, **there, by=by
    )


# The signed list


@operation("oath.signed_list_kept", allowed=rules.may_keep_list)
def keep_list(
    session: Session, *, content: bytes, why: str = "", replaces: int = 0, by: Actor
) -> SignedList:
    """Keep the scan of the list that people signed; one that was kept before stays beside it.

    `replaces` is the number of the list that stood when one began, 0 where there was none. Raises
    Invalid for what is no PDF, JPEG or PNG or is too large, for another list without why, and
    where a colleague kept one meanwhile.
    """
    kind = evidence.kind_of(content).code
    if kind not in Scan.values:
        raise Invalid(file=_("Kies een PDF-bestand, of een foto of scan (JPEG of PNG)."))
    if len(content) > LARGEST_SCAN:
        raise Invalid(file=_("Dit bestand is te groot. Kies een bestand van hoogstens 10 MB."))
    stands = queries.signed_list_of(session)
    if (stands.pk if stands else 0) != replaces:
        raise Invalid(file=_("Een collega heeft dit net veranderd. Kijk wat er nu staat."))
    if stands is not None and not why.strip():
        raise Invalid(why=_("Schrijf op waarom er een andere lijst komt."))
    return SignedList.objects.create(
        session=session,
        kind=kind,
        size=len(content),
        content=server_boxes.close_bytes(content, use=queries.SCANS),
        why=_closed(why if stands else ""),
        kept_on=clock.today(),
        kept_by=by.number or 0,
    )


@operation("oath.signed_list_opened", allowed=rules.may_open_list)
def open_list(signed: SignedList, *, by: Actor) -> bytes:
    """Give a signed list as it was brought; that someone opened it stands on the trail."""
    return server_boxes.open_bytes(signed.content or b"", use=queries.SCANS)


@operation("oath.signed_list_removed", allowed=rules.may_remove_list)
def remove_list(signed: SignedList, *, why: str, by: Actor) -> None:
    """Remove what stands in a signed list. Raises Invalid without why."""
    if not why.strip():
        raise Invalid(why=_("Schrijf op waarom."))
    signed.content, signed.removed_on, signed.removed_by = None, clock.today(), by.number or 0
    signed.removed_why = _closed(why)
    signed.save(update_fields=["content", "removed_on", "removed_by", "removed_why"])


def _closed(why: str) -> str:
    return server_boxes.close(why.strip(), use=queries.SCANS) if why.strip() else ""


@operation("oath.signed_lists_forgotten", allowed=rules.may_forget)
def forget_lists(*, numbers: Collection[int], by: Actor) -> None:
    """Forget the signed lists of sessions of which nothing is registered any more."""
    SignedList.objects.filter(pk__in=numbers).delete()


@operation("oath.witnesses_forgotten", allowed=rules.may_forget)
def forget_witnesses(*, numbers: Collection[int], by: Actor) -> None:
    """Forget who was the witness of sessions of which nothing is registered any more."""
    Session.objects.filter(pk__in=numbers).update(witness=None, witness_name="")


@operation("oath.reminded", allowed=rules.may_remind)
def remind(*, by: Actor) -> int:
    """Remind by mail who is near the last day or past it, so many at a time; give how many.

    Where someone is late or comes from elsewhere, the coordinators are told that there is
    something. The mail never says of what.
    """
    found = list(timing.to_remind()[:MOST_AT_ONCE])
    presses = any(one.owes_statement or one.standing == Standing.OVERDUE for one in found)
    listed = [one.person for one in found]
    listed += timing.keepers_to_remind() if presses else []
    Reminder.objects.bulk_create(
        [
            Reminder(person=one, sent_on=clock.today())
            for one in {one.pk: one for one in listed}.values()
        ],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["sent_on"],
    )
    post.let_all_know(one.email for one in listed if one.is_active)
    return len(found)


@operation("oath.forgotten", allowed=rules.may_forget)
def forget(*, people: Collection[int], by: Actor) -> None:
    """Forget what these people took or signed, to what they were invited, and why they need not."""
    for held in (Registration, Exemption, Invitation):
        held.objects.filter(person__in=people).delete()


@operation("oath.choices_forgotten", allowed=rules.may_forget)
def forget_choices(*, people: Collection[int], by: Actor) -> None:
    """Forget what these people chose beforehand and that they were reminded."""
    for held in (Preference, Reminder):
        held.objects.filter(person__in=people).delete()


def forget_gone() -> int:
    """Forget of people who left seven years ago, what who left only chose, and the signed lists
    and witnesses of sessions of which nobody is known any more; give of how many people."""
    gone, undone = queries.past_keeping(), queries.left_undone()
    if gone:
        forget(people=gone, by=JOB)
    if undone:
        forget_choices(people=undone, by=JOB)
    if lists := queries.lists_past_keeping():
        forget_lists(numbers=lists, by=JOB)
    if sessions := queries.witnesses_past_keeping():
        forget_witnesses(numbers=sessions, by=JOB)
    return len({*gone, *undone})


def go_on() -> int:
    """Send the reminders that are due; give how many people got one."""
    return remind(by=JOB) if timing.to_remind().exists() else 0
