"""XLSX: a sheet a form with one row a document, a sheet a list of rows, one of the problems with a
link to its document's row, one of the documents that gave no record, and, out of a store, one of
where each came from.

Text stays text: codes and phones keep their digits, and nothing is a formula. A decimal is a number
shown as it was written, unless it has more digits than a spreadsheet can keep.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink

from forms.registry import Form, get
from tianbao.exports.cells import printed, text
from tianbao.exports.columns import Column, RowTable, at, layout, rows
from tianbao.files import whole

LONGEST_TITLE = 31
LONGEST_TEXT = 32_767
KEPT_DIGITS = 15
CUT = "…（单元格容不下全文，共{}字；全文请导出为 .jsonl）"
DECIMALS = {"decimal", "percent"}
DECIMAL = re.compile(r"-?(\d+)(?:\.(\d+))?")
WIDTH = 18  # characters
WIDE = 60  # of a column of prose, whose lines wrap
PROSE = {"prose", "lines"}  # codecs
WRAPPED = Alignment(wrap_text=True, vertical="top")

PROBLEMS = "problems"
UNREAD = "unread"
ORIGINS = "origins"

SOURCE = ("source.name", "source.part")
ORIGIN = (*SOURCE, "source.kind", "source.sha256")
PROBLEM = ("code", "path", "severity", "message")
REASON = ("code", "message")
LEDGER = ("ledger.submission", "ledger.state", "ledger.version")
CAME = ("arrived", "source", "path", "name", "sender", "subject", "sent")


@dataclass(frozen=True, slots=True)
class FormSheets:
    """The sheets of one form: its documents, and each of its lists."""

    form: Form
    documents: WriteOnlyWorksheet
    lists: tuple[tuple[RowTable, WriteOnlyWorksheet], ...]


class Xlsx:
    """A workbook that grows by rows; a form's sheets come with its first document."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._forms: dict[str, FormSheets] = {}
        self._others: dict[str, WriteOnlyWorksheet] = {}
        self._rows: Counter[str] = Counter()  # title of a sheet → its rows so far

    def add(self, result: dict[str, Any]) -> None:
        source = [result["source"].get(name[7:]) for name in ORIGIN]
        for came in result.get("ledger", {}).get("origins", ()):
            found = [came[key] if key != "path" else " / ".join(came[key]) for key in CAME]
            self._append(self._other(ORIGINS, (*SOURCE, *CAME)), [*source[:2], *found])
        if result["form"] is None:
            reason = [result["reason"][key] for key in REASON]
            self._append(self._other(UNREAD, (*ORIGIN, *REASON)), [*source, *reason])
            return
        sheets = self._forms.get(result["form"]) or self._new_form(result)
        row = self._add_record(sheets, source, result)
        for problem in result["problems"]:
            found = [problem[key] for key in PROBLEM]
            sheet = self._other(PROBLEMS, (*SOURCE, *PROBLEM))
            to = link(sheet, source[0], f"'{sheets.documents.title}'!A{row}")
            self._append(sheet, [to, source[1], *found])

    def save(self, stream: Any) -> None:
        if not self._book.worksheets:  # a workbook has a sheet, even of no document
            self._other(UNREAD, (*ORIGIN, *REASON))
        for title in (PROBLEMS, UNREAD, ORIGINS):
            if title in self._others:
                self._book.move_sheet(title, len(self._book.worksheets))
        self._book.save(stream)

    def _add_record(self, sheets: FormSheets, source: list[Any], result: dict[str, Any]) -> int:
        """Adds a document's row, which is given, and those of its lists."""
        record, ledger = result["record"], result.get("ledger")
        kept = [] if ledger is None else [ledger[name[7:]] for name in LEDGER]
        own = [
            cell_of(sheets.documents, sheets.form, column, at(record, column.path))
            for column in layout(sheets.form).columns
        ]
        self._append(sheets.documents, [*source, *kept, *own])
        for table, sheet in sheets.lists:
            for path, row in rows(record, table):
                cells = [cell_of(sheet, sheets.form, c, at(row, c.name)) for c in table.columns]
                self._append(sheet, [*source[:2], path, *cells])
        return self._rows[sheets.documents.title]

    def _new_form(self, result: dict[str, Any]) -> FormSheets:
        form = get(result["form"])
        columns = layout(form)
        heads = (*ORIGIN, *(LEDGER if "ledger" in result else ()))
        documents = self._sheet(form.name.replace("/", "-"), heads, columns.columns)
        lists = tuple(
            (table, self._sheet(table.title, (*SOURCE, "path"), table.columns))
            for table in columns.tables
        )
        sheets = self._forms[form.name] = FormSheets(form, documents, lists)
        return sheets

    def _other(self, title: str, heads: Sequence[str]) -> WriteOnlyWorksheet:
        if title not in self._others:
            self._others[title] = self._sheet(title, heads)
        return self._others[title]

    def _sheet(
        self, title: str, heads: Sequence[str], columns: Sequence[Column] = ()
    ) -> WriteOnlyWorksheet:
        sheet: WriteOnlyWorksheet = self._book.create_sheet(title[-LONGEST_TITLE:].lstrip("."))
        sheet.freeze_panes = "A2"
        wide = [head == "message" for head in heads] + [each.codec in PROSE for each in columns]
        for index, is_wide in enumerate(wide):
            dimensions = sheet.column_dimensions  # type: ignore[attr-defined]  # not in the stubs
            dimensions[get_column_letter(index + 1)].width = WIDE if is_wide else WIDTH
        bold = Font(bold=True)
        names = [*heads, *(each.name for each in columns)]
        self._append(sheet, [styled(sheet, name, bold) for name in names])
        return sheet

    def _append(self, sheet: WriteOnlyWorksheet, values: Sequence[Any]) -> None:
        sheet.append([cell(sheet, value) for value in values])
        self._rows[sheet.title] += 1


