"""Crashes of the work on a store: `python -m benchmarks.soak_bulk [rounds] [seed]`.

In each round documents come into a store in PostgreSQL that a coordinator follows, and at a random
moment a child that reads, the coordinator or the database is killed (SIGKILL; PostgreSQL as if it
had been). What ended is started again. At the end of each round every document that ever came must
have been read, and have given its one submission once. Exits with status 1 at the first that isn't.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import mean
from time import monotonic

from tests.servers.postgres import postgres
from tests.tianbao.working.crashing import DOCUMENTS, PARTS, Crashes, Round

ROUNDS = 200
SEED = 2024
LOOKS = 10


def main(rounds: int = ROUNDS, seed: int = SEED) -> int:
    choose = random.Random(seed)
    done: list[Round] = []
    start = monotonic()
    with postgres() as server, tempfile.TemporaryDirectory() as folder:
        crashes = Crashes(server, Path(folder), seed)
        try:
            for number in range(1, rounds + 1):
                done.append(crashes.round(choose.choice(PARTS)))
                if number % max(1, rounds // LOOKS) == 0:
                    print(f"{number:4} rounds {monotonic() - start:6.0f} s", flush=True)
        except AssertionError as error:
            print(f"round {len(done) + 1}: {error}")
            return 1
        finally:
            crashes.close()
    print(report(done))
    return 0


def report(rounds: list[Round]) -> str:
    killed = Counter(each.part for each in rounds)
    within = sum(0 < each.documents < DOCUMENTS for each in rounds)
    kinds = ", ".join(f"{part} {count}" for part, count in sorted(killed.items()))
    return (
        f"{len(rounds)} rounds of {DOCUMENTS} documents, killed: {kinds}\n"
        f"after {mean(each.after for each in rounds):.2f} s on average, "
        f"{within} times while some of the round's documents were read and others not\n"
        f"all {len(rounds) * DOCUMENTS} documents read once, none missing"
    )


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
