"""Where a list of ours ends: rows that open a list or a block of somebody else's.

Between the lists of a form offices put lists of their own, and their rows look like any other. What
gives them away is a title across the table, heads, a new group label, or words where numbers are.
"""

from __future__ import annotations

import re

from extractors.evidence import SEEN
from extractors.items import Item
from extractors.pattern import Pattern, State
from extractors.wording import key

# Words that head columns in office tables: two of them in a row make it the heads of a list.
HEAD_WORDS = frozenset(
    (
        "序号",
        "编号",
        "名称",
        "项目名称",
        "类别",
        "类型",
        "型号",
        "规格",
        "规格型号",
        "参数",
        "指标",
        "数量",
        "单位",
        "单价",
        "金额",
        "合计",
        "小计",
        "备注",
        "说明",
        "年度",
        "年份",
        "日期",
        "时间",
        "起止时间",
        "完成时间",
        "授权日期",
        "申请日期",
        "专利名称",
        "专利号",
        "授权号",
        "登记号",
        "证书编号",
        "文号",
        "发布日期",
        "姓名",
        "性别",
        "年龄",
        "职称",
        "学历",
        "专业",
        "分工",
        "股东名称",
        "股东",
        "出资额",
        "出资额万元",
        "持股比例",
        "持股比例%",
        "人员费",
        "设备费",
        "材料费",
        "测试费",
        "其他费用",
        "投资额",
        "投资额万元",
        "客户名称",
        "合同金额",
        "合同金额万元",
        "供应商",
        "厂商",
        "来源",
    )
)


HEADS_TOGETHER = 3  # such words in a row that make it the heads of a list, whoever knows it


def heads_another(state: State, item: Item, row: list[Item]) -> bool:
    """Whether an item is, rather than a label in other words than the form's, one of the heads of
    a list that the form hasn't: in `名称 | 型号 | 数量` 名称 asks for nobody's name."""
    if item.key not in HEAD_WORDS or item.key == key(state.printed):
        return False
    return sum(cell.key in HEAD_WORDS for cell in row) >= HEADS_TOGETHER


def opens_another(
    pattern: Pattern,
    state: State,
    heads: dict[int, Item],
    cells: list[Item],
    beside: frozenset[str] = frozenset(),
) -> bool:
    """Whether a row below a list's heads (column → cell) begins something that isn't the list.

    `beside` are the keys of what stands on the left of the heads: a merged label's text may be
    repeated in every row that it spanned, whatever its words.
    """
    filled = [cell for cell in cells if cell.key]
    if is_title(heads, cells):
        return True
    across = (covered([cell], heads, merged=True) >= len(heads) - 1 for cell in filled)
    if len(heads) > 3 and not any(is_number(cell.text) for cell in filled) and any(across):
        return True  # an answer across the list's columns, its label before it
    number = _number_of(state, heads, cells)
    if number is not None:
        return says_something(number.text) and not _may_number(number)
    return _are_heads(pattern, filled) or _is_labelled(
        pattern, state, heads, [cell for cell in filled if cell.key not in beside]
    )


def is_title(heads: dict[int, Item], cells: list[Item]) -> bool:
    """Whether a row is a title across the table."""
    filled = [cell for cell in cells if cell.key]
    return len(heads) > 2 and len(filled) == 1 and covered(filled, heads, merged=True) == len(heads)


def _number_of(state: State, heads: dict[int, Item], cells: list[Item]) -> Item | None:
    """The cell in the column of the rows' numbers, where the list has one."""
    number = heads.get(0)
    if number is None or state.heads[0].hole.kind != "number" or len(cells) < len(heads):
        return None
    width = number.x1 - number.x0
    return next((cell for cell in cells if overlap(cell, number) > 0.5 * width), None)


def _may_number(cell: Item) -> bool:
    """Whether a cell holds a row's number, or what a 1 is read as on a picture."""
    seen = any(line.by in SEEN for paragraph in cell.paragraphs for line in paragraph.lines)
    return is_number(cell.text) or (seen and bool(_MISREAD.fullmatch(cell.text)))


def _are_heads(pattern: Pattern, filled: list[Item]) -> bool:
    words = [cell.key in pattern.heads or cell.key in HEAD_WORDS for cell in filled]
    numbered = any(column == 0 for cell in filled for _, column in pattern.heads.get(cell.key, ()))
    return sum(words) > 1 or numbered


def _is_labelled(
    pattern: Pattern, state: State, heads: dict[int, Item], filled: list[Item]
) -> bool:
    """Whether a label of its own stands where the list's group label stands."""
    left = min(item.x0 for item in heads.values())
    table = next(iter(heads.values())).table
    group = pattern.states[state.group].keys if state.group is not None else {}
    return any(
        cell.table == table
        and cell.x1 <= left + 1.0
        and cell.key not in group
        and not cell.key.isdigit()
        for cell in filled
    )


def says_something(text: str) -> bool:
    return _NOTHING.fullmatch(text) is None


_NOTHING = re.compile(r"[\s.．…·。、_\-—–/／]*")
_DIGITS = r"[\d０-９一二三四五六七八九十①-⑳]+"
_NUMBER = re.compile(rf"[\s(（]*{_DIGITS}(?:[.．\-－][\d０-９]{{1,2}}){{0,2}}[\s.．、)）]*")

_MISREAD = re.compile(r"\s*[A-Za-z|]\s*")


def is_number(text: str) -> bool:
    """Whether a text is a row's number, `1`, `（二）`, `1.1`, `2-3`."""
    return _NUMBER.fullmatch(text) is not None


_CONTINUED = re.compile(
    r"(?:附?[表件]\s*[一二三四\d]{0,2})?[\s(（]*(?:续表?|续上[表页]|[接转][上下][表页])"
    r"[\s一二三四\d]{0,2}[)）]?"
)


def says_it_goes_on(text: str) -> bool:
    """Whether a line between two tables only says that the first goes on: `续表`, `附件2（续）`."""
    return len(text) <= 20 and bool(_CONTINUED.fullmatch(text.strip()))


def covered(cells: list[Item], heads: dict[int, Item], merged: bool = False) -> int:
    """How many columns a row answers; `merged` counts a cell for every column that it spans."""
    rejoined = [cell for cell in cells if cell.rejoined or merged]
    over = sum(any(overlap(cell, head) > 0 for cell in rejoined) for head in heads.values())
    return len(cells) - len(rejoined) + over


def overlap(one: Item, other: Item) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)
