"""The cast at the desk without a browser: signed in, the vault closed."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rechtop.ground.kernel.actors import Actor, Kind, Origin
from rechtop.ground.vault import server_boxes
from rechtop.overview.example.cast import CAST
from rechtop.people.identity import operations as identity
from rechtop.people.identity import queries
from rechtop.people.organisation import queries as organisation
from tests.people import person


def by_name(first_name: str) -> Actor:
    """Give someone as who acts at the desk with the vault closed."""
    number = person(first_name).pk
    return Actor(Kind.PERSON, Origin.DESK, number=number, duties=organisation.duties_today(number))


def at_desk(first_name: str) -> Client:
    """Give someone's own window on the desk."""
    someone = person(first_name)
    someone.must_choose_password, someone.has_kept_codes = False, True
    someone.save()
    secret = {"secret": server_boxes.close("JBSWY3DPEHPK3PXP", use="second step")}
    Authenticator.objects.get_or_create(
        user=someone, type=Authenticator.Type.TOTP, defaults={"data": secret}
    )
    client = Client()
    client.force_login(someone)
    session = client.session
    session[queries.SIGNED_IN] = identity.let_in(someone, browser="Firefox, Linux").pk
    session.save()
    return client


def with_open_vault(first_name: str) -> Client:
    """Give someone's own window on the desk, with the vault open."""
    client = at_desk(first_name)
    open_vault(client, first_name)
    return client


def open_vault(client: Client, first_name: str) -> None:
    """Open someone's vault in their own window."""
    member = next(one for one in CAST if one.first_name == first_name)
    client.post("/desk/kluis/", {"passphrase": member.passphrase})


def asked_for(client: Client, path: str) -> list[str]:
    """Give what a page asks of the database, the second time it is opened."""
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return [one["sql"].partition(" FROM ")[2].partition(" ")[0] or one["sql"] for one in found]


def status_of(answer: HttpResponseBase) -> int:
    """Read an answer to its end, so that a file that goes out gives its place to the next."""
    if answer.streaming:
        b"".join(answer)  # type: ignore[arg-type]
    return answer.status_code
