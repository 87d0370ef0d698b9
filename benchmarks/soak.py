"""What takes too long for every run: `python -m benchmarks.soak [memory] [hostile]`.

`memory`: ten thousand documents are printed and read in one process, which may not be larger at the
end than after the first tenth by more than GROWTH. `hostile`: every document of
`tests/documents/hostile.py` goes in one folder through the command, honest ones between; each has
its line within SECONDS, no process outgrows MEMORY, the honest ones are read. Exits with status 1
when one of it fails.
"""

from __future__ import annotations

import json
import sys
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psutil

from extractors.extract import extract
from forms.registry import Form, get
from renderers.docx import render
from tests.documents.batch import read_folder
from tests.documents.hostile import honest, hostile

DOCUMENTS = 10_000
LOOKS = 10
GROWTH = 0.05
SECONDS = 10.0
MEMORY = 2**30  # bytes
RECORDS = Path(__file__).parents[1] / "samples" / "records"


def main(wanted: list[str]) -> int:
    parts = {"memory": keeps_its_size, "hostile": survives}
    kept = [part() for name, part in parts.items() if not wanted or name in wanted]
    return 0 if all(kept) else 1


def survives() -> bool:
    """The hostile batch."""
    good = honest("s01-pudong-two")
    with TemporaryDirectory() as place:
        for number, (name, data) in enumerate(hostile()):
            Path(place, f"{number:02}-a-honest.docx").write_bytes(
                good
            )  # the first waits for the start
            Path(place, f"{number:02}-{name}.docx").write_bytes(data)
        batch = read_folder(Path(place))
    outcomes = {name: outcome(results) for name, results in batch.results.items()}
    for name, said in outcomes.items():
        if "honest" not in name:
            print(f"{name.removesuffix('.docx'):36} {batch.seconds[name]:6.2f} s  {said}")
    slowest = max(spent for name, spent in batch.seconds.items() if "honest" not in name)
    unread = [name for name, said in outcomes.items() if "honest" in name and said != "read"]
    print(f"slowest {slowest:.1f} s, largest process {batch.peak / 2**20:.0f} MiB")
    print(f"honest ones that were not read: {unread or 'none'}")
    return slowest <= SECONDS and batch.peak <= MEMORY and not unread


def outcome(results: list[dict[str, Any]]) -> str:
    first = results[0]
    return str(first["reason"]["code"]) if first["form"] is None else "read"


def keeps_its_size() -> bool:
    """The memory over ten thousand documents."""
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
    return growth <= GROWTH


def samples() -> list[tuple[Form, dict[str, Any]]]:
    """Every sample record with its form."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RECORDS.glob("*"))]
    return [(get("application" if "applicant" in each else "summary"), each) for each in records]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
