"""Numbers: decimals in the printed unit, counts and years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial
from typing import Any

from forms.codecs.base import DOUBTFUL, PUT_RIGHT, Reading, or_none, shown, type_name, written
from forms.codecs.numerals import numeral
from forms.messages import excerpt, likely, say
from forms.text import LINE_END, permitted, squeeze, without_prompts

DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
MOST = 9999  # of a count

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_WRITTEN = re.compile(
    rf"(?P<sign>[+-]?)(?:[¥])?(?P<number>{_GROUPED}|{_NUMBER})[(]?(?P<unit>\D*?)[)]?", re.A
)
_WRITTEN_ALONE = re.compile(rf"[+-]?(?:{_GROUPED}|{_NUMBER})", re.A)
_ANYWHERE = re.compile(rf"(?:(?<![0-9])-)?(?:{_GROUPED}|{_NUMBER})", re.A)
_MINUS = str.maketrans("−–—‒", "----")
_BLANK = re.compile(r"[_\s\u00ad]+")
_UNIT = re.compile(r"[A-Za-z\u4e00-\u9fff%‰/·]{1,6}")
_QUALIFIED = re.compile(r".*(以上|以下|以内|左右|上下|不等|余|多|起|约)$|[至到].*")


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit a column is printed with, how it is typed again, and what others are worth in it.

    `digits` are the most that stand before the point in likely answers. `factors` maps another unit
    to the decimal number of printed units in one of it, "" where that can't be reckoned.
    """

    printed: str
    again: frozenset[str]
    digits: int
    factors: Mapping[str, str]


