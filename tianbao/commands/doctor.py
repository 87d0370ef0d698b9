"""`tianbao doctor`"""

from __future__ import annotations

import sys

import click

from tianbao.doctor import Need, needs

MISSING = 4
WIDTH = 160  # columns where there is no terminal to ask


@click.command("doctor")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show which programs, fonts and packages are there, what each is for, and how to install what
    is missing.

    The exit status is 4 when something is missing without which nothing works.
    """
    found = needs()
    show(found)
    ctx.exit(MISSING if any(need.required and not need.found for need in found) else 0)


def show(found: list[Need]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("kind", "name", "found", "used for", "to install it")
    for need in found:
        there = need.found or (
            "[red]missing[/red]" if need.required else "[yellow]missing[/yellow]"
        )
        cure = "" if need.found else need.cure
        table.add_row(need.kind, need.name, there, need.purpose, cure)
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDTH).print(table)
