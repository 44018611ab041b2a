"""Make what stands within an office file anew: pictures and letters."""

from __future__ import annotations

from lxml import etree

from rechtop.tools.evidence.parsers import images, xml
from rechtop.tools.evidence.parsers.bounds import Cannot

_STARTS = {
    b"\x89PNG": "png",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
_LETTERS = ("odttf", "fntdata", "ttf", "otf", "woff", "woff2")
_SVG = "http://www.w3.org/2000/svg"
_OF_DRAWINGS = {"", _SVG, "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"}
_NO_DRAWING = {"metadata", "title", "desc", "script", "foreignObject", "namedview"}


def bare(name: str, part: bytes) -> bytes:
    """Give a picture without words, by its content; letters as they are.

    A photo keeps its colours bit for bit, and is not turned: the document says how it stands.
    Raises Cannot for what we do not know, so that nothing goes along unseen.
    """
    if part.startswith(b"\xff\xd8\xff"):
        return images.without_words(part)
    for start, kind in _STARTS.items():
        if part.startswith(start):
            return images.clean(part, kind)
    ending = name.rpartition(".")[2].lower()
    if ending in _LETTERS:
        return part
    if ending == "svg":
        return _bare_drawing(part)
    raise Cannot


def _bare_drawing(part: bytes) -> bytes:
    root = xml.read(part)
    for element in xml.elements(root):
        space = etree.QName(element).namespace or ""
        if space not in _OF_DRAWINGS or xml.name(element.tag) in _NO_DRAWING:
            xml.take_out(element)
            continue
        for key, value in list(element.attrib.items()):
            name = etree.QName(key)
            is_program = name.localname.lower().startswith("on")
            if (name.namespace or "") not in _OF_DRAWINGS or is_program or xml.is_path(value):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    return xml.written(root)
