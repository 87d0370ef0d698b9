"""What stands beside a document's text, in headers, footers and notes, and may be an answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

from extractors.items import Sheet
from extractors.notes import is_note
from extractors.page import Page
from extractors.pattern import Pattern
from extractors.wording import key

ALIKE = 85.0  # per cent of a note's letters from which it is the form's, misread or misspelt

LONGEST = 200  # characters of a line or a note that are looked at

_LABELLED = re.compile(r"(?P<label>[^:：]{2,30})[:：](?P<answer>.*)")

# What is told by its own shape: the number of a phone, a mail address, a credit code, a whole date,
# an organisation's name, a sentence. `第 3 页`, `附件1`, `内部资料` are none.
_ANSWER = re.compile(
    r".*(?:(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}|[\w.+-]+@[\w-]+\.\w"
    r"|(?<!\w)[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?!\w)).*"
    r"|\d{4}(?:年\d{1,2}月\d{1,2}日|[./-]\d{1,2}[./-]\d{1,2})"
    r"|.{2,40}(?:公司|集团|大学|学院|研究院|研究所|设计院)"
    r"|.{8,}[。；].*",
    re.ASCII,
)


def unread_heads(page: Page, pattern: Pattern, sheet: Sheet) -> list[str]:
    """The lines of headers and footers that look like answers and are said nowhere else: a label of
    the form with something behind it or on the next line, or what is an answer by its own shape."""
    found = [line for text in page.headers for line in _answers(text.split("\n"), pattern)]
    if not found:
        return []
    folded = key.__wrapped__  # not kept: texts are long
    said = "".join(folded(paragraph.text) for item in sheet.items for paragraph in item.paragraphs)
    return [line for line, answer in found if key(answer) not in said]


def _answers(lines: list[str], pattern: Pattern) -> Iterator[tuple[str, str]]:
    """The lines that may hold an answer, each with what of it is the answer."""
    labelled = False
    for line in filter(None, (line.strip()[:LONGEST] for line in lines)):
        labels = _LABELLED.fullmatch(line)
        if labels and key(labels["label"]) in pattern.lookup:
            yield line, labels["answer"]
        elif labelled or _ANSWER.fullmatch(unicodedata.normalize("NFKC", "".join(line.split()))):
            yield line, line
        labelled = _asks(line, pattern)


def _asks(line: str, pattern: Pattern) -> bool:
    """Whether a line is a label of the form whose answer stands elsewhere."""
    found = pattern.lookup.get(key(line), ())
    return any(pattern.states[state].fields for state, _ in found)


def unread_notes(page: Page, pattern: Pattern) -> list[str]:
    """The texts of the applicant's own notes: those that the form doesn't print."""
    texts = (text[:LONGEST] for text in page.notes.values())
    return [text for text in texts if key(text) and not _is_printed(text, pattern)]


def _is_printed(text: str, pattern: Pattern) -> bool:
    word = key(text)
    return is_note(text, pattern.notes) or any(
        fuzz.partial_ratio(word, key(note), score_cutoff=ALIKE) for note in pattern.notes
    )
