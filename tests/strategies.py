"""Hypothesis strategies for records: whole canonical records, with the text that breaks things.

`records(name)` gives what `load` gives, so `load(record) == record`. Records with a paragraph that
is itself a label are left out: the laws don't hold for them (`forms.labels.looks_like_label`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from hypothesis import strategies as st
from marshmallow.fields import Field

from forms import registry
from forms.codecs import Codec
from forms.codecs.codes import has_valid_check
from forms.form import SchemaForm
from forms.labels import looks_like_label
from forms.schema import Answer, Part, PrintedRows, RecordSchema, Rows

Record = dict[str, Any]

# What template engines, XML, tick readers and label matchers stumble over, or cleaning changes.
SNIPPETS = (
    *("{{7*7}}", "{% raw %}", "{{ cover.applicant }}", "{_", "{#", "%}", "<w:p/>", "</w:t>"),
    *("&", "&amp;", "]]>", "<!--", "<![CDATA[", "\\n", "$0", "'", '"', "%s", "\x7f"),
    *(
        "单位名称",
        "项目联系人",
        "(3) 预期成效",
        "手机：",
        "攻关方向二",
        "关键技术",
        "序号",
        "重点行业一",
    ),
    *("□", "☑", "☐", "√", "■", "●", "____", "＿＿", "是", "否", "民营企业√", "（√）"),
    *("无", "/", "—", "N/A", "（万元）", "(不超过 300 字)", "如：产品设计", "(加盖公章)"),
    *("(如有请填写)", "2024年5月20日", "13800000018", "zhang@b.example", "42.3%", "1,234.56"),
    *("第3行", "1.", "汽车", "汽车产业", "数字孪生工厂解决方案", "数字孪生工厂建设", "9.计划调度"),
    *("产业 1：", "、", "；", "上海申联智造系统有限公司", "提升20%以上", "≤50ms", "±0.02mm"),
    *("👩‍💻", "🏳️‍🌈", "👨‍👩‍👧", "❤️", "🇨🇳", "1️⃣", "\U00020bb7", "\U00030edd", "\U0001d49c"),
    *("\U000f0000", "é", "e\u0301", "ﬁ", "①", "㎡", "Ａ１", "（）", "\uf900", "\ufa19", "\u2f08"),
    *("\u2329", "\u1100\u1161", "\u00a8", "\u00ad", "\ue000", "\ufffd", "\u200b", "\u200d"),
    *("\ufeff", "\t", " ", "  ", "\u3000", "\u00a0", "\n", "\r\n", "\u2028", "\x85", "\n\n"),
    *("…", "“", "”", "·", "-", "0", "a", "中", "基于5G、TSN和Wi-Fi 6的IT/OT融合"),
)

_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def texts(most: int = 5) -> st.SearchStrategy[str]:
    """Adversarial text: snippets and any characters, at most `most` pieces."""
    character = st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
    )
    return st.lists(st.sampled_from(SNIPPETS) | character, max_size=most).map("".join)


def decimals() -> st.SearchStrategy[str]:
    """Decimal strings as records hold them, trailing zeros and minus included."""
    whole = st.integers(0, 10**9).map(str)
    fraction = st.just("") | st.text("0123456789", min_size=1, max_size=4).map(".{}".format)
    return st.tuples(st.sampled_from(("", "", "", "-")), whole, fraction).map("".join)


def dates() -> st.SearchStrategy[str]:
    """ISO dates of any year with four digits."""
    return st.dates().map(lambda date: date.isoformat())


def months() -> st.SearchStrategy[str]:
    """Months as records hold them."""
    return dates().map(lambda date: date[:7])


def credit_codes() -> st.SearchStrategy[str]:
    """Unified social credit codes with a right check character."""
    from stdnum.cn.uscc import calc_check_digit

    bodies = st.text(_CODE_CHARACTERS, min_size=17, max_size=17)
    codes = bodies.map(lambda body: body + calc_check_digit(body))
    return codes.filter(has_valid_check)


def answers(codec: Codec) -> st.SearchStrategy[Any]:
    """Values of a codec that a record may be given; loading makes them canonical."""
    filled: st.SearchStrategy[Any] = _FILLED[codec.name](codec)
    return st.none() | filled


def _options(codec: Codec) -> st.SearchStrategy[str]:
    return st.sampled_from(codec.options)


def _items(codec: Codec) -> st.SearchStrategy[list[str]]:
    item = _options(codec) | _one_line()
    return st.lists(item, max_size=4)


def _one_line() -> st.SearchStrategy[str]:
    return texts(3).map(lambda text: " ".join(text.split()).replace("、", ""))


_FILLED: dict[str, Any] = {
    "text": lambda codec: texts(),
    "prose": lambda codec: texts(9),
    "credit-code": lambda codec: credit_codes() | texts(3),
    "phone": lambda codec: st.sampled_from(("13800000018", "021-59560001转801")) | texts(3),
    "email": lambda codec: st.just("zhou@shenlian-im.example") | texts(3),
    "date": lambda codec: dates(),
    "date-or-month": lambda codec: dates() | months(),
    "month": lambda codec: months(),
    "decimal": lambda codec: decimals(),
    "percent": lambda codec: decimals(),
    "count": lambda codec: st.integers(0, 9999),
    "year": lambda codec: st.sampled_from(codec.years),
    "yes-no": lambda codec: st.booleans(),
    "tick": lambda codec: st.booleans(),
    "choice": _options,
    "ticks": lambda codec: st.lists(_options(codec), max_size=6),
    "written-choice": lambda codec: _options(codec) | texts(3),
    "joined": _items,
    "lines": lambda codec: st.lists(_one_line(), max_size=3),
    "industry": lambda codec: _options(codec) | texts(3),
    "indicator-name": lambda codec: texts(3),
}


@dataclass(frozen=True)
class _Pick:
    """A value to be taken from the pool of its kind, None past the pool's end."""

    kind: str
    index: int


