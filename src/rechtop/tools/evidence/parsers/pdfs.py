"""Make a PDF anew with its pages, and draw a page of one."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from PIL import ImageCms

from rechtop.tools.evidence.parsers import images
from rechtop.tools.evidence.parsers.bounds import MOST_UNPACKED, Cannot

_KEPT_IN_ROOT = {
    "/Type",
    "/Version",
    "/Pages",
    "/PageLabels",
    "/PageMode",
    "/PageLayout",
    "/ViewerPreferences",
    "/Outlines",
    "/Dests",
    "/Names",
    "/AcroForm",
    "/OCProperties",
    "/StructTreeRoot",
    "/MarkInfo",
    "/Lang",
}
"""What a document may say beside its pages: how to walk through them, and which layers show."""

_NEVER = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/CreatorInfo", "/User"),
    *("/AA", "/JS", "/XFA", "/OPI", "/Ref"),
}
"""Words about the making, and what acts or stands elsewhere, wherever it is written."""

_OF_MARKS = {"/T", "/M", "/NM", "/CreationDate", "/RC", "/Subj", "/AF", "/ExData", "/DV"}
"""What a note, stamp or highlight says of who made it and when; what it reads is in /Contents."""

_MARKS_THAT_CARRY = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_HARMLESS_ACTIONS = {"/GoTo", "/Named", "/URI", "/SetOCGState", "/Hide"}
_PHOTO, _PHOTO_2000 = "/DCTDecode", "/JPXDecode"
_DEEPEST = 60
_MOST_PAGES = 10_000
_COMMON_COLOURS = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def clean(content: bytes) -> bytes:
    """Make a PDF of the same pages that says nothing of who made it, where or with what.

    Only what the pages need is written, so earlier versions, hidden files and programs are gone.
    Raises Cannot for one that is encrypted, and what pikepdf does.
    """
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
        if pdf.is_encrypted or len(pdf.pages) > _MOST_PAGES:
            raise Cannot
        _bare_root(pdf)
        for page in pdf.pages:
            _bare_page(page.obj)
        for thing in list(pdf.objects):
            if isinstance(thing, pikepdf.Object):
                _bare(thing)
        written = io.BytesIO()
        pdf.save(
            written,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
        count = len(pdf.pages)
    made = written.getvalue()
    with pikepdf.open(io.BytesIO(made), suppress_warnings=True) as again:
        if len(again.pages) != count:
            raise Cannot
    return made


def _bare_root(pdf: pikepdf.Pdf) -> None:
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]
    for key in list(pdf.Root.keys()):
        if key not in _KEPT_IN_ROOT:
            del pdf.Root[key]
    if "/Names" in pdf.Root:
        for key in list(pdf.Root.Names.keys()):
            if key != "/Dests":
                del pdf.Root.Names[key]


def _bare_page(page: Any) -> None:
    """Leave out the marks that carry a file or a film, and the threads that name a writer."""
    _drop(page, {"/B"})
    if "/Annots" in page:
        page.Annots = pikepdf.Array([mark for mark in page.Annots if _is_kept(mark)])


def _is_kept(mark: Any) -> bool:
    return isinstance(mark, pikepdf.Dictionary) and _kind_of_mark(mark) not in _MARKS_THAT_CARRY


def _kind_of_mark(thing: Any) -> str:
    """Say which mark on a page a thing is; nothing where it is none."""
    is_mark = thing.get("/Type") == "/Annot" or "/Rect" in thing
    return str(thing.get("/Subtype", "")) if is_mark else ""


def _bare_mark(thing: Any) -> None:
    """Take off a mark who made it; of one that carries a file nothing stays, wherever it hangs."""
    kind = _kind_of_mark(thing)
    if kind in _MARKS_THAT_CARRY:
        _drop(thing, set(thing.keys()) - {"/Type", "/Subtype", "/Rect"})
    elif kind and kind != "/Widget":
        _drop(thing, _OF_MARKS)


def _drop(thing: Any, keys: set[str]) -> None:
    for key in keys & set(thing.keys()):
        del thing[key]


def _bare(thing: Any, depth: int = 0) -> None:
    """Take out of a thing, and of what is written within it, what tells of its maker."""
    if depth > _DEEPEST:
        raise Cannot
    if isinstance(thing, pikepdf.Array):
        for one in _within(thing):
            _bare(one, depth + 1)
        return
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    _drop(thing, _NEVER)
    _bare_actions(thing)
    _bare_mark(thing)
    if thing.get("/FT") == "/Sig" or thing.get("/Type") == "/Sig":
        _drop(thing, {"/V", "/Name", "/Location", "/ContactInfo", "/Reason", "/Contents", "/Cert"})
    if thing.get("/Type") == "/Filespec" or "/EF" in thing:
        _drop(thing, {"/EF", "/F", "/UF", "/Desc", "/RF"})
    if isinstance(thing, pikepdf.Stream):
        _bare_stream(thing)
    for key in list(thing.keys()):
        if not thing[key].is_indirect if isinstance(thing[key], pikepdf.Object) else False:
            _bare(thing[key], depth + 1)


def _within(array: Any) -> Iterator[Any]:
    for one in array:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield one


def _bare_actions(thing: Any) -> None:
    """Leave what takes a reader to a page or a site; take out programs, files and forms sent."""
    for key in ("/A", "/OpenAction", "/Next", "/PA"):
        action = thing.get(key)
        is_list = key != "/A" and isinstance(action, pikepdf.Array)
        if is_list or (isinstance(action, pikepdf.Dictionary) and not _is_harmless(action)):
            del thing[key]


def _is_harmless(action: Any) -> bool:
    said = str(action.get("/S", ""))
    if said and said not in _HARMLESS_ACTIONS:
        return False
    return said != "/URI" or str(action.get("/URI", "")).lower().startswith(
        ("http:", "https:", "mailto:", "tel:")
    )


def _bare_stream(stream: Any) -> None:
    """Take what a camera wrote out of photos, and names of machines out of profiles of colour."""
    if "/F" in stream:  # what it holds stands in a file elsewhere
        raise Cannot
    filters = _filters(stream)
    if _PHOTO in filters:
        stream.write(
            images.without_words(_packed_photo(stream, filters)), filter=pikepdf.Name.DCTDecode
        )
    elif _PHOTO_2000 in filters:
        bare = _bare_photo_2000(_packed_photo(stream, filters))
        stream.write(bare, filter=pikepdf.Name.JPXDecode)
    elif "/N" in stream and "/Type" not in stream:
        profile = _unpacked(stream)
        if profile[36:40] == b"acsp":
            stream.write(_COMMON_COLOURS if stream.get("/N") == 3 else b"")


def _filters(stream: Any) -> list[str]:
    said = stream.get("/Filter")
    if said is None:
        return []
    return [str(one) for one in said] if isinstance(said, pikepdf.Array) else [str(said)]


def _packed_photo(stream: Any, filters: list[str]) -> bytes:
    """Give a photo as the camera packed it; one that is packed once more is unpacked once."""
    raw = bytes(stream.read_raw_bytes())
    if len(filters) == 1:
        return raw
    if len(filters) == 2 and filters[0] == "/FlateDecode":
        unpacking = zlib.decompressobj()
        photo = unpacking.decompress(raw, MOST_UNPACKED)
        if unpacking.unconsumed_tail:
            raise Cannot
        return photo
    raise Cannot


def _unpacked(stream: Any) -> bytes:
    return bytes(stream.read_bytes())


_BOXES = {b"jP  ", b"ftyp", b"jp2h"}
_COLOURS, _CODE = b"jp2c", b"\xff\x4f"
_CODE_SAYS, _TILE = 0x64, 0x90


def _bare_photo_2000(photo: bytes) -> bytes:
    """Take the boxes with words out of a JPEG 2000, and the words among its colours."""
    if photo.startswith(_CODE):
        return _bare_code(photo)
    kept, at = [], 0
    while at + 8 <= len(photo):
        length, box = struct.unpack(">I4s", photo[at : at + 8])
        length = length or len(photo) - at
        if length < 8:
            raise Cannot
        if box == _COLOURS:
            code = _bare_code(photo[at + 8 : at + length])
            kept.append(struct.pack(">I4s", len(code) + 8, _COLOURS) + code)
        elif box in _BOXES:
            kept.append(photo[at : at + length])
        at += length
    return b"".join(kept)


def _bare_code(code: bytes) -> bytes:
    """Take the words out of the head of JPEG 2000's colours; the colours stay, bit for bit."""
    kept, at = [_CODE], 2
    while at + 4 <= len(code) and code[at + 1] != _TILE:
        end = at + 2 + int.from_bytes(code[at + 2 : at + 4], "big")
        if code[at] != 0xFF or not code.startswith(_CODE):
            raise Cannot
        if code[at + 1] != _CODE_SAYS:
            kept.append(code[at:end])
        at = end
    return b"".join([*kept, code[at:]])


def drawn(content: bytes, page: int) -> tuple[bytes, int]:
    """Draw a page, counted from 0; give it as a WebP, and how many pages there are.

    Raises Cannot where there is no such page, and what pdfium does.
    """
    with pypdfium2.PdfDocument(content) as document:
        count = len(document)
        if not 0 <= page < count:
            raise Cannot
        if document.get_formtype():
            document.init_forms()
        leaf = document[page]
        wide, high = leaf.get_size()
        if not (wide > 0 and high > 0):
            raise Cannot
        scale = min(images.SIDE / max(wide, high), 4)
        if min(wide, high) * scale < 1:
            raise Cannot
        picture = leaf.render(scale=scale).to_pil()
        return images.encoded(picture.convert("RGB")), count
