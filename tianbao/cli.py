"""The command `tianbao`: one verb a job, each a module of `tianbao.commands`, loaded when called.

Exit status: 0 done; 1 `check` found errors, `compare` differences, `lint` faults; 2 called wrongly;
3 some documents or records were bad, and the others done; 4 a program or file is missing; 130
interrupted.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from typing import Any

import click

from forms.errors import TianbaoError
from tianbao import __version__
from tianbao.errors import messages
from tianbao.interrupts import INTERRUPTED

# verb → what it is for; the verb's module has the rest.
VERBS = {
    "forms": "List the forms, their titles and templates.",
    "schema": "Print the JSON Schema of a form's record.",
    "blank": "Write the official blank.",
    "render": "Print records as filled forms.",
    "extract": "Read documents into records.",
    "check": "Check records or documents against their form's rules.",
    "correct": "Write changes into a submitter's own Word file.",
    "annotate": "Write the problems into a submitter's own Word file, as comments.",
    "compare": "List what differs between two versions of a submission.",
    "summarize": "List applications in 附件2.",
    "notice": "Write a 补正通知书 of what the applicant must put right.",
    "lint": "Find what a template can't print or can't be read back from.",
    "intake": "Take mails, archives, folders and files into a store.",
    "work": "Read what a store has taken in.",
    "status": "Show how far the work on a store is.",
    "export": "Give out records, problems and origins of a store.",
    "serve": "Serve the review pages and the HTTP interface.",
    "user": "Manage who may use them.",
    "backup": "Write a whole store into one file.",
    "restore": "Make a store of such a file.",
    "doctor": "Show which programs, fonts and packages are there.",
}


def failure(message: str, exit_code: int) -> click.ClickException:
    """An error of ours as the command line shows it."""
    shown = click.ClickException(message)
    shown.exit_code = exit_code  # type: ignore[misc]  # click declares it for classes
    return shown


class Verbs(click.Group):
    """The verbs by name. Nothing of a verb is imported before it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"tianbao.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TianbaoError as error:
            raise failure("\n".join(messages(error)), error.exit_code) from error
        except BrokenPipeError:
            end_as_pipe_closed()
        except OSError as error:
            raise failure(str(error), 4) from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


def end_as_pipe_closed() -> None:
    """Ends as any program whose reader went away (`tianbao extract … | head`): by SIGPIPE."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGPIPE)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tianbao", message="%(prog)s %(version)s")
def cli() -> None:
    """Print official Chinese forms from Word templates, and read what comes back.

    FORM is a form's name, or an ending of it that no other form has. A suffix chooses the kind of
    file written; no file is overwritten without --force.
    """


def main() -> None:
    """The console script: UTF-8 whatever the locale says."""
    # Python gives None for a stream that its caller closed (`>&-`, a service without a console).
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  # kept to the end
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        cli()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
