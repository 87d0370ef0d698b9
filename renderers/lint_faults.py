"""What checking a template finds."""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import TianbaoError
from renderers.survey import Passage


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right in a template."""

    code: str
    where: str  # indexed path in the part, "" for the whole file
    cell: str  # the place in human words, with the beginning of what stands there
    message: str  # what is wrong and what to do

    def __str__(self) -> str:
        return f"{self.cell}: {self.message} [{self.code}]" if self.cell else self.message


class TemplateError(TianbaoError):
    """A template with faults, which is not printed with."""

    exit_code = 4

    def __init__(self, template: str, faults: list[Fault]) -> None:
        self.faults = faults
        lines = "".join(f"\n  {fault}" for fault in faults)
        super().__init__(f"{template} can't be printed with; put right:{lines}")


def fault_at(code: str, passage: Passage, message: str) -> Fault:
    return Fault(code, passage.where, passage.named, message)
