"""Reading pages that are pictures: ours against rapidocr's own run over whole pages, same networks
and back end, one thread each, and against tesseract where it is installed; how many lines of
answers each gets wrong; pages a second by one process and two.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, NamedTuple

import cv2
import psutil
import pymupdf

from benchmarks.timing import report, take_turns
from extractors.scan import engine
from extractors.scan.page import upright
from extractors.scan.sheet import read_sheet
from extractors.wording import key
from forms.registry import get
from renderers import pdf
from tests.scanner.levels import degrade
from tests.scanner.prints import page_picture

RECORD = Path(__file__).parents[1] / "samples/records/a01-automotive-twin.json"
DPI, TURNS, PAGES = 200, 2, 4
SHOWN = {"tables: the applicant": 1, "tables: a direction": 3, "prose": 10}  # pages, from 0
RATED = "tables: a direction"
LEAST = 4  # letters of a line that is looked for


class Shown(NamedTuple):
    """A page as it was scanned, and the keys of the lines on it that are of answers."""

    picture: Any
    answers: frozenset[str]


def main() -> None:
    one_thread()
    shown = dict(scans())
    print(f"back end: {engine.backend()}, one thread; {DPI} dpi, grey, skewed")
    whole = whole_pages()
    for title, page in shown.items():
        compare(title, page, whole)
    print(f"\nmemory: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")
    for processes in (1, 2):
        rate = pages_a_second(shown[RATED].picture, processes)
        print(
            f"{RATED}: {rate:.2f} pages a second by the clock, processes: {processes}", flush=True
        )


def compare(title: str, page: Shown, whole: Callable[[Any], Any]) -> None:
    """Prints what each way takes for a page, and how many lines of answers it gets wrong."""
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: ours(page.picture),
        "rapidocr, whole page": lambda: whole(page.picture),
    }
    print(f"\n{title}\n{report(take_turns(ways, TURNS), 'ours')}")
    read = {"ours": ours(page.picture), "rapidocr": whole(page.picture).txts or ()}
    if shutil.which("tesseract"):
        seconds, read["tesseract"] = tesseract(page.picture)
        print(f"tesseract, its own process{'':18} {seconds * 1000:9.2f}")
    told = ", ".join(f"{name} {wrong(page, lines)}" for name, lines in read.items())
    print(f"of {len(page.answers)} lines of answers read wrong: {told}", flush=True)


def one_thread() -> None:
    """Threads that wait for each other on a busy machine would count as work."""
    engine.threads = lambda: 1
    cv2.setNumThreads(1)


def scans() -> Iterator[tuple[str, Shown]]:
    """The pages that are read, scanned."""
    form = get("application")
    record = form.load(json.loads(RECORD.read_text(encoding="utf-8")))
    answers = [key(text) for _, _, value in form.answers(record) for text in texts(value)]
    with pymupdf.open(stream=pdf.render(form, record)) as document:
        for title, number in SHOWN.items():
            page = document[number]
            lines = {key(line) for line in page.get_text().splitlines()}
            of_answers = {
                line
                for line in lines
                if len(line) >= LEAST and any(line in each for each in answers)
            }
            scanned = degrade(page_picture(page, DPI), "scan", number)
            yield title, Shown(scanned, frozenset(of_answers))


def texts(value: Any) -> list[str]:
    """An answer as texts: each paragraph of prose, each item of a list."""
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return str(value).splitlines()


def wrong(page: Shown, read: Iterable[str]) -> int:
    """How many lines of answers stand in none of the lines that were read."""
    keys = [key(line) for line in read]
    return sum(not any(line in each for each in keys) for line in page.answers)


def ours(picture: Any) -> list[str]:
    """The lines of a page as we read it."""
    sheet, _ = read_sheet(upright(picture, DPI), 1)
    cells = (lines for table in sheet.tables for lines in table.lines)
    return [line.text for lines in (sheet.lines, *cells) for line in lines]


def pages_a_second(picture: Any, processes: int) -> float:
    """By the clock, once every process has read the page."""
    context = multiprocessing.get_context("spawn")
    ready = picture, context.Barrier(processes)
    with context.Pool(processes, get_ready, ready) as pool:
        pool.map(ours, [picture] * processes, chunksize=1)
        start = perf_counter()
        pool.map(ours, [picture] * PAGES, chunksize=1)
        return PAGES / (perf_counter() - start)


def get_ready(picture: Any, others: Any) -> None:
    """Reads the page once, and waits for the other processes."""
    one_thread()
    ours(picture)
    others.wait()


def whole_pages() -> Callable[[Any], Any]:
    """rapidocr as it comes, its models given by path so that it fetches none."""
    from rapidocr import EngineType, RapidOCR

    kind = EngineType.OPENVINO if engine.backend() == "openvino" else EngineType.ONNXRUNTIME
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.engine_type": kind,
            "Cls.engine_type": kind,
            "Rec.engine_type": kind,
            "EngineConfig.openvino.inference_num_threads": engine.threads(),
            "EngineConfig.onnxruntime.intra_op_num_threads": engine.threads(),
            "Det.model_path": str(engine.model_path("boxes")),
            "Rec.model_path": str(engine.model_path("text")),
        }
    )


def tesseract(picture: Any) -> tuple[float, list[str]]:
    """Seconds of a processor, and the lines."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "page.png")
        file.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
        command = ["tesseract", str(file), "-", "-l", "chi_sim", "--psm", "6"]
        before = getrusage(RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, done.stdout.splitlines()
