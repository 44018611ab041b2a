"""Make open documents anew (odt, ods, odp) without who made, changed or remarked on them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from rechtop.tools.evidence.parsers import pictures, xml, zips
from rechtop.tools.evidence.parsers.bounds import Cannot
from rechtop.tools.evidence.parsers.offices import SOMEONE

_SAYS = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_MIME = "application/vnd.oasis.opendocument."
_KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_PROGRAMS = ("basic/", "scripts/", "dialogs/")
_DROPPED = (
    "thumbnails/",
    "configurations2/",
    "versions/",
    "versionlist.xml",
    "layout-cache",
    "manifest.rdf",
    "meta-inf/documentsignatures.xml",
    "meta-inf/macrosignatures.xml",
)
"""Parts that tell of people, machines and earlier versions, and show nothing."""

_OUT = {
    "creator-initials",
    "sender-initials",
    "date-string",
    "event-listener",
    "event-listeners",
    "scripts",
}
_TAKEN = {"rsid", "paragraph-rsid", "sender-initials"}
_WHEN = "1980-01-01T00:00:00"


def clean(content: bytes, kind: str) -> bytes:
    """Make the same document without what tells of people. Raises Cannot, and what readers do."""
    found = zips.unpacked(content, zips.Room())
    said = found.pop(_SAYS, b"").decode("ascii").removesuffix("-template")
    if said != _MIME + _KINDS[kind] or _MANIFEST not in found:
        raise Cannot
    if any(name.lower().startswith(_PROGRAMS) for name in found):
        raise Cannot
    kept = {name: part for name, part in found.items() if not name.lower().startswith(_DROPPED)}
    made = {_SAYS: said.encode(), _MANIFEST: b""}
    for name, part in kept.items():
        if name != _MANIFEST and (bare := _bare(name, part)) is not None:
            made[name] = bare
    made[_MANIFEST] = _bare_manifest(kept[_MANIFEST], made)
    return zips.packed(made, stored=_SAYS)


def _bare(name: str, part: bytes) -> bytes | None:
    """Give a part made anew; None for one that is left out."""
    last = name.rpartition("/")[2]
    if last in ("meta.xml", "settings.xml"):
        return _emptied(part)
    if last.endswith(".xml"):
        return _bare_part(part)
    try:
        return pictures.bare(name, part)
    except Cannot:
        if name.startswith("ObjectReplacements/"):  # a picture of what stands beside it
            return None
        raise


def _emptied(part: bytes) -> bytes:
    """Leave the frame of a part, so that a reader finds what it expects, and nothing in it."""
    root = xml.read(part)
    for element in list(root):
        root.remove(element)
    return xml.written(root)


def _bare_manifest(part: bytes, made: Mapping[str, bytes]) -> bytes:
    root = xml.read(part)
    for element in list(root):
        if any(xml.name(str(one.tag)) == "encryption-data" for one in element):
            raise Cannot
        path = next((value for key, value in element.items() if xml.name(key) == "full-path"), "")
        is_folder = path.endswith("/") and any(name.startswith(path) for name in made)
        if path not in made and path != "/" and not is_folder:
            root.remove(element)
    return xml.written(root)


def _bare_part(part: bytes) -> bytes:
    root = xml.read(part)
    for element in xml.elements(root):
        name = xml.name(element.tag)
        if element is not root and name in _OUT:
            xml.take_out(element)
            continue
        if etree.QName(element).namespace == "http://purl.org/dc/elements/1.1/":
            element.text = _WHEN if name == "date" else SOMEONE if name == "creator" else None
        for key, value in list(element.attrib.items()):
            if xml.name(key) in _TAKEN:
                del element.attrib[key]
            elif xml.is_path(value) or value.startswith("../file:"):
                element.set(key, "")
    return xml.written(root)
