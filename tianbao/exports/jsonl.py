"""JSON lines: one object a line, as it came."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from tianbao.files import whole


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Writes each result as a line, at once: who reads along needn't wait for the next."""

    stream: BinaryIO

    def add(self, result: dict[str, Any]) -> None:
        self.stream.write(json.dumps(result, ensure_ascii=False).encode() + b"\n")
        self.stream.flush()


@contextmanager
def sink(target: Path, *, force: bool) -> Iterator[JsonLines]:
    with whole(target, force=force) as stream:
        yield JsonLines(stream)


@contextmanager
def standard_output() -> Iterator[JsonLines]:
    sys.stdout.flush()
    yield JsonLines(sys.stdout.buffer)
