"""The time, as the store writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC. It may be before one written earlier: clocks are put back."""
    return datetime.now(UTC)
