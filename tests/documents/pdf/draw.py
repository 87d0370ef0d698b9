"""Drawing set pages: content streams in a program's manner, and the file around them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tests.documents.pdf.borders import borders
from tests.documents.pdf.faces import Font
from tests.documents.pdf.flow import Letter, Piece, Run
from tests.documents.pdf.manners import Manner
from tests.documents.pdf.objects import Objects, text_string

WINGDINGS: Final = {"☑": "R", "☒": "S", "□": "£", "☐": "£", "■": "¢"}
OVER: Final = {"☑": "√", "☒": "×", "■": "■"}  # printed over an empty box
BOLDER: Final = 0.3  # points
SEPARATOR: Final = 144  # points, the length of the line above the notes


@dataclass(slots=True)
class Fonts:
    """The fonts of one file; a full one of one byte a character gives way to the next."""

    manner: Manner
    made: list[Font] = field(default_factory=list)

    def of(self, char: str, run: Run) -> Font:
        if run.box and self.manner.boxes == "signs":
            return self.get("Wingdings2", char, signs=True)
        bold = run.bold and self.manner.bold == "face"
        latin = self.manner.unmapped == "latin" and char.isascii() and char != " "
        name = "TimesNewRoman" if latin else "SimHei" if bold else "SimSun"
        if not Font("", "").holds(char):
            return self.get("SegoeUISymbol", char, signs=True)
        return self.get(name, char)

    def get(self, name: str, char: str, signs: bool = False) -> Font:
        for font in self.made:
            if font.name == name and (char in font.codes or not font.is_full()):
                return font
        unmapped = {"latin": "TimesNewRoman", "bold": "SimHei"}.get(self.manner.unmapped)
        mapped = self.manner.signs if name == "Wingdings2" else self.manner.text
        if name == "SegoeUISymbol":
            mapped = "right"
        font = Font(
            f"F{len(self.made) + 1}",
            name,
            signs,
            "none" if name == unmapped else mapped,
            self.manner.simple,
        )
        self.made.append(font)
        return font


@dataclass(slots=True)
class Pen:
    """Writes one page's content; y grows upwards in it."""

    manner: Manner
    fonts: Fonts
    out: list[str] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.manner.size[1]

    def page(self, page: Piece, rng: random.Random) -> list[int]:
        """Draws all of a page; the paragraph that each marked sequence belongs to."""
        self.out.extend(borders(page.frames, self.manner))
        if page.separator:
            self.out.append(
                f"{self.manner.margin} {self.top - page.separator:.2f} {SEPARATOR} 0.48 re f"
            )
        marked: list[int] = []
        for run in ordered(page.runs, self.manner, rng):
            if self.manner.tagged:
                self.out.append(
                    f"/P <</MCID {len(marked)}>> BDC" if run.group else "/Artifact <<>> BDC"
                )
                marked.extend([run.group] if run.group else [])
            self.run(run)
            if self.manner.tagged:
                self.out.append("EMC")
        return marked

    def run(self, run: Run) -> None:
        if run.box and self.manner.boxes == "drawn":
            self.drawn_box(run)
            return
        if run.box and self.manner.boxes == "overprinted":
            self.overprinted(run)
            return
        if run.underlined:
            self.underline(run.letters, run)
        self.blanks(run)
        letters = [letter for letter in run.letters if self.is_shown(letter)]
        if run.box and self.manner.boxes == "signs":
            letters = [each._replace(char=WINGDINGS[each.char]) for each in letters]
        self.text(letters, run)
        if run.bold and self.manner.bold == "twice":
            self.text([each._replace(x=each.x + BOLDER) for each in letters], run)

    def is_shown(self, letter: Letter) -> bool:
        if letter.char == "_":
            return self.manner.lines == "underscores"
        return self.manner.spaces == "shown" or not letter.char.isspace()

    # --- text --------------------------------------------------------------------------------

    def text(self, letters: Sequence[Letter], run: Run) -> None:
        stroked = run.bold and self.manner.bold == "stroked"
        self.out.append(f"BT 2 Tr {BOLDER} w" if stroked else "BT 0 Tr")
        if self.manner.pieces == "moved":
            self.moved(letters, run)
        else:
            for piece in self.cut(letters, run):
                self.shown(piece, run)
        self.out.append("ET")

    def cut(self, letters: Sequence[Letter], run: Run) -> Iterator[list[Letter]]:
        """The stretches that one operator shows: of one font, and as the manner parts them."""
        piece: list[Letter] = []
        for letter in letters:
            ends = piece and (
                self.manner.pieces == "characters"
                or (self.manner.pieces == "words" and piece[-1].char.isspace())
                or self.fonts.of(letter.char, run) is not self.fonts.of(piece[-1].char, run)
            )
            if ends:
                yield piece
                piece = []
            piece.append(letter)
        if piece:
            yield piece

    def shown(self, piece: Sequence[Letter], run: Run) -> None:
        """One TJ: what isn't at its natural place is kerned there."""
        parts: list[str] = []
        font = self.fonts.of(piece[0].char, run)
        at = piece[0].x
        for letter in piece:
            shown = font.show(letter.char)
            kern = (at - letter.x) * 1000 / run.size
            if abs(kern) >= 1:
                parts.append(f"{kern:.0f}")
                at = letter.x
            parts.append(f"<{shown.code.hex()}>")
            at += shown.width * run.size
        y = self.top - run.y
        self.out.append(f"/{font.resource} {run.size:.2f} Tf 1 0 0 1 {piece[0].x:.2f} {y:.2f} Tm")
        joined = "".join(parts)
        if self.manner.pieces == "lines":
            joined = joined.replace("><", "")
        self.out.append(f"[{joined}] TJ")

    def moved(self, letters: Sequence[Letter], run: Run) -> None:
        """Every character by itself, moved to from the one before."""
        x = y = 0.0
        for letter in letters:
            font = self.fonts.of(letter.char, run)
            up = self.top - run.y
            self.out.append(
                f"/{font.resource} {run.size:.2f} Tf {letter.x - x:.3f} {up - y:.3f} Td"
                f" <{font.show(letter.char).code.hex()}> Tj"
            )
            x, y = letter.x, up

    # --- boxes and lines ---------------------------------------------------------------------

    def drawn_box(self, run: Run) -> None:
        letter = run.letters[0]
        side = run.size * 0.8
        x, y = letter.x + run.size * 0.05, self.top - run.y - run.size * 0.05
        ends = "B" if letter.char == "■" else "S"
        self.out.append(f"q 0.5 w {x:.2f} {y:.2f} {side:.2f} {side:.2f} re {ends}")
        if letter.char == "☑":
            self.out.append(
                f"0.9 w {x + side * 0.2:.2f} {y + side * 0.5:.2f} m"
                f" {x + side * 0.42:.2f} {y + side * 0.2:.2f} l"
                f" {x + side * 0.85:.2f} {y + side * 0.9:.2f} l S"
            )
        if letter.char == "☒":
            self.out.append(
                f"{x:.2f} {y:.2f} m {x + side:.2f} {y + side:.2f} l"
                f" {x:.2f} {y + side:.2f} m {x + side:.2f} {y:.2f} l S"
            )
        self.out.append("Q")

    def overprinted(self, run: Run) -> None:
        """A box, and a tick printed over it."""
        letter = run.letters[0]
        self.text([letter._replace(char="□")], run)
        if letter.char in OVER:
            over = letter._replace(char=OVER[letter.char], x=letter.x + 0.4)
            self.text([over], run._replace(box=False))

    def blanks(self, run: Run) -> None:
        """Underscores drawn as a line."""
        line: list[Letter] = []
        for letter in (*run.letters, Letter("", 0, 0)):
            if letter.char == "_":
                line.append(letter)
            elif line:
                if self.manner.lines != "underscores":
                    self.underline(line, run)
                line = []

    def underline(self, letters: Sequence[Letter], run: Run) -> None:
        x0, x1 = letters[0].x, letters[-1].x + letters[-1].width
        y = self.top - run.y - run.size * 0.12
        if self.manner.lines == "strokes":
            self.out.append(f"q 0.6 w {x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l S Q")
        else:
            self.out.append(f"{x0:.2f} {y - 0.24:.2f} {x1 - x0:.2f} 0.48 re f")


