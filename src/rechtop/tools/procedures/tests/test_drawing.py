"""A chart shows every step and way, and no line runs through a box or a text over its edge."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rechtop.ground.kernel.languages import Text
from rechtop.tools.procedures import bpmn, chart, grid, layout, lettering
from rechtop.tools.procedures.grid import Box, Measures, Point, Rect, Way
from rechtop.tools.procedures.layout import Choice, Procedure, Role, Step
from rechtop.tools.procedures.tests.samples import NAMES, SHIPPED

KEYS = [str(number) for number in range(9)]
BOXES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(30, 160)), min_size=1, max_size=len(KEYS)
).map(lambda drawn: [Box(KEYS[at], *one) for at, one in enumerate(drawn)])


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[Box], list[Way]]:
    boxes = draw(BOXES)
    keys = st.sampled_from([box.key for box in boxes])
    drawn = draw(st.lists(st.tuples(keys, keys, st.booleans()), max_size=14))
    ports: dict[str, int] = {}
    ways = []
    for source, target, is_choice in drawn:
        ports[source] = ports.get(source, 0) + 12
        ways.append(Way(source, target, min(ports[source], 29) if is_choice else None))
    return boxes, ways


def pieces(line: Sequence[Point]) -> list[tuple[Point, Point]]:
    return [*pairwise(line)]


def runs_through(piece: tuple[Point, Point], box: Rect) -> bool:
    (x1, y1), (x2, y2) = piece
    crosses = min(x1, x2) < box.x + box.width and max(x1, x2) > box.x
    return crosses and min(y1, y2) < box.y + box.height and max(y1, y2) > box.y


def lies_on(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Say whether two pieces in the same direction share more than a point."""
    for at in (0, 1):
        if one[0][at] == one[1][at] == other[0][at] == other[1][at]:
            along = 1 - at
            a, b = sorted(point[along] for point in one)
            c, d = sorted(point[along] for point in other)
            return min(b, d) > max(a, c)
    return False


@settings(max_examples=300)
@given(drawings())
def test_no_line_runs_through_a_box_and_boxes_lie_apart(
    drawn: tuple[list[Box], list[Way]],
) -> None:
    boxes, ways = drawn
    laid = grid.lay_out(boxes, ways, Measures(120))
    placed = [*laid.boxes.values()]
    for at, one in enumerate(placed):
        edges = ((one.x, one.y), (one.x + one.width, one.y + one.height))
        assert not any(runs_through(edges, other) for other in placed[at + 1 :])
    for line in laid.lines:
        for piece in pieces(line):
            assert piece[0][0] == piece[1][0] or piece[0][1] == piece[1][1]
            assert not any(runs_through(piece, box) for box in placed), (piece, drawn)
            assert all(0 <= x <= laid.width and 0 <= y <= laid.height for x, y in piece)


@settings(max_examples=300)
@given(drawings())
def test_lines_lie_on_each_other_only_where_they_come_from_or_lead_to_the_same(
    drawn: tuple[list[Box], list[Way]],
) -> None:
    boxes, ways = drawn
    laid = grid.lay_out(boxes, ways, Measures(120))
    for at, one in enumerate(laid.lines):
        for more, other in enumerate(laid.lines[at + 1 :], at + 1):
            if ways[at].target == ways[more].target or ways[at].source == ways[more].source:
                continue
            for piece in pieces(one):
                assert not any(lies_on(piece, another) for another in pieces(other)), drawn


@pytest.mark.parametrize("facts", SHIPPED, ids=lambda one: str(one["code"]))
def test_both_drawings_of_what_we_ship_show_every_step_and_way(facts: dict[str, str]) -> None:
    procedure = layout.read(facts)
    ways = sum(len(step.choices) for step in procedure.steps.values())
    for drawn in (chart.wide(procedure), chart.narrow(procedure)):
        assert len(drawn.shapes) == len(procedure.steps)
        assert len(drawn.lines) == ways
        for shape, code in zip(drawn.shapes, procedure.in_order, strict=True):
            told = " ".join(words.text for words in shape.words)
            assert str(procedure.in_order[code]) in told
            for words in shape.words:
                assert int(words.y) < int(shape.y) + int(shape.height)
    roles = {step.role for step in procedure.steps.values()}
    assert len(chart.wide(procedure).lanes) == len(roles)


