"""Draw a procedure as a flow chart: in lanes by role, or in one column for narrow screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rechtop.tools.procedures import grid, lettering
from rechtop.tools.procedures.grid import Box, Laid, Measures, Point, Rect, Way
from rechtop.tools.procedures.layout import Procedure, Role, Step

_PAD = 10
_TITLE, _SMALL, _CHOICE, _HEAD = 14, 12, 13, 13
_LEADING = {_TITLE: 18, _SMALL: 16, _CHOICE: 16}  # a head stands as a choice does
_BEND = 6
_NARROW = 186
_WIDE = {1: 260, 2: 240, 3: 220, 4: 200, 5: 172, 6: 158}


@dataclass(frozen=True)
class Words:
    """A line of text in the drawing: where, in which class, and what."""

    x: str
    y: str
    kind: str
    text: str


@dataclass(frozen=True)
class Shape:
    """A box of the drawing with its words and the rules between its choices."""

    x: str
    y: str
    width: str
    height: str
    kind: str
    words: Sequence[Words]
    rules: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Line:
    """A line of the drawing with its arrowhead."""

    path: str
    head: str


@dataclass(frozen=True)
class Chart:
    """A drawing as the template writes it. All numbers are texts: no language may change them."""

    name: str
    title: str
    text: str
    width: str
    height: str
    lanes: Sequence[Shape]
    shapes: Sequence[Shape]
    lines: Sequence[Line]


@dataclass(frozen=True)
class _Drafted:
    """A box before it has its place: its height, its words, and where its choices leave."""

    height: int
    words: list[tuple[int, str, str]]
    ports: list[int]


def wide(procedure: Procedure) -> Chart:
    """Draw a procedure with a lane for each role."""
    roles = [role for role in Role.values if any(one.who == role for one in _steps(procedure))]
    lanes = {role: at for at, role in enumerate(roles)}
    width = _WIDE.get(len(roles), 154)
    drafted = {code: _draft(procedure, code, width, with_role=False) for code in procedure.in_order}
    heads = [
        lettering.lines(str(Role(one).label), _HEAD, width + _PAD, is_bold=True) for one in roles
    ]
    head = max((len(lines) for lines in heads), default=0) * _LEADING[_HEAD] + _PAD
    at = {code: lanes.get(procedure.steps[code].who, 0) for code in drafted}
    measures = Measures(width, head=head)
    laid = grid.lay_out(_boxes(drafted, at), _ways(procedure, drafted), measures)
    strips = [
        _strip(strip, lines, number)
        for number, (strip, lines) in enumerate(zip(laid.lanes, heads, strict=False))
    ]
    return _chart(procedure, "lanes", laid, drafted, strips)


def narrow(procedure: Procedure) -> Chart:
    """Draw a procedure in one column, with the role in each box."""
    drafted = {
        code: _draft(procedure, code, _NARROW, with_role=True) for code in procedure.in_order
    }
    boxes = _boxes(drafted, dict.fromkeys(drafted, 0))
    laid = grid.lay_out(boxes, _ways(procedure, drafted), Measures(_NARROW))
    return _chart(procedure, "column", laid, drafted, [])


def _steps(procedure: Procedure) -> Sequence[Step]:
    return [*procedure.steps.values()]


def _draft(procedure: Procedure, code: str, width: int, *, with_role: bool) -> _Drafted:
    """Break the words of a step into lines, and see how high its box becomes."""
    step, room = procedure.steps[code], width - 2 * _PAD
    words: list[tuple[int, str, str]] = []
    y = _PAD

    def write(text: str, size: int, kind: str) -> None:
        nonlocal y
        for line in lettering.lines(text, size, room, is_bold=kind == "title"):
            words.append((y + size, kind, line))
            y += _LEADING[size]

    if with_role:
        write(step.role, _SMALL, "role")
    write(f"{procedure.in_order[code]}. {step.title}", _TITLE, "title")
    if step.term:
        write(step.term.within(), _SMALL, "term")
    if step.is_end:
        write(_("Einde"), _SMALL, "role")
    ports = []
    for choice in step.choices if len(step.choices) > 1 else ():
        y += 7
        before = y
        write(str(choice.text) or "→", _CHOICE, "choice")
        ports.append((before + y) // 2)
    return _Drafted(y + _PAD - 2, words, ports)


def _boxes(drafted: dict[str, _Drafted], lanes: dict[str, int]) -> list[Box]:
    return [Box(code, lanes[code], one.height) for code, one in drafted.items()]


def _ways(procedure: Procedure, drafted: dict[str, _Drafted]) -> list[Way]:
    """Give the ways between steps; one of several leaves at the side, beside its words."""
    found = []
    for code, one in drafted.items():
        choices = procedure.steps[code].choices
        for at, choice in enumerate(choices):
            if choice.leads_to in procedure.steps:
                found.append(Way(code, choice.leads_to, one.ports[at] if one.ports else None))
    return found


def _chart(
    procedure: Procedure,
    name: str,
    laid: Laid,
    drafted: dict[str, _Drafted],
    strips: Sequence[Shape],
) -> Chart:
    count = len(procedure.steps)
    text = ngettext(
        "Een tekening met %(n)s stap. Onder de tekening staat hetzelfde in woorden.",
        "Een tekening met %(n)s stappen. Onder de tekening staat hetzelfde in woorden.",
        count,
    )
    return Chart(
        name=name,
        title=_("Stroomschema: %(title)s") % {"title": procedure.title},
        text=text % {"n": count},
        width=str(laid.width),
        height=str(laid.height),
        lanes=strips,
        shapes=[
            _shape(procedure.steps[code], laid.boxes[code], one) for code, one in drafted.items()
        ],
        lines=[_path(line) for line in laid.lines],
    )


def _shape(step: Step, place: Rect, drafted: _Drafted) -> Shape:
    x = str(place.x + _PAD)
    words = [Words(x, str(place.y + y), kind, text) for y, kind, text in drafted.words]
    first = [y for y, kind, _text in drafted.words if kind == "choice"]
    rules = []
    if first:
        y = place.y + first[0] - _CHOICE - 3
        rules.append((str(place.x), str(place.x + place.width), str(y)))
    return Shape(*_told(place), "end" if step.is_end else "step", words, rules)


def _strip(place: Rect, lines: Sequence[str], number: int) -> Shape:
    """Give a lane with its head."""
    words = [
        Words(str(place.middle), str(_PAD + _HEAD + at * _LEADING[_HEAD]), "lane", line)
        for at, line in enumerate(lines)
    ]
    return Shape(*_told(place), "odd" if number % 2 else "even", words, [])


def _told(place: Rect) -> tuple[str, str, str, str]:
    return str(place.x), str(place.y), str(place.width), str(place.height)


def _path(points: Sequence[Point]) -> Line:
    """Write a line with round bends, and the arrowhead where it arrives from above."""
    points = _without_doubles(points)
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        one, two = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{one[0]} {one[1]}Q{corner[0]} {corner[1]} {two[0]} {two[1]}")
    x, y = points[-1]
    parts.append(f"L{x} {y - 6}")
    return Line("".join(parts), f"{x},{y} {x - 5},{y - 9} {x + 5},{y - 9}")


def _without_doubles(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in points:
        if not found or point != found[-1]:
            found.append(point)
    return found


def _towards(corner: Point, other: Point) -> Point:
    """Give the point a little before a corner, or halfway where there is no room."""
    moved = []
    for here, there in zip(corner, other, strict=True):
        far = there - here
        step = min(_BEND, abs(far) // 2)
        moved.append(here + (step if far > 0 else -step))
    return moved[0], moved[1]
