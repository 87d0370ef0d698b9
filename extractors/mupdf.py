"""PyMuPDF, without the layout model and the Markdown writer that version 2 loads with it: ruled
forms don't need them, and they take 1.4 s of the 1.6 s that the import takes."""

from __future__ import annotations

import sys
from typing import Any, cast

UNWANTED = ("pymupdf.layout", "pymupdf4llm")

_blocked = () if "pymupdf" in sys.modules else UNWANTED
for _name in _blocked:
    sys.modules[_name] = cast(Any, None)  # its import fails, which PyMuPDF expects
import pymupdf  # noqa: E402

for _name in _blocked:
    del sys.modules[_name]

__all__ = ["pymupdf"]
