"""What exports of a large store cost: for each kind of file the most memory that its process took,
the time that passed, and the size of the file.

    python -m benchmarks.bench_export [NUMBER …]

Each export is a process of its own, as the command line's are; with several numbers it shows
whether memory grows with the store, which is the one of `bench_store`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bench_store import fill
from tianbao.store import open_store

NUMBERS = (5_000, 20_000)
KINDS = ("jsonl", "csv", "xlsx")
# Done in the child: an export, then its own peak of memory (KiB) and processor time.
CHILD = """
import resource, sys, tianbao.cli
sys.argv = ["tianbao", "export", "--every-version", "--store", *sys.argv[1:]]
try:
    tianbao.cli.cli()
except SystemExit:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_maxrss // 1024, round(used.ru_utime + used.ru_stime, 1))
"""


def main() -> None:
    print("documents  kind    MiB of memory   CPU seconds   MB of the file")
    for number in [int(each) for each in sys.argv[1:]] or NUMBERS:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(f"{folder}/store")
            fill(store, number)
            store.close()
            for kind in KINDS:
                target = Path(folder, f"out.{kind}")
                memory, seconds = exported(f"{folder}/store", target)
                size = target.stat().st_size / 1e6
                print(
                    f"{number:9}  {kind:6}  {memory:>13}   {seconds:>11}   {size:14.1f}", flush=True
                )


def exported(store: str, target: Path) -> list[str]:
    """The peak of memory in MiB and the seconds of processor time."""
    command = [sys.executable, "-c", CHILD, store, "-o", str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.split()[-2:]


if __name__ == "__main__":
    main()
