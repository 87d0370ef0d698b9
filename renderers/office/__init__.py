"""LibreOffice, the one wrapper of it: kept warm, one document never another's undoing.

    with Office(workers=2) as office:
        pdf = office.convert(docx, "pdf")

`convert` does the same with an office that the process keeps until it ends.
"""

from renderers.office.errors import OfficeMissing, Unconvertible
from renderers.office.pool import Office, convert
from renderers.office.process import Limits

__all__ = ["Limits", "Office", "OfficeMissing", "Unconvertible", "convert"]
