"""How values look on a page."""

from __future__ import annotations

import pytest

from tianbao.web.showing import deed, masked, target, written


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


@pytest.mark.parametrize(
    ("action", "shown"),
    [("sign-in", "登录"), ("download-original", "下载"), ("user-add", "建立用户"), ("new", "new")],
)
def test_a_deed_of_the_log_has_a_name(app, action, shown):
    with app.test_request_context():
        assert deed(action) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [("submission 7", "材料7"), ("document 3", "文件3"), ("2 files", "2 files"), ("林晓", "林晓")],
)
def test_what_it_was_done_to_has_one_too(app, said, shown):
    with app.test_request_context():
        assert target(said) == shown
