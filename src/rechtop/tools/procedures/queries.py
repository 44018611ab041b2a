"""Find the procedures in force, and the versions in writing."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from rechtop.ground.kernel import remembered
from rechtop.tools.procedures import layout
from rechtop.tools.procedures.layout import Procedure
from rechtop.tools.procedures.models import Version


def adopted(code: str = "") -> QuerySet[Version]:
    """Give the versions that were adopted, the newest first; of one procedure or of all."""
    found = Version.objects.exclude(adopted_on=None).order_by("-valid_from", "-number")
    return found.filter(code=code) if code else found


def given_codes(code: str) -> set[str]:
    """Give the codes that steps have or had in the adopted versions of a procedure."""
    contents = adopted(code).values_list("content", flat=True)
    return {step for content in contents for step in layout.read(content).steps}


def in_writing(code: str) -> Version | None:
    """Give the version of a procedure someone is writing at."""
    return Version.objects.filter(code=code, adopted_on=None).first()


def in_force(code: str, on: datetime.date) -> Version | None:
    """Give the version of a procedure that is in force on a day."""
    return adopted(code).filter(valid_from__lte=on).first()


def all_in_force(on: datetime.date) -> list[Version]:
    """Give the versions in force on a day, one of each procedure, in the order they came."""
    found = adopted().filter(valid_from__lte=on)
    newest: dict[str, Version] = {}
    for version in found:
        newest.setdefault(version.code, version)
    return [newest[code] for code in _codes() if code in newest]


def newest(*, also_in_writing: bool) -> list[Version]:
    """Give of each procedure the version adopted last; where asked, the one in writing before."""
    versions = Version.objects.all() if also_in_writing else adopted()
    found: dict[str, Version] = {}
    for version in versions.order_by("-number"):
        found.setdefault(version.code, version)
    return [found[code] for code in _codes() if code in found]


@remembered.for_a_while
def ever_adopted() -> tuple[tuple[Version, Procedure], ...]:
    """Give every version that was adopted with what it says, of each procedure the last one first;
    read again every few seconds."""
    place = {code: at for at, code in enumerate(_codes())}
    found = sorted(adopted(), key=lambda one: (place[one.code], -one.number))
    return tuple((one, layout.read(one.content)) for one in found)


def forget() -> None:
    """Read the versions again at the next question, after one was adopted."""
    ever_adopted.forget()


def _codes() -> list[str]:
    """Give the codes of the procedures in the order in which they came."""
    return list(dict.fromkeys(Version.objects.order_by("pk").values_list("code", flat=True)))
