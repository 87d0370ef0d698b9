"""Answers that are files, as the description has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

BINARY: Final = {"type": "string", "format": "binary"}


def files_of(kinds: Iterable[str]) -> dict[str, Any]:
    """The `responses` of an operation that answers with a file of one of these media types."""
    content = {kind: {"schema": BINARY} for kind in kinds}
    return {"200": {"description": "OK", "content": content}}
