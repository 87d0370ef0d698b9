"""A store's submissions as folders for the archive: a folder a district, with its 附件2 in ranked
order, and in it a folder a company, with every document that it sent and each record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from forms.registry import summarizings
from tianbao.exports.stored import Result, Wanted, giving_out, result_of
from tianbao.files import write_whole
from tianbao.names import numbered, safe
from tianbao.store import Store
from tianbao.store.ranking import ranked
from tianbao.verbs.summarizing import summarize_results

NOWHERE = "未注明推荐单位"
NOBODY = "未注明单位"
UNREAD = "未读出"
LISTED = "推荐汇总表.docx"
RECORD = ".json"


def archive(store: Store, wanted: Wanted, folder: Path) -> Iterator[Result]:
    """Writes the folders and gives each result when its files are there.

    Names come from records and are made safe: none leaves its folder, none takes another's place.
    """
    names: dict[Path, Callable[[str], str]] = {}
    folders: dict[tuple[str, int | None], Path] = {}
    with giving_out(store, wanted) as results:
        for result in results:
            place = _place(folder, result, names, folders)
            place.mkdir(parents=True, exist_ok=True)
            _write(store, result, place, names.setdefault(place, numbered()))
            yield result
        for district in sorted({district for district, _ in folders}):
            _list(store, district, folder / safe(district or NOWHERE))


def _place(
    folder: Path,
    result: Result,
    names: dict[Path, Callable[[str], str]],
    folders: dict[tuple[str, int | None], Path],
) -> Path:
    """The folder of a result; the versions of one application share theirs."""
    if result["form"] is None:
        return folder / UNREAD
    ledger = result["ledger"]
    district = folder / safe(ledger["district"] or NOWHERE)
    key = (ledger["district"], ledger["application"])
    if key not in folders:
        unique = names.setdefault(district, numbered())
        folders[key] = district / unique(safe(ledger["applicant"] or NOBODY))
    return folders[key]


def _write(store: Store, result: Result, place: Path, unique: Callable[[str], str]) -> None:
    """The document as it came, and what it says now beside it under the same name."""
    source = result["source"]
    stem, suffix = _parted(safe(str(source["name"])))
    name = unique(stem)
    if source["sha256"] is not None:
        write_whole(place / f"{name}{suffix}", store.blobs.get(source["sha256"]), force=True)
    told = json.dumps(result, ensure_ascii=False, indent=1).encode()
    write_whole(place / f"{name}{RECORD}", told, force=True)


def _parted(name: str) -> tuple[str, str]:
    """The name and its suffix; without one where the record beside it has the same."""
    path = PurePath(name)
    return (name, "") if path.suffix.lower() == RECORD else (path.stem, path.suffix)


def _list(store: Store, district: str, place: Path) -> None:
    for way in summarizings():
        with store.reading() as session:
            found = ranked(session, district, [way.of.name])
            listed = [result_of(each) for each in found]
        if listed:
            write_whole(place / LISTED, summarize_results(listed).printed(".docx"), force=True)
