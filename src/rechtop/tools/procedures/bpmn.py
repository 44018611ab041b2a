"""Write a procedure as a BPMN 2.0 file, drawn, so that a process tool can open it.

Source: OMG, Business Process Model and Notation 2.0.2, with diagram interchange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from rechtop.tools.procedures import grid
from rechtop.tools.procedures.grid import Box, Laid, Measures, Point, Rect, Way
from rechtop.tools.procedures.layout import Procedure, Role, Step

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
_BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
_POINTS = "http://www.omg.org/spec/DD/20100524/DI"
_NAMES = {"": _MODEL, "bpmndi": _DIAGRAM, "dc": _BOUNDS, "di": _POINTS}

_TASK, _EVENT, _GATEWAY, _BETWEEN = 130, 36, 50, 30
_ACROSS = 80
_MEASURES = Measures(_ACROSS, beside=28, between=56)
_HEAD = 30  # the strips with the names of the process and of its lanes
_START = "start"


@dataclass(frozen=True)
class _Flow:
    """A flow between two elements, and the way it is drawn."""

    key: str
    source: str
    target: str
    name: str
    way: Way


def written(procedure: Procedure, code: str) -> bytes:
    """Write the file."""
    for prefix, name in _NAMES.items():
        ElementTree.register_namespace(prefix, name)
    flows = _flows(procedure)
    root = Element(_in(_MODEL, "definitions"), {"id": "definitions"})
    root.set("targetNamespace", f"urn:rechtop:procedure:{code}")
    together = SubElement(root, _in(_MODEL, "collaboration"), {"id": "collaboration"})
    named = {"id": "pool", "name": str(procedure.title), "processRef": "process"}
    SubElement(together, _in(_MODEL, "participant"), named)
    _write_process(root, procedure, flows)
    _write_drawing(root, procedure, flows)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _in(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _steps(procedure: Procedure) -> list[tuple[str, Step]]:
    return [(code, procedure.steps[code]) for code in procedure.in_order]


def _has_gateway(step: Step) -> bool:
    return len(step.choices) > 1


def _roles(procedure: Procedure) -> list[str]:
    return [
        role for role in Role.values if any(one.who == role for one in procedure.steps.values())
    ]


def _flows(procedure: Procedure) -> list[_Flow]:
    """Give every flow: from the start, to gateways and between steps, and to the ends."""
    first = procedure.first
    found = [_Flow("flow-start", _START, f"step-{first}", "", Way(_START, f"step-{first}"))]
    for code, step in _steps(procedure):
        leaves = f"step-{code}"
        if step.is_end:
            way = Way(leaves, f"end-{code}")
            found.append(_Flow(f"flow-{code}-end", leaves, f"end-{code}", "", way))
        if _has_gateway(step):
            way = Way(leaves, leaves)  # within the step's own place
            found.append(_Flow(f"flow-{code}-gate", leaves, f"gate-{code}", "", way))
            leaves = f"gate-{code}"
        port = _TASK + _BETWEEN + _GATEWAY // 2 if _has_gateway(step) else None
        for at, choice in enumerate(step.choices, 1):
            target = f"step-{choice.leads_to}"
            way = Way(f"step-{code}", target, port)
            found.append(_Flow(f"flow-{code}-{at}", leaves, target, str(choice.text), way))
    return found


def _write_process(root: Element, procedure: Procedure, flows: Sequence[_Flow]) -> None:
    named = {"id": "process", "name": str(procedure.title), "isExecutable": "false"}
    process = SubElement(root, _in(_MODEL, "process"), named)
    if procedure.about:
        SubElement(process, _in(_MODEL, "documentation")).text = str(procedure.about)
    lanes = SubElement(process, _in(_MODEL, "laneSet"), {"id": "lanes"})
    for role in _roles(procedure):
        told = {"id": f"lane-{role}", "name": str(Role(role).label)}
        lane = SubElement(lanes, _in(_MODEL, "lane"), told)
        for code, step in _steps(procedure):
            for key in _keys(procedure, code) if step.who == role else ():
                SubElement(lane, _in(_MODEL, "flowNodeRef")).text = key
    for code, step in _steps(procedure):
        for key in _keys(procedure, code):
            _write_node(process, procedure, key, step, flows)
    for flow in flows:
        told = {"id": flow.key, "sourceRef": flow.source, "targetRef": flow.target}
        if flow.name:
            told["name"] = flow.name
        SubElement(process, _in(_MODEL, "sequenceFlow"), told)


def _keys(procedure: Procedure, code: str) -> list[str]:
    """Name the elements a step becomes."""
    step = procedure.steps[code]
    found = [_START] if code == procedure.first else []
    found.append(f"step-{code}")
    if _has_gateway(step):
        found.append(f"gate-{code}")
    if step.is_end:
        found.append(f"end-{code}")
    return found


_KINDS = {"start": "startEvent", "step": "task", "gate": "exclusiveGateway", "end": "endEvent"}


def _write_node(
    process: Element, procedure: Procedure, key: str, step: Step, flows: Sequence[_Flow]
) -> None:
    kind = key.partition("-")[0]
    node = SubElement(process, _in(_MODEL, _KINDS[kind]), {"id": key})
    if kind == "step":
        node.set("name", str(step.title))
        SubElement(node, _in(_MODEL, "documentation")).text = _told(procedure, step)
    elif kind == "gate":
        node.set("gatewayDirection", "Diverging")
    for flow in flows:
        if flow.target == key:
            SubElement(node, _in(_MODEL, "incoming")).text = flow.key
    for flow in flows:
        if flow.source == key:
            SubElement(node, _in(_MODEL, "outgoing")).text = flow.key


def _told(procedure: Procedure, step: Step) -> str:
    """Give what a step says besides its name."""
    texts = [str(step.done)]
    if step.told:
        texts.append(_("Wat de melder hoort: %(told)s") % {"told": step.told})
    if term := step.term:
        told = f"{procedure.term_text(term)} ({term.source})"
        texts.append(_("Termijn: %(term)s") % {"term": told})
    return "\n".join(text for text in texts if text)


def _write_drawing(root: Element, procedure: Procedure, flows: Sequence[_Flow]) -> None:
    laid = _lay_out(procedure, flows)
    diagram = SubElement(root, _in(_DIAGRAM, "BPMNDiagram"), {"id": "diagram"})
    told = {"id": "plane", "bpmnElement": "collaboration"}
    plane = SubElement(diagram, _in(_DIAGRAM, "BPMNPlane"), told)
    whole = Rect(0, 0, laid.height + 2 * _HEAD, laid.width)
    _write_shape(plane, "pool", whole, is_strip=True)
    for role, strip in zip(_roles(procedure), laid.lanes, strict=True):
        place = Rect(_HEAD, strip.x, laid.height + _HEAD, strip.width)
        _write_shape(plane, f"lane-{role}", place, is_strip=True)
    for code in procedure.in_order:
        for key in _keys(procedure, code):
            _write_shape(plane, key, _place(laid, key, code))
    lines = dict(zip([flow.key for flow in flows if _is_led(flow)], laid.lines, strict=True))
    for flow in flows:
        told = {"id": f"{flow.key}-drawn", "bpmnElement": flow.key}
        edge = SubElement(plane, _in(_DIAGRAM, "BPMNEdge"), told)
        for x, y in _points(laid, flow, lines.get(flow.key, ())):
            SubElement(edge, _in(_POINTS, "waypoint"), {"x": str(x), "y": str(y)})


def _is_led(flow: _Flow) -> bool:
    """Say whether a flow goes over the grid; one to a step's own gateway does not."""
    return not flow.target.startswith("gate-")


