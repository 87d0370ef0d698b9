"""Results of reading, written as JSON lines, CSV or XLSX: a module each."""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from tianbao.errors import WrongCall

# suffix → module of this package; its `sink(target, force=…)` is a context manager.
KINDS = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}


class Sink(Protocol):
    """Takes results one by one."""

    def add(self, result: dict[str, Any]) -> None: ...


def choose(target: Path | None, *, force: bool) -> AbstractContextManager[Sink]:
    """The sink for `target` by its suffix, for standard output without one.

    The target is there, whole, when the block ends without an error.
    """
    if target is None:
        from tianbao.exports.jsonl import standard_output

        return standard_output()
    kind = KINDS.get(target.suffix.lower())
    if kind is None:
        raise WrongCall(f"{target}: name a file that ends in {', '.join(KINDS)}.")
    module = importlib.import_module(f"tianbao.exports.{kind}")
    chosen: AbstractContextManager[Sink] = module.sink(target, force=force)
    return chosen
