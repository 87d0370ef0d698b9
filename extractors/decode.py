"""From raw text to values: hints and blanks off, codecs run, confidence and evidence given.

Whatever does not parse stays raw in the evidence with a problem; whatever is unsure says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from extractors.echoes import said_once
from extractors.evidence import INK, places, sureness, way
from extractors.inks import (
    SEVERAL,
    WRAPPED,
    boxes_not_found,
    ink_sureness,
    inks_of,
    may_be_several,
    on_one_line,
    parted,
    unclear,
    untold,
)
from extractors.items import Slice
from extractors.pattern import Hole, Pattern
from extractors.set_off import is_renewed, is_struck, is_unseen, without_ticks
from extractors.stand_ins import signed_off, stands_in
from extractors.ticks import Choice, are_ticked, read_choice
from extractors.values import Taken
from extractors.wording import key, numbering, similarity
from forms.codecs.numbers import Count, Number
from forms.problems import Problem
from forms.registry import Form

SURE = 0.9  # below it a value carries `needs-review`
CERTAIN = 0.998  # nothing that was read is surer
LONG = 12  # letters of a hint that no text holds by chance
REWORDED = 0.7  # likeness from which a first line is the hint above it
LONGEST = 20_000  # letters of a text that is looked through for one
NUMBERED = "此栏的段落带有自动编号（如“{}”），编号未读入，请对照原件核对。"
STRUCK_OUT = "此处有划去（删除线）的文字，是否计入请对照原件确认"
UNSEEN_WORDS = "此处有看不见的文字（白色或极小的字），已一并读入，是否计入请对照原件确认"
SET_ANEW = "此处的日期由程序自动更新（DATE 域），打开或转换文件时会变成当天，请对照原件核对"
TELLING = 4  # letters of a hint that no answer ends with by chance

_SPACE = " \t\n\r\u00a0\u3000\u2002\u2003\u2007\u2009\u202f"
_BLANK = _SPACE + "_＿"


@dataclass(slots=True)
class Decoded:
    """Values by path, their evidence, and what was found on the way."""

    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    moved: dict[str, dict[int, int]] = field(default_factory=dict)  # list → row on the page → index


def decode(form: Form, pattern: Pattern, taken: Iterable[Taken]) -> Decoded:
    """Runs each answer through its field's codec."""
    taken = list(taken)
    decoder = _Decoder(form, pattern, without_ticks(taken))
    for answer in taken:
        decoder.answer(answer)
    return decoder.result


