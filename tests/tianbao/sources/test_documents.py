"""Which documents a command is to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tianbao.errors import WrongCall
from tianbao.sources.documents import named, shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.docx", "a.docx", "sub/c.docx", ".hidden", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def test_files_come_in_the_order_given(folder):
    given = [str(folder / "b.docx"), str(folder / "a.docx"), str(folder / "b.docx")]
    assert named(given, []) == [Path(name) for name in given]


def test_a_folder_stands_for_the_files_below_it_without_hidden_ones(folder):
    assert [p.relative_to(folder).as_posix() for p in named([str(folder)], [])] == [
        "a.docx",
        "b.docx",
        "sub/c.docx",
    ]


def test_a_dash_stands_for_a_list_and_its_empty_lines_for_nothing(folder):
    listed = [f"{folder / 'a.docx'}\n", "\n", f"{folder / 'b.docx'}\r\n"]
    assert [p.name for p in named(["-"], listed)] == ["a.docx", "b.docx"]


def test_an_empty_name_is_not_the_current_folder(folder):
    with pytest.raises(WrongCall, match="empty"):
        named([str(folder / "a.docx"), ""], [])


def test_a_document_in_place_of_the_list_is_told():
    with pytest.raises(WrongCall, match="a list of files is asked for"):
        named(["-"], ["PK\x03\x04\x00[Content_Types].xml\n"])


def test_every_file_that_is_not_there_is_named_at_once(folder):
    with pytest.raises(WrongCall) as error:
        named([str(folder / "a.docx"), "absent-1.docx", "-"], ["absent-2.docx"])
    assert str(error.value).splitlines() == [
        "absent-1.docx: not found.",
        "absent-2.docx: not found.",
    ]


def test_a_name_in_the_encoding_of_chinese_windows_is_shown_in_chinese():
    assert shown(Path(os.fsdecode("申报书.docx".encode("gb18030")))) == "申报书.docx"
    assert shown(Path("申报书.docx")) == "申报书.docx"
    shown(Path(os.fsdecode(b"\xff\xff\xff"))).encode()
