"""How well a reader reads what others wrote: `python -m tests.documents.measure --draws 5`.

Every draw is a record typed anew in a layout and disturbed, read, and held against the record that
a perfect reader gives. The same seed gives the same draws.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rapidfuzz.distance import LCSseq

from forms.registry import get as get_form
from renderers.docx import render
from tests.documents.disturb import DISTURBANCES, disturb
from tests.documents.layouts import LAYOUTS, random_layout
from tests.documents.negatives import negatives
from tests.documents.printed import marked
from tests.documents.records import GIVEN, LIST_ROW, PROSE, Record, answered, get, leaves
from tests.documents.retype import Specimen, retype, retype_summary

Reader = Callable[[bytes, str], list[dict[str, Any]]]

RECORDS: Final = Path(__file__).parents[2] / "samples" / "records"
SURE: Final = 0.9  # a wrong value with at least this confidence is a loud one
PROSE_SLIP: Final = 0.98  # prose with at least this share right isn't counted as a wrong value
A_FEW: Final = 4  # failures of one draw that are listed before those of others
LISTS: Final = ("technologies", "equipment", "software", "network")


@dataclass(slots=True)
class Failure:
    """A value read otherwise than it stands in the document."""

    draw: str
    path: str
    expected: Any
    actual: Any
    confidence: float | None  # None: lost, or no entry in `fields`

    @property
    def loud(self) -> bool:
        return self.confidence is not None and self.confidence >= SURE


@dataclass(slots=True)
class Tally:
    """Sums over draws."""

    draws: int = 0
    unknown: int = 0
    crashes: int = 0
    short: int = 0
    short_right: int = 0
    lists: int = 0
    lists_right: int = 0
    prose: float = 0.0
    prose_right: float = 0.0
    values: int = 0
    silent: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    @property
    def loud(self) -> list[Failure]:
        return [failure for failure in self.failures if failure.loud]

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            mine, others = getattr(self, name), getattr(other, name)
            setattr(self, name, mine + others)


# --- one draw ----------------------------------------------------------------------------------


def score(specimen: Specimen, results: Sequence[dict[str, Any]], draw: str) -> Tally:
    """One document's reading held against its record."""
    tally = Tally(draws=1)
    found = next((each for each in results if each.get("form") == specimen.form), None)
    result = found or {"record": {}, "fields": {}, "problems": []}
    actual = dict(leaves(result["record"]))
    # A scene whose segment's row was deleted brings it: loading says so, too.
    expected = dict(leaves(get_form(specimen.form).load(specimen.record)))
    warned = {problem["path"] for problem in result.get("problems", ())}
    for path in {**expected, **actual}:
        if not GIVEN.fullmatch(path):
            _score_leaf(tally, path, expected.get(path), actual.get(path), result, warned, draw)
    _score_lists(tally, specimen.record, result["record"])
    if found is None:
        reason = results[0].get("reason") if results else None
        tally.unknown = 1
        tally.crashes = int("crash" in (reason or ()))
        tally.failures = [Failure(draw, "", specimen.form, reason, None)]
    return tally


def _score_leaf(
    tally: Tally,
    path: str,
    expected: Any,
    actual: Any,
    result: dict[str, Any],
    warned: set[str],
    draw: str,
) -> None:
    wanted, given = answered(path, expected), answered(path, actual)
    if not wanted and not given:
        return
    tally.values += wanted
    right = _right(path, expected if wanted else None, actual if given else None)
    if PROSE.fullmatch(path):
        size = max(len(str(expected or "")), len(str(actual or "")))
        tally.prose += size
        tally.prose_right += size * right
        same = right >= PROSE_SLIP
    else:
        same = right == 1.0
        if wanted and not LIST_ROW.fullmatch(path):
            tally.short += 1
            tally.short_right += same
    if same:
        return
    entry = result.get("fields", {}).get(path, {})
    confidence = entry.get("confidence", 1.0) if given else None
    tally.failures.append(Failure(draw, path, expected, actual, confidence))
    if not given and not any(_covers(place, path) for place in warned):
        tally.silent += 1


def _covers(place: str, path: str) -> bool:
    return bool(place) and (path == place or path.startswith(f"{place}."))


