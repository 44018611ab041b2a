"""Make files that tell of their maker, for the tests of what copies leave out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
import pikepdf
import xlsxwriter
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

NAME = "Sietske Verklapper"
PLACE = "Geheimlaan"
PLANTED = (NAME, PLACE)
"""What must stand nowhere in a copy."""

TEXT = "De brug is te zwak voor de vrachtwagens"
"""What a copy must still say."""


def exif(orientation: int = 1) -> Image.Exif:
    """Make what a camera writes: its owner, remarks, the place, and how it was held."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x013B] = NAME
    told[0x8298] = NAME
    told[0x010E] = PLACE
    gps = told.get_ifd(0x8825)
    gps.update({1: "N", 2: (52.0, 4.0, 12.5), 3: "E", 4: (4.0, 18.0, 7.5), 29: PLACE})
    return told


def picture(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Draw a picture: dark at the left, light at the right."""
    made = Image.linear_gradient("L").rotate(90).resize(size)
    return made.convert(mode)


_XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><who>{NAME}</who></x:xmpmeta>'.encode()


def image(kind: str, orientation: int = 1, **more: Any) -> bytes:
    """Make an image of a kind with a name, a place and words planted in it."""
    written = io.BytesIO()
    icc = b"icc " + NAME.encode()
    told: dict[str, Any] = {"exif": exif(orientation), "xmp": _XMP, "icc_profile": icc}
    if kind == "jpeg":
        picture().save(written, "JPEG", quality=95, comment=NAME.encode(), **told, **more)
    elif kind == "png":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", NAME)
        words.add_itxt("Place", PLACE, zip=True)
        picture().save(written, "PNG", pnginfo=words, exif=told["exif"], icc_profile=icc)
    elif kind == "gif":
        picture().save(written, "GIF", comment=NAME.encode())
    elif kind == "tiff":
        info = {270: PLACE, 315: NAME, 33432: NAME, 700: _XMP}
        picture().save(written, "TIFF", tiffinfo=info, icc_profile=icc)
    else:
        picture().save(written, kind.upper(), **told)
    return written.getvalue() + NAME.encode()


def pdf(*, encrypted: bool = False) -> bytes:
    """Make a PDF with a text and a photo, and its maker's name wherever one can stand."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(300, 200))
    page = made.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    photo = pikepdf.Stream(made, image("jpeg"))
    for key, value in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 48,
        "/Height": 32,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB,
        "/Filter": pikepdf.Name.DCTDecode,
        "/Metadata": made.make_indirect(pikepdf.Stream(made, _XMP)),
        "/PieceInfo": pikepdf.Dictionary(Who=NAME),
    }.items():
        photo[key] = value
    page.obj.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Im1=made.make_indirect(photo))
    )
    page.obj.Contents = pikepdf.Stream(
        made,
        f"BT /F1 12 Tf 20 150 Td ({TEXT}) Tj ET q 96 0 0 64 20 40 cm /Im1 Do Q".encode(),
    )
    page.obj.PieceInfo = pikepdf.Dictionary(Who=NAME)
    page.obj.Thumb = made.make_indirect(pikepdf.Stream(made, NAME.encode()))
    page.obj.AA = _program(made)
    page.obj.Annots = made.make_indirect(pikepdf.Array(_marks(made)))
    made.attachments["brief.txt"] = pikepdf.AttachedFileSpec(made, NAME.encode(), description=PLACE)
    made.Root.Names.JavaScript = pikepdf.Dictionary(Names=[NAME, _program(made)])
    made.Root.OpenAction = _program(made)
    made.Root.PieceInfo = pikepdf.Dictionary(Who=NAME)
    made.docinfo["/Author"] = NAME
    made.docinfo["/Keywords"] = PLACE
    with made.open_metadata() as words:
        words["dc:creator"] = [NAME]
    written = io.BytesIO()
    how = pikepdf.Encryption(owner="x", user="") if encrypted else False
    made.save(written, encryption=how)
    return written.getvalue() if encrypted else _with_history(written.getvalue())


def _program(pdf: pikepdf.Pdf) -> Any:
    return pdf.make_indirect(
        pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{NAME}')")
    )


def _marks(pdf: pikepdf.Pdf) -> list[Any]:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[10, 10, 30, 30],
        Contents="Let op",
        T=NAME,
        Subj=PLACE,
        M="D:20210101",
        NM=NAME,
    )
    file = pikepdf.AttachedFileSpec(pdf, NAME.encode(), filename="x.txt").obj
    carrying = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[40, 10, 60, 30],
        FS=file,
        T=NAME,
    )
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[70, 10, 90, 30],
        A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"C:\\Users\\{NAME}\\x.exe"),
    )
    return [pdf.make_indirect(one) for one in (note, carrying, link)]


