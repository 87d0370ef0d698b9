"""Reading 附件1, the whole way from bytes to a validated record, against the floor and python-docx.

A document is read once and never again: every turn has one of its own, with answers that no turn
before had, so that nothing kept of one document's answers helps with the next.
"""

from __future__ import annotations

import copy
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import docx
from docx.table import Table
from lxml import etree

from benchmarks.timing import report, take_turns
from extractors.docx import read
from extractors.extract import extract, pattern_of
from forms.registry import forms, get
from renderers.docx import render
from tests.documents.layouts import LAYOUTS
from tests.documents.retype import retype

SAMPLES = Path(__file__).parents[1] / "samples"
RECORD = SAMPLES / "records/a01-automotive-twin.json"
COMMAND = Path(sys.executable).with_name("tianbao")
TURNS = 40
SHELL_TURNS = 15
FREE_TEXT = frozenset({"text", "prose"})
FLOOR = "floor: unzip, parse document.xml"


def main() -> None:
    print(f"once per process: {compile_ms():.0f} ms to compile the patterns of all forms\n")
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    submissions = sorted((SAMPLES / "submissions").glob("*.docx"))
    for title, documents in {
        "a form printed by us": [printed(record, turn) for turn in range(TURNS + 1)],
        "the same record typed anew": [typed_anew(record, turn) for turn in range(TURNS + 1)],
        "each of samples/submissions once": [path.read_bytes() for path in submissions],
    }.items():
        print(title)
        print(against_peers(documents))
        print()
    print(from_the_shell(printed(record, 0)))


def against_peers(documents: list[bytes]) -> str:
    """All ways over the same documents, one document a turn; the first turn does not count."""
    jobs: dict[str, Callable[[bytes], object]] = {
        FLOOR: floor,
        "page: the DOCX reader alone": read,
        "extract: to the validated record": lambda data: extract(data, "form.docx"),
        "python-docx: the text of all cells": walk_cells,
    }
    ways = {name: in_turn(job, documents) for name, job in jobs.items()}
    return report(take_turns(ways, len(documents) - 1), FLOOR)


def in_turn(job: Callable[[bytes], object], documents: Iterable[bytes]) -> Callable[[], object]:
    """The job done to the next document with each call."""
    waiting = iter(documents)
    return lambda: job(next(waiting))


def floor(data: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def walk_cells(data: bytes) -> list[str]:
    """The text of every paragraph and cell as python-docx's users get it."""
    document = docx.Document(BytesIO(data))
    found: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            found.extend(cell.text for row in block.rows for cell in row.cells)
        else:
            found.append(block.text)
    return found


# --- documents that no turn before had ---------------------------------------------------------


def printed(record: dict[str, Any], turn: int) -> bytes:
    return render(get("application"), answered_anew(record, turn))


def typed_anew(record: dict[str, Any], turn: int) -> bytes:
    """As samples/submissions/a01-retyped.docx is made."""
    return retype(answered_anew(record, turn), LAYOUTS["plain"]).pack()


def answered_anew(record: dict[str, Any], turn: int) -> dict[str, Any]:
    """The record with every free text told apart by a number behind it."""
    form = get("application")
    changed = copy.deepcopy(record)
    for path, _, value in form.answers(changed):  # type: ignore[attr-defined]
        if value and form.codec(path).name in FREE_TEXT:
            put(changed, path, f"{value}{turn:03}")
    return form.load(changed)


def put(record: Any, path: str, value: str) -> None:
    *steps, last = path.split(".")
    for step in steps:
        record = record[int(step) if isinstance(record, list) else step]
    record[last] = value


def compile_ms() -> float:
    """What the first document of a process waits for; the template's own reading included."""
    start = process_time()
    for form in forms():
        pattern_of(form)
    return (process_time() - start) * 1000


# --- from the shell ----------------------------------------------------------------------------


def from_the_shell(document: bytes) -> str:
    """Start to end as somebody at the keyboard waits for it, and the processors' time of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.docx"
        path.write_bytes(document)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "tianbao --version": [str(COMMAND), "--version"],
            "tianbao extract form.docx": [str(COMMAND), "extract", str(path)],
        }
        times = take_turns_outside(commands, SHELL_TURNS)
    return shell_report(times, "python -c pass")


def take_turns_outside(
    commands: Mapping[str, list[str]], turns: int
) -> dict[str, list[tuple[float, float]]]:
    """Seconds by the clock and of the processors in every turn of each command."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            spent, start = children_seconds(), perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append((perf_counter() - start, children_seconds() - spent))
    return times


def children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def shell_report(times: Mapping[str, list[tuple[float, float]]], base: str) -> str:
    lines = [
        f"{'from the shell':32} {'fastest ms':>10} {'ms':>6} {'CPU ms':>7} {'ratio':>7}   quartiles"
    ]
    for name, own in times.items():
        ratios = [mine[0] / its[0] for mine, its in zip(own, times[base], strict=True)]
        low, _, high = quantiles(ratios, n=4)
        clock, processor = ([turn[place] * 1000 for turn in own] for place in (0, 1))
        lines.append(
            f"{name:32} {min(clock):10.0f} {median(clock):6.0f} {median(processor):7.0f}"
            f" {median(ratios):7.1f}   {low:.1f} to {high:.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
