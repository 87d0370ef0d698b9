"""What pages carry besides their text: running heads and feet with page numbers, and footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.paper.lines import TextLine
from extractors.paper.paragraphs import CIRCLED
from extractors.paper.rules import Rule
from extractors.paper.sheets import RuledTable, SheetOfPaper

EDGE: Final = 0.13  # share of the page's height at its top and foot where heads and feet stand
LEAST_HEADS: Final = 3  # pages that a table is on to be a head: a form's may be on two
MANY: Final = 5  # pages: no heading of a form is on so many; it has three alike, one a page
PAGE_NUMBER: Final = re.compile(
    r"[\s\-—–－_·.]*(?:第\s*)?(?:[0-9０-９]+|[一二三四五六七八九十百]+(?=\s*页)|[ivxIVX]+)"
    r"\s*(?:页)?(?:\s*[/／,，共of]+\s*[0-9０-９]+\s*页?)?[\s\-—–－_·.]*"
)
_DIGITS: Final = re.compile(r"[0-9０-９]+")

NOTE_SMALLER: Final = 0.95  # of the text's size: notes are set smaller
HEAD: Final = 0.2  # share of a page, from its top, in which a short line parts no notes from a text
NOTE_RULE: Final = 0.45  # of the page's width: the line above notes is shorter
NOTE_MARK: Final = re.compile(r"\s*(?:[\[〔【(（]?\s*([0-9]{1,2})\s*[\]〕】)）]?|([①-⑳]))\s*")
PLAIN_MARK: Final = re.compile(r"([0-9]{1,2})(?:\s+(?=\S)|$)")
SEEN_MARK: Final = re.compile(r"([0-9]{1,2})(?:\s*(?=[^\W\d_])|$)")  # a picture shows no space
UNDERLINE: Final = 4.0  # points from the feet of letters to the line under them, at most
UNDER: Final = 0.45  # … of the letters' size, on a picture
ASTRAY: Final = 0.15  # of the size by which a picture's letters may end higher than they seem to
AT_EDGE: Final = 3.0  # points between where the line above notes begins and where they do
INDENT: Final = 40.0  # … where their first line is indented: a rule farther off parts no notes


def take_heads(sheets: Sequence[SheetOfPaper]) -> tuple[str, ...]:
    """Takes running heads, feet and page numbers out of the pages, those in tables of their own
    too; gives each wording once."""
    taken = dict.fromkeys(_take_tables(sheets))
    inner = _inner(sheets)
    seen: dict[tuple[str, int], list[int]] = defaultdict(list)  # wording, height → pages, from 0
    first: dict[str, set[str]] = defaultdict(set)  # wording → its first numbers
    for at, sheet in enumerate(sheets):
        for line in _at_edges(sheet, inner):
            seen[_wording(line), round(line.base / 4)].append(at)
            first[_wording(line)].update(_DIGITS.findall(line.text)[:1])
    for sheet in sheets:
        for line in _at_edges(sheet, inner):
            if _is_note_number(sheet, line):
                continue
            key = _wording(line), round(line.base / 4)
            pages = [at for off in (-1, 0, 1) for at in seen.get((key[0], key[1] + off), ())]
            is_number = _is_page_number(sheet, line)
            if is_number or _runs(pages, len(sheets)):
                sheet.lines.remove(line)
                taken[line.text] = None
                number = _DIGITS.search(line.text)
                varies = is_number or len(first[key[0]]) > 1  # the year of a date doesn't
                if number is not None and varies and (is_number or sheet.printed is None):
                    sheet.printed = int(number[0])
    return tuple(taken)


def _take_tables(sheets: Sequence[SheetOfPaper]) -> Iterator[str]:
    """Takes out the tables that are a head or a foot: a firm's name, a document's number and the
    page's, at one place on page after page. Gives each of their texts once."""
    seen: dict[tuple[str, int], list[int]] = defaultdict(list)  # wording, height → pages, from 0
    found: list[tuple[int, RuledTable, tuple[str, int]]] = []
    for at, sheet in enumerate(sheets):
        for table in sheet.tables:
            lines = [line for cell in table.lines for line in cell]
            if table.bottom < EDGE * sheet.height or table.top > (1 - EDGE) * sheet.height:
                key = "".join(map(_wording, lines)), round(table.top / 4)
                seen[key].append(at)
                found.append((at, table, key))
    for at, table, key in found:
        if len(seen[key]) < LEAST_HEADS or not key[0] or not _runs(seen[key], len(sheets)):
            continue
        sheet = sheets[at]
        sheet.tables.remove(table)
        for line in (line for cell in table.lines for line in cell):
            if PAGE_NUMBER.fullmatch(line.text) and (number := _DIGITS.search(line.text)):
                sheet.printed = int(number[0])
            yield line.text


