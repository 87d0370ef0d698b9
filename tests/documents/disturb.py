"""What offices, converters and people do to a form, each with a seeded chance and a strength.

A disturbance changes a marked document in place (and the record a perfect reader gives, where rows
go). `strength` is the share of the places it touches, 0 to 1.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tests.documents.form import LISTS
from tests.documents.ooxml import M, R, W, run_text
from tests.documents.records import clear, tidy
from tests.documents.retype import JOINED, Specimen

Element = etree._Element
Disturbance = Callable[[Specimen, random.Random, float], None]

_HERE: Final = Path(__file__).parent
WORDS: Final[dict[str, list[str]]] = json.loads((_HERE / "words.json").read_text("utf-8"))
UNSEEN: Final[dict[str, list[str]]] = json.loads((_HERE / "words_unseen.json").read_text("utf-8"))
FOREIGN: Final[dict[str, Any]] = json.loads((_HERE / "foreign.json").read_text("utf-8"))

GROUPS: Final = {
    *(
        "法人代表/负责人",
        "项目联系人",
        "主要应用场景",
        "预期知识产权成果",
        "预期标准成果",
        "预期应用成效",
    ),
    *JOINED.values(),
    *(label for label, *_ in LISTS),
}
HEADS: Final = {head for _, _, _, head, _ in LISTS}  # each of one list only
_ANSWER_KINDS: Final = ("pairs", "inside")


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def m(name: str) -> str:
    return f"{{{M}}}{name}"


# --- the tree ----------------------------------------------------------------------------------


def tables(specimen: Specimen) -> list[Element]:
    return list(specimen.root.iter(w("tbl")))


def rows_of(table: Element, *kinds: str) -> list[Element]:
    """The table's own rows, those in content controls too but none of a nested table."""
    return [
        row
        for row in table.iter(w("tr"))
        if next(row.iterancestors(w("tbl"))) is table and (not kinds or row.get(m("kind")) in kinds)
    ]


def cells_of(row: Element) -> list[Element]:
    """The row's own cells, those in content controls too but none of a nested table."""
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def label_runs(specimen: Specimen) -> list[Element]:
    return [run for run in specimen.root.iter(w("r")) if run.get(m("label"))]


