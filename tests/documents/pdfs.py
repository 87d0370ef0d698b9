"""The PDFs of samples/pdf: records printed by us and made PDF by LibreOffice, tagged and not.

`python -m tests.documents.pdfs --force` writes them anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from forms.registry import get
from renderers import docx, office

SAMPLES = Path(__file__).parents[2] / "samples"
FOLDER = SAMPLES / "pdf"

# Record → whether its PDF is tagged.
PDFS = {
    "a02-institute-materials": False,
    "a05-thirty-row-lists": False,
    "a07-biomedical-accident": False,
    "a11-university-sparse": False,
    "s02-district-full": True,
    "s03-long-and-sparse": False,
}


def record(name: str) -> dict[str, Any]:
    """The record that the PDF of that name was printed from."""
    found: dict[str, Any] = json.loads((SAMPLES / "records" / f"{name}.json").read_text("utf-8"))
    return found


def pdf(name: str) -> bytes:
    """The PDF of that name."""
    return (FOLDER / f"{name}.pdf").read_bytes()


def make(name: str, tagged: bool) -> bytes:
    """The PDF of a record of samples/records."""
    form = get("summary" if name.startswith("s") else "application")
    return office.convert(docx.render(form, record(name)), "pdf", options={"UseTaggedPDF": tagged})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.pdfs", description=__doc__)
    parser.add_argument("--force", action="store_true", help="write over what is there")
    force = parser.parse_args(arguments).force
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, tagged in PDFS.items():
        target = FOLDER / f"{name}.pdf"
        if force or not target.exists():
            target.write_bytes(make(name, tagged))
    return 0


if __name__ == "__main__":
    sys.exit(main())