def _with_history(content: bytes) -> bytes:
    """Add a later version behind, as a program does that saves quickly."""
    begins = content.rindex(b"startxref") + 10
    before = int(content[begins:].split()[0])
    count = len(content)
    old = f"9999 0 obj\n({NAME})\nendobj\n"
    at = count + len(old)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.objgen[0]
    trailer = (
        f"xref\n9999 1\n{count:010d} 00000 n \ntrailer\n<< /Size 10000 /Root {root} 0 R "
        f"/Prev {before} >>\nstartxref\n{at}\n%%EOF\n"
    )
    return content + old.encode() + trailer.encode()


def zipped(parts: Mapping[str, str | bytes], *, stored: str = "") -> bytes:
    """Make a zip with a name in its comment."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            way = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, way)
        archive.comment = NAME.encode()
    return written.getvalue()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = f"{_OFFICE}/relationships"


def relations(*listed: tuple[str, str, str, bool]) -> str:
    """Write a list of relations: id, type, target, and whether it is elsewhere."""
    lines = "".join(
        f'<Relationship Id="{number}" Type="{_R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for number, kind, target, outside in listed
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCX_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="jpeg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/people.xml" ContentType="{_WORD}.people+xml"/>
</Types>"""

_DOCUMENT = f"""{_HEAD}<!-- {NAME} --><w:document xmlns:w="{_W}" xmlns:r="{_R}"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>
<w:p w:rsidR="00AA11BB" w:rsidRDefault="00AA11BB"><w:r><w:t>{TEXT}</w:t></w:r>
<w:ins w:id="1" w:author="{NAME}" w:date="2021-01-01T00:00:00Z">
<w:r><w:t> en trilt</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{NAME}"><w:r><w:delText>niet</w:delText></w:r></w:del>
<w:r><w:instrText>INCLUDEPICTURE "C:\\\\Users\\\\{NAME}\\\\brug.jpg"</w:instrText></w:r>
<w:r><w:drawing><wp:docPr id="1" name="Foto" descr="C:\\Users\\{NAME}\\brug.jpg"/>
<a:blip r:embed="rId5"/></w:drawing></w:r>
<w:hyperlink r:id="rId6"><w:r><w:t>bijlage</w:t></w:r></w:hyperlink></w:p></w:body></w:document>"""

_COMMENTS = f"""{_HEAD}<w:comments xmlns:w="{_W}"><w:comment w:id="0" w:author="{NAME}"
 w:initials="SV" w:date="2021-01-01T00:00:00Z"><w:p><w:r><w:t>Klopt dit?</w:t></w:r></w:p>
</w:comment></w:comments>"""

_SETTINGS = f"""{_HEAD}<w:settings xmlns:w="{_W}" xmlns:r="{_R}"><w:attachedTemplate r:id="rId1"/>
<w:rsids><w:rsidRoot w:val="00AA11BB"/></w:rsids><w:docVars><w:docVar w:name="x" w:val="{NAME}"/>
</w:docVars></w:settings>"""

_PEOPLE = f"""{_HEAD}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">
<w15:person w15:author="{NAME}"/></w15:people>"""

_CORE = f"""{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{NAME}</dc:creator>
<cp:lastModifiedBy>{NAME}</cp:lastModifiedBy></cp:coreProperties>"""

_APP = f"""{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Company>{PLACE}</Company>
<Manager>{NAME}</Manager></Properties>"""


def docx_parts() -> dict[str, str | bytes]:
    """Give the parts of a text document with its maker's name wherever one can stand."""
    return {
        "[Content_Types].xml": _DOCX_TYPES,
        "_rels/.rels": relations(
            ("rId1", "officeDocument", "word/document.xml", False),
            ("rId2", "thumbnail", "docProps/thumbnail.jpeg", False),
            ("rId3", "core-properties", "docProps/core.xml", False),
        ),
        "docProps/core.xml": _CORE,
        "docProps/app.xml": _APP,
        "docProps/custom.xml": _APP,
        "docProps/thumbnail.jpeg": image("jpeg"),
        "word/document.xml": _DOCUMENT,
        "word/comments.xml": _COMMENTS,
        "word/people.xml": _PEOPLE,
        "word/settings.xml": _SETTINGS,
        "word/printerSettings1.bin": NAME.encode("utf-16"),
        "word/media/image1.jpeg": image("jpeg"),
        "customXml/item1.xml": f"<who>{NAME}</who>",
        "word/_rels/document.xml.rels": relations(
            ("rId1", "comments", "comments.xml", False),
            ("rId2", "people", "people.xml", False),
            ("rId3", "customXml", "../customXml/item1.xml", False),
            ("rId5", "image", "media/image1.jpeg", False),
            ("rId6", "hyperlink", f"file:///C:/Users/{NAME}/bijlage.doc", True),
        ),
        "word/_rels/settings.xml.rels": relations(
            ("rId1", "attachedTemplate", f"file:///C:/Users/{NAME}/Normal.dotm", True)
        ),
    }


