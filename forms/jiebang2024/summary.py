"""附件2 推荐汇总表: its record, column by column as the form prints it."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from forms.codecs import Count, Joined, Lines, Phone, Text, clean_name, industry_name
from forms.form import SchemaForm
from forms.jiebang2024.data import DIRECTION, INDUSTRY, LABELS
from forms.jiebang2024.recommenders import district
from forms.jiebang2024.summary_rules import check_summary
from forms.schema import Answer, RecordSchema, Rows


class RecommendedSchema(RecordSchema):
    no = Answer(Count(unit=""), "序号")
    name = Answer(Text(shape="organisation"), "单位名称")
    industries = Answer(Joined(INDUSTRY, industry_name), "重点产业")
    directions = Answer(Joined(DIRECTION, clean_name), "攻关方向")
    solutions = Answer(Lines(), "解决方案名称")
    contact = Answer(Text(shape="person"), "联系人")
    mobile = Answer(Phone(mobile=True), "手机")


class SummarySchema(RecordSchema):
    recommender = Answer(Text(stamp="(盖章)", shape="organisation"), "推荐单位")
    rows = Rows(RecommendedSchema(), "推荐项目")

    @post_load
    def number(self, record: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A row's number is its position."""
        for number, row in enumerate(record["rows"], start=1):
            row["no"] = number
        return record


FORM = SchemaForm(
    name="jiebang2024/summary",
    title="上海市智能制造系统解决方案揭榜挂帅项目推荐汇总表",
    schema=SummarySchema(),
    rules=check_summary,
    labels=LABELS["summary"],
    printed_lengths={},
    senders=("recommender",),
    offices=("recommender",),
    area=district,
)