class _Decoder:
    def __init__(self, form: Form, pattern: Pattern, set_off: Mapping[str, Choice]) -> None:
        self.form = form
        self.pattern = pattern
        self.set_off = set_off  # options chosen by the look of their rows
        self.result = Decoded()

    def answer(self, taken: Taken) -> None:
        if taken.hole.kind == "ticks":
            self.choice(taken)
        elif taken.hole.kind == "number":
            self.number(taken)
        elif _is_blank(taken.slices):
            return  # half of a form's answers are left empty
        elif (boxed := self.boxed(taken)) is not None:
            self.choice(boxed)
        else:
            self.text(taken)

    def boxed(self, taken: Taken) -> Taken | None:
        """The answer as ticks, where options of a list that is to be written out were ticked."""
        codec = self.form.codec(taken.path)
        if codec.name != "joined" or not are_ticked(taken.slices, codec.options):
            return None
        return taken._replace(hole=replace(taken.hole, kind="ticks", options=codec.options))

    def number(self, taken: Taken) -> None:
        """A row's number is its position, whatever its cell says."""
        said = _ROW_NUMBER.fullmatch(taken.raw.strip())
        _, index, _ = taken.path.rsplit(".", 2)
        of_record = self.form.pattern(taken.path) in self.form.leaves()
        if of_record and said and int(said[1]) != int(index) + 1:
            doubt = f"此行序号为“{said[1]}”，按所在位置记为{int(index) + 1}，请核对"
            self.evidence(taken, taken.slices, taken.raw.strip(), 0.8, ())
            self.review(taken.path, doubt)

    # ticks

    def choice(self, taken: Taken) -> None:
        codec = self.form.codec(taken.path)
        choice = self.set_off.get(taken.path) or read_choice(taken.slices, taken.hole.options)
        ticked = choice.ticked
        value: Any = None
        alternatives: tuple[Any, ...] = ()
        inks = inks_of(taken.slices)
        doubt = choice.doubt or taken.doubt or boxes_not_found(choice, taken) or unclear(inks)
        doubt = doubt or untold(taken.slices)
        if any(map(is_unseen, taken.slices)):
            doubt = doubt or UNSEEN_WORDS
        if choice.states and not ticked and not doubt:
            return  # left as it was printed
        if codec.name in ("yes-no", "tick"):
            value, alternatives = _yes_no(choice, taken.hole)
        elif codec.name == "choice":
            value = ticked[0] if len(ticked) == 1 else None
            alternatives = ticked if len(ticked) > 1 else ()
        else:
            value = list(ticked)
        raw = taken.raw.strip()
        confidence = _confidence(taken) * (ink_sureness(inks) if inks else sureness(taken.slices))
        confidence *= 0.7 if choice.survivors else 0.85 if doubt else 1.0
        if alternatives and choice.survivors:
            self.evidence(taken, taken.slices, raw, 0.5, alternatives, inks)
            self.review(taken.path, doubt)
            return
        if alternatives:
            names = "、".join(str(each) for each in alternatives)
            self.problem("two-ticks", taken.path, f"只能选一项，却勾选了：{names}。请只保留一项。")
            self.evidence(taken, taken.slices, raw, 0.5, alternatives, inks)
            return
        if not choice.states and _says(raw):
            self.problem(
                "not-in-vocabulary",
                taken.path,
                f"“{_short(raw)}”不是可勾选的选项，请在所列选项中勾选。",
            )
            self.evidence(taken, taken.slices, raw, 0.5, ())
            return
        if value in (None, [], False) and not (value is False and len(taken.hole.options) > 1):
            if doubt:
                self.evidence(taken, taken.slices, raw, min(confidence, 0.6), (), inks)
                self.review(taken.path, doubt)
            return
        self.keep(taken, taken.slices, raw, value, confidence, alternatives, doubt, inks)

    # text

    def text(self, taken: Taken) -> None:
        slices = strip(taken.slices, taken.hole)
        if not slices:
            return
        codec = self.form.codec(taken.path)
        several = codec.name == "lines"
        raw = parted(slices) if several else "\n".join([piece.text for piece in slices])
        wrapped = codec.name == "text" and len(slices) > 1 and on_one_line(slices)
        raw = wrapped or raw
        if not raw:
            return
        asked = with_raised(slices) or raw if isinstance(codec, (Number, Count)) else raw
        reading = codec.parse(asked)
        if isinstance(codec, Number) and reading.value is not None:
            reading = codec.in_unit(asked, reading, taken.units, taken.over)
        once = said_once(raw)
        if once:
            alone = codec.parse(once).value
            reading = reading._replace(alternatives=(alone,) if alone is not None else ())
        for code, message in reading.problems:
            self.problem(code, taken.path, message)
        if reading.value is None and not reading.problems and not reading.alternatives:
            return
        confidence = _confidence(taken) * reading.certainty * sureness(slices)
        doubt = taken.doubt or reading.doubt
        if once:
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处“{_short(once)}”重复写了几遍，请核对是否只应有一遍"
        if any(piece.paragraph.set_off for piece in slices):
            if any(map(is_struck, slices)):
                confidence, doubt = min(confidence, 0.5), doubt or STRUCK_OUT
            if any(map(is_renewed, slices)):
                confidence, doubt = min(confidence, 0.6), doubt or SET_ANEW
            if any(map(is_unseen, slices)):
                confidence, doubt = min(confidence, 0.5), doubt or UNSEEN_WORDS
        if wrapped:
            confidence, doubt = min(confidence, 0.85), doubt or WRAPPED
        if several and may_be_several(slices):
            confidence, doubt = min(confidence, 0.85), doubt or SEVERAL
        word = key(raw) if len(raw) <= 30 else ""
        if word and (word in self.pattern.lookup or word in self.pattern.heads):
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处读到的“{_short(raw)}”与表中的栏目名称相同，请核对"
        if codec.name != "prose" and self.names_label(raw):
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处读到的“{_short(raw)}”带有另一栏目的名称，请核对"
        if codec.name != "prose" and _begins_with(raw, _own_words(self.form, taken.path)):
            confidence = min(confidence, 0.8)
            doubt = doubt or f"此处读到的“{_short(raw)}”以栏目名称开头，请核对栏目名称是否混入"
        if codec.name == "text" and _AT_COLON.match(raw):
            confidence = min(confidence, 0.8)
            doubt = doubt or f"此处读到的“{_short(raw)}”可能带有栏目名称的一部分，请核对"
        if codec.name != "prose" and _NO_CHARACTER.search(raw):
            confidence = min(confidence, 0.8)
            doubt = doubt or f"此处读到的“{_short(raw)}”带有显示不出来的字符，请核对"
        if codec.name == "text" and (shape := _other_shape(raw)):
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处读到的“{_short(raw)}”像是{shape}，请核对"
        if stand_in := stands_in(raw):
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处填写的“{_short(raw)}”{stand_in}，请核对或补填"
        if codec.name == "prose" and taken.heading is None and _LABELLED.fullmatch(raw.strip()):
            confidence = min(confidence, 0.8)
            doubt = doubt or f"此处读到的“{_short(raw)}”像是另加的栏目，请核对"
        if _LABEL.fullmatch(raw.strip()):
            confidence = min(confidence, 0.6)
            doubt = doubt or f"此处读到的“{_short(raw)}”像是另加的栏目，请核对"
        if codec.name == "prose" and (signed := signed_off(raw)):
            confidence = min(confidence, 0.8)
            doubt = doubt or f"其中的“{_short(signed)}”像是审核或填报人员写的，请核对是否属于此栏"
        if codec.name == "prose" and self.holds_another(raw, taken.hole):
            confidence = min(confidence, 0.8)
            doubt = doubt or "其中有另一栏目的提示语，可能混入了另一栏目的内容，请核对"
        if codec.name == "prose" and any(_begins_like(raw, hint) for hint in taken.hole.hints):
            confidence = min(confidence, 0.8)
            doubt = doubt or "开头像是表中印的提示语，只是措辞有改动，请核对是否删去"
        if taken.hole.hints and any(_ends_with(raw, hint) for hint in taken.hole.hints):
            confidence = min(confidence, 0.8)
            doubt = doubt or "末尾留有表中印的提示语，请核对是否删去"
        if codec.name == "prose" and (number := _counted(slices)):
            self.problem("unread-text", taken.path, NUMBERED.format(number))
        if taken.heading is not None:
            for title in extra_sections(taken.heading, raw):
                self.problem(
                    "extra-section",
                    taken.path,
                    f"“{_short(title)}”不是表中印有的章节，已并入前一章节，请核对。",
                )
        if reading.value is None:
            self.evidence(taken, slices, raw, min(confidence, 0.8), reading.alternatives)
            return
        self.keep(taken, slices, raw, reading.value, confidence, reading.alternatives, doubt)

    def names_label(self, raw: str) -> bool:
        """Whether an answer begins with a label of the form and a colon."""
        start = raw[:30].replace("：", ":")
        return ":" in start and key(start.partition(":")[0]) in self.pattern.lookup

    def holds_another(self, raw: str, hole: Hole) -> bool:
        """Whether a text holds what the form prints as the hint of another field."""
        said = key.__wrapped__(raw) if len(raw) <= LONGEST else ""  # too long to be kept
        return any(hint in said for hint in _hints_but(self.pattern, hole.hints))

    # what is kept

    def keep(
        self,
        taken: Taken,
        slices: tuple[Slice, ...],
        raw: str,
        value: Any,
        confidence: float,
        alternatives: tuple[Any, ...],
        doubt: str | None,
        inks: tuple[float, ...] = (),
    ) -> None:
        if taken.path in self.result.values:
            self.problem(
                "unread-text",
                taken.path,
                f"同一栏目出现两次，第二处“{_short(raw)}”未采用，请核对。",
            )
            return
        self.result.values[taken.path] = value
        self.evidence(taken, slices, raw, confidence, alternatives, inks)
        if confidence < SURE or doubt:
            self.review(taken.path, doubt)

    def review(self, path: str, doubt: str | None) -> None:
        message = (doubt or "此项识别把握不足，请对照原件核对").removesuffix("。")
        self.problem("needs-review", path, f"{message}。")

    def evidence(
        self,
        taken: Taken,
        slices: tuple[Slice, ...],
        raw: str,
        confidence: float,
        alternatives: tuple[Any, ...],
        inks: tuple[float, ...] = (),
    ) -> None:
        entry: dict[str, Any] = {
            "raw": raw,
            "confidence": round(min(confidence, CERTAIN), 3),
            "where": places(slices or taken.slices),
            "by": way(slices or taken.slices),
        }
        if inks:
            entry |= {"by": INK, "ink": inks[0] if len(inks) == 1 else list(inks)}
        if alternatives:
            entry["alternatives"] = list(alternatives)
        self.result.fields[taken.path] = entry

    def problem(self, code: str, path: str, message: str) -> None:
        self.result.problems.append(Problem.of(code, path, message))