TEN_THOUSAND_YUAN = Unit(
    "万元",
    frozenset({"万元", "万", "万元人民币", "人民币万元", "万元整", "万人民币", "万元RMB"}),
    8,
    {
        "亿元": "10000", "亿": "10000", "亿元人民币": "10000", "亿人民币": "10000",
        "千万元": "1000", "千万": "1000", "百万元": "100", "百万": "100", "十万元": "10",
        "千元": "0.1", "元": "0.0001", "元人民币": "0.0001", "人民币元": "0.0001",
        "元整": "0.0001", "圆": "0.0001", "%": "", "万美元": "", "美元": "", "亿美元": "",
    },
)  # fmt: skip
PER_CENT = Unit(
    "%",
    frozenset({"%"}),
    3,
    {
        "‰": "0.1",
        "个百分点": "1",
        "百分点": "1",
        "倍": "100",
        "成": "10",
        "万元": "",
        "天": "",
        "小时": "",
    },
)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number in the unit that the form prints beside it, kept as written.

    Printed as it stands, without the unit, which is the form's own. Reading accepts the printed
    unit typed again and thousands separators; loading does not. Another unit is never converted:
    the value is None and the reading in the printed unit is an alternative.
    """

    unit: Unit
    prompts: tuple[str, ...] = ()
    name: str = "decimal"
    options: tuple[str, ...] = ()

    def format(self, value: str | None) -> str:
        return value or ""

    def parse(self, raw: str) -> Reading:
        return _doubted(without_prompts(permitted(raw), self.prompts), partial(self._read, raw))

    def _read(self, raw: str, text: str, lines: tuple[str, ...]) -> Reading:
        if or_none(text) is None:
            return Reading(None)
        if lines:
            return _no_number(raw, tuple(number for line in lines for number in _numbers_in(line)))
        found = _WRITTEN.fullmatch(text.removeprefix("人民币"))
        if found is None:
            return _no_number(raw, _numbers_in(text))
        as_written = found["sign"] + found["number"].replace(",", "")
        number = _plain(as_written)
        unit = found["unit"]
        if not unit or unit in self.unit.again:
            return _number_read(raw, as_written, number)
        return self._in_other_unit(raw, number, unit)

    def in_unit(
        self, raw: str, reading: Reading, units: Iterable[str], over: str | None = None
    ) -> Reading:
        """A reading of `raw` under a label that names one of `units`: as if the unit were written
        behind the number, where that is another than the printed one. A title may name a unit of
        money, `over`, for amounts whose label names none; one that names the printed unit is in
        doubt then."""
        if not _WRITTEN_ALONE.fullmatch(_tidy(permitted(raw))):
            return reading
        tidy = [_tidy(unit) for unit in units]
        other = next((unit for unit in tidy if unit in self.unit.factors), None)
        if self.unit is TEN_THOUSAND_YUAN and other is None and over in self.unit.factors:
            if any(self.unit.printed in unit for unit in tidy):
                doubt = say("needs-review.unit", over=over, unit=self.unit.printed)
                return reading._replace(certainty=DOUBTFUL, doubt=doubt)
            other = over
        return self.parse(f"{raw.strip()}{other}") if other else reading

    def canonical(self, value: Any) -> str | None:
        answer = without_prompts(written(value), self.prompts)
        text = squeeze(answer)
        if or_none(text) is None:
            return None
        if DECIMAL.fullmatch(text) and not (_MARKS.search(answer) or _lines_of_numbers(answer)):
            return text
        raise ValueError(f'must be a decimal number like "1234.56", not {shown(value)}')

    def likeness(self, raw: str) -> float:
        if len(raw) > 40 or not (found := _WRITTEN.fullmatch(_tidy(permitted(raw)))):
            return 0.0
        unit, number = found["unit"], found["number"].replace(",", "")
        if unit:
            return 0.9 if unit in self.unit.again else 0.4 if self.unit.factors.get(unit) else 0.0
        if len(number.partition(".")[0]) > self.unit.digits:
            return 0.05
        return 0.5 if number != found["number"] or "." in number else 0.35

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "pattern": f"^{DECIMAL.pattern}$"}

    def _in_other_unit(self, raw: str, number: str, unit: str) -> Reading:
        factor = self.unit.factors.get(unit)
        if factor is None and (_QUALIFIED.fullmatch(unit) or not _UNIT.fullmatch(unit)):
            return _no_number(raw, (number,))
        readings = (_times(number, factor),) if factor else ()
        message = say(
            "other-unit",
            raw=excerpt(raw),
            unit=self.unit.printed,
            likely=likely(*(f"{reading}{self.unit.printed}" for reading in readings)),
        )
        return Reading(None, (("other-unit", message),), readings, 0.5)


def money(prompts: tuple[str, ...] = ()) -> Number:
    """The codec of an amount in 万元."""
    return Number(TEN_THOUSAND_YUAN, prompts)


def percent() -> Number:
    """The codec of a ratio in per cent."""
    return Number(PER_CENT, name="percent")


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number from 0 to 9999, printed with its unit."""

    unit: str = "个"
    name: str = "count"
    options: tuple[str, ...] = ()

    def format(self, value: int | None) -> str:
        return "" if value is None else f"{value}{self.unit}"

    def parse(self, raw: str) -> Reading:
        return _doubted(permitted(raw), partial(self._read, raw))

    def _read(self, raw: str, text: str, lines: tuple[str, ...]) -> Reading:
        bare = _COUNTED.sub("", text)
        if or_none(bare) is None:
            return Reading(None)
        if not lines and _DIGITS.fullmatch(bare) and int(bare) <= MOST:
            return Reading(int(bare))
        counted = numeral(bare)
        if counted is not None and counted <= MOST:
            message = say("normalised.number", raw=excerpt(raw), value=counted)
            return Reading(counted, (("normalised", message),), certainty=PUT_RIGHT)
        numbers = [number for line in lines or (text,) for number in _numbers_in(line)]
        whole = tuple(int(Decimal(n)) for n in numbers if 0 <= Decimal(n) <= MOST and _is_whole(n))
        message = say("bad-number.count", raw=excerpt(raw), likely=likely(*map(str, whole)))
        return Reading(None, (("bad-number", message),), whole, 0.5)

    def canonical(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"must be a whole number or null, not {type_name(value)}")
        if not 0 <= value <= MOST:
            raise ValueError(f"must be a whole number from 0 to {MOST}")
        return int(value)

    def likeness(self, raw: str) -> float:
        text = _tidy(permitted(raw)) if len(raw) <= 20 else ""
        if not (found := _FEW.fullmatch(text)):
            return 0.0
        return 0.9 if found[2] else 0.45 if len(found[1]) <= 2 else 0.2

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["integer", "null"], "minimum": 0, "maximum": MOST}


_DIGITS = re.compile(r"[0-9]{1,9}")
_FEW = re.compile(r"([0-9]{1,4})([个项件]?)")
_COUNTED = re.compile(r"[个项件部份套]$")


