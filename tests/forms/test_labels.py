"""Labels, and answers that look like one."""

from __future__ import annotations

import pytest

from forms import registry
from forms.labels import label_key, label_like, looks_like_label

APPLICATION = registry.get("application")
SUMMARY = registry.get("summary")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "(3) 预期成效",
            "（3）预期成效：",
            "预期成效",
            "3.预期成效",
            "项目联系人",
            "单 位 名 称",
            "资产总额",
            "單位名稱",
        ),
        *(
            "资产总额（万元）",
            "攻关方向二",
            "— 攻关方向二—",
            "（二）攻关方向二（如有请填写）",
            "1. 产业 1",
            "2. 产业 2：汽车",
        ),
        *(
            "四、项目组织实施、保障措施、研发资金及风险分析",
            "企业类型",
            "国家标准",
            "一段话\n(4) 进度安排\n又一段",
        ),
    ],
)
def test_labels_and_headings(text: str) -> None:
    assert looks_like_label(text, APPLICATION)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "预期成效显著",
            "总经理（项目联系人）",
            "本单位名称为上海申联",
            "手机号码",
            "汽车",
            "产业链协同",
        ),
        *("预期成效如下：研制周期缩短35%。", "2024年5月20日", "自研"),
    ],
)
def test_answers(text: str) -> None:
    assert not looks_like_label(text, APPLICATION)


def test_each_form_has_its_own_labels() -> None:
    assert looks_like_label("联系人", SUMMARY)
    assert not looks_like_label("联系人", APPLICATION)


def test_the_paragraph_is_named() -> None:
    assert label_like("甲\n(3) 预期成效\n乙", APPLICATION) == "(3) 预期成效"


def test_keys() -> None:
    assert label_key("1. (3) 预期成效：") == "预期成效"
    assert label_key("研制周期缩短 (%)") == "研制周期缩短"
    assert label_key("(万元)") == "(万元)"
