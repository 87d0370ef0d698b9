"""Remembers how pages were read, so that a measure can be made again in a fraction of the time.

Two memories: of whole pages, forgotten when the source of the reader changes; and of what networks
said of a picture, which they say again whatever becomes of the rest.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from extractors import scan
from extractors.pdf import document
from extractors.scan import lines

# Modules that come after a page is read: they may change and the page stays as it was.
AFTERWARDS: Final = frozenset(
    {
        "addresses.py",
        "agreeing.py",
        "confidence.py",
        "explained.py",
        "names.py",
        "rereading.py",
        "views.py",
    }
)


@contextmanager
def remembered(file: Path, name: str) -> Iterator[None]:
    """Within it, the pages of the document `name` and their lines are read once, and taken from
    `file` again."""
    with closing(sqlite3.connect(file, timeout=60.0, isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, what BLOB)")
        find, read, view = lines.find, lines.read, document.view_of

        def find_again(page: Any, ink: Any) -> Any:
            return _once(store, _key("find on ink", page), lambda: find(page, ink))

        def read_again(page: Any, rectangle: lines.Rectangle, narrowed: float = 1.0) -> lines.Strip:
            x0, y0, x1, y1 = rectangle
            name = "read" if narrowed == 1.0 else f"read {narrowed}"
            key = _key(name, page[y0:y1, x0:x1])
            strip = _once(store, key, lambda: read(page, rectangle, narrowed))
            return lines.Strip(rectangle, strip.lattice, strip.scale)

        def view_again(page: Any) -> Any:
            return _once(store, f"{name} {page.number} {_source()}", lambda: view(page))

        with (
            patch.object(lines, "find", find_again),
            patch.object(lines, "read", read_again),
            patch.object(document, "view_of", view_again),
        ):
            yield


def _once(store: sqlite3.Connection, key: str, ask: Callable[[], Any]) -> Any:
    row = store.execute("SELECT what FROM said WHERE key = ?", (key,)).fetchone()
    if row:
        return pickle.loads(zlib.decompress(row[0]))
    said = ask()
    store.execute("INSERT INTO said VALUES (?, ?)", (key, zlib.compress(pickle.dumps(said), 3)))
    return said


def _key(name: str, picture: Any) -> str:
    digest = hashlib.sha1(f"{name} {picture.shape}".encode(), usedforsecurity=False)
    digest.update(picture.tobytes())
    return digest.hexdigest()


def _source() -> str:
    """What tells one state of the reader of pages from another."""
    digest = hashlib.sha1(usedforsecurity=False)
    for file in sorted(Path(scan.__file__).parent.glob("*.py")):
        if file.name not in AFTERWARDS:
            digest.update(file.read_bytes())
    return digest.hexdigest()