@dataclass(frozen=True, slots=True)
class Year:
    """One of the years that the form prints."""

    years: tuple[int, ...]
    name: str = "year"

    @property
    def options(self) -> tuple[str, ...]:
        return tuple(str(year) for year in self.years)

    def format(self, value: int | None) -> str:
        return "" if value is None else f"{value}年"

    def parse(self, raw: str) -> Reading:
        text = _tidy(permitted(raw)).removesuffix("年度").removesuffix("年")
        if or_none(text) is None:
            return Reading(None)
        if text in self.options:
            return Reading(int(text))
        message = say(
            "not-in-vocabulary", raw=excerpt(raw), likely="", options="、".join(self.options)
        )
        return Reading(None, (("not-in-vocabulary", message),), certainty=0.5)

    def canonical(self, value: Any) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"must be a year, not {type_name(value)}")
        if value not in self.years:
            raise ValueError(f"must be one of the years {', '.join(self.options)}")
        return int(value)

    def likeness(self, raw: str) -> float:
        return 0.9 if squeeze(raw).removesuffix("年") in self.options else 0.0

    def json_schema(self) -> dict[str, Any]:
        return {"enum": [*self.years, None]}


def _tidy(text: str) -> str:
    """`text` in NFKC without spaces and the blank's underscores, with one kind of minus."""
    return _BLANK.sub("", squeeze(text)).translate(_MINUS)


def _lines_of_numbers(answer: str) -> tuple[str, ...]:
    """The lines of an answer that hold digits, tidied, where several do: they are several numbers,
    as `8` and below it `2` are, never 82."""
    lines = [_tidy(line) for line in LINE_END.split(answer)] if LINE_END.search(answer) else []
    numbers = tuple(line for line in lines if _DIGIT.search(line))
    return numbers if len(numbers) > 1 else ()


def _doubted(answer: str, read: Callable[[str, tuple[str, ...]], Reading]) -> Reading:
    """The reading of an answer, tidied and as its lines of numbers. Digits that stand apart may be
    of several numbers (`2360 1200`), unless they are grouped by thousands; small ones beside others
    (`46.2²`, `9.65①`) are the marks of notes, or parts of a list."""
    unmarked = _MARKS.sub("\n", answer)
    reading = read(_tidy(unmarked), _lines_of_numbers(unmarked))
    if reading.value is None:
        return reading
    if unmarked != answer:
        doubt = say("needs-review.marked", raw=excerpt(answer), value=reading.value)
    elif _APART.search(answer) and not _BY_THOUSANDS.search(unicodedata.normalize("NFKC", answer)):
        doubt = say("needs-review.digits", value=reading.value)
    else:
        return reading
    return reading._replace(certainty=min(reading.certainty, DOUBTFUL), doubt=doubt)


_DIGIT = re.compile(r"\d")
_MARK = "[²³¹⁰⁴-⁹①-⒛⓪⓫-⓿❶-➓]"  # raised and circled digits, which NFKC makes plain ones
_MARKS = re.compile(rf"(?<=[\d%％])\s*{_MARK}+|{_MARK}+(?=\s*\d)")
_APART = re.compile(r"\d[^\S\n]+\d")
_BY_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?: \d{3})+(?!\s*\d)")


def _plain(number: str) -> str:
    """A written number as a decimal string of a record: no plus, no leading zero, no bare point."""
    sign = "-" if number.startswith("-") else ""
    whole, _, fraction = number.lstrip("+-").partition(".")
    return f"{sign}{whole.lstrip('0') or '0'}{'.' if fraction else ''}{fraction}"


def _number_read(raw: str, as_written: str, number: str) -> Reading:
    """The reading of a number; one that had to be rewritten, separators aside, is said."""
    if number == as_written:
        return Reading(number)
    message = say("normalised.number", raw=excerpt(raw), value=number)
    return Reading(number, (("normalised", message),), certainty=PUT_RIGHT)


def _no_number(raw: str, numbers: tuple[str, ...]) -> Reading:
    message = say("bad-number", raw=excerpt(raw), likely=likely(*numbers))
    return Reading(None, (("bad-number", message),), numbers, 0.5)


def _numbers_in(text: str) -> tuple[str, ...]:
    """The first few numbers that stand anywhere in `text`."""
    whole = text.replace(",", "")
    found = [whole] if DECIMAL.fullmatch(whole) else _ANYWHERE.findall(text[:200])
    return tuple(dict.fromkeys(_plain(number.replace(",", "")) for number in found[:3]))


def _is_whole(number: str) -> bool:
    return Decimal(number) == int(Decimal(number))


def _times(number: str, factor: str) -> str:
    """`number` × `factor`, exact, without trailing zeros behind the point."""
    with localcontext() as context:
        context.prec = len(number) + len(factor)
        product = f"{Decimal(number) * Decimal(factor):f}"
    return product.rstrip("0").rstrip(".") if "." in product else product
