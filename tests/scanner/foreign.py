"""Forms that others typed anew, printed and scanned: `python -m tests.scanner.foreign 25`.

Every number is a record with plausible answers, typed in a layout of its own, perhaps disturbed as
Word files are, printed by LibreOffice, spoilt as scanners do, read, and held against the record
that a perfect reader gives. The same number gives the same scan.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from extractors.extract import extract
from forms.registry import get
from tests.documents.disturb import disturb
from tests.documents.layouts import random_layout
from tests.documents.measure import Tally, score
from tests.documents.pdf.office import to_pdf
from tests.documents.retype import Specimen, retype, retype_summary
from tests.scanner.levels import degrade
from tests.scanner.plausible import drawn
from tests.scanner.prints import pages, scan_pdf
from tests.scanner.recall import remembered

KEPT: Final = Path("build/foreign-scans")
FIRST: Final = 900_000  # seed of the first record: none that another measure takes
CHAPTERS: Final = 0.05
QUALITY: Final = 92  # of the JPEG in the PDF
LEVELS: Final = (("office", 200), ("scan", 200), ("clean", 300), ("photo", 200), ("colour", 200))
DISTURBANCES: Final = (
    *("none",) * 3,
    "labels-respaced",
    "rows-swapped",
    "furnished",
    "unmerged-empty",
    "tables-split",
    "rows-deleted",
    "foreign-rows",
    "labels-renamed",
)


def typed(number: int) -> Specimen:
    """The document of that number: every third one is a summary, undisturbed."""
    draw = random.Random(f"fscan{number}")
    is_summary = number % 3 == 0
    form = get("summary" if is_summary else "application")
    record = drawn(form, FIRST + number, CHAPTERS)
    layout = random_layout(draw)
    made = (retype_summary if is_summary else retype)(record, layout)
    name = draw.choice(DISTURBANCES)
    return made if is_summary or name == "none" else disturb(made, name, draw)


def scanned(number: int, made: Specimen) -> bytes:
    """Its print as it was scanned, a PDF of pictures."""
    file = KEPT / f"{number}.pdf"
    if not file.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        level, dpi = LEVELS[number % len(LEVELS)]
        sheets = pages(to_pdf([made.pack()])[0], dpi)
        spoilt = [degrade(sheet, level, number * 100 + at) for at, sheet in enumerate(sheets)]
        file.write_bytes(scan_pdf(spoilt, dpi, QUALITY))
    return file.read_bytes()


def measured(number: int) -> Tally:
    """How much of a document came back."""
    made = typed(number)
    data = scanned(number, made)
    with remembered(KEPT / "said.db", f"foreign {number}"):
        return score(made, extract(data, f"{number}.pdf"), str(number))


def report(total: Tally) -> Iterator[str]:
    yield (
        f"{total.draws} documents: short {total.short_right} of {total.short}, "
        f"lists {total.lists_right} of {total.lists}, "
        f"prose {total.prose_right:.0f} of {total.prose:.0f} characters, "
        f"wrong and sure {len(total.loud)} of {total.values}, silent {total.silent}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.scanner.foreign", description=__doc__)
    parser.add_argument("count", type=int, help="documents to read")
    parser.add_argument("--first", type=int, default=1, help="number of the first one")
    options = parser.parse_args()
    total = Tally()
    for number in range(options.first, options.first + options.count):
        tally = measured(number)
        total.add(tally)
        print(f"{number}:", *report(tally), flush=True)
        for each in tally.failures:
            loud = "sure" if each.loud else "doubted"
            print(f"  {each.path} {loud}: {each.actual!r} for {each.expected!r}"[:300])
    print(*report(total))


if __name__ == "__main__":
    main()
