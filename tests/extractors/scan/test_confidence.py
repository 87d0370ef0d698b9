"""How sure answers on pictures are, and the second look at them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.evidence import sureness
from extractors.items import whole
from extractors.page import Line, Paragraph
from extractors.pattern import Hole
from extractors.scan import confidence
from extractors.scan.confidence import Signals
from extractors.scan.rereading import Look, look_at, reread
from extractors.scan.signs import Source
from extractors.values import Taken
from forms.registry import get
from tests.extractors.scan.test_lattice import line

SURE = Signals(11.5, 11.5, 11.5, 0.0, 20.0)
LOST = Signals(-3.0, -3.0, -3.0, -2.0, 0.0)
FORM = get("application")


def answer(path: str, *texts: str, doubted: bool = False) -> Taken:
    """An answer that was read from a picture in one line or several, each character clearly."""
    lines, start = [], 0
    for row, text in enumerate(texts):
        lattice = line(
            *({each: 0.99995} if step else {"": 0.99} for each in text for step in (1, 0))
        )
        sources = tuple(Source(lattice, 2 * at, 2 * at, doubted) for at in range(len(text)))
        box = (0.0, 20.0 * row, 100.0, 20.0 * row + 12)
        lines.append(Line(start, start + len(text), 1, box, (), "ocr", 0.9, sources))
        start += len(text) + 1
    piece = whole(Paragraph("\n".join(texts), "", lines=tuple(lines)))
    return Taken(path, Hole(path, "text"), (piece,), 1.0, 1.0)


def look(taken: Taken) -> Look:
    found = look_at(FORM, taken)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", sorted({*confidence.KINDS.values()} - {"code"}))
def test_what_the_network_doubts_is_less_sure_and_never_sure_enough(kind: str) -> None:
    assert confidence.sure(kind, LOST) < confidence.sure(kind, SURE)
    assert confidence.sure(kind, LOST) <= confidence.DOUBTED


def test_a_kind_without_a_bar_is_never_sure_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    fitted = {"bias": 9.0, "weights": [0.0] * 5}
    for bar, most in ((0.99, 0.9998), (None, confidence.DOUBTED)):
        monkeypatch.setattr(
            confidence, "_fitted", lambda bar=bar: {"words": {**fitted, "bar": bar}}
        )
        assert confidence.sure("words", SURE) == pytest.approx(most, abs=0.0002)


def test_the_least_sure_character_tells_most() -> None:
    unsure = look(answer("applicant.contact.name", "沈牧远"))
    assert unsure.signals.least > 8
    weaker = replace(unsure, signals=unsure.signals._replace(least=0.0, whole=-1.0))
    assert confidence.sure("words", weaker.signals) < confidence.sure("words", unsure.signals)


def test_a_code_without_its_check_character_and_what_a_seal_covers_are_never_sure() -> None:
    right, wrong = "91310115MA1K2X7Q3X", "91310115MA1K2X7Q3Y"
    assert look(answer("applicant.credit_code", right)).ceiling == 1.0
    assert look(answer("applicant.credit_code", wrong)).ceiling < 0.9
    assert look(answer("applicant.contact.name", "沈牧远", doubted=True)).ceiling < 0.9
    [proven, refused] = reread(
        FORM, [answer("applicant.credit_code", code) for code in (right, wrong)]
    )
    assert sureness(proven.slices) > 0.99
    assert sureness(refused.slices) < 0.9


def test_names_of_a_list_are_whole_however_their_cell_breaks_them() -> None:
    form = get("summary")
    taken = answer("rows.0.industries", "生命健康、汽", "车")
    [again] = reread(form, [taken])
    assert form.codec(taken.path).parse(again.raw).value == ["生命健康", "汽车"]
