"""Names written out from a printed list."""

from __future__ import annotations

import pytest

from forms import registry
from forms.codecs import Codec

APPLICATION = registry.get("application")
SUMMARY = registry.get("summary")
DIRECTION = APPLICATION.codec("tasks.0.direction")
SCENE = APPLICATION.codec("tasks.0.scene.name")
SEGMENT = APPLICATION.codec("tasks.0.scene.segment")
DIRECTIONS = SUMMARY.codec("rows.0.directions")
INDUSTRIES = SUMMARY.codec("rows.0.industries")
SOLUTIONS = SUMMARY.codec("rows.0.solutions")

FACTORY = "数字孪生工厂解决方案"


@pytest.mark.parametrize(
    ("codec", "written", "option"),
    [
        (DIRECTION, FACTORY, FACTORY),
        (DIRECTION, "6. 数字孪生工厂解决方案", FACTORY),
        (DIRECTION, "（6）数字孪生工厂解决方案", FACTORY),
        (DIRECTION, "9.计划调度动态优化解决方案", "计划调度动态优化解决方案"),
        (DIRECTION, "数字孪生 工厂解决方案", FACTORY),
        (SCENE, "(15) 数字孪生工厂建设", "数字孪生工厂建设"),
        (SEGMENT, "6. 工厂建设", "工厂建设"),
        (DIRECTION, f"如：产品数字化设计解决方案\n{FACTORY}", FACTORY),
        (DIRECTION, "产品数字化设计解决方案", "产品数字化设计解决方案"),
    ],
)
def test_names_with_their_numbers(codec: Codec, written: str, option: str) -> None:
    reading = codec.parse(written)
    assert reading.value == option
    assert reading.certainty >= 0.95
    assert codec.likeness(written) >= 0.95
    assert codec.canonical(written) == option


@pytest.mark.parametrize(
    ("codec", "written", "option"),
    [
        (DIRECTION, "数字孪生工厂", FACTORY),
        (DIRECTION, "数字孪生工厂方案", FACTORY),
        (DIRECTION, "数子孪生工厂解决方案", FACTORY),
        (DIRECTION, "智能产线解决方案", "智能生产线解决方案"),
        (DIRECTION, "方向6", FACTORY),
        (DIRECTION, "（第6项）", FACTORY),
        (SCENE, "15", "数字孪生工厂建设"),
        (SCENE, "场景15", "数字孪生工厂建设"),
        (SCENE, "设备故障诊断和预测", "设备故障诊断与预测"),
        (SCENE, "供应链风险预警", "供应链风险预警与弹性管控"),
        (SEGMENT, "工厂建设环节", "工厂建设"),
    ],
)
def test_small_slips_are_put_right_and_said(codec: Codec, written: str, option: str) -> None:
    reading = codec.parse(written)
    assert reading.value == option
    assert [code for code, _ in reading.problems] == ["normalised"]
    assert codec.canonical(written) == option


@pytest.mark.parametrize(
    ("codec", "written", "near"),
    [
        (DIRECTION, "工业安全解决方案", ("工业数据安全解决方案", "工业网络安全解决方案")),
        (SCENE, "数据驱动", ("数据驱动产品设计优化", "数据驱动服务")),
        (DIRECTION, "量子计算解决方案", ()),
        (DIRECTION, "第22项", ()),
        (
            DIRECTION,
            f"{FACTORY}以及面向整车总装的柔性产线快速换型、虚拟调试与能效优化的一体化方案",
            (FACTORY,),
        ),
    ],
)
def test_what_is_no_name_stays_as_written(
    codec: Codec, written: str, near: tuple[str, ...]
) -> None:
    reading = codec.parse(written)
    assert reading.value == written
    assert set(near) <= set(reading.alternatives)
    assert [code for code, _ in reading.problems] == ["not-in-vocabulary"]
    assert codec.canonical(written) == written
    assert codec.likeness(written) <= 0.1


@pytest.mark.parametrize(
    "blank", ["", "如：产品数字化设计解决方案", "(如有请填写)", "（如有请填写）", "无", "／"]
)
def test_prompts_and_empty_words(blank: str) -> None:
    reading = DIRECTION.parse(blank)
    assert (reading.value, reading.problems) == (None, ())


def test_every_printed_name_is_read_as_itself() -> None:
    for codec in (DIRECTION, SCENE, SEGMENT):
        for number, option in enumerate(codec.options, start=1):
            for written in (
                option,
                f"{number}.{option}",
                f"（{number}）{option}",
                option[:1] + " " + option[1:],
            ):
                assert codec.parse(written).value == option


def test_no_printed_name_is_near_enough_to_another_to_be_taken_for_it() -> None:
    for codec in (DIRECTION, SCENE, SEGMENT):
        for option in codec.options:
            for index in range(len(option)):
                damaged = option[:index] + "〓" + option[index + 1 :]
                assert codec.parse(damaged).value in (option, damaged)


@pytest.mark.parametrize(
    ("codec", "written", "items"),
    [
        (INDUSTRIES, "汽车、高端装备", ["汽车", "高端装备"]),
        (INDUSTRIES, "1. 汽车产业\n2. 高端装备行业", ["汽车", "高端装备"]),
        (INDUSTRIES, "高端装备、汽车、汽车", ["高端装备", "汽车", "汽车"]),  # as written
        (INDUSTRIES, "汽车，高端装备", ["汽车", "高端装备"]),
        (INDUSTRIES, "汽车 高端装备", ["汽车", "高端装备"]),
        (INDUSTRIES, "先进材料高端装备", ["先进材料", "高端装备"]),  # a line of the cell each
        (INDUSTRIES, "先进材料高端装备等", ["先进材料高端装备等"]),
        (INDUSTRIES, "航空，航天", ["航空，航天"]),  # no names of ours: left as one
        (DIRECTIONS, "6. 数字孪生工厂\n智能生产线解决方案", [FACTORY, "智能生产线解决方案"]),
        (DIRECTIONS, "无", []),
        (SOLUTIONS, "甲、乙一体化平台\n\n 丙系统 ", ["甲、乙一体化平台", "丙系统"]),
    ],
)
def test_lists_in_a_cell(codec: Codec, written: str, items: list[str]) -> None:
    assert codec.parse(written).value == items


@pytest.mark.parametrize(
    ("codec", "items"),
    [
        (INDUSTRIES, ["汽车、高端装备"]),
        (DIRECTIONS, ["甲\n乙"]),
        (SOLUTIONS, ["甲\n乙"]),
        (DIRECTIONS, "甲"),
    ],
)
def test_lists_that_loading_refuses(codec: Codec, items: object) -> None:
    with pytest.raises(ValueError, match="must"):
        codec.canonical(items)


def test_lists_that_loading_cleans() -> None:
    assert INDUSTRIES.canonical(["1.汽车产业", None, "无", "农业"]) == ["汽车", "农业"]
    assert DIRECTIONS.canonical(["数字孪生工厂"]) == [FACTORY]
    assert SOLUTIONS.canonical([" 甲、乙平台\n", ""]) == ["甲、乙平台"]
