"""Several answers in one field: sharing a cell's text out among its holes.

The words printed between the holes part them (`法定代表人签章:`, `(事故名称:`), dates tell
themselves, and boxes belong to the choice that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from extractors.items import Slice
from extractors.pattern import Field, Hole
from extractors.ticks import CROSSES, EMPTY, TICKED
from extractors.wording import key, similarity

_MARK = rf"\s*[{TICKED}{EMPTY}{CROSSES}]?\s*"
BOX = rf"(?:[（(]{_MARK}[)）]|[\[【]{_MARK}[\]】]|[{TICKED}{EMPTY}])"  # in brackets or bare


def parts(one: Field, slices: tuple[Slice, ...]) -> list[tuple[Hole, tuple[Slice, ...]]]:
    """Shares a field's text out among its holes by the words printed between them."""
    if len(one.holes) == 1:
        return [(one.holes[0], slices)]
    shared: list[tuple[Hole, tuple[Slice, ...]]] = []
    rest = slices
    words = [hole for hole in one.holes if hole.kind != "ticks" and key(hole.before)]
    options = tuple([option for hole in one.holes for option in hole.options])
    for hole in words:
        stops = _stops(one.literals, options, hole.before)
        labels = (_loose(hole.before), *(_whole(f"{words}:") for words in hole.names))
        spoken = (_behind(label, rest, stops) for label in labels)
        found = next((piece for piece in spoken if piece), None) or _slipped(hole, rest, stops)
        if found and hole.after:
            found = _less_literal(found, hole.after)
        shared.append((replace(hole, after="") if hole.after else hole, (found,) if found else ()))
        if found:
            rest = tuple(_without(rest, found))
    for hole in one.holes:
        if hole.kind == "ticks":
            shared.append((hole, rest))
    left = [hole for hole in one.holes if hole.kind != "ticks" and hole not in words]
    loose = tuple(piece for piece in rest if not _is_literal(one, piece.text))
    if len(left) == 2:
        shared.extend(zip(left, _two_dates(loose), strict=True))
    else:
        for hole in left:
            shared.append((hole, _last_dated(loose)))
    return shared


_DATE = re.compile(  # blanks may be left round each number: `__2024_年_7_月`
    r"(?:[\d０-９]{4}|[〇零○Ｏ一二三四五六七八九]{4})[\s_]*"
    r"(?:年[\s_]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[\s_]*月?(?:[\s_]*\d{1,2}[\s_]*日)?"
    r"|[./／-]\s*\d{1,2}(?:\s*[./-]\s*\d{1,2})?(?!\d)|\d{2}(?!\d))"
)
_LONGEST = 200  # characters of a period
_KEPT = 200  # characters of what stands beside answers and is kept


def more_dates(one: Field, slices: tuple[Slice, ...]) -> bool:
    """Whether a field that asks for a period holds more than two dates: of one in two stages, or of
    what was before it, nobody can tell which are meant."""
    if len(one.holes) < 2:
        return False
    if len([hole for hole in one.holes if hole.kind != "ticks" and not key(hole.before)]) != 2:
        return False
    dates = (_DATE.findall(piece.text[:_LONGEST]) for piece in slices)
    return sum(map(len, dates)) > 2


_HALF = re.compile(r"[\d〇零一二三四五六七八九十今长]")


def _two_dates(slices: tuple[Slice, ...]) -> tuple[tuple[Slice, ...], tuple[Slice, ...]]:
    """The two halves of a period; one alone is the end when blanks or a stroke stand before it,
    and then, or behind the other, what is no date but says something is the half that it is."""
    found = [
        Slice(piece.paragraph, piece.start + m.start(), piece.start + m.end())
        for piece in slices
        for m in _DATE.finditer(piece.text)
    ]
    if len(found) >= 2:
        return (found[0],), (found[1],)
    if not found:
        return slices, ()
    piece = next(p for p in slices if p.paragraph is found[0].paragraph)
    before = Slice(piece.paragraph, piece.start, found[0].start)
    if re.search(r"[年月至到~～—–-]", before.text):
        return _saying(before), (found[0],)
    return (found[0],), _saying(Slice(piece.paragraph, found[0].end, piece.end))


def _saying(half: Slice) -> tuple[Slice, ...]:
    """Half a period in other words than a date, `至今` or `2026年 月`; nothing where it is left
    blank."""
    start = re.match(r"[\s_~～—–-]*(?:[至到](?!今)[\s_]*)?", half.text)
    assert start is not None
    return (half._replace(start=half.start + start.end()),) if _HALF.search(half.text) else ()


