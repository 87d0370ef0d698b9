"""Changes to the file round the pages, and to what lies over and under the text."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any, Final

import pymupdf

from tests.documents.pdf.cases import Case
from tests.documents.pdf.flow import Area
from tests.documents.pdf.material import Change, Material, inner_page, opened, saved
from tests.documents.records import get

DPI: Final = 150
WHITE: Final = (1.0, 1.0, 1.0)
RED: Final = (0.85, 0.1, 0.1)


# --- the file ------------------------------------------------------------------------------------


def encrypted_open(material: Material, rng: random.Random) -> Case:
    """Restricted by its owner; nobody needs a password to read it."""
    data = saved(
        opened(material.sheets),
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        owner_pw="bureau",
        user_pw="",
    )
    return material.case(data)


def encrypted(material: Material, rng: random.Random) -> Case:
    data = saved(
        opened(material.sheets), encryption=pymupdf.PDF_ENCRYPT_AES_128, owner_pw="a", user_pw="b"
    )
    return material.case(data, reason="encrypted")


def object_streams(material: Material, rng: random.Random) -> Case:
    return material.case(saved(opened(material.sheets), use_objstms=1))


def updated(material: Material, rng: random.Random) -> Case:
    """Saved by an incremental update that puts another page's content behind the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.pdf"
        path.write_bytes(material.sheets.data)
        document = pymupdf.open(path)
        page = document[0]
        page.insert_text((60, 40), "2024-05-21", fontsize=8)
        document.saveIncr()
        document.close()
        return material.case(path.read_bytes())


def signed(material: Material, rng: random.Random) -> Case:
    """A field signed with a certificate that nobody can check here."""
    document = opened(material.sheets)
    page = document[0]
    value, widget = document.get_new_xref(), document.get_new_xref()
    document.update_object(
        value,
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached"
        f" /ByteRange [0 100 200 100] /Contents <{'30' * 64}> /Name (A) >>",
    )
    document.update_object(
        widget,
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /Rect [300 100 420 160] /F 132"
        f" /V {value} 0 R /P {page.xref} 0 R >>",
    )
    document.xref_set_key(page.xref, "Annots", f"[{widget} 0 R]")
    document.xref_set_key(
        document.pdf_catalog(), "AcroForm", f"<< /Fields [{widget} 0 R] /SigFlags 3 >>"
    )
    return material.case(saved(document), marks=frozenset({"e-signature"}))


def scripted(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    document.xref_set_key(
        document.pdf_catalog(), "OpenAction", "<< /S /JavaScript /JS (app.alert\\('x'\\);) >>"
    )
    return material.case(saved(document), marks=frozenset({"script"}))


def with_attachment(material: Material, rng: random.Random) -> Case:
    document = opened(material.sheets)
    document.embfile_add("附件.xlsx", b"PK\3\4 not to be opened", filename="附件.xlsx")
    return material.case(saved(document), marks=frozenset({"embedded-file"}))


# --- pictures ------------------------------------------------------------------------------------


def picture_page(material: Material, rng: random.Random) -> Case:
    """One page replaced by its scan."""
    document = opened(material.sheets)
    _replaced(document, inner_page(document, rng))
    return material.case(saved(document), partly=True)


def scanned_layer(material: Material, rng: random.Random) -> Case:
    """A scanned page with an invisible text that a bad reader of pictures left."""
    document = opened(material.sheets)
    place = inner_page(document, rng)
    words = document[place].get_text("words")
    page = _replaced(document, place)
    for x0, _, _, y1, text, *_ in words:
        page.insert_text(
            (x0, y1 - 2), misread(text, rng), fontsize=9, fontname="china-s", render_mode=3
        )
    return material.case(saved(document), partly=True)


def scanned_over(material: Material, rng: random.Random) -> Case:
    """The same, the text drawn first and the picture over it, as some scanners do."""
    document = opened(material.sheets)
    place = inner_page(document, rng)
    picture = _picture(document[place])
    page = document[place]
    page.insert_image(page.rect, pixmap=picture, overlay=True)
    return material.case(saved(document), partly=True)


def misread(text: str, rng: random.Random) -> str:
    """A text as a bad reader of pictures reads it."""
    slips = {"0": "O", "1": "l", "3": "8", "5": "S", "年": "午", "企": "仝", "上": "土", "司": "词"}
    return "".join(
        slips.get(char, char) if rng.random() < 0.7 else rng.choice((char, "口")) for char in text
    )


def _picture(page: Any) -> Any:
    return page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)


