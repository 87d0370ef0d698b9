"""Pages all of whose text lies a little aslant, as a program leaves them that straightened a scan
or turned it too far: they are drawn straight before they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import asin, cos, sin
from typing import Any, Final

from extractors.pdf.glyphs import ASLANT, Ink, Run, ink_of

LEAST: Final = 0.002  # sine of an angle from which lines are no longer level: 1.7 points a page
ALIKE: Final = 0.001  # by which the lines' sines may differ
MOST: Final = 0.6  # of the page's characters that lie aslant alike


def straightened(page: Any, found: Sequence[Run]) -> Any | None:
    """The page with its text level; None where it is."""
    lean = _usual_lean(found)
    if abs(lean) < LEAST:
        return None
    angle, document, box = asin(lean), page.parent, page.mediabox
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    c, s = cos(angle), sin(angle)
    turned = (
        f"q {c:.6f} {s:.6f} {-s:.6f} {c:.6f} {x - x * c + y * s:.4f} {y - x * s - y * c:.4f} cm"
    )
    streams = [_stream(document, turned), *page.get_contents(), _stream(document, "Q")]
    references = " ".join(f"{number} 0 R" for number in streams)
    document.xref_set_key(page.xref, "Contents", f"[{references}]")
    return document.reload_page(page)


def _stream(document: Any, content: str) -> int:
    number: int = document.get_new_xref()
    document.update_object(number, "<<>>")
    document.update_stream(number, f"\n{content}\n".encode(), new=True)
    return number


def _usual_lean(found: Sequence[Run]) -> float:
    """The sine of the angle by which most characters lie aslant, clockwise; 0 where few do."""
    if all(run.lean == 0.0 for run in found):
        return 0.0
    leans: Counter[float] = Counter()
    for run in found:
        if run.quarters != ASLANT and ink_of(run) is not Ink.NONE:  # not what OCR put on a scan
            leans[run.lean] += len(run.span["chars"])
    if not leans:
        return 0.0
    [(usual, _)] = leans.most_common(1)
    alike = sum(count for lean, count in leans.items() if abs(lean - usual) <= ALIKE)
    return usual if alike >= MOST * leans.total() else 0.0
