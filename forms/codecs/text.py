"""Answers in words: short ones on one line, and prose of several paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from forms.codecs.base import DOUBTFUL, Reading, limited, or_none, settled, written
from forms.messages import say
from forms.text import LINE_END, code, permitted, prose, short, without_prompts

# The commonest surnames of China, four fifths of its people; names with others are texts like any.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季"
)

_POST = (
    "(?:经理|部长|主任|总监|工程师|主管|董事|董事长|院长|所长|校长|总裁|处长|科长|厂长|"
    "负责人|教授|研究员|专员|助理|秘书|书记|会计|CEO|CTO|COO|总工)"
)

TextShape = tuple[float, re.Pattern[str]]

# What answers of a kind look like, for telling fields apart where their labels are unreadable.
# A text proves little, so none of these comes near the certainty of a code or a vocabulary.
SHAPES: dict[str, TextShape] = {
    "organisation": (
        0.6,
        re.compile(
            r".{2,}(公司|集团|研究院|设计院|研究所|大学|学院|委员会|管委会|经委|科经委|商务委)"
            r"([（(].{1,8}[)）])?"
        ),
    ),
    "person": (
        0.4,
        re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[欧司上诸][阳马官葛]\w{{1,2}}"),
    ),
    "position": (
        0.7,
        re.compile(rf".{{0,14}}{_POST}"),
    ),
    "address": (0.7, re.compile(r".*[市区县镇乡村路街道弄巷].*\d+[-—\d]*[号弄室层楼幢栋座].*")),
}
_ANY_TEXT = 0.05


# Two answers of a kind in one: `张三、李四`, `上海甲公司、上海乙公司`. A person may have two posts.
_ORGANISATION = r"(?:公司|集团|大学|学院|研究院|设计院|研究所|中心|委员会|厂)"
_TWO: dict[str, re.Pattern[str]] = {
    "person": re.compile(  # a post behind the name too: `张三（总经理）`, `张三总经理`
        r"[\u3400-\u9fff·]{2,}(?:\s*[、,，;；/／&和及与]\s*|\s+)[\u3400-\u9fff·]{2,}.*"
        r"|[\u3400-\u9fff·]{2,}\s*[（(].*[)）]"
        rf"|[\u3400-\u9fff·]{{2,4}}{_POST}"
    ),
    "organisation": re.compile(
        rf".*{_ORGANISATION}(?:[(（][^()（）]*[)）])?\s*[\s、,，;；/／&和及与]\s*"
        rf"[^()（）]*{_ORGANISATION}.*"
    ),
}
# Items that are counted (`1.甲 2.乙`) or parted by semicolons.
_LISTED = re.compile(
    r"[;；]\s*\w|(?<!\w)[1１]\s*[.．、)）]\s*[^\d\s].*[^\d.．][2２]\s*[.．、)）]\s*[^\d\s]"
)

_KEPT = 1_000  # characters of an answer that is kept
_LONGEST_LIST = 200  # characters that are looked at for several items


class Worded:
    """An answer kept as text: printed as it stands, cleaned alike by reading and by loading.

    No abstract class: asking whether a codec is of a class of those takes ten times as long.
    """

    __slots__ = ()

    def format(self, value: str | None) -> str:
        return value or ""

    def parse(self, raw: str) -> Reading:
        return read_text(self._canonical, raw)

    def canonical(self, value: Any) -> str | None:
        return load_text(self._canonical, value)

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"]}

    def _canonical(self, text: str) -> str | None:
        """The canonical text of an answer, None for an empty one; idempotent."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Text(Worded):
    """A short answer: a line break becomes a space, a word that means empty is None.

    `prompts` are printed where the answer is empty; `stamp` is printed on the same line
    (`(加盖公章)`), as are the underscores of the line: none of them is part of an answer. Nor is a
    `typed_stamp`, which people type behind an answer though the form prints none there.
    """

    prompts: tuple[str, ...] = ()
    stamp: str = ""
    typed_stamp: str = ""
    shape: str = ""  # a key of SHAPES
    name: str = "text"
    options: tuple[str, ...] = ()

    def parse(self, raw: str) -> Reading:
        reading = read_text(self._canonical, raw)
        if reading.value and self._is_several(raw, reading.value):
            return several(reading)
        if self.shape == "person" and reading.value and _is_post(reading.value):
            doubt = say("needs-review.field")
            return reading._replace(certainty=DOUBTFUL, doubt=doubt)
        return reading

    def _is_several(self, raw: str, answer: str) -> bool:
        """Whether a text may be several answers: two names, numbered items, lines of their own."""
        start = answer[:_LONGEST_LIST]
        if _LISTED.search(start) or (self.shape in _TWO and _TWO[self.shape].fullmatch(start)):
            return True
        lines = LINE_END.split(raw) if LINE_END.search(raw) else ()
        return bool(lines) and all(self._canonical(permitted(line)) != answer for line in lines)

    def likeness(self, raw: str) -> float:
        certainty, shape = SHAPES.get(self.shape, (0.0, _NOTHING))
        answer = raw.strip()
        if not answer:
            return 0.0
        return certainty if len(answer) <= 60 and shape.fullmatch(answer) else _ANY_TEXT

    def _canonical(self, text: str) -> str | None:
        canonical = _short if len(text) <= _KEPT else _short.__wrapped__
        return canonical(text, self.prompts, self.stamp or self.typed_stamp)


