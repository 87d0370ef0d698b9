"""Formulas on one line."""

from __future__ import annotations

from tests.extractors.docx.builder import p
from tests.extractors.docx.reading import only


def letters(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


def test_letters() -> None:
    assert only(p("a", f"<m:oMath>{letters('≥99')}{letters('%')}</m:oMath>")).text == "a≥99%"


def test_a_formula_of_its_own_paragraph() -> None:
    body = p(f"<m:oMathPara><m:oMathParaPr/><m:oMath>{letters('x')}</m:oMath></m:oMathPara>")
    assert only(body).text == "x"


def test_a_fraction_keeps_its_stroke() -> None:
    fraction = f"<m:f><m:num>{letters('1')}</m:num><m:den>{letters('2')}</m:den></m:f>"
    assert only(p(f"<m:oMath>{fraction}</m:oMath>")).text == "1/2"


def test_an_exponent_is_raised() -> None:
    power = f"<m:sSup><m:e>{letters('m')}</m:e><m:sup>{letters('2')}</m:sup></m:sSup>"
    found = only(p(f"<m:oMath>{power}</m:oMath>"))
    assert (found.text, found.superscripts) == ("m2", ((1, 2),))
