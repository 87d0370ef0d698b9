"""Record → XLSX: a form that is one table as a sheet to print and to work on, text kept as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from forms.registry import Form, Record

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = "rows"  # the list that makes a form a table
A4 = 9  # openpyxl's paper size
WIDEST = 40  # of a column, in characters
NARROWEST = 6


class NoTableError(ValueError):
    """The form is more than a table."""


def render(form: Form, record: Mapping[str, Any]) -> bytes:
    """The record as a workbook of one sheet: the title, the answers above the table, the table.

    Raises InvalidRecord, and NoTableError for a form without a list `rows`.
    """
    from openpyxl import Workbook

    columns = [path for path in form.leaves() if path.startswith(f"{ROWS}.*.")]
    if not columns:
        raise NoTableError(f"{form.name} is no table")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(form.name.rpartition("/")[2])
    _fill(sheet, form, form.load(record), columns)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _fill(sheet: Worksheet, form: Form, record: Record, columns: list[str]) -> None:
    heads = [_label(form, path) for path in columns]
    sheet.append([form.title])
    for line in _above(form, record):
        sheet.append([line])
    sheet.append(heads)
    first = sheet.max_row
    for index in range(len(record[ROWS])):
        paths = [path.replace("*", str(index), 1) for path in columns]
        sheet.append([_value(form, record, path) for path in paths])
    _dress(sheet, len(columns), first)


def _above(form: Form, record: Record) -> Iterator[str]:
    """The answers that stand above the table, with their labels."""
    for path in form.leaves():
        if not path.startswith(f"{ROWS}."):
            yield f"{_label(form, path)}：{_value(form, record, path) or ''}"


def _label(form: Form, path: str) -> str:
    """The label nearest to the answer, which heads its column."""
    return form.label(path).rpartition("·")[2]


def _value(form: Form, record: Record, path: str) -> str | int | None:
    value: Any = record
    for step in path.split("."):
        value = value[int(step) if isinstance(value, list) else step]
    return value if value is None or isinstance(value, int) else form.codec(path).format(value)


def _dress(sheet: Worksheet, columns: int, heads: int) -> None:
    """Lines round the table, wrapped cells, and a page as wide as a sheet of paper lying down."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for above in range(1, heads):
        sheet.merge_cells(start_row=above, end_row=above, start_column=1, end_column=columns)
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    side = Side(style="thin")
    for number, row in enumerate(sheet.iter_rows(), start=1):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # else a text that begins with = would be a formula
                cell.number_format = "@"
            if number >= heads:
                cell.border = Border(left=side, right=side, top=side, bottom=side)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number, column in enumerate(sheet.iter_cols(min_row=heads), start=1):
        width = max(_width(str(cell.value or "")) for cell in column)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(NARROWEST, min(WIDEST, width + 2))
    for cell in sheet[heads]:
        cell.font = Font(bold=True)
    sheet.print_title_rows = f"{heads}:{heads}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(text: str) -> int:
    """Columns of half-width characters that the longest line of `text` takes."""
    return max(len(line.encode("gb18030", "replace")) for line in text.split("\n"))
