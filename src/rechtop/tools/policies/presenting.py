"""Put a policy on a page: its parts, and what changed between two versions."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import redline
from rechtop.ground.ui.redline import Fate, Piece
from rechtop.tools.policies import layout, queries, rules
from rechtop.tools.policies.layout import BlockKind, Section, SectionKind
from rechtop.tools.policies.models import Campaign, Policy, PolicyVersion
from rechtop.tools.policies.queries import Covered, Listed


@dataclass(frozen=True)
class Round:
    """A campaign with how many it asks and how many of these confirmed, by unit and in all; and
    whether a newer version took over."""

    campaign: Campaign
    units: Sequence[Covered]
    total: Covered
    is_replaced: bool


def reading(policy: Policy) -> list[Round]:
    """Give the campaigns on a policy, also those that were stopped, as people worked there on the
    last day of each."""
    campaigns, found = list(queries.campaigns(policy)), []
    counted, now = queries.coverage(campaigns), queries.in_force(policy)
    current = now.number if now else 0
    for one in campaigns:
        units = counted.get(one.pk, [])
        asked, confirmed = sum(u.asked for u in units), sum(u.confirmed for u in units)
        total = Covered(0, "", asked, confirmed)
        found.append(Round(one, units, total, one.version.number < current))
    return found


NO_SECTION = Section(SectionKind.START)


@dataclass(frozen=True)
class Line:
    """A line of a comparison: whether it is a point of a list, and its words."""

    is_point: bool
    fate: Fate
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Part:
    """A part of a comparison: its heading, whether it is the same, gone, new or changed."""

    fate: str
    anchor: str
    level: int
    name: str
    heading: Sequence[Piece]
    lines: Sequence[Line]


def listed(actor: Actor) -> list[Listed]:
    """Give the policies someone reads: in force, and in writing where they may read that too."""
    found = queries.overview()
    reads = {one.policy.pk for one in found if rules.may_read_drafts(actor, one.policy)}
    return [
        one if one.policy.pk in reads else replace(one, in_writing=None)
        for one in found
        if one.in_force or one.policy.pk in reads
    ]


def page(policy: Policy, version: PolicyVersion | None, actor: Actor) -> dict[str, Any]:
    """Give what stands on the page of a policy, in one of its versions."""
    writing = queries.in_writing(policy) if rules.may_read_drafts(actor, policy) else None
    earlier = queries.before(version) if version else None
    return {
        "policy": policy,
        "version": version,
        "sections": layout.read(version.body) if version else (),
        "versions": queries.adopted(policy).defer("body"),
        "in_force": queries.in_force(policy),
        "coming": queries.coming(policy),
        "before": earlier,
        "writing": writing,
        "may_keep": bool(rules.may_keep(actor)),
        "may_begin": bool(rules.may_begin(actor, policy)),
        "may_confirm": bool(version and rules.may_confirm(actor, version)),
        "confirmed_on": queries.confirmed_on(actor.number, version) if version else None,
    }


def draft(version: PolicyVersion, actor: Actor) -> dict[str, Any]:
    """Give what stands on the page of a version in writing."""
    verdict = rules.may_adopt(actor, version)
    return {
        "policy": version.policy,
        "version": version,
        "sections": layout.read(version.body),
        "before": queries.before(version),
        "faults": layout.faults(version.body),
        "may_write": bool(rules.may_write(actor, version)),
        "may_offer": bool(rules.may_offer(actor, version)),
        "may_adopt": bool(verdict),
        "why_not": verdict.reason,
    }


def comparison(before: str, after: str) -> list[Part]:
    """Compare two texts, part by part: articles by their number, other parts by their heading."""
    old, new = _by_key(before), _by_key(after)
    parts: list[Part] = []
    for key in _merged(list(old), list(new)):
        one, other = old.get(key, NO_SECTION), new.get(key, NO_SECTION)
        fate = str(Fate.NEW if key not in old else Fate.GONE if key not in new else Fate.SAME)
        heading = redline.pieces(one.heading, other.heading)
        lines = list(_lines(one, other))
        if fate == Fate.SAME and any(line.fate != Fate.SAME for line in lines):
            fate = "changed"
        if fate == Fate.SAME and any(piece.fate != Fate.SAME for piece in heading):
            fate = "changed"
        shown = other if key in new else one
        anchor = f"deel-{len(parts) + 1}"
        name = shown.heading or _("Het begin")
        parts.append(Part(fate, anchor, shown.level, name, heading, lines))
    return parts


def _by_key(body: str) -> dict[tuple[str, str, int], Section]:
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for section in layout.read(body):
        key = (str(section.kind), section.number or section.title)
        seen[key] += 1
        found[(*key, seen[key])] = section
    return found


def _merged(
    old: list[tuple[str, str, int]], new: list[tuple[str, str, int]]
) -> Iterator[tuple[str, str, int]]:
    """Give the keys of both in reading order, each once: what moved stands where it stands now."""
    matcher = difflib.SequenceMatcher(None, old, new)
    for _change, i1, i2, j1, j2 in matcher.get_opcodes():
        yield from (key for key in old[i1:i2] if key not in new)
        yield from new[j1:j2]


def _flat(section: Section) -> list[tuple[bool, str]]:
    return [
        (block.kind != BlockKind.PARAGRAPH, line)
        for block in section.blocks
        for line in block.lines
    ]


def _lines(one: Section, other: Section) -> Iterator[Line]:
    old, new = _flat(one), _flat(other)
    matcher = difflib.SequenceMatcher(None, old, new)
    for change, i1, i2, j1, j2 in matcher.get_opcodes():
        if change == "equal":
            yield from (_whole(line, Fate.SAME) for line in new[j1:j2])
            continue
        for gone, came in zip_longest(old[i1:i2], new[j1:j2]):
            yield from _pair(gone, came)


def _pair(gone: tuple[bool, str] | None, came: tuple[bool, str] | None) -> Iterator[Line]:
    """Show a line within its old words where most of them stayed, and both apart otherwise."""
    if gone and came and gone[0] == came[0]:
        pieces = redline.pieces(gone[1], came[1])
        stayed = sum(len(one.text) for one in pieces if one.fate == Fate.SAME)
        if stayed * 3 >= max(len(gone[1]), len(came[1])):
            yield Line(came[0], Fate.NEW, pieces)
            return
    if gone:
        yield _whole(gone, Fate.GONE)
    if came:
        yield _whole(came, Fate.NEW)


def _whole(line: tuple[bool, str], fate: Fate) -> Line:
    return Line(line[0], fate, [Piece(fate, line[1])])
