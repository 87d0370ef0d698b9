"""What ends a command: each error knows its exit status and says what to do."""

from __future__ import annotations

from forms.errors import InvalidRecord, TianbaoError


class WrongCall(TianbaoError):
    """The command was called wrongly: a file that isn't there, a record that is no JSON."""

    exit_code = 2


class Overwriting(WrongCall):
    """A file is there already, and nothing said that it may be overwritten."""


class Unread(TianbaoError):
    """A document gave no record that the job needs; `code` is the reason's (docs/records.md)."""

    exit_code = 3

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Missing(TianbaoError):
    """A program or file that the job needs is not there."""

    exit_code = 4


def messages(error: TianbaoError) -> list[str]:
    """What `error` has to say, a line each: of a refused record every fault with its path."""
    if isinstance(error, InvalidRecord):
        return [
            f"{path or 'record'}: {message}"
            for path, found in error.errors.items()
            for message in found
        ]
    return str(error).splitlines()
