"""Two records of one form: what differs, with the rows of lists paired by what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

from forms.codecs import Codec
from forms.looks import look_alike
from forms.registry import Form, Record
from forms.schema import PRINTED_KEYS, is_blank

Kind = Literal["differs", "only-a", "only-b", "looks-different"]
Row = dict[str, Any]
Paired = tuple[int | None, int | None]  # indexes of a row in A and in B, None where it has none

ALIKE = 0.5  # share of two rows' text from which they are the same row, changed
COMPARED = 2_000  # characters of a row that say which it is


class Difference(NamedTuple):
    """An answer that differs: its path in A (in B where A has no such row), what A and B say (None
    for nothing), and how they differ."""

    path: str
    a: Any
    b: Any
    kind: Kind


class Side(NamedTuple):
    """A part of one of the two records; path "" and value None for a row that it has not."""

    path: str
    value: Any

    def below(self, step: str | int | None) -> Side:
        if step is None or self.value is None:
            return Side("", None)
        return Side(f"{self.path}.{step}" if self.path else str(step), self.value[step])


def differences(form: Form, a: Record, b: Record) -> Iterator[Difference]:
    """What differs between two canonical records, in the order of the form."""
    return _parts(form, Side("", a), Side("", b))


def _parts(form: Form, a: Side, b: Side) -> Iterator[Difference]:
    some = a.value or b.value
    if isinstance(some, dict):
        for name in filter(_is_asked, some):
            yield from _parts(form, a.below(name), b.below(name))
    elif isinstance(some, list) and some and isinstance(some[0], dict):
        for left, right in paired_rows(form, a.value or [], b.value or [], a.path or b.path):
            yield from _parts(form, a.below(left), b.below(right))
    elif not (_is_nothing(a.value) and _is_nothing(b.value)):
        yield from _answers(form, a.value, b.value, a.path or b.path)


def _answers(form: Form, a: Any, b: Any, path: str) -> Iterator[Difference]:
    codec = form.codec(path)
    a, b = _answer(codec, a), _answer(codec, b)
    if a == b:
        return
    if b is None:
        yield Difference(path, a, None, "only-a")
    elif a is None:
        yield Difference(path, None, b, "only-b")
    else:
        kind: Kind = "looks-different" if look_alike(codec, a, b) else "differs"
        yield Difference(path, a, b, kind)


def _is_asked(name: str) -> bool:
    """Whether a key is answered, and not printed by the form (a year, a row's number)."""
    return name not in PRINTED_KEYS


def _is_nothing(value: Any) -> bool:
    return value is None or value == []


def _answer(codec: Codec, value: Any) -> Any:
    """A leaf's value, None for no answer: an empty list, a box without a tick."""
    return None if _is_nothing(value) or (value is False and codec.name == "tick") else value


# --- rows ----------------------------------------------------------------------------------------


def paired_rows(form: Form, a: list[Row], b: list[Row], path: str) -> list[Paired]:
    """The rows of a list in A with those in B, in order. Printed rows go by their place, others by
    what is in them, so that a row put in between moves none of the others."""
    if form.has_printed_rows(path):
        return list(_by_place(range(len(a)), range(len(b))))
    left = [index for index, row in enumerate(a) if not is_blank(row)]
    right = [index for index, row in enumerate(b) if not is_blank(row)]
    pairs: list[Paired] = []
    start = end = 0
    for i, j in [*_alike(a, b, left, right), (len(left), len(right))]:
        pairs.extend(_between(left[start:i], right[end:j]))
        if i < len(left):
            pairs.append((left[i], right[j]))
        start, end = i + 1, j + 1
    return pairs


def _by_place(a: range | list[int], b: range | list[int]) -> Iterator[Paired]:
    return zip_longest(a, b)


def _between(a: list[int], b: list[int]) -> Iterator[Paired]:
    """Rows between two that are alike: as many in A as in B are the same ones, written anew."""
    if len(a) == len(b):
        yield from _by_place(a, b)
        return
    yield from ((index, None) for index in a)
    yield from ((None, index) for index in b)


def _alike(a: list[Row], b: list[Row], left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """The pairs of places in `left` and `right` that keep their order and are the most alike."""
    from rapidfuzz import fuzz, process  # 30 ms to import

    if not left or not right:
        return []
    scores = process.cdist(
        [_text(a[index]) for index in left],
        [_text(b[index]) for index in right],
        scorer=fuzz.ratio,
        score_cutoff=100 * ALIKE,
    ).tolist()
    return _best_chain(scores)


def _best_chain(scores: list[list[float]]) -> list[tuple[int, int]]:
    """The chain of cells, each right of and below the one before, with the largest sum."""
    rows, columns = len(scores), len(scores[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]  # of the scores from [i][j] on
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    chain, i, j = [], 0, 0
    while i < rows and j < columns and best[i][j]:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            chain.append((i, j))
            i, j = i + 1, j + 1
    return chain


def _text(row: Row) -> str:
    """The row's answers as one text."""
    return "\n".join(_texts(row))[:COMPARED]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name in filter(_is_asked, value):
            yield from _texts(value[name])
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