@given(st.text(max_size=200), st.integers(60, 300))
def test_a_text_is_broken_into_lines_that_fit_and_loses_nothing(text: str, room: int) -> None:
    broken = lettering.lines(text, 14, room)
    assert all(lettering.width(line, 14) <= room * 1.05 + 1 for line in broken)
    without = "".join(text.split()).replace("-", "")
    assert "".join(broken).replace(" ", "").replace("-", "") == without


WHOLE = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), min_size=1
).map(
    lambda drawn: Procedure(
        Text("Titel & <meer>"),
        sources="wet",
        first=next(iter(drawn)),
        steps={
            code: Step(
                Text(f"Stap {code}"),
                Role.values[at % len(Role.values)],
                choices=tuple(Choice(Text("Ja"), one) for one in to if one in drawn),
            )
            for at, (code, to) in enumerate(drawn.items())
        },
    )
)


def schema() -> etree.XMLSchema:
    folder = resources.files("SpiffWorkflow").joinpath("bpmn", "parser", "schema")
    with resources.as_file(folder) as held:
        return etree.XMLSchema(file=str(held / "BPMN20.xsd"))


SCHEMA = schema()
BOUNDS = ("x", "y", "width", "height")
NAMESPACES = {
    "m": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "d": "http://www.omg.org/spec/BPMN/20100524/DI",
}


@settings(max_examples=50)
@given(WHOLE)
def test_a_process_file_follows_the_schema_and_every_part_is_drawn(procedure: Procedure) -> None:
    check(bpmn.written(procedure, "proef"))


@pytest.mark.parametrize("facts", SHIPPED, ids=lambda one: str(one["code"]))
def test_the_process_files_of_what_we_ship_follow_the_schema(facts: dict[str, str]) -> None:
    procedure = layout.read(facts)
    root = check(bpmn.written(procedure, facts["code"]))
    lanes = root.findall(".//m:lane", NAMESPACES)
    assert len(lanes) == len({step.who for step in procedure.steps.values()})
    assert len(root.findall(".//m:task", NAMESPACES)) == len(procedure.steps)
    several = [step for step in procedure.steps.values() if len(step.choices) > 1]
    assert len(root.findall(".//m:exclusiveGateway", NAMESPACES)) == len(several)
    ends = [step for step in procedure.steps.values() if step.is_end]
    assert len(root.findall(".//m:endEvent", NAMESPACES)) == len(ends)


def check(file: bytes) -> etree._Element:
    root = etree.fromstring(file)
    SCHEMA.assertValid(root)
    process = root.find("m:process", NAMESPACES)
    assert process is not None
    parts = {one.get("id") for one in process if one.get("id") not in (None, "lanes")}
    parts |= {one.get("id") for one in root.findall(".//m:lane", NAMESPACES)} | {"pool"}
    drawn = {one.get("bpmnElement") for one in root.iter("{*}BPMNShape", "{*}BPMNEdge")}
    assert drawn == parts
    nodes = {one.text for one in root.iter("{*}flowNodeRef")}
    assert nodes == {
        one.get("id") for one in process if "Flow" not in one.tag and one.get("id") in parts
    }
    check_flows(root, process)
    return root


def check_flows(root: etree._Element, process: etree._Element) -> None:
    """See that each flow leads from one part to another, and is drawn from edge to edge."""
    places = {
        one.getparent().get("bpmnElement"): [float(one.get(name)) for name in BOUNDS]
        for one in root.iter("{*}Bounds")
    }
    lines = {one.get("bpmnElement"): one for one in root.iter("{*}BPMNEdge")}
    for flow in process.findall("m:sequenceFlow", NAMESPACES):
        waypoints = lines[flow.get("id")].findall("{*}waypoint")
        points = [(float(one.get("x")), float(one.get("y"))) for one in waypoints]
        for end, (x, y) in (("sourceRef", points[0]), ("targetRef", points[-1])):
            left, top, wide, high = places[flow.get(end)]
            assert left <= x <= left + wide, (end, flow.get("id"))
            assert top <= y <= top + high, (end, flow.get("id"))
        told = {one.text for one in process.iter("{*}outgoing", "{*}incoming")}
        assert flow.get("id") in told


def test_a_drawing_of_nothing_is_a_drawing() -> None:
    assert chart.narrow(Procedure()).shapes == []
