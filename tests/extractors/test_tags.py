"""The language of templates, tag by tag."""

import pytest

from extractors.tags import (
    EndFor,
    EndIf,
    Filter,
    For,
    IfNot,
    TagError,
    Value,
    dotted,
    find_tags,
    parse_tag,
    parse_tick,
    split,
)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("{{ applicant.name }}", Value("applicant.name")),
        ("{{applicant.name}}", Value("applicant.name")),
        ("{{ cover.date | date }}", Value("cover.date", (Filter("date"),))),
        ("{{ tasks[0].period.start|month }}", Value("tasks.0.period.start", (Filter("month"),))),
        ("{{ row.industries | joined }}", Value("row.industries", (Filter("joined"),))),
        (
            '{{ a.b | hint("如：(甲|乙), }} 丙") }}',
            Value("a.b", (Filter("hint", ("如：(甲|乙), }} 丙",)),)),
        ),
        ("{{ a | hint(“如：甲”) }}", Value("a", (Filter("hint", ("如：甲",)),))),
        ("{{ a | line(24) }}", Value("a", (Filter("line", (24,)),))),
        ("{{ a | date | line(12) }}", Value("a", (Filter("date"), Filter("line", (12,))))),
        ('{{ a | after("：") }}', Value("a", (Filter("after", ("：",)),))),
        ('{{ a[0].n | label("指标 1") }}', Value("a.0.n", (Filter("label", ("指标 1",)),))),
        ("{{ loop.index }}", Value("loop.index")),
        ("{%p for text in a.b | paragraphs %}", For("p", "text", "a.b", Filter("paragraphs"))),
        (
            '{%p for text in a.b | paragraphs("(不超 20%}字)") %}',
            For("p", "text", "a.b", Filter("paragraphs", ("(不超 20%}字)",))),
        ),
        (
            "{%tr for row in tasks[1].software | rows(3, 2) %}",
            For("tr", "row", "tasks.1.software", Filter("rows", (3, 2))),
        ),
        (
            '{%tr for row in rows | rows(9, 3, "... ..") %}',
            For("tr", "row", "rows", Filter("rows", (9, 3, "... .."))),
        ),
        ("{%p for x in n.t[0].xs | blocks %}", For("p", "x", "n.t.0.xs", Filter("blocks"))),
        ("{%p for x in n.t[1].xs %}", For("p", "x", "n.t.1.xs")),
        ("{%p if not n.t[1].xs %}", IfNot("p", "n.t.1.xs")),
        ("{%p endif %}", EndIf("p")),
        ("{%tr endfor %}", EndFor("tr")),
    ],
)
def test_a_tag_of_the_language(text, tag):
    assert parse_tag(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "{{ a + b }}",
        "{{ a() }}",
        "{{ a.__class__ }}}",
        "{{ '' }}",
        "{{ }}",
        "{{ a[x] }}",
        "{{ a | upper }}",
        "{{ a | default('x') }}",
        "{{ a | line }}",
        '{{ a | line("24") }}',
        "{{ a | hint(24) }}",
        "{{ a | hint }}",
        "{{ a | date(1) }}",
        '{{ a | date | hint("x") }}',
        '{{ a | hint("x") | line(3) }}',
        "{{ a | date | month }}",
        "{{ a | rows(3, 2) }}",
        "{{ a | paragraphs }}",
        "{{ a | line(24) b }}",
        "{{ a if b else c }}",
        "{{r a }}",
        "{% for a in b %}",
        "{%p for a in b | rows(3, 2) %}",
        "{%tr for a in b | paragraphs %}",
        "{%tr for a in b | rows %}",
        "{%tr for a in b | rows(3, 2) | rows(3, 2) %}",
        "{%p for a, b in c %}",
        "{%p for a in [1, 2] %}",
        "{%p if a %}",
        "{%p if not a and b %}",
        "{%p else %}",
        "{%p set a = 1 %}",
        "{%p include 'a' %}",
        "{%p macro a() %}",
        "{%tc for a in b %}",
        "{%- endfor %}",
        "{# note #}",
        "words",
    ],
)
def test_what_cannot_be_run_backward_is_refused(text):
    with pytest.raises(TagError):
        parse_tag(text)


def test_text_is_split_into_wording_and_tags():
    text = '揭榜单位：{{ cover.applicant | line(24) }}{{ cover.applicant | hint("}}") }}(盖章)'
    assert split(text) == (
        "揭榜单位：",
        Value("cover.applicant", (Filter("line", (24,)),)),
        Value("cover.applicant", (Filter("hint", ("}}",)),)),
        "(盖章)",
    )
    assert split("wording { alone }") == ("wording { alone }",)
    assert split("") == ()


@pytest.mark.parametrize(
    "text",
    [
        "{{ a",
        "a }}",
        "{{ a }} {%",
        "%} {{ a }}",
        "{# a",
        '{{ a | hint("x }}',
        "{{ " * 50_000,  # once looked at from every one of them to the end
        "{{ a ' " * 50_000,
    ],
)
def test_half_a_tag_is_refused(text):
    with pytest.raises(TagError):
        split(text)


def test_where_tags_stand():
    assert find_tags("a{{ b }}c{%p endif %}") == [(1, 8), (9, 21)]


def test_paths_of_the_record():
    assert dotted("tasks[0].others[12].name") == "tasks.0.others.12.name"


def test_the_tag_of_a_check_box():
    assert parse_tick("tasks[0].industries=汽车") == ("tasks.0.industries", "汽车")
    assert parse_tick("tasks.0.standards.1.stages=草案") == ("tasks.0.standards.1.stages", "草案")
    for wrong in ("applicant.ownership", "applicant.ownership=", "=汽车", "a b=汽车"):
        with pytest.raises(TagError):
            parse_tick(wrong)
