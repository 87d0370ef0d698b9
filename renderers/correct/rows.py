"""Lists written row by row: rows that stay are corrected, new ones put in, others taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count
from typing import Any, Final

from lxml import etree

from extractors.decode import strip
from extractors.docx.names import W_VAL, full
from extractors.docx.tables_xml import W_TC, W_TC_PR, W_TR, W_TR_PR, W_V_MERGE
from extractors.items import Slice
from extractors.pattern import Hole
from extractors.places import FormPlaces, ListRow, Place
from renderers.correct.changes import Difference
from renderers.correct.draft import Draft
from renderers.correct.refusal import NO_PLACE, ONE_ROW, Unplaceable
from renderers.correct.runs import New
from renderers.correct.source import splice
from renderers.correct.texts import write_text

NUMBER: Final = "no"  # the printed number of a row, no answer
_NUMBER: Final = re.compile(r"\d+")
_DROPPED: Final = re.compile(
    r"<(?P<w>\w+):(?:bookmarkStart|bookmarkEnd|commentRangeStart|commentRangeEnd)\b[^>]*/>"
    r"|<\w+:r\b[^>]*>(?:(?!</\w+:r>).)*?<\w+:commentReference\b[^>]*/>.*?</\w+:r>"
    r"|\s\w+:(?:paraId|textId)=\"[^\"]*\"",
    re.DOTALL,
)
_CONTROL_ID: Final = re.compile(r"(<\w+:id\s+\w+:val=\")-?\d+(\"\s*/>)")
_NOT_COPIED: Final = frozenset(
    full(name)
    for name in ("w:drawing", "w:pict", "w:object", "w:ins", "w:del", "w:moveFrom", "w:moveTo")
)
_W_SDT: Final = full("w:sdt")

LIKE_NONE = "there is no row in the document to make a new one after"

Row = dict[str, Any]


@dataclass(slots=True)
class _Slot:
    """A row of the list as it will be: one of the document's, or a copy of one."""

    row: ListRow | None
    new: Row | None


def _share_a_row(rows: Iterable[ListRow]) -> bool:
    """Whether several items of a list stand in one row of its table."""
    cells = [cell[0].paragraph.where for row in rows for cell in row.cells.values() if cell]
    return len(set(cells)) < len(cells)


