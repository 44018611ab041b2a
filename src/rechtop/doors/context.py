"""What every page knows: the authority, and at the desk who is signed in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rechtop.doors import menu
from rechtop.doors.menu import Entry
from rechtop.ground.kernel import remembered
from rechtop.people.identity import unlocking
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Authority, Kind


@dataclass(frozen=True)
class Face:
    """What pages show of the authority."""

    name: str = "Rechtop"
    short_name: str = ""
    leave_url: str = "https://www.buienradar.nl/"
    theme_url: str = ""
    is_example: bool = False


def authority(request: HttpRequest) -> dict[str, Any]:
    """Give the authority's face, read again every few seconds."""
    return {"authority": face(), "footer_links": _footer_links(request)}


def face() -> Face:
    """Give the authority's face."""
    if (known := _known()) is None:
        return Face()
    return Face(
        known.name,
        known.short_name,
        known.leave_url,
        f"{reverse('theme')}?v={zlib.crc32(str(known.tokens).encode())}",
        known.is_example,
    )


@remembered.for_a_while
def _known() -> Authority | None:
    return organisation.authority()


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the menu and who is signed in, at the desk."""
    person = getattr(request, "person", None)
    if person is None:
        at_desk = request.path == reverse("account_login")
        return {
            "other_language": _other_language(request),
            "kept": at_desk and unlocking.is_something_kept(request),  # type: ignore[arg-type]
        }
    return {
        "other_language": _other_language(request),
        "person_name": person.name,
        "unlocked": request.actor.is_unlocked,  # type: ignore[attr-defined]
        "my_duties": sorted(str(Kind(duty).label) for duty in request.actor.duties),  # type: ignore[attr-defined]
        "menu": menu.groups(request) if person.has_kept_codes else [],
    }


def _footer_links(request: HttpRequest) -> list[Entry]:
    links = [
        Entry(_("Zo gaan wij met uw melding om"), reverse("public:how")),
        Entry(_("Veilig melden"), reverse("public:safety")),
        Entry(_("Ons beleid"), reverse("policies_public:overview")),
    ]
    path = request.get_full_path()
    if _is_desk(request):
        return links
    if path.startswith("/en/"):
        return [*links, Entry("Nederlands", path[3:], lang="nl")]
    return [*links, Entry("English", f"/en{path}", lang="en")]


def _other_language(request: HttpRequest) -> Entry | None:
    """Offer the other language at the desk, on pages one can come back to."""
    if request.method != "GET" or not _is_desk(request):
        return None
    here = request.get_full_path()
    if (get_language() or "").startswith("en"):
        return Entry("Nederlands", here, lang="nl")
    return Entry("English", here, lang="en")


def _is_desk(request: HttpRequest) -> bool:
    return request.path.startswith("/desk/")
