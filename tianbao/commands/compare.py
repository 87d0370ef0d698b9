"""`tianbao compare A B`"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from tianbao.commands.check import UNREAD, label_of
from tianbao.progress import tracked
from tianbao.verbs.comparing import Entry, compare_results
from tianbao.verbs.reading import Result
from tianbao.verbs.results import results

DIFFERENCES_FOUND = 1
SOME_UNREAD = 3

ALIKE = "没有不同"
NOTHING = "（空）"
KINDS = {
    "differs": ("不同", "red"),
    "only-a": ("仅前者有", "yellow"),
    "only-b": ("仅后者有", "yellow"),
    "looks-different": ("写法不同", "cyan"),
}

BEFORE = 8  # characters shown before the first that differs
SHOWN = 40

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("compare")
@click.argument("a", type=File)
@click.argument("b", type=File)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
@click.pass_context
def command(ctx: click.Context, a: Path, b: Path, as_json: bool) -> None:
    """List the answers that differ between two versions of one submission.

    A and B are documents or records (.json). Answers that only look different (spaces, width, 0 and
    O) are told apart. The exit status is 1 when anything differs, 3 when one can't be read.
    """
    left, right = read_both(a, b)
    unread = [result for result in (*left, *right) if result["form"] is None]
    for result in unread:
        click.echo(f"{result['source']['name']}: {UNREAD} {result['reason']['message']}", err=True)
    if unread:
        ctx.exit(SOME_UNREAD)
    found = list(compare_results(left, right))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        show_lines(found, left, right)
    ctx.exit(DIFFERENCES_FOUND if found else 0)


def read_both(a: Path, b: Path) -> tuple[list[Result], list[Result]]:
    with closing(results([a, b])) as readings:
        left, right = tracked(readings, 2, "reading", to_stdout=True)
    return left, right


def show_lines(found: list[Entry], left: list[Result], right: list[Result]) -> None:
    """A line a difference: how it differs, its label, what each says, and its path."""
    forms = {result["form"] for result in (*left, *right)}
    if not found:
        click.echo(ALIKE)
    for entry in found:
        word, colour = KINDS[entry["kind"]]
        label = next(filter(None, (label_of(form, entry["path"]) for form in forms)), "")
        a, b = excerpts(entry["a"], entry["b"])
        click.echo(f"{click.style(word, fg=colour)} “{label}”：{a} → {b} [{entry['path']}]")


def excerpts(a: Any, b: Any) -> tuple[str, str]:
    """Both values on a line each, long ones from shortly before where they part."""
    first, second = written(a), written(b)
    pairs = enumerate(zip(first, second, strict=False))
    alike = next((at for at, (x, y) in pairs if x != y), 0)
    start = max(0, alike - BEFORE) if max(len(first), len(second)) > SHOWN else 0
    return cut(first, start), cut(second, start)


def written(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    text = "、".join(value) if isinstance(value, list) else str(value)
    return text.replace("\n", "⏎")


def cut(text: str, start: int) -> str:
    end = start + SHOWN
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
