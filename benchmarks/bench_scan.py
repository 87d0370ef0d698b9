"""Reading pages that are pictures: ours against rapidocr's own run over whole pages, same networks
and back end, and against tesseract where it is installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
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
DPI, TURNS = 200, 5
TABLES, PROSE = (1, 3, 4), (10, 11)  # pages of the printed sample, from 0


def main() -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    printed = pages(pdf.render(get("application"), record), DPI)
    print(f"back end: {engine.backend()}, {engine.threads()} threads")
    for title, numbers in (("pages of tables", TABLES), ("pages of prose", PROSE)):
        scanned = [degrade(printed[number], "scan", number) for number in numbers]
        print(f"{title} ({len(scanned)} pages, 200 dpi, grey, skewed)")
        print(report(take_turns(ways(scanned), TURNS), "ours"))
    print(f"memory: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")


def ways(scanned: list[Any]) -> dict[str, Callable[[], object]]:
    own = whole_pages()
    found: dict[str, Callable[[], object]] = {
        "ours": lambda: [read_sheet(upright(page, DPI), 1) for page in scanned],
        "rapidocr, whole pages": lambda: [own(page) for page in scanned],
    }
    if shutil.which("tesseract"):
        found["tesseract (time of its process apart)"] = lambda: [
            tesseract(each) for each in scanned
        ]
    return found


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
