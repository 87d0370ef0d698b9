"""Lines → paragraphs: which line ends are the page's and which are the writer's.

A line that ends although the next word would have fitted was ended by its writer; so was one
before an indent. Where a tagged PDF says which paragraph a line belongs to, that counts. A full
line before one that begins at the same edge may be either: it is taken as the page's, and where it
also ends a sentence the line is less sure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from extractors.page import Line, Paragraph, Tick
from extractors.paper.glyphs import Glyph, Turn
from extractors.paper.lines import SMALLER, TextLine, is_han

INDENT: Final = 1.4  # of the size: a line that begins so much farther in begins a paragraph
MOST_INDENT: Final = 2.3  # of the size: two letters, as first lines begin farther in
ROOM: Final = 0.4  # points by which the next word must have fitted
UNSURE: Final = 0.4  # of its size by which a picture's line may end elsewhere than it was read
EVEN: Final = 4  # characters of a line, all as wide as each other, that tell how wide they are set
SPARE: Final = 0.95  # of that width: what is free behind them is none or a multiple of it
BETWEEN: Final = 0.25  # of the size: between Han and Latin letters
OTHER_SIZE: Final = 0.2  # of a line's size: another paragraph's differs more
GUESSED: Final = 0.4  # … on a picture, where that of a line of one letter is its box's
LEADING: Final = 1.45  # of the usual distance of lines: more is the space between paragraphs
FAR: Final = 3.2  # of the size: no text is set so wide
LED: Final = (0.2, 0.4)  # of the size: the width of a space
NO_SPACE: Final = 0.05  # … that is none
DOUBTFUL: Final = 0.85  # how sure a full line is that ends a sentence
STOPS: Final = "。！？；：.!?;:"
COMMAS: Final = "、，,"
NOT_FIRST: Final = "、。，．：；！？）》」』】〕〉”’…—,.:;!?)]}%％℃"  # never begin a line
NOT_LAST: Final = "（《「『【〔〈“‘([{"  # never end one
BOXES: Final = "☐☑☒□■▢"  # to tick
HYPHENS: Final = "-‐–/"  # a line may end behind them


class Column(NamedTuple):
    """The stretch from `x0` to `x1` that lines are wrapped in, and the page they are on."""

    x0: float
    x1: float
    page: int
    turn: Turn


class Placed(NamedTuple):
    """A line with the column it was wrapped in."""

    line: TextLine
    column: Column


def paragraphs(
    placed: Sequence[Placed], where: str, notes: Collection[str] = ()
) -> list[Paragraph]:
    """The paragraphs of lines that follow each other, over pages too; marks of `notes` are taken
    out of their text."""
    groups = grouped(placed)
    made = [_paragraph(group, where, notes) for group in groups]
    for number, (group, following) in enumerate(pairwise(groups)):
        if _may_go_on(group[-1], following[0]):
            made[number] = doubted(made[number])
    return made


def grouped(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Lines by the paragraph they make."""
    if len(placed) < 2:
        return [[each] for each in placed]
    if _is_set_right(placed):
        placed = [_as_if_left(each) for each in placed]
    pitch = _pitch(placed)
    groups: list[list[Placed]] = []
    for this in placed:
        last = groups[-1] if groups else None
        if last and (_is_lone_mark(last[-1], this) or not _begins(last, this, pitch)):
            last.append(this)
        else:
            groups.append([this])
    return groups


