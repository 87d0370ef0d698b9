"""Beside each template stands its outline, so that a change to it can be reviewed as text.

Written anew by `tianbao lint TEMPLATE.docx --outline > TEMPLATE.outline.txt`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.docx import read
from extractors.outline import outline

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").glob("*/*.docx"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_outline_is_the_template_s(template: Path) -> None:
    kept = template.with_suffix(".outline.txt").read_text(encoding="utf-8")
    assert kept.rstrip("\n") == outline(read(template.read_bytes())).rstrip("\n")
