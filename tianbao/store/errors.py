"""What a store can't do, each with the exit status of the command that meets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forms.errors import TianbaoError


class NoStore(TianbaoError):
    """There is no store at that place, or what is there is none of ours."""


class StoreUnusable(TianbaoError):
    """The store can't be worked with now: disk full, database gone, a file that can't be read."""

    exit_code = 4


class BlobMissing(StoreUnusable):
    """The bytes of a document are not where they were put."""


class NotThere(TianbaoError):
    """No row has that number."""


class Conflict(TianbaoError):
    """Somebody else changed the submission since; `changes` says what, as revisions' dicts
    (`path`, `old`, `new`, `who`, `at`), `version` is the one it has now."""

    def __init__(self, version: int, changes: Sequence[dict[str, Any]]) -> None:
        self.version = version
        self.changes = list(changes)
        paths = ", ".join(change["path"] for change in self.changes)
        super().__init__(f"the submission was changed meanwhile (version {version}): {paths}")
