"""Make and change how people sign in; note that they do; slow down who guesses.

What is remembered for a while, to slow down guessing, is no record and leaves nothing on the trail.
"""

from __future__ import annotations

import datetime
import json
import math
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rechtop.ground.audit.operations import note, operation, require_operation
from rechtop.ground.kernel import clock, rows, words
from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.kernel.refs import Ref
from rechtop.ground.post import operations as post
from rechtop.ground.vault import gone
from rechtop.ground.vault import operations as vault
from rechtop.ground.vault.models import Kept
from rechtop.people.identity import queries, rules
from rechtop.people.identity.models import Person, Remembered, SignedIn, in_one_form
from rechtop.people.identity.rules import Brake

_TYPED_STAYS = datetime.timedelta(days=7)
_UNUSABLE = 30
_SEEN_STAYS = datetime.timedelta(days=7)

# What a password and a second step are called where it is remembered that they are gone.
_PASSWORD, _STEP = "password", "second step"


def let_owner_know(owner: Person | None, *, was: int | None, by: Actor) -> None:
    """Mail who now looks after something, inside an operation; the mail never says after what.

    Who looked after it before (`was`), does this themselves or has left is not written to.
    """
    if owner is not None and owner.is_active and owner.pk not in (was, by.number):
        post.let_all_know([owner.email])


def make_person(*, name: str, email: str) -> tuple[Person, str]:
    """Make a person, inside the operation of the room that adds them.

    Gives the password for the first sign-in. Raises Invalid for an address that is in use.
    """
    require_operation()
    if Person.objects.filter(email=email.casefold()).exists():
        raise Invalid(email=_("Er is al iemand met dit e-mailadres."))
    person = Person(name=name, email=email)
    password = _first_password()
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # someone else added them at this same moment
        raise Invalid(email=_("Er is al iemand met dit e-mailadres.")) from error
    return person, password


def make_people(listed: Sequence[tuple[str, str]]) -> list[int]:
    """Make people by name and e-mail address, inside the operation that adds them; give numbers.

    Nobody can sign in before someone begins their sign-in. An address in use is an IntegrityError.
    """
    require_operation()
    # A password as that of `make_password(None)`, in one draw instead of forty.
    made = [
        (*in_one_form(name, email), UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(_UNUSABLE))
        for name, email in listed
    ]
    return rows.copy(Person, ("name", "sort_name", "email", "password"), made)


def call_people(people: Sequence[Person], *, tell: Callable[[int], None] | None = None) -> None:
    """Write other names and addresses of people, inside the operation that changes them.

    `tell` is told on the way how many were.
    """
    require_operation()
    told = {person.pk: person.email for person in people}
    for person in people:  # two may get each other's address: no two have one on the way
        person.email = f"#{person.pk}"
    rows.rewrite(people, "email")
    for person in people:
        person.email = told[person.pk]
        person.name, person.sort_name, person.email = in_one_form(person.name, person.email)
    rows.rewrite(people, "name", "sort_name", "email", tell=tell)


def shut_out(people: Collection[int]) -> None:
    """Let people no longer sign in, from their next request; inside the operation that says so."""
    require_operation()
    Person.objects.filter(pk__in=people).update(is_active=False)
    SignedIn.objects.filter(person__in=people).delete()


def let_in_again(people: Collection[int]) -> None:
    """Let people sign in again; inside the operation that says so."""
    require_operation()
    Person.objects.filter(pk__in=people).update(is_active=True)


def renew(person: Person) -> str:
    """Begin someone's sign-in anew, inside the operation that allows it; keys stay as they are."""
    require_operation()
    password = _first_password()
    _begin_anew(person, password)
    return password


def _begin_anew(person: Person, password: str | None) -> None:
    """Take password and second step away; without another password nobody comes in."""
    _forget_password(person)
    remember_steps_gone(queries.second_steps(person))
    Authenticator.objects.filter(user=person).delete()
    SignedIn.objects.filter(person=person).delete()
    person.set_password(password)
    person.must_choose_password, person.has_kept_codes = True, False
    person.renewed_at, person.has_seen_renewal = clock.now(), False
    person.save()


def _forget_password(person: Person) -> None:
    """Let a restore never bring back the password of this moment."""
    gone.remember([gone.mark(_PASSWORD, person.pk, person.password)])


def remember_steps_gone(steps: Iterable[Authenticator]) -> None:
    """Let a restore never bring back these apps and passkeys."""
    gone.remember([_mark_of(step) for step in steps])


def _mark_of(step: Authenticator) -> str:
    """Give the mark of an app or passkey, by what it holds: that was drawn at random."""
    told = [step.data.get("secret"), step.data.get("credential")]
    return gone.mark(_STEP, step.user_id, json.dumps(told, sort_keys=True))