def _last_dated(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """The last piece that could be a date (`年 月 日` with digits in it), else nothing."""
    for piece in reversed(slices):
        text = piece.text
        if re.search(r"\d", text) or re.search(r"[〇一二三四五六七八九十]+[年月日]", text):
            start = re.search(r"[\d〇零一二三四五六七八九十]", text)
            assert start is not None
            return (Slice(piece.paragraph, piece.start + start.start(), piece.end),)
    return ()


@lru_cache(maxsize=512)
def _loose(words: str) -> re.Pattern[str]:
    letters = [re.escape(letter) for letter in key(words)]
    return re.compile(r"[\s（(]*".join(letters) + r"\s*[)）]?\s*[:：]?")


def _less_literal(piece: Slice, literal: str) -> Slice:
    """An answer without the printed words that close it, `)` in either width."""
    closing = re.compile(rf"{re.escape(literal)}\s*$".replace(r"\)", "[)）]"))
    found = closing.search(piece.paragraph.text, piece.start, piece.end)
    return Slice(piece.paragraph, piece.start, found.start()) if found else piece


@lru_cache(maxsize=512)
def _whole(words: str) -> re.Pattern[str]:
    """Printed words that end an answer: with their colon, where they have one."""
    loose = _loose(words).pattern
    return re.compile(loose.removesuffix("?") if words[-1] in ":：" else loose)


# A further label in the line, of a seal, a signature or a date: `沈国梁　　单位（公章）：`.
NEXT_LABEL = re.compile(r"[\s\u3000]{2,}[^\s:：]{0,8}(?:章|签字|签名|日期)[)）]?\s*[:：]")
# A date of its own behind an answer in words: `某局（盖章）　　　2024年5月30日`.
DATE_BEHIND = re.compile(
    r"(?<=[^\s:：_＿])[\s\u3000]{2,}[\d０-９]{4}\s*[年./-]\s*[\d０-９]{1,2}\s*[月./-]\s*[\d０-９]{1,2}\s*日?\s*$"
)


@lru_cache(maxsize=512)
def _stops(
    literals: tuple[str, ...], options: tuple[str, ...], before: str
) -> list[re.Pattern[str]]:
    """What ends the answer behind the words `before`, by what its field prints and its options."""
    words = [literal for literal in literals if literal != before and len(key(literal)) > 1]
    stops = [_whole(word) for word in words]
    stops.append(NEXT_LABEL)
    if options:  # the option that ends the line, with its box on either side, or behind its box
        said = "|".join(map(re.escape, options))
        ends = rf"(?:{BOX}\s*)*(?:{said})(?:\s*{BOX})*\s*$"
        stops.append(re.compile(rf"\s*(?:{ends}|(?:{BOX}\s*)+(?:{said}))"))
    return stops


def _behind(
    wanted: re.Pattern[str], slices: tuple[Slice, ...], stops: list[re.Pattern[str]]
) -> Slice | None:
    """The text behind printed words, up to the next printed words or the line's end."""
    for piece in slices:
        found = wanted.search(piece.paragraph.text, piece.start, piece.end)
        if not found:
            continue
        return Slice(piece.paragraph, found.end(), _end(piece, found.end(), stops))
    return None


def _slipped(hole: Hole, slices: tuple[Slice, ...], stops: list[re.Pattern[str]]) -> Slice | None:
    """The text behind printed words that have a slip in them."""
    for piece in slices:
        colon = re.search(r"[:：]", piece.text[:20])
        if colon is None:
            continue
        said = key(piece.text[: colon.start()])
        if max(similarity(said, key(words)) for words in (hole.before, *hole.names)) >= 0.6:
            start = piece.start + colon.end()
            return Slice(piece.paragraph, start, _end(piece, start, stops))
    return None


def _end(piece: Slice, start: int, stops: list[re.Pattern[str]]) -> int:
    found = (stop.search(piece.paragraph.text, start, piece.end) for stop in stops)
    return min((at.start() for at in found if at), default=piece.end)


def _without(slices: tuple[Slice, ...], taken: Slice) -> Iterator[Slice]:
    """The slices less one that was taken out of them."""
    for piece in slices:
        if piece.paragraph is not taken.paragraph:
            yield piece
            continue
        for start, end in ((piece.start, taken.start), (taken.end, piece.end)):
            if start < end:
                yield Slice(piece.paragraph, max(start, piece.start), min(end, piece.end))


# What stands in a field besides its answers and says nothing of its own.
_BOX = re.compile(BOX)
_CONNECTING = re.compile(
    r"(?<![^\W_])[年月日自从起至到止]+(?![^\W_])|[可请]?[单多勾]选|请?在?\S{0,6}打[勾√]|其[他它]|请?[说注]明|如有|产业|行业"
)


def unread(
    one: Field, slices: tuple[Slice, ...], shared: list[tuple[Hole, tuple[Slice, ...]]]
) -> list[Slice]:
    """What a field of several answers or options says besides them, their boxes and the printed
    words: `(共24个月)` behind a period, a name behind 是 without its brackets."""
    if len(one.holes) == 1 and len(one.holes[0].options) < 2:
        return []  # all of it is the one answer
    rest = slices
    for hole, answer in shared:
        for piece in answer if hole.kind != "ticks" else ():
            rest = tuple(_without(rest, piece))
    printed = _printed(one)
    return [piece for piece in rest if says_more(piece.text, printed)]


@lru_cache(maxsize=512)
def _printed(one: Field) -> tuple[str, ...]:
    """The keys of what a field prints, longest first."""
    options = (option for hole in one.holes for option in hole.options)
    return tuple(sorted(map(key, (*options, *one.literals)), key=len, reverse=True))


def says_more(text: str, printed: tuple[str, ...]) -> bool:
    """Whether a text says something beyond the printed words (keys, longest first)."""
    return (_says_more if len(text) <= _KEPT else _says_more.__wrapped__)(text, printed)


@lru_cache(maxsize=2048)  # what is printed round the answers of one document is that of the next
def _says_more(text: str, printed: tuple[str, ...]) -> bool:
    said = key(_CONNECTING.sub(" ", _BOX.sub(" ", text)))
    if any(similarity(said, words) > 0.8 for words in printed):
        return False  # the printed words with a slip in them
    for words in printed:
        said = said.replace(words, "")
    return len(said) > 1


def _is_literal(one: Field, text: str) -> bool:
    word = key(text)
    return not word or any(word == key(literal) for literal in one.literals)
