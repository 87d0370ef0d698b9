"""A progress bar on a terminal."""

from __future__ import annotations

import io
import re
import time
from contextlib import redirect_stderr, redirect_stdout

import pytest
import rich.progress  # noqa: F401  # its import takes a while, which the bar would wait for

import tianbao.progress as progress
from tianbao.progress import tracked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.2)


def slow(steps: int):
    for step in range(steps):
        time.sleep(0.1)
        yield step


def test_work_that_takes_long_shows_a_bar_and_gives_its_steps():
    with redirect_stderr(Terminal()) as terminal:
        assert list(tracked(slow(8), 8, "reading")) == list(range(8))
    assert "reading" in terminal.getvalue()


def test_the_bar_has_counts_and_rate():
    with redirect_stderr(Terminal()) as terminal:
        list(tracked(slow(8), 8, "reading"))
    assert re.search(r"\d/8\S* \d+\.\d/s", terminal.getvalue())


def test_the_bar_comes_even_while_the_first_step_works():
    with redirect_stderr(Terminal()) as terminal:
        for _ in tracked(range(1), 1, "reading"):
            time.sleep(0.6)
            assert "reading" in terminal.getvalue()


def test_work_without_a_known_end_shows_one_too():
    with redirect_stderr(Terminal()) as terminal:
        list(tracked(slow(8), None, "printing"))
    assert "printing" in terminal.getvalue()


def test_quick_work_shows_none():
    with redirect_stderr(Terminal()) as terminal:
        assert list(tracked(range(5), 5, "reading")) == list(range(5))
    assert terminal.getvalue() == ""


def test_results_on_the_terminal_show_none():
    with redirect_stdout(Terminal()), redirect_stderr(Terminal()) as terminal:
        list(tracked(slow(5), 5, "reading", to_stdout=True))
    assert terminal.getvalue() == ""


def test_no_terminal_shows_none():
    with redirect_stderr(io.StringIO()) as stream:
        list(tracked(slow(5), 5, "reading"))
    assert stream.getvalue() == ""


def test_an_error_of_a_step_ends_the_bar():
    def broken():
        yield from slow(4)
        raise ZeroDivisionError

    with redirect_stderr(Terminal()) as terminal:
        with pytest.raises(ZeroDivisionError):
            list(tracked(broken(), 9, "reading"))
        shown = terminal.getvalue()
        time.sleep(0.3)
        assert terminal.getvalue() == shown
    assert "reading" in shown