def _runs(pages: Sequence[int], of: int) -> bool:
    """Whether what stands on these pages is a running head: on half of them all, or on many of
    those from its first to its last, as the heads of left pages are, and those of one of two
    documents."""
    if len(pages) >= MANY:
        of = min(of, max(pages) - min(pages))
    return len(pages) > 1 and 2 * len(pages) >= of


def _wording(line: TextLine) -> str:
    """A line's text with its numbers alike, so that page numbers repeat."""
    return _DIGITS.sub("0", re.sub(r"\s+", "", line.text))


def _inner(sheets: Sequence[SheetOfPaper]) -> tuple[float, float]:
    """The shares of the pages' height between which no heads and feet stand. Where nothing at all
    stands beyond them the pages were shrunk, and their own edges count."""
    tops = [line.top / sheet.height for sheet in sheets for line in _all_lines(sheet)]
    feet = [line.bottom / sheet.height for sheet in sheets for line in _all_lines(sheet)]
    top = max(0.0, min(tops, default=0.0))
    foot = min(1.0, max(feet, default=1.0))
    edge = EDGE * (foot - top)
    return (
        EDGE if top < EDGE else top + edge,
        1 - EDGE if foot > 1 - EDGE else foot - edge,
    )


def _at_edges(sheet: SheetOfPaper, inner: tuple[float, float]) -> list[TextLine]:
    """Lines at the top and the foot of the page, beyond all tables; the empty frame of a row that
    goes on overleaf may reach into the foot."""
    height = sheet.height
    tables = [table for table in sheet.tables if any(table.lines) or any(table.inner)]
    top = min((table.top for table in tables), default=height)
    foot = max((table.bottom for table in tables), default=0.0)
    return [
        line
        for line in sheet.lines
        if (line.bottom < inner[0] * height and line.bottom <= top)
        or (line.top > inner[1] * height and line.top >= foot)
    ]


def _is_page_number(sheet: SheetOfPaper, line: TextLine) -> bool:
    """Whether a line is a page's number: the last on the page, or the first, and nothing else."""
    if not PAGE_NUMBER.fullmatch(line.text):
        return False
    return line is max(sheet.lines, key=lambda one: one.base) or line is min(
        sheet.lines, key=lambda one: one.base
    )


def page_number(sheet: SheetOfPaper) -> int | None:
    """The number that a page bears at its head or foot."""
    if sheet.stamped is not None:
        return sheet.stamped
    numbers = (line for line in reversed(sheet.lines) if _is_page_number(sheet, line))
    found = (_DIGITS.search(line.text) for line in numbers)
    return next((int(digits[0]) for digits in found if digits is not None), None)


def _is_note_number(sheet: SheetOfPaper, line: TextLine) -> bool:
    """Whether a line is the number of a note without a text: it begins where the line above the
    notes does."""
    return PAGE_NUMBER.fullmatch(line.text) is not None and any(
        rule.at < line.top and abs(rule.start - line.x0) <= AT_EDGE
        for rule in sheet.rules
        if rule.end - rule.start <= NOTE_RULE * sheet.width
    )


def take_notes(sheets: Sequence[SheetOfPaper]) -> dict[str, str]:
    """Takes the footnotes out of the pages: number as shown → text. One that goes on at the foot of
    the next page is one note."""
    notes: dict[str, str] = {}
    last: str | None = None
    usual = _usual_size(sheets)
    going_on = False  # whether the page before ends with notes
    for sheet in sheets:
        below = _note_lines(sheet, usual, going_on)
        plain = bool(below) and _note_mark(below[0]) is None and _plain_mark(below[0]) is not None
        for line in below:
            mark = _note_mark(line, plain)
            if mark is None and last is None:
                continue  # no note's: it stays a line of the page
            sheet.lines.remove(line)
            if mark is None or (plain and last is not None and not _follows(mark[0], last)):
                if last is not None:
                    notes[last] += line.text
                continue
            last, start = mark
            notes[last] = line.text[start:]
        going_on = bool(below) and last is not None
    return notes


