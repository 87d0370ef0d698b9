"""A person's name and number in one cell, `张三 13800000021`: each is the answer of its own field
where the other field has none, with doubt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractors.items import Slice
from extractors.tags import general
from extractors.values import Taken
from forms.codecs import Phone, Text
from forms.registry import Form

_NUMBER = r"(?P<number>1[3-9]\d(?:[- ]?\d{4}){2}|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})"
_NAME = r"(?P<name>[\u3400-\u9fff·]{2,5})"
_JOINT = r"[\s:,、/()_]*"
_PAIR = (
    re.compile(rf"{_JOINT}{_NAME}{_JOINT}(?:电话|手机)?{_JOINT}{_NUMBER}{_JOINT}", re.ASCII),
    re.compile(rf"{_JOINT}{_NUMBER}{_JOINT}{_NAME}{_JOINT}", re.ASCII),
)
_LONGEST = 60
DOUBT = "姓名与电话写在了一格，已分开读取，请核对"


def parted(form: Form, taken: Sequence[Taken]) -> list[Taken]:
    """The answers, those that are a name and a number parted."""
    known = {each.path: each for each in taken}
    pairs = (_pair(form, each, known) for each in known.values())
    written = {each.path: each for pair in pairs if pair for each in pair}
    found = [written.pop(each.path, each) for each in taken]
    return [*found, *written.values()]


def _pair(form: Form, taken: Taken, known: Mapping[str, Taken]) -> tuple[Taken, Taken] | None:
    """The answers of the two fields whose name and number one of them holds."""
    codec = form.codec(taken.path)
    if not isinstance(codec, Phone) and not (isinstance(codec, Text) and codec.shape == "person"):
        return None
    spots = _spots(taken)
    if spots is None:
        return None
    name, number = spots
    kind = Text if isinstance(codec, Phone) else Phone
    other = next(_siblings(form, taken.path, known, kind, number.text), None)
    if other is None:
        return None
    paths = (other, taken.path) if kind is Text else (taken.path, other)
    return _as(taken, paths[0], name), _as(taken, paths[1], number)


def _as(taken: Taken, path: str, piece: Slice) -> Taken:
    hole = replace(taken.hole, path=general(path))
    return replace(taken, path=path, hole=hole, slices=(piece,), doubt=taken.doubt or DOUBT)


def _siblings(
    form: Form, path: str, known: Mapping[str, Taken], kind: type[Phone | Text], number: str
) -> Iterator[str]:
    """The empty fields beside one that may hold a person's name, or that number, the likeliest
    first."""
    outer = path.rpartition(".")[0]
    found = []
    for leaf in form.leaves():
        if leaf.rpartition(".")[0] != general(outer):
            continue
        own = f"{outer}.{leaf.rpartition('.')[2]}"
        codec = form.codec(own)
        person = isinstance(codec, Text) and codec.shape == "person"
        if (
            own != path
            and isinstance(codec, kind)
            and not (own in known and known[own].raw.strip())
            and (person or kind is Phone)
        ):
            found.append((-codec.likeness(number), own))
    yield from (own for _, own in sorted(found))


def _spots(taken: Taken) -> tuple[Slice, Slice] | None:
    """Where the name and the number stand in an answer that is both and nothing else."""
    pieces = [piece for piece in taken.slices if piece.text.strip()]
    raw = "\n".join(piece.text for piece in pieces)
    text = _widths(raw)
    if len(raw) > _LONGEST or len(text) != len(raw):
        return None
    found = next(filter(None, (pair.fullmatch(text) for pair in _PAIR)), None)
    if found is None:
        return None
    spots = [_at(pieces, *found.span(group)) for group in ("name", "number")]
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
