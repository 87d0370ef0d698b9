"""Unpacking in a child process that can be killed: what one item does to it costs no other."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tianbao.intake import limits
from tianbao.intake.finds import MESSAGES, Finds, Header, Refusal, opened_last
from tianbao.intake.kinds import HEADERS
from tianbao.intake.sources import Item
from tianbao.intake.unpacking import Raw, unpack, unpack_all
from tianbao.isolation.children import Children, Crashed, Killed, OutOfMemory, TimedOut

MOST_KILLS: Final = 5  # parts of one mail that kill their process before the rest is given up
REASONS: Final[dict[type[Killed], str]] = {
    TimedOut: "timeout",
    OutOfMemory: "out-of-memory",
    Crashed: "crashed",
}


@dataclass(frozen=True)
class Group:
    """Items that are unpacked together, and the folder for what is too large to hand over."""

    items: list[Item]
    folder: Path
    finds: Future[list[Finds]]


class Unpacker:
    """One child process. It works on a group while an earlier one is stored."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._children = Children(1, limits.CHILD)
        self._groups = 0

    def close(self) -> None:
        self._children.shutdown(wait=False)

    def begin(self, items: list[Item]) -> Group:
        self._groups += 1
        folder = self._scratch / str(self._groups)
        folder.mkdir()
        raws = [raw_of(item) for item in items]
        return Group(items, folder, self._children.submit(unpack_all, raws, folder))

    def end(self, group: Group) -> list[Finds]:
        """What is in each item of a group; `forget` it once that is stored."""
        try:
            finds = group.finds.result()
        except Killed:
            finds = [self._alone(item, group.folder) for item in group.items]
        for item, each in zip(group.items, finds, strict=True):
            if problem := problem_of(item):
                each.leaves.clear()
                each.refusals[:] = [problem]
        return finds

    def forget(self, group: Group) -> None:
        shutil.rmtree(group.folder, ignore_errors=True)

    def _alone(self, item: Item, folder: Path) -> Finds:
        """What is in an item whose group killed its process: what kills again is left closed, and
        the rest taken."""
        killed: list[Refusal] = []
        while len(killed) < MOST_KILLS:
            (folder / "at").unlink(missing_ok=True)
            closed = [each.path for each in killed]
            try:
                finds = self._children.submit(unpack, raw_of(item), folder, closed).result()
            except Killed as death:
                path = opened_last(folder)
                killed.append(refusal(REASONS[type(death)], path or (item.name,)))
                if not path or path in closed:
                    break
            else:
                finds.refusals += killed
                return finds
        return Finds(folder, header=self._header(item, folder), refusals=killed)

    def _header(self, item: Item, folder: Path) -> Header | None:
        """The header alone of a mail that can't be unpacked."""
        try:
            only = Raw(head_of(item), item.name, item.is_mail)
            return self._children.submit(unpack, only, folder).result().header
        except Killed:
            return Header() if item.is_mail else None


def raw_of(item: Item) -> Raw:
    """What the child is given: of what is not to be opened its header at most."""
    if problem_of(item):
        return Raw(head_of(item), item.name, item.is_mail)
    return Raw(item.data or b"", item.name, item.is_mail)


def problem_of(item: Item) -> Refusal | None:
    """Why an item is not opened at all."""
    if item.problem is not None:
        code, values = item.problem
        return refusal(code, (item.name,), **values)
    if item.size > limits.LARGEST:
        return refusal("too-large", (item.name,), most=limits.LARGEST // limits.MEBIBYTE)
    return None


def refusal(code: str, path: tuple[str, ...], **values: object) -> Refusal:
    return Refusal(code, MESSAGES[code].format(name="/".join(path), **values), path)


def head_of(item: Item) -> bytes:
    """The lines of a mail's header."""
    head = beginning(item)
    ends = [at for at in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if at >= 0]
    return head[: min(ends, default=len(head))]


def beginning(item: Item) -> bytes:
    """So many bytes of an item as tell a mail."""
    if isinstance(item.data, Path):
        with open(item.data, "rb") as stream:
            return stream.read(HEADERS)
    return (item.data or b"")[:HEADERS]
