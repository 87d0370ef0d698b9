"""附件1 typed by python-docx in manners that no table of ours resembles: as lines, with tab stops,
as two columns of labels and answers.

Knows the printed wordings (`form.py`) and the record, and nothing of the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from docx import Document

from tests.documents.answers import saved
from tests.documents.form import ACCIDENT, CHAPTERS, INDICATORS, LISTS, PROMISE, SECTIONS

Record = dict[str, Any]
Pair = tuple[str, str]  # a label and its answer, paragraphs parted by line breaks
Wording = Callable[[str], str]  # what becomes of a printed label

OWNERSHIP = ("中央企业", "地方国企", "民营企业", "三资企业", "科研院所", "高等院校")
SIZES = ("大型企业", "中型企业", "小型企业", "微型企业")
INDUSTRIES = ("电子信息", "生命健康", "汽车", "高端装备", "先进材料", "时尚消费品")
STAGES = ("草案", "立项", "报批", "发布")
REPRESENTATIVE = (("姓名", "name"), ("职务", "position"), ("邮箱", "email"), ("电话", "phone"))
CONTACT = (
    *(("姓名", "name"), ("电话", "phone"), ("职务", "position")),
    *(("手机", "mobile"), ("传真", "fax"), ("邮箱", "email")),
)
FINANCES = (
    *(("资产总额(万元)", "total_assets"), ("资产负债率(%)", "debt_ratio")),
    *(("主营业务收入(万元)", "revenue"), ("利润率(%)", "profit_margin")),
)


def as_lines(record: Record, between: str) -> bytes:
    """Every label in a line of its own above its answer (`between` a line break), or before it in
    its line; lists and years stay tables."""
    made = _Typed(record)
    made.line("(一) 申报单位基本信息")
    for label, answer in made.basic():
        made.pair(label, answer, between)
    made.rows([["", "2021年", "2022年", "2023年"], *made.finances()])
    for label, answer in made.rest_of_basic():
        made.pair(label, answer, between)
    made.line("(二) 揭榜任务基本信息")
    for label, answer in made.task():
        made.pair(label, answer, between)
    for group, rows in made.lists():
        made.line(group)
        made.rows(rows)
    for label, answer in made.counts():
        made.pair(label, answer, between)
    made.rows([[level, count, "标准阶段", stages] for level, count, stages in made.standards()])
    made.pair("预期其他成果", record["tasks"][0]["other_results"] or "", between)
    for title, pairs in made.effects():
        made.line(title)
        made.rows([list(pair) for pair in pairs])
    return made.end()


def with_tabs(record: Record) -> bytes:
    """No table at all: what stood in cells is parted by tabs."""
    made = _Typed(record)
    made.line("(一) 申报单位基本信息")
    for label, answer in made.basic():
        made.pair(label, answer, "\t")
    made.line("\t".join(("近三年发展情况", "2021年", "2022年", "2023年")))
    for row in made.finances():
        made.line("\t".join(row))
    for label, answer in made.rest_of_basic():
        made.pair(label, answer, "\n" if label != ACCIDENT else "\t")
    made.line("(二) 揭榜任务基本信息")
    for label, answer in made.task():
        made.pair(label, answer, "\t")
    for group, rows in made.lists():
        made.line(group)
        for row in rows:
            made.line("\t".join(row))
    made.line("\t".join(part for pair in made.counts() for part in pair))
    for level, count, stages in made.standards():
        made.line("\t".join((level, count, "标准阶段", stages)))
    made.pair("预期其他成果", record["tasks"][0]["other_results"] or "", "\n")
    for title, pairs in made.effects():
        made.line(title)
        for pair in pairs:
            made.line("\t".join(pair))
    return made.end()


def in_two_columns(record: Record, worded: Wording) -> bytes:
    """Labels on the left, answers on the right; lists within their answer's cell, the years of an
    amount in one."""
    made = _Typed(record, worded)
    made.line("(一) 申报单位基本信息")
    years = record["applicant"]["finances"]
    amounts = (
        (label, "；".join(f"{year['year']}年：{year[leaf]}" for year in years))
        for label, leaf in FINANCES
    )
    made.column([*made.basic(joined=True), *amounts, *made.rest_of_basic()])
    made.line("(二) 揭榜任务基本信息")
    made.column(made.task())
    for group, rows in made.lists():
        made.nested(group, rows)
    made.column(made.counts())
    made.rows([[level, count, "标准阶段", stages] for level, count, stages in made.standards()])
    made.column([("预期其他成果", record["tasks"][0]["other_results"] or "")])
    for title, pairs in made.effects():
        made.line(title)
        made.column(pairs)
    return made.end()


class _Typed:
    """A document being typed, its cover first and its narrative last."""

    def __init__(self, record: Record, worded: Wording = str) -> None:
        self.document = Document()
        self.record = record
        self.applicant = record["applicant"]
        self.one = record["tasks"][0]
        self.worded = worded
        cover = record["cover"]
        self.line("上海市智能制造系统解决方案揭榜挂帅项目")
        self.line("申报书")
        self.line(f"揭榜单位：{cover['applicant'] or ''}")
        self.line(f"推荐单位：{cover['recommender'] or ''}")
        self.line(f"申报日期：{_date(cover['date'])}")
        self.line("基本信息表")

    def end(self) -> bytes:
        for line in _narrative(self.record["narrative"]):
            self.line(line)
        return saved(self.document)

    # what is typed

    def line(self, text: str) -> None:
        self.document.add_paragraph(text)

    def pair(self, label: str, answer: str, between: str) -> None:
        for line in f"{label}{between}{answer}".split("\n"):
            self.line(line)

    def rows(self, rows: list[list[str]]) -> None:
        table = self.document.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text

    def column(self, pairs: Iterable[Pair]) -> None:
        """Labels beside answers; names of the applicant's own indicators stay as they are."""
        own = {other["name"] for effect in self.one["effects"] for other in effect["others"]}
        table = self.document.add_table(0, 2)
        for label, answer in pairs:
            first, second = table.add_row().cells
            first.text = label if label in own else self.worded(label)
            second.text, *others = answer.split("\n")
            for line in others:
                second.add_paragraph(line)

    def nested(self, group: str, rows: list[list[str]]) -> None:
        first, second = self.document.add_table(1, 2).rows[0].cells
        first.text = self.worded(group)
        table = second.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text

    # the answers

    def basic(self, joined: bool = False) -> Iterator[Pair]:
        """Labels with their answers, a group label before each person's or `joined` with each."""
        applicant = self.applicant
        yield "单位名称", applicant["name"] or ""
        yield "统一社会信用代码", applicant["credit_code"] or ""
        yield "成立时间", _date(applicant["established"])
        yield "单位地址", applicant["address"] or ""
        yield "单位性质", _boxes(OWNERSHIP, [applicant["ownership"]])
        yield "企业类型(单位性质为企业)", _boxes(SIZES, [applicant["size"]])
        for group, person, labels in (
            ("法人代表/负责人", applicant["representative"], REPRESENTATIVE),
            ("项目联系人", applicant["contact"], CONTACT),
        ):
            if not joined:
                yield group, ""
            for label, leaf in labels:
                yield (group if joined else "") + label, person[leaf] or ""

    def finances(self) -> list[list[str]]:
        years = self.applicant["finances"]
        return [[label, *(year[leaf] or "" for year in years)] for label, leaf in FINANCES]

    def rest_of_basic(self) -> Iterator[Pair]:
        occurred = self.applicant["accident"]["occurred"]
        yield ACCIDENT, _boxes(("是(事故名称:)", "否"), ["否"] if occurred is False else [])
        yield "单位简介", self.applicant["profile"] or ""
        pledge = self.applicant["pledge"]
        signed = f"法定代表人签章: {pledge['signatory'] or ''}"
        yield "真实性承诺", f"{PROMISE}\n{signed}\n{_date(pledge['date'])}"

    def task(self) -> Iterator[Pair]:
        one = self.one
        yield "攻关方向一", one["direction"]
        yield "重点服务产业(可多选)", _boxes(INDUSTRIES, one["industries"])
        yield "环节名称", one["scene"]["segment"]
        yield "场景名称", one["scene"]["name"]
        yield "解决方案名称", one["solution"]
        period = one["period"]
        yield "攻关起止日期", f"{_date(period['start'])} - {_date(period['end'])}"
        yield "计划研发经费", f"{one['budget']}(万元)"
        yield "解决痛点问题", one["pain_points"]
        yield "方案简述", one["summary"]

    def lists(self) -> Iterator[tuple[str, list[list[str]]]]:
        for label, tail, name, head, _ in LISTS:
            rows = [
                [str(number), *(row[leaf] or "" for leaf in ("name", "indicators", "developer"))]
                for number, row in enumerate(self.one[name], start=1)
            ]
            yield label + tail, [["序号", head, "关键指标", "研制单位"], *rows]

    def counts(self) -> list[Pair]:
        return [
            ("申请发明专利", f"{self.one['patents']}个"),
            ("获得软件著作权", f"{self.one['copyrights']}个"),
        ]

    def standards(self) -> Iterator[tuple[str, str, str]]:
        for each in self.one["standards"]:
            count = "___" if each["count"] is None else each["count"]
            level = ("☑ " if each["selected"] else "□ ") + each["level"]
            yield level, f"{count}个", _boxes(STAGES, each["stages"])

    def effects(self) -> Iterator[tuple[str, list[Pair]]]:
        for ordinal, effect in zip("一二", self.one["effects"], strict=True):
            pairs = [(label, effect[leaf] or "") for label, leaf in INDICATORS]
            pairs += [(other["name"], other["value"]) for other in effect["others"]]
            yield f"重点行业{ordinal}：{effect['industry'] or ''}", pairs


def _narrative(narrative: Record) -> Iterator[str]:
    yield "一、揭榜任务攻关内容"
    for ordinal, task in zip("一二三", narrative["tasks"], strict=False):
        yield f"({ordinal}) 攻关方向{ordinal}"
        for number, industry in enumerate(task["industries"], start=1):
            yield f"{number}. 产业 {number}：{industry['industry']}"
            for mark, heading, leaf in SECTIONS:
                yield f"{mark} {heading}"
                yield from (industry[leaf] or "").split("\n")
    for mark, heading, leaf in CHAPTERS:
        yield f"{mark}{heading}"
        yield from (narrative[leaf] or "").split("\n") if leaf else ()


def _boxes(options: tuple[str, ...], chosen: list[str]) -> str:
    return "  ".join(("☑" if option in chosen else "□") + option for option in options)


def _date(value: str | None) -> str:
    if value is None:
        return ""
    year, month, *day = value.split("-")
    return f"{year}年{int(month)}月" + (f"{int(day[0])}日" if day else "")
