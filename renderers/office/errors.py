"""What can go wrong when LibreOffice converts a document."""

from __future__ import annotations

from extractors.limits import ReasonCode
from forms.errors import TianbaoError

INSTALL = "sudo apt-get install libreoffice-writer-nogui python3-uno"


class OfficeMissing(TianbaoError):
    """LibreOffice, or the Python that talks to it, is not there or does not start."""

    exit_code = 4

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}; it is needed to make PDF, and to read the kinds of document that are not "
            f"Word's .docx. On Debian and Ubuntu: {INSTALL}; elsewhere install LibreOffice "
            "(www.libreoffice.org), whose program `soffice` must be on the PATH."
        )


class Unconvertible(TianbaoError):
    """A document that LibreOffice gives no file for; `code` is the reason as records name it."""

    exit_code = 3

    def __init__(self, code: ReasonCode, message: str) -> None:
        super().__init__(message)
        self.code: ReasonCode = code
