"""Put lines, checks and sheets into words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.audit import ends
from rechtop.ground.audit import queries as trail
from rechtop.ground.audit.models import Entry, Head, Segment, Week
from rechtop.ground.kernel import clock
from rechtop.ground.ui import dutch
from rechtop.ground.ui.sheets import Sheet
from rechtop.overview.trail import names, queries
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Duty

DESTROY_WITH = "RECHTOP_AS_OWNER=1 bin/rechtop trail-destroy"
"""What an operator types to destroy what was agreed on."""


@dataclass(frozen=True)
class Line:
    """A line of the log in words: action, object, result, origin class, actor, time (BIO2)."""

    entry: Entry
    at: str
    who: str
    duties: str
    what: str
    about: str
    result: str
    origin: str

    @property
    def is_refused(self) -> bool:
        """Say whether it was refused."""
        return self.entry.result == "refused"


def lines(entries: Sequence[Entry]) -> list[Line]:
    """Put lines into words; who acted is asked for all of them at once."""
    people = {entry.actor_number for entry in entries if entry.actor_number is not None}
    called, duties = organisation.names(people), queries.duties_of(people)
    return [_line(entry, called, duties.get(entry.actor_number or 0, [])) for entry in entries]


def _line(entry: Entry, called: dict[int, str], duties: Iterable[Duty]) -> Line:
    kind = str(names.ACTORS.get(entry.actor_kind, entry.actor_kind))
    day = clock.day_of(entry.at)
    then = [d for d in duties if d.from_date <= day and (not d.until_date or day < d.until_date)]
    return Line(
        entry=entry,
        at=_at(entry),
        who=called.get(entry.actor_number, kind) if entry.actor_number else kind,
        duties=", ".join(dict.fromkeys(str(duty.get_kind_display()) for duty in then)),
        what=names.action(entry.action),
        about=names.thing(entry.object_kind, entry.object_number),
        result=str(names.RESULTS.get(entry.result, entry.result)),
        origin=str(names.ORIGINS.get(entry.origin, entry.origin)),
    )


def _at(entry: Entry) -> str:
    """Write when; of some lines the day alone is kept, and then no hour is shown."""
    here = entry.at.astimezone(clock.HERE)
    tells_day = here.time().replace(microsecond=0).isoformat() == "00:00:00"
    return here.strftime("%d-%m-%Y" if tells_day else "%d-%m-%Y %H:%M:%S")


def sheet(entries: Sequence[Entry]) -> Sheet:
    """Put lines into a worksheet."""
    heading = [_("Tijd"), _("Wie"), _("Taak"), _("Wat"), _("Waarop"), _("Resultaat"), _("Herkomst")]
    told = lines(entries)
    return heading, [
        [one.at, one.who, one.duties, one.what, one.about, one.result, one.origin] for one in told
    ]


def in_fours(content: bytes | memoryview[int]) -> str:
    """Write bytes so that people can compare them: in groups of four signs."""
    told = bytes(content).hex()
    return " ".join(told[at : at + 4] for at in range(0, len(told), 4))


@dataclass(frozen=True)
class Paper:
    """A signed end of the chain as it is printed."""

    title: str
    facts: list[tuple[str, Any]]
    command: str


def paper(end: Week | Head, authority: str) -> Paper:
    """Put a week's end, or that of this moment, on a sheet."""
    week = end if isinstance(end, Week) else None
    title = _("Weekblad %(week)s") % {"week": week.name} if week else _("Blad van nu")
    facts = [
        (_("Organisatie"), authority),
        (_("Week"), _week_days(week) if week else ""),
        (_("Laatste schakel"), str(end.position)),
        (_("Afdruk"), in_fours(end.digest)),
        (_("Getekend op"), dutch.moment(end.at)),
        (_("Handtekening"), in_fours(end.signature)),
        (_("Sleutel van het logboek"), in_fours(trail.public_key())),
    ]
    return Paper(title, facts, f"bin/rechtop verify-trail --head {end.told()}")


def _week_days(week: Week) -> str:
    told = _("%(week)s, vanaf maandag %(day)s")
    return told % {"week": week.name, "day": dutch.day(week.monday)}


def standing() -> list[tuple[str, Any]]:
    """Say where the chain ends, and what is not sealed yet."""
    head, window = trail.last_head(), trail.open_window()
    since = int((clock.now() - window.since).total_seconds()) if window.since else 0
    waiting = _("geen") if not window.lines else dutch.number(window.lines)
    return [
        (_("Laatste schakel"), str(head.position) if head else _("nog geen")),
        (_("Getekend op"), dutch.moment(head.at) if head else ""),
        (_("Afdruk"), in_fours(head.digest) if head else ""),
        (_("Sleutel van het logboek"), in_fours(trail.public_key())),
        (_("Nog te verzegelen"), waiting),
        (_("De oudste daarvan"), _ago(since) if window.lines else ""),
    ]


def lost() -> list[str]:
    """Say which links restores have lost, the newest first."""
    told = _(
        "Op %(day)s is een back-up teruggezet. De schakels %(first)s tot en met %(last)s van toen "
        "gingen verloren: wat daarin stond, is niet meer te lezen."
    )
    return [
        told
        % {
            "day": dutch.day(datetime.date.fromisoformat(one.on)),
            "first": dutch.number(one.after + 1),
            "last": dutch.number(one.until),
        }
        for one in reversed(ends.lost())
    ]


def _ago(seconds: int) -> str:
    if seconds < 60:
        return _("minder dan een minuut oud")
    return _("%(minutes)s minuten oud") % {"minutes": dutch.number(seconds // 60)}


def declared(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    """Put declarations of destruction into words."""
    found = list(segments)
    people = {one.proposed_by for one in found} | {one.approved_by for one in found}
    called = organisation.names(people)
    return [
        {
            "month": month_name(one.month),
            "facts": [
                (_("Regels"), dutch.number(one.lines)),
                (_("Schakels"), f"{one.first_position} – {one.last_position}"),
                (_("Voorgesteld door"), called.get(one.proposed_by, "?")),
                (_("Goedgekeurd door"), called.get(one.approved_by, "?")),
                (_("Vernietigd op"), dutch.moment(one.destroyed_at)),
                (_("Eerste afdruk"), in_fours(one.first_digest)),
                (_("Laatste afdruk"), in_fours(one.last_digest)),
                (_("Handtekening"), in_fours(one.signature)),
            ],
        }
        for one in found
    ]


def month_name(first: Any) -> str:
    """Write a month: november 2026."""
    return f"{dutch.month(first.month)} {first.year}"
