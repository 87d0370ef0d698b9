"""Industries under their ordinals, and indicators' own names."""

from __future__ import annotations

import pytest

from forms import registry
from forms.codecs import industry_name
from forms.codecs.names import Industry

NAME = registry.get("application").codec("tasks.0.effects.0.others.0.name")
INDUSTRY = registry.get("application").codec("tasks.0.effects.0.industry")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "汽车",
            "汽车产业",
            "汽车行业",
            "1. 产业 1：汽车产业",
            "重点行业一：汽车",
            "产业一:汽车",
            "行业：汽车",
        ),
        *("（一）汽车产业", "1、汽车", "产业 1 汽车", "汽车 产业", "汽车产业。", "汽车产业行业"),
    ],
)
def test_an_industry_loses_number_label_and_ending(written: str) -> None:
    assert industry_name(written) == "汽车"
    assert INDUSTRY.parse(written).value == "汽车"
    assert INDUSTRY.likeness(written) == 1.0


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("5G产业", "5G"),
        ("产业一体化", "产业一体化"),
        ("产业2025", "产业2025"),
        ("3C 电子", "3C 电子"),
        ("1. 产业 1", None),
        ("产业 1：", None),
        ("重点行业一", None),
        ("产业", None),
        ("无", None),
    ],
)
def test_other_industries(written: str, name: str | None) -> None:
    assert industry_name(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("换型调试周期缩短(%)", "换型调试周期缩短(%)"),
        ("其他成效指标 1", None),
        ("其他成效指标5", None),
        ("其他成效指标2 (%)", None),
        ("其他成效指标3（％）", None),
        ("其它指标2：", None),
        ("生产效率提升（％）", None),  # renamed to another printed label
        ("单位名称", None),
        ("其他成效指标1：换型时间", "换型时间"),
        ("其他成效指标3 换型时间", "换型时间"),
        ("换型时间缩短(%)：", "换型时间缩短(%)"),
        ("46.换型时间缩短(%)", "换型时间缩短(%)"),
        ("（6）换型时间缩短：", "换型时间缩短"),
        ("5G覆盖率", "5G覆盖率"),
        ("1.5mm以下缺陷检出率", "1.5mm以下缺陷检出率"),
        ("无", None),
    ],
)
def test_indicator_names(written: str, name: str | None) -> None:
    assert NAME.parse(written).value == name
    assert NAME.canonical(written) == name


@pytest.mark.parametrize("raw", ["电电子信息", "电子信恩", "时尚消费"])
def test_an_industry_hardly_unlike_a_printed_one_is_doubted(raw: str) -> None:
    codec = Industry(("电子信息", "汽车", "时尚消费品"))
    reading = codec.parse(raw)
    assert (reading.value, reading.certainty < 0.9, bool(reading.doubt)) == (raw, True, True)
    assert reading.alternatives[0] in codec.options
    assert codec.parse("汽车零部件").doubt is None
