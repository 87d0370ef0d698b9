"""What each filter prints."""

import pytest

from renderers.values import Identifiers, environment, is_ticked


def show(expression, **record):
    jinja = environment({"day": lambda value: value.replace("-", "/")})
    return jinja.from_string("{{ " + expression + " }}").render(record)


@pytest.mark.parametrize(
    ("expression", "value", "shown"),
    [
        ("x", None, ""),
        ("x", "甲", "甲"),
        ("x", 0, "0"),
        ("x", "<&>\"'", "&lt;&amp;&gt;&#34;&#39;"),
        ("x", "a\tb", 'a</w:t><w:tab/><w:t xml:space="preserve">b'),
        ("x | codec('day')", "2024-05-20", "2024/05/20"),
        ("x | codec('day')", None, ""),
        ("x | hint('如')", None, "如"),
        ("x | hint('如')", [], "如"),
        ("x | hint('如')", "甲", ""),
        ("x | hint('如')", 0, ""),
        ("x | hint('如')", False, ""),
        ("x | line(6)", "甲", "甲    "),
        ("x | line(6)", "ab", "ab    "),
        ("x | line(2)", "甲乙", "甲乙"),
        ("x | line(6)", None, ""),
        ("x | line(6)", 0, "0     "),
        ("x | after('：')", "甲", "：甲"),
        ("x | after('：')", None, ""),
        ("x | label('乙')", "甲", "甲"),
        ("x | label('乙')", None, "乙"),
        ("x | hint('&lt;')", None, "&amp;lt;"),
    ],
)
def test_a_value(expression, value, shown):
    assert show(expression, x=value) == shown


@pytest.mark.parametrize(
    ("value", "option", "ticked"),
    [
        ("大型", "大型", True),
        ("大型", "小型", False),
        (None, "小型", False),
        (["甲", "乙"], "乙", True),
        ([], "乙", False),
        (True, "是", True),
        (True, "国际标准", True),
        (True, "否", False),
        (False, "否", True),
        (False, "是", False),
        (None, "否", False),
    ],
)
def test_a_tick(value, option, ticked):
    assert is_ticked(value, option) is ticked


def test_an_unanswered_block_answers_every_field_with_nothing():
    jinja = environment({})
    source = "{% for b in x | blocks %}[{{ b['a']['b'] }}{{ b['c'] | hint('?') }}" + (
        "{% for t in b['d'] | paragraphs('!') %}{{ t }}{% endfor %}]{% endfor %}"
    )
    assert jinja.from_string(source).render(x=[]) == "[?!]"


def test_rows_number_the_filled_and_the_first():
    jinja = environment({})
    source = "{% for r in x | rows(4, 2, '..') %}{{ r['no'] }}{{ r['a'] }} {% endfor %}"
    assert jinja.from_string(source).render(x=[]) == "1 2 .. .. "
    three = [{"a": "甲"}, {"a": None}, {"a": "丙"}]
    assert jinja.from_string(source).render(x=three) == "1甲 2 3丙 .. "
    assert jinja.from_string(source).render(x=three * 2).endswith("4甲 5 6丙 ")


def test_numbers_of_what_a_loop_repeats():
    numbers = Identifiers({1, 3, 7})
    assert [numbers.new("control7", 7) for _ in range(4)] == [7, 2, 4, 5]
    assert numbers.last("control7") == 5
    assert numbers.new("bookmark7", 7) == 7
    assert numbers.suffix("bookmark7") == ""
    assert numbers.suffix("control7") == "_5"
