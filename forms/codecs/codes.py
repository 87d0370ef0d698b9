"""Codes, phones and mail addresses: kept in NFKC, judged by their own rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.codecs.base import DOUBTFUL, PUT_RIGHT, Reading
from forms.codecs.text import Worded, read_text, several, short_code
from forms.messages import say
from forms.text import permitted, squeeze

CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_CREDIT_CODE = re.compile(f"[{CREDIT_CHARACTERS}]{{18}}")
_LIKE_CREDIT_CODE = re.compile(r"(?=.*\d.*\d.*\d)[0-9A-Z]{17,19}")
_MISREAD = str.maketrans("IOZSB", "10258")
_HYPHENS = str.maketrans("\u2010\u2011\u2212", "---")
_JOINTS = str.maketrans("", "", "-—–_.·")

_AREA = r"(?:[(]?0\d{2,3}[)]?[- ]?)"
_EXTENSION = r"(?:[-转]{1,2}(?:分机)?\d{1,6}|[(]\d{1,6}[)])"
_MOBILE = re.compile(r"(?:[(]?\+?86[)]?[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}")
_LANDLINE = re.compile(
    rf"(?:[(]?\+?86[)]?[- ]?(?:\d{{2,3}}[- ]?)?)?{_AREA}?[2-9]\d{{2,3}}[- ]?\d{{4}}{_EXTENSION}?"
    rf"|[48]00[- ]?\d{{3,4}}[- ]?\d{{3,4}}{_EXTENSION}?"
)
_SEVERAL = re.compile(r"\s*[/;,、]\s*|\s+或\s*")
_MAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+=?^_`{|}~-]+)*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
)


def is_credit_code(code: str) -> bool:
    """Whether `code` has the characters of a unified social credit code (GB 32100-2015)."""
    return bool(_CREDIT_CODE.fullmatch(code))


def has_valid_check(code: str) -> bool:
    """Whether a unified social credit code ends in its check character."""
    return is_credit_code(code) and check_character(code[:17]) == code[17]


def check_character(code: str) -> str:
    """The last character of a unified social credit code of which the first 17 are given
    (GB 32100-2015, annex A: ISO 7064, MOD 31-3)."""
    values = (CREDIT_CHARACTERS.index(each) for each in code)
    total = sum(value * pow(3, at, 31) for at, value in enumerate(values))
    return CREDIT_CHARACTERS[-total % 31]


def is_phone(text: str) -> bool:
    """Whether `text` is one or several phone numbers: mobile, or landline with or without its area
    code and extension."""
    return all(_MOBILE.fullmatch(part) or _LANDLINE.fullmatch(part) for part in _parts(text))


def is_mobile(text: str) -> bool:
    """Whether `text` is one or several mobile numbers."""
    return all(_MOBILE.fullmatch(part) for part in _parts(text))


def is_mail(text: str) -> bool:
    """Whether `text` is one or several mail addresses."""
    return all(_MAIL.fullmatch(part) for part in _parts(text))


@dataclass(frozen=True, slots=True)
class CreditCode(Worded):
    """A unified social credit code: NFKC, no spaces. Characters that are misread easily, hyphens
    and small letters are put right when the check character then holds."""

    name: str = "credit-code"
    options: tuple[str, ...] = ()

    def parse(self, raw: str) -> Reading:
        reading = read_text(self._canonical, raw)
        if reading.value is None:
            return reading
        if reading.value == squeeze(permitted(raw)):
            return (
                reading if has_valid_check(reading.value) else Reading(reading.value, (), (), 0.95)
            )
        return Reading(
            reading.value,
            (("normalised", say("normalised.code", raw=raw.strip(), value=reading.value)),),
            certainty=DOUBTFUL,
        )

    def likeness(self, raw: str) -> float:
        code = squeeze(raw)
        if not 15 <= len(code) <= 22:
            return 0.0
        repaired = _repaired(code)
        if is_credit_code(repaired) and has_valid_check(repaired):
            return 1.0
        return 0.8 if _LIKE_CREDIT_CODE.fullmatch(code.upper()) else 0.0

    def _canonical(self, text: str) -> str | None:
        code = short_code(text)
        if code is None:
            return None
        return _repaired(squeeze(code))


def _repaired(code: str) -> str:
    """`code` with its slips put right if that gives a valid code, else as it is."""
    if len(code) > 36 or (is_credit_code(code) and has_valid_check(code)):
        return code
    tidy = code.upper().translate(_JOINTS)
    for candidate in (tidy, tidy.translate(_MISREAD), _misread_once(tidy)):
        if candidate and is_credit_code(candidate) and has_valid_check(candidate):
            return candidate
    return code


def _misread_once(code: str) -> str | None:
    """The only valid code that comes of reading each B as B or 8; I, O, Z and S are no letters of
    a code."""
    code = code.translate(str.maketrans("IOZS", "1025"))
    places = [index for index, character in enumerate(code) if character == "B"]
    if not 1 <= len(places) <= 4:
        return None
    found = set()
    for choice in range(1 << len(places)):
        characters = list(code)
        for bit, place in enumerate(places):
            characters[place] = "8" if choice >> bit & 1 else "B"
        candidate = "".join(characters)
        if is_credit_code(candidate) and has_valid_check(candidate):
            found.add(candidate)
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Phone(Worded):
    """A phone or fax number as written, in NFKC; `mobile` where the form asks for a mobile."""

    mobile: bool = False
    name: str = "phone"
    options: tuple[str, ...] = ()

    def parse(self, raw: str) -> Reading:
        reading = read_text(self._canonical, raw)
        if reading.value is None:
            return reading
        return _one(reading) if self.accepts(reading.value) else _odd(reading, _DIGITS)

    def _canonical(self, text: str) -> str | None:
        # Word's own key for a hyphen that does not break writes U+2011.
        return short_code(text.translate(_HYPHENS))

    def accepts(self, text: str) -> bool:
        """Whether `text` can be what the field asks."""
        return is_mobile(text) if self.mobile else is_phone(text)

    def likeness(self, raw: str) -> float:
        text = short_code(permitted(raw)) if len(raw) <= 60 else None
        if text is None or sum(character.isdigit() for character in text) < 7:
            return 0.0
        if is_mobile(text):
            return 0.95 if self.mobile else 0.6
        if is_phone(text):
            return 0.3 if self.mobile else 0.9 if "-" in text or "(" in text else 0.6
        return 0.0


@dataclass(frozen=True, slots=True)
class Mail(Worded):
    """A mail address as written, in NFKC."""

    name: str = "email"
    options: tuple[str, ...] = ()

    def parse(self, raw: str) -> Reading:
        reading = read_text(short_code, raw)
        if reading.value is None:
            return reading
        if is_mail(reading.value):
            return _one(reading)
        joined = self._canonical("".join(raw.splitlines()))
        if joined is not None and is_mail(joined):  # one that goes on in the next line
            return Reading(joined, reading.problems, (), DOUBTFUL, say("needs-review.joined"))
        return _odd(reading, _ADDRESS)

    def likeness(self, raw: str) -> float:
        if len(raw) > 200 or ("@" not in raw and "＠" not in raw):
            return 0.0
        return 0.95 if is_mail(squeeze(permitted(raw))) else 0.7

    def _canonical(self, text: str) -> str | None:
        return short_code(text)


def _odd(reading: Reading, speaking: re.Pattern[str]) -> Reading:
    """A reading whose value can't be what the field asks; the rules say so. One without what speaks
    for the field, or with a label in it, may be of another field altogether."""
    if len(_parts(reading.value)) > 1:
        return several(reading)
    strange = not speaking.search(reading.value) or bool(_LABEL.search(reading.value))
    doubt = say("needs-review.field") if strange else None
    return Reading(reading.value, reading.problems, (), DOUBTFUL if strange else PUT_RIGHT, doubt)


_ADDRESS = re.compile(r"@|\d\D*\d\D*\d\D*\d")
_DIGITS = re.compile(r"^[^@]*\d[^@\d]*\d[^@\d]*\d[^@\d]*\d[^@]*$")
_LABEL = re.compile(r"[\u3400-\u9fff]{2}[:：]")


def _one(reading: Reading) -> Reading:
    """A reading that is doubted where it holds several numbers or addresses."""
    return several(reading) if len(_parts(reading.value)) > 1 else reading


def _parts(text: str) -> list[str]:
    return _SEVERAL.split(text.strip().removesuffix(";"))