def _right(path: str, expected: Any, actual: Any) -> float:
    """1 where equal; of prose the share of characters that are right."""
    if expected == actual:
        return 1.0
    if not PROSE.fullmatch(path) or not isinstance(expected, str) or not isinstance(actual, str):
        return 0.0
    return LCSseq.similarity(expected, actual) / max(len(expected), len(actual))


def _score_lists(tally: Tally, expected: Record, actual: Record) -> None:
    for path in _list_paths(expected):
        rows = get(expected, path)
        if rows:
            tally.lists += 1
            tally.lists_right += rows == get(actual, path)


def _list_paths(record: Record) -> Iterator[str]:
    if "rows" in record:
        yield "rows"
    for number, _ in enumerate(record.get("tasks", ())):
        yield from (f"tasks.{number}.{name}" for name in LISTS)


# --- all draws ---------------------------------------------------------------------------------


def specimen_of(name: str, record: Record, layout: str, rng: random.Random) -> Specimen:
    """The record typed anew; `layout` is a name of `LAYOUTS`, "random", or "printed": our print."""
    if layout == "printed":
        form = get_form("summary" if "rows" in record else "application")
        made = marked(render(form, record), record)
        made.trail = (name, layout)
        return made
    chosen = random_layout(rng) if layout == "random" else LAYOUTS[layout]
    made = (retype_summary if "rows" in record else retype)(record, chosen)
    made.trail = (name, layout)
    return made


def draw_one(records: dict[str, Record], layout: str, disturbance: str, draw: str) -> Specimen:
    """One draw; what the draw is called decides all of it. A blank is only drawn undisturbed."""
    rng = random.Random(draw)
    names = sorted(records)
    filled = [name for name in names if any(answered(*leaf) for leaf in _own(records[name]))]
    name = rng.choice(names if disturbance == "none" else filled or names)
    made = specimen_of(name, records[name], layout, rng)
    return disturb(made, disturbance, rng)


def _own(record: Record) -> Iterator[tuple[str, Any]]:
    return ((path, value) for path, value in leaves(record) if not GIVEN.fullmatch(path))


def measure(
    reader: Reader,
    records: dict[str, Record],
    layouts: Iterable[str],
    disturbances: Iterable[str],
    draws: int,
    seed: str,
    keep: Path | None = None,
) -> dict[tuple[str, str], Tally]:
    """The tallies by layout and disturbance."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    disturbances = tuple(disturbances)
    for layout in layouts:
        for disturbance in disturbances:
            for number in range(draws):
                draw = f"{seed}/{layout}/{disturbance}/{number}"
                specimen = draw_one(records, layout, disturbance, draw)
                data = specimen.pack()
                start = time.perf_counter()
                results = _read(reader, data, f"{draw}.docx")
                spent = time.perf_counter() - start
                tally = score(specimen, results, f"{draw} ({specimen.trail[0]})")
                tally.seconds = spent
                tallies[layout, disturbance].add(tally)
                if keep and (tally.failures or tally.unknown):
                    _keep(keep, draw, data, specimen, results)
    return tallies


def _read(reader: Reader, data: bytes, name: str) -> list[dict[str, Any]]:
    """The reader's results; one that raises has read nothing, and is named."""
    try:
        return reader(data, name)
    except Exception as error:  # whatever it is, the other draws go on
        return [{"form": None, "record": None, "reason": {"crash": repr(error)}}]


