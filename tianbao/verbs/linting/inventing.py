"""Records invented from a form: every answer filled, no two texts alike, so that an answer read in
another's place is noticed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from forms.codecs import Codec
from forms.codecs.codes import CREDIT_CHARACTERS, check_character
from forms.registry import Form

Record = dict[str, Any]

SYLLABLES = "数智联创精工华东远景海川云帆启明恒信同济方圆天成安泰瑞新博众嘉禾"
MOST_ROWS = 4


def records(form: Form, number: int) -> Iterator[Record]:
    """`number` canonical records, the same each time: a full one, then ever sparser ones."""
    for index in range(number):
        yield invented(form, seed=index, filled=1 - index / number)


def invented(form: Form, seed: int, filled: float) -> Record:
    """A canonical record; `filled` is the share of the answers that aren't empty."""
    inventor = Inventor(form, random.Random(seed), filled)
    return form.load(inventor.value(form.json_schema(), form.printed(form.empty()), ""))


@dataclass
class Inventor:
    """Answers drawn at random, texts numbered."""

    form: Form
    random: random.Random
    filled: float
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def value(self, schema: dict[str, Any], printed: Any, path: str) -> Any:
        """A value by `schema` at `path`, where the blank's record has `printed`."""
        if "properties" in schema:
            return self.object(schema["properties"], printed or {}, f"{path}." if path else "")
        if "properties" in schema.get("items", {}):
            rows = printed or [None] * self.row_count(schema)
            return [
                self.value(schema["items"], row, f"{path}.{index}")
                for index, row in enumerate(rows)
            ]
        return self.answer(path, printed)

    def object(self, fields: dict[str, Any], printed: Record, before: str) -> Record:
        values = {
            key: self.value(schema, printed.get(key), before + key)
            for key, schema in fields.items()
        }
        return {key: value for key, value in values.items() if value is not None}

    def row_count(self, schema: dict[str, Any]) -> int:
        return self.random.randint(1, min(MOST_ROWS, schema.get("maxItems", MOST_ROWS)))

    def answer(self, path: str, printed: Any) -> Any:
        """The printed value, where every record has it (a year); else an answer or none."""
        if printed not in (None, [], False):
            return printed
        if self.random.random() > self.filled:
            return printed
        codec = self.form.codec(path)
        return MAKERS[codec.name](self, codec)

    def text(self, codec: Codec) -> str:
        return f"{''.join(self.random.choices(SYLLABLES, k=4))}{next(self.numbers)}"

    def prose(self, codec: Codec) -> str:
        return "\n".join(self.text(codec) + "。" for _ in range(self.random.randint(1, 3)))

    def credit_code(self, codec: Codec) -> str:
        body = "91" + "".join(self.random.choices(CREDIT_CHARACTERS, k=15))
        return body + str(check_character(body))

    def phone(self, codec: Codec) -> str:
        return f"138{next(self.numbers):08}"

    def email(self, codec: Codec) -> str:
        return f"a{next(self.numbers)}@tianbao.example"

    def date(self, codec: Codec) -> str:
        return f"{self.month(codec)}-{self.random.randint(1, 28):02}"

    def month(self, codec: Codec) -> str:
        return f"20{self.random.randint(10, 24)}-{self.random.randint(1, 12):02}"

    def decimal(self, codec: Codec) -> str:
        return f"{self.random.randint(1, 99)}.{self.random.randint(0, 99):02}"

    def count(self, codec: Codec) -> int:
        return self.random.randint(1, 99)

    def truth(self, codec: Codec) -> bool:
        return self.random.random() < 0.5

    def option(self, codec: Codec) -> str:
        return self.random.choice(codec.options)

    def options(self, codec: Codec) -> list[str]:
        chosen = self.random.sample(codec.options, min(2, len(codec.options)))
        return sorted(chosen, key=codec.options.index)

    def texts(self, codec: Codec) -> list[str]:
        return [self.text(codec) for _ in range(self.random.randint(1, 3))]


# codec → what invents a value of it.
MAKERS: dict[str, Callable[[Inventor, Codec], Any]] = {
    "text": Inventor.text,
    "prose": Inventor.prose,
    "credit-code": Inventor.credit_code,
    "phone": Inventor.phone,
    "email": Inventor.email,
    "date": Inventor.date,
    "date-or-month": Inventor.date,
    "month": Inventor.month,
    "decimal": Inventor.decimal,
    "percent": Inventor.decimal,
    "count": Inventor.count,
    "yes-no": Inventor.truth,
    "tick": Inventor.truth,
    "choice": Inventor.option,
    "ticks": Inventor.options,
    "written-choice": Inventor.option,
    "joined": Inventor.options,
    "lines": Inventor.texts,
    "industry": Inventor.option,
    "indicator-name": Inventor.text,
}
