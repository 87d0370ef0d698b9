"""Memory over a thousand conversions to PDF: `python -m benchmarks.soak_convert`.

LibreOffice grows with each document and is replaced after some; what counts is the most memory
that it and this process took in each tenth of the documents. Exits with status 1 when that of the
last tenth is above that of the first by more than GROWTH.
"""

from __future__ import annotations

import sys
from itertools import cycle, islice
from time import perf_counter

import psutil

from benchmarks.soak import samples
from renderers import pdf
from renderers.docx import render
from renderers.office import Office

DOCUMENTS = 1_000
LOOKS = 10
GROWTH = 0.10


def main() -> int:
    ours = psutil.Process()
    tops: list[tuple[int, int]] = []  # of each tenth: LibreOffice, this process
    start = perf_counter()
    with Office() as office:
        top = (0, 0)
        for number, (form, record) in enumerate(islice(cycle(samples()), DOCUMENTS), 1):
            pdf.of_word(render(form, record), office=office)
            theirs = sum(each.memory_info().rss for each in ours.children(recursive=True))
            top = max(top[0], theirs), max(top[1], ours.memory_info().rss)
            if number % (DOCUMENTS // LOOKS) == 0:
                tops.append(top)
                shown = "".join(f"{bytes_ / 2**20:8.1f} MiB" for bytes_ in top)
                print(f"{number:6} documents {perf_counter() - start:7.0f} s {shown}", flush=True)
                top = (0, 0)
    growths = [last / first - 1 for first, last in zip(tops[0], tops[-1], strict=True)]
    print("growth from the first tenth to the last: LibreOffice {:.1%}, we {:.1%}".format(*growths))
    return 1 if max(growths) > GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
