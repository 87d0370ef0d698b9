"""附件1 and 附件2 typed anew for a record, in a layout of an office's own.

The words of the form come from the notice (`form.py`); nothing here knows our templates.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from tests.documents import form, ooxml
from tests.documents.layouts import Layout
from tests.documents.ooxml import FULL_WIDTH, Cell, Row, paragraph, run
from tests.documents.records import Record, empty_effect, empty_task, get
from tests.documents.values import (
    RANGES,
    Option,
    full_width,
    options_runs,
    written_date,
)

GROUP: Final = 1400  # width of the group label's column
NUMBER: Final = 600  # width of 序号
JOINED: Final = {"法人代表/负责人": "法人代表", "主要应用场景": "应用场景"}  # as part of a label


@dataclass(slots=True)
class Specimen:
    """A document with the record that a perfect reader gives for it, and how it came about."""

    root: etree._Element
    parts: dict[str, bytes]
    record: Record
    form: str
    trail: tuple[str, ...] = ()

    def copy(self) -> Specimen:
        return Specimen(
            copy.deepcopy(self.root),
            self.parts,
            copy.deepcopy(self.record),
            self.form,
            self.trail,
        )

    def pack(self) -> bytes:
        return ooxml.pack(self.root, self.parts)


@dataclass(frozen=True, slots=True)
class Field:
    """A label and the answer beside it: `path`, the paragraphs of the answer as XML."""

    label: str
    path: str
    answer: str
    tail: str = ""  # printed behind the label, "(可多选)"
    note: int = 0
    ordinal: str = ""  # printed right behind the label
    group: str = ""  # the group's label, where the layout joins it to the field's
    own: bool = False  # the label is the applicant's own words, an answer itself


@dataclass(slots=True)
class Typist:
    """Types one record in one layout; every method gives rows or blocks of XML."""

    record: Record
    layout: Layout
    blocks: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    # --- answers -----------------------------------------------------------------------------

    def text(self, path: str) -> str:
        """A short answer's paragraphs; blanks of underscores where the layout has them."""
        value = get(self.record, path)
        shown = "" if value is None else str(value)
        if self.layout.wide_digits and _is_code(path):
            shown = full_width(shown)
        prompt = self.prompt(path)
        if not prompt:
            return self.answer(shown)
        return paragraph(run(prompt)) + (self.answer(shown) if shown else "")

    def answer(self, shown: str) -> str:
        if self.layout.blanks and shown and len(shown) < 16:
            return paragraph(run("__"), self.written(shown), run("__"))
        return paragraph(self.written(shown)) if shown else paragraph()

    def written(self, shown: str) -> str:
        """The answer's run, in a content control where the layout has them."""
        if self.layout.controls == "runs":
            control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>"
            return f"{control}{run(shown)}</w:sdtContent></w:sdt>"
        return run(shown)

    def prompt(self, path: str) -> str | None:
        if self.layout.prompts == "dropped":
            return None
        return form.PROMPTS.get(path) or form.PROMPTS.get(path.rpartition(".")[2])

    def prose(self, path: str, prompt_key: str | None = None) -> str:
        """A prose answer's paragraphs, behind its prompt where the layout left it."""
        value = get(self.record, path)
        prompt = self.prompt(prompt_key or path)
        lines = ([prompt] if prompt else []) + (value.split("\n") if value else [])
        indent = "\u3000\u3000" if self.layout.indent else ""
        return "".join(paragraph(run(indent + line)) for line in lines) or paragraph()

    def number(self, path: str, unit: str) -> str:
        value = get(self.record, path)
        if value is None:
            return paragraph()
        shown = _thousands(str(value)) if self.layout.thousands and unit == "万元" else str(value)
        shown += unit if self.layout.units == "again" else ""
        return self.answer(full_width(shown) if self.layout.wide_digits else shown)

    def date(self, path: str) -> str:
        value = get(self.record, path)
        return self.answer(written_date(value, self.layout.dates) if value else "")

    def period(self, path: str) -> str:
        start, end = get(self.record, f"{path}.start"), get(self.record, f"{path}.end")
        if not start and not end:
            return paragraph(run("_____年__月 - _____年__月"))
        blank = "____年__月"
        return self.answer(
            (written_date(start, self.layout.dates) if start else blank)
            + RANGES[self.layout.dates]
            + (written_date(end, self.layout.dates) if end else blank)
        )

    def choice(self, path: str, options: Sequence[str]) -> str:
        chosen = get(self.record, path) or ()
        chosen = [chosen] if isinstance(chosen, str) else chosen
        return paragraph(
            options_runs(
                [Option(option, option in chosen) for option in options], self.layout.ticks
            )
        )

    def accident(self) -> str:
        accident = self.record["applicant"]["accident"]
        name = accident["name"] or ""
        options = [
            Option(f"是(事故名称:{name})", accident["occurred"] is True),
            Option("否", accident["occurred"] is False),
        ]
        if self.layout.ticks == "survivors" and name and accident["occurred"] is not True:
            return paragraph(options_runs(options, "boxes"))
        return paragraph(options_runs(options, self.layout.ticks))

    # --- labels ------------------------------------------------------------------------------

    def label(self, item: Field, colon: bool = False) -> str:
        """A label's runs: its group where joined, its words, its ordinal, tail and note."""
        runs = run(item.group, label=item.group) if item.group else ""
        runs += run(item.label, label="" if item.own else item.label)
        if item.ordinal:
            runs += run(item.ordinal, ordinal=item.ordinal)
        if item.tail:
            runs += run(item.tail)
        runs += self.note(item.note)
        return runs + (run("：") if colon else "")

    def note(self, number: int) -> str:
        if not number or self.layout.notes == "none":
            return ""
        if self.layout.notes == "characters":
            return run("¹²³⁴⁵⁶⁷⁸⁹"[number - 1])
        if self.layout.notes == "superscript":
            return run(str(number), '<w:vertAlign w:val="superscript"/>')
        return (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )

    # --- rows --------------------------------------------------------------------------------

    def add(self, rows: Iterable[Row]) -> None:
        """Puts rows into the current table; a table a row where the layout says so."""
        self.rows.extend(rows)
        if self.layout.tables == "row":
            self.close()

    def close(self) -> None:
        """Ends the current table."""
        if self.rows:
            self.blocks.append(self.wrap(ooxml.table(self.rows)))
            self.blocks.append(paragraph())
            self.rows.clear()

    def wrap(self, table: str) -> str:
        """Value cells in content controls of their own, where the layout has them."""
        if self.layout.controls != "cells":
            return table
        pieces = table.split('<w:tc m:kind="value"')
        wrapped = [pieces[0]]
        for piece in pieces[1:]:
            cell, end, rest = piece.partition("</w:tc>")
            wrapped.append(
                "<w:sdt><w:sdtPr/><w:sdtContent>"
                f'<w:tc m:kind="value"{cell}{end}</w:sdtContent></w:sdt>{rest}'
            )
        return "".join(wrapped)

    def title(self, words: str) -> None:
        cell = Cell(FULL_WIDTH, paragraph(run(words, "<w:b/>", label=words)), "title")
        self.add([Row((cell,), "title")])

    def field(self, *fields: Field) -> None:
        self.add(self.pairs([fields], FULL_WIDTH))

    def group(self, label: str, lines: Sequence[Sequence[Field]], note: int = 0) -> None:
        """A block of fields behind, below or without its group label."""
        if self.layout.groups == "joined":
            lines = [[_joined(item, label) for item in line] for line in lines]
            self.add(_united(self.pairs(lines, FULL_WIDTH), label))
        else:
            self.add(self.grouped(label, self.pairs(lines, self.inner_width()), note))

    def inner_width(self) -> int:
        """What a group's label leaves to its rows."""
        beside = self.layout.groups in ("merged", "repeated", "joined")
        return FULL_WIDTH - GROUP if beside else FULL_WIDTH

    def grouped(
        self, label: str, rows: Sequence[Row], note: int = 0, tail: str = "", unit: str = ""
    ) -> list[Row]:
        """Rows with their group's label beside them, above them, or without it."""
        if self.layout.groups == "above":
            rows = [self.above(label, note, tail), *rows]
        elif self.layout.groups != "none":
            rows = self.beside(label, rows, note, tail)
        return _united(rows, unit or label)

    def above(self, label: str, note: int = 0, tail: str = "") -> Row:
        words = self.label(Field(label, "", "", tail, note))
        return Row((Cell(FULL_WIDTH, paragraph(words), "group"),), "group")

    def beside(self, label: str, rows: Sequence[Row], note: int = 0, tail: str = "") -> list[Row]:
        """Rows behind a group label: one merged cell, or the label in every row."""
        words = paragraph(self.label(Field(label, "", "", tail, note)))
        placed = []
        for place, row in enumerate(rows):
            merged = self.layout.groups != "repeated"
            merge = ("start" if place == 0 else "go") if merged else ""
            body = words if place == 0 or not merged else ""
            group = Cell(GROUP, body, "group", merge=merge)
            placed.append(replace(row, cells=(group, *row.cells)))
        return placed

    def pairs(self, lines: Sequence[Sequence[Field]], width: int) -> list[Row]:
        """Lines of label and value within a width, as the layout pairs them."""
        if self.layout.pairs == "single":
            lines = [[item] for line in lines for item in line]
        rows: list[Row] = []
        for line in lines:
            rows.extend(_PAIRS[self.layout.pairs](self, line, width))
        return rows

    def pairs_beside(self, line: Sequence[Field], width: int) -> list[Row]:
        share = width // len(line)
        narrow = 1100 if self.layout.narrow else 1700
        head = min(narrow, share // 2)
        cells: list[Cell] = []
        for item in line:
            cells.append(Cell(head, paragraph(self.label(item)), "label"))
            cells.append(Cell(share - head, item.answer, "value", item.path))
        return [Row(tuple(cells), "pairs")]

    def pairs_below(self, line: Sequence[Field], width: int) -> list[Row]:
        share = width // len(line)
        heads = tuple(Cell(share, paragraph(self.label(item)), "label") for item in line)
        values = tuple(Cell(share, item.answer, "value", item.path) for item in line)
        return [Row(heads, "labels"), Row(values, "values")]

    def pairs_inside(self, line: Sequence[Field], width: int) -> list[Row]:
        share = width // len(line)
        cells = []
        for item in line:
            first, rest = _first_paragraph(item.answer)
            body = paragraph(self.label(item, colon=True), first) + rest
            cells.append(Cell(share, body, "both", item.path))
        return [Row(tuple(cells), "inside")]

    # --- 附件1, part by part -------------------------------------------------------------------

    def application(self) -> str:
        self.cover()
        self.blocks.append(paragraph(run("基本信息表", "<w:b/>", label="基本信息表")))
        self.applicant()
        for place in range(3):
            self.task(place)
        self.close()
        self.narrative()
        return "".join(self.blocks)

    def cover(self) -> None:
        for words in ("上海市智能制造系统解决方案揭榜挂帅项目", "申报书"):
            self.blocks.append(paragraph(run(words, '<w:b/><w:sz w:val="36"/>', label=words)))
        fields = [
            Field("揭榜单位", "cover.applicant", self.text("cover.applicant")),
            Field("推荐单位", "cover.recommender", self.text("cover.recommender")),
            Field("申报日期", "cover.date", self.date("cover.date")),
        ]
        if self.layout.cover == "table":
            rows = [row for item in fields for row in self.pairs_beside([item], 6000)]
            self.blocks.append(ooxml.table(rows) + paragraph())
            return
        for item in fields:
            inner, _ = _first_paragraph(item.answer)
            seal = "" if item.path == "cover.date" else run("(加盖公章)")
            if self.layout.cover == "underlined":
                line = run("\u3000" * 2, '<w:u w:val="single"/>')
                inner = (
                    line
                    + inner.replace("<w:r>", '<w:r><w:rPr><w:u w:val="single"/></w:rPr>')
                    + line
                )
            self.blocks.append(paragraph(self.label(item, colon=True), inner, seal, path=item.path))

    def applicant(self) -> None:
        at = "applicant"
        self.title("(一) 申报单位基本信息")
        self.field(Field("单位名称", f"{at}.name", self.text(f"{at}.name")))
        self.field(
            Field("统一社会信用代码", f"{at}.credit_code", self.text(f"{at}.credit_code")),
            Field("成立时间", f"{at}.established", self.date(f"{at}.established")),
        )
        self.field(Field("单位地址", f"{at}.address", self.text(f"{at}.address")))
        self.field(
            Field("单位性质", f"{at}.ownership", self.choice(f"{at}.ownership", form.OWNERSHIPS))
        )
        self.field(
            Field(
                "企业类型",
                f"{at}.size",
                self.choice(f"{at}.size", form.SIZES),
                tail="(单位性质为企业)",
                note=1,
            )
        )
        self.group("法人代表/负责人", self.person(f"{at}.representative", form.REPRESENTATIVE))
        self.group("项目联系人", self.person(f"{at}.contact", form.CONTACT))
        self.finances()
        self.field(
            Field(
                form.ACCIDENT, f"{at}.accident.occurred {at}.accident.name", self.accident(), note=2
            )
        )
        self.field(Field("单位简介", f"{at}.profile", self.prose(f"{at}.profile")))
        self.field(Field("真实性承诺", f"{at}.pledge.signatory {at}.pledge.date", self.pledge()))
        if self.layout.tables == "section":
            self.close()

    def person(self, at: str, lines: Sequence[Sequence[tuple[str, str]]]) -> list[list[Field]]:
        return [
            [Field(label, f"{at}.{key}", self.text(f"{at}.{key}")) for label, key in line]
            for line in lines
        ]

    def finances(self) -> None:
        years = list(enumerate(form.YEARS))
        if self.layout.years == "down":
            years.reverse()
        if self.layout.finances == "rows":
            self.add(self.finances_by_row(years))
            return
        share = FULL_WIDTH // 4
        heads = [
            Cell(share, paragraph(run("近三年发展情况", label="近三年发展情况")), "group"),
            *(
                Cell(share, paragraph(run(f"{year}年")), "year", f"applicant.finances.{place}")
                for place, year in years
            ),
        ]
        rows = [Row(tuple(heads), "years", "finances")]
        for label, key, unit in form.FINANCES:
            words = paragraph(run(label, label=label))
            cells = [
                Cell(
                    share,
                    self.number(f"applicant.finances.{place}.{key}", unit),
                    "value",
                    f"applicant.finances.{place}.{key}",
                )
                for place, _ in years
            ]
            rows.append(Row((Cell(share, words, "label"), *cells), "year-values", "finances"))
        self.add(rows)

    def finances_by_row(self, years: Sequence[tuple[int, int]]) -> list[Row]:
        """A row a year, the figures' labels as heads."""
        share = FULL_WIDTH // 5
        words = [("近三年发展情况", "group"), *((label, "label") for label, _, _ in form.FINANCES)]
        heads = [Cell(share, paragraph(run(label, label=label)), kind) for label, kind in words]
        rows = [Row(tuple(heads), "years", "finances")]
        for place, year in years:
            at = f"applicant.finances.{place}"
            cells = [Cell(share, paragraph(run(f"{year}年")), "year", at)]
            cells += [
                Cell(share, self.number(f"{at}.{key}", unit), "value", f"{at}.{key}")
                for _, key, unit in form.FINANCES
            ]
            rows.append(Row(tuple(cells), "year-values", "finances"))
        return rows

    def pledge(self) -> str:
        pledge = self.record["applicant"]["pledge"]
        date = pledge["date"]
        return (
            paragraph(run(form.PROMISE))
            + paragraph(
                run("法定代表人签章：", label="法定代表人签章"),
                run(pledge["signatory"] or "", path="applicant.pledge.signatory"),
            )
            + paragraph(run("公\u3000章："))
            + paragraph(
                run(written_date(date, self.layout.dates) if date else "年\u3000月\u3000日")
            )
        )

    def task(self, place: int) -> None:
        tasks = self.record["tasks"]
        filled = place < len(tasks)
        if not filled and self.layout.unused == "deleted":
            return
        shown = self if filled else self.unused(place)
        shown.title("(二) 揭榜任务基本信息")
        shown.task_fields(place)
        if self.layout.tables == "section":
            shown.close()

    def unused(self, place: int) -> Typist:
        """A typist for a direction without a task, who writes to the same document."""
        record = copy.deepcopy(self.record)
        record["tasks"] += [empty_task() for _ in range(place + 1 - len(record["tasks"]))]
        if self.layout.unused == "written":
            record["tasks"][place]["direction"] = "无"
        return Typist(record, self.layout, self.blocks, self.rows)

    def ordinal(self, place: int) -> str:
        if self.layout.ordinals == "alike":
            return ""
        return str(place + 1) if self.layout.ordinals == "digits" else form.ORDINALS[place]

    def task_fields(self, place: int) -> None:
        at = f"tasks.{place}"
        self.field(
            Field(
                "攻关方向",
                f"{at}.direction",
                self.text(f"{at}.direction"),
                note=3,
                ordinal=self.ordinal(place),
            )
        )
        self.field(
            Field(
                "重点服务产业",
                f"{at}.industries",
                self.choice(f"{at}.industries", form.INDUSTRIES),
                tail="(可多选)",
                note=4,
            )
        )
        scene = [
            Field("环节名称", f"{at}.scene.segment", self.text(f"{at}.scene.segment")),
            Field("场景名称", f"{at}.scene.name", self.text(f"{at}.scene.name")),
        ]
        self.group("主要应用场景", [scene], note=5)
        self.field(Field("解决方案名称", f"{at}.solution", self.text(f"{at}.solution"), note=6))
        self.field(
            Field("攻关起止日期", f"{at}.period.start {at}.period.end", self.period(f"{at}.period"))
        )
        self.field(self.budget(at))
        for label, key in (("解决痛点问题", "pain_points"), ("方案简述", "summary")):
            self.field(Field(label, f"{at}.{key}", self.prose(f"{at}.{key}", key)))
        for group, tail, key, head, note in form.LISTS:
            self.item_list(group, tail, f"{at}.{key}", head, note)
        self.group("预期知识产权成果", [self.counts(at)])
        self.standards(f"{at}.standards")
        self.field(
            Field(
                "预期其他成果",
                f"{at}.other_results",
                self.prose(f"{at}.other_results", "other_results"),
            )
        )
        self.effects(f"{at}.effects")

    def budget(self, at: str) -> Field:
        value = get(self.record, f"{at}.budget")
        if self.layout.units == "label":
            return Field(
                "计划研发经费",
                f"{at}.budget",
                self.number(f"{at}.budget", "万元"),
                tail="（万元）",
            )
        shown = "" if value is None else str(value)
        unit = "万元" if self.layout.units == "again" and value else "(万元)"
        return Field("计划研发经费", f"{at}.budget", paragraph(self.written(shown), run(unit)))

    def counts(self, at: str) -> list[Field]:
        return [
            Field(label, f"{at}.{key}", self.count(f"{at}.{key}"))
            for label, key in (("申请发明专利", "patents"), ("获得软件著作权", "copyrights"))
        ]

    def count(self, path: str) -> str:
        value = get(self.record, path)
        if value is None:
            return paragraph(run("___个"))
        shown = f"_{value}_" if self.layout.blanks else str(value)
        return paragraph(run(shown), run("个"))

    def item_list(self, group: str, tail: str, at: str, head: str, note: int) -> None:
        mark = 8 if at.endswith("network") else 0
        if self.layout.lists == "nested":
            rows = [self.nested(self.list_rows(at, head, note, self.inner_width() - 220))]
        else:
            rows = self.list_rows(at, head, note, self.inner_width())
        self.add_list(self.grouped(group, rows, mark, tail, at))

    def nested(self, rows: Sequence[Row]) -> Row:
        """A row whose one cell holds the rows as a table of their own."""
        body = ooxml.table(rows) + paragraph()
        return Row((Cell(self.inner_width(), body, "text"),), "nested")

    def add_list(self, rows: Sequence[Row]) -> None:
        """A list's rows; a long one goes on in a table of its own where the layout breaks it."""
        items = [row for row in rows if row.kind == "item"]
        if not self.layout.broken or len(items) <= self.layout.broken:
            self.add(rows)
            return
        cut = rows.index(items[self.layout.broken])
        heads = [row for row in rows if row.kind == "heads"] if self.layout.heads_again else []
        self.add(rows[:cut])
        self.close()
        self.add([_restarted(row) for row in heads] + [_restarted(row) for row in rows[cut:]])

    def list_rows(self, at: str, head: str, note: int, width: int) -> list[Row]:
        items = get(self.record, at)
        rows = [self.list_head(at, head, note, width)]
        for place, item in enumerate(items):
            rows.append(self.list_item(at, place, item, width))
        filled = len(items)
        for place in range(filled, max(filled + self.layout.spare, self.layout.least)):
            rows.append(self.list_item(at, place, {}, width))
        if self.layout.spare and self.layout.numbers:
            rows.append(self.list_item(at, -1, {}, width))
        return rows

    def list_widths(self, width: int) -> tuple[int, int, int]:
        rest = width - (NUMBER if self.layout.numbers else 0)
        first = rest // 3
        return first, rest - 2 * (rest // 3), rest // 3

    def list_head(self, at: str, head: str, note: int, width: int) -> Row:
        cells = []
        if self.layout.numbers:
            cells.append(Cell(NUMBER, paragraph(run("序号", label="序号")), "head", "no"))
        names = ((head, "name", 0), ("关键指标", "indicators", 0), ("研制单位", "developer", note))
        for (label, key, mark), share in zip(names, self.list_widths(width), strict=True):
            words = self.label(Field(label, "", "", note=mark))
            cells.append(Cell(share, paragraph(words), "head", key))
        return Row(tuple(cells), "heads", at)

    def list_item(self, at: str, place: int, item: dict[str, Any], width: int) -> Row:
        cells = []
        if self.layout.numbers:
            shown = "..." if place < 0 else str(place + 1)
            cells.append(Cell(NUMBER, paragraph(run(shown)), "number", "no"))
        for key, share in zip(
            ("name", "indicators", "developer"), self.list_widths(width), strict=True
        ):
            lines = (item.get(key) or "").split("\n")
            body = "".join(paragraph(run(line)) if line else paragraph() for line in lines)
            cells.append(Cell(share, body, "value", key))
        return Row(tuple(cells), "item", at)

    def standards(self, at: str) -> None:
        rows = [self.standard(f"{at}.{place}", self.inner_width()) for place in range(5)]
        self.add(self.grouped("预期标准成果", rows))

    def standard(self, at: str, width: int) -> Row:
        standard = get(self.record, at)
        style = "boxes" if self.layout.ticks == "survivors" else self.layout.ticks
        level = options_runs([Option(standard["level"], standard["selected"])], style)
        fixed = (1500, 1000, 1100)
        return Row(
            (
                Cell(fixed[0], paragraph(level), "value", f"{at}.selected"),
                Cell(fixed[1], self.count(f"{at}.count"), "value", f"{at}.count"),
                Cell(fixed[2], paragraph(run("标准阶段", label="标准阶段")), "label"),
                Cell(
                    width - sum(fixed),
                    self.choice(f"{at}.stages", form.STAGES),
                    "value",
                    f"{at}.stages",
                ),
            ),
            "standard",
        )

    def effects(self, at: str) -> None:
        rows: list[Row] = []
        for place in range(2):
            rows.extend(self.effect(f"{at}.{place}", form.ORDINALS[place], self.inner_width()))
        self.add(self.grouped("预期应用成效", rows, 9))

    def effect(self, at: str, ordinal: str, width: int) -> list[Row]:
        effect = {**empty_effect(), **get(self.record, at)}
        words = run("重点行业", label="重点行业") + run(ordinal, ordinal=ordinal)
        if effect["industry"]:
            words += run(f"：{effect['industry']}", path=f"{at}.industry")
        head = Row((Cell(width, paragraph(words), "industry", f"{at}.industry"),), "industry", at)
        fields = [
            Field(label, f"{at}.{key}", self.number(f"{at}.{key}", "%"))
            for label, key in form.INDICATORS
        ]
        for place in range(5):
            other = effect["others"][place] if place < len(effect["others"]) else {}
            name = other.get("name")
            fields.append(
                Field(
                    name or "其他成效指标",
                    f"{at}.others.{place}",
                    self.answer(other.get("value") or ""),
                    tail="" if name else f" {place + 1}",
                    own=bool(name),
                )
            )
        lines = [fields[place : place + 2] for place in range(0, len(fields), 2)]
        return [head, *self.pairs(lines, width)]

    # --- the narrative -------------------------------------------------------------------------

    def narrative(self) -> None:
        self.heading("一、", "揭榜任务攻关内容")
        if self.layout.prompts == "kept":
            self.blocks.append(paragraph(run(form.INTRODUCTION)))
        for place in range(3):
            self.narrative_task(place)
        self.close()
        for number, words, key in form.CHAPTERS:
            self.heading(number, words)
            if key:
                self.blocks.append(self.prose(f"narrative.{key}"))

    def heading(self, number: str, words: str) -> None:
        """A chapter's heading: its number typed, or Word's own where the layout numbers so."""
        properties = ""
        if self.layout.narrative == "headings":
            properties = '<w:pStyle w:val="1"/>'
        if self.layout.narrative == "numbered" and number.endswith("、"):
            properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            number = ""
        self.blocks.append(
            paragraph(run(number), run(words, label=words), properties=properties, kind="heading")
        )

    def narrative_task(self, place: int) -> None:
        tasks = self.record["narrative"]["tasks"]
        filled = place < len(tasks) and tasks[place]["industries"]
        used = filled or place < len(self.record["tasks"])
        if not used and self.layout.unused == "deleted" and place:
            return
        number = f"({form.ORDINALS[place]}) "
        tail = "" if used or not place else "(如有请填写)"
        self.close()
        self.blocks.append(
            paragraph(
                run(number),
                run("攻关方向", label="攻关方向"),
                run(self.ordinal(place), ordinal=self.ordinal(place)),
                run(tail),
                kind="heading",
            )
        )
        if filled:
            for rank, _ in enumerate(tasks[place]["industries"]):
                self.narrative_industry(f"narrative.tasks.{place}.industries.{rank}", rank)
        elif place == 0:
            self.narrative_industry("", 0)
        else:
            self.blocks.append(
                paragraph(run("无" if self.layout.unused == "written" else "参照攻关方向一"))
            )

    def narrative_industry(self, at: str, rank: int) -> None:
        name = get(self.record, f"{at}.industry") if at else None
        self.blocks.append(paragraph(run(self.industry_heading(rank, name)), kind="heading"))
        for number, words, key in form.SECTIONS:
            text = self.prose(f"{at}.{key}" if at else "nothing", key)
            if self.layout.narrative == "cells":
                label = paragraph(run(words, label=words))
                self.rows.append(
                    Row((Cell(1500, label, "label"), Cell(7500, text, "value")), "prose")
                )
                continue
            self.blocks.append(
                paragraph(run(f"{number} "), run(words, label=words), kind="heading")
            )
            self.blocks.append(text)
        self.close()

    def industry_heading(self, rank: int, name: str | None) -> str:
        number = rank + 1
        printed = f"{number}. 产业 {number}"
        if not name:
            return printed
        return {
            "printed": f"{printed}：{name}",
            "bare": f"{number}.{name}产业",
            "colon": f"{number}、产业{number}:{name}",
            "han": f"产业{form.ORDINALS[rank]}：{name}产业" if rank < 5 else f"{printed}：{name}",
        }[self.layout.industry]


_PAIRS: Final[dict[str, Callable[[Typist, Sequence[Field], int], list[Row]]]] = {
    "beside": Typist.pairs_beside,
    "single": Typist.pairs_beside,
    "below": Typist.pairs_below,
    "inside": Typist.pairs_inside,
}


def _joined(item: Field, group: str) -> Field:
    return replace(item, group=JOINED.get(group, group))


def _restarted(row: Row) -> Row:
    """A row of a list that goes on in a new table: the merged group cell is an empty one there."""
    cells = tuple(
        Cell(cell.width, "", cell.kind, cell.path) if cell.merge else cell for cell in row.cells
    )
    return replace(row, cells=cells)


def _united(rows: Sequence[Row], unit: str) -> list[Row]:
    """The rows of one group, which move together."""
    return [replace(row, unit=unit) for row in rows]


def _first_paragraph(body: str) -> tuple[str, str]:
    """The first paragraph's runs, and the XML of those behind it."""
    for empty in ("<w:p/>", "<w:p></w:p>"):
        if body.startswith(empty):
            return "", body.removeprefix(empty)
    first, _, rest = body.partition("</w:p>")
    return first.removeprefix("<w:p>"), rest


def _is_code(path: str) -> bool:
    return path.endswith(("credit_code", "phone", "mobile", "fax"))


def _thousands(number: str) -> str:
    whole, point, rest = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return sign + f"{int(whole.lstrip('-')):,}" + point + rest


def retype(record: Record, layout: Layout) -> Specimen:
    """附件1 of a record, typed anew."""
    body = Typist(record, layout).application()
    notes = form.NOTES if layout.notes == "footnotes" else {}
    return Specimen(
        ooxml.document(body),
        ooxml.parts(notes),
        copy.deepcopy(record),
        "jiebang2024/application",
    )


def retype_summary(record: Record, layout: Layout) -> Specimen:
    """附件2 of a record, typed anew."""
    widths = (600, 1700, 1200, 1700, 1900, 900, 1000)
    heads = tuple(
        Cell(width, paragraph(run(label, label=label)), "head", key)
        for (label, key), width in zip(form.SUMMARY_HEADS, widths, strict=True)
    )
    rows = [Row(heads, "heads", "rows")]
    for place in range(max(len(record["rows"]), 3 + layout.spare, layout.least)):
        filled = place < len(record["rows"])
        item = record["rows"][place] if filled else {}
        shown = str(place + 1) if filled or place < 3 else "... .."
        rows.append(_summary_row(item, shown, widths, layout))
    blocks = [
        paragraph(run("附件 2")),
        paragraph(
            run("上海市智能制造系统解决方案揭榜挂帅项目推荐汇总表", "<w:b/>", label="汇总表")
        ),
        paragraph(run("推荐单位（盖章）：", label="推荐单位"), run(record["recommender"] or "")),
        ooxml.table(rows),
        *(paragraph(run(note)) for note in form.SUMMARY_NOTES),
    ]
    return Specimen(
        ooxml.document("".join(blocks)),
        ooxml.parts({}),
        copy.deepcopy(record),
        "jiebang2024/summary",
    )


def _summary_row(item: Record, shown: str, widths: Sequence[int], layout: Layout) -> Row:
    texts = {
        "no": [shown],
        "name": [item.get("name") or ""],
        "industries": layout.joiner.join(item.get("industries") or ()).split("\n"),
        "directions": layout.joiner.join(item.get("directions") or ()).split("\n"),
        "solutions": list(item.get("solutions") or ("",)),
        "contact": [item.get("contact") or ""],
        "mobile": [
            full_width(item.get("mobile") or "") if layout.wide_digits else item.get("mobile") or ""
        ],
    }
    cells = tuple(
        Cell(width, "".join(paragraph(run(line)) for line in texts[key]), "value", key)
        for (_, key), width in zip(form.SUMMARY_HEADS, widths, strict=True)
    )
    return Row(cells, "item", "rows")
