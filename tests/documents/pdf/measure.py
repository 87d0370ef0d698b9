"""How well a reader reads PDFs of others: `python -m tests.documents.pdf.measure --draws 5`.

Every draw is a filled form as a PDF in some program's manner, as LibreOffice prints it, or changed
as a finished PDF; it is read and held against the record that a perfect reader gives, up to the
canonizers of PDF. The same seed gives the same draws.
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from tests.documents.measure import Reader, Tally, _failure, _spread, head, line, total
from tests.documents.pdf.cases import Case, Judgement, judge
from tests.documents.pdf.draws import ALL_LAYOUTS, CLASSES, by_manner, by_office

Key = tuple[str, str]  # class, member

OFFICE: Final = "libreoffice"
SECONDS: Final = 60  # that one reading may take
PROCESSES: Final = multiprocessing.get_context("fork")


def cases(
    classes: Iterable[str], members: Sequence[str], draws: int, seed: str
) -> Iterator[tuple[Key, str, Case]]:
    """Every draw of the classes, with its name; of some members only, where any are named."""
    for name in classes:
        names = ALL_LAYOUTS if name == OFFICE else CLASSES[name][0]
        chosen = [each for each in names if not members or each in members]
        called = [f"{seed}/{name}/{number}" for number in range(draws)]
        if name == OFFICE:
            for (member, draw), case in by_office(chosen, called).items():
                yield (name, member), f"{draw}/{member}", case
            continue
        for member in chosen:
            for draw in called:
                yield (
                    (name, member),
                    f"{draw}/{member}",
                    CLASSES[name][1](member, f"{draw}/{member}"),
                )


def measure(
    reader: Reader,
    drawn: Iterable[tuple[Key, str, Case]],
    keep: Path | None = None,
    say: bool = False,
) -> dict[Key, list[Judgement]]:
    """What the reader makes of the draws, by class and member."""
    judgements: dict[Key, list[Judgement]] = defaultdict(list)
    for key, draw, case in drawn:
        start = time.perf_counter()
        results = read(reader, case.data, f"{draw}.pdf")
        spent = time.perf_counter() - start
        judged = judge(case, results, f"{draw} ({', '.join(case.trail)})")
        judged.tally.seconds = spent
        judged.tally.crashes = sum("crash" in (each.get("reason") or ()) for each in results)
        judgements[key].append(judged)
        if keep and (judged.tally.failures or judged.unnamed or judged.tally.crashes):
            _keep(keep, draw, case, results)
        if say:
            print(f"{draw}: {spent:.1f} s, {len(judged.tally.failures)}", file=sys.stderr)
    return judgements


def read(reader: Reader, data: bytes, name: str) -> list[dict[str, Any]]:
    """The results of a reader in a child: one that raises, dies or hangs is named for it."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_read, args=(reader, data, name, theirs))
    child.start()
    theirs.close()
    try:
        results: list[dict[str, Any]] = ours.recv() if ours.poll(SECONDS) else _crashed("hangs")
    except EOFError:
        child.join()
        results = _crashed(f"died of {child.exitcode}")
    child.kill()
    child.join()
    return results


def _read(reader: Reader, data: bytes, name: str, answer: Connection) -> None:
    try:
        results = reader(data, name)
    except Exception as error:  # whatever it is, the other draws go on
        results = _crashed(repr(error))
    answer.send(results)


def _crashed(how: str) -> list[dict[str, Any]]:
    return [{"form": None, "record": None, "reason": {"crash": how}}]


def _keep(folder: Path, draw: str, case: Case, results: Sequence[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = draw.replace("/", "_")
    (folder / f"{stem}.pdf").write_bytes(case.data)
    for suffix, content in (
        ("expected", [record for _, record in case.records]),
        ("result", list(results)),
    ):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / f"{stem}.{suffix}.json").write_text(text, "utf-8")


def whole(judged: Iterable[Judgement]) -> Tally:
    """The sum of the tallies."""
    return total(each.tally for each in judged)


def report(judgements: dict[Key, list[Judgement]], show: int) -> Iterator[str]:
    """The rates by class and member, and the failures."""
    for name in dict.fromkeys(key[0] for key in judgements):
        yield ""
        yield head(name)
        for (each, member), judged in judgements.items():
            if each == name:
                yield line(member, whole(judged))
    everything = whole(each for judged in judgements.values() for each in judged)
    yield line("all", everything)
    yield from _unnamed(judgements)
    lost = [each for each in everything.failures if not each.path]
    doubted = [each for each in everything.failures if each.path and not each.loud]
    for title, failures in (
        ("not read as expected", lost),
        ("wrong with confidence", everything.loud),
        ("wrong or lost, doubted", doubted),
    ):
        yield f"\n{title}: {len(failures)}"
        yield from (_failure(each) for each in _spread(failures)[:show])


def _unnamed(judgements: dict[Key, list[Judgement]]) -> Iterator[str]:
    yield "\nproblems and marks expected in vain:"
    for (_, member), judged in judgements.items():
        counted = Counter(code for each in judged for code in each.unnamed)
        if counted:
            said = ", ".join(f"{code} {count}" for code, count in counted.most_common(8))
            yield f"  {member} ({len(judged)}): {said}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.pdf.measure", description=__doc__)
    parser.add_argument("--reader", default="extractors.extract:extract")
    parser.add_argument("--classes", nargs="*", default=[*CLASSES, OFFICE])
    parser.add_argument("--members", nargs="*", default=[])
    parser.add_argument("--draws", type=int, default=2, help="of each member")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=20, help="failures listed of each kind")
    parser.add_argument("--keep", type=Path, help="folder for the documents that were misread")
    parser.add_argument("--say", action="store_true", help="each draw as it is read")
    chosen = parser.parse_args(arguments)
    module, _, function = chosen.reader.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    reader(by_manner("word", "warm").data, "warm.pdf")  # what it prepares once, all children share
    drawn = cases(chosen.classes, chosen.members, chosen.draws, chosen.seed)
    print("\n".join(report(measure(reader, drawn, chosen.keep, chosen.say), chosen.show)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
