"""Logs: what a line has, and what never stands in one."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from tianbao import logs

LOG = logging.getLogger("tianbao.tested")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The logging of the tests themselves, when a test is over."""
    root, ours = logging.getLogger(), logging.getLogger("tianbao")
    before = (root.handlers[:], root.level, ours.level)
    root.handlers.clear()
    yield
    root.handlers[:], _, _ = before
    root.setLevel(before[1])
    ours.setLevel(before[2])


@pytest.fixture
def in_request() -> Iterator[str]:
    token = logs.REQUEST.set("r-1")
    yield "r-1"
    logs.REQUEST.reset(token)


def test_a_line_for_programs_is_one_object(capsys, in_request):
    logs.begin("json")
    LOG.info("call %s", "13800000012", extra={"fields": {"name": "a\nb 13800000013", "id": 7}})
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "tianbao.tested",
        "message": "call 138****0012",
        "request": in_request,
        "name": "a\nb 138****0013",
        "id": 7,
    }


def test_a_fault_has_its_traceback_without_personal_data(capsys):
    logs.begin("json")
    try:
        raise ValueError("13800000012")
    except ValueError:
        LOG.exception("failed")
    told = json.loads(capsys.readouterr().err)
    assert told["exception"].endswith("ValueError: 138****0012")


def test_a_line_for_people_is_a_line_whatever_a_name_holds(capsys, in_request):
    logs.begin("text")
    LOG.info("read", extra={"fields": {"name": "a\n2027-01-01 ERROR \u202e13800000012"}})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(r" INFO read name=a\n2027-01-01 ERROR \u202e138****0012 request=r-1")


def test_of_other_packages_only_warnings_are_told(capsys):
    logs.begin("text")
    logging.getLogger("other").info("chatter")
    logging.getLogger("other").warning("mind")
    assert capsys.readouterr().err.endswith("WARNING mind\n")