def cell_of(sheet: WriteOnlyWorksheet, form: Form, column: Column, value: Any) -> Any:
    """The cell of a record's value; the lines of prose wrap."""
    made = cell(sheet, cell_value(form, column, value))
    if column.codec in PROSE and isinstance(made, Cell):
        made.alignment = WRAPPED
    return made


def link(sheet: WriteOnlyWorksheet, text: Any, to: str) -> Any:
    """A cell that leads to a place in the workbook, `'sheet'!A5`."""
    made = cell(sheet, text or "")
    made.hyperlink = Hyperlink(ref="", location=to)
    made.style = "Hyperlink"
    made.number_format = "@"
    return made


def cell_value(form: Form, column: Column, value: Any) -> Any:
    """A record's value as `cell` takes it."""
    value = printed(form, column.path, value)
    if column.codec in DECIMALS and isinstance(value, str):
        return Decimals.of(value) or value
    return value


@dataclass(frozen=True, slots=True)
class Decimals:
    """A number with the format that shows it as it was written."""

    value: float
    number_format: str

    @classmethod
    def of(cls, written: str) -> Decimals | None:
        """None for more digits than a spreadsheet keeps."""
        match = DECIMAL.fullmatch(written)
        if match is None or len(match[1]) + len(match[2] or "") > KEPT_DIGITS:
            return None
        return cls(float(written), "0" if match[2] is None else f"0.{'0' * len(match[2])}")


def cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """A cell: text as text whatever it begins with, numbers and yes or no as such."""
    if value is None or isinstance(value, bool | int | Cell):
        return value
    if isinstance(value, Decimals):
        made = WriteOnlyCell(sheet, value.value)
        made.number_format = value.number_format
        return made
    made = WriteOnlyCell(sheet, fitting(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text(value))))
    made.data_type = "s"  # else a text that begins with = would be a formula
    made.number_format = "@"
    return made


def styled(sheet: WriteOnlyWorksheet, head: str, font: Font) -> Any:
    made = WriteOnlyCell(sheet, head)
    made.font = font
    return made


def fitting(value: str) -> str:
    """`value`, or as much of it as a cell holds and a word that there is more."""
    if len(value) <= LONGEST_TEXT:
        return value
    note = CUT.format(len(value))
    return value[: LONGEST_TEXT - len(note)] + note


@contextmanager
def sink(target: Path, *, force: bool) -> Iterator[Xlsx]:
    with whole(target, force=force) as stream:
        book = Xlsx()
        yield book
        book.save(stream)
