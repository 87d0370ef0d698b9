"""How well scans are read, over as many documents as the figures in docs/reading-scans.md need.

    python -m benchmarks.soak_scan [DOCUMENTS]

Invented records are printed, sealed, spoilt and read back (`tests.scanner.measure`): 200 short
documents of some 540 pages, and 120 whole applications of some 1,700, by a process a processor.
"""

from __future__ import annotations

import os
import random
import sys

from tests.scanner.measure import FOLDER, measure

DOCUMENTS = 320

if __name__ == "__main__":
    numbers = [*range(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS)]
    random.Random(0).shuffle(numbers)  # a run that is cut off has read of every kind
    measure(numbers, FOLDER, len(os.sched_getaffinity(0)))
