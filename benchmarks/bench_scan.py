"""Reading pages that are pictures: ours against rapidocr's own run over whole pages, same networks
and back end, one thread each, and against tesseract where it is installed; pages a second by one
process and two.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import cv2
import psutil

from benchmarks.timing import report, take_turns
from extractors.scan import engine
from extractors.scan.page import upright
from extractors.scan.sheet import read_sheet
from forms.registry import get
from renderers import pdf
from tests.scanner.levels import degrade
from tests.scanner.prints import pages

RECORD = Path(__file__).parents[1] / "samples/records/a01-automotive-twin.json"
DPI, TURNS, PAGES = 200, 3, 4
TABLES, PROSE = 3, 10  # a page of each in the printed sample, from 0


def main() -> None:
    one_thread()
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    printed = pages(pdf.render(get("application"), record), DPI)
    print(f"back end: {engine.backend()}, one thread; 200 dpi, grey, skewed")
    scanned = {number: degrade(printed[number], "scan", number) for number in (TABLES, PROSE)}
    for title, number in (("a page of tables", TABLES), ("a page of prose", PROSE)):
        print(title)
        print(report(take_turns(ways(scanned[number]), TURNS), "ours"), flush=True)
    print(f"memory: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")
    for processes in (1, 2):
        rate = pages_a_second(scanned[TABLES], processes)
        print(f"pages of tables a second, {processes} process(es), by the clock: {rate:.2f}")


def one_thread() -> None:
    """Threads that wait for each other on a busy machine would count as work."""
    engine.threads = lambda: 1


def ways(page: Any) -> dict[str, Callable[[], object]]:
    own = whole_pages()
    found: dict[str, Callable[[], object]] = {
        "ours": lambda: ours(page),
        "rapidocr, whole pages": lambda: own(page),
    }
    if shutil.which("tesseract"):
        found["tesseract (time of its process apart)"] = lambda: tesseract(page)
    return found


def ours(page: Any) -> object:
    return read_sheet(upright(page, DPI), 1)


def pages_a_second(page: Any, processes: int) -> float:
    """By the clock, once every process has read the page."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, one_thread) as pool:
        pool.map(timed, [page] * processes, chunksize=1)
        start = perf_counter()
        pool.map(timed, [page] * PAGES, chunksize=1)
        return PAGES / (perf_counter() - start)


def timed(page: Any) -> None:
    ours(page)


def whole_pages() -> Callable[[Any], object]:
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


def tesseract(page: Any) -> str:
    with TemporaryDirectory() as folder:
        picture = Path(folder, "page.png")
        picture.write_bytes(cv2.imencode(".png", page)[1].tobytes())
        command = ["tesseract", str(picture), "-", "-l", "chi_sim", "--psm", "6"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
