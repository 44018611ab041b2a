"""Lay boxes out in lanes and rows, and lead lines between them that run through no box.

Lanes stand side by side and the way goes down. Between the rows lie gutters, beside each lane lie
channels: lines run there alone, each on a track of its own. Lines to the same box share a track.
A line leaves a box below, or at its side where the way is one of several; it arrives on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right"]
Point = tuple[int, int]
Tracks = Mapping[tuple[str, int], Mapping[str, int]]
"""The track of each target in each gutter and channel."""

_TRACK = 9
_ASIDE = 12  # how far beside the middle a line leaves that bends, clear of lines that arrive


@dataclass(frozen=True)
class Box:
    """What is to be placed: in which lane, how high."""

    key: str
    lane: int
    height: int


@dataclass(frozen=True)
class Way:
    """A way from one box to another; `port` is how far below its top it leaves at the side."""

    source: str
    target: str
    port: int | None = None


@dataclass(frozen=True)
class Rect:
    """A place on the drawing."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        """Give the middle from left to right."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Measures:
    """How wide boxes are, and how much room there is at least around them."""

    box: int
    beside: int = 14
    between: int = 26
    head: int = 0


@dataclass(frozen=True)
class Laid:
    """Boxes in their places, lines by the number of their way, and where each lane stands."""

    boxes: Mapping[str, Rect]
    lines: Sequence[Sequence[Point]]
    lanes: Sequence[Rect]
    width: int
    height: int


@dataclass(frozen=True)
class _Run:
    """A piece of a line on a track: in which gutter or channel, from where to where."""

    where: tuple[str, int]
    start: float
    end: float
    target: str


@dataclass
class _Plan:
    """Which row and lane each box has, and by which runs each way goes."""

    row: dict[str, int]
    lane: dict[str, int]
    cells: set[tuple[int, int]]
    runs: dict[int, list[_Run]] = field(default_factory=dict)

    def is_free(self, lane: int, above: int, below: int) -> bool:
        """Say whether nothing stands in a lane between two rows."""
        return all((row, lane) not in self.cells for row in range(above + 1, below))


def lay_out(boxes: Sequence[Box], ways: Sequence[Way], measures: Measures) -> Laid:
    """Lay boxes out that are given in the order in which they are read."""
    plan = _plan(boxes, ways)
    for at, way in enumerate(ways):
        plan.runs[at] = _runs(plan, way)
    tracks = _tracks([run for runs in plan.runs.values() for run in runs])
    return _drawn(boxes, ways, plan, tracks, measures)


def _plan(boxes: Sequence[Box], ways: Sequence[Way]) -> _Plan:
    """Give each box the first free row below all that lead to it."""
    order = {box.key: at for at, box in enumerate(boxes)}
    above = defaultdict(set)
    for way in ways:
        if order[way.source] < order[way.target]:
            above[way.target].add(way.source)
    plan = _Plan({}, {box.key: box.lane for box in boxes}, set())
    for box in boxes:
        row = max((plan.row[key] + 1 for key in above[box.key]), default=0)
        while (row, box.lane) in plan.cells:
            row += 1
        plan.row[box.key] = row
        plan.cells.add((row, box.lane))
    return plan


def _is_below(plan: _Plan, way: Way) -> bool:
    """Say whether a way leaves its box below."""
    return way.port is None and plan.row[way.target] > plan.row[way.source]


def _side(plan: _Plan, way: Way) -> Side:
    here, there = plan.lane[way.source], plan.lane[way.target]
    if here == there:
        return "right" if plan.row[way.target] > plan.row[way.source] else "left"
    return "right" if there > here else "left"


def _runs(plan: _Plan, way: Way) -> list[_Run]:
    """Choose the gutters and channels of a way; a straight one needs none."""
    here, there = plan.lane[way.source], plan.lane[way.target]
    top, bottom = plan.row[way.source], plan.row[way.target]
    if not _is_below(plan, way):
        side = _side(plan, way)
        edge = here * 4 + (3.5 if side == "right" else 0.5)
        return [
            _run((side, here), top * 2 + 1 + (way.port or 0) / 10_000, bottom * 2, way),
            _run(("gutter", bottom), edge, there * 4 + 2, way),
        ]
    if here == there and plan.is_free(here, top, bottom):
        return []
    if plan.is_free(there, top, bottom):
        return [_run(("gutter", top + 1), here * 4 + 1.5, there * 4 + 2, way)]
    side = "left" if there > here else "right"
    edge = there * 4 + (3.5 if side == "right" else 0.5)
    return [
        _run(("gutter", top + 1), here * 4 + 1.5, edge, way),
        _run((side, there), (top + 1) * 2, bottom * 2, way),
        _run(("gutter", bottom), edge, there * 4 + 2, way),
    ]


