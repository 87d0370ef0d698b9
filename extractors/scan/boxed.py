"""Boxes to tick in a line of characters: from the picture, in place of what was read for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.scan.arrays import Mask
from extractors.scan.lines import Strip
from extractors.scan.signs import BOX_TO_LETTER, HAN, Sign
from extractors.scan.ticks import Frame, is_apart

TICKED, EMPTY = "☑", "☐"
BOX_SIDE: Final = (0.58, 1.4)  # of the size of the letters beside a box
GAP: Final = 0.2  # … between a letter and the box behind it that is a space
SPACE: Final = "\u2003"
IN_WORD: Final = 1.2  # … between the middles of letters of one word
OFF_MIDDLE: Final = 0.35  # … by which a box may stand higher or lower than they
BOXES: Final = frozenset("□☐☑☒■▢◻√✓✔✅❏❑▣◼")
LIKE_BOXES: Final = frozenset("口囗ロ回")
UNSURE: Final = 0.7  # a letter read so surely in a ticked box is one: 国, 图 …
ALIGNED: Final = 2  # … unless an empty box of its size is above or below, within so many pixels
OFF_CENTRE: Final = 0.7  # of a box's side: what is read for it has its middle nearer to its own


def with_boxes(signs: list[Sign], strip: Strip, ink: Mask, frames: Sequence[Frame]) -> list[Sign]:
    """The line with a box wherever one is drawn, in place of what was read there, which stays its
    source; and without the boxes that were read where none is."""
    x0, y0, x1, y1 = strip.rectangle
    size = (y1 - y0) / BOX_TO_LETTER
    for frame in frames:
        x, y = frame.middle
        fits = BOX_SIDE[0] * size <= frame.x1 - frame.x0 <= BOX_SIDE[1] * size
        if not (fits and abs(y - (y0 + y1) / 2) < OFF_MIDDLE * size and x0 - size < x < x1):
            continue
        within = [at for at, sign in enumerate(signs) if _stands_in(sign, frame)]
        texts = [signs[at] for at in within if not signs[at].text.isspace()]
        kind = None if _is_in_word(signs, within, size) else _kind(texts, frame, frames, ink)
        if kind is None:
            continue
        at = within[0] if within else sum((sign.x0 + sign.x1) / 2 < x for sign in signs)
        read = texts[0].source if len(texts) == 1 else None
        box = Sign(kind, float(frame.x0), float(frame.x1), 1.0, read, x, frame)
        signs[at : at + len(within)] = [box]
        _make_room(signs, at, size)
    return signs


def _is_in_word(signs: Sequence[Sign], within: Sequence[int], size: float) -> bool:
    """Whether a frame is the 口 of 接口规范: read as one, and as close to letters on both sides as
    they are to each other."""
    if len(within) != 1 or signs[within[0]].text not in LIKE_BOXES:
        return False
    [at] = within
    beside = [signs[near] for near in (at - 1, at + 1) if 0 <= near < len(signs)]
    return len(beside) == 2 and all(
        HAN.match(sign.text) and abs(sign.centre - signs[at].centre) < IN_WORD * size
        for sign in beside
    )


def _make_room(signs: list[Sign], at: int, size: float) -> None:
    """Takes the space before and behind a box off its neighbours: it tells whose box it is."""
    if at + 1 < len(signs):
        behind = signs[at + 1]
        signs[at + 1] = behind._replace(x0=max(behind.x0, signs[at].x1))
    if at:
        before = signs[at - 1]
        end = min(before.x1, before.centre + size / 2, signs[at].x0)
        signs[at - 1] = before._replace(x1=end)
        if signs[at].x0 - end > GAP * size and not before.text.isspace():
            signs.insert(at, Sign(SPACE, end, signs[at].x0, 1.0, None, end))


def _kind(texts: Sequence[Sign], frame: Frame, frames: Sequence[Frame], ink: Mask) -> str | None:
    """The character for a frame, None where it is the outline of a letter."""
    shown = TICKED if frame.ticked else EMPTY
    apart = is_apart(frame, ink)
    if not texts:
        return shown if apart else None
    if any(sign.text in BOXES for sign in texts):
        return shown
    if all(sign.text in LIKE_BOXES for sign in texts):
        return shown if apart else texts[0].text  # 口 in a word: a letter, and perhaps a box
    unsure = all(sign.probability < UNSURE for sign in texts)
    if apart and frame.ticked and (unsure or _is_in_column(frame, frames, ink)):
        return shown
    return None


def _is_in_column(frame: Frame, frames: Sequence[Frame], ink: Mask) -> bool:
    """Whether an empty box of the same size begins where a frame does, in another line."""
    side = frame.x1 - frame.x0
    return any(
        abs(other.x0 - frame.x0) <= ALIGNED
        and abs(other.x1 - other.x0 - side) <= ALIGNED
        and abs(other.y0 - frame.y0) > side
        and other.ink == 0.0
        and is_apart(other, ink)
        for other in frames
    )


def _stands_in(sign: Sign, frame: Frame) -> bool:
    """Whether a character is what was read for a frame: most of either is the other's, and it is
    not the letter behind it, which may be thought to begin in the box."""
    side = frame.x1 - frame.x0
    shared = min(sign.x1, frame.x1) - max(sign.x0, frame.x0)
    near = abs(sign.centre - frame.middle[0]) < OFF_CENTRE * side
    return near and shared > 0.5 * min(sign.x1 - sign.x0, side)
