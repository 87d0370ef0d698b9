"""Lines of text found on a page."""

from __future__ import annotations

import numpy as np

from extractors.scan import lines
from tests.extractors.scan.drawing import ink, white, written


def test_margins_are_not_looked_at_and_lines_found_as_on_the_whole_page() -> None:
    page = written([(90, 100, "上海市示例机器厂"), (300, 400, "统一社会信用代码")])
    whole = lines.find(page, np.full(page.shape[:2], 255, np.uint8))
    found = lines.find(page, ink(page))
    assert len(found) == 2
    assert np.abs(np.array(found) - np.array(whole)).max() <= 2


def test_a_page_without_ink_has_no_lines() -> None:
    assert lines.find(white(), ink(white())) == []
