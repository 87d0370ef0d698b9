"""The tags keep to docs/templates.md, and docxtpl finds each whole and in its place."""

import re

import pytest
from lxml import etree

from tests.templates.word import W, block_tag, body, part, text, words

TEMPLATES = ("application.docx", "summary.docx")
PATH = r"[a-z_]+(?:\.[a-z_]+|\[\d\])*"
TEXT = r'"[^"{}%“”‘’]*"'  # docxtpl turns curly quotes in a tag into straight ones
VALUE = re.compile(
    rf"\{{\{{ {PATH}(?: \| (?:date|month|joined))?(?: \| line\(\d+\))? \}}\}}"
    rf"|\{{\{{ {PATH} \| (?:hint|after|label)\({TEXT}\) \}}\}}"
)
BLOCK = re.compile(
    rf"\{{%p for [a-z]+ in {PATH}(?: \| (?:blocks|paragraphs|paragraphs\({TEXT}\)))? %\}}"
    rf"|\{{%tr for [a-z]+ in {PATH} \| rows\(\d+, \d+(?:, {TEXT})?\) %\}}"
    rf"|\{{%p if not {PATH} %\}}|\{{%p endif %\}}|\{{%(?:p|tr) endfor %\}}"
)


def runs(template: str) -> list[str]:
    return [words(run) for run in part(template).iter(W + "r")]


def paths(template: str) -> set[str]:
    """Everything that the template asks for or loops over."""
    return set(re.findall(rf"(?:\{{\{{| in) ({PATH}) ", " ".join(runs(template))))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_tag_is_the_whole_of_its_run(template: str) -> None:
    for run in runs(template):
        if re.search(r"[{}]|%\}", run):
            tags = re.sub(r"^\d\. |(?<=\}\})\. 产业 (?=\{\{)", "", run)
            pieces = re.findall(r"\{\{.*?\}\}|\{%.*?%\}", tags)
            assert "".join(pieces) == tags
            assert all(VALUE.fullmatch(it) or BLOCK.fullmatch(it) for it in pieces), run


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_loop_s_tag_is_alone_in_its_paragraph_or_row(template: str) -> None:
    for paragraph in part(template).iter(W + "p"):
        if "{%" not in text(paragraph):
            continue
        row = next(paragraph.iterancestors(W + "tr"), None)
        place = row if text(paragraph).startswith("{%tr") else paragraph
        assert place is not None
        assert block_tag(place) is not None


@pytest.mark.parametrize("template", TEMPLATES)
def test_loops_are_balanced_where_they_stand(template: str) -> None:
    for container in part(template).iter(W + "body", W + "tbl", W + "tc"):
        opened: list[str] = []
        for child in container:
            tag = block_tag(child) if child.tag in (W + "p", W + "tr") else None
            if tag and tag.startswith("end"):
                assert opened.pop() == tag.removeprefix("end")
            elif tag:
                opened.append(tag.split()[0])
        assert opened == []


def test_the_three_directions_ask_the_same() -> None:
    asked = [
        {
            path.replace(f"tasks[{task}]", "tasks[]")
            for path in paths("application.docx")
            if f"tasks[{task}]" in path
        }
        for task in range(3)
    ]
    assert asked[0] == asked[1] == asked[2]
    assert len(asked[0]) == 16 + 5 + 2 * (6 + 10) + 1


def test_a_direction_asks_in_the_same_order_each_time() -> None:
    def order(table: etree._Element, task: int) -> list[str]:
        wording = "".join(text(paragraph) + " " for paragraph in table.iter(W + "p"))
        found = re.findall(rf"(?:\{{\{{| in) ({PATH}) \}}\}}", wording)
        return [path.replace(f"[{task}]", "[]", 1) for path in found]

    directions = list(body("application.docx").iter(W + "tbl"))[1:]
    first, second, third = (order(table, task) for task, table in enumerate(directions))
    assert first == second == third


def test_nothing_that_a_loop_repeats_must_be_unique() -> None:
    """Copies of a control, note or bookmark would have the same id."""
    for template in TEMPLATES:
        for container in part(template).iter(W + "body", W + "tbl", W + "tc"):
            depth = 0
            for child in container:
                tag = block_tag(child) if child.tag in (W + "p", W + "tr") else None
                depth += 0 if tag is None else -1 if tag.startswith("end") else 1
                if depth:
                    for kind in ("sdt", "footnoteReference", "bookmarkStart"):
                        assert child.find(f".//{W}{kind}") is None


def test_dates_months_and_lists_go_through_their_codecs() -> None:
    def asked(template: str) -> set[tuple[str, str]]:
        found = re.findall(rf"\{{\{{ ({PATH}) \| (date|month|joined)", " ".join(runs(template)))
        return {(path, codec) for path, codec in found}

    months = {(f"tasks[{n}].period.{it}", "month") for n in range(3) for it in ("start", "end")}
    dates = {"cover.date", "applicant.established", "applicant.pledge.date"}
    assert asked("application.docx") == months | {(path, "date") for path in dates}
    assert asked("summary.docx") == {("row.industries", "joined"), ("row.directions", "joined")}