@operation("sign_in.begun_anew_after_restore", allowed=rules.may_take_away_again)
def take_away_again(*, by: Actor) -> list[Person]:
    """Take away again, after a restore, how people signed in and do no more; give whom it is about.

    They come in once someone renews their sign-in. Who had none needs nothing. Everybody else gets
    other recovery codes: those of the backup may have been used since.
    """
    known, begun = gone.known().marks, []
    can_come_in = Person.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for person in can_come_in.order_by("pk"):
        steps = queries.second_steps(person)
        if gone.mark(_PASSWORD, person.pk, person.password) in known or any(
            _mark_of(step) in known for step in steps
        ):
            _begin_anew(person, None)
            note("person.sign_in_begun_anew", Ref("person", person.pk))
            begun.append(person)
        else:
            _draw_codes_anew(person)
    return begun


def _draw_codes_anew(person: Person) -> None:
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES)
    if found.delete()[0]:
        RecoveryCodes.activate(person)
        person.has_kept_codes = False
        person.save(update_fields=["has_kept_codes"])


@operation("person.password_chosen", allowed=rules.may_choose_password)
def choose_password(person: Person, *, password: str, old: str = "", by: Actor) -> None:
    """Set one's own password. Raises Invalid for one that is easily guessed.

    From the second on it asks the one before: a session alone does not change how someone signs in.
    """
    is_first = person.must_choose_password or by.kind == Kind.COMMAND
    if not is_first and not person.check_password(old):
        raise Invalid(old=_("Dit is niet uw wachtwoord van nu."))
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Invalid(password=" ".join(error.messages)) from error
    _forget_password(person)
    person.set_password(password)
    person.must_choose_password = False
    person.save()


@operation("person.codes_kept", allowed=rules.may_choose_password)
def keep_codes(person: Person, *, by: Actor) -> None:
    """Note that a person says to have kept the recovery codes."""
    person.has_kept_codes = True
    person.save(update_fields=["has_kept_codes"])


@operation("person.renewal_seen", allowed=rules.may_see_renewal)
def see_renewal(person: Person, *, by: Actor) -> None:
    """Note that a person knows their sign-in was begun anew."""
    person.has_seen_renewal = True
    person.save(update_fields=["has_seen_renewal"])


@operation("person.keys_made", allowed=rules.may_make_keys)
def make_keys(person: Person, *, passphrase: str, spheres: Iterable[str], by: Actor) -> None:
    """Give a person keys under their passphrase. They open nothing until someone vouches."""
    vault.make_holder(bearer=person.pk, passphrase=passphrase, spheres=spheres, by=by)


def _first_password() -> str:
    """Draw five words of twelve bits: 60 bits, for one use."""
    return "-".join(words.draw()[:5])


def _noted(action: str) -> Callable[..., None]:
    """Make an operation that changes nothing and stands on the trail: by day for a confidant."""

    def body(person: Person, *, by: Actor) -> None:
        """Leave the line alone."""

    at_the_hour = operation(action, allowed=rules.is_oneself)(body)
    by_day = operation(action, allowed=rules.is_oneself, by_day=True)(body)

    def noted(person: Person, *, by: Actor) -> None:
        (by_day if queries.keeps_hours_private(person) else at_the_hour)(person, by=by)

    return noted


note_sign_in = _noted("person.signed_in")
note_sign_out = _noted("person.signed_out")
note_unlock = _noted("vault.unlocked")
note_failed_unlock = _noted("vault.unlock_failed")
note_lock = _noted("vault.locked")


note_second_step = {
    "mfa/email/totp_activated": _noted("second_step.app_set"),
    "mfa/email/webauthn_added": _noted("second_step.passkey_added"),
    "mfa/email/webauthn_removed": _noted("second_step.passkey_removed"),
    "mfa/email/recovery_codes_generated": _noted("second_step.codes_made"),
}
"""What the sign-in library tells of, by its own names for it."""


def let_in(person: Person, *, browser: str) -> SignedIn:
    """Write down that someone is signed in with a browser; the sign-in itself is noted apart."""
    today = clock.today()
    return SignedIn.objects.create(
        person=person, browser=browser[:60], since_on=today, seen_on=today
    )


def see_again(found: SignedIn) -> None:
    """Write down the day on which a browser was last seen, once a day."""
    if found.seen_on != clock.today():
        SignedIn.objects.filter(pk=found.pk).update(seen_on=clock.today())


def let_out(person: Person, number: int) -> None:
    """Take away a browser someone signs out of; that is noted apart."""
    SignedIn.objects.filter(pk=number, person=person).delete()


