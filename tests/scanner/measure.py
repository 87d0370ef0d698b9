"""How well scans are read: invented records printed, sealed and spoilt, read back, and compared.

    python -m tests.scanner.measure [DOCUMENTS] [--folder FOLDER] [--processes N]

tells for each kind of scan and of answer how many came back right and how many wrong and sure (0.9
or more), what seals were found, and for each stretch of confidence the share that is right. Scans
and what the networks said of them are kept in FOLDER, so that a second run takes minutes; the
answers are kept in its answers.jsonl, for `tests.scanner.fitting`.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, Final, NamedTuple

from extractors.scan import engine
from tests.scanner.cases import Case, Returned, returned
from tests.scanner.reliability import stretches
from tests.scanner.seals import MM
from tests.scanner.specimens import Stamp, specimen

FOLDER: Final = Path("build/scans")
KEPT: Final = FOLDER / "answers.jsonl"
DOCUMENTS: Final = 72
SURE: Final = 0.9
SEALS: Final = frozenset({"seal", "personal-seal", "edge-seal"})
NEAR: Final = 15.0  # mm: a skew of 2 degrees moves a seal by 10
# Column of the table → the kinds of answer in it.
GROUPS: Final = {
    "short answers": frozenset({"name", "choice", "number", "date", "phone"}),
    "ticks": frozenset({"ticks"}),
    "credit codes": frozenset({"code"}),
    "mail addresses": frozenset({"mail"}),
    "prose, whole": frozenset({"prose"}),
}


class Answer(NamedTuple):
    """An answer as it is kept for fitting."""

    document: int
    scan: str
    path: str
    kind: str
    model: str | None  # kind of answer as `confidence.json` has it; None where no look was taken
    right: bool
    given: bool
    confidence: float
    signals: tuple[float, ...] | None
    most: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=DOCUMENTS)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    measure(range(asked.documents), asked.folder, asked.processes)


def measure(numbers: Sequence[int], folder: Path, processes: int = 1) -> None:
    """Reads the specimens of those numbers and prints the report; keeps their answers."""
    documents = []
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for done in as_completed(pool.submit(_read, number, folder) for number in numbers):
            one, memory = done.result()
            documents.append(one)
            told = f"{len(documents)} of {len(numbers)}: {one.specimen.number}, {memory:.0f} MiB"
            print(told, file=sys.stderr, flush=True)
    documents.sort(key=lambda one: one.specimen.number)
    answers = [answer_of(case) for one in documents for case in one.cases]
    keep(answers, folder / KEPT.name)
    print("\n".join((*report(documents, answers), *loud(documents))))


def _read(number: int, folder: Path) -> tuple[Returned, float]:
    """A specimen as it was read, without its bytes, and the most memory, in MiB, that the process
    that read it has taken until then."""
    engine.threads = lambda: 1  # every process has a processor, and leaves the others
    one = returned(specimen(number, folder), folder / "said.db")
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    return replace(one, specimen=replace(one.specimen, data=b"")), memory


def loud(documents: Iterable[Returned]) -> Iterator[str]:
    """The answers that are wrong and sure."""
    for one in documents:
        for case in one.cases:
            if not case.right and case.confidence >= SURE:
                yield f"{case.document} {case.scan} {case.path} {case.confidence}"
                yield f"    {case.true!r}\n    {case.read!r}"


def answer_of(case: Case) -> Answer:
    return Answer(
        case.document,
        case.scan,
        case.path,
        case.kind,
        case.model,
        case.right,
        case.given,
        case.confidence,
        case.signals,
        case.most,
    )


def keep(answers: Iterable[Answer], file: Path) -> None:
    lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
    file.write_text("".join(lines), encoding="utf-8")


def kept(file: Path) -> Iterator[Answer]:
    """The answers of the last measure."""
    for line in file.read_text(encoding="utf-8").splitlines():
        *told, signals, most = json.loads(line)
        yield Answer(*told, None if signals is None else tuple(signals), most)


# --- the report ----------------------------------------------------------------------------------


def report(documents: Sequence[Returned], answers: Sequence[Answer]) -> Iterator[str]:
    pages = sum(one.specimen.pages for one in documents)
    unknown = sum(one.result["form"] is None for one in documents)
    yield f"{len(documents)} documents, {pages} pages, {len(answers)} answers; "
    yield f"not read as the form: {unknown}\n"
    yield from by_scan(documents)
    yield from by_kind(answers)
    yield from calibration(answers)


def by_scan(documents: Sequence[Returned]) -> Iterator[str]:
    """For each kind of scan how much came back right, with the number of cases."""
    heads = ("scan", "documents, pages", *GROUPS, "prose characters", "seals found", "wrong, sure")
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    named = {f"{one.specimen.level}, {one.specimen.dpi} dpi" for one in documents}
    for name in (*sorted(named), "all"):
        own = [
            one
            for one in documents
            if name in ("all", f"{one.specimen.level}, {one.specimen.dpi} dpi")
        ]
        cases = [case for one in own for case in one.cases]
        sure = [case for case in cases if case.confidence >= SURE]
        groups = [[case for case in cases if case.kind in kinds] for kinds in GROUPS.values()]
        cells = (
            name,
            f"{len(own)}, {sum(one.specimen.pages for one in own)}",
            *(share(sum(case.right for case in group), len(group)) for group in groups),
            _characters([case for case in cases if case.kind == "prose"]),
            _seals(own),
            f"{sum(not case.right for case in sure)} of {len(sure)}",
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def _characters(cases: Sequence[Case]) -> str:
    from rapidfuzz.distance import Levenshtein

    pairs = [(case.true or "", case.read or "") for case in cases]
    most = sum(max(len(true), len(read)) for true, read in pairs)
    return share(most - sum(Levenshtein.distance(true, read) for true, read in pairs), most)


def by_kind(answers: Sequence[Answer]) -> Iterator[str]:
    heads = ("answer", "cases", "right", "left empty", "wrong, doubted", "wrong, sure", "sure")
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for name in (*dict.fromkeys(answer.kind for answer in answers), "all"):
        own = [answer for answer in answers if name in ("all", answer.kind)]
        wrong = [answer for answer in own if not answer.right]
        loud = [answer for answer in wrong if answer.confidence >= SURE]
        empty = [answer for answer in wrong if not answer.given]
        cells = (
            name,
            str(len(own)),
            share(len(own) - len(wrong), len(own)),
            str(len(empty)),
            str(len(wrong) - len(loud) - len(empty)),
            str(len(loud)),
            str(sum(answer.confidence >= SURE for answer in own)),
        )
        yield f"| {' | '.join(cells)} |"
    yield ""


def calibration(answers: Sequence[Answer]) -> Iterator[str]:
    """For stretches of confidence: how many answers, what they say on average, what is right."""
    yield "| confidence | answers | said on average | right |"
    yield "| --- | --- | --- | --- |"
    given = [(answer.confidence, answer.right) for answer in answers if answer.given]
    for low, high, count, said, right in stretches(given):
        yield f"| {low:.2f}–{high:.2f} | {count} | {said:.1%} | {right:.1%} |"
    yield ""


def _seals(documents: Sequence[Returned]) -> str:
    """How many of the seals were found where they are, and how many elsewhere."""
    found = invented = 0
    for one in documents:
        left = list(one.specimen.seals)
        for mark in one.result.get("marks", ()):
            if mark["kind"] in SEALS:
                near = [each for each in left if _off(mark, each) <= NEAR]
                stamp = min(near, key=partial(_off, mark), default=None)
                left = [each for each in left if each is not stamp]
                found += stamp is not None
                invented += stamp is None
    more = f", {invented} invented" if invented else ""
    return f"{found} of {sum(len(one.specimen.seals) for one in documents)}{more}"


def _off(mark: dict[str, Any], stamp: Stamp) -> float:
    """How far a mark's middle is from a stamp's, in mm; without end on different pages."""
    if mark["page"] != stamp.page:
        return math.inf
    x0, y0, x1, y1 = mark["box"]
    middle = (x0 + x1) / 2 / MM, (y0 + y1) / 2 / MM
    return math.dist(middle, (stamp.x, stamp.y))


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} of {whole}" if whole else "–"


if __name__ == "__main__":
    main()
