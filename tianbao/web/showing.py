"""How values look on a page: times, words for codes, personal data masked in lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from forms.text import length
from tianbao.masking import masked
from tianbao.web import words
from tianbao.web.language import t

NOTHING = "（空）"


def init(app: Flask) -> None:
    app.jinja_env.filters.update(
        masked=masked,
        moment=moment,
        written=written,
        words=length,
        state=lambda code: word(words.STATES, code),
        problem=lambda code: word(words.CODES, code),
        severity=lambda code: word(words.SEVERITIES, code),
        role=lambda code: word(words.ROLES, code),
        kind=lambda code: word(words.KINDS, code),
        deed=deed,
        target=target,
        difference=lambda code: word(words.DIFFERENCES, code),
    )


def word(table: Mapping[str, str], code: str | None) -> str:
    """What the pages call a code; the code itself where they have no word for it."""
    return t(table[code]) if code is not None and code in table else code or ""


def deed(action: str) -> str:
    """What the pages call an action of the audit log."""
    known = action if action in words.DEEDS else action.partition("-")[0]
    return word(words.DEEDS, known) if known in words.DEEDS else action


def target(said: str) -> str:
    """What something was done to, as the audit log says it (`submission 7`)."""
    what, _, number = said.partition(" ")
    if what in words.TARGETS and number.isdecimal():
        return t(words.TARGETS[what], number=number)
    return masked(said)


def moment(value: datetime | None, form: str = "%Y-%m-%d %H:%M") -> Markup:
    """A time as it is here, with the exact one for programs."""
    if value is None:
        return Markup("")
    exact, shown = value.isoformat(timespec="seconds"), value.astimezone().strftime(form)
    return Markup(f'<time datetime="{exact}">{escape(shown)}</time>')


def written(value: Any) -> str:
    """A value of a record as a text on one line."""
    if value is None or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(map(written, value))
    if isinstance(value, dict):
        return "，".join(written(part) for part in value.values() if part not in (None, [], False))
    return str(value)
