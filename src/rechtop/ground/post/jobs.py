"""Send what waits, a few at a time; what does not go is tried again, for at most two days."""

from __future__ import annotations

import datetime
import logging
import smtplib
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.ground.post import operations
from rechtop.ground.post.models import Outgoing

_AT_ONCE = 40
_TRIES = 8
_FIRST_WAIT = datetime.timedelta(minutes=10)
_KNOWN = datetime.timedelta(days=366)

log = logging.getLogger("rechtop.post")


def deliver() -> int:
    """Send what is due; give how much went."""
    if not operations.can_send():
        return 0
    return sum(_deliver_one() for _unused in range(_AT_ONCE))


@transaction.atomic
def _deliver_one() -> bool:
    """Send one message. It is held meanwhile, and gone once the mail server has taken it."""
    waiting = Outgoing.objects.filter(given_up_at=None)
    due = waiting.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
    found = due.select_for_update(skip_locked=True).first()
    if found is None:
        return False
    try:
        _send(found)
    except (OSError, smtplib.SMTPException) as error:
        log.error("mail: %s", type(error).__name__)  # what it says could hold the address
        _try_again(found)
        return False
    found.delete()
    return True


def _send(outgoing: Outgoing) -> None:
    sender, link = settings.DEFAULT_FROM_EMAIL, operations.link_of(outgoing)
    with translation.override(outgoing.language):
        message = EmailMessage(
            subject=_("Uw account bij Rechtop staat klaar") if link else _("Er is iets voor u"),
            body=_invitation(link)
            if link
            else _("Er staat iets voor u klaar. U weet waar u dat leest.\n"),
            from_email=sender,
            to=[operations.opened(outgoing.address)],
            # Otherwise it would hold the name of this machine.
            headers={"Message-ID": make_msgid(domain=sender.rpartition("@")[2])},
        )
    message.send()


def _invitation(link: str) -> str:
    text = _(
        "Uw account bij Rechtop staat klaar. Kies uw eigen wachtwoord:\n\n%(link)s\n\n"
        "De link werkt één keer. Geef hem aan niemand. Twijfelt u? Vraag het aan de beheerder van "
        "Rechtop in uw organisatie.\n"
    )
    return text % {"link": link}


def _try_again(outgoing: Outgoing) -> None:
    outgoing.tries += 1
    if outgoing.tries >= _TRIES:
        _give_up(outgoing)
        return
    outgoing.due_at = clock.now() + _FIRST_WAIT * 2 ** (outgoing.tries - 1)
    outgoing.save(update_fields=["tries", "due_at"])


def _give_up(outgoing: Outgoing) -> None:
    """Let it go; of one with a mark it stays known that it did not go, and nothing else."""
    if outgoing.mark is None:
        outgoing.delete()
        return
    outgoing.address, outgoing.link, outgoing.given_up_at = "", "", clock.now()
    outgoing.save(update_fields=["tries", "address", "link", "given_up_at"])


def forget_given_up() -> int:
    """Forget after a year that messages did not go; give how many."""
    return operations.given_up().filter(given_up_at__lt=clock.now() - _KNOWN).delete()[0]


DUTIES = [
    ("deliver-mail", 30, deliver),
    ("forget-mail-given-up", 86_400, forget_given_up),
]
