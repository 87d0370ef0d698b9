"""Logs on standard error: lines for people, or one JSON object a line for programs. Either has the
number of the request that it is about, and no personal data.

LOG.info("uploaded", extra={"fields": {"document": 7}})
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from tianbao.masking import masked

KINDS: Final = ("text", "json")
REQUEST: ContextVar[str | None] = ContextVar("request", default=None)  # its number


def begin(kind: str) -> None:
    """Logs what this program says, and warnings of the packages that it uses, as `kind` says."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines() if kind == "text" else Objects())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("tianbao").setLevel(logging.INFO)


class Objects(logging.Formatter):
    """A record as one JSON object on a line."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {name: _masked(value) for name, value in _fields(record).items()}
        told |= {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        if number := REQUEST.get():
            told["request"] = number
        if record.exc_info:
            told["exception"] = masked(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=True, default=str)


class Lines(logging.Formatter):
    """A record for people; what a stranger may have written can't begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        at = _moment(record).strftime("%Y-%m-%d %H:%M:%SZ")
        parts = [at, record.levelname, _one_line(record.getMessage())]
        parts += [f"{name}={_one_line(str(value))}" for name, value in _fields(record).items()]
        if number := REQUEST.get():
            parts.append(f"request={number}")
        line = " ".join(parts)
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return masked(line)


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    return fields


def _masked(value: Any) -> Any:
    return masked(value) if isinstance(value, str) else value


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
