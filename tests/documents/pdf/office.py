"""Word files to PDF by LibreOffice: many in one call, in a profile of their own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

BATCH: Final = 40  # documents a call
SECONDS: Final = 20  # a document, at most


def to_pdf(documents: Sequence[bytes], options: str = "") -> list[bytes]:
    """Each document's PDF, in the order given; `options` are the export filter's, as JSON."""
    made: list[bytes] = []
    with tempfile.TemporaryDirectory() as folder:
        for start in range(0, len(documents), BATCH):
            made.extend(_convert(documents[start : start + BATCH], Path(folder), options))
    return made


def _convert(documents: Sequence[bytes], folder: Path, options: str) -> list[bytes]:
    sources = [folder / f"{place}.docx" for place, _ in enumerate(documents)]
    for source, data in zip(sources, documents, strict=True):
        source.write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            f"pdf:writer_pdf_Export{':' + options if options else ''}",
            "--outdir",
            str(folder),
            *map(str, sources),
        ],
        check=True,
        capture_output=True,
        timeout=60 + SECONDS * len(documents),
    )
    return [source.with_suffix(".pdf").read_bytes() for source in sources]
