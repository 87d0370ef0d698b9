"""`make demo`: prints both forms blank and filled, reads them back, shows the records side by side;
makes a scan of one and reads that; takes a mailbox in, reads it, and exports what it says.

    python tools/demo.py FOLDER

The files are left in FOLDER; the exit status is 1 if a record came back changed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import tianbao
from renderers.office import OfficeMissing
from tianbao.verbs.printing import Kind

ROOT = Path(__file__).resolve().parent.parent

# form → the sample record that is printed.
FILLED = {
    "jiebang2024/application": ROOT / "samples/records/a01-automotive-twin.json",
    "jiebang2024/summary": ROOT / "samples/records/s01-pudong-two.json",
}
MAILBOX = ROOT / "samples/mailbox"
DPI = 200  # of the scan
SHOWN = 12  # characters of a value in the table

Leaf = tuple[str, Any]


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if sys.stdout.isatty() else 120)
    equal = [print_and_read(form, record, folder, console) for form, record in FILLED.items()]
    equal.append(scan_and_read(folder, console))
    take_in(folder, console)
    console.print(f"The files are in {folder}.")
    return 0 if all(equal) else 1


def print_and_read(form: str, source: Path, folder: Path, console: Console) -> bool:
    """Prints the blank and the filled form as Word and PDF, reads the filled ones back, and says
    whether they are equal."""
    console.rule(f"[bold]{form}")
    word = there_and_back(form, source, folder, console, "docx")
    try:
        return there_and_back(form, source, folder, console, "pdf") and word
    except OfficeMissing as error:
        console.print(f"[yellow]Left out:[/yellow] PDF. {error}\n", highlight=False)
        return word


def there_and_back(form: str, source: Path, folder: Path, console: Console, kind: Kind) -> bool:
    short = form.rpartition("/")[2]
    record = json.loads(source.read_text(encoding="utf-8"))
    blank, filled = folder / f"{short}-blank.{kind}", folder / f"{short}-filled.{kind}"

    step(console, f"tianbao blank {short} -o {blank.name}")
    blank.write_bytes(tianbao.blank(form, kind))
    step(console, f"tianbao render {short} {source.name} -o {filled.name}")
    filled.write_bytes(tianbao.render(form, record, kind))
    step(console, f"tianbao extract {filled.name}")
    (result,) = timed(console, filled)
    console.print(side_by_side(record, result["record"]))
    return verdict(console, record, result["record"])


def scan_and_read(folder: Path, console: Console) -> bool:
    """Makes a scan of the shorter form's PDF, and says whether it reads as the PDF was printed."""
    printed, scanned = folder / "summary-filled.pdf", folder / "summary-scanned.pdf"
    if not printed.exists():
        return True  # and said already
    console.rule("[bold]a scan")
    sys.path.insert(0, str(ROOT))
    from tests.scanner.levels import degrade
    from tests.scanner.prints import pages, scan_pdf

    sheets = enumerate(pages(printed.read_bytes(), DPI))
    scanned.write_bytes(scan_pdf([degrade(page, "colour", n) for n, page in sheets], DPI))
    step(console, f"tianbao extract {scanned.name}")
    (result,) = timed(console, scanned)
    record = json.loads(FILLED["jiebang2024/summary"].read_text(encoding="utf-8"))
    console.print(side_by_side(record, result["record"]))
    return verdict(console, record, result["record"])


def take_in(folder: Path, console: Console) -> None:
    """Takes the sample mailbox into a store, reads what came, and exports it."""
    console.rule("[bold]a mailbox")
    store, listed = folder / "store", folder / "名单.xlsx"
    shutil.rmtree(store, ignore_errors=True)
    for arguments in (
        ("intake", MAILBOX, "--store", store),
        ("work", "--store", store),
        ("status", "--store", store),
        ("export", "--store", store, "-o", listed, "--force"),
    ):
        step(console, " ".join(("tianbao", *map(_short, arguments))))
        # What can't be used is told, and is part of the mailbox: no failure of the demonstration.
        done = subprocess.run([sys.executable, "-m", "tianbao", *map(str, arguments)], cwd=ROOT)
        if done.returncode not in (0, 3):
            sys.exit(done.returncode)
    console.print(f"[dim]To review it:[/dim] tianbao serve --store {store}\n", highlight=False)


def _short(argument: object) -> str:
    return argument.name if isinstance(argument, Path) else str(argument)


def step(console: Console, command: str) -> None:
    console.print(f"[dim]$[/dim] {command}", highlight=False)


def timed(console: Console, document: Path) -> list[dict[str, Any]]:
    start = time.perf_counter()
    results = tianbao.extract(document)
    took = (time.perf_counter() - start) * 1000
    console.print(f"  read in {took:.0f} ms", style="dim", highlight=False)
    return results


def side_by_side(printed: Any, read: Any) -> Table:
    """The answers of both records, a row each."""
    before, after = dict(leaves(printed)), dict(leaves(read))
    table = Table(header_style="bold")
    for head in ("answer", "printed", "read back", ""):
        table.add_column(head, no_wrap=True)
    for path in dict.fromkeys((*before, *after)):
        same = before.get(path) == after.get(path)
        mark = "[green]=[/green]" if same else "[bold red]≠[/bold red]"
        table.add_row(path, shown(before.get(path)), shown(after.get(path)), mark)
    return table


def leaves(value: Any, path: str = "") -> Iterator[Leaf]:
    """The values of a record that are not empty, with their dotted paths."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, child in items:
            yield from leaves(child, f"{path}.{key}" if path else str(key))
    elif value is not None:
        yield path, value


def shown(value: Any) -> str:
    text = "" if value is None else str(value).replace("\n", "⏎")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)})"


def verdict(console: Console, printed: Any, read: Any) -> bool:
    if printed == read:
        count = sum(1 for _ in leaves(printed))
        console.print(
            f"[bold green]Equal:[/bold green] all {count} answers came back as printed.\n"
        )
        return True
    console.print("[bold red]Not equal:[/bold red] see the rows marked ≠.\n")
    return False


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
