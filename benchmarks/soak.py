"""Memory over ten thousand documents printed and read in one process: `python -m benchmarks.soak`.

Exits with status 1 when the process is larger at the end than it was after the first tenth by more
than GROWTH.
"""

from __future__ import annotations

import json
import sys
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

from extractors.extract import extract
from forms.registry import Form, get
from renderers.docx import render

DOCUMENTS = 10_000
LOOKS = 10
GROWTH = 0.05
RECORDS = Path(__file__).parents[1] / "samples" / "records"


def main() -> int:
    sizes = []
    start = perf_counter()
    for number, (form, record) in enumerate(islice(cycle(samples()), DOCUMENTS), 1):
        extract(render(form, record), "soak.docx")
        if number % (DOCUMENTS // LOOKS) == 0:
            sizes.append(psutil.Process().memory_info().rss)
            seconds = perf_counter() - start
            print(f"{number:6} documents {seconds:7.0f} s {sizes[-1] / 2**20:7.1f} MiB", flush=True)
    growth = sizes[-1] / sizes[0] - 1
    print(f"growth from the first tenth to the end: {growth:.1%} (at most {GROWTH:.0%})")
    return 1 if growth > GROWTH else 0


def samples() -> list[tuple[Form, dict[str, Any]]]:
    """Every sample record with its form."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECORDS.glob("*"))]
    return [(get("application" if "applicant" in each else "summary"), each) for each in records]


if __name__ == "__main__":
    sys.exit(main())
