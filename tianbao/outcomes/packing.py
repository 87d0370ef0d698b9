"""JSON values as a store keeps the large ones."""

from __future__ import annotations

import json
import zlib
from typing import Any


def pack(value: Any) -> bytes:
    """The value compressed: the evidence of an application has some 60 KB as text, and a tenth of
    it so."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate in a raw text is no reason to lose the record.
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