def _keep(
    folder: Path, draw: str, data: bytes, specimen: Specimen, results: Sequence[dict[str, Any]]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / draw.replace("/", "_")
    stem.with_suffix(".docx").write_bytes(data)
    for suffix, content in ((".expected.json", specimen.record), (".result.json", results)):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        stem.with_suffix(suffix).write_text(text, "utf-8")


def misread_negatives(reader: Reader) -> tuple[int, list[str]]:
    """How many documents that are no form were read, and those not answered `not-a-form`."""
    wrong = []
    documents = negatives()
    for name, data in documents.items():
        answers = [
            (result.get("form"), (result.get("reason") or {}).get("code"))
            for result in reader(data, name)
        ]
        if answers != [(None, "not-a-form")]:
            wrong.append(f"{name}: {answers}")
    return len(documents), wrong


# --- the report --------------------------------------------------------------------------------

COLUMNS: Final = (
    ("docs", 5),
    ("unknown", 7),
    ("crashed", 7),
    ("short %", 7),
    ("lists %", 7),
    ("prose %", 7),
    ("loud ‰", 7),
    ("silent ‰", 8),
    ("ms", 5),
)
NAME_WIDTH: Final = 20


def head(title: str) -> str:
    """The head of a table of rates, in Markdown."""
    names = " | ".join(f"{name:>{width}}" for name, width in COLUMNS)
    rules = "|".join(f"{'-' * (width + 1)}:" for _, width in COLUMNS)
    return f"| {title:<{NAME_WIDTH}} | {names} |\n|{'-' * (NAME_WIDTH + 2)}|{rules}|"


def line(name: str, tally: Tally) -> str:
    """A row of it."""
    values = max(tally.values, 1)
    cells = (
        str(tally.draws),
        str(tally.unknown),
        str(tally.crashes),
        _percent(tally.short_right, tally.short),
        _percent(tally.lists_right, tally.lists),
        _percent(tally.prose_right, tally.prose),
        f"{1000 * len(tally.loud) / values:.2f}",
        f"{1000 * tally.silent / values:.2f}",
        f"{1000 * tally.seconds / max(tally.draws, 1):.0f}",
    )
    shown = " | ".join(f"{cell:>{width}}" for cell, (_, width) in zip(cells, COLUMNS, strict=True))
    return f"| {name:<{NAME_WIDTH}} | {shown} |"


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}" if whole else "–"


def report(tallies: dict[tuple[str, str], Tally], show: int) -> Iterator[str]:
    for title, place in (("layout", 0), ("disturbance", 1)):
        yield ""
        yield head(title)
        for name in dict.fromkeys(key[place] for key in tallies):
            yield line(name, total(t for key, t in tallies.items() if key[place] == name))
    whole = total(tallies.values())
    yield line("all", whole)
    lost = [each for each in whole.failures if not each.path]
    for title, failures in (
        ("not read as the form", lost),
        ("wrong with confidence", whole.loud),
        (
            "wrong or lost, doubted",
            [each for each in whole.failures if each.path and not each.loud],
        ),
    ):
        yield f"\n{title}: {len(failures)}"
        yield from (_failure(each) for each in _spread(failures)[:show])


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _spread(failures: Sequence[Failure]) -> list[Failure]:
    """The failures with no more than a few of each draw first, the rest behind."""
    seen: Counter[str] = Counter()
    ranks = []
    for place, failure in enumerate(failures):
        seen[failure.draw] += 1
        ranks.append((seen[failure.draw] > A_FEW, place))
    return [failures[place] for _, place in sorted(ranks)]


def _failure(failure: Failure) -> str:
    sure = "    –" if failure.confidence is None else f"{failure.confidence:5.2f}"
    wanted, given = (_short(value) for value in (failure.expected, failure.actual))
    return f"  {sure} {failure.draw}: {failure.path}: {wanted} ≠ {given}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:40]}…{text[-16:]} ({len(text)})"


def load_records(names: Sequence[str]) -> dict[str, Record]:
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in RECORDS.glob("*.json")}
    return {name: record for name, record in found.items() if not names or name in names}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.documents.measure", description=__doc__)
    parser.add_argument("--reader", default="extractors.extract:extract")
    parser.add_argument("--records", nargs="*", default=())
    parser.add_argument("--layouts", nargs="*", default=("printed", *LAYOUTS, "random"))
    parser.add_argument(
        "--disturbances", nargs="*", default=("none", *DISTURBANCES, "four", "office")
    )
    parser.add_argument("--draws", type=int, default=2, help="of each layout and disturbance")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=20, help="failures listed of each kind")
    parser.add_argument("--keep", type=Path, help="folder for the documents that were misread")
    chosen = parser.parse_args(arguments)
    module, _, function = chosen.reader.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    tallies = measure(
        reader,
        load_records(chosen.records),
        chosen.layouts,
        chosen.disturbances,
        chosen.draws,
        chosen.seed,
        chosen.keep,
    )
    print("\n".join(report(tallies, chosen.show)))
    count, wrong = misread_negatives(reader)
    print(f"\nno forms: {count}, not answered as such: {len(wrong)}")
    print("\n".join(f"  {each}" for each in wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