def ordered(runs: Sequence[Run], manner: Manner, rng: random.Random) -> list[Run]:
    """The runs in the order in which they are drawn."""
    made = list(runs)
    if manner.order == "columns":
        made.sort(key=lambda run: (run.letters[0].x // 90, run.y) if run.letters else (0, 0))
    if manner.order == "shuffled":
        rng.shuffle(made)
    return [run for run in made if run.letters]


# --- the file ------------------------------------------------------------------------------------


def draw(pages: Iterable[Piece], manner: Manner, title: str, rng: random.Random) -> bytes:
    """The pages as a PDF file."""
    objects, fonts = Objects(), Fonts(manner)
    root, tree, shared = objects.reserve(), objects.reserve(), objects.reserve()
    numbers: list[int] = []
    marked: list[list[int]] = []
    for page in pages:
        pen = Pen(manner, fonts)
        marked.append(pen.page(page, rng))
        numbers.append(
            _page(objects, "\n".join(pen.out).encode(), tree, shared, manner, len(numbers))
        )
    named = " ".join(f"/{font.resource} {font.write(objects)} 0 R" for font in fonts.made)
    objects.put(shared, f"<< /Font << {named} >> >>")
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>")
    tags = _structure(objects, numbers, marked) if manner.tagged else ""
    objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R /Lang (zh-CN) {tags} >>")
    info = objects.add(
        f"<< /Producer {text_string(manner.producer)} /Title {text_string(title)}"
        " /CreationDate (D:20240520090000+08'00') >>"
    )
    return objects.file(root, info)


def _page(
    objects: Objects, content: bytes, tree: int, shared: int, manner: Manner, place: int
) -> int:
    width, height = manner.size
    box = f"[0 0 {width} {height}]"
    if manner.forms:
        form = objects.stream(
            content, f"/Type /XObject /Subtype /Form /BBox {box} /Resources {shared} 0 R"
        )
        stream = objects.stream(b"q /Fm0 Do Q")
        resources = f"<< /XObject << /Fm0 {form} 0 R >> >>"
    else:
        stream = objects.stream(content)
        resources = f"{shared} 0 R"
    tags = f"/StructParents {place}" if manner.tagged else ""
    return objects.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Contents {stream} 0 R"
        f" /Resources {resources} {tags} >>"
    )


def _structure(objects: Objects, pages: Sequence[int], marked: Sequence[Sequence[int]]) -> str:
    """A structure tree of the paragraphs in the order of their first mark."""
    tree, document = objects.reserve(), objects.reserve()
    elements: dict[int, int] = {}
    content: dict[int, list[str]] = {}
    parents = []
    for place, (page, groups) in enumerate(zip(pages, marked, strict=True)):
        for mark, group in enumerate(groups):
            elements.setdefault(group, objects.reserve() if group not in elements else 0)
            content.setdefault(group, []).append(f"<< /Type /MCR /Pg {page} 0 R /MCID {mark} >>")
        named = " ".join(f"{elements[group]} 0 R" for group in groups)
        parents.append(f"{place} [{named}]")
    for group, number in elements.items():
        kids = " ".join(content[group])
        objects.put(number, f"<< /Type /StructElem /S /P /P {document} 0 R /K [{kids}] >>")
    kids = " ".join(f"{number} 0 R" for number in elements.values())
    objects.put(document, f"<< /Type /StructElem /S /Document /P {tree} 0 R /K [{kids}] >>")
    objects.put(
        tree,
        f"<< /Type /StructTreeRoot /K {document} 0 R /ParentTree << /Nums [{' '.join(parents)}] >>"
        " /RoleMap << >> >>",
    )
    return f"/MarkInfo << /Marked true >> /StructTreeRoot {tree} 0 R"
