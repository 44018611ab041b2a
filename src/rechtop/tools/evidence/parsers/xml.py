"""Read XML from strangers: no entities, no declarations of types, nothing fetched, nothing huge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from rechtop.tools.evidence.parsers.bounds import Cannot

_PATH = re.compile(
    r"^\s*(file:|[a-z]:[\\/]|\\\\|/(users|home|volumes|mnt|media|tmp|private)/)", re.IGNORECASE
)
_PATH_WITHIN = re.compile(
    r"(file:/*|\b[a-z]:[\\/]|\\\\|/(users|home|volumes)/)[^\"<>|\n]*", re.IGNORECASE
)


def read(content: bytes) -> etree._Element:
    """Read a part. Raises Cannot for one with a declaration of types, and what lxml does."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Cannot
    return root


def written(root: etree._Element) -> bytes:
    """Write a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Give every element, also where some are taken out on the way."""
    return iter([one for one in root.iter() if isinstance(one.tag, str)])


def name(tag: str) -> str:
    """Give a name without its namespace."""
    return tag.rpartition("}")[2]


def is_path(value: str) -> bool:
    """Say whether a value is a place on someone's computer or network: it often holds a name."""
    return bool(_PATH.match(value))


def without_paths(value: str) -> str:
    """Take places on someone's computer out of a text."""
    return _PATH_WITHIN.sub("", value)


def take_out(element: etree._Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        raise Cannot
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
