"""The keys by which two spellings of one label are found to be the same."""

from __future__ import annotations

import pytest

from extractors.wording import core, key, unnumbered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("单位名称", "单 位　名 称："),
        ("法人代表/负责人", "法人代表／负责人"),
        ("资产总额(万元)", "资产总额（万元）"),
        ("□ 国际标准", "☑国际标准"),
        ("□ 国际标准", "🗹 国际标准"),
        ("研制单位⁷", "研制单位"),
        ("E-mail", "Ｅ-mail"),
        ("㈠背景与必要性", "（一）背景与必要性"),
    ],
)
def test_spellings_of_one_label_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_labels_that_differ_keep_different_keys() -> None:
    assert key("重点行业一") != key("重点行业二")
    assert key("2021年") != key("2022年")


def test_trailing_brackets_are_no_part_of_the_core() -> None:
    assert core("重点服务产业 (可多选)") == key("重点服务产业")
    assert core("研制周期缩短 (%)") == key("研制周期缩短")
    assert core("（无）") == key("无")


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("一、揭榜任务攻关内容", "揭榜任务攻关内容"),
        ("(1) 背景与必要性", "背景与必要性"),
        ("（三）风险分析", "风险分析"),
        ("1. 产业 1", "产业 1"),
    ],
)
def test_headings_lose_their_numbering(heading: str, bare: str) -> None:
    assert unnumbered(heading) == bare
