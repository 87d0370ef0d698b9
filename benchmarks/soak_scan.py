"""How well scans are read, over as many documents as the figures in docs/reading-scans.md need.

    python -m benchmarks.soak_scan [DOCUMENTS]

Invented records are printed, sealed, spoilt and read back (`tests.scanner.measure`): 200 short
documents of some 540 pages, then 120 whole applications of some 1,700.
"""

from __future__ import annotations

import sys

from tests.scanner.measure import FOLDER, measure

DOCUMENTS = 320

if __name__ == "__main__":
    measure(range(int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS), FOLDER)
