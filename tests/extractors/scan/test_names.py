"""Names whose last letters a seal hides."""

from __future__ import annotations

import pytest

from extractors.scan.names import mended


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("上海启岚数字科技有限公", "上海启岚数字科技有限公司"),
        ("上海启岚数字科技(上海)有限", "上海启岚数字科技(上海)有限公司"),
        ("启岚数控系统（集团）有限司", "启岚数控系统（集团）有限公司"),
        ("启岚数控系统（集团）有限词", "启岚数控系统（集团）有限公司"),
        ("启岚数控系统股份限公司", "启岚数控系统股份有限公司"),
        ("上海市长宁区科技和经济委员", "上海市长宁区科技和经济委员会"),
        ("上海市长宁区科技和经济委贵会", "上海市长宁区科技和经济委员会"),
    ],
)
def test_a_broken_ending_is_made_whole(read: str, name: str) -> None:
    assert mended(read) == name


@pytest.mark.parametrize(
    "name",
    [
        "上海启岚数字科技有限公司",
        "启岚（集团）有限责任公司",
        "启岚投资中心（有限合伙）",
        "临港新片区管委会",
        "上海市经信委",
        "上海市奉贤区经济委员会",
    ],
)
def test_a_whole_name_stays(name: str) -> None:
    assert mended(name) == name
