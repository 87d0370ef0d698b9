"""Law 1 through PDF: what is printed, made PDF by LibreOffice and read is the record.

It holds up to the canonizers that docs/records.md names for paper (spaces beside Han and runs of
spaces, tabs, soft hyphens, control characters), to ligatures, which PDF fonts make of letters, and
to signs that fonts have one glyph for (`docs/reading-pdf.md`).
Characters that no font here can draw are left out: LibreOffice prints other things for them.
`make soak` draws more records, and new ones (`TIANBAO_DRAW=anew`).
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from extractors.extract import extract
from forms.registry import get
from renderers.pdf import render
from tests.strategies import records

EXAMPLES = {"jiebang2024/application": 8, "jiebang2024/summary": 8}
# Share of drawn records, made of the form's words and odd characters, that may come back changed.
KNOWN = {"jiebang2024/application": 0.125, "jiebang2024/summary": 0.125}
ANEW = "TIANBAO_DRAW" in os.environ

# Emoji, marks that join what is before them, and planes and blocks without glyphs in our fonts.
UNDRAWN = re.compile("[\u200c\u200d\u20e3\ufe00-\ufe0f\ue000-\uf8ff\ufffd\U00010000-\U0010ffff]")


def on_paper(value: Any) -> Any:
    """A record as paper keeps it."""
    if isinstance(value, dict):
        return {key: on_paper(part) for key, part in value.items()}
    if isinstance(value, list):
        return [on_paper(part) for part in value]
    return canonical(value) if isinstance(value, str) else value


def canonical(text: str) -> str:
    """A text without what paper does not keep."""
    folded = "[\uf900-\ufa0b\ufb00-\ufb06]"
    text = re.sub(folded, lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = re.sub("[\u2010\u2011]", "-", text)
    text = re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad]", "", text)
    return re.sub(r"[^\S\n]+", "", text)


@pytest.mark.parametrize("form", EXAMPLES)
def test_what_is_printed_as_pdf_reads_back_the_same(form: str) -> None:
    drawn: list[dict[str, Any]] = []

    @given(data=st.data())
    @settings(
        max_examples=EXAMPLES[form] * (20 if ANEW else 1),
        deadline=None,
        derandomize=not ANEW,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def draw(data: st.DataObject) -> None:
        record: dict[str, Any] = data.draw(records(form))
        assume(not UNDRAWN.search(json.dumps(record, ensure_ascii=False)))
        drawn.append(record)

    draw()
    failed = [record for record in drawn if not comes_back(form, record)]
    assert len(failed) <= KNOWN[form] * len(drawn)


def comes_back(form: str, record: dict[str, Any]) -> bool:
    """Whether a record is read whole from its PDF; what is not whole says so."""
    [result] = extract(render(get(form), record), "printed.pdf")
    if result["form"] == form and on_paper(result["record"]) == on_paper(record):
        return True
    assert result["form"] is None or result["problems"]
    return False
