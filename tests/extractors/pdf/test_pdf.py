"""The samples' PDFs, as they are and as other programs would have drawn them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractors.extract import extract
from tests.documents.pdfs import PDFS, pdf, record
from tests.extractors.pdf import redraw
from tests.test_laws_pdf import on_paper

A05 = "a05-thirty-row-lists"
A11 = "a11-university-sparse"


def without_breaks(value: Any) -> Any:
    """A record with the paragraphs of its texts joined: other fonts end lines elsewhere."""
    if isinstance(value, dict):
        return {key: without_breaks(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_breaks(part) for part in value]
    return on_paper(value).replace("\n", "") if isinstance(value, str) else value


def read_one(data: bytes) -> dict[str, Any]:
    [result] = extract(data, "a.pdf")
    return result


def codes(result: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in result["problems"]]


@pytest.mark.parametrize("name", PDFS)
def test_a_printed_record_reads_back_whole(name: str) -> None:
    result = read_one(pdf(name))
    assert on_paper(result["record"]) == on_paper(record(name))
    assert not {"unread-text", "hidden-text"} & set(codes(result))
    assert result["source"]["kind"] == "pdf"


def test_every_place_lies_on_its_page_and_says_what_read_it() -> None:
    result = read_one(pdf(A05))
    assert result["source"]["pages"] > 10
    for entry in result["fields"].values():
        places = entry["where"] if isinstance(entry["where"], list) else [entry["where"]]
        assert entry["by"] == "pdf-text"
        for place in places:
            x0, y0, x1, y1 = place["box"]
            assert 1 <= place["page"] <= result["source"]["pages"]
            assert 0 <= x0 <= x1 <= 596
            assert 0 <= y0 <= y1 <= 842


WRITERS: dict[str, Callable[[bytes], bytes]] = {
    "borders as thin rectangles": redraw.redrawn,
    "borders in pieces, characters one by one": lambda data: redraw.redrawn(
        data, redraw.pieces, single=True
    ),
    "double lines": lambda data: redraw.redrawn(data, redraw.doubled),
    "dashes": lambda data: redraw.redrawn(data, redraw.dashed),
    "spaces as places only": lambda data: redraw.redrawn(
        data, redraw.pieces, single=True, spaces=False
    ),
    "no borders left and right": lambda data: redraw.redrawn(data, sides=False),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["a02-institute-materials", "s03-long-and-sparse"])
def test_it_reads_the_same_however_it_is_drawn(name: str, writer: str) -> None:
    result = read_one(WRITERS[writer](pdf(name)))
    assert without_breaks(result["record"]) == without_breaks(record(name))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_whose_content_lies_askew_are_turned_and_named(degrees: int) -> None:
    result = read_one(redraw.turned(pdf(A11), degrees))
    assert on_paper(result["record"]) == on_paper(record(A11))
    assert codes(result).count("page-turned") == result["source"]["pages"]


def test_a_page_that_is_shown_askew_has_its_places_as_it_is_shown() -> None:
    result = read_one(redraw.with_rotation(pdf(A11), 90))
    assert on_paper(result["record"]) == on_paper(record(A11))
    x0, y0, x1, y1 = result["fields"]["applicant.name"]["where"]["box"]
    assert y1 - y0 > x1 - x0  # a line of text stands upright on a page turned by 90 degrees
    assert 0 <= x0 < x1 <= 842
    assert "page-turned" in codes(result)


def test_a_page_drawn_askew_and_shown_upright_is_as_it_should_be() -> None:
    askew = redraw.with_rotation(redraw.turned(pdf(A11), 90), 270)
    result = read_one(askew)
    straight = read_one(pdf(A11))
    assert result["record"] == straight["record"]
    assert "page-turned" not in codes(result)
    box = result["fields"]["applicant.name"]["where"]["box"]
    assert box == pytest.approx(straight["fields"]["applicant.name"]["where"]["box"], abs=1.0)


def test_two_pages_side_by_side_are_read_one_after_the_other() -> None:
    result = read_one(redraw.two_up(pdf(A11)))
    assert on_paper(result["record"]) == on_paper(record(A11))


def test_pages_in_any_order_are_sorted_by_their_numbers() -> None:
    pages = read_one(pdf(A11))["source"]["pages"]
    result = read_one(redraw.selected(pdf(A11), range(pages - 1, -1, -1)))
    assert on_paper(result["record"]) == on_paper(record(A11))
    assert codes(result).count("page-order") == 1


def test_a_page_that_is_there_twice_is_read_once() -> None:
    result = read_one(redraw.selected(pdf(A11), [0, 1, 1, *range(2, 9)]))
    doubled = [p["message"] for p in result["problems"] if p["code"] == "page-doubled"]
    assert len(doubled) == 1
    assert "第3页与第2页相同" in doubled[0]


def test_a_page_that_is_missing_is_named_by_its_number() -> None:
    pages = read_one(pdf(A11))["source"]["pages"]
    result = read_one(redraw.selected(pdf(A11), [0, 1, 2, *range(4, pages)]))
    missing = [p["message"] for p in result["problems"] if p["code"] == "page-missing"]
    assert len(missing) == 1
    assert "页码为3" in missing[0]


def test_two_forms_in_one_file_are_two_results() -> None:
    both = redraw.joined(pdf(A11), pdf("s02-district-full"))
    first, second = extract(both, "a.pdf")
    assert on_paper(first["record"]) == on_paper(record(A11))
    assert on_paper(second["record"])["rows"][0] == on_paper(record("s02-district-full"))["rows"][0]
    assert (first["source"]["part"], second["source"]["part"]) == (1, 2)
    assert "page-order" not in codes(first)


def test_only_the_pages_asked_for_are_read() -> None:
    [result] = extract(pdf("s03-long-and-sparse"), "a.pdf", range(1, 2))
    places = [entry["where"] for entry in result["fields"].values()]
    assert places
    assert all(place["page"] == 1 for place in places if isinstance(place, dict))


def test_pages_that_are_not_there_are_the_reason() -> None:
    [result] = extract(pdf("s03-long-and-sparse"), "a.pdf", range(9, 12))
    assert result["reason"]["code"] == "not-a-form"
    assert "没有所指定的页码" in result["reason"]["message"]
