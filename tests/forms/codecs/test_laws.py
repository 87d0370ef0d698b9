"""The law of codecs, for every codec of every form: what is printed reads back as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forms import registry
from forms.codecs import Codec, Period
from tests.strategies import answers, months, texts


def _kind(codec: Codec) -> tuple[Any, ...]:
    """What makes a codec behave unlike another."""
    parts = (getattr(codec, part, None) for part in ("stamp", "mobile", "or_month", "unit"))
    return (codec.name, codec.options, bool(getattr(codec, "prompts", ())), *map(repr, parts))


# One codec of each kind that a form has.
CODECS = {
    _kind(form.codec(leaf)): form.codec(leaf) for form in registry.forms() for leaf in form.leaves()
}
each_codec = pytest.mark.parametrize(
    "codec", CODECS.values(), ids=[f"{i}-{codec.name}" for i, codec in enumerate(CODECS.values())]
)
anything = texts(6) | st.text(max_size=30)


@each_codec
@given(data=st.data())
@settings(max_examples=500, deadline=None)
def test_what_is_printed_reads_back(codec: Codec, data: st.DataObject) -> None:
    raw = data.draw(answers(codec))
    value = codec.canonical([] if raw is None and _is_list(codec) else raw)
    assert codec.parse(codec.format(value)).value == value


@each_codec
@given(raw=anything)
@settings(max_examples=500, deadline=None)
@example("")
@example("\ud800\x00\ufffe")
@example("\u0661\u0662\u0663")  # Arabic digits are digits to \d, and no digits of a record
@example("9" * 5000)
@example("（" * 3000)
def test_reading_gives_what_loading_takes(codec: Codec, raw: str) -> None:
    value = codec.parse(raw).value
    assert codec.canonical(value) == value
    assert 0.0 <= codec.likeness(raw) <= 1.0


@each_codec
@given(raw=texts(6))
@settings(max_examples=500, deadline=None)
@example("①____甲方案")
@example("1\n0")
def test_loading_is_idempotent(codec: Codec, raw: str) -> None:
    try:
        value = codec.canonical([raw] if _is_list(codec) else raw)
    except ValueError:
        return
    assert codec.canonical(value) == value
    assert codec.parse(codec.format(value)).value == value
    assert _is_list(codec) or codec.parse(raw).value == value  # reading does what loading does


@each_codec
@pytest.mark.parametrize(
    "piece", ["(加盖公章)", "1.如：产品设计", "（1）", "产业 1", "汽车、", "()", "甲\n"]
)
def test_a_third_of_a_megabyte_of_anything_is_read(codec: Codec, piece: str) -> None:
    """What takes time squared of the length takes minutes here."""
    raw = piece * (300_000 // len(piece))
    assert 0 <= codec.parse(raw).certainty <= 1
    assert 0 <= codec.likeness(raw) <= 1


@given(st.tuples(st.none() | months(), st.none() | months()))
@settings(max_examples=500, deadline=None)
def test_a_period_reads_back(period: tuple[str | None, str | None]) -> None:
    assert Period().parse(Period().format(period)).value == period


def _is_list(codec: Codec) -> bool:
    return codec.json_schema().get("type") == "array"
