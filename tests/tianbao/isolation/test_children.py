"""Child processes that can be killed."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from pebble.common.types import CONSTS

from tianbao.isolation.children import WATCH, Children, Crashed, Limits, OutOfMemory, TimedOut

MIB = 2**20


@pytest.fixture(scope="module")
def children():
    with Children(2, Limits(seconds=30, memory=200 * MIB)) as children:
        yield children


@pytest.fixture(scope="module")
def hurried():
    with Children(2, Limits(seconds=1, memory=200 * MIB)) as children:
        yield children


def fill_memory() -> None:
    kept = []
    while True:
        kept.append(b"x" * MIB)


def raise_memory_error() -> None:
    raise MemoryError


def die_as_the_system_kills() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    ctypes.string_at(0)


def ignore_being_told_to_end() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def test_who_ends_children_waits_less_than_for_a_look_at_them():
    """Pebble's threads end when they look round the next time, which is not made to be told."""
    assert CONSTS.sleep_unit < WATCH


def test_a_function_gives_its_result(children):
    assert children.submit(divmod, 7, 2).result() == (3, 1)


def test_a_function_runs_in_another_process(children):
    assert children.submit(os.getpid).result() != os.getpid()


def test_a_functions_own_error_is_its_outcome(children):
    with pytest.raises(ZeroDivisionError):
        children.submit(divmod, 7, 0).result()


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        (fill_memory, OutOfMemory),
        (raise_memory_error, OutOfMemory),
        (die_as_the_system_kills, OutOfMemory),
        (crash, Crashed),
    ],
)
def test_a_call_that_ends_its_process_says_why_and_the_next_one_runs(children, call, outcome):
    with pytest.raises(outcome):
        children.submit(call).result()
    assert children.submit(abs, -1).result() == 1


def test_a_call_that_takes_too_long_is_killed_even_if_it_refuses(hurried):
    with pytest.raises(TimedOut):
        hurried.submit(ignore_being_told_to_end).result()
    assert hurried.submit(abs, -1).result() == 1


def test_a_call_that_works_is_killed_by_what_it_worked(hurried):
    with pytest.raises(TimedOut):
        hurried.submit(pow, 3, 10**9).result()
    assert hurried.submit(abs, -1).result() == 1


def test_a_child_that_is_killed_while_it_does_nothing_costs_no_call():
    with Children(1, Limits(seconds=30, memory=200 * MIB)) as children:
        for _ in range(3):
            child = psutil.Process(children.submit(os.getpid).result())
            child.kill()
            child.wait(timeout=10)
            assert children.submit(abs, -1).result() == 1
        with pytest.raises(OutOfMemory):  # the new one is watched
            children.submit(fill_memory).result()


def die_being_born(times: int, births: Path) -> None:
    births.write_text(births.read_text() + "+" if births.exists() else "+")
    if len(births.read_text()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_child_that_is_killed_while_it_starts_costs_no_call(tmp_path, monkeypatch):
    births = tmp_path / "births"
    monkeypatch.setattr(
        "tianbao.isolation.children.die_at_once", partial(die_being_born, 2, births)
    )
    with Children(1, Limits(seconds=30, memory=200 * MIB)) as children:
        assert children.submit(abs, -1).result() == 1
    assert len(births.read_text()) == 3


def test_that_no_child_can_be_started_is_told(tmp_path, monkeypatch):
    births = tmp_path / "births"
    monkeypatch.setattr(
        "tianbao.isolation.children.die_at_once", partial(die_being_born, 99, births)
    )
    with (
        Children(1, Limits(seconds=30, memory=200 * MIB)) as children,
        pytest.raises(Crashed),
    ):
        children.submit(abs, -1).result()


def test_exit_is_a_crash_with_its_code(children):
    with pytest.raises(Crashed, match="7"):
        children.submit(os._exit, 7).result()


def test_calls_run_side_by_side_and_a_killed_one_disturbs_no_other(hurried):
    slow = hurried.submit(time.sleep, 60)
    quick = [hurried.submit(abs, -n) for n in range(100)]
    assert [call.result() for call in quick] == list(range(100))
    with pytest.raises(TimedOut):
        slow.result()


ORPHAN = """
import os, time
from tianbao.isolation.children import Children, Limits

if __name__ == "__main__":
    children = Children(1, Limits(1, 2**30))
    print(children.submit(os.getpid).result(), flush=True)
    children.submit(time.sleep, 60).result()
"""


def test_a_process_ends_at_its_limit_even_if_the_command_is_killed(tmp_path):
    (tmp_path / "orphan.py").write_text(ORPHAN)
    command = [sys.executable, tmp_path / "orphan.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        child = psutil.Process(int(process.stdout.readline()))
        time.sleep(0.2)
        process.kill()
    child.wait(timeout=30)


def test_shutting_down_without_waiting_kills_what_runs():
    children = Children(1, Limits(seconds=60, memory=200 * MIB))
    running = children.submit(time.sleep, 60)
    waiting = children.submit(time.sleep, 60)
    pid_gone = time.monotonic()
    children.submit(abs, 1)
    time.sleep(0.5)
    children.shutdown(wait=False)
    assert time.monotonic() - pid_gone < 2
    assert running.exception() is not None
    assert waiting.cancelled()
