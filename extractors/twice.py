"""Answers whose labels stand in two tables, of an applicant and of another beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractors.items import Sheet
from extractors.values import Taken
from extractors.wording import key

TWICE = "表中有两处同样的栏目（例如联合申报单位的表），请核对取自哪一处"


def doubted_twice(sheet: Sheet, taken: Iterable[Taken]) -> list[Taken]:
    """The answers of a form whose wordings begin again, those in doubt whose label stands twice:
    where one table leaves it blank, the other's answer is the nearest. Blocks of the form's own
    loops have the same labels each."""
    labels = Counter(item.key for item in sheet.items if item.key)
    return [
        each._replace(doubt=each.doubt or TWICE)
        if each.label and "*" not in each.hole.path and labels[key(each.label.text)] > 1
        else each
        for each in taken
    ]
