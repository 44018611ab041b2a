"""Make office files anew (docx, xlsx, pptx) without who made, changed or remarked on them."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from rechtop.tools.evidence.parsers import pictures, xml, zips
from rechtop.tools.evidence.parsers.bounds import Cannot

SOMEONE = "Auteur"
"""What stands in the place of a name, where the format wants one."""

_DEEPEST = 2
_TYPES = "[Content_Types].xml"
_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_PROGRAMS = ("vbaproject", "vbadata", "activex", "macrosheets", "dialogsheets", "ctrlprops")
_DROPPED = (
    "docprops/thumbnail",
    "docmetadata/",
    "customxml/",
    "_xmlsignatures/",
    "word/people.xml",
    "word/printersettings",
    "xl/printersettings",
    "xl/revisions/",
    "xl/customproperty",
    "ppt/printersettings",
    "ppt/changesinfos/",
    "ppt/revisioninfo.xml",
)
"""Parts that tell of people, machines and earlier versions, and show nothing."""

_OUT = {
    "absPath",
    "alternateUrls",
    "attachedTemplate",
    "docId",
    "docVars",
    "fileRecoveryPr",
    "fileSharing",
    "mailMerge",
    "presenceInfo",
    "revisionPtr",
    "rsids",
    "saveThroughXslt",
}
_TAKEN = {"date", "dateUtc", "dt", "dT", "refreshedBy", "refreshedDate", "refreshedDateIso"}
_REPLACED = {
    "author": SOMEONE,
    "connection": "",
    "created": "1980-01-01T00:00:00.000",
    "initials": "A",
    "odcFile": "",
    "providerId": "None",
    "sourceFile": "",
    "userId": "",
    "userName": SOMEONE,
}
_LISTS_OF_PEOPLE = {"cmAuthor": "name", "author": "name", "person": "displayName"}
_FORMULAS = {"f", "instrText", "delInstrText"}

_WEB = ("http:", "https:", "mailto:", "tel:", "#")
_NOWHERE = "about:blank"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def clean(content: bytes, kind: str) -> bytes:
    """Make the same document without what tells of people. Raises Cannot, and what readers do."""
    return _clean(content, kind, zips.Room(), 0)


def _clean(content: bytes, kind: str, room: zips.Room, depth: int) -> bytes:
    found = zips.unpacked(content, room)
    if depth > _DEEPEST or not any(name.startswith(_FOLDERS[kind]) for name in found):
        raise Cannot
    if any(word in name.lower() for name in found for word in _PROGRAMS):
        raise Cannot
    kept = {name: part for name, part in found.items() if not name.lower().startswith(_DROPPED)}
    made = {_TYPES: _bare_types(kept.pop(_TYPES), kept)}
    relations = {name: _bare_relations(name, kept) for name in kept if name.endswith(".rels")}
    for name, part in kept.items():
        if name in relations:
            made[name] = relations[name][0]
        else:
            gone = relations.get(_relations_of(name), (b"", set()))[1]
            made[name] = _bare(name, part, gone, room, depth)
    return zips.packed(made)


def _bare(name: str, part: bytes, gone: set[str], room: zips.Room, depth: int) -> bytes:
    low = name.lower()
    ending = low.rpartition(".")[2]
    if low.startswith("docprops/"):
        return _emptied(part)
    if ending in ("xml", "vml"):
        return _bare_part(part, gone)
    if ending in _FOLDERS and "/embeddings/" in low:
        return _clean(part, ending, room, depth + 1)
    return pictures.bare(name, part)


def _bare_types(part: bytes, kept: Mapping[str, bytes]) -> bytes:
    """Leave out of the list of types what is gone. Raises Cannot where it tells of programs."""
    root = xml.read(part)
    for element in xml.elements(root):
        said = element.get("ContentType", "").lower()
        if "macroenabled" in said or "vba" in said or "activex" in said:
            raise Cannot
        name = element.get("PartName")
        if name is not None and name.lstrip("/") not in kept:
            xml.take_out(element)
    return xml.written(root)


def _relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _bare_relations(name: str, kept: Mapping[str, bytes]) -> tuple[bytes, set[str]]:
    """Leave out what leads to a part that is gone, and where files stood elsewhere.

    Gives the list and the names of the relations that are no more.
    """
    root = xml.read(kept[name])
    folder = posixpath.dirname(posixpath.dirname(name))
    gone: set[str] = set()
    for element in list(root):
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            if "attachedTemplate" in element.get("Type", ""):
                gone.add(element.get("Id", ""))
                root.remove(element)
            elif not target.lower().startswith(_WEB) or "hyperlink" not in element.get("Type", ""):
                element.set("Target", _NOWHERE)
        elif _at(folder, target) not in kept:
            gone.add(element.get("Id", ""))
            root.remove(element)
    return xml.written(root), gone


def _at(folder: str, target: str) -> str:
    target = target.partition("#")[0]
    whole = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(whole).lstrip("/")


def _emptied(part: bytes) -> bytes:
    root = xml.read(part)
    for element in list(root):
        root.remove(element)
    root.text = None
    return xml.written(root)


def _bare_part(part: bytes, gone: set[str]) -> bytes:
    root = xml.read(part)
    for element in xml.elements(root):
        if element is root:
            _bare_attributes(element)
        elif xml.name(element.tag) in _OUT or _leads_nowhere(element, gone):
            _take_out(element)
        else:
            _bare_attributes(element)
            if xml.name(element.tag) in _FORMULAS and element.text:
                element.text = xml.without_paths(element.text)
    _bare_remarks(root)
    return xml.written(root)


def _take_out(element: etree._Element) -> None:
    """Take an element out, with the list it stood in where that has nothing left."""
    parent = element.getparent()
    xml.take_out(element)
    if parent is not None and len(parent) == 0 and xml.name(parent.tag) == "customProperties":
        xml.take_out(parent)


def _leads_nowhere(element: etree._Element, gone: set[str]) -> bool:
    """Say whether an element is there for a part that is gone; a page's set-up is not."""
    for key, value in list(element.attrib.items()):
        if key.startswith(_RELATION) and value in gone:
            if xml.name(element.tag) != "pageSetup":
                return True
            del element.attrib[key]
    return False


def _bare_attributes(element: etree._Element) -> None:
    kind = xml.name(element.tag)
    for key, value in list(element.attrib.items()):
        said = xml.name(key)
        if said.startswith("rsid") or said in _TAKEN:
            del element.attrib[key]
        elif said in _REPLACED:
            element.set(key, _REPLACED[said])
        elif _LISTS_OF_PEOPLE.get(kind) == said:
            element.set(key, SOMEONE)
        elif said == "instr":
            element.set(key, xml.without_paths(value))
        elif xml.is_path(value):
            element.set(key, "")


def _bare_remarks(root: etree._Element) -> None:
    """Take the names out of a worksheet's remarks, also where a remark begins with its writer."""
    if xml.name(root.tag) != "comments":
        return
    names = []
    for element in xml.elements(root):
        if xml.name(element.tag) == "author" and element.text:
            names.append(element.text)
            element.text = SOMEONE
    for element in xml.elements(root):
        if xml.name(element.tag) == "t" and element.text:
            for name in names:
                if element.text.startswith(f"{name}:"):
                    element.text = SOMEONE + element.text[len(name) :]
