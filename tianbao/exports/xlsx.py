"""XLSX: a sheet a form with one row a document, a sheet a list of rows, one of the problems with a
link to its document's row, one of the documents that gave no record, and, out of a store, one of
where each came from.

Text stays text: codes and phones keep their digits, and nothing is a formula. A decimal is a number
shown as it was written, unless it has more digits than a spreadsheet can keep.
"""

from __future__ import annotations

import re
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
MOST_ROWS = 1_048_576  # of a sheet; Excel repairs a file with more by taking them away
MOST_LINKS = 65_530  # of a sheet, likewise
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


class Table:
    """Rows under their heads, on as many sheets as they fill: `problems`, `problems (2)` …"""

    def __init__(
        self, book: Workbook, title: str, heads: Sequence[str], columns: Sequence[Column], most: int
    ) -> None:
        self._book, self._title, self._most = book, title, most
        self._heads = [*heads, *(each.name for each in columns)]
        self._wide = [head == "message" for head in heads] + [e.codec in PROSE for e in columns]
        self.sheets: list[WriteOnlyWorksheet] = []
        self._rows = 0  # of the last sheet, the heads among them
        self._begin()

    @property
    def sheet(self) -> WriteOnlyWorksheet:
        """The sheet that the next row goes to."""
        if self._rows == self._most:
            self._begin()
        return self.sheets[-1]

    def append(self, values: Sequence[Any]) -> str:
        """Adds a row; gives its place, `'problems'!A5`."""
        sheet = self.sheet
        sheet.append([cell(sheet, value) for value in values])
        self._rows += 1
        return f"'{sheet.title}'!A{self._rows}"

    def _begin(self) -> None:
        number = len(self.sheets) + 1
        ending = f" ({number})" if number > 1 else ""
        title = self._title[len(ending) - LONGEST_TITLE :].lstrip(".") + ending
        sheet: WriteOnlyWorksheet = self._book.create_sheet(title)
        self.sheets.append(sheet)
        sheet.freeze_panes = "A2"
        for index, is_wide in enumerate(self._wide):
            dimensions = sheet.column_dimensions  # type: ignore[attr-defined]  # not in the stubs
            dimensions[get_column_letter(index + 1)].width = WIDE if is_wide else WIDTH
        bold = Font(bold=True)
        sheet.append([styled(sheet, name, bold) for name in self._heads])
        self._rows = 1


@dataclass(frozen=True, slots=True)
class FormTables:
    """The tables of one form: its documents, and each of its lists."""

    form: Form
    documents: Table
    lists: tuple[tuple[RowTable, Table], ...]


class Xlsx:
    """A workbook that grows by rows; a form's sheets come with its first document."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._forms: dict[str, FormTables] = {}
        self._others: dict[str, Table] = {}

    def add(self, result: dict[str, Any]) -> None:
        source = [result["source"].get(name[7:]) for name in ORIGIN]
        for came in result.get("ledger", {}).get("origins", ()):
            found = [came[key] if key != "path" else " / ".join(came[key]) for key in CAME]
            self._other(ORIGINS, (*SOURCE, *CAME)).append([*source[:2], *found])
        if result["form"] is None:
            reason = [result["reason"][key] for key in REASON]
            self._other(UNREAD, (*ORIGIN, *REASON)).append([*source, *reason])
            return
        tables = self._forms.get(result["form"]) or self._new_form(result)
        place = _add_record(tables, source, result)
        for problem in result["problems"]:
            table = self._other(PROBLEMS, (*SOURCE, *PROBLEM))
            to = link(table.sheet, source[0], place)
            table.append([to, source[1], *(problem[key] for key in PROBLEM)])

    def save(self, stream: Any) -> None:
        if not self._book.worksheets:  # a workbook has a sheet, even of no document
            self._other(UNREAD, (*ORIGIN, *REASON))
        for title in (PROBLEMS, UNREAD, ORIGINS):
            for sheet in self._others[title].sheets if title in self._others else ():
                self._book.move_sheet(sheet.title, len(self._book.worksheets))
        self._book.save(stream)

    def _new_form(self, result: dict[str, Any]) -> FormTables:
        form = get(result["form"])
        columns = layout(form)
        heads = (*ORIGIN, *(LEDGER if "ledger" in result else ()))
        documents = self._table(form.name.replace("/", "-"), heads, columns.columns)
        lists = tuple(
            (table, self._table(table.title, (*SOURCE, "path"), table.columns))
            for table in columns.tables
        )
        tables = self._forms[form.name] = FormTables(form, documents, lists)
        return tables

    def _other(self, title: str, heads: Sequence[str]) -> Table:
        if title not in self._others:
            self._others[title] = self._table(title, heads)
        return self._others[title]

    def _table(self, title: str, heads: Sequence[str], columns: Sequence[Column] = ()) -> Table:
        most = MOST_LINKS if title == PROBLEMS else MOST_ROWS
        return Table(self._book, title, heads, columns, most)


def _add_record(tables: FormTables, source: list[Any], result: dict[str, Any]) -> str:
    """Adds a document's row, whose place is given, and those of its lists."""
    record, ledger = result["record"], result.get("ledger")
    kept = [] if ledger is None else [ledger[name[7:]] for name in LEDGER]
    own = [
        cell_of(tables.documents.sheet, tables.form, column, at(record, column.path))
        for column in layout(tables.form).columns
    ]
    place = tables.documents.append([*source, *kept, *own])
    for rows_of, table in tables.lists:
        for path, row in rows(record, rows_of):
            sheet = table.sheet
            cells = [cell_of(sheet, tables.form, c, at(row, c.name)) for c in rows_of.columns]
            table.append([*source[:2], path, *cells])
    return place


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
