"""Dates, months and periods, in all the ways they are written by hand and by programs."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forms.codecs.base import DOUBTFUL, PUT_RIGHT, SURE, Reading, shown, written
from forms.codecs.numerals import numeral
from forms.messages import excerpt, likely, say
from forms.text import is_empty_word, permitted

_YEAR = r"(?P<year>[0-9]{4})"
_BETWEEN = r"\s*[年./-]\s*"
_MONTH = r"(?P<month>[0-9]{1,2})"
_DAY = r"(?P<day>[0-9]{1,2})"
_TAIL = r"(?:\s*[(]?(?:星期|周)[一二三四五六日天1-6][)]?)?"
_CLOCK = r"(?:[T\s]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")

# Written forms in the order they are tried: those that leave no doubt, those read with a word of
# caution, and those that only suggest a reading.
_SURE = (
    rf"{_YEAR}{_BETWEEN}{_MONTH}\s*[月./-]\s*{_DAY}\s*[日号.]?{_TAIL}{_CLOCK}",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    rf"{_YEAR}{_BETWEEN}{_MONTH}\s*月?份?\s*日?",
    r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})",
    rf"{_YEAR}\s*年?\s*月?\s*日?",
)
_SPACED = (rf"{_YEAR}\s+{_MONTH}\s+{_DAY}", rf"{_YEAR}\s+{_MONTH}")
_SUGGESTIVE = (
    rf"'?(?P<year>[0-9]{{2}}){_BETWEEN}{_MONTH}\s*[月./-]\s*{_DAY}\s*[日号]?",
    rf"'?(?P<year>[0-9]{{2}}){_BETWEEN}{_MONTH}\s*月?",
    rf"{_DAY}\s*[./-]\s*{_MONTH}\s*[./-]\s*{_YEAR}",
    rf".*?{_YEAR}{_BETWEEN}{_MONTH}\s*[月./-]\s*{_DAY}(?![0-9]).*",
    rf".*?{_YEAR}{_BETWEEN}{_MONTH}(?![0-9]).*",
)
_FORMS = tuple(
    (re.compile(pattern), certainty)
    for patterns, certainty in ((_SURE, SURE), (_SPACED, DOUBTFUL), (_SUGGESTIVE, 0.0))
    for pattern in patterns
)
_EMPTY_BLANK = re.compile(r"[年月日号\s./\-—–~至到]*")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十廿卅]+")
_ZEROS = str.maketrans("○Ｏ◯", "〇〇〇")
_DASHES = str.maketrans("－—–‒−―", "------")
_DATED = re.compile(r"\d|[〇○零一二三四五六七八九十]")
_LONGEST = 64  # a longer text is no date


@dataclass(frozen=True, slots=True)
class _Found:
    """The parts of a written date; None where it does not say."""

    year: int
    month: int | None = None
    day: int | None = None
    certainty: float = SURE  # 0.0 where the writing only suggests it

    @property
    def iso(self) -> str | None:
        """The ISO date or month that this is; None for a year only or an impossible day."""
        if self.month is None:
            return None
        try:
            date = datetime.date(self.year, self.month, self.day or 1)
        except ValueError:
            return None
        return date.isoformat() if self.day else date.isoformat()[:7]

    @property
    def iso_month(self) -> str | None:
        iso = self.iso
        return iso[:7] if iso else None


class _Dated:
    """What is an ISO date or month in records and printed in Chinese."""

    __slots__ = ()

    def format(self, value: str | None) -> str:
        return _printed(value) if value else ""


@dataclass(frozen=True, slots=True)
class Date(_Dated):
    """A day, ISO in records, printed as 2024年5月20日. `or_month` where a month is enough."""

    or_month: bool = False

    @property
    def name(self) -> str:
        return "date-or-month" if self.or_month else "date"

    @property
    def options(self) -> tuple[str, ...]:
        return ()

    def parse(self, raw: str) -> Reading:
        text = _tidy(raw)
        if _is_blank(text):
            return Reading(None)
        found = _find(text)
        if found is None:
            return _no_date("bad-date", raw)
        if found.month is not None and found.iso is None:
            return _no_date("bad-date.none", raw)
        readings = (found.iso,) if found.iso else ()
        if not found.certainty:
            return _no_date("bad-date", raw, *readings)
        if not self._is_whole(found):
            return _no_date("bad-date.day" if readings else "bad-date", raw, *readings)
        return _read(raw, found.iso, found.certainty)

    def canonical(self, value: Any) -> str | None:
        return _load(value, self._read_surely, 'a date like "2024-05-20"')

    def likeness(self, raw: str) -> float:
        found = _likely_date(raw)
        if found is None:
            return 0.0
        if not found.certainty:
            return 0.1
        return 0.9 * found.certainty if self._is_whole(found) else 0.4

    def json_schema(self) -> dict[str, Any]:
        if self.or_month:
            return {"type": ["string", "null"], "pattern": r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"}
        return {"type": ["string", "null"], "format": "date", "pattern": f"^{_ISO_DATE.pattern}$"}

    def _is_whole(self, found: _Found) -> bool:
        return found.day is not None or (self.or_month and found.month is not None)

    def _read_surely(self, text: str) -> str | None:
        found = _find(text)
        return found.iso if found and found.certainty == SURE and self._is_whole(found) else None


@dataclass(frozen=True, slots=True)
class Month(_Dated):
    """A month, YYYY-MM in records, printed as 2024年6月. Two stand in the cell of a period, so a
    whole period is as like a month as a month is."""

    name: str = "month"
    options: tuple[str, ...] = ()

    def parse(self, raw: str) -> Reading:
        text = _tidy(raw)
        if _is_blank(text):
            return Reading(None)
        found = _find(text)
        if found is None or found.month is None:
            return _no_date("bad-date.month", raw)
        month = found.iso_month
        if month is None:
            return _no_date("bad-date.none", raw)
        if not found.certainty:
            return _no_date("bad-date.month", raw, month)
        return _read(raw, month, PUT_RIGHT if found.day else found.certainty)

    def canonical(self, value: Any) -> str | None:
        return _load(value, _month_surely, 'a month like "2024-06"')

    def likeness(self, raw: str) -> float:
        found = _likely_date(raw)
        if found is None:
            return 0.9 if len(raw) <= _LONGEST and _halves(_tidy(raw)) else 0.0
        if not found.certainty:
            return 0.1
        return 0.9 * found.certainty if found.day is None else 0.4

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "pattern": f"^{_ISO_MONTH.pattern}$"}


@dataclass(frozen=True, slots=True)
class Period:
    """Two months in one cell, printed as `2024年6月 - 2026年5月`; a missing half keeps its blank.

    Values are pairs of months or None.
    """

    name: str = "period"
    options: tuple[str, ...] = ()

    def format(self, value: tuple[str | None, str | None] | None) -> str:
        start, end = value or (None, None)
        if start is None and end is None:
            return ""
        return " - ".join(_printed(half) if half else _BLANK_HALF for half in (start, end))

    def parse(self, raw: str) -> Reading:
        text = _tidy(raw)
        if _is_blank(text):
            return Reading((None, None))
        for start, end in _halves(text):
            readings = Month().parse(start), Month().parse(end)
            if not any(code == "bad-date" for reading in readings for code, _ in reading.problems):
                return Reading(
                    (readings[0].value, readings[1].value),
                    readings[0].problems + readings[1].problems,
                    certainty=min(reading.certainty for reading in readings),
                )
        likeliest = _likely_period(text)
        suggestion = likely(self.format(likeliest)) if likeliest else ""
        message = say("bad-date.period", raw=excerpt(raw), likely=suggestion)
        alternatives = (likeliest,) if likeliest else ()
        return Reading((None, None), (("bad-date", message),), alternatives, 0.5)

    def canonical(self, value: Any) -> tuple[str | None, str | None]:
        if value is None:
            return (None, None)
        if not isinstance(value, (list, tuple)) or len(value) != 2:
            raise ValueError("must be two months")
        start, end = (Month().canonical(half) for half in value)
        return (start, end)

    def likeness(self, raw: str) -> float:
        if len(raw) > _LONGEST:
            return 0.0
        reading = self.parse(raw)
        return 0.95 if all(reading.value) else 0.6 if any(reading.value) else 0.0

    def json_schema(self) -> dict[str, Any]:
        month = Month().json_schema()
        return {"type": "array", "prefixItems": [month, month], "minItems": 2, "maxItems": 2}


_BLANK_HALF = "_____年__月"
_MONTH_TEXT = r"[0-9]{4}\s*[年./-]\s*[0-9]{1,2}\s*月?份?(?:\s*[./-]?\s*[0-9]{1,2}\s*[日号])?"
_HALF = rf"(?:{_MONTH_TEXT}|(?:19|20)[0-9]{{4}}|年\s*月)"
_JOINT = r"\s*(?:-+|~|至|到|起至|起)\s*"
_PERIOD = (
    re.compile(rf"(?:自|从)?\s*(?P<start>{_HALF}){_JOINT}(?P<end>{_HALF})\s*止?"),
    re.compile(rf"(?P<start>{_HALF})\s+(?P<end>{_HALF})"),
    re.compile(rf"(?P<start>{_HALF})(?P<end>)(?:{_JOINT})?"),
)
_SAME_YEAR = re.compile(rf"(?P<start>{_MONTH_TEXT}){_JOINT}(?P<month>[0-9]{{1,2}})\s*月")


def _halves(text: str) -> list[tuple[str, str]]:
    found = (pattern.fullmatch(text) for pattern in _PERIOD)
    return [(match["start"], match["end"]) for match in found if match]


def _likely_period(text: str) -> tuple[str, str] | None:
    """The period of `2024年6月-12月`, whose end lacks its year."""
    match = _SAME_YEAR.fullmatch(text)
    if match is None:
        return None
    start = Month().parse(match["start"]).value
    end = start and _Found(int(start[:4]), int(match["month"])).iso
    return (start, end) if start and end else None


def _tidy(raw: str) -> str:
    """A written date in NFKC without the blank's underscores, Chinese numerals as digits."""
    text = unicodedata.normalize("NFKC", permitted(raw)).replace("_", " ")
    text = text.translate(_ZEROS).translate(_DASHES).strip()
    return _NUMERALS.sub(_digits, text) if len(text) <= _LONGEST else text


