"""Writes the PDFs of samples/submissions anew: `python -m tests.documents.pdf.submissions --force`.

Each is a record of samples/records written as a PDF in some program's manner, some changed as a
finished PDF. Beside each stands the record that it must be read as, or a list of them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tests.documents.measure import load_records, specimen_of
from tests.documents.pdf.cases import Case
from tests.documents.pdf.draws import CHANGES
from tests.documents.pdf.manners import MANNERS
from tests.documents.pdf.material import Material
from tests.documents.pdf.office import to_pdf
from tests.documents.pdf.typeset import typeset
from tests.documents.submissions import FOLDER

LIBREOFFICE: Final = "libreoffice"  # in place of a manner: printed by it


@dataclass(frozen=True, slots=True)
class Submission:
    """How one submission is made; the stem says it."""

    stem: str
    record: str
    layout: str
    manner: str
    change: str = ""

    def make(self) -> Case:
        """The PDF, and what it must be read as."""
        rng = random.Random(self.stem)
        record = load_records([self.record])[self.record]
        specimen = specimen_of(self.record, record, self.layout, rng)
        if self.manner == LIBREOFFICE:
            return Case.of(to_pdf([specimen.pack()])[0], specimen)
        manner = MANNERS[self.manner]
        sheets = typeset(specimen, manner, rng)
        if not self.change:
            return Case.of(sheets.data, specimen)
        return CHANGES[self.change](Material(specimen, sheets, manner, specimen, sheets), rng)


SUBMISSIONS: Final = (
    Submission("p01-word", "a01-automotive-twin", "plain", "word"),
    Submission("p02-wps", "a02-institute-materials", "row-tables", "wps"),
    Submission("p03-printer-driver", "a07-biomedical-accident", "one-table", "word-print"),
    Submission("p04-browser", "a06-central-three-directions", "printed", "browser"),
    Submission("p05-libreoffice", "a09-semiconductor-joint-venture", "row-tables", LIBREOFFICE),
    Submission("p06-turned", "a12-second-direction-empty", "plain", "wps", "turned-90"),
    Submission("p07-two-up", "a08-fashion-micro", "unmerged", "wps-drawn", "two-up"),
    Submission("p08-free-text", "a01-automotive-twin", "plain", "wps", "free-text"),
    Submission(
        "p09-application-and-summary", "a11-university-sparse", "plain", "word", "with-summary"
    ),
    Submission("p10-thirty-rows", "a05-thirty-row-lists", "below", "shuffled"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.pdf.submissions", description=__doc__)
    parser.add_argument("--force", action="store_true", help="write over what is there")
    force = parser.parse_args(arguments).force
    for submission in SUBMISSIONS:
        target = FOLDER / f"{submission.stem}.pdf"
        if target.exists() and not force:
            continue
        case = submission.make()
        records = [record for _, record in case.records]
        target.write_bytes(case.data)
        text = json.dumps(
            records[0] if len(records) == 1 else records, ensure_ascii=False, indent=1
        )
        target.with_suffix(".json").write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
