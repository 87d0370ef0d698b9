"""CSV: one row a document, columns named by path, a list of rows as JSON text.

UTF-8 with a byte order mark, without which Excel takes it for the system's own encoding.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, TextIO

from forms.registry import Form, get
from tianbao.exports.cells import harmless, printed, text
from tianbao.exports.columns import at, layout
from tianbao.files import whole

Row = dict[str, str]

ORIGIN = ("source.name", "source.part", "source.kind", "source.sha256", "form")
REASON = ("reason.code", "reason.message")
PROBLEMS = "problems"
# Of results out of a store: `origins` as JSON text.
LEDGER = ("ledger.submission", "ledger.state", "ledger.version", "ledger.origins")


class Csv:
    """Keeps the rows on disk until all are there: only then the columns are known."""

    def __init__(self, spool: TextIO) -> None:
        self._spool = spool
        self._forms: dict[str, Form] = {}
        self._ledger: tuple[str, ...] = ()

    def add(self, result: dict[str, Any]) -> None:
        if result["form"] is not None:
            self._forms.setdefault(result["form"], get(result["form"]))
        if "ledger" in result:
            self._ledger = LEDGER
        row = row_of(result, self._forms.get(result["form"]))
        self._spool.write(json.dumps(row) + "\n")

    def write(self, target: BinaryIO) -> None:
        """All rows, under the columns of the forms that were met."""
        self._spool.seek(0)
        stream = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
        table = csv.DictWriter(stream, self._columns(), restval="")
        table.writeheader()
        for line in self._spool:
            table.writerow(json.loads(line))
        stream.detach()

    def _columns(self) -> list[str]:
        records = [name for form in self._forms.values() for name in record_columns(form)]
        return list(dict.fromkeys((*ORIGIN, *self._ledger, *records, PROBLEMS, *REASON)))


def record_columns(form: Form) -> Iterator[str]:
    """The columns of a form's record, its lists among them, in the form's order."""
    plain = {column.path for column in layout(form).columns}
    for path in form.leaves():
        yield path if path in plain else path.split(".*")[0]


def row_of(result: dict[str, Any], form: Form | None) -> Row:
    """A document's row."""
    cells: dict[str, Any] = {name: result["source"].get(name[7:]) for name in ORIGIN[:-1]}
    cells["form"] = result["form"]
    if "ledger" in result:
        cells |= {name: result["ledger"].get(name[7:]) for name in LEDGER}
    if form is None:
        cells |= {name: result["reason"][name[7:]] for name in REASON}
    else:
        record = result["record"]
        cells |= {c.path: printed(form, c.path, at(record, c.path)) for c in layout(form).columns}
        cells |= {path: at(record, path) for path in layout(form).lists}
        cells[PROBLEMS] = result["problems"]
    return {name: harmless(text(value)) for name, value in cells.items()}


@contextmanager
def sink(target: Path, *, force: bool) -> Iterator[Csv]:
    with whole(target, force=force) as stream, TemporaryFile("w+", encoding="utf-8") as spool:
        table = Csv(spool)
        yield table
        table.write(stream)
