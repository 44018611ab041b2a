"""Receive files on a page: as a form, or in parts by a script; whole, or not at all.

The page (`Place`) says where the files go and how it looks; what comes is handed over as it comes.
Without JavaScript the form itself is sent. The script sends each file in parts to the same address
(`PUT` with `Content-Range`), and after a break asks how much is here and goes on from there.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

from django import forms
from django.core.cache import cache
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop import env
from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.arrivals import Arriving, Busy, Gone, NoRoom, Whole
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.ui import bodies, dutch, multipart, tickets
from rechtop.ground.ui.bodies import Body
from rechtop.ground.ui.tickets import Ticket
from rechtop.ground.ui.turns import Full

PART = 64 * 1024 * 1024
"""How much the script sends at a time."""

_MOST_TOGETHER = 20
_AROUND_FILES = 64 * 1024
_REMEMBERED_SECONDS = 2 * 24 * 60 * 60
_RANGE = re.compile(r"bytes (?:(\d{1,15})-(\d{1,15})|\*)/(\d{1,15})")
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Arrived:
    """A file that is on disk for certain, and not yet of any record."""

    id: uuid.UUID
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    size: int
    digest: str


class Store(Protocol):
    """Where files go that arrive: the vault has one for each record."""

    def let_go(self) -> None: ...

    def make_room(self, size: int) -> None: ...

    def begin(self) -> Arriving: ...

    def resume(self, blob: uuid.UUID, browser: str) -> Arriving: ...


class Place(Protocol):
    """A page that takes files: where they go, and where the browser goes when they are in."""

    @property
    def store(self) -> Store: ...

    @property
    def way(self) -> str: ...

    def show(self, upload: Upload, status: int) -> HttpResponse:
        """Show the page with the form."""

    def keep(self, files: Sequence[Arrived]) -> None:
        """Keep the files with the record, within a transaction. Raises Refused and Invalid."""


class _Several(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.Form):
    """The files to add; what is wrong is shown here. It is never filled by the framework."""

    file = forms.FileField(label=gettext_lazy("Kies een of meer bestanden"), widget=_Several)

    def __init__(self, error: str, most: int) -> None:
        super().__init__({} if error else None)
        self.fields["file"].widget.attrs["multiple"] = True
        self.fields["file"].help_text = _(
            "Alle soorten bestanden kunnen. Een bestand is hoogstens %(most)s."
        ) % {"most": dutch.size(most)}
        if error:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
            self.add_error("file", error)


@dataclass(frozen=True)
class Upload:
    """What a page needs to show its form for files."""

    form: Files
    action: str
    most: int
    part: int = PART


class Refusal(Exception):
    """This is not received; `text` says why to a person."""

    def __init__(self, status: int, text: str, retry: int | None = None) -> None:
        super().__init__(status)
        self.status, self.text, self.retry = status, text, retry


def answer(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the page, or receive what is sent to it."""
    if request.method not in ("POST", "PUT"):
        return place.show(_upload(request, ""), 200)
    request.read(0)  # nobody else reads this body
    try:
        response = _received(request, place)
    except Refusal as refusal:
        response = _told(request, place, refusal)
        if refusal.retry is not None:
            response["Retry-After"] = str(refusal.retry)
    return response


def _told(request: HttpRequest, place: Place, refusal: Refusal) -> HttpResponse:
    if request.method == "PUT":
        return JsonResponse({"text": refusal.text}, status=refusal.status)
    return place.show(_upload(request, refusal.text), refusal.status)


def _upload(request: HttpRequest, error: str) -> Upload:
    action = f"{request.path}?{tickets.NAME}={quote(tickets.make(request))}"
    return Upload(Files(error, env.LARGEST_FILE), action, env.LARGEST_FILE)


def _received(request: HttpRequest, place: Place) -> HttpResponse:
    """Receive, with everything that can be known beforehand asked before the body is read."""
    ticket = tickets.read(request)
    place.store.let_go()
    try:
        with bodies.places.one(), _body(request) as body, _reading_past(body):
            if ticket is None:
                raise Refusal(403, _("Deze bladzijde was verlopen. Kies het bestand opnieuw."))
            if request.method == "PUT":
                return _part(request, place, ticket, body)
            return _whole(request, place, ticket, body)
    except Full as error:
        raise Refusal(503, _busy_text(), retry=30) from error


@contextmanager
def _body(request: HttpRequest) -> Iterator[Body]:
    body = Body(request)
    try:
        yield body
    finally:
        body.close()


@contextmanager
def _reading_past(body: Body) -> Iterator[None]:
    """Put what goes wrong into words, and let the browser finish so that it hears them."""
    try:
        yield
    except bodies.TooSlow as error:
        raise Refusal(408, _slow_text()) from error
    except multipart.BrokenOff as error:
        raise Refusal(400, _broken_text()) from error
    except (Refusal, NoRoom, Gone, Busy, Refused, Invalid) as error:
        body.read_past()
        raise _refusal(error) from error


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, NoRoom):
        return Refusal(507, _full_text())
    if isinstance(error, Busy):
        return Refusal(503, _busy_text(), retry=2)
    if isinstance(error, Invalid):
        return Refusal(409, " ".join(error.messages))
    if isinstance(error, Refused):
        return Refusal(403, str(error))
    return Refusal(410, _broken_text())


