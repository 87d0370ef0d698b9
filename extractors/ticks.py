"""Which options of a choice are ticked, however the applicant drew the ticks.

Boxes come as controls, symbols and typed characters, before or behind their option, in brackets or
bare; other options may have been deleted. Characters such as ■ or √ mean a tick only here, inside a
choice: in prose they are bullets and roots.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extractors.items import Slice
from extractors.page import UNSEEN
from forms.text import simplified

TICKED = "☑☒■√✓✔✅●▣🗹◼⬛✗✘\uf0fe\uf0fd\uf0fc\uf06e\uf052"
EMPTY = "□☐▢◻○口囗ロ◯⬜🔲🔳\uf0a8\uf0a3\uf06f"
# The last ones of each are of Wingdings and Wingdings 2: a converter kept the code and lost the
# font.
PRIVATE = re.compile("[\ue000-\uf8ff]")
CROSSES = "xX×ｘＸ"  # typed between brackets: yes where nothing else is ticked
FRAMED = f"{EMPTY}☑☒🗹"  # with a frame of their own
_BRACKETED = re.compile(rf"[\[（(【〔]\s*([{TICKED}{EMPTY}{CROSSES}]?)\s*[\]）)】〕]")
_BARE = re.compile(rf"[{TICKED}{EMPTY}]")
_ALONE = re.compile(rf"(?:^|[、，,；;])\s*[{TICKED}{EMPTY}]\s*(?:$|[、，,；;])", re.MULTILINE)

# `1个`, `２ 项`, `两项`; the number is the group
AMOUNT = r"([\d０-９]+|[一二两三四五六七八九十]+)\s*[个项件]"
_PARTED = frozenset("、，,;；")
SHORT = 500  # characters of a choice, however many options it has
STRUCK = "s"  # of the ways to set words off, the one that takes them out
NO_FONT = "勾选符号的字体已丢失，是否勾选请对照原件确认"
ONLY_THESE = "其他选项已被删去，仅余此项，请确认"
ALL_LISTED = "各选项均已列出而没有勾选框，可能是全选，也可能是未选，请确认"
STATED = "没有打勾，是文字说明选了此项，请确认"
TWO_BOXES = "同一项前后有勾选的框，也有空白的框，无法确定以哪一个为准，请确认"
BETWEEN = "勾选标记夹在两个选项之间，无法确定属于哪一项，请确认"
SET_OFF = "没有打勾，只有此项的字样与其他选项不同（下划线、加粗、颜色、删除线等），请确认"


def is_tick(text: str) -> bool:
    """Whether a text is a tick and nothing else."""
    return len(text := text.strip()) == 1 and text in TICKED


@dataclass(frozen=True, slots=True)
class Box:
    """A mark in the text: where it stands and whether it is a tick."""

    start: int
    end: int
    ticked: bool
    control: bool | None  # the control's own state, where it has one
    crossed: bool = False  # by a letter, which may mean no as well


@dataclass(frozen=True, slots=True)
class Choice:
    """What a choice's text says: option → ticked (True), empty box (False), no box (None)."""

    states: dict[str, bool | None]
    doubt: str | None = None  # Chinese: why a person should look
    survivors: bool = False  # chosen without a tick: others were deleted, or these are set off

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(option for option, state in self.states.items() if state)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a choice is laid out in its text: boxes with their options, and the options' words."""

    text: str  # the slices' texts, a line each
    boxes: tuple[Box, ...]
    owners: tuple[str | None, ...]  # of each box its option
    spots: dict[str, tuple[int, int]]  # option → where its words stand

    def of(self, option: str) -> tuple[Box, ...]:
        """The boxes of an option."""
        pairs = zip(self.boxes, self.owners, strict=True)
        return tuple(box for box, owner in pairs if owner == option)


def lay_out_choice(slices: tuple[Slice, ...], options: tuple[str, ...]) -> Layout:
    """Where the boxes and options of a choice stand; a lone option has all boxes."""
    text = simplified("\n".join(piece.text for piece in slices))
    boxes = _boxes(slices, text)
    if len(options) == 1:
        return Layout(text, tuple(boxes), options * len(boxes), {})
    spots = _spots(text, options, boxes)
    return Layout(text, tuple(boxes), tuple(_owners(boxes, spots, text)), spots)


def read_choice(slices: tuple[Slice, ...], options: tuple[str, ...]) -> Choice:
    """The state of each option; options not found in the text are absent from the result."""
    paragraphs = [piece.paragraph for piece in slices]
    if any(len(each.text) > SHORT or each.lines for each in paragraphs):
        return _read_choice.__wrapped__(slices, options)
    return _read_choice(slices, options)


