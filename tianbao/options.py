"""Arguments and options that several verbs take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from forms.registry import Form


class FormName(click.ParamType[Form]):
    """A form by its name or a unique ending of it."""

    name = "form"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Form:
        from forms.registry import get

        return get(value)


class Target(click.ParamType[Path]):
    """A file or folder to be written; its suffix says what kind."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        return Path(value)


Function = TypeVar("Function", bound=Callable[..., Any])


def output(purpose: str, *, required: bool) -> Callable[[Function], Function]:
    return click.option(
        "-o", "--output", type=Target(), required=required, metavar="FILE", help=purpose
    )


def force(command: Function) -> Function:
    """`--force`, which every verb that writes a file has."""
    option = click.option("--force", is_flag=True, help="Overwrite a file that is there already.")
    return option(command)


def pdf_a(command: Function) -> Function:
    """`--pdf-a`, which every verb that prints a PDF has."""
    option = click.option("--pdf-a", is_flag=True, help="Make the PDF a PDF/A-2b, for archives.")
    return option(command)
