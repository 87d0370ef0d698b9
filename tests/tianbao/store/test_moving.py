"""Answers by the paths that they have after rows were added and taken out."""

from __future__ import annotations

import pytest

from tianbao.store import checking, moving
from tianbao.store.models import Revision

A, B, C, D = ({"name": name} for name in "ABCD")


def revision(number: int, path: str, old: object, new: object, undoes: int | None = None):
    return Revision(number=number, path=path, old=old, new=new, undoes=undoes)


@pytest.mark.parametrize(
    ("old", "new", "paths"),
    [
        ([A, B, C], [A, C], ["rows.0.name", None, "rows.1.name"]),
        ([A, B, C], [D, A, B, C], ["rows.1.name", "rows.2.name", "rows.3.name"]),
        ([A, B, C], [B, D], [None, "rows.0.name", "rows.1.name"]),
        ([A, B, C], [], [None, None, None]),
        ([A, B, C], [A, D, C], ["rows.0.name", "rows.1.name", "rows.2.name"]),
    ],
)
def test_an_answer_goes_where_its_row_goes(old, new, paths):
    moves = moving.moves([revision(1, "rows", old, new)])
    assert [moving.moved(f"rows.{at}.name", moves) for at in range(3)] == paths
    assert moving.moved("rowsbeside.0.name", moves) == "rowsbeside.0.name"


def test_what_was_taken_back_moves_nothing():
    taken_back = [revision(1, "rows", [A, B], [B]), revision(2, "rows", [B], [A, B], undoes=1)]
    assert moving.moves(taken_back) == []


def test_a_list_of_values_has_no_rows():
    assert moving.moves([revision(1, "industries", ["汽车", "钢铁"], ["汽车"])]) == []


def test_only_the_rows_that_a_person_added_are_settled_by_it():
    made = [
        revision(1, "rows.2.name", "c", "C"),
        revision(2, "rows", [A, B, C], [B, C]),
        revision(3, "rows", [B, C], [B, C, D]),
    ]
    assert checking.settled(made) == {"rows.1.name", "rows.2"}