def _follows(number: str, last: str) -> bool:
    """Whether a note's number is the one behind another's: a line of a note may begin with one."""
    return int(number) == int(last) + 1


def _usual_size(sheets: Sequence[SheetOfPaper]) -> float:
    """The size of most of the text."""
    sizes = sorted(line.size for sheet in sheets for line in _all_lines(sheet))
    return sizes[len(sizes) // 2] if sizes else 0.0


def _all_lines(sheet: SheetOfPaper) -> Iterator[TextLine]:
    yield from sheet.lines
    for table in sheet.tables:
        for cell in table.lines:
            yield from cell


def _note_lines(sheet: SheetOfPaper, usual: float, going_on: bool) -> list[TextLine]:
    """The lines of notes at a page's foot: below the short line that parts them from the text."""
    foot = max((table.bottom for table in sheet.tables), default=0.0)
    for rule in sorted(sheet.rules, key=lambda rule: -rule.at):
        if rule.at < foot - 1 or rule.end - rule.start > NOTE_RULE * sheet.width:
            continue
        below = [line for line in sheet.lines if line.top > rule.at - 2]
        if not below or any(_underlines(rule, line) for line in sheet.lines):
            continue
        if rule.at < HEAD * sheet.height and len(below) == len(sheet.lines) and not going_on:
            continue  # at the head of a page, with no text above: the edge of a photographed sheet
        off = abs(rule.start - below[0].x0)
        if (
            _note_mark(below[0]) is not None
            or (off <= INDENT and _are_small(below, sheet))
            or (off <= AT_EDGE and _plain_mark(below[0]) is not None)
        ):
            return below
    return _unparted_notes(sheet, foot, usual, going_on)


def _unparted_notes(
    sheet: SheetOfPaper, foot: float, usual: float, going_on: bool
) -> list[TextLine]:
    """The lines of notes with no line above them: the last ones of a page, smaller than the usual
    text, from one on that begins with a raised number. A page of nothing else goes on with the
    last note of the page before."""
    last: list[TextLine] = []
    for line in sorted(sheet.lines, key=lambda line: -line.base):
        if line.top < foot - 1 or line.glyphs[-1].source is not None:
            break
        if line.size > NOTE_SMALLER * usual:
            break
        last.insert(0, line)
    if going_on and len(last) == len(sheet.lines) and not sheet.tables:
        return last
    marked = (at for at, line in enumerate(last) if line.raised and _note_mark(line) is not None)
    return last[next(marked, len(last)) :]


def _underlines(rule: Rule, line: TextLine) -> bool:
    """Whether a rule is drawn under a line's words. Where the words of a picture stand is known
    less well."""
    least, most = 0.0, UNDERLINE
    if line.glyphs[-1].source is not None:
        least, most = -ASTRAY * line.size, max(UNDERLINE, UNDER * line.size)
    return rule.start < line.x1 and least < rule.at - line.base < most


def _are_small(below: list[TextLine], sheet: SheetOfPaper) -> bool:
    """Whether lines are set smaller than the page's text."""
    sizes = [line.size for line in _all_lines(sheet) if line not in below]
    if not sizes:
        return True
    usual = sorted(sizes)[len(sizes) // 2]
    return all(line.size <= NOTE_SMALLER * usual for line in below)


def _plain_mark(line: TextLine) -> re.Match[str] | None:
    """The number that a line is, or begins with before a space, as notes do whose style doesn't
    raise it."""
    on_picture = line.glyphs[-1].source is not None
    return (SEEN_MARK if on_picture else PLAIN_MARK).match(line.text)


def _note_mark(line: TextLine, plain: bool = False) -> tuple[str, int] | None:
    """The number that a note begins with and where its text begins; None where it has none. Only
    among `plain` notes a number counts that is neither raised nor in brackets."""
    if plain and (number := _plain_mark(line)):
        return number[1], number.end()
    found = NOTE_MARK.match(line.text)
    if found is None:
        return None
    if found[2]:
        return str(CIRCLED.index(found[2]) + 1), found.end()
    raised = bool(line.raised) and line.raised[0][0] <= found.start(1) < line.raised[0][1]
    bracketed = found[0].strip()[:1] in "[〔【(（"
    return (found[1], found.end()) if raised or bracketed else None
