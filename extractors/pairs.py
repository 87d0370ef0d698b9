"""A person's name in one cell with a number or a post, `张三 13800000021`, `张三（总经理）`: each
is the answer of its own field where the other field has none, with doubt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from extractors.items import Slice
from extractors.tags import general
from extractors.values import Taken
from forms.codecs import Codec, Phone, Text
from forms.codecs.text import SHAPES
from forms.registry import Form

PERSON, POST, NUMBER = "person", "position", "phone"  # kinds of answers that stand together

_NUMBER = r"(?P<other>1[3-9]\d(?:[- ]?\d{4}){2}|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})"
_NAME = r"(?P<name>[\u3400-\u9fff·]{2,5})"
_POST = rf"(?P<other>(?=[^\s]){SHAPES[POST][1].pattern})"
_JOINT = r"[\s:,、/()_]*"
_PARTING = r"[\s:,、/()_]+"
_LONGEST = 60


class _Pair(NamedTuple):
    """What stands with a name, how both are written, and what is said of it, in Chinese."""

    other: str
    written: tuple[re.Pattern[str], ...]
    doubt: str


_PAIRS: Final = (
    _Pair(
        NUMBER,
        (
            re.compile(rf"{_JOINT}{_NAME}{_JOINT}(?:电话|手机)?{_JOINT}{_NUMBER}{_JOINT}", re.A),
            re.compile(rf"{_JOINT}{_NUMBER}{_JOINT}{_NAME}{_JOINT}", re.ASCII),
        ),
        "姓名与电话写在了一格，已分开读取，请核对",
    ),
    _Pair(
        POST,
        (
            re.compile(rf"{_JOINT}{_NAME}{_PARTING}(?:职务)?{_JOINT}{_POST}{_JOINT}"),
            re.compile(rf"{_JOINT}{_POST}{_PARTING}{_NAME}{_JOINT}"),
        ),
        "姓名与职务写在了一格，已分开读取，请核对",
    ),
)


def parted(form: Form, taken: Sequence[Taken]) -> list[Taken]:
    """The answers, those that are a name and something else of that person parted."""
    known = {each.path: each for each in taken}
    apt = (each for each in known.values() if _kind_at(form, each.path) is not None)
    pairs = (_pair(form, each, known) for each in apt)
    written = {each.path: each for pair in pairs if pair for each in pair}
    found = [written.pop(each.path, each) for each in taken]
    return [*found, *written.values()]


def _pair(form: Form, taken: Taken, known: Mapping[str, Taken]) -> tuple[Taken, Taken] | None:
    """The answers of the two fields whose name and number, or name and post, one of them holds."""
    kind = _kind_at(form, taken.path)
    for pair in _PAIRS:
        spots = _spots(taken, pair) if kind in (PERSON, pair.other) else None
        if spots is None:
            continue
        name, other = spots
        wanted = pair.other if kind == PERSON else PERSON
        path = next(_siblings(form, taken.path, known, wanted, other.text), None)
        if path is not None:
            paths = (taken.path, path) if kind == PERSON else (path, taken.path)
            return _as(taken, paths[0], name, pair.doubt), _as(taken, paths[1], other, pair.doubt)
    return None


@lru_cache(maxsize=8192)  # the paths of one document are those of the next
def _kind_at(form: Form, path: str) -> str | None:
    """The kind of an answer that stands together with others; None for any other."""
    return _kind(form.codec(path))


def _kind(codec: Codec) -> str | None:
    if isinstance(codec, Phone):
        return NUMBER
    return codec.shape if isinstance(codec, Text) and codec.shape in (PERSON, POST) else None


def _as(taken: Taken, path: str, piece: Slice, doubt: str) -> Taken:
    hole = replace(taken.hole, path=general(path))
    return taken._replace(path=path, hole=hole, slices=(piece,), doubt=taken.doubt or doubt)


def _siblings(
    form: Form, path: str, known: Mapping[str, Taken], kind: str, text: str
) -> Iterator[str]:
    """The empty fields beside one that may hold an answer of that kind, the likeliest for the text
    first."""
    outer = path.rpartition(".")[0]
    found = []
    for leaf in form.leaves():
        if leaf.rpartition(".")[0] != general(outer):
            continue
        own = f"{outer}.{leaf.rpartition('.')[2]}"
        codec = form.codec(own)
        empty = own not in known or not known[own].raw.strip()
        if own != path and empty and _kind(codec) == kind:
            found.append((-codec.likeness(text), own))
    yield from (own for _, own in sorted(found))


def _spots(taken: Taken, pair: _Pair) -> tuple[Slice, Slice] | None:
    """Where the name and the other stand in an answer that is both and nothing else."""
    pieces = [piece for piece in taken.slices if piece.text.strip()]
    raw = "\n".join(piece.text for piece in pieces)
    text = _widths(raw)
    if len(raw) > _LONGEST or len(text) != len(raw):
        return None
    found = next(filter(None, (written.fullmatch(text) for written in pair.written)), None)
    if found is None or SHAPES[POST][1].fullmatch(found["name"]):
        return None
    spots = [_at(pieces, *found.span(group)) for group in ("name", "other")]
    return (spots[0], spots[1]) if spots[0] and spots[1] else None


def _widths(text: str) -> str:
    """The text in NFKC, letter for letter."""
    return "".join(unicodedata.normalize("NFKC", letter)[:1] for letter in text)


def _at(pieces: list[Slice], start: int, end: int) -> Slice | None:
    base = 0
    for piece in pieces:
        length = len(piece.text)
        if base <= start and end <= base + length:
            return Slice(piece.paragraph, piece.start + start - base, piece.start + end - base)
        base += length + 1
    return None
