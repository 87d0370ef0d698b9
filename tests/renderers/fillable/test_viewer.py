"""A second program, PDFium (Chrome's), shows and fills in what was printed."""

import ctypes

import pymupdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from extractors import pdf_form
from forms.registry import get
from renderers import fillable

NAME = "上海喆玥智造系统有限公司"


@pytest.fixture
def document(blanks):
    opened = pypdfium2.PdfDocument(blanks["summary"])
    opened.init_forms()
    yield opened
    opened.close()


def place(data, name):
    """The middle of a field, in points from the page's bottom left."""
    with pymupdf.open(stream=data) as opened:
        page = opened[0]
        box = next(widget.rect for widget in page.widgets() if widget.field_name == name)
        return (box.x0 + box.x1) / 2, page.rect.height - (box.y0 + box.y1) / 2


def test_what_is_typed_into_a_field_is_saved_and_reads_back(blanks, document, tmp_path):
    page = document[0]
    forms = document.formenv
    x, y = place(blanks["summary"], "rows.0.name")
    for act in (pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
        act(forms, page, 0, x, y)
    text = (ctypes.c_ushort * (len(NAME) + 1))(*map(ord, NAME), 0)
    pdfium.FORM_ReplaceSelection(forms, page, text)
    pdfium.FORM_ForceToKillFocus(forms)
    document.save(tmp_path / "saved.pdf")
    with pymupdf.open(tmp_path / "saved.pdf") as saved:
        decoded = pdf_form.decode(get("summary"), pdf_form.answers(pdf_form.fields_of(saved)))
    assert decoded.values == {"rows.0.name": NAME}


def test_what_was_filled_in_is_shown_and_its_text_is_the_answer(blanks):
    data = fillable.render(get("summary"), {"rows": [{"name": NAME, "solutions": ["甲", "乙"]}]})
    opened = pypdfium2.PdfDocument(data)
    opened.init_forms()
    page = opened[0]
    x, y = place(data, "rows.0.name")
    box = page.get_size()[1] - y
    shown = page.render(scale=2, may_draw_forms=True).to_pil().convert("L")
    around = shown.crop((int(2 * x) - 40, int(2 * box) - 12, int(2 * x) + 40, int(2 * box) + 12))
    assert min(around.get_flattened_data()) < 100
    pdfium.FPDFPage_Flatten(page, 0)
    assert NAME in opened[0].get_textpage().get_text_range().replace("\r\n", "")
    opened.close()
