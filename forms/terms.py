"""What the office set otherwise than the notice says, and the rules go by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """None everywhere: as the notice says."""

    deadline: str | None = None  # ISO date, the last day
    quota: int | None = None  # projects that a district may recommend


AS_PRINTED = Terms()
