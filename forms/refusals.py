"""What is refused as a record, or in one, in the words of the form's people.

The reasons of codecs, schemas and records' files are English, for who writes the records (`render`,
`correct`, the HTTP interface). `check` gives its findings to people: `for_people` says the same in
Chinese, with what to do.
"""

from __future__ import annotations

import re

NO_FORM = "看不出这是哪张表单的记录，请在记录外写明“form”和“record”两项。"

# A reason as it is given, and how it is said; what its groups hold is quoted as it stands.
_REASONS = tuple(
    (re.compile(reason, re.DOTALL), said)
    for reason, said in (
        (r"is no key of the record", "表单中没有这一项，请删去。"),
        (r"must be an object", "此项应当分为几个子项，请按表单的结构填写。"),
        (r"must be a list, not (.+)", "此项应为列表，却是{0}，请改为列表。"),
        (r"must be a text or null, not (.+)", "此项应为文字或空值，却是{0}，请改为文字。"),
        (r"must be true, false or null, not (.+)", "此项应为是、否或空值，却是{0}，请改正。"),
        (r"must be a whole number or null, not (.+)", "此项应为整数或空值，却是{0}，请填写整数。"),
        (r"must be a whole number from 0 to (\d+)", "此项应为0至{0}的整数，请改正。"),
        (
            r"must be a decimal number like \"(.+?)\", not (.+)",
            "{1}不是数字，请写作{0}这样。",
        ),
        (r"must be a date like \"(.+?)\", not (.+)", "{1}不是日期，请写作{0}。"),
        (r"must be a month like \"(.+?)\", not (.+)", "{1}不是月份，请写作{0}。"),
        (r"must be two months", "此项应为起、止两个月份，请改正。"),
        (r"must be a year, not (.+)", "此项应为年份，却是{0}，请改正。"),
        (r"must be one of the years (.+)", "年份应为{0}之一，请改正。"),
        (r"must be one of (.+), not (.+)", "{1}不在所列选项之内，请从{0}中选择。"),
        (r"holds the character (.+), which XML 1.0 forbids", "含有不能写入文件的字符{0}，请删去。"),
        (r"is longer than (\d+) bytes", "内容超过{0}字节，请缩短。"),
        (r"has (\d+) items; there is room for (\d+)", "有{0}项，表单只能容纳{1}项，请删减。"),
        (r"has more than (\d+) items", "多于{0}项，请删减。"),
        (r"has more than (\d+) items, or one that is too long", "多于{0}项或有一项过长，请删减。"),
        (r"an item must not hold a line break", "列表的一项中不能换行，请分为几项。"),
        (r"an item must not hold the mark 、, .+", "列表的一项中不能有顿号，请分为几项。"),
        (r"stands twice in the list", "此行在列表中出现两次，请只保留一行。"),
        (r"is needed: .+", "此行缺少表中印有的名称，请补填。"),
        (r"no form is called (.+); known are: (.+)", "没有名为{0}的表单，请用{1}之一。"),
        (r"\"form\" must be .+", "“form”应为表单的名称，请改正。"),
        (r"can't tell which form .+", NO_FORM),
        (r"no JSON in UTF-8: (.+)", "内容不是 UTF-8 编码的 JSON（{0}），请检查文件。"),
        (r"nested too deeply for a record\.", "嵌套层数过多，不是表单的记录，请检查文件。"),
        (r"one JSON object is asked for, .+", "记录应为一个 JSON 对象，请检查文件。"),
        (r"the document gave no record\.", "此行的文件没有读出记录，请检查原文件。"),
    )
)

_TYPES = {
    "null": "空值",
    "true or false": "是或否",
    "a number": "数字",
    "a text": "文字",
    "a list": "列表",
    "an object": "一组子项",
}


def for_people(reason: str) -> str:
    """A reason for refusing a value or a record, in Chinese; one in no table stays as it is."""
    for pattern, said in _REASONS:
        if match := pattern.fullmatch(reason):
            return said.format(*(_TYPES.get(part, part) for part in match.groups()))
    return reason
