"""`tianbao check FILE…`"""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

import click

from forms.errors import UnknownForm
from forms.registry import get
from tianbao.checking import Report, has_errors, of_record, of_result, unchecked
from tianbao.documents import named
from tianbao.errors import WrongCall
from tianbao.progress import tracked
from tianbao.reading import read_all
from tianbao.records import is_record_file, parse, texts

ERRORS_FOUND = 1
SOME_UNREAD = 3

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
UNREAD = "未读"
CLEAN = "没有问题"


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Check records (.json, .jsonl) or documents against the rules of their form.

    The exit status is 1 when an error was found, 3 when a file could not be read.
    """
    paths = named(files, sys.stdin)
    show = show_json if as_json else show_lines
    status = 0
    with closing(reports(paths)) as each:
        for found in tracked(each, len(paths), "checking", to_stdout=True):
            for report in found:
                show(report)
                status = max(status, status_of(report))
    ctx.exit(status)


def reports(paths: Sequence[Path]) -> Generator[list[Report]]:
    """The reports of each file, in the order given."""
    unread = [path for path in paths if not is_record_file(path)]
    with closing(read_all(unread)) as documents:
        for path in paths:
            if is_record_file(path):
                yield [of_json(text, place) for place, text in texts(path)]
            else:
                yield [of_result(result) for result in next(documents)]


def of_json(data: bytes, source: str) -> Report:
    try:
        return of_record(parse(data, source), source)
    except (WrongCall, UnknownForm) as error:
        return unchecked(source, str(error).removeprefix(f"{source}: "))


def status_of(report: Report) -> int:
    if report["form"] is None:
        return SOME_UNREAD
    return ERRORS_FOUND if has_errors(report) else 0


def show_json(report: Report) -> None:
    click.echo(json.dumps(report, ensure_ascii=False))


def show_lines(report: Report) -> None:
    """A line a problem: how grave, where, what, and its code with the path for programs."""
    source = report["source"]
    if report["form"] is None:
        click.echo(f"{source}: {UNREAD} {report['reason']['message']} [{report['reason']['code']}]")
    elif not report["problems"]:
        click.echo(f"{source}: {CLEAN}")
    for problem in report["problems"]:
        grave = click.style(SEVERITIES[problem["severity"]], fg=COLOURS[problem["severity"]])
        mark = " ".join(filter(None, (problem["code"], problem["path"])))
        click.echo(f"{source}: {grave} {sentence(report['form'], problem)} [{mark}]")


def label_of(form: str, path: str) -> str:
    """The labels of a field; of a key that the form has not, the key's path."""
    try:
        return get(form).label(path) if path else ""
    except KeyError:
        return path


def sentence(form: str, problem: dict[str, str]) -> str:
    """The problem's message, with the field's label before it where it doesn't name it itself."""
    label = label_of(form, problem["path"])
    outermost, *_, own = [*label.split("·")] * 2
    named = outermost in problem["message"] or own in problem["message"]
    return problem["message"] if named else f"“{label}”：{problem['message']}"