def _digits(written_out: re.Match[str]) -> str:
    number = numeral(written_out[0])
    return written_out[0] if number is None else str(number)


def _is_blank(text: str) -> bool:
    return bool(_EMPTY_BLANK.fullmatch(text)) or is_empty_word(text)


def _find(text: str) -> _Found | None:
    """What a tidied text says of a date, surely or likely; None when it says nothing of one."""
    if len(text) > _LONGEST:
        return None
    for pattern, certainty in _FORMS:
        if match := pattern.fullmatch(text):
            return _parts(match.groupdict(), certainty)
    return None


def _parts(groups: dict[str, str], certainty: float) -> _Found:
    year = groups["year"] if len(groups["year"]) == 4 else f"20{groups['year']}"
    month, day = (int(groups[name]) if groups.get(name) else None for name in ("month", "day"))
    return _Found(int(year), month, day, certainty)


def _likely_date(raw: str) -> _Found | None:
    """The date that a text is by its shape; None for a period, a number, or no date at all."""
    if len(raw) > _LONGEST or not _DATED.search(raw):
        return None
    text = _tidy(raw)
    found = None if any(end for _, end in _halves(text)) else _find(text)
    if found is None or found.iso is None or not 1900 <= found.year <= 2100:
        return None
    return found


def _month_surely(text: str) -> str | None:
    found = _find(text)
    return found.iso if found and found.certainty == SURE and found.day is None else None


def _load(value: Any, read: Callable[[str], str | None], kind: str) -> str | None:
    text = _tidy(written(value))
    if _is_blank(text):
        return None
    if iso := read(text):
        return iso
    raise ValueError(f"must be {kind}, not {shown(value)}")


def _printed(iso: str) -> str:
    """An ISO date or month as the form writes it, the year in its four digits."""
    year, month, *day = iso.split("-")
    return f"{year}年{int(month)}月" + "".join(f"{int(part)}日" for part in day)


def _no_date(key: str, raw: str, *readings: str) -> Reading:
    message = say(key, raw=excerpt(raw), likely=likely(*map(_printed, readings)))
    return Reading(None, (("bad-date", message),), readings, 0.5)


def _read(raw: str, iso: str | None, certainty: float) -> Reading:
    """The reading of a date or month; one that was put right is said."""
    if certainty == SURE or iso is None:
        return Reading(iso)
    message = say("normalised.date", raw=excerpt(raw), value=_printed(iso))
    return Reading(iso, (("normalised", message),), (), certainty)
