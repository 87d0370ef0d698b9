"""What the text network says of one line: its likeliest characters frame by frame.

A frame is a narrow upright stripe of the line. The network gives each a probability for every
character it knows and for "nothing" (the blank of CTC); the likeliest are kept, and all of those
that codes are written in, so that a reading can be asked again once it is known what may stand
there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from extractors.scan.arrays import Array, Floats
from extractors.scan.engine import characters

KEPT: Final = 12  # characters of a frame
DEEP: Final = 32  # characters that are looked at as one column before they are ranked
FLOOR: Final = -14.0  # log probability of a character that was not kept
NEARLY: Final = 4.5  # log by which a simplified character may be behind a traditional one
DOUBTED: Final = 0.8  # how sure a character is that was put in a traditional one's place
BLANK: Final = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """A character as read: its frames [first, last], and the network's probability of it."""

    text: str
    first: int
    last: int
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """The likeliest characters of each frame of a line.

    `indexes` and `logs` are frames × KEPT: places in `characters()` and their log probabilities,
    likeliest first. `ascii_logs` is frames × (1 + ASCII): those of the blank and of ASCII.
    """

    indexes: Array
    logs: Floats
    ascii_logs: Floats

    @property
    def frames(self) -> int:
        return len(self.indexes)

    def log_of(self, character: str) -> Floats:
        """The log probability of a character at each frame."""
        if (place := _ascii_places().get(character)) is not None:
            return self.ascii_logs[:, place]
        index = _index_of().get(character, -1)
        found = self.indexes == index
        return np.where(found.any(axis=1), (np.where(found, self.logs, 0.0)).sum(axis=1), FLOOR)

    def part(self, first: int, last: int) -> Lattice:
        """The frames [first, last) alone."""
        return Lattice(self.indexes[first:last], self.logs[first:last], self.ascii_logs[first:last])


def lattice(output: Floats) -> Lattice:
    """The lattice of a line from the network's output, frames × characters of probabilities."""
    top = _likeliest(output)
    order = np.argsort(-np.take_along_axis(output, top, axis=1), axis=1)
    indexes = np.take_along_axis(top, order, axis=1).astype(np.int32)
    logs = _log(np.take_along_axis(output, indexes, axis=1))
    return Lattice(indexes, logs, _log(output[:, _ascii_indexes()]))


def _likeliest(output: Floats) -> Array:
    """The places of the KEPT likeliest characters of each frame, in no order. They are among the
    KEPT columns whose best are the likeliest: to rank those alone takes a quarter of the time."""
    frames, known = output.shape
    columns = known // DEEP
    best = output[:, : columns * DEEP].reshape(frames, DEEP, columns).max(axis=1)
    chosen = np.argpartition(best, -KEPT, axis=1)[:, -KEPT:]
    within = chosen[:, :, None] + columns * np.arange(DEEP)
    left = np.broadcast_to(np.arange(columns * DEEP, known), (frames, known - columns * DEEP))
    places = np.concatenate((within.reshape(frames, -1), left), axis=1)
    ranked = np.argpartition(np.take_along_axis(output, places, axis=1), -KEPT, axis=1)[:, -KEPT:]
    return np.asarray(np.take_along_axis(places, ranked, axis=1))


def letters(line: Lattice) -> list[Letter]:
    """The likeliest reading: the best character of each frame, repeats and blanks dropped."""
    known = characters()
    return [
        _plain(letter, line)
        for letter in _collapse(line.indexes[:, 0], np.exp(line.logs[:, 0]), known)
    ]


def _plain(letter: Letter, line: Lattice) -> Letter:
    """A letter that GB 2312 lacks, such as 溫, gives way to one that it has and that is nearly as
    likely: forms are written in simplified characters, names now and then in others."""
    if not _is_rare(letter.text):
        return letter
    known = characters()
    frame = letter.first
    for index, log in zip(line.indexes[frame, 1:], line.logs[frame, 1:], strict=True):
        other = known[index]
        if other and not _is_rare(other) and "\u4e00" <= other <= "\u9fff":
            near = line.logs[frame, 0] - log < NEARLY
            return replace(letter, text=other, probability=DOUBTED) if near else letter
    return letter


