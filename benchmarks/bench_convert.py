"""Documents a second from DOCX to PDF, and from .doc to DOCX as reading does it: LibreOffice kept
warm, by one process and by two, against `soffice --convert-to`, one document a call.

The work is done in other processes, so the clock is measured; the ways take turns, and the ratio
within a turn counts.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from forms.registry import get
from renderers import pdf, programs
from renderers.docx import render
from renderers.office import Office
from renderers.office.pool import Kind, Target

SAMPLES = Path(__file__).parents[1] / "samples"
RECORDS = SAMPLES / "records"
OLD = {"附件1, .doc": "a06-values-below-libreoffice.doc", "附件2, .doc": "s01-retyped.doc"}
FILLED = {
    "附件1, 15 pages": ("application", "a01-automotive-twin.json"),
    "附件2, 1 page": ("summary", "s01-pudong-two.json"),
}
DOCUMENTS = 4  # a turn
TURNS = 4

Way = Callable[[list[bytes]], object]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Office(1) as one, Office(2) as two:
        printing: dict[str, Way] = {
            "soffice --convert-to": Cold(Path(folder), "source.docx", "pdf"),
            "office.convert, 1 process": lambda documents: warm(one, 1, documents, "docx", "pdf"),
            "office.convert, 2 processes": lambda documents: warm(two, 2, documents, "docx", "pdf"),
            "pdf.of_word, 2 processes": lambda documents: pinned(two, 2, documents),
        }
        for name, (form, sample) in FILLED.items():
            record = json.loads((RECORDS / sample).read_text(encoding="utf-8"))
            print(name)
            report(take_turns(printing, [render(get(form), record)] * DOCUMENTS))
        reading: dict[str, Way] = {
            "soffice --convert-to": Cold(Path(folder), "source.doc", "docx"),
            "office.convert, 1 process": lambda documents: warm(one, 1, documents, "doc", "docx"),
            "office.convert, 2 processes": lambda documents: warm(two, 2, documents, "doc", "docx"),
        }
        for name, sample in OLD.items():
            print(name)
            report(take_turns(reading, [(SAMPLES / "kinds" / sample).read_bytes()] * DOCUMENTS))


class Cold:
    """A call for each document; the profile is made by the first, which does not count."""

    def __init__(self, folder: Path, name: str, kind: str) -> None:
        self._folder = folder
        self._source = folder / name
        self._kind = kind

    def __call__(self, documents: list[bytes]) -> None:
        profile = (self._folder / "profile").as_uri()
        for document in documents:
            self._source.write_bytes(document)
            command = [str(programs.writer()), f"-env:UserInstallation={profile}", "--headless"]
            target = ["--convert-to", self._kind, "--outdir", str(self._folder)]
            subprocess.run([*command, *target, str(self._source)], check=True, capture_output=True)


def warm(office: Office, workers: int, documents: list[bytes], kind: Kind, to: Target) -> None:
    def convert(document: bytes) -> bytes:
        return office.convert(document, to, kind=kind)

    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(convert, documents))


def pinned(office: Office, workers: int, documents: list[bytes]) -> None:
    with ThreadPoolExecutor(workers) as threads:
        list(threads.map(lambda document: pdf.of_word(document, office=office), documents))


def take_turns(ways: dict[str, Way], documents: list[bytes]) -> dict[str, list[float]]:
    """Seconds a document of every turn of each way, after one turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(TURNS + 1):
        for name, way in ways.items():
            start = perf_counter()
            way(documents if turn else documents[:2])
            if turn:
                times[name].append((perf_counter() - start) / len(documents))
    return times


def report(times: dict[str, list[float]]) -> None:
    base, *_ = times.values()
    print(f"{'way':30} {'documents/s':>12} {'ratio':>8}   quartiles")
    for name, own in times.items():
        ratios = [its / mine for mine, its in zip(own, base, strict=True)]
        low, _, high = quantiles(ratios, n=4)
        spread = f"{median(ratios):8.2f}   {low:.2f} to {high:.2f}"
        print(f"{name:30} {1 / median(own):12.2f} {spread}", flush=True)