def _lay_out(procedure: Procedure, flows: Sequence[_Flow]) -> Laid:
    """Lay the elements out. The grid runs down; the file runs to the right, so it is turned."""
    lanes = {role: at for at, role in enumerate(_roles(procedure))}
    boxes = [Box(_START, lanes[procedure.steps[procedure.first].who], _EVENT)]
    for code, step in _steps(procedure):
        more = _BETWEEN + _GATEWAY if _has_gateway(step) else 0
        boxes.append(Box(f"step-{code}", lanes[step.who], _TASK + more))
        if step.is_end:
            boxes.append(Box(f"end-{code}", lanes[step.who], _EVENT))
    return grid.lay_out(boxes, [flow.way for flow in flows if _is_led(flow)], _MEASURES)


def _place(laid: Laid, key: str, code: str) -> Rect:
    """Give the place of an element, turned."""
    kind = key.partition("-")[0]
    place = laid.boxes[f"step-{code}" if kind == "gate" else key]
    left = place.y + 2 * _HEAD
    if kind == "step":
        return Rect(left, place.x, _TASK, _ACROSS)
    size = _GATEWAY if kind == "gate" else _EVENT
    left += _TASK + _BETWEEN if kind == "gate" else 0
    return Rect(left, place.middle - size // 2, size, size)


def _points(laid: Laid, flow: _Flow, line: Sequence[Point]) -> list[Point]:
    """Give the corners of a flow, turned; from a gateway it leaves at a corner of that."""
    if not _is_led(flow):
        task = _place(laid, flow.source, "")
        middle = task.y + _ACROSS // 2
        return [(task.x + _TASK, middle), (task.x + _TASK + _BETWEEN, middle)]
    points = [(y + 2 * _HEAD, x) for x, y in line]
    if flow.way.port is not None:
        x, y = points[0]
        middle = laid.boxes[flow.way.source].middle
        points[0] = (x, middle + (_GATEWAY // 2 if y > middle else -_GATEWAY // 2))
    return points


def _write_shape(plane: Element, key: str, place: Rect, *, is_strip: bool = False) -> None:
    told = {"id": f"{key}-drawn", "bpmnElement": key}
    if is_strip:
        told["isHorizontal"] = "true"
    shape = SubElement(plane, _in(_DIAGRAM, "BPMNShape"), told)
    bounds = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    SubElement(shape, _in(_BOUNDS, "Bounds"), {name: str(one) for name, one in bounds.items()})