def _ends(person: Person, *, numbers: Collection[int], by: Actor) -> None:
    """End what someone is signed in with elsewhere: from its next request it is signed out."""
    SignedIn.objects.filter(person=person, pk__in=numbers).delete()


_end_at_the_hour = operation("person.signed_out_elsewhere", allowed=rules.is_oneself)(_ends)
_end_by_day = operation("person.signed_out_elsewhere", allowed=rules.is_oneself, by_day=True)(_ends)


def end_elsewhere(person: Person, *, numbers: Collection[int], by: Actor) -> None:
    """End some of what one is signed in with oneself."""
    end = _end_by_day if queries.keeps_hours_private(person) else _end_at_the_hour
    end(person, numbers=numbers, by=by)


@operation("person.sign_in_failed", allowed=rules.is_anyone)
def note_failed_sign_in(*, by: Actor) -> None:
    """Note that a sign-in failed. For whom is not told: that would tell who exists."""


def remember(key: str, value: Any, *, until: datetime.datetime) -> None:
    """Remember something under a key until a moment."""
    told = {"value": value, "until": until}
    Remembered.objects.update_or_create(pk=_digest(key), defaults=told)


def remember_once(key: str, value: Any, *, until: datetime.datetime) -> bool:
    """Remember something unless something is; say whether this was the first."""
    own = Remembered.objects.filter(pk=_digest(key))
    own.filter(until__lte=clock.now()).delete()
    told = {"value": value, "until": until}
    return Remembered.objects.get_or_create(pk=_digest(key), defaults=told)[1]


def remembered(key: str) -> Any:
    """Give what is remembered under a key, or None."""
    own = Remembered.objects.filter(pk=_digest(key), until__gt=clock.now())
    return own.values_list("value", flat=True).first()


def forget(key: str) -> bool:
    """Forget what is remembered under a key; say whether there was something."""
    return bool(Remembered.objects.filter(pk=_digest(key)).delete()[0])


def forget_everything() -> None:
    """Forget all that is remembered."""
    Remembered.objects.all().delete()


def forget_expired() -> int:
    """Forget what was to be remembered until now."""
    return Remembered.objects.filter(until__lte=clock.now()).delete()[0]


def forget_typed() -> int:
    """Wipe what was typed after the lock and neither sent nor thrown away within a week."""
    return Kept.objects.filter(at__lt=clock.now() - _TYPED_STAYS).delete()[0]


def forget_sessions() -> None:
    """Wipe sessions that ended, with the halves of keys in them."""
    SessionStore.clear_expired()
    SignedIn.objects.filter(seen_on__lt=clock.today() - _SEEN_STAYS).delete()


@transaction.atomic
def try_once(brake: Brake, *who: object) -> int:
    """Count a try before it is made, and give 0; or the seconds to wait, and count nothing.

    Counted before, because many tries at the same time would otherwise all be free.
    """
    now, key = clock.now(), _digest(_name(brake, who))
    fresh = Remembered(pk=key, value=[0, 0.0], until=now + brake.FORGETS_AFTER)
    Remembered.objects.bulk_create([fresh], ignore_conflicts=True)
    held = Remembered.objects.select_for_update().get(pk=key)
    tries, wait_until = held.value if held.until > now else (0, 0.0)
    if (seconds := wait_until - now.timestamp()) > 0:
        return math.ceil(seconds)
    held.value = [tries + 1, (now + brake.wait_after(tries + 1)).timestamp()]
    held.until = now + brake.FORGETS_AFTER
    held.save()
    return 0


def let_go(brake: Brake, *who: object) -> None:
    """Let a brake go: the right one came."""
    forget(_name(brake, who))


def waiting_text(seconds: int) -> str:
    """Say how long someone has to wait, who tried too often."""
    if seconds < 60:
        text = ngettext(
            "U probeerde het te vaak. Probeer het over %(n)s seconde opnieuw.",
            "U probeerde het te vaak. Probeer het over %(n)s seconden opnieuw.",
            seconds,
        )
        return text % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    text = ngettext(
        "U probeerde het te vaak. Probeer het over %(n)s minuut opnieuw.",
        "U probeerde het te vaak. Probeer het over %(n)s minuten opnieuw.",
        minutes,
    )
    return text % {"n": minutes}


def _name(brake: Brake, who: tuple[object, ...]) -> str:
    return "|".join([brake.name, *map(str, who)])


def _digest(key: str) -> bytes:
    """Give the keyed digest under which something is stored: the key itself may hold an address."""
    return salted_hmac("rechtop remembered", key, algorithm="sha256").digest()
