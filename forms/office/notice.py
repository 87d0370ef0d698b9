"""补正通知书: what an applicant must put right, item by item, by a date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from marshmallow import post_load

from forms.codecs import Count, Date, Prose, Text
from forms.form import Record, SchemaForm
from forms.messages import say
from forms.problems import Problem
from forms.rules import check_answer
from forms.schema import Answer, RecordSchema, Rows
from forms.terms import Terms

_EMPTY = "（空）"  # printed where nothing was filled in

_ASKED = ("recipient", "material", "deadline", "issuer", "date")


class ItemSchema(RecordSchema):
    no = Answer(Count(unit=""), "序号")
    field = Answer(Text(), "栏目")
    found = Answer(Prose((_EMPTY,)), "填报内容")
    wrong = Answer(Prose(), "存在问题")
    cure = Answer(Prose(), "补正要求")


class NoticeSchema(RecordSchema):
    recipient = Answer(Text(shape="organisation"), "收件单位")
    material = Answer(Text(), "报送材料")
    file = Answer(Text(), "文件名称")
    code = Answer(Text(), "文件校验码")
    deadline = Answer(Date(), "补正期限")
    items = Rows(ItemSchema(), "补正事项")
    issuer = Answer(Text(shape="organisation"), "通知单位")
    date = Answer(Date(), "通知日期")

    @post_load
    def number(self, record: dict[str, Any], **_: Any) -> dict[str, Any]:
        """An item's number is its position."""
        for number, item in enumerate(record["items"], start=1):
            item["no"] = number
        return record


def check_notice(form: SchemaForm, record: Record, _: Terms) -> list[Problem]:
    """What a notice still lacks, in the order of the form."""
    found = [
        problem
        for path, answer, value in form.answers(record)
        for problem in check_answer(form, path, answer, value)
    ]
    for path in _ASKED:
        if record[path] is None:
            found.append(Problem.of("missing", path, say("missing", label=form.label(path))))
    return sorted(found, key=lambda problem: form.position(problem.path))


FORM = SchemaForm(
    name="office/notice",
    title="补正通知书",
    schema=NoticeSchema(),
    rules=check_notice,
    labels=json.loads(Path(__file__).with_name("labels.json").read_text(encoding="utf-8")),
    printed_lengths={},
    senders=("issuer",),
)