class Lists:
    """Writes lists of one form in one document."""

    def __init__(self, draft: Draft, form: FormPlaces) -> None:
        self._draft = draft
        self._form = form
        ids = {element.get(W_VAL) for element in draft.root.iter(full("w:id"))}
        self._free = (str(number) for number in count(202500001) if str(number) not in ids)

    def write(self, difference: Difference) -> None:
        """Has a list say its new rows; raises Unplaceable."""
        rows = self._form.rows[difference.path]
        filled = {row.index: row for row in rows if row.index is not None}
        if sorted(filled) != list(range(len(difference.old))):
            raise Unplaceable(NO_PLACE)
        if _share_a_row(filled.values()):
            raise Unplaceable(ONE_ROW)
        own = [filled[index] for index in range(len(difference.old))]
        slots = self._by_content(own, difference) or self._by_position(own, difference)
        self._take_spare(slots, rows)
        self._write(difference.path, own, slots)

    # which row becomes which

    def _by_content(self, own: list[ListRow], difference: Difference) -> list[_Slot] | None:
        """Rows that are the same in both keep their place; None where a row would have to come
        before all, or one would have to go that holds the others together."""
        old, new = [[_key(row) for row in rows] for rows in (difference.old, difference.new)]
        slots: list[_Slot] = []
        for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            pairs = min(j - i, m - k)
            slots += [_Slot(own[i + n], difference.new[k + n]) for n in range(pairs)]
            slots += [_Slot(row, None) for row in own[i + pairs : j]]
            slots += [_Slot(None, row) for row in difference.new[k + pairs : m]]
        if slots and slots[0].row is None and own:
            return None
        gone = [slot.row for slot in slots if slot.row and slot.new is None]
        return None if any(not self._may_go(row, own) for row in gone) else slots

    def _by_position(self, own: list[ListRow], difference: Difference) -> list[_Slot]:
        pairs = zip(own, difference.new, strict=False)
        slots = [_Slot(row, new) for row, new in pairs]
        slots += [_Slot(row, None) for row in own[len(slots) :]]
        slots += [_Slot(None, new) for new in difference.new[len(own) :]]
        return slots

    def _take_spare(self, slots: list[_Slot], rows: list[ListRow]) -> None:
        """New rows at the end go into the unused rows that stand there."""
        last = max((at for at, row in enumerate(rows) if not row.spare), default=-1)
        spare = iter(row for row in rows[last + 1 :] if row.spare)
        end = len(slots)
        while end and slots[end - 1].row is None:
            end -= 1
        for slot in slots[end:]:
            slot.row = next(spare, None)
            if slot.row is None:
                break

    # writing

    def _write(self, path: str, own: list[ListRow], slots: list[_Slot]) -> None:
        above: ListRow | None = None
        copies: dict[int, list[str]] = {}
        left = [slot for slot in slots if slot.new is not None]
        number = 0
        for slot in slots:
            if slot.new is None:
                assert slot.row is not None
                self._take_out(path, slot.row, own, keep=not left and slot is slots[0])
                continue
            number += 1
            if slot.row is None:
                if above is None:
                    raise Unplaceable(LIKE_NONE)
                copies.setdefault(id(above), []).append(self._copy(path, above, slot.new, number))
                continue
            if slot.row is not above and above is not None:
                self._put_behind(above, copies.pop(id(above), []))
            above = slot.row
            self._fill(self._draft, path, slot.row, slot.new, number)
        if above is not None:
            self._put_behind(above, copies.pop(id(above), []))

    def _fill(self, draft: Draft, path: str, row: ListRow, new: Row, number: int) -> None:
        """Writes what differs into a row's cells, and its number."""
        for leaf, value in new.items():
            if leaf == NUMBER:
                continue
            place = self._place(path, row, leaf)
            codec = self._form.form.codec(f"{path}.0.{leaf}")
            if place is None:
                if value not in (None, []):
                    raise Unplaceable(NO_PLACE)
                continue
            said = "\n".join(piece.text for piece in place.answer)
            if (codec.parse(said).value if said else None) == value or (
                not said and value in (None, [])
            ):
                continue
            write_text(draft, place, codec, value, None)
        self._number(draft, row, number)

    def _place(self, path: str, row: ListRow, leaf: str) -> Place | None:
        slices = row.cells.get(leaf)
        if slices is None:
            return None
        known = self._form.places.get(f"{path}.{row.index}.{leaf}")
        hole = known.hole if known else self._hole(path, leaf)
        if known is not None and len(known.region) > len(slices):
            slices = known.region  # it goes on in the row below
        return Place(f"{path}.*.{leaf}", hole, strip(slices, hole), slices, slices, None, 0)

    def _hole(self, path: str, leaf: str) -> Hole:
        """What a row's column asks for; a list without an answer has told none of its holes."""
        codec = self._form.form.codec(f"{path}.0.{leaf}")
        prose = codec.name in ("prose", "lines")
        return Hole(f"{path}.*.{leaf}", "prose" if prose else "text")

    def _number(self, draft: Draft, row: ListRow, number: int) -> None:
        """The number in its cell, where it is typed; an unused row's dots give way to it."""
        pieces = row.cells.get(NUMBER, ())
        piece = next((piece for piece in pieces if piece.text.strip()), None)
        if piece is None:
            if row.spare and pieces and pieces[0].paragraph.number is None:
                draft.replace(pieces[0], New(str(number)), fresh=True)
            return
        digits = _NUMBER.search(piece.text)
        if digits and digits[0] != str(number):
            start = piece.start + digits.start()
            draft.replace(Slice(piece.paragraph, start, start + len(digits[0])), New(str(number)))
        elif not digits and row.spare:
            draft.replace(piece, New(str(number)))

    # rows put in

    def _copy(self, path: str, model: ListRow, new: Row, number: int) -> str:
        """A row made after another: its cells with other answers in them."""
        row = self._element(model)
        goes_on = any(
            place is not None and len(place.region) > len(model.cells[leaf])
            for leaf in new
            for place in (self._place(path, model, leaf),)
        )
        if goes_on or any(True for _ in row.iter(*_NOT_COPIED)):
            raise Unplaceable(LIKE_NONE)
        draft = self._draft.beside(plainly=True)
        self._fill(draft, path, model, new, number)
        for cell in row.iter(W_TC):
            for merge in cell.iterchildren(W_TC_PR):
                for each in merge.iterchildren(W_V_MERGE):
                    self._go_on(draft, cell, each)
        span = self._draft.source.span(row)
        xml = splice(self._draft.source.xml, span.start, span.end, draft.corrections()).decode()
        xml = _CONTROL_ID.sub(lambda m: m[1] + next(self._free) + m[2], _DROPPED.sub("", xml))
        return self._inserted(xml) if self._draft.tracking else xml

    def _go_on(self, draft: Draft, cell: etree._Element, merge: etree._Element) -> None:
        """A merged cell of the row above goes on in a copy: it says nothing of its own."""
        if merge.get(W_VAL) != "restart":
            return
        span = draft.source.span(merge)
        draft.splice(span.start, span.end, draft.markup.element("vMerge"))
        for run in cell.iter(full("w:r")):
            at = draft.source.span(run)
            draft.splice(at.start, at.end, "")

    def _inserted(self, xml: str) -> str:
        """A row as a tracked insertion: itself and its runs."""
        tracking, w = self._draft.tracking, self._draft.markup.prefix
        assert tracking is not None
        runs = re.compile(rf"<{w}:r\b[^>]*(?<!/)>.*?</{w}:r>", re.DOTALL)
        return _with_row_mark(
            runs.sub(lambda m: tracking.mark("ins", m[0]), xml), tracking.mark("ins"), w
        )

    def _put_behind(self, row: ListRow, copies: list[str]) -> None:
        if copies:
            end = self._draft.source.span(self._element(row)).end
            self._draft.splice(end, end, "".join(copies))

    # rows taken out

    def _take_out(self, path: str, row: ListRow, own: list[ListRow], *, keep: bool) -> None:
        if keep or not self._may_go(row, own):
            for leaf in row.cells:
                place = self._place(path, row, leaf) if leaf != NUMBER else None
                if place is not None and place.answer:
                    codec = self._form.form.codec(f"{path}.0.{leaf}")
                    write_text(self._draft, place, codec, None, None)
            return
        element = self._element(row)
        span = self._draft.source.span(element)
        tracking = self._draft.tracking
        if tracking is None:
            self._draft.splice(span.start, span.end, "")
            return
        self._draft.delete_runs(element)
        opened = self._draft.source.xml[span.start : span.close].decode()
        properties = next(element.iterchildren(W_TR_PR), None)
        at = self._draft.source.span(properties) if properties is not None else None
        if at is None:
            head = re.match(r"<[^>]*>(?:<\w+:tblPrEx\b.*?</\w+:tblPrEx>)?", opened, re.DOTALL)
            assert head is not None
            at_cells = span.start + len(head[0].encode())
            mark = _row_properties(tracking.mark("del"), self._draft.markup.prefix)
            self._draft.splice(at_cells, at_cells, mark)
        elif at.is_closed:
            mark = _row_properties(tracking.mark("del"), self._draft.markup.prefix)
            self._draft.splice(at.start, at.end, mark)
        else:
            self._draft.splice(at.close, at.close, tracking.mark("del"))

    def _may_go(self, row: ListRow, own: list[ListRow]) -> bool:
        """Whether a row can be taken out: it is one row of the table, no merged cell begins in it
        for those below, and what else it says the other rows say too."""
        try:
            element = self._element(row)
        except Unplaceable:
            return False
        merges = (each for each in element.iter(W_V_MERGE) if each.get(W_VAL) == "restart")
        if any(True for _ in merges) or any(True for _ in element.iter(*_NOT_COPIED)):
            return False
        others = [each for each in own if each is not row]
        said = self._said_besides(row, element)
        return not said or any(
            said <= self._said_besides(each, self._element(each)) for each in others[:2]
        )

    def _said_besides(self, row: ListRow, element: etree._Element) -> set[str]:
        cells = {
            next(self._draft.traced(piece).element.iterancestors(W_TC), None)
            for pieces in row.cells.values()
            for piece in pieces
        }
        texts = (
            "".join(map(str, cell.itertext())).strip()
            for cell in element.iter(W_TC)
            if cell not in cells
        )
        return {text for text in texts if text}

    def _element(self, row: ListRow) -> etree._Element:
        """The `w:tr` that a row of the list is; raises Unplaceable for one of several."""
        found = {
            next(self._draft.traced(piece).element.iterancestors(W_TR), None)
            for pieces in row.cells.values()
            for piece in pieces
        }
        element = next(iter(found), None)
        if len(found) != 1 or element is None:
            raise Unplaceable("its row isn't one row of the table")
        return element


def _key(row: Row) -> str:
    """What makes two rows the same."""
    return repr({leaf: value for leaf, value in row.items() if leaf != NUMBER})


def _with_row_mark(xml: str, mark: str, w: str) -> str:
    """A row with a change of the row itself in its properties."""
    properties = re.search(rf"<{w}:trPr\b[^>]*?(/?)>", xml)
    first = re.search(rf"<{w}:(?:tc|sdt|customXml)\b", xml)
    assert first is not None
    if properties is None or properties.start() > first.start():
        return xml[: first.start()] + _row_properties(mark, w) + xml[first.start() :]
    if properties[1]:
        return xml[: properties.start()] + _row_properties(mark, w) + xml[properties.end() :]
    end = xml.index(f"</{w}:trPr>")
    return xml[:end] + mark + xml[end:]


def _row_properties(mark: str, w: str) -> str:
    """Properties of a row that had none, with a change of the row itself. The schema wants one more
    beside it (CT_TrPrBase of ECMA-376): that no grid columns stand before its cells."""
    return f'<{w}:trPr><{w}:gridBefore {w}:val="0"/>{mark}</{w}:trPr>'
