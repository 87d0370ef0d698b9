"""A form's record laid out in columns."""

from __future__ import annotations

import pytest

from forms.registry import forms, get
from tianbao.exports.columns import layout, rows


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_every_leaf_is_in_one_column(form):
    found = layout(form)
    paths = [c.path for c in found.columns]
    paths += [c.path for table in found.tables for c in table.columns]
    assert sorted(paths) == sorted(form.leaves())


def test_a_list_within_a_list_is_a_table_of_its_own():
    tables = {table.title: table for table in layout(get("application")).tables}
    assert tables["tasks.technologies"].path == "tasks.*.technologies"
    assert [column.name for column in tables["tasks.technologies"].columns] == [
        "name",
        "indicators",
        "developer",
    ]


def test_the_outermost_lists_are_named_once():
    lists = layout(get("application")).lists
    assert lists == ("applicant.finances", "tasks", "narrative.tasks")


def test_rows_know_their_path(application):
    table = next(t for t in layout(get("application")).tables if t.title == "tasks.effects")
    assert [path for path, _ in rows(application, table)] == [
        f"tasks.{n}.effects.{k}" for n in range(len(application["tasks"])) for k in range(2)
    ]
