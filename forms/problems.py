"""What can be found wrong with a record or a document, and how grave each finding is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]

SEVERITIES: dict[str, Severity] = {
    "missing": "error",
    "too-long": "error",  # up to 5 % over: a warning
    "credit-code-checksum": "error",
    "credit-code-format": "error",
    "bad-phone": "error",
    "bad-email": "error",
    "bad-number": "error",
    "bad-date": "error",
    "unlikely-number": "warning",
    "other-unit": "error",
    "not-in-vocabulary": "error",
    "normalised": "info",
    "scene-segment": "warning",
    "industry-mismatch": "warning",
    "size-not-asked": "warning",
    "size-revenue": "warning",
    "cover-mismatch": "warning",
    "accident-name": "warning",
    "stage-without-tick": "warning",
    "period-too-long": "error",
    "after-deadline": "error",
    "too-few-indicators": "error",
    "two-ticks": "error",
    "seal-missing": "warning",
    "seal-differs": "warning",
    "signature-missing": "warning",
    "unread-text": "warning",
    "extra-section": "warning",
    "looks-like-label": "warning",
    "needs-review": "warning",
    "over-quota": "warning",
    "double-applicant": "warning",
    "count-mismatch": "warning",
    "unknown-recommender": "warning",
    "application-absent": "warning",
    "application-unlisted": "warning",
    "application-mismatch": "warning",
    "page-missing": "warning",
    "page-doubled": "warning",
    "page-order": "warning",
    "page-turned": "warning",
    "cloud-attachment": "info",
    "converted": "info",
    "repaired": "warning",
    "tracked-changes": "info",
    "hidden-text": "info",
}

# What the office settles by itself, by looking at the document: nothing that is asked of whoever
# filled the form in.
OFFICE_ONLY = frozenset(
    {"needs-review", "unread-text", "extra-section", "looks-like-label", "page-turned"}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding: a stable code, the field's dotted path ("" for the whole), and a message in
    Chinese that says what is wrong and names the cure."""

    code: str
    path: str
    message: str
    severity: Severity

    @classmethod
    def of(cls, code: str, path: str, message: str, severity: Severity | None = None) -> Problem:
        """A problem with the severity that its code has by default."""
        return cls(code, path, message, severity or SEVERITIES[code])

    def as_dict(self) -> dict[str, str]:
        return {
            "code": self.code,
            "path": self.path,
            "severity": self.severity,
            "message": self.message,
        }