@lru_cache(maxsize=8192)
def _is_rare(character: str) -> bool:
    """Whether a Han character is none of GB 2312's."""
    if not "\u4e00" <= character <= "\u9fff":
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def text_of(line: Lattice) -> str:
    """The likeliest reading as a text."""
    return "".join(letter.text for letter in letters(line))


def sureness(line: Lattice) -> float:
    """The mean probability of the characters of the likeliest reading, 0 where nothing is read."""
    found = letters(line)
    return sum(letter.probability for letter in found) / len(found) if found else 0.0


def letters_among(line: Lattice, alphabet: str) -> list[Letter]:
    """The likeliest reading in the characters of `alphabet` alone."""
    logs = np.stack([line.log_of(each) for each in ("", *alphabet)], axis=1)
    best = logs.argmax(axis=1)
    return _collapse(best, np.exp(logs[np.arange(len(best)), best]), ("", *alphabet))


def joined(lines: Sequence[Lattice]) -> Lattice:
    """Lines that are read as one, each behind the one before."""
    return Lattice(
        np.concatenate([line.indexes for line in lines]),
        np.concatenate([line.logs for line in lines]),
        np.concatenate([line.ascii_logs for line in lines]),
    )


def log_likelihood(line: Lattice, text: str) -> float:
    """How likely the line says `text`: the log of the sum over all ways to spread its characters
    over the frames (Graves et al. 2006, the forward pass of CTC). -inf where they have no room."""
    if not text:
        return float(line.log_of("").sum())
    logs = {each: line.log_of(each) for each in {"", *text}}
    labels = [""]
    for each in text:
        labels += [each, ""]
    emissions = np.stack([logs[each] for each in labels], axis=1).astype(np.float64)
    skips = np.array(
        [at >= 2 and bool(labels[at]) and labels[at] != labels[at - 2] for at in range(len(labels))]
    )
    alpha = np.full(len(labels), -np.inf)
    alpha[:2] = emissions[0, :2]
    for frame in emissions[1:]:
        stay = alpha
        step = np.concatenate(([-np.inf], alpha[:-1]))
        skip = np.where(skips, np.concatenate(([-np.inf, -np.inf], alpha[:-2])), -np.inf)
        alpha = np.logaddexp(np.logaddexp(stay, step), skip) + frame
    return float(np.logaddexp(alpha[-1], alpha[-2]))


def _collapse(best: Sequence[int] | Array, sure: Floats, known: Sequence[str]) -> list[Letter]:
    found: list[Letter] = []
    last = BLANK
    for frame, index in enumerate(best):
        if index == last and index != BLANK:
            before = found[-1]
            found[-1] = Letter(
                before.text, before.first, frame, max(before.probability, float(sure[frame]))
            )
        elif index != BLANK:
            found.append(Letter(known[index], frame, frame, float(sure[frame])))
        last = int(index)
    return found


def _log(probabilities: Floats) -> Floats:
    return np.log(np.maximum(probabilities, np.float32(np.exp(FLOOR)))).astype(np.float32)


@lru_cache(maxsize=1)
def _index_of() -> Mapping[str, int]:
    return {each: index for index, each in reversed(list(enumerate(characters())))}


@lru_cache(maxsize=1)
def _ascii_places() -> Mapping[str, int]:
    """Blank and ASCII characters → their place in `ascii_logs`."""
    known = _index_of()
    written = ["", *(chr(code) for code in range(32, 127) if chr(code) in known)]
    return {each: place for place, each in enumerate(written)}


@lru_cache(maxsize=1)
def _ascii_indexes() -> list[int]:
    known = _index_of()
    return [known[each] for each in _ascii_places()]