@lru_cache(maxsize=1024)
def _hints_but(pattern: Pattern, own: tuple[str, ...]) -> tuple[str, ...]:
    """The form's long hints, as keys, without a hole's own."""
    keys = {key(hint) for hint in own}
    return tuple(each for each in pattern.hints if len(each) >= LONG and each not in keys)


_SHAPES = {
    "邮箱地址": r"(?a:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
    "电话号码": r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}",
    "统一社会信用代码": r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}",
    "日期": r"\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}日?)?月?",
    "勾选框": r"[☐□☑☒]\S*(?:\s+[☐□☑☒]\S*)*",
}
_SHAPED = re.compile("|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()))


_ROW_NUMBER = re.compile(r"\D{0,2}(\d{1,4})\D{0,2}")
_CONTACT_IN_IT = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|[\w.+-]+@[\w-]+\.\w", re.ASCII)
_FIELD_CODE = re.compile(r"\bFORM(?:CHECKBOX|TEXT|DROPDOWN)\b")  # left of a field that was lost
_NO_CHARACTER = re.compile("[\ue000-\uf8ff\ufffd]")  # of a font of the writer's own, or lost
_AT_COLON = re.compile(r"[^\s:：]{0,3}[:：]")  # what is left of a label before the answer


# A label and an answer of a row that isn't the form's, `实际控制人：某某控股`.
# `指标1：准确率≥90%` is an answer.
_LABELLED = re.compile(r"(?!指标)[^\s:：，。；、\d]{2,12}[:：][^。；\n]{1,30}")
_LABEL = re.compile(r"[^\s:：，。；、\d]{2,12}[:：]")  # nothing behind it: `场景类别：`


def _other_shape(raw: str) -> str | None:
    """What a text by its own shape rather is than an answer in words."""
    if shaped := _SHAPED.fullmatch(raw):
        return shaped.lastgroup
    if _FIELD_CODE.search(raw):
        return "未能读取的域代码"
    if len(raw) <= 80 and _CONTACT_IN_IT.search(raw):
        return "姓名与电话、邮箱写在了一起"
    return None


def extra_sections(heading: str, raw: str) -> list[str]:
    """Headings of the applicant's own that go on counting where the printed heading stood."""
    own = numbering(heading)
    if own is None:
        return []
    lines = [line.strip() for line in raw.split("\n")]
    found = [
        (number.value, line)
        for line in lines
        if len(line) <= 30
        and line
        and line[-1] not in "。；;，,："
        and (number := numbering(line)) is not None
        and (number.bracketed, number.han) == (own.bracketed, own.han)
    ]
    if any(value == 1 for value, _ in found):
        return []  # a numbered list inside the answer
    return [line for value, line in found if value > own.value]


def _counted(slices: Iterable[Slice]) -> str | None:
    """The first number that a text's paragraphs are given by themselves, if it is no bullet."""
    numbers = (piece.paragraph.number for piece in slices)
    return next((each for each in numbers if each and any(map(str.isalnum, each))), None)


def _yes_no(choice: Choice, hole: Hole) -> tuple[bool | None, tuple[Any, ...]]:
    """A lone box says yes or no by itself; of 是/否 the ticked one says it."""
    if len(hole.options) == 1:
        return bool(choice.states.get(hole.options[0])), ()
    yes = any(state for option, state in choice.states.items() if option != "否")
    no = bool(choice.states.get("否"))
    if yes and no:
        return None, (True, False)
    return (True if yes else False if no else None), ()


def _confidence(taken: Taken) -> float:
    """Label and place together; what was guessed in repair is never sure."""
    label = 0.8 + 0.2 * taken.quality if taken.quality >= 0.9 else 0.6 + 0.42 * taken.quality
    if taken.repaired:
        return min(0.57, label * taken.place)
    if taken.doubt:
        return min(0.8, label * taken.place)
    return min(label, 1.0) * taken.place


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_raised(slices: Iterable[Slice]) -> str | None:
    """The text of slices, its raised digits by the characters for such: `7.9` and a raised 1 are no
    7.91. None where nothing is raised."""
    lines: list[str] = []
    for paragraph, start, end in slices:
        letters = list(paragraph.text)
        for first, last in paragraph.superscripts:
            letters[first:last] = paragraph.text[first:last].translate(_RAISED)
        lines.append("".join(letters[start:end]))
    text = "\n".join(lines)
    return text if text != "\n".join(piece.text for piece in slices) else None


def _says(raw: str) -> bool:
    return bool(key(raw))


@lru_cache(maxsize=4096)  # as many as a form with long lists has
def _own_words(form: Form, path: str) -> str:
    """The words of a field's own label, without those that lead to it."""
    return form.label(path).rpartition("·")[2]


def _begins_with(raw: str, words: str) -> bool:
    """Whether an answer begins with the words of its own label: whether these were typed anew
    (`姓名姓名学`, `单位名称研究所`) nobody can tell."""
    return raw.startswith(words[0]) and key(raw[: 2 * len(words)]).startswith(key(words))


def _begins_like(raw: str, hint: str) -> bool:
    """Whether a text's first line is a printed hint in other words, which the form asks for
    (`（从研发条件、技术能力等方面描述，2000字以内）`)."""
    line = key(raw[: 2 * len(hint) + 2].strip().partition("\n")[0])
    words = key(hint)
    as_long = len(words) >= LONG and 2 * len(line) >= len(words)
    return as_long and similarity(line, words) >= REWORDED


def _ends_with(raw: str, hint: str) -> bool:
    """Whether a printed hint was left behind an answer. One that stands before it is none of the
    answer (docs/records.md); behind it, the words may be the writer's."""
    words = key(hint)
    return len(words) >= TELLING and key(raw[-2 * len(hint) :]).endswith(words)


def _short(text: str, most: int = 20) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most] + "…"


