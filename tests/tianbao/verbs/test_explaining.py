"""Pictures that explain a reading."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from extractors.extract import extract
from tests.documents.pdfs import pdf
from tests.extractors.pdf.paper import Paper
from tests.extractors.scan.drawing import ruled
from tianbao.verbs.explaining import BOX, CELL, COLOURS, boxes_by_page, explain

NAME = "s03-long-and-sparse"


def test_each_page_has_a_picture_with_the_boxes_of_its_fields(tmp_path: Path) -> None:
    results = extract(pdf(NAME), "a.pdf")
    explain([pdf(NAME)], results, tmp_path / "a")
    pages = results[0]["source"]["pages"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"a-{number:02}.png" for number in range(1, pages + 1)
    ]
    box = results[0]["fields"]["recommender"]["where"]["box"]
    with Image.open(tmp_path / "a-01.png") as picture:
        zoom = picture.width / 841.89  # an A4 page lying
        edge = picture.getpixel((round((box[0] + box[2]) / 2 * zoom), round(box[3] * zoom + 1)))
    assert edge == COLOURS[0][1]


def test_what_was_typed_in_a_viewer_is_in_the_picture(tmp_path: Path) -> None:
    paper = Paper().text(100, 100, "单位名称")
    typed = paper.page.add_freetext_annot((200, 300, 400, 340), "SHANGHAI 12", fontsize=24)
    typed.update()
    result = {"fields": {}, "marks": [], "source": {"kind": "pdf"}}
    explain([paper.data], [result], tmp_path / "a")
    with Image.open(tmp_path / "a-01.png") as picture:
        zoom = picture.width / 595
        box = picture.crop(tuple(round(edge * zoom) for edge in (200, 300, 400, 340)))
    assert box.convert("L").getextrema()[0] < 128


def test_a_field_of_several_places_is_drawn_at_each_and_coloured_by_its_confidence() -> None:
    places = [{"page": 1, "box": [0, 0, 9, 9]}, {"page": 2, "box": [0, 0, 9, 9]}]
    entry = {"raw": "x", "confidence": 0.7, "where": places}
    found = boxes_by_page([{"fields": {"a.b": entry}, "marks": [], "source": {"kind": "pdf"}}])
    assert [(page, [each.name for each in boxes]) for page, boxes in found.items()] == [
        (1, ["a.b 0.70"]),
        (2, ["a.b 0.70"]),
    ]
    assert found[1][0].colour == COLOURS[1][1]


def test_a_word_file_has_no_pages_to_draw(tmp_path: Path) -> None:
    explain([b""], [{"form": None, "source": {"kind": "docx"}}], tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_scan_is_drawn_straightened_with_its_cells_and_what_was_read(tmp_path: Path) -> None:
    page = ruled([200, 500, 900, 1400], [300, 380, 460, 700])
    cv2.rectangle(page, (560, 405), (584, 429), (0, 0, 0), 2)
    matrix = cv2.getRotationMatrix2D((827, 1170), 1.5, 1.0)
    page = cv2.warpAffine(page, matrix, (1654, 2339), borderValue=(255, 255, 255))
    data = cv2.imencode(".png", page)[1].tobytes()
    entry = {
        "raw": "上海市",
        "confidence": 0.95,
        "where": {"page": 1, "box": [330, 260, 500, 290]},
    }
    result = {"fields": {"a.b": entry}, "marks": [], "source": {"kind": "image"}}
    explain([data], [result], tmp_path / "a")
    with Image.open(tmp_path / "a-01.png") as picture:
        drawn = np.asarray(picture.convert("RGB")).astype(int)
    cells = np.abs(drawn - CELL).sum(axis=2) < 60
    assert cells.any(axis=0).sum() > 1000
    assert max(cells.sum(axis=1)) > 1000  # along a row of pixels: the borders are level
    assert (np.abs(drawn - COLOURS[0][1]).sum(axis=2) < 60).sum() > 300
    assert (np.abs(drawn - BOX).sum(axis=2) < 30).any()
