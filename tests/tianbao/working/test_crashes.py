"""A child, the coordinator or the database killed at any moment: each document is read once."""

from __future__ import annotations

from pathlib import Path

from tests.servers.postgres import Postgres
from tests.tianbao.working.crashing import Crashes


def test_after_each_crash_every_document_is_read_once(server: Postgres, tmp_path: Path) -> None:
    crashes = Crashes(server, tmp_path, seed=2024)
    try:
        for part in ("child", "coordinator", "database", "child", "coordinator"):
            crashes.round(part)
    finally:
        crashes.close()
