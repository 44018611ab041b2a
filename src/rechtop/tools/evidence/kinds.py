"""Say what kind of file something is, by its content and never by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import puremagic
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of file: its word for people, and what we do with it.

    What is dangerous is never shown by us, nor given to a browser in a way that it would run.
    """

    code: str
    label: Any
    extensions: tuple[str, ...] = ()
    is_dangerous: bool = False
    has_preview: bool = False
    has_copy: bool = False


def _plain(code: str, label: Any, endings: str) -> Kind:
    return Kind(code, label, tuple(endings.split()))


def _shown(code: str, label: Any, endings: str) -> Kind:
    return Kind(code, label, tuple(endings.split()), has_preview=True, has_copy=True)


def _document(code: str, label: Any, endings: str) -> Kind:
    return Kind(code, label, tuple(endings.split()), has_copy=True)


def _danger(code: str, label: Any, endings: str) -> Kind:
    return Kind(code, label, tuple(endings.split()), is_dangerous=True)


_ALL = [
    _shown("jpeg", _("Foto (JPEG)"), "jpg jpeg jpe jfif"),
    _shown("png", _("Afbeelding (PNG)"), "png"),
    _shown("gif", _("Afbeelding (GIF)"), "gif"),
    _shown("webp", _("Afbeelding (WebP)"), "webp"),
    _shown("tiff", _("Afbeelding (TIFF)"), "tif tiff"),
    _shown("avif", _("Afbeelding (AVIF)"), "avif"),
    _plain("heic", _("Foto (HEIC)"), "heic heif"),
    _plain("image", _("Afbeelding van een ander soort"), "bmp ico psd jp2 emf wmf"),
    _shown("pdf", _("PDF-document"), "pdf"),
    _document("docx", _("Word-document"), "docx dotx"),
    _document("xlsx", _("Excel-werkblad"), "xlsx xltx"),
    _document("pptx", _("PowerPoint-presentatie"), "pptx ppsx potx"),
    _document("odt", _("Tekstdocument (ODT)"), "odt ott"),
    _document("ods", _("Rekenblad (ODS)"), "ods ots"),
    _document("odp", _("Presentatie (ODP)"), "odp otp"),
    _shown("text", _("Platte tekst"), "txt text csv tsv log md json"),
    Kind("mail", _("E-mailbericht"), ("eml",), has_preview=True),
    _plain("audio", _("Geluidsopname"), "mp3 m4a aac wav ogg oga opus flac amr wma aif aiff weba"),
    _plain("video", _("Video"), "mp4 m4v mov webm mkv avi wmv mpg mpeg 3gp ogv"),
    _danger(
        "office_macro",
        _("Office-bestand met macro’s"),
        "docm dotm xlsm xltm xlsb xlam pptm ppsm potm ppam",
    ),
    _danger("office_old", _("Office-bestand van een oud soort"), "doc dot xls xlt ppt pps"),
    _danger("outlook", _("E-mailbericht van Outlook"), "msg"),
    _danger("rtf", _("Opgemaakte tekst (RTF)"), "rtf"),
    _danger("html", _("Webpagina (HTML)"), "html htm xhtml mht mhtml"),
    _danger("svg", _("Tekening (SVG)"), "svg svgz"),
    _danger("xml", _("Gegevens (XML)"), "xml xsl xslt fodt fods fodp"),
    _danger(
        "script",
        _("Script"),
        "js mjs vbs vbe jse wsf hta ps1 psm1 bat cmd sh py php pl rb reg url desktop applescript",
    ),
    _danger(
        "program",
        _("Programma"),
        "exe dll com scr msi cpl sys lnk elf so dmg pkg deb rpm jar apk class wasm appimage",
    ),
    _danger(
        "archive",
        _("Archief met bestanden"),
        "zip 7z rar gz tgz tar bz2 xz zst cab iso img vhd epub",
    ),
    Kind("other", _("Bestand van onbekend soort")),
]
_KNOWN = {kind.code: kind for kind in _ALL}
UNKNOWN = _KNOWN["other"]

_LOOKED_AT = 64 * 1024
"""How much of the beginning is looked at; more makes no difference to any kind we know."""

