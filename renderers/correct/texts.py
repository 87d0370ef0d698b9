"""Answers in words written where they stand: in the place of the old one, or into the blank."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Final

from extractors.decode import bare, strip
from extractors.docx.body_xml import W_P
from extractors.items import Slice
from extractors.places import Place
from forms.codecs import Codec
from renderers.correct.draft import Draft
from renderers.correct.refusal import NO_PLACE, Unplaceable
from renderers.correct.runs import New
from renderers.values import width

SPACE: Final = " \t\n\r\u00a0\u3000\u2002\u2003\u2007\u2009\u202f"
LINES: Final = "_＿"
NUMBERS: Final = frozenset({"decimal", "percent", "count"})
_UNIT: Final = re.compile(r"(?<=\d)\s*[^\d\s.,，．]{1,3}\s*$")
_NO_COLON_BEHIND: Final = re.compile(r"[:：(（\s]$")


def write_text(draft: Draft, place: Place, codec: Codec, value: Any, like: Slice | None) -> None:
    """Writes a value where its field stands; None or an empty list clears it.

    `like` is a paragraph of prose in the same document, for one that has no room yet. Raises
    Unplaceable.
    """
    if place.answer:
        _rewrite(draft, place, codec, value)
    elif value not in (None, []):
        _fill(draft, place, codec.format(value), like)


# --- an answer in the place of another ------------------------------------------------------------


def _rewrite(draft: Draft, place: Place, codec: Codec, value: Any) -> None:
    empty = value in (None, [])
    text = prompt_of(place) if empty else _with_unit(place, codec, codec.format(value))
    if "\n" in text or len(place.answer) > 1 or place.hole.kind == "prose":
        write_lines(draft, _lines(place.answer), text.split("\n"), trimmed=not empty)
        return
    piece = place.answer[0]
    padded, rest = _on_its_line(draft, place, piece, text)
    draft.replace(piece._replace(end=piece.end + rest), New(padded))


def prompt_of(place: Place) -> str:
    """What the form prints in a field without an answer, "" for nothing."""
    hints = place.hole.hints
    if not hints:
        return ""
    first = re.search(r"\.(\d+)(?=\.|$)", place.path)
    return hints[min(int(first[1]), len(hints) - 1) if first else 0]


def _with_unit(place: Place, codec: Codec, text: str) -> str:
    """A number with the unit that the applicant wrote behind his, as long as it reads the same."""
    if codec.name not in NUMBERS or len(place.answer) != 1:
        return text
    unit = _UNIT.search(place.answer[0].text)
    if unit is None:
        return text
    with_unit = text + unit[0]
    plain, read = codec.parse(text), codec.parse(with_unit)
    return with_unit if (read.value, read.problems) == (plain.value, ()) else text


def _on_its_line(draft: Draft, place: Place, piece: Slice, text: str) -> tuple[str, int]:
    """A text for an underlined blank, with spaces up to the old length; and how many of the spaces
    behind the old text it takes the place of."""
    if "w:u " not in f"{draft.text_properties(piece)} ".replace("/>", " "):
        return text, 0
    own = next(
        (
            s
            for s in place.region
            if s.paragraph is piece.paragraph and s.end >= piece.end and s.start <= piece.start
        ),
        piece,
    )
    behind = own.paragraph.text[piece.end : own.end]
    spaces = len(behind) - len(behind.lstrip(" "))
    return text + " " * (spaces and width(piece.text) + spaces - width(text)), spaces


def _lines(pieces: tuple[Slice, ...]) -> list[Slice]:
    """The lines of an answer, a slice each."""
    found: list[Slice] = []
    for piece in pieces:
        at = piece.start
        for line in piece.text.split("\n"):
            found.append(Slice(piece.paragraph, at, at + len(line)))
            at += len(line) + 1
    return found


def write_lines(draft: Draft, old: list[Slice], new: list[str], *, trimmed: bool) -> None:
    """Has the lines of an answer say other ones. What is the same in both stays untouched: whole
    lines before and behind and, `trimmed`, letters."""
    first, last = _same_ends([line.text for line in old], new)
    if first == len(old) - last and first == 0:  # put before all: in the first one's place
        last -= 1
    changed, wanted = old[first : len(old) - last], new[first : len(new) - last]
    for line, text in zip(changed, wanted, strict=False):
        draft.replace(*_trimmed(line, text) if trimmed else (line, New(text)))
    for line in changed[len(wanted) :]:
        _drop_line(draft, line)
    further = wanted[len(changed) :]
    if further:
        _add_lines(draft, old, first + len(changed) - 1, further)


def _same_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines both begin with, and how many both end with."""
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return first, last


def _trimmed(line: Slice, text: str) -> tuple[Slice, New]:
    """A line and its new text without the letters that both begin and end with."""
    old = line.text
    first = last = 0
    while first < min(len(old), len(text)) and old[first] == text[first]:
        first += 1
    while last < min(len(old), len(text)) - first and old[-1 - last] == text[-1 - last]:
        last += 1
    # A mark that joins with the letter before it must not be parted from it.
    while first and unicodedata.combining((old + " ")[first]):
        first -= 1
    kept = Slice(line.paragraph, line.start + first, line.end - last)
    return kept, New(text[first : len(text) - last])


def _drop_line(draft: Draft, line: Slice) -> None:
    text = line.paragraph.text
    if not (text[: line.start] + text[line.end :]).strip(SPACE):
        draft.take_out(Slice(line.paragraph, 0, len(text)))
    elif text[: line.start].endswith("\n"):
        draft.replace(line._replace(start=line.start - 1), New(""))
    elif text[line.end :].startswith("\n"):
        draft.replace(line._replace(end=line.end + 1), New(""))
    else:
        draft.replace(line, New(""))


