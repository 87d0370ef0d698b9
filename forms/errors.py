"""What can go wrong for the person who calls: one base error, each kind with its exit status.

A document that can't be read is an outcome and no error; only the outermost edge (command line,
web) turns one of these into output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class TianbaoError(Exception):
    """An error with a message for people and the exit status of the command that meets it."""

    exit_code = 2


class UnknownForm(TianbaoError):
    """No form has that name, or several names end with it."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(f"no form is called {name!r}; known are: {', '.join(self.known)}")


class InvalidRecord(TianbaoError):
    """A record that the form's schema refuses: every error by dotted path, "" for the whole."""

    def __init__(self, form: str, errors: Mapping[str, list[str]]) -> None:
        self.form = form
        self.errors = dict(errors)
        lines = (
            f"  {path or '(the record)'}: {message}"
            for path, messages in self.errors.items()
            for message in messages
        )
        super().__init__("\n".join([f"the record is no {form}:", *lines]))
