"""What is known of ZIP files beyond the standard library: how it fails, and what Office uses."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

# What zipfile raises for bytes that are no sound ZIP.
FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # NotImplementedError among them
    ValueError,
)

CENTRAL_HEADER: Final = b"PK\x01\x02"

# The two that OPC knows (ECMA-376 2, annex B); LibreOffice and OFD use no other.
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def open_zip(data: bytes, most_members: int) -> zipfile.ZipFile | None:
    """The ZIP in `data`; None when it has more members than that, which are counted before any
    memory is spent on them. Raises one of FAULTS when it is no sound ZIP."""
    if data.count(CENTRAL_HEADER) > most_members:
        return None
    return zipfile.ZipFile(io.BytesIO(data))
