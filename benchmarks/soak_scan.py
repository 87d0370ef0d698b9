"""How well scans are read: records printed, degraded in every way of `tests/scanner`, read back.

    python -m benchmarks.soak_scan [DOCUMENTS]

Prints a table for docs/reading-scans.md: for each kind of scan the share of answers that came back
exactly, with the number of cases behind it, and how many of the sure values (0.9 or more) were
wrong. The damage is drawn by fixed seeds.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.soak import samples
from extractors.extract import extract
from forms.registry import Form
from renderers import pdf
from tests.scanner.levels import degrade
from tests.scanner.prints import pages, scan_pdf
from tests.scanner.seals import stamped

DOCUMENTS = 200
# Kind of scan, resolution in dpi.
KINDS = (
    ("clean", 300),
    ("scan", 300),
    ("scan", 200),
    ("scan", 150),
    ("bad", 200),
    ("fax", 200),
    ("photo", 200),
    ("colour", 200),
    ("office", 200),
)
SURE = 0.9
PROSE, MAIL, TICKS, CODE = (
    "prose",
    "email",
    frozenset({"choice", "ticks", "tick", "yes-no"}),
    "credit-code",
)


@dataclass
class Tally:
    """What came back of one kind of scan."""

    documents: int = 0
    pages: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    sure: int = 0
    sure_wrong: int = 0
    characters: int = 0
    slips: int = 0
    seals: int = 0
    seals_found: int = 0
    seals_invented: int = 0


def main(documents: int) -> None:
    tallies: dict[tuple[str, int], Tally] = defaultdict(Tally)
    start = perf_counter()
    known = samples()
    for number in range(documents):
        kind = KINDS[number % len(KINDS)]
        form, record = known[(number // len(KINDS)) % len(known)]
        add(tallies[kind], form, form.load(record), *kind, seed=number)
        print(f"{number + 1:5} {perf_counter() - start:7.0f} s {kind}", file=sys.stderr, flush=True)
    print("\n".join(table(tallies)))


def add(tally: Tally, form: Form, record: dict[str, Any], level: str, dpi: int, seed: int) -> None:
    """Prints, seals, scans and reads one record, and counts what came back."""
    sheets = pages(pdf.render(form, record), dpi)
    in_colour = level in ("clean", "colour", "photo", "office")
    if in_colour:
        sheets[0] = stamped(sheets[0], "round", 120, 150, dpi, "上海市浦东新区示例有限公司")
    scanned = [degrade(sheet, level, seed * 100 + at) for at, sheet in enumerate(sheets)]
    results = extract(scan_pdf(scanned, dpi, 90), "scan.pdf")
    tally.documents += 1
    tally.pages += len(sheets)
    result = results[0]
    found = [mark for mark in result.get("marks", []) if mark["kind"] == "seal"]
    tally.seals += in_colour
    tally.seals_found += min(len(found), int(in_colour))
    tally.seals_invented += max(0, len(found) - int(in_colour))
    for kind, true, read, confidence in compared(form, record, result):
        if kind == PROSE:
            tally.characters += max(len(true or ""), len(read or ""))
            tally.slips += distance(true or "", read or "")
            continue
        group = kind if kind in (MAIL, CODE) else "ticks" if kind in TICKS else "short"
        tally.asked[group] += 1
        tally.right[group] += true == read
        if confidence >= SURE:
            tally.sure += 1
            tally.sure_wrong += true != read


def compared(
    form: Form, record: dict[str, Any], result: dict[str, Any]
) -> Iterator[tuple[str, Any, Any, float]]:
    """Each answer that is in the record or was read: codec, both values, confidence."""
    true = {path: bare(value) for path, _, value in form.answers(record)}
    other = result["record"]
    read = {path: bare(value) for path, _, value in form.answers(other)} if other else {}
    for path in dict.fromkeys((*true, *read)):
        if path.endswith((".level", ".year", ".no")):
            continue
        if any(value not in (None, [], False) for value in (true.get(path), read.get(path))):
            entry = result.get("fields", {}).get(path, {})
            confidence = entry.get("confidence", 0.0)
            yield form.codec(path).name, true.get(path), read.get(path), confidence


def bare(value: Any) -> Any:
    """A value without what paper does not show: spaces between Han and Latin, runs of spaces."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    return re.sub(r"(?<=[^ -~]) +| +(?=[^ -~])", "", value) if isinstance(value, str) else value


def distance(one: str, other: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(one, other))


def table(tallies: dict[tuple[str, int], Tally]) -> Iterator[str]:
    yield (
        "| scan | documents, pages | short answers | ticks | credit codes | mail addresses "
        "| prose characters | seals found, invented | sure values wrong |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for (level, dpi), tally in tallies.items():
        cells = [
            f"{level}, {dpi} dpi",
            f"{tally.documents}, {tally.pages}",
            *(
                share(tally.right[group], tally.asked[group])
                for group in ("short", "ticks", CODE, MAIL)
            ),
            share(tally.characters - tally.slips, tally.characters),
            f"{tally.seals_found} of {tally.seals}, {tally.seals_invented}",
            f"{tally.sure_wrong} of {tally.sure}",
        ]
        yield f"| {' | '.join(cells)} |"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2%} of {whole}" if whole else "–"


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)
