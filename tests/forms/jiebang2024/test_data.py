"""The programme's data files against the notice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from forms import registry
from forms.jiebang2024.data import (
    DIRECTION,
    INDUSTRIES,
    LABELS,
    OWNERSHIP,
    PROMPTS,
    SCENE,
    SEGMENT,
    SEGMENT_OF_SCENE,
    SETTINGS,
    SIZES,
    _read,
)
from forms.jiebang2024.recommenders import district
from forms.labels import label_key
from forms.text import squeeze

NOTICE = (Path(__file__).parents[2] / "resources" / "notice.txt").read_text(encoding="utf-8")
MARKS = "¹²³⁴⁵⁶⁷⁸⁹"


def exact(text: str) -> str:
    """Text without white space, boxes and note marks; the widths of its marks stay."""
    return re.sub(rf"\s|<[^>]*>|[{MARKS}]", "", text)


BARE_NOTICE = exact(NOTICE)


def test_there_are_as_many_as_the_notice_says() -> None:
    assert (len(DIRECTION.options), len(SEGMENT.options), len(SCENE.options)) == (21, 16, 45)
    assert (len(INDUSTRIES), len(OWNERSHIP), len(SIZES)) == (6, 6, 4)


@pytest.mark.parametrize("file", ["directions", "segments", "scenes"])
def test_names_and_descriptions_are_the_notices_own(file: str) -> None:
    for number, entry in enumerate(_read(f"vocabulary/{file}.json"), start=1):
        assert entry["number"] == number
        head = {
            "directions": f"{number}.{entry['name']}",
            "segments": f"{number}.{entry['name']}",
            "scenes": f"({number}){entry['name']}。",
        }[file]
        assert exact(head + entry["description"]) in BARE_NOTICE
        assert "\n" not in entry["description"]


def test_groups_parts_and_segments() -> None:
    groups = Counter(entry["group"] for entry in _read("vocabulary/directions.json"))
    assert groups == {"基础制造能力升级": 8, "重点生产环节优化": 7, "关键要素资源保障": 6}
    parts = Counter(entry["part"] for entry in _read("vocabulary/segments.json"))
    assert parts == {"产品全生命周期": 5, "生产全过程": 8, "供应链全环节": 3}
    assert set(SEGMENT_OF_SCENE.values()) == set(SEGMENT.options)
    assert SEGMENT_OF_SCENE["数字孪生工厂建设"] == "工厂建设"
    assert SEGMENT_OF_SCENE["供应链风险预警与弹性管控"] == "供应链服务"


def test_options_stand_in_the_order_of_the_form() -> None:
    for options in (INDUSTRIES, OWNERSHIP, SIZES):
        places = [NOTICE.index(f"/> {option}") for option in options]
        assert places == sorted(places)


def test_prompts_are_the_notices_own_to_the_width_of_a_comma() -> None:
    for prompts in PROMPTS.values():
        for prompt in prompts:
            assert exact(prompt) in BARE_NOTICE
    one, two = PROMPTS["tasks.0.pain_points"][0], PROMPTS["tasks.1.pain_points"][0]
    assert (one.count("，"), one.count(",")) == (1, 0)
    assert (two.count("，"), two.count(",")) == (0, 1)
    assert one.replace("，", ", ") == two


def test_prompts_belong_to_fields() -> None:
    form = registry.get("application")
    for path in PROMPTS:
        assert form.label(path.replace("*", "0"))


@pytest.mark.parametrize("form", ["application", "summary"])
def test_labels_are_the_notices_own(form: str) -> None:
    for label in LABELS[form]:
        assert exact(label) in BARE_NOTICE


def test_the_label_of_every_field_is_printed() -> None:
    """Names that the form does not print itself: the parts of a cell that has only one label."""
    unprinted = {
        "年份",
        "年月日",
        "起始年月",
        "终止年月",
        "标准级别",
        "勾选",
        "个数",
        "指标名称",
        "指标值",
    }
    for name in ("application", "summary"):
        form = registry.get(name)
        keys = {label_key(label) for label in form.aliases()}
        for leaf in form.leaves():
            label = form.label(leaf).split("·")[-1]
            known = label_key(label) in keys or label in unprinted
            assert known or any(key.startswith(label) for key in keys), label


@pytest.mark.parametrize("form", ["application", "summary"])
def test_no_other_word_for_a_label_is_another_label(form: str) -> None:
    keys = {label_key(label): label for label in LABELS[form]}
    for label, words in LABELS[form].items():
        assert words, label
        assert len(words) == len(set(words))
        for word in words:
            assert keys.get(label_key(word), label) == label


def test_settings() -> None:
    assert (SETTINGS["deadline"], SETTINGS["quota"], SETTINGS["most_quota"]) == ("2024-06-01", 5, 8)
    form = registry.get("application")
    assert set(SETTINGS["ranges"]) <= set(form.leaves())


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("嘉定区经委", "嘉定区"),
        ("上海市嘉定区经济委员会", "嘉定区"),
        ("浦东新区科经委", "浦东新区"),
        ("上海市浦东新区科技和经济委员会", "浦东新区"),
        ("临港新片区管委会", "临港新片区"),
        ("上海化学工业区管理委员会", "化学工业区"),
        ("嘉定区经委、青浦区经委", None),
        ("某某集团", None),
    ],
)
def test_recommenders_under_any_name(name: str, area: str | None) -> None:
    assert district(name) == area


def test_descriptions_were_joined_over_page_breaks() -> None:
    first = _read("vocabulary/directions.json")[0]["description"]
    assert "产品数据管理系统" in squeeze(first)
