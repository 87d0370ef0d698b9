"""Runs every benchmark of this folder, one after the other: `python -m benchmarks [NAME…]`."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(wanted: list[str]) -> None:
    names = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    for name in names:
        if not wanted or name.removeprefix("bench_") in wanted:
            print(f"== {name}", flush=True)
            import_module(f"benchmarks.{name}").main()
            print()


if __name__ == "__main__":
    main(sys.argv[1:])