_MAGIC = [
    (rb"\xff\xd8\xff", "jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "png"),
    (rb"GIF8[79]a", "gif"),
    (rb"RIFF....WEBP", "webp"),
    (rb"RIFF....WAVE", "audio"),
    (rb"RIFF....AVI ", "video"),
    (rb"II[*+]\0|MM\0[*+]", "tiff"),
    (rb"BM....\0\0\0\0|8BPS|\0\0\x01\0|\0\0\0\x0cjP  |\xff\x4f\xff\x51", "image"),
    (rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a", "image"),
    (rb"\{\\rt", "rtf"),
    (
        rb"MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xfe\xed\xfa[\xce\xcf]|\0asm",
        "program",
    ),
    (rb"L\0\0\0\x01\x14\x02\0|\xed\xab\xee\xdb|!<arch>\ndebian|xar!", "program"),
    (
        rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x1f\x8b|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|MSCF",
        "archive",
    ),
    (rb"ID3|fLaC|#!AMR|\xff[\xf1\xf9\xfa\xfb\xf2\xf3]|FORM....AIF|MThd|\.snd", "audio"),
    (rb"\0\0\x01[\xba\xb3]|FLV\x01", "video"),
]
_STARTS = [(re.compile(start, re.DOTALL), code) for start, code in _MAGIC]

_BRANDS = {
    b"heic": "heic",
    b"heix": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"hevc": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
    b"avif": "avif",
    b"avis": "avif",
    b"M4A ": "audio",
    b"M4B ": "audio",
    b"F4A ": "audio",
}
"""What stands behind `ftyp` in the family of MP4; another brand is a video."""

_SOUND, _MOVING = (re.compile(rb"\x86[\x83-\xbf]%s_[A-Z]" % letter) for letter in (b"A", b"V"))
"""How a track of Matroska names its codec; two letters alone stand in any sound by chance."""

_HTML = re.compile(
    r"^(<!--.*?-->|\s)*<(!doctype html|html|head|body|script|iframe|h1|div|font|table|a|style|title"
    r"|b|br|p|img|form|meta|link|object|embed|base|frameset)[\s/>]"
    r"|<!doctype html|<html[\s>]|<script[\s>]|^mime-version:.*multipart/related",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(r"<(\w{1,20}:)?svg[\s>]", re.IGNORECASE)
_XML = re.compile(r"^\s*(<\?xml|<!DOCTYPE|<!--|<[\w:.-]+(\s[^<>]*)?/?>)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"^\s*(#!|<\?php|<%|@?echo off|windows registry editor|regedit4|\[internetshortcut\]"
    r"|\[desktop entry\]|@?rem |on error resume next|set-strictmode|param\s*\(|import-module )"
    r"|createobject\s*\(|wscript\.|new activexobject|invoke-expression|powershell(\.exe)? -",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"\A(?=.{0,8000}?^from:)(?=.{0,8000}?^(to|date|subject|message-id|received):)[\w-]+:\s",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


def kind_of(head: bytes, *, tail: bytes = b"") -> Kind:
    """Give the kind of a content: all of it, or its first and last 64 kB at least.

    Of an office file the list of what is in it stands at the end: without it, macros are not seen.
    """
    start = head[:_LOOKED_AT]
    return _KNOWN[_code_of(start, head, tail or head)]


def by_code(code: str) -> Kind:
    """Give a kind by its code; one we do not know any more is an unknown kind."""
    return _KNOWN.get(code, UNKNOWN)


def agrees(kind: Kind, name: str) -> bool:
    """Say whether the ending of a name promises what the content is; none promises nothing."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    promised = {one.code for one in _ALL if ending in one.extensions}
    return not promised or kind.code in promised or (kind.code, ending) in _ALSO


_ALSO = {("mail", "txt"), ("video", "ogg"), ("audio", "webm"), ("audio", "mp4"), ("audio", "3gp")}
"""Endings that are used for two kinds."""


def _code_of(start: bytes, head: bytes, tail: bytes) -> str:
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        return _in_zip(head, tail)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_compound_file(head + (tail if tail is not head else b""))
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], "video")
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "audio" if _SOUND.search(start) and not _MOVING.search(start) else "video"
    if start.startswith(b"OggS"):
        return "video" if b"theora" in start else "audio"
    text = text_of(start)
    for beginning, code in _STARTS:
        if beginning.match(start) and (text is None or code == "rtf"):
            return code
    return _in_text(text) if text is not None else _by_puremagic(start)


def text_of(content: bytes) -> str | None:
    """Read a content as text; None where it is none.

    A letter may be cut in two at the end. What is neither UTF-8 nor UTF-16 is read as the old code
    page of Windows, unless it holds signs that no text has.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            is_cut = error.reason == "unexpected end of data" and error.start > len(content) - 4
            text = content.decode("utf-8-sig" if is_cut else "cp1252", "replace")
            if not is_cut and text.count("\ufffd") > len(text) // 100:
                return None
    return None if _NO_TEXT.search(text) else text


_NO_TEXT = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


def _in_text(text: str) -> str:
    """Tell kinds of text apart: a browser would run some, and a computer others."""
    if _SVG.search(text):
        return "svg"
    if _HTML.search(text):
        return "html"
    if _SCRIPT.search(text):
        return "script"
    if _XML.match(text):
        return "xml"
    return "mail" if _MAIL.match(text) else "text"


_TAR = slice(257, 262)
_FAMILIES = {"audio": "audio", "video": "video", "image": "image"}


def _by_puremagic(start: bytes) -> str:
    """Ask the long list of others, and believe it about families alone."""
    if start[_TAR] == b"ustar":
        return "archive"
    try:
        found = puremagic.magic_string(start)
    except Exception:  # not found, or it stumbled over what it looked at: then we do not know
        return UNKNOWN.code
    for match in found:
        family = match.mime_type.partition("/")[0]
        if family in _FAMILIES and match.confidence >= 0.4:
            return _FAMILIES[family]
    return UNKNOWN.code


def _in_compound_file(content: bytes) -> str:
    """Tell Outlook's messages from other files of old Office; its names are written in UTF-16."""
    return "outlook" if "__substg1.0_".encode("utf-16-le") in content else "office_old"


_OFFICE = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}
_OPEN = {
    "text": "odt",
    "text-template": "odt",
    "spreadsheet": "ods",
    "spreadsheet-template": "ods",
    "presentation": "odp",
    "presentation-template": "odp",
}
_MACRO = re.compile(r"vbaproject|vbadata|activex|macrosheets|dialogsheets|^basic/|^scripts/", re.I)


def _in_zip(head: bytes, tail: bytes) -> str:
    """Tell office files from archives, and those that carry macros from those that do not."""
    names = list(_listed(tail)) or list(_met(head[:_LOOKED_AT]))
    if any(name.lower() == "meta-inf/manifest.mf" or name.endswith(".class") for name in names):
        return "program"
    kind = _open_document(head) or _office(names)
    if kind is None:
        return "archive"
    has_macros = any(_MACRO.search(name) for name in names) or "xl/workbook.bin" in names
    return "office_macro" if has_macros else kind


def _office(names: list[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    folders = {name.partition("/")[0].lower() for name in names}
    return next((kind for folder, kind in _OFFICE.items() if folder in folders), None)


def _open_document(head: bytes) -> str | None:
    """An open document says first what it is, unpacked."""
    said = re.match(
        rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.([a-z-]{4,30})",
        head,
        re.DOTALL,
    )
    return _OPEN.get(said[1].decode()) if said else None


def _listed(tail: bytes) -> Iterator[str]:
    """Give the names in the list at the end of a zip, as far as it stands here."""
    end = tail.rfind(b"PK\5\6")
    if end < 0 or end + 20 > len(tail):
        return
    at = end - int.from_bytes(tail[end + 12 : end + 16], "little")
    while 0 <= at < end and tail[at : at + 4] == b"PK\1\2":
        name, extra, comment = (
            int.from_bytes(tail[at + place : at + place + 2], "little") for place in (28, 30, 32)
        )
        yield tail[at + 46 : at + 46 + name].decode("utf-8", "replace")
        at += 46 + name + extra + comment


def _met(head: bytes) -> Iterator[str]:
    """Give the names that stand before the contents, where the list is not at hand."""
    for place in re.finditer(rb"PK\x03\x04", head):
        at = place.start()
        name = int.from_bytes(head[at + 26 : at + 28], "little")
        yield head[at + 30 : at + 30 + name].decode("utf-8", "replace")
