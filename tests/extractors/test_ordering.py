"""Pages put in the order of the form, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.extract import pattern_of
from extractors.ordering import in_order
from extractors.page import Leaf, Page, Paragraph
from forms.registry import get

COVER = ("附件 1", "上海市智能制造系统解决方案揭榜挂帅项目", "申报书")
BASIC = ("单位名称", "统一社会信用代码", "单位地址", "单位性质")
CHAPTERS = ("二、申报单位基础条件", "三、项目负责人与研发团队", "五、下一步应用和推广计划")
SUMMARY = ("附件 2", "上海市智能制造系统解决方案揭榜挂帅项目推荐汇总表")


def page(*leaves: tuple[int | None, Sequence[str]]) -> Page:
    """Pages with their printed numbers and texts, each a block that says its place in the file."""
    made = tuple(Leaf(at, number, tuple(texts)) for at, (number, texts) in enumerate(leaves, 1))

    def rearranged(order: tuple[int, ...]) -> Page:
        return Page(tuple(Paragraph(str(at + 1), "") for at in order), leaves=made)

    natural = rearranged(tuple(range(len(made))))
    return Page(natural.blocks, leaves=made, rearranged=rearranged)


def read(*leaves: tuple[int | None, Sequence[str]]) -> tuple[str, list[str]]:
    """The pages in the order they are read, and the codes of what was found."""
    patterns = [pattern_of(get(name)) for name in ("application", "summary")]
    found = in_order(page(*leaves), patterns)
    order = "".join(block.text for block in found.blocks if isinstance(block, Paragraph))
    return order, [finding.code for finding in found.findings]


LONG = "这一页上的文字足够长，" * 8

CASES = {
    "in order": ([(1, "a"), (2, "b"), (3, "c")], "123", []),
    "two exchanged": ([(1, "a"), (3, "c"), (2, "b")], "132", ["page-order"]),
    "from the last to the first, the cover without a number": (
        [(3, "d"), (2, "c"), (1, BASIC), (None, COVER)],
        "4321",
        ["page-order"],
    ),
    "one missing": ([(1, "a"), (2, "b"), (5, "c")], "123", ["page-missing", "page-missing"]),
    "one twice": ([(1, LONG), (2, "b"), (1, LONG)], "12", ["page-doubled"]),
    "a short one twice": ([(1, "a"), (2, "b"), (2, "b")], "12", ["page-doubled"]),
    "two forms that end alike": ([(1, "a"), (2, "b"), (1, "c"), (2, "b")], "1234", []),
    "alike and not the same page": ([(1, LONG), (2, LONG), (3, "c")], "123", []),
    "two forms, each with its numbers": ([(1, "a"), (2, "b"), (1, "c"), (2, "d")], "1234", []),
    "no numbers, the cover last": (
        [(None, BASIC), (None, CHAPTERS), (None, COVER)],
        "312",
        ["page-order"],
    ),
    "no numbers, another form behind": ([(None, CHAPTERS), (None, SUMMARY)], "12", []),
    "no numbers and no labels": ([(None, "x"), (None, "y")], "12", []),
}


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_pages(name: str) -> None:
    leaves, order, codes = CASES[name]
    given = [(number, (texts,) if isinstance(texts, str) else texts) for number, texts in leaves]
    assert read(*given) == (order, codes)
