"""Reading PDF: pages a second against pdfplumber's tables and PyMuPDF's find_tables on the same
pages, and what of our time is MuPDF's own; how many answers of the form's tables the same matcher
finds on what each of them gives; documents a second to the record by one process and by two.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pdfplumber
import pymupdf

from benchmarks.timing import report, take_turns
from extractors.extract import extract, extract_page
from extractors.limits import DEFAULT_LIMITS
from extractors.page import Cell, Page, Paragraph, Table
from extractors.pdf import read
from extractors.pdf.glyphs import FLAGS, STRUCTURE
from extractors.pdf.opening import open_pdf
from tests.documents.pdfs import PDFS, pdf, record
from tianbao.verbs.reading import read_all

TURNS = 3
ROUNDS = 2  # of all documents by one process and by two, each first once
OURS = "ours: the page, tables joined over pages"
PARTS = ("applicant.", "tasks.", "rows.")  # what stands in the form's tables


def main() -> None:
    documents = {name: pdf(name) for name in PDFS}
    pages = sum(pymupdf.open(stream=data, filetype="pdf").page_count for data in documents.values())
    jobs = {
        OURS: read,
        "ours: to the validated record": lambda data: extract(data, "a.pdf"),
        "MuPDF's part of it: characters and drawings": of_mupdf,
        "find_tables(use_layout=False), text of cells": lambda data: list(of_pymupdf(data)),
        "pdfplumber: tables, text of cells": lambda data: list(of_pdfplumber(data)),
    }
    ways = {name: over(job, documents.values()) for name, job in jobs.items()}
    times = take_turns(ways, TURNS)
    print(f"{len(documents)} documents, {pages} pages")
    print(report(times, OURS))
    for name, own in times.items():
        print(f"{name:44} {pages / min(own):9.1f} pages a second")
    print(flush=True)
    print(accuracy(documents), end="\n\n", flush=True)
    print(by_processes(documents))


def over(job: Callable[[bytes], object], documents: Iterable[bytes]) -> Callable[[], object]:
    """The job done to each document."""
    return lambda: [job(data) for data in documents]


# --- what the others give, as tables --------------------------------------------------------------


def of_mupdf(data: bytes) -> None:
    """What our reader asks of MuPDF for each page, and nothing made of it."""
    with open_pdf(data, DEFAULT_LIMITS) as document:
        tagged = document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")[0] != "null"
        for page in document:
            page.get_text("rawdict", flags=FLAGS | STRUCTURE if tagged else FLAGS)
            page.get_cdrawings()


def of_pymupdf(data: bytes) -> Iterator[Table]:
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for page in document:
            for table in page.find_tables(use_layout=False).tables:
                yield as_table(cells_of(table))


def of_pdfplumber(data: bytes) -> Iterator[Table]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.find_tables():
                yield as_table(cells_of(table))


def cells_of(table: Any) -> list[tuple[Any, str]]:
    """The boxes of a table's cells with their texts; both libraries name them alike."""
    return [
        (box, text or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, text in zip(row.cells, texts, strict=True)
        if box
    ]


def as_table(boxes: Sequence[tuple[Any, str]]) -> Table:
    """Cells with their texts as the matcher takes tables."""
    xs = sorted({round(edge) for box, _ in boxes for edge in (box[0], box[2])})
    ys = sorted({round(edge) for box, _ in boxes for edge in (box[1], box[3])})
    cells = []
    for box, text in sorted(boxes, key=lambda each: (round(each[0][1]), each[0][0])):
        x0, y0, x1, y1 = (round(edge) for edge in box)
        row, column = ys.index(y0), xs.index(x0)
        spans = ys.index(y1) - row, xs.index(x1) - column
        blocks = tuple(Paragraph(line, "") for line in text.split("\n"))
        cells.append(Cell(row, column, *spans, box[0], box[2], "", blocks))
    return Table(tuple(cells), len(ys) - 1, len(xs) - 1, "")


# --- how many answers are right -------------------------------------------------------------------


def accuracy(documents: dict[str, bytes]) -> str:
    ways = {
        "ours": lambda data: read(data),
        "find_tables": lambda data: Page(tuple(of_pymupdf(data))),
        "pdfplumber": lambda data: Page(tuple(of_pdfplumber(data))),
    }
    lines = [f"{'answers in the tables, right of all':44} {'':>6}"]
    for name, way in ways.items():
        right = total = 0
        for document, data in documents.items():
            source = {"name": "", "sha256": "", "kind": "pdf", "pages": None}
            results = extract_page(way(data), source)
            good, all_of_them = agreeing(record(document), results[0]["record"] or {})
            right, total = right + good, total + all_of_them
        lines.append(f"{name:44} {right:6} of {total} ({right / total:.1%})")
    return "\n".join(lines)


def agreeing(wanted: dict[str, Any], got: dict[str, Any]) -> tuple[int, int]:
    """How many answers are the same, white space apart, of how many."""
    answers = {path: value for path, value in leaves(wanted) if path.startswith(PARTS) and value}
    found = dict(leaves(got))
    return sum(found.get(path) == value for path, value in answers.items()), len(answers)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    parts: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        yield path, "".join(value.split()) if isinstance(value, str) else value
        return
    for key, part in parts:
        yield from leaves(part, f"{path}.{key}" if path else str(key))


# --- by several processes -------------------------------------------------------------------------


def by_processes(documents: dict[str, bytes]) -> str:
    """Documents a second, by the clock, since others do the work; the ratio is within a turn."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{name}.pdf") for name in documents]
        for path in paths:
            path.write_bytes(documents[path.stem])
        for turn in range(ROUNDS):
            for workers in sorted(rates, reverse=turn % 2 == 1):
                start = perf_counter()
                for _ in read_all(paths, workers):
                    pass
                rates[workers].append(len(paths) / (perf_counter() - start))
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    lines = [
        f"{f'processes: {workers}':44} {median(own):9.2f} documents a second"
        for workers, own in rates.items()
    ]
    return "\n".join([*lines, f"{'two to one, median':44} {median(ratios):9.2f}"])


if __name__ == "__main__":
    main()