def text_of(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def set_text(run: Element, text: str) -> None:
    """Gives a run other words; line breaks become `w:br`."""
    for child in list(run):
        if child.tag != w("rPr"):
            run.remove(child)
    pieces = etree.fromstring(f'<w:r xmlns:w="{W}">{run_text(text)}</w:r>')
    run.extend(list(pieces))


def properties(cell: Element) -> Element:
    found = cell.find(w("tcPr"))
    if found is None:
        found = etree.Element(w("tcPr"))
        cell.insert(0, found)
    return found


def span(cell: Element) -> int:
    found = properties(cell).find(w("gridSpan"))
    return int(found.get(w("val"), "1")) if found is not None else 1


def set_span(cell: Element, count: int) -> None:
    wrap = properties(cell)
    found = wrap.find(w("gridSpan"))
    if found is not None:
        wrap.remove(found)
    if count > 1:
        made = etree.Element(w("gridSpan"))
        made.set(w("val"), str(count))
        width = wrap.find(w("tcW"))
        wrap.insert(0 if width is None else 1, made)


def set_width(cell: Element, width: int) -> None:
    found = properties(cell).find(w("tcW"))
    if found is None:
        found = etree.Element(w("tcW"))
        properties(cell).insert(0, found)
    found.set(w("w"), str(width))
    found.set(w("type"), "dxa")


def grid(table: Element) -> list[int]:
    found = table.find(w("tblGrid"))
    return [] if found is None else [int(column.get(w("w"), "0")) for column in found]


def edges(row: Element, columns: Sequence[int]) -> list[int]:
    """The row's cell edges, 0 first, in twentieths of a point."""
    places, column = [0], 0
    for cell in cells_of(row):
        width = sum(columns[column : column + span(cell)])
        column += span(cell)
        places.append(places[-1] + width)
    return places


def regrid(table: Element, placed: Sequence[tuple[Element, Sequence[int]]]) -> None:
    """Makes the grid anew from the rows' cell edges, and every span with it."""
    cuts = sorted({edge for _, row_edges in placed for edge in row_edges})
    made = etree.Element(w("tblGrid"))
    for left, right in pairwise(cuts):
        column = etree.SubElement(made, w("gridCol"))
        column.set(w("w"), str(right - left))
    old = table.find(w("tblGrid"))
    if old is not None:
        table.replace(old, made)
    for row, row_edges in placed:
        for cell, left, right in zip(cells_of(row), row_edges, row_edges[1:], strict=False):
            set_span(cell, cuts.index(right) - cuts.index(left))
            set_width(cell, right - left)


def merge_of(cell: Element) -> str:
    found = properties(cell).find(w("vMerge"))
    if found is None:
        return ""
    return "start" if found.get(w("val")) == "restart" else "go"


def set_merge(cell: Element, state: str) -> None:
    wrap = properties(cell)
    found = wrap.find(w("vMerge"))
    if found is not None:
        wrap.remove(found)
    if state:
        made = etree.SubElement(wrap, w("vMerge"))
        if state == "start":
            made.set(w("val"), "restart")


def content(cell: Element) -> list[Element]:
    return [child for child in cell if child.tag != w("tcPr")]


def set_content(cell: Element, blocks: Sequence[Element]) -> None:
    for child in content(cell):
        cell.remove(child)
    cell.extend(blocks or [etree.Element(w("p"))])


def remove_row(row: Element) -> None:
    """Takes a row out; a merge that began there begins in the next row."""
    following = row.getnext()
    if following is not None and following.tag == w("tr"):
        below = {tuple_edges(cell): cell for cell in cells_of(following)}
        for cell in cells_of(row):
            heir = below.get(tuple_edges(cell))
            if merge_of(cell) == "start" and heir is not None and merge_of(heir) == "go":
                set_merge(heir, "start")
                set_content(heir, content(cell))
    parent = row.getparent()
    if parent is not None:
        parent.remove(row)


def tuple_edges(cell: Element) -> int:
    """The grid column at which a cell begins."""
    row = next(cell.iterancestors(w("tr")))
    before = 0
    for other in cells_of(row):
        if other is cell:
            break
        before += span(other)
    return before


def pairs_of(row: Element) -> list[tuple[Element, Element]]:
    cells = cells_of(row)
    return [
        (label, value)
        for label, value in pairwise(cells)
        if label.get(m("kind")) == "label" and value.get(m("kind")) == "value"
    ]


def answers(specimen: Specimen, *kinds: str) -> list[Element]:
    """Rows of plain answers that may move, swap or go: none with renamed indicators, whose order
    counts, and none that opens a direction's block."""
    return [
        row
        for table in tables(specimen)
        for row in rows_of(table, *(kinds or _ANSWER_KINDS))
        if not any(_fixed(cell.get(m("path"), "")) for cell in cells_of(row))
    ]


def _fixed(path: str) -> bool:
    return ".others." in path or path.endswith(".direction")


def some(items: Sequence[Any], rng: random.Random, strength: float) -> list[Any]:
    """A share of the items, at least one if there is any, in their order."""
    if not items:
        return []
    count = max(1, round(len(items) * strength))
    chosen = set(rng.sample(range(len(items)), min(count, len(items))))
    return [item for place, item in enumerate(items) if place in chosen]


# --- labels ------------------------------------------------------------------------------------


def respaced(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Spaces, wide spaces or line breaks between a label's characters."""
    for run in some(label_runs(specimen), rng, strength):
        words = text_of(run)
        gap = rng.choice((" ", "\u3000", "  ", "\u00a0"))
        if len(words) <= 6:
            set_text(run, gap.join(words))
        else:
            cut = rng.randrange(2, len(words) - 1)
            set_text(run, words[:cut] + rng.choice((gap, "\n")) + words[cut:])


def misspelt(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """One wrong, missing or doubled character in a label."""
    for run in some(label_runs(specimen), rng, strength):
        words = text_of(run)
        places = [place for place, char in enumerate(words) if "\u4e00" <= char <= "\u9fff"]
        if not places:
            continue
        place = rng.choice(places)
        kinds = ("wrong", "wrong", "wrong", "missing", "doubled") if len(words) > 3 else ("wrong",)
        kind = rng.choice(kinds)
        middle = {"wrong": rng.choice(FOREIGN["typos"]), "missing": "", "doubled": words[place] * 2}
        set_text(run, words[:place] + middle[kind] + words[place + 1 :])


def renamed(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Labels in other words; one office keeps to its word wherever a label stands."""
    _rename(specimen, rng, strength, WORDS)


def renamed_unseen(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Labels and heads in words of a second list, which nobody may learn from."""
    _rename(specimen, rng, strength, UNSEEN)
    _rename_heads(specimen, rng, strength, UNSEEN)


def heads_renamed(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """The heads of lists in other words, alike in every list."""
    _rename_heads(specimen, rng, strength, WORDS)


def _rename(
    specimen: Specimen, rng: random.Random, strength: float, words: dict[str, list[str]]
) -> None:
    chosen = {label: rng.choice(others) for label, others in words.items()}
    kept = {label for label in words if rng.random() >= strength}
    for run in label_runs(specimen):
        label = run.get(m("label"), "")
        if label in chosen and label not in kept and not _is_head(run):
            set_text(run, chosen[label])


def _rename_heads(
    specimen: Specimen, rng: random.Random, strength: float, words: dict[str, list[str]]
) -> None:
    chosen = {label: rng.choice(others) for label, others in words.items()}
    for run in some([run for run in label_runs(specimen) if _is_head(run)], rng, strength):
        label = run.get(m("label"), "")
        if label in chosen:
            set_text(run, chosen[label])


def _is_head(run: Element) -> bool:
    row = next(run.iterancestors(w("tr")), None)
    if row is None or row.get(m("kind")) != "heads":
        return False
    cell = next(run.iterancestors(w("tc")))
    return cell.get(m("kind")) == "head"


def dressed(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Labels with stars, numbers, colons or remarks of an office's own."""
    for number, run in enumerate(some(label_runs(specimen), rng, strength)):
        before: tuple[str, ...] = ("*", "★")
        if not _is_head(run):
            before += (f"{number % 20 + 1}.", f"（{number % 9 + 1}）")
        after = ("：", "（必填）", " *", ":")
        alone = run.getnext() is None
        if alone and (_is_heading(run) or rng.random() < 0.5):
            set_text(run, text_of(run) + rng.choice(after))
        elif not _is_heading(run):
            set_text(run, rng.choice(before) + text_of(run))


def _is_heading(run: Element) -> bool:
    """Whether a label stands in a paragraph of its own, behind its number."""
    return next(run.iterancestors(w("tc")), None) is None and run.getprevious() is not None


def alike(specimen: Specimen, _rng: random.Random, _strength: float) -> None:
    """Blocks all headed alike: the ordinals of directions are gone."""
    for run in list(specimen.root.iter(w("r"))):
        previous = run.getprevious()
        if run.get(m("ordinal")) and previous is not None:
            label = previous.get(m("label"))
            if label == "攻关方向":
                set_text(run, "")


def groups_dropped(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Group labels left out: their cells are empty."""
    groups = [
        cell
        for table in tables(specimen)
        for cell in table.iter(w("tc"))
        if cell.get(m("kind")) == "group" and text_of(cell)
    ]
    for cell in some(groups, rng, strength):
        row = next(cell.iterancestors(w("tr")))
        if len(cells_of(row)) > 1 and row.get(m("kind")) != "years":
            set_content(cell, [])


# --- rows --------------------------------------------------------------------------------------


def pairs_swapped(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Two label-value pairs of a row change places."""
    rows = [row for row in answers(specimen, "pairs") if len(pairs_of(row)) == 2]
    for row in some(rows, rng, strength):
        (label, value), (other, last) = pairs_of(row)
        parent = label.getparent()
        if parent is not None and last.getparent() is parent:
            place = parent.index(label)
            for offset, cell in enumerate((other, last, label, value)):
                parent.insert(place + offset, cell)


def rows_swapped(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Neighbouring rows of answers change places, within their group."""
    couples = [
        (row, following)
        for row in answers(specimen)
        if (following := row.getnext()) is not None and following in answers(specimen)
    ]
    touched: set[Element] = set()
    for row, following in some(couples, rng, strength / 2):
        if row in touched or following in touched or _grouped(row) != _grouped(following):
            continue
        touched |= {row, following}
        _exchange(row, following)


def rows_moved(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """A row of answers stands elsewhere in its part of the form."""
    for row in some([row for row in answers(specimen) if not _grouped(row)], rng, strength / 3):
        targets = [
            other
            for other in answers(specimen)
            if other is not row
            and other.getparent() is row.getparent()
            and not _grouped(other)
            and _part(other) is _part(row)
        ]
        if targets:
            rng.choice(targets).addprevious(row)


def _grouped(row: Element) -> bool:
    return any(cell.get(m("kind")) == "group" for cell in cells_of(row))


def _part(row: Element) -> Element | None:
    """The title row above a row."""
    return next(
        (other for other in row.itersiblings(preceding=True) if other.get(m("kind")) == "title"),
        None,
    )


def _exchange(row: Element, following: Element) -> None:
    """Two rows change places; a group's merged cell stays where it is."""
    first, second = cells_of(row)[0], cells_of(following)[0]
    grouped = first.get(m("kind")) == "group"
    if grouped and merge_of(first) == "start":
        set_content(second, content(first))
        set_content(first, [])
        set_merge(first, "go")
        set_merge(second, "start")
    following.addnext(row)


def rows_deleted(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Rows of answers are gone, and their answers with them."""
    for row in some(answers(specimen), rng, strength / 4):
        for cell in cells_of(row):
            for path in cell.get(m("path"), "").split():
                clear(specimen.record, path)
        remove_row(row)
    tidy(specimen.record)


def groups_moved(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Neighbouring groups of rows change places: the persons, the lists, the results."""
    couples = [couple for table in tables(specimen) for couple in _neighbours(table)]
    moved: set[Element] = set()
    for upper, lower in some(couples, rng, strength):
        if not moved.isdisjoint(upper + lower):
            continue
        moved.update(upper + lower)
        for row in lower:
            upper[0].addprevious(row)


def _neighbours(table: Element) -> Iterator[tuple[list[Element], list[Element]]]:
    """Groups of rows that follow each other in a table and can be told apart by their words."""
    rows = [row for row in table if row.tag == w("tr")]
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.get(m("unit"), ""))]
    for upper, lower in pairwise(groups):
        if all(_is_named(group) for group in (upper, lower)):
            yield upper, lower


def _is_named(rows: Sequence[Element]) -> bool:
    """Whether a group of rows carries its name, or heads that no other group has."""
    runs = [run for row in rows for run in row.iter(w("r")) if text_of(run)]
    return bool(rows[0].get(m("unit"))) and any(
        run.get(m("label")) in GROUPS or text_of(run) in HEADS for run in runs
    )


def foreign_rows(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Rows of an office's own stand between the form's."""
    pairs = [tuple(pair) for pair in FOREIGN["pairs"]]
    rng.shuffle(pairs)
    for row in some(answers(specimen), rng, strength / 3):
        made = copy.deepcopy(row)
        for cell in cells_of(made):
            if merge_of(cell) == "start":
                set_merge(cell, "go")
                set_content(cell, [])
        slots = pairs_of(made)
        both = [cell for cell in cells_of(made) if cell.get(m("kind")) == "both"]
        for label, value in slots:
            words, answer = pairs.pop() if pairs else ("备用", "")
            _write(label, words)
            _write(value, answer)
        for cell in both:
            words, answer = pairs.pop() if pairs else ("备用", "")
            _write(cell, f"{words}：{answer}")
        _unmark(made)
        made.set(m("kind"), "foreign")
        row.addnext(made)


def _write(cell: Element, words: str) -> None:
    block = etree.fromstring(f'<w:p xmlns:w="{W}"><w:r>{run_text(words)}</w:r></w:p>')
    set_content(cell, [block])


def _unmark(row: Element) -> None:
    for cell in cells_of(row):
        if m("path") in cell.attrib:
            del cell.attrib[m("path")]


def foreign_lists(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Lists of an office's own stand between the form's, as rows of a table or as tables."""
    count = max(1, round(3 * strength))
    for chosen in rng.sample(FOREIGN["lists"], min(count, len(FOREIGN["lists"]))):
        places = list(_list_places(specimen))
        if places:
            _insert_list(rng.choice(places), chosen, grouped=rng.random() < 0.5)


def _list_places(specimen: Specimen) -> Iterator[Element]:
    """Rows behind which a list can stand: the last of a list, of the finances, of plain answers."""
    for table in tables(specimen):
        for row in rows_of(table, "item", "year-values", "pairs"):
            following = row.getnext()
            if following is None or following.tag != w("tr"):
                continue
            if any(merge_of(cell) == "go" for cell in cells_of(following)):
                continue
            if row.get(m("kind")) != following.get(m("kind")) and following.get(m("kind")) not in (
                "values",
                "foreign",
            ):
                yield row


def _insert_list(row: Element, chosen: dict[str, Any], grouped: bool) -> None:
    table = next(row.iterancestors(w("tbl")))
    columns = grid(table)
    placed = [(other, edges(other, columns)) for other in rows_of(table)]
    width = sum(columns)
    lines = [chosen["heads"], *chosen["rows"]]
    left = width // 6 if grouped else 0
    made = []
    if not grouped:
        made.append(_plain_row([chosen["title"]], [0, width]))
    for place, line in enumerate(lines):
        share = (width - left) // len(line)
        cuts = [left + share * number for number in range(len(line))] + [width]
        texts = ([chosen["title"] if place == 0 else "", *line]) if grouped else line
        made.append(_plain_row(texts, [0, *cuts] if grouped else cuts))
    if grouped:
        for place, (new, _) in enumerate(made):
            set_merge(cells_of(new)[0], "start" if place == 0 else "go")
    for new, _ in reversed(made):
        row.addnext(new)
    regrid(table, [*placed, *made])


def _plain_row(texts: Sequence[str], cuts: Sequence[int]) -> tuple[Element, Sequence[int]]:
    row = etree.Element(w("tr"))
    row.set(m("kind"), "foreign")
    for text in texts:
        _write(etree.SubElement(row, w("tc")), text)
    return row, cuts


def foreign_paragraphs(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Remarks of an office between the tables."""
    for table in some(tables(specimen), rng, strength / 2):
        words = rng.choice(FOREIGN["paragraphs"])
        block = etree.fromstring(f'<w:p xmlns:w="{W}"><w:r>{run_text(words)}</w:r></w:p>')
        table.addprevious(block)


# --- shapes ------------------------------------------------------------------------------------


def values_below(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Answers stand below their labels instead of beside them."""
    rows = [
        row
        for table in tables(specimen)
        for row in rows_of(table, "pairs")
        if pairs_of(row) and len(cells_of(row)) == 2 * len(pairs_of(row)) + int(_grouped(row))
    ]
    for row in some(rows, rng, strength / 2):
        below = copy.deepcopy(row)
        for cell in cells_of(below):
            if merge_of(cell) == "start":
                set_merge(cell, "go")
                set_content(cell, [])
        for upper, lower in zip(pairs_of(row), pairs_of(below), strict=True):
            total = span(upper[0]) + span(upper[1])
            for keep, drop in ((upper[0], upper[1]), (lower[1], lower[0])):
                set_span(keep, total)
                parent = drop.getparent()
                if parent is not None:
                    parent.remove(drop)
        row.set(m("kind"), "labels")
        below.set(m("kind"), "values")
        row.addnext(below)


def labels_inside(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Label and answer in one cell, merged."""
    for row in some(answers(specimen, "pairs"), rng, strength / 2):
        for label, value in pairs_of(row):
            if value.getparent() is not label.getparent():
                continue
            first = label.find(w("p"))
            last = list(label.iter(w("r")))[-1:] if first is not None else []
            for run in last:
                if not text_of(run).endswith("："):
                    set_text(run, text_of(run) + "：") if run.find(w("t")) is not None else None
            answer = [block for block in content(value) if text_of(block) or len(block)]
            if first is not None and len(answer) == 1 and answer[0].tag == w("p"):
                first.extend([child for child in answer[0] if child.tag != w("pPr")])
            else:
                label.extend(answer)
            set_span(label, span(label) + span(value))
            label.set(m("kind"), "both")
            label.set(m("path"), value.get(m("path"), ""))
            row.set(m("kind"), "inside")
            _drop(value)


def tables_joined(specimen: Specimen, _rng: random.Random, _strength: float) -> None:
    """Tables with nothing but empty paragraphs between them become one."""
    for table in tables(specimen):
        if table.getparent() is None:
            continue
        while (following := _table_behind(table)) is not None:
            placed = [
                (row, edges(row, grid(part)))
                for part in (table, following)
                for row in rows_of(part)
            ]
            for row in rows_of(following):
                table.append(row)
            while table.getnext() is not following:
                _drop(table.getnext())
            _drop(following)
            regrid(table, placed)


def _table_behind(table: Element) -> Element | None:
    following = table.getnext()
    while following is not None and following.tag == w("p") and not text_of(following):
        following = following.getnext()
    return following if following is not None and following.tag == w("tbl") else None


def _drop(element: Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.remove(element)


def tables_split(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Tables broken in two between rows, a list's heads written again or not."""
    for table in tables(specimen):
        for _ in range(max(1, round(3 * strength))):
            rows = [row for row in table if row.tag == w("tr")]
            if len(rows) > 3:
                _split(table, rng.randrange(1, len(rows)), rng.random() < 0.5)


def _split(table: Element, place: int, heads_again: bool) -> None:
    rows = [row for row in table if row.tag == w("tr")]
    made = etree.Element(w("tbl"))
    for name in ("tblPr", "tblGrid"):
        found = table.find(w(name))
        if found is not None:
            made.append(copy.deepcopy(found))
    first = rows[place]
    if first.get(m("kind")) == "values":
        return
    for cell in cells_of(first):
        if merge_of(cell) == "go":
            set_merge(cell, "start")
    if heads_again and first.get(m("kind")) == "item":
        heads = next((row for row in reversed(rows[:place]) if row.get(m("kind")) == "heads"), None)
        if heads is not None:
            again = copy.deepcopy(heads)
            for cell in cells_of(again):
                if merge_of(cell):
                    set_merge(cell, "")
                    set_content(cell, [])
            made.append(again)
    for row in rows[place:]:
        made.append(row)
    table.addnext(made)
    table.addnext(etree.Element(w("p")))


def unmerged_filled(specimen: Specimen, _rng: random.Random, _strength: float) -> None:
    """Merged cells come apart, each with the same text, as converters write them."""
    _unmerge(specimen, filled=True)


def unmerged_empty(specimen: Specimen, _rng: random.Random, _strength: float) -> None:
    """Merged cells come apart, the text in the first."""
    _unmerge(specimen, filled=False)


def _unmerge(specimen: Specimen, filled: bool) -> None:
    for table in tables(specimen):
        above: dict[int, list[Element]] = {}
        columns = grid(table)
        for row in rows_of(table):
            for cell in cells_of(row):
                start, state = tuple_edges(cell), merge_of(cell)
                if state == "start":
                    above[start] = content(cell)
                elif state == "go" and filled:
                    set_content(cell, [copy.deepcopy(block) for block in above.get(start, [])])
                set_merge(cell, "")
        for row in rows_of(table):
            for cell in cells_of(row):
                _unspan(cell, columns, filled)


def _unspan(cell: Element, columns: Sequence[int], filled: bool) -> None:
    start, count = tuple_edges(cell), span(cell)
    blocks = content(cell)
    set_span(cell, 1)
    set_width(cell, columns[start])
    for offset in range(count - 1, 0, -1):
        made = etree.Element(w("tc"))
        set_width(made, columns[start + offset])
        copied = filled and all(block.tag == w("p") for block in blocks)
        set_content(made, [copy.deepcopy(block) for block in blocks] if copied else [])
        cell.addnext(made)


def runs_split(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Runs come apart, down to single characters, as editing and spelling marks leave them."""
    for run in some(list(specimen.root.iter(w("r"))), rng, strength):
        texts = run.findall(w("t"))
        if len(texts) != 1 or len(texts[0].text or "") < 2:
            continue
        words = texts[0].text or ""
        step = rng.choice((1, 1, 2, 5))
        pieces = [words[place : place + step] for place in range(0, len(words), step)]
        for piece in reversed(pieces[1:]):
            made = copy.deepcopy(run)
            made.attrib.clear()
            set_text(made, piece)
            run.addnext(made)
        set_text(run, pieces[0])


def columns_permuted(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """The columns of a list stand in another order."""
    for unit in some(_list_units(specimen), rng, strength):
        orders: dict[int, list[int]] = {}
        for row in unit:
            cells = [cell for cell in cells_of(row) if cell.get(m("kind")) in ("head", "value")]
            cells = [cell for cell in cells if cell.get(m("path")) != "no"]
            order = orders.setdefault(len(cells), rng.sample(range(len(cells)), len(cells)))
            slots = [_slot(cell, row) for cell in cells]
            start = row.index(slots[0])
            for offset, place in enumerate(order):
                row.insert(start + offset, slots[place])


def _slot(cell: Element, row: Element) -> Element:
    """The row's child that is the cell or the content control around it."""
    slot = cell
    while (parent := slot.getparent()) is not None and parent is not row:
        slot = parent
    return slot


def numbers_dropped(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """The column 序号 of a list is gone, its width given to the next."""
    for unit in some(_list_units(specimen), rng, strength):
        for row in unit:
            cells = cells_of(row)
            for cell, following in pairwise(cells):
                if cell.get(m("path")) == "no":
                    set_span(following, span(following) + span(cell))
                    _drop(cell)


def _list_units(specimen: Specimen) -> list[list[Element]]:
    units: dict[str, list[Element]] = {}
    for table in tables(specimen):
        for row in rows_of(table, "heads", "item"):
            units.setdefault(row.get(m("unit"), ""), []).append(row)
    return list(units.values())


def prose_broken(specimen: Specimen, _rng: random.Random, _strength: float) -> None:
    """Paragraphs of an answer are lines of one paragraph."""
    for cell in specimen.root.iter(w("tc")):
        blocks = content(cell)
        if cell.get(m("kind")) != "value" or any(block.tag != w("p") for block in blocks):
            continue
        for block in blocks[1:]:
            line = etree.SubElement(blocks[0], w("r"))
            etree.SubElement(line, w("br"))
            blocks[0].extend([child for child in block if child.tag != w("pPr")])
            cell.remove(block)


def padded(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Empty paragraphs and spaces round answers, empty rows between rows."""
    cells = [cell for cell in specimen.root.iter(w("tc")) if cell.get(m("kind")) == "value"]
    for cell in some(cells, rng, strength):
        block = content(cell)[0]
        if rng.random() < 0.5:
            block.addprevious(etree.Element(w("p")))
        space = etree.Element(w("r"))
        set_text(space, rng.choice((" ", "\u3000", "\u00a0", "\t")))
        content(cell)[-1].append(space)
        cell.append(etree.Element(w("p")))
    for row in some(answers(specimen, "pairs"), rng, strength / 5):
        if not _grouped(row):
            made = copy.deepcopy(row)
            for cell in cells_of(made):
                set_content(cell, [])
            _unmark(made)
            made.set(m("kind"), "foreign")
            row.addnext(made)


def edited(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Tracked deletions and hidden remarks stand before answers."""
    cells = [cell for cell in specimen.root.iter(w("tc")) if cell.get(m("kind")) == "value"]
    for number, cell in enumerate(some(cells, rng, strength / 2)):
        block = next((each for each in content(cell) if each.tag == w("p")), None)
        if block is None:
            continue
        place = 1 if block.find(w("pPr")) is not None else 0
        old = rng.choice(("待补充", "2019年3月", "1234.5", "上海", "□是 ☑否"))
        if rng.random() < 0.6:
            made = (
                f'<w:del w:id="{80_000 + number}" w:author="校对"><w:r><w:delText>{old}</w:delText>'
            )
            made += "</w:r></w:del>"
        else:
            made = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{old}</w:t></w:r>"
        whole = etree.fromstring(f'<w:p xmlns:w="{W}">{made}</w:p>')
        block.insert(place, whole[0])


HEADER: Final = (
    f'<w:hdr xmlns:w="{W}"><w:p><w:r><w:t>'
    "上海市智能制造系统解决方案揭榜挂帅项目申报书</w:t></w:r></w:p></w:hdr>"
)
HEADER_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
SHAPE: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
BOX: Final = (
    f'<w:p xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    f' xmlns:wps="{SHAPE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1800000" cy="360000"/>'
    f'<wp:docPr id="909" name="box"/><a:graphic><a:graphicData uri="{SHAPE}"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>INNER</wps:txbx><wps:bodyPr/></wps:wsp>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:textbox>INNER</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def furnished(specimen: Specimen, rng: random.Random, _strength: float) -> None:
    """A running header that repeats the title, and a text box with a stamp's words."""
    if not any(specimen.root.iter(w("headerReference"))):
        _add_header(specimen)
    words = rng.choice(("内部资料 注意保存", "收文编号：0471", "单位名称以营业执照为准"))
    inner = f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
    tables(specimen)[0].addprevious(etree.fromstring(BOX.replace("INNER", inner)))


def _add_header(specimen: Specimen) -> None:
    relations, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    relation = f'<Relationship Id="rId909" Type="{R}/header" Target="header9.xml"/>'
    part = f'<Override PartName="/word/header9.xml" ContentType="{HEADER_TYPE}"/>'
    specimen.parts = {
        **specimen.parts,
        "word/header9.xml": HEADER.encode(),
        relations: _with_last(specimen.parts[relations], b"</Relationships>", relation),
        types: _with_last(specimen.parts[types], b"</Types>", part),
    }
    for section in specimen.root.iter(w("sectPr")):
        reference = etree.Element(w("headerReference"))
        reference.set(w("type"), "default")
        reference.set(f"{{{R}}}id", "rId909")
        section.insert(0, reference)


def _with_last(part: bytes, end: bytes, element: str) -> bytes:
    return part.replace(end, element.encode() + end)


def wrapped(specimen: Specimen, rng: random.Random, strength: float) -> None:
    """Rows in content controls, runs as tracked insertions, bookmarks: what editors leave."""
    for row in some(
        [row for t in tables(specimen) for row in t if row.tag == w("tr")], rng, strength / 3
    ):
        control = etree.fromstring(f'<w:sdt xmlns:w="{W}"><w:sdtPr/><w:sdtContent/></w:sdt>')
        row.addprevious(control)
        control[1].append(row)
    runs = [run for run in specimen.root.iter(w("r")) if run.find(w("t")) is not None]
    for number, run in enumerate(some(runs, rng, strength / 3)):
        inserted = etree.Element(w("ins"))
        inserted.set(w("id"), str(90_000 + number))
        inserted.set(w("author"), "编辑")
        run.addprevious(inserted)
        inserted.append(run)


DISTURBANCES: Final[dict[str, Disturbance]] = {
    "labels-respaced": respaced,
    "labels-misspelt": misspelt,
    "labels-renamed": renamed,
    "labels-unseen": renamed_unseen,
    "labels-dressed": dressed,
    "heads-renamed": heads_renamed,
    "blocks-alike": alike,
    "groups-dropped": groups_dropped,
    "groups-moved": groups_moved,
    "pairs-swapped": pairs_swapped,
    "rows-swapped": rows_swapped,
    "rows-moved": rows_moved,
    "rows-deleted": rows_deleted,
    "foreign-rows": foreign_rows,
    "foreign-lists": foreign_lists,
    "foreign-paragraphs": foreign_paragraphs,
    "values-below": values_below,
    "labels-inside": labels_inside,
    "columns-permuted": columns_permuted,
    "numbers-dropped": numbers_dropped,
    "tables-joined": tables_joined,
    "tables-split": tables_split,
    "unmerged-filled": unmerged_filled,
    "unmerged-empty": unmerged_empty,
    "runs-split": runs_split,
    "prose-broken": prose_broken,
    "padded": padded,
    "edited": edited,
    "furnished": furnished,
    "wrapped": wrapped,
}
USUAL: Final = {"labels-misspelt": 0.3, "labels-renamed": 0.7, "heads-renamed": 1.0}
STRENGTH: Final = 0.5  # of all others
SOFT: Final = 0.3  # of what touches labels, where several disturbances come together


def disturb(specimen: Specimen, name: str, rng: random.Random) -> Specimen:
    """A disturbed copy of a document; `name` is a disturbance, "none", "four" or "office"."""
    made = specimen.copy()
    for step, force in _steps(name, rng):
        DISTURBANCES[step](made, rng, force)
        made.trail += (step,)
    return made


OFFICE: Final = (
    ("labels-renamed", 0.9),
    ("heads-renamed", 1.0),
    ("numbers-dropped", 0.7),
    ("foreign-rows", 0.4),
    ("foreign-lists", 0.5),
    ("foreign-paragraphs", 0.5),
    ("rows-moved", 0.3),
    ("pairs-swapped", 0.3),
    ("labels-inside", 0.3),
    ("columns-permuted", 0.3),
    ("blocks-alike", 1.0),
    ("tables-split", 0.5),
    ("unmerged-filled", 1.0),
)
"""What a real office does, most of it at once, each with its strength."""
OFTEN: Final = 0.6  # the chance of each step


def _steps(name: str, rng: random.Random) -> list[tuple[str, float]]:
    """The disturbances that a name stands for, each with its strength."""
    if name == "none":
        return []
    if name == "four":
        order = list(DISTURBANCES)
        chosen = sorted(rng.sample(order, 4), key=order.index)
        return [(step, SOFT if step.startswith("labels") else STRENGTH) for step in chosen]
    if name == "office":
        return [step for step in OFFICE if rng.random() < OFTEN]
    return [(name, USUAL.get(name, STRENGTH))]