def _add_lines(draft: Draft, old: list[Slice], after: int, lines: list[str]) -> None:
    """Puts lines behind one of an answer: as that answer's are, paragraphs or lines of one."""
    line = old[after]
    text = line.paragraph.text
    shared = any(other.paragraph is line.paragraph for at, other in enumerate(old) if at != after)
    if shared or text[line.end :].strip(SPACE):
        behind = Slice(line.paragraph, line.end, line.end)
        draft.replace(behind, New("".join(f"\n{each}" for each in lines)))
        return
    element = draft.traced(line).element
    draft.put_behind(element, lines, element, draft.text_properties(line))


# --- an answer where none was ---------------------------------------------------------------------


def _fill(draft: Draft, place: Place, text: str, like: Slice | None) -> None:
    lines = text.split("\n")
    found = _room(place)
    if found is not None:
        piece, left = found
        first = _lead(place, piece) + lines[0] + left(lines[0])
        draft.replace(piece, New(first), fresh=True)
        if lines[1:]:
            behind = draft.traced(piece)
            draft.put_behind(
                behind.element, lines[1:], behind.element, draft.text_properties(piece)
            )
        for other in _rest_of_prompt(place, piece):
            draft.take_out(other)
    elif place.hole.kind == "prose" and place.label is not None and not place.around:
        _under_heading(draft, place.label, lines, like)
    else:
        raise Unplaceable(NO_PLACE)


Left = Callable[[str], str]


def _room(place: Place) -> tuple[Slice, Left] | None:
    """What a first answer takes the place of, and what is left of the blank behind it."""
    for hint in place.hole.hints:
        found = _prompt(place, hint)
        if found is not None:
            return found, _nothing
    pieces = _before_suffix(place)
    for piece in pieces:
        blank = re.search(r"[_＿]+", piece.text)
        if blank:
            line = Slice(piece.paragraph, piece.start + blank.start(), piece.start + blank.end())
            return line, _left_of(line.text)
    if not place.region and not any(piece.text.strip(SPACE) for piece in place.around):
        pieces = list(place.around)  # a cell that another field of it has for itself
    for piece in pieces:
        if not piece.text.strip(SPACE):
            return Slice(piece.paragraph, piece.start, piece.start), _nothing
    return None


def _nothing(text: str) -> str:
    return ""


def _left_of(blank: str) -> Left:
    mark = blank[0]
    return lambda text: mark * ((width(blank) - width(text)) // width(mark))


def _before_suffix(place: Place) -> list[Slice]:
    """The field's own room without the printed words behind it (`个`, `(加盖公章)`)."""
    pieces = list(place.region)
    if pieces and place.hole.after:
        last = pieces[-1]
        at = last.text.find(place.hole.after)
        if at < 0:
            at = max(last.text.find(bare(place.hole.after)), -1)
        if at >= 0:
            pieces[-1] = last._replace(end=last.start + at)
    return pieces


def _prompt(place: Place, hint: str) -> Slice | None:
    """The printed prompt of a field without an answer, in its room or among what is around it."""
    wanted = bare(hint)
    if not wanted:
        return None
    skipped = place.rank
    for piece in place.around:
        for start, end in _finds(piece.text, wanted):
            if skipped:
                skipped -= 1
                continue
            start -= len(piece.text[:start]) - len(piece.text[:start].rstrip(LINES))
            end += len(piece.text[end:]) - len(piece.text[end:].lstrip(LINES))
            return Slice(piece.paragraph, piece.start + start, piece.start + end)
    return None


def _finds(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a text says something, white space, blanks and widths aside."""
    letters = [(at, letter) for at, character in enumerate(text) for letter in bare(character)]
    said = "".join(letter for _, letter in letters)
    at = said.find(wanted)
    while at >= 0:
        yield letters[at][0], letters[at + len(wanted) - 1][0] + 1
        at = said.find(wanted, at + len(wanted))


def _rest_of_prompt(place: Place, filled: Slice) -> Iterator[Slice]:
    """Further paragraphs of a prose answer's room that are blank or still its prompt."""
    if place.hole.kind == "prose" and not strip(place.region, place.hole):
        for piece in place.region:
            if piece.paragraph is not filled.paragraph and piece.text.strip(SPACE):
                yield piece


def _lead(place: Place, piece: Slice) -> str:
    """What must stand before a first answer: the words between it and its neighbour in a blank cell
    (` - ` of a period), the colon behind a label in its own cell (`重点行业一：汽车`)."""
    if not place.region and not piece.text:
        return f" {place.hole.before} " if place.hole.before else ""
    label = place.label
    if label is None or label.paragraph is not piece.paragraph or piece.start != label.end:
        return ""
    said = label.paragraph.text[: piece.start]
    return "" if not said or _NO_COLON_BEHIND.search(said) else "："


def _under_heading(draft: Draft, label: Slice, lines: list[str], like: Slice | None) -> None:
    """Prose under a heading that has no paragraph below it yet."""
    heading = draft.traced(label).element
    below = heading.getnext()
    properties = draft.text_properties(like) if like is not None else ""
    model = draft.traced(like).element if like is not None else below
    if model is None or model.tag != W_P:
        raise Unplaceable(NO_PLACE)
    draft.put_behind(heading, lines, model, properties)
