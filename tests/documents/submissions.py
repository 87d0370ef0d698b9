"""Writes samples/submissions anew: `python -m tests.documents.submissions --force`.

Each is a record of samples/records typed anew in a layout, some disturbed, some saved again by
LibreOffice. Beside each stands the record that it must be read as.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tests.documents.disturb import disturb, m, set_content, w
from tests.documents.measure import load_records, specimen_of
from tests.documents.ooxml import W, run_text
from tests.documents.records import clear
from tests.documents.retype import Specimen

FOLDER: Final = Path(__file__).parents[2] / "samples" / "submissions"


def answer(specimen: Specimen, path: str, text: str) -> None:
    """Writes other text into the cell that answers a path."""
    cell = next(each for each in specimen.root.iter(w("tc")) if each.get(m("path")) == path)
    lines = text.split("\n")
    blocks = [f'<w:p xmlns:w="{W}"><w:r>{run_text(line)}</w:r></w:p>' for line in lines]
    set_content(cell, [etree.fromstring(block) for block in blocks])


def slips(specimen: Specimen) -> None:
    """Answers that can't be taken as they stand: the values are null, what was written is shown."""
    written = {
        "applicant.ownership": "□中央企业 ☑地方国企 ☑民营企业 □三资企业 □科研院所 □高等院校",
        "applicant.finances.0.total_assets": "2.154亿元",
        "applicant.finances.1.revenue": "189405700元",
        "tasks.0.budget": "0.236亿元",
        "applicant.finances.2.profit_margin": "约百分之十",
    }
    for path, text in written.items():
        answer(specimen, path, text)
        clear(specimen.record, path)


def empty_words(specimen: Specimen) -> None:
    """Short answers that say nothing in many words; in prose the words stay."""
    written = {
        "applicant.contact.fax": "／",
        "applicant.contact.phone": "—",
        "applicant.representative.email": "暂无",
        "tasks.0.effects.0.resource_gain": "N/A",
        "tasks.0.effects.0.cost_reduction": "不涉及",
    }
    for path, text in written.items():
        answer(specimen, path, text)
        clear(specimen.record, path)
    answer(specimen, "tasks.0.other_results", "无")
    specimen.record["tasks"][0]["other_results"] = "无"


@dataclass(frozen=True, slots=True)
class Submission:
    """How one submission is made; the stem says it."""

    stem: str
    record: str
    layout: str
    disturbance: str = "none"
    saved_again: bool = False
    edit: Callable[[Specimen], None] | None = None
    also: str = ""  # the record of a second form in the same file

    def make(self) -> tuple[bytes, Any]:
        """The document, and what it must be read as: a record, or a list of them."""
        rng = random.Random(self.stem)
        specimen = self.specimen(self.record, rng)
        if self.edit:
            self.edit(specimen)
        specimen = disturb(specimen, self.disturbance, rng)
        expected: Any = specimen.record
        if self.also:
            second = self.specimen(self.also, rng)
            append(specimen, second)
            expected = [specimen.record, second.record]
        data = specimen.pack()
        return save_again(data) if self.saved_again else data, expected

    def specimen(self, name: str, rng: random.Random) -> Specimen:
        return specimen_of(name, load_records([name])[name], self.layout, rng)


def append(specimen: Specimen, second: Specimen) -> None:
    """Puts another form's blocks behind those of a form."""
    section = specimen.root[0][-1]
    for block in list(second.root[0])[:-1]:
        section.addprevious(block)


SUBMISSIONS: Final = (
    Submission("a01-retyped", "a01-automotive-twin", "plain"),
    Submission("a01-office", "a01-automotive-twin", "plain", "office"),
    Submission("a01-slips", "a01-automotive-twin", "plain", edit=slips),
    Submission(
        "a02-one-table-libreoffice", "a02-institute-materials", "one-table", saved_again=True
    ),
    Submission("a02-four-disturbances", "a02-institute-materials", "row-tables", "four"),
    Submission("a03-blank-retyped", "a03-untouched-blank", "below"),
    Submission("a03-blank-libreoffice", "a03-untouched-blank", "plain", saved_again=True),
    Submission("a04-unmerged", "a04-full-of-mistakes", "unmerged"),
    Submission("a05-broken-lists", "a05-thirty-row-lists", "unmerged", "columns-permuted"),
    Submission(
        "a05-groups-above-libreoffice", "a05-thirty-row-lists", "groups-above", saved_again=True
    ),
    Submission(
        "a06-values-below-libreoffice", "a06-central-three-directions", "below", saved_again=True
    ),
    Submission("a06-blocks-alike", "a06-central-three-directions", "alike"),
    Submission("a07-row-tables", "a07-biomedical-accident", "row-tables"),
    Submission("a07-empty-words", "a07-biomedical-accident", "typed-ticks", edit=empty_words),
    Submission("a08-label-and-value-in-one-cell", "a08-fashion-micro", "inside"),
    Submission("a09-typed-ticks", "a09-semiconductor-joint-venture", "typed-ticks"),
    Submission(
        "a09-brackets-libreoffice", "a09-semiconductor-joint-venture", "unmerged", saved_again=True
    ),
    Submission("a12-turned", "a12-second-direction-empty", "turned"),
    Submission("a09-foreign-rows", "a09-semiconductor-joint-venture", "plain", "foreign-rows"),
    Submission("a10-no-groups", "a10-answers-like-labels", "no-groups"),
    Submission("a11-survivors", "a11-university-sparse", "joined"),
    Submission("a12-second-direction-empty", "a12-second-direction-empty", "groups-above"),
    Submission("a13-filled-unmerged", "a13-at-the-limits", "one-table", "unmerged-filled"),
    Submission(
        "x01-application-and-summary", "a12-second-direction-empty", "plain", also="s01-pudong-two"
    ),
    Submission("s01-retyped", "s01-pudong-two", "plain"),
    Submission("s02-libreoffice", "s02-district-full", "plain", saved_again=True),
    Submission("s03-heads-renamed", "s03-long-and-sparse", "plain", "heads-renamed"),
    Submission("s04-blank-retyped", "s04-untouched-blank", "row-tables"),
)


def save_again(data: bytes) -> bytes:
    """The document as LibreOffice opens and saves it; a profile of its own, taken away after."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "form.docx", Path(folder) / "out"
        source.write_bytes(data)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(target),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (target / "form.docx").read_bytes()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.submissions", description=__doc__)
    parser.add_argument("--force", action="store_true", help="write over what is there")
    force = parser.parse_args(arguments).force
    FOLDER.mkdir(parents=True, exist_ok=True)
    for submission in SUBMISSIONS:
        target = FOLDER / f"{submission.stem}.docx"
        if target.exists() and not force:
            continue
        data, expected = submission.make()
        target.write_bytes(data)
        text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
        target.with_suffix(".json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
