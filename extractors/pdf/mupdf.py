"""PyMuPDF, without the layout model that version 2 loads with it: ruled forms don't need that, and
it takes 1.5 s of the 2.2 s that the import takes."""

from __future__ import annotations

import sys
from typing import Any, cast

LAYOUT = "pymupdf.layout"

_blocked = LAYOUT not in sys.modules and "pymupdf" not in sys.modules
if _blocked:
    sys.modules[LAYOUT] = cast(Any, None)  # its import fails, which PyMuPDF expects
import pymupdf  # noqa: E402

if _blocked:
    del sys.modules[LAYOUT]

__all__ = ["pymupdf"]
