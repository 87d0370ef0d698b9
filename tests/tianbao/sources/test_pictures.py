"""Documents whose pages are pictures: their limits, and folders of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tianbao.errors import WrongCall
from tianbao.isolation.children import Limits
from tianbao.sources.documents import folders
from tianbao.sources.pictures import MEMORY, PER_MEBIBYTE, SECONDS, in_page_order, limits_of

USUAL = Limits(seconds=9.0, memory=2**30)


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "head", [b"%PDF-1.7", b"\n%PDF-1.4", b"\x89PNG", b"\xff\xd8\xff\xe0", b"II*\0"]
)
def test_a_file_that_may_be_pictures_may_take_more_the_larger_it_is(
    tmp_path: Path, head: bytes
) -> None:
    path = file(tmp_path, "scan", head + b"\0" * (2**20 - len(head)))
    assert limits_of(path, USUAL) == Limits(SECONDS + PER_MEBIBYTE, MEMORY)


def test_other_files_may_take_what_is_usual(tmp_path: Path) -> None:
    assert limits_of(file(tmp_path, "a.docx", b"PK\3\4"), USUAL) == USUAL
    assert limits_of(tmp_path / "gone.pdf", USUAL) == USUAL


def test_a_folder_of_pictures_may_take_what_its_pages_may(tmp_path: Path) -> None:
    for name in ("1.png", "2.png", "3.png"):
        file(tmp_path, name, b"\x89PNG")
    assert limits_of(tmp_path, USUAL).seconds == pytest.approx(3 * SECONDS, abs=0.1)


def test_pages_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("page10.jpg", "page2.jpg", "page1.jpg", ".hidden"):
        file(tmp_path, name, b"x")
    assert [path.name for path in in_page_order(tmp_path)] == [
        "page1.jpg",
        "page2.jpg",
        "page10.jpg",
    ]


def test_as_one_asks_for_folders(tmp_path: Path) -> None:
    assert folders([str(tmp_path)], []) == [tmp_path]
    with pytest.raises(WrongCall, match=r"a\.png: not a folder"):
        folders([str(file(tmp_path, "a.png", b"x"))], [])