# --- hints and blanks ----------------------------------------------------------------------------


def strip(slices: tuple[Slice, ...], hole: Hole) -> tuple[Slice, ...]:
    """The slices without blanks, the printed hint before and the printed words behind."""
    letters = _SPACE if hole.kind == "prose" else _BLANK
    kept = [piece for each in slices if (piece := _strip(each, letters)) is not None]
    if not kept or (letters is _SPACE and _is_blank(kept)):
        return ()
    if hole.hints:
        for hint in sorted(hole.hints, key=len, reverse=True):
            kept = _less_hint(kept, hint)
    if kept and hole.after:
        kept = _less_suffix(kept, hole.after)
    return tuple(kept)


def _is_blank(slices: Iterable[Slice]) -> bool:
    texts = [paragraph.text[start:end] for paragraph, start, end in slices]
    return not "".join(texts).strip(_BLANK)


def _strip(piece: Slice, letters: str) -> Slice | None:
    text = piece.text
    if not text:
        return None
    if text[0] not in letters and text[-1] not in letters:
        return piece
    start = piece.start + len(text) - len(text.lstrip(letters))
    end = piece.start + len(text.rstrip(letters))
    return Slice(piece.paragraph, start, end) if end > start else None


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A text as hints are compared: after NFKC and without white space or blanks."""
    return re.sub(r"[\s_＿]+", "", unicodedata.normalize("NFKC", text))


def _less_hint(pieces: list[Slice], hint: str) -> list[Slice]:
    """Takes a hint off the front, compared after NFKC and without white space or blanks."""
    wanted = bare(hint)
    if not wanted:
        return pieces
    at = 0
    for number, piece in enumerate(pieces):
        text = piece.text
        for offset, character in enumerate(text):
            letters = bare(character)
            if at == len(wanted):
                rest = _strip(Slice(piece.paragraph, piece.start + offset, piece.end), _BLANK)
                return ([rest] if rest else []) + pieces[number + 1 :]
            if not wanted.startswith(letters, at):
                return pieces
            at += len(letters)
    return [] if at == len(wanted) else pieces


def _less_suffix(pieces: list[Slice], suffix: str) -> list[Slice]:
    """Takes printed words (a unit, `(加盖公章)`) off the end."""
    wanted = bare(suffix)
    last = pieces[-1]
    text = last.text
    at, offset = len(wanted), len(text)
    while offset > 0 and at > 0:
        letters = bare(text[offset - 1])
        if not wanted.endswith(letters, 0, at):
            break
        at -= len(letters)
        offset -= 1
    if at > 0:
        return pieces
    rest = _strip(last._replace(end=last.start + offset), _BLANK)
    return pieces[:-1] + ([rest] if rest else [])
