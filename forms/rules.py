"""Rules that hold for any form: what each answer must be by its codec, its limit and its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

from forms.codecs import Codec, Phone, WrittenChoice
from forms.codecs.codes import has_valid_check, is_credit_code, is_mail
from forms.codecs.vocabulary import Joined, Vocabulary
from forms.labels import Labelled, label_like
from forms.messages import excerpt, likely, say
from forms.problems import Problem, Severity
from forms.text import length

_SLIGHT = Decimal("1.05")  # up to this share of the limit too long is a warning

# Codecs whose answers are the applicant's own words, in which a label of the form may stand.
_OWN_WORDS = frozenset({"text", "prose", "lines", "indicator-name", "written-choice"})


class _Answer(Protocol):
    codec: Codec
    limit: int | None


class Labels(Labelled, Protocol):
    """What the rules need of a form: its labels, and its labels by path."""

    def label(self, path: str) -> str: ...


def check_answer(form: Labels, path: str, answer: _Answer, value: Any) -> Iterator[Problem]:
    """What is wrong with one answer by itself; nothing for an empty one."""
    if value is None or value == []:
        return
    codec = answer.codec
    if answer.limit is not None and len(value) > answer.limit:  # a 字 is a character at least
        yield from too_long(form, path, length(value), answer.limit)
    if codec.name == "credit-code":
        yield from _credit_code(form, path, value)
    elif codec.name == "email" and not is_mail(value):
        yield _found(form, "bad-email", path, value)
    elif isinstance(codec, Phone) and not codec.accepts(value):
        key = "bad-phone.mobile" if codec.mobile else "bad-phone"
        yield _found(form, "bad-phone", path, value, key)
    elif isinstance(codec, WrittenChoice):
        yield from _unlisted(form, path, codec.vocabulary, value)
    elif isinstance(codec, Joined):
        for item in value:
            yield from _unlisted(form, path, codec.vocabulary, item)
    if codec.name in _OWN_WORDS:
        yield from _label_within(form, path, value)


def too_long(form: Labels, path: str, found: int, limit: int) -> Iterator[Problem]:
    """A text of `found` 字 against its limit: an error, a warning up to 5 % over."""
    if found <= limit:
        return
    slight = found <= limit * _SLIGHT
    severity: Severity = "warning" if slight else "error"
    key = "too-long.slight" if slight else "too-long"
    message = say(key, label=form.label(path), found=found, limit=limit)
    yield Problem.of("too-long", path, message, severity)


def out_of_range(
    form: Labels, path: str, value: str | int | None, bounds: Mapping[str, str]
) -> Iterator[Problem]:
    """A number against its usual range: `least` and `most`, or `above` for what it must exceed."""
    if value is None:
        return
    number = Decimal(value)
    if "above" in bounds and number <= Decimal(bounds["above"]):
        key, bound = "unlikely-number.above", "above"
    elif "least" in bounds and number < Decimal(bounds["least"]):
        key, bound = "unlikely-number.least", "least"
    elif "most" in bounds and number > Decimal(bounds["most"]):
        key, bound = "unlikely-number.most", "most"
    else:
        return
    said = {bound: bounds[bound], "unit": bounds["unit"]}
    message = say(key, label=form.label(path), found=excerpt(str(value)), **said)
    yield Problem.of("unlikely-number", path, message)


def _credit_code(form: Labels, path: str, code: str) -> Iterator[Problem]:
    if not is_credit_code(code):
        yield _found(form, "credit-code-format", path, code)
    elif not has_valid_check(code):
        yield _found(form, "credit-code-checksum", path, code)


def _unlisted(form: Labels, path: str, vocabulary: Vocabulary, answer: str) -> Iterator[Problem]:
    if answer in vocabulary:
        return
    message = say(
        "not-in-vocabulary.rule",
        label=form.label(path),
        found=excerpt(answer),
        title=vocabulary.title,
        likely=likely(*vocabulary.find(answer).near),
    )
    yield Problem.of("not-in-vocabulary", path, message)


def _label_within(form: Labels, path: str, value: str | list[str]) -> Iterator[Problem]:
    text = value if isinstance(value, str) else "\n".join(value)
    line = label_like(text, form)
    if line is not None:
        yield _found(form, "looks-like-label", path, line)


def _found(form: Labels, code: str, path: str, found: str, key: str | None = None) -> Problem:
    message = say(key or code, label=form.label(path), found=excerpt(found))
    return Problem.of(code, path, message)
