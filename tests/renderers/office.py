"""LibreOffice as the other program that opens what we print."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


def saved_again(documents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The documents (name → DOCX) as LibreOffice saves them; set-up installs its `soffice`."""
    return saved_as(documents, folder, "docx", "MS Word 2007 XML")


def saved_as(
    documents: Mapping[str, bytes], folder: Path, suffix: str, filter_: str
) -> dict[str, bytes]:
    """The documents (name → DOCX) as LibreOffice saves them by one of its filters.

    It has a profile of its own below `folder`, so that no other LibreOffice is disturbed.
    """
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    files = [str(folder / f"{name}.docx") for name in documents]
    subprocess.run(
        [*command, f"{suffix}:{filter_}", "--outdir", str(folder / "saved"), *files],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {name: (folder / "saved" / f"{name}.{suffix}").read_bytes() for name in documents}