# A whole record has some 400 leaves, more than hypothesis can draw one by one without running out
# of data: long values are drawn into small pools first, and leaves pick from these.
_POOLS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.lists(texts(4), min_size=3, max_size=6),
    "decimal": st.lists(decimals(), min_size=2, max_size=3),
    "date": st.lists(dates(), min_size=1, max_size=2),
    "month": st.lists(months(), min_size=1, max_size=3),
    "count": st.lists(st.integers(0, 9999), min_size=1, max_size=2),
    "code": st.lists(credit_codes(), min_size=1, max_size=1),
}
_PICKED = {
    **dict.fromkeys(("text", "prose", "phone", "email", "indicator-name"), ("text",)),
    **dict.fromkeys(("written-choice", "industry"), ("text", "options")),
    **dict.fromkeys(("decimal", "percent"), ("decimal",)),
    "credit-code": ("code", "text"),
    "date": ("date",),
    "date-or-month": ("date", "month"),
    "month": ("month",),
    "count": ("count",),
}


@cache
def records(name: str) -> st.SearchStrategy[Record]:
    """Canonical records of the form of that name."""
    form = registry.get(name)
    assert isinstance(form, SchemaForm)
    drawn = st.tuples(_object(form.schema), st.fixed_dictionaries(_POOLS))
    return drawn.map(lambda parts: _without_labels(form, form.load(_picked(*parts))))


def _object(schema: RecordSchema, leave_out: str = "") -> st.SearchStrategy[Record]:
    fields = {name: field for name, field in schema.fields.items() if name != leave_out}
    return st.fixed_dictionaries({name: _field(field) for name, field in fields.items()})


def _field(field: Field[Any]) -> st.SearchStrategy[Any]:
    if isinstance(field, Answer):
        return _leaf(field)
    if isinstance(field, Part):
        return _object(field.schema)
    if isinstance(field, Rows):
        return st.lists(_object(field.schema), max_size=min(field.most, 3))
    assert isinstance(field, PrintedRows)  # rows without their key are those of their positions
    return st.lists(_object(field.schema, leave_out=field.key), max_size=len(field.values))


def _leaf(field: Answer) -> st.SearchStrategy[Any]:
    kinds = _PICKED.get(field.codec.name)
    if kinds is None:
        filled: st.SearchStrategy[Any] = _FILLED[field.codec.name](field.codec)
        return filled if field.empty() == [] else st.none() | filled
    choices = [
        _options(field.codec) if kind == "options" else st.integers(0, 7).map(partial(_Pick, kind))
        for kind in kinds
    ]
    return st.one_of(choices)


def _picked(value: Any, pools: dict[str, list[Any]]) -> Any:
    """A drawn record with its picks replaced by what the pools hold."""
    if isinstance(value, dict):
        return {key: _picked(part, pools) for key, part in value.items()}
    if isinstance(value, list):
        return [_picked(part, pools) for part in value]
    if isinstance(value, _Pick):
        pool = pools[value.kind]
        return pool[value.index] if value.index < len(pool) else None
    return value


def _without_labels(form: SchemaForm, record: Record) -> Record:
    """The record with those answers emptied that hold a label of the form as a paragraph."""
    found = [path for path, _, value in form.answers(record) if _is_label(form, value)]
    for path in found:
        *steps, leaf = path.split(".")
        part: Any = record
        for step in steps:
            part = part[int(step)] if step.isdecimal() else part[step]
        part[leaf] = [] if isinstance(part[leaf], list) else None
    return form.load(record) if found else record


def _is_label(form: SchemaForm, value: Any) -> bool:
    if isinstance(value, list):
        return any(looks_like_label(item, form) for item in value)
    return isinstance(value, str) and looks_like_label(value, form)