@lru_cache(maxsize=512)  # a form's boxes stand in each of its documents, ticked in few ways
def _read_choice(slices: tuple[Slice, ...], options: tuple[str, ...]) -> Choice:
    layout = lay_out_choice(slices, options)
    boxes, spots = layout.boxes, layout.spots
    doubt = _doubt_of(boxes) or (TWO_BOXES if _contradict(layout) else None)
    doubt = doubt or (NO_FONT if PRIVATE.search(layout.text) else None)
    if len(options) == 1:
        if not boxes and _is_stated(layout.text, options[0]):
            return Choice({options[0]: True}, STATED, survivors=True)
        return Choice({options[0]: _any_tick(boxes)}, doubt)
    if not spots:
        return Choice({}, doubt)
    states: dict[str, bool | None] = {
        option: _any_tick(layout.of(option)) for option in options if option in spots
    }
    if not any(box.ticked for box in boxes):
        if not boxes and len(spots) == len(options) and _are_listed(layout):
            return Choice(states, ALL_LISTED)
        if _are_left(layout, options):
            return Choice(dict.fromkeys(states, True), ONLY_THESE, survivors=True)
        if chosen := _set_off(slices, layout):
            return Choice(states | dict.fromkeys(chosen, True), SET_OFF, survivors=True)
    pairs = zip(boxes, layout.owners, strict=True)
    if any(box.ticked and owner is None for box, owner in pairs):
        doubt = doubt or "有勾选标记，但无法判断属于哪一项，请确认"
    if _are_between(layout):
        doubt = doubt or BETWEEN
    return Choice(states, doubt)


def _is_stated(text: str, option: str) -> bool:
    """Whether a sentence chooses an option that has a cell of its own: `本标准为国家标准`,
    `国家标准：是`, or gives an amount of it: `国家标准2项`, `2项国家标准`."""
    words = _option_pattern(option).pattern
    amount = rf"(?![0０]+\s*[个项件]){AMOUNT}"
    chosen = (
        rf"[^不非否无未]{{0,12}}(?:为|是|属于?){words}\W*|{words}[\s:：（(]*是\W*"
        rf"|{words}[\s:：（(]*{amount}[\W_]*|{amount}\s*的?{words}\W*"
    )
    return re.fullmatch(chosen, text.strip()) is not None


def _are_between(layout: Layout) -> bool:
    """Whether there are ticks alone, of which one touches what stands before it and the option
    behind it (`是(…)√否`), and none stands before all options or behind all: nothing tells whether
    they tick what is before them."""
    boxes, spots = layout.boxes, layout.spots
    if not boxes or not all(box.ticked for box in boxes):
        return False
    starts = {start for start, _ in spots.values()}
    if boxes[0].start < min(starts) or boxes[-1].start >= max(end for _, end in spots.values()):
        return False
    return any(box.end in starts and _is_glued(box, layout.text) for box in boxes)


def _is_glued(box: Box, text: str) -> bool:
    before = text[box.start - 1]
    return box.end - box.start == 1 and not before.isspace() and before not in _PARTED


def _are_listed(layout: Layout) -> bool:
    """Whether options are parted as an answer's items are, not by spaces as they are printed."""
    ends = sorted(layout.spots.values())
    between = (layout.text[a[1] : b[0]] for a, b in pairwise(ends))
    return all(gap.strip() in _PARTED for gap in between)


def _are_left(layout: Layout, options: tuple[str, ...]) -> bool:
    """Whether the options are what was left when others were deleted: without boxes any, with their
    empty boxes at most half of the options, and nothing besides."""
    spots, boxes = layout.spots, layout.boxes
    if not boxes or len(spots) == len(options):
        return len(spots) < len(options)
    alone = len(boxes) == len(spots) and 2 * len(spots) <= len(options)
    return alone and not re.search(r"[^\W_]", _besides(layout))


def _besides(layout: Layout) -> str:
    """What a choice's text says besides its boxes and the words of its options."""
    known = (*layout.spots.values(), *((box.start, box.end) for box in layout.boxes))
    rest = layout.text
    for start, end in sorted(known, reverse=True):
        rest = rest[:start] + rest[end:]
    return rest


def are_ticked(slices: tuple[Slice, ...], options: tuple[str, ...]) -> bool:
    """Whether options of a list that is to be written out were ticked instead: nothing but boxes
    and options stands there, and no tick is an item of its own."""
    layout = lay_out_choice(slices, options)
    if not any(box.ticked for box in layout.boxes) or _ALONE.search(layout.text):
        return False
    between = (each for each in _besides(layout) if not each.isspace())
    return _PARTED.issuperset(between) and bool(read_choice(slices, options).ticked)


