"""What paper leaves open: how sure a tick is by how much of its box is covered, and whether a line
ended where its writer ended it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest

from extractors.evidence import SEEN
from extractors.items import Slice
from extractors.page import Line
from extractors.ticks import Choice
from extractors.values import Taken

THRESHOLD = 0.07  # share of a box's inside from which it is ticked
EMPTY, DRAWN = 0.03, 0.13  # clearly not, and clearly
CERTAIN, EVEN = 0.998, 0.5

SEVERAL = "单元格内有多行，可能是一个方案换行，也可能是几个方案，请核对"
WRAPPED = "此项在原件上分为几行，读作一行，请核对"
UNCLEAR = "有方框的笔迹不清楚，可能是圈选、划掉或画在框外，请对照原件核对"
NAME_ENDS = ("方案", "系统", "平台", "软件", "装备")  # a line that ends so may be a whole name
HAN = re.compile(r"[\u3400-\u9fff]+")
A_LINE = 6  # letters: lines that are shorter may be two persons' names, and none of a solution
UNREAD = 0.5  # a character less sure than that was not read
UNTOLD = "有方框只印出了域代码或认不出的符号，看不出是否勾选，请对照原件核对"
NOT_FOUND = "有选项旁的方框未能辨认，是否勾选请对照原件核对"


def inks_of(slices: Iterable[Slice]) -> tuple[float, ...]:
    """The measured share of each box in some slices, in reading order."""
    return tuple(
        tick.ink
        for piece in slices
        for tick in piece.paragraph.ticks
        if tick.ink is not None and piece.start <= tick.offset < piece.end
    )


def ink_sureness(inks: Iterable[float]) -> float:
    """How sure the least clear of some boxes is, 0 to 1."""
    return min((_sureness(ink) for ink in inks), default=1.0)


def boxes_not_found(choice: Choice, taken: Taken) -> str | None:
    """A doubt where an option's box, or an option, wasn't found on a picture, or where characters
    of a choice mean nothing: not found is never no."""
    lines = [line for piece in taken.slices for line in piece.paragraph.lines]
    if not any(line.by in SEEN or line.confidence < UNREAD for line in lines):
        return None
    found = [choice.states.get(option) for option in taken.hole.options]
    return NOT_FOUND if any(state is None for state in found) else None


def untold(slices: Iterable[Slice]) -> str | None:
    """A doubt where a page of text shows a box, but not whether it is ticked."""
    boxes = (
        line
        for piece in slices
        for tick in piece.paragraph.ticks
        for line in piece.paragraph.lines
        if piece.start <= tick.offset < piece.end and line.start <= tick.offset < line.end
    )
    return UNTOLD if any(box.by not in SEEN and box.confidence <= UNREAD for box in boxes) else None


def unclear(inks: Iterable[float]) -> str | None:
    """A doubt where a box is neither clearly empty nor clearly ticked."""
    return UNCLEAR if any(EMPTY < ink < DRAWN for ink in inks) else None


def may_be_several(slices: Sequence[Slice]) -> bool:
    """Whether an answer's lines may be parted into names otherwise than they were: several lines of
    a picture; on a page of text a name that goes on behind words that end one, or that ends without
    them in a short line, or before a Latin word, which programs take to the next line whole."""
    return _over_lines_of_a_picture(slices) or any(
        _parts_otherwise(piece, following) for piece, following in zip_longest(slices, slices[1:])
    )


def parted(slices: Sequence[Slice]) -> str:
    """The names that an answer's lines say, each on a line of its own. Paper does not show where
    one ends in a full line, but a line that ends as all of it does (`…方案`) ends a name."""
    return "\n".join(_parted(piece) for piece in slices)


def on_one_line(slices: Sequence[Slice]) -> str | None:
    """What a short answer says of which a picture shows several lines that begin and end with Han:
    a name that was wrapped, though its first line is not full. None where it is not so."""
    texts = [piece.text.strip() for piece in slices if piece.text.strip()]
    ends = [(upper[-1], lower[0]) for upper, lower in pairwise(texts)]
    short = min((len(text) for text in texts[:-1]), default=0) < A_LINE
    if short or not all(HAN.fullmatch(upper + lower) for upper, lower in ends):
        return None
    return "".join(texts) if _over_lines_of_a_picture(slices) else None


def _parted(piece: Slice) -> str:
    text = piece.text
    ending = next((end for end in NAME_ENDS if text.rstrip().endswith(end)), None)
    if ending is None:
        return text
    for line in reversed(piece.paragraph.lines):
        end = max(line.end - piece.start, 0)
        before, behind = text[:end].rstrip(), text[end:].lstrip()
        if before.endswith(ending) and before != ending and behind not in ("", ending):
            text = f"{before}\n{behind}"
    return text


def _over_lines_of_a_picture(slices: Sequence[Slice]) -> bool:
    tops = [
        (line.page, line.box[1], line.box[3])
        for piece in slices
        for line in piece.paragraph.lines
        if line.by in SEEN
    ]
    return bool(tops) and any(
        top[0] != tops[0][0] or top[1] > (tops[0][1] + tops[0][2]) / 2 for top in tops
    )


def _parts_otherwise(piece: Slice, following: Slice | None) -> bool:
    lines = piece.paragraph.lines
    whole = piece.text.rstrip().endswith(NAME_ENDS)
    short = len(piece.text.strip()) < A_LINE
    if lines and following and not whole and (short or following.text[:1].isascii()):
        return True
    return any(_ends_name(piece, line) for line in lines)


def _ends_name(piece: Slice, line: Line) -> bool:
    """Whether a name may end with a line in the middle of a paragraph."""
    inside = piece.start < line.end < piece.end
    return inside and piece.paragraph.text[: line.end].rstrip().endswith(NAME_ENDS)


def _sureness(ink: float) -> float:
    if ink <= EMPTY or ink >= DRAWN:
        return CERTAIN
    edge = EMPTY if ink < THRESHOLD else DRAWN
    share = abs(ink - THRESHOLD) / abs(edge - THRESHOLD)
    return EVEN + (CERTAIN - EVEN) * share