def docx() -> bytes:
    """Make a text document."""
    return zipped(docx_parts())


def xlsx() -> bytes:
    """Make a worksheet as one library does: with a name, a remark and a picture."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"author": NAME, "company": PLACE, "manager": NAME})
    book.set_custom_property("Wie", NAME)
    sheet = book.add_worksheet("Brug")
    sheet.write(0, 0, TEXT)
    sheet.write(1, 0, 42)
    sheet.write_comment("A1", f"{NAME}: zie de foto", {"author": NAME})
    sheet.insert_image("C3", "brug.jpg", {"image_data": io.BytesIO(image("jpeg"))})
    sheet.write_url("A3", f"external:C:\\Users\\{NAME}\\x.xlsx", string="elders")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Brug!$A$2:$A$2"})
    sheet.insert_chart("E3", chart)
    book.close()
    return written.getvalue()


def xlsx_of_openpyxl() -> bytes:
    """Make a worksheet as the other library does."""
    book = openpyxl.Workbook()
    book.properties.creator = NAME
    book.active["A1"] = TEXT
    book.active["A1"].comment = Comment("zie de foto", NAME)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def pptx() -> bytes:
    """Make a presentation of one slide with a remark."""
    return zipped(
        {
            "[Content_Types].xml": _DOCX_TYPES.replace("word/document.xml", "ppt/presentation.xml"),
            "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml", False)),
            "docProps/core.xml": _CORE,
            "ppt/presentation.xml": f'{_HEAD}<p:presentation xmlns:p="{_P}"/>',
            "ppt/slides/slide1.xml": f'{_HEAD}<p:sld xmlns:p="{_P}"><p:t>{TEXT}</p:t></p:sld>',
            "ppt/commentAuthors.xml": f'{_HEAD}<p:cmAuthorLst xmlns:p="{_P}">'
            f'<p:cmAuthor id="0" name="{NAME}" initials="SV"/></p:cmAuthorLst>',
            "ppt/changesInfos/changesInfo1.xml": f'<x name="{NAME}"/>',
            "ppt/revisionInfo.xml": f'<x who="{NAME}"/>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("rId1", "slide", "slides/slide1.xml", False),
                ("rId2", "changesInfo", "changesInfos/changesInfo1.xml", False),
            ),
        }
    )


_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = (
    f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:meta="{_ODF}:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def open_document(kind: str) -> bytes:
    """Make an open document with its maker's name wherever one can stand."""
    mime = f"application/vnd.oasis.opendocument.{_OPEN[kind]}"
    listed = ("/", "content.xml", "meta.xml", "settings.xml", "Thumbnails/thumbnail.png")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type=""/>'
        for name in listed
    )
    return zipped(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f"{_HEAD}<manifest:manifest "
            f'xmlns:manifest="{_ODF}:manifest:1.0">{entries}'
            "</manifest:manifest>",
            "content.xml": f"{_HEAD}<office:document-content {_SPACES}><office:body><office:text>"
            f"<text:tracked-changes><text:changed-region><text:insertion><office:change-info>"
            f"<dc:creator>{NAME}</dc:creator><dc:date>2021-01-01T00:00:00</dc:date>"
            f"</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
            f"<text:p>{TEXT}<office:annotation><dc:creator>{NAME}</dc:creator>"
            f"<meta:creator-initials>SV {PLACE}</meta:creator-initials><text:p>Klopt dit?</text:p>"
            f'</office:annotation></text:p><text:a xlink:href="file:///home/{NAME}/x.odt">zie</text:a>'
            f"</office:text></office:body></office:document-content>",
            "meta.xml": f"{_HEAD}<office:document-meta {_SPACES}><office:meta>"
            f"<meta:initial-creator>{NAME}</meta:initial-creator></office:meta></office:document-meta>",
            "settings.xml": f"{_HEAD}<office:document-settings {_SPACES}><office:settings>"
            f"{PLACE}</office:settings></office:document-settings>",
            "Thumbnails/thumbnail.png": image("png"),
            "Pictures/brug.jpg": image("jpeg"),
        },
        stored="mimetype",
    )