def _set_off(slices: tuple[Slice, ...], layout: Layout) -> tuple[str, ...]:
    """The options, at most half, whose words alone are underlined, bold, coloured or the like, or
    alone are not struck out; none where several ways contradict each other."""
    looks = {option: _look_of(slices, *spot) for option, spot in layout.spots.items()}
    found: set[tuple[str, ...]] = set()
    for how in sorted(set("".join(looks.values())) - {UNSEEN}):
        plain = how == STRUCK
        chosen = tuple(option for option, look in looks.items() if (how in look) != plain)
        if len(chosen) < len(looks):
            found.add(chosen)
    chosen = found.pop() if len(found) == 1 else ()
    return chosen if 2 * len(chosen) <= len(looks) else ()


def look_of(slices: tuple[Slice, ...], option: str) -> str:
    """How an option's words are set off, a letter for each way."""
    found = _option_pattern(option).search("\n".join(piece.text for piece in slices))
    return _look_of(slices, *found.span()) if found else ""


def _look_of(slices: tuple[Slice, ...], start: int, end: int) -> str:
    """How the words from `start` to `end` of the slices' joined texts are set off throughout."""
    base = 0
    for piece in slices:
        stretch = piece.start + start - base, piece.start + end - base
        if base <= start and stretch[1] <= piece.end:
            looks = [
                how
                for first, last, how in piece.paragraph.set_off
                if first <= stretch[0] and stretch[1] <= last
            ]
            return "".join(looks)
        base += piece.end - piece.start + 1
    return ""


def _any_tick(boxes: Sequence[Box]) -> bool | None:
    return any(box.ticked for box in boxes) if boxes else None


def _doubt_of(boxes: Sequence[Box]) -> str | None:
    if any(box.control is not None and box.control != box.ticked for box in boxes):
        return "复选框显示的符号与其内部状态不一致，已按显示的符号读取，请确认"
    if any(box.crossed and box.ticked for box in boxes):
        return "括号内打的是叉，已按选中读取，请确认"
    return None


def _contradict(layout: Layout) -> bool:
    """Whether an option has a box that is ticked and an empty one (`□民营企业√` has one box): the
    other side of the sheet may show through beside the printed one."""
    pairs = zip(layout.owners, layout.boxes, strict=True)
    boxes = [(owner, box) for owner, box in pairs if owner and layout.text[box.start] in FRAMED]
    return len({(owner, box.ticked) for owner, box in boxes}) > len({owner for owner, _ in boxes})


def _boxes(slices: tuple[Slice, ...], text: str) -> list[Box]:
    """All boxes of the text in order; a bracket pair around a mark or around nothing is one box.
    A cross between brackets is a tick, unless others ticked with a tick."""
    controls: dict[int, bool | None] = {}
    shown: dict[int, bool] = {}
    base = 0
    for piece in slices:
        for tick in piece.paragraph.ticks:
            if piece.start <= tick.offset < piece.end:
                controls[base + tick.offset - piece.start] = tick.control
                shown[base + tick.offset - piece.start] = tick.ticked
        base += piece.end - piece.start + 1
    found: list[Box] = []
    taken = -1
    for match in _BRACKETED.finditer(text):
        mark = match.start(1)
        ticked = shown.get(mark, bool(match[1]) and match[1] in TICKED)
        crossed = bool(match[1]) and match[1] in CROSSES
        found.append(Box(match.start(), match.end(), ticked, controls.get(mark), crossed))
    inside = [(box.start, box.end) for box in found]
    for match in _BARE.finditer(text):
        at = match.start()
        if at > taken and not any(start <= at < end for start, end in inside):
            ticked = shown.get(at, match[0] in TICKED)
            found.append(Box(at, match.end(), ticked, controls.get(at)))
    if not any(box.ticked for box in found):
        found = [replace(box, ticked=box.crossed) for box in found]
    return _joined(sorted(found, key=lambda box: box.start), text)


def _joined(boxes: list[Box], text: str) -> list[Box]:
    """A tick written right before an empty box (`√□ 民营企业`) is that box ticked, unless it stands
    right behind an option."""
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        touching = last is not None and last.end == box.start
        if last and touching and last.ticked and not box.ticked and _is_free(last, text):
            joined[-1] = Box(last.start, box.end, True, last.control)
        else:
            joined.append(box)
    return joined


def _is_free(box: Box, text: str) -> bool:
    return box.start == 0 or text[box.start - 1].isspace()


@lru_cache(maxsize=512)
def _option_pattern(option: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(re.escape(letter) for letter in option))


