"""How values look on a page."""

from __future__ import annotations

import pytest

from tianbao.web.showing import masked, written


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("说明13800000021.docx", "说明138****0021.docx"),
        ("赵敏 <zhaomin@qilan-dm.example>", "赵敏 <zh***@qilan-dm.example>"),
        ("a@b.example", "a***@b.example"),
        ("91310115MA1K2X7Q3X", "91310115MA1K2X7Q3X"),
        ("合同1380000002100号", "合同1380000002100号"),
        (None, ""),
    ],
)
def test_personal_data_is_masked_and_nothing_else(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(
            (None, "（空）"),
            ([], "（空）"),
            (True, "是"),
            (3, "3"),
            (["汽车", "先进材料"], "汽车；先进材料"),
        ),
        ([{"name": "引擎", "indicators": None, "developer": "自研"}], "引擎，自研"),
    ],
)
def test_a_value_is_one_line_of_text(value, text):
    assert written(value) == text
