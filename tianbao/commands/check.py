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
from tianbao.errors import WrongCall
from tianbao.progress import tracked
from tianbao.sources.documents import named
from tianbao.sources.records import parse
from tianbao.verbs.checking import Report, has_errors, of_record, of_result, unchecked
from tianbao.verbs.reading import Result
from tianbao.verbs.results import each_file, results
from tianbao.verbs.summarizing import against as against_all

ERRORS_FOUND = 1
SOME_UNREAD = 3

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
UNREAD = "未读"
CLEAN = "没有问题"


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option(
    "--against",
    multiple=True,
    metavar="FILE",
    help="An application, or a folder of them, that a 附件2 should list; may be given often.",
)
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], as_json: bool, against: tuple[str, ...]
) -> None:
    """Check records (.json, .jsonl) or documents against the rules of their form.

    With --against a FILE is a 附件2, and is also held to the applications that it lists. The exit
    status is 1 when an error was found, 3 when a file could not be read.
    """
    paths = named(files, sys.stdin)
    listed = named(against, sys.stdin)
    show = show_json if as_json else show_lines
    status = 0
    with closing(reports_against(paths, listed) if listed else reports(paths)) as each:
        for found in tracked(each, len(paths), "checking", to_stdout=True):
            for report in found:
                show(report)
                status = max(status, status_of(report))
    ctx.exit(status)


def reports_against(paths: Sequence[Path], listed: Sequence[Path]) -> Generator[list[Report]]:
    """The reports of files that list others, and of those that could not be read."""
    with closing(results([*listed, *paths])) as readings:
        submissions = [result for _ in listed for result in next(readings)]
        unread = [of_result(result) for result in submissions if result["form"] is None]
        for found in readings:
            yield [*unread, *(report_against(result, submissions) for result in found)]
            unread = []


def report_against(result: Result, submissions: Sequence[Result]) -> Report:
    report = of_result(result)
    return report if result["form"] is None else against_all(report, result["record"], submissions)


def reports(paths: Sequence[Path]) -> Generator[list[Report]]:
    """The reports of each file, in the order given."""
    return each_file(paths, of_json, of_result)


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


def show_lines(report: Report, *, err: bool = False) -> None:
    """A line a problem: how grave, where, what, and its code with the path for programs."""
    source = report["source"]
    if report["form"] is None:
        reason = report["reason"]
        click.echo(f"{source}: {UNREAD} {reason['message']} [{reason['code']}]", err=err)
    elif not report["problems"]:
        click.echo(f"{source}: {CLEAN}", err=err)
    for problem in report["problems"]:
        grave = click.style(SEVERITIES[problem["severity"]], fg=COLOURS[problem["severity"]])
        mark = " ".join(filter(None, (problem["code"], problem["path"])))
        told = f"{source}: {grave} {sentence(report['form'], problem)} [{mark}]"
        click.echo(told, err=err)


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
