"""What the forms print, from their templates."""

from __future__ import annotations

from extractors.scan.printed import printed


def test_labels_stand_where_the_template_has_them() -> None:
    place = printed().at(0.003, 0.290)  # as found on a picture
    assert place is not None
    assert "统一社会信用代码" in place.words
    assert not place.answered


def test_a_place_of_heads_and_answers_says_so() -> None:
    place = printed().at(0.262, 0.482)
    assert place is not None
    assert "技术名称" in place.words
    assert place.answered


def test_options_beside_boxes_are_apart_from_labels() -> None:
    place = printed().at(0.292, 1.0)
    assert place is not None
    assert any(each.startswith("中央企业地方国企") for each in place.options)
    assert place.words == ()


def test_where_only_answers_stand_nothing_is_expected() -> None:
    assert printed().at(0.292, 0.579) is None
    assert printed().at(0.1, 0.9) is None


def test_notes_are_those_of_all_forms() -> None:
    notes = printed().notes
    assert any("根据《统计上大中小微型企业划分办法" in note for note in notes)
