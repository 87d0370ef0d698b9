"""Arguments and options that several verbs take."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from forms.registry import Form
from tianbao.errors import WrongCall


class FormName(click.ParamType[Form]):
    """A form by its name or a unique ending of it."""

    name = "form"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Form:
        from forms.registry import get

        return get(value)


class Pages(click.ParamType[range]):
    """Pages from 1: `3`, or `1-3`."""

    name = "pages"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        found = re.fullmatch(r"([1-9][0-9]{0,5})(?:-([1-9][0-9]{0,5}))?", value)
        last = int(found[2] or found[1]) if found else 0
        if found is None or last < int(found[1]):
            self.fail(f"{value}: write pages as 3 or 1-3.", param, ctx)
        return range(int(found[1]), last + 1)


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


def fillable(command: Function) -> Function:
    """`--fillable`, which every verb that prints a form has."""
    option = click.option(
        "--fillable", is_flag=True, help="Make the PDF a form that viewers fill in."
    )
    return option(command)


def pdf_a(command: Function) -> Function:
    """`--pdf-a`, which every verb that prints a PDF has."""
    option = click.option("--pdf-a", is_flag=True, help="Make the PDF a PDF/A-2b, for archives.")
    return option(command)


def require_word(target: Path) -> None:
    """Raises WrongCall unless `target` is to be a Word file."""
    if target.suffix.lower() != ".docx":
        raise WrongCall(f"{target}: name a file that ends in .docx.")


def log(command: Function) -> Function:
    """`--log`, which every verb that goes on for days has."""
    option = click.option(
        "--log",
        type=click.Choice(("text", "json")),
        default="text",
        show_default=True,
        help="Lines for people, or one JSON object a line.",
    )
    return option(command)


def store_options(command: Function) -> Function:
    """`--store` and `--blobs`, which every verb that works with a store has."""
    store = click.option(
        "--store",
        required=True,
        metavar="URL",
        help="The store: a folder, or postgresql://….",
    )
    blobs = click.option(
        "--blobs",
        metavar="URL",
        help="Where the documents are, if not in the store's folder: s3://…, or a folder.",
    )
    return store(blobs(command))
