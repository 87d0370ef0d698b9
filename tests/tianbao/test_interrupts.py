"""Interrupts of a command that cleans up, and of one that is stuck."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys, time
from tianbao.interrupts import ends_within
with ends_within(float(sys.argv[1])) as stopped:
    print("ready", flush=True)
    stopped.wait(60)
    time.sleep(float(sys.argv[2]))
    print("cleaned up", flush=True)
    sys.exit(130)
"""


@pytest.mark.parametrize(("allowed", "taken", "said"), [(30, 0.2, "cleaned up\n"), (0.5, 60, "")])
def test_it_cleans_up_and_ends_whatever_hangs(allowed, taken, said):
    command = [sys.executable, "-c", PROGRAM, str(allowed), str(taken)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)  # impatience breaks nothing off
    assert process.wait(30) == 130
    assert process.stdout.read() == said
