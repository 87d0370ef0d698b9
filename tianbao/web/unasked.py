"""What the server refuses by itself, before the application is asked: a request that is none, or
that is too large."""

from __future__ import annotations

import json
from typing import Final

from markupsafe import escape

from tianbao.web.errors import API, TOLD
from tianbao.web.security import HEADERS

CODES: Final = {400: "bad-request", 413: "too-large", 431: "too-large", 501: "not-implemented"}
PAGE: Final = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{title} · 填报</title>
<h1>{status} {title}</h1><p>{cure}</p><p lang="en">{reason}</p></html>
"""

Refusal = tuple[str, list[tuple[str, str]], bytes]  # status line, headers, body


def refusal(path: str, status: int, reason: str, message: str) -> Refusal:
    """The answer to a request for `path`: in the one shape of errors below `/api`, else a page.
    `reason` is the status' own (`Bad Request`), `message` what the server found."""
    if path.startswith(f"{API}/"):
        code = CODES.get(status, reason.lower().replace(" ", "-"))
        told = json.dumps({"status": status, "code": code, "message": message})
        kind = "application/json"
    else:
        title, cure = TOLD.get(status, TOLD[400 if status < 500 else 500])
        told = PAGE.format(title=title, cure=cure, status=status, reason=escape(reason))
        kind = "text/html; charset=utf-8"
    headers = [("Content-Type", kind), *HEADERS.items()]
    return f"{status} {reason}", headers, told.encode()
