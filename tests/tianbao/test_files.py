"""Files written whole or not at all."""

from __future__ import annotations

import os

import pytest

from tianbao.errors import Overwriting, WrongCall
from tianbao.files import make_folder, refuse_overwriting, whole, write_whole


def test_a_file_appears_with_all_its_bytes_and_nothing_beside_it(tmp_path):
    write_whole(tmp_path / "a.docx", b"abc", force=False)
    assert (tmp_path / "a.docx").read_bytes() == b"abc"
    assert os.listdir(tmp_path) == ["a.docx"]


def test_the_target_is_absent_until_the_block_ends(tmp_path):
    target = tmp_path / "a.jsonl"
    with whole(target, force=False) as stream:
        stream.write(b"half")
        stream.flush()
        assert not target.exists()
    assert target.read_bytes() == b"half"


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.jsonl"
    target.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), whole(target, force=True) as stream:
        stream.write(b"new" * (1 // 0))
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.jsonl"]


def test_a_file_is_overwritten_only_by_force(tmp_path):
    target = tmp_path / "a.docx"
    write_whole(target, b"1", force=False)
    with pytest.raises(Overwriting, match="--force"):
        write_whole(target, b"2", force=False)
    assert target.read_bytes() == b"1"
    write_whole(target, b"3", force=True)
    assert target.read_bytes() == b"3"


def test_a_file_that_appears_during_the_work_is_not_overwritten(tmp_path):
    target = tmp_path / "a.docx"
    with pytest.raises(Overwriting), whole(target, force=False):
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"


def test_the_file_behind_a_link_is_written_and_the_link_stays(tmp_path):
    (tmp_path / "real.docx").write_bytes(b"old")
    (tmp_path / "link.docx").symlink_to("real.docx")
    write_whole(tmp_path / "link.docx", b"new", force=True)
    assert (tmp_path / "link.docx").is_symlink()
    assert (tmp_path / "real.docx").read_bytes() == b"new"


def test_the_users_mask_decides_who_may_read_it(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.docx", b"", force=False)
    finally:
        os.umask(before)
    assert (tmp_path / "a.docx").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("force", [False, True])
def test_a_device_a_folder_and_a_missing_folder_are_refused(tmp_path, force):
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for target in (fifo, tmp_path, tmp_path / "absent" / "a.docx"):
        with pytest.raises(WrongCall):
            refuse_overwriting(target, force=force)


def test_a_folder_is_made_where_its_parent_is(tmp_path):
    make_folder(tmp_path / "new")
    make_folder(tmp_path / "new")
    assert (tmp_path / "new").is_dir()
    with pytest.raises(WrongCall, match="make it first"):
        make_folder(tmp_path / "absent" / "new")
    (tmp_path / "file").touch()
    with pytest.raises(WrongCall, match="name a folder"):
        make_folder(tmp_path / "file")
