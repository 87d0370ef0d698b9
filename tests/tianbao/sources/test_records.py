"""Records read from JSON."""

from __future__ import annotations

import pytest

from tianbao.errors import WrongCall
from tianbao.sources.records import lines, parse, unwrap


def test_an_object_in_utf_8_is_a_record_with_or_without_a_byte_order_mark():
    assert parse('{"recommender": "上海"}'.encode(), "r.json") == {"recommender": "上海"}
    assert parse(b"\xef\xbb\xbf{}", "r.json") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        '{"a": "上海"}'.encode("gb18030"),
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' * 100_000,
    ],
)
def test_anything_else_is_refused_with_its_place(data):
    with pytest.raises(WrongCall, match=r"r\.json: "):
        parse(data, "r.json")


def test_lines_carry_their_place_and_empty_ones_are_passed_over():
    assert list(lines([b"{}\n", b" \n", b"{}"], "r.jsonl")) == [
        ("r.jsonl:1", b"{}\n"),
        ("r.jsonl:3", b"{}"),
    ]


def test_a_line_of_extract_names_its_form_and_a_bare_record_does_not():
    assert unwrap({"recommender": None}) == (None, {"recommender": None})
    assert unwrap({"form": "f", "record": {"a": 1}, "fields": {}}) == ("f", {"a": 1})
    with pytest.raises(WrongCall, match="no record"):
        unwrap({"form": None, "record": None, "reason": {}})
