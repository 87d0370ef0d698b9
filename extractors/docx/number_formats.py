"""How Word writes the numbers of lists and notes (ST_NumberFormat, ECMA-376 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

DIGITS: Final = "〇一二三四五六七八九"
FORMAL_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
UNITS: Final = ("", "十", "百", "千")
FORMAL_UNITS: Final = ("", "拾", "佰", "仟")
STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def written(number: int, form: str) -> str:
    """`number` in the format of that name (`chineseCounting` 3 → 三); decimal for one not known."""
    return FORMATS.get(form, str)(number)


def _letters(number: int) -> str:
    # a … z, aa … zz: Word repeats the letter.
    if number < 1:
        return str(number)
    rounds, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (min(rounds, 30) + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _chinese(number: int, digits: str, units: tuple[str, ...], zero: str) -> str:
    if not 0 < number < 10_000:
        return "".join(digits[int(digit)] for digit in str(abs(number)))
    text, gap = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            gap = True
            continue
        text += (zero if gap and text else "") + digits[int(digit)] + units[place]
        gap = False
    return text


def _counting(number: int) -> str:
    text = _chinese(number, DIGITS, UNITS, "零")
    return text[1:] if 10 <= number < 20 else text  # 十二, not 一十二


def _formal(number: int) -> str:
    return _chinese(number, FORMAL_DIGITS, FORMAL_UNITS, "零")


def _digits(number: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(abs(number)))


def _circled(number: int) -> str:
    if 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    return str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(abs(number)))


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _sexagenary(number: int) -> str:
    return STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12]


def _ordinal(number: int) -> str:
    tens = number % 100
    ending = "th" if 11 <= tens <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "none": lambda number: "",
    "bullet": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "ordinal": _ordinal,
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "ideographTraditional": _cycle(STEMS),
    "ideographZodiac": _cycle(BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": lambda number: (
        chr(0x3280 + number - 1) if 1 <= number <= 10 else _counting(number)
    ),
    "decimalEnclosedParen": lambda number: (
        chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
    ),
    "decimalEnclosedFullstop": lambda number: (
        chr(0x2488 + number - 1) if 1 <= number <= 20 else f"{number}."
    ),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "numberInDash": lambda number: f"- {number} -",
}
