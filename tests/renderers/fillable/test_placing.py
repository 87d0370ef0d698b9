"""Where fields stand: on free places of the page, in the order in which it is read."""

from itertools import combinations

import pymupdf
import pytest

from tests.renderers.fillable.conftest import FORMS


def widgets(page):
    return [(widget.field_name, widget.rect) for widget in page.widgets()]


@pytest.mark.parametrize("name", FORMS)
def test_no_field_overlaps_another(blanks, name):
    with pymupdf.open(stream=blanks[name]) as document:
        for page in document:
            for (one, first), (other, second) in combinations(widgets(page), 2):
                assert not first.intersects(second), (page.number, one, other)


@pytest.mark.parametrize("name", FORMS)
def test_no_field_covers_printed_text_and_all_stand_on_the_page(blanks, name):
    with pymupdf.open(stream=blanks[name]) as document:
        for number in range(document.page_count):
            page = document[number]
            fields = widgets(page)
            document.xref_set_key(page.xref, "Annots", "null")  # what fields show is no print
            page = document.reload_page(page)
            printed = list(characters(page))
            for field, box in fields:
                assert box in page.rect, field
                assert not [text for text, center in printed if center in box], field


def characters(page):
    """The printed characters of a page, each with its middle; the fields' own are none of them."""
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                for letter in span["chars"]:
                    if letter["c"].strip():
                        x0, _, x1, _ = letter["bbox"]
                        yield (
                            letter["c"],
                            pymupdf.Point((x0 + x1) / 2, letter["origin"][1] - 0.35 * span["size"]),
                        )


def test_no_trace_of_a_room_is_left_on_the_page(blanks):
    with pymupdf.open(stream=blanks["application"]) as document:
        assert not any("\u3000" in page.get_text() for page in document)


def test_a_field_is_as_large_as_its_cell(blanks):
    with pymupdf.open(stream=blanks["application"]) as document:
        boxes = {name: box for page in document for name, box in widgets(page)}
    assert boxes["applicant.name"].width > 300
    assert boxes["applicant.profile"].width > 330
    assert boxes["applicant.profile"].height > 100
    assert boxes["narrative.team"].width > 430
    for limit, path in ((1000, "narrative.team"), (2000, "narrative.foundation")):
        room = boxes[path].width * boxes[path].height
        assert room > limit * 8.5 * 8.5 * 1.25  # points: so many characters of 8.5 points


def test_fields_follow_the_order_of_the_page(blanks):
    with pymupdf.open(stream=blanks["application"]) as document:
        for page in document:
            if not list(page.annot_xrefs()):
                continue
            assert document.xref_get_key(page.xref, "Tabs")[1] == "/R"
        order = [name for page in document for name, _ in widgets(page)]
    assert order[:4] == ["cover.applicant", "cover.recommender", "cover.date", "applicant.name"]
    assert order.index("tasks.0.solution") < order.index("tasks.0.period.start")
    assert order[-1] == "narrative.attachments"
