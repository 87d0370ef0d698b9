"""Records with answers as people give them: names, companies, addresses, sentences with figures.

Drawn from word lists and from the common characters of GB 2312, so that no text repeats a sample's:
what is measured on them is measured on documents that no rule was made on.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from forms.codecs import Codec
from forms.registry import Form
from tianbao.verbs.linting.inventing import MAKERS, Inventor, Record

WORDS: Final = Path(__file__).with_name("words.json")
COMMON: Final = (0xB0A1, 0xD7F9)  # first and last of GB 2312's common characters
LONGEST: Final = 3  # sentences of a paragraph
ROWS: Final = {True: 1, False: 8}  # of a list, in an application and elsewhere
NARRATIVE: Final = 0.2  # share of the report's chapters that say something: they are all alike


def drawn(form: Form, seed: int, chapters: float = NARRATIVE) -> Record:
    """A canonical record of `form`, nine answers in ten given; an application has one direction,
    and that share of its report's chapters."""
    writer = Writer(form, random.Random(seed), 0.9, chapters=chapters)
    record = writer.value(form.json_schema(), form.printed(form.empty()), "")
    for part in (record, record.get("narrative", {})):
        if "tasks" in part:
            part["tasks"] = part["tasks"][:1]
    return form.load(record)


@cache
def words(name: str) -> Any:
    return json.loads(WORDS.read_text(encoding="utf-8"))[name]


@dataclass
class Writer(Inventor):
    """An inventor that writes as applicants do."""

    chapters: float = NARRATIVE

    def answer(self, path: str, printed: Any) -> Any:
        if printed not in (None, [], False):
            return printed
        filled = self.chapters if path.startswith("narrative.") else self.filled
        if self.random.random() > filled:
            return printed
        codec = self.form.codec(path)
        for pattern, write in BY_PATH:
            if codec.name in ("text", "indicator-name") and re.search(pattern, path):
                return write(self)
        return (BY_CODEC.get(codec.name) or MAKERS[codec.name])(self, codec)

    def row_count(self, schema: dict[str, Any]) -> int:
        most = ROWS[self.form.name.endswith("application")]
        return self.random.randint(1, min(most, schema.get("maxItems", most)))

    def pick(self, name: str) -> str:
        return str(self.random.choice(words(name)))

    def characters(self, count: int) -> str:
        """Common characters, none of GB 2312's unassigned places."""
        found = ""
        while len(found) < count:
            code = self.random.randint(*COMMON)
            if (code & 0xFF) >= 0xA1 and (code & 0xFF) <= 0xFE:
                found += code.to_bytes(2).decode("gb2312", "ignore")
        return found

    def person(self) -> str:
        return self.pick("surnames") + self.characters(self.random.choice((1, 2, 2, 2)))

    def company(self) -> str:
        place = self.random.choice(("上海", "上海市", ""))
        return place + self.characters(2) + self.pick("trades") + self.pick("companies")

    def bureau(self) -> str:
        return f"上海市{self.pick('districts')}{self.pick('bureaus')}"

    def address(self) -> str:
        number, house, room = (self.random.randint(1, top) for top in (4000, 40, 1900))
        tail = self.random.choice(
            (f"{number}号", f"{number}弄{house}号{room}室", f"{number}号{house}幢")
        )
        return f"上海市{self.pick('districts')}{self.pick('roads')}{tail}"

    def noun(self) -> str:
        return self.characters(2) + self.pick("nouns")

    def solution_name(self) -> str:
        return self.pick("solutions").format(self.pick("objects"))

    def share(self) -> str:
        return self.random.choice(("{}%", "提升{}%", "≥{}%", "{}项")).format(
            self.random.randint(2, 98)
        )

    def figures(self, text: str) -> str:
        return re.sub(r"\{\}", lambda _: str(self.random.randint(2, 98)), text)

    def sentence(self) -> str:
        opening = self.pick("openings").format(self.pick("objects"))
        middle = "，".join((self.pick("actions"), self.figures(self.pick("measures"))))
        return f"{self.pick('stages')}{opening}{middle}{self.figures(self.pick('closings'))}。"

    def text_of(self, codec: Codec) -> str:
        return self.noun()

    def prose_of(self, codec: Codec) -> str:
        paragraphs = self.random.choice((1, 1, 2))
        return "\n".join(
            "".join(self.sentence() for _ in range(self.random.randint(1, LONGEST)))
            for _ in range(paragraphs)
        )

    def phone_of(self, codec: Codec) -> str:
        number = self.random.randint(0, 99_999_999)
        return self.random.choice((f"138{number:08}", f"021-{number:08}", f"159{number:08}"))

    def mail_of(self, codec: Codec) -> str:
        name = self.pick("syllables") + self.random.choice(("", "_", ".")) + self.pick("syllables")
        figures = self.random.choice(("", str(self.random.randint(1, 2012))))
        return f"{name}{figures}@{self.pick('hosts')}.example"

    def amount_of(self, codec: Codec) -> str:
        whole = self.random.randint(0, 10 ** self.random.randint(1, 5))
        return f"{whole}.{self.random.randint(0, 99):02}"

    def percent_of(self, codec: Codec) -> str:
        return f"{self.random.randint(0, 99)}.{self.random.randint(0, 99):02}".rstrip("0").rstrip(
            "."
        )

    def lines_of(self, codec: Codec) -> list[str]:
        return [self.solution_name() for _ in range(self.random.choice((1, 1, 2)))]


BY_PATH: Final[tuple[tuple[str, Callable[[Writer], str]], ...]] = (
    (r"recommender$", Writer.bureau),
    (r"address$", Writer.address),
    (r"(representative|contact)\.name$|signatory$|\.contact$", Writer.person),
    (r"position$", lambda writer: writer.pick("positions")),
    (r"applicant(\.name)?$|developer$|rows\.\d+\.name$", Writer.company),
    (r"solution$", Writer.solution_name),
    (r"others\.\d+\.name$", lambda writer: writer.pick("indicators")),
    (r"others\.\d+\.value$", Writer.share),
)
BY_CODEC: Final[dict[str, Callable[[Writer, Codec], Any]]] = {
    "text": Writer.text_of,
    "indicator-name": Writer.text_of,
    "prose": Writer.prose_of,
    "phone": Writer.phone_of,
    "email": Writer.mail_of,
    "decimal": Writer.amount_of,
    "percent": Writer.percent_of,
    "lines": Writer.lines_of,
}