def _run(where: tuple[str, int], one: float, other: float, way: Way) -> _Run:
    return _Run(where, min(one, other), max(one, other), way.target)


def _tracks(runs: Iterable[_Run]) -> dict[tuple[str, int], dict[str, int]]:
    """Give the runs of each gutter and channel their tracks, so that none lies on another."""
    spans: dict[tuple[str, int], dict[str, tuple[float, float]]] = defaultdict(dict)
    for run in runs:
        start, end = spans[run.where].get(run.target, (run.start, run.end))
        spans[run.where][run.target] = (min(start, run.start), max(end, run.end))
    return {where: _fit(listed, where[0]) for where, listed in spans.items()}


def _fit(spans: Mapping[str, tuple[float, float]], kind: str) -> dict[str, int]:
    """Put spans on as few tracks as they need: those that begin last lie next to the box."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[str, int] = {}
    order = sorted(spans, key=lambda key: spans[key][0] * (1 if kind == "gutter" else -1))
    for key in order:
        start, end = spans[key]
        free = (
            at
            for at, track in enumerate(taken)
            if all(end < one or start > other for one, other in track)
        )
        at = next(free, len(taken))
        if at == len(taken):
            taken.append([])
        taken[at].append((start, end))
        found[key] = at
    return found


def _drawn(
    boxes: Sequence[Box], ways: Sequence[Way], plan: _Plan, tracks: Tracks, measures: Measures
) -> Laid:
    """Turn rows, lanes and tracks into places and lines."""
    lanes, strips, width = _lanes(plan, tracks, measures)
    tops, height = _rows(boxes, plan, tracks, measures)
    rects = {
        box.key: Rect(lanes[box.lane], tops[plan.row[box.key]], measures.box, box.height)
        for box in boxes
    }

    def on_track(run: _Run) -> int:
        kind, at = run.where
        track = tracks[run.where][run.target]
        if kind == "gutter":
            return tops[at] - 14 - (_count(tracks, run.where) - 1 - track) * _TRACK
        if kind == "right":
            return lanes[at] + measures.box + 11 + track * _TRACK
        return lanes[at] - 11 - track * _TRACK

    lines = [
        _line(way, rects, [(run.where[0], on_track(run)) for run in plan.runs[at]])
        for at, way in enumerate(ways)
    ]
    return Laid(rects, lines, [Rect(x, 0, wide, height) for x, wide in strips], width, height)


def _count(tracks: Tracks, where: tuple[str, int]) -> int:
    return len(set(tracks.get(where, {}).values()))


def _lanes(
    plan: _Plan, tracks: Tracks, measures: Measures
) -> tuple[list[int], list[tuple[int, int]], int]:
    """Give where the boxes of each lane begin, how far its strip goes, and how wide all is."""
    lanes, strips, x = [], [], 0
    for lane in range(max(plan.lane.values(), default=-1) + 1):
        left, right = (
            measures.beside + _count(tracks, (side, lane)) * _TRACK for side in ("left", "right")
        )
        lanes.append(x + left)
        strips.append((x, left + measures.box + right))
        x += left + measures.box + right
    return lanes, strips, x


def _rows(
    boxes: Sequence[Box], plan: _Plan, tracks: Tracks, measures: Measures
) -> tuple[list[int], int]:
    """Give where each row begins, and how high all is."""
    tops, y = [], measures.head
    for row in range(max(plan.row.values(), default=-1) + 1):
        y += max(measures.between, 22 + _count(tracks, ("gutter", row)) * _TRACK)
        tops.append(y)
        y += max((box.height for box in boxes if plan.row[box.key] == row), default=0)
    return tops, y + measures.beside


def _line(
    way: Way, rects: Mapping[str, Rect], tracks: Sequence[tuple[str, int]]
) -> Sequence[Point]:
    """Draw a way from corner to corner."""
    source, target = rects[way.source], rects[way.target]
    end = (target.middle, target.y)
    if not tracks:
        return [(source.middle, source.y + source.height), end]
    if tracks[0][0] == "gutter":
        start = (source.middle - _ASIDE, source.y + source.height)
    else:
        x = source.x + (source.width if tracks[0][0] == "right" else 0)
        start = (x, source.y + (source.height // 2 if way.port is None else way.port))
    points, (x, y) = [start], start
    for kind, at in tracks:
        x, y = (x, at) if kind == "gutter" else (at, y)
        points.append((x, y))
    return [*points, (end[0], y), end]