def _replaced(document: Any, place: int) -> Any:
    """Puts a page's picture in its place; the new page."""
    page = document[place]
    picture, box = _picture(page), page.rect
    document.delete_page(place)
    made = document.new_page(place, width=box.width, height=box.height)
    made.insert_image(made.rect, stream=picture.tobytes("jpeg"))
    return made


# --- over and under the text ---------------------------------------------------------------------

GROUNDS: Final = (WHITE, (0.93, 0.93, 0.93), (1, 1, 0.8))
COVERED: Final = {
    "applicant.name": "上海云甫汽车零部件有限公司",
    "applicant.address": "上海市青浦区华新镇华隆路1777号",
    "tasks.0.solution": "冲压车间数字化解决方案",
}


def covered(material: Material, rng: random.Random) -> Case:
    """An answer painted over, another typed on it."""
    document = opened(material.sheets)
    made = material.case(b"")
    made.records = [(material.specimen.form, material.specimen.copy().record)]
    for place, area in answered_areas(material, COVERED):
        page, box = (
            document[place],
            pymupdf.Rect(area.x0 + 1, area.y0 + 1, area.x1 - 1, area.y1 - 1),
        )
        page.draw_rect(box, color=None, fill=rng.choice(GROUNDS))
        page.insert_text(
            (box.x0 + 3, box.y0 + 11), COVERED[area.path], fontsize=9, fontname="china-s"
        )
        parent, _, last = area.path.rpartition(".")
        get(made.records[0][1], parent)[last] = COVERED[area.path]
    made.data = saved(document)
    return made


def answered_areas(material: Material, paths: Any) -> list[tuple[int, Area]]:
    """The value cells, whole on their page, of these paths."""
    found: dict[str, list[tuple[int, Area]]] = {}
    for place, area in material.sheets.areas:
        if area.path in paths and area.kind == "value" and area.y1 - area.y0 < 60:
            found.setdefault(area.path, []).append((place, area))
    record = material.specimen.record
    return [spots[0] for path, spots in found.items() if len(spots) == 1 and get(record, path)]


def white_text(material: Material, rng: random.Random) -> Case:
    """Words in white behind answers: nobody sees them."""
    document = opened(material.sheets)
    spots = answered_areas(
        material, (*COVERED, "applicant.contact.name", "applicant.contact.phone")
    )
    for place, area in spots:
        document[place].insert_text(
            (area.x1 - 40, area.y0 + 11), "作废8800", fontsize=8, fontname="china-s", color=WHITE
        )
    return material.case(saved(document), codes=frozenset({"hidden-text"} if spots else set()))


def watermarked(material: Material, rng: random.Random) -> Case:
    """Grey words aslant under every page."""
    document = opened(material.sheets)
    for page in document:
        centre = pymupdf.Point(page.rect.width / 2 - 140, page.rect.height / 2 + 40)
        turn = (centre, pymupdf.Matrix(1, 1).prerotate(45))
        page.insert_text(
            centre,
            "仅供揭榜挂帅申报使用",
            fontsize=34,
            fontname="china-s",
            color=(0.85, 0.85, 0.85),
            morph=turn,
            overlay=False,
        )
    return material.case(saved(document))


def sealed(material: Material, rng: random.Random) -> Case:
    """A red seal drawn as curves and letters over the first two pages."""
    document = opened(material.sheets)
    for page in list(document)[:2]:
        centre = pymupdf.Point(page.rect.width * 0.62, page.rect.height * 0.6)
        page.draw_circle(centre, 57, color=RED, width=2.5)
        page.insert_text(
            (centre.x - 30, centre.y + 30), "合同专用章", fontsize=12, fontname="china-s", color=RED
        )
    return material.case(saved(document))


def received(material: Material, rng: random.Random) -> Case:
    """A registry's stamp at the top, and comments beside the text."""
    document = opened(material.sheets)
    page = document[0]
    page.insert_text((400, 40), "收文 2024-0196号", fontsize=11, fontname="china-s", color=RED)
    for other in document:
        other.add_text_annot((20, 200), "请核对此处数据")
        other.add_highlight_annot(pymupdf.Rect(100, 200, 300, 215))
    return material.case(saved(document))


FILES: Final[dict[str, Change]] = {
    "encrypted-open": encrypted_open,
    "encrypted": encrypted,
    "object-streams": object_streams,
    "updated": updated,
    "signed": signed,
    "scripted": scripted,
    "with-attachment": with_attachment,
    "picture-page": picture_page,
    "scanned-layer": scanned_layer,
    "scanned-over": scanned_over,
    "covered": covered,
    "white-text": white_text,
    "watermarked": watermarked,
    "sealed": sealed,
    "received": received,
}