@lru_cache(maxsize=1024)  # what reading made canonical is loaded then
def _short(text: str, prompts: tuple[str, ...], stamp: str) -> str | None:
    """The canonical text of a short answer."""

    def step(text: str) -> str | None:
        text = short(text)
        rest = without_prompts(text, prompts)
        if rest != text:
            text = short(rest)
        if stamp:
            text = _without_stamp(text, stamp)
        return or_none(text)

    return settled(step, text)


def _is_post(answer: str) -> bool:
    """Whether an answer is a post and no name, as where two cells were exchanged."""
    return bool(SHAPES["position"][1].fullmatch(answer[:_LONGEST_LIST]))


_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Prose(Worded):
    """A long answer of paragraphs parted by "\\n"; words that mean empty stay as they are."""

    prompts: tuple[str, ...] = ()
    name: str = "prose"
    options: tuple[str, ...] = ()

    def likeness(self, raw: str) -> float:
        return 0.1 if len(raw) > 40 else _ANY_TEXT if raw.strip() else 0.0

    def _canonical(self, text: str) -> str | None:
        canonical = _long if len(text) <= _KEPT else _long.__wrapped__
        return canonical(text, self.prompts)


@lru_cache(maxsize=256)  # as short answers
def _long(text: str, prompts: tuple[str, ...]) -> str | None:
    """The canonical text of a long answer."""

    def step(text: str) -> str:
        text = prose(text)
        rest = without_prompts(text, prompts)
        return text if rest == text else prose(rest)

    return settled(step, text) or None


def load_text(canonical: Callable[[str], str | None], value: Any) -> str | None:
    """The canonical text of a record's value; ValueError where it is no text or too long."""
    text = canonical(written(value))
    return None if text is None else limited(text)


def read_text(canonical: Callable[[str], str | None], raw: str) -> Reading:
    """The reading of a raw text whose canonical form `canonical` gives."""
    try:
        text = canonical(limited(permitted(raw)))
        return Reading(None if text is None else limited(text))
    except ValueError:
        return too_long(None)


def several(reading: Reading) -> Reading:
    """A reading of a text that may be several answers, kept as the one that it is written as."""
    certainty = min(reading.certainty, DOUBTFUL)
    return reading._replace(certainty=certainty, doubt=reading.doubt or say("needs-review.several"))


def too_long(value: Any) -> Reading:
    """The reading of an answer that is more than a record may hold."""
    return Reading(value, (("too-long", say("too-long.text")),), certainty=0.5)


def short_code(text: str) -> str | None:
    """A code, phone or mail address: NFKC, on one line, without the mark that ends a sentence or
    a list; None for a word that means empty."""
    return settled(lambda value: or_none(code(value).rstrip(_ENDINGS)), text)


_ENDINGS = "。.；;，,、"


def _without_stamp(text: str, stamp: str) -> str:
    """`text` without the printed `stamp`, underscores and spaces before and behind it."""
    before, behind = _stamps(stamp)
    text = text[_end(before, text) :]
    return text[: len(text) - _end(behind, text[::-1])]


_STAMP_WORDS = (
    *("加盖公章", "盖章", "公章", "盖公章", "签章", "章"),
    *("单位公章", "单位盖章", "盖单位公章"),
)
_BRACKETS = {"(": "[(（]", "（": "[(（]", ")": "[)）]", "）": "[)）]"}
_SPELLINGS = _BRACKETS | {"盖": "[盖蓋]", "单": "[单單]", "签": "[签簽]"}


@cache
def _stamps(stamp: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of stamps and blanks at a text's head, forward and for the text reversed."""
    # Offices space it out, mix the widths of brackets, say it shorter: `（ 加盖公章 )`, `(盖章)`.
    word = stamp.strip("()（）")
    others = _STAMP_WORDS if word in _STAMP_WORDS else ()
    spoken = [stamp, *(stamp.replace(word, other) for other in others)]
    forward, backward = (
        "|".join(
            r"\s*".join(_SPELLINGS.get(letter, re.escape(letter)) for letter in words[::step])
            for words in spoken
        )
        for step in (1, -1)
    )
    return re.compile(rf"(?:[_＿\s]|{forward})*"), re.compile(rf"(?:[_＿\s]|{backward})*")


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
