"""Word files written anew in a child process within limits, as documents are read in one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

import click

from extractors.conversion import NeedsConversion, as_docx
from extractors.limits import Unreadable
from forms.errors import TianbaoError
from tianbao.errors import Missing, WrongCall, messages
from tianbao.isolation.children import Children, Crashed, OutOfMemory, TimedOut
from tianbao.sources.documents import shown
from tianbao.sources.given import LARGEST
from tianbao.verbs.reading import LIMITS, REASONS


class Unwritten(TianbaoError):
    """A document that nothing was written into; each line says why."""

    def __init__(self, exit_code: int, lines: list[str]) -> None:
        self.exit_code = exit_code
        super().__init__("\n".join(lines))


class _Outcome(NamedTuple):
    """What a child gives back: the file, or the exit status and the lines that say why not.
    Errors with arguments of their own don't cross between processes."""

    data: bytes = b""
    exit_code: int = 0
    lines: tuple[str, ...] = ()
    converted: str | None = None  # what the file was before it became a DOCX
    need: NeedsConversion | None = None


SOME_UNREAD = 3
CONVERTED = "原文件是{says}，已转换为docx，内容写入转换后的文件。"


class Rewritten(NamedTuple):
    """A file written anew, and what it was converted from, in Chinese, where it was."""

    data: bytes
    converted: str | None


def rewritten(path: Path, job: Callable[..., bytes], *arguments: Any) -> Rewritten:
    """What `job` makes of the bytes of the file at `path`, or of the DOCX that they are converted
    to, in a child process; raises Unwritten.

    `job` is a function of a module, so that the child finds it by its name.
    """
    if not path.is_file():
        raise WrongCall(f"{shown(path)}: is no ordinary file.")
    if path.stat().st_size > LARGEST:
        raise Unwritten(SOME_UNREAD, [f"{shown(path)}: {REASONS['too-large']}"])
    children = Children(1, LIMITS)
    try:
        outcome = children.submit(_attempt, path, job, arguments).result()
        if outcome.need is not None:
            says = outcome.need.says
            word = _converted(path, outcome.need)
            outcome = children.submit(_attempt_on, word, job, arguments).result()
            outcome = outcome._replace(converted=says)
    except (TimedOut, OutOfMemory, Crashed) as error:
        reason = {TimedOut: "timeout", OutOfMemory: "out-of-memory"}.get(type(error), "damaged")
        raise Unwritten(SOME_UNREAD, [f"{shown(path)}: {REASONS[reason]}"]) from error
    finally:
        children.shutdown(wait=False)
    if outcome.exit_code:
        raise Unwritten(outcome.exit_code, list(outcome.lines))
    return Rewritten(outcome.data, outcome.converted)


def tell_converted(path: Path, made: Rewritten) -> None:
    """Says on standard error that a file was written into its conversion."""
    if made.converted is not None:
        click.echo(f"{shown(path)}: {CONVERTED.format(says=made.converted)}", err=True)


def _converted(path: Path, need: NeedsConversion) -> bytes:
    from tianbao.verbs.converting import converted

    try:
        return converted(need, path.read_bytes())
    except Unreadable as reason:
        status = Missing.exit_code if reason.code == "missing-program" else SOME_UNREAD
        raise Unwritten(status, [f"{shown(path)}: {reason}"]) from reason


def _attempt(path: Path, job: Callable[..., bytes], arguments: tuple[Any, ...]) -> _Outcome:
    """Runs in the child."""
    try:
        word, says = as_docx(path.read_bytes())
        return _attempt_on(word, job, arguments)._replace(converted=says)
    except NeedsConversion as need:
        return _Outcome(need=need)
    except Unreadable as reason:
        return _Outcome(exit_code=SOME_UNREAD, lines=(f"{shown(path)}: {reason}",))


def _attempt_on(word: bytes, job: Callable[..., bytes], arguments: tuple[Any, ...]) -> _Outcome:
    """Runs in the child."""
    try:
        return _Outcome(job(word, *arguments))
    except TianbaoError as error:
        return _Outcome(exit_code=error.exit_code, lines=tuple(messages(error)))


def write_corrections(
    data: bytes, changes: dict[str, Any], track: bool, author: str | None
) -> bytes:
    """The job of `tianbao correct`."""
    from renderers.correct import correct

    return correct(data, changes, track=track, author=author)


def write_comments(
    data: bytes, author: str | None, without: Collection[tuple[str, str]] = ()
) -> bytes:
    """The job of `tianbao annotate`; `without` as `renderers.annotate` has it."""
    from renderers.annotate import annotate

    return annotate(data, author=author, without=without)