def _whole(request: HttpRequest, place: Place, ticket: Ticket, body: Body) -> HttpResponse:
    """Receive a form with files: all of them, or none."""
    length = _length(request)
    if length > _MOST_TOGETHER * env.LARGEST_FILE + _AROUND_FILES:
        raise _too_large()
    place.store.make_room(length)
    begun: list[Arriving] = []
    try:
        content_type = request.META.get("CONTENT_TYPE", "")
        arrived = [
            _one(place, part, begun)
            for part in multipart.parts(body, content_type)
            if part.name == "file" and part.file_name
        ]
        if not arrived:
            raise Refusal(400, _("Kies eerst een bestand."))
        _keep(place, f"{ticket.id}", arrived)
    except Whole:
        _discard(begun)
    except BaseException:
        _discard(begun)
        raise
    return HttpResponseRedirect(place.way)


def _one(place: Place, part: multipart.Part, begun: list[Arriving]) -> Arrived:
    if len(begun) == _MOST_TOGETHER:
        raise Refusal(413, _("Dit zijn te veel bestanden in één keer. Verstuur ze in delen."))
    arriving = place.store.begin()
    begun.append(arriving)
    size = 0
    for piece in part.pieces:
        size += len(piece)
        if size > env.LARGEST_FILE:
            raise _of(part, _too_large())
        arriving.write(piece)
    if not size:
        raise _of(part, _empty())
    arriving.finish()
    name = clean_name(part.file_name or "")
    return Arrived(arriving.id, arriving.key, name, size, arriving.digest)


def _of(part: multipart.Part, refusal: Refusal) -> Refusal:
    """Say which of the files that were sent together is refused, and that none of them is kept."""
    told = _("Het gaat om ‘%(name)s’. Van wat u samen verstuurde, is niets bewaard.")
    name = clean_name(part.file_name or "")
    return Refusal(refusal.status, f"{refusal.text} {told % {'name': name}}")


def _discard(begun: Sequence[Arriving]) -> None:
    for arriving in begun:
        arriving.discard()


def _keep(place: Place, once: str, arrived: Sequence[Arrived]) -> None:
    """Let the record know of them; sent twice, it knows once. Raises Whole the second time."""
    with trail.one_transaction():
        if not cache.add(f"ticket|{once}", "", _REMEMBERED_SECONDS):
            raise Whole
        place.keep(arrived)


def _part(request: HttpRequest, place: Place, ticket: Ticket, body: Body) -> HttpResponse:
    """Receive a part of a file, or say how much of it is here."""
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if found is None:
        raise Refusal(400, _broken_text())
    total = int(found[3])
    if total > env.LARGEST_FILE:
        raise _too_large()
    if not total:
        raise _empty()
    number = request.GET.get("nr", "")[:6]
    blob = uuid.uuid5(ticket.id, number)
    try:
        arriving = place.store.resume(blob, ticket.browser)
    except Whole:
        return JsonResponse({"way": place.way})
    asked = found[1] is None
    if asked or int(found[1]) != arriving.have:
        arriving.pause()
        return JsonResponse({"have": arriving.have}, status=200 if asked else 409)
    end = int(found[2]) + 1
    if not _take(place, arriving, body, end, total):
        return JsonResponse({"have": arriving.have})
    _finish(request, place, arriving, f"{ticket.id}|{number}")
    return JsonResponse({"way": place.way})


def _take(place: Place, arriving: Arriving, body: Body, end: int, total: int) -> bool:
    """Take what this part brings; say whether the file is complete with it."""
    at = arriving.have
    try:
        if not at:
            place.store.make_room(total)
        for piece in body:
            at += len(piece)
            if at > end:
                break
            arriving.write(piece)
    except bodies.TooSlow:
        arriving.pause()  # what came stays, to go on from
        raise
    except BaseException:
        arriving.discard()
        raise
    if at != end or end > total:
        arriving.pause()
        raise multipart.BrokenOff
    if end < total:
        arriving.pause()
    return end == total


def _finish(request: HttpRequest, place: Place, arriving: Arriving, once: str) -> None:
    try:
        size = arriving.finish()
        name = _told_name(request)
        arrived = Arrived(arriving.id, arriving.key, name, size, arriving.digest)
        _keep(place, once, [arrived])
    except Whole:
        pass
    except BaseException:
        arriving.discard()
        raise


def _told_name(request: HttpRequest) -> str:
    _kind, options = parse_header_parameters(request.headers.get("Content-Disposition", ""))
    return clean_name(options.get("filename", ""))


def clean_name(name: str) -> str:
    """Give the bare name of a file, without the folders it stood in and what cannot be shown."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(shown) > _LONGEST_NAME:
        start, dot, ending = shown.rpartition(".")
        ending = f"{dot}{ending}" if start and len(ending) < 20 else ""
        shown = shown[: _LONGEST_NAME - len(ending)] + ending
    return shown or _("zonder naam")


def _length(request: HttpRequest) -> int:
    length: Any = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdecimal():
        raise Refusal(400, _broken_text())
    return int(length)


def _too_large() -> Refusal:
    text = _("Dit bestand is te groot. Kies een bestand van hoogstens %(most)s.")
    return Refusal(413, text % {"most": dutch.size(env.LARGEST_FILE)})


def _empty() -> Refusal:
    return Refusal(400, _("Dit bestand is leeg. Kies een ander bestand."))


def _broken_text() -> str:
    return _("Het bestand kwam niet heel binnen. Er is niets van bewaard. Probeer het opnieuw.")


def _busy_text() -> str:
    return _(
        "Er komen nu veel bestanden tegelijk binnen. Wacht een minuut en kies uw bestand opnieuw. "
        "Wat u eerder schreef, is bewaard."
    )


def _full_text() -> str:
    return _(
        "Er is bij ons nu geen ruimte voor dit bestand. Er is niets van bewaard. Probeer het later "
        "opnieuw. Wat u eerder schreef, is er nog."
    )


def _slow_text() -> str:
    return _("Het bestand kwam te langzaam binnen. Probeer het opnieuw.")
