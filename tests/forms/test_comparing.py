"""What differs between two records of a form."""

from __future__ import annotations

import copy

import pytest

from forms import registry
from forms.comparing import differences
from tests.forms.sample import application, changed, sample, summary

FORM = registry.get("jiebang2024/application")


def found(a, b, form=FORM) -> list[tuple]:
    return [tuple(difference) for difference in differences(form, form.load(a), form.load(b))]


def row(name: str) -> dict:
    return {"name": name, "indicators": f"{name}的精度优于0.02毫米", "developer": "自研"}


def technologies(*names: str) -> dict:
    return application(tasks__0__technologies=[row(name) for name in names])


@pytest.mark.parametrize("name", ["a01-automotive-twin", "a06-central-three-directions"])
def test_a_record_differs_from_itself_in_nothing(name):
    assert found(sample(name), sample(name)) == []


def test_an_answer_that_changed_has_both_values():
    assert found(application(), application(tasks__0__budget="1.5")) == [
        ("tasks.0.budget", application()["tasks"][0]["budget"], "1.5", "differs")
    ]


def test_an_answer_that_one_lacks():
    without = application(applicant__contact__fax=None)
    fax = application()["applicant"]["contact"]["fax"]
    assert found(application(), without) == [("applicant.contact.fax", fax, None, "only-a")]
    assert found(without, application()) == [("applicant.contact.fax", None, fax, "only-b")]


def test_no_and_no_answer_are_different_but_a_box_without_a_tick_is_none():
    asked = "applicant__accident__occurred"
    assert found(application(**{asked: False}), application(**{asked: None})) == [
        ("applicant.accident.occurred", False, None, "only-a")
    ]
    ticked = changed(application(), tasks__0__standards__0__selected=True)
    unticked = changed(application(), tasks__0__standards__0__selected=False)
    path = "tasks.0.standards.0.selected"
    assert found(unticked, ticked) == [(path, None, True, "only-b")]


def test_a_value_that_only_looks_different_is_told_apart():
    name = application()["applicant"]["name"]
    spaced = application(applicant__name=f"{name[:4]} {name[4:]}", cover__applicant=name)
    assert found(application(cover__applicant=name), spaced) == [
        ("applicant.name", name, f"{name[:4]} {name[4:]}", "looks-different")
    ]


def test_a_row_put_in_between_moves_none_of_the_others():
    a = technologies("视觉定位", "力控装配", "数字孪生")
    b = technologies("视觉定位", "热误差补偿", "力控装配", "数字孪生")
    assert {(path, kind) for path, _, _, kind in found(a, b)} == {
        (f"tasks.0.technologies.1.{leaf}", "only-b") for leaf in ("name", "indicators", "developer")
    }
    assert {kind for *_, kind in found(b, a)} == {"only-a"}


def test_a_row_that_changed_is_the_same_row_and_has_the_path_of_a():
    a = technologies("视觉定位", "力控装配", "数字孪生")
    b = technologies("热误差补偿", "视觉定位", "力控装配", "数字孪生")
    b["tasks"][0]["technologies"][2]["developer"] = "合作研制"
    assert ("tasks.0.technologies.1.developer", "自研", "合作研制", "differs") in found(a, b)


def test_a_row_written_anew_in_its_place_is_compared_answer_by_answer():
    a, b = technologies("视觉定位", "力控装配"), technologies("视觉定位", "边缘网关")
    assert {kind for *_, kind in found(a, b)} == {"differs"}


def test_years_go_by_their_place_even_when_their_figures_moved():
    a = application()
    b = copy.deepcopy(a)
    years = b["applicant"]["finances"]
    for leaf in ("total_assets", "revenue"):
        years[0][leaf], years[1][leaf] = years[1][leaf], years[0][leaf]
    assert {path.rsplit(".", 1)[0] for path, *_ in found(a, b)} == {
        "applicant.finances.0",
        "applicant.finances.1",
    }


def test_a_direction_put_first_moves_the_other_down():
    a = application()
    b = copy.deepcopy(a)
    new = {"direction": "产品数字化设计解决方案", "solution": "云端协同设计", "budget": "88"}
    b["tasks"].insert(0, new)
    assert {(path, kind) for path, _, _, kind in found(a, b)} == {
        (f"tasks.0.{leaf}", "only-b") for leaf in new
    }


def test_a_row_of_the_summary_is_found_again_whatever_its_number():
    form = registry.get("jiebang2024/summary")
    a = summary()
    b = copy.deepcopy(a)
    b["rows"].insert(0, {"name": "上海新来科技有限公司", "mobile": "13800000077"})
    assert {(path, kind) for path, _, _, kind in found(a, b, form)} == {
        ("rows.0.name", "only-b"),
        ("rows.0.mobile", "only-b"),
    }