def _spots(text: str, options: tuple[str, ...], boxes: list[Box]) -> dict[str, tuple[int, int]]:
    """Where each option's words stand; a short option (是, 否) must stand beside a box."""
    spots: dict[str, tuple[int, int]] = {}
    covered: list[tuple[int, int]] = []
    for option in sorted(options, key=len, reverse=True):
        found = [
            match.span()
            for match in _option_pattern(option).finditer(text)
            if not any(a < match.end() and match.start() < b for a, b in covered)
        ]
        if len(option) == 1 and boxes:
            beside = [span for span in found if _beside_box(span, boxes, text)]
            found = beside or [span for span in found if _is_word(span, text)]
        if found:
            spots[option] = found[0]
            covered.append(found[0])
    return spots


def _is_word(span: tuple[int, int], text: str) -> bool:
    """A letter that stands alone: `是(事故名称:`."""
    before, after = text[: span[0]][-1:], text[span[1] :][:1]
    return not before.strip() and (not after.strip() or after in "(（[【")


def _beside_box(span: tuple[int, int], boxes: list[Box], text: str) -> bool:
    return any(
        not text[box.end : span[0]].strip()
        if box.end <= span[0]
        else not text[span[1] : box.start].strip()
        for box in boxes
    )


def _owners(boxes: list[Box], spots: dict[str, tuple[int, int]], text: str) -> Sequence[str | None]:
    """The option of each box."""
    if not spots:
        return [None] * len(boxes)
    if _each_leads(boxes, spots):
        return sorted(spots, key=lambda option: spots[option])
    return [_owner(box, boxes, spots, text) for box in boxes]


def _owner(box: Box, boxes: list[Box], spots: dict[str, tuple[int, int]], text: str) -> str | None:
    """The option a box belongs to: the one it touches; between two, the nearer one, and of two as
    near the one on the side on which the first box stands. Where all boxes stand behind their
    options, words may stand between: `是(事故名称:…)（√） 否（ ）`."""
    if boxes[0].start > min(spots.values())[0] and boxes[-1].start >= max(spots.values())[1]:
        return max((o for o in spots if spots[o][1] <= box.start), key=lambda o: spots[o][1])
    if boxes[0].start > min(spots.values())[0] and _is_glued_behind(box, text):
        return max((o for o in spots if spots[o][1] <= box.start), key=lambda o: spots[o][1])
    ahead = _touching_ahead(box, spots, text)
    behind = _touching_behind(box, spots, text)
    if behind and not ahead and _is_of_another(box, behind, boxes, spots, text):
        return None
    if ahead and behind:
        gap_ahead = spots[ahead][0] - box.end
        gap_behind = box.start - spots[behind][1]
        if (gap_ahead == 0) != (gap_behind == 0):
            return ahead if gap_ahead == 0 else behind
        return ahead if boxes[0].start < min(start for start, _ in spots.values()) else behind
    return ahead or behind


def _each_leads(boxes: Sequence[Box], spots: dict[str, tuple[int, int]]) -> bool:
    """Whether boxes and options take turns, a box first: whatever spaces stand between them, and a
    picture's are unsure (`☑报批☑ 发布`), each box is that of the option behind it."""
    places = sorted(spots.values())
    return len(boxes) == len(places) and all(
        before <= box.start and box.end <= start
        for box, before, (start, _) in zip(
            boxes, (0, *(end for _, end in places)), places, strict=False
        )
    )


def _is_of_another(
    box: Box, behind: str, boxes: list[Box], spots: dict[str, tuple[int, int]], text: str
) -> bool:
    """Whether a box stands before words that are no option of ours, and the option behind it has a
    box of its own: `☐科研院所 ☑其他：合资`."""
    follows = text[box.end :].lstrip(" \t\u3000\u00a0")[:1]
    own = any(
        not text[other.end : spots[behind][0]].strip()
        for other in boxes
        if other.end <= spots[behind][0]
    )
    return own and follows.isalnum() and not _is_glued_behind(box, text)


def _is_glued_behind(box: Box, text: str) -> bool:
    """A box that touches what stands before it and not what stands behind."""
    before, after = text[: box.start][-1:], text[box.end :][:1]
    return bool(before.strip()) and not after.strip()


def _touching_ahead(box: Box, spots: dict[str, tuple[int, int]], text: str) -> str | None:
    for option, (start, _) in spots.items():
        if start >= box.end and not text[box.end : start].strip():
            return option
    return None


def _touching_behind(box: Box, spots: dict[str, tuple[int, int]], text: str) -> str | None:
    for option, (_, end) in spots.items():
        if end <= box.start and not text[end : box.start].strip(" \t\u3000\u00a0、,，;；"):
            return option
    return None