def _pitch(placed: Sequence[Placed]) -> float:
    """The usual distance of baselines."""
    steps = sorted(
        after.line.base - before.line.base
        for before, after in pairwise(placed)
        if before.column.page == after.column.page and after.line.base > before.line.base
    )
    return steps[len(steps) // 3] if steps else 0.0


def _is_set_right(placed: Sequence[Placed]) -> bool:
    """Whether lines are set to the right: all end at one edge, and the last one begins farther in
    than a paragraph's first line would."""
    size = placed[-1].line.size
    ends = [each.column.x1 - each.line.x1 for each in placed]
    begins = [each.line.x0 - each.column.x0 for each in placed]
    return max(ends) - min(ends) < 0.3 * size and begins[-1] - min(begins) > MOST_INDENT * size


def _as_if_left(placed: Placed) -> Placed:
    """A line that is set to the right, as it would stand in its column at the left."""
    aside = placed.line.x0 - placed.column.x0
    column = placed.column._replace(x0=placed.line.x0, x1=placed.column.x1 + aside)
    return placed._replace(column=column)


def _begins(group: list[Placed], this: Placed, pitch: float) -> bool:
    """Whether a line begins a paragraph, or goes on with that of the lines before it."""
    last = group[-1]
    before, after = last.line, this.line
    same = _same_element(before, after)
    if same:
        return _fitted(last, this, before.size)  # a line break within the paragraph
    if same is False or _fitted(last, this) or _is_heading(last, this):
        return True
    if _begins_choice(group, this):
        return True
    most = OTHER_SIZE if before.glyphs[-1].source is None else GUESSED
    if abs(before.size - after.size) > most * before.size:
        return True
    if last.column.page == this.column.page:
        step = after.base - before.base
        if step > min(LEADING * max(pitch, before.size), FAR * before.size):
            return True
    if len(group) > 1:
        return _is_indented(last, this) or _is_labelled_alike(group[0], this)
    if _is_inset_alike(last, this):
        return _may_end(last, this)
    return _is_indented(last, this) and not _hangs(last, this)


def _is_inset_alike(last: Placed, this: Placed) -> bool:
    """Whether two lines begin equally far in, as the first lines of two paragraphs do."""
    one, other = last.line.x0 - last.column.x0, this.line.x0 - this.column.x0
    return one >= INDENT * last.line.size and abs(one - other) < 0.3 * last.line.size


def _is_labelled_alike(first: Placed, this: Placed) -> bool:
    """Whether a line begins with a label where the paragraph's first one does: `揭榜单位：` over
    two lines, then `推荐单位：`."""
    aside = this.line.x0 - this.column.x0 - (first.line.x0 - first.column.x0)
    labelled = _LABEL.match(first.line.text) and _LABEL.match(this.line.text)
    return bool(labelled) and abs(aside) < 0.3 * this.line.size


def _may_end(last: Placed, this: Placed) -> bool:
    """Whether a line may be a paragraph by itself: it ends a sentence or before a number, begins as
    the next one does (`揭榜单位：`, `推荐单位：`), or another character would have fitted."""
    room = last.column.x1 - last.line.x1
    return (
        room > last.line.size
        or last.line.text[-1] in STOPS
        or _NUMBER.match(this.line.text) is not None
        or bool(_LABEL.match(last.line.text) and _LABEL.match(this.line.text))
    )


def _is_heading(last: Placed, this: Placed) -> bool:
    """Whether a sentence ends and a short line with a heading's number comes: `（三）风险分析`."""
    room = this.column.x1 - this.line.x1
    ended = last.line.text[-1] in STOPS and _HEADING.match(this.line.text) is not None
    return ended and room > 4 * this.line.size


def _begins_choice(group: Sequence[Placed], this: Placed) -> bool:
    """Whether the first box of a choice comes, below the words that ask for it."""
    return this.line.text[0] in BOXES and not any(
        box in line.line.text for line in group for box in BOXES
    )


def _is_indented(last: Placed, this: Placed) -> bool:
    """Whether a line begins farther in than the one before, as first lines do; centred lines do
    so too, and go on."""
    before, after = last.line, this.line
    inset = (after.x0 - this.column.x0) - (before.x0 - last.column.x0)
    if inset < INDENT * after.size:
        return False
    right = (this.column.x1 - after.x1) - (last.column.x1 - before.x1)
    return abs(inset - right) > 0.5 * after.size


def _hangs(last: Placed, this: Placed) -> bool:
    """Whether a line begins under the text behind the number or label of the first one: `3. 重点…`,
    `推荐单位：…`."""
    for pattern in (_NUMBER, _LABEL):
        found = pattern.match(last.line.text)
        if found is not None:
            behind = last.line.glyphs[found.end() - 1].x1 - last.column.x0
            if abs(this.line.x0 - this.column.x0 - behind) < 0.8 * this.line.size:
                return True
    return False


_HEADING: Final = re.compile(
    r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[一二三四五六七八九十]{1,3}[、.．]"
)
_LABEL: Final = re.compile(r"[^\s:：，。；]{2,12}[:：]")
_NUMBER: Final = re.compile(
    r"[^\w\s]?(?:注\s*[:：]\s*)?[\d一二三四五六七八九十]{1,3}\s*[^\w\s]\s*|[•·●■◆◇▪-]\s*"
)


def _same_element(before: TextLine, after: TextLine) -> bool | None:
    """Whether two lines are tagged as of one paragraph; None where one of them is not tagged."""
    one, other = before.glyphs[-1].element, after.glyphs[0].element
    if one is None or other is None:
        return None
    return one == other


def _fitted(last: Placed, this: Placed, spare: float = ROOM) -> bool:
    """Whether the next line's first word would have fitted behind the line, with room to spare."""
    room = last.column.x1 - last.line.x1
    if last.line.glyphs[-1].source is not None:
        return room > _needed(last.line, this.line, spare)
    word = first_word(this.line) + spare
    return room > word and room > word + _apart(last.line, this.line)


def _apart(last: TextLine, this: TextLine) -> float:
    """What would stand between a line and the next one's first word: what its letters are set apart
    by, and between Han and Latin the little that word processors put there."""
    gaps = sorted(other.x0 - one.x1 for one, other in pairwise(last.glyphs))
    usual = max(gaps[len(gaps) // 2], 0.0) if gaps else 0.0
    mixed = is_han(last.text[-1]) != is_han(this.text[0])
    return usual + (BETWEEN * last.size if mixed else 0.0)


def _needed(last: TextLine, this: TextLine, spare: float) -> float:
    """The room behind a line on a picture that the next one's first word needs. Where a line ends
    is read to a fifth of a character; behind characters of one width that is enough to tell."""
    word = first_word(this)
    even = last.text + this.text[: _first_end(this)]  # `≤12ms，` is of several widths
    if len(last.text) >= EVEN and not any(map(str.isascii, even)):
        return SPARE * max(word, (last.x1 - last.x0) / len(last.text))
    return word + spare + UNSURE * last.size


def first_word(line: TextLine) -> float:
    """The width of what is surely kept together with a line's first character. LibreOffice parts
    Latin words neither behind a Chinese comma nor always behind a stroke: `IP、OPC` moves whole."""
    return line.glyphs[_first_end(line) - 1].x1 - line.glyphs[0].x0


def _first_end(line: TextLine) -> int:
    """Where that word ends."""
    text = line.text
    end = 1
    while end < len(text) and not _parts_surely(text[end - 1], text[end]):
        end += 1
    return end


def _parts_surely(one: str, other: str) -> bool:
    if other in NOT_FIRST or one in NOT_LAST:
        return False
    if other.isspace() or is_han(other):
        return True
    return is_han(one) and one not in NOT_FIRST


def _may_part(one: str, other: str) -> bool:
    """Whether a line may end between two characters that no space parts."""
    return is_han(one) or is_han(other) or one in HYPHENS + NOT_LAST or other in NOT_FIRST


def _paragraph(group: Sequence[Placed], where: str, notes: Collection[str]) -> Paragraph:
    """The paragraph of its lines, joined as the writer wrote it."""
    text = ""
    lines: list[Line] = []
    ticks: list[Tick] = []
    raised: list[tuple[int, int]] = []
    marks: list[tuple[int, str]] = []
    for number, placed in enumerate(group):
        if number:
            if _is_lone_mark(group[number - 1], placed):
                note = _number_of(placed.line.text)
                if note in notes:
                    marks.append((len(text), note))
                    continue
                raised.append((len(text), len(text) + len(placed.line.text)))
            else:
                text += _joint(group[number - 1], placed)
        start = len(text)
        line, own = without_marks(placed.line, notes)
        marks.extend((start + at, note) for at, note in own)
        text += line.text
        doubtful = number + 1 < len(group) and _is_doubtful(placed, group[number + 1])
        lines.extend(_stretches(line, start, placed.column, DOUBTFUL if doubtful else 1.0))
        raised.extend((start + one, start + end) for one, end in line.raised)
        ticks.extend(
            [
                Tick(start + at, glyph.ticked, glyph.control, None, "", glyph.ink)
                for at, glyph in enumerate(line.glyphs)
                if glyph.ticked is not None
            ]
        )
    return Paragraph(text, where, tuple(ticks), tuple(raised), tuple(marks), lines=tuple(lines))


def _stretches(line: TextLine, start: int, column: Column, most: float) -> list[Line]:
    """The places of a line's text: one, or more where several ways of reading meet in it. None is
    surer than `most`."""
    turn = column.turn
    glyphs = line.glyphs
    ways = {glyph.by for glyph in glyphs}
    if len(ways) == 1:
        parts = [(ways.pop(), glyphs)]
    else:
        parts = [(by, tuple(own)) for by, own in groupby(glyphs, key=attrgetter("by"))]
    is_shown_upright = turn.askew == 0
    found = []
    for by, part in parts:
        end = start + len(part)
        box = turn.shown((part[0].x0, line.top, part[-1].x1, line.bottom))
        edges = _edges(part, turn) if is_shown_upright else ()
        confidence = min(most, min([glyph.confidence for glyph in part]))
        sources = () if part[0].source is None else tuple([glyph.source for glyph in part])
        found.append(Line(start, end, column.page, box, edges, by, confidence, sources))
        start = end
    return found


def _edges(part: Sequence[Glyph], turn: Turn) -> tuple[float, ...]:
    """The edges of characters on a page that is shown upright."""
    edges = (*[glyph.x0 for glyph in part], part[-1].x1)
    if turn.scale == 1.0 and turn.part is None:
        return edges
    return tuple((edge + turn.corner[0]) / turn.scale for edge in edges)


def without_marks(line: TextLine, notes: Collection[str]) -> tuple[TextLine, list[tuple[int, str]]]:
    """A line without the marks of notes, and those, each with its place: raised numbers of notes,
    except behind a Latin letter, where they are powers."""
    if not line.raised:
        return line, []
    marks: list[tuple[int, str]] = []
    glyphs: list[Glyph] = []
    raised: list[tuple[int, int]] = []
    at = 0
    for start, end in line.raised:
        glyphs.extend(line.glyphs[at:start])
        note = _note(line, start, end, notes)
        if note is None:
            raised.append((len(glyphs), len(glyphs) + end - start))
            glyphs.extend(line.glyphs[start:end])
        else:
            marks.append((len(glyphs), note))
        at = end
    if not marks or line.raised[0] == (0, len(line.text)):
        return line, []  # a mark alone in its line may be anything
    glyphs.extend(line.glyphs[at:])
    text = "".join(glyph.text for glyph in glyphs)
    return replace(line, text=text, glyphs=tuple(glyphs), raised=tuple(raised)), marks


def _is_lone_mark(last: Placed, this: Placed) -> bool:
    """Whether a line is a note's mark that alone was wrapped: a small number under a label."""
    is_small = this.line.size < SMALLER * last.line.size
    is_typed = this.line.glyphs[-1].source is None  # on a picture a digit seems small
    return is_small and is_typed and NOTE.fullmatch(_number_of(this.line.text)) is not None


def _note(line: TextLine, start: int, end: int, notes: Collection[str]) -> str | None:
    """The note whose mark a raised stretch is."""
    number = _number_of(line.text[start:end])
    letter = line.text[start - 1 : start] if start else ""
    is_power = letter.isascii() and letter.isalnum()
    return number if number in notes and not is_power else None


def _number_of(mark: str) -> str:
    """The number that a note's mark shows, in brackets or a circle too."""
    number = mark.strip("[]()（）〔〕【】 ")
    return str(CIRCLED.index(number) + 1) if number and number in CIRCLED else number


NOTE: Final = re.compile(r"\d{1,2}")
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _is_doubtful(placed: Placed, following: Placed) -> bool:
    """Whether a paragraph may have ended with a full line: it ends a sentence, or the next word
    would have fitted but for what stands between Han and Latin letters in most programs."""
    line, after = placed.line, following.line
    if _same_element(line, after) is not None:
        return False
    is_printed = line.glyphs[-1].source is None
    almost = placed.column.x1 - line.x1 > first_word(after) + ROOM
    return line.text[-1] in STOPS or (is_printed and almost)


def _may_go_on(last: Placed, this: Placed) -> bool:
    """Whether a paragraph may go on in the next line, which isn't tagged as another's: it ends with
    a comma, or with a full line that ends no sentence, and the next one only begins farther in, as
    all but the first of a paragraph do where that hangs."""
    if _same_element(last.line, this.line) is not None or last.line.text[-1] in STOPS:
        return False
    goes_on = last.line.text[-1] in COMMAS
    return goes_on or (_is_indented(last, this) and not _fitted(last, this))


def _joint(last: Placed, this: Placed) -> str:
    """What stands between two lines of a paragraph: the space that was drawn at the line's end, or
    left at the head of the next one; a space where the page broke between words of Latin; nothing
    in a word too long for its column."""
    if last.line.spaced or _is_led_by_space(last, this):
        return " "
    one, other = last.line.text[-1], this.line.text[0]
    if _may_part(one, other):
        return ""
    whole = _last_word(last.line) + first_word(this.line)
    return "" if whole > last.column.x1 - last.column.x0 else " "


def _is_led_by_space(last: Placed, this: Placed) -> bool:
    """Whether a line begins a space's width farther in than its column: programs that don't swallow
    the space at a line's end set it before the next one. Lines in the middle begin anywhere."""
    before, after = last.line, this.line
    if after.glyphs[-1].source is not None or not is_han(after.text[0]):
        return False
    inset = (after.x0 - this.column.x0) / after.size
    middles = (line.line.x0 + line.line.x1 - 2 * line.column.x0 for line in (last, this))
    is_centred = abs(next(middles) - next(middles)) < 0.5 * after.size
    at_edge = before.x0 - last.column.x0 < NO_SPACE * before.size
    return at_edge and LED[0] <= inset <= LED[1] and not is_centred


def _last_word(line: TextLine) -> float:
    start = len(line.text) - 1
    while start > 0 and not line.text[start - 1].isspace() and not is_han(line.text[start - 1]):
        start -= 1
    return line.x1 - line.glyphs[start].x0


def doubted(paragraph: Paragraph) -> Paragraph:
    """The paragraph, none of its lines surer than one that may go on elsewhere."""
    lines = [each._replace(confidence=min(each.confidence, DOUBTFUL)) for each in paragraph.lines]
    return paragraph._replace(lines=tuple(lines))


def blank(page: int, box: tuple[float, float, float, float], turn: Turn, where: str) -> Paragraph:
    """The paragraph of an empty cell."""
    return Paragraph("", where, lines=(Line(0, 0, page, turn.shown(box)),))
