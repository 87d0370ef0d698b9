"""What matching gives: hits, each a place where a wording of the form stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extractors.items import Item

Likeness = Callable[[str, str], float]  # (path, raw text) → how surely the text is such a value


@dataclass(slots=True)
class Hit:
    """A place where a state's wording may stand."""

    state: int
    item: int  # the item that carries it; of a head row its last cell
    paragraph: int  # index in the item's paragraphs
    start: int  # offset of the wording in that paragraph
    end: int  # offset behind the wording and its colon
    quality: float  # 0..1, 1 = as printed
    inline: bool  # the rest of the cell or line belongs to the answer
    earns: float = 0.0
    ordinal: int | None = None
    heads: dict[int, Item] = field(default_factory=dict)  # column → its cell
    instance: tuple[int, ...] = ()  # one number for each loop around the state
    repaired: bool = False  # guessed: never sure
    twice: frozenset[int] = frozenset()  # columns of a head row that another has the words of
    rivalled: bool = False  # a head row that fits another list as well
    moved: bool = False  # worded as the form's, out of order
    doubt: str | None = None  # Chinese: why a person should look

    @property
    def place(self) -> tuple[int, int, int]:
        return (self.item, self.paragraph, self.start)


@dataclass(slots=True)
class Match:
    """The hits that were believed, in reading order, and how well they cover the form."""

    hits: list[Hit]
    share: float  # weighted share of the form's wordings that were found
    doubts: list[str] = field(default_factory=list)  # messages about doubtful numbering
    claimed: dict[int, Hit] = field(default_factory=dict)  # item → hit that claims it
    offered: list[Hit] = field(default_factory=list)  # every row that may be a head row
