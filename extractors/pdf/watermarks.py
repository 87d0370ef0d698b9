"""Text that is printed across a page and is none of its own: aslant, or pale and large or there
again and again, `仅供…使用`, or far larger than the text it is printed upon. It is left out and
told, for an answer may look so, too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from extractors.pdf.characters import character
from extractors.pdf.glyphs import ASLANT, WHITE, Run

PALE: Final = 0.68  # lightness from which text is a watermark's, as black of 30 per cent is
LARGE: Final = 1.5  # of the page's usual size: so large no answer is
OVERSIZE: Final = 18.0  # points: no answer is so large
FAR_LARGER: Final = 2.0  # … of the usual size what is printed upon other text is
COVERED: Final = 3  # letters of that, at least, that it lies upon
SHARE: Final = 0.8  # of the words of one colour that are repeated, as a watermark's are
OPAQUE: Final = 255


def without_watermarks(found: Sequence[Run]) -> tuple[list[Run], tuple[str, ...]]:
    """The runs without those of watermarks, and what those say, each wording once."""
    aslant = {id(run) for run in found if run.quarters == ASLANT}
    level = [run for run in found if id(run) not in aslant] if aslant else list(found)
    marks = aslant | _pale(level) | _upon_others(level)
    if not marks:
        return level, ()
    said = dict.fromkeys(run.text for run in found if id(run) in marks)
    return [run for run in level if id(run) not in marks], tuple(filter(None, said))


def _pale(found: Sequence[Run]) -> set[int]:
    """The runs, as objects, that are pale, and large or there more than once."""
    pale = [run for run in found if _is_tinted(run.span) and _is_pale(run.span)]
    usual = _usual_size(found) if pale else 0.0
    large = {id(run) for run in pale if run.size >= LARGE * usual}
    return large | _repeated([run for run in pale if id(run) not in large and _has_words(run)])


def _has_words(run: Run) -> bool:
    """Whether a run says anything: pale boxes to tick are there again and again, too."""
    font = run.span["font"]
    said = [character(each["c"], font) for each in run.span["chars"]]
    return any(each.ticked is None and each.text.isalnum() for each in said)


def _upon_others(found: Sequence[Run]) -> set[int]:
    """The runs, as objects, that are far larger than the page's text and printed upon it, in
    whatever colour: `已审核`, `COPY`."""
    large = [run for run in found if run.size >= OVERSIZE]
    if not large:
        return set()
    usual = _usual_size(found)
    return {
        id(run)
        for run in large
        if run.size >= FAR_LARGER * usual and _letters_under(run, found) >= COVERED
    }


def _letters_under(large: Run, found: Sequence[Run]) -> int:
    """How many letters of smaller runs have their middle in one of a large run's."""
    x0, y0, x1, y1 = large.span["bbox"]
    count = 0
    for run in found:
        left, top, right, bottom = run.span["bbox"]
        if run.size > large.size / LARGE or left > x1 or right < x0 or top > y1 or bottom < y0:
            continue
        boxes = [each["bbox"] for each in run.span["chars"] if each["c"].isalnum()]
        middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes]
        count += sum(
            any(
                box[0] <= x <= box[2] and box[1] <= y <= box[3]
                for box in (each["bbox"] for each in large.span["chars"])
            )
            for x, y in middles
        )
    return count


def _repeated(pale: Sequence[Run]) -> set[int]:
    """Of the pale runs, as objects, those whose words are there more than once, where most of what
    is set in their colour is: what is said but once in it is text, and so is the rest."""
    looks: dict[tuple[int, int], list[tuple[str, list[Run]]]] = defaultdict(list)
    for word in _words(pale):
        look = word[0].span["color"], word[0].span["alpha"]
        looks[look].append(("".join([run.text for run in word]), word))
    found: set[int] = set()
    for words in looks.values():
        times = Counter(text for text, _ in words)
        again = [word for text, word in words if times[text] > 1]
        if len(again) >= SHARE * len(words):
            found.update(id(run) for word in again for run in word)
    return found


def _words(found: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs with those that go on where they end: each letter may be one, of a font of its own,
    and letters are there again and again in any text."""
    word: list[Run] = []
    for run in found:
        if word and not _goes_on(word[-1], run):
            yield word
            word = []
        word.append(run)
    if word:
        yield word


def _goes_on(one: Run, other: Run) -> bool:
    """Whether a run stands right behind another, on its baseline."""
    last, first = one.span["chars"][-1], other.span["chars"][0]
    level: bool = last["origin"][1] == first["origin"][1]
    return level and bool(abs(first["bbox"][0] - last["bbox"][2]) <= one.size)


def _is_tinted(span: dict[str, Any]) -> bool:
    """Whether a span's text is anything but black."""
    return bool(span["color"]) or span["alpha"] != OPAQUE


def _is_pale(span: dict[str, Any]) -> bool:
    """Whether a span's text is light, and not the white of letters on a dark ground."""
    color: int = span["color"]
    is_white = min(color >> shift & 255 for shift in (16, 8, 0)) >= WHITE
    return _lightness(span) >= PALE and not is_white


def _lightness(span: dict[str, Any]) -> float:
    """How light a span's text is on white paper: 0 of black, 1 of what is not seen."""
    color: int = span["color"]
    darkest = min(color >> shift & 255 for shift in (16, 8, 0)) / 255
    opacity: float = span["alpha"] / OPAQUE
    return 1 - opacity * (1 - darkest)


def _usual_size(found: Iterable[Run]) -> float:
    """The size of most of a page's characters."""
    sizes: Counter[float] = Counter()
    for run in found:
        sizes[run.size] += len(run.span["chars"])
    return sizes.most_common(1)[0][0]
