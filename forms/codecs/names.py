"""Names whose beginning the form prints: an industry under its ordinal, an indicator's label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from forms.codecs.base import Reading, or_none, settled
from forms.codecs.text import Worded, read_text
from forms.codecs.vocabulary import without_number
from forms.labels import is_label
from forms.messages import say
from forms.text import short, squeeze

# `产业 1：`, `重点行业一:`, `行业：` before an industry; without a colon only with an ordinal.
_INDUSTRY_LABEL = re.compile(
    r"(?:重点)?(?:服务)?(?:产业|行业|產業|行業)\s*"
    r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：]\s*"
    r"|(?:重点)?(?:产业|行业)\s*(?:[0-9０-９]{1,2}(?![0-9０-９])|[一二三四五六](?![\u4e00-\u9fff]))\s*"
)
_INDUSTRY_ENDING = re.compile(r"\s*(?:产业|行业|產業|行業)$")
_LONGEST = 200  # a longer text names no industry
_ALIKE = 75.0  # per cent of two names that are alike
_NEAR = 0.6  # certainty of a name that may be a slip for a printed one
_EDGES = " \t:：，,。.；;-—–－"

# `其他成效指标 1：` before an indicator's own name, or alone.
_OTHER_LABEL = re.compile(
    r"(?:其[他它](?:成效)?指标\s*(?:[0-9０-９一二三四五]\s*[:：.、]?|[:：])\s*)+|其[他它](?:成效)?指标$"
)


def industry_name(text: str) -> str | None:
    """An industry's own name: without number, printed label, colon and a trailing 产业 or 行业."""
    return settled(_industry_step, text)


def _industry_step(text: str) -> str | None:
    name = without_number(short(text))
    if len(name) > _LONGEST:
        return name
    if match := _INDUSTRY_LABEL.match(name):
        name = name[match.end() :]
    name = _INDUSTRY_ENDING.sub("", name.strip(_EDGES)).strip(_EDGES)
    return or_none(_unbracketed(name))


def _unbracketed(name: str) -> str:
    """A name without the brackets round all of it: `重点行业二（汽车）` leaves `（汽车）`."""
    inner = name[1:-1]
    whole = name[:1] in "(（" and name[-1:] in ")）" and not set(inner) & set("()（）")
    return inner.strip() if inner and whole else name


@dataclass(frozen=True, slots=True)
class Industry(Worded):
    """An industry as a text of its own, `1. 产业 1：汽车产业` being 汽车."""

    options: tuple[str, ...]  # the printed industries; others stay as written
    name: str = "industry"

    def parse(self, raw: str) -> Reading:
        reading = read_text(self._canonical, raw)
        near = self._near(reading.value)
        if near is None:
            return reading
        doubt = say("needs-review.near", near=near)
        return reading._replace(certainty=_NEAR, alternatives=(near,), doubt=doubt)

    def _near(self, value: str | None) -> str | None:
        """The printed industry that a name is hardly unlike, None for one of its own: most slips of
        a pen or a scanner (`电电子信息`) are a printed one."""
        if value is None or value in self.options:
            return None
        from rapidfuzz import fuzz, process  # 30 ms to import

        found = process.extractOne(value, self.options, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return found[0] if found else None

    def likeness(self, raw: str) -> float:
        if len(raw) > 40:
            return 0.0
        value = read_text(self._canonical, raw).value
        return 1.0 if value in self.options else 0.05 if raw.strip() else 0.0

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "examples": list(self.options)}

    def _canonical(self, text: str) -> str | None:
        return industry_name(text)


@dataclass(frozen=True, slots=True)
class IndicatorName(Worded):
    """The name that an applicant gave to an indicator of their own in place of the printed label.

    None where the label was not renamed, or renamed to another of the labels in `printed`
    (their `label_key`s).
    """

    printed: frozenset[str]
    name: str = "indicator-name"
    options: tuple[str, ...] = ()

    def likeness(self, raw: str) -> float:
        text = squeeze(raw) if len(raw) <= 60 else ""
        return 0.5 if _INDICATOR.fullmatch(text) else 0.05 if text else 0.0

    def _canonical(self, text: str) -> str | None:
        return settled(self._step, text)

    def _step(self, text: str) -> str | None:
        name = without_number(short(text)).rstrip(" :：")
        if match := _OTHER_LABEL.match(name):
            name = name[match.end() :]
        if is_label(name, self.printed) or _UNNAMED.fullmatch(name) or _UNIT.fullmatch(name):
            return None
        return or_none(name)


# The printed 其他成效指标 1 in other words; a name of its own says what is measured.
_UNNAMED = re.compile(
    r"(?:其他|其它|另外|自定义|自设|自选|新增|新设|补充|附加|可选)?(?:预期|应用|成效|绩效|效益|考核|的)*"
    r"指标\s*[(（]?[0-9０-９一二三四五①-⑤][)）]?"
)
_UNIT = re.compile(r"\s*[(（]\s*[%％]\s*[)）]\s*|[%％]")  # what the printed indicators end in
_INDICATOR = re.compile(
    r".{2,}(?:率|周期|成本|能耗|效率|时间|次数|提升|下降|缩短|减少|降低|提高)(?:[(]\S{1,6}[)])?"
)
